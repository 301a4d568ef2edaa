"""The independent judge notices all that is done to a plan."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from helpers import berlin
from plan.checker import Judge

from planner.model import Blackout, Calendar, Cost, Move, Person, Plan, Post, Slot
from planner.plan.balance import Settings, make_plan
from planner.rulebook import choose

RULES = choose()


def troubled() -> Plan:
    """A plan that moves, adds, holds back and leaves alone: the last promo is one too many."""
    posts = [
        Post("early", "early", berlin(22), "x", "value", status="published"),
        *(
            Post(f"news {n}", f"news {n}", berlin(28, f"{8 + n:02}:00"), "x", "news")
            for n in range(3)
        ),
        *(Post(f"promo {n}", f"promo {n}", berlin(24 + n), "x", "promo") for n in range(3)),
        Post("late", "late", berlin(22, "17:00"), "x", "personal"),
        Post("pinned", "pinned", berlin(27), "x", "personal", pin=True),
        Post(
            "open", "open", berlin(27, "12:00"), "x", "personal", window=(date(2026, 11, 27), None)
        ),
    ]
    calendar = Calendar(
        timezone="Europe/Berlin",
        people=(Person("rosa", on_call="mon-fri 09:00-17:00"),),
        posts=tuple(posts),
        slots=(Slot("talk", "talk", berlin(27, "16:00"), by="rosa", kind="inbox"),),
    )
    return make_plan(calendar, RULES, Settings(now=NOW))


NOW = berlin(22, "18:00")
TALK, OTHER_TALK = "2026-11-24-0930-conversation", "2026-11-26-0930-conversation"


def test_nothing_is_wrong_with_a_plan_of_three_sorts_of_changes() -> None:
    """Before anybody tampers with it."""
    plan = troubled()
    names = {(it.what, it.entry) for it in plan.moves}
    holds = {("hold", "promo 1"), ("hold", "promo 2")}
    assert names == {("shift", "news 2"), ("insert", TALK), ("insert", OTHER_TALK), *holds}
    assert Judge(plan, NOW).faults() == []


def saying(plan: Plan, name: str, **fields: Any) -> Plan:
    """The plan with an entry that says something else, and not a word of it."""
    entries = [it._replace(**fields) if it.id == name else it for it in plan.calendar.entries]
    return plan._replace(calendar=plan.calendar.with_entries(entries))


def putting(plan: Plan, name: str, at: datetime, displacement: int = 0) -> Plan:
    """The plan with an entry at another time, as its move says, or as a new one does."""
    old = {it.id: it for it in plan.original.entries}
    known = {it.entry for it in plan.moves}
    moves = [it._replace(after=at) if it.entry == name else it for it in plan.moves]
    if name not in known:
        moves.append(Move(name, "shift", old[name].at, at, ("promo-to-share",), "So."))
    plan = costing(plan, moved=int(name not in known), displacement=displacement)
    return saying(plan._replace(moves=tuple(moves)), name, at=at)


def without(plan: Plan, name: str, what: str = "inserted") -> Plan:
    """The plan with one change taken back, and no word of it."""
    old = [it for it in plan.original.entries if it.id == name]
    entries = [it for it in plan.calendar.entries if it.id != name]
    moves = tuple(it for it in plan.moves if it.entry != name)
    plan = plan._replace(calendar=plan.calendar.with_entries([*entries, *old]), moves=moves)
    return costing(plan, **{what: -1})


def costing(plan: Plan, **more: int) -> Plan:
    """The plan with another cost, and the bound with it."""
    cost = Cost(*(getattr(plan.cost, it) + more.get(it, 0) for it in Cost._fields))
    return plan._replace(cost=cost, bound=cost)


def moving(plan: Plan, name: str, **fields: Any) -> Plan:
    """The plan with a move that says something else."""
    moves = [it._replace(**fields) if it.entry == name else it for it in plan.moves]
    return plan._replace(moves=tuple(moves))


def holding(plan: Plan, name: str) -> Plan:
    """The plan that holds a post back as well, as it says."""
    (old,) = [it for it in plan.original.posts if it.id == name]
    move = Move(name, "hold", old.at, None, ("promo-to-share",), "So.")
    plan = costing(plan, held=1)._replace(moves=(*plan.moves, move))
    return saying(plan, name, status="held")


def adding(plan: Plan, number: int, entry: Post | Slot) -> Plan:
    """The plan with so many entries more, an hour apart, as it says."""
    assert isinstance(entry.at, datetime)
    more = [entry._replace(id=f"more {n}", at=entry.at + timedelta(hours=n)) for n in range(number)]
    moves = [Move(it.id, "insert", None, it.at, ("conversation-slots",), "So.") for it in more]
    calendar = plan.calendar.with_entries([*plan.calendar.entries, *more])
    plan = plan._replace(calendar=calendar, moves=(*plan.moves, *moves))
    return costing(plan, inserted=number)


def closing(plan: Plan, day: int) -> Plan:
    """The plan of a calendar that had a blackout on that day."""
    black = (Blackout(date(2026, 11, day), date(2026, 11, day + 1)),)
    return plan._replace(
        original=plan.original._replace(blackouts=black),
        calendar=plan.calendar._replace(blackouts=black),
    )


NEW = Slot("", "", berlin(23, "09:00"), by="rosa", kind="inbox", note="Answer.")
IDEA = Post("", "", berlin(23, "09:00"), "x", "share", status="idea", note="Pass on.")
NEXT = date(2026, 12, 30)
TAMPERINGS: dict[str, tuple[Callable[[Plan], Plan], str]] = {
    "a pinned post moved": (lambda it: putting(it, "pinned", berlin(26), 48), "is fixed"),
    "a published post moved": (lambda it: putting(it, "early", berlin(23), 48), "is fixed"),
    "a past post moved": (lambda it: putting(it, "late", berlin(23), 48), "is past"),
    "a slot moved": (lambda it: putting(it, "talk", berlin(26, "16:00"), 48), "is fixed"),
    "a post out of its window": (lambda it: putting(it, "open", berlin(26, "12:00"), 48), "window"),
    "a post in the past": (lambda it: putting(it, "promo 0", berlin(22), 96), "into the past"),
    "a post in the night": (lambda it: putting(it, "news 2", berlin(28, "22:00"), 40), "nobody is"),
    "a post before its channel opens": (
        lambda it: putting(it, "news 2", berlin(28, "07:45"), 9), "nobody is",
    ),
    "a post at an odd minute": (lambda it: putting(it, "news 2", berlin(28, "12:20"), 2), "odd"),
    "a post at another's minute": (lambda it: putting(it, "news 2", berlin(28, "09:00")), "meets"),
    "a post in another's quarter of an hour": (
        lambda it: saying(putting(it, "news 2", berlin(28, "13:00"), 4), "news 1",
                          at=berlin(28, "12:50")), "meets",
    ),
    "a post moved too late": (
        lambda it: moving(putting(it, "news 2", berlin(NEXT), 1540), "news 2", what="defer"), "far",
    ),
    "a post moved to an earlier week": (
        lambda it: moving(putting(it, "promo 0", berlin(18), 288), "promo 0", what="defer"), "far",
    ),
    "a post on a closed day": (lambda it: closing(it, 28), "news 2 is in a blackout"),
    "a slot on a closed day": (lambda it: closing(it, 24), f"{TALK} is in a blackout"),
    "a slot out of hours": (lambda it: putting(it, TALK, berlin(24, "16:45")), "nobody is there"),
    "a slot of a stranger": (lambda it: saying(it, TALK, by="imran"), "nobody is there"),
    "a slot of nobody": (lambda it: saying(it, TALK, by=None), "nobody is there"),
    "two slots of a person at once": (lambda it: putting(it, TALK, berlin(27, "16:15")), "meets"),
    "a slot that does not say why": (lambda it: saying(it, TALK, note=None), "what it is for"),
    "a slot dropped": (lambda it: without(it, TALK), "conversation-slots"),
    "a slot dropped, but told": (
        lambda it: it._replace(calendar=without(it, TALK).calendar), "not done",
    ),
    "a slot too many": (lambda it: adding(it, 1, NEW), "is changed for"),
    "eleven slots": (
        lambda it: adding(it, 9, NEW._replace(at=berlin(23), minutes=5)), "too many for",
    ),
    "four posts": (lambda it: adding(it, 4, IDEA), "too many for x"),
    "a post sent out again": (lambda it: without(it, "promo 1", "held"), "promo-to-share"),
    "a post held back in vain": (lambda it: holding(it, "open"), "is changed for"),
    "a pinned post held back": (lambda it: holding(it, "pinned"), "is fixed"),
    "a post moved back": (lambda it: saying(it, "news 2", at=berlin(28, "10:00")), "sterile"),
    "a post moved in vain": (
        lambda it: putting(it, "promo 0", berlin(24, "10:00"), 4), "is changed for",
    ),
    "a post lost": (
        lambda it: it._replace(calendar=it.calendar._replace(posts=it.calendar.posts[1:])), "lost",
    ),
    "a post there twice": (
        lambda it: it._replace(
            calendar=it.calendar.with_entries([*it.calendar.entries, it.calendar.posts[0]])
        ), "twice",
    ),
    "another text": (lambda it: saying(it, "news 0", text="New"), "says something else"),
    "other people": (
        lambda it: it._replace(calendar=it.calendar._replace(people=())), "the calendar says",
    ),
    "a move not told": (lambda it: it._replace(moves=it.moves[1:]), "not told"),
    "a move told twice": (lambda it: it._replace(moves=(*it.moves, it.moves[0])), "not done"),
    "a move called otherwise": (lambda it: moving(it, "news 2", what="defer"), "not done"),
    "a move from elsewhere": (lambda it: moving(it, "news 2", before=berlin(28)), "not done"),
    "a move to elsewhere": (lambda it: moving(it, "news 2", after=berlin(29)), "not done"),
    "a move for another rule": (
        lambda it: moving(it, "news 2", rules=("promo-share",)), "is changed for",
    ),
    "one held more": (lambda it: costing(it, held=1), "it costs"),
    "one inserted less": (lambda it: costing(it, inserted=-1), "it costs"),
    "one moved less": (lambda it: costing(it, moved=-1), "it costs"),
    "a quarter of an hour less": (lambda it: costing(it, displacement=-1), "it costs"),
    "a bound over the cost": (lambda it: it._replace(bound=Cost(9)), "it is not optimal"),
    "a proof that is none": (lambda it: it._replace(bound=Cost()), "it is not optimal"),
    "a conflict that is none": (lambda it: it._replace(status="infeasible"), "not infeasible"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_is_done_to_a_plan_is_noticed(name: str) -> None:
    """Even if the plan counts and tells it."""
    tamper, fault = TAMPERINGS[name]
    faults = Judge(tamper(troubled()), NOW).faults()
    assert any(fault in it for it in faults), faults


@pytest.mark.parametrize("days", [(date(2026, 11, 25), date.max), (date.min, date(2026, 11, 28))])
def test_a_change_outside_of_the_days_to_plan_is_noticed(days: tuple[date, date]) -> None:
    """Before the first and after the last."""
    assert any("nothing is planned" in it for it in Judge(troubled(), NOW, *days).faults())
