"""The Markdown that planner writes itself, read back: weeks whose days carry no year."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from planner.imports.table import Cell, Row
from planner.markdown.tables import Found
from planner.weeks import day_name

_WEEK = re.compile(r"(?:(?P<week>\d{4}-W\d\d)|week of (?P<first>\d{4}-\d\d-\d\d)): .* \d{4}\Z")
_COLUMNS = ("Channel", "Kind", "What", "By")
_ZONE = re.compile(r"\*\* Times are in (?P<zone>\S+)\.\s*\Z")
_NOTHING = ("no channel", "all channels", "unknown")
_SLOT = "reserved "


def first_day(heading: str) -> date | None:
    """The first day of the week that one of planner's own headings names."""
    match = _WEEK.match(heading)
    try:
        if match and match["week"]:
            return date.fromisocalendar(int(match["week"][:4]), int(match["week"][6:]), 1)
        return date.fromisoformat(match["first"]) if match else None
    except ValueError:
        return None


def is_own(found: Found) -> bool:
    """Whether a table is of a week as planner writes it."""
    columns = tuple(name for name in found.columns if name not in ("Day", "Time"))
    return columns[:-1] == _COLUMNS and columns[-1] in ("Status", "Change")


def zone_in(text: str) -> str | None:
    """The zone that the line below the title states."""
    match = _ZONE.search(text)
    return match["zone"].replace("\\", "") if match else None


def own_rows(found: Found, first: date | None) -> tuple[Row, ...]:
    """The entries of a week with their days in full."""
    days = {day_name(day): day for day in _days(first)} if first else {}
    rows = []
    day: Cell | None = None
    for row in found.rows:
        cell = row.cells.get("Day")
        if cell and cell.value:
            written = days.get(cell.value)
            day = Cell(written.isoformat() if written else cell.value, cell.span)
        rows.append(_own_row(row, day, found.columns[-1]))
    return tuple(rows)


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(7))


def _own_row(row: Row, day: Cell | None, last: str) -> Row:
    cells = {"Date": day} if day else {}
    cells |= {
        name: cell
        for name, cell in row.cells.items()
        if name not in ("Day", "What", last) and cell.value not in (None, *_NOTHING)
    }
    what = row.cells.get("What")
    if what and what.value and not str(what.value).startswith("to write"):
        is_slot = str(what.value).startswith(_SLOT)
        cells["Note" if is_slot else "Text"] = what
    return row._replace(cells=cells | _marks(row.cells.get(last)))


def _marks(cell: Cell | None) -> dict[str, Cell]:
    """The status, and the pin, of the last column; a moved post was not published yet."""
    words = re.split(r", ", str(cell.value or "")) if cell else []
    found: dict[str, Cell] = {}
    for word in words:
        if cell and word == "pinned":
            found["pin"] = Cell(value=True, span=cell.span)
        elif cell and not word.startswith("**") and word:
            found["Status"] = Cell("held" if word == "held back" else word, cell.span)
        elif cell and word.startswith("**held back**"):
            found["Status"] = Cell("held", cell.span)
    return found


def texts_are_cut(rows: Sequence[Row]) -> bool:
    """Whether a text ends where the table had no more room."""
    return any(str(row.cells["Text"].value).endswith("…") for row in rows if "Text" in row.cells)
