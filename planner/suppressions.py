"""Findings that somebody silences on purpose, in comments or in data, and what is odd there."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from planner.errors import did_you_mean, nearest_word
from planner.model import ABSENT_STATUSES, Calendar, Finding, Post, Record, Route, Slot, Suppression
from planner.named import NamedTuple
from planner.notices import NOTICES, QUIET, notice
from planner.source import Reading
from planner.weeks import local_day, zone_of
from planner.wording import shorten, visible

_OWN = ("expired-suppression", "unused-suppression", "wrong-suppression")
_LONGEST = 60
_ITEM = 2
"""A route to an item of a file has so many steps: `("posts", 3)`."""


class Run(NamedTuple):
    """What a run judges by: its rules, all rules there are, and those that nothing may silence.

    Notices that are told only when selected are among the rules when they are.

    A run that is not `whole` looks at some of the days only, and cannot tell what is unused.
    """

    rules: frozenset[str]
    known: tuple[str, ...]
    mandatory: frozenset[str] = frozenset()
    now: datetime | None = None
    whole: bool = True

    def judges(self, rule: str) -> bool:
        """Whether findings of a rule or of a reader would be among those of this run."""
        return rule in self.rules or (rule in NOTICES and rule not in QUIET)


def unsilenced(reading: Reading, findings: Iterable[Finding], run: Run) -> list[Finding]:
    """The findings that nothing silences, and those about what silences wrongly or in vain."""
    silences = _Silences(reading, run)
    if not silences.all and not silences.by_data:
        return list(findings)
    kept = []
    for finding in findings:
        covering = set(silences.covering(finding))
        silences.used |= covering
        if not covering or finding.rule in run.mandatory:
            kept.append(finding)
    return [*kept, *silences.findings()]


def has_expired(suppression: Suppression, now: datetime | None, zone: tzinfo) -> bool:
    """Whether the day has come, in a calendar's zone, until which something was silenced."""
    if suppression.until is None or now is None:
        return False
    return local_day(now, zone) >= suppression.until


class _Mark(NamedTuple):
    """One rule that is silenced in one place: by a comment, or by an entry's own data.

    `place` is where; `entry` the id of the entry that says so.
    """

    rule: str
    place: Route
    entry: str


Silence = _Mark | Suppression


class _Wrong(NamedTuple):
    """Why a name silences nothing, and what should stand there instead: "" for nothing at all."""

    message: str
    instead: str | None


class _Silences:
    """All that silences something in a calendar, and whether it has."""

    def __init__(self, reading: Reading, run: Run) -> None:
        calendar = reading.calendar
        self.calendar = calendar
        self.source = reading.source
        self.run = run
        self.zone = zone_of(calendar.timezone)
        self.entries: dict[str | None, Post | Slot | Record] = {
            it.id: it for it in (*calendar.entries, *calendar.records)
        }
        # No rule looks at these now, so nothing can be said of what they silence.
        self.absent = {it.route for it in calendar.entries if it.status in ABSENT_STATUSES}
        self.absent -= {it.route for it in calendar.entries if it.status not in ABSENT_STATUSES}
        self.used: set[Silence] = set()
        self.all = reading.suppressions
        self.by_data = _marks(calendar)
        self.by_entry: dict[tuple[str, Route], list[Suppression]] = {}
        self.by_place: dict[str, list[Suppression]] = {}
        self.by_rule: dict[str, list[Suppression]] = {}
        self.names = {it.rule for it in self.all} | self.by_data.keys()
        for it in self.all:
            if not self._has_expired(it):
                self._index(it)

    def _index(self, it: Suppression) -> None:
        """Most comments stand above an entry; those need no search."""
        self.by_rule.setdefault(it.rule, []).append(it)
        for route in it.routes:
            self.by_entry.setdefault((it.rule, route), []).append(it)
        if not it.routes:
            self.by_place.setdefault(it.rule, []).append(it)

    def covering(self, finding: Finding) -> Iterator[Silence]:
        """All that silences a finding."""
        rule, entry = finding.rule, self.entries.get(finding.entry)
        if rule not in self.names or not can_be_silenced(rule):
            return
        if entry is not None and rule in entry.ignore:
            yield self.by_data[rule][entry.route]
        start = self.source.span(finding.place).start
        if entry is not None:
            yield from self.by_entry.get((rule, entry.route), ())
        for it in (self.by_place if entry is not None else self.by_rule).get(rule, ()):
            if it.week is not None:
                if self._is_in_week(finding, it):
                    yield it
            elif it.covers is None or it.covers.start <= start < it.covers.end:
                yield it

    def _is_in_week(self, finding: Finding, it: Suppression) -> bool:
        """A window belongs to the week in which it ends, an entry to that of its day."""
        assert it.week
        entry = self.entries.get(finding.entry)
        if finding.window is not None:
            day = finding.window.until - timedelta(days=1)
        elif entry is not None and entry.at is not None:
            day = local_day(entry.at, self.zone)
        else:
            return False
        return it.week.first <= day < it.week.until

    def _has_expired(self, it: Suppression) -> bool:
        return has_expired(it, self.run.now, self.zone)

    def findings(self) -> Iterator[Finding]:
        """What is wrong with all of it: unknown rules, days that are over, nothing to silence."""
        for it in self.all:
            if wrong := self._wrong(it.rule):
                found = notice("wrong-suppression", wrong.message, it.place)
                yield found._replace(instead=wrong.instead)
            elif self._has_expired(it):
                message = (
                    f"`{it.rule}` was silenced here until {it.until}, and that day has come. "
                    "Mend what it finds, or give a later day."
                )
                yield notice("expired-suppression", message, it.place)._replace(instead="")
            elif self._is_unused(it):
                message = f"`{it.rule}` finds nothing that this comment covers. {_DELETE}"
                yield notice("unused-suppression", message, it.place)._replace(instead="")
        for mark in (mark for marks in self.by_data.values() for mark in marks.values()):
            rest = ", ".join(it for it in self.entries[mark.entry].ignore if it != mark.rule)
            if wrong := self._wrong(mark.rule):
                found = notice("wrong-suppression", wrong.message, mark.place, mark.entry)
                yield found._replace(instead=rest if wrong.instead == "" else None)
            elif self._is_unused(mark):
                message = f"`{mark.rule}` finds nothing at this entry, which ignores it. {_DELETE}"
                found = notice("unused-suppression", message, mark.place, mark.entry)
                yield found._replace(instead=rest)

    def _is_unused(self, silence: Silence) -> bool:
        if not self.run.whole or not self.run.judges(silence.rule) or silence in self.used:
            return False
        routes = silence.routes if isinstance(silence, Suppression) else (silence.place[:_ITEM],)
        return not routes or not self.absent.issuperset(routes)

    def _wrong(self, rule: str) -> _Wrong | None:
        """Why a name silences nothing."""
        if rule not in NOTICES and rule not in self.run.known:
            names = [*self.run.known, *NOTICES]
            shown = visible(shorten(rule, _LONGEST))
            meant = nearest_word(rule, names)
            message = (
                f"There is no rule `{shown}` to silence{did_you_mean(meant)}. "
                "`planner rules` lists all of them."
            )
            return _Wrong(message, meant)
        if not can_be_silenced(rule):
            return _Wrong(f"`{rule}` cannot be silenced: mend what it finds.", "")
        return None


_DELETE = "Delete its name here."


def can_be_silenced(rule: str) -> bool:
    """What keeps a file from being read cannot be silenced, nor what is said of silencing."""
    return rule not in _OWN and NOTICES.get(rule, ("",))[0] != "error"


def _marks(calendar: Calendar) -> dict[str, dict[Route, _Mark]]:
    """The rules that entries ignore, by the route of the entry: posts of one entry share it."""
    found: dict[str, dict[Route, _Mark]] = {}
    for entry in (*calendar.entries, *calendar.records):
        for rule in entry.ignore:
            mark = _Mark(rule, (*entry.route, "lint", "ignore"), entry.id)
            found.setdefault(rule, {}).setdefault(entry.route, mark)
    return found
