"""Days that count from somewhere, weeks by number, and offsets from UTC."""

from datetime import UTC, date, timedelta, timezone
from typing import NamedTuple

from planner.imports.dates import Stamp, day_of, next_weekday
from planner.imports.table import Cell
from planner.imports.values import stamp_of, text_of

_DAYS = 7
_MINUTES = 60
_FARTHEST = 14


class Relative(NamedTuple):
    """A day that is told by numbers and names: the `number` of the day, its week and weekday.

    `year` is that of the week, `begin` the first day of the week, where they are told;
    `begin_part` is its month and day where no year is told.
    """

    number: int | None = None
    week: int | None = None
    year: int | None = None
    weekday: int | None = None
    begin: date | None = None
    begin_part: tuple[int, int] | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is told at all."""
        return self.number is None and self.weekday is None and self.week is None

    @property
    def is_fixed(self) -> bool:
        """Whether it is a day of the year without knowing where to count from."""
        return self.weekday is not None and bool(self.begin or (self.week and self.year))

    def day(self, start: date | None, *, by_year: bool = False) -> date | None:
        """The date, counting from a start where that is needed; None when it is not certain.

        With `by_year` weeks are those of the year in which the start is, or of the next one.
        """
        try:
            if self.is_fixed and self.weekday is not None:
                return self._fixed(self.weekday)
            if start and by_year and self.week and self.weekday is not None:
                year, first, _ = start.isocalendar()
                return date.fromisocalendar(year + (self.week < first), self.week, self.weekday + 1)
            return self._from(start) if start else None
        except (OverflowError, ValueError):
            return None

    def _fixed(self, weekday: int) -> date:
        if self.begin:
            return next_weekday(self.begin, weekday)
        return date.fromisocalendar(self.year or 0, self.week or 0, weekday + 1)

    def _from(self, start: date) -> date | None:
        if self.number is not None:
            more = _DAYS * (self.week - 1) if self.week and self.number <= _DAYS else 0
            return start + timedelta(days=self.number - 1 + more)
        if self.weekday is None or self.year:
            return None
        if self.begin_part:
            days = (day_of(start.year + more, *self.begin_part) for more in (0, 1))
            begin = next((day for day in days if day and start - day < timedelta(_DAYS)), None)
            return next_weekday(begin, self.weekday) if begin else None
        return next_weekday(start + timedelta(days=_DAYS * ((self.week or 1) - 1)), self.weekday)


def relative_of(
    stamp: Stamp, number: Cell | None, week: Cell | None, weekday: Cell | None
) -> Relative:
    """What a date column and the columns of day numbers, weeks and weekdays say together."""
    stamps = [stamp, *(found for cell in (number, week, weekday) if (found := _stamp(cell)))]
    weeks = [found.week for found in stamps if found.week]
    year, week_number = weeks[0] if weeks else (None, _plain(week))
    numbers = [found.number for found in stamps if found.number is not None]
    days = [found.weekday for found in stamps if found.weekday is not None]
    of_week = _stamp(week)
    if week and text_of(week.value) and week_number is None and not (of_week and of_week.is_day):
        return Relative()  # a week that cannot be read is not the first one
    return Relative(
        numbers[0] if numbers else _plain(number),
        week_number,
        year,
        days[0] if days else None,
        of_week.day if of_week else None,
        of_week.part if of_week else None,
    )


def _stamp(cell: Cell | None) -> Stamp | None:
    return stamp_of(cell) if cell else None


def _plain(cell: Cell | None) -> int | None:
    """A small number that stands alone."""
    text = text_of(cell.value) if cell else ""
    return int(text) if text.isdecimal() and len(text) < len("1000") else None


def offset_of(text: str) -> timezone | None:
    """The zone of an offset such as `+02:00`, `Z` or `GMT+2`; None for anything else."""
    digits = text.strip().upper().removeprefix("UTC").removeprefix("GMT").strip()
    if digits == "Z" or (not digits and text.strip()):
        return UTC
    if not digits or digits[0] not in "+-":
        return None
    plain = digits[1:].replace(":", "")
    hours, minutes = (plain[:-2], plain[-2:]) if len(plain) > len("10") else (plain, "0")
    if int(hours) > _FARTHEST or int(minutes) >= _MINUTES:
        return None
    length = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-length if digits[0] == "-" else length)
