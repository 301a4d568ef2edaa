"""Expressions of rules that would keep planner busy for years."""

import pytest

from planner.checks.pattern import read_expressions
from planner.runaway import can_run_away


@pytest.mark.parametrize("expression", [
    "(?:a+)+$", "(?:a*)*b", "(?:a|b+)*c", "(?:(?:a+)b)+", r"(?:\w+\s?)*x", "(?:a{2,})+",
    "(?:[a)]+)+",
])  # fmt: skip
def test_a_repetition_in_a_repetition_can_run_away(expression: str) -> None:
    """It is refused when the rule is read."""
    assert can_run_away(expression)
    with pytest.raises(ValueError, match="can take for ever"):
        read_expressions([f"x{expression}"])


@pytest.mark.parametrize("expression", [
    "a+b+", "(?:a+)?", "(?:ab)+", r"(?:\w++ )+x", "(?:a+){2}", r"\(a+\)+", "[(a+)]+", "(?:a{2,3})+",
    "(?:a+)(?:b)+", "[]a+)(]+",
])  # fmt: skip
def test_other_repetitions_are_taken(expression: str) -> None:
    """Also those that give nothing back."""
    assert not can_run_away(expression)
    assert read_expressions([f"x{expression}"])
