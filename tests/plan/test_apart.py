"""Weeks that are decided channel by channel come out as well as those decided at once."""

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model import Calendar, Plan, Post
from planner.plan import apart
from planner.plan.balance import make_plan
from planner.rulebook import choose

RULES = [rule for rule in choose() if rule.plans]
KINDS = ("promo", "promo", "news", "value", "conversation")


@st.composite
def many_promos(draw: st.DrawFn) -> Calendar:
    """Posts on two channels in three weeks, of which many are promos."""
    posts = []
    for number in range(draw(st.integers(8, 16))):
        at = berlin(draw(st.integers(2, 22)), draw(st.sampled_from(("09:00", "12:00", "17:30"))))
        channel, kind = draw(st.sampled_from(("x", "linkedin"))), draw(st.sampled_from(KINDS))
        is_pinned = draw(st.integers(0, 6)) == 0
        posts.append(Post(f"p{number}", f"p{number}", at, channel, kind, pin=is_pinned))
    return calendar_of(*posts)


def planned_apart(calendar: Calendar) -> Plan:
    """The plan when no model of all channels is settled at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "BRIEF", 1e-9)
        return make_plan(calendar, RULES)


@settings(derandomize=True, deadline=None, max_examples=12)
@given(many_promos())
def test_apart_costs_what_at_once_costs(calendar: Calendar) -> None:
    """As many posts are held back and inserted, and neither bound is above either cost."""
    at_once, one_by_one = make_plan(calendar, RULES), planned_apart(calendar)
    assert one_by_one.cost[:2] == at_once.cost[:2]
    assert one_by_one.bound <= at_once.cost
    assert at_once.bound <= one_by_one.cost


def test_a_large_calendar_has_a_bound_that_it_reaches() -> None:
    """Held and inserted posts of six weeks and three channels are proven to be as few as can be."""
    posts = [
        Post(
            f"p{number}",
            f"p{number}",
            berlin(2 + number * 5 % 27, f"{10 + number % 3}:00"),
            channel,
            kind,
        )
        for number, (channel, kind) in enumerate(
            (channel, kind)
            for _ in range(9)
            for channel in ("x", "linkedin", "mastodon")
            for kind in KINDS[:4]
        )
    ]
    plan = planned_apart(calendar_of(*posts))
    assert plan.cost.held + plan.cost.inserted > 0
    assert plan.bound[:2] == plan.cost[:2]


def test_moves_of_bursts_are_part_of_the_bound() -> None:
    """A post that may leave its week does not make what a burst needs look free."""
    morning = [Post(f"n{n}", f"n{n}", berlin(24, f"09:{n}0"), "x", "news") for n in range(5)]
    promos = [
        Post(f"p{n}", f"p{n}", berlin(26, f"{10 + 4 * n}:00"), "x", "promo") for n in range(2)
    ]
    later = Post("later", "later", berlin(30), "x", "value")
    plan = make_plan(calendar_of(*morning, *promos, later), RULES)
    assert plan.cost.moved >= 2
    assert plan.bound.moved == plan.cost.moved
