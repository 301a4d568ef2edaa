"""`planner init`: a starter calendar, made by the planner itself, that lints clean."""

import os
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from planner import files, resources
from planner.commands.clock import parse_now, parse_week
from planner.errors import PlannerError
from planner.model import Calendar, Channel, Post, Slot, Window
from planner.plan.balance import Settings, make_plan
from planner.plan.duty import Prompts
from planner.renderers import yaml
from planner.rulebook import DEFAULT, Choice, choose
from planner.source import Reading, Source
from planner.vocabulary import channel_of
from planner.weeks import in_zone, week_of, zone_of

KINDS = ("value", "conversation", "share", "personal", "thanks", "promo", "news")
"""The kinds of a starter's posts in their turn: gives and talk before any promo."""
TIMES = (time(9), time(12, 30), time(16))
SLOT_TIME = time(16, 30)
WORKING_DAYS = 5
MOST_POSTS = 14


class InitRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    path: str = "calendar.yaml"
    name: str = "My calendar"
    channels: tuple[str, ...] = ("instagram",)
    posts_per_week: int = 5
    timezone: str = "UTC"
    profile: str = DEFAULT
    week: str | None = None
    now: str | None = None


def run(request: InitRequest) -> int:
    """Write the calendar and tell what to do next; an existing file is never overwritten."""
    if not request.path.endswith((".yaml", ".yml")):
        raise PlannerError(f"{request.path}: a starter calendar is YAML; name a .yaml file.")
    if os.path.lexists(request.path):
        raise PlannerError(f"{request.path}: exists already; name a new file.")
    text = starter(request)
    files.write_text(request.path, text)
    steps = resources.read_bytes("templates/init-next-steps.txt").decode()
    files.emit(steps.replace("{file}", request.path))
    return 0


def starter(request: InitRequest) -> str:
    """The text of a starter calendar; the same request gives the same text."""
    calendar = _draft(request)
    plan = make_plan(calendar, choose(Choice(request.profile)), Settings())
    if plan.conflicts:
        raise PlannerError(
            f"{request.posts_per_week} posts a week on {len(request.channels)} channels cannot "
            "keep the rules; ask for fewer."
        )
    story = resources.read_bytes("templates/init-comment.txt").decode()
    comment = "".join(f"# {line}".rstrip() + "\n" for line in story.splitlines())
    reading = Reading(plan.calendar, Source(request.path, b""))
    return comment + yaml.render_calendar(reading)


def _draft(request: InitRequest) -> Calendar:
    if not 1 <= request.posts_per_week <= MOST_POSTS:
        raise PlannerError(f"--posts-per-week is a number from 1 to {MOST_POSTS}.")
    try:
        zone_of(request.timezone)
    except LookupError:
        raise PlannerError(
            f'There is no time zone "{request.timezone}"; write it like Europe/Berlin.'
        ) from None
    names = [channel_of(name) or name.strip() for name in request.channels]
    names = [name for name in dict.fromkeys(names) if name]
    if not names:
        raise PlannerError("Name at least one channel: --channel instagram.")
    return Calendar(
        name=request.name,
        timezone=request.timezone,
        channels=tuple(Channel(name) for name in names),
        posts=tuple(_posts(request, names)),
        slots=tuple(_slots(request)),
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


def _week(request: InitRequest) -> Window:
    if request.week is not None:
        return parse_week(request.week)
    return week_of(parse_now(request.now).date() + timedelta(days=7))
