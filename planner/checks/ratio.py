"""At most so many posts of some kinds for every so many others, per channel and stretch of weeks.

One week is judged by itself. Over several weeks each week that adds a limited post is judged
with the weeks before it.
"""

from bisect import bisect_left
from collections.abc import Iterator

from planner.checks import Board, Count, Hit, Offer, Option, Reach
from planner.groups import EACH, Key, channel_in, group_name, groups, is_in, keys_of
from planner.insertion import Insertion, read_post
from planner.model import Post, Window
from planner.named import Any, NamedTuple
from planner.options import choice, count, positive
from planner.weeks import Timeline, week_name
from planner.which import Which, read_which


class Options(NamedTuple):
    """`at_most` posts that are `of` for `for_every` posts that are `per`, over some weeks."""

    of: Which
    per: Which
    at_most: int = 1
    for_every: int = 1
    always_allowed: int = 0
    over: int = 1
    each: str = "channel"
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the posts that are limited"),
    "per": Option(read_which, "the posts that earn them"),
    "at_most": Option(positive, "how many of the limited posts are earned at a time"),
    "for_every": Option(positive, "how many of the earning posts that takes"),
    "always_allowed": Option(count, "how many of the limited posts need no earning"),
    "over": Option(positive, "over how many weeks they are counted"),
    "each": Option(choice(*EACH), "what is counted apart"),
    "insert": Option(read_post, "the post that a plan may add as work to do"),
}
WORDS = ("week", "channel", "observed", "allowed", "earning", "excess", "missing")
COUNTS = ("observed", "allowed", "earning", "excess", "missing")


class _Group(NamedTuple):
    """The limited posts of a channel, the place of the first of the last week, the earning ones."""

    limited: list[Post]
    newest: int
    earning: int


class _Limited(NamedTuple):
    """A post that is limited, its day and the groups it counts for."""

    day: int
    post: Post
    keys: tuple[Key, ...]


class _Counted(NamedTuple):
    """The limited posts of a calendar, and for each group the days of those that earn.

    Both are in order: most posts earn, and how many do in some weeks is found by two days.
    """

    limited: list[_Limited]
    earning: dict[Key, list[int]]


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per stretch of weeks and channel, at the first post over the allowance.

    Stretches that overlap are told as one, with the numbers of the worst of them.
    """
    runs: dict[Key, Hit] = {}
    counted = _counted(options, timeline)
    for window in timeline.windows(options.over):
        found = _by_group(window, counted)
        for key, group in sorted(found.items()):
            if _is_over(options, group):
                hit = _hit(options, window, key, group)
                last = runs.pop(key, None)
                if last is not None and last.window.until <= window.first:
                    yield last
                    last = None
                runs[key] = _together(last, hit) if last else hit
    yield from (runs[key] for key in sorted(runs))


def _together(one: Hit, other: Hit) -> Hit:
    """The worse of two hits, the first of equals, with the window of both."""
    worse = max(one, other, key=lambda hit: hit.observed - hit.allowed)
    return worse._replace(window=one.window._replace(until=other.window.until))


def _counted(options: Options, timeline: Timeline) -> _Counted:
    """The posts that are limited or earn; each is in several stretches, and judged only once."""
    is_limited, is_earning = (it.test(timeline.calendar) for it in (options.of, options.per))
    keys = keys_of(options.each)
    found = _Counted([], {})
    for day, _minute, entry in timeline.moments:
        if type(entry) is Post:
            if is_limited(entry):
                found.limited.append(_Limited(day, entry, keys(entry)))
            if is_earning(entry):
                for key in keys(entry):
                    found.earning.setdefault(key, []).append(day)
    return found


def _by_group(window: Window, counted: _Counted) -> dict[Key, _Group]:
    first, until = window.first.toordinal(), window.until.toordinal()
    start = bisect_left(counted.limited, first, key=_day)
    end = bisect_left(counted.limited, until, start, key=_day)
    limited: dict[Key, list[Post]] = {}
    older: dict[Key, int] = {}
    for day, post, keys in counted.limited[start:end]:
        for key in keys:
            limited.setdefault(key, []).append(post)
            older[key] = older.get(key, 0) + (day < until - 7)
    return {
        key: _Group(posts, older[key], _between(counted.earning.get(key, []), first, until))
        for key, posts in limited.items()
    }


def _day(it: _Limited) -> int:
    return it.day


def _between(days: list[int], first: int, until: int) -> int:
    """How many of some days, in order, lie in a window."""
    return bisect_left(days, until) - bisect_left(days, first)


def _is_over(options: Options, group: _Group) -> bool:
    is_new = group.newest < len(group.limited)
    return is_new and len(group.limited) > _allowed(options, group.earning)


def _allowed(options: Options, earning: int) -> int:
    return max(options.always_allowed, options.at_most * earning // options.for_every)


def _hit(options: Options, window: Window, key: Key, group: _Group) -> Hit:
    limited, earning = group.limited, group.earning
    allowed = _allowed(options, earning)
    tip = limited[max(allowed, group.newest)]
    needed = -(-len(limited) * options.for_every // options.at_most)
    words = {
        "week": week_name(window),
        "channel": group_name(options.each, key),
        "observed": Count(len(limited)),
        "allowed": Count(allowed),
        "earning": Count(earning),
        "excess": Count(len(limited) - allowed),
        "missing": Count(needed - earning),
    }
    window = window._replace(channel=channel_in(options.each, key))
    related = tuple(post for post in limited if post is not tip)
    return Hit(tip, window, len(limited), allowed, related, words)


def _over(options: Options, timeline: Timeline, week: Window) -> Iterator[tuple[Key, _Group]]:
    """The groups that are over their allowance in the weeks up to one."""
    window, _moments = timeline.back(week, options.over)
    for key, group in sorted(_by_group(window, _counted(options, timeline)).items()):
        if _is_over(options, group):
            yield key, group


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Posts that earn: enough of them for every limited post of a channel over its allowance."""
    if options.insert is None:
        return
    for key, group in _over(options, timeline, window):
        most = -(-len(group.limited) * options.for_every // options.at_most) - group.earning
        channel = key if options.each == "channel" else group.limited[-1].channel
        yield Offer(options.insert.on(channel or None), most)


def deferrable(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The limited posts of channels over their allowance: another week may have room for them."""
    for _key, group in _over(options, timeline, window):
        yield from (post.id for post in group.limited[group.newest :])


def reach(options: Options) -> Reach:
    """The weeks before."""
    return Reach.back(options.over)


def plan(options: Options, board: Board) -> None:
    """Either few enough to be allowed always, or earned: linear over the posts of the weeks."""
    limited = board.posts(options.of.test(board.calendar), weeks=options.over)
    earning = board.posts(options.per.test(board.calendar), weeks=options.over)
    own = [piece for piece in limited if board.is_own(piece)]
    each = options.each
    for part, key in enumerate(groups(each, (piece.entry for piece in own))):
        mine = [piece.present for piece in limited if is_in(each, piece.entry, key)]
        new = [piece.present for piece in own if is_in(each, piece.entry, key)]
        conditions = [board.guard(channel_in(each, key), 0 if each == "channel" else part)]
        if options.over > 1:
            conditions.append(some := board.boolean("some"))
            for present in new:
                board.model.add_implication(present, some)
        few = board.boolean("few")
        fits: list[Any] = [piece.present for piece in earning if is_in(each, piece.entry, key)]
        total = sum(mine)
        board.model.add(total <= options.always_allowed).only_enforce_if(*conditions, few)
        earned = options.for_every * total <= options.at_most * sum(fits)
        board.model.add(earned).only_enforce_if(*conditions, ~few)
