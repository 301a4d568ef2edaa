"""From a content mix to a text: one module per format, found by its name.

A format is a module with `render(mix) -> str`, or `-> bytes` for a picture.
"""
