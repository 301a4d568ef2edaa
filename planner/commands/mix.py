"""`planner mix`: what a calendar is made of, and what it says of people and goals."""

import os
import sys
from datetime import date
from typing import NamedTuple

from planner import files, plugins, resources
from planner.commands.clock import parse_now, parse_span
from planner.commands.lint import (
    check_word,
    configuration,
    read_options,
    screen_width,
    use_color,
    word_error,
)
from planner.contacts import Days
from planner.content_mix import Mix, content_mix
from planner.errors import PlannerError
from planner.mixes import table
from planner.reports import Judgement, concise
from planner.source import Reading

PROMPTS = "templates/prompts/review.txt"
ENDINGS = {"htm": "html", "txt": "table"}
"""Other endings of formats; a format's module has its plain name."""


class MixRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    path: str
    output: str | None = None
    format: str | None = None
    week: str | None = None
    first: str | None = None
    until: str | None = None
    now: str | None = None
    timezone: str | None = None
    channel: str | None = None
    start: str | None = None
    maps: tuple[str, ...] = ()
    color: str = "auto"
    input_format: str | None = None
    config: str | None = None
    isolated: bool = False
    quiet: bool = False


def run(request: MixRequest) -> int:
    """Print or write the mix; 1 when an error was found in reading the calendar."""
    check_word("--color", request.color, ("auto", "always", "never"))
    files.refuse_same_file(request.path, request.output)
    chosen = _format(request)
    days = Days(*parse_span(request.week, request.first, request.until))
    clock = parse_now(request.now)
    config = configuration(request.path, request.config, isolated=request.isolated)
    # All that lies before the days counts for how long somebody has been waiting for a word.
    options = read_options(config, request)._replace(until=days.until, now=clock)
    reading = files.read_calendar(request.path, options, request.input_format)
    mix = content_mix(reading.calendar, days, clock)
    _write(mix._replace(prompt=review_prompt(mix)), request, chosen)
    if not request.quiet:
        _tell(reading, request)
    return 1 if any(finding.level == "error" for finding in reading.findings) else 0


def _format(request: MixRequest) -> str:
    """The format chosen, else the one of the output's ending, else a table."""
    ending = os.path.splitext(request.output or "")[1].removeprefix(".")
    name = request.format or ending or "table"
    found = ENDINGS.get(name.lower(), name.lower())
    if plugins.find("planner.mixes", found) is None:
        known = tuple(plugins.names("planner.mixes"))
        if request.format:
            raise PlannerError(word_error("--format", name, known))
        raise PlannerError(
            f"planner writes no mix as .{name} file; --format is one of {', '.join(known)}."
        )
    return found


def review_prompt(mix: Mix) -> str:
    """A question to close with: the same all week, another one next week; "" without posts."""
    if not mix.counts:
        return ""
    last = max((it.week.first for it in mix.counts if it.week), default=date.min)
    lines = resources.read_bytes(PROMPTS).decode().splitlines()
    return lines[last.toordinal() // 7 % len(lines)]


def _write(mix: Mix, request: MixRequest, chosen: str) -> None:
    module = plugins.find("planner.mixes", chosen)
    assert module is not None
    if request.output is not None:
        files.write_text(request.output, module.render(mix))
    elif chosen == "table":
        width, color = min(screen_width(), 120), use_color(request.color)
        files.emit(table.render(mix, width=width, color=color))
    elif chosen == "png" and sys.stdout.isatty():
        raise PlannerError("A picture is nothing for a terminal; name a file with -o mix.png.")
    else:
        files.emit(module.render(mix), encoding="utf-8")


def _tell(reading: Reading, request: MixRequest) -> None:
    """What was found and assumed in reading, and where the mix is."""
    if reading.findings:
        judged = Judgement(reading, reading.findings)
        files.say(concise.report([judged], color=False, width=80).rstrip())
    for note in reading.notes:
        files.say(f"note: {reading.source.where(note.place)}: {note.message}")
    if request.output:
        files.say(f"The mix is in {request.output}.")
