"""Tiny calendars, for which every possible plan can be tried, against the planner's optimum."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from helpers import berlin
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model import Blackout, Calendar, Channel, Post, Slot
from planner.plan.balance import Settings, make_plan
from planner.rulebook import choose
from planner.rules import Rule, judge
from planner.weeks import Timeline

MONDAY = date(2026, 11, 23)
OPEN = (MONDAY, MONDAY + timedelta(days=2))
"""The two days of the week on which anything may be put."""
POST_CLOCKS = ("09:00", "09:15", "09:30")
SLOT_CLOCKS = ("09:00", "09:15", "09:30", "16:00")
RULES = {rule.name: rule for rule in choose()}
Rank = tuple[int, int, int]


def closed_days() -> tuple[Blackout, ...]:
    """All days of the week but the open ones."""
    days = [MONDAY + timedelta(days=step) for step in range(7)]
    return tuple(Blackout(day, day + timedelta(days=1)) for day in days if day not in OPEN)


@st.composite
def tiny_calendars(draw: st.DrawFn) -> Calendar:
    """Up to three posts on one channel that is open for a short while on two days."""
    posts = []
    for number in range(draw(st.integers(1, 3))):
        at = berlin(draw(st.sampled_from(OPEN)), draw(st.sampled_from(("09:00", "09:20", "10:30"))))
        kind = draw(st.sampled_from(("promo", "promo", "news", "value", "share", "conversation")))
        is_pinned = draw(st.integers(0, 5)) == 0
        posts.append(Post(f"p{number}", f"p{number}", at, "x", kind, pin=is_pinned))
    slots = []
    for number in range(draw(st.integers(1, 4))):
        day = MONDAY + timedelta(days=draw(st.integers(0, 4)))
        clock = draw(st.sampled_from(("09:25", "16:00", "18:00")))
        slots.append(Slot(f"s{number}", f"s{number}", berlin(day, clock), 30, (), "inbox"))
    return Calendar(
        timezone="Europe/Berlin",
        channels=(Channel("x", hours="09:00-09:45"),),
        posts=tuple(posts),
        slots=tuple(slots),
        blackouts=closed_days(),
    )


def is_clean(calendar: Calendar, rules: list[Rule]) -> bool:
    """Whether no rule finds anything."""
    timeline = Timeline(calendar)
    return not any(True for rule in rules for _finding in judge(rule, timeline))


def insertions(cap: int) -> Iterator[tuple[Post | Slot, ...]]:
    """Every way to insert at most one slot and one post, the fewest entries first."""
    slots = [
        Slot("new slot", "new slot", berlin(day, clock), 30, (), "conversation")
        for day in OPEN
        for clock in SLOT_CLOCKS
    ]
    posts = [
        Post("new post", "new post", berlin(day, clock), "x", "share")
        for day in OPEN
        for clock in POST_CLOCKS
    ]
    yield ()
    if cap:
        yield from ((slot,) for slot in slots)
        yield from ((post,) for post in posts)
        yield from product(slots, posts)


def placements(calendar: Calendar, held: int, moved: int) -> Iterator[tuple[Post, ...]]:
    """Every way to hold back and to move so many of the posts."""
    free = [post for post in calendar.posts if not post.pin]
    for gone in combinations(free, held):
        for going in combinations([post for post in free if post not in gone], moved):
            choices = [
                [post._replace(status="held")] if post in gone
                else [
                    post._replace(at=berlin(day, clock)) for day in OPEN for clock in POST_CLOCKS
                ] if post in going
                else [post]
                for post in calendar.posts
            ]  # fmt: skip
            yield from product(*choices)


def cheapest(calendar: Calendar, rules: list[Rule], cap: int) -> Rank | None:
    """The fewest posts held, entries inserted and posts moved of all plans; None without any."""
    number = len(calendar.posts)
    whole_week = [rule for rule in rules if rule.check == "ratio"]
    for held in range(number + 1):
        for size in range(2 * cap + 1):
            adding = [new for new in insertions(cap) if len(new) == size]
            for moved in range(number + 1 - held):
                for posts in placements(calendar, held, moved):
                    for new in adding:
                        changed = with_entries(calendar, posts, new)
                        # Where in the week a post stands is the same to some of the rules.
                        if is_clean(changed, whole_week) and is_clean(changed, rules):
                            return held, size, moved
    return None


def with_entries(
    calendar: Calendar, posts: tuple[Post, ...], new: tuple[Post | Slot, ...]
) -> Calendar:
    """The calendar with other posts and some entries more."""
    return calendar._replace(
        posts=(*posts, *(it for it in new if isinstance(it, Post))),
        slots=(*calendar.slots, *(it for it in new if isinstance(it, Slot))),
    )


def assert_optimal(calendar: Calendar, names: tuple[str, ...], cap: int) -> None:
    """The planner and the search agree."""
    rules = [RULES[name] for name in names]
    plan = make_plan(calendar, rules, Settings(posts=cap, slots=cap))
    expected = cheapest(calendar, rules, cap)
    if expected is None:
        assert plan.status == "infeasible"
    else:
        assert (plan.status, plan.cost[:3]) == ("optimal", expected)
        assert is_clean(plan.calendar, rules)


@given(tiny_calendars())
@settings(derandomize=True, deadline=None, max_examples=15)
def test_the_optimum_of_all_rules_is_the_cheapest_of_all_plans(calendar: Calendar) -> None:
    """With one slot and one post to insert."""
    assert_optimal(calendar, tuple(RULES), 1)


@given(tiny_calendars())
@settings(derandomize=True, deadline=None, max_examples=20)
def test_the_optimum_without_insertions_is_the_cheapest_of_all_plans(calendar: Calendar) -> None:
    """When only moving and holding back is left."""
    assert_optimal(calendar, tuple(RULES), 0)


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_optimum_of_one_rule_is_the_cheapest_of_all_plans(name: str) -> None:
    """On calendars that break it in several ways."""

    @given(tiny_calendars())
    @settings(derandomize=True, deadline=None, max_examples=12, database=None)
    def agree(calendar: Calendar) -> None:
        assert_optimal(calendar, (name,), 1)

    agree()


@st.composite
def pinned_calendars(draw: st.DrawFn) -> Calendar:
    """Three or four posts on two mornings, most of them promos, news and pinned."""
    calendar = draw(tiny_calendars())
    posts = []
    for number in range(draw(st.integers(3, 4))):
        at = berlin(draw(st.sampled_from(OPEN)), f"09:{10 * number:02}")
        kind = draw(st.sampled_from(("promo", "promo", "promo", "news", "news", "share")))
        is_pinned = draw(st.integers(0, 4)) > 0
        posts.append(Post(f"p{number}", f"p{number}", at, "x", kind, pin=is_pinned))
    return calendar._replace(posts=tuple(posts), slots=calendar.slots[:1])


NOT_OF_SLOTS = [rule for rule in RULES.values() if rule.name != "conversation-slots"]


@given(pinned_calendars(), st.integers(0, 1))
@settings(derandomize=True, deadline=None, max_examples=25)
def test_a_conflict_names_what_cannot_hold_together_and_nothing_more(
    calendar: Calendar, cap: int
) -> None:
    """No plan keeps its rules and its posts where they are; without any one of them some does."""
    plan = make_plan(calendar, NOT_OF_SLOTS, Settings(posts=cap, slots=cap))

    def is_possible(names: tuple[str, ...], fixed: tuple[str, ...]) -> bool:
        posts = tuple(post._replace(pin=post.id in fixed) for post in calendar.posts)
        rules = [RULES[name] for name in names]
        return cheapest(calendar._replace(posts=posts), rules, cap) is not None

    for conflict in plan.conflicts:
        names, fixed = conflict.rules, conflict.entries
        assert not is_possible(names, fixed)
        for name in names:
            assert is_possible(tuple(it for it in names if it != name), fixed)
        for post in fixed:
            assert is_possible(names, tuple(it for it in fixed if it != post))


def test_three_broadcasts_in_one_morning_need_one_move_or_one_slot() -> None:
    """A move is cheaper than anything inserted."""
    posts = [Post(f"p{n}", f"p{n}", berlin(MONDAY, "09:00"), "x", "news") for n in range(3)]
    calendar = Calendar(
        timezone="Europe/Berlin",
        channels=(Channel("x", hours="09:00-09:45"),),
        posts=tuple(posts),
        blackouts=closed_days(),
    )
    plan = make_plan(calendar, [RULES["no-sterile-bursts"]], Settings())
    assert plan.cost == (0, 0, 1, 96)
    assert cheapest(calendar, [RULES["no-sterile-bursts"]], 0) == (0, 0, 1)
