"""No more than so many posts of some kinds within a stretch of hours, unless people talk between.

Posts of one series count as one. The stretch is half-open: with three hours, 09:00 and 12:00 are
apart. A conversation resets the count when it starts after the first and before the last post.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime

from planner.checks import Board, Count, Hit, Offer, Option, Piece, Reach
from planner.insertion import Insertion, read_insertion
from planner.model import Entry, Post, Window
from planner.named import Any, NamedTuple
from planner.options import minutes, positive
from planner.weeks import Timeline, local_day, minute_of, moment_name, serves, zone_of
from planner.which import Which, of_kinds, read_which


class Options(NamedTuple):
    """At most `at_most` posts that are `of` `within` so many minutes, reset by `reset_by`."""

    of: Which
    at_most: int
    within: int
    reset_by: Which = of_kinds(())
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the posts that make a burst"),
    "at_most": Option(positive, "how many of them are no burst"),
    "within": Option(minutes, "the stretch of time that is looked at"),
    "reset_by": Option(read_which, "the posts and slots that break a burst up"),
    "insert": Option(read_insertion, "the slot that a plan may add to break one up"),
}
WORDS = ("channel", "observed", "allowed", "hours", "first", "last", "excess")
COUNTS = ("observed", "allowed", "excess")


class _Line(NamedTuple):
    """One channel: its posts in order, when they start, what they count as, and the resets."""

    posts: list[Post]
    starts: list[int]
    units: list[str]
    resets: list[int]

    def is_reset(self, first: int, last: int) -> bool:
        """Whether a conversation starts after one minute and before another."""
        position = bisect_right(self.resets, first)
        return position < len(self.resets) and self.resets[position] < last


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per channel and unbroken burst, at the post that is one too many."""
    for channel, line in sorted(_lines(options, timeline).items()):
        for first, tip, last in _bursts(options, line):
            yield _hit(options, timeline, channel or None, line, (first, tip, last))


def _lines(options: Options, timeline: Timeline) -> dict[str, _Line]:
    is_counted = options.of.test(timeline.calendar)
    resets = options.reset_by.test(timeline.calendar)
    timed = [moment for moment in timeline.moments if moment.minute is not None]
    talks = [moment for moment in timed if resets(moment.entry)]
    lines: dict[str, _Line] = {}
    for _day, minute, post in timed:
        if isinstance(post, Post) and is_counted(post) and minute is not None:
            line = lines.setdefault(post.channel or "", _Line([], [], [], []))
            line.posts.append(post)
            line.starts.append(minute)
            line.units.append(f"series {post.series}" if post.series else f"post {post.id}")
    for channel, line in lines.items():
        line.resets.extend(
            talk.minute or 0 for talk in talks if serves(talk.entry, channel or None)
        )
    return lines


def _bursts(options: Options, line: _Line) -> Iterator[tuple[int, int, int]]:
    """Positions (first, one too many, last) of each burst; overlapping windows are one burst."""
    open_burst: tuple[int, int, int] | None = None
    for first, tip in _overfull(options, line):
        if open_burst and first <= open_burst[2]:
            open_burst = (open_burst[0], open_burst[1], tip)
        else:
            if open_burst:
                yield open_burst
            open_burst = (first, tip, tip)
    if open_burst:
        yield open_burst


def _overfull(options: Options, line: _Line) -> Iterator[tuple[int, int]]:
    """For each post, the post that makes its window overfull, when there is one."""
    counts: dict[str, int] = {}
    end = 0
    for first, start in enumerate(line.starts):
        while end < len(line.posts) and len(counts) <= options.at_most:
            counts[line.units[end]] = counts.get(line.units[end], 0) + 1
            end += 1
        if len(counts) <= options.at_most:
            return
        tip = end - 1
        if line.starts[tip] < start + options.within and not line.is_reset(start, line.starts[tip]):
            yield first, tip
        counts[line.units[first]] -= 1
        if not counts[line.units[first]]:
            del counts[line.units[first]]


def _hit(
    options: Options,
    timeline: Timeline,
    channel: str | None,
    line: _Line,
    burst: tuple[int, int, int],
) -> Hit:
    first, tip, last = burst
    posts = line.posts[first : last + 1]
    excess = _excess(options, line, first, last)
    observed = len(set(line.units[first : last + 1]))
    words = {
        "channel": channel or "posts without a channel",
        "observed": Count(observed),
        "allowed": Count(options.at_most),
        "hours": _length(options.within),
        "first": moment_name(_at(posts[0]), timeline.zone),
        "last": _end_name(posts[0], posts[-1], timeline),
        "excess": Count(excess),
    }
    window = Window(_day(posts[0], timeline), _day(posts[-1], timeline, 1), channel)
    related = tuple(post for post in posts if post is not line.posts[tip])
    return Hit(line.posts[tip], window, observed, options.at_most, related, words)


def _excess(options: Options, line: _Line, first: int, last: int) -> int:
    """How many posts of a burst must go elsewhere: the later ones of each overfull window."""
    kept: list[tuple[int, str]] = []
    removed: set[str] = set()
    for start, unit in zip(
        line.starts[first : last + 1], line.units[first : last + 1], strict=True
    ):
        near = [
            known
            for at, known in kept[-options.at_most :]
            if start < at + options.within and not line.is_reset(at, start)
        ]
        if len(near) < options.at_most or unit in near:
            if unit not in near:
                kept.append((start, unit))
        else:
            removed.add(unit)
    return max(1, len(removed))


def _at(post: Entry) -> Any:
    return post.at


def _day(post: Post, timeline: Timeline, later: int = 0) -> date:
    return date.fromordinal(_at(post).astimezone(timeline.zone).toordinal() + later)


def _end_name(first: Post, last: Post, timeline: Timeline) -> str:
    if _day(first, timeline) == _day(last, timeline):
        return f"{_at(last).astimezone(timeline.zone):%H:%M}"
    return moment_name(_at(last), timeline.zone)


def _length(length: int) -> str:
    hours, rest = divmod(length, 60)
    if not rest:
        return f"{Count(hours):hour|hours}"
    return f"{length} minutes"


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Slots that could break up what cannot be moved apart, one for each burst of the week."""
    number = len(list(_of_week(options, timeline, window)))
    if number and options.insert:
        yield Offer(options.insert.on(None), number)


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts of the bursts that reach into the week."""
    for posts in _of_week(options, timeline, window):
        yield from (post.id for post in posts)


def _of_week(options: Options, timeline: Timeline, window: Window) -> Iterator[list[Post]]:
    first, until = window.first.toordinal(), window.until.toordinal()
    for line in _lines(options, timeline).values():
        for start, _tip, end in _bursts(options, line):
            posts = line.posts[start : end + 1]
            if any(first <= _day(post, timeline).toordinal() < until for post in posts):
                yield posts


NEIGHBOURS_ONLY_HINDER = True


def reach(options: Options) -> Reach:
    """A burst can begin before the week and end after it."""
    return Reach(options.within, options.within)


def plan(options: Options, board: Board) -> None:
    """A cumulative resource per channel: each post occupies it until its stretch is over.

    A conversation cuts the stretch of the posts before it, and so does the next post of the
    same series, so that the posts open at any minute are just those that count together.
    """
    if board.counts_moves:
        _plan_days(options, board)
    posts = board.near(options.of.test(board.calendar), options.within)
    talks = board.near(options.reset_by.test(board.calendar), options.within)
    for channel in board.channels():
        own = [it for it in posts if isinstance(it.entry, Post) and serves(it.entry, channel)]
        if len(own) > options.at_most:
            ends = [talk for talk in talks if serves(talk.entry, channel)]
            stretches = [
                _stretch(
                    options.within, board, post, _cuts_of(post, own, ends),
                    board.guard(channel, post.order),
                )
                for post in own
            ]  # fmt: skip
            board.model.add_cumulative(stretches, [1] * len(stretches), options.at_most)


def _plan_days(options: Options, board: Board) -> None:
    """Of the posts of a burst, not too many stay where they are, whatever their times will be."""
    posts = [it for it in board.posts(options.of.test(board.calendar)) if not it.entry.series]
    talks = board.find(options.reset_by.test(board.calendar))
    for channel in board.channels():
        ends = [talk for talk in talks if serves(talk.entry, channel)]
        own = [post for post in posts if serves(post.entry, channel) and _start(post) is not None]
        for burst in _close_together(options, sorted(own, key=_start)):
            fixed = sum(isinstance(board.stays(post), int) for post in burst)
            breaks = sum(_break(board, talk, burst) for talk in ends)
            few = board.model.add(
                sum(board.stays(post) for post in burst)
                <= max(options.at_most, fixed) + options.at_most * breaks
            )
            few.only_enforce_if(board.guard(channel))


def _start(piece: Piece) -> Any:
    """When a post of the week starts as it stands, in minutes; None without a time."""
    at = None if piece.is_guest else piece.entry.at
    return minute_of(at) if isinstance(at, datetime) else None


def _close_together(options: Options, posts: list[Piece]) -> Iterator[list[Piece]]:
    """The posts of each stretch that has too many, as they stand."""
    end = 0
    for first, post in enumerate(posts):
        known, until = end, _start(post) + options.within
        while end < len(posts) and _start(posts[end]) < until:
            end += 1
        if end > known and end - first > options.at_most:
            yield posts[first:end]


def _break(board: Board, talk: Piece, burst: list[Piece]) -> Any:
    """Whether a conversation could lie between the posts of a burst; one that can move could."""
    if isinstance(board.stays(talk), int):
        start = _start(talk)
        return int(start is not None and _start(burst[0]) < start < _start(burst[-1]))
    zone = zone_of(board.calendar.timezone)
    days = {local_day(_at(it.entry), zone).toordinal() for it in (burst[0], burst[-1])}
    return sum(talk.days[day] for day in sorted(days & set(talk.days)))


def _cuts_of(post: Piece, posts: list[Piece], talks: list[Piece]) -> list[tuple[Piece, int]]:
    """The entries that could end a post's stretch, and how many minutes it must lie before them.

    The stretch still covers the start of a conversation, which must lie before the last post.
    """
    if not post.series:
        return [(talk, 1) for talk in talks]
    later = [it for it in posts if it.series == post.series and it.order > post.order]
    return [*((talk, 1) for talk in talks), *((other, 0) for other in later)]


def _stretch(
    within: int, board: Board, post: Piece, cuts_of: list[tuple[Piece, int]], guard: Any
) -> Any:
    """The stretch of a post as an optional interval, cut short or as long as the rule says."""
    model = board.model
    size = model.new_int_var(0, within, "size")
    cuts = []
    for other, after in cuts_of:
        if not after:
            in_order = model.add(other.start >= post.start)
            in_order.only_enforce_if(post.present, other.present)
        cuts.append(cut := board.boolean("cut"))
        model.add_implication(cut, other.present)
        model.add(other.start >= post.start + after).only_enforce_if(cut)
        model.add(size >= other.start + after - post.start).only_enforce_if(cut)
    whole = model.add(size == within)
    whole.only_enforce_if(guard, *(cut.negated() for cut in cuts))
    end = model.new_int_var(*board.horizon, "end")
    return model.new_optional_interval_var(post.start, size, end, post.present, "stretch")
