"""Each weight of the cost is held in place by tiny calendars: another weight, another plan."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from helpers import berlin

from planner.model import Calendar, Channel, Cost, Person, Post
from planner.plan import board, moves, objective, offered, times
from planner.plan.balance import Settings, make_plan
from planner.plan.pieces import MOST_WISH
from planner.rulebook import Rulebook
from planner.rules import Rule

BOOK = Rulebook()
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS = ("tue", "thu", "mon", "fri", "wed", "sat", "sun")
"""Days of the week, those first on which something is rather added."""
Plan = dict[str, str | None]
"""What changes: the new time of an entry, or None when it is held back."""


class Golden(NamedTuple):
    """A tiny calendar, the rule it is planned by, and the changes of its plan."""

    calendar: Calendar
    rule: Rule
    changes: Plan


def rule(name: str, **options: Any) -> Rule:
    """A rule with some options of our own."""
    found = BOOK.rule(name)
    return found._replace(options=found.options._replace(**options))


def calendar_of(*posts: Post, hours: str = "00:00-24:00", on_call: str = "09:00-17:00") -> Calendar:
    """One channel and one person with their hours."""
    return Calendar(
        timezone="Europe/Berlin", channels=(Channel("x", hours=hours),),
        people=(Person("rosa", on_call=on_call),), posts=posts,
    )  # fmt: skip


def post(name: str, clock: str, kind: str = "news", day: int = 24, **fields: Any) -> Post:
    """A post of the launch, which all pass on; on Tuesday."""
    return Post(
        name, name, berlin(day, clock), "x", kind,
        campaign="launch", tags=("amplification",), **fields,
    )  # fmt: skip


def apart(quarters: int) -> Rule:
    """Posts are so many quarters of an hour apart."""
    return rule("staggered-amplification", at_least=15 * quarters)


def two_at_eight(quarters: int, clock: str) -> Golden:
    """One of two posts of one minute goes so far away, or to the next day."""
    window = (TUESDAY, TUESDAY + timedelta(days=1))
    posts = post("a", "08:00", pin=True), post("b", "08:00", window=window)
    return Golden(calendar_of(*posts), apart(quarters), {"b": clock})


def one_talk(*days: str) -> Golden:
    """Somebody is there on some days, of which the first is best for the talk that is missing."""
    on_call = ", ".join(f"{day} 09:00-17:00" for day in days)
    number = 23 + WEEK.index(days[0])
    calendar = calendar_of(post("a", "08:00", day=23 if "tue" in days else 24), on_call=on_call)
    talk: Plan = {f"2026-11-{number}-1600-conversation": f"{number} 16:00"}
    return Golden(calendar, rule("conversation-slots", on_days=1), talk)


CROWD = [post(f"p{n}", clock) for n, clock in enumerate(("09:00", "09:30", "10:00", "10:30"))]
GOLDEN = {
    "47 quarters are less than a day": two_at_eight(47, "24 19:45"),
    "a day is less than 49 quarters": two_at_eight(49, "25 08:00"),
    "two additions are less than one held": Golden(
        calendar_of(
            *(post(f"p{n}", "09:00", "promo", 24 + n) for n in range(2)),
            *(post(f"v{n}", "09:00", "value", 26 + n) for n in range(2)),
        ),
        rule("promo-to-share"),
        {"2026-11-24-1300-share-x": "24 13:00", "2026-11-26-1300-share-x": "26 13:00"},
    ),
    "two moves are less than one addition": Golden(
        calendar_of(*CROWD, hours="09:00-13:00"),
        rule("no-sterile-bursts"),
        {"p2": "24 12:00", "p3": "24 12:30"},
    ),
    "one far move is less than two near ones": Golden(
        calendar_of(
            post("a", "10:00", window=(TUESDAY, TUESDAY)),
            post("b", "10:15", window=(TUESDAY, TUESDAY + timedelta(days=1))),
            hours="09:45-10:45",
        ),
        apart(3),
        {"b": "25 10:15"},
    ),
    "of equal posts the later one is held": Golden(
        calendar_of(*(post(f"p{n}", "09:00", "promo", 24 + n) for n in range(2))),
        rule("promo-to-share"),
        {"p1": None},
    ),
    "a talk comes half an hour after the post of its day": Golden(
        calendar_of(post("a", "10:00"), on_call="tue 09:00-17:00"),
        rule("conversation-slots", on_days=1),
        {"2026-11-24-1030-conversation": "24 10:30"},
    ),
    "a talk of an empty day is at four": one_talk("fri"),
    **{f"{one} is better than {other}": one_talk(one, other) for one, other in pairwise(DAYS)},
}  # fmt: skip


def planned(golden: Golden) -> Plan:
    """What the plan of a tiny calendar changes."""
    plan = make_plan(golden.calendar, [golden.rule], Settings())
    return {it.entry: f"{it.after:%d %H:%M}" if it.after else None for it in plan.moves}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_tiny_calendar_has_its_plan(name: str) -> None:
    """As the weights have it."""
    assert planned(GOLDEN[name]) == GOLDEN[name].changes


Patch = pytest.MonkeyPatch
Mutation = Callable[[Patch], None]


def day_cost(number: int) -> Mutation:
    """A day costs another number of quarters."""

    def mutate(patch: Patch) -> None:
        for module in (board, moves, objective):
            patch.setattr(module, "DAY_COST", number)

    return mutate


def drift(one: int, other: int) -> Mutation:
    """So many quarters count as so many others."""

    def changed(model: Any, minute: Any, usual: int) -> Any:
        found = model.new_int_var(0, 1000, "drift")
        model.add_division_equality(found, one * times.drift_of(model, minute, usual), other)
        return found

    return lambda patch: patch.setattr("planner.plan.board.drift_of", changed)


def factors(change: Callable[[Any], dict[str, int]]) -> Mutation:
    """Levels of the cost weigh something else."""
    levels_of = objective._levels

    def changed(*given: Any) -> Any:
        levels = levels_of(*given)
        return levels._replace(**change(levels))

    def mutate(patch: Patch) -> None:
        patch.setattr(objective, "_levels", changed)
        patch.setattr(objective._Levels, "decode", lambda _self, _value: Cost())

    return mutate


def swapped(one: str, other: str) -> Mutation:
    """Two levels weigh as the other does."""
    return factors(lambda it: {one: getattr(it, other), other: getattr(it, one)})


def preferences(scale: int) -> Mutation:
    """Which of several posts is held back is preferred less, or the other way round."""
    movable = board.WeekBoard._movable

    def changed(self: Any, *given: Any) -> Any:
        piece = movable(self, *given)
        return piece._replace(preference=scale * piece.preference)

    return lambda patch: patch.setattr(board.WeekBoard, "_movable", changed)


def wishes(change: Callable[[list[int]], int]) -> Mutation:
    """The time that is best for what is added is another one."""

    def changed(_self: Any, _offer: Any, _day: date, stretches: Any) -> int:
        return change([minute for stretch in stretches for minute in stretch])

    return lambda patch: patch.setattr(offered.Offered, "_wish", changed)


def day_wishes(one: str, other: str) -> Mutation:
    """Two days of the week are as good as the other."""
    usual = offered._day_wish
    first, second = (MONDAY + timedelta(days=WEEK.index(day)) for day in (one, other))

    def changed(day: date, rank: int = 0) -> int:
        exchanged = {first.weekday(): second, second.weekday(): first}
        return usual(exchanged.get(day.weekday(), day), rank)

    return lambda patch: patch.setattr(offered, "_day_wish", changed)


MUTATIONS = {
    "a day costs 1": day_cost(1),
    "a day costs 46": day_cost(46),
    "a day costs 50": day_cost(50),
    "a quarter costs 2": drift(2, 1),
    "two quarters cost 1": drift(1, 2),
    "holding is as cheap as adding": factors(lambda it: {"held": it.inserted}),
    "holding and adding are swapped": swapped("held", "inserted"),
    "adding is as cheap as moving": factors(lambda it: {"inserted": it.moved}),
    "adding and moving are swapped": swapped("inserted", "moved"),
    "moving costs nothing": factors(lambda _it: {"moved": 0}),
    "moving and moving far are swapped": swapped("moved", "displacement"),
    "moving far costs nothing": factors(lambda _it: {"displacement": 0}),
    "holding costs nothing": factors(lambda _it: {"held": 0}),
    "adding costs more than holding": factors(lambda it: {"inserted": 2 * it.held}),
    "moving costs more than adding": factors(lambda it: {"moved": it.inserted}),
    "moving far costs more than moving": factors(lambda it: {"displacement": it.moved}),
    "the first of equal posts is held": preferences(-1),
    "what is added comes early": wishes(min),
    "what is added comes late": wishes(max),
    **{
        f"{one} is as good as {other}": day_wishes(one, other) for one, other in pairwise(DAYS)
    },
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_another_weight_makes_another_plan(name: str, monkeypatch: Patch) -> None:
    """Of at least one tiny calendar."""
    MUTATIONS[name](monkeypatch)
    assert any(planned(golden) != golden.changes for golden in GOLDEN.values())


def test_no_wish_for_a_day_is_larger_than_the_levels_allow() -> None:
    """A wish that outweighs a quarter of an hour would make the plan another one."""
    week = [MONDAY + timedelta(days=step) for step in range(7)]
    wishes = [offered._day_wish(day) for day in week]
    assert max(wishes) == MOST_WISH
    assert len(set(wishes)) == 7
    assert max(offered._day_wish(day, 9) for day in week) == MOST_WISH


@pytest.mark.parametrize(
    "mutation", [day_cost(48), drift(1, 1), factors(lambda _it: {}), preferences(1)]
)
def test_the_same_weights_make_the_same_plans(mutation: Mutation, monkeypatch: Patch) -> None:
    """What notices the mutations are the weights, not that something was exchanged."""
    mutation(monkeypatch)
    assert all(planned(golden) == golden.changes for golden in GOLDEN.values())
