"""Times of day as the solver sees them: the minutes that are allowed, and how far they drift."""

from collections.abc import Iterable
from typing import Any

from planner.plan.domain import STEP, Stretches
from planner.weeks import MINUTES_A_DAY


def drift_of(model: Any, minute: Any, usual: int) -> Any:
    """The quarter hours, begun ones counted, between a time of day and the usual one."""
    drift = model.new_int_var(0, MINUTES_A_DAY // STEP, "drift")
    model.add(STEP * drift >= minute - usual)
    model.add(STEP * drift >= usual - minute)
    return drift


def quarter_hours(usual: Iterable[int], parts: Iterable[Stretches], *, strict: bool = False) -> Any:
    """Quarter hours inside the stretches, and the usual minute (if strict: where it fits)."""
    allowed: set[int] = set()
    for stretches in parts:
        for first, last in stretches:
            allowed.update(range(first, last + 1, STEP))
            allowed.update(it for it in usual if first <= it <= last)
    if not strict:
        allowed.update(usual)
    from ortools.sat.python.cp_model import Domain as Values

    return Values.from_values(sorted(allowed))
