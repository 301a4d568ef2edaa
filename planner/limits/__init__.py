"""What platforms allow, as data, and how each of them counts a text."""
