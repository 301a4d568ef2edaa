"""At most so many entries of some sort on a day, or over the weeks up to one that adds another.

Posts of one series on the same day count as one, unless a rule says otherwise.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from planner.checks import Board, Count, Hit, Option, Piece, Reach, some_of
from planner.groups import EACH, Key, channel_in, group_name, groups, is_in, keys_of, opens, parted
from planner.model import Calendar, Entry, Post, Window
from planner.options import choice, count, flag, positive
from planner.weeks import MINUTES_A_WEEK, Moment, Timeline, day_name, week_name
from planner.which import Which, read_which


class Options(NamedTuple):
    """`at_most` entries that are `of` on `every` day or week, or `over` several weeks."""

    of: Which
    at_most: int
    every: str = "week"
    over: int = 1
    each: str = "channel"
    series_as_one: bool = True
    younger_than: int = 0


OPTIONS = {
    "of": Option(read_which, "the posts and slots that are limited"),
    "at_most": Option(count, "how many of them there may be"),
    "every": Option(choice("day", "week"), "whether days or weeks are looked at"),
    "over": Option(positive, "over how many weeks they are counted (only for weeks)"),
    "each": Option(choice(*EACH), "what is counted apart"),
    "series_as_one": Option(flag, "whether posts of one series on one day count as one"),
    "younger_than": Option(
        count, "only channels that began less than so many weeks ago are judged (0: all)"
    ),
}
WORDS = ("when", "channel", "observed", "allowed", "excess")
COUNTS = ("observed", "allowed", "excess")
WORKING_DAYS = 5
"""A week is taken to have room for so many days' worth of posts."""
_Unit = tuple[int, str]


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per day or stretch of weeks and group, at the first entry that is one too many."""
    for window, moments in _windows(options, timeline):
        for key, mine in _over(options, timeline, window, moments):
            yield _hit(options, window, key, mine)


def _windows(
    options: Options, timeline: Timeline, week: Window | None = None
) -> Iterator[tuple[Window, list[Moment]]]:
    """The windows that are looked at, in the whole calendar or those that belong to one week."""
    if options.every == "week":
        if week is None:
            yield from timeline.trailing(options.over)
        else:
            yield timeline.back(week, options.over)
        return
    by_day: dict[int, list[Moment]] = {}
    for moment in timeline.between(week.first, week.until) if week else timeline.moments:
        by_day.setdefault(moment.day, []).append(moment)
    for number, moments in by_day.items():
        day = date.fromordinal(number)
        yield Window(day, day + timedelta(days=1)), moments


def _over(
    options: Options, timeline: Timeline, window: Window, moments: list[Moment]
) -> Iterator[tuple[Key, list[Moment]]]:
    """The groups with too many entries in a window whose last week has one of them."""
    is_limited = options.of.test(timeline.calendar)
    limited = [moment for moment in moments if is_limited(moment.entry)]
    if len(limited) <= options.at_most:
        return
    last_week = window.until.toordinal() - 7
    for key, mine in parted(options.each, limited).items():
        is_new = any(it.day >= last_week and opens(options.each, it.entry) for it in mine)
        is_full = len({_unit(options, it.day, it.entry) for it in mine}) > options.at_most
        if is_new and is_full and _is_young(options, timeline.calendar, key, window.until):
            yield key, mine


def _unit(options: Options, day: int, entry: Entry) -> _Unit:
    """What an entry counts as: itself, or its series on that day."""
    series = entry.series if isinstance(entry, Post) and options.series_as_one else None
    return day, f"series {series}" if series else f"entry {entry.id}"


def _is_young(options: Options, calendar: Calendar, key: Key, until: date) -> bool:
    """Whether a channel is still new enough on the last day of a window, where that is asked."""
    if not options.younger_than:
        return True
    since = next((it.since for it in calendar.channels if it.name == key), None)
    return since is not None and until <= since + timedelta(weeks=options.younger_than)


def _hit(options: Options, window: Window, key: Key, mine: list[Moment]) -> Hit:
    units: dict[_Unit, None] = {}
    last_week = window.until.toordinal() - 7
    tip = None
    for moment in mine:
        units[_unit(options, moment.day, moment.entry)] = None
        if tip is None and len(units) > options.at_most and moment.day >= last_week:
            tip = moment.entry
    assert tip is not None
    words = {
        "when": day_name(window.first) if options.every == "day" else week_name(window),
        "channel": group_name(options.each, key),
        "observed": Count(len(units)),
        "allowed": Count(options.at_most),
        "excess": Count(len(units) - options.at_most),
    }
    window = window._replace(channel=channel_in(options.each, key))
    related = tuple(moment.entry for moment in mine if moment.entry is not tip)
    return Hit(tip, window, len(units), options.at_most, related, words)


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts of days with too many, which could go to other days."""
    if options.every == "day":
        yield from _posts_over(options, timeline, window)


def deferrable(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts of weeks with too many, or of days when the whole week has no room for them."""
    is_limited = options.of.test(timeline.calendar)
    week = timeline.between(window.first, window.until)
    number = sum(is_limited(moment.entry) for moment in week)
    if options.every == "week" or number > options.at_most * WORKING_DAYS:
        yield from _posts_over(options, timeline, window)


def _posts_over(options: Options, timeline: Timeline, week: Window) -> Iterator[str]:
    first = week.first.toordinal()
    for window, moments in _windows(options, timeline, week):
        for _key, mine in _over(options, timeline, window, moments):
            for day, _minute, entry in mine:
                if day >= first and isinstance(entry, Post):
                    yield entry.id


def reach(options: Options) -> Reach:
    """The weeks before."""
    return Reach((options.over - 1) * MINUTES_A_WEEK if options.every == "week" else 0)


NEIGHBOURS_ONLY_HINDER = True


def plan(options: Options, board: Board) -> None:
    """Sums over the entries of a group, on each day or over the weeks."""
    weeks = options.over if options.every == "week" else 1
    limited = board.find(options.of.test(board.calendar), weeks=weeks)
    own = [it for it in limited if board.is_own(it) and opens(options.each, it.entry)]
    for place, key in enumerate(groups(options.each, (piece.entry for piece in own))):
        mine = [piece for piece in limited if is_in(options.each, piece.entry, key)]
        new = [piece for piece in own if key in keys_of(options.each)(piece.entry)]
        days = sorted({day for piece in new for day in piece.days})
        for day in days if options.every == "day" else [None]:
            until = date.fromordinal(day + 1) if day else board.window.until
            if _is_young(options, board.calendar, key, until):
                channel = channel_in(options.each, key)
                guard = board.guard(channel, place * board.window.until.toordinal() + (day or 0))
                some = some_of(board, (_on(piece, day) for piece in new))
                few = board.model.add(sum(_units(options, board, mine, day)) <= options.at_most)
                few.only_enforce_if(guard, some)


def _on(piece: Piece, day: int | None) -> Any:
    """A literal: a piece takes place on a day, or (None) on any."""
    return piece.present if day is None else piece.days.get(day)


def _units(options: Options, board: Board, pieces: list[Any], day: int | None) -> Iterator[Any]:
    """A literal for each entry, and one for each series on each day that has any of its posts."""
    series: dict[tuple[int, str], list[Any]] = {}
    for piece in pieces:
        if options.series_as_one and piece.series:
            for on, literal in piece.days.items():
                if day in (None, on):
                    series.setdefault((on, piece.series), []).append(literal)
        elif (literal := _on(piece, day)) is not None:
            yield literal
    for literals in series.values():
        yield some_of(board, literals)
