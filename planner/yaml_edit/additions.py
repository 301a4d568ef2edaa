"""Entries that a plan adds: behind which item of a file they go, and how they are written."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, NamedTuple

from planner.identity import base_id
from planner.model import Calendar, Entry, Plan, Post
from planner.renderers.yaml import Group, item_of
from planner.weeks import zone_of
from planner.yaml_edit.edits import line_end_of
from planner.yaml_edit.fates import Fate
from planner.yaml_edit.lists import FIRST
from planner.yaml_edit.places import Item, Section
from planner.yaml_edit.style import Plain, Style, style_of, written
from planner.yaml_edit.times import like

_NEAR = 8
"""So many items on both sides show how things are written that the nearest one does not have."""


class Addition(NamedTuple):
    """A new item: its entry, the id that it says or "", its list, the item before it, its text."""

    entry: Entry
    name: str
    section: str
    after: int
    text: bytes


def additions(
    plan: Plan, fates: Mapping[int, Fate], sections: Mapping[str, Section]
) -> list[Addition]:
    """The entries of a plan that its file does not have, in order of time."""
    known = {entry.id for entry in plan.original.entries}
    zone = zone_of(plan.calendar.timezone)
    added = [entry for entry in plan.calendar.entries if entry.id not in known]
    times = {
        "posts": sorted(_times_of_posts(fates, zone)),
        "slots": sorted(_times_of_slots(plan.original, zone)),
    }
    taken = {entry.entry for entry in plan.original.entries}
    found = []
    for entry in sorted(added, key=lambda it: _order(it, zone)):
        name = entry.id if base_id(entry) in taken else ""
        taken.add(base_id(entry))
        section = "posts" if isinstance(entry, Post) else "slots"
        after = _neighbour(_order(entry, zone), times[section], sections.get(section))
        style = _style(section, after, sections)
        text = _text(entry, name, style, zone)
        found.append(Addition(entry, name, section, after, text.encode()))
    line_end = line_end_of(next(iter(sections.values())).data) if sections else b"\n"
    return [it._replace(text=it.text.replace(b"\n", line_end)) for it in found]


def _order(entry: Entry, zone: tzinfo) -> datetime:
    """A moment to sort by; a day without a time comes before its times."""
    at = entry.at
    if isinstance(at, datetime):
        return at.astimezone(UTC)
    return datetime.combine(at or date.max, time(0), zone if at else UTC).astimezone(UTC)


def _times_of_posts(fates: Mapping[int, Fate], zone: tzinfo) -> Iterator[tuple[datetime, int]]:
    for number, fate in fates.items():
        if fate.posts[0].at is not None:
            yield _order(fate.posts[0], zone), number


def _times_of_slots(calendar: Calendar, zone: tzinfo) -> Iterator[tuple[datetime, int]]:
    """When each slot is that takes place once."""
    for slot in calendar.slots:
        if slot.every is None:
            yield _order(slot, zone), int(slot.route[1])


def _neighbour(at: datetime, times: list[tuple[datetime, int]], section: Section | None) -> int:
    """The last item before a time; without any times, the last item."""
    if section is None or not section.items:
        return FIRST
    if not times:
        return max(section.items)
    place = bisect_right(times, at, key=lambda it: it[0])
    return times[place - 1][1] if place else FIRST


def _style(key: str, after: int, sections: Mapping[str, Section]) -> Style:
    """How the items around are written, else those of the other list, else as usual."""
    section = sections.get(key)
    others = [it for name, other in sections.items() if name != key for it in _near(other, FIRST)]
    if section is not None and section.items:
        item = section.items[min(section.items) if after == FIRST else after]
        return style_of(item, [*_near(section, item.number), *others])
    usual = Style()
    if not others:
        return usual
    style = style_of(others[0], others)
    return style if style.lead else style._replace(lead=usual.lead, indent=usual.indent)


def _near(section: Section, number: int) -> list[Item]:
    around = range(number - _NEAR, number + _NEAR + 1)
    found = [section.items[it] for it in around if it in section.items]
    return sorted(found, key=lambda item: abs(item.number - number))


def _text(entry: Entry, name: str, style: Style, zone: tzinfo) -> str:
    fields: dict[str, Any] = item_of(
        Group(name or entry.id, (entry,)), zone, frozenset() if name else frozenset((entry.id,))
    )
    assert entry.at is not None
    fields["at"] = Plain(like(style.at, entry.at, zone))
    return "\n".join(written(fields, style))


def names_of_added(added: list[Addition]) -> Iterator[tuple[str, str]]:
    """The id of every added entry with the one that the file says, or ""."""
    return ((it.entry.id, it.name) for it in added)
