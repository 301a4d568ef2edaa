"""What a plan costs, level by level, and how that is made small."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from planner.model import Cost
from planner.plan import runs
from planner.plan.board import WeekBoard
from planner.plan.differences import Differences, LastPlan, differences, hint
from planner.plan.domain import STEP
from planner.plan.pieces import DAY_COST, MOST_WISH, Piece
from planner.weeks import MINUTES_A_DAY

MOST_DAYS = 7 * 5
"""No post is moved by more days than this: to the end of the fourth week after its own."""
QUARTERS_A_DAY = MINUTES_A_DAY // STEP
LARGE = 2000
"""A week of so many variables that is not settled is left with the solution that was found."""
SAFE = 2**60
"""CP-SAT counts in 64 bits; a cost that could be larger is minimised in two steps."""


class Outcome(NamedTuple):
    """A run of the solver: the solution's values, if there is one, and a bound of the cost."""

    solver: Any
    status: str
    bound: Cost

    @property
    def is_solved(self) -> bool:
        """Whether there is a solution."""
        return runs.is_solved(self.status)

    @property
    def is_settled(self) -> bool:
        """Whether it is the best solution, or known that there is none."""
        return runs.is_settled(self.status)


class Task(NamedTuple):
    """A model to be solved so that some of its pieces cost little.

    No more than so many insertions are possible, and wishes cost no more than so much. Small moves
    are looked for in those manners. `different` is how far a solution is from the last plan.
    """

    model: Any
    pieces: Sequence[Piece]
    insertions: int
    wished: int = 0
    different: Differences = Differences()
    manners: tuple[runs.Manner, ...] = runs.BOTH


class _Levels(NamedTuple):
    """The levels of the cost as factors of one number; each outweighs all below it.

    Below the displacement are the differences to the last plan, then preferences among plans of
    the same cost.
    """

    differences: int
    displacement: int
    moved: int
    inserted: int
    held: int
    everything: int

    def decode(self, value: float) -> Cost:
        """The levels of an objective value, without the preferences."""
        rest = round(min(max(0.0, value), self.everything - 1))
        held, rest = divmod(rest, self.held)
        inserted, rest = divmod(rest, self.inserted)
        moved, rest = divmod(rest, self.moved)
        return Cost(held, inserted, moved, rest // self.displacement)


def minimize(boards: Sequence[WeekBoard], last: LastPlan | None = None) -> Outcome:
    """Solve the boards' model: give up as little as possible, then cost as little as possible.

    Among plans of the same cost those like the last one are preferred.
    """
    task = task_of(boards, last)
    if task is None:
        return Outcome(None, "UNKNOWN", Cost())
    outcome = at_once(task, runs.EFFORT)
    if outcome.is_settled:
        return outcome
    if not outcome.is_solved:
        return in_steps(task)
    if len(task.model.proto.variables) > LARGE:
        return outcome
    # What took so long has a solution: it is only to be had a little better.
    runs.hint(task.model, outcome.solver)
    better = in_steps(task, runs.EFFORT / 10)
    return better if better.is_solved else outcome


def task_of(boards: Sequence[WeekBoard], last: LastPlan | None) -> Task | None:
    """What is to be solved; None when it is not even known what has to be given up."""
    model = boards[0].model
    guards = [guard for board in boards if board.gives_up for guard in board.guards.values()]
    if guards and not _give_up_little(model, guards):
        return None
    pieces = [piece for board in boards for piece in board.pieces]
    insertions = sum(board.most_insertions for board in boards)
    task = Task(model, pieces, insertions, sum(board.most_wished for board in boards))
    if last is not None:
        hint(boards, last)
    liking = task._replace(different=differences(boards, last))
    # In a week of very many posts differences have no place below the other levels.
    return task if _levels(liking).inserted >= SAFE else liking


def at_once(task: Task, effort: float) -> Outcome:
    """As little as possible of each level, the worst first, in one run if that can be."""
    levels = _levels(task)
    if levels.everything >= SAFE:
        return Outcome(None, "UNKNOWN", Cost())
    task.model.minimize(_great(task.pieces, levels) + _small(task, levels))
    status, solver = runs.run(task.model, "cores", effort)
    return _outcome(status, solver, levels)


def in_steps(task: Task, effort: float | None = None) -> Outcome:
    """Hold and insert as little as possible; then, with that settled, move little.

    Each step may take so much effort, or all that a run may take.
    """
    levels = _levels(task)
    great_levels = _Levels(1, 1, 1, 1, levels.held // levels.inserted, levels.everything)
    great = _great(task.pieces, great_levels)
    task.model.minimize(great)
    first = _outcome(*runs.run_in_turn(task.model, task.manners, effort), great_levels)
    if not first.is_solved:
        return first
    task.model.add(great <= round(first.solver.objective_value))
    runs.hint(task.model, first.solver)
    task.model.minimize(_small(task, levels))
    second = _outcome(*runs.run_in_turn(task.model, task.manners, effort), levels)
    if not second.is_solved:
        return first._replace(status="FEASIBLE")
    if first.status != "OPTIMAL":
        return Outcome(second.solver, "FEASIBLE", first.bound)
    held, inserted, *_ = first.bound
    return second._replace(bound=second.bound._replace(held=held, inserted=inserted))


def settle(board: WeekBoard, effort: float) -> tuple[bool | None, Any]:
    """Whether a board has any solution (None: not known after so much effort), and the solver.

    Nothing is made small but what the board's model itself minimises.
    """
    status, solver = runs.run_in_turn(board.model, runs.BOTH, effort)
    known = {"INFEASIBLE": False, "UNKNOWN": None}
    return known.get(status, True), solver


def _give_up_little(model: Any, guards: list[Any]) -> bool:
    """Give up as few requirements as possible; all others must hold from now on."""
    model.minimize(sum(1 - guard for guard in guards))
    status, solver = runs.run_in_turn(model, runs.BOTH)
    if not runs.is_solved(status):
        return False
    for guard in guards:
        model.add(guard == solver.value(guard))
    runs.hint(model, solver)
    return True


def _outcome(status: str, solver: Any, levels: _Levels) -> Outcome:
    reached = solver.objective_value if status == "OPTIMAL" else solver.best_objective_bound
    return Outcome(solver, status, levels.decode(reached))


def _great(pieces: Sequence[Piece], levels: _Levels) -> Any:
    total: Any = levels.inserted * sum(piece.present for piece in pieces if piece.offer)
    return total + levels.held * sum(piece.hold for piece in pieces)


def _small(task: Task, levels: _Levels) -> Any:
    total: Any = sum(piece.preference for piece in task.pieces)
    total += levels.differences * task.different.number
    total += levels.displacement * sum(piece.displacement for piece in task.pieces)
    return total + levels.moved * sum(piece.moved for piece in task.pieces)


def _levels(task: Task) -> _Levels:
    """Factors from the largest value that each level can take."""
    movable = sum(it.offer is None and not isinstance(it.moved, int) for it in task.pieces)
    preference = 1 + movable * movable + task.insertions * (QUARTERS_A_DAY + MOST_WISH)
    preference += task.wished
    displacement = preference * (1 + task.different.most)
    moved = displacement * (1 + movable * (DAY_COST * MOST_DAYS + QUARTERS_A_DAY))
    inserted = moved * (1 + movable)
    held = inserted * (1 + task.insertions)
    return _Levels(preference, displacement, moved, inserted, held, held * (1 + movable))
