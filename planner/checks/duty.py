"""Whether somebody is on call in all hours that need it, and has a backup.

It is about a week as people's `on_call` hours describe it, whatever is planned.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from planner.checks import Count, Option, PlaceHit
from planner.model import Calendar, Person
from planner.options import flag
from planner.weeks import MINUTES_A_DAY, WEEKDAYS, Hours, Timeline, day_hours, parse_hours
from planner.wording import duration, listed

DECLARED = "declared"
DAYS = len(WEEKDAYS)


class Options(NamedTuple):
    """Somebody is on call in the hours `needed`, and with `backup` names another person.

    Nothing needed is not asked. A calendar in which nobody is on call is judged only `always`.
    """

    needed: str = ""
    backup: bool = False
    always: bool = False


def read_needed(value: Any) -> str:
    """Hours such as `mon-fri 08:00-18:00`, or `declared` for those of the channels."""
    if value not in ("", DECLARED):
        try:
            parse_hours(value)
        except (ValueError, AttributeError):
            message = f"{value!r} are no hours; write mon-fri 08:00-18:00, or {DECLARED}"
            raise ValueError(message) from None
    return str(value)


OPTIONS = {
    "needed": Option(read_needed, "hours in which somebody is on call, or declared: the channels'"),
    "backup": Option(flag, "whether everybody on call names a backup"),
    "always": Option(flag, "whether a calendar in which nobody is on call is judged, too"),
}
WORDS = ("holes", "length", "names", "observed", "people")
COUNTS = ("observed", "people")


def lint(options: Options, timeline: Timeline) -> Iterator[PlaceHit]:
    """A hit for all holes together, at the people, and one for all who lack a backup."""
    calendar = timeline.calendar
    on_call = [person for person in calendar.people if person.on_call]
    if not on_call and not options.always:
        return
    if options.needed:
        yield from _holes(options, calendar, on_call)
    if options.backup:
        yield from _alone(on_call)


def _holes(options: Options, calendar: Calendar, on_call: list[Person]) -> Iterator[PlaceHit]:
    needed = _minutes(_needed(options, calendar))
    covered = _minutes(hours for person in on_call for hours in _hours(person.on_call))
    missing = bytes(need & ~has & 1 for need, has in zip(needed, covered, strict=True))
    total = sum(missing)
    if total:
        words = {
            "holes": _described(missing, calendar.week_starts),
            "length": duration(total),
            "names": "",
            "observed": Count(total),
            "people": Count(len(on_call)),
        }
        place = ("people",) if calendar.people else ("posts",)
        yield PlaceHit(place, total, 0, words)


def _needed(options: Options, calendar: Calendar) -> Iterator[Hours]:
    if options.needed != DECLARED:
        yield from parse_hours(options.needed)
        return
    for channel in calendar.channels:
        if not channel.dormant and channel.profile.get("personal") is not True:
            yield from _hours(channel.hours)


def _hours(text: str | None) -> tuple[Hours, ...]:
    """Hours as read; what cannot be read was told by the reader."""
    try:
        return parse_hours(text) if text else ()
    except ValueError:
        return ()


def _minutes(hours: Iterable[Hours]) -> bytearray:
    """Every minute of a week from Monday: 1 where it lies in the hours."""
    listed_hours = list(hours)
    week = bytearray(DAYS * MINUTES_A_DAY)
    for day in range(DAYS):
        for start, end in day_hours(listed_hours, day):
            first = day * MINUTES_A_DAY
            week[first + start : first + end] = b"\1" * (end - start)
    return week


def _described(missing: bytes, week_starts: int) -> str:
    """`Mon-Fri 18:00-20:00, Sun`: days that follow each other with the same holes together."""
    days = [(week_starts + step) % DAYS for step in range(DAYS)]
    parts = []
    for stretches, same in groupby(days, key=lambda day: _stretches(missing, day)):
        names = [WEEKDAYS[day][:3].title() for day in same]
        name = f"{names[0]}-{names[-1]}" if names[1:] else names[0]
        if stretches == [(0, MINUTES_A_DAY)]:
            parts.append(name)
        elif stretches:
            times = listed(f"{_clock(start)}-{_clock(end)}" for start, end in stretches)
            parts.append(f"{name} {times}")
    return ", ".join(parts)


def _stretches(missing: bytes, day: int) -> list[tuple[int, int]]:
    found = []
    minute = 0
    for is_missing, same in groupby(missing[day * MINUTES_A_DAY : (day + 1) * MINUTES_A_DAY]):
        length = len(list(same))
        if is_missing:
            found.append((minute, minute + length))
        minute += length
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _alone(on_call: list[Person]) -> Iterator[PlaceHit]:
    alone = [it.name for it in on_call if (it.backup or it.name).lower() == it.name.lower()]
    if alone:
        words = {
            "holes": "",
            "length": "",
            "names": listed(alone),
            "observed": Count(len(alone)),
            "people": Count(len(on_call)),
        }
        yield PlaceHit(("people", alone[0]), len(alone), 0, words)
