"""Up to four posts on a coarse grid: every plan there is, tried in order of its cost."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple

import pytest
from helpers import berlin
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model import Blackout, Calendar, Channel, Cost, Person, Post, Slot
from planner.plan.balance import Settings, make_plan
from planner.rulebook import Rulebook
from planner.rules import Rule, judge
from planner.weeks import Timeline

MONDAY = date(2026, 11, 23)
NEAR, FAR = (MONDAY, MONDAY + timedelta(days=2)), (MONDAY, MONDAY + timedelta(days=7))
"""The two days that are open: of one week, or of two."""
CLOCKS, STANDING = ("09:00", "09:15", "09:30"), ("09:00", "09:00", "09:30", "10:30")
BOOK = Rulebook()
Change = tuple[Cost, Post]


class Task(NamedTuple):
    """A rule with options, the open days, and how many posts and slots may be added."""

    name: str
    options: dict[str, Any]
    days: tuple[date, date] = NEAR
    posts: int = 0
    slots: int = 0

    @property
    def rule(self) -> Rule:
        """The rule."""
        rule = BOOK.rule(self.name)
        return rule._replace(options=rule.options._replace(**self.options))


TASKS = (
    Task("promo-to-share", {}, posts=1),
    Task("promo-to-share", {"for_every": 1}, FAR),
    Task("promo-share", {"for_every": 2}, FAR),
    Task("no-sterile-bursts", {"within": 30}, slots=1),
    Task("conversation-slots", {"on_days": 2}, slots=2),
    Task("staggered-amplification", {"at_least": 30}),
    Task("posts-per-day", {"at_most": 1}, FAR),
)


@st.composite
def grids(draw: st.DrawFn, days: tuple[date, date]) -> Calendar:
    """Posts that crowd on a channel which is open for half an hour on two days."""
    kinds = st.sampled_from(("promo", "promo", "news", "value", "conversation"))
    posts = tuple(
        Post(
            f"p{number}", f"p{number}",
            berlin(draw(st.sampled_from(days)), draw(st.sampled_from(STANDING))),
            "x", draw(kinds), campaign="launch", tags=("amplification",),
            pin=draw(st.integers(0, 7)) == 0,
        )
        for number in range(draw(st.integers(2, 4)))
    )  # fmt: skip
    shut = [MONDAY + timedelta(days=step) for step in range(14)]
    return Calendar(
        timezone="Europe/Berlin",
        channels=(Channel("x", hours="09:00-09:45"),),
        people=(Person("rosa", on_call="09:00-10:00"),),
        posts=(*posts, Post("last", "last", berlin(days[1], "12:00"), "x", "personal", pin=True)),
        blackouts=tuple(Blackout(it, it + timedelta(days=1)) for it in shut if it not in days),
    )  # fmt: skip


def fates(post: Post, days: tuple[date, date]) -> Iterator[Change]:
    """A post as it is, held back, or at another time of the grid; never in an earlier week."""
    yield Cost(), post
    if post.pin or not isinstance(post.at, datetime):
        return
    yield Cost(held=1), post._replace(status="held")
    for day, clock in product(days, CLOCKS):
        at = berlin(day, clock)
        is_back = (post.at.date() - day).days == 7
        if at != post.at and not is_back:
            minutes = abs(at.hour * 60 + at.minute - post.at.hour * 60 - post.at.minute)
            drift = 48 * abs((day - post.at.date()).days) + minutes // 15
            yield Cost(moved=1, displacement=drift), post._replace(at=at)


def additions(task: Task) -> Iterator[tuple[Post | Slot, ...]]:
    """Every way to add the entries that may be added."""
    cells = [berlin(day, clock) for day, clock in product(task.days, CLOCKS)]
    slots = [Slot(f"s{at}", f"s{at}", at, 30, (), "conversation") for at in cells]
    posts = [Post(f"n{at}", f"n{at}", at, "x", "share") for at in cells]
    for number in range(task.posts + 1):
        for some in combinations(posts, number):
            for more in range(task.slots + 1):
                for others in combinations(slots, more):
                    yield (*some, *others)


def is_allowed(before: Calendar, after: Calendar, rule: Rule) -> bool:
    """Whether the rule holds, and nothing was brought into the quarter of an hour of another."""
    known = set(before.posts)
    going = sorted((it for it in after.posts if it.status != "held"), key=lambda it: str(it.at))
    for one, other in combinations(going, 2):
        if one.at == other.at and not {one, other} <= known:
            return False
    new = sorted(after.slots, key=lambda it: str(it.at))
    for one_slot, other_slot in pairwise(new):
        assert isinstance(one_slot.at, datetime)
        assert isinstance(other_slot.at, datetime)
        if other_slot.at - one_slot.at < timedelta(minutes=30):
            return False
    return not any(True for _finding in judge(rule, Timeline(after)))


def cheapest(calendar: Calendar, task: Task) -> Cost | None:
    """The least that any plan costs; None without any plan."""
    added = list(additions(task))
    found = []
    for chosen in product(*(list(fates(post, task.days)) for post in calendar.posts)):
        costs = [cost for cost, _post in chosen]
        total = Cost(*(sum(level) for level in zip(*costs, strict=True)))
        posts = tuple(post for _cost, post in chosen)
        found += [(total._replace(inserted=len(new)), posts, new) for new in added]
    for cost, posts, new in sorted(found, key=lambda it: it[0]):
        more = [it for it in new if isinstance(it, Post)]
        slots = tuple(it for it in new if isinstance(it, Slot))
        after = calendar._replace(posts=(*posts, *more), slots=slots)
        if is_allowed(calendar, after, task.rule):
            return cost
    return None


@pytest.mark.parametrize("task", TASKS, ids=lambda it: f"{it.name} {it.options} {it.days[1].day}")
def test_the_reported_optimum_is_the_cheapest_of_all_plans(task: Task) -> None:
    """Level by level, to the last quarter of an hour; what one week costs is proven."""

    @given(grids(task.days))
    @settings(derandomize=True, deadline=None, max_examples=16, database=None)
    def agree(calendar: Calendar) -> None:
        plan = make_plan(calendar, [task.rule], Settings(posts=task.posts, slots=task.slots))
        best = cheapest(calendar, task)
        assert (plan.status == "infeasible") == (best is None)
        if best is not None:
            assert plan.bound <= best <= plan.cost
            assert plan.cost[:3] == best[:3]
            if task.days == NEAR:
                assert plan.status == "optimal"

    agree()
