"""Slots of a calendar in YAML, and the days on which the repeating ones take place."""

from collections.abc import Callable
from datetime import date, datetime

from planner.model import SLOT_KINDS, UNKNOWN, Route, Slot, Span
from planner.named import Any, NamedTuple
from planner.options import minutes
from planner.vocabulary import slot_kind_of
from planner.weeks import local_day
from planner.yaml_calendar import fields
from planner.yaml_calendar.context import Context, Group, any_of
from planner.yaml_calendar.posts import report_item, report_section, status
from planner.yaml_calendar.repeats import (
    MAX_OCCURRENCES,
    Repeat,
    needs_start,
    occurrences,
    read_every,
)
from planner.yaml_calendar.times import begins_with_day, parse_clock, read_at
from planner.yaml_tree import Node

MAX_MINUTES = 7 * 1440
_SOME_DAY = date(2024, 1, 1)
"""The day of a repeating slot's time when the file names none."""
_LENGTH = "write a length such as 30m, 1h or 1h30m, at most a week"


class SlotItem(NamedTuple):
    """One item of `slots`: the id it gives, its slot, and how it repeats.

    The slot of a repeating item stands for its occurrences: its time of day and zone count,
    and its day when the file names one (`dated`).
    """

    given: str | None
    slot: Slot
    repeat: Repeat | None
    dated: bool
    node: Node
    first_finding: int
    last_finding: int


def _kind(group: Group, key: str, node: Node) -> str | None:
    if not isinstance(node.value, str):
        group.wrong(key, node, f"write one word: {any_of(SLOT_KINDS)}")
        return None
    value = fields.word(group, key, node)
    name = value and slot_kind_of(value)
    if value and not name and value.lower() != UNKNOWN:
        group.unknown(key, node, SLOT_KINDS, f"write {any_of(SLOT_KINDS)}")
        group.extra.append((key, node.data()))
    return name or None


def _minutes(group: Group, key: str, node: Node) -> int | None:
    value = node.scalar()
    if fields.is_empty(node):
        return None
    try:
        found = value if isinstance(value, int) and value is not True else minutes(value)
    except ValueError:
        found = 0
    if 0 < found <= MAX_MINUTES:
        return found
    group.wrong(key, node, _LENGTH)
    return None


def _keep(_group: Group, _key: str, node: Node) -> Node:
    return node


_FIELDS: dict[str, tuple[str, Callable[[Group, str, Node], Any]]] = {
    "id": ("given", fields.identifier),
    "at": ("at", _keep),
    "every": ("every", read_every),
    "for": ("minutes", _minutes),
    "channel": ("channels", fields.channels),
    "channels": ("channels", fields.channels),
    "kind": ("kind", _kind),
    "by": ("by", fields.word),
    "backup": ("backup", fields.word),
    "audience": ("audience", fields.audience),
    "with": ("contacts", fields.words),
    "surfaces": ("surfaces", fields.words),
    "tags": ("tags", fields.words),
    "note": ("note", fields.text),
    "automated": ("automated", fields.boolean),
    "status": ("status", status),
    "lint": ("lint", fields.suppression),
}
SLOT_KEYS = tuple(_FIELDS)


def read_slots(context: Context, node: Node, route: Route) -> list[SlotItem]:
    """The items of `slots`, without those that have no time at all."""
    found: list[SlotItem] = []
    if isinstance(node.value, list):
        for position, item in enumerate(node.value):
            if isinstance(item.value, dict):
                slot = _slot(context, item, (*route, position))
                found += [slot] if slot else []
            else:
                report_item(context, item, "slots", "a slot is a group of fields such as `at:`")
    elif not fields.is_empty(node):
        report_section(context, node, "slots", '{every: weekday, at: "16:00", kind: inbox}')
    return found


def _slot(context: Context, node: Node, route: Route) -> SlotItem | None:
    assert isinstance(node.value, dict)
    first = len(context.findings)
    group = Group(context, "this slot", "a slot", route)
    values: dict[str, Any] = {}
    for key, item in node.value.items():
        name, reader = _FIELDS.get(key, ("", None))
        if reader is None:
            group.stranger(key, item, SLOT_KEYS)
        elif (value := reader(group, key, item)) is not None:
            values[name] = value
    repeat: Repeat | None = values.pop("every", None)
    start = values.pop("at", None)
    if repeat is None and "every" in node.value and not _names_a_day(start):
        return None
    at, dated = _start(group, start, repeat)
    if at is None:
        if start is None or fields.is_empty(start):
            _report_timeless(group, node)
        return None
    if repeat and not dated and needs_start(repeat.rule):
        _report_startless(group, node.value["every"])
    if "lint" in values:
        values["ignore"], values["ignore_reason"] = values.pop("lint")
    given = values.pop("given", None)
    slot = Slot(
        given or "", given or "", at, every=repeat.written if repeat else None,
        since=local_day(at, context.zone) if repeat and dated else None,
        extra=tuple(group.extra), route=route, **values,
    )  # fmt: skip
    return SlotItem(given, slot, repeat, dated, node, first, len(context.findings))


def _report_timeless(group: Group, node: Node) -> None:
    message = (
        "This slot has no time. Give it `at: 2026-11-24 12:45`, or `every: weekday` and "
        '`at: "16:00"`.'
    )
    group.context.report("wrong-type", message, Span(node.start, node.end))


def _report_startless(group: Group, node: Node) -> None:
    message = (
        "This rule counts from the day on which it starts, and there is none; the first day that "
        "is looked at was taken. Give `at` a day too, such as 2026-11-23 16:00."
    )
    group.context.report("odd-recurrence", message, Span(node.start, node.end))


def _start(
    group: Group, node: Node | None, repeat: Repeat | None
) -> tuple[datetime | date | None, bool]:
    """When a slot begins, and whether the file names the day of it."""
    if repeat is None:
        return (read_at(group, "at", node) if node else None), True
    if node is None or fields.is_empty(node):
        return _SOME_DAY, False
    clock = parse_clock(node.value) if isinstance(node.value, str) else None
    if clock is not None:
        return datetime.combine(_SOME_DAY, clock, group.context.zone), False
    at = read_at(group, "at", node) if _names_a_day(node) else None
    if at is not None:
        return at, True
    if not _names_a_day(node):
        group.wrong("at", node, 'write a time of day such as "16:00"')
    return _SOME_DAY, False


def _names_a_day(node: Node | None) -> bool:
    return node is not None and isinstance(node.value, str) and begins_with_day(node.value)


def expand(context: Context, item: SlotItem, name: str, days: tuple[date, date]) -> list[Slot]:
    """The occurrences of a repeating item between two days, half-open, as far as they are read.

    Once there are too many, which is reported, no others are looked for.
    """
    if context.occurrences > MAX_OCCURRENCES:
        return []
    found: list[Slot] = []
    used: set[str] = set()
    assert item.repeat
    try:
        for at in occurrences(context, item.repeat, item.slot, item.dated, days):
            own = f"{name}/{at.isoformat()[: len('2026-11-23')]}"
            if own in used:
                own = f"{own}-{at:%H%M}"
            used.add(own)
            # These are the first fields: a third of the time of `_replace`, which looks at all.
            found.append(Slot._make((own, name, at, *item.slot[3:])))
    except OverflowError as error:
        message = f"The repetition of this slot is not read on: {error}."
        context.report("cannot-judge", message, _every_span(item))
    return found


def _every_span(item: SlotItem) -> Span:
    every = item.node.at(("every",)) or item.node
    return Span(every.start, every.end)
