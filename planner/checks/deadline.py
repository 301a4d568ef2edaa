"""A post that names a day goes out in time for it: not after it, early enough, not too early."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from planner.checks import Board, Option, PostHit, Reach
from planner.model import Entry, Post, Record, Window
from planner.named import NamedTuple
from planner.options import choice, count
from planner.weeks import Timeline, day_name
from planner.which import Which, read_which
from planner.wording import counted


class Options(NamedTuple):
    """Posts that are `of` go out `days_before` the day in their `field`, or earlier.

    But no more than `not_before_days` before it, unless that is 0.
    """

    of: Which
    field: str = "event"
    days_before: int = 0
    not_before_days: int = 0


OPTIONS = {
    "of": Option(read_which, "the posts that are judged"),
    "field": Option(choice("event", "due"), "where their day stands"),
    "days_before": Option(count, "how many days before it they go out at the latest (0: on it)"),
    "not_before_days": Option(count, "how many days before it they may go out (0: any number)"),
}
WORDS = ("date", "day", "fact", "wanted", "instead", "days_before")


class _Days(NamedTuple):
    """The days on which a post may go out, as ordinals, both included."""

    goal: int
    first: int
    last: int


def lint(options: Options, timeline: Timeline) -> Iterator[PostHit]:
    """A hit for each post that is too late or too early."""
    is_judged = options.of.test(timeline.calendar)
    for day, _minute, entry in timeline.moments:
        days = _days_of(options, entry)
        if days and is_judged(entry) and not days.first <= day <= days.last:
            yield _hit(options, entry, day, days)


def _days_of(options: Options, entry: Entry | Record) -> _Days | None:
    goal = getattr(entry, options.field, None)
    if not isinstance(goal, date):
        return None
    number = (goal.date() if isinstance(goal, datetime) else goal).toordinal()
    first = number - options.not_before_days if options.not_before_days else 1
    return _Days(number, first, number - options.days_before)


def _hit(options: Options, entry: Entry, day: int, days: _Days) -> PostHit:
    before = days.goal - day
    latest = day_name(date.fromordinal(days.last))
    instead = f"{latest} or earlier"
    if options.not_before_days:
        instead = f"between {day_name(date.fromordinal(days.first))} and {latest}"
        instead = latest if days.first == days.last else instead
    allowed = options.days_before if day > days.last else options.not_before_days
    words = {
        "date": day_name(date.fromordinal(days.goal)),
        "day": day_name(date.fromordinal(day)),
        "fact": _fact(before),
        "wanted": _wanted(options, is_late=day > days.last),
        "instead": instead,
        "days_before": counted(options.days_before, "day"),
    }
    channel = entry.channel if isinstance(entry, Post) else None
    window = Window(date.fromordinal(day), date.fromordinal(day) + timedelta(days=1), channel)
    return PostHit(entry, window, before, allowed, words, "at")


def _fact(before: int) -> str:
    if before == 0:
        return "on the day itself"
    return f"{counted(abs(before), 'day')} {'before' if before > 0 else 'after'} it"


def _wanted(options: Options, *, is_late: bool) -> str:
    if not is_late:
        return f"no more than {counted(options.not_before_days, 'day')} before it"
    if options.days_before:
        return f"at least {counted(options.days_before, 'day')} before it"
    return "on the day itself at the latest"


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts of the week that are too late or too early."""
    is_judged = options.of.test(timeline.calendar)
    for day, _minute, entry in timeline.between(window.first, window.until):
        days = _days_of(options, entry)
        if days and is_judged(entry) and not days.first <= day <= days.last:
            yield entry.id


def deferrable(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """Those that are too early for the whole week."""
    is_judged = options.of.test(timeline.calendar)
    last = window.until.toordinal() - 1
    for _day, _minute, entry in timeline.between(window.first, window.until):
        days = _days_of(options, entry)
        if days and is_judged(entry) and last < days.first:
            yield entry.id


def reach(_options: Options) -> Reach:
    """No further than the post itself."""
    return Reach()


def plan(options: Options, board: Board) -> None:
    """Days that are too late or too early are no days for the post."""
    for part, piece in enumerate(board.find(options.of.test(board.calendar))):
        days = _days_of(options, piece.entry)
        if days is None:
            continue
        wrong = [it for day, it in piece.days.items() if not days.first <= day <= days.last]
        if wrong:
            channel = piece.entry.channel if isinstance(piece.entry, Post) else None
            board.model.add(sum(wrong) == 0).only_enforce_if(board.guard(channel, part))
