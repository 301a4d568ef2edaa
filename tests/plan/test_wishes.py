"""Quiet hours, and what a plan prefers among plans that change as little."""

from datetime import date, datetime

import pytest
from helpers import BERLIN, berlin
from messy import MONDAY

from planner.model import Calendar, Channel, Person, Post
from planner.plan.balance import make_plan
from planner.plan.domain import Clock, Domain
from planner.rulebook import choose

RULES = choose()
PROMOS = [rule for rule in RULES if rule.name == "promo-to-share"]


def domain(for_all: str | None = None, **channel: str | None) -> Domain:
    """The hours of a calendar with one channel, on which Rosa is on call day and night."""
    rosa = Person("rosa", on_call="00:00-24:00")
    channels = (Channel("x", **channel),)  # type: ignore[arg-type]  # any of its fields
    calendar = Calendar(channels=channels, people=(rosa,), quiet=for_all)
    return Domain(calendar, Clock(BERLIN))


def open_minutes(of: Domain, day: date, channel: str = "x") -> list[int]:
    """The quarter hours at which a post may be put on a day."""
    stretches = of.post_stretches(channel, day)
    return [it for first, last in stretches for it in range(first, last + 1, 15)]


@pytest.mark.parametrize(
    ("quiet", "first", "last"),
    [
        ("22:00-07:00", 7 * 60, 22 * 60 - 15),
        ("06:55-07:05", 0, 24 * 60 - 15),
        ("sun 12:00-07:00", 7 * 60, 24 * 60 - 15),
        ("tue 00:00-24:00", 0, 24 * 60 - 15),
    ],
)
def test_a_plan_puts_no_post_into_quiet_hours(quiet: str, first: int, last: int) -> None:
    """Whether the channel or the calendar says so; Sunday's night ends on Monday."""
    for found in (domain(quiet, hours="00:00-24:00"), domain(hours="00:00-24:00", quiet=quiet)):
        minutes = open_minutes(found, MONDAY)
        assert (minutes[0], minutes[-1]) == (first, last)


def test_no_minute_of_an_entry_is_quiet() -> None:
    """A post takes a quarter of an hour, a slot its length; they may end when it becomes quiet."""
    found = domain("12:05-13:00", hours="11:00-14:00")
    assert open_minutes(found, MONDAY) == [660, 675, 690, 705, 780, 795, 810, 825]
    assert found.slot_stretches(MONDAY, 60) == ((0, 660), (780, 1380))


def test_quiet_hours_of_a_channel_and_of_the_calendar_add_up() -> None:
    """Those of a channel are about its posts alone."""
    found = domain("00:00-12:00", hours="00:00-24:00", quiet="13:00-24:00")
    assert open_minutes(found, MONDAY) == [720, 735, 750, 765]
    assert open_minutes(found, MONDAY, "other") == list(range(720, 1200, 15))
    assert found.slot_stretches(MONDAY, 30) == ((720, 1410),)


def test_where_all_is_quiet_nothing_is_put() -> None:
    """Such a day is no day for a plan."""
    assert open_minutes(domain("mon 00:00-24:00"), MONDAY) == []
    assert domain("mon 00:00-24:00").slot_stretches(MONDAY) == ()


def post(name: str, kind: str, day: int, clock: str) -> Post:
    """A post on one channel."""
    return Post(name, name, berlin(day, clock), "x", kind, text=name)


VALUES = tuple(post(f"v{day}", "value", day, "09:00") for day in (23, 24, 25))
"""Two promos need one or more posts beside these."""


def test_what_stands_in_quiet_hours_stays() -> None:
    """They say where a plan puts something, not what has to go."""
    posts = (post("a", "promo", 24, "23:00"), post("b", "promo", 25, "12:00"), *VALUES)
    calendar = Calendar(timezone="Europe/Berlin", posts=posts, quiet="00:00-16:00")
    plan = make_plan(calendar, PROMOS)
    assert plan.calendar.posts[: len(posts)] == posts
    times = [it.at.hour for it in plan.calendar.posts[len(posts) :] if isinstance(it.at, datetime)]
    assert times
    assert min(times) >= 16
