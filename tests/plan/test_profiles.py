"""What holds for every plan, by the rules of every profile."""

from functools import cache

import pytest
from hypothesis import Phase, given, settings
from messy import Case, cases, is_explained

from planner.model import Calendar, Finding
from planner.plan.balance import Settings, make_plan
from planner.rulebook import Choice, Rulebook, choose
from planner.rules import Rule, judge
from planner.weeks import Timeline

PROFILES = [name for name in Rulebook().profile_names if name not in {"human", "everything"}]


@cache
def rules_of(profile: str) -> list[Rule]:
    """The rules of a profile."""
    return choose(Choice(profile))


@pytest.mark.parametrize("profile", PROFILES)
@given(case=cases())
@settings(derandomize=True, deadline=None, max_examples=4, phases=[Phase.generate])
def test_a_plan_lints_clean_or_says_why_not(profile: str, case: Case) -> None:
    """Every finding of a rule that can be planned is a conflict the plan tells, or history."""
    rules = rules_of(profile)
    plan = make_plan(case.calendar, rules, Settings(now=case.now))
    for finding in judged(plan.calendar, rules):
        assert is_explained(finding, plan, case), finding.message


def judged(calendar: Calendar, rules: list[Rule]) -> list[Finding]:
    """What the rules that can be planned find."""
    timeline = Timeline(calendar)
    applying = [rule for rule in rules if rule.plans and rule.applies(calendar)]
    return [finding for rule in applying for finding in judge(rule, timeline)]
