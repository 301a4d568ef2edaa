"""`planner plan`: the balanced plan of a calendar, on the screen or as a file."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from planner import files
from planner.commands import in_place, lock
from planner.commands.clock import parse_now, parse_span
from planner.commands.lint import (
    check_word,
    chosen_rules,
    configuration,
    read_options,
    screen_width,
    use_color,
)
from planner.commands.past import clock_for
from planner.commands.plan_settings import Clock, settings_of
from planner.config import Config
from planner.lint import unknown_kinds
from planner.model import Calendar, Finding, Plan
from planner.notices import UNREADABLE
from planner.plan.balance import Settings, make_plan
from planner.plan.memory import Memory
from planner.reports import Judgement, concise
from planner.source import Reading
from planner.weeks import local_day, zone_of
from planner.wording import counted

WIDEST = 120
"""The widest that a screen is used."""
MANY_WEEKS = 4
"""A plan of more weeks than this takes long enough to tell how far it is."""


class PlanRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    path: str
    output: str | None = None
    format: str | None = None
    week: str | None = None
    weeks: int | None = None
    first: str | None = None
    until: str | None = None
    now: str | None = None
    freeze: str | None = None
    spread: bool | None = None
    timezone: str | None = None
    channel: str | None = None
    start: str | None = None
    maps: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str | None = None
    packs: tuple[str, ...] = ()
    color: str = "auto"
    input_format: str | None = None
    config: str | None = None
    isolated: bool = False
    quiet: bool = False
    write: bool = False
    diff: bool = False
    lock: str | None = None


def run(request: PlanRequest) -> int:
    """Make the plan, write or print it, and return the exit code: 1 when rules are in conflict."""
    check_word("--color", request.color, ("auto", "always", "never"))
    files.refuse_same_file(request.path, request.output)
    on_screen = request.output is None and request.format is None
    in_place.check_flags(write=request.write, diff=request.diff, elsewhere=not on_screen)
    chosen = "terminal" if on_screen else files.output_format(request.output, request.format, "")
    config = configuration(request.path, request.config, isolated=request.isolated)
    clock = parse_now(request.now)
    options = read_options(config, request)._replace(now=clock)
    reading = files.read_calendar(request.path, options, request.input_format)
    kept = _lock(config, request)
    target = in_place.Target(request.path, reading, options, request.input_format)
    if request.write or request.diff:
        in_place.check_target(target, write=request.write)
    if not check_readable(reading):
        return 1
    now, note = clock_for(reading.calendar, clock, given=request.now is not None)
    first, until = parse_span(request.week, request.first, request.until, request.weeks)
    rules = chosen_rules(config, request)
    settings = settings_of(config, reading, Clock(clock, now), request.freeze)._replace(
        first=first,
        until=until,
        spread=config.plan.spread if request.spread is None else request.spread,
        progress=_progress(request.quiet),
        memory=kept.memory if kept else Memory(is_on=False),
    )
    plan = make_plan(reading.calendar, rules, settings)
    plan = plan._replace(
        notes=(*note, *reading.notes),
        by_hand=(*_worth_telling(reading), *unknown_kinds(plan.calendar), *plan.by_hand),
    )
    if request.write or request.diff:
        code = _change(plan, target, request)
    elif chosen.startswith(files.SCHEDULER):
        code = _export(plan, reading, request, chosen, now)
    else:
        _write(plan, reading, request, chosen)
        code = 1 if plan.status == "infeasible" else 0
    if kept and not request.diff:
        lock.write(kept, kept.memory.data(plan, partial(_is_elsewhere, settings, plan.original)))
    return code


def _lock(config: Config, request: PlanRequest) -> lock.Lock | None:
    """The lock that is asked for, read before anything is planned."""
    path = lock.path_of(config, request.lock)
    if path is None:
        return None
    lock.check_place(path, request.path, request.output)
    return lock.read(path, request.path)


def _is_elsewhere(settings: Settings, calendar: Calendar, day: date) -> bool:
    """Whether a day is still to come and left out of a plan by `--week` or `--from` and `--to`."""
    now = settings.now and local_day(settings.now, zone_of(calendar.timezone))
    if now is not None and day < now:
        return False
    is_early = settings.first is not None and day < settings.first
    return is_early or (settings.until is not None and day >= settings.until)


def check_readable(reading: Reading) -> bool:
    """Whether all of a calendar could be read; if not, say what could not."""
    broken = tuple(it for it in reading.findings if it.rule in UNREADABLE)
    if broken:
        files.say(concise.report([Judgement(reading, broken)], color=False, width=80).rstrip())
        files.say("planner: a part of the calendar cannot be read; mend that first.")
    return not broken


def _worth_telling(reading: Reading) -> tuple[Finding, ...]:
    return tuple(it for it in reading.findings if it.level == "error")


def _progress(quiet: bool) -> Callable[[int, int], None]:
    """Tell how far a plan of many weeks has come, where somebody watches."""

    def tell(done: int, total: int) -> None:
        if total > MANY_WEEKS and sys.stderr.isatty() and not quiet:
            end = "\n" if done == total else ""
            sys.stderr.write(f"\rplanned {done} of {total} weeks{end}")
            sys.stderr.flush()

    return tell


def _change(plan: Plan, target: in_place.Target, request: PlanRequest) -> int:
    """Put the plan into the calendar's own file, or show what that would do."""
    if not request.quiet:
        _tell_notes(plan, target.reading)
    width, color = min(screen_width(), WIDEST), use_color(request.color)
    manner = in_place.Manner(request.quiet, color, width)
    if request.diff:
        return in_place.show(plan, target, manner)
    return in_place.write(plan, target, manner, _in_words(plan))


def _tell_notes(plan: Plan, reading: Reading) -> None:
    for note in plan.notes:
        files.say(f"note: {reading.source.where(note.place)}: {note.message}")


def _write(plan: Plan, reading: Reading, request: PlanRequest, chosen: str) -> None:
    if chosen == "terminal":
        from planner.renderers import terminal

        width, color = min(screen_width(), WIDEST), use_color(request.color)
        files.emit(terminal.render_plan(plan, reading.source, width=width, color=color))
        return
    renderer = files.find_module("planner.renderers", chosen)
    assert renderer is not None
    text = renderer.render_plan(plan, reading.source)
    if request.output is None:
        files.emit(text, encoding="utf-8")
        return
    files.write_text(request.output, text)
    if not request.quiet:
        files.say(f"The balanced plan is in {request.output} ({_in_words(plan)}).")


def _export(
    plan: Plan, reading: Reading, request: PlanRequest, chosen: str, now: datetime | None
) -> int:
    """Write the files for a scheduler; what a page would show of the plan is told instead."""
    from planner.commands.export import ExportRequest, run_export

    wanted = ExportRequest(chosen, request.path, request.output, now, request.quiet)
    if not request.quiet:
        _tell_notes(plan, reading)
        files.say(f"The plan is made ({_in_words(plan)}).")
    done = run_export(plan.calendar, reading.source, wanted)
    return 1 if plan.status == "infeasible" else done


def _in_words(plan: Plan) -> str:
    from planner.agenda import changes_in_words

    told = changes_in_words(plan) or "nothing has to change"
    if plan.status == "infeasible":
        told += f"; {counted(len(plan.conflicts), 'conflict')} left"
    return told
