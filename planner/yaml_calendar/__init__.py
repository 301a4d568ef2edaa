"""The parts of a calendar in YAML, each read from its nodes."""
