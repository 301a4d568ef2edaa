"""Not too many on a day or in some weeks, against a count by hand."""

from datetime import date, timedelta

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
    trailing_by_hand,
)

from planner.checks import Hit, cap
from planner.model import Calendar, Channel, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import of_kinds, read_which

POSTS = read_which({"entry": "post"})
PROMO = of_kinds({"promo"})
DAILY = cap.Options(of=POSTS, at_most=2, every="day")
WEEKLY = cap.Options(of=PROMO, at_most=1)
OPTIONS = st.builds(
    cap.Options,
    of=st.sampled_from([POSTS, PROMO, of_kinds({"promo", "value", "inbox"})]),
    at_most=st.integers(0, 3),
    every=st.sampled_from(["day", "week"]),
    over=st.sampled_from([1, 2, 3]),
    each=st.sampled_from(["channel", "channel", "calendar", "by", "handle", "topic"]),
    series_as_one=st.booleans(),
    younger_than=st.sampled_from([0, 0, 0, 2]),
)
WEEK = timedelta(weeks=1)
SINCE = date(2026, 11, 24)
"""When the channel `x` began, where it has a beginning."""


def hits(calendar: Calendar, options: cap.Options) -> list[Hit]:
    """What the check finds."""
    return list(cap.lint(options, Timeline(calendar)))


def opened_by_hand(entry: Entry, each: str) -> set[str | None]:
    """The groups in which an entry makes a window count."""
    if each == "calendar":
        return {"all"}
    if isinstance(entry, Slot):
        return {name[1:] for name in entry.contacts} if each == "handle" else set()
    if each == "channel":
        return {entry.channel}
    if each == "handle":
        return {name[1:].lower() for name in entry.mentions}
    said = entry.by if each == "by" else entry.topic
    return {said.lower()} if said else set()


def belongs_by_hand(entry: Entry, each: str, group: str | None) -> bool:
    """Whether an entry counts in a group."""
    if each == "channel" and isinstance(entry, Slot):
        return not entry.channels or group in entry.channels
    return group in opened_by_hand(entry, each)


def windows_by_hand(
    calendar: Calendar, options: cap.Options
) -> list[tuple[date, date, list[Entry], list[Entry]]]:
    """First day, day after the last, entries and newest entries of all windows."""
    if options.every == "week":
        found = trailing_by_hand(calendar, options.over)
        weeks = [(first, first + options.over * WEEK) for first, _inside, _new in found]
        return [(*days, *rest[1:]) for days, rest in zip(weeks, found, strict=True)]
    days = sorted({of_day(it) for it in going(calendar)})
    per_day = [[it for it in going(calendar) if of_day(it) == day] for day in days]
    return [(day, day + timedelta(1), it, it) for day, it in zip(days, per_day, strict=True)]


def full_by_hand(
    calendar: Calendar, options: cap.Options
) -> dict[tuple[date, str | None], tuple[int, set[str]]]:
    """First day and group of each window with too many: how many, and which."""
    fits = options.of.test(calendar)
    found = {}
    for first, until, inside, newest in windows_by_hand(calendar, options):
        new = [it for it in newest if fits(it)]
        for group in {one for it in new for one in opened_by_hand(it, options.each)}:
            mine = [it for it in inside if fits(it) and belongs_by_hand(it, options.each, group)]
            loners = [it for it in mine if not (isinstance(it, Post) and it.series)]
            threads = {(of_day(it), "one") for it in mine if it not in loners}
            number = len(loners) + len(threads) if options.series_as_one else len(mine)
            if options.younger_than:
                known = {it.name: it.since for it in calendar.channels}
                since = known.get(group or "")
                if since is None or until - timedelta(1) >= since + options.younger_than * WEEK:
                    continue
            if number > options.at_most:
                found[first, group] = (number, {it.id for it in mine})
    return found


@given(rich_calendars(), OPTIONS, st.booleans())
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_numbers_agree_with_a_count_by_hand(
    calendar: Calendar, options: cap.Options, dated: bool
) -> None:
    """The same windows and groups, with the same entries."""
    if dated:
        calendar = calendar._replace(channels=(Channel("x", since=SINCE),))
    expected = full_by_hand(calendar, options)
    found = hits(calendar, options)
    assert len(found) == len(expected)
    newest = {one[0]: one[3] for one in windows_by_hand(calendar, options)}
    for hit in found:
        name = str(hit.words["channel"]).lstrip("@")
        names = {"All channels together": "all", "posts without a channel": None}
        number, ids = expected[hit.window.first, names.get(name, name)]
        assert (hit.observed, hit.allowed) == (number, options.at_most)
        assert {hit.entry.id, *(it.id for it in hit.related)} == ids
        assert hit.entry in newest[hit.window.first]
        assert hit.words["excess"] == number - options.at_most


@given(rich_calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_both_readings_agree(calendar: Calendar, options: cap.Options) -> None:
    """A week that breaks the rule has no plan without a change, and any other has one."""
    assert_the_readings_agree(calendar, a_rule("cap", options, "{when}"))


@given(open_calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_holds_or_says_why_not(calendar: Calendar, options: cap.Options) -> None:
    """And planning twice changes nothing."""
    assert_the_plan_holds(calendar, a_rule("cap", options, "{when}"))


def post(day: int | date, clock: str = "09:00", kind: str = "promo") -> Post:
    """A post on one channel; a number is a day of November 2026."""
    return Post(f"p{day}-{clock}", "", berlin(day, clock), "x", kind)


def test_the_first_and_the_last_minute_of_a_day_are_in_it() -> None:
    """00:00 and 23:59, and not the next midnight."""
    (hit,) = hits(calendar_of(post(23, "00:00"), post(23), post(23, "23:59")), DAILY)
    assert hit.entry.id == "p23-23:59"
    assert hit.window[:2] == (date(2026, 11, 23), date(2026, 11, 24))
    assert not hits(calendar_of(post(23, "00:00"), post(23), post(24, "00:00")), DAILY)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_of_a_clock_change_is_one_day(day: date) -> None:
    """From its first to its last local minute."""
    assert hits(calendar_of(*(post(day, clock) for clock in ("00:00", "02:30", "23:59"))), DAILY)
    others = (post(day, "00:00"), post(day, "23:59"), post(day + timedelta(1), "00:00"))
    assert not hits(calendar_of(*others), DAILY)


def test_the_first_and_the_last_minute_of_a_week_are_in_it() -> None:
    """Monday 00:00 and Sunday 23:59."""
    assert hits(calendar_of(post(23, "00:00"), post(29, "23:59")), WEEKLY)
    assert not hits(calendar_of(post(22, "23:59"), post(29, "23:59")), WEEKLY)


def test_a_series_counts_once_a_day() -> None:
    """And again on the next day."""
    thread = [post(23, f"10:0{n}")._replace(series="tips") for n in range(3)]
    assert not hits(calendar_of(*thread, post(23)), DAILY)
    assert hits(calendar_of(*thread, post(23)), DAILY._replace(series_as_one=False))
    next_day = post(24)._replace(series="tips")
    assert hits(calendar_of(*thread, next_day), WEEKLY)


def test_only_a_week_that_adds_one_is_judged() -> None:
    """Weeks before it count, a week without any does not tell it again."""
    options = WEEKLY._replace(over=2)
    later = post(date(2026, 12, 7), kind="value")
    (hit,) = hits(calendar_of(post(23), post(date(2026, 12, 6)), later), options)
    assert hit.window[:2] == (date(2026, 11, 23), date(2026, 12, 7))
    assert [it.id for it in hit.related] == ["p23-09:00"]


def test_a_channel_is_young_for_some_weeks() -> None:
    """As long as the last day of the window is before its birthday."""
    two = calendar_of(post(24), post(29))
    options = WEEKLY._replace(younger_than=1)
    young = [Channel("x", since=date(2026, 11, day)) for day in (22, 23)]
    assert not hits(two._replace(channels=(young[0],)), options)
    assert hits(two._replace(channels=(young[1],)), options)
    assert not hits(two, options)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_counts_nowhere(status: str) -> None:
    """Held and cancelled posts alike; published ones count."""
    assert not hits(calendar_of(post(23), post(24)._replace(status=status)), WEEKLY)
    assert hits(calendar_of(post(23), post(24)._replace(status="published")), WEEKLY)


def test_posts_without_a_time_count_and_without_a_day_do_not() -> None:
    """On the day they have."""
    assert hits(calendar_of(post(23), post(24)._replace(at=date(2026, 11, 29))), WEEKLY)
    assert not hits(calendar_of(post(23), post(24)._replace(at=None)), WEEKLY)


def test_a_plan_moves_to_another_day() -> None:
    """In the same week, when it has room."""
    calendar = calendar_of(*(post(23, clock) for clock in ("09:00", "11:00", "13:00")))
    plan = assert_the_plan_holds(calendar, a_rule("cap", DAILY, "{when}"))
    assert [move.what for move in plan.moves] == ["shift"]


def test_a_plan_defers_what_a_week_has_no_room_for() -> None:
    """To a later week of the calendar."""
    calendar = calendar_of(post(23), post(24), post(date(2026, 12, 1), kind="value"))
    plan = assert_the_plan_holds(calendar, a_rule("cap", WEEKLY, "{when}"))
    assert [move.what for move in plan.moves] == ["defer"]
