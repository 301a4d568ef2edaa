"""Time reserved for people in tables: rows that planner wrote itself, told from posts again."""

import re

from planner.model import Calendar, Post, Route, Slot
from planner.source import Source
from planner.vocabulary import slot_kind_of
from planner.wording import duration, one_line

_RESERVED = re.compile(
    r"Reserved (?=\d)(?:(?P<hours>\d{1,2}) h)? ?(?:(?P<minutes>\d{1,4}) min)?(?:: (?P<note>.+))?\Z",
    re.DOTALL | re.IGNORECASE,
)


PLANNED = "planner"
"""The column in which a plan says what it changed."""
_ADDED = re.compile(r"Added \((Reserved .+?)\)(?:, because |: |\.).*\Z", re.DOTALL)


def reserved(slot: Slot) -> str:
    """What a table says of a slot: `Reserved 30 min: answer people`."""
    return one_line(f"Reserved {duration(slot.minutes)}: {slot.note or ''}".rstrip(": "))


def reserved_in(remark: str) -> str | None:
    """The same words out of what a plan says in its own column, or None."""
    found = _ADDED.match(remark)
    return found[1] if found else None


def slots_apart(calendar: Calendar, source: Source) -> Calendar:
    """The calendar with slots for the rows whose note says for how long time is reserved."""
    posts: list[Post] = []
    slots: dict[Route, Slot] = {}
    for post in calendar.posts:
        slot = _slot(post, source)
        if slot is None:
            posts.append(post)
            continue
        earlier = slots.get(post.route)
        channels = (*(earlier.channels if earlier else ()), *slot.channels)
        slots[post.route] = slot._replace(id=(earlier or slot).id, channels=channels)
    return calendar._replace(posts=tuple(posts), slots=(*calendar.slots, *slots.values()))


def _slot(post: Post, source: Source) -> Slot | None:
    found = _RESERVED.match(post.note or "")
    if found is None or post.text or post.at is None:
        return None
    span = source.find((*post.route, "kind"))
    word = source.data[slice(*span)].decode("utf-8", "replace").strip('" ') if span else ""
    minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
    return Slot(
        post.id,
        post.entry,
        post.at,
        minutes,
        tuple(filter(None, (post.channel,))),
        slot_kind_of(word) or post.kind,
        post.by,
        note=found["note"],
        route=post.route,
    )
