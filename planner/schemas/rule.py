"""Schema of rule files; which options there are depends on the check."""

# ruff: noqa: SLF001  # schemas are made from the tables that the readers keep to themselves

from inspect import getdoc
from types import ModuleType

from planner import rule_file
from planner.model import LEVELS
from planner.rulebook import Rulebook
from planner.schemas._options import checks, definitions, needed_options, options_of
from planner.schemas._words import DRAFT_07, Schema, closed
from planner.wording import listed

_TEXT: Schema = {"type": "string", "minLength": 1}
_DESCRIPTIONS = {
    "summary": "What must hold, in a sentence.",
    "check": "The type of the rule; its options depend on it.",
    "level": "How bad a finding is; error if not said.",
    "options": "The numbers and choices of the check.",
    "needs": "Only calendars are judged of which at least half of the posts fit.",
    "message": "What a finding says; words of the check stand in braces.",
    "why": "The reason for the rule.",
    "source": "Where the rule comes from.",
    "practices": "Rows of the catalogue of practices.",
    "good": "Calendars without a finding.",
    "bad": "Calendars with findings, and the lines where they belong.",
}


_OF_BAD_ONES: dict[str, Schema] = {
    "lines": {
        "description": "The lines of the calendar with a finding.",
        "type": "array",
        "minItems": 1,
        "items": {"type": "integer", "minimum": 1},
    },
    "becomes": {
        "description": "What a plan by this rule alone makes of the calendar.",
        "type": ["string", "null"],
    },
}


def schema(_book: Rulebook) -> Schema:
    """A rule file: the same keys for all checks, and the options of its own."""
    found = checks()
    shapes: dict[str, Schema] = {
        "summary": _TEXT,
        "check": {"enum": list(found)},
        "level": {"enum": list(LEVELS)},
        "options": {"type": "object"},
        "needs": {"allOf": [{"$ref": "#/definitions/which"}]},
        "message": _TEXT,
        "why": _TEXT,
        "source": _TEXT,
        "practices": {"type": "array", "items": {"type": "integer"}},
        "good": _examples({}, ()),
        "bad": _examples(_OF_BAD_ONES, ("lines",)),
    }
    told = {key: {"description": _DESCRIPTIONS[key], **shapes[key]} for key in rule_file._KEYS}
    return {
        "$schema": DRAFT_07,
        "description": "Rule of planner.",
        **closed(told, rule_file._NEEDED),
        "allOf": [_of_check(name, module) for name, module in found.items()],
        "definitions": definitions(),
    }


def _examples(more: dict[str, Schema], needed: tuple[str, ...]) -> Schema:
    name: Schema = {"description": "What the example shows.", "type": "string"}
    calendar: Schema = {"description": "A small calendar, as text.", "type": "string"}
    item = closed({"name": name, "calendar": calendar, **more}, ("name", "calendar", *needed))
    return {"type": "array", "minItems": 1, "items": item}


def _of_check(name: str, module: ModuleType) -> Schema:
    """What holds for the rules of one check."""
    needed = needed_options(module)
    words = listed(f"{{{word}}}" for word in module.WORDS)
    then: Schema = {
        "properties": {
            "check": {"description": getdoc(module) or ""},
            "options": closed(options_of(module), needed),
            "message": {"description": f"What a finding says. It may use {words}."},
        }
    }
    if needed:
        then["required"] = ["options"]
    return {"if": {"properties": {"check": {"const": name}}, "required": ["check"]}, "then": then}
