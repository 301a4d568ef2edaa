"""Enough different words, against a count by hand."""

from datetime import date

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st
from said import is_whole_by_hand, rich_calendars, trailing_by_hand

from planner.checks import Hit, diversity
from planner.model import Calendar, Post
from planner.weeks import Timeline
from planner.which import read_which

POSTS = read_which({"entry": "post"})
TOPICS = diversity.Options(of=POSTS, field="topic", at_least=2, over=1, from_count=2)


def hits(calendar: Calendar, options: diversity.Options = TOPICS) -> list[Hit]:
    """What the check finds."""
    return list(diversity.lint(options, Timeline(calendar)))


@given(
    rich_calendars(),
    st.builds(
        diversity.Options,
        of=st.sampled_from([POSTS, read_which({"entry": "slot"})]),
        field=st.just("tags"),
        at_least=st.integers(1, 3),
        over=st.integers(1, 3),
        from_count=st.integers(1, 3),
    ),
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_numbers_agree_with_a_count_by_hand(
    calendar: Calendar, options: diversity.Options
) -> None:
    """The same stretches with the same number of words."""
    fits = options.of.test(calendar)
    expected = {}
    for first, inside, newest in trailing_by_hand(calendar, options.over):
        whole = options.over == 1 or is_whole_by_hand(calendar, first)
        mine = [it for it in inside if fits(it)]
        tags = {tag.strip("#").lower() for it in mine for tag in it.tags}
        is_judged = whole and any(map(fits, newest)) and len(mine) >= options.from_count
        if is_judged and len(tags) < options.at_least:
            expected[first] = (len(tags), {it.id for it in mine}, newest)
    found = hits(calendar, options)
    assert [hit.window.first for hit in found] == list(expected)
    for hit in found:
        number, ids, newest = expected[hit.window.first]
        assert (hit.observed, hit.allowed) == (number, options.at_least)
        assert {hit.entry.id, *(it.id for it in hit.related)} == ids
        assert hit.entry in newest


def post(day: int, topic: str | None, clock: str = "09:00") -> Post:
    """A post of November 2026."""
    return Post(f"p{day}", "", berlin(day, clock), "x", topic=topic)


def test_the_first_and_the_last_minute_of_a_week_are_in_it() -> None:
    """Monday 00:00 and Sunday 23:59."""
    assert not hits(calendar_of(post(23, "a", "00:00"), post(25, "a"), post(29, "b", "23:59")))
    (hit,) = hits(calendar_of(post(22, "b", "23:59"), post(23, "a"), post(29, "a")))
    assert (hit.entry.id, hit.observed) == ("p23", 1)


def test_few_posts_and_short_calendars_are_not_judged() -> None:
    """From two posts on, and over two weeks from two weeks on."""
    assert not hits(calendar_of(post(23, "a")))
    options = TOPICS._replace(over=2)
    short = calendar_of(post(23, "a"), post(24, "a"))
    assert not hits(short, options)
    assert diversity.too_short(options, Timeline(short)) == "2 weeks"
    assert diversity.too_short(TOPICS, Timeline(short)) is None
    assert hits(calendar_of(post(16, "a"), post(24, "a")), options)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_counts_nowhere(status: str) -> None:
    """Its word is not said."""
    both = (post(23, "a"), post(24, "a"), post(25, "b"))
    assert not hits(calendar_of(*both))
    assert hits(calendar_of(*both[:2], both[2]._replace(status=status)))


def test_nothing_said_is_no_word_and_a_day_is_enough() -> None:
    """A post without a topic adds none; one without a time adds its own."""
    assert hits(calendar_of(post(23, "a"), post(24, None)))
    assert not hits(calendar_of(post(23, "a"), post(24, "b")._replace(at=date(2026, 11, 29))))
