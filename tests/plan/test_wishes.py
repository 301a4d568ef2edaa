"""Quiet hours, and what a plan prefers among plans that change as little."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from helpers import BERLIN, berlin, entries_of
from hypothesis import given, settings
from hypothesis import strategies as st
from messy import MONDAY, Case, cases, is_explained

from planner.model import Blackout, Calendar, Channel, Cost, Person, Plan, Post
from planner.plan.balance import Settings, make_plan
from planner.plan.domain import Clock, Domain
from planner.rulebook import choose
from planner.rules import judge
from planner.weeks import Timeline

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


def channel_plan(
    *posts: Post, preferred: tuple[str, ...] = (), spread: bool = False, quiet: str | None = None
) -> Plan:
    """The plan of a calendar of one channel by the rule that every promo needs other posts."""
    channel = Channel("x", preferred=preferred, quiet=quiet)
    calendar = Calendar(timezone="Europe/Berlin", channels=(channel,), posts=posts)
    return make_plan(calendar, PROMOS, Settings(spread=spread))


def added(plan: Plan) -> list[str]:
    """The times of what a plan adds, like `Tue 09:00`."""
    known = {entry.id for entry in plan.original.entries}
    times = [it.at for it in entries_of(plan.calendar) if it.id not in known]
    return [f"{at:%a %H:%M}" for at in sorted(at for at in times if isinstance(at, datetime))]


TWO_PROMOS = (post("a", "promo", 24, "08:00"), post("b", "promo", 25, "08:00"), VALUES[0])
"""Two promos that ask for some posts more than there are."""


def test_added_posts_take_preferred_times() -> None:
    """On the days that have some; where these do not suffice, all is as without them."""
    found = added(channel_plan(*TWO_PROMOS, preferred=("wed-thu 17:00", "thu 10:15")))
    assert found == ["Tue 12:00", "Wed 17:00", "Thu 10:15"]
    assert set(added(channel_plan(*TWO_PROMOS))).isdisjoint({"Thu 10:15", "Wed 17:00"})


FIVE_PROMOS = tuple(post(f"p{day}", "promo", day, "08:00") for day in (23, 24, 25, 26, 27))
"""More promos than posts of one a day could make up for."""


def test_several_added_posts_go_to_several_days() -> None:
    """Working days come first; two on one day are hours apart."""
    calendar = Calendar(timezone="Europe/Berlin", channels=(Channel("x"),), posts=FIVE_PROMOS)
    found = added(make_plan(calendar, PROMOS, Settings(posts=8)))
    assert len(found) == 8
    by_day: dict[str, list[str]] = {}
    for day, clock in map(str.split, found):
        by_day.setdefault(day, []).append(clock)
    assert set(by_day) >= {"Mon", "Tue", "Wed", "Thu", "Fri"}
    for clocks in by_day.values():
        hours = [int(clock[:2]) for clock in clocks]
        assert all(later - early >= 3 for early, later in pairwise(hours)), found


def test_a_preferred_time_that_is_taken_is_left_to_whoever_has_it() -> None:
    """The next one of the day is as good; so is one that is not quiet or outside the hours."""
    taken = post("c", "news", 26, "10:00")
    times = ("wed 23:00", "wed 18:00", "thu 10:15", "thu 15:00", "fri 14:00", "fri 16:00")
    plan = channel_plan(*TWO_PROMOS, taken, preferred=times, quiet="13:30-14:30")
    assert added(plan) == ["Wed 18:00", "Thu 15:00", "Fri 16:00"]


def test_times_between_quarter_hours_are_rounded() -> None:
    """Plans think in quarter hours."""
    plan = channel_plan(*TWO_PROMOS, preferred=("mon 10:05", "tue 10:08", "wed 15:22"))
    assert added(plan) == ["Mon 10:00", "Tue 10:15", "Wed 15:15"]


def test_a_moved_post_takes_a_preferred_time_where_the_way_is_the_same() -> None:
    """An hour later costs as much as an hour earlier; the nearest time would cost less."""
    rules = [rule for rule in RULES if rule.name == "no-sterile-bursts"]
    posts = [post(f"p{hour}", "news", 24, f"{hour:02}:00") for hour in (9, 10, 11)]
    seen = set()
    for preferred in ("08:00", "12:00"):
        channel = Channel("x", preferred=(preferred,))
        calendar = Calendar(timezone="Europe/Berlin", channels=(channel,), posts=tuple(posts))
        plan = make_plan(calendar, rules)
        (move,) = plan.moves
        assert plan.cost == Cost(0, 0, 1, 4)
        seen.add(f"{move.after:%H:%M}")
    assert seen == {"08:00", "12:00"}


def test_what_is_added_is_spread_over_the_days() -> None:
    """Days that hold posts already come last."""
    assert [time[:3] for time in added(channel_plan(*TWO_PROMOS))] == ["Mon", "Tue", "Thu"]
    spread = added(channel_plan(*TWO_PROMOS, spread=True))
    assert [time[:3] for time in spread] == ["Thu", "Fri", "Sat"]


def test_days_with_preferred_times_go_before_even_days() -> None:
    """Where a day would not get crowded."""
    times = ("tue 12:00", "thu 12:00", "fri 12:00")
    assert added(channel_plan(*TWO_PROMOS, preferred=times, spread=True)) == [
        "Tue 12:00", "Thu 12:00", "Fri 12:00",
    ]  # fmt: skip


@pytest.mark.parametrize(("other", "goal"), [(24, 26), (26, 24)])
def test_a_post_that_has_to_move_goes_to_the_emptier_day(other: int, goal: int) -> None:
    """Where both are as far; no post is moved for the sake of even days."""
    closed = Blackout(date(2026, 11, 25), date(2026, 11, 26))
    posts = (
        post("a", "value", 25, "12:00"),
        *(post(f"o{hour}", "value", other, f"{hour}:00") for hour in (15, 16)),
    )
    calendar = Calendar(timezone="Europe/Berlin", posts=posts, blackouts=(closed,))
    rules = [rule for rule in RULES if rule.name == "nothing-in-a-blackout"]
    plan = make_plan(calendar, rules, Settings(spread=True))
    assert plan.calendar.posts == (posts[0]._replace(at=berlin(goal, "12:00")), *posts[1:])


def test_slots_are_spread_as_well() -> None:
    """Over the days of the team, whatever channels they serve."""
    rules = [rule for rule in RULES if rule.name == "conversation-slots"]
    calendar = Calendar(timezone="Europe/Berlin", posts=(post("a", "value", 24, "09:00"),))
    plan = make_plan(calendar, rules, Settings(spread=True))
    days = [time[:3] for time in added(plan)]
    assert len(days) == len(set(days)) == 3


def wishing(case: Case) -> Case:
    """The same calendar on channels that prefer some times."""
    channels = tuple(
        channel._replace(preferred=("tue-thu 09:00", "12:30", "17:00"))
        for channel in case.calendar.channels
    )
    return case._replace(calendar=case.calendar._replace(channels=channels))


@given(cases(), st.booleans())
@settings(derandomize=True, deadline=None, max_examples=40)
def test_wishes_cost_nothing(case: Case, spread: bool) -> None:
    """A proven plan costs the same with and without them, and lints as clean."""
    usual = make_plan(case.calendar, RULES, Settings(now=case.now))
    wanted = wishing(case)
    plan = make_plan(wanted.calendar, RULES, Settings(now=case.now, spread=spread))
    assert plan.cost == usual.cost
    assert plan.bound == usual.bound
    assert plan.status == usual.status
    for rule in RULES:
        if rule.plans:
            for finding in judge(rule, Timeline(plan.calendar)):
                assert is_explained(finding, plan, case), finding.message
