"""How many posts of each kind there are, per week and channel: the content mix."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from planner.model import ABSENT_STATUSES, POST_KINDS, UNKNOWN, Calendar, Window
from planner.weeks import local_day, week_of, zone_of

KIND_ORDER = (*POST_KINDS, UNKNOWN)


class MixCount(NamedTuple):
    """The posts of one kind on one channel in one week; a week of None holds the undated."""

    week: Window | None
    channel: str | None
    kind: str
    posts: int


class MixChange(NamedTuple):
    """The posts of one kind before and after, with their share of all posts in percent."""

    kind: str
    before: int
    after: int
    before_share: int
    after_share: int


def mix_of(calendar: Calendar) -> tuple[MixCount, ...]:
    """The counts of all posts that take place, by week, then channel, then kind."""
    zone = zone_of(calendar.timezone)
    counts: Counter[tuple[Window | None, str | None, str]] = Counter()
    for post in calendar.posts:
        if post.status in ABSENT_STATUSES:
            continue
        day = None if post.at is None else local_day(post.at, zone)
        week = None if day is None else week_of(day, calendar.week_starts)
        counts[week, post.channel, post.kind] += 1
    return tuple(sorted((MixCount(*key, posts) for key, posts in counts.items()), key=_order))


def _order(count: MixCount) -> tuple[object, ...]:
    first = count.week.first.toordinal() if count.week else 0
    return (count.week is None, first, count.channel or "", kind_order(count.kind))


def kind_order(kind: str) -> tuple[int, str]:
    """Where a kind stands in tables: the known ones in their order, others last."""
    known = kind in KIND_ORDER
    return (KIND_ORDER.index(kind) if known else len(KIND_ORDER), kind)


def posts_by_kind(counts: Iterable[MixCount]) -> dict[str, int]:
    """The posts of each kind that occurs, in the order of kinds."""
    totals: Counter[str] = Counter()
    for count in counts:
        totals[count.kind] += count.posts
    return {kind: totals[kind] for kind in sorted(totals, key=kind_order)}


def compare(before: Iterable[MixCount], after: Iterable[MixCount]) -> tuple[MixChange, ...]:
    """Each kind that occurs before or after, with both counts and shares."""
    first, last = posts_by_kind(before), posts_by_kind(after)
    return tuple(
        MixChange(
            kind,
            first.get(kind, 0),
            last.get(kind, 0),
            _percent(first.get(kind, 0), sum(first.values())),
            _percent(last.get(kind, 0), sum(last.values())),
        )
        for kind in sorted({*first, *last}, key=kind_order)
    )


def _percent(part: int, whole: int) -> int:
    """Whole percents, a half rounded up."""
    return (200 * part + whole) // (2 * whole) if whole else 0
