"""What the last plan did, and how far another one is from it: the fifth level of the cost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from planner.model import Entry, Post
from planner.plan.board import WeekBoard
from planner.plan.pieces import Piece


class Spot(NamedTuple):
    """Where a post was put: a day and its minute (None: no time), or no day for a held one."""

    day: date | None
    minute: int | None = None


class Added(NamedTuple):
    """An entry that was inserted: what it is like, where it stands, and its own words.

    `like` is the `likeness` of the entry; `id`, `by` and `note` are those it was given.
    """

    like: str
    day: date
    minute: int
    id: str
    by: str | None = None
    note: str | None = None


class LastPlan(NamedTuple):
    """The posts that a plan moved or held back, by id, and the entries that it inserted.

    All other posts stayed where they were.
    """

    posts: Mapping[str, Spot]
    added: tuple[Added, ...] = ()

    def minutes(self, like: str, day: date) -> list[int]:
        """When entries of a likeness were inserted on a day."""
        return sorted(it.minute for it in self.added if (it.like, it.day) == (like, day))


class Differences(NamedTuple):
    """How many changes differ from those of the last plan, as an expression, and at most."""

    number: Any = 0
    most: int = 0


def likeness(entry: Entry) -> str:
    """What inserted entries of one pattern have in common, in a few letters."""
    from hashlib import blake2b

    bare = entry._replace(id="", entry="", at=date.min, by=None, note=None, route=())
    return blake2b(repr(bare).encode(), digest_size=5).hexdigest()


def differences(boards: Iterable[WeekBoard], last: LastPlan | None) -> Differences:
    """The differences of the boards' weeks, counted in their model.

    A post that is not where it was put pays, and so do an entry that is not inserted again and
    one that is new.
    """
    found = Differences()
    for board in boards if last else ():
        assert last is not None
        found = _both(found, _of_posts(board, last))
        found = _both(found, _of_insertions(board, last))
    return found


def hint(boards: Sequence[WeekBoard], last: LastPlan) -> None:
    """Let the solver begin with the last plan."""
    model = boards[0].model
    known = model.proto.solution_hint
    hints = dict(zip(known.vars, known.values, strict=True))
    for board in boards:
        for piece in board.pieces:
            hints.update((var.index, value) for var, value in _hints(piece, last))
    model.clear_hints()
    for index, value in hints.items():
        model.add_hint(model.get_int_var_from_proto_index(index), value)


def _hints(piece: Piece, last: LastPlan) -> Iterator[tuple[Any, int]]:
    """Variables of a piece with the values that they had."""
    minute: int | None = None
    if piece.offer:
        (day,) = piece.days
        minutes = last.minutes(likeness(piece.entry), date.fromordinal(day))
        minute = minutes[0] if minutes else None
        yield piece.present, int(minute is not None)
    elif piece.entry.id in last.posts and not isinstance(piece.moved, int):
        spot = last.posts[piece.entry.id]
        goal = spot.day.toordinal() if spot.day else None
        yield from ((literal, int(day == goal)) for day, literal in piece.days.items())
        if not isinstance(piece.hold, int):
            yield piece.hold, int(goal is None)
        minute = spot.minute
    if minute is not None and piece.minute is not None and piece.start is not None:
        yield piece.minute, minute


def _both(one: Differences, other: Differences) -> Differences:
    return Differences(one.number + other.number, one.most + other.most)


def _of_posts(board: WeekBoard, last: LastPlan) -> Differences:
    costs = [it for piece in board.pieces for it in _of_post(board, piece, last)]
    return Differences(sum(costs), len(costs))


def _of_post(board: WeekBoard, piece: Piece, last: LastPlan) -> Iterator[Any]:
    """1 for a post that is not where it was put, where that is for this board to say."""
    post = piece.entry
    if piece.offer or not isinstance(post, Post) or isinstance(piece.moved, int):
        return
    spot = last.posts.get(post.id)
    if spot is None:
        # It stayed; a guest can stay nowhere.
        if not piece.is_guest:
            yield piece.moved + piece.hold
    elif spot.day is None:
        if not isinstance(piece.hold, int):
            yield 1 - piece.hold
    elif spot.day.toordinal() in piece.days:
        yield 1 - _is_at(board, piece, spot.day.toordinal(), spot.minute)


def _is_at(board: WeekBoard, piece: Piece, day: int, minute: int | None) -> Any:
    """A literal that can only hold where a post is on a day and, if that is decided, a minute."""
    there = board.boolean("as before")
    board.model.add_implication(there, piece.days[day])
    if minute is not None and piece.minute is not None and piece.start is not None:
        board.model.add(piece.minute == minute).only_enforce_if(there)
    return there


def _of_insertions(board: WeekBoard, last: LastPlan) -> Differences:
    """What is new, and what was inserted on the board's days and is not again."""
    groups: dict[tuple[str, int], list[Piece]] = {}
    likes: dict[Entry, str] = {}
    for piece in board.pieces:
        if piece.offer:
            like = likes.setdefault(piece.entry, likeness(piece.entry))
            (day,) = piece.days
            groups.setdefault((like, day), []).append(piece)
    number: Any = 0
    gone = 0
    for (like, day), pieces in groups.items():
        minutes = last.minutes(like, date.fromordinal(day))
        gone += len(minutes)
        kept = [_is_among(board, piece, minutes) for piece in pieces] if minutes else []
        if kept:
            board.model.add(sum(kept) <= len(minutes))
        number += sum(piece.present for piece in pieces) + len(minutes) - 2 * sum(kept)
    return Differences(number, board.most_insertions + gone)


def _is_among(board: WeekBoard, piece: Piece, minutes: Sequence[int]) -> Any:
    """A literal that can only hold where an entry is inserted at one of some minutes."""
    kept = board.boolean("kept")
    board.model.add_implication(kept, piece.present)
    if piece.start is not None:
        from ortools.sat.python.cp_model import Domain as Values

        allowed = Values.from_values(list(minutes))
        inside = board.model.add_linear_expression_in_domain(piece.minute, allowed)
        inside.only_enforce_if(kept)
    return kept
