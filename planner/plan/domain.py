"""When entries may take place: days and quarter hours that a plan may use."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from planner.model import ABSENT_STATUSES, Calendar, Post, Window
from planner.weeks import (
    MINUTES_A_DAY,
    Hours,
    day_hours,
    local_day,
    minute_of,
    parse_hours,
    parse_time,
)

STEP = 15
"""Moved and inserted entries start on quarter hours."""
POST_HOURS = "08:00-20:00"
"""When posts may go out on a channel that declares no hours."""
SLOT_HOURS = "mon-fri 09:00-17:00"
"""When people can take slots in a calendar that declares nobody's hours."""
SLOT_MINUTES = 30
"""How long an inserted slot is."""

Stretches = tuple[tuple[int, int], ...]
"""Parts of a day as (first, last) minute at which an entry may start, both included."""


class Clock(NamedTuple):
    """The zone of a calendar and the moment before which nothing can be changed."""

    zone: tzinfo
    now: datetime | None = None

    def is_past(self, at: datetime | date) -> bool:
        """Whether something that has this time or day can no longer be changed."""
        if self.now is None:
            return False
        if isinstance(at, datetime):
            # Two times of one zone would be compared by the wall, where an hour can come twice.
            return at.timestamp() < self.now.timestamp()
        return at < local_day(self.now, self.zone)

    def has_begun(self, window: Window) -> bool:
        """Whether a part of a window is past."""
        return self.now is not None and self.now.astimezone(self.zone).date() >= window.first

    def first_minute(self, day: date) -> int:
        """The first minute of a day that is not past; a whole day's minutes when all are."""
        if self.now is None:
            return 0
        local = self.now.astimezone(self.zone)
        if day != local.date():
            return 0 if day > local.date() else MINUTES_A_DAY
        return local.hour * 60 + local.minute + 1

    def day_base(self, day: date) -> int:
        """Minutes from the epoch to a day's midnight, by the offset that holds at its noon."""
        noon = datetime.combine(day, time(12), self.zone)
        return int(noon.timestamp()) // 60 - 720

    def shifts(self, day: date) -> bool:
        """Whether the clock is changed on a day."""
        start = datetime.combine(day, time(0), self.zone)
        return start.utcoffset() != datetime.combine(day, time(23, 59), self.zone).utcoffset()

    def last_minute(self, day: date) -> int:
        """The minute with which a day ends, or from which on its last minutes come twice."""
        minutes = range(MINUTES_A_DAY, 0, -STEP)
        return next(it for it in minutes if not self._comes_twice(self.moment(day, it - 1)))

    def _comes_twice(self, at: datetime) -> bool:
        return at.utcoffset() != at.replace(fold=1).utcoffset()

    def moment(self, day: date, minute: int) -> datetime:
        """The local time of a minute of a day."""
        return datetime.combine(day, time(minute // 60, minute % 60), self.zone)

    def minute(self, at: datetime) -> int:
        """The minute of the local day."""
        local = at.astimezone(self.zone)
        return local.hour * 60 + local.minute


class Domain:
    """The hours of a calendar's channels and people, day by day."""

    def __init__(
        self,
        calendar: Calendar,
        clock: Clock,
        first: date | None = None,
        until: date | None = None,
    ) -> None:
        """Take the calendar, its clock and the days (half-open, None: no limit) to plan."""
        self.calendar = calendar
        self.clock = clock
        self.first = first or date.min
        self.until = until or date.max
        self._hours = {
            channel.name: parse_hours(channel.hours)
            for channel in calendar.channels
            if channel.hours
        }
        self._quiet = parse_hours(calendar.quiet) if calendar.quiet else ()
        self._quiet_of = {
            channel.name: (*self._quiet, *parse_hours(channel.quiet))
            for channel in calendar.channels
            if channel.quiet
        }
        self._preferred = {
            channel.name: [parse_time(text) for text in channel.preferred]
            for channel in calendar.channels
            if channel.preferred
        }
        self._shifts = _shifts(calendar)
        self._busy = self._busy_times()

    def post_stretches(self, channel: str | None, day: date) -> Stretches:
        """When a post may be put on a day of a channel: its hours, but the past and quiet ones."""
        if self._is_blackout(day):
            return ()
        hours = self._hours.get(channel or "", parse_hours(POST_HOURS))
        quiet = self._quiet_of.get(channel or "", self._quiet)
        return tuple(_without(self._open(hours, day, STEP), quiet, day, STEP))

    def prefers(self, channel: str | None) -> bool:
        """Whether a channel prefers some times of the week."""
        return channel in self._preferred

    def preferred_times(self, channel: str | None, day: date) -> tuple[int, ...]:
        """The quarter hours of a day that a channel prefers, of those for posts."""
        stretches = self.post_stretches(channel, day)
        times = {
            (minute + STEP // 2) // STEP * STEP
            for weekdays, minute in self._preferred.get(channel or "", ())
            if day.weekday() in weekdays
        }
        return tuple(sorted(it for it in times if any(a <= it <= b for a, b in stretches)))

    def slot_stretches(self, day: date, minutes: int = SLOT_MINUTES) -> Stretches:
        """When somebody is there, and free, for a slot of so many minutes on a day."""
        if self._is_blackout(day):
            return ()
        base = self.clock.day_base(day)
        found: set[tuple[int, int]] = set()
        for name, hours in self._shifts:
            busy = [(start - base, end - base) for start, end in self._busy.get(name, ())]
            stretches = _without(self._open(hours, day, minutes), self._quiet, day, minutes)
            for first, last in stretches:
                found.update(_free(first, last, minutes, busy))
        return tuple(sorted(found))

    def _busy_times(self) -> dict[str, list[tuple[int, int]]]:
        """From when to when the people have slots, in minutes from the epoch."""
        found: dict[str, list[tuple[int, int]]] = {}
        for slot in self.calendar.slots:
            if slot.by and isinstance(slot.at, datetime) and slot.status not in ABSENT_STATUSES:
                start = minute_of(slot.at)
                found.setdefault(slot.by, []).append((start, start + slot.minutes))
        return found

    def days(self, window: Window, post: Post | None = None) -> list[date]:
        """The days of a week to plan that are not past, and that a post's own window allows."""
        days = [window.first + timedelta(days=step) for step in range(7)]
        first, last = (post.window if post and post.window else None) or (None, None)
        return [
            day
            for day in days
            if self.clock.first_minute(day) < MINUTES_A_DAY
            and self.first <= day < self.until
            and (first is None or day >= first)
            and (last is None or day <= last)
        ]

    def is_fixed(self, post: Post) -> bool:
        """Whether a post may not be moved: published, pinned, past or not to be planned."""
        if post.status == "published" or post.pin or post.at is None:
            return True
        day = local_day(post.at, self.clock.zone)
        return self.clock.is_past(post.at) or not self.first <= day < self.until

    def _is_blackout(self, day: date) -> bool:
        return any(item.first <= day < item.until for item in self.calendar.blackouts)

    def _open(self, hours: Iterable[Hours], day: date, length: int) -> Stretches:
        earliest = self.clock.first_minute(day)
        if self.clock.shifts(day):
            # The hours in which clocks are changed are no time to plan for.
            earliest = max(earliest, 240)
        latest = self.clock.last_minute(day)
        parts = []
        for start, end in day_hours(hours, day.weekday()):
            first = -(-max(start, earliest) // STEP) * STEP
            last = (min(end, latest) - length) // STEP * STEP
            if first <= last:
                parts.append((first, last))
        return tuple(parts)


def _shifts(calendar: Calendar) -> list[tuple[str, tuple[Hours, ...]]]:
    """Who takes slots, and when: those who declare hours, else all, else somebody."""
    declared = [(it.name, parse_hours(it.on_call)) for it in calendar.people if it.on_call]
    usual = parse_hours(SLOT_HOURS)
    return declared or [(it.name, usual) for it in calendar.people] or [("", usual)]


def _without(
    stretches: Stretches, quiet: Iterable[Hours], day: date, minutes: int
) -> Iterator[tuple[int, int]]:
    """The parts of stretches at which an entry of so many minutes meets no quiet hours."""
    times = day_hours(quiet, day.weekday())
    for first, last in stretches:
        yield from _free(first, last, minutes, times)


def _free(
    first: int, last: int, minutes: int, busy: Iterable[tuple[int, int]]
) -> Iterable[tuple[int, int]]:
    """The parts of a stretch of starts at which an entry of so many minutes meets no busy time."""
    for start, end in sorted(busy):
        if start < last + minutes and first < end:
            before = (start - minutes) // STEP * STEP
            if first <= before:
                yield first, before
            first = max(first, -(-end // STEP) * STEP)
    if first <= last:
        yield first, last
