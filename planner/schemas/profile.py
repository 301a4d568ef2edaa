"""Schema of profiles: sets of rules."""

# ruff: noqa: SLF001  # schemas are made from the tables that the readers keep to themselves

from planner import profile_file
from planner.model import LEVELS
from planner.rulebook import Rulebook
from planner.schemas._options import settings
from planner.schemas._words import DRAFT_07, Schema, closed

_NEEDED = ("summary", "origin", "rules")
_DESCRIPTIONS = {
    "summary": "What the profile asks for, in a sentence.",
    "origin": "Where the idea comes from.",
    "extends": "The profile whose rules this one takes over.",
    "strictness": "Of two profiles the one with the larger number asks more.",
    "rules": "Rules by name: on, off, a level, or a group of level and options.",
}


def schema(book: Rulebook) -> Schema:
    """A profile; the rules and the profiles to extend are those of the book."""
    rules, definitions = settings(book, ["on", "off", *LEVELS, True, False])
    shapes: dict[str, Schema] = {
        "summary": {"type": "string"},
        "origin": {"type": "string"},
        "extends": {"enum": book.profile_names},
        "strictness": {"type": "integer"},
        "rules": rules,
    }
    keys = profile_file._KEYS
    return {
        "$schema": DRAFT_07,
        "description": "Profile of planner.",
        **closed(
            {key: {"description": _DESCRIPTIONS[key], **shapes[key]} for key in keys}, _NEEDED
        ),
        "definitions": definitions,
    }
