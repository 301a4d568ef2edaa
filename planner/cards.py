"""One entry as a card for people: when, where, of what kind, in which words, and its move."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from planner.model import UNKNOWN, Calendar, Entry, Move, MoveKind, Post, Slot
from planner.weeks import local_day, moment_name, zone_of
from planner.wording import duration, one_line, shorten

MARKS: Mapping[MoveKind, str] = {
    "shift": "moved",
    "defer": "moved later",
    "insert": "added",
    "hold": "held back",
}
NAME_LENGTH = 48
"""Graphemes of a text that name a post in a list."""


class Change(NamedTuple):
    """A move in words; `number` counts from 1, `detail` is where from and where to."""

    number: int
    move: Move
    mark: str
    name: str
    detail: str
    before: str
    why: str
    rules: tuple[str, ...]

    @property
    def is_shifted(self) -> bool:
        """Whether the entry stood somewhere else before."""
        return self.move.what in ("shift", "defer")


class Card(NamedTuple):
    """An entry to show; `number` counts from 1 in order of time.

    `time` is "" when only the day is known, `when` holds the day too. `what` is one line.
    """

    number: int
    entry: Entry
    day: date | None
    time: str
    when: str
    channel: str
    what: str
    marks: tuple[str, ...]
    change: Change | None

    @property
    def is_slot(self) -> bool:
        """Whether it is time reserved for people."""
        return isinstance(self.entry, Slot)


def cards_of(calendar: Calendar, changes: Mapping[str, Change]) -> tuple[Card, ...]:
    """All entries in order of time, the undated last; changes by the id of their entry."""
    zone = zone_of(calendar.timezone)
    entries: tuple[Entry, ...] = (*calendar.posts, *calendar.slots)
    ordered = sorted(entries, key=lambda entry: _order(entry, zone))
    return tuple(
        _card(number, entry, zone, changes.get(entry.id)) for number, entry in enumerate(ordered, 1)
    )


def _order(entry: Entry, zone: tzinfo) -> tuple[object, ...]:
    at = entry.at
    if at is None:
        return (True, date.max, False, 0.0, isinstance(entry, Slot), entry.id)
    timed = isinstance(at, datetime)
    seconds = at.timestamp() if isinstance(at, datetime) else 0.0
    return (False, local_day(at, zone), timed, seconds, isinstance(entry, Slot), entry.id)


def _card(number: int, entry: Entry, zone: tzinfo, change: Change | None) -> Card:
    at = entry.at
    return Card(
        number,
        entry,
        None if at is None else local_day(at, zone),
        f"{at.astimezone(zone):%H:%M}" if isinstance(at, datetime) else "",
        "" if at is None else moment_name(at, zone),
        channel_words(entry),
        what_of(entry),
        _marks(entry, change),
        change,
    )


def channel_words(entry: Entry) -> str:
    """The channel of a post or the channels of a slot."""
    if isinstance(entry, Slot):
        return one_line(", ".join(entry.channels)) or "all channels"
    return one_line(entry.channel or "") or "no channel"


def what_of(entry: Entry) -> str:
    """What it says, on one line; a post without words is still to be written."""
    note = one_line(entry.note or "")
    if isinstance(entry, Slot):
        start = f"reserved {duration(entry.minutes)}"
    else:
        words = one_line(entry.text) or one_line(entry.title or "")
        if words:
            return words
        start = "to write"
    return f"{start}: {note}" if note else start


def name_of(entry: Entry) -> str:
    """How a list names an entry: `instagram promo “The new roast is out”`."""
    if isinstance(entry, Slot):
        kind = "slot" if entry.kind == UNKNOWN else f"{entry.kind} slot"
        return f"{kind} for {channel_words(entry)} ({duration(entry.minutes)})"
    words = one_line(entry.text) or one_line(entry.title or "")
    told = f"“{shorten(words, NAME_LENGTH)}”" if words else "to write"
    return f"{channel_words(entry)} {_kind_of_post(entry)} {told}"


def _kind_of_post(post: Post) -> str:
    return "post" if post.kind == UNKNOWN else post.kind


def _marks(entry: Entry, change: Change | None) -> tuple[str, ...]:
    marks = [change.mark] if change else []
    if entry.status == "held" and MARKS["hold"] not in marks:
        marks.append("held back")
    if entry.status in ("cancelled", "published"):
        marks.append(entry.status)
    if isinstance(entry, Post) and entry.pin:
        marks.append("pinned")
    return tuple(marks)


def change_of(number: int, move: Move, entry: Entry | None, zone: tzinfo) -> Change:
    """A move in words; an entry that the calendar does not hold is named by its id."""
    before = "no date" if move.before is None else moment_name(move.before, zone)
    after = "no date" if move.after is None else moment_name(move.after, zone)
    details = {"insert": f"on {after}", "hold": f"it was on {before}"}
    return Change(
        number,
        move,
        MARKS[move.what],
        name_of(entry) if entry else one_line(move.entry),
        details.get(move.what, f"from {before} to {after}"),
        "" if move.what == "insert" else before,
        one_line(move.why),
        move.rules,
    )
