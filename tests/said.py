"""Random calendars of several weeks in which posts and slots say much, and plans of one rule."""

from datetime import date, datetime, timedelta
from typing import Any

from helpers import BERLIN, berlin, calendar_of, entries_of
from hypothesis import strategies as st

from planner.model import Blackout, Calendar, Channel, Entry, Person, Plan, Post, Slot
from planner.plan.balance import Settings, make_plan
from planner.plan.board import WeekBoard
from planner.plan.domain import Clock, Domain
from planner.plan.objective import minimize
from planner.plan.pieces import SharedModel, new_model
from planner.plan.problems import Allowance, Problems
from planner.plan.solve import solve
from planner.rules import Rule, judge
from planner.weeks import Timeline, week_of

MONDAY = date(2026, 11, 23)
DAYS = (0, 1, 4, 6, 7, 8, 13, 14, 20, 21)
"""Days from the first Monday on; the edges of three weeks are among them."""


def of_day(entry: Entry) -> date:
    """The day of a dated entry in Berlin."""
    assert entry.at is not None
    return entry.at.astimezone(BERLIN).date() if isinstance(entry.at, datetime) else entry.at


def going(calendar: Calendar) -> list[Entry]:
    """The entries that have a day and take place, in order of their days."""
    found = [it for it in entries_of(calendar) if it.status not in {"held", "cancelled"} and it.at]
    return sorted(found, key=of_day)


def first_of_week(day: date, starts: int) -> date:
    """The first day of the week of a day."""
    while day.weekday() != starts:
        day -= timedelta(days=1)
    return day


def trailing_by_hand(calendar: Calendar, weeks: int) -> list[tuple[date, list[Entry], list[Entry]]]:
    """First day, entries and newest entries of each stretch that ends in a week with entries."""
    entries = going(calendar)
    lasts = sorted({first_of_week(of_day(it), calendar.week_starts) for it in entries})
    found = []
    for last in lasts:
        first, until = last - timedelta(weeks=weeks - 1), last + timedelta(days=7)
        inside = [it for it in entries if first <= of_day(it) < until]
        found.append((first, inside, [it for it in inside if of_day(it) >= last]))
    return found


def is_whole_by_hand(calendar: Calendar, first: date) -> bool:
    """Whether a stretch begins no earlier than the week of the first entry."""
    return first >= min(first_of_week(of_day(it), calendar.week_starts) for it in going(calendar))


@st.composite
def rich_calendars(
    draw: st.DrawFn, most: int = 9, days: tuple[int, ...] = DAYS, weeks_start: int | None = None
) -> Calendar:
    """Entries that crowd at the edges of weeks, with people, topics, tags and handles."""
    posts: list[Entry] = []
    for number in range(draw(st.integers(0, most))):
        day = MONDAY + timedelta(days=draw(st.sampled_from(days)))
        clock = draw(st.sampled_from(["00:00", "09:00", "10:30", "12:00", "23:59"]))
        at = draw(st.sampled_from([berlin(day, clock), berlin(day, clock), day, None]))
        posts.append(
            Post(
                f"p{number}", f"p{number}", at, draw(st.sampled_from(["x", "x", "mastodon", None])),
                draw(st.sampled_from(["promo", "promo", "value", "thanks"])),
                status=draw(st.sampled_from(["draft"] * 6 + ["published", "held", "cancelled"])),
                by=draw(st.sampled_from([None, "rosa", "Imran"])),
                topic=draw(st.sampled_from([None, "beans", "shop"])),
                tags=draw(st.sampled_from([(), ("fun",), ("#Fun", "team"), ("team",)])),
                mentions=draw(st.sampled_from([(), (), ("@ada",), ("@ada", "@Bo")])),
                series=draw(st.sampled_from([None, None, None, "one"])),
            )
        )  # fmt: skip
    for number in range(draw(st.integers(0, 4))):
        day = MONDAY + timedelta(days=draw(st.sampled_from(days)))
        posts.append(
            Slot(
                f"s{number}", f"s{number}", draw(st.sampled_from([berlin(day, "16:00"), day])),
                draw(st.sampled_from([15, 30, 45])), draw(st.sampled_from([(), (), ("x",)])),
                draw(st.sampled_from(["inbox", "thanks"])),
                audience=draw(st.sampled_from([None, "fan", "critic"])),
                contacts=draw(st.sampled_from([(), ("@ada",)])),
                tags=draw(st.sampled_from([(), ("fun",)])),
                status=draw(st.sampled_from(["scheduled", "scheduled", "cancelled"])),
            )
        )  # fmt: skip
    starts = draw(st.sampled_from([0, 0, 6])) if weeks_start is None else weeks_start
    return calendar_of(*posts, week_starts=starts)


@st.composite
def open_calendars(draw: st.DrawFn, most: int = 8) -> Calendar:
    """The same with hours, people on call and now and then days off or pinned posts."""
    calendar = draw(rich_calendars(most, weeks_start=0))
    posts = tuple(it._replace(pin=draw(st.integers(0, 7)) == 0) for it in calendar.posts)
    closed = draw(st.sampled_from([(), (), (Blackout(date(2026, 12, 1), date(2026, 12, 3)),)]))
    return calendar._replace(
        posts=posts,
        channels=(Channel("x"), Channel("mastodon", hours="mon-fri 09:00-18:00")),
        people=draw(st.sampled_from([(), (Person("rosa", on_call="mon-fri 08:00-18:00"),)])),
        blackouts=closed,
    )


def a_rule(check: str, options: Any, message: str = "{week}") -> Rule:
    """A rule of nothing but a check and its options."""
    return Rule(
        "the-rule", "theme", check, "error", options, message, "Summary.", "", "", (), (), (), ""
    )


def planned(calendar: Calendar, rule: Rule) -> Plan:
    """The plan by one rule."""
    return make_plan(calendar, [rule], Settings())


def assert_the_plan_holds(calendar: Calendar, rule: Rule) -> Plan:
    """What is left is a conflict that names the rule and the week; a second plan changes nothing.

    A finding over several weeks belongs to the last of them.
    """
    plan = planned(calendar, rule)
    told = {conflict.week.first for conflict in plan.conflicts}
    assert all(conflict.rules == (rule.name,) for conflict in plan.conflicts)
    for finding in judge(rule, Timeline(plan.calendar)):
        assert finding.window is not None
        last = week_of(finding.window.until - timedelta(days=1), calendar.week_starts)
        assert last.first in told, finding
    if not plan.conflicts:
        assert planned(plan.calendar, rule).moves == ()
    return plan


def assert_the_readings_agree(calendar: Calendar, rule: Rule) -> None:
    """Where nothing may change, a week can be solved just when the rule finds nothing in it.

    The same holds for all weeks in one model, in which no times of day are known.
    """
    timeline = Timeline(calendar)
    domain = Domain(calendar, Clock(timeline.zone))
    origins = {post.id: post for post in calendar.posts}
    problems = Problems(domain, [rule], origins, Allowance(0, 0))
    found = set()
    for finding in judge(rule, timeline):
        assert finding.window is not None
        found.add(week_of(finding.window.until - timedelta(days=1), calendar.week_starts))
    shared = SharedModel(new_model(), frozenset(), [])
    for week, _moments in timeline.weeks():
        problem = problems.make(timeline, week, ())._replace(loose=frozenset(), offers=())
        assert (solve(problem, domain, [rule]) is None) == (week in found)
        shared.boards.append(WeekBoard(problem, domain, shared=shared))
    for board in shared.boards:
        rule.module.plan(rule.options, board)
    if shared.boards:
        assert (minimize(shared.boards).status == "INFEASIBLE") == bool(found)
