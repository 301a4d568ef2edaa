"""A calendar or a plan as a YAML file that a person could have written."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from planner.cards import MARKS
from planner.model import Calendar, Entry, Media, Move, Plan, Post, Slot
from planner.source import Reading, Source
from planner.weeks import WEEKDAYS, in_zone, moment_name, zone_of
from planner.wording import one_line

POST_KEYS = (
    "kind", "by", "source", "title", "text", "link", "media", "topic", "about", "campaign",
    "goal", "series", "why", "note", "mentions", "tags", "status", "pin", "window", "automated",
    "trigger", "rss",
)  # fmt: skip
"""The keys of a post after its id, time and channel, in the order in which they are written."""
SLOT_KEYS = ("kind", "by", "backup", "audience", "contacts", "note", "status")
ANCHORED = ("INTERVAL", "COUNT")
"""Parts of a repetition that mean nothing without the day it starts on."""

Item = dict[str, Any]


class Written(NamedTuple):
    """An entry of the file before it becomes text: its keys, and what changed, by key."""

    item: Item
    comments: tuple[tuple[str, str], ...]


def render_calendar(reading: Reading) -> str:
    """The calendar as a new file."""
    return _render(reading.calendar, {})


def render_plan(plan: Plan, source: Source) -> str:
    """The plan's calendar; a comment says of each changed entry what it was and why."""
    return _render(plan.calendar, {move.entry: move for move in plan.moves})


def _render(calendar: Calendar, moves: Mapping[str, Move]) -> str:
    from planner.yaml_text import dump

    zone = zone_of(calendar.timezone)
    posts = _posts(calendar.posts, zone, moves)
    slots = _slots(calendar.slots, zone, moves)
    head = {
        "name": calendar.name,
        "timezone": calendar.timezone,
        "week_starts": WEEKDAYS[calendar.week_starts],
        "channels": {channel.name: _settings(channel) for channel in calendar.channels},
        "people": {person.name: _settings(person) for person in calendar.people},
    }
    tail = {
        "guidelines": dict(calendar.guidelines),
        "crisis": dict(calendar.crisis),
        "blackouts": [_blackout(*blackout) for blackout in calendar.blackouts],
        **dict(calendar.extra),
    }
    lists = {
        "posts": [post.item for post in posts],
        **({"slots": [slot.item for slot in slots]} if slots else {}),
    }
    comments = {
        "posts": [dict(post.comments) for post in posts],
        "slots": [dict(slot.comments) for slot in slots],
    }
    return dump(_given(head) | lists | _given(tail), comments)


def _given(item: Item) -> Item:
    """The keys that have a value."""
    return {key: value for key, value in item.items() if value not in (None, "", (), [], {})}


def _settings(record: Any) -> Item:
    """A channel or person without its name; unknown keys come last."""
    fields = {key: value for key, value in record._asdict().items() if key != "extra"}
    del fields["name"]
    return _given(fields) | dict(record.extra)


def _blackout(first: date, until: date, why: str | None) -> Item:
    return _given({"from": first, "to": until, "why": why})


def _posts(posts: Iterable[Post], zone: tzinfo, moves: Mapping[str, Move]) -> list[Written]:
    """One item per entry where its posts differ in nothing but the channel."""
    groups: dict[Any, list[Post]] = {}
    for post in posts:
        comments = _comments(post, zone, moves)
        shared = (post._replace(id="", channel=None, route=()), comments)
        key: Any = repr(shared)
        if post.channel is None or post.channel in [other.channel for other in groups.get(key, [])]:
            key = len(groups)
        groups.setdefault(key, []).append(post)
    return [
        Written(_post_item(group, zone), _comments(group[0], zone, moves))
        for group in groups.values()
    ]


def _post_item(group: list[Post], zone: tzinfo) -> Item:
    post = group[0]
    item: Item = {"id": _written_id(group), "at": _at(post.at, zone)}
    item |= _channels([post.channel for post in group if post.channel is not None])
    for key in POST_KEYS:
        value = getattr(post, key)
        if value != Post._field_defaults[key]:
            item[key] = _value(key, value)
    return _given(item) | _suppression(post) | dict(post.extra)


def _written_id(group: list[Post]) -> str:
    return group[0].id if len(group) == 1 else group[0].entry


def _value(key: str, value: Any) -> Any:
    if key == "window":
        return _given({"from": value[0], "to": value[1]})
    if key == "media":
        return [_media(media) for media in value]
    return list(value) if isinstance(value, tuple) else value


def _media(media: Media) -> Item:
    fields = media._asdict()
    extra = dict(fields.pop("extra"))
    return {key: value for key, value in fields.items() if value is not None} | extra


def _channels(channels: list[str]) -> Item:
    if len(channels) == 1:
        return {"channel": channels[0]}
    return {"channels": channels} if channels else {}


def _suppression(entry: Entry) -> Item:
    if not entry.ignore:
        return {}
    return {"lint": _given({"ignore": list(entry.ignore), "reason": entry.ignore_reason})}


def _slots(slots: Iterable[Slot], zone: tzinfo, moves: Mapping[str, Move]) -> list[Written]:
    """One item per slot; a repeating one is one item while its occurrences are alike."""
    series: dict[str, list[Slot]] = {}
    for number, slot in enumerate(slots):
        series.setdefault(slot.entry if slot.every else f"{slot.entry} {number}", []).append(slot)
    written = []
    for occurrences in series.values():
        if _is_regular(occurrences, zone, moves):
            written.append(Written(_slot_item(occurrences[0], zone, repeats=True), ()))
        else:
            written += [
                Written(_slot_item(slot, zone, repeats=False), _comments(slot, zone, moves))
                for slot in occurrences
            ]
    return written


def _is_regular(occurrences: list[Slot], zone: tzinfo, moves: Mapping[str, Move]) -> bool:
    """Whether `every` and a time of day say all about the occurrences of a slot."""
    every = occurrences[0].every
    if not every or any(word in every.upper() for word in ANCHORED):
        return False
    alike = {
        repr(slot._replace(id="", at=_time_of_day(slot.at, zone), route=()))  # type: ignore[arg-type]
        for slot in occurrences
    }
    unmoved = all(slot.id not in moves for slot in occurrences)
    return len(alike) == 1 and unmoved and _time_of_day(occurrences[0].at, zone) is not None


def _time_of_day(at: datetime | date, zone: tzinfo) -> str | None:
    """`16:00` for a time that can be written without a day and an offset."""
    written = _at(at, zone)
    return written[11:] if isinstance(written, str) and written[10:11] == " " else None


def _slot_item(slot: Slot, zone: tzinfo, repeats: bool) -> Item:
    times: Item = {"at": _at(slot.at, zone)}
    if repeats:
        times = {"every": slot.every, "at": _time_of_day(slot.at, zone)}
    item: Item = {"id": slot.entry if repeats else slot.id, **times, "for": f"{slot.minutes}m"}
    item |= _channels(list(slot.channels))
    for key in SLOT_KEYS:
        value = getattr(slot, key)
        if value != Slot._field_defaults[key]:
            item["with" if key == "contacts" else key] = _value(key, value)
    return item | _suppression(slot) | dict(slot.extra)


def _at(at: datetime | date | None, zone: tzinfo) -> str | date | None:
    """A local time when the zone gives it back, else one with its offset."""
    if not isinstance(at, datetime):
        return at
    local = at.astimezone(zone).replace(tzinfo=None, fold=0)
    read = in_zone(local, zone).at
    if read == at and read.utcoffset() == at.utcoffset():
        return _clock(local, " ")
    return _clock(at, "T")


def _clock(at: datetime, separator: str) -> str:
    whole_minute = at.second == 0 and at.microsecond == 0
    return at.isoformat(separator, "minutes" if whole_minute else "auto")


def _comments(
    entry: Entry, zone: tzinfo, moves: Mapping[str, Move]
) -> tuple[tuple[str, str], ...]:
    """What changed, beside the key that changed."""
    move = moves.get(entry.id)
    if move is None:
        return ()
    told = MARKS[move.what]
    if move.what in ("shift", "defer"):
        told += f" from {moment_name(move.before, zone)}" if move.before else " from no date"
    key = "status" if move.what == "hold" else "at"
    return ((key, one_line(f"{told}: {', '.join(move.rules)}")),)
