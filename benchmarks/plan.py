"""How long plans take, and how close to minimal they are proven to be.

    python benchmarks/plan.py [ROW ...]

Prints a line for each row of `ROWS` (or for those named by number): generated messy calendars with
mixed kinds, a part of the posts pinned, two people on duty. Seconds are CPU time of planning.
"""

import random
import resource
import statistics
import sys
import time
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from planner.lint import lint
from planner.model import Calendar, Person, Plan, Post
from planner.plan.balance import Settings, make_plan
from planner.rulebook import choose

CHANNELS = (
    "x", "mastodon", "instagram", "linkedin", "facebook", "tiktok", "threads", "youtube",
)  # fmt: skip
KINDS = ("promo", "promo", "news", "value", "share", "personal", "conversation", "thanks")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2027, 3, 1)


class Row(NamedTuple):
    """Calendars of one size, so many of them."""

    posts: int
    channels: int
    weeks: int
    calendars: int
    pinned: float = 0.1


ROWS = (
    Row(15, 1, 1, 20),
    Row(60, 5, 1, 5),
    Row(250, 5, 4, 2),
    Row(1500, 8, 13, 1),
    Row(15, 1, 1, 10, pinned=1.0),
    Row(60, 5, 1, 4, pinned=1.0),
)
"""The rows of pinned posts have conflicts to explain."""


def messy(seed: int, row: Row) -> Calendar:
    """A calendar whose posts crowd in the mornings of its weeks; the same for the same seed."""
    chance = random.Random(seed)
    posts = []
    for number in range(row.posts):
        day = MONDAY + timedelta(days=chance.randrange(7 * row.weeks))
        hour = chance.choice((9, 9, 9, 10, 10, 11, 12, 15, 17))
        at = datetime(
            day.year, day.month, day.day, hour, chance.choice((0, 10, 15, 30)), tzinfo=BERLIN
        )
        name = f"p{number}"
        channel = chance.choice(CHANNELS[: row.channels])
        is_pinned = chance.random() < row.pinned
        posts.append(Post(name, name, at, channel, chance.choice(KINDS), pin=is_pinned))
    people = (
        Person("rosa", on_call="mon-fri 08:00-18:00"),
        Person("imran", on_call="tue-sun 09:00-17:00"),
    )
    return Calendar(timezone="Europe/Berlin", people=people, posts=tuple(posts))


def told(plan: Plan, left: int) -> str:
    """What came of one calendar."""
    gaps = [cost - bound for cost, bound in zip(plan.cost, plan.bound, strict=True)]
    return (
        f"{plan.status:<10} held {plan.cost.held} (gap {gaps[0]})  inserted {plan.cost.inserted} "
        f"(gap {gaps[1]})  moved {plan.cost.moved} (gap {gaps[2]})  "
        f"conflicts {len(plan.conflicts)}  findings left {left}"
    )


def measure(row: Row) -> None:
    """Plan the calendars of a row and print each, then the seconds."""
    rules = [rule for rule in choose() if rule.plans]
    print(f"{row.posts} posts, {row.channels} channels, {row.weeks} weeks, {row.pinned:.0%} pinned")
    seconds = []
    for seed in range(row.calendars):
        calendar = messy(seed, row)
        start = time.process_time()
        plan = make_plan(calendar, rules, Settings())
        seconds.append(time.process_time() - start)
        left = sum(1 for _finding in lint(plan.calendar, rules))
        print(f"  {seconds[-1]:7.2f} s  {told(plan, left)}", flush=True)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  median {statistics.median(seconds):.2f} s, most {max(seconds):.2f} s, "
        f"{megabytes:.0f} MB at most so far\n"
    )


if __name__ == "__main__":
    for wanted in [int(word) for word in sys.argv[1:]] or range(1, len(ROWS) + 1):
        measure(ROWS[wanted - 1])
