"""What a plan costs, as one number that CP-SAT can minimise, and the run of the solver."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from planner.model import Cost
from planner.plan.board import DAY_COST, MOST_WISH, Piece, WeekBoard
from planner.plan.domain import STEP
from planner.weeks import MINUTES_A_DAY

EFFORT = 10.0
"""Most deterministic time (CP-SAT's own unit, about a second) that one run may take."""
MOST_DAYS = 7 * 5
"""No post is moved by more days than this: to the end of the fourth week after its own."""
QUARTERS_A_DAY = MINUTES_A_DAY // STEP


class Weights(NamedTuple):
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


def minimize(boards: Sequence[WeekBoard]) -> Weights:
    """Set the objective of the boards' model: as little as possible, level by level."""
    pieces = [piece for board in boards for piece in board.pieces]
    weights = _weights(boards, pieces)
    total: Any = sum(piece.preference for piece in pieces)
    total += weights.displacement * sum(piece.displacement for piece in pieces)
    total += weights.moved * sum(piece.moved for piece in pieces)
    total += weights.inserted * sum(piece.present for piece in pieces if piece.offer)
    total += weights.held * sum(piece.hold for piece in pieces)
    for board in boards:
        if board.gives_up:
            total += weights.given_up * sum(1 - guard for guard in board.guards.values())
    boards[0].model.minimize(total)
    return weights


def _weights(boards: Sequence[WeekBoard], pieces: list[Piece]) -> Weights:
    """Factors from the largest value that each level can take."""
    movable = sum(piece.entry is not None and not isinstance(piece.moved, int) for piece in pieces)
    insertions = sum(board.most_insertions for board in boards)
    preference = 1 + movable * movable + insertions * (QUARTERS_A_DAY + MOST_WISH)
    moved = preference * (1 + movable * (DAY_COST * MOST_DAYS + QUARTERS_A_DAY))
    inserted = moved * (1 + movable)
    held = inserted * (1 + insertions)
    return Weights(preference, moved, inserted, held, held * (1 + movable))


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
    assert status != "MODEL_INVALID", model.validate()
    # The solver takes Ctrl-C for itself and stops early with what it has.
    is_done = status in ("OPTIMAL", "INFEASIBLE")
    if not is_done and solver.response_proto.deterministic_time < EFFORT / 2:
        raise KeyboardInterrupt
    return solver, status
