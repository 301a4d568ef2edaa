"""Weeks that are tried out: whether their rules can hold when something is changed in them."""

from collections.abc import Callable, Iterable
from typing import Any

from planner.plan.board import WeekBoard
from planner.plan.domain import Domain
from planner.plan.objective import settle
from planner.plan.pieces import Piece, WeekProblem
from planner.plan.solve import laid_out
from planner.rules import Rule

LONGEST = 0.5
"""Most deterministic time (about a second) that one trial may take."""
_SHORTEST = 0.1
_PER_PIECE = 0.0003
"""About how long it takes to lay one entry out, in the same unit."""


class Trials:
    """A number of trials that may take so much time together, counted the same on every machine.

    What is not known within the time neither `fails` nor `works`.
    """

    def __init__(self, domain: Domain, rules: Iterable[Rule], effort: float) -> None:
        self.domain = domain
        self.rules = list(rules)
        self.left = effort

    @property
    def is_over(self) -> bool:
        """Whether the time is used up."""
        return self.left <= 0

    def fails(self, problem: WeekProblem, rules: Iterable[Rule]) -> bool:
        """Whether it is proven that some rules cannot all hold in a week."""
        return self._run(problem, self.domain, rules, None)[0] is False

    def works(
        self,
        problem: WeekProblem,
        *,
        domain: Domain | None = None,
        rules: Iterable[Rule] | None = None,
    ) -> bool:
        """Whether it is proven that all rules, or some, can hold, maybe in other hours."""
        judging = self.rules if rules is None else rules
        return self._run(problem, domain or self.domain, judging, None)[0] is True

    def least(
        self, problem: WeekProblem, weigh: Callable[[WeekBoard], Any]
    ) -> list[tuple[Piece, bool, bool]] | None:
        """A solution for which `weigh`, an expression of the board, is as small as can be.

        Each piece comes with whether it takes place and whether it stays where it was; None when
        no solution is known.
        """
        is_possible, board, solver = self._run(problem, self.domain, self.rules, weigh)
        if not is_possible:
            return None
        return [
            (piece, bool(solver.value(piece.present)), not solver.value(piece.moved + piece.hold))
            for piece in board.pieces
        ]

    def _run(
        self,
        problem: WeekProblem,
        domain: Domain,
        rules: Iterable[Rule],
        weigh: Callable[[WeekBoard], Any] | None,
    ) -> tuple[bool | None, Any, Any]:
        if self.is_over:
            return None, None, None
        board = laid_out(problem, domain, rules)
        if weigh:
            board.model.minimize(weigh(board))
        else:
            _hint_at_holding(board)
        is_possible, solver = settle(board, max(_SHORTEST, min(LONGEST, self.left)))
        self.left -= _PER_PIECE * len(board.pieces) + solver.response_proto.deterministic_time
        return is_possible, board, solver


def _hint_at_holding(board: WeekBoard) -> None:
    """Let the search begin with all posts held back that may be: most rules then hold."""
    board.model.clear_hints()
    for piece in board.pieces:
        if not isinstance(piece.hold, int):
            board.model.add_hint(piece.hold, 1)
