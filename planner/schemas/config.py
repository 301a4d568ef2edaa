"""Schema of configurations: planner.toml, .planner.toml, [tool.planner] of pyproject.toml."""

# ruff: noqa: SLF001  # schemas are made from the tables that the readers keep to themselves

from planner import vocabulary
from planner.config import CAPS, KEYS, MAPPED, MOST_INSERTIONS, PLAN
from planner.model import LEVELS, POST_KINDS
from planner.notices import NOTICES, QUIET
from planner.rulebook import Rulebook
from planner.schemas._options import settings
from planner.schemas._words import DRAFT_07, Schema, closed, words
from planner.vocabulary import CHANNELS, COLUMN_FIELDS

_FREEZE: Schema = {"type": "string", "examples": ["24h", "2d"]}
_LIST: Schema = {"type": "array", "items": {"type": "string"}}
_FILES: Schema = {"anyOf": [{"type": "string"}, _LIST]}
_FILE: Schema = {"type": "string", "minLength": 1}
_DESCRIPTIONS = {
    "extends": "Configurations, relative to this file, that count where this one is silent.",
    "profile": "The set of rules that judges; `human` if not said.",
    "packs": "Folders, relative to this file, or installed packages with rules of your own.",
    "timezone": "The zone of calendars, like Europe/Berlin, whatever they say themselves.",
    "channel": "The channel of posts that name none.",
    "calendars": "Patterns of the calendars that `planner lint` judges when none are named.",
    "exclude": "Patterns of files that hooks leave out.",
    "per-file-ignores": "Patterns of files, each with the rules that do not judge them.",
    "rules": "Rules by name: a level, off, or a table of level and options.",
    "plan": "How much a plan may add, and what else it keeps to.",
    "mapping": "Your words for columns, channels and kinds in files of other tools.",
    "inserted_posts": "How many posts a plan may add per channel and week.",
    "inserted_slots": "How many slots a plan may add per week.",
    "freeze": "A plan changes nothing so soon from now.",
    "spread": "Whether what a plan moves and adds is spread over the days of a week.",
    "lock": "The file, relative to this one, that keeps plans: the next ones are like them.",
    "columns": 'What the columns of a table are, such as Pillar = "kind".',
    "channels": "Your names for channels, each with the channel it means.",
    "kinds": "Your names for kinds of posts, each with the kind it means.",
}  # fmt: skip


def schema(book: Rulebook) -> Schema:
    """A configuration as JSON; the rules and profiles are those of the book."""
    rules, definitions = settings(book, [*LEVELS, "off"])
    rules["properties"] |= {
        name: {"description": NOTICES[name][1], "enum": [*LEVELS, "off"]} for name in sorted(QUIET)
    }
    plan = {
        **dict.fromkeys(CAPS, _cap()),
        "freeze": _FREEZE,
        "spread": {"type": "boolean"},
        "lock": _FILE,
    }
    named = {"type": "array", "items": {"enum": sorted(rules["properties"])}}
    shapes = {
        "extends": _FILES,
        "profile": {"enum": book.profile_names},
        "packs": _LIST,
        "timezone": {"type": "string", "examples": ["Europe/Berlin", "America/New_York"]},
        "channel": {"anyOf": [{"enum": list(CHANNELS)}, {"type": "string"}]},
        "calendars": _LIST,
        "exclude": _LIST,
        "per-file-ignores": {"type": "object", "additionalProperties": named},
        "rules": rules,
        "plan": closed(_told({key: plan[key] for key in PLAN})),
        "mapping": closed(_told({key: _meanings(key) for key in MAPPED})),
    }
    return {
        "$schema": DRAFT_07,
        "description": "Configuration of planner.",
        **closed(_told({key: shapes[key] for key in KEYS})),
        "definitions": definitions,
    }


def _told(shapes: dict[str, Schema]) -> dict[str, Schema]:
    return {key: {"description": _DESCRIPTIONS[key], **shape} for key, shape in shapes.items()}


def _cap() -> Schema:
    return {"type": "integer", "minimum": 0, "maximum": MOST_INSERTIONS}


def _meanings(key: str) -> Schema:
    """What words of the team may mean; a channel can have any name."""
    known = {
        "columns": words(COLUMN_FIELDS, vocabulary._COLUMN_ALIASES, empty=False),
        "kinds": words(POST_KINDS, vocabulary._POST_KIND_ALIASES, empty=False),
    }
    usual: Schema = {"anyOf": [{"enum": list(CHANNELS)}, {"type": "string"}]}
    return {"type": "object", "additionalProperties": known.get(key, usual)}
