"""The content mix as the JSON that other programs rely on; shares are in percent."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from planner.contacts import Contacts, Days
from planner.content_mix import EmployeeWeek, Goals, Mix, Tally, falls
from planner.mix import Part, WeekMix, by_week, together
from planner.mix_words import shown_days
from planner.weeks import week_name

VERSION = 1


def render(mix: Mix) -> str:
    """Every key is always there; what there is no data for is empty or null."""
    record = {
        "version": VERSION,
        "name": mix.name,
        "timezone": mix.timezone,
        "from": _day(mix.days.first),
        "to": _day(mix.days.until),
        "weeks": [_week_record(week, mix.days) for week in by_week(mix.counts)],
        "total": _part_record(together(mix.counts).total),
        "people": _people_record(mix.contacts),
        "goals": _goals_record(mix.goals),
        "voices": _tallies("by", mix.voices),
        "employees": _employees_record(mix.employees),
        "audiences": [it._asdict() for it in mix.audiences],
        "channels": [it._asdict() for it in mix.follows],
        "tone": mix.tone._asdict(),
        "minutes": mix.minutes._asdict(),
        "prompt": mix.prompt or None,
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _week_record(week: WeekMix, days: Days) -> dict[str, Any]:
    """A week with its days that are looked at, half-open; null for the undated."""
    first = until = None
    if week.week is not None:
        first, until = shown_days(week.week, days)
    return {
        "week": week.week and week_name(week.week),
        "from": _day(first),
        "to": _day(until),
        "channels": [{"channel": it.channel, **_part_record(it)} for it in week.channels],
        "total": _part_record(week.total),
    }


def _part_record(part: Part) -> dict[str, Any]:
    return {
        "posts": part.posts,
        "kinds": [
            {"kind": kind, "posts": posts, "share": _share(posts, part.posts)}
            for kind, posts in part.kinds.items()
        ],
    }


def _people_record(contacts: Contacts) -> dict[str, Any]:
    wait = contacts.longest
    return {
        "contacted": len(contacts.people),
        "entries": contacts.entries,
        "ladder": [{"times": rung, "people": number} for rung, number in contacts.ladder],
        "contacts": [
            {"handle": it.handle, "times": it.times, "last": _day(it.last)}
            for it in contacts.people
        ],
        "longest": wait
        and {
            "handle": wait.handle,
            "last": _day(wait.last),
            "on": _day(wait.on),
            "days": wait.days,
        },
        "never": list(contacts.never),
    }


def _goals_record(goals: Goals) -> dict[str, Any]:
    named = sum(it.posts for it in goals.named)
    return {
        "posts": goals.posts,
        "with_goal": named,
        "goals": _tallies("goal", goals.named),
        "trade": {"posts": goals.trade, "share": _share(goals.trade, named)},
        "reach": {"posts": goals.reach, "share": _share(goals.reach, named)},
    }


def _employees_record(weeks: tuple[EmployeeWeek, ...]) -> dict[str, Any]:
    return {
        "weeks": [
            {
                "week": week_name(it.week),
                "posts": it.posts,
                "of": it.of,
                "share": _share(it.posts, it.of),
            }
            for it in weeks
        ],
        "falls": falls(weeks),
    }


def _tallies(key: str, tallies: Iterable[Tally]) -> list[dict[str, Any]]:
    return [
        {key: it.name or None, "posts": it.posts, "share": _share(it.posts, it.of)}
        for it in tallies
    ]


def _share(posts: int, of: int) -> float:
    return round(100 * posts / of, 1) if of else 0.0


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
