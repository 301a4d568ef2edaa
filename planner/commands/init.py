"""`planner init`: a starter calendar, made by the planner itself, that lints clean."""

import os
import sys
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from planner import files, resources
from planner.commands.clock import parse_now, parse_week
from planner.commands.init_companions import Companion, companions_of, told_of
from planner.errors import PlannerError
from planner.model import Calendar, Channel, Post, Slot, Window
from planner.plan.balance import Settings, make_plan
from planner.plan.duty import Prompts
from planner.renderers import yaml
from planner.rulebook import DEFAULT, Choice, choose
from planner.rules import Rule
from planner.source import Reading, Source
from planner.vocabulary import channel_of
from planner.weeks import in_zone, week_of, zone_of

KINDS = ("value", "conversation", "share", "personal", "thanks", "promo", "news")
"""The kinds of a starter's posts in their turn: gives and talk before any promo."""
TIMES = (time(9), time(12, 30), time(16))
SLOT_TIME = time(16, 30)
WORKING_DAYS = 5
MOST_POSTS = 14
CRISIS_RULE = "crisis-plan"
"""The rule that asks a calendar for more than entries."""


class InitRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags.

    With `asks`, what to make is asked for when somebody sits at a terminal. `configure` says
    whether a planner.toml is written beside the calendar; with None nobody has said.
    """

    path: str = "calendar.yaml"
    name: str = "My calendar"
    channels: tuple[str, ...] = ("instagram",)
    posts_per_week: int = 5
    timezone: str = "UTC"
    profile: str = DEFAULT
    week: str | None = None
    now: str | None = None
    configure: bool | None = None
    hook: bool = False
    force: bool = False
    asks: bool = False


def run(request: InitRequest) -> int:
    """Write the calendar, and what belongs to it, and tell what to do next."""
    if not request.path.endswith((".yaml", ".yml")):
        raise PlannerError(f"{request.path}: a starter calendar is YAML; name a .yaml file.")
    if os.path.lexists(request.path) and not request.force:
        raise PlannerError(
            f"{request.path}: exists already; name a new file, or --force to overwrite it."
        )
    if request.asks and sys.stdin is not None and sys.stdin.isatty():
        from planner.commands.init_questions import answered

        request = answered(request)
    companions = companions_of(request.path, request.profile)
    wanted = {"config": request.configure, "hook": request.hook}
    new = [it for it in companions if wanted[it.flag] and not it.stands]
    written = {request.path: starter(request), **{it.path: it.text for it in new}}
    files.write_all(written)
    files.emit(_next_steps(request, companions, [it.path for it in new]))
    return 0


def _next_steps(request: InitRequest, companions: list[Companion], written: list[str]) -> str:
    """What was written and what to do with it; what was not written, to be copied."""
    is_set = any(it.flag == "config" and it.path in written for it in companions)
    profile = "" if is_set or request.profile == DEFAULT else f" --profile {request.profile}"
    steps = resources.read_bytes("templates/init-next-steps.txt").decode()
    steps = steps.replace("{file}", request.path).replace("{profile}", profile)
    told = [told_of(it, is_new=it.path in written) for it in companions]
    return "\n".join((steps, *told))


def starter(request: InitRequest) -> str:
    """The text of a starter calendar; the same request gives the same text."""
    rules = choose(Choice(request.profile))
    plan = make_plan(_draft(request, rules), rules, Settings())
    if plan.conflicts:
        raise PlannerError(
            f"{request.posts_per_week} posts a week on {len(request.channels)} channels cannot "
            "keep the rules; ask for fewer."
        )
    story = resources.read_bytes("templates/init-comment.txt").decode()
    comment = "".join(f"# {line}".rstrip() + "\n" for line in story.splitlines())
    reading = Reading(plan.calendar, Source(request.path, b""))
    return comment + yaml.render_calendar(reading)


def _draft(request: InitRequest, rules: list[Rule]) -> Calendar:
    if not 1 <= request.posts_per_week <= MOST_POSTS:
        raise PlannerError(f"--posts-per-week is a number from 1 to {MOST_POSTS}.")
    try:
        zone_of(request.timezone)
    except LookupError:
        raise PlannerError(
            f'There is no time zone "{request.timezone}"; write it like Europe/Berlin.'
        ) from None
    said = [name for word in request.channels for name in word.split(",")]
    names = [channel_of(name) or name.strip() for name in said]
    names = [name for name in dict.fromkeys(names) if name]
    if not names:
        raise PlannerError("Name at least one channel: --channel instagram.")
    return Calendar(
        name=request.name,
        timezone=request.timezone,
        channels=tuple(Channel(name) for name in names),
        posts=tuple(_posts(request, names)),
        slots=tuple(_slots(request)),
        crisis=_crisis(request) if any(it.name == CRISIS_RULE for it in rules) else {},
    )


def _posts(request: InitRequest, channels: list[str]) -> Iterator[Post]:
    """The posts of one week: each channel's spread over its days, at its own time."""
    zone, week = zone_of(request.timezone), _week(request)
    prompts = Prompts()
    for row, channel in enumerate(channels):
        for number in range(request.posts_per_week):
            days = WORKING_DAYS if request.posts_per_week <= WORKING_DAYS else 7
            day = week.first + timedelta(days=number * days // request.posts_per_week % 7)
            turn = (row + number // days) % len(TIMES)
            at = in_zone(datetime.combine(day, TIMES[turn]), zone).at
            kind = KINDS[number % len(KINDS)]
            name = f"{channel}-{number + 1}-{kind}"
            note = prompts.next(kind, is_slot=False)
            yield Post(name, name, at, channel, kind, status="idea", note=note)


def _slots(request: InitRequest) -> Iterator[Slot]:
    """Half an hour for answering people on every working day, for all channels."""
    zone, week = zone_of(request.timezone), _week(request)
    name = "answering-people"
    for number in range(WORKING_DAYS):
        day = week.first + timedelta(days=number)
        at = in_zone(datetime.combine(day, SLOT_TIME), zone).at
        yield Slot(f"{name}/{day}", name, at, kind="inbox", every="weekday", route=("slots", 0))


def _crisis(request: InitRequest) -> dict[str, Any]:
    """What a plan for a crisis says, to be filled in."""
    return {
        "owner": "who decides",
        "contact": "how to reach them",
        "pause": "how planned posts are stopped",
        "reviewed": _week(request).first,
    }


def _week(request: InitRequest) -> Window:
    if request.week is not None:
        return parse_week(request.week)
    return week_of(parse_now(request.now).date() + timedelta(days=7))
