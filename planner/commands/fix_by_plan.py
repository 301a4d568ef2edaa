"""Findings mended by the plan of their weeks: the fewest and smallest moves that do it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from planner import files
from planner.commands import in_place
from planner.commands.fix_by_edits import Fixed, Judge, Wanted, fix_by_edits
from planner.commands.past import clock_for
from planner.commands.plan_settings import Clock, settings_of
from planner.config import Config
from planner.errors import PlannerError
from planner.model import Finding, Window
from planner.plan.balance import make_plan
from planner.readers import ReadOptions
from planner.reports import Judgement
from planner.rules import Rule
from planner.weeks import weeks_of


class Work(NamedTuple):
    """What plans are made with: the file and how it is read, the rules, the clock, settings."""

    path: str
    name: str
    options: ReadOptions
    input_format: str | None
    rules: tuple[Rule, ...]
    now: datetime
    is_given: bool
    config: Config


def fix_by_plan(start: Fixed, work: Work, judge: Judge, wanted: Wanted) -> Fixed:
    """Plan the weeks of each finding that moves may mend, and keep what leaves fewer of them."""
    now = start
    tried: set[Window] = set()
    while True:
        weeks = min(_spans(now.judgement, wanted(now.judgement)) - tried, default=None)
        if weeks is None:
            return now
        tried.add(weeks)
        following = _planned(now, work, judge, wanted, weeks)
        if following is not None:
            now = following
            tried.clear()


def _spans(judgement: Judgement, findings: Iterable[Finding]) -> set[Window]:
    """The whole weeks that the days of each finding lie in, from the first to the last."""
    found = set()
    for finding in findings:
        if finding.window is not None and judgement.plans(finding):
            weeks = list(_weeks(finding.window, judgement))
            found.add(Window(weeks[0].first, weeks[-1].until))
    return found


def _weeks(window: Window, judgement: Judgement) -> Iterator[Window]:
    return weeks_of(window, judgement.reading.calendar.week_starts)


def _planned(now: Fixed, work: Work, judge: Judge, wanted: Wanted, weeks: Window) -> Fixed | None:
    """The calendar with the plan of some weeks in it, None when that makes nothing better."""
    reading = files.read_data(work.name, now.data, work.options, work.input_format)
    clock, _note = clock_for(reading.calendar, work.now, given=work.is_given)
    settings = settings_of(work.config, reading, Clock(work.now, clock))
    settings = settings._replace(first=weeks.first, until=weeks.until)
    plan = make_plan(reading.calendar, work.rules, settings)
    target = in_place.Target(work.path, reading, work.options, work.input_format)
    try:
        data = in_place.content(plan, target)
    except PlannerError:
        return None
    if data == now.data:
        return None
    # What moves may leave a comment that silences nothing any more.
    clean = fix_by_edits(Fixed(data, judge(data)), judge, wanted, unsafe=True)
    before, after = _found(now.judgement), _found(clean.judgement)
    if before == after or not _is_within(after, before):
        return None
    return clean._replace(done=(*now.done, *_mended(now.judgement, after)))


class _Found(NamedTuple):
    """What is found: by rule, channel and week, and how often by rules that name no days.

    Ids and days change with what moves, and a habit of many weeks that is broken in the middle
    becomes two findings; so this is all that can be compared.
    """

    weeks: frozenset[tuple[str, str | None, Window]]
    others: Counter[str]


def _found(judgement: Judgement) -> _Found:
    weeks = (key for it in judgement.findings for key in _keys(it, judgement))
    others = Counter(it.rule for it in judgement.findings if it.window is None)
    return _Found(frozenset(weeks), others)


def _keys(finding: Finding, judgement: Judgement) -> Iterator[tuple[str, str | None, Window]]:
    window = finding.window
    for week in _weeks(window, judgement) if window is not None else ():
        yield finding.rule, window and window.channel, week


def _is_within(after: _Found, before: _Found) -> bool:
    return after.weeks <= before.weeks and after.others <= before.others


def _mended(judgement: Judgement, after: _Found) -> list[Finding]:
    """The findings that are gone in at least one of their weeks."""
    gone = Counter(it.rule for it in judgement.findings if it.window is None) - after.others
    found = []
    for finding in judgement.findings:
        if finding.window is not None:
            if not after.weeks.issuperset(_keys(finding, judgement)):
                found.append(finding)
        elif gone[finding.rule] > 0:
            gone[finding.rule] -= 1
            found.append(finding)
    return found
