"""What several test modules share: small calendars, random ones and a way to run commands."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from unittest.mock import patch
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from planner.__main__ import run
from planner.model import POST_KINDS, SLOT_KINDS, UNKNOWN, Calendar, Entry, Post, Slot
from planner.rulebook import Rulebook
from planner.rules import Rule
from planner.which import Which

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = (date(2026, 11, 23), date(2026, 3, 23), date(2026, 10, 19))
"""The first days of an ordinary week and of those in which Berlin changes its clocks."""
CLUSTERED_MINUTES = (0, 1, 90, 150, 180, 210, 539, 540, 541, 600, 659, 660, 719, 720, 721, 1439)
"""Minutes of the day at which the edges of days, bursts and clock changes lie."""


def berlin(day: date | int, clock: str = "09:00") -> datetime:
    """A local time in Berlin; a number is a day of November 2026."""
    when = date(2026, 11, day) if isinstance(day, int) else day
    return datetime.fromisoformat(f"{when.isoformat()}T{clock}").replace(tzinfo=BERLIN)


def rule_named(name: str) -> Rule:
    """A shipped rule, as its file says."""
    return Rulebook().rule(name)


def kinds_in(which: Which) -> frozenset[str]:
    """The kinds that a choice of nothing but kinds names."""
    assert which.kinds is not None
    assert which == Which(which.kinds)
    return which.kinds


def calendar_of(*entries: Entry, week_starts: int = 0) -> Calendar:
    """A calendar in Berlin of nothing but these entries."""
    return Calendar(
        timezone="Europe/Berlin",
        week_starts=week_starts,
        posts=tuple(entry for entry in entries if isinstance(entry, Post)),
        slots=tuple(entry for entry in entries if isinstance(entry, Slot)),
    )


def entries_of(calendar: Calendar) -> list[Entry]:
    """All entries of a calendar, posts first."""
    return [*calendar.posts, *calendar.slots]


def local_day_of(entry: Entry) -> date | None:
    """The day of an entry in Berlin, or None when it has none."""
    if isinstance(entry.at, datetime):
        return entry.at.astimezone(BERLIN).date()
    return entry.at


def weeks_by_hand(calendar: Calendar) -> Iterator[tuple[date, list[Entry]]]:
    """Every week with entries that take place: its first day and its entries, day by day."""
    going = [
        entry
        for entry in entries_of(calendar)
        if entry.status not in {"held", "cancelled"} and entry.at is not None
    ]
    days = {local_day_of(entry) for entry in going}
    firsts = set()
    for day in days:
        assert day is not None
        while day.weekday() != calendar.week_starts:
            day -= timedelta(days=1)  # noqa: PLW2901  # walk back, one day at a time
        firsts.add(day)
    for first in sorted(firsts):
        week = [first + timedelta(days=step) for step in range(7)]
        yield first, [entry for entry in going if local_day_of(entry) in week]


@st.composite
def _times(draw: st.DrawFn, monday: date, days: tuple[int, ...]) -> datetime | date | None:
    day = monday + timedelta(days=draw(st.sampled_from(days)))
    shape = draw(st.integers(0, 11))
    if shape == 0:
        return None
    if shape == 1:
        return day
    minute = draw(st.sampled_from(CLUSTERED_MINUTES) | st.integers(500, 800))
    fold = draw(st.integers(0, 1))
    at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=BERLIN, fold=fold)
    return at.astimezone(ZoneInfo("America/New_York")) if shape == 2 else at


@st.composite
def messy_calendars(
    draw: st.DrawFn,
    days: tuple[int, ...] = (-1, 0, 1, 2, 5, 6, 7, 13, 14),
    kinds: tuple[str, ...] = (*POST_KINDS, UNKNOWN),
) -> Calendar:
    """Small calendars in Berlin whose entries crowd around the edges of days, weeks and bursts."""
    monday = draw(st.sampled_from(MONDAYS))
    channels = st.sampled_from(["x", "mastodon", None])
    entries: list[Entry] = [
        Post(
            f"p{number}",
            f"p{number}",
            draw(_times(monday, days)),
            draw(channels),
            draw(st.sampled_from(kinds)),
            status=draw(st.sampled_from(["draft"] * 5 + ["published", "held", "cancelled"])),
            series=draw(st.sampled_from([None, None, None, "one", "two"])),
        )
        for number in range(draw(st.integers(0, 9)))
    ]
    for number in range(draw(st.integers(0, 5))):
        at = draw(_times(monday, days))
        entries.append(
            Slot(
                f"s{number}",
                f"s{number}",
                at if at is not None else monday,
                channels=draw(st.sampled_from([(), ("x",), ("mastodon",), ("x", "linkedin")])),
                kind=draw(st.sampled_from((*SLOT_KINDS, UNKNOWN))),
                status=draw(st.sampled_from(["scheduled", "scheduled", "scheduled", "cancelled"])),
            )
        )
    return calendar_of(*entries, week_starts=draw(st.sampled_from([0, 0, 6])))


class Outcome(NamedTuple):
    """What a command line did: its exit code and what it printed."""

    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    """A stream in UTF-8 that keeps its bytes and may be a terminal."""

    def __init__(self, content: bytes = b"", *, terminal: bool = False) -> None:
        self.bytes = io.BytesIO(content)
        self.terminal = terminal
        super().__init__(self.bytes, encoding="utf-8", newline="")

    def isatty(self) -> bool:
        return self.terminal

    def text(self, errors: str = "strict") -> str:
        self.flush()
        return self.bytes.getvalue().decode(errors=errors)


def command(
    *arguments: str,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    terminal: bool = False,
    typed: bool = False,
) -> Outcome:
    """Run a command line in this process, 80 columns wide and without colours unless asked.

    What is `typed` comes from a terminal.
    """
    return captured(
        lambda: run(list(arguments)),
        stdin=stdin,
        environment=environment,
        terminal=terminal,
        typed=typed,
    )


def captured(  # noqa: PLR0913  # all that a process is given
    call: Callable[[], int],
    *,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    terminal: bool = False,
    typed: bool = False,
    errors: str = "strict",
) -> Outcome:
    """Call something that gives an exit code, and keep what it prints.

    What is no text in UTF-8 is an error, or as `errors` says.
    """
    out, err = _Stream(terminal=terminal), _Stream()
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "TERMINAL_WIDTH", "GITHUB_ACTIONS"}
    }
    clean |= {"COLUMNS": "80", "TERM": "dumb", **(environment or {})}
    with (
        patch.dict(os.environ, clean, clear=True),
        patch.object(sys, "stdin", _Stream(stdin, terminal=typed)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = call()
    return Outcome(code, out.text(errors), err.text())
