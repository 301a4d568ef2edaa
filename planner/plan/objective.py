"""What a plan costs, level by level, and the run of the solver that makes it small."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from planner.model import Cost
from planner.plan.board import WeekBoard
from planner.plan.domain import STEP
from planner.plan.pieces import DAY_COST, MOST_WISH, Piece
from planner.weeks import MINUTES_A_DAY

EFFORT = 10.0
"""Most deterministic time (CP-SAT's own unit, about a second) that one run may take."""
MOST_DAYS = 7 * 5
"""No post is moved by more days than this: to the end of the fourth week after its own."""
QUARTERS_A_DAY = MINUTES_A_DAY // STEP
SAFE = 2**60
"""CP-SAT counts in 64 bits; a cost that could be larger is minimised in two steps."""
_SOLVED = ("OPTIMAL", "FEASIBLE")
_SETTLED = ("OPTIMAL", "INFEASIBLE")


class Outcome(NamedTuple):
    """A run of the solver: the solution's values, if there is one, and a bound of the cost."""

    solver: Any
    status: str
    bound: Cost

    @property
    def is_solved(self) -> bool:
        """Whether there is a solution."""
        return self.status in _SOLVED


class _Levels(NamedTuple):
    """The levels of the cost as factors of one number; each outweighs all below it.

    Below the displacement are preferences among plans of the same cost.
    """

    displacement: int
    moved: int
    inserted: int
    held: int
    given_up: int

    def decode(self, value: float) -> Cost:
        """The levels of an objective value, without the preferences and what was given up."""
        rest = max(0, round(value)) % self.given_up
        held, rest = divmod(rest, self.held)
        inserted, rest = divmod(rest, self.inserted)
        moved, rest = divmod(rest, self.moved)
        return Cost(held, inserted, moved, rest // self.displacement)


def minimize(boards: Sequence[WeekBoard]) -> Outcome:
    """Solve the boards' model: as little as possible of each level, the worst first."""
    pieces = [piece for board in boards for piece in board.pieces]
    guards = [guard for board in boards if board.gives_up for guard in board.guards.values()]
    levels = _levels(boards, pieces)
    model = boards[0].model
    if levels.given_up * (1 + len(guards)) < SAFE:
        model.minimize(_great(pieces, guards, levels) + _small(pieces, levels))
        return _run(model, levels)
    return _in_two_steps(model, pieces, guards, levels)


def _in_two_steps(model: Any, pieces: list[Piece], guards: list[Any], levels: _Levels) -> Outcome:
    """Give up, hold and insert as little as possible; then, with that settled, move little."""
    below = levels.inserted
    great_levels = _Levels(1, 1, 1, levels.held // below, levels.given_up // below)
    great = _great(pieces, guards, great_levels)
    model.minimize(great)
    first = _run(model, great_levels)
    if not first.is_solved:
        return first
    model.add(great <= round(first.solver.objective_value))
    _hint(model, first.solver)
    model.minimize(_small(pieces, levels))
    second = _run(model, levels)
    if not second.is_solved:
        return first._replace(status="FEASIBLE")
    if first.status != "OPTIMAL":
        return Outcome(second.solver, "FEASIBLE", first.bound)
    held, inserted, *_ = first.bound
    return second._replace(bound=second.bound._replace(held=held, inserted=inserted))


def _great(pieces: list[Piece], guards: list[Any], levels: _Levels) -> Any:
    total: Any = levels.inserted * sum(piece.present for piece in pieces if piece.offer)
    total += levels.held * sum(piece.hold for piece in pieces)
    return total + levels.given_up * sum(1 - guard for guard in guards)


def _small(pieces: list[Piece], levels: _Levels) -> Any:
    total: Any = sum(piece.preference for piece in pieces)
    total += levels.displacement * sum(piece.displacement for piece in pieces)
    return total + levels.moved * sum(piece.moved for piece in pieces)


def _levels(boards: Sequence[WeekBoard], pieces: list[Piece]) -> _Levels:
    """Factors from the largest value that each level can take."""
    movable = sum(piece.offer is None and not isinstance(piece.moved, int) for piece in pieces)
    insertions = sum(board.most_insertions for board in boards)
    preference = 1 + movable * movable + insertions * (QUARTERS_A_DAY + MOST_WISH)
    moved = preference * (1 + movable * (DAY_COST * MOST_DAYS + QUARTERS_A_DAY))
    inserted = moved * (1 + movable)
    held = inserted * (1 + insertions)
    return _Levels(preference, moved, inserted, held, held * (1 + movable))


def is_feasible(board: WeekBoard) -> bool:
    """Whether a board has any solution at all, at whatever cost."""
    status, _solver = _solve(board.model)
    return status in _SOLVED


def _run(model: Any, levels: _Levels) -> Outcome:
    status, solver = _solve(model)
    reached = solver.objective_value if status == "OPTIMAL" else solver.best_objective_bound
    return Outcome(solver, status, levels.decode(reached))


def _solve(model: Any) -> tuple[str, Any]:
    """Solve a model, the same way each time: at first without linear relaxations.

    That is mostly much quicker, but without an end for some models, which need the bounds.
    """
    status, solver = _try(model, linear=0)
    if status in _SETTLED:
        return status, solver
    if status in _SOLVED:
        _hint(model, solver)
    return _try(model, linear=2)


def _hint(model: Any, solver: Any) -> None:
    """Let the next run begin with a solution."""
    model.clear_hints()
    for position, value in enumerate(solver.response_proto.solution):
        model.add_hint(model.get_int_var_from_proto_index(position), value)


def _try(model: Any, *, linear: int) -> tuple[str, Any]:
    from ortools.sat.python import cp_model

    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.optimize_with_core = True
    solver.parameters.linearization_level = linear
    status = solver.status_name(solver.solve(model))
    if status == "MODEL_INVALID":
        raise ValueError(model.validate())
    # The solver takes Ctrl-C for itself and stops early with what it has.
    if status not in _SETTLED and solver.response_proto.deterministic_time < EFFORT / 2:
        raise KeyboardInterrupt
    return status, solver
