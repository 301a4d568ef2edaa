"""On every day, or every one with posts, so many entries of some kinds between two clock times.

Only days inside the calendar count, and none of a blackout. An entry without a time is there on
its day only where the whole day is looked at.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from planner.checks import Board, Count, Hit, Offer, Option, Piece, Reach
from planner.groups import Key, channel_in, group_name, groups, is_in
from planner.insertion import Insertion, read_insertion
from planner.model import Entry, Post, Window
from planner.open_days import Inside, counts, held_on, span_of
from planner.options import choice, positive
from planner.weeks import MINUTES_A_DAY, Moment, Timeline, day_name, parse_hours, week_name, week_of
from planner.which import Which, read_which
from planner.wording import listed


class Between(NamedTuple):
    """A part of the day, half-open, as stretches of its minutes; over midnight it is two."""

    stretches: tuple[tuple[int, int], ...] = ((0, MINUTES_A_DAY),)
    written: str = "00:00-24:00"

    def __str__(self) -> str:
        """As it was written."""
        return self.written

    @property
    def is_whole_day(self) -> bool:
        """Whether an entry without a time is surely in it."""
        return self.stretches == ((0, MINUTES_A_DAY),)

    def holds(self, minute: int) -> bool:
        """Whether a minute of the day is in it."""
        return any(first <= minute < until for first, until in self.stretches)


def read_between(value: Any) -> Between:
    """Read `06:00-11:00`; raises `ValueError` with a sentence."""
    text = str(value)
    try:
        hours = () if " " in text or "," in text else parse_hours(text)
    except ValueError:
        hours = ()
    if not hours:
        raise ValueError(f"{value!r} is no part of a day; write it like 06:00-11:00")
    return Between(tuple((item.start, item.end) for item in hours), text)


class Options(NamedTuple):
    """`at_least` entries that are `of`, `between` two times of each of the `days`."""

    of: Which
    at_least: int = 1
    between: Between = Between()
    days: str = "workdays"
    each: str = "calendar"
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the posts and slots that count"),
    "at_least": Option(positive, "how many of them a day has"),
    "between": Option(read_between, "the part of the day in which they start"),
    "days": Option(choice("workdays", "all", "posting"), "the days that are looked at"),
    "each": Option(
        choice("calendar", "channel"), "all together, or each channel on its days with posts"
    ),
    "insert": Option(read_insertion, "the entry that a plan may add as work to do"),
}
WORDS = ("week", "channel", "days", "observed", "at_least", "between")
COUNTS = ("observed", "at_least")


class _Week(NamedTuple):
    """The days of one week and group that have too few entries, and how few it has at worst."""

    window: Window
    key: Key
    days: list[int]
    missing: int


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per week and group, naming the days with too few entries."""
    for lacking in _lacking(options, timeline):
        words = {
            "week": week_name(lacking.window),
            "channel": group_name(options.each, lacking.key),
            "days": listed(day_name(date.fromordinal(day)) for day in lacking.days),
            "observed": Count(len(lacking.days)),
            "at_least": Count(options.at_least),
            "between": " and ".join(options.between.written.split("-")),
        }
        window = lacking.window._replace(channel=channel_in(options.each, lacking.key))
        entry = _near(options, timeline, lacking)
        yield Hit(entry, window, len(lacking.days), 0, (), words)


def _lacking(options: Options, timeline: Timeline) -> Iterator[_Week]:
    found, opened = _found(options, timeline), _opened(options, timeline)
    weeks: dict[tuple[Window, Key], _Week] = {}
    for day, keys in sorted(opened.items()):
        window = week_of(date.fromordinal(day), timeline.calendar.week_starts)
        for key in sorted(keys):
            number = sum(is_in(options.each, it, key) for it in found.get(day, ()))
            if number < options.at_least:
                week = weeks.setdefault((window, key), _Week(window, key, [], 0))
                week.days.append(day)
                missing = max(week.missing, options.at_least - number)
                weeks[window, key] = week._replace(missing=missing)
    yield from weeks.values()


def _found(options: Options, timeline: Timeline) -> dict[int, list[Entry]]:
    """The entries that count, by day."""
    fits = options.of.test(timeline.calendar)
    found: dict[int, list[Entry]] = {}
    for moment in timeline.moments:
        if fits(moment.entry) and _is_there(options, timeline, moment):
            found.setdefault(moment.day, []).append(moment.entry)
    return found


def _is_there(options: Options, timeline: Timeline, moment: Moment) -> bool:
    if options.between.is_whole_day:
        return True
    if moment.minute is None:
        return False
    local: Any = moment.entry.at
    local = local.astimezone(timeline.zone)
    return options.between.holds(local.hour * 60 + local.minute)


def _opened(options: Options, timeline: Timeline) -> dict[int, set[Key]]:
    """The groups that are looked at, by day."""
    if not timeline.moments:
        return {}
    is_counted = counts(timeline.calendar, workdays=options.days == "workdays")
    if options.each == "calendar" and options.days != "posting":
        first, last = span_of(timeline)
        return {day: {""} for day in range(first, last + 1) if is_counted(day)}
    opened: dict[int, set[Key]] = {}
    for day, _minute, entry in timeline.moments:
        if isinstance(entry, Post) and is_counted(day):
            key = entry.channel or "" if options.each == "channel" else ""
            opened.setdefault(day, set()).add(key)
    return opened


def _near(options: Options, timeline: Timeline, lacking: _Week) -> Entry:
    """The first entry of the group on the first lacking day or after it, else the last before."""
    before = timeline.moments[0].entry
    for day, _minute, entry in timeline.moments:
        if options.each == "calendar" or (
            isinstance(entry, Post) and is_in("channel", entry, lacking.key)
        ):
            before = entry
            if day >= lacking.days[0]:
                break
    return before


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Entries for every day of the week that has too few."""
    insert = options.insert
    if insert is None:
        return
    for lacking in _lacking(options, timeline):
        if lacking.window.first == window.first:
            channels = [lacking.key or None] if options.each == "channel" else [None]
            if isinstance(insert.entry, Post) and options.each != "channel":
                moments = timeline.between(window.first, window.until)
                posts = [it.entry for it in moments if isinstance(it.entry, Post)]
                channels = [it or None for it in sorted({post.channel or "" for post in posts})]
            elif not isinstance(insert.entry, Post):
                # One for all channels serves each of them.
                channels = [None]
            for channel in channels:
                yield Offer(insert.on(channel), 7 * lacking.missing)


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts that count or that a day is looked at for, when days of the week have too few."""
    keys = [it.key for it in _lacking(options, timeline) if it.window.first == window.first]
    fits = options.of.test(timeline.calendar)
    needs_posts = options.days == "posting" or options.each == "channel"
    for _day, _minute, entry in timeline.between(window.first, window.until):
        helps = isinstance(entry, Post) and (needs_posts or fits(entry))
        if helps and any(is_in(options.each, entry, key) for key in keys):
            yield entry.id


def reach(_options: Options) -> Reach:
    """Nothing: every day stands for itself."""
    return Reach()


def plan(options: Options, board: Board) -> None:
    """For every day and group, enough entries that are there in its part of the day."""
    found = board.find(options.of.test(board.calendar))
    posts = board.posts()
    is_counted = counts(board.calendar, workdays=options.days == "workdays")
    days = range(board.window.first.toordinal(), board.window.until.toordinal())
    keys = groups("channel", (it.entry for it in posts)) if options.each == "channel" else [""]
    inside, there, part = Inside(board), _There(options, board), 0
    for key in keys:
        mine = [piece for piece in found if is_in(options.each, piece.entry, key)]
        opening = [piece for piece in posts if is_in(options.each, piece.entry, key)]
        for day in filter(is_counted, days):
            part += 1
            guard = board.guard(channel_in(options.each, key), part)
            enough = sum(there.literals(mine, day)) >= options.at_least
            for conditions in _conditions(options, board, inside, opening, day):
                board.model.add(enough).only_enforce_if(guard, *conditions)


def _conditions(
    options: Options, board: Board, inside: Inside, posts: list[Piece], day: int
) -> Iterator[list[Any]]:
    """The cases in which a day is looked at, each as literals that all hold then."""
    if options.each == "calendar" and options.days != "posting":
        yield inside.conditions(day, day)
        return
    yield from ([piece.days[day]] for piece in posts if day in piece.days)
    # Nothing is held back only because nobody is there on its day.
    yield from ([hold] for home, hold in held_on(board, posts) if home == day)


class _There:
    """Literals for an entry being there on a day, in the part of it that counts."""

    def __init__(self, options: Options, board: Board) -> None:
        self.between = options.between
        self.board = board
        self._known: dict[tuple[int, int], list[Any]] = {}

    def literals(self, pieces: Iterable[Piece], day: int) -> list[Any]:
        """At most one of each piece's literals holds, and only if it is there."""
        found: list[Any] = []
        for piece in pieces:
            if day in piece.days:
                key = id(piece), day
                if key not in self._known:
                    self._known[key] = self._of(piece, day)
                found += self._known[key]
        return found

    def _of(self, piece: Piece, day: int) -> list[Any]:
        literal = piece.days[day]
        if self.between.is_whole_day:
            return [literal]
        if piece.start is None:
            # Only days are decided yet, so that it may still be there; or it never has a time.
            return [] if _is_untimed(piece) else [literal]
        found = []
        for first, until in self.between.stretches:
            found.append(here := self.board.boolean("here"))
            self.board.model.add_implication(here, literal)
            self.board.model.add(piece.minute >= first).only_enforce_if(here)
            self.board.model.add(piece.minute < until).only_enforce_if(here)
        return found


def _is_untimed(piece: Piece) -> bool:
    at = piece.entry.at
    return type(at) is date and at != date.min
