"""How much of a plan changes when one post is nudged, and what planning again costs.

    python benchmarks/stability.py [ROW ...]

For each row of `ROWS` (or those named by number) generated messy calendars are planned, then one
post that is no part of the count is nudged by a quarter of an hour or a day, and the calendar is
planned again: once without a memory and once with that of the first plan. Prints the share of
trials in which at most one other post has another place in the new plan, and for planning again
the CPU seconds, those in the solver, and how many models it was given.
"""

import random
import statistics
import sys
import time
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from plan import Row, messy

from planner.model import Calendar, Plan
from planner.plan import runs
from planner.plan.balance import Settings, make_plan
from planner.plan.memory import Memory
from planner.rulebook import choose

NUDGES = (timedelta(minutes=15), timedelta(minutes=-15), timedelta(days=1), timedelta(days=-1))
ROWS = (Row(15, 1, 1, 100), Row(60, 5, 1, 20), Row(250, 5, 4, 2))
RULES = [rule for rule in choose() if rule.plans]


class Effort:
    """What the solver was given, and how long it took."""

    def __init__(self) -> None:
        """Listen to every run of the solver from now on."""
        self.models = 0
        self.seconds = 0.0
        self._last: Any = None
        self._run = runs.run
        runs.run = self.run

    def run(self, model: Any, manner: runs.Manner, effort: float | None = None) -> tuple[str, Any]:
        """Solve a model and count it."""
        start = time.process_time()
        done = self._run(model, manner, effort)
        self.seconds += time.process_time() - start
        self.models += self._last is not model
        self._last = model
        return done


class Again(NamedTuple):
    """Planning again: the other posts that changed, CPU seconds, those of the solver, models."""

    others: int
    seconds: float
    solving: float
    models: int


def nudged(calendar: Calendar, seed: int) -> tuple[Calendar, str]:
    """The calendar with one post somewhere else that is free to move, and its id."""
    chance = random.Random(seed)
    post = chance.choice([it for it in calendar.posts if not it.pin])
    nudge = chance.choice(NUDGES)
    assert isinstance(post.at, datetime)
    first = min(it.at for it in calendar.posts if isinstance(it.at, datetime))
    if post.at + nudge < first:
        nudge = -nudge
    posts = (it._replace(at=post.at + nudge) if it is post else it for it in calendar.posts)
    return calendar._replace(posts=tuple(posts)), post.id


def changed(old: Plan, new: Plan, post_id: str) -> int:
    """How many other posts are somewhere else."""
    before = {post.id: (post.at, post.status) for post in old.calendar.posts}
    after = {post.id: (post.at, post.status) for post in new.calendar.posts}
    known = {post.id for post in old.original.posts} - {post_id}
    return sum(before[name] != after[name] for name in known)


def again(old: Plan, calendar: Calendar, post_id: str, data: Any, effort: Effort) -> Again:
    """Plan a nudged calendar, with the memory of the old plan or without."""
    memory = Memory(data) if data else Memory(is_on=False)
    effort.models, effort.seconds = 0, 0.0
    start = time.process_time()
    plan = make_plan(calendar, RULES, Settings(memory=memory))
    seconds = time.process_time() - start
    return Again(changed(old, plan, post_id), seconds, effort.seconds, effort.models)


def told(name: str, trials: list[Again]) -> str:
    """All trials of a row in a line."""
    few = sum(it.others <= 1 for it in trials)
    return (
        f"  {name:<16} at most one other changed in {few} of {len(trials)}; again: "
        f"{statistics.median(it.seconds for it in trials):.2f} s "
        f"(most {max(it.seconds for it in trials):.2f} s), in the solver "
        f"{statistics.median(it.solving for it in trials):.2f} s "
        f"(most {max(it.solving for it in trials):.2f} s), "
        f"models {statistics.median(it.models for it in trials):g}"
    )


def measure(row: Row, effort: Effort) -> None:
    """Nudge a post in each calendar of a row and print what came of it."""
    print(f"{row.posts} posts, {row.channels} channels, {row.weeks} weeks")
    without: list[Again] = []
    remembering: list[Again] = []
    for seed in range(row.calendars):
        calendar = messy(seed, row)
        memory = Memory()
        old = make_plan(calendar, RULES, Settings(memory=memory))
        data = memory.data(old, lambda _day: False)
        other, post_id = nudged(calendar, seed)
        without.append(again(old, other, post_id, None, effort))
        remembering.append(again(old, other, post_id, data, effort))
    print(told("without memory", without))
    print(told("with memory", remembering), "\n", flush=True)


if __name__ == "__main__":
    listening = Effort()
    for wanted in [int(word) for word in sys.argv[1:]] or range(1, len(ROWS) + 1):
        measure(ROWS[wanted - 1], listening)
