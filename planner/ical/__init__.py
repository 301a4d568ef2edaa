"""iCalendar in small steps: lines, components, values, zones, repetition and what they mean."""
