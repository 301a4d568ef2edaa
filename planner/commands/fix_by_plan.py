"""Findings mended by the plan of their week: the fewest and smallest moves that do it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from planner import files
from planner.commands import in_place
from planner.commands.fix_by_edits import Fixed, Judge, Key, Wanted, fix_by_edits
from planner.commands.past import clock_for
from planner.errors import PlannerError
from planner.model import Finding, Window
from planner.plan.balance import Settings, make_plan
from planner.readers import ReadOptions
from planner.reports import Judgement
from planner.rules import Rule
from planner.weeks import week_of


class Work(NamedTuple):
    """What plans are made with: the file and how it is read, the rules, the clock and the caps."""

    path: str
    name: str
    options: ReadOptions
    input_format: str | None
    rules: tuple[Rule, ...]
    now: datetime
    is_given: bool
    posts: int
    slots: int


def fix_by_plan(start: Fixed, work: Work, judge: Judge, wanted: Wanted) -> Fixed:
    """Plan each week with a finding that moves may mend, and keep what leaves fewer findings."""
    now = start
    tried: set[Window] = set()
    while True:
        week = min(_weeks(now.judgement, wanted(now.judgement)) - tried, default=None)
        if week is None:
            return now
        tried.add(week)
        following = _planned(now, work, judge, wanted, week)
        if following is not None:
            now = following
            tried.clear()


def _weeks(judgement: Judgement, findings: Iterable[Finding]) -> set[Window]:
    """The weeks in which the windows of findings end."""
    return {
        _week(finding.window, judgement)
        for finding in findings
        if finding.window is not None and judgement.plans(finding)
    }


def _week(window: Window, judgement: Judgement) -> Window:
    last = window.until.fromordinal(window.until.toordinal() - 1)
    return week_of(last, judgement.reading.calendar.week_starts)


def _planned(now: Fixed, work: Work, judge: Judge, wanted: Wanted, week: Window) -> Fixed | None:
    """The calendar with the plan of a week in it, None when that makes nothing better."""
    reading = files.read_data(work.name, now.data, work.options, work.input_format)
    clock, _note = clock_for(reading.calendar, work.now, given=work.is_given)
    settings = Settings(clock, week.first, week.until, work.posts, work.slots)
    plan = make_plan(reading.calendar, work.rules, settings)
    target = in_place.Target(work.path, reading, work.options, work.input_format)
    if target.format not in in_place.FORMATS:
        return None
    try:
        data = in_place.content(plan, target)
    except PlannerError:
        return None
    if data == now.data:
        return None
    # What moves may leave a comment that silences nothing any more.
    clean = fix_by_edits(Fixed(data, judge(data)), judge, wanted, unsafe=True)
    before, after = _keys(now.judgement), _keys(clean.judgement)
    if not after < before:
        return None
    gone = before - after
    mended = [it for it in now.judgement.findings if _take(gone, _key(it, now.judgement))]
    return clean._replace(done=(*now.done, *mended))


def _take(counts: Counter[Key], key: Key) -> bool:
    counts[key] -= 1
    return counts[key] >= 0


def _keys(judgement: Judgement) -> Counter[Key]:
    return Counter(_key(it, judgement) for it in judgement.findings)


def _key(finding: Finding, judgement: Judgement) -> Key:
    """What stays the same of a finding when entries move in its week and ids with them."""
    if finding.window is None:
        return (finding.rule,)
    return finding.rule, finding.window.channel, _week(finding.window, judgement)
