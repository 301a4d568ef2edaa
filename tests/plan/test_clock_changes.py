"""Plans of the weeks in which clocks are changed: days are days, and hours are hours."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan.checker import Judge

from planner.model import Blackout, Calendar, Channel, Person, Plan, Post, Record, Slot
from planner.plan.balance import make_plan
from planner.plan.domain import Clock, Domain
from planner.rulebook import Rulebook, choose

RULES = choose()


class Change(NamedTuple):
    """The Sunday on which a zone changes its clocks."""

    zone: str
    day: date

    def at(self, clock: str, days: int = 0) -> datetime:
        """A time on the wall, so many days after that Sunday."""
        day = self.day + timedelta(days=days)
        zone = ZoneInfo(self.zone)
        return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=zone)


CHANGES = (
    Change("Europe/Berlin", date(2027, 3, 28)),
    Change("Europe/Berlin", date(2027, 10, 31)),
    Change("America/New_York", date(2027, 3, 14)),
    Change("America/New_York", date(2027, 11, 7)),
    Change("Australia/Lord_Howe", date(2027, 4, 4)),
    Change("Australia/Lord_Howe", date(2027, 10, 3)),
)
MIDNIGHT = (
    Change("America/Santiago", date(2027, 4, 4)),
    Change("America/Santiago", date(2027, 9, 5)),
)
FORWARD, BACK = CHANGES[0], CHANGES[1]
every_change = pytest.mark.parametrize("change", CHANGES, ids=lambda it: f"{it.zone} {it.day}")
CLOCKS = ("00:30", "01:30", "01:45", "02:00", "02:15", "03:00", "03:30", "04:00", "09:00", "23:30")
HOURS = ("00:00-24:00", "00:00-06:00, 22:00-24:00", "00:00-05:00")
KINDS = ("promo", "promo", "news", "value", "share", "conversation", "personal")


@st.composite
def nights(draw: st.DrawFn) -> Calendar:
    """Calendars that are busy around the hour in which the clocks are changed."""
    change = draw(st.sampled_from((*CHANGES, *MIDNIGHT)))
    posts = [
        Post(
            f"p{number}", f"p{number}",
            change.at(draw(st.sampled_from(CLOCKS)), draw(st.sampled_from((-1, 0, 0, 0, 1)))),
            "x", draw(st.sampled_from(KINDS)), pin=draw(st.integers(0, 5)) == 0,
        )
        for number in range(draw(st.integers(2, 8)))
    ]  # fmt: skip
    slots = [
        Slot(
            f"s{number}",
            f"s{number}",
            change.at(draw(st.sampled_from(CLOCKS))),
            kind="inbox",
            by="rosa",
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    records = [
        Record(f"r{number}", change.at(draw(st.sampled_from(CLOCKS)), -1), "complaint")
        for number in range(draw(st.integers(0, 1)))
    ]
    return Calendar(
        timezone=change.zone,
        week_starts=draw(st.sampled_from((0, 6))),
        channels=(Channel("x", hours=draw(st.sampled_from(HOURS))),),
        people=(Person("rosa", on_call=draw(st.sampled_from(HOURS[::2]))),),
        posts=tuple(posts), slots=tuple(slots), records=tuple(records),
    )  # fmt: skip


def is_odd(at: datetime) -> bool:
    """Whether a time on the wall is skipped or comes twice."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


@given(nights())
@settings(derandomize=True, deadline=None, max_examples=25, database=None)
def test_no_plan_uses_an_hour_that_is_skipped_or_comes_twice(calendar: Calendar) -> None:
    """And nothing else is wrong with it."""
    plan = make_plan(calendar, RULES)
    assert Judge(plan).faults() == []
    for move in plan.moves:
        assert not (isinstance(move.after, datetime) and is_odd(move.after)), move


@pytest.mark.parametrize(
    "change",
    [
        MIDNIGHT[0],
        Change("Asia/Beirut", date(2027, 10, 31)),
        Change("Africa/Cairo", date(2027, 10, 29)),
    ],
    ids=str,
)
def test_an_hour_before_midnight_that_comes_twice_is_no_time_to_plan_for(change: Change) -> None:
    """Where clocks go back at midnight, the last hour of the day before comes twice."""
    domain = Domain(calendar_of(change), Clock(ZoneInfo(change.zone)))
    before, day = change.day - timedelta(days=1), change.day
    assert domain.post_stretches("x", before) == ((0, 22 * 60 + 45),)
    assert domain.post_stretches("x", day) == ((0, 23 * 60 + 45),)
    assert domain.post_stretches("x", before - timedelta(days=1)) == ((0, 23 * 60 + 45),)


def test_of_an_hour_that_comes_twice_the_first_is_past_in_the_second() -> None:
    """Although the clock on the wall shows less than the post's time."""
    clock = Clock(ZoneInfo(BACK.zone), BACK.at("02:15").replace(fold=1))
    assert clock.is_past(BACK.at("02:45"))
    assert not clock.is_past(BACK.at("02:45").replace(fold=1))
    assert not clock.is_past(BACK.at("02:15").replace(fold=1))


def by_rule(name: str, calendar: Calendar) -> Plan:
    """Its plan by one rule alone."""
    return make_plan(calendar, [Rulebook().rule(name)])


def calendar_of(change: Change, *posts: Post, hours: str = "00:00-24:00") -> Calendar:
    """A calendar of one channel that is open at night."""
    return Calendar(timezone=change.zone, channels=(Channel("x", hours=hours),), posts=posts)


def post(change: Change, name: str, clock: str, days: int = 0, kind: str = "news") -> Post:
    """A post that stays where it is."""
    return Post(name, name, change.at(clock, days), "x", kind, pin=True)


@every_change
@pytest.mark.parametrize(
    ("usual", "hours", "clock", "quarters"),
    [
        ("09:00", "00:00-24:00", "09:00", 0),
        ("01:30", "00:00-06:00", "04:00", 10),
        ("09:00", "22:00-24:00", "22:00", 52),
    ],
)
def test_a_post_that_is_moved_over_the_change_keeps_its_time_on_the_wall(
    change: Change, usual: str, hours: str, clock: str, quarters: int
) -> None:
    """From a closed Saturday to Sunday; what it drifts is counted on the wall as well."""
    saturday = change.day - timedelta(days=1)
    moved = Post("p", "p", change.at(usual, -1), "x", window=(saturday, change.day))
    calendar = calendar_of(change, moved, hours=hours)
    closed = calendar._replace(blackouts=(Blackout(saturday, change.day),))
    plan = by_rule("nothing-in-a-blackout", closed)
    assert plan.calendar.posts[0].at == change.at(clock)
    assert (plan.status, plan.cost) == ("optimal", (0, 0, 1, 48 + quarters))


@pytest.mark.parametrize(
    ("change", "clock"),
    zip(CHANGES, ("05:15", "04:15", "05:15", "04:15", "04:15", "04:45"), strict=True),
    ids=str,
)
def test_three_hours_are_hours_of_the_world(change: Change, clock: str) -> None:
    """In the night to summer a burst takes longer on the wall, in the other one less long."""
    posts = [post(change, "a", "01:15"), post(change, "b", "01:30"), post(change, "c", "04:15")]
    free = posts[2]._replace(pin=False)
    plan = by_rule("no-sterile-bursts", calendar_of(change, *posts[:2], free))
    assert plan.calendar.posts[2].at == change.at(clock)
    assert plan.cost.moved == (clock != "04:15")


def talk(change: Change, clock: str) -> Slot:
    """A quarter of an hour for answers."""
    return Slot("talk", "talk", change.at(clock), 15, kind="inbox")


@pytest.mark.parametrize(
    ("change", "asked", "answered", "is_in_time"),
    [
        (FORWARD, "01:30", "03:30", True),
        (FORWARD, "01:30", "03:31", False),
        (BACK, "02:30", "03:00", False),
        (BACK, "01:30", "02:30", True),
        (CHANGES[5], "01:45", "03:15", True),
        (CHANGES[5], "01:45", "03:16", False),
        (CHANGES[4], "01:15", "01:45", True),
        (CHANGES[4], "01:15", "02:00", False),
    ],
    ids=str,
)
def test_an_hour_for_an_answer_is_an_hour_of_the_world(
    change: Change, asked: str, answered: str, is_in_time: bool
) -> None:
    """A slot for answers too late on a pinned post asks for another one."""
    calendar = calendar_of(change, post(change, "p", asked))
    plan = by_rule("answer-after-posting", calendar._replace(slots=(talk(change, answered),)))
    assert (plan.status == "optimal") == is_in_time
    assert plan.moves == ()


@pytest.mark.parametrize(
    ("change", "first", "second", "moved"),
    [
        (FORWARD, "01:45", "03:00", "04:00"),
        (FORWARD, "01:45", "03:15", "03:15"),
        (BACK, "02:45", "03:00", "03:00"),
        (CHANGES[5], "01:45", "02:30", "04:00"),
        (CHANGES[5], "01:45", "02:45", "02:45"),
    ],
    ids=str,
)
def test_half_an_hour_apart_is_half_an_hour_of_the_world(
    change: Change, first: str, second: str, moved: str
) -> None:
    """What is too close goes behind the hours in which nothing is planned."""
    one, other = post(change, "a", first), post(change, "b", second)._replace(pin=False)
    posts = [it._replace(campaign="launch", tags=("amplification",)) for it in (one, other)]
    plan = by_rule("staggered-amplification", calendar_of(change, *posts))
    assert plan.calendar.posts[1].at == change.at(moved)


@every_change
def test_a_week_of_the_change_has_its_seven_days(change: Change) -> None:
    """From its first minute to its last, whether that makes 167, 168 and a half or 169 hours."""
    inside = [
        post(change, "first", "00:00", -6, "promo"),
        post(change, "last", "23:45", 0, "promo"),
    ]
    plan = by_rule("promo-to-share", calendar_of(change, *inside))
    assert plan.status == "infeasible"
    outside = [post(change, "last", "23:45", 0, "promo"), post(change, "next", "00:00", 1, "promo")]
    plan = by_rule("promo-to-share", calendar_of(change, *outside))
    assert (plan.status, plan.moves) == ("optimal", ())


def test_two_pinned_posts_of_one_moment_are_left_alone() -> None:
    """One stands at 02:00, which the clocks skip: that is 03:00, where the other stands."""
    posts = [post(FORWARD, "a", "02:00"), post(FORWARD, "b", "03:00")]
    free = [post(FORWARD, name, "04:00")._replace(pin=False) for name in "cd"]
    plan = by_rule("no-sterile-bursts", calendar_of(FORWARD, *posts, *free))
    assert (plan.status, plan.cost.moved) == ("optimal", 2)
