"""A single word of a YAML file replaced by another one, in the quotes that it has."""

from planner.fixes import YAML, File
from planner.model import Route, Span
from planner.yaml_edit.edits import Edit
from planner.yaml_edit.places import after_properties
from planner.yaml_edit.style import value_text
from planner.yaml_tree import Node


def replaced(file: File, place: Route | Span, word: str) -> tuple[Edit, ...]:
    """The edit that puts a word in place of a value; none where the value is no word on a line."""
    if file.format != YAML or file.root is None or not isinstance(place, Span):
        return ()
    data, (start, end) = file.data, place
    if data[start : start + 1] != b"*":
        start = after_properties(data, Node("", start, end))
    mark = data[start : start + 1]
    if start >= end or mark in {b"|", b">", b"[", b"{"} or set(data[start:end]) & set(b"\r\n"):
        return ()
    quote = mark.decode() if mark in {b"'", b'"'} else ""
    return (Edit(start, end, value_text(word, quote, flow=True).encode()),)
