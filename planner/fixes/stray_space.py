"""Spaces in quotes that do not belong to the word."""

from planner.fixes import File, Fix
from planner.fixes._words import replaced
from planner.model import Finding, Span
from planner.yaml_edit.edits import Edit


def fix(finding: Finding, file: File) -> Fix | None:
    """Delete the spaces at both ends of the word, and one behind the sign of a handle."""
    place, meant = finding.place, finding.instead
    edits = replaced(file, place, meant) if meant else ()
    if not edits or meant is None:
        return None
    (whole,) = edits
    start, end = whole.start + 1, whole.end - 1
    text = file.text(Span(start, end))
    if text.strip(" \t") != meant:
        return Fix(f"Write `{meant}`", True, edits, changes=True)
    first = start + len(text) - len(text.lstrip(" \t"))
    last = end - (len(text) - len(text.rstrip(" \t")))
    spaces = (Edit(start, first, b""), Edit(last, end, b""))
    return Fix("Delete the spaces", True, tuple(it for it in spaces if it.start < it.end))
