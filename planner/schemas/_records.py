"""What planner prints as JSON: the values of the model and findings, as schemas."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from planner.model import LEVELS
from planner.schemas._words import Schema

_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Any: {},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def record(kind: Any, required: Iterable[str], shapes: dict[str, Schema]) -> Schema:
    """A value of the model as an object; `shapes` are fields that JSON has otherwise.

    Further fields may come with further versions of planner, so none are forbidden.
    """
    hints = get_type_hints(kind)
    fields = {name: shapes.get(name) or of_hint(hints[name]) for name in kind._fields}
    others = {name: shape for name, shape in shapes.items() if name not in fields}
    return an_object({**fields, **others}, required)


def an_object(properties: dict[str, Schema], required: Iterable[str] | None = None) -> Schema:
    """An object that has certain fields; all of them if not said."""
    needed = list(properties if required is None else required)
    return {"type": "object", "properties": properties, "required": needed}


def of_hint(hint: Any) -> Schema:
    """What a type of the model becomes in JSON."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, UnionType):
        return {"anyOf": [of_hint(one) for one in inner]}
    if origin is tuple:
        return {"type": "array", "items": of_hint(inner[0])}
    assert origin is Mapping, hint
    return {"type": "object"}


def or_null(shape: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def finding_definitions() -> Schema:
    """`finding` and `place`, as `planner.records` makes them."""
    number, text = or_null({"type": "integer", "minimum": 0}), {"type": "string"}
    day: Schema = {"type": "string", "format": "date"}
    window = an_object({"from": day, "to": day, "channel": or_null(text)})
    related = an_object({
        "file": text, "line": number, "column": number, "entry": or_null(text),
    })  # fmt: skip
    offset = {"type": "integer", "minimum": 0}
    edit = an_object({"offset": offset, "end_offset": offset, "text": text})
    fix = an_object({
        "title": {"description": "The deed.", **text},
        "safe": {"description": "Whether it means what was meant.", "type": "boolean"},
        "edits": {"description": "Texts in place of bytes.", "type": "array", "items": edit},
    })  # fmt: skip
    places = ("line", "column", "end_line", "end_column", "offset", "end_offset")
    finding = an_object({
        "rule": text,
        "level": {"enum": list(LEVELS)},
        "message": text,
        "file": text,
        **dict.fromkeys(places, number),
        "entry": {"description": "The id of the entry, if it is about one.", **or_null(text)},
        "window": {"description": "The days looked at, half-open.", **or_null(window)},
        "observed": or_null({"type": "number"}),
        "allowed": or_null({"type": "number"}),
        "related": {"type": "array", "items": related},
        "fix": {"description": "What would mend it.", **or_null(fix)},
    })  # fmt: skip
    return {"finding": finding}
