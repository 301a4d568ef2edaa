"""Grids of days as lists of posts: a row for each filled cell, with what its row and column say."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

from planner.imports.dates import day_of, parse_stamp
from planner.imports.day_columns import (
    Cells,
    DayColumns,
    are_days,
    day_columns,
    is_no_post,
    label_of,
    month_in,
    sort_of,
    value_column,
)
from planner.imports.names import meaning_of
from planner.imports.table import Cell, Row, Table
from planner.imports.turned import turned
from planner.imports.values import is_blank, text_of
from planner.imports.words import kind_of
from planner.readers import ReadOptions
from planner.wording import listed, one_line, shorten

_BEGINNINGS = (
    "week of ", "week commencing ", "week beginning ", "w/c ", "woche vom ", "semaine du ",
)  # fmt: skip
_STRETCH = re.compile(r"(\d{1,2})\.?\s*[-\u2013\u2014]\s*\d{1,2}\.?\s+([^\W\d_]{3,}.*)\Z")
_TIMES = ("when", "weekday", "week", None)
_LABELS = frozenset((
    "week", "date", "weekday", "day", "time", "channel", "pillar", "kind", "month", "year", "when",
))  # fmt: skip
"""What a joined cell may say of all rows beside it."""
_LAST_DAY = 31
_SHOWN = 30


def unfolded(table: Table, options: ReadOptions) -> Table:
    """A list of posts of a table whose columns are days; any other table as it is."""
    days = day_columns(table, options.columns)
    if days is None:
        return table
    reader = _Grid(table, days, options.start)
    columns_of_posts = turned(table, days, reader.named)
    rows = tuple(columns_of_posts or reader.rows())
    if not rows:
        return table
    columns = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    said = reader.said("column" if columns_of_posts else "filled cell")
    return Table(columns, rows, table.settings, table.heading, (*table.said, said))


class _Grid:
    """One table of days while it is read from top to bottom."""

    def __init__(self, table: Table, days: DayColumns, start: date | None) -> None:
        self.table = table
        self.days = days
        self.value = value_column(table, days) or "title"
        self.start = start
        self.month = self._month()
        self.times: Mapping[str, Cells] = {}
        self.above: Cells = {}
        self.last: dict[str, Cells] = {}
        self.labels: dict[str, str] = {}
        self.inherited = 0
        self.is_lost = False
        self.is_begun = False

    def rows(self) -> Iterator[Row]:
        """The posts of the table."""
        self.times = {name: self.named(name) for name in self.days.names}
        for row in self.table.rows:
            filled = {name: cell for name in self.days.names if (cell := _cell(row, name))}
            if filled and not are_days(filled.values()):
                yield from self._posts(filled, self._stated(row))
                continue
            stated = self._stated(row, repeats=False)
            if filled:
                self._head(filled, stated)
            else:
                self.above = stated if "week" in stated else self.above | stated

    def said(self, post: str) -> str:
        """What was assumed, in sentences."""
        names = self.days.names
        ends = f"`{_shown(names[0])}` to `{_shown(names[-1])}`"
        told = [f"The columns {ends} are {self.days.called}, so each {post} was read as a post."]
        if self.labels:
            fields = listed(
                f'"{_shown(text)}" as its {field}' for field, text in self.labels.items()
            )
            told.append(f"What stands before them counts for the row: {fields}.")
        if self.inherited:
            told.append("Rows with nothing before their posts belong to the row above.")
        if self.is_lost:
            told.append(
                "The names of days come again without a week, so the posts below them got no date."
            )
        return " ".join(told)

    def _posts(self, filled: Cells, stated: Cells) -> Iterator[Row]:
        for name, cell in filled.items():
            if is_no_post(text_of(cell.value)):
                continue
            times = {it: told._replace(span=cell.span) for it, told in self.times[name].items()}
            yield Row({**self.above, **stated, **times, self.value: cell}, cell.span)

    def named(self, name: str) -> Cells:
        """What the name of a column says: its time, and the kind in `Monday: Tips`."""
        span = self.table.rows[0].span
        cells = {self.days.sort: self._dated(Cell(_weekday_in(name) or name, span))}
        theme = name.partition(" ")[2].strip(" :-()|\u2013\u2014")
        if self.days.sort == "weekday" and kind_of(theme):
            cells["pillar"] = Cell(theme, span)
        return cells

    def _stated(self, row: Row, *, repeats: bool = True) -> Cells:
        """What the cells beside the days say; empty ones at the start repeat those above."""
        if not repeats:
            self.last.clear()
        found: Cells = {}
        missing: Cells = {}
        for place, name in enumerate(self.days.others):
            cell = _cell(row, name)
            if cell is None:
                missing |= {} if found else self.last.get(name, {})
                continue
            if not found:
                for other in self.days.others[place:]:
                    self.last.pop(other, None)
            told = self._label(name, cell)
            found |= told
            if told.keys() & _LABELS or meaning_of(name).field in _LABELS:
                self.last[name] = told
        corner = next((name for name in self.days.others if sort_of(name) == "week"), None)
        if corner and "week" not in self.above | found | missing:
            found["week"] = Cell(corner, row.span)
        self.inherited += bool(missing)
        return missing | found

    def _label(self, name: str, cell: Cell) -> Cells:
        """What one cell beside the days says, by the name of its column or by its value."""
        text = text_of(cell.value)
        field = label_of(_without_beginning(text), self.days)
        if meaning_of(name).field in _TIMES and field:
            self.labels.setdefault(field, text)
            return {field: self._week(cell) if field == "week" else cell}
        return {} if sort_of(name) == "week" else {name: cell}

    def _week(self, cell: Cell) -> Cell:
        """A week that is told by its first day, as a date where the year is known."""
        stamp = parse_stamp(_without_beginning(text_of(cell.value)))
        if stamp is None or not stamp.is_day:
            return cell
        day = stamp.day or (self._in_month(stamp.part) if stamp.part else None)
        return cell._replace(value=day or _without_beginning(text_of(cell.value)))

    def _in_month(self, part: tuple[int, int]) -> date | None:
        """A day and month with the year that goes best with the month in the title."""
        if self.month is None:
            return None
        first = date(*self.month, 1)
        found = [day_of(first.year + more, *part) for more in (-1, 0, 1)]
        return min(filter(None, found), key=lambda day: abs(day - first), default=None)

    def _head(self, filled: Cells, stated: Cells) -> None:
        """Take the days that a row names for the rows below it."""
        self.above = dict(stated)
        texts = {name: text_of(cell.value) for name, cell in filled.items()}
        if all(sort_of(text) == "weekday" for text in texts.values()):
            self.is_lost = self.is_lost or "week" not in stated
            found = {name: self.named(name) for name in filled} if "week" in stated else {}
        elif all(text.isdecimal() for text in texts.values()):
            found = self._numbered({name: int(text) for name, text in texts.items()}, filled)
        else:
            found = {name: {"date": self._dated(cell)} for name, cell in filled.items()}
        # A weekday beside a date stays: it shows where the two disagree.
        named = {} if self.is_lost else {name: self.named(name) for name in found}
        self.times = {name: named.get(name, {}) | found.get(name, {}) for name in self.days.names}

    def _dated(self, cell: Cell) -> Cell:
        """A cell with the name of a day, as a date where a title says of which year."""
        stamp = parse_stamp(text_of(cell.value))
        day = self._in_month(stamp.part) if stamp and stamp.part else None
        if stamp and stamp.clock and stamp.clock.at == time(0):
            day = stamp.day  # workbooks give a day the time 00:00
        return cell._replace(value=day) if day else cell

    def _month(self) -> tuple[int, int] | None:
        """The year and the month that stand above the table."""
        stated = (text_of(cell.value) for cell in self.table.settings.values())
        return month_in(" ".join((*stated, self.table.heading or "")))

    def _numbered(self, numbers: Mapping[str, int], cells: Cells) -> dict[str, Cells]:
        """The dates of a row with the numbers of days, as calendars on the wall have them."""
        month = self.month or ((self.start.year, self.start.month) if self.start else None)
        if month is None:
            self.is_lost = True
            return {}
        first = date(*month, 1)
        ordered = list(numbers.values())
        if not self.is_begun and ordered != sorted(ordered):
            first = (first - timedelta(days=1)).replace(day=1)
        self.is_begun = True
        found: dict[str, Cells] = {}
        before = 0
        for name, number in numbers.items():
            if number < before:
                first = (first + timedelta(days=_LAST_DAY)).replace(day=1)
            before = number
            day = day_of(first.year, first.month, number)
            found[name] = {"date": cells[name]._replace(value=day or number)}
        return found


def _cell(row: Row, name: str) -> Cell | None:
    cell = row.cells.get(name)
    return cell if cell is not None and not is_blank(text_of(cell.value)) else None


def _weekday_in(name: str) -> str | None:
    """The weekday in `Monday: Tips`."""
    if parse_stamp(name) is not None:
        return None
    return name.split(maxsplit=1)[0].strip(" :-(|\u2013\u2014")


def _without_beginning(text: str) -> str:
    """`23 November` of `Week of 23 November` and of `23-29 November`."""
    lower = text.casefold()
    bare = next((text[len(it) :] for it in _BEGINNINGS if lower.startswith(it)), text)
    stretch = _STRETCH.match(bare)
    return f"{stretch[1]} {stretch[2]}" if stretch else bare


def _shown(text: str) -> str:
    return shorten(one_line(text), _SHOWN)
