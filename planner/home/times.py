"""A time in a cell replaced by another one, written in the same way."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

from planner.imports.calendar_words import weekday_of

_DAY_PATTERNS = (
    "{A}, {B} {d}, {Y}", "{A}, {d} {B} {Y}", "{a} {b} {d} {Y}", "{a}, {d} {b} {Y}",
    "{a} {d} {b} {Y}", "{a}, {b} {d}, {Y}", "{A}, {B} {d}", "{A}, {d} {B}", "{a} {d} {b}",
    "{a}, {d} {b}", "{a}, {b} {d}", "{a} {b} {d}", "{B} {d}, {Y}", "{B} {d} {Y}", "{b} {d}, {Y}",
    "{b} {d} {Y}", "{d} {B} {Y}", "{d} {b} {Y}", "{d}-{b}-{Y}", "{d}-{b}-{y}", "{Y}-{m}-{D}",
    "{Y}/{m}/{D}", "{Y}.{m}.{D}", "{Y}{m}{D}", "{d}/{n}/{Y}", "{n}/{d}/{Y}", "{d}.{n}.{Y}",
    "{d}-{n}-{Y}", "{n}-{d}-{Y}", "{d}.{n}.{y}", "{d}/{n}/{y}", "{n}/{d}/{y}", "{d} {B}", "{B} {d}",
    "{d} {b}", "{b} {d}", "{d}-{b}", "{d}.{n}.", "{Y}-W{V}",
)  # fmt: skip
"""Days and months may also have two digits each time."""
_TIME_PATTERNS = (
    "{H}:{M}:{S}", "{h}:{M}:{S} {p}", "{I}:{M} {p}", "{h}:{M} {p}", "{I}:{M}{p}", "{h}:{M}{p}",
    "{H}:{M}", "{G}:{M}", "{H}h{M}", "{G}h{M}", "{H}.{M}", "{h} {p}", "{h}{p}", "{I} {p}", "{I}{p}",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERED = re.compile(r"(?P<before>|[^\d:]*[^\W\d_][^\d:]*)(?P<number>\d{1,3})\Z")
"""`Day 7`, `W2`, or a bare number."""
_OFFSET = re.compile(
    r":\d{2}(?:\.\d+)?\s?(?:Z|(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d)?)\s*\Z"
)
_NOON = 12
_SHORT = 3
"""Letters of a weekday that is shortened."""
_ISO = "{Y}-{m}-{D}"
_CLOCK = "{H}:{M}"
_STYLES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower)


def _day_parts(day: date) -> dict[str, str]:
    month, weekday = _MONTHS[day.month - 1], _WEEKDAYS[day.weekday()]
    return {
        "Y": f"{day.year:04}", "y": f"{day.year % 100:02}", "m": f"{day.month:02}",
        "n": f"{day.month}",
        "B": month, "b": month[:3], "D": f"{day.day:02}", "d": f"{day.day}", "A": weekday,
        "a": weekday[:3], "V": f"{day.isocalendar().week:02}",
    }  # fmt: skip


def _time_parts(clock: time) -> dict[str, str]:
    hour = clock.hour % _NOON or _NOON
    return {
        "H": f"{clock.hour:02}", "G": f"{clock.hour}", "M": f"{clock.minute:02}",
        "S": f"{clock.second:02}", "I": f"{hour:02}", "h": f"{hour}",
        "p": "AM" if clock.hour < _NOON else "PM",
    }  # fmt: skip


def written_zone(text: str) -> tzinfo | None:
    """The zone of the offset that a time is written with."""
    found = _OFFSET.search(text)
    if found is None:
        return None
    if found["sign"] is None:
        return UTC
    length = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-length if found["sign"] == "-" else length)


class Writer:
    """How the times of a column are written, learned from rows whose time is known."""

    def __init__(self, known: Iterable[tuple[str, datetime | date]]) -> None:
        rows = [(text, at) for text, at in known if text.strip()]
        self.days = _patterns(rows, _DAY_PATTERNS, _day_parts)
        self.times = _patterns(rows, _TIME_PATTERNS, _time_of)
        self.weekdays = _weekday_words(rows)

    def rewritten(self, text: str, before: datetime | date, after: datetime | date) -> str | None:
        """The cell's text for another time; None where the time is not found in it."""
        found = _swapped(text, self.days, _day_parts(before), _day_parts(after))
        whole = found or text
        if isinstance(before, datetime) and isinstance(after, datetime):
            clocked = _swapped(whole, self.times, _time_of(before), _time_of(after))
            whole = clocked or whole
            found = found or clocked
        named = self._with_weekday(whole, before, after)
        return named or (whole if found else _counted(text, before, after))

    def _with_weekday(self, text: str, before: date, after: date) -> str | None:
        """The text with the name of the other weekday, in the words of the column."""
        for word in re.findall(r"[^\W\d_]+", text):
            if weekday_of(word) == before.weekday():
                other = self.weekdays.get((after.weekday(), len(word) > _SHORT)) or _styled(
                    word, _WEEKDAYS[after.weekday()]
                )
                return re.sub(rf"\b{word}\b", other, text, count=1)
        return None

    def fresh(self, at: datetime | date) -> str:
        """A time for an empty cell, as the other cells of the column are written."""
        parts = []
        if self.days or not self.times:
            parts.append((self.days or (_ISO,))[0].format(**_day_parts(at)))
        if isinstance(at, datetime) and (self.times or not self.days):
            parts.append((self.times or (_CLOCK,))[0].format(**_time_of(at)))
        return " ".join(parts)


def _counted(text: str, before: datetime | date, after: datetime | date) -> str | None:
    """`Day 7` or `7` for a day that is counted, `W2` or `Week 2` for a week."""
    numbered = _NUMBERED.match(text)
    if numbered is None:
        return None
    first, last = _only_day(before), _only_day(after)
    if "w" in numbered["before"].lower():
        first, last = (day - timedelta(days=day.weekday()) for day in (first, last))
    steps = (last - first).days // (7 if "w" in numbered["before"].lower() else 1)
    number = int(numbered["number"]) + steps
    return f"{numbered['before']}{number}" if number > 0 else None


def _only_day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _time_of(at: datetime | date) -> dict[str, str]:
    return _time_parts(at.time()) if isinstance(at, datetime) else {}


def _patterns(
    rows: Iterable[tuple[str, datetime | date]],
    patterns: Sequence[str],
    parts_of: Callable[[datetime | date], dict[str, str]],
) -> tuple[str, ...]:
    """The patterns that are found in most rows, longer ones first."""
    listed = list(rows)
    counts = dict.fromkeys((it for pattern in patterns for it in _both(pattern)), 0)
    for text, at in listed:
        parts = parts_of(at)
        if parts:
            for pattern in counts:
                counts[pattern] += _position(text, pattern.format(**parts)) is not None
    found = [pattern for pattern, count in counts.items() if count]
    return tuple(sorted(found, key=lambda pattern: -counts[pattern]))


def _both(pattern: str) -> tuple[str, str]:
    """A pattern with and without zeros; between numbers alone the zeros are more usual."""
    padded = pattern.replace("{d}", "{D}").replace("{n}", "{m}")
    return (padded, pattern) if "{n}" in pattern else (pattern, padded)


def _position(text: str, wanted: str) -> tuple[int, int] | None:
    """Where a written time stands in a text, not as a part of other numbers or words."""
    match = re.search(rf"(?<![^\W_t]){re.escape(wanted)}(?![^\W_tz])", text, re.IGNORECASE)
    return match.span() if match else None


def _swapped(
    text: str, patterns: Iterable[str], before: dict[str, str], after: dict[str, str]
) -> str | None:
    """The text with a time written in one of the patterns replaced; None where there is none."""
    if not before or not after:
        return None
    for pattern in patterns:
        span = _position(text, pattern.format(**before))
        if span is not None:
            old = text[slice(*span)]
            styles = (it for it in _STYLES if it(pattern.format(**before)) == old)
            new = next(styles, str)(pattern.format(**after))
            return text[: span[0]] + new + text[span[1] :]
    return None


def _weekday_words(rows: Iterable[tuple[str, datetime | date]]) -> Mapping[tuple[int, bool], str]:
    """The words of a column for weekdays, long and short ones."""
    found: dict[tuple[int, bool], str] = {}
    for text, at in rows:
        for word in re.findall(r"[^\W\d_]+", text):
            if weekday_of(word) == at.weekday():
                found.setdefault((at.weekday(), len(word) > _SHORT), word)
    return found


def _styled(word: str, name: str) -> str:
    """An English name of a weekday in the length and the case of another."""
    short = name if len(word) > _SHORT else name[: len(word)]
    return short.upper() if word.isupper() else short.lower() if word.islower() else short


def typed(value: Any, after: datetime | date) -> Any:
    """A time for a typed cell of a workbook: what kind of value it is stays."""
    if isinstance(value, datetime):
        clock = after.time() if isinstance(after, datetime) else time()
        return datetime.combine(_only_day(after), clock)
    if isinstance(value, date):
        return _only_day(after)
    if isinstance(value, timedelta):
        clock = after.time() if isinstance(after, datetime) else time()
        return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    return after.time() if isinstance(after, datetime) else value
