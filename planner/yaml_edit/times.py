"""A time replaced by another one, written in the same way."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from planner.weeks import in_zone

_FORM = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:(?P<separator>[ \t]+|[ \t]*[Tt])(?P<hour>\d{1,2}):\d\d(?P<seconds>:\d\d(?:[.,]\d+)?)?"
    r"(?:(?P<space>[ \t]*)(?P<offset>[Zz]|[+-]\d{1,2}(?::?\d\d)?))?)?"
)
_USUAL = "2026-11-23 09:00"
_HOURS = len("+01")


def is_moment(text: str) -> bool:
    """Whether a text is a day with a time."""
    form = _FORM.match(text.strip())
    return form is not None and form["hour"] is not None


def like(pattern: str, at: datetime | date, zone: tzinfo) -> str:
    """A time in the form of another one: its separator, seconds and offset, and no others.

    Without an offset it is local in the zone. One that would be read as another moment is written
    with its offset.
    """
    form = _FORM.match(pattern.strip())
    if not isinstance(at, datetime):
        rest = pattern.strip()[form.end("day") :] if form and form["hour"] is None else ""
        return _day(at, form) + rest
    if form is None or form["hour"] is None:
        form = _FORM.match(_USUAL)
        assert form
    local, offset = _on_its_clock(at, form, zone)
    seconds = f":{local:%S}" if form["seconds"] or local.second else ""
    hour = f"{local:%H}" if len(form["hour"]) > 1 else str(local.hour)
    return f"{_day(local, form)}{form['separator']}{hour}:{local:%M}{seconds}{offset}"


def _day(day: date, form: re.Match[str] | None) -> str:
    """The day with zeros, unless the other one does without."""
    if form and re.search(r"-\d(?!\d)", form["day"]) and not re.search(r"-0\d", form["day"]):
        return f"{day.year}-{day.month}-{day.day}"
    return f"{day:%Y-%m-%d}"


def _on_its_clock(at: datetime, form: re.Match[str], zone: tzinfo) -> tuple[datetime, str]:
    """The moment on the clock that the other time is on, and the offset to write after it."""
    written = form["offset"]
    if written is None:
        local = at.astimezone(zone)
        read = in_zone(local.replace(tzinfo=None, fold=0), zone).at
        if read.astimezone(UTC) == at.astimezone(UTC):
            return local, ""
        return local, local.isoformat()[-len("+01:00") :]
    space = form["space"]
    if written in "Zz":
        return at.astimezone(UTC), space + written
    before = datetime.fromisoformat(f"{_iso_day(form['day'])}T12:00").replace(tzinfo=zone)
    fixed = timezone(_length(written))
    # An offset that is the zone's on that day follows the zone through the year.
    local = at.astimezone(zone if before.utcoffset() == fixed.utcoffset(None) else fixed)
    return local, space + _offset(local.utcoffset() or timedelta(), written)


def _iso_day(text: str) -> str:
    year, month, day = map(int, text.split("-"))
    return f"{year:04}-{month:02}-{day:02}"


def _length(written: str) -> timedelta:
    digits = written[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) >= _HOURS else (digits, "0")
    length = timedelta(hours=int(hours), minutes=int(minutes))
    return -length if written[0] == "-" else length


def _offset(offset: timedelta, written: str) -> str:
    """`+01:00`, `+0100` or `+01`, as the other one."""
    minutes = int(offset.total_seconds()) // 60
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    hours, rest = divmod(minutes, 60)
    if len(written) <= _HOURS and not rest:
        return f"{sign}{hours:02}" if len(written) == _HOURS else f"{sign}{hours}"
    return f"{sign}{hours:02}{':' if ':' in written or len(written) <= _HOURS else ''}{rest:02}"
