"""What holds for every plan, on random calendars."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from helpers import BERLIN, CHECKOUT, berlin, entries_of
from hypothesis import given, settings
from hypothesis import strategies as st
from messy import MONDAY, Case, cases, is_explained, is_past

from planner.model import (
    Calendar,
    Channel,
    Cost,
    Entry,
    Finding,
    Plan,
    Post,
    Slot,
)
from planner.plan.balance import Settings, make_plan
from planner.rulebook import choose
from planner.rules import judge
from planner.weeks import Timeline, day_hours, parse_hours, week_of

RULES = choose()
PLANNING = [rule for rule in RULES if rule.plans]


def law(examples: int = 25) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The same random calendars on every run."""
    return settings(derandomize=True, deadline=None, max_examples=examples)


def plan_of(case: Case) -> Plan:
    """Its plan by the shipped rules."""
    return make_plan(case.calendar, RULES, Settings(now=case.now))


def judged(calendar: Calendar) -> Iterator[Finding]:
    """What the rules that can be planned find."""
    timeline = Timeline(calendar)
    for rule in PLANNING:
        yield from judge(rule, timeline)


def state(calendar: Calendar) -> set[tuple[str, object, str]]:
    """Every entry with its time and status, in no order."""
    return {(it.id, it.at, it.status) for it in entries_of(calendar)}


@given(cases())
@law(60)
def test_a_plan_lints_clean_or_says_why_not(case: Case) -> None:
    """Every finding that is left is a conflict the plan tells, or history."""
    plan = plan_of(case)
    for finding in judged(plan.calendar):
        assert is_explained(finding, plan, case), finding.message


@given(cases())
@law()
def test_what_is_told_as_a_conflict_is_one(case: Case) -> None:
    """Its rule finds something in that week of the plan, and names what stands in the way."""
    plan = plan_of(case)
    assert (plan.status == "infeasible") == bool(plan.conflicts)
    found = {finding.rule for finding in judged(plan.calendar)}
    for conflict in plan.conflicts:
        assert set(conflict.rules) <= found
        assert conflict.why


@given(cases())
@law()
def test_planning_twice_is_planning_once(case: Case) -> None:
    """A plan is left as it is; a clean calendar is not touched and costs nothing."""
    plan = plan_of(case)
    again = plan_of(Case(plan.calendar, case.now))
    if not plan.conflicts:
        assert again.cost == Cost()
        assert again.moves == ()
        assert again.calendar == plan.calendar
        assert again.status == "optimal"


@given(cases())
@law()
def test_an_unsolvable_calendar_is_not_planned_further(case: Case) -> None:
    """What could be done was done the first time, by rules that look at one week.

    What may be added to a week is counted anew by each plan; a rule that looks back over weeks
    can make use of it.
    """
    rules = [rule for rule in RULES if rule.name != "promo-share"]
    plan = make_plan(case.calendar, rules, Settings(now=case.now))
    if plan.conflicts:
        again = make_plan(plan.calendar, rules, Settings(now=case.now))
        assert state(again.calendar) == state(plan.calendar)


@given(cases(), st.integers(0, 1000))
@law()
def test_the_order_of_entries_makes_no_difference(case: Case, seed: int) -> None:
    """In the file, that is; in time it does."""
    shuffled = random.Random(seed)
    posts = shuffled.sample(case.calendar.posts, len(case.calendar.posts))
    slots = shuffled.sample(case.calendar.slots, len(case.calendar.slots))
    other = case.calendar._replace(posts=tuple(posts), slots=tuple(slots))
    first, second = plan_of(case), plan_of(Case(other, case.now))
    assert state(first.calendar) == state(second.calendar)
    assert first.moves == second.moves
    assert first.cost == second.cost


@given(cases())
@law(40)
def test_nothing_is_lost_and_nothing_fixed_is_moved(case: Case) -> None:
    """Only the time of free posts, and their status, is ever changed."""
    plan = plan_of(case)
    after = {post.id: post for post in plan.calendar.posts}
    for post in case.calendar.posts:
        if post.pin or post.status == "published" or post.at is None or is_past(post, case.now):
            assert after[post.id] == post
        kept = after[post.id]._replace(at=post.at, status=post.status)
        assert kept == post
        assert after[post.id].status in {post.status, "held"}
    slots = {slot.id: slot for slot in plan.calendar.slots}
    for slot in case.calendar.slots:
        assert slots[slot.id] == slot


def may_stand(entry: Entry, case: Case) -> bool:
    """Whether a moved or inserted entry stands in hours that are open and still to come."""
    at = entry.at
    if not isinstance(at, datetime):
        return at is not None and not is_past(entry, case.now)
    local = at.astimezone(BERLIN)
    calendar, day = case.calendar, local.date()
    if isinstance(entry, Post):
        told = next(it.hours for it in calendar.channels if it.name == entry.channel)
        hours, length = told or "08:00-20:00", 0
    else:
        told = calendar.people[0].on_call if calendar.people else None
        hours, length = told or "mon-fri 09:00-17:00", entry.minutes
    minute = local.hour * 60 + local.minute
    is_open = any(
        first <= minute and minute + length <= last and minute < last
        for first, last in day_hours(parse_hours(hours), day.weekday())
    )
    is_black = any(item.first <= day < item.until for item in calendar.blackouts)
    return is_open and not is_black and not is_past(entry, case.now)


@given(cases())
@law(40)
def test_what_is_moved_or_added_stands_where_it_may(case: Case) -> None:
    """In open hours, in its own window, not before now, at quarter hours or its own minute."""
    plan = plan_of(case)
    before = {post.id: post for post in case.calendar.posts}
    slots = {slot.id for slot in case.calendar.slots}
    for entry in entries_of(plan.calendar):
        old = before.get(entry.id)
        if entry.status == "held" or entry == old or entry.id in slots:
            continue
        assert may_stand(entry, case), entry
        if old and old.window and isinstance(entry, Post):
            first, last = old.window
            day = entry.at.astimezone(BERLIN).date() if isinstance(entry.at, datetime) else entry.at
            assert first is None or last is None or (day is not None and first <= day <= last)
        if isinstance(entry.at, datetime):
            usual = old.at.minute if old and isinstance(old.at, datetime) else 0
            assert entry.at.minute in {0, 15, 30, 45, usual}


@given(cases())
@law(40)
def test_a_plan_counts_right(case: Case) -> None:
    """Its cost is that of its moves, its bound is no more, and optimal means equal."""
    plan = plan_of(case)
    number = Counter(move.what for move in plan.moves)
    displacement = 0
    for move in plan.moves:
        if move.what in {"shift", "defer"}:
            assert move.before is not None
            assert move.after is not None
            displacement += 48 * abs(day_number(move.after) - day_number(move.before))
            displacement += -(-abs(minute_of_day(move.after) - minute_of_day(move.before)) // 15)
    moved = number["shift"] + number["defer"]
    assert plan.cost == Cost(number["hold"], number["insert"], moved, displacement)
    assert plan.bound <= plan.cost
    if plan.status == "optimal":
        assert plan.bound == plan.cost


def day_number(at: datetime | date) -> int:
    """The ordinal of its day in Berlin."""
    return (at.astimezone(BERLIN) if isinstance(at, datetime) else at).toordinal()


def minute_of_day(at: datetime | date) -> int:
    """Its minute on the clock in Berlin, 0 when it has none."""
    if not isinstance(at, datetime):
        return 0
    local = at.astimezone(BERLIN)
    return local.hour * 60 + local.minute


@given(cases())
@law(40)
def test_little_is_added(case: Case) -> None:
    """At most 3 posts per channel and week, and 10 slots per week."""
    plan = plan_of(case)
    known = {entry.id for entry in entries_of(case.calendar)}
    added: Counter[tuple[date, str | None]] = Counter()
    for entry in entries_of(plan.calendar):
        if entry.id not in known:
            day = date.fromordinal(day_number(entry.at or MONDAY))
            week = week_of(day, case.calendar.week_starts)
            added[week.first, entry.channel if isinstance(entry, Post) else "a slot"] += 1
    for (_week, what), number in added.items():
        assert number <= (10 if what == "a slot" else 3)


@given(cases())
@law(40)
def test_every_move_names_the_rules_that_force_it(case: Case) -> None:
    """At least one of those that judge."""
    names = {rule.name for rule in PLANNING}
    for move in plan_of(case).moves:
        assert move.rules, move
        assert set(move.rules) <= names
        assert move.why


@given(cases())
@law(40)
def test_the_rules_of_a_move_would_find_something_without_it(case: Case) -> None:
    """Taken back in the plan, each named rule says what it did not say before."""
    plan = plan_of(case)
    known = {(finding.rule, finding.message) for finding in judged(plan.calendar)}
    for move in plan.moves:
        without = judged(taken_back(plan, move.entry))
        new = {it.rule for it in without if (it.rule, it.message) not in known}
        assert set(move.rules) <= new, move


def taken_back(plan: Plan, entry: str) -> Calendar:
    """The plan's calendar with one entry as it was, or without it when it was inserted."""
    old = {post.id: post for post in plan.original.posts}
    posts = [old.get(post.id) if post.id == entry else post for post in plan.calendar.posts]
    slots = [slot for slot in plan.calendar.slots if slot.id != entry]
    return plan.calendar._replace(posts=tuple(it for it in posts if it), slots=tuple(slots))


@pytest.mark.parametrize("talk", [28, 29])
@pytest.mark.parametrize("hours", ["08:00-20:00", "tue-sun 08:00-20:00", "thu-fri 08:00-20:00"])
def test_a_promo_too_many_goes_to_a_week_with_room(talk: int, hours: str) -> None:
    """On whichever day that is, and whatever stands at the edge of the weeks."""
    days = [berlin(day, "16:00") for day in (23, 24, talk, 30)]
    days += [berlin(date(2026, 12, day), "16:00") for day in (1, 2)]
    talks = [Slot(f"s{n}", f"s{n}", at, 30, (), "inbox") for n, at in enumerate(days)]
    promos = [Post(f"p{day}", f"p{day}", berlin(day), "x", "promo") for day in (26, 27)]
    calendar = Calendar(
        timezone="Europe/Berlin",
        channels=(Channel("x", hours=hours),),
        posts=tuple(promos),
        slots=tuple(talks),
    )
    plan = plan_of(Case(calendar, None))
    assert list(judged(plan.calendar)) == []
    assert (plan.status, plan.cost[:3]) == ("optimal", (0, 0, 1))
    (move,) = plan.moves
    assert (move.what, move.rules) == ("defer", ("promo-to-share",))


@given(cases())
@law(10)
def test_the_same_calendar_gives_the_same_plan(case: Case) -> None:
    """Twice in one process."""
    assert plan_of(case) == plan_of(case)


MESSY = """\
timezone: Europe/Berlin
channels: {x: {hours: "09:00-18:00"}, mastodon: {}}
posts:
  - {id: a, at: 2026-11-23 09:00, channels: [x, mastodon], kind: promo, text: The new roast}
  - {id: b, at: 2026-11-23 10:00, channels: [x, mastodon], kind: promo, text: Again}
  - {id: c, at: 2026-11-23 10:30, channels: [x, mastodon], kind: news, text: We moved}
  - {id: d, at: 2026-11-24 10:30, channel: x, kind: value, text: How to brew}
  - {id: e, at: 2026-12-01 10:30, channel: x, kind: promo, text: Buy}
slots:
  - {at: 2026-11-25 10:30, kind: inbox}
"""


@pytest.mark.parametrize("form", ["json", "yaml", "ics"])
def test_the_same_file_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    """Whatever order the hashes of a process give to its sets."""
    path = f"{tmp_path}/calendar.yaml"
    with open(path, "w", encoding="utf-8") as file:
        file.write(MESSY)
    arguments = ["plan", path, "-f", form, "--now", "2026-11-01", "--isolated"]
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "planner", *arguments],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": CHECKOUT}, capture_output=True, check=True,
        ).stdout
        for seed in ("0", "1", "424242")
    ]  # fmt: skip
    assert outputs[0] == outputs[1] == outputs[2]
    assert b"2026-11-23" in outputs[0] or b"20261123" in outputs[0]
