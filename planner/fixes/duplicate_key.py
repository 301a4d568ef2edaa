"""A field that is given twice: where both say the same, one of them can go."""

from planner.fixes import File, Fix
from planner.model import Finding, Span
from planner.yaml_edit.edits import Edit, line_start, next_line, rest_of_line
from planner.yaml_tree import Node


def fix(finding: Finding, file: File) -> Fix | None:
    """Delete the second of two lines that say the same."""
    place, data = finding.place, file.data
    if file.root is None or not isinstance(place, Span):
        return None
    start = line_start(data, place.start)
    first = _first(file.root, place, file.text(place).strip("'\""))
    if first is None or data[start : place.start].strip(b" "):
        return None
    line = rest_of_line(data, first.key_start)
    if line != rest_of_line(data, place.start) or first.end > first.key_start + len(line):
        return None
    edit = Edit(start, next_line(data, place.start), b"")
    return Fix("Delete the line that says the same again", True, (edit,))


def _first(root: Node, place: Span, key: str) -> Node | None:
    """The field of this name in the innermost group of fields around a place."""
    found, node = None, root
    while True:
        children = node.value
        if isinstance(children, str):
            return found
        if isinstance(children, dict):
            found = children.get(key, found)
            children = list(children.values())
        inner = next((it for it in children if it.start <= place.start < it.end), None)
        if inner is None:
            return found
        node = inner
