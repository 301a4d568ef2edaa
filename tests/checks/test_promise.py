"""Promises and what keeps them, against a search through all posts."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st
from said import a_rule, going, of_day, open_calendars, rich_calendars

from planner.checks import PostHit, cap, promise
from planner.model import Calendar, Post
from planner.plan.balance import Settings, make_plan
from planner.weeks import Timeline
from planner.which import read_which

POSTS = read_which({"entry": "post"})
KEPT = promise.Options(POSTS)
WORDS = st.lists(
    st.tuples(
        st.sampled_from([None, None, "part 2", "Part  2", "recipe"]),
        st.sampled_from([None, None, "part 2", "recipe"]),
        st.sampled_from([None, None, date(2026, 11, 29), date(2026, 12, 1), date(2026, 12, 7)]),
    ),
    min_size=9,
)


def hits(calendar: Calendar) -> list[PostHit]:
    """What the check finds."""
    return list(promise.lint(KEPT, Timeline(calendar)))


def with_words(
    calendar: Calendar, words: list[tuple[str | None, str | None, date | None]]
) -> Calendar:
    """The posts with what they promise and deliver."""
    pairs = zip(calendar.posts, words, strict=False)
    return calendar._replace(
        posts=tuple(it._replace(promises=a, delivers=b, due=due) for it, (a, b, due) in pairs)
    )


def keeps_by_hand(given_post: Post, asked: Post) -> bool:
    """Whether a post delivers what another one promised, after it and in time."""
    if (given_post.delivers or "").lower().split() != (asked.promises or "").lower().split():
        return False
    if asked.due and of_day(given_post) > asked.due:
        return False
    if isinstance(given_post.at, datetime) and isinstance(asked.at, datetime):
        return given_post.at > asked.at
    return of_day(given_post) >= of_day(asked) and given_post.id != asked.id


def broken_by_hand(calendar: Calendar) -> set[str]:
    """The posts whose promise nobody keeps."""
    posts = [it for it in going(calendar) if isinstance(it, Post)]
    return {
        it.id for it in posts if it.promises and not any(keeps_by_hand(one, it) for one in posts)
    }


@given(rich_calendars(), WORDS)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_every_broken_promise_is_found(
    calendar: Calendar, words: list[tuple[str | None, str | None, date | None]]
) -> None:
    """And no other."""
    calendar = with_words(calendar, words)
    assert {hit.entry.id for hit in hits(calendar)} == broken_by_hand(calendar)


@given(open_calendars(), WORDS)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_breaks_no_promise_that_was_kept(
    calendar: Calendar, words: list[tuple[str | None, str | None, date | None]]
) -> None:
    """Though another rule wants posts to move, unless it is told as a conflict."""
    calendar = with_words(calendar, words)
    full = a_rule("cap", cap.Options(POSTS, 1, every="day", each="calendar"), "{when}")
    other = a_rule("promise", KEPT, "{day}")._replace(name="promises")
    plan = make_plan(calendar, [full, other], Settings())
    if not any(other.name in conflict.rules for conflict in plan.conflicts):
        going_out = {it.id for it in going(plan.calendar)}
        assert broken_by_hand(plan.calendar) <= broken_by_hand(calendar) & going_out


def post(day: int | date, clock: str = "09:00", **fields: Any) -> Post:
    """A post; a number is a day of November 2026."""
    return Post(f"p{day}-{clock}", "", berlin(day, clock), "x")._replace(**fields)


def asked(day: int = 23, clock: str = "09:00", **fields: Any) -> Post:
    """A post that promises the second part."""
    return post(day, clock, promises="part 2", **fields)


def test_the_delivery_comes_after_the_promise() -> None:
    """A minute later is enough, the same minute is not."""
    assert not hits(calendar_of(asked(), post(23, "09:01", delivers="Part 2")))
    same = post(24, delivers="part 2")._replace(at=berlin(23, "09:00"))
    (hit,) = hits(calendar_of(asked(), same))
    assert "does not come after it" in str(hit.words["fact"])


@pytest.mark.parametrize(("clock", "day", "found"), [("23:59", 27, 0), ("00:00", 28, 1)])
def test_the_day_that_is_due_counts(clock: str, day: int, found: int) -> None:
    """To its last minute."""
    calendar = calendar_of(asked(due=date(2026, 11, 27)), post(day, clock, delivers="part 2"))
    assert len(hits(calendar)) == found


def test_without_a_day_any_later_post_keeps_it() -> None:
    """But some post has to."""
    assert not hits(calendar_of(asked(), post(date(2027, 3, 1), delivers="part 2")))
    (hit,) = hits(calendar_of(asked(), post(24, delivers="part 3")))
    assert hit.words["fact"] == "no post delivers it"


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_go_out_keeps_nothing(status: str) -> None:
    """And promises nothing."""
    kept = post(24, delivers="part 2")
    assert hits(calendar_of(asked(), kept._replace(status=status)))
    assert not hits(calendar_of(asked(status=status)))
    assert not hits(calendar_of(asked()._replace(at=None)))


def test_a_day_without_a_time_is_late_enough() -> None:
    """On the day of the promise, but not on the day before."""
    kept = post(24, delivers="part 2")
    assert not hits(calendar_of(asked(), kept._replace(at=date(2026, 11, 23))))
    assert hits(calendar_of(asked(), kept._replace(at=date(2026, 11, 22))))


def test_a_plan_does_not_hold_back_or_delay_a_delivery() -> None:
    """Another post makes way for it."""
    one_a_week = a_rule("cap", cap.Options(read_which("promo"), 1), "{when}")
    keeping = a_rule("promise", KEPT, "{day}")._replace(name="promises")
    due = date(2026, 11, 27)
    calendar = calendar_of(
        asked(due=due),
        post(24, kind="promo"),
        post(25, kind="promo", delivers="part 2"),
        post(date(2026, 11, 30) + timedelta(1)),
    )
    plan = make_plan(calendar, [one_a_week, keeping], Settings())
    assert [(move.entry, move.what) for move in plan.moves] == [("p24-09:00", "defer")]
