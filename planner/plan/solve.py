"""Solve one week: the cheapest way to make its rules hold, with a proven lower bound."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from planner.checks import Offer
from planner.errors import PlannerError
from planner.model import Cost, Post
from planner.plan.board import WeekBoard
from planner.plan.differences import LastPlan
from planner.plan.domain import Domain
from planner.plan.objective import Outcome, minimize
from planner.plan.pieces import WeekProblem
from planner.rules import Rule


class Placement(NamedTuple):
    """What happens to a movable post: a new day and minute (None: no time), or "hold"."""

    post: Post
    what: Literal["move", "hold"]
    day: date | None = None
    minute: int | None = None


class Insertion(NamedTuple):
    """An offered entry that the week takes."""

    offer: Offer
    day: date
    minute: int


class Solution(NamedTuple):
    """A solved week: what changes, a lower bound of its cost, and what had to be given up."""

    placements: tuple[Placement, ...]
    insertions: tuple[Insertion, ...]
    bound: Cost
    is_proven: bool
    given_up: tuple[tuple[str, str | None], ...]


def solve(
    problem: WeekProblem, domain: Domain, rules: Iterable[Rule], *, give_up: bool = False
) -> Solution | None:
    """The best changes of a week, or None when its rules cannot all hold.

    With `give_up`, requirements that cannot hold are given up, as few as possible.
    """
    return settle(laid_out(problem, domain, rules, give_up=give_up))


def settle(board: WeekBoard, last: LastPlan | None = None) -> Solution | None:
    """The best changes of a week that is laid out; among equal ones those of the last plan."""
    outcome = minimize([board], last)
    if outcome.is_solved:
        return _solution(board, outcome)
    if outcome.status == "INFEASIBLE" or not board.gives_up:
        return None
    raise PlannerError("The solver found no plan within its limit; plan fewer weeks at a time.")


def laid_out(
    problem: WeekProblem, domain: Domain, rules: Iterable[Rule], *, give_up: bool = False
) -> WeekBoard:
    """The board of a week with all that the rules ask of it."""
    board = WeekBoard(problem, domain, give_up=give_up)
    for rule in rules:
        board.rule = rule.name
        rule.module.plan(rule.options, board)
    return board


def _solution(board: WeekBoard, outcome: Outcome) -> Solution:
    return Solution(
        tuple(_placements(board, outcome.solver)),
        tuple(_insertions(board, outcome.solver)),
        outcome.bound,
        outcome.status == "OPTIMAL",
        tuple(dict.fromkeys(board.given_up(outcome.solver))),
    )


def _placements(board: WeekBoard, solver: Any) -> Iterable[Placement]:
    for piece in board.pieces:
        post = piece.entry
        if piece.offer or not isinstance(post, Post) or isinstance(piece.moved, int):
            continue
        if solver.value(piece.hold):
            yield Placement(post, "hold")
        elif solver.value(piece.moved):
            day = next(day for day, literal in piece.days.items() if solver.value(literal))
            minute = None if piece.minute is None else solver.value(piece.minute)
            yield Placement(post, "move", date.fromordinal(day), minute)


def _insertions(board: WeekBoard, solver: Any) -> Iterable[Insertion]:
    for piece in board.pieces:
        if piece.offer and solver.value(piece.present):
            (day,) = piece.days
            yield Insertion(piece.offer, date.fromordinal(day), solver.value(piece.minute))
