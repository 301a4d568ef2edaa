"""Which days a rule counts, and which of them lie inside a calendar that is being planned."""

from collections.abc import Callable, Iterable, Iterator

from planner.checks import Board, Piece
from planner.model import Calendar
from planner.named import Any
from planner.weeks import Timeline, local_day, zone_of

FRIDAY = 4


def counts(calendar: Calendar, *, workdays: bool) -> Callable[[int], bool]:
    """A function that tells whether a day counts: none of a blackout, or only Monday to Friday."""
    closed = [(it.first.toordinal(), it.until.toordinal()) for it in calendar.blackouts]

    def is_counted(day: int) -> bool:
        # Day 1 of the ordinals was a Monday.
        if workdays and (day - 1) % 7 > FRIDAY:
            return False
        return not any(first <= day < until for first, until in closed)

    return is_counted


def span_of(timeline: Timeline) -> tuple[int, int]:
    """The first and the last day of the calendar, also where a change has made it longer."""
    moments = timeline.moments
    first, last = timeline.span
    return min(first, moments[0].day), max(last, moments[-1].day)


class Inside:
    """From the first entry's day to the last one's; a plan may make the calendar longer.

    That it becomes shorter is left out of account, or days would be emptied to get rid of them.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self._first, self._last = Timeline(board.calendar).span
        self._known: dict[int, Any] = {}

    def conditions(self, first: int, last: int) -> list[Any]:
        """Literals that all hold if the calendar has these days, which end in the board's week."""
        found = []
        if first < self._first:
            found.append(self._some(first, before=True))
        if last > self._last:
            found.append(self._some(last, before=False))
        return found

    def _some(self, day: int, *, before: bool) -> Any:
        """A literal that holds if something takes place up to a day, or from it on."""
        key = day if before else -day
        if key not in self._known:
            some = self._known[key] = self.board.boolean("inside")
            back = max(0, -((day - self.board.window.first.toordinal()) // 7))
            for piece in self.board.find(lambda _entry: True, weeks=back + 1):
                for other, literal in piece.days.items():
                    if other == day or (other < day) == before:
                        self.board.model.add_implication(literal, some)
        return self._known[key]


def held_on(board: Board, posts: Iterable[Piece]) -> Iterator[tuple[int, Any]]:
    """The day of each post that may be held back, with the literal that it is."""
    zone = zone_of(board.calendar.timezone)
    for piece in posts:
        at = piece.entry.at
        if not isinstance(piece.hold, int) and not piece.is_guest and at is not None:
            yield local_day(at, zone).toordinal(), piece.hold
