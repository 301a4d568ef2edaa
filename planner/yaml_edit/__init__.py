"""Changes spliced into the bytes of a YAML calendar; whatever they do not touch stays as it is."""
