"""A calendar or a plan as a YAML file that a person could have written."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from planner.cards import MARKS
from planner.identity import omittable_ids
from planner.model import Calendar, Entry, Media, Move, Plan, Post, Record, Slot
from planner.source import Reading, Source
from planner.weeks import WEEKDAYS, in_zone, moment_name, zone_of
from planner.wording import one_line

POST_KEYS = (
    "kind", "by", "source", "title", "text", "link", "media", "topic", "about", "campaign",
    "goal", "origin", "audience", "series", "why", "event", "promises", "due", "delivers", "note",
    "mentions", "tags", "status", "approvals", "pin", "window", "automated", "trigger", "rss",
    "paid", "opinion",
)  # fmt: skip
"""The keys of a post after its id, time and channel, in the order in which they are written."""
SLOT_KEYS = (
    "kind", "by", "backup", "audience", "contacts", "surfaces", "tags", "note", "automated",
    "status",
)  # fmt: skip
RECORD_KEYS = ("at", "kind", "who", "channel", "note")
_OTHER_NAMES = {"origin": "from", "contacts": "with"}
"""Keys of the file that are called otherwise than the fields they are read into."""
Item = dict[str, Any]


class Group(NamedTuple):
    """The entries that become one item of the file, under one id."""

    id: str
    entries: tuple[Entry, ...]
    comments: tuple[tuple[str, str], ...] = ()
    repeats: bool = False


def render_calendar(reading: Reading) -> str:
    """The calendar as a new file."""
    return _render(reading.calendar, {})


def render_plan(plan: Plan, source: Source) -> str:
    """The plan's calendar; a comment says of each changed entry what it was and why."""
    return _render(plan.calendar, {move.entry: move for move in plan.moves})


def _render(calendar: Calendar, moves: Mapping[str, Move]) -> str:
    from planner.yaml_text import dump

    zone = zone_of(calendar.timezone)
    groups = {
        "posts": _post_groups(calendar.posts, zone, moves),
        "slots": _slot_groups(calendar.slots, zone, moves),
    }
    read = [entry for list_ in groups.values() for entry in _as_read(list_)]
    made_ids = omittable_ids([*read, *calendar.records])
    items = {
        key: [item_of(group, zone, made_ids) for group in list_]
        for key, list_ in groups.items()
        if list_ or key == "posts"
    }
    if calendar.records:
        items["records"] = [_record_item(record, zone, made_ids) for record in calendar.records]
    comments = {key: [dict(group.comments) for group in list_] for key, list_ in groups.items()}
    return dump(_head(calendar) | items | _tail(calendar), comments)


def _head(calendar: Calendar) -> Item:
    settings = {
        "name": calendar.name,
        "timezone": calendar.timezone,
        "week_starts": WEEKDAYS[calendar.week_starts],
        "channels": {channel.name: _settings(channel) for channel in calendar.channels},
        "people": {person.name: _settings(person) for person in calendar.people},
        "domains": list(calendar.domains),
        "partners": list(calendar.partners),
        "quiet": calendar.quiet,
    }
    return _given(settings)


def _tail(calendar: Calendar) -> Item:
    settings = {
        "guidelines": _with_dates(calendar.guidelines),
        "crisis": _with_dates(calendar.crisis),
        "blackouts": [_blackout(*blackout) for blackout in calendar.blackouts],
    }
    return _given(settings) | dict(calendar.extra)


def _as_read(groups: Iterable[Group]) -> Iterator[Entry]:
    """The entries that reading the written groups would give."""
    for group in groups:
        for entry in group.entries:
            if isinstance(entry, Post):
                yield entry._replace(entry=group.id)
            else:
                every, since = (entry.every, entry.since) if group.repeats else (None, None)
                yield entry._replace(entry=group.id, every=every, since=since)


def _given(item: Item) -> Item:
    """The keys that have a value."""
    return {key: value for key, value in item.items() if value not in (None, "", (), [], {})}


def _settings(record: Any) -> Item:
    """A channel or person without its name; unknown keys come last."""
    usual = type(record)._field_defaults
    fields = {
        key: value
        for key, value in record._asdict().items()
        if key not in ("name", "extra") and value != usual[key]
    }
    return _given(fields) | dict(record.extra)


def _blackout(first: date, until: date, why: str | None) -> Item:
    """In the file the last day counts too."""
    return _given({"from": first, "to": until - timedelta(days=1), "why": why})


def _with_dates(settings: Mapping[str, Any]) -> Item:
    """The settings with their dates as dates, so that they need no quotes."""
    return {key: _date_or_same(value) for key, value in settings.items()}


def _date_or_same(value: Any) -> Any:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return day if day.isoformat() == value else value


def _post_groups(posts: Iterable[Post], zone: tzinfo, moves: Mapping[str, Move]) -> list[Group]:
    """One group per entry where its posts differ in nothing but the channel."""
    alike: dict[str | int, list[Post]] = {}
    for post in posts:
        comments = _comments(post, zone, moves)
        key: str | int = repr((post._replace(id="", channel=None, route=(), silenced=()), comments))
        taken = [None, *(other.channel for other in alike.get(key, []))]
        if not post.entry or post.channel in taken:
            key = len(alike)
        alike.setdefault(key, []).append(post)
    return [
        Group(
            group[0].id if len(group) == 1 else group[0].entry,
            tuple(group),
            _comments(group[0], zone, moves),
        )
        for group in alike.values()
    ]


def _slot_groups(slots: Iterable[Slot], zone: tzinfo, moves: Mapping[str, Move]) -> list[Group]:
    """One group per slot; a repeating one is one group while its occurrences are alike."""
    series: dict[tuple[str, int], list[Slot]] = {}
    for number, slot in enumerate(slots):
        named = slot.entry or slot.id
        series.setdefault((named, -1 if slot.every else number), []).append(slot)
    groups = []
    for occurrences in series.values():
        if _is_regular(occurrences, zone, moves):
            groups.append(Group(occurrences[0].entry, tuple(occurrences), repeats=True))
        else:
            groups += [
                Group(slot.id, (slot,), _comments(slot, zone, moves)) for slot in occurrences
            ]
    return groups


def item_of(group: Group, zone: tzinfo, made_ids: frozenset[str]) -> Item:
    """The fields of an item of the file; an id that reading would make again is left out."""
    entry = group.entries[0]
    name = {} if group.id in made_ids else {"id": group.id}
    if isinstance(entry, Post):
        channels = [post.channel for post in group.entries if isinstance(post, Post)]
        item = _post_item(entry, [channel for channel in channels if channel], zone)
    else:
        item = _slot_item(entry, zone, group.repeats)
    item |= _suppression(entry) | dict(entry.extra)
    return name | item or {"id": group.id}


def _post_item(post: Post, channels: list[str], zone: tzinfo) -> Item:
    item: Item = {"at": _at(post.at, zone)} | _channels(channels)
    for key in POST_KEYS:
        value = getattr(post, key)
        if value != Post._field_defaults[key]:
            item[_OTHER_NAMES.get(key, key)] = _value(key, value)
    return _given(item)


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


def _suppression(entry: Entry | Record) -> Item:
    if not entry.ignore:
        return {}
    return {"lint": _given({"ignore": list(entry.ignore), "reason": entry.ignore_reason})}


def _is_regular(occurrences: list[Slot], zone: tzinfo, moves: Mapping[str, Move]) -> bool:
    """Whether `every` and a time of day say all about the occurrences of a slot.

    Only where one item of a YAML file said so before: a repetition of an iCalendar file also
    has a first day and exceptions.
    """
    first = occurrences[0]
    if (
        not first.every
        or first.route[:1] != ("slots",)
        or any(slot.id in moves for slot in occurrences)
    ):
        return False
    times = {_time_of_day(slot.at, zone) for slot in occurrences}
    alike = {repr(slot._replace(id="", at=date.min)) for slot in occurrences}
    return len(alike) == len(times) == 1 and None not in times


def _time_of_day(at: datetime | date, zone: tzinfo) -> str | None:
    """`16:00` for a time that can be written without a day and an offset."""
    written = _at(at, zone)
    return written[11:] if isinstance(written, str) and written[10:11] == " " else None


def _slot_item(slot: Slot, zone: tzinfo, repeats: bool) -> Item:
    item: Item = {"at": _at(slot.at, zone)}
    if repeats:
        clock = _time_of_day(slot.at, zone)
        item = {"every": slot.every, "at": f"{slot.since} {clock}" if slot.since else clock}
    item |= {"for": f"{slot.minutes}m"} | _channels(list(slot.channels))
    for key in SLOT_KEYS:
        value = getattr(slot, key)
        if value != Slot._field_defaults[key]:
            item[_OTHER_NAMES.get(key, key)] = _value(key, value)
    return item


def _record_item(record: Record, zone: tzinfo, made_ids: frozenset[str]) -> Item:
    name = {} if record.id in made_ids else {"id": record.id}
    item = {key: getattr(record, key) for key in RECORD_KEYS} | {"at": _at(record.at, zone)}
    return name | _given(item) | _suppression(record) | dict(record.extra)


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


def _comments(entry: Entry, zone: tzinfo, moves: Mapping[str, Move]) -> tuple[tuple[str, str], ...]:
    """What changed, beside the key that changed."""
    move = moves.get(entry.id)
    if move is None:
        return ()
    told = MARKS[move.what]
    if move.what in ("shift", "defer"):
        told += f" from {moment_name(move.before, zone)}" if move.before else " from no date"
    key = "status" if move.what == "hold" else "at"
    return ((key, one_line(f"{told}: {', '.join(move.rules)}")),)
