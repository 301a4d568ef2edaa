"""Messy calendars at a clock, and why a finding may be left in the plan of one."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from helpers import BERLIN, berlin
from hypothesis import strategies as st

from planner.model import Blackout, Calendar, Channel, Entry, Finding, Person, Plan, Post, Slot
from planner.weeks import week_of

MONDAY = date(2026, 11, 23)
KINDS = ("promo", "promo", "promo", "news", "value", "share", "thanks", "conversation", "unknown")
CLOCKS = ("08:00", "09:00", "09:07", "09:30", "10:00", "11:00", "11:59", "12:00", "15:00", "21:30")
SLOT_KINDS = ("inbox", "listen", "open")


class Case(NamedTuple):
    """A calendar and the clock it is planned at."""

    calendar: Calendar
    now: datetime | None


def moments(draw: st.DrawFn, weeks: int) -> datetime:
    """A time in one of the weeks, often on the same few days."""
    day = MONDAY + timedelta(days=draw(st.sampled_from([0, 0, 1, 2, 4, 6])))
    week = timedelta(weeks=draw(st.integers(0, weeks - 1)))
    return berlin(day + week, draw(st.sampled_from(CLOCKS)))


@st.composite
def cases(draw: st.DrawFn, most: int = 12) -> Case:
    """Messy calendars of one or two weeks on up to three channels."""
    weeks = draw(st.integers(1, 2))
    channels = ("x", "mastodon", "linkedin")[: draw(st.integers(1, 3))]
    posts = []
    for number in range(draw(st.integers(most // 3, most))):
        at = moments(draw, weeks)
        oddity = draw(st.integers(0, 15))
        post = Post(
            f"p{number}", f"p{number}", at, draw(st.sampled_from(channels)),
            draw(st.sampled_from(KINDS)), text=f"Text number {number}",
        )  # fmt: skip
        if oddity == 0:
            post = post._replace(at=at.date())
        elif oddity == 1:
            post = post._replace(series="thread")
        elif oddity == 2:
            post = post._replace(window=(MONDAY, MONDAY + timedelta(days=3)))
        elif oddity == 3:
            post = post._replace(status="held")
        elif oddity in {4, 5}:
            post = post._replace(pin=True)
        elif oddity == 6:
            post = post._replace(status="published")
        posts.append(post)
    slots = []
    for number in range(draw(st.integers(0, 4))):
        serving = draw(st.sampled_from([(), (), (channels[0],)]))
        kind = draw(st.sampled_from(SLOT_KINDS))
        slots.append(Slot(f"s{number}", f"s{number}", moments(draw, weeks), 30, serving, kind))
    hours = draw(st.sampled_from([None, "09:00-13:00", "mon-fri 10:00-18:00"]))
    on_call = draw(st.sampled_from([None, "mon-fri 08:00-12:00", "mon-sun 09:00-17:00"]))
    blackouts = draw(st.sampled_from([(), (), (Blackout(date(2026, 11, 26), date(2026, 11, 28)),)]))
    calendar = Calendar(
        timezone="Europe/Berlin",
        week_starts=draw(st.sampled_from([0, 0, 6])),
        channels=tuple(Channel(name, hours=hours) for name in channels),
        people=(Person("rosa", on_call=on_call),) if on_call else (),
        posts=tuple(posts),
        slots=tuple(slots),
        blackouts=blackouts,
    )
    now = draw(st.sampled_from([None, None, berlin(20), berlin(24, "10:10"), berlin(30, "09:00")]))
    return Case(calendar, now)


def is_past(entry: Entry, now: datetime | None) -> bool:
    """Whether it can no longer be changed."""
    if now is None or entry.at is None:
        return False
    if isinstance(entry.at, datetime):
        return entry.at < now
    return entry.at < now.astimezone(BERLIN).date()


def is_explained(finding: Finding, plan: Plan, case: Case) -> bool:
    """By a conflict of its rule in its week and channel, or because all of it is past."""
    window = finding.window
    assert window is not None
    touched = {
        week_of(day, case.calendar.week_starts).first
        for day in (window.first, window.until - timedelta(days=1))
    }
    for conflict in plan.conflicts:
        week, channel = conflict.week.first, conflict.week.channel
        is_here = channel == window.channel or None in {channel, window.channel}
        if finding.rule in conflict.rules and week in touched and is_here:
            return True
    return is_late(finding, plan, case)


def is_late(finding: Finding, plan: Plan, case: Case) -> bool:
    """Whether it is past, or told to be mended by hand in a week that has begun."""
    assert finding.window is not None
    if case.now is None:
        return False
    today = case.now.astimezone(BERLIN).date()
    last = week_of(finding.window.until - timedelta(days=1), case.calendar.week_starts)
    is_told = finding.message in {it.message for it in plan.by_hand}
    return finding.window.until <= today or (last.first <= today and is_told)
