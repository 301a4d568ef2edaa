"""The fixes of single findings put into the bytes of a calendar, those of them that hold."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from planner.fixes import Fix
from planner.model import Calendar, Finding
from planner.reports import Judgement
from planner.yaml_edit.edits import Edit, apply

_ROUNDS = 100
"""Fixes that want the same bytes are made one after the other: so often, files are read anew."""

Judge = Callable[[bytes], Judgement]
"""All findings of a calendar that has these bytes."""
Wanted = Callable[[Judgement], Iterable[Finding]]
"""Those of the findings that are to be mended."""
Key = tuple[Hashable, ...]


class Fixed(NamedTuple):
    """A calendar after fixes: its bytes, all that is found in it, and the findings that are gone.

    `refused` are fixes that would have caused other findings, or changed what the calendar says.
    """

    data: bytes
    judgement: Judgement
    done: tuple[Finding, ...] = ()
    refused: int = 0


class _Cure(NamedTuple):
    """A fix and the findings that it mends: what `<<` takes over is found more than once."""

    fix: Fix
    findings: tuple[Finding, ...]


def fix_by_edits(start: Fixed, judge: Judge, wanted: Wanted, *, unsafe: bool) -> Fixed:
    """Make the fixes of all findings that are `wanted`, as long as there are any that hold."""
    now = start
    for _ in range(_ROUNDS):
        cures = _cures(now.judgement, wanted(now.judgement), unsafe=unsafe)
        following = now
        # What was misread first: only then can be said what a comment silences.
        for changes in (True, False):
            group = [cure for cure in cures if cure.fix.changes is changes]
            following = _Round(now, judge).made(_apart(group))
            if following.data != now.data:
                break
        if following.data == now.data:
            return now._replace(refused=len(cures))
        now = following
    return now


def _cures(judgement: Judgement, wanted: Iterable[Finding], *, unsafe: bool) -> list[_Cure]:
    found: dict[tuple[Edit, ...], _Cure] = {}
    for finding in wanted:
        fix = judgement.fix(finding)
        if fix is not None and (fix.safe or unsafe):
            known = found.get(fix.edits, _Cure(fix, ()))
            found[fix.edits] = known._replace(findings=(*known.findings, finding))
    return list(found.values())


def _apart(cures: Iterable[_Cure]) -> list[_Cure]:
    """Those that touch no bytes of each other; the others have their turn in another round."""
    found: list[_Cure] = []
    taken: list[Edit] = []
    for cure in cures:
        if not any(_is_taken(edit, taken) for edit in cure.fix.edits):
            found.append(cure)
            for edit in cure.fix.edits:
                insort(taken, edit)
    return found


def _is_taken(edit: Edit, taken: list[Edit]) -> bool:
    """Whether one of some edits, in order and apart, wants the same bytes or the same place."""
    place = bisect_left(taken, (edit.start,))
    before, after = taken[max(0, place - 1) : place], taken[place : place + 1]
    return any(it.end > edit.start for it in before) or any(
        it.start < edit.end or it.start == edit.start for it in after
    )


class _Round:
    """One reading of a calendar and the fixes that are tried on it."""

    def __init__(self, now: Fixed, judge: Judge) -> None:
        self.now = now
        self.judge = judge
        self.routes = _routes(now.judgement)
        self.before = _keys(now.judgement)
        self.said = _said(now.judgement.reading.calendar)
        self.best = now

    def made(self, cures: list[_Cure]) -> Fixed:
        """The calendar with as many of the fixes as hold together."""
        if cures:
            self._chosen([], cures)
        return self.best

    def _chosen(self, kept: list[_Cure], more: list[_Cure]) -> list[_Cure]:
        """Halve what does not hold until what is wrong stands alone."""
        if self._holds([*kept, *more]):
            return [*kept, *more]
        if len(more) == 1:
            return kept
        middle = len(more) // 2
        return self._chosen(self._chosen(kept, more[:middle]), more[middle:])

    def _holds(self, cures: list[_Cure]) -> bool:
        """Whether no finding comes, those mended go, and the calendar says what it should."""
        data = apply(self.now.data, [edit for cure in cures for edit in cure.fix.edits])
        judgement = self.judge(data)
        mended = [finding for cure in cures for finding in cure.findings]
        gone = Counter(_key(it, self.routes) for it in mended)
        if not _keys(judgement) <= self.before - gone:
            return False
        same = not any(cure.fix.changes for cure in cures)
        if same and _said(judgement.reading.calendar) != self.said:
            return False
        self.best = Fixed(data, judgement, (*self.now.done, *mended))
        return True


def _keys(judgement: Judgement) -> Counter[Key]:
    """How often each finding is there, known by what it is about and not by its bytes."""
    routes = _routes(judgement)
    return Counter(_key(it, routes) for it in judgement.findings)


def _key(finding: Finding, routes: dict[str | None, Hashable]) -> Key:
    # An id that is made of what an entry says changes with it; its place in the file does not.
    return finding.rule, routes.get(finding.entry, finding.entry), finding.window


def _routes(judgement: Judgement) -> dict[str | None, Hashable]:
    calendar = judgement.reading.calendar
    return {it.id: it.route for it in (*calendar.entries, *calendar.records)}


def _said(calendar: Calendar) -> str:
    """All that a calendar says but for what it silences."""
    bare: dict[str, tuple[str, ...]] = {}
    for name, entries in (
        ("posts", calendar.posts), ("slots", calendar.slots), ("records", calendar.records),
    ):  # fmt: skip
        bare[name] = tuple(
            repr(it._replace(silenced=(), ignore=(), ignore_reason=None)) for it in entries
        )
    return repr((calendar._replace(posts=(), slots=(), records=()), bare))
