"""A plan written back into the spreadsheet it came from: only what changed is touched."""
