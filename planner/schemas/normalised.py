"""Schema of `planner convert -f json`, the normalised calendar."""

from typing import Any

from planner.model import (
    POST_KINDS,
    RECORD_KINDS,
    SLOT_KINDS,
    STATUSES,
    UNKNOWN,
    Channel,
    Media,
    Person,
    Post,
    Record,
    Slot,
)
from planner.renderers.json import POST_FIELDS, RECORD_FIELDS, SLOT_FIELDS, VERSION
from planner.rulebook import Rulebook
from planner.schemas._records import an_object, or_null, record
from planner.schemas._words import DRAFT_2020, Schema

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
_LINE: Schema = {"type": ["integer", "null"], "minimum": 1}
_EXTRA: Schema = {"description": "Keys that planner does not know.", "type": "object"}
_INTERNAL = ("route", "silenced")
"""Fields of entries that are about their file."""
_AT: Schema = {"description": "A time with its offset, or a bare date when no time is known."}


def schema(_book: Rulebook) -> Schema:
    """The calendar as planner understood it."""
    return {
        "$schema": DRAFT_2020,
        "title": "Normalised calendar of planner",
        "$ref": "#/$defs/calendar",
        "$defs": definitions(),
    }


def definitions() -> Schema:
    """`calendar` and what it holds."""
    window = an_object({"from": or_null(_DAY), "to": or_null(_DAY)})
    media = {"type": "array", "items": {"$ref": "#/$defs/media"}}
    return {
        "calendar": _calendar(),
        "post": _entry(Post, POST_FIELDS, POST_KINDS, {"window": window, "media": media}),
        "slot": _entry(Slot, SLOT_FIELDS, SLOT_KINDS, {}),
        "record": _entry(Record, RECORD_FIELDS, RECORD_KINDS, {}),
        "media": record(Media, (), {"extra": _EXTRA}),
        "channel": _without_name(record(Channel, (), {"extra": _EXTRA})),
        "person": _without_name(record(Person, (), {"extra": _EXTRA})),
    }


def _calendar() -> Schema:
    """The settings are there only when they say something."""
    always: dict[str, Schema] = {
        "version": {"const": VERSION},
        "name": or_null(_TEXT),
        "timezone": _TEXT,
        **{f"{sort}s": _list(f"#/$defs/{sort}") for sort in ("post", "slot", "record")},
        "notes": {
            "description": "What could not be read or had to be assumed.",
            "type": "array",
            "items": an_object({"line": _LINE, "message": _TEXT}),
        },
    }
    settings: dict[str, Schema] = {
        "channels": {"type": "object", "additionalProperties": {"$ref": "#/$defs/channel"}},
        "people": {"type": "object", "additionalProperties": {"$ref": "#/$defs/person"}},
        "domains": {"type": "array", "items": _TEXT},
        "partners": {"type": "array", "items": _TEXT},
        "quiet": _TEXT,
    }
    return an_object({**always, **settings}, always)


def _list(target: str) -> Schema:
    return {"type": "array", "items": {"$ref": target}}


def _entry(
    kind: Any, required: tuple[str, ...], kinds: tuple[str, ...], shapes: dict[str, Schema]
) -> Schema:
    """An entry: the required fields always, the others when they are set."""
    known = {
        "kind": {"enum": [*kinds, UNKNOWN]},
        "status": {"enum": list(STATUSES)},
        "extra": _EXTRA,
        "line": _LINE,
        **shapes,
    }
    if "status" not in kind._fields:
        del known["status"]
    found = record(kind, (*required, "line"), known)
    for inner in _INTERNAL:
        found["properties"].pop(inner, None)
    found["properties"]["at"] |= _AT
    return found


def _without_name(shape: Schema) -> Schema:
    """The name is the key under which it stands."""
    del shape["properties"]["name"]
    return shape
