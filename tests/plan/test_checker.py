"""The independent judge finds nothing wrong with plans of messy calendars."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from helpers import berlin
from hypothesis import given, settings
from hypothesis import strategies as st
from messy import MONDAY, Case, cases, moments
from plan.checker import Judge

from planner.model import Calendar, Person, Post, Record
from planner.plan.balance import Settings, make_plan
from planner.rulebook import choose

RULES = choose()
TOLD = ("recognition", "share", "complaint", "question", "connection", "incident")


def law(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The same random calendars on every run."""
    return settings(derandomize=True, deadline=None, max_examples=examples, database=None)


@st.composite
def stories(draw: st.DrawFn) -> Case:
    """Messy calendars in which people ask and praise, mistakes are made and promises given."""
    case = draw(cases(8))
    calendar = case.calendar
    posts = list(calendar.posts)
    for place, post in enumerate(posts):
        oddity, day = draw(st.integers(0, 9)), MONDAY + timedelta(days=draw(st.integers(-1, 9)))
        posts[place] = {
            0: post._replace(tags=("correction",)),
            1: post._replace(promises="part 2", due=draw(st.sampled_from([None, day]))),
            2: post._replace(delivers="part 2"),
            3: post._replace(event=day, about=draw(st.sampled_from([None, "others", "us"]))),
            4: post._replace(event=day, tags=("tie-in",)),
            5: post._replace(channel="dm", mentions=("@ann",)),
        }.get(oddity, post)
    records = [
        Record(
            f"r{number}", moments(draw, 2), draw(st.sampled_from(TOLD)),
            draw(st.sampled_from([None, "x"])), "@ann",
        )
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    people = [Person(name, on_call=draw(st.sampled_from(SHIFTS))) for name in ("rosa", "imran")]
    slots = [
        slot._replace(by=draw(st.sampled_from([None, "rosa", "imran"]))) for slot in calendar.slots
    ]
    crisis = draw(st.sampled_from([{}, {}, {}, {"open": MONDAY + timedelta(days=3)}]))
    return Case(
        calendar._replace(
            posts=tuple(posts), records=tuple(records), slots=tuple(slots), crisis=crisis,
            people=tuple(people[: draw(st.integers(0, 2))]),
        ),
        case.now,
    )  # fmt: skip


SHIFTS = (None, "mon-fri 08:00-12:00", "tue-sun 09:00-17:00", "mon-sun 16:00-17:00")


def crowded(seed: int, posts: int, channels: int, weeks: int) -> Calendar:
    """A calendar whose posts crowd in the mornings of its weeks; the same for the same seed."""
    chance = random.Random(seed)
    kinds = ("promo", "promo", "news", "value", "share", "personal", "conversation", "thanks")
    found = []
    for number in range(posts):
        day = MONDAY + timedelta(days=chance.randrange(7 * weeks))
        clock = f"{chance.choice((9, 9, 9, 10, 11, 12, 15)):02}:{chance.choice((0, 10, 15, 30)):02}"
        channel = ("x", "mastodon", "instagram", "linkedin", "facebook")[chance.randrange(channels)]
        found.append(
            Post(
                f"p{number}", f"p{number}", berlin(day, clock), channel, chance.choice(kinds),
                pin=chance.random() < 0.1,
            )
        )  # fmt: skip
    people = (
        Person("rosa", on_call="mon-fri 08:00-18:00"),
        Person("imran", on_call="tue-sun 09:00-17:00"),
    )
    return Calendar(timezone="Europe/Berlin", people=people, posts=tuple(found))


@given(cases())
@law(40)
def test_nothing_is_wrong_with_the_plan_of_a_messy_calendar(case: Case) -> None:
    """Whatever the rules say of it."""
    plan = make_plan(case.calendar, RULES, Settings(now=case.now))
    assert Judge(plan, case.now).faults() == []


@given(stories())
@law(40)
def test_nothing_is_wrong_with_the_plan_of_a_story(case: Case) -> None:
    """In which others speak, too."""
    plan = make_plan(case.calendar, RULES, Settings(now=case.now))
    assert Judge(plan, case.now).faults() == []


@given(stories(), st.integers(0, 7), st.integers(1, 9))
@law(25)
def test_nothing_is_wrong_with_the_plan_of_some_days(case: Case, start: int, number: int) -> None:
    """From any day on, for any number of days."""
    first = MONDAY + timedelta(days=start)
    until = first + timedelta(days=number)
    plan = make_plan(case.calendar, RULES, Settings(now=case.now, first=first, until=until))
    assert Judge(plan, case.now, first, until).faults() == []


@pytest.mark.parametrize(
    ("seed", "size"), [*((seed, (15, 1, 1)) for seed in range(4)), (6, (30, 3, 2))]
)
def test_nothing_is_wrong_with_the_plan_of_a_crowded_calendar(
    seed: int, size: tuple[int, int, int]
) -> None:
    """Of one channel and week, or of several."""
    plan = make_plan(crowded(seed, *size), RULES)
    assert Judge(plan).faults() == []
