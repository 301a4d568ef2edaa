"""Entries as checks of single ones take them: item by item of their file."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from planner.model import UNKNOWN, Entry, Post, Window
from planner.weeks import Timeline, local_day, minute_of, moment_name
from planner.wording import listed


def items(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries of one item of the file together: a post on several channels, a slot that repeats."""
    found: dict[object, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.route or entry.id, []).append(entry)
    return list(found.values())


def day_of(entry: Entry, timeline: Timeline) -> date | None:
    """The day of an entry in the calendar's zone."""
    return None if entry.at is None else local_day(entry.at, timeline.zone)


def day_window(entry: Entry, timeline: Timeline) -> Window | None:
    """The day of an entry as a window, of its channel if it is a post."""
    day = day_of(entry, timeline)
    channel = entry.channel if isinstance(entry, Post) else None
    return Window(day, day + timedelta(days=1), channel) if day else None


def in_time(entry: Entry, timeline: Timeline) -> tuple[date, int]:
    """A key that sorts entries by time: those without one first on their day, undated ones last."""
    minute = minute_of(entry.at) if isinstance(entry.at, datetime) else -1
    return day_of(entry, timeline) or date.max, minute


def item_name(item: list[Entry], timeline: Timeline) -> str:
    """`The promo post of Tue 24 Nov 12:30 on x and linkedin`; the id for one without a date.

    A plan can move a post on one of its channels alone: then each time has its channels.
    """
    first = item[0]
    sort = "post" if isinstance(first, Post) else "slot"
    kind = "" if first.kind == UNKNOWN else f"{first.kind} "
    by_time: dict[object, list[Entry]] = {}
    for entry in item:
        by_time.setdefault(entry.at if isinstance(entry, Post) else None, []).append(entry)
    return f"The {kind}{sort} {listed(_place(some, timeline) for some in by_time.values())}"


def _place(item: list[Entry], timeline: Timeline) -> str:
    first = item[0]
    when = f'"{first.id}"' if first.at is None else f"of {moment_name(first.at, timeline.zone)}"
    channels = channels_of(item)
    return when + (f" on {channels}" if channels else "")


def channels_of(item: list[Entry]) -> str:
    """The channels of an item, each once; nothing when it names none."""
    named: list[str] = []
    for entry in item:
        named += [entry.channel or ""] if isinstance(entry, Post) else entry.channels
    return listed(dict.fromkeys(filter(None, named)))
