"""A hashtag that YAML takes for a comment: whether it is one, only its author knows."""

from planner.fixes import File, Fix
from planner.model import Finding, Span
from planner.yaml_edit.edits import Edit, rest_of_line
from planner.yaml_edit.style import value_text


def fix(finding: Finding, file: File) -> Fix | None:
    """Put the text in quotes, with all that stands behind it on its line."""
    place = finding.place
    if not isinstance(place, Span):
        return None
    end = len(file.data[: place.start].rstrip(b" \t"))
    node = file.plain_texts.get(end)
    if node is None or b"\n" in file.data[node.start : node.end]:
        return None
    rest = rest_of_line(file.data, end).rstrip()
    text = f"{node.value}{rest.decode('utf-8', 'replace')}"
    edit = Edit(node.start, end + len(rest), value_text(text, '"', flow=True).encode())
    return Fix("Put the text in quotes", False, (edit,), changes=True)
