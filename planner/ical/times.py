"""Dates and times of one VCALENDAR, read in their zones; what is odd about them is noted."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache

from planner.errors import did_you_mean
from planner.ical.lines import Line
from planner.ical.values import date_of, date_time_of, is_extended
from planner.ical.zones import Known, Zones
from planner.model import Finding, Note
from planner.notices import notice
from planner.weeks import day_name, in_zone
from planner.zone_names import nearest_zone

_UTC = Known(UTC, "UTC")
FIRST_YEAR, LAST_YEAR = 1000, 9000
"""Years beyond which a date is a mistake, and weeks cannot be counted safely."""
_DATE_LENGTH = len("20260101")
_BASIC_LENGTH = len("20260101T000000")


# `replace` is slow, and the times of day of a calendar are few.
@lru_cache(1024)
def _folded(hour: time) -> time:
    return hour.replace(fold=1)


def _second(at: datetime) -> datetime:
    """The second of the two moments that a doubled time means."""
    return datetime.combine(at, _folded(at.time()), at.tzinfo)


class Clock:
    """Reads DTSTART, RECURRENCE-ID and their like; `floating` is the zone of times without one."""

    def __init__(self, zones: Zones, floating: tzinfo, floating_name: str) -> None:
        """A clock with the zones of its calendar and the zone, with its name, of all others."""
        self.zones = zones
        self.floating = floating
        self.floating_name = floating_name
        self.findings: list[Finding] = []
        self.notes: list[Note] = []
        self._said: set[str] = set()

    def read(
        self, line: Line, value: str | None = None, floating: tzinfo | None = None
    ) -> date | datetime | None:
        """The day or the aware time of a line (or of one value of its list), or None.

        What cannot be read is a finding; a time without a zone takes `floating`.
        """
        text = (line.value if value is None else value).strip()
        try:
            return self._read(line, text, floating or self.floating)
        except (ValueError, OverflowError):
            message = f"`{text[:40]}` is not a date or time that exists. Correct it."
            if not text:
                message = f"{line.name} is empty. Give it a date or time."
            self.findings.append(notice("no-such-time", message, line.span))
            return None

    def read_list(self, line: Line, floating: tzinfo | None = None) -> Iterable[date | datetime]:
        """The values of RDATE and EXDATE; of a period only the start."""
        for value in line.value.split(","):
            at = self.read(line, value.partition("/")[0], floating)
            if at is not None:
                yield at

    def _read(self, line: Line, text: str, floating: tzinfo) -> date | datetime:
        kind = line.parameters.get("VALUE")
        if len(text) == _DATE_LENGTH or (kind is not None and kind.upper() == "DATE"):
            at: date = self._day(line, text)
        else:
            at = self._time(line, text, floating)
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise ValueError(text)
        return at

    def _day(self, line: Line, text: str) -> date:
        parameters = line.parameters
        if "TZID" in parameters:
            self._odd(line, f"A day has no time zone, but this {line.name} names one.")
        if "VALUE" not in parameters:
            self._note("digits", "A date of eight digits is read as a whole day.", line)
        if "T" in text:
            self._odd(
                line,
                f"This {line.name} says that it is a day, but gives a time. Delete one of them.",
            )
            text = text.partition("T")[0]
        return date_of(text)

    def _time(self, line: Line, text: str, floating: tzinfo) -> datetime:
        local, in_utc = date_time_of(text.upper())
        if len(text) < _BASIC_LENGTH or is_extended(text):
            self._odd(line, f"`{text}` is not how calendars say it. Write {local:%Y%m%dT%H%M%S}.")
        name = line.parameters.get("TZID")
        if in_utc:
            if name is not None and self._known(name, line) is not _UTC:
                self._odd(line, f"`{text}` is in UTC, but the line names `{name}` too. UTC counts.")
            return datetime.combine(local, local.time(), UTC)
        known = self._known(name, line) if name is not None else None
        zone = known.zone if known is not None else floating
        at = datetime.combine(local, local.time(), zone)
        # Most times are not near a clock change: one offset, whichever of two is asked for.
        if zone is not UTC and zone.utcoffset(at) != zone.utcoffset(_second(at)):
            at, oddity = in_zone(local, zone)
            if oddity is not None:
                self.changed(line, at, oddity)
        if known is not None and known.own is not None and name is not None:
            self.zones.check(known, name, at, line)
        return at

    def changed(self, line: Line, at: datetime, oddity: str) -> None:
        """Tell, once for a line, that a time falls into a clock change ("gap" or "doubled")."""
        key = f"{oddity} {line.start}"
        if key in self._said:
            return
        self._said.add(key)
        shown = f"{at:%H:%M} on {day_name(at.date())} {at.year}"
        if oddity == "gap":
            message = f"{shown} does not exist: the clocks go forward over it. Choose another time."
            self.findings.append(notice("no-such-time", message, line.span))
        else:
            self.notes.append(Note(f"{shown} comes twice; the first counts.", line.span))

    def _known(self, name: str, line: Line) -> Known | None:
        known = self.zones.get(name)
        if known is None and name not in self._said:
            self._said.add(name)
            hint = did_you_mean(nearest_zone(name)) or "; write a zone like Europe/Berlin"
            message = (
                f"There is no time zone `{name[:60]}`{hint}. "
                f"Its times are read in {self.floating_name}."
            )
            self.findings.append(notice("unknown-zone", message, line.span))
        return _UTC if known is not None and known.name == "UTC" else known

    def _odd(self, line: Line, message: str) -> None:
        self.findings.append(notice("odd-time", message, line.span))

    def _note(self, key: str, message: str, line: Line) -> None:
        if key not in self._said:
            self._said.add(key)
            self.notes.append(Note(message, line.span))

    def contradictions(self) -> Iterable[Finding]:
        """Zones that the file defines otherwise than the world does, and broken definitions."""
        for name, (line, at) in self.zones.contradictions.items():
            message = (
                f"The file defines `{name}` otherwise than the public zone of this name "
                f"on {at:%Y-%m-%d}. The public one counts."
            )
            yield notice("odd-zone", message, line.span)
        for name, component in self.zones.broken.items():
            message = f"The definition of the time zone `{name[:60]}` cannot be read."
            yield notice("odd-zone", message, component.begin)
