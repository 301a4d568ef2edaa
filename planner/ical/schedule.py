"""When everything takes place: single events, series that end, a window for the others."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from planner.ical.components import Component
from planner.ical.recurrence import Budget
from planner.ical.series import At, Occurrence, Override, Series, is_covered, occurrence_key
from planner.ical.times import Clock
from planner.model import Note
from planner.notices import notice
from planner.weeks import day_name, local_day, week_of, zone_of

DEFAULT_WEEKS = 4
REPEATING = frozenset(("RECURRENCE-ID", "RRULE", "RDATE", "EXDATE"))
"""Properties of events that repeat, or that replace a date of one that does."""


class Limits(NamedTuple):
    """The days to expand, half-open, as far as they were given; `now` is a day to begin with."""

    first: date | None = None
    until: date | None = None
    now: date | None = None
    week_starts: int = 0


class Schedule:
    """Gathers the events of a file, then tells their occurrences in the order of the file."""

    def __init__(self, timezone: str, limits: Limits) -> None:
        """A schedule in the zone of the calendar, by its public name."""
        self.zone = zone_of(timezone)
        self.limits = limits
        self.notes: list[Note] = []
        self._budget = Budget()
        self._singles: list[Occurrence] = []
        self._series: dict[str, list[Series]] = {}
        self._overrides: dict[str, list[tuple[Override, Clock]]] = {}
        self._days: list[date] = []

    def add(self, event: Component, uid: str, clock: Clock) -> None:
        """Take an event; one whose start cannot be read is kept without a time."""
        line = event.first("DTSTART")
        if line is None:
            message = (
                "This entry has no start, so it has no place in the week. Give it one, such as "
                "DTSTART:20261123T090000."
            )
            clock.findings.append(notice("no-such-time", message, event.begin))
        at = clock.read(line) if line is not None else None
        if event.names.isdisjoint(REPEATING):
            self._singles.append(Occurrence(event, at))
            return
        replaces = event.first("RECURRENCE-ID")
        if replaces is not None:
            original = clock.read(replaces, floating=getattr(at, "tzinfo", None))
            if original is not None:
                override = Override(event, original, at, replaces)
                self._overrides.setdefault(uid, []).append((override, clock))
                return
        if at is not None and event.has("RRULE", "RDATE", "EXDATE"):
            series = Series(event, at, clock, self._budget)
            self._series.setdefault(uid, []).append(series)
        else:
            self._singles.append(Occurrence(event, at))

    def occurrences(self) -> Iterable[Occurrence]:
        """Everything inside the limits, in the order of the file and then of time."""
        limited = self.limits.first is not None or self.limits.until is not None
        found = [item for item in self._singles if not limited or self._inside(item.at)]
        for uid, replaced in self._overrides.items():
            overrides = [override for override, _ in replaced]
            for series in self._series.get(uid, ()):
                series.overrides = overrides
            for override in overrides:
                if self._inside(override.at) and not is_covered(override, overrides):
                    key = occurrence_key(override.replaces)
                    origin = override.replaces if override.onwards else None
                    found.append(Occurrence(override.event, override.at, key, origin))
        everything = [series for group in self._series.values() for series in group]
        for series in everything:
            if not series.endless:
                found += self._expand(series, self.limits.first, self.limits.until)
        found += self._endless([item for item in everything if item.endless], self._ending(found))
        self._unmatched()
        return sorted(found, key=lambda item: item.event.number)

    def _ending(self, found: list[Occurrence]) -> list[Occurrence]:
        """What does not replace a date of a series without an end."""
        endless = {
            override.event.number
            for uid, replaced in self._overrides.items()
            if any(series.endless for series in self._series.get(uid, ()))
            for override, _ in replaced
        }
        return [item for item in found if item.event.number not in endless]

    def _inside(self, at: At | None) -> bool:
        first, until, *_ = self.limits
        if at is None or (first is None and until is None):
            return True
        day = self._day(at)
        return (first is None or first <= day) and (until is None or day < until)

    def _day(self, at: At) -> date:
        try:
            return local_day(at, self.zone)
        except OverflowError:
            return at.date() if isinstance(at, datetime) else at

    def _expand(self, series: Series, first: date | None, until: date | None) -> list[Occurrence]:
        """The series' own days may be one off the calendar's: look a day further, then cut."""
        margin = timedelta(days=2)
        wide_first = first - margin if first and first.year > date.min.year else first
        wide_until = until + margin if until and until.year < date.max.year else until
        return [
            item
            for item in series.expand(wide_first, wide_until)
            if item.at is not None
            and (first is None or first <= self._day(item.at))
            and (until is None or self._day(item.at) < until)
        ]

    def _endless(self, endless: list[Series], finite: list[Occurrence]) -> list[Occurrence]:
        if not endless:
            return []
        days = [self._day(item.at) for item in finite if item.at is not None]
        starts = [self._day(series.start) for series in endless]
        first, until = self._window(days, starts)
        zone_name = getattr(self.zone, "key", "UTC")
        message = (
            f"Entries that repeat without an end are shown from {day_name(first)} {first.year} "
            f"up to, but not with, {day_name(until)} {until.year} ({zone_name})."
        )
        self.notes.append(Note(message, endless[0].event.begin))
        return [item for series in endless for item in self._expand(series, first, until)]

    def _window(self, days: list[date], starts: list[date]) -> tuple[date, date]:
        """The limits where they are given, else the weeks of everything that ends."""
        first, until, now, week_starts = self.limits
        beginning = min(starts)
        if first is None:
            if days:
                first = week_of(min(days), week_starts).first
            elif now is not None and now > beginning and (until is None or now < until):
                first = week_of(now, week_starts).first
            else:
                first = week_of(beginning, week_starts).first
        if until is None:
            until = week_of(max(days), week_starts).until if days else first
            if until <= first:
                until = first + timedelta(weeks=DEFAULT_WEEKS)
        return first, until

    def _unmatched(self) -> None:
        """Replacements of dates that their series do not have, on days that were looked at."""
        for uid, replaced in self._overrides.items():
            matched = {number for item in self._series.get(uid, ()) for number in item.matched}
            for override, clock in replaced:
                if override.event.number not in matched and self._inside(override.replaces):
                    message = (
                        "This event replaces a date (RECURRENCE-ID) that its series does not have. "
                        "It is read as an event of its own."
                    )
                    clock.findings.append(notice("odd-recurrence", message, override.line.span))
