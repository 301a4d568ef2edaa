"""The time of day of posts, and the zone it is told in."""

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from planner.imports.clock import Clock
from planner.imports.columns import Layout
from planner.imports.dates import Stamp
from planner.imports.relative import offset_of
from planner.imports.remarks import Remarks
from planner.imports.table import Cell, Row, Table
from planner.imports.values import is_blank, stamp_of, text_of
from planner.imports.zones import public_zone, zone_named
from planner.model import Span
from planner.weeks import day_name, in_zone, zone_of
from planner.wording import one_line, shorten

_SHOWN = 30
_BESIDE = ("weekday", "week", "number")
"""Columns in which a time of day may stand with the name of the day: "Mon 9:00"."""


class Clocks(NamedTuple):
    """How times are read: in this zone, where they do not name one; `start` is day 1.

    With `by_row` a row that states a zone of its own is read in that.
    """

    zone: tzinfo
    start: date | None = None
    by_row: bool = True


def shown(text: str) -> str:
    """A value cut for a message, on one line."""
    return shorten(one_line(text), _SHOWN)


def column_of(row: Row, cell: Cell, usual: str) -> str:
    """The name of the column that a cell of a row is in."""
    return next((name for name, other in row.cells.items() if other is cell), usual)


def _is_midnight(clock: Clock) -> bool:
    return not clock.at.hour and not clock.at.minute and not clock.zone


def cell_of(table: Table, layout: Layout, row: Row, field: str) -> Cell | None:
    """The cell of a field in a row, or what holds for the whole table."""
    for column in layout.fields.get(field, ()):
        cell = row.cells.get(column) or table.settings.get(column)
        if cell is not None and not is_blank(text_of(cell.value)):
            return cell
    return None


class Moments:
    """Adds times of day to the days of one table, with what has to be said about them."""

    def __init__(self, table: Table, layout: Layout, clocks: Clocks, remarks: Remarks) -> None:
        self.table = table
        self.layout = layout
        self.clocks = clocks
        self.remarks = remarks

    def at(self, day: date, stamp: Stamp, dated: Cell | None, row: Row) -> datetime | date:
        """The day with the time that the date, or else a column of times, adds to it."""
        timed = cell_of(self.table, self.layout, row, "time")
        beside = (cell_of(self.table, self.layout, row, field) for field in _BESIDE)
        cells = [cell for cell in (timed, *beside) if cell]
        found = ((stamp_of(cell), cell) for cell in cells)
        clocked = next(((it, cell) for it, cell in found if it and it.clock), None)
        # Spreadsheets give a day the time 00:00; a column of times then knows better.
        if stamp.clock and dated and not (clocked and _is_midnight(stamp.clock)):
            return self._clocked(day, stamp, dated, row)
        if clocked:
            return self._clocked(day, *clocked, row)
        if timed:
            name = column_of(row, timed, "time")
            self.remarks.count(
                ("no clock", name), timed.span,
                lambda tally: f"{tally.posts} without a time of day: `{shown(name)}` says "
                f"{tally.quoted}. Only the day was read.",
                shown(text_of(timed.value)),
            )  # fmt: skip
        return day

    def _clocked(self, day: date, stamp: Stamp, cell: Cell, row: Row) -> datetime:
        clock = stamp.clock
        assert clock
        if clock.first_of_many:
            self.remarks.count(
                "many times", cell.span,
                lambda tally: f"{tally.rows} with several times: {tally.quoted}. The first counts.",
                shown(text_of(cell.value)),
            )  # fmt: skip
        if _is_midnight(clock):
            self.remarks.count(
                "midnight", cell.span,
                lambda tally: f"{tally.posts} at 00:00, which probably means that no time is set; "
                "it was kept as written.",
            )  # fmt: skip
        local = datetime.combine(day, clock.at)
        fixed = offset_of(clock.zone)
        if fixed is not None:
            return local.replace(tzinfo=fixed)
        return self._in_zone(local, self._zone(clock.zone, row, cell.span), cell.span)

    def _zone(self, named: str, row: Row, span: Span) -> tzinfo:
        """The zone behind a time, else the row's own, else that of all."""
        public = zone_named(named) if named else None
        if public:
            self.remarks.count(
                ("zone", named.upper()), span,
                lambda _tally: f'"{named}" behind a time is read as the zone {public}.',
            )  # fmt: skip
            return zone_of(public)
        self.remarks.floating = True
        cell = cell_of(self.table, self.layout, row, "timezone") if self.clocks.by_row else None
        own = public_zone(text_of(cell.value)) if cell else None
        return zone_of(own) if own else self.clocks.zone

    def _in_zone(self, local: datetime, zone: tzinfo, span: Span) -> datetime:
        at, oddity = in_zone(local, zone)
        if oddity == "gap":
            message = (
                f"{local:%H:%M} does not exist on {day_name(local)}: the clock is put forward."
            )
            self.remarks.report("no-such-time", message, span)
        elif oddity == "doubled":
            message = f"{local:%H:%M} comes twice on {day_name(local)}; the first was taken."
            self.remarks.note(message, span)
        return at
