"""The rules by their sentences agree with the examples of the rule files."""

import pytest
from plan.sentences import breaches

from planner.model import Calendar
from planner.readers import ReadOptions
from planner.readers.yaml import read
from planner.rulebook import choose
from planner.rules import Example, Rule

RULES = [rule for rule in choose() if rule.plans]
MILDER = {"promo-share"}
"""Rules of which the default profile asks less than the examples of their file show."""


def calendar_of(example: Example) -> Calendar:
    """The calendar of an example."""
    return read("calendar.yaml", example.calendar.encode(), ReadOptions()).calendar


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_good_examples_of_a_rule_keep_its_sentence(rule: Rule) -> None:
    """All of them."""
    for example in rule.good:
        found = [it for it in breaches(calendar_of(example)) if it.rule == rule.name]
        assert found == [], example.name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_bad_examples_of_a_rule_break_its_sentence(rule: Rule) -> None:
    """All of them, but for rules that ask less by default."""
    for example in rule.bad if rule.name not in MILDER else ():
        assert rule.name in {it.rule for it in breaches(calendar_of(example))}, example.name
