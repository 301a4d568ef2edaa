"""Inserted slots find somebody who is there and free."""

from datetime import date, datetime, timedelta

from helpers import berlin
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model import Calendar, Person, Plan, Post, Slot
from planner.plan.balance import make_plan
from planner.rulebook import choose

RULES = choose()
PEOPLE = (
    Person("rosa", on_call="mon-thu 09:00-12:00"),
    Person("imran", on_call="mon-thu 10:00-11:00"),
)


def slot(number: int, day: int, clock: str, minutes: int, by: str) -> Slot:
    """A slot of somebody that is for nothing that counts as conversation."""
    name = f"s{number}"
    return Slot(name, name, berlin(day, clock), minutes, (), "open", by=by)


def plan_of(*slots: Slot, people: tuple[Person, ...] = PEOPLE) -> Plan:
    """The plan of a week with one post, which lacks all conversation."""
    post = Post("p", "p", berlin(24, "10:00"), "x", "value")
    calendar = Calendar(timezone="Europe/Berlin", people=people, posts=(post,), slots=slots)
    return make_plan(calendar, RULES)


def overlaps(plan: Plan) -> list[tuple[str, str]]:
    """Pairs of slots that one person would have at the same time, one of them inserted."""
    known = {slot.id for slot in plan.original.slots}
    timed = [(it, it.at) for it in plan.calendar.slots if isinstance(it.at, datetime)]
    return [
        (one.id, other.id)
        for one, start in timed
        for other, begins in timed
        if one.id not in known
        and one is not other
        and one.by == other.by
        and start < begins + timedelta(minutes=other.minutes)
        and begins < start + timedelta(minutes=one.minutes)
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([23, 24, 25, 26]),
            st.sampled_from(["08:50", "09:00", "09:40", "10:00", "10:30", "11:45"]),
            st.sampled_from([15, 30, 90, 180]),
            st.sampled_from(["rosa", "imran"]),
        ),
        max_size=8,
    )
)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_nobody_gets_two_slots_at_once(slots: list[tuple[int, str, int, str]]) -> None:
    """Neither beside a slot they have, nor beside another inserted one."""
    plan = plan_of(*(slot(number, *fields) for number, fields in enumerate(slots)))
    assert overlaps(plan) == []


def test_an_inserted_slot_goes_around_the_busy_time() -> None:
    """Rosa alone is there, and busy from 09:00 to 11:30 on each of three days."""
    busy = [slot(day, day, "09:00", 150, "rosa") for day in (23, 24, 25)]
    plan = plan_of(*busy, people=(Person("rosa", on_call="mon-wed 09:00-12:00"),))
    inserted = [it for it in plan.calendar.slots if it.kind == "conversation"]
    assert [f"{it.at:%H:%M}" for it in inserted] == ["11:30"] * 3


def test_where_everybody_is_busy_nothing_is_inserted() -> None:
    """That is a conflict, and it is told."""
    busy = [slot(day, day, "09:00", 180, "rosa") for day in (23, 24, 25)]
    plan = plan_of(*busy, people=(Person("rosa", on_call="mon-wed 09:00-12:00"),))
    assert plan.status == "infeasible"
    assert [conflict.rules for conflict in plan.conflicts] == [("conversation-slots",)]
    assert plan.conflicts[0].week.first == date(2026, 11, 23)
