"""What a team prefers among plans of the same cost: its own times of day, and even days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.model import Post
from planner.plan.domain import STEP
from planner.plan.pieces import Piece
from planner.weeks import MINUTES_A_DAY, local_day

if TYPE_CHECKING:
    from planner.plan.board import WeekBoard

OFF = 4
"""What a quarter of an hour off a preferred time costs."""
LAST = OFF - 1
"""What a later one of a day's preferred times costs at most: less than to be off an early one."""
NO_TIME = OFF * MINUTES_A_DAY // STEP + LAST + 1
"""What a day costs that has no preferred time: more than any time of a day that has one."""
CROWDED = 256
"""What each pair of entries on one day costs: more than the wishes against a day by itself."""
CLOSE = 60
"""A preferred time so many minutes from a post that stands there is as good as taken."""


class _Wish(NamedTuple):
    """A linear expression to keep small after all that a plan costs, and the most it can be."""

    cost: Any
    most: int


def add_wishes(board: "WeekBoard") -> int:
    """Add the wishes for a week to the preferences of its pieces, and return the most they cost.

    The times of day of the week are decided, too.
    """
    most = 0
    for position, wish in list(_wishes(board)):
        piece = board.pieces[position]
        board.pieces[position] = piece._replace(preference=piece.preference + wish.cost)
        most += wish.most
    return most


def _wishes(board: "WeekBoard") -> Iterator[tuple[int, _Wish]]:
    """Each wish with the position of the piece that it is about; of many, that of the first."""
    for position, piece in enumerate(board.pieces):
        post = piece.entry
        is_loose = piece.offer is not None or not isinstance(piece.moved, int)
        if is_loose and isinstance(post, Post) and board.domain.prefers(post.channel):
            yield position, _preferred(board, piece, post)
    if board.problem.spread:
        yield from _spread(board)


def _preferred(board: "WeekBoard", piece: Piece, post: Post) -> _Wish:
    """A post that is moved or added takes one of the times that its channel prefers."""
    cost: Any = 0
    for times, here in _by_times(board, piece, post).items():
        if not times:
            cost += NO_TIME * here
        elif piece.minute is not None:
            cost += _distance(board, piece, times, here)
    return _Wish(cost, NO_TIME)


def _by_times(board: "WeekBoard", piece: Piece, post: Post) -> Mapping[tuple[int, ...], Any]:
    """Whether (0 or 1) it goes to a day with certain preferred times, those for days alike."""
    origin = board.problem.origins[post.id].at if piece.offer is None else None
    home = origin and local_day(origin, board.clock.zone)
    found: dict[tuple[int, ...], Any] = {}
    for number, literal in piece.days.items():
        day = date.fromordinal(number)
        times = board.domain.preferred_times(post.channel, day)
        if piece.offer:
            times = _best_first(board, post.channel, day, times)
        # On its own day it may stay at its own time, and wishes for nothing.
        stays = piece.present - piece.moved if day == home else 0
        found[times] = found.get(times, 0) + literal - stays
    return found


def _best_first(
    board: "WeekBoard", channel: str | None, day: date, times: tuple[int, ...]
) -> tuple[int, ...]:
    """The preferred times of a day in its order, but those beside a standing post last."""
    clock = board.clock
    taken = [
        clock.minute(entry.at)
        for entry in board.problem.entries
        if isinstance(entry, Post)
        and isinstance(entry.at, datetime)
        and entry.channel == channel
        and local_day(entry.at, clock.zone) == day
    ]
    return tuple(sorted(times, key=lambda it: (any(abs(it - at) < CLOSE for at in taken), it)))


def _distance(board: "WeekBoard", piece: Piece, times: tuple[int, ...], here: Any) -> Any:
    """How far it is from the one of some times that is taken, if it goes `here`."""
    model = board.model
    chosen = [board.boolean("preferred") for _time in times]
    model.add(sum(chosen) == here)
    drift = model.new_int_var(0, MINUTES_A_DAY // STEP, "off")
    for time, literal in zip(times, chosen, strict=True):
        model.add(STEP * drift >= piece.minute - time).only_enforce_if(literal)
        model.add(STEP * drift >= time - piece.minute).only_enforce_if(literal)
    later = sum(min(rank, LAST) * it for rank, it in enumerate(chosen)) if piece.offer else 0
    return OFF * drift + later


def _spread(board: "WeekBoard") -> Iterator[tuple[int, _Wish]]:
    """The posts of a channel, and the slots of all, on days with as few others as possible."""
    groups: dict[tuple[bool, str | None], list[int]] = {}
    for position, piece in enumerate(board.pieces):
        channel = piece.entry.channel if isinstance(piece.entry, Post) else None
        groups.setdefault((piece.is_post, channel), []).append(position)
    for positions in groups.values():
        pairs = sum(_crowds(board, [board.pieces[position] for position in positions]))
        yield positions[0], _Wish(CROWDED * pairs, CROWDED * _pairs(len(positions)))


def _crowds(board: "WeekBoard", pieces: Iterable[Piece]) -> Iterator[Any]:
    """For each day, the pairs of entries that what moves or is added makes there."""
    fixed: dict[int, int] = {}
    loose: dict[int, list[Any]] = {}
    for piece in pieces:
        for day, literal in piece.days.items():
            if piece.offer is None and isinstance(piece.moved, int):
                fixed[day] = fixed.get(day, 0) + 1
            else:
                loose.setdefault(day, []).append(literal)
    for day, literals in loose.items():
        standing = fixed.get(day, 0)
        most = standing + len(literals)
        pairs = board.model.new_int_var(0, _pairs(most), "pairs")
        # The number of pairs is convex, so lines through its points hold it from below.
        for number in range(max(1, standing), most):
            line = number * (standing + sum(literals)) - _pairs(number + 1)
            board.model.add(pairs >= line - _pairs(standing))
        yield pairs


def _pairs(number: int) -> int:
    return number * (number - 1) // 2
