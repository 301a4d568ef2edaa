"""Nothing on closed days, against a look at each day."""

from datetime import UTC, date, datetime, timedelta

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

from planner.checks import PostHit, blackout
from planner.model import Blackout, Calendar, Post, Slot
from planner.weeks import Timeline
from planner.which import read_which

POSTS = read_which({"entry": "post"})
CLOSED = blackout.Options(POSTS)
CRISIS = blackout.Options(POSTS, during="crisis")
DAYS = st.builds(
    lambda first, length: Blackout(first, first + timedelta(days=length), None),
    st.dates(date(2026, 11, 22), date(2026, 12, 15)),
    st.integers(1, 9),
)


def hits(calendar: Calendar, options: blackout.Options = CLOSED) -> list[PostHit]:
    """What the check finds."""
    return list(blackout.lint(options, Timeline(calendar)))


@given(rich_calendars(), st.lists(DAYS, max_size=3), st.sampled_from([POSTS, read_which("promo")]))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_every_entry_on_a_closed_day_is_found(
    calendar: Calendar, closed: list[Blackout], of: object
) -> None:
    """And no other."""
    calendar = calendar._replace(blackouts=tuple(closed))
    options = blackout.Options(of)  # type: ignore[arg-type]
    days = {it.first + timedelta(days=step) for it in closed for step in range(20)
            if it.first + timedelta(days=step) < it.until}  # fmt: skip
    fits = options.of.test(calendar)
    expected = {it.id for it in going(calendar) if of_day(it) in days and fits(it)}
    assert {hit.entry.id for hit in hits(calendar, options)} == expected


@given(open_calendars(), st.lists(DAYS, max_size=2), st.sampled_from([CLOSED, CRISIS]))
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_holds_or_says_why_not(
    calendar: Calendar, closed: list[Blackout], options: blackout.Options
) -> None:
    """Planning twice changes nothing, and both readings agree."""
    calendar = calendar._replace(blackouts=tuple(closed), crisis={"open": "2026-11-27"})
    assert_the_plan_holds(calendar, a_rule("blackout", options, "{day}"))
    assert_the_readings_agree(calendar, a_rule("blackout", options, "{day}"))


def post(day: int, clock: str = "09:00") -> Post:
    """A post of November 2026."""
    return Post(f"p{day}", "", berlin(day, clock), "x", "promo")


def closed_days(*entries: Post | Slot) -> Calendar:
    """A calendar that is closed from the 24th to the 26th."""
    days = Blackout(date(2026, 11, 24), date(2026, 11, 27), "holidays")
    return calendar_of(*entries)._replace(blackouts=(days,))


@pytest.mark.parametrize(("day", "clock", "number"), [
    (23, "23:59", 0), (24, "00:00", 1), (26, "23:59", 1), (27, "00:00", 0),
])  # fmt: skip
def test_the_first_and_the_last_minute_are_closed(day: int, clock: str, number: int) -> None:
    """From the first midnight to the last."""
    found = hits(closed_days(post(day, clock)))
    assert len(found) == number
    assert all(hit.words["back"] == "to Fri 27 Nov or later" for hit in found)


def test_posts_without_a_time_are_on_their_day() -> None:
    """Those without a day are nowhere, and those that do not go out are no matter."""
    assert hits(closed_days(post(23)._replace(at=date(2026, 11, 24))))
    for status in ("held", "cancelled"):
        assert not hits(closed_days(post(24)._replace(status=status)))
    assert not hits(closed_days(post(24)._replace(at=None)))


@pytest.mark.parametrize(("word", "days"), [
    ("2026-11-24", [24, 25]), (date(2026, 11, 24), [24, 25]), (True, [23, 24, 25]),
    (datetime(2026, 11, 24, 9, tzinfo=UTC), [24, 25]), ("now", [23, 24, 25]),
    (False, []), (None, []), ("no", []),
])  # fmt: skip
def test_a_crisis_is_open_from_its_day_on(word: object, days: list[int]) -> None:
    """On all days when only that is said; blackouts do not matter here."""
    calendar = closed_days(post(23), post(24), post(25))._replace(crisis={"open": word})
    assert [hit.entry.id for hit in hits(calendar, CRISIS)] == [f"p{day}" for day in days]


def test_a_slot_is_called_so() -> None:
    """And may stay when only posts have to wait."""
    slot = Slot("s", "s", berlin(24), kind="inbox")
    (hit,) = hits(closed_days(slot), blackout.Options(read_which({"entry": "slot"})))
    assert (hit.words["what"], hit.words["reason"]) == ("slot", "holidays")
    assert not hits(closed_days(slot))


def test_a_plan_moves_a_post_out_of_a_blackout() -> None:
    """To the nearest open day, and in a crisis it is held back when no day is before it."""
    plan = assert_the_plan_holds(closed_days(post(24)), a_rule("blackout", CLOSED, "{day}"))
    assert [(it.what, it.after) for it in plan.moves] == [("shift", berlin(23))]
    crisis = calendar_of(post(24))._replace(crisis={"open": True})
    plan = assert_the_plan_holds(crisis, a_rule("blackout", CRISIS, "{day}"))
    assert [it.what for it in plan.moves] == ["hold"]
