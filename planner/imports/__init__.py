"""Calendars of other tools: rows and records whose columns are recognised by name and value."""
