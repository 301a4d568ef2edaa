"""What the commands do, one module each; the command line only collects their requests."""
