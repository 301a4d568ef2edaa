"""Time for conversation, against a count by hand."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from helpers import (
    berlin,
    calendar_of,
    kinds_in,
    local_day_of,
    messy_calendars,
    rule_named,
    weeks_by_hand,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, quota
from planner.model import POST_KINDS, SLOT_KINDS, Calendar, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import of_kinds

TALKS = of_kinds({"conversation", "inbox", "outreach", "thanks", "listen"})


def shipped() -> quota.Options:
    """The numbers of `conversation-slots`."""
    options = rule_named("conversation-slots").options
    assert isinstance(options, quota.Options)
    return options


def hits(calendar: Calendar, options: quota.Options | None = None) -> list[Hit]:
    """What the check finds."""
    return list(quota.lint(options or shipped(), Timeline(calendar)))


def serves_by_hand(entry: Entry, channel: str | None) -> bool:
    """A post serves its channel, a slot those it names, or all when it names none."""
    if isinstance(entry, Slot):
        return not entry.channels or channel in entry.channels
    return entry.channel == channel


def stretches_by_hand(
    calendar: Calendar, weeks: int
) -> Iterator[tuple[date, list[Entry], list[Entry]]]:
    """The first day of so many weeks in a row, their entries, and those of the last week.

    The last week has entries, and the first is no earlier than that of the first entry.
    """
    known = dict(weeks_by_hand(calendar))
    for last, newest in known.items():
        days = [last - timedelta(weeks=back) for back in reversed(range(weeks))]
        if days[0] >= min(known):
            yield days[0], [it for day in days for it in known.get(day, [])], newest


def short_by_hand(calendar: Calendar, options: quota.Options) -> dict[date, set[str | None]]:
    """Every stretch that falls short, with the channels that post and lack a conversation."""
    found: dict[date, set[str | None]] = {}
    for first, entries, _last in stretches_by_hand(calendar, options.over):
        talks = [entry for entry in entries if entry.kind in kinds_in(options.of)]
        days = {local_day_of(entry) for entry in talks}
        posting = {entry.channel for entry in entries if isinstance(entry, Post)}
        alone = {
            channel
            for channel in posting
            if sum(serves_by_hand(talk, channel) for talk in talks) < options.per_channel
        }
        if len(talks) < options.at_least or len(days) < options.on_days or alone:
            found[first] = alone
    return found


def assert_agrees(calendar: Calendar, options: quota.Options) -> None:
    """The same weeks, each with all of its conversations, pointing at something inside it.

    More than three in a row are one finding, which begins where they do.
    """
    expected = short_by_hand(calendar, options)
    found = hits(calendar, options)
    run: list[date] = []
    told: list[date] = []
    many: list[date] = []
    for first, _entries, _last in [*stretches_by_hand(calendar, options.over), (date.max, [], [])]:
        if first in expected:
            run.append(first)
            continue
        told += run if len(run) <= 3 else run[:1]
        many += run[:1] if len(run) > 3 else []
        run = []
    assert [hit.window.first for hit in found] == told
    found = [hit for hit in found if hit.window.first not in many]
    inside = {first: rest for first, *rest in stretches_by_hand(calendar, options.over)}
    for hit in found:
        entries, newest = inside[hit.window.first]
        talks = {entry.id for entry in entries if entry.kind in kinds_in(options.of)}
        alone = expected[hit.window.first]
        assert hit.entry in (entries if alone else newest)
        assert {hit.entry.id, *(it.id for it in hit.related)} == talks | {hit.entry.id}
        assert hit.observed == len(talks)
        for channel in alone if talks else ():
            assert (channel or "the posts without one") in str(hit.words["bare"])
        if hit.window.channel is not None:
            assert alone == {hit.window.channel}


def test_the_shipped_numbers_are_those_of_the_sentence() -> None:
    """On three days, and one for every channel that posts."""
    assert shipped()[:4] == (TALKS, 0, 3, 1)


@given(messy_calendars())
@settings(derandomize=True, deadline=None, max_examples=150)
def test_the_shipped_rule_agrees_with_a_count_by_hand(calendar: Calendar) -> None:
    """Week by week."""
    assert_agrees(calendar, shipped())


@given(messy_calendars(days=(0, 1, 2, 3, 6), kinds=("conversation", "thanks", "value")))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_weeks_with_much_talk_agree_with_a_count_by_hand(calendar: Calendar) -> None:
    """So that single channels that are left alone are met as well."""
    assert_agrees(calendar, shipped())


@given(
    messy_calendars(days=(0, 1, 2, 6, 7)),
    st.builds(
        quota.Options,
        of=st.frozensets(st.sampled_from((*POST_KINDS, *SLOT_KINDS)), min_size=1, max_size=6).map(
            of_kinds
        ),
        at_least=st.integers(0, 4),
        on_days=st.integers(0, 3),
        per_channel=st.integers(0, 2),
        over=st.sampled_from([1, 1, 2]),
        insert=st.none(),
    ),
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_any_numbers_agree_with_a_count_by_hand(calendar: Calendar, options: quota.Options) -> None:
    """Whatever counts as conversation."""
    assert_agrees(calendar, options)


def slot(day: int, clock: str = "16:00", *channels: str, kind: str = "inbox") -> Slot:
    """A slot in November 2026; without channels it serves all."""
    return Slot(f"s{day}-{clock}", f"s{day}-{clock}", berlin(day, clock), 30, channels, kind)


def post(day: int, channel: str | None = "x", kind: str = "value") -> Post:
    """A post in November 2026."""
    return Post(f"p{day}-{channel}", f"p{day}-{channel}", berlin(day), channel, kind)


def test_the_first_and_the_last_minute_of_a_week_are_in_it() -> None:
    """Monday 00:00 and Sunday 23:59."""
    slots = (slot(23, "00:00"), slot(25), slot(29, "23:59"))
    assert not hits(calendar_of(post(24), *slots))


def test_a_minute_before_the_week_is_not_in_it() -> None:
    """Sunday 23:59 of the week before."""
    found = hits(calendar_of(post(24), slot(22, "23:59"), slot(25), slot(29, "23:59")))
    assert [hit.window.first for hit in found] == [date(2026, 11, 16), date(2026, 11, 23)]


def test_a_week_may_start_on_sunday() -> None:
    """Then the Sunday before belongs to it."""
    assert not hits(calendar_of(post(24), slot(22), slot(25), slot(28), week_starts=6))


def test_a_week_without_entries_lacks_nothing() -> None:
    """Only weeks in which something is planned are judged."""
    found = hits(calendar_of(post(2), post(30)))
    assert [hit.window.first for hit in found] == [date(2026, 11, 2), date(2026, 11, 30)]
    assert not hits(calendar_of())


def test_two_slots_on_one_day_are_one_day() -> None:
    """Three of them on two days fall short."""
    slots = (slot(23), slot(24), slot(24, "18:00"))
    (hit,) = hits(calendar_of(post(24), *slots))
    assert hit.observed == 3
    assert "on another day" in str(hit.words["elsewhere"])


def test_a_slot_of_a_channel_serves_that_channel_only() -> None:
    """The other one is named, and its first post is where the finding points."""
    slots = (slot(23, "16:00", "x"), slot(24, "16:00", "x"), slot(25, "16:00", "x"))
    (hit,) = hits(calendar_of(post(24), post(26, "linkedin"), post(25, "linkedin"), *slots))
    assert hit.entry.id == "p25-linkedin"
    assert hit.window.channel == "linkedin"


def test_a_post_that_opens_a_talk_serves_its_channel() -> None:
    """A thanks on linkedin is enough for linkedin, not for x."""
    thanks = post(25, "linkedin", "thanks")
    slots = (slot(23, "16:00", "mastodon"), slot(24, "16:00", "mastodon"))
    assert not hits(calendar_of(post(24, "linkedin"), thanks, *slots))
    (hit,) = hits(calendar_of(post(24, "x"), thanks, *slots))
    assert hit.window.channel == "x"


def test_an_open_slot_is_no_conversation() -> None:
    """It is kept free for whatever comes."""
    slots = (slot(23), slot(24), slot(25, kind="open"))
    assert hits(calendar_of(post(24), *slots))


def test_a_day_without_a_time_counts_as_a_day() -> None:
    """For posts and slots alike."""
    dated = slot(25)._replace(at=date(2026, 11, 25))
    assert not hits(calendar_of(post(24), slot(23), slot(24), dated))


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_counts_nowhere(status: str) -> None:
    """Neither as a conversation nor as a post that needs one."""
    assert not hits(calendar_of(post(24)._replace(status=status)))
    slots = (slot(23), slot(24), slot(25)._replace(status=status))
    assert hits(calendar_of(post(24), *slots))


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_changed_clock_moves_no_edge_of_a_week(sunday: date) -> None:
    """The last minute of the Sunday is still in it."""
    monday = sunday.toordinal() - 6
    days = [date.fromordinal(monday + step) for step in (0, 2, 6)]
    slots = [
        Slot(f"s{n}", f"s{n}", berlin(day, "23:59"), kind="inbox") for n, day in enumerate(days)
    ]
    only = Post("p", "p", berlin(days[1]), "x", "value")
    assert not hits(calendar_of(only, *slots))


@pytest.mark.parametrize(("weeks", "told"), [(3, 3), (4, 1), (9, 1)])
def test_many_weeks_in_a_row_are_told_once(weeks: int, told: int) -> None:
    """More than three that fall short are a habit; the finding spans them all."""
    monday = date(2026, 11, 2)
    posts = [
        Post(f"p{n}", f"p{n}", berlin(monday + timedelta(weeks=n)), "x", "value")
        for n in range(weeks)
    ]
    found = hits(calendar_of(*posts))
    assert len(found) == told
    assert found[0].entry.id == "p0"
    assert found[-1].window.until == monday + timedelta(weeks=weeks)
    assert found[0].words["entries"] == "no entry"


def test_a_week_in_order_parts_two_habits() -> None:
    """And a habit with some talk in it says that it is too little."""
    monday = date(2026, 11, 2)
    posts = [
        Post(f"p{n}", f"p{n}", berlin(monday + timedelta(weeks=n)), "x", "value") for n in range(9)
    ]
    slots = [
        Slot(f"s{n}", f"s{n}", berlin(monday + timedelta(weeks=4, days=n)), 30, (), "inbox")
        for n in range(3)
    ]
    one = Slot("one", "one", berlin(monday + timedelta(weeks=6)), 30, (), "inbox")
    first, last = hits(calendar_of(*posts, *slots, one))
    assert (first.words["entries"], last.words["entries"]) == (
        "no entry", "too few entries a week",
    )  # fmt: skip
    assert first.window.until == monday + timedelta(weeks=4)
    assert last.window.first == monday + timedelta(weeks=5)
