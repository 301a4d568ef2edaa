"""The content mix of some days: kinds of posts, who speaks, to whom, for whom and to what end."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from planner.contacts import Contacts, Days, contacts_of
from planner.handles import handle
from planner.mix import MixCount, mix_of, team_posts
from planner.model import ABSENT_STATUSES, KIND_GROUPS, Calendar, Post, Window
from planner.weeks import local_day, week_of, zone_of
from planner.wording import one_line

POST_MINUTES = 15
"""What making a post takes, as in rules that weigh minutes."""
TRADE_WORDS = frozenset((
    "booking", "bookings", "click", "clicks", "conversion", "conversions", "download", "downloads",
    "lead", "leads", "order", "orders", "purchase", "purchases", "revenue", "roi", "sale", "sales",
    "signup", "signups", "traffic",
))  # fmt: skip
REACH_WORDS = frozenset((
    "buzz", "follower", "followers", "impression", "impressions", "like", "likes", "reach",
    "view", "views", "viral",
))  # fmt: skip
"""Words of goals that want something of people, or want to be seen by many."""
_OWNERS = frozenset(("ceo", "cofounder", "founder", "owner", "proprietor"))
_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"https?://\S+")
_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_CONTRACTION = re.compile(
    rf"\b(?:\w+n{_APOSTROPHE}t|\w+{_APOSTROPHE}(?:re|ve|ll|m|d)|"
    rf"(?:it|that|what|here|there|who|let|he|she){_APOSTROPHE}s)\b",
    re.IGNORECASE,
)


class Tally(NamedTuple):
    """How many posts, of so many, have something in common."""

    name: str
    posts: int
    of: int


class Served(NamedTuple):
    """The entries that are for one audience."""

    audience: str
    posts: int
    slots: int


class EmployeeWeek(NamedTuple):
    """How many posts of a week, of so many, are by employees."""

    week: Window
    posts: int
    of: int


class Follows(NamedTuple):
    """How many follow a channel and how many it follows, where its profile says so."""

    channel: str
    followers: int | None
    following: int | None


class Goals(NamedTuple):
    """The posts of each goal; of those with a goal, how many are for trade and how many for reach.

    `posts` are all posts, with a goal or without.
    """

    named: tuple[Tally, ...]
    trade: int
    reach: int
    posts: int


class Minutes(NamedTuple):
    """Time in slots for people, and the time that making broadcasts takes."""

    conversation: int
    broadcasts: int


class Tone(NamedTuple):
    """Of so many posts with words: how many ask something, and how many say it's, don't, we'll."""

    questions: int
    contractions: int
    of: int


class Mix(NamedTuple):
    """All that is reported of some days of a calendar; what there is no data for is empty."""

    name: str | None
    timezone: str
    days: Days
    counts: tuple[MixCount, ...]
    contacts: Contacts
    voices: tuple[Tally, ...]
    employees: tuple[EmployeeWeek, ...]
    audiences: tuple[Served, ...]
    follows: tuple[Follows, ...]
    tone: Tone
    minutes: Minutes
    goals: Goals
    prompt: str = ""


def content_mix(calendar: Calendar, days: Days, now: datetime) -> Mix:
    """The mix of some days; who waits for a word is judged by the whole calendar and the clock.

    Undated posts belong to it where no days are asked for.
    """
    zone = zone_of(calendar.timezone)
    slots = (slot for slot in calendar.slots if slot.status not in ABSENT_STATUSES)
    team = calendar.with_entries((*team_posts(calendar), *slots))
    asked = team.with_entries(
        it for it in team.entries if days.hold(None if it.at is None else local_day(it.at, zone))
    )
    return Mix(
        one_line(calendar.name or "") or None,
        calendar.timezone,
        days,
        mix_of(asked),
        contacts_of(team, days, now),
        _voices(asked.posts),
        _employee_weeks(asked),
        _audiences(asked),
        _follows(calendar),
        _tone(asked.posts),
        _minutes(asked),
        _goals(asked.posts),
    )


def _tallies(words: Iterable[str], of: int) -> tuple[Tally, ...]:
    """Words that differ in case alone are one; the most frequent first."""
    spellings: dict[str, Counter[str]] = {}
    for word in words:
        spellings.setdefault(word.casefold(), Counter())[word] += 1
    found = [
        Tally(min(mine, key=lambda it: (-mine[it], it)), mine.total(), of)
        for mine in spellings.values()
    ]
    return tuple(sorted(found, key=lambda it: (-it.posts, it.name)))


def _voices(posts: tuple[Post, ...]) -> tuple[Tally, ...]:
    """The posts by each person, and last ("") those by nobody in particular."""
    named = [word for word in (one_line(post.by or "") for post in posts) if word]
    nameless = len(posts) - len(named)
    rest = (Tally("", nameless, len(posts)),) if nameless and named else ()
    return _tallies(named, len(posts)) + rest


def _employee_weeks(calendar: Calendar) -> tuple[EmployeeWeek, ...]:
    """The weeks with posts, where posts name people that the calendar knows."""
    staff = _employees(calendar)
    if not any(handle(post.by or "") in staff for post in calendar.posts):
        return ()
    zone = zone_of(calendar.timezone)
    posts: Counter[Window] = Counter()
    theirs: Counter[Window] = Counter()
    for post in calendar.posts:
        if post.at is not None:
            week = week_of(local_day(post.at, zone), calendar.week_starts)
            posts[week] += 1
            theirs[week] += handle(post.by or "") in staff
    return tuple(EmployeeWeek(week, theirs[week], posts[week]) for week in sorted(posts))


def _employees(calendar: Calendar) -> set[str]:
    """The people of a calendar by name and handle, without those whose house it is."""
    staff = [it for it in calendar.people if not _words(it.role or "") & _OWNERS]
    return {handle(word) for it in staff for word in (it.name, it.handle) if word} - {""}


def falls(weeks: tuple[EmployeeWeek, ...]) -> bool:
    """Whether employees have a smaller share in the later half of the weeks than in the earlier."""
    half = len(weeks) // 2
    early, late = weeks[:half], weeks[len(weeks) - half :]
    before, after = (sum(it.posts for it in part) for part in (early, late))
    return before * sum(it.of for it in late) > after * sum(it.of for it in early)


def _audiences(calendar: Calendar) -> tuple[Served, ...]:
    posts = Counter(word for it in calendar.posts if (word := one_line(it.audience or "")))
    slots = Counter(word for it in calendar.slots if (word := one_line(it.audience or "")))
    found = [Served(name, posts[name], slots[name]) for name in {*posts, *slots}]
    return tuple(sorted(found, key=lambda it: (-it.posts - it.slots, it.audience)))


def _follows(calendar: Calendar) -> tuple[Follows, ...]:
    found = [
        Follows(
            channel.name,
            _whole(channel.profile.get("followers")),
            _whole(channel.profile.get("following")),
        )
        for channel in calendar.channels
    ]
    return tuple(it for it in found if it[1:] != (None, None))


def _whole(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_number else None


def _tone(posts: tuple[Post, ...]) -> Tone:
    texts = [_LINK.sub("", post.text) for post in posts if post.text.strip()]
    return Tone(
        sum(any(sign in text for sign in "?\u061f\uff1f\u037e") for text in texts),
        sum(_CONTRACTION.search(text) is not None for text in texts),
        len(texts),
    )


def _minutes(calendar: Calendar) -> Minutes:
    talks, broadcasts = KIND_GROUPS["conversations"], KIND_GROUPS["broadcasts"]
    return Minutes(
        sum(slot.minutes for slot in calendar.slots if slot.kind in talks),
        sum(POST_MINUTES for post in calendar.posts if post.kind in broadcasts),
    )


def _goals(posts: tuple[Post, ...]) -> Goals:
    named = [word for word in (one_line(post.goal or "") for post in posts) if word]
    return Goals(
        _tallies(named, len(named)),
        sum(bool(_words(goal) & TRADE_WORDS) for goal in named),
        sum(bool(_words(goal) & REACH_WORDS) for goal in named),
        len(posts),
    )


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
