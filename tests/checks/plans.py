"""What the tests of checks ask of every plan reading."""

from datetime import datetime, timedelta
from typing import Any

from planner.model import Calendar, Cost, Plan
from planner.plan.balance import Settings, make_plan
from planner.rules import Rule, judge
from planner.weeks import Timeline, week_of


def rule_of(check: str, options: Any) -> Rule:
    """A rule of a check, with nothing but options."""
    return Rule(
        name="this-rule", theme="test", check=check, level="error", options=options,
        message="It says no.", summary="It says no.", why="", source="", practices=(),
        good=(), bad=(), file="",
    )  # fmt: skip


def is_clean_or_told(calendar: Calendar, rule: Rule, now: datetime | None = None) -> Plan:
    """The plan by one rule; it lints clean or tells a conflict, and is left alone when planned.

    Raises `AssertionError` where it does not.
    """
    plan = make_plan(calendar, [rule], Settings(now=now))
    told = {conflict.week.first for conflict in plan.conflicts if rule.name in conflict.rules}
    starts = calendar.week_starts
    for finding in judge(rule, Timeline(plan.calendar)):
        assert finding.window is not None
        ends = finding.window.first, finding.window.until - timedelta(days=1)
        weeks = {week_of(day, starts).first for day in ends}
        is_past = now is not None and finding.window.until <= now.date() + timedelta(days=7)
        is_planned = weeks & {week.first for week in plan.weeks}
        is_by_hand = finding in plan.by_hand
        assert weeks & told or is_past or (is_by_hand and not is_planned), (finding, plan)
    for conflict in plan.conflicts:
        assert rule.name in conflict.rules
    if not plan.conflicts:
        again = make_plan(plan.calendar, [rule], Settings(now=now))
        assert (again.cost, again.moves) == (Cost(), ()), again.moves
        assert again.calendar == plan.calendar
    return plan
