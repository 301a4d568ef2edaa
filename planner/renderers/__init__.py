"""From a calendar or a plan to text: one module per output format, found by its name.

A renderer is a module with `render_calendar(reading) -> str` and
`render_plan(plan, source) -> str`. Line ends in the text are written as they are.
"""
