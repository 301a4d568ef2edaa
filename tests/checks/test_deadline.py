"""In time for a day, against counting days."""

from datetime import date, timedelta
from typing import Any

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st
from said import (
    a_rule,
    assert_the_plan_holds,
    assert_the_readings_agree,
    going,
    of_day,
    open_calendars,
    rich_calendars,
)

from planner.checks import PostHit, deadline
from planner.model import Calendar, Post
from planner.weeks import Timeline
from planner.which import read_which

POSTS = read_which({"entry": "post"})
IN_TIME = deadline.Options(POSTS, "event", days_before=2, not_before_days=7)
OPTIONS = st.builds(
    deadline.Options,
    of=st.sampled_from([POSTS, read_which("promo")]),
    field=st.sampled_from(["event", "due"]),
    days_before=st.integers(0, 3),
    not_before_days=st.sampled_from([0, 3, 7]),
)
GOALS = st.lists(st.none() | st.dates(date(2026, 11, 20), date(2026, 12, 20)), min_size=9)


def hits(calendar: Calendar, options: deadline.Options = IN_TIME) -> list[PostHit]:
    """What the check finds."""
    return list(deadline.lint(options, Timeline(calendar)))


def with_goals(calendar: Calendar, goals: list[date | None], field: str) -> Calendar:
    """The posts with a day each, or none."""
    pairs = zip(calendar.posts, goals, strict=False)
    said: list[tuple[Post, dict[str, Any]]] = [(it, {field: goal}) for it, goal in pairs]
    return calendar._replace(posts=tuple(it._replace(**fields) for it, fields in said))


@given(rich_calendars(), OPTIONS, GOALS)
@settings(derandomize=True, deadline=None, max_examples=100)
def test_every_post_out_of_time_is_found(
    calendar: Calendar, options: deadline.Options, goals: list[date | None]
) -> None:
    """And no other."""
    calendar = with_goals(calendar, goals, options.field)
    expected = {}
    for post in going(calendar):
        goal = getattr(post, options.field, None)
        if goal is None or not options.of.test(calendar)(post):
            continue
        before = (goal - of_day(post)).days
        is_early = options.not_before_days and before > options.not_before_days
        if before < options.days_before or is_early:
            expected[post.id] = before
    assert {hit.entry.id: hit.observed for hit in hits(calendar, options)} == expected


@given(open_calendars(), OPTIONS, GOALS)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_holds_or_says_why_not(
    calendar: Calendar, options: deadline.Options, goals: list[date | None]
) -> None:
    """Planning twice changes nothing, and both readings agree."""
    calendar = with_goals(calendar, goals, options.field)
    assert_the_plan_holds(calendar, a_rule("deadline", options, "{day}"))
    assert_the_readings_agree(calendar, a_rule("deadline", options, "{day}"))


def post(day: int, clock: str = "09:00", event: int = 27) -> Post:
    """A post of November 2026 about a day of it."""
    return Post(f"p{day}", "", berlin(day, clock), "x", event=date(2026, 11, event))


@pytest.mark.parametrize(("day", "clock", "found"), [
    (19, "23:59", ["8 days before it"]), (20, "00:00", []), (25, "23:59", []),
    (26, "00:00", ["1 day before it"]), (27, "09:00", ["on the day itself"]),
    (28, "09:00", ["1 day after it"]),
])  # fmt: skip
def test_days_count_from_midnight_to_midnight(day: int, clock: str, found: list[str]) -> None:
    """At least two days before, at most seven."""
    assert [hit.words["fact"] for hit in hits(calendar_of(post(day, clock)))] == found


def test_without_numbers_only_the_day_after_is_too_late() -> None:
    """On the day itself is in time, and so is long before."""
    options = deadline.Options(POSTS)
    assert not hits(calendar_of(post(2), post(27, "23:59")), options)
    (hit,) = hits(calendar_of(post(28, "00:00")), options)
    assert hit.words["wanted"] == "on the day itself at the latest"
    assert hit.words["instead"] == "Fri 27 Nov or earlier"
    assert hit.place == ("at",)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_go_out_is_never_late(status: str) -> None:
    """Nor is a post without a day of its own; a day without a time is enough."""
    assert not hits(calendar_of(post(28)._replace(status=status)))
    assert not hits(calendar_of(post(28)._replace(at=None)))
    assert hits(calendar_of(post(28)._replace(at=date(2026, 11, 28))))


def test_a_plan_puts_a_post_in_time() -> None:
    """Earlier in its week, or in a later one when it is too early."""
    plan = assert_the_plan_holds(calendar_of(post(26)), a_rule("deadline", IN_TIME, "{day}"))
    assert [(it.what, it.after) for it in plan.moves] == [("shift", berlin(25))]
    early = calendar_of(post(2), post(25), post(27, event=29))
    plan = assert_the_plan_holds(early, a_rule("deadline", IN_TIME, "{day}"))
    (move,) = plan.moves
    assert (move.entry, move.what) == ("p2", "defer")
    assert isinstance(move.after, type(berlin(20)))
    assert timedelta(2) <= date(2026, 11, 27) - move.after.date() <= timedelta(7)
