"""The default rules that can be planned, by their sentences alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import inf
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from planner.model import Calendar, Post, Slot

DAY = timedelta(days=1)
BROADCASTS, GIVES = {"promo", "news", "value", "share"}, {"value", "share", "thanks"}
TALKS = {"conversation", "inbox", "outreach", "thanks", "listen"}
THANKS = ("thanks-after-recognition", 2, (Post, Slot), {"thanks"})
COMPLAINTS = ("complaints-answered", 1, Slot, {"conversation", "inbox"})
ANSWERS: dict[str, Any] = {"recognition": THANKS, "share": THANKS, "complaint": COMPLAINTS}
ANSWERS["question"] = ("questions-answered", *COMPLAINTS[1:])


class Breach(NamedTuple):
    """A rule that does not hold, on which days (both included) and channel, with the facts."""

    rule: str
    first: date
    last: date
    channel: str | None
    facts: object


class Stand(NamedTuple):
    """An entry or a record with its local day and its minute of the world (-1: unknown)."""

    day: date
    time: float
    it: Any

    def serves(self, channel: str | None) -> bool:
        """Whether it is there for a channel."""
        mine = self.it.channels if isinstance(self.it, Slot) else (self.it.channel,)
        return not mine or channel in mine

    def could_follow(self, other: "Stand") -> bool:
        """Whether it comes after another, as far as their times are known."""
        if self.day != other.day or min(self.time, other.time) < 0:
            return self.it is not other.it and self.day >= other.day
        return self.time > other.time

    def is_soon_after(self, other: "Stand", days: int) -> bool:
        """Whether it comes after another: on its day, or less than so many days later."""
        if self.day == other.day:
            return self.it is not other.it and self.time >= other.time >= 0
        return 0 < (self.day - other.day).days < days


def stand_of(it: Any, calendar: Calendar) -> Stand:
    """Where an entry or a record stands in time."""
    if not isinstance(it.at, datetime):
        return Stand(it.at, -1, it)
    local = it.at.astimezone(ZoneInfo(calendar.timezone))
    return Stand(local.date(), it.at.timestamp() // 60, it)


def week_of(day: date, calendar: Calendar) -> date:
    """The first day of its week."""
    return day - DAY * ((day.weekday() - calendar.week_starts) % 7)


def is_closed(day: date, calendar: Calendar) -> bool:
    """Whether it is a day of a blackout."""
    return any(it.first <= day < it.until for it in calendar.blackouts)


def breaches(calendar: Calendar) -> set[Breach]:
    """All that breaks a rule."""
    going = [it for it in calendar.entries if it.at and it.status not in {"held", "cancelled"}]
    stands = sorted((stand_of(it, calendar) for it in going), key=lambda it: it[:2])
    alone = {
        Breach(rule, it.day, it.day, it.it.channel, it.it.id)
        for it in stands
        if isinstance(it.it, Post)
        for rule in _alone(it, stands, calendar)
    }
    return alone | {*_weeks(stands, calendar), *_bursts(stands), *_answers(stands, calendar)}


def _weeks(stands: list[Stand], calendar: Calendar) -> Iterator[Breach]:
    """Promos earned by gives; two in four weeks, or one in five; talks on three days."""
    for first in {week_of(it.day, calendar) for it in stands}:
        last, back = first + 6 * DAY, first - 21 * DAY
        near = [it for it in stands if back <= it.day <= last]
        talks = [it for it in near if it.it.kind in TALKS and it.day >= first]
        posts = [it for it in near if isinstance(it.it, Post)]
        posting = {it.it.channel for it in posts if it.day >= first}
        for channel in posting:
            four = [it.it.kind for it in posts if it.serves(channel)]
            week = [it.it.kind for it in posts if it.serves(channel) and it.day >= first]
            counts = week.count("promo"), sum(kind in GIVES for kind in week)
            if counts[0] > max(1, counts[1] // 2):
                yield Breach("promo-to-share", first, last, channel, counts)
            if counts[0] and four.count("promo") > max(2, len(four) // 5):
                facts = four.count("promo"), len(four)
                yield Breach("promo-share", back, last, channel, facts)
        bare = frozenset(it for it in posting if not any(talk.serves(it) for talk in talks))
        number = len({it.day for it in talks})
        is_shut = all(is_closed(first + step * DAY, calendar) for step in range(7))
        if (number < 3 or bare) and not is_shut:
            yield Breach("conversation-slots", first, last, None, (number, len(talks), bare))


def _bursts(stands: list[Stand]) -> Iterator[Breach]:
    """Of the broadcasts of three hours no third one starts before somebody talks with people."""
    for one in (it for it in stands if it.it.kind in BROADCASTS and it.time >= 0):
        near = [it for it in stands if it.serves(one.it.channel) and 0 <= it.time - one.time < 180]
        talks = [it.time for it in near if it.it.kind in TALKS and it.time > one.time]
        burst = [
            it.it for it in near if it.it.kind in BROADCASTS and it.time <= min(talks, default=inf)
        ]
        if len({it.series or it for it in burst}) > 2:
            ids = tuple(it.id for it in burst)
            yield Breach("no-sterile-bursts", one.day, near[-1].day, one.it.channel, ids)


def _alone(one: Stand, stands: list[Stand], calendar: Calendar) -> Iterator[str]:
    """What a post breaks by its day."""
    post, since = one.it, calendar.crisis.get("open")
    if is_closed(one.day, calendar):
        yield "nothing-in-a-blackout"
    if since and one.day >= since and (post.kind in BROADCASTS or post.automated):
        yield "quiet-in-a-crisis"
    given = [it for it in stands if isinstance(it.it, Post) and it.it.delivers == post.promises]
    in_time = [it for it in given if it.could_follow(one) and it.day <= (post.due or it.day)]
    if post.promises and not in_time:
        yield "promises-kept"
    left = (post.event - one.day).days if post.event else 1
    is_ours = post.about in {None, "us"} and (post.about or post.kind != "share")
    if left < 1 and not is_ours:
        yield "events-announced-in-time"
    if post.event and "tie-in" in post.tags and not 0 <= left <= 7:
        yield "tie-ins-on-time"
    if post.kind == "promo":
        ours = [it for it in stands if "correction" in it.it.tags and it.serves(post.channel)]
        others = [it for it in ours if it.it.series is None or it.it.series != post.series]
        if any(one.is_soon_after(it, 2) for it in others):
            yield "no-promo-after-correction"
        told = [
            it for it in calendar.records if it.kind == "connection" and it.who in post.mentions
        ]
        if post.channel == "dm" and any(
            one.is_soon_after(stand_of(it, calendar), 14) for it in told
        ):
            yield "no-pitch-after-connecting"


def _answers(stands: list[Stand], calendar: Calendar) -> Iterator[Breach]:
    """What others did is answered by the end of so many working days."""
    for asked in (stand_of(it, calendar) for it in calendar.records if it.kind in ANSWERS):
        rule, left, sorts, kinds = ANSWERS[asked.it.kind]
        last, channel = asked.day, asked.it.channel
        while left:
            last += DAY
            left -= last.weekday() < 5 and not is_closed(last, calendar)
        answers = [it for it in stands if isinstance(it.it, sorts) and it.it.kind in kinds]
        if not any(
            (it.could_follow(asked) or 0 <= asked.time - it.time < getattr(it.it, "minutes", 1))
            and asked.day <= it.day <= last
            and (channel is None or it.serves(channel))
            for it in answers
        ):
            yield Breach(rule, asked.day, last, channel, asked.it.id)
