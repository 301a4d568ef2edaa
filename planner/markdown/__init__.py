"""Calendars in Markdown in small steps: lines, front matter, tables, headings, words for times."""
