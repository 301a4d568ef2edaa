"""Solve one week: the cheapest way to make its rules hold, with a proven lower bound."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from planner.checks import Offer
from planner.errors import PlannerError
from planner.model import Cost, Post
from planner.plan.board import DAY_COST, MOST_WISH, Piece, WeekBoard, WeekProblem
from planner.plan.domain import STEP, Domain
from planner.rules import Rule
from planner.weeks import MINUTES_A_DAY

EFFORT = 20.0
"""Most deterministic time (CP-SAT's own unit, about a second) that one week may take."""


MOST_DAYS = 7 * 6
"""No post is moved by more days than this."""


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


class Weights(NamedTuple):
    """The objective's levels as factors of one integer; each outweighs all below it."""

    displacement: int
    moved: int
    inserted: int
    held: int
    given_up: int


def solve(
    problem: WeekProblem, domain: Domain, rules: Iterable[Rule], *, give_up: bool = False
) -> Solution | None:
    """The best changes of a week, or None when its rules cannot all hold.

    With `give_up`, requirements that cannot hold are given up, as few as possible.
    """
    board = WeekBoard(problem, domain, give_up=give_up)
    for rule in rules:
        board.rule = rule.name
        rule.module.plan(rule.options, board)
    weights = weights_of(board.pieces)
    total = objective(board.pieces, weights)
    if give_up:
        total += weights.given_up * sum(1 - guard for guard in board.guards.values())
    board.model.minimize(total)
    solver, status = run(board.model)
    if status in ("OPTIMAL", "FEASIBLE"):
        return _solution(board, solver, weights, is_proven=status == "OPTIMAL")
    if status == "INFEASIBLE" or not give_up:
        return None
    raise PlannerError("The solver found no plan within its limit; plan fewer weeks at a time.")


def run(model: Any) -> tuple[Any, str]:
    """Solve a model, the same way each time: the solver and the name of its status."""
    from ortools.sat.python import cp_model

    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.optimize_with_core = True
    solver.parameters.linearization_level = 2
    status = solver.status_name(solver.solve(model))
    # The solver takes Ctrl-C for itself and stops early with what it has.
    is_done = status in ("OPTIMAL", "INFEASIBLE", "MODEL_INVALID")
    if not is_done and solver.response_proto.deterministic_time < EFFORT / 2:
        raise KeyboardInterrupt
    return solver, status


def weights_of(pieces: list[Piece]) -> Weights:
    """Factors from the largest value that each level can take."""
    number = len(pieces)
    preference = 1 + number * (number + MINUTES_A_DAY // STEP + MOST_WISH)
    moved = preference * (1 + number * (DAY_COST * MOST_DAYS + MINUTES_A_DAY // STEP))
    inserted = moved * (1 + number)
    held = inserted * (1 + number)
    return Weights(preference, moved, inserted, held, held * (1 + number))


def objective(pieces: list[Piece], weights: Weights) -> Any:
    """The cost of all pieces as one linear expression."""
    total: Any = sum(piece.preference for piece in pieces)
    total += weights.displacement * sum(piece.displacement for piece in pieces)
    total += weights.moved * sum(piece.moved for piece in pieces)
    total += weights.inserted * sum(piece.present for piece in pieces if piece.offer)
    return total + weights.held * sum(piece.hold for piece in pieces)


def decode(value: int, weights: Weights) -> Cost:
    """The levels of an objective value, without the preferences below them."""
    value = max(0, value) % weights.given_up
    held, value = divmod(value, weights.held)
    inserted, value = divmod(value, weights.inserted)
    moved, value = divmod(value, weights.moved)
    return Cost(held, inserted, moved, value // weights.displacement)


def _solution(board: WeekBoard, solver: Any, weights: Weights, *, is_proven: bool) -> Solution:
    reached = round(solver.objective_value) if is_proven else int(solver.best_objective_bound)
    return Solution(
        tuple(_placements(board, solver)),
        tuple(_insertions(board, solver)),
        decode(reached, weights),
        is_proven,
        tuple(
            key for key, guard in board.guards.items() if board.gives_up and not solver.value(guard)
        ),
    )


def _placements(board: WeekBoard, solver: Any) -> Iterable[Placement]:
    for piece in board.pieces:
        post = piece.entry
        if not isinstance(post, Post) or isinstance(piece.moved, int):
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
