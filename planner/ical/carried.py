"""What planner's own calendars carry in X-PLANNER-FIELDS and -SETTINGS: fields as JSON."""

import json
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Any

from planner.model import (
    RECORD_KINDS,
    Blackout,
    Calendar,
    Channel,
    Entry,
    Media,
    Person,
    Post,
    Record,
    Slot,
)
from planner.weeks import parse_hours, parse_time

Fields = dict[str, Any]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _optional(value: Any) -> str | None:
    return None if value is None else _text(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _optional_flag(value: Any) -> bool | None:
    return None if value is None else _flag(value)


def _optional_number(value: Any) -> int | None:
    return None if value is None else _number(value)


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(value))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _hours(value: Any) -> str | None:
    if value is not None:
        parse_hours(_text(value))
    return _optional(value)


def _times_of_day(value: Any) -> tuple[str, ...]:
    for text in _texts(value):
        parse_time(text)
    return _texts(value)


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _pairs(value: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((_text(name), content) for name, content in (_list(item) for item in _list(value)))


def _day(value: Any) -> date | None:
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise TypeError(value)


def _window(value: Any) -> tuple[date | None, date | None]:
    first, until = _list(value)
    return _day(first), _day(until)


def _media(value: Any) -> tuple[Media, ...]:
    found: list[Media] = []
    for item in _list(value):
        *texts, extra = _list(item)
        file, url, alt, shows = (_optional(text) for text in texts)
        found.append(Media(file, url, alt, shows, _pairs(extra)))
    return tuple(found)


_OPTIONAL_TEXTS = (
    "link", "by", "topic", "about", "campaign", "goal", "series", "why", "source", "note", "title",
    "trigger", "rss", "audience", "origin", "promises", "delivers", "ignore_reason",
)  # fmt: skip

Reader = Callable[[Any], Any]

POST_FIELDS: Mapping[str, Reader] = {
    **dict.fromkeys(_OPTIONAL_TEXTS, _optional),
    "id": _text, "entry": _text, "text": _text, "mentions": _texts, "tags": _texts,
    "media": _media, "pin": _flag, "window": _window, "automated": _flag, "paid": _flag,
    "opinion": _optional_flag, "approvals": _optional_number, "event": _day, "due": _day,
    "ignore": _texts,
    "extra": _pairs, "zone": _text, "channels": _texts,
}  # fmt: skip
"""The fields of a post that no property of iCalendar has a place for."""

SLOT_FIELDS: Mapping[str, Reader] = {
    **dict.fromkeys(("by", "backup", "audience", "note", "every", "ignore_reason"), _optional),
    "id": _text, "entry": _text, "minutes": _number, "contacts": _texts, "surfaces": _texts,
    "tags": _texts, "automated": _flag, "ignore": _texts, "extra": _pairs, "zone": _text,
    "channels": _texts,
}  # fmt: skip
"""The same of a slot."""


def _moment(value: Any) -> datetime | date:
    if not isinstance(value, date) or (isinstance(value, datetime) and value.tzinfo is None):
        raise TypeError(value)
    if not MINYEAR < value.year < MAXYEAR:  # its day elsewhere may be none
        raise ValueError(value)
    return value


def _record_kind(value: Any) -> str:
    if value not in RECORD_KINDS:
        raise ValueError(value)
    return _text(value)


RECORD_FIELDS: Mapping[str, Reader] = {
    **dict.fromkeys(("channel", "who", "note", "ignore_reason"), _optional),
    "id": _text, "at": _moment, "kind": _record_kind, "ignore": _texts, "extra": _pairs,
}  # fmt: skip
"""The fields of a record, which travels with the settings: it is no event."""


def dumped(value: Any) -> str:
    """A value as JSON in ASCII; days and times keep their type."""
    return json.dumps(value, default=_tagged, separators=(",", ":"))


def _tagged(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def loaded(text: str) -> dict[str, Any]:
    """The object in a JSON text; raises `ValueError` or `TypeError` when there is none."""
    try:
        value = json.loads(text, object_hook=_untagged)
    except RecursionError as error:
        raise ValueError("too deep") from error
    return _mapping(value)


def _untagged(value: dict[str, Any]) -> Any:
    if len(value) == 1:
        [(name, content)] = value.items()
        if name == "$time":
            return datetime.fromisoformat(_text(content))
        if name == "$date":
            return date.fromisoformat(_text(content))
    return value


_BESIDE = ("zone", "channels")
"""What has a property of its own, and is only carried where that cannot hold it."""


def pack(entry: Entry) -> Fields:
    """The carried fields of an entry that differ from those of an empty one."""
    readers = POST_FIELDS if isinstance(entry, Post) else SLOT_FIELDS
    defaults: Any = Post if isinstance(entry, Post) else Slot
    fields: Fields = {}
    for name in readers:
        if name in _BESIDE:
            continue
        value = getattr(entry, name)
        if value != defaults._field_defaults.get(name):
            fields[name] = value
    return fields


def unpack(fields: Mapping[str, Any], readers: Mapping[str, Reader]) -> tuple[Fields, list[str]]:
    """The fields that can be read, and the names of those that cannot."""
    found: Fields = {}
    bad: list[str] = []
    for name, value in fields.items():
        reader = readers.get(name)
        if reader is None:
            continue
        try:
            found[name] = reader(value)
        except (TypeError, ValueError):
            bad.append(name)
    return found, bad


_LATER: tuple[Any, ...] = (None, False, None, [])
"""What a channel is that does not say since when, whether dormant, and its quiet and best times."""


def _channels(value: Any) -> tuple[Channel, ...]:
    found: list[Channel] = []
    for item in _list(value):
        # Files of older versions do not have the fields before the last one.
        name, handle, limit, hours, profile, *later, extra = _list(item)
        since, dormant, quiet, preferred = [*later, *_LATER[len(later) :]]
        shown = _text(name), _optional(handle), _optional_number(limit), _hours(hours)
        now = _day(since), _flag(dormant), _hours(quiet), _times_of_day(preferred)
        found.append(Channel(*shown, _mapping(profile), *now, _pairs(extra)))
    return tuple(found)


def _people(value: Any) -> tuple[Person, ...]:
    found: list[Person] = []
    for item in _list(value):
        name, role, on_call, *later, extra = _list(item)
        backup, handle = later or (None, None)
        duty = _optional(role), _hours(on_call), _optional(backup)
        found.append(Person(_text(name), *duty, _optional(handle), _pairs(extra)))
    return tuple(found)


def _records(value: Any) -> tuple[Record, ...]:
    found: list[Record] = []
    for item in _list(value):
        fields, bad = unpack(_mapping(item), RECORD_FIELDS)
        if bad:
            raise TypeError(item)
        found.append(Record(**fields))
    return tuple(found)


def _blackouts(value: Any) -> tuple[Blackout, ...]:
    found: list[Blackout] = []
    for item in _list(value):
        first, until, why = _list(item)
        first, until = _day(first), _day(until)
        if first is None or until is None:
            raise TypeError(item)
        found.append(Blackout(first, until, _optional(why)))
    return tuple(found)


def _weekday(value: Any) -> int:
    if _number(value) not in range(7):
        raise ValueError(value)
    return int(value)


SETTINGS: Mapping[str, Reader] = {
    "name": _optional, "timezone": _text, "week_starts": _weekday, "channels": _channels,
    "people": _people, "domains": _texts, "partners": _texts, "records": _records,
    "blackouts": _blackouts, "guidelines": _mapping, "crisis": _mapping, "quiet": _hours,
    "extra": _pairs,
}  # fmt: skip
"""The settings of a calendar that travel in X-PLANNER-SETTINGS."""


def pack_settings(calendar: Calendar) -> Fields:
    """The settings of a calendar, as JSON has them."""
    settings = {name: getattr(calendar, name) for name in SETTINGS}
    return settings | {"records": [_pack_record(record) for record in calendar.records]}


def _pack_record(record: Record) -> Fields:
    fields = {name: getattr(record, name) for name in RECORD_FIELDS}
    return {name: value for name, value in fields.items() if value not in (None, ())}
