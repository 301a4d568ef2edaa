"""Schema of `planner plan -f json`."""

from planner.model import MOVE_KINDS, PLAN_STATUSES, Cost
from planner.rulebook import Rulebook
from planner.schemas import normalised
from planner.schemas._records import an_object, finding_definitions, or_null, record
from planner.schemas._words import DRAFT_2020, Schema

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def schema(_book: Rulebook) -> Schema:
    """The plan: what it costs, its moves, what it cannot do, and the balanced calendar."""
    return {
        "$schema": DRAFT_2020,
        "title": "Plan of planner",
        **an_object({
            "version": {"const": 1},
            "status": {"enum": list(PLAN_STATUSES)},
            "cost": {"$ref": "#/$defs/cost"},
            "bound": {"$ref": "#/$defs/cost"},
            "moves": {"type": "array", "items": {"$ref": "#/$defs/move"}},
            "conflicts": {"type": "array", "items": {"$ref": "#/$defs/conflict"}},
            "by_hand": {
                "description": "Findings that no move can cure.",
                "type": "array",
                "items": {"$ref": "#/$defs/finding"},
            },
            "calendar": {"$ref": "#/$defs/calendar"},
        }),
        "$defs": {**normalised.definitions(), **finding_definitions(), **_definitions()},
    }  # fmt: skip


def _definitions() -> Schema:
    """`cost`, `move` and `conflict`; `before` and `after` of a move are `from` and `to` in JSON."""
    moment = or_null(_TEXT)
    move: dict[str, Schema] = {
        "entry": _TEXT, "what": {"enum": list(MOVE_KINDS)}, "from": moment, "to": moment,
        "rules": _TEXTS, "why": _TEXT,
    }  # fmt: skip
    conflict: dict[str, Schema] = {
        "week": {"type": "string", "examples": ["2026-W48"]}, "channel": or_null(_TEXT),
        "rules": _TEXTS, "entries": _TEXTS, "why": _TEXT, "ways_out": _TEXTS,
    }  # fmt: skip
    return {
        "cost": record(Cost, Cost._fields, {}),
        "move": an_object(move),
        "conflict": an_object(conflict),
    }
