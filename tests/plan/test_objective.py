"""The cost of a plan, level by level."""

from datetime import date

import pytest
from helpers import berlin, calendar_of

from planner.model import Post
from planner.plan import objective
from planner.plan.balance import make_plan
from planner.rulebook import choose


def messy() -> list[Post]:
    """A week that needs moves, insertions and posts held back."""
    kinds = ["promo"] * 6 + ["news"] * 5 + ["value"] * 2
    return [
        Post(
            f"p{number}",
            f"p{number}",
            berlin(23 + number % 3, f"{9 + number % 2:02}:00"),
            "x",
            kind,
        )
        for number, kind in enumerate(kinds)
    ]


def test_two_steps_reach_what_one_step_reaches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar too large for one number is not planned worse."""
    rules = [rule for rule in choose() if rule.plans]
    at_once = make_plan(calendar_of(*messy()), rules)
    monkeypatch.setattr(objective, "SAFE", 1)
    in_steps = make_plan(calendar_of(*messy()), rules)
    assert at_once.cost.held
    assert in_steps.cost == at_once.cost
    assert in_steps.bound == at_once.bound


def test_a_move_never_shares_a_quarter_of_an_hour() -> None:
    """Not with a post that stands there, nor with another moved one."""
    rules = [rule for rule in choose() if rule.name == "no-sterile-bursts"]
    posts = [
        Post(f"p{hour}", f"p{hour}", berlin(23, f"{hour:02}:00"), "x", "news")
        for hour in (9, 10, 11)
    ]
    other = Post("other", "other", berlin(23, "12:00"), "x", "personal")
    plan = make_plan(calendar_of(*posts, other), rules)
    times = [post.at for post in plan.calendar.posts]
    assert plan.cost.moved == 1
    assert len(set(times)) == len(times)


def test_a_burst_before_a_week_does_not_stop_its_posts_from_being_deferred() -> None:
    """Announcements of an evening, and a promo of the next week that goes to the week after."""
    news = [Post(f"n{n}", f"n{n}", berlin(22, f"{20 + n}:30"), "x", "news") for n in range(4)]
    promos = [Post(f"p{n}", f"p{n}", berlin(24 + n), "x", "promo") for n in range(2)]
    later = Post("later", "later", berlin(date(2026, 12, 1)), "x", "value")
    rules = [rule for rule in choose() if rule.check in {"burst", "ratio"}]
    plan = make_plan(calendar_of(*news, *promos, later), rules)
    assert {move.what for move in plan.moves} == {"defer", "shift"}
    assert plan.cost[:3] == (0, 0, 2)


def test_a_move_comes_no_closer_to_a_post_that_shared_its_quarter_of_an_hour() -> None:
    """Of two posts of one minute neither stays in the other's quarter when it has to move."""
    rules = [rule for rule in choose() if rule.name == "no-sterile-bursts"]
    posts = [
        Post(name, name, berlin(23, clock), "x", kind)
        for name, clock, kind in (
            ("a", "09:10", "news"), ("b", "09:10", "personal"), ("c", "10:30", "news"),
            ("d", "12:00", "news"),
        )
    ]  # fmt: skip
    pinned = [post._replace(pin=post.id in {"c", "d"}) for post in posts]
    plan = make_plan(calendar_of(*pinned), rules)
    assert plan.calendar.posts[0].at == berlin(23, "08:45")
    assert plan.cost == (0, 0, 1, 2)
