"""What a week is laid out from: its problem, the model, and the pieces on the board."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from planner.checks import Offer
from planner.model import Entry, Post, Window
from planner.weeks import minute_of

DAY_COST = 48
"""Displacement of one day; a quarter of an hour in the time of day is 1."""
MOST_WISH = 8 * 13
"""The largest preference against a day for an inserted entry, in quarter hours."""


class Piece(NamedTuple):
    """An entry on the board: literals, days and start as in `planner.checks.Piece`.

    `entry` is the pattern of an offered insertion. The costs are linear expressions; `leave` and
    `hold` are literals or 0.
    """

    entry: Entry
    offer: Offer | None
    present: Any
    days: Mapping[int, Any]
    start: Any
    order: int
    minute: Any = 0
    moved: Any = 0
    hold: Any = 0
    leave: Any = 0
    displacement: Any = 0
    preference: Any = 0
    series: str | None = None
    is_guest: bool = False

    @property
    def is_post(self) -> bool:
        """Whether this is a post."""
        return isinstance(self.entry, Post)


class FixedPiece(Piece):
    """A piece beside the week whose start becomes a part of the `model` when a rule asks for it.

    So what no rule looks at leaves no trace in the model of the week.
    """

    model: Any

    @cached_property
    def start(self) -> Any:
        """Its start, as a constant of the model."""
        assert isinstance(self.entry.at, datetime)
        return self.model.new_constant(minute_of(self.entry.at))


def new_model() -> Any:
    """An empty CP-SAT model."""
    from ortools.sat.python.cp_model import CpModel

    return CpModel()


class WeekProblem(NamedTuple):
    """What a plan may do in one week.

    `entries` take place in it; `carried` are posts deferred into it; those in `loose` may move.
    Of `offers` those in `early` are taken for the sake of later weeks.
    `context` are the entries over its edges that a rule may see. `origins` are the posts as they
    were at first. `posts` and `slots` limit the insertions, per channel and for the week.
    `waived` are the rules, with a channel or for all (None), whose findings in this week are
    ignored. `begins` is the first day of the calendar's first week. With `spread` the days of the
    week are to hold about as much each.
    """

    window: Window
    entries: tuple[Entry, ...]
    carried: tuple[Post, ...]
    loose: frozenset[str]
    context: tuple[Entry, ...]
    offers: tuple[Offer, ...]
    early: tuple[Offer, ...]
    origins: Mapping[str, Post]
    posts: int
    slots: int
    waived: frozenset[tuple[str, str | None]] = frozenset()
    begins: date = date.min
    spread: bool = False


class SharedModel(NamedTuple):
    """A CP-SAT model of several weeks, in which days are decided but no times of day.

    Posts in `leaving` may go from their week to another. `boards` are those laid out so far, in
    order of time. With `counts_moves` a post on its own day need not be where it was.
    """

    model: Any
    leaving: frozenset[str]
    boards: list[Any]
    counts_moves: bool = False
