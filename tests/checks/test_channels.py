"""The check of how many channels there are and whether they live."""

from datetime import date, timedelta

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import PlaceHit, channels
from planner.checks.channels import Options
from planner.model import Calendar, Channel, Post
from planner.weeks import Timeline

MONDAY = date(2026, 11, 2)
NAMES = ("x", "mastodon", "linkedin")


def hits(calendar: Calendar, options: Options) -> list[PlaceHit]:
    """What the check finds."""
    return list(channels.lint(options, Timeline(calendar)))


def posting(*weeks: tuple[int, str]) -> Calendar:
    """A calendar with all channels and a post on one of them in each of some weeks."""
    posts = [
        Post(f"p{number}", "", berlin(MONDAY + timedelta(weeks=week)), channel)
        for number, (week, channel) in enumerate(weeks)
    ]
    return calendar_of(*posts)._replace(channels=tuple(map(Channel, NAMES)))


@given(
    st.lists(st.tuples(st.integers(0, 50), st.sampled_from([*NAMES, "bluesky"]),
                       st.sampled_from(["draft", "draft", "held"])), max_size=8),
    st.integers(1, 4),
    st.lists(st.booleans(), min_size=3, max_size=3),
    st.sampled_from([None, *range(0, 50, 5)]),
)  # fmt: skip
@settings(derandomize=True, deadline=None, max_examples=200)
def test_lifeless_channels_agree_with_looking_at_every_day(
    said: list[tuple[int, str, str]], weeks: int, dormant: list[bool], since: int | None
) -> None:
    """The last weeks end with the week of the last post."""
    posts = [
        Post(f"p{number}", "", MONDAY + timedelta(days=day), channel, status=status)
        for number, (day, channel, status) in enumerate(said)
    ]
    begun = None if since is None else MONDAY + timedelta(days=since)
    made = [Channel(name, dormant=off) for name, off in zip(NAMES, dormant, strict=True)]
    made[0] = made[0]._replace(since=begun)
    calendar = calendar_of(*posts)._replace(channels=tuple(made))
    days = {day: channel for day, channel, status in said if status == "draft"}
    expected = set()
    if days:
        first_day = 7 * (max(days) // 7 + 1) - 7 * weeks
        if first_day >= 7 * (min(days) // 7):
            alive = {c for day, c, status in said if status == "draft" and day >= first_day}
            expected = {it.name for it in made if it.name not in alive and not it.dormant}
            if since is not None and since > first_day:
                expected.discard("x")
    found = hits(calendar, Options(alive_within=weeks))
    assert {hit.place for hit in found} == {("channels", name) for name in expected}


@pytest.mark.parametrize(("most", "found"), [(2, 1), (3, 0), (0, 0)])
def test_so_many_channels_are_enough(most: int, found: int) -> None:
    """Dormant and private ones are not counted."""
    calendar = posting((0, "x"))
    assert len(hits(calendar, Options(at_most=most))) == found
    private = Channel("own", profile={"personal": True})
    more = (*calendar.channels, Channel("old", dormant=True), private)
    assert len(hits(calendar._replace(channels=more), Options(at_most=most))) == found


def test_too_many_are_told_by_name() -> None:
    """At the channels, not at a post."""
    (hit,) = hits(posting((0, "x")), Options(at_most=2))
    assert hit.place == ("channels",)
    assert hit.words["fact"] == "3 channels are kept up: x, mastodon and linkedin"


def test_a_short_calendar_does_not_tell_whether_channels_live() -> None:
    """And says how long it has to be."""
    short, long = posting((0, "x"), (2, "x")), posting((0, "x"), (3, "x"))
    options = Options(alive_within=4)
    assert not hits(short, options)
    assert channels.too_short(options, Timeline(short)) == "4 weeks"
    assert channels.too_short(options, Timeline(calendar_of())) == "4 weeks"
    assert len(hits(long, options)) == 2
    assert channels.too_short(options, Timeline(long)) is None
    assert channels.too_short(Options(at_most=1), Timeline(short)) is None
