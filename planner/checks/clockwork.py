"""Times that only a machine keeps: always the same minute of the day, or always the same gap.

Planning ahead is no finding, and nor is a full hour: only how often the same minute comes back.
Posts that start together count once. Posts without a time are left out.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from planner.checks import Count, Hit, Option
from planner.model import Post, Window
from planner.options import count, minutes, positive
from planner.weeks import MINUTES_A_DAY, MINUTES_A_WEEK, Timeline, moment_name, week_of
from planner.which import Which, read_which
from planner.wording import duration


class Options(NamedTuple):
    """At most `most` `out_of` so many posts over some weeks start at the same minute of the day.

    `from_count` posts are needed to judge. Or, where `intervals` is not 0: fewer than so many in
    a row have the same gap, when it is shorter than `gaps_below`.
    """

    of: Which
    most: int = 9
    out_of: int = 10
    over: int = 4
    from_count: int = 8
    intervals: int = 0
    gaps_below: int = MINUTES_A_DAY


OPTIONS = {
    "of": Option(read_which, "the posts whose times are looked at"),
    "most": Option(count, "at most so many start at the same minute of the day"),
    "out_of": Option(positive, "out of so many"),
    "over": Option(positive, "over how many weeks they are counted"),
    "from_count": Option(positive, "how many posts there have to be to judge them"),
    "intervals": Option(count, "judge gaps instead: so many posts in a row have the same gap"),
    "gaps_below": Option(minutes, "how long a gap is at least that is not judged"),
}
WORDS = ("channel", "observed", "allowed", "posts", "clock", "gap", "first", "last", "weeks")
COUNTS = ("observed", "allowed", "posts", "weeks")


class _Start(NamedTuple):
    """When posts start together: minutes of the local clock from the first day, and one of them.

    The local clock, so that nine o'clock stays nine o'clock when the clocks change.
    """

    clock: int
    post: Post

    @property
    def minute(self) -> int:
        return self.clock % MINUTES_A_DAY

    @property
    def day(self) -> date:
        return date.fromordinal(self.clock // MINUTES_A_DAY)


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per channel and stretch of weeks with one minute, or per run of equal gaps."""
    for _channel, starts in sorted(_starts(options, timeline).items()):
        if options.intervals:
            yield from _equal_gaps(options, timeline, starts)
        else:
            yield from _same_minutes(options, timeline, starts)


def _starts(options: Options, timeline: Timeline) -> dict[str, list[_Start]]:
    fits = options.of.test(timeline.calendar)
    found: dict[str, dict[int, Post]] = {}
    for moment in timeline.moments:
        post = moment.entry
        if isinstance(post, Post) and isinstance(post.at, datetime) and fits(post):
            local = post.at.astimezone(timeline.zone)
            clock = moment.day * MINUTES_A_DAY + local.hour * 60 + local.minute
            found.setdefault(post.channel or "", {}).setdefault(clock, post)
    return {
        channel: [_Start(clock, post) for clock, post in sorted(posts.items())]
        for channel, posts in found.items()
    }


def _same_minutes(options: Options, timeline: Timeline, starts: list[_Start]) -> Iterator[Hit]:
    """Windows of several weeks that follow each other with the same minute are told once."""
    stretch: list[_Start] = []
    for window in _windows(options, timeline, starts):
        same = _commonest(options, window)
        if stretch and (not same or same[0].minute != stretch[0].minute or same[0] not in stretch):
            yield _minute_hit(options, timeline, starts, stretch)
            stretch = []
        stretch.extend(start for start in same if start not in stretch[-len(window) :])
    if stretch:
        yield _minute_hit(options, timeline, starts, stretch)


def _windows(options: Options, timeline: Timeline, starts: list[_Start]) -> Iterator[list[_Start]]:
    """The posts of the weeks up to each week that has one."""
    begin = 0
    ends = [week_of(it.day, timeline.calendar.week_starts).until for it in starts]
    for position, end in enumerate(ends):
        if position + 1 == len(ends) or ends[position + 1] != end:
            first = end.toordinal() * MINUTES_A_DAY - options.over * MINUTES_A_WEEK
            while starts[begin].clock < first:
                begin += 1
            yield starts[begin : position + 1]


def _commonest(options: Options, window: list[_Start]) -> list[_Start]:
    """The posts at the commonest minute of the day, where they are too many."""
    if len(window) < options.from_count:
        return []
    counts = Counter(start.minute for start in window)
    minute, number = max(counts.items(), key=lambda item: (item[1], -item[0]))
    if number * options.out_of <= options.most * len(window):
        return []
    return [start for start in window if start.minute == minute]


def _minute_hit(
    options: Options, timeline: Timeline, starts: list[_Start], same: list[_Start]
) -> Hit:
    """Told at the post with which enough of them had come together."""
    first, last = same[0], same[-1]
    number = sum(first.clock <= it.clock <= last.clock for it in starts)
    tip = same[min(options.from_count, len(same)) - 1]
    allowed = number * options.most // options.out_of
    words = {
        "clock": f"{first.minute // 60:02}:{first.minute % 60:02}",
        "gap": "",
        "posts": Count(number),
        "weeks": Count(options.over),
    }
    return _hit(timeline, same, tip, allowed, words)


def _equal_gaps(options: Options, timeline: Timeline, starts: list[_Start]) -> Iterator[Hit]:
    gaps = [(after.clock - before.clock, after) for before, after in pairwise(starts)]
    first = 0
    for gap, same in groupby(gaps, key=lambda item: item[0]):
        run = [starts[first], *(after for _gap, after in same)]
        first += len(run) - 1
        if gap < options.gaps_below and len(run) >= options.intervals:
            yield _gap_hit(options, timeline, run, gap)


def _gap_hit(options: Options, timeline: Timeline, run: list[_Start], gap: int) -> Hit:
    tip = run[max(options.intervals, 2) - 1]  # a gap has two ends
    words = {"clock": "", "gap": duration(gap), "posts": Count(len(run)), "weeks": Count(0)}
    return _hit(timeline, run, tip, options.intervals - 1, words)


def _hit(
    timeline: Timeline, starts: list[_Start], tip: _Start, allowed: int, words: dict[str, object]
) -> Hit:
    first, last = starts[0], starts[-1]
    assert first.post.at is not None
    assert last.post.at is not None
    channel = first.post.channel
    window = Window(first.day, date.fromordinal(last.day.toordinal() + 1), channel)
    related = tuple(start.post for start in starts if start is not tip)
    common = {
        "channel": channel or "posts without a channel",
        "observed": Count(len(starts)),
        "allowed": Count(allowed),
        "first": moment_name(first.post.at, timeline.zone),
        "last": moment_name(last.post.at, timeline.zone),
    }
    return Hit(tip.post, window, len(starts), allowed, related, {**common, **words})
