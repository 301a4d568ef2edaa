"""Windows of time: zones, days, weeks and the sorted line of entries that checks look along."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from planner.model import ABSENT_STATUSES, Calendar, Entry, Post, Record, Slot, Window
from planner.named import Any, NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 1440
MINUTES_A_WEEK = 7 * MINUTES_A_DAY


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name; raises `LookupError` when there is none."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise LookupError(name) from error


class Moment(NamedTuple):
    """Where an entry stands in time.

    `day` is the proleptic ordinal of its day in the calendar's zone; `minute` counts from the
    epoch in UTC, or is None when only the day is known.
    """

    day: int
    minute: int | None
    entry: Entry


class Told(NamedTuple):
    """Where a record stands in time; as a `Moment` of what others did."""

    day: int
    minute: int | None
    record: Record


class Timeline:
    """The entries of a calendar that have a day and take place, in order of time.

    `span` are the first and the last day of the whole calendar, as ordinals, for a timeline that
    holds only a part of it. Posts of a channel that is somebody's own, by its profile, are not
    the team's and have no place here.
    """

    def __init__(self, calendar: Calendar, span: tuple[int, int] | None = None) -> None:
        self.calendar = calendar
        self.zone = zone_of(calendar.timezone)
        self.kept: dict[Hashable, Any] = {}
        """What a check has worked out for others that need the same, by what it is."""
        self._going_out = list(self._team_entries())
        self.moments = sorted(self._moments(), key=_order)
        self._days = [moment.day for moment in self.moments]
        self.span = span or ((self._days[0], self._days[-1]) if self._days else (1, 1))

    def going_out(self) -> Iterator[Entry]:
        """The same entries and those without a day, in the order of the calendar."""
        return iter(self._going_out)

    def _team_entries(self) -> Iterator[Entry]:
        private = {it.name for it in self.calendar.channels if it.profile.get("personal") is True}
        for entry in self.calendar.entries:
            if entry.status not in ABSENT_STATUSES:
                is_private = bool(private) and isinstance(entry, Post) and entry.channel in private
                if not is_private:
                    yield entry

    def _moments(self) -> Iterator[Moment]:
        zone = self.zone
        for entry in self._going_out:
            at = entry.at
            if type(at) is datetime and at.tzinfo is zone:
                # Nearly all; `_when` says the same, and takes 2 ms more for 10,000 posts.
                yield Moment(at.toordinal(), minute_of(at), entry)
            elif at is not None:
                yield Moment(*self._when(at), entry)

    def _when(self, at: datetime | date) -> tuple[int, int | None]:
        if isinstance(at, datetime):
            local = at if at.tzinfo is self.zone else at.astimezone(self.zone)
            return local.toordinal(), minute_of(at)
        return at.toordinal(), None

    def told(self) -> list[Told]:
        """The records of the calendar, in order of time."""
        found = [Told(*self._when(it.at), it) for it in self.calendar.records]
        return sorted(found, key=lambda it: (it.day, it.minute or 0, it.record.id))

    def between(self, first: date, until: date) -> list[Moment]:
        """The moments of the days from `first` up to, but not with, `until`."""
        start = bisect_left(self._days, first.toordinal())
        return self.moments[start : bisect_left(self._days, until.toordinal())]

    def weeks(self) -> Iterator[tuple[Window, list[Moment]]]:
        """Every week in which something is planned, with its moments."""
        position = 0
        while position < len(self.moments):
            window = week_of(date.fromordinal(self._days[position]), self.calendar.week_starts)
            end = bisect_left(self._days, window.until.toordinal(), position)
            yield window, self.moments[position:end]
            position = end

    def windows(self, weeks: int) -> Iterator[Window]:
        """Every week in which something is planned, each with the weeks before it."""
        before = timedelta(weeks=weeks - 1)
        return (Window(week.first - before, week.until) for week, _moments in self.weeks())

    def trailing(self, weeks: int) -> Iterator[tuple[Window, list[Moment]]]:
        """Every week in which something is planned, each with the weeks before it as one window."""
        for week, moments in self.weeks():
            yield (week, moments) if weeks == 1 else self.back(week, weeks)

    def back(self, week: Window, weeks: int) -> tuple[Window, list[Moment]]:
        """So many weeks as one window, of which a week is the last, with its moments."""
        window = Window(week.first - timedelta(weeks=weeks - 1), week.until)
        return window, self.between(window.first, window.until)

    def is_whole(self, window: Window) -> bool:
        """Whether a window begins no earlier than the first week of the calendar."""
        start = week_of(date.fromordinal(self.span[0]), self.calendar.week_starts)
        return window.first >= start.first


def _order(moment: Moment) -> tuple[object, ...]:
    """Time first, then what the entry says: the order of a file makes no difference."""
    entry = moment.entry
    known = moment.minute is not None
    channels = (entry.channel or "",) if isinstance(entry, Post) else entry.channels
    return (moment.day, known, moment.minute or 0, isinstance(entry, Slot), channels, entry.id)


def minute_of(at: datetime) -> int:
    """Whole minutes from the epoch, in UTC."""
    return int(at.timestamp() // 60)


def week_of(day: date, week_starts: int = 0) -> Window:
    """The half-open week that holds a day; `week_starts` is 0 for Monday."""
    first = day - timedelta(days=(day.weekday() - week_starts) % 7)
    return Window(first, first + timedelta(days=7))


def weeks_of(window: Window, week_starts: int = 0) -> Iterator[Window]:
    """The weeks that a window touches."""
    week = week_of(window.first, week_starts)
    while week.first < window.until:
        yield week
        week = week_of(week.until, week_starts)


def week_name(window: Window) -> str:
    """`2026-W48` for a week from Monday, else `week of 2026-11-22`; `W45 to W48` for several."""
    if window.until - window.first > timedelta(days=7):
        last = Window(window.until - timedelta(days=7), window.until)
        first = Window(window.first, window.first + timedelta(days=7))
        return f"{week_name(first)} to {week_name(last)}"
    if window.first.weekday() == 0:
        year, week, _ = window.first.isocalendar()
        return f"{year}-W{week:02}"
    return f"week of {window.first.isoformat()}"


def is_closed(calendar: Calendar, window: Window) -> bool:
    """Whether every day of a window is blacked out."""
    day = window.first
    while day < window.until:
        if not any(item.first <= day < item.until for item in calendar.blackouts):
            return False
        day += timedelta(days=1)
    return True


def local_day(at: datetime | date, zone: tzinfo) -> date:
    """The day on which something happens, in a zone."""
    if isinstance(at, datetime):
        return at.date() if at.tzinfo is zone else at.astimezone(zone).date()
    return at


def day_name(day: date) -> str:
    """`Tue 24 Nov`, in English whatever the locale is."""
    weekday = WEEKDAYS[day.weekday()][:3].title()
    return f"{weekday} {day.day} {_MONTHS[day.month - 1]}"


def moment_name(at: datetime | date, zone: tzinfo) -> str:
    """`Tue 24 Nov 12:30`, or the day alone when no time is known."""
    if not isinstance(at, datetime):
        return day_name(at)
    local = at.astimezone(zone)
    return f"{day_name(local.date())} {local:%H:%M}"


def serves(entry: Entry, channel: str | None) -> bool:
    """Whether an entry belongs to a channel; a slot without channels serves all of them."""
    if isinstance(entry, Post):
        return entry.channel == channel
    return not entry.channels or channel in entry.channels


class Hours(NamedTuple):
    """Opening hours: the weekdays (0 is Monday) and minutes of the day, half-open."""

    weekdays: frozenset[int]
    start: int
    end: int


def parse_hours(text: str) -> tuple[Hours, ...]:
    """Read `mon-fri 08:00-18:00, sat 10:00-12:00` or `08:00-20:00`.

    A range over midnight (`22:00-06:00`) becomes two. Raises `ValueError` on anything else.
    """
    found: list[Hours] = []
    for part in text.lower().replace("\N{EN DASH}", "-").split(","):
        *words, clock = part.split() or [""]
        if len(words) > 1:
            raise ValueError(text)
        days = _weekdays(words[0]) if words else frozenset(range(7))
        start, end = (_minute_of_day(word) for word in _pair(clock))
        if start < end:
            found.append(Hours(days, start, end))
        elif start > end:
            found.append(Hours(days, start, MINUTES_A_DAY))
            found.append(Hours(frozenset((day + 1) % 7 for day in days), 0, end))
        else:
            raise ValueError(text)
    return tuple(hours for hours in found if hours.start < hours.end)


def parse_time(text: str) -> tuple[frozenset[int], int]:
    """Read `tue-thu 09:00` or `12:30`: the weekdays (0 is Monday) and the minute of the day.

    Raises `ValueError` on anything else.
    """
    *words, clock = text.lower().replace("\N{EN DASH}", "-").split() or [""]
    if len(words) > 1 or ":" not in clock:
        raise ValueError(text)
    minute = _minute_of_day(clock)
    if minute >= MINUTES_A_DAY:
        raise ValueError(text)
    return _weekdays(words[0]) if words else frozenset(range(7)), minute


def _pair(text: str) -> tuple[str, str]:
    first, dash, last = text.partition("-")
    if not dash:
        raise ValueError(text)
    return first, last


def _weekdays(text: str) -> frozenset[int]:
    first, _, last = text.partition("-")
    start, end = _weekday(first), _weekday(last or first)
    return frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))


def _weekday(word: str) -> int:
    for position, name in enumerate(WEEKDAYS):
        if word[1:] and name.startswith(word):
            return position
    raise ValueError(word)


def _minute_of_day(text: str) -> int:
    hour, _, minute = text.partition(":")
    if not hour.isdecimal() or (minute and not minute.isdecimal()):
        raise ValueError(text)
    total = int(hour) * MINUTES_AN_HOUR + int(minute or 0)
    if total > MINUTES_A_DAY or int(minute or 0) >= MINUTES_AN_HOUR:
        raise ValueError(text)
    return total


def day_hours(hours: Iterable[Hours], weekday: int) -> list[tuple[int, int]]:
    """The open stretches of one weekday, as (start, end) minutes of the day, in order."""
    return sorted((item.start, item.end) for item in hours if weekday in item.weekdays)


class ZonedTime(NamedTuple):
    """A local time made aware, and what is odd about it: "gap", "doubled" or nothing."""

    at: datetime
    oddity: str | None


def in_zone(local: datetime, zone: tzinfo) -> ZonedTime:
    """Read a local time in a zone.

    A time in the gap of a clock change takes the offset before it; a doubled one is the first.
    """
    at = local.replace(tzinfo=zone, fold=0)
    # Nearly all times are neither; there `fold` makes no difference, which is quick to see.
    if zone is UTC or at.utcoffset() == at.replace(fold=1).utcoffset():
        return ZonedTime(at, None)
    if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        return ZonedTime(at, "gap")
    return ZonedTime(at, "doubled")
