"""Entries of some kinds are so far apart from each other, or from others.

Exactly so far is enough. Whole days are counted as days of the calendar, so that an entry needs no
time; for anything else those without one are left out. Posts of one series belong together, and so
do the posts of one entry on several channels.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from planner.checks import Board, Count, Hit, Option, Piece, Reach
from planner.groups import Key, channel_in, group_name
from planner.model import Entry, Post, Record, Window
from planner.named import Any, NamedTuple
from planner.options import choice, flag, length
from planner.pairs import SAME, length_name, shared
from planner.weeks import (
    MINUTES_A_DAY,
    MINUTES_A_WEEK,
    Timeline,
    local_day,
    minute_of,
    moment_name,
    week_name,
    week_of,
    zone_of,
)
from planner.which import Test, Which, read_which

NEIGHBOURS_ONLY_HINDER = True


class Options(NamedTuple):
    """Entries that are `of` are `at_least` so many minutes from those that are `apart_from`."""

    of: Which
    at_least: int
    apart_from: Which | None = None
    after_only: bool = False
    same: str = "channel"


OPTIONS = {
    "of": Option(read_which, "the posts and slots that keep a distance"),
    "at_least": Option(length, "how far apart they are"),
    "apart_from": Option(
        read_which, "the entries, or records, they keep it from; if none, each other"
    ),
    "after_only": Option(flag, "whether they keep it only after those"),
    "same": Option(choice(*SAME), "what both share"),
}
WORDS = ("week", "channel", "observed", "first", "when", "other", "at_least")
COUNTS = ("observed",)


class _Stand(NamedTuple):
    """An entry or record in time; `place` is its rank, -1 for what cannot be too late."""

    day: int
    minute: int | None
    entry: Entry | Record
    place: int = -1


class _Close(NamedTuple):
    """Two that are too close: the one that comes too soon, the other, and what they share."""

    tip: _Stand
    other: _Stand
    key: Key


def _days(options: Options) -> int | None:
    """The distance in days, where it is counted in those."""
    days, rest = divmod(options.at_least, MINUTES_A_DAY)
    return None if rest else days


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per week and group, at the first entry that comes too soon."""
    weeks: dict[tuple[Window, Key], list[_Close]] = {}
    for close in _close(options, timeline):
        week = week_of(date.fromordinal(close.tip.day), timeline.calendar.week_starts)
        weeks.setdefault((week, close.key), []).append(close)
    for (week, key), found in sorted(weeks.items(), key=lambda it: it[0]):
        first = found[0]
        tips = {it.tip.place: it.tip.entry for it in found}
        around = {id(it.entry): it.entry for pair in found for it in (pair.tip, pair.other)}
        related = tuple(
            it for it in around.values() if it is not first.tip.entry and not isinstance(it, Record)
        )
        window = week._replace(channel=channel_in(options.same, key))
        words = _words(options, timeline, first)
        words |= {
            "week": week_name(week),
            "channel": group_name(options.same, key),
            "observed": Count(len(tips)),
            "when": f"{'the first ' * (len(tips) > 1)}on {words['first']}",
        }
        yield Hit(first.tip.entry, window, len(tips), 0, related, words)


def _words(options: Options, timeline: Timeline, close: _Close) -> dict[str, object]:
    days = _days(options)
    tip, other = close.tip.entry.at, close.other.entry.at
    assert tip is not None
    assert other is not None
    return {
        "first": moment_name(tip, timeline.zone),
        "other": moment_name(other, timeline.zone),
        "at_least": f"{Count(days):day|days}" if days else length_name(options.at_least),
    }


def _close(options: Options, timeline: Timeline) -> list[_Close]:
    """All pairs that are too close, in the order of those that come too soon."""
    first = options.of.test(timeline.calendar)
    second = options.apart_from.test(timeline.calendar) if options.apart_from else first
    others = _standing(timeline, second)
    if options.apart_from:
        others += [_Stand(*told) for told in timeline.told() if second(told.record)]
        others.sort(key=lambda it: it.day)
    if not others:
        return []
    found: dict[tuple[int, int], _Close] = {}
    far = options.at_least // MINUTES_A_DAY + 1
    for one in _standing(timeline, first):
        start = bisect_left(others, one.day - far, key=lambda it: it.day)
        until = bisect_left(others, one.day + far + 1, key=lambda it: it.day)
        for other in others[start:until]:
            is_bad = _is_bad(options, one, other)
            key = shared(options.same, one.entry, other.entry) if is_bad else None
            if key is not None:
                is_later = options.after_only or one.place > other.place
                tip, rest = (one, other) if is_later else (other, one)
                found.setdefault((tip.place, id(rest.entry)), _Close(tip, rest, key))
    return sorted(found.values(), key=lambda it: (it.tip.place, -it.other.day, -it.other.place))


def _standing(timeline: Timeline, fits: Test) -> list[_Stand]:
    """The entries that fit, in order of time."""
    return [_Stand(*it, place) for place, it in enumerate(timeline.moments) if fits(it.entry)]


def _is_bad(options: Options, one: _Stand, other: _Stand) -> bool:
    """Whether two entries are too close."""
    if not _counts(one.entry, other.entry):
        return False
    days = _days(options)
    are_timed = one.minute is not None and other.minute is not None
    later = (one.minute or 0) - (other.minute or 0)
    if days is None:
        is_after = not options.after_only or later >= 0
        return are_timed and is_after and abs(later) < options.at_least
    apart = one.day - other.day
    if options.after_only and apart == 0:
        return are_timed and later >= 0 and days > 0
    return abs(apart) < days and (apart > 0 or not options.after_only)


def _counts(one: Entry | Record, other: Entry | Record) -> bool:
    """Whether two are different entries, and neither of one series nor one post on two channels."""
    if one is other:
        return False
    if isinstance(one, Post) and isinstance(other, Post):
        are_one = one.entry and one.entry == other.entry
        return not are_one and (not one.series or one.series != other.series)
    return True


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts of the week that are too close to others."""
    first, until = window.first.toordinal(), window.until.toordinal()
    for close in _close(options, timeline):
        if first <= close.tip.day < until:
            for it in (close.tip, close.other):
                if isinstance(it.entry, Post) and first <= it.day < until:
                    yield it.entry.id


def deferrable(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The same posts: a later week may have room for them."""
    return loose(options, timeline, window)


def reach(options: Options) -> Reach:
    """As far as the distance, to both sides."""
    side = options.at_least + 2 * MINUTES_A_DAY
    return Reach(side, side)


def plan(options: Options, board: Board) -> None:
    """Every two that the week can bring too close are far enough apart."""
    _Plan(options, board).add()


class _Fixed(NamedTuple):
    """A record as a piece that cannot move; `None` is a literal that always holds."""

    entry: Record
    days: Mapping[int, Any]
    start: int | None
    present: Any = None


class _Plan:
    """The requirements of one week."""

    def __init__(self, options: Options, board: Board) -> None:
        self.options = options
        self.board = board
        self.days = _days(options)
        self.part = 0
        self.zone = zone_of(board.calendar.timezone)
        self.until = board.window.until.toordinal()
        calendar = board.calendar
        self.first = options.of.test(calendar)
        self.second = options.apart_from.test(calendar) if options.apart_from else self.first

    def add(self) -> None:
        """Those of the week among each other, with those before, and with those after it."""
        weeks = reach(self.options).before // MINUTES_A_WEEK + 2
        ones = self.board.find(self.first, weeks=weeks)
        others = ones
        if self.options.apart_from:
            others = self.board.find(self.second, weeks=weeks)
        known: set[tuple[int, int]] = set()
        for one in ones:
            for other in others:
                pair = min(id(one), id(other)), max(id(one), id(other))
                is_known = pair in known and not self.options.after_only
                if not is_known and (self.board.is_own(one) or self.board.is_own(other)):
                    known.add(pair)
                    self._pair(one, other)
        for one in filter(self.board.is_own, ones):
            for record in self._records():
                self._pair(one, record)
        self._add_later()

    def _records(self) -> Iterator[_Fixed]:
        if self.options.apart_from:
            calendar = self.board.calendar._replace(posts=(), slots=())
            for day, minute, record in Timeline(calendar).told():
                if self.second(record):
                    yield _Fixed(record, {day: None}, minute)

    def _add_later(self) -> None:
        """What is far enough from an entry of a later week does not come closer to it."""
        side = self.options.at_least + MINUTES_A_DAY
        later = [
            piece
            for piece in self.board.near(lambda it: self.first(it) or self.second(it), side)
            if not self.board.is_own(piece) and min(piece.days) >= self.until
        ]
        own = self.board.find(lambda it: self.first(it) or self.second(it)) if later else []
        for piece in own:
            for other in later:
                if self.first(piece.entry) and self.second(other.entry):
                    self._keep(piece, other, piece, other)
                if self.second(piece.entry) and self.first(other.entry):
                    self._keep(other, piece, piece, other)

    def _keep(self, one: Piece, other: Piece, own: Piece, later: Piece) -> None:
        if own.is_guest or own.entry.at is None or later.entry.at is None:
            return
        stands = [self._stand(piece) for piece in (one, other)]
        if not _is_bad(self.options, *stands):
            self._pair(one, other)

    def _stand(self, piece: Piece) -> _Stand:
        at = piece.entry.at
        assert at is not None
        minute = minute_of(at) if isinstance(at, datetime) else None
        return _Stand(local_day(at, self.zone).toordinal(), minute, piece.entry)

    def _pair(self, one: Piece, other: Piece | _Fixed) -> None:
        key = shared(self.options.same, one.entry, other.entry)
        is_one = one is other or not (_counts(one.entry, other.entry))
        if key is None or is_one or not self._can_be_close(one.days, other.days):
            return
        self.part += 1
        guard = self.board.guard(channel_in(self.options.same, key), self.part)
        are_timed = one.start is not None and other.start is not None
        if self.days is None and are_timed:
            self._apart_in_minutes(one, other, guard)
        else:
            self._apart_in_days(one, other, guard)

    def _can_be_close(self, ones: Iterable[int], others: Iterable[int]) -> bool:
        far = self.options.at_least // MINUTES_A_DAY + 1
        return any(abs(one - other) <= far for one in ones for other in others)

    def _apart_in_minutes(self, one: Piece, other: Piece | _Fixed, guard: Any) -> None:
        model, least = self.board.model, self.options.at_least
        is_first = self.board.boolean("first")
        present = [it for it in (one.present, other.present) if it is not None]
        before = 1 if self.options.after_only else least
        model.add(other.start - one.start >= before).only_enforce_if(guard, is_first, *present)
        after = model.add(one.start - other.start >= least)
        after.only_enforce_if(guard, is_first.negated(), *present)

    def _apart_in_days(self, one: Piece, other: Piece | _Fixed, guard: Any) -> None:
        """Days that are too close exclude each other.

        Where only days are decided yet, those that surely are too close for the minutes.
        """
        if self.days is None and not (_has_time(one) and _has_time(other)):
            return
        days = self.days
        if days is None:
            days = (self.options.at_least - 60) // MINUTES_A_DAY
        for day, literal in one.days.items():
            for there, standing in other.days.items():
                literals = [it for it in (guard, literal, standing) if it is not None]
                apart = day - there
                if self.options.after_only and apart == 0:
                    if one.start is not None and other.start is not None and days:
                        order = self.board.model.add(one.start + 1 <= other.start)
                        order.only_enforce_if(*literals)
                elif abs(apart) < days and (apart > 0 or not self.options.after_only):
                    self.board.model.add_bool_or([]).only_enforce_if(*literals)


def _has_time(piece: Piece | _Fixed) -> bool:
    """Whether an entry has a time, which the board may leave out."""
    return isinstance(piece.entry.at, datetime)
