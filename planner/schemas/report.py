"""Schema of `planner lint -f json`."""

from planner.model import LEVELS
from planner.rulebook import Rulebook
from planner.schemas._records import an_object, finding_definitions
from planner.schemas._words import DRAFT_2020, Schema


def schema(_book: Rulebook) -> Schema:
    """The findings, and how many there are of each level."""
    number: Schema = {"type": "integer", "minimum": 0}
    counts: dict[str, Schema] = dict.fromkeys((*LEVELS, "files", "posts"), number)
    return {
        "$schema": DRAFT_2020,
        "title": "Report of planner lint",
        **an_object({
            "version": {"const": 1},
            "profile": {
                "description": "The set of rules that judged; null where files have several.",
                "type": ["string", "null"],
            },
            "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
            "summary": an_object(counts),
        }),
        "$defs": finding_definitions(),
    }  # fmt: skip
