"""The options of checks, as rule files, profiles and configurations set them."""

# ruff: noqa: SLF001  # schemas are made from the tables that the readers keep to themselves

from inspect import getclosurevars
from types import ModuleType
from typing import Any

from planner import insertion, options, plugins
from planner.checks import Option
from planner.insertion import read_insertion, read_post
from planner.model import KIND_GROUPS, POST_KINDS, RECORD_KINDS, SLOT_KINDS, Post, Slot
from planner.phrases import read_phrases
from planner.rulebook import Rulebook
from planner.schemas._words import Schema, closed, one_or_many
from planner.which import _RENAMED, ENTRIES, FIELDS, KINDS, read_which

_WORDS = one_or_many({"type": "string"})
_SHAPES: dict[Any, Schema] = {
    options.count: {"type": "integer", "minimum": 0},
    options.positive: {"type": "integer", "minimum": 1},
    options.flag: {"type": "boolean"},
    options.minutes: {"type": "string", "examples": ["90m", "3h", "1h30m"]},
    options.length: {"type": "string", "examples": ["90m", "3h", "2d", "4w"]},
    options.days: {"type": ["string", "integer"], "examples": ["1d", "4w", 0]},
    options.words: _WORDS,
    read_phrases: _WORDS,
    read_which: {"$ref": "#/definitions/which"},
    read_insertion: {"$ref": "#/definitions/insertion"},
    read_post: {"$ref": "#/definitions/insertion"},
}
"""What the readers of options take. One that only its check has takes anything: see there."""


def definitions() -> Schema:
    """What options refer to: choices of entries, and entries to add."""
    return {"which": _which(), "insertion": _insertion()}


def _which() -> Schema:
    known = dict.fromkeys((*KINDS, *KIND_GROUPS, *RECORD_KINDS))
    kinds = one_or_many({"enum": list(known)})
    word: Schema = {"type": ["string", "integer"]}
    said = {"anyOf": [{"type": "boolean"}, *one_or_many(word)["anyOf"]]}
    itself = {"$ref": "#/definitions/which"}
    parts = {
        "kind": kinds,
        "entry": one_or_many({"enum": list(ENTRIES)}),
        "any": one_or_many(itself),
        "not": itself,
        **dict.fromkeys((*FIELDS, *_RENAMED), said),
    }
    return {
        "description": "Which entries: a kind, several, a group of kinds, or fields and words.",
        "anyOf": [*kinds["anyOf"], closed(parts)],
    }


def _insertion() -> Schema:
    kinds = list(dict.fromkeys((*SLOT_KINDS, *POST_KINDS)))
    return {
        "description": "What a plan may add: a kind, {slot: thanks} or {post: share}.",
        "anyOf": [
            {"enum": kinds},
            _pattern("slot", SLOT_KINDS, Slot._fields),
            _pattern("post", POST_KINDS, Post._fields),
        ],
    }


def _pattern(sort: str, kinds: tuple[str, ...], fields: tuple[str, ...]) -> Schema:
    known: dict[str, Schema] = {name: {} for name in insertion._FIELDS if name in fields}
    return closed({sort: {"enum": list(kinds)}, **known}, [sort])


def options_of(module: ModuleType) -> dict[str, Schema]:
    """The options of a check by name, with what each means and is without a word."""
    usual = module.Options._field_defaults
    return {name: _option(option, usual.get(name)) for name, option in module.OPTIONS.items()}


def _option(option: Option, usual: Any) -> Schema:
    shape = _SHAPES.get(option.read)
    if shape is None:
        # A reader made by `choice` has its words beside it.
        known = getclosurevars(option.read).nonlocals.get("words")
        shape = {"enum": list(known)} if known else {}
    found: Schema = {"description": option.meaning, "allOf": [shape]}
    # Lengths of time are numbers inside: only words and flags are written as they are kept.
    if isinstance(usual, bool | str) and usual != "":
        found["default"] = usual
    return found


def needed_options(module: ModuleType) -> list[str]:
    """The options that a rule has to set."""
    return [name for name in module.Options._fields if name not in module.Options._field_defaults]


def checks() -> dict[str, ModuleType]:
    """All checks by name."""
    found = {name: plugins.find("planner.checks", name) for name in plugins.names("planner.checks")}
    return {name: module for name, module in found.items() if module is not None}


def settings(book: Rulebook, levels: list[Any]) -> tuple[Schema, Schema]:
    """How rules are set, by their names, and the definitions that this refers to."""
    rules = {
        rule.name: {
            "description": rule.summary,
            "allOf": [{"$ref": f"#/definitions/check-{rule.check}"}],
        }
        for rule in book.rules()
    }
    # With the options inside `anyOf`, editors would only say of a wrong one that it is no level.
    by_check = {
        f"check-{name}": {
            "anyOf": [{"enum": levels}, {"type": "object"}],
            "if": {"type": "object"},
            "then": closed({"level": {"enum": levels}, **options_of(module)}),
        }
        for name, module in checks().items()
    }
    return closed(rules), {**definitions(), **by_check}
