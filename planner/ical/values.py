"""The values of iCalendar properties: texts, lists, dates, times and lengths of time."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "N": "\n"}
_DATE = re.compile(r"\d{8}\Z", re.ASCII)
_USUAL = re.compile(r"\d{8}T\d{4}(?!60)\d\dZ?\Z", re.ASCII)
_LENGTH = len("20260101T000000")
_DATE_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z?)\Z", re.ASCII | re.IGNORECASE)
_EXTENDED = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(Z?))?\Z", re.ASCII
)
_DURATION = re.compile(
    r"([+-]?)P(?=[0-9T])(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?\Z",
    re.ASCII | re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-]?)(\d\d):?(\d\d)(?::?(\d\d))?\Z", re.ASCII)


def text_of(value: str) -> str:
    """A TEXT value without its backslashes."""
    if "\\" not in value:
        return value
    if "\\\\" not in value:
        plain = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
        if "\\" not in plain:
            return plain
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match.group(1), match.group(1)), value)


def escaped(text: str) -> str:
    r"""A text as a TEXT value; its line ends become `\\n`."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def texts_of(value: str) -> list[str]:
    """The TEXT values of a list, split at commas that are not escaped."""
    if "\\" not in value:
        return value.split(",")
    return [text_of(part) for part in _split(value)]


def _split(value: str) -> Iterator[str]:
    start = position = 0
    while position < len(value):
        if value[position] == "\\":
            position += 1
        elif value[position] == ",":
            yield value[start:position]
            start = position + 1
        position += 1
    yield value[start:]


def date_of(value: str) -> date:
    """A date of eight digits (or with dashes); raises `ValueError` on anything else."""
    if _DATE.match(value):
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    match = _EXTENDED.match(value)
    if match is not None and match.group(4) is None:
        return date.fromisoformat(value)
    raise ValueError(value)


def date_time_of(value: str) -> tuple[datetime, bool]:
    """A time without a zone, and whether it ends in Z; raises `ValueError` on anything else.

    A leap second is read as the second before it.
    """
    if _USUAL.match(value):
        return datetime.fromisoformat(value[:15]), len(value) > _LENGTH
    match = _DATE_TIME.match(value) or _EXTENDED.match(value)
    if match is None or match.group(4) is None:
        raise ValueError(value)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    at = datetime.combine(date(year, month, day), time(hour, minute, min(second, 59)))
    return at, bool(match.group(7))


def is_extended(value: str) -> bool:
    """Whether a date or time is written with dashes and colons, which few programs read."""
    return "-" in value


def duration_of(value: str) -> timedelta:
    """A length of time like `PT45M` or `-P1W`; raises `ValueError` on anything else."""
    match = _DURATION.match(value.strip())
    if match is None:
        raise ValueError(value)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match.group(1) == "-" else length


def offset_of(value: str) -> timedelta:
    """An offset from UTC like `+0100`; raises `ValueError` on anything else."""
    match = _OFFSET.match(value.strip())
    if match is None:
        raise ValueError(value)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if length >= timedelta(days=1):
        raise ValueError(value)
    return -length if match.group(1) == "-" else length
