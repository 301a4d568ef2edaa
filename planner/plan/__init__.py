"""The balanced plan: the fewest and smallest changes that make a calendar keep its rules."""
