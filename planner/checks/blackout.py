"""Nothing of some sort stands on a day of a blackout, or since a crisis is open.

The blackouts are those of the calendar. A crisis is open from the day that its block gives as
`open`, or on all days when that is true.
"""

from collections.abc import Iterator
from datetime import date, datetime

from planner.checks import Board, Option, PostHit, Reach
from planner.model import Calendar, Entry, Post, Window
from planner.named import Any, NamedTuple
from planner.options import choice
from planner.weeks import Moment, Timeline, day_name
from planner.which import Which, read_which


class Options(NamedTuple):
    """No entry that is `of` `during` a blackout or a crisis."""

    of: Which
    during: str = "blackout"


OPTIONS = {
    "of": Option(read_which, "the posts and slots that have to wait"),
    "during": Option(choice("blackout", "crisis"), "whether blackouts or the crisis are looked at"),
}
WORDS = ("what", "day", "reason", "back")


class _Stretch(NamedTuple):
    """Days that are closed, half-open, as ordinals; `until` is None when no end is known."""

    first: int
    until: int | None
    reason: str

    def holds(self, day: int) -> bool:
        """Whether a day is one of them."""
        return self.first <= day and (self.until is None or day < self.until)


def lint(options: Options, timeline: Timeline) -> Iterator[PostHit]:
    """A hit for each entry on a closed day."""
    closed = _closed(options, timeline.calendar)
    if not closed:
        return
    is_waiting = options.of.test(timeline.calendar)
    for moment in timeline.moments:
        stretch = _stretch_of(closed, moment.day)
        if stretch and is_waiting(moment.entry):
            yield _hit(moment, stretch)


def _closed(options: Options, calendar: Calendar) -> list[_Stretch]:
    if options.during == "crisis":
        since = _open_since(calendar.crisis.get("open"))
        if since is None:
            return []
        words = "" if since == date.min else f" since {day_name(since)}"
        return [_Stretch(since.toordinal(), None, f"a crisis is open{words}")]
    return [
        _Stretch(it.first.toordinal(), it.until.toordinal(), it.why or "nothing is to go out")
        for it in calendar.blackouts
    ]


def _open_since(value: Any) -> date | None:
    """The day from which a crisis is open; the first day of all when none is said."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    word = str(value or "").strip().lower()
    if word in ("", "false", "no"):
        return None
    try:
        return date.fromisoformat(word[:10])
    except ValueError:
        return date.min


def _stretch_of(closed: list[_Stretch], day: int) -> _Stretch | None:
    return next((stretch for stretch in closed if stretch.holds(day)), None)


def _hit(moment: Moment, stretch: _Stretch) -> PostHit:
    entry = moment.entry
    day = date.fromordinal(moment.day)
    back = stretch.until and day_name(date.fromordinal(stretch.until))
    words = {
        "what": "post" if isinstance(entry, Post) else "slot",
        "day": day_name(day),
        "reason": stretch.reason,
        "back": f"to {back} or later" if back else "until it is over",
    }
    window = Window(day, date.fromordinal(moment.day + 1), _channel(entry))
    return PostHit(entry, window, 1, 0, words)


def _channel(entry: Entry) -> str | None:
    return entry.channel if isinstance(entry, Post) else None


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts on closed days."""
    closed = _closed(options, timeline.calendar)
    is_waiting = options.of.test(timeline.calendar)
    for day, _minute, entry in timeline.between(window.first, window.until):
        if isinstance(entry, Post) and _stretch_of(closed, day) and is_waiting(entry):
            yield entry.id


def deferrable(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The same for blackouts; nobody knows when a crisis will be over."""
    if options.during == "blackout":
        yield from loose(options, timeline, window)


def reach(_options: Options) -> Reach:
    """No further than the day itself."""
    return Reach()


def plan(options: Options, board: Board) -> None:
    """Closed days are no days for what has to wait."""
    closed = _closed(options, board.calendar)
    if not closed:
        return
    for part, piece in enumerate(board.find(options.of.test(board.calendar))):
        forbidden = [it for day, it in piece.days.items() if _stretch_of(closed, day)]
        if forbidden:
            guard = board.guard(_channel(piece.entry), part)
            board.model.add(sum(forbidden) == 0).only_enforce_if(guard)
