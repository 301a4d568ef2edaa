"""Dates and times as people write them in a calendar, and what is wrong with them."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from planner.model import Note, Span
from planner.named import NamedTuple
from planner.patterns import Pattern
from planner.weeks import day_name, in_zone
from planner.yaml_calendar.context import Context, Group, described, shown
from planner.yaml_tree import Node

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years that a plan for posts can mean; beyond them arithmetic with zones runs out of dates."""
_FARTHEST = timedelta(hours=14)
_LAST_HOUR = "23"
_LAST_MINUTE = 59
_MONTHS = 12

_DAY = r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
_CLOCK = r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
_AT = Pattern(
    rf"{_DAY}(?:(?:[ \t]+|[ \t]*[Tt]){_CLOCK}[ \t]*([Zz]|[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?)?\Z"
)
_DAY_FIRST = Pattern(rf"{_DAY}(?![0-9])")
_DAY_ALONE = Pattern(rf"{_DAY}\Z")
_CLOCK_ALONE = Pattern(rf"{_CLOCK}\Z")
_LENGTH = len("2026-11-23 09:00")
_EXAMPLE = "write it like 2026-11-23 09:00"


class Written(NamedTuple):
    """A time as far as it can be read, and what is wrong: a name of `NOTICES` and a clause."""

    at: datetime | date | None
    name: str | None = None
    message: str = ""
    local: datetime | None = None


def parse_day(text: str) -> date | None:
    """A date such as 2026-11-23, None for anything else."""
    match = _DAY_ALONE.match(text.strip())
    return _date(*match.groups()) if match else None


def begins_with_day(text: str) -> bool:
    """Whether a text starts like a date, one that exists or not."""
    return _DAY_FIRST.match(text.strip()) is not None


def parse_clock(text: str) -> time | None:
    """A time of day such as 9:00 or 16:30, None for anything else."""
    hour, _colon, minute = text.partition(":")
    if len(minute) == len(hour) == len("00") and text.isascii() and (hour + minute).isdecimal():
        return _clock(hour, minute, None)  # most are written so, and need no expression
    match = _CLOCK_ALONE.match(text.strip())
    return _clock(*match.groups()) if match else None


def parse_at(text: str, zone: tzinfo) -> Written:
    """Read a date or a time; without an offset it is local in the zone."""
    match = _AT.match(text.strip())
    if match is None:
        return _unread(text.strip())
    year, month, day, hour, minute, second, offset = match.groups()
    on = _date(year, month, day)
    if on is None:
        return Written(None, "no-such-time", _no_such_day(int(year), int(month), int(day)))
    if hour is None:
        return Written(on)
    clock = _clock(hour, minute, second)
    if clock is None:
        message = f"{hour}:{minute} is no time of day, they go from 00:00 to 23:59"
        return Written(on, "no-such-time", f"{message}; only the day was read")
    local = datetime.combine(on, clock)
    return _with_offset(local, offset) if offset else _zoned(local, zone)


def _usual(text: str) -> datetime | None:
    """A time as most are written, `2026-11-23 09:00`; ten times as quick as its parts one by one.

    Everything else is None, also what `fromisoformat` would take, such as days of a week.
    """
    if len(text) != _LENGTH or not text.isascii() or text[10] != " " or text[13] != ":":
        return None
    if text[4] != "-" or text[7] != "-" or text[11:13] > _LAST_HOUR:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _with_offset(local: datetime, offset: str) -> Written:
    zone = _fixed(offset)
    if zone is not None:
        return Written(local.replace(tzinfo=zone))
    message = f"the offset {offset} does not exist; only the day was read"
    return Written(local.date(), "no-such-time", message)


def _zoned(local: datetime, zone: tzinfo) -> Written:
    at, oddity = in_zone(local, zone)
    if oddity is None:
        return Written(at)
    if oddity == "doubled":
        return Written(at, "doubled", local=local)
    return Written(at.astimezone(UTC).astimezone(zone), "gap", local=local)


def read_at(group: Group, key: str, node: Node) -> datetime | date | None:
    """The time of an entry; what is wrong with it is reported at the value."""
    value = node.value
    if not isinstance(value, str):
        group.wrong(key, node, _EXAMPLE)
        return None
    context = group.context
    usual = _usual(value)
    if usual is not None:
        if context.zone is UTC:
            return usual.replace(tzinfo=UTC)
        at, oddity = in_zone(usual, context.zone)
        if oddity is None:
            return at
    if node.plain and node.scalar() is None:
        return None
    written = parse_at(value, context.zone)
    if written.name is not None:
        _report(group, key, node, written)
    return written.at


def _report(group: Group, key: str, node: Node, written: Written) -> None:
    context, place = group.context, Span(node.start, node.end)
    if written.name == "doubled":
        context.notes.append(Note(_doubled(written, context), place))
    elif written.name == "gap":
        context.report("no-such-time", _gap(written, context), place)
    elif written.name is not None:
        message = f"`{key}` of {group.what} is {described(node)}; {written.message}."
        context.report(written.name, message, place)


def _doubled(written: Written, context: Context) -> str:
    at = written.at
    assert isinstance(at, datetime)
    first, second = at.isoformat("T", "minutes"), at.replace(fold=1).isoformat("T", "minutes")
    return (
        f"{at:%H:%M} comes twice on {day_name(at)} in {context.zone_name}, as the clock is put "
        f"back; the first was taken. To choose, write {first} or {second}."
    )


def _gap(written: Written, context: Context) -> str:
    local, taken = written.local, written.at
    assert local
    assert isinstance(taken, datetime)
    first, last = _missing(local, context.zone)
    return (
        f"{local:%H:%M} does not exist on {day_name(local)} in {context.zone_name}: the clock is "
        f"put forward from {first:%H:%M} to {last:%H:%M}. {taken:%H:%M} was taken; "
        "write the time that is meant."
    )


def _missing(local: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The local times that a clock change leaves out, half-open, around a time in the gap."""
    before = local.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()
    after = local.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    low = local.replace(tzinfo=UTC, second=0) - after
    minutes = int((after - before).total_seconds() // 60)
    start, end = 0, minutes
    while start < end:
        middle = (start + end) // 2
        if (low + timedelta(minutes=middle)).astimezone(zone).utcoffset() == before:
            start = middle + 1
        else:
            end = middle
    change = (low + timedelta(minutes=start)).replace(tzinfo=None)
    return change + before, change + after


def _unread(text: str) -> Written:
    """A time that is not understood; its day is taken when it begins with one."""
    match = _DAY_FIRST.match(text)
    day = _date(*match.groups()) if match else None
    if match and day:
        rest = shown(text[match.end() :].lstrip("Tt \t"))
        return Written(
            day, "no-such-time", f"`{rest}` is not understood, only the day was read; {_EXAMPLE}"
        )
    if parse_clock(text):
        return Written(None, "wrong-type", f"the day is missing; {_EXAMPLE}")
    return Written(None, "wrong-type", f"{_EXAMPLE}, or only the day")


def _date(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _no_such_day(year: int, month: int, day: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"the year can only be from {FIRST_YEAR} to {LAST_YEAR}"
    if not 1 <= month <= _MONTHS:
        return f"there is no month {month}; write year-month-day"
    following = date(year + month // 12, month % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return f"there is no day {day}, that month has {last} days"


def _clock(hour: str, minute: str, second: str | None) -> time | None:
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return None


def _fixed(offset: str) -> timezone | None:
    """The zone of an offset, None for one that does not exist."""
    if offset in {"Z", "z"}:
        return UTC
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > len("+1") else (digits, "0")
    length = timedelta(hours=int(hours), minutes=int(minutes))
    if length > _FARTHEST or int(minutes) > _LAST_MINUTE:
        return None
    return timezone(-length if offset[0] == "-" else length)
