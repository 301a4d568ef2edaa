"""An entry without an id: it gets the one that planner calls it by."""

from planner.fixes import File, Fix
from planner.model import Finding, Span
from planner.weeks import zone_of
from planner.yaml_edit.edits import Edit, line_end_of
from planner.yaml_edit.items import Change, changed
from planner.yaml_edit.places import Item
from planner.yaml_edit.style import value_text


def fix(finding: Finding, file: File) -> Fix | None:
    """Write the id before all other fields, or where one stands without a value."""
    name = finding.instead
    if name is None or isinstance(finding.place, Span):
        return None
    item = file.item(finding.place)
    if item is None:
        return None
    zone = zone_of(file.reading.calendar.timezone)
    is_empty = item.own("id") is not None
    edits = changed(item, Change(id=name), zone) if is_empty else [_first_field(item, name)]
    return Fix(f"Give it the id `{name}`", True, tuple(edits))


def _first_field(item: Item, name: str) -> Edit:
    quote = item.key_quote
    text = f"{quote}id{quote}: {value_text(name, item.word_quote, flow=item.flow)}".encode()
    start = item.first_field
    if item.flow:
        inside = item.data[start + 1 : item.node.end - 1]
        position = start + 1 + len(inside) - len(inside.lstrip(b" "))
        return Edit(position, position, text + b", ")
    line_end = line_end_of(item.data, start)
    return Edit(start, start, text + line_end + b" " * item.column)
