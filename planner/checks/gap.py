"""No more than so many days in a row without an entry of some kinds.

Days of a blackout never count, nor do weekends where only working days do. It is looked at from
the calendar's first day to its last, for a person from the first entry that names them. A channel
has a gap only where something is posted on it meanwhile.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator
from datetime import date
from typing import Any, NamedTuple

from planner.checks import Board, Count, Hit, Offer, Option, Piece, Reach
from planner.groups import Key, channel_in, group_name, groups, is_in, keys_of
from planner.insertion import Insertion, read_insertion
from planner.model import Entry, Post, Slot, Window
from planner.open_days import Inside, counts, held_on, span_of
from planner.options import choice, count, flag
from planner.weeks import (
    MINUTES_A_DAY,
    MINUTES_A_WEEK,
    Moment,
    Timeline,
    day_name,
)
from planner.which import Which, read_which


class Options(NamedTuple):
    """At most `at_most` days in a row without an entry that is `of`."""

    of: Which
    at_most: int
    workdays: bool = False
    each: str = "calendar"
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the posts and slots that end a gap"),
    "at_most": Option(count, "how many days in a row may be without one"),
    "workdays": Option(flag, "whether only Monday to Friday count"),
    "each": Option(choice("calendar", "channel", "handle"), "what is looked at apart"),
    "insert": Option(read_insertion, "the entry that a plan may add as work to do"),
}
WORDS = ("channel", "observed", "allowed", "first", "last", "excess")
COUNTS = ("observed", "allowed", "excess")
_CLOSED = 14
"""Days of a blackout that a week looks back over, beside those that count."""


class _Group(NamedTuple):
    """What is looked at by itself: from which day on, what ends a gap, and when it is one.

    `posts` are the days with posts of a channel; None where every gap counts.
    """

    start: int
    found: list[Moment]
    posts: set[int] | None = None


class _Gap(NamedTuple):
    """The counted days of a gap, the first that is too many, and the entries around it."""

    key: Key
    days: list[int]
    tip: int
    before: Entry | None
    after: Entry | None


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per gap; its window are the days that are too many."""
    for gap in _gaps(options, timeline):
        around = [it for it in (gap.before, gap.after) if it is not None]
        # A person is named where they were named last, all else where the gap gets too long.
        entry = gap.before if options.each == "handle" else _at_or_after(timeline, gap.tip)
        assert entry is not None
        window = Window(date.fromordinal(gap.tip), date.fromordinal(gap.days[-1] + 1))
        window = window._replace(channel=channel_in(options.each, gap.key))
        observed = len(gap.days)
        words = {
            "channel": group_name(options.each, gap.key),
            "observed": Count(observed),
            "allowed": Count(options.at_most),
            "first": day_name(date.fromordinal(gap.days[0])),
            "last": day_name(date.fromordinal(gap.days[-1])),
            "excess": Count(observed - options.at_most),
        }
        related = tuple(it for it in around if it is not entry)
        yield Hit(entry, window, observed, options.at_most, related, words)


def _gaps(options: Options, timeline: Timeline) -> Iterator[_Gap]:
    if not timeline.moments:
        # A part of a calendar without any entry has none to place a finding at.
        return
    is_counted = counts(timeline.calendar, workdays=options.workdays)
    until = span_of(timeline)[1] + 1
    for key, group in sorted(_groups(options, timeline).items()):
        last, before = group.start - 1, None
        ends: list[Moment | None] = [*group.found, None]
        for moment in ends:
            day = moment.day if moment else until
            if moment is None or is_counted(day):
                if day - last - 1 > options.at_most:
                    bare = [it for it in range(last + 1, day) if is_counted(it)]
                    tip = _tip(options, bare, group.posts)
                    if tip is not None:
                        yield _Gap(key, bare, tip, before, moment and moment.entry)
                last = day
            before = moment and moment.entry


def _tip(options: Options, bare: list[int], posts: set[int] | None) -> int | None:
    """The first day that is too many without an entry, when there is one."""
    if len(bare) <= options.at_most:
        return None
    if posts is None:
        return bare[options.at_most]
    first = next((position for position, day in enumerate(bare) if day in posts), None)
    return None if first is None else bare[max(first, options.at_most)]


def _groups(options: Options, timeline: Timeline) -> dict[Key, _Group]:
    fits = options.of.test(timeline.calendar)
    found = [moment for moment in timeline.moments if fits(moment.entry)]
    start = span_of(timeline)[0]
    opened: dict[Key, _Group] = {}
    if options.each == "calendar":
        return {"": _Group(start, found)}
    if options.each == "channel":
        posts: dict[Key, set[int]] = {}
        for day, _minute, entry in timeline.moments:
            if isinstance(entry, Post):
                posts.setdefault(entry.channel or "", set()).add(day)
        for key, days in posts.items():
            mine = [it for it in found if is_in("channel", it.entry, key)]
            opened[key] = _Group(start, mine, days)
        return opened
    keys = keys_of(options.each)
    for moment in found:
        for key in keys(moment.entry):
            opened.setdefault(key, _Group(moment.day, [])).found.append(moment)
    return opened


def _at_or_after(timeline: Timeline, day: int) -> Entry:
    """The first entry of a day or after it, else the last one before."""
    position = bisect_left(timeline.moments, day, key=lambda it: it.day)
    return timeline.moments[min(position, len(timeline.moments) - 1)].entry


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Entries for every gap that has become too long in a week."""
    most = 1 + 6 // (options.at_most + 1)
    for gap in _of_week(options, timeline, window):
        for pattern in _patterns(options, timeline, gap):
            yield Offer(pattern, most)


def _of_week(options: Options, timeline: Timeline, week: Window) -> Iterator[_Gap]:
    first, until = week.first.toordinal(), week.until.toordinal()
    for gap in _gaps(options, timeline):
        if gap.tip < until and first <= gap.days[-1]:
            yield gap


def _patterns(options: Options, timeline: Timeline, gap: _Gap) -> Iterator[Entry]:
    """What could end a gap: a slot, or a post on a channel or for a person."""
    insert = options.insert
    if insert is None:
        return
    if options.each == "handle":
        channel = gap.before.channel if isinstance(gap.before, Post) else None
        entry, name = insert.on(channel), (f"@{gap.key}",)
        if isinstance(entry, Slot):
            yield entry._replace(channels=(), contacts=name)
        else:
            yield entry._replace(mentions=name)
    elif options.each == "channel" or isinstance(insert.entry, Slot):
        yield insert.on(gap.key or None)
    else:
        posts = [it.entry for it in timeline.moments if isinstance(it.entry, Post)]
        for channel in sorted({post.channel or "" for post in posts}):
            yield insert.on(channel or None)


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts of the week that end gaps: on another day they might end one sooner."""
    fits = options.of.test(timeline.calendar)
    gaps = list(_of_week(options, timeline, window))
    for _day, _minute, entry in timeline.between(window.first, window.until):
        is_ending = isinstance(entry, Post) and fits(entry)
        if is_ending and any(is_in(options.each, entry, gap.key) for gap in gaps):
            yield entry.id


def reach(options: Options) -> Reach:
    """As many days back as a gap may have, with the weekends and closed days between them."""
    days = options.at_most + 2
    if options.workdays:
        days = -(-days // 5) * 7 + 2
    return Reach((days + _CLOSED) * MINUTES_A_DAY)


def plan(options: Options, board: Board) -> None:
    """Of every so many days in a row that end in the week, at least one has an entry."""
    weeks = reach(options).before // MINUTES_A_WEEK + 2
    found = board.find(options.of.test(board.calendar), weeks=weeks)
    posts = board.posts(weeks=weeks) if options.each == "channel" else []
    inside, part = Inside(board), 0
    stretches = list(_stretches(options, board))
    for key in groups(options.each, (piece.entry for piece in posts or found)):
        mine = [piece for piece in found if is_in(options.each, piece.entry, key)]
        own = [piece for piece in posts if is_in("channel", piece.entry, key)]
        for days in stretches:
            part += 1
            conditions = _conditions(options, board, inside, own or mine, days)
            if conditions is not None:
                guard = board.guard(channel_in(options.each, key), part)
                some = [piece.days[day] for piece in mine for day in days if day in piece.days]
                board.model.add_bool_or(some).only_enforce_if(guard, *conditions)


def _stretches(options: Options, board: Board) -> Iterator[list[int]]:
    """Days in a row that are one too many to be without an entry, ending in the week."""
    is_counted = counts(board.calendar, workdays=options.workdays)
    first, until = board.window.first.toordinal(), board.window.until.toordinal()
    back = first - reach(options).before // MINUTES_A_DAY
    days = [day for day in range(back, until) if is_counted(day)]
    for position, day in enumerate(days):
        if day >= first:
            yield days[max(0, position - options.at_most) : position + 1]


def _conditions(
    options: Options, board: Board, inside: Inside, opening: list[Piece], days: list[int]
) -> list[Any] | None:
    """Literals under which a stretch counts; None when it never does."""
    span = inside.conditions(days[0], days[-1])
    if options.each == "calendar":
        return span
    if options.each == "channel":
        begun = [*_literals(opening, set(days)), *_held(board, opening, set(days))]
    else:
        # The first day of a person ends no gap.
        begun = list(_literals(opening, range(days[0])))
    if not begun:
        return None
    has_begun = board.boolean("begun")
    for literal in begun:
        board.model.add_implication(literal, has_begun)
    return [has_begun, *span]


def _literals(pieces: list[Piece], days: Container[int]) -> Iterator[Any]:
    return (it for piece in pieces for day, it in piece.days.items() if day in days)


def _held(board: Board, posts: list[Piece], days: set[int]) -> Iterator[Any]:
    """Nothing is held back only because nobody is there to talk."""
    return (hold for day, hold in held_on(board, posts) if day in days)
