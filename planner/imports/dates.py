"""Dates as people write them: what is certain is read, what has two readings keeps both."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from planner.imports.calendar_words import month_of, weekday_of
from planner.imports.clock import CLOCK, Clock, clock_of, parse_clock

FIRST_YEAR, LAST_YEAR = 1900, 2999
_CENTURY = 2000
_DAYS = 31
_MONTHS = 12
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d])")
_NO_YEAR = re.compile(r"(\d{1,2})([/.])(\d{1,2})\.?\Z")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s\-/.]*(?:de\s+|of\s+)?([^\W\d_]{3,})\.?"
    r"(?:[\s,\-/.]+(?:de\s+)?(\d{4})(?!\d)|[\-/']\s?(\d{2})(?![\d:.h]))?"
)
_MONTH_DAY = re.compile(
    r"([^\W\d_]{3,})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(\d{4})(?!\d))?"
)
_WEEK = re.compile(
    r"(?:(\d{4})[\s-]*)?(?:w|wk|week|kw|woche|semaine|semana|неделя)\.?[\s-]*(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_DAY_NUMBER = re.compile(
    r"(?:day|d|tag|jour|día|dia|день|kun)[\s#-]*(\d{1,3})(?!\d)", re.IGNORECASE
)
_AFTER = re.compile(rf"(?:\s*[t,]\s*|\s+)(?:at\s+|um\s+|à\s+|,\s*)?(?:{CLOCK})", re.IGNORECASE)
_ADDED = re.compile(r"\s*(?:\u2192|\u2013|\u2014|-|to\b|[(,;])")
_LEADING = re.compile(r"([^\W\d_]{2,})[.,:]?\s*[,\-]?\s*(?=\S)")
_LONGEST = 100
_SECONDS, _MILLISECONDS = (10**9, 4 * 10**9), (10**12, 4 * 10**12)


class Stamp(NamedTuple):
    """What a value says of a time.

    `day` is certain; `either` holds the readings with the day first and with the month first.
    A `part` is a month and a day without a year. `number` is that of a "Day 7", `week` a year
    (or None) and a week. `missing` says that the date does not exist.
    """

    day: date | None = None
    either: tuple[date | None, date | None] | None = None
    part: tuple[int, int] | None = None
    clock: Clock | None = None
    weekday: int | None = None
    number: int | None = None
    week: tuple[int | None, int] | None = None
    missing: bool = False
    more: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it names a day of the year, fixed or not."""
        return bool(self.day or self.either or self.part or self.missing)


@lru_cache(maxsize=8192)
def parse_stamp(text: str) -> Stamp | None:
    """What a text says of a time, or None when it is none."""
    text = " ".join(text.strip().strip("*_`~").split())
    if not text or len(text) > _LONGEST:
        return None
    for begin in (text, text.removeprefix("~ ")):
        found = _dated(begin)
        if found:
            return found
    leading = _LEADING.match(text)
    weekday = weekday_of(leading[1]) if leading else None
    if leading and weekday is not None:
        rest = text[leading.end() :].strip("()")
        found = _dated(rest) or _relative(rest)
        clock = None if found else parse_clock(rest)
        if found or clock:
            found = found or Stamp(clock=clock)
            return found._replace(weekday=weekday)
    return _relative(text) or _alone(text)


def _alone(text: str) -> Stamp | None:
    weekday = weekday_of(text)
    if weekday is not None:
        return Stamp(weekday=weekday)
    clock = parse_clock(text)
    return Stamp(clock=clock) if clock else _epoch(text)


def _epoch(text: str) -> Stamp | None:
    """Seconds or milliseconds since 1970, as programs count them."""
    if not text.isdecimal() or len(text) > len(str(_MILLISECONDS[1])):
        return None
    number = int(text)
    if _MILLISECONDS[0] <= number < _MILLISECONDS[1]:
        number //= 1000
    elif not _SECONDS[0] <= number < _SECONDS[1]:
        return None
    at = datetime.fromtimestamp(number, UTC)
    return Stamp(at.date(), clock=Clock(at.time(), "Z"))


def _dated(text: str) -> Stamp | None:
    for pattern, reader in (
        (_YEAR_FIRST, _year_first),
        (_COMPACT, _compact),
        (_NUMERIC, _numeric),
        (_NO_YEAR, _no_year),
        (_DAY_MONTH, _day_month),
        (_MONTH_DAY, _month_day),
    ):
        found = pattern.match(text)
        stamp = reader(found) if found else None
        if found and stamp:
            return _with_clock(stamp, text[found.end() :])
    return None


def _with_clock(stamp: Stamp, rest: str) -> Stamp | None:
    """Add the time of day behind a date; anything else there makes it no date."""
    if not rest.strip(" .,Zz"):
        return stamp
    found = _AFTER.match(rest)
    if found:
        at = clock_of(found)
        after = rest[found.end() :]
        if at is None or (after.strip() and not _ADDED.match(after)):
            return stamp._replace(missing=True) if at is None else None
        return stamp._replace(
            clock=Clock(at, (found["zone"] or "").strip()), more=bool(after.strip(" )"))
        )
    return stamp._replace(more=True) if _ADDED.match(rest) else None


def _year_first(found: re.Match[str]) -> Stamp:
    return _fixed(int(found[1]), int(found[3]), int(found[4]))


def _compact(found: re.Match[str]) -> Stamp | None:
    day = day_of(int(found[1]), int(found[2]), int(found[3]))
    return Stamp(day) if day else None


def _numeric(found: re.Match[str]) -> Stamp | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == len("26"):
        if found[2] == "-":
            return None
        year += _CENTURY
    day_first, month_first = day_of(year, second, first), day_of(year, first, second)
    if found[2] == "." or day_first == month_first:
        return Stamp(day_first) if day_first else Stamp(missing=True)
    return Stamp(either=(day_first, month_first))


def _no_year(found: re.Match[str]) -> Stamp | None:
    first, second = int(found[1]), int(found[3])
    if found[2] == "." and first <= _DAYS and 1 <= second <= _MONTHS:
        return Stamp(part=(second, first)) if found[0].endswith(".") else None
    if found[2] == "/" and max(first, second) <= _DAYS and min(first, second) <= _MONTHS:
        if max(first, second) <= _MONTHS and first != second:
            return Stamp(part=(0, 0))
        return Stamp(part=(min(first, second), max(first, second)))
    return None


def _day_month(found: re.Match[str]) -> Stamp | None:
    month = month_of(found[2])
    return _named(found[3] or found[4], month, found[1]) if month else None


def _month_day(found: re.Match[str]) -> Stamp | None:
    month = month_of(found[1])
    return _named(found[3], month, found[2]) if month else None


def _named(year: str | None, month: int, day: str) -> Stamp:
    if year is None:
        return Stamp(part=(month, int(day)))
    return _fixed(int(year) + (_CENTURY if len(year) == len("26") else 0), month, int(day))


def _fixed(year: int, month: int, day: int) -> Stamp:
    found = day_of(year, month, day)
    return Stamp(found) if found else Stamp(missing=True)


def day_of(year: int, month: int, day: int) -> date | None:
    """A date, or None when there is none, or none that a calendar can mean."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _relative(text: str) -> Stamp | None:
    """`Day 7`, `W3`, `2026-W27`, `Week 2, Day 3`, `Week 2 Monday`."""
    week = _WEEK.match(text)
    rest = text[week.end() :].strip(" ,:/-\u2013") if week else text
    number = _DAY_NUMBER.match(rest)
    after = rest[number.end() :].strip(" ,:/()-\u2013") if number else rest
    if week is None and number is None:
        return None
    weekday = weekday_of(after) if after else None
    clock = parse_clock(after) if after and weekday is None else None
    if after and weekday is None and clock is None:
        return None
    return Stamp(
        number=int(number[1]) if number else None,
        week=(int(week[1]) if week[1] else None, int(week[2])) if week else None,
        weekday=weekday,
        clock=clock,
    )


def from_value(value: object) -> Stamp | None:
    """What a value of a spreadsheet says of a time, when it is a date or time itself."""
    if isinstance(value, datetime):
        zone = value.strftime("%z")
        clock = Clock(value.time(), zone) if value.time() != time(0) or zone else None
        return Stamp(value.date(), clock=clock)
    if isinstance(value, date):
        return Stamp(value)
    return Stamp(clock=Clock(value)) if isinstance(value, time) else None


def next_weekday(start: date, weekday: int) -> date:
    """The first such weekday from a day on."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)
