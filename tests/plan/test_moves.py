"""The changes of a plan: each is needed, and none is needed only for another needless one."""

from helpers import berlin, calendar_of

from planner.checks.cap import Options
from planner.model import Post
from planner.plan.moves import drop_needless
from planner.rulebook import Rulebook
from planner.which import of_kinds

ONE_A_DAY = (
    Rulebook()
    .rule("posts-per-day")
    ._replace(options=Options(of=of_kinds(["value"]), at_most=1, every="day"))
)


def value(name: str, day: int) -> Post:
    """A post of a day."""
    return Post(name, name, berlin(day), "x", "value")


def test_a_change_that_only_another_needless_one_asks_for_is_dropped() -> None:
    """One post made way for another, which need not have come: both stay where they were."""
    original = calendar_of(value("a", 24), value("b", 23))
    planned = calendar_of(value("a", 25), value("b", 24))
    assert drop_needless(original, planned, [ONE_A_DAY]) == original


def test_a_change_that_a_rule_needs_is_kept() -> None:
    """Two posts on one day are one too many."""
    original = calendar_of(value("a", 24), value("b", 24))
    planned = calendar_of(value("a", 25), value("b", 24))
    assert drop_needless(original, planned, [ONE_A_DAY]) == planned
