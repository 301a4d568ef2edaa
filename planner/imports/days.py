"""From the cells of a row to the day and time of its posts."""

from collections.abc import Iterator
from datetime import date, datetime

from planner.imports.calendar_words import month_of
from planner.imports.columns import Layout
from planner.imports.dates import Stamp, day_of
from planner.imports.moments import Clocks, Moments, cell_of, column_of, shown
from planner.imports.order import Numeric, order_of
from planner.imports.relative import relative_of
from planner.imports.remarks import Remarks
from planner.imports.table import Cell, Row, Table
from planner.imports.values import stamp_of, text_of
from planner.model import Span
from planner.wording import counted


class Days:
    """The dates of one table, with what has to be said about them."""

    def __init__(self, table: Table, layout: Layout, clocks: Clocks, remarks: Remarks) -> None:
        self.table = table
        self.layout = layout
        self.clocks = clocks
        self.remarks = remarks
        self.moments = Moments(table, layout, clocks, remarks)
        self.order = layout.order or order_of(list(self._numerics()), remarks)
        self.by_year = self._has_weeks_of_year()
        self._checked = 0
        self._wrong: list[Span] = []

    def at(self, row: Row, stated: Cell | None = None) -> datetime | date | None:
        """When the posts of a row go out; `stated` is a date of one channel alone."""
        cell = stated or cell_of(self.table, self.layout, row, "date")
        stamp = stamp_of(cell) if cell else None
        if cell and stamp is None:
            self._unread(cell, row)
        stamp = stamp or Stamp()
        day = self._day(stamp, cell, row)
        self._check_weekday(day, stamp, cell, row)
        if stamp.more and cell and day:
            text = text_of(cell.value)
            self.remarks.count(
                ("more", text), cell.span,
                lambda _tally: f'Of "{shown(text)}" only the beginning was taken.',
            )  # fmt: skip
        return self.moments.at(day, stamp, cell, row) if day else None

    def close(self) -> None:
        """Say how often the names of days and the dates disagree."""
        if self._wrong:
            message = (
                f"The day name disagrees with the date in {len(self._wrong)} of "
                f"{counted(self._checked, 'row')}; the dates were taken."
            )
            self.remarks.note(message, self._wrong[0])

    def _cells(self, field: str) -> Iterator[tuple[Row, Cell]]:
        for row in self.table.rows:
            cell = cell_of(self.table, self.layout, row, field)
            if cell:
                yield row, cell

    def _numerics(self) -> Iterator[Numeric]:
        """The dates that are two numbers and a year, with the names of days beside them."""
        for row, cell in self._cells("date"):
            stamp = stamp_of(cell)
            if stamp and stamp.either:
                beside = cell_of(self.table, self.layout, row, "weekday")
                named = stamp_of(beside) if beside else stamp
                weekday = named.weekday if named else None
                yield Numeric(self._column_of(cell, row), cell, *stamp.either, weekday)

    def _has_weeks_of_year(self) -> bool:
        """Whether the first week of the table has the number of the one that the start is in."""
        start = self.clocks.start
        cell = next((cell for _, cell in self._cells("week")), None)
        week = relative_of(Stamp(), None, cell, None).week
        if cell is None or start is None or week in (None, 1) or week != start.isocalendar().week:
            return False
        text = shown(text_of(cell.value))
        message = f'"{text}" is the week of the year that --start is in; so the others are, too.'
        self.remarks.note(message, cell.span)
        return True

    def _day(self, stamp: Stamp, cell: Cell | None, row: Row) -> date | None:
        if stamp.day:
            return stamp.day
        if stamp.either:
            return self._numeric(stamp.either, cell, row)
        if stamp.missing and cell:
            text = shown(text_of(cell.value))
            self.remarks.report("no-such-time", f'There is no such date as "{text}".', cell.span)
            return None
        if stamp.part:
            return self._without_year(stamp.part, cell, row)
        return self._relative(stamp, row)

    def _numeric(
        self, pair: tuple[date | None, date | None], cell: Cell | None, row: Row
    ) -> date | None:
        first, second = pair
        if first is None or second is None:
            certain = first or second
            if (
                certain is None
                or (self.order == "day" and not first)
                or (self.order == "month" and not second)
            ):
                self._no_such_order(cell)
                return None
            return certain
        if self.order:
            return first if self.order == "day" else second
        if cell:
            column = self._column_of(cell, row)
            self.remarks.ambiguous.setdefault(column, []).append((cell.span, text_of(cell.value)))
        return None

    def _no_such_order(self, cell: Cell | None) -> None:
        if cell:
            text = shown(text_of(cell.value))
            wanted = {"day": "day/month/year", "month": "month/day/year"}.get(self.order or "", "")
            rest = f" when dates are written {wanted}" if wanted else ""
            message = f'There is no such date as "{text}"{rest}.'
            self.remarks.report("no-such-time", message, cell.span)

    def _column_of(self, cell: Cell, row: Row) -> str:
        return column_of(row, cell, (*self.layout.fields.get("date", ()), "date")[0])

    def _without_year(self, part: tuple[int, int], cell: Cell | None, row: Row) -> date | None:
        month, number = part
        year = cell_of(self.table, self.layout, row, "year")
        text = text_of(year.value) if year else ""
        if month and text.isdecimal():
            return day_of(int(text), month, number)
        start = self.clocks.start
        if month and start:
            found = [day_of(start.year + more, month, number) for more in range(9)]
            return next((day for day in found if day and day >= start), None)
        if cell:
            self.remarks.count(
                "no year", cell.span,
                lambda tally: f"{tally.posts} without a date: {tally.quoted} names no year. "
                "--start DATE says from which day on it is meant.",
                shown(text_of(cell.value)),
            )  # fmt: skip
        return None

    def _relative(self, stamp: Stamp, row: Row) -> date | None:
        """Day 7, week 3 and names of days: they count from the start that the user gives."""
        cells = [
            cell_of(self.table, self.layout, row, field) for field in ("number", "week", "weekday")
        ]
        fixed = self._calendar_day(row, cells[0])
        if fixed:
            return fixed
        found = relative_of(stamp, *cells)
        if found.is_nothing and cells[1] and (cells[2] or stamp.weekday is not None):
            self._unread(cells[1], row, "week")
        if found.is_nothing or found.is_fixed or self.clocks.start:
            return found.day(self.clocks.start, by_year=self.by_year)
        place = next((cell for cell in cells if cell), None)
        self._ask_for_start(place or cell_of(self.table, self.layout, row, "date"), row)
        return None

    def _calendar_day(self, row: Row, cell: Cell | None) -> date | None:
        """A date whose day, month and year stand in columns of their own."""
        others = [cell_of(self.table, self.layout, row, name) for name in ("month", "year")]
        number, month, year = (text_of(item.value) if item else "" for item in (cell, *others))
        month = str(month_of(month) or month)
        if not (number.isdecimal() and month.isdecimal() and year.isdecimal()):
            return None
        return day_of(int(year), int(month), int(number))

    def _ask_for_start(self, cell: Cell | None, row: Row) -> None:
        if cell:
            name = self._column_of(cell, row)
            value = text_of(cell.value)
            self.remarks.count(
                ("start", name), cell.span,
                lambda tally: f"{tally.posts} without a date: `{name}` says {tally.quoted}, and "
                "nothing says on which date that starts. --start DATE does.",
                shown(value),
            )  # fmt: skip

    def _unread(self, cell: Cell, row: Row, what: str = "date") -> None:
        name = self._column_of(cell, row)
        self.remarks.count(
            ("unread", name), cell.span,
            lambda tally: f"`{shown(name)}` of {tally.rows} is no {what} that could be read: "
            f"{tally.quoted}.",
            shown(text_of(cell.value)),
        )  # fmt: skip

    def _check_weekday(self, day: date | None, stamp: Stamp, cell: Cell | None, row: Row) -> None:
        named = cell_of(self.table, self.layout, row, "weekday")
        other = stamp_of(named) if named else None
        weekday = other.weekday if other else None
        place = named or cell
        if weekday is None:
            weekday = stamp.weekday
        if day is None or weekday is None or place is None:
            return
        self._checked += 1
        if weekday != day.weekday():
            self._wrong.append(place.span)
