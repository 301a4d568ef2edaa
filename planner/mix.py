"""How many posts of each kind there are, per week and channel: the content mix."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planner.model import ABSENT_STATUSES, POST_KINDS, UNKNOWN, Calendar, Post, Window
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


class Part(NamedTuple):
    """The posts of each kind on one channel, or on all of them (None in a total)."""

    channel: str | None
    kinds: Mapping[str, int]

    @property
    def posts(self) -> int:
        """All of them."""
        return sum(self.kinds.values())


class WeekMix(NamedTuple):
    """The channels of one week, and all of them together; a week of None holds the undated."""

    week: Window | None
    channels: tuple[Part, ...]
    total: Part


def mix_of(calendar: Calendar) -> tuple[MixCount, ...]:
    """The counts of the team's posts that take place, by week, then channel, then kind."""
    zone = zone_of(calendar.timezone)
    counts: Counter[tuple[Window | None, str | None, str]] = Counter()
    for post in team_posts(calendar):
        day = None if post.at is None else local_day(post.at, zone)
        week = None if day is None else week_of(day, calendar.week_starts)
        counts[week, post.channel, post.kind] += 1
    return tuple(sorted((MixCount(*key, posts) for key, posts in counts.items()), key=_order))


def team_posts(calendar: Calendar) -> list[Post]:
    """The posts that take place, without those on channels that are somebody's own."""
    private = {it.name for it in calendar.channels if it.profile.get("personal") is True}
    going = (post for post in calendar.posts if post.status not in ABSENT_STATUSES)
    return [post for post in going if post.channel not in private]


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


def by_week(counts: Iterable[MixCount]) -> tuple[WeekMix, ...]:
    """The weeks with their channels, in the order of the counts."""
    weeks: dict[Window | None, list[MixCount]] = {}
    for count in counts:
        weeks.setdefault(count.week, []).append(count)
    return tuple(together(mine, week) for week, mine in weeks.items())


def together(counts: Iterable[MixCount], week: Window | None = None) -> WeekMix:
    """Counts as one mix, whatever weeks they are of."""
    listed = list(counts)
    channels: dict[str | None, list[MixCount]] = {}
    for count in sorted(listed, key=lambda it: it.channel or ""):
        channels.setdefault(count.channel, []).append(count)
    parts = tuple(Part(channel, posts_by_kind(mine)) for channel, mine in channels.items())
    return WeekMix(week, parts, Part(None, posts_by_kind(listed)))


def compare(before: Iterable[MixCount], after: Iterable[MixCount]) -> tuple[MixChange, ...]:
    """Each kind that occurs before or after, with both counts and shares."""
    first, last = posts_by_kind(before), posts_by_kind(after)
    return tuple(
        MixChange(
            kind,
            first.get(kind, 0),
            last.get(kind, 0),
            percent(first.get(kind, 0), sum(first.values())),
            percent(last.get(kind, 0), sum(last.values())),
        )
        for kind in sorted({*first, *last}, key=kind_order)
    )


def percent(part: int, whole: int) -> int:
    """Whole percents, a half rounded up."""
    return (200 * part + whole) // (2 * whole) if whole else 0
