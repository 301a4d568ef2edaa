"""A calendar as a new table, for calendars that come from no spreadsheet."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from planner.cards import cards_of
from planner.home.reasons import capital, reason_of
from planner.home.rewriting import clock_of
from planner.imports.slots import reserved
from planner.model import Calendar, Entry, Move, Post, Slot
from planner.weeks import local_day, moment_name, zone_of

COLUMNS = (
    "id", "date", "time", "channel", "kind", "status", "text", "link", "by", "note", "change",
)  # fmt: skip
_MORE = ("title", "topic", "campaign", "series", "source", "tags", "mentions")
"""Fields that get a column where an entry has them."""

Record = dict[str, Any]


def columns_of(calendar: Calendar, *, planned: bool) -> tuple[str, ...]:
    """The columns of a calendar; times are in its zone, which the name of their column tells."""
    fixed = [name for name in COLUMNS if planned or name != "change"]
    used = [name for name in _MORE if any(getattr(post, name) for post in calendar.posts)]
    media = [name for name in ("media", "alt text") if any(post.media for post in calendar.posts)]
    place = fixed.index("link")
    named = [*fixed[:place], *used, *media, *fixed[place:]]
    return tuple(f"time ({calendar.timezone})" if name == "time" else name for name in named)


def records_of(calendar: Calendar, moves: Mapping[str, Move]) -> Iterator[Record]:
    """A record per entry in order of time, by the names of the columns; a day is a `date`."""
    zone = zone_of(calendar.timezone)
    for card in cards_of(calendar, {}):
        entry = card.entry
        record = _common(entry, zone, f"time ({calendar.timezone})")
        record |= _post(entry) if isinstance(entry, Post) else _slot(entry)
        move = moves.get(entry.id)
        if move is not None:
            record["change"] = _told(move, zone)
        yield record


def _common(entry: Entry, zone: tzinfo, time_column: str) -> Record:
    at = entry.at
    return {
        "id": entry.id,
        "date": None if at is None else local_day(at, zone),
        time_column: clock_of(at, zone) if isinstance(at, datetime) else None,
        "status": entry.status,
        "by": entry.by,
    }


def _post(post: Post) -> Record:
    record: Record = {name: getattr(post, name) for name in (*_MORE, "channel", "kind", "text")}
    record |= {"link": post.link, "note": post.note}
    record["tags"], record["mentions"] = " ".join(post.tags), " ".join(post.mentions)
    record["media"] = ", ".join(filter(None, (it.file or it.url for it in post.media)))
    record["alt text"] = ", ".join(it.alt for it in post.media if it.alt)
    return record


def _slot(slot: Slot) -> Record:
    return {
        "channel": ", ".join(slot.channels),
        "kind": slot.kind,
        "note": reserved(slot),
    }


def _told(move: Move, zone: tzinfo) -> str:
    return capital(reason_of(move, moment_name(move.before, zone) if move.before else "no date"))
