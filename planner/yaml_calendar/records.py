"""Records of a calendar in YAML: what others did that asks for an answer."""

from collections.abc import Callable

from planner.model import RECORD_KINDS, Record, Route, Span
from planner.named import Any, NamedTuple
from planner.vocabulary import record_kind_of
from planner.yaml_calendar import fields
from planner.yaml_calendar.context import Context, Group, any_of
from planner.yaml_calendar.posts import report_item, report_section
from planner.yaml_calendar.times import read_at
from planner.yaml_tree import Node


class RecordItem(NamedTuple):
    """One item of `records`: the id it gives, and its record.

    `first_finding` and `last_finding` are the findings of this item, half-open.
    """

    given: str | None
    record: Record
    node: Node
    first_finding: int
    last_finding: int


def _kind(group: Group, key: str, node: Node) -> str | None:
    if not isinstance(node.value, str):
        group.wrong(key, node, f"write one word: {any_of(RECORD_KINDS)}")
        return None
    value = fields.word(group, key, node)
    name = value and record_kind_of(value)
    if value and not name:
        group.unknown(key, node, RECORD_KINDS, f"write {any_of(RECORD_KINDS)}")
    return name or None


def _channel(group: Group, key: str, node: Node) -> str | None:
    names = fields.channels(group, key, node) or ()
    if len(names) > 1:
        group.wrong(key, node, "write one channel; what happened on two is two records")
    return names[0] if names else None


_FIELDS: dict[str, Callable[[Group, str, Node], Any]] = {
    "id": fields.identifier,
    "at": read_at,
    "kind": _kind,
    "who": fields.word,
    "channel": _channel,
    "note": fields.text,
    "lint": fields.suppression,
}
RECORD_KEYS = tuple(_FIELDS)
_NEEDED = {
    "at": "does not say when it was, so it is left out. Give it `at: 2026-11-23 14:00`",
    "kind": f"has no kind, so it is left out. Give it a `kind`: {any_of(RECORD_KINDS)}",
}
"""The fields that a record cannot do without, and what is said when they are missing."""


def read_records(context: Context, node: Node, route: Route) -> list[RecordItem]:
    """The items of `records`, without those that have no time or no kind."""
    found: list[RecordItem] = []
    if isinstance(node.value, list):
        for position, item in enumerate(node.value):
            if isinstance(item.value, dict):
                record = _record(context, item, (*route, position))
                found += [record] if record else []
            else:
                report_item(context, item, "records", "a record is a group of fields such as `at:`")
    elif not fields.is_empty(node):
        report_section(context, node, "records", "{at: 2026-11-23 14:00, kind: question}")
    return found


def _record(context: Context, node: Node, route: Route) -> RecordItem | None:
    assert isinstance(node.value, dict)
    first = len(context.findings)
    group = Group(context, "this record", "a record", route)
    values: dict[str, Any] = {}
    missing = dict(_NEEDED)
    for key, item in node.value.items():
        reader = _FIELDS.get(key)
        before = len(context.findings)
        if reader is None:
            group.stranger(key, item, RECORD_KEYS)
        elif (value := reader(group, key, item)) is not None:
            values[key] = value
        if key in values or len(context.findings) > before:
            missing.pop(key, None)
    for said in missing.values():
        context.report("wrong-type", f"This record {said}.", Span(node.start, node.end))
    if not _NEEDED.keys() <= values.keys():
        return None
    if "lint" in values:
        values["ignore"], values["ignore_reason"] = values.pop("lint")
    given = values.pop("id", None)
    record = Record(given or "", extra=tuple(group.extra), route=route, **values)
    return RecordItem(given, record, node, first, len(context.findings))
