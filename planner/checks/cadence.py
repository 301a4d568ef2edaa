"""How even the weeks are: none far from the usual number, none without any, no long decline.

The weeks of a group go from its first entry to its last. The first and the last week of them count
as whole only where the calendar begins with the first day of it, or ends with its last. Weeks
with a blackout in them are left out. A group that is silent in most of its weeks has no usual week
and is not judged.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from planner.checks import Count, Hit, Option
from planner.groups import channel_in, group_name, parted
from planner.model import Entry, Window
from planner.options import choice, count, flag, positive
from planner.weeks import Timeline, week_name, week_of
from planner.which import Which, read_which
from planner.wording import counted


class Options(NamedTuple):
    """Weeks of what is `of` differ from the usual by no more than `at_most` `for_every`.

    What is usual is the median of the whole weeks that have some, among the `over` weeks that end
    with the one judged: a single great week makes the others no worse.
    0 is not asked; `always_allowed` are so many more or fewer. `no_dead_weeks` asks for one in
    each, and `not_falling` for a decline shorter than so many weeks.
    """

    of: Which
    each: str = "channel"
    at_most: int = 0
    for_every: int = 1
    always_allowed: int = 2
    over: int = 12
    no_dead_weeks: bool = False
    not_falling: int = 0
    from_weeks: int = 4


OPTIONS = {
    "of": Option(read_which, "the posts and slots that are counted"),
    "each": Option(choice("channel", "calendar"), "what is judged apart: channel or calendar"),
    "at_most": Option(count, "a week has at most so many, and a usual week so many of a week's"),
    "for_every": Option(positive, "for every so many of a usual week"),
    "always_allowed": Option(count, "how many more or fewer than usual are always allowed"),
    "over": Option(positive, "how many weeks up to one tell what is usual"),
    "no_dead_weeks": Option(flag, "whether every week has at least one"),
    "not_falling": Option(count, "in how many weeks in a row the number must not fall each time"),
    "from_weeks": Option(positive, "how many whole weeks there have to be to judge anything"),
}
WORDS = ("group", "week", "observed", "allowed", "usual", "weeks", "numbers", "entries", "change")
COUNTS = ("observed", "allowed", "weeks")


class _Week(NamedTuple):
    """A week of a group: what counts of it, and whether it is whole and without a blackout."""

    window: Window
    entries: list[Entry]
    is_whole: bool
    is_open: bool

    @property
    def number(self) -> int:
        return len(self.entries)

    @property
    def is_usual(self) -> bool:
        return self.is_whole and self.is_open


class _Line(NamedTuple):
    """A group and its weeks, also those without an entry."""

    each: str
    key: str
    weeks: list[_Week]

    @property
    def whole(self) -> list[_Week]:
        """The weeks that tell what is usual."""
        return [week for week in self.weeks if week.is_usual]

    @property
    def is_alive(self) -> bool:
        """Whether at least half of the weeks have an entry."""
        open_weeks = [week for week in self.weeks if week.is_open]
        return 2 * sum(week.number > 0 for week in open_weeks) >= len(open_weeks)

    def window(self, first: _Week, last: _Week) -> Window:
        channel = channel_in(self.each, self.key)
        return Window(first.window.first, last.window.until, channel)


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per uneven week, per stretch of dead weeks and per decline, of each group."""
    for line in _lines(options, timeline):
        if len(line.whole) >= options.from_weeks and line.is_alive:
            if options.at_most:
                yield from _uneven(options, line)
            if options.no_dead_weeks:
                yield from _dead(line)
            if options.not_falling:
                yield from _falling(options, line)


def too_short(options: Options, timeline: Timeline) -> str | None:
    """How long a calendar has to be, where no group has enough whole weeks."""
    numbers = [len(line.whole) for line in _lines(options, timeline)]
    is_judged = not numbers or max(numbers) >= options.from_weeks
    return None if is_judged else counted(options.from_weeks, "whole week")


def _lines(options: Options, timeline: Timeline) -> Iterator[_Line]:
    fits = options.of.test(timeline.calendar)
    found = (moment for moment in timeline.moments if fits(moment.entry))
    for key, moments in parted(options.each, found).items():
        own = [(moment.day, moment.entry) for moment in moments]
        yield _Line(options.each, key, list(_weeks(timeline, own)))


def _weeks(timeline: Timeline, own: list[tuple[int, Entry]]) -> Iterator[_Week]:
    starts = timeline.calendar.week_starts
    by_week: dict[date, list[Entry]] = {}
    for ordinal, entry in own:
        by_week.setdefault(week_of(date.fromordinal(ordinal), starts).first, []).append(entry)
    first, last = min(by_week), max(by_week)
    begun, ended = map(date.fromordinal, timeline.span)
    day = first
    while day <= last:
        window = week_of(day, starts)
        is_begun = day > first or begun == window.first
        is_over = day < last or ended == window.until - timedelta(days=1)
        is_open = not any(
            it.first < window.until and window.first < it.until
            for it in timeline.calendar.blackouts
        )
        yield _Week(window, by_week.get(day, []), is_begun and is_over, is_open)
        day = window.until


def _uneven(options: Options, line: _Line) -> Iterator[Hit]:
    """The weeks with too many, and the whole ones with too few; empty ones are dead, not uneven."""
    for position, week in enumerate(line.weeks):
        lately = line.weeks[max(0, position + 1 - options.over) : position + 1]
        numbers = sorted(it.number for it in lately if it.is_usual and it.entries)
        if len(numbers) < options.from_weeks:
            continue
        twice = numbers[len(numbers) // 2] + numbers[(len(numbers) - 1) // 2]
        most, fewest = _band(options, twice)
        usual = _usual(twice)
        if week.number > most:
            yield _uneven_hit(line, week, most, usual)
        elif week.is_usual and 0 < week.number < fewest:
            yield _uneven_hit(line, week, fewest, usual)


def _band(options: Options, twice: int) -> tuple[int, int]:
    """The most and the fewest entries of a week, from twice the number of a usual one."""
    most = twice * options.at_most // (2 * options.for_every)
    fewest = -(-twice * options.for_every // (2 * options.at_most))
    allowed = options.always_allowed
    return max(most, twice // 2 + allowed), min(fewest, -(-twice // 2) - allowed)


def _usual(twice: int) -> str:
    """The number of a usual week: `3 are usual`, or `3 to 4 are` when it lies between."""
    low, rest = divmod(twice, 2)
    if rest:
        return f"{low} to {low + 1} are usual"
    return f"{low} is usual" if low == 1 else f"{low} are usual"


def _uneven_hit(line: _Line, week: _Week, allowed: int, usual: str) -> Hit:
    entries = week.entries
    tip = entries[allowed] if len(entries) > allowed else entries[0]
    related = tuple(entry for entry in entries if entry is not tip)
    words = _words(line, [week], len(entries), allowed, usual)
    return Hit(tip, line.window(week, week), len(entries), allowed, related, words)


def _dead(line: _Line) -> Iterator[Hit]:
    """Stretches of weeks without any, at the first entry after them."""
    before: _Week | None = None
    empty: list[_Week] = []
    for week in line.weeks:
        if not week.entries:
            empty.extend([week] if week.is_open else [])
            continue
        if empty and before is not None:
            words = _words(line, empty, 0, 1, "")
            window = line.window(empty[0], empty[-1])
            yield Hit(week.entries[0], window, 0, 1, (before.entries[-1],), words)
        before, empty = week, []


def _falling(options: Options, line: _Line) -> Iterator[Hit]:
    """Declines of enough weeks, at the first entry of the week that is one too many."""
    whole = line.whole
    for falls, run in groupby(pairwise(whole), key=lambda pair: pair[1].number < pair[0].number):
        decline = list(run)
        if falls and len(decline) >= options.not_falling:
            yield _falling_hit(options, line, [decline[0][0], *(later for _, later in decline)])


def _falling_hit(options: Options, line: _Line, weeks: list[_Week]) -> Hit:
    entries = [entry for week in weeks for entry in week.entries]
    # The last week can have none at all: then the decline ends with the last entry before it.
    tip = next(iter(weeks[options.not_falling].entries), entries[-1])
    falls = len(weeks) - 1
    words = _words(line, weeks, falls, options.not_falling - 1, "")
    related = tuple(entry for entry in entries if entry is not tip)
    window = line.window(weeks[0], weeks[-1])
    return Hit(tip, window, falls, options.not_falling - 1, related, words)


def _words(
    line: _Line, weeks: list[_Week], observed: int, allowed: int, usual: str
) -> dict[str, object]:
    numbers = [str(week.number) for week in weeks]
    window = line.window(weeks[0], weeks[-1])
    return {
        "group": group_name(line.each, line.key),
        "week": week_name(window),
        "observed": Count(observed),
        "allowed": Count(allowed),
        "usual": usual,
        "weeks": Count(len(weeks)),
        "numbers": ", ".join(numbers),
        "entries": counted(sum(week.number for week in weeks), "entry", "entries"),
        "change": "Move some of it to other weeks"
        if observed > allowed
        else "Move some of it here",
    }
