"""Which posts go to a later week: all weeks in one model, days without times of day.

Times only add requirements, so what this model cannot do better nobody can: its bound holds.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from planner.checks import Offer
from planner.model import Cost, Post, Window
from planner.plan.apart import briefly, minimize_apart
from planner.plan.board import WeekBoard
from planner.plan.differences import LastPlan
from planner.plan.domain import Domain
from planner.plan.objective import task_of
from planner.plan.pieces import Piece, SharedModel, WeekProblem, new_model
from planner.rules import Rule

WEEKS = 4
"""A post is deferred by at most so many weeks; later it would be another post."""


class Deferrals(NamedTuple):
    """The week that each deferred post goes to, what is inserted for it, and a bound of the cost.

    A rule that looks back over several weeks may need an entry in a week that is in order by
    itself: `offers` are the entries that each week takes, with their number. Without a bound
    nothing can be deferred, and weeks can be summed up.
    """

    weeks: Mapping[str, Window]
    offers: Mapping[Window, tuple[Offer, ...]]
    bound: Cost | None


class Way(NamedTuple):
    """How deferrals are decided: whether rules may be given up, and by what earlier plans tell.

    `known` may have the answer for boards that were decided before, in a list. Else, among equal
    answers, one like the `last` plan is taken.
    """

    gives_up: bool = False
    known: Callable[[Sequence[WeekBoard]], list[Deferrals]] = lambda _boards: []
    last: LastPlan | None = None


ANEW = Way()
_Arrivals = dict[str, list[tuple[Window, Piece]]]


def assign(
    problems: list[WeekProblem],
    leaving: Mapping[str, Post],
    domain: Domain,
    rules: list[Rule],
    way: Way = ANEW,
) -> Deferrals:
    """Decide on all deferrals at once; what cannot hold is given up.

    Each problem's `carried` are the posts that might come to its week; `leaving` are all of
    them, by id.
    """
    shared = SharedModel(new_model(), frozenset(leaving), [])
    boards, arrivals = _laid_out(problems, shared, domain, rules, gives_up=way.gives_up)
    for found in way.known(boards):
        return found
    outcome = minimize_apart(boards, way.last)
    if outcome.status == "INFEASIBLE" and not way.gives_up:
        return assign(problems, leaving, domain, rules, Way(gives_up=True, last=way.last))
    if not outcome.is_solved:
        return Deferrals({}, {}, outcome.bound)
    weeks = {
        post_id: window
        for post_id, visits in arrivals.items()
        for window, piece in visits
        if outcome.solver.value(piece.present)
    }
    offers = {board.window: tuple(_taken(board, outcome.solver)) for board in boards}
    return Deferrals(weeks, offers, outcome.bound)


def bound_of(
    problems: list[WeekProblem],
    leaving: Mapping[str, Post],
    domain: Domain,
    rules: list[Rule],
    known: Callable[[Sequence[WeekBoard]], list[Cost]] = lambda _boards: [],
) -> Cost:
    """A bound that counts how many posts have to leave their times; no cost where that takes long.

    `known` may have the answer for boards that were asked about before, in a list.
    """
    shared = SharedModel(new_model(), frozenset(leaving), [], counts_moves=True)
    boards, _arrivals = _laid_out(problems, shared, domain, rules)
    for found in known(boards):
        return found
    task = task_of(boards, None)
    return briefly(task).bound if task else Cost()


def _laid_out(
    problems: list[WeekProblem],
    shared: SharedModel,
    domain: Domain,
    rules: list[Rule],
    *,
    gives_up: bool = False,
) -> tuple[list[WeekBoard], _Arrivals]:
    """The weeks in one model, and where each leaving post may arrive."""
    boards: list[WeekBoard] = shared.boards
    for problem in problems:
        board = WeekBoard(problem, domain, give_up=gives_up, shared=shared)
        boards.append(board)
    arrivals = _link(boards, shared.leaving)
    for board in boards:
        for rule in rules:
            board.rule = rule.name
            rule.module.plan(rule.options, board)
    return boards, arrivals


def _taken(board: WeekBoard, solver: Any) -> Iterator[Offer]:
    """The offers that a week takes, each with how often."""
    number = Counter(
        piece.entry for piece in board.pieces if piece.offer and solver.value(piece.present)
    )
    return (Offer(entry, times) for entry, times in number.items())


def _link(boards: list[WeekBoard], leaving: frozenset[str]) -> _Arrivals:
    """A post that leaves its week arrives in just one other."""
    arrivals: _Arrivals = {it: [] for it in sorted(leaving)}
    departures: dict[str, Any] = {}
    for board in boards:
        carried = {post.id for post in board.problem.carried}
        for piece in board.pieces:
            if not piece.offer and isinstance(piece.entry, Post) and piece.entry.id in leaving:
                if piece.entry.id in carried:
                    arrivals[piece.entry.id].append((board.window, piece))
                else:
                    departures[piece.entry.id] = piece.leave
    for post_id, visits in arrivals.items():
        total = sum(piece.present for _window, piece in visits)
        boards[0].model.add(total == departures[post_id])
    return arrivals
