"""Schema of calendars in YAML, made from the tables that their reader has."""

# ruff: noqa: SLF001  # schemas are made from the tables that the readers keep to themselves

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from planner import options, vocabulary
from planner.model import POST_KINDS, RECORD_KINDS, SLOT_KINDS, STATUSES, UNKNOWN
from planner.notices import NOTICES
from planner.readers import yaml
from planner.rulebook import Rulebook
from planner.schemas import _calendar_words as told
from planner.schemas._words import DRAFT_07, Schema, any_case, closed, portable, words
from planner.vocabulary import CHANNELS
from planner.weeks import WEEKDAYS
from planner.yaml_calendar import fields, posts, records, repeats, settings, slots, times

_SCALAR = ["string", "number", "boolean", "null"]
_TEXT: Schema = {"type": _SCALAR}
_WORDS: Schema = {"type": [*_SCALAR, "array"], "items": {"type": _SCALAR}}
_EMPTY: Schema = {"type": "null"}
_FLAG: Schema = {"type": ["boolean", "null"]}
_ANY_CHANNEL: Schema = {"anyOf": [{"enum": list(CHANNELS)}, {"type": ["string", "null"]}]}
"""The known ones are offered, any other is the team's own."""
_DAY: Schema = {
    "type": ["string", "null"],
    "pattern": portable(times._DAY),
    "patternErrorMessage": "Write a day like 2026-11-23.",
}
_MOMENT: Schema = {
    "type": ["string", "null"],
    "pattern": portable(times._AT.pattern),
    "patternErrorMessage": "Write a time like 2026-11-23 09:00, or only the day.",
}
_WINDOW: Schema = {"type": ["object", "null"], **closed(dict.fromkeys(fields.WINDOW, _DAY))}
_HOURS: Schema = {"type": ["string", "null"], "examples": ["08:00-20:00", "mon-fri 08:00-18:00"]}
Reader = Callable[..., Any]


def schema(book: Rulebook) -> Schema:
    """A calendar: a group of sections, or only a list of posts."""
    post, slot, record = ({"$ref": f"#/definitions/{it}"} for it in ("post", "slot", "record"))
    sections = {
        "name": _TEXT,
        "timezone": {**_TEXT, "examples": ["Europe/Berlin", "America/New_York"]},
        "week_starts": words(WEEKDAYS, _spellings(range(7))),
        "channels": _named("channel", CHANNELS),
        "people": _named("person", ()),
        "domains": _WORDS,
        "partners": _WORDS,
        "posts": _list(post),
        "slots": _list(slot),
        "records": _list(record),
        "guidelines": _or_empty("object"),
        "crisis": _or_empty("object"),
        "blackouts": _list(_blackout()),
        "quiet": _HOURS,
    }
    properties = _described({key: sections[key] for key in yaml._KEYS}, told.CALENDAR)
    return {
        "$schema": DRAFT_07,
        "description": "A calendar of posts, for planner.",
        **closed(properties),
        "type": ["object", "array"],
        "items": post,
        "definitions": _definitions([*book.names, *NOTICES]),
    }


def _definitions(rules: list[str]) -> Schema:
    slot_readers = {key: reader for key, (_name, reader) in slots._FIELDS.items()}
    timed = {"anyOf": [{"required": ["at"]}, {"required": ["every"]}]}
    return {
        "post": _group(posts._FIELDS, told.POST),
        "slot": {**_group(slot_readers, told.SLOT), **timed},
        "record": {**_group(records._FIELDS, told.RECORD), "required": ["at", "kind"]},
        "channel": {**_group(settings._CHANNEL, told.CHANNEL), "type": ["object", "null"]},
        # Rules of packs may be unknown here, so that any name passes.
        "rule": {"anyOf": [{"enum": rules}, {"type": ["string", "null"]}]},
        "person": {**_group(settings._PERSON, told.PERSON), "type": ["object", "null"]},
    }


def _group(readers: Mapping[str, Reader], meanings: Mapping[str, str]) -> Schema:
    """A group of fields by the readers of its keys; one without a shape here takes anything."""
    shapes = _shapes()
    found = {key: shapes.get(reader, {}) for key, reader in readers.items()}
    return closed(_described(found, {**told.SHARED, **meanings}))


def _described(shapes: dict[str, Schema], meanings: Mapping[str, str]) -> dict[str, Schema]:
    return {key: {"description": meanings.get(key, ""), **shape} for key, shape in shapes.items()}


def _shapes() -> dict[Reader, Schema]:
    """What each reader of a field takes."""
    return {
        fields.text: _TEXT,
        fields.word: _TEXT,
        fields.identifier: {**_TEXT, "maxLength": fields.MAX_ID},
        fields.boolean: _FLAG,
        fields.whole: {"type": ["integer", "null"], "minimum": 1},
        fields.count: {"type": ["integer", "null"], "minimum": 0},
        fields.words: _WORDS,
        fields.channels: _channels(),
        fields.about: words(fields.ABOUT),
        fields.audience: words(fields.AUDIENCES),
        fields.day: _DAY,
        fields.window: _WINDOW,
        fields.suppression: _suppression(),
        fields.media: _media(),
        times.read_at: _MOMENT,
        posts.kind: words((*POST_KINDS, UNKNOWN), vocabulary._POST_KIND_ALIASES),
        posts.status: words(STATUSES, vocabulary._STATUS_ALIASES),
        slots._keep: _start(),
        slots._kind: words((*SLOT_KINDS, UNKNOWN), vocabulary._SLOT_KIND_ALIASES),
        slots._minutes: _length(),
        repeats.read_every: _every(),
        records._kind: words(RECORD_KINDS, vocabulary._RECORD_KIND_ALIASES),
        records._channel: _ANY_CHANNEL,
        settings.read_hours: _HOURS,
        settings._times: {**_WORDS, "examples": ["12:30", "tue-thu 09:00, fri 12:00"]},
        settings.data: _or_empty("object"),
    }


def _or_empty(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def _list(item: Schema) -> Schema:
    return {**_or_empty("array"), "items": item}


def _named(kind: str, known: Iterable[str]) -> Schema:
    """Groups of fields by name, or a list of names; known names are offered."""
    group = {"$ref": f"#/definitions/{kind}"}
    return {
        "type": ["object", "array", "null"],
        "properties": dict.fromkeys(known, group),
        "additionalProperties": group,
        "items": {"type": "string"},
    }


def _channels() -> Schema:
    return {"anyOf": [*_ANY_CHANNEL["anyOf"], {"type": "array", "items": _ANY_CHANNEL}]}


def _suppression() -> Schema:
    rule: Schema = {"$ref": "#/definitions/rule"}
    rules: Schema = {"anyOf": [rule, {"type": "array", "items": rule}]}
    known = {key: rules if key == "ignore" else _TEXT for key in fields.LINT}
    return {**closed(known), **_or_empty("object")}


def _media() -> Schema:
    group = closed(dict.fromkeys(fields.MEDIA, _TEXT))
    one: Schema = {"anyOf": [{"type": "string", "minLength": 1}, group]}
    return {"anyOf": [*one["anyOf"], {"type": "array", "items": one}, _EMPTY]}


def _start() -> Schema:
    """A time, or the time of day of a slot that repeats."""
    clock = {"type": "string", "pattern": portable(times._CLOCK)}
    return {"anyOf": [_MOMENT, clock]}


def _length() -> Schema:
    pattern = options._LENGTH.pattern.replace("h", "[hH]").replace("m(?:in)", "[mM](?:[iI][nN])")
    written: Schema = {"type": "string", "examples": ["20m", "30m", "1h30m"]}
    return {
        "anyOf": [
            {**written, "minLength": len("1h"), "pattern": portable(pattern)},
            {"type": "integer", "minimum": 1, "maximum": slots.MAX_MINUTES},
            _EMPTY,
        ]
    }


def _spellings(days: Iterable[int]) -> list[str]:
    """The weekdays as people write them: shortened, whole and in the plural."""
    names = [WEEKDAYS[day] for day in days]
    short = [name[:end] for name in names for end in range(repeats._SHORTEST, len(name))]
    return [*short, *(f"{name}s" for name in names)]


def _every() -> Schema:
    """Days of the week and groups of them, or a recurrence rule."""
    known = (*repeats._WORDS, *repeats._GROUPS, *_spellings(range(7)))
    day = f"(?:{'|'.join(any_case(word) for word in dict.fromkeys(known))})"
    listed = {"type": "string", "pattern": portable(rf"{day}(?:\s*,\s*{day})*")}
    rule = {"type": "string", "pattern": rf"{any_case('FREQ')}.*="}
    one: Schema = {"anyOf": [{"enum": list(repeats._WORDS)}, listed]}
    return {"anyOf": [*one["anyOf"], rule, {"type": "array", "items": one}, _EMPTY]}


def _blackout() -> Schema:
    """One day, or a group of fields."""
    shapes = {"from": _DAY, "to": _DAY, "why": _TEXT}
    group = closed({key: shapes[key] for key in settings._BLACKOUT}, ["from"])
    return {"anyOf": [_DAY, group]}
