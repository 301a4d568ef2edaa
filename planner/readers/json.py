"""Calendars in JSON: of other tools, and as `planner convert -f json` writes them."""

from collections.abc import Iterator

from planner.imports.encoding import to_utf8
from planner.imports.tree import read_foreign
from planner.json_tree import parse_json
from planner.model import Calendar, Finding, Span
from planner.notices import notice, too_large
from planner.readers import ReadOptions
from planner.readers.yaml import read_tree
from planner.source import Reading, Source
from planner.yaml_calendar.foreign import is_foreign
from planner.yaml_tree import Node

MOST_VALUES = 1_000_000
_ADDED = ("entry", "line")
_RENAMED = {"minutes": "for", "contacts": "with", "origin": "from"}
"""Fields that have another name in a calendar written by hand."""
_OF_OCCURRENCES = ("every", "since")


def read(name: str, data: bytes, options: ReadOptions) -> Reading:
    """Read a calendar from the bytes of a JSON file; `name` is how messages call the file."""
    refused = too_large(data, b"\r\n,:[{", MOST_VALUES)
    if refused:
        return Reading(Calendar(), Source(name, b"", original=data), (refused,))
    decoded = to_utf8(data)
    root, troubles = parse_json(decoded.data, decoded.start)
    findings = [
        *decoded.findings,
        *(notice(trouble.name, trouble.message, trouble.span) for trouble in troubles),
    ]
    reading = _reading(name, decoded.data, root, options, findings)
    if decoded.data is data:
        return reading
    source = Source(name, decoded.data, reading.source.find, reading.source.parts, data)
    return reading._replace(source=source)


def _reading(
    name: str, data: bytes, root: Node | None, options: ReadOptions, findings: list[Finding]
) -> Reading:
    if root is None:
        if not findings:
            findings.append(notice("empty-calendar", "This file is empty.", Span(0, 0)))
        return _nothing(name, data, findings)
    root = _of_plan(root)
    if _is_own(root):
        _as_written_by_hand(root)
        return read_tree(name, data, root, options, findings)
    if is_foreign(root):
        reading = read_foreign(name, data, root, options, findings)
        if reading is not None:
            return reading
    return read_tree(name, data, root, options, findings)


def _nothing(name: str, data: bytes, findings: list[Finding]) -> Reading:
    return Reading(Calendar(), Source(name, data), tuple(findings))


def _of_plan(root: Node) -> Node:
    """The balanced calendar of a plan that planner wrote, else the file as it is."""
    if isinstance(root.value, dict) and {"version", "moves", "calendar"} <= root.value.keys():
        return root.value["calendar"]
    return root


def _is_own(root: Node) -> bool:
    """Whether planner wrote the file."""
    return (
        isinstance(root.value, dict) and {"version", "posts", "slots", "notes"} <= root.value.keys()
    )


def _as_written_by_hand(root: Node) -> None:
    """Leave out what planner adds when it writes JSON, and undo what it has worked out."""
    assert isinstance(root.value, dict)
    for key in ("version", "notes"):
        del root.value[key]
    for section in ("posts", "slots", "records"):
        for fields in _groups_in(root.value.get(section)):
            _strip(fields, section)
    for section in ("channels", "people"):
        for fields in _groups_in(root.value.get(section)):
            _spread_extra(fields)


def _groups_in(section: Node | None) -> Iterator[dict[str, Node]]:
    items = section.value if section else ()
    for item in items.values() if isinstance(items, dict) else items:
        if isinstance(item, Node) and isinstance(item.value, dict):
            yield item.value


def _strip(record: dict[str, Node], section: str) -> None:
    for key in _ADDED:
        record.pop(key, None)
    if section == "slots":
        for key in _OF_OCCURRENCES:
            record.pop(key, None)
    for field, key in _RENAMED.items():
        if field in record:
            record[key] = record.pop(field)
    if "kind" in record and record["kind"].value == "unknown":
        del record["kind"]
    ignored = record.pop("ignore", None)
    reason = record.pop("ignore_reason", None)
    fields = {"ignore": ignored, "reason": reason}
    kept = {key: node for key, node in fields.items() if node is not None}
    if kept:
        first = next(iter(kept.values()))
        record["lint"] = Node(kept, first.start, first.end)
    _spread_extra(record)


def _spread_extra(record: dict[str, Node]) -> None:
    extra = record.pop("extra", None)
    if extra is not None and isinstance(extra.value, dict):
        record.update(extra.value)
