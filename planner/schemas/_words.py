"""Words and patterns for schemas: what is listed is offered, what is also understood passes."""

import re
from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]

DRAFT_07 = "http://json-schema.org/draft-07/schema#"
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"


def words(known: Iterable[str], aliases: Iterable[str] = (), *, empty: bool = True) -> Schema:
    """One of the known words, or an alias of one, in any case.

    Only the known words are an enum: editors offer those, and take the others.
    """
    listed = list(known)
    also = [any_case(word) for word in (*listed, *aliases)]
    choices: list[Schema] = [
        {"enum": listed},
        {"type": "string", "pattern": rf"^\s*(?:{'|'.join(also)})\s*$"},
    ]
    return {"anyOf": [*choices, {"type": "null"}] if empty else choices}


def any_case(word: str) -> str:
    """A pattern of a word as people spell it: `[pP][rR][oO][mM][oO]`, `how[-_][tT]o`."""
    return "".join(_letter(letter) for letter in word)


def _letter(letter: str) -> str:
    if letter in "-_":
        return "[-_]"
    if letter == " ":
        return "[ _-]"
    if letter.lower() != letter.upper():
        return f"[{letter.lower()}{letter.upper()}]"
    return re.escape(letter)


def portable(pattern: str) -> str:
    """One of planner's patterns for a whole value, as JSON Schemas (ECMA 262) write it."""
    return rf"^\s*(?:{pattern.replace(chr(92) + 'Z', '')})\s*$"


def one_or_many(item: Schema) -> Schema:
    """A value or a list of such."""
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def closed(properties: dict[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A group of fields without any others."""
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    needed = list(required)
    return {**found, "required": needed} if needed else found
