"""Days and hours that spreadsheets wrote as bare numbers: 46349, 0.375, 0900."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from planner.imports.clock import parse_clock
from planner.imports.names import meaning_of, names_hours
from planner.imports.table import Cell, Table
from planner.imports.values import cells_of, text_of
from planner.weeks import MINUTES_A_DAY
from planner.wording import listed

FIRST = datetime.combine(date(1899, 12, 30), time())
"""Day 0 of spreadsheets."""
_SERIAL = re.compile(r"[45]\d{4}(?:[.,]\d+)?\Z")
_SHARE = re.compile(r"0?[.,]\d+\Z")
_DIGITS = re.compile(r"(?:[01]?\d|2[0-3])[0-5]\d\Z")
_DIGIT = re.compile(r"\d")

Reader = Callable[[str], date | time | None]


def with_times(table: Table) -> Table:
    """The table with dates and times for the columns that hold only numbers for them."""
    for name in table.columns:
        if meaning_of(name).field != "when":
            continue
        reader = _reader(table, name)
        if reader is not None:
            table = _replaced(table, name, reader)
    return table


def _reader(table: Table, name: str) -> Reader | None:
    """How the numbers of a column are read, None for a column of anything else."""
    texts = [text_of(cell.value) for cell in cells_of(table, name)]
    if texts and all(map(_SERIAL.match, texts)):
        return _day
    if not names_hours(name):
        return None
    digits = [text for text in texts if parse_clock(text) is None and _DIGIT.search(text)]
    if digits and all(map(_SHARE.match, digits)):
        return _share
    return _digits if digits and all(map(_DIGITS.match, digits)) else None


def _replaced(table: Table, name: str, reader: Reader) -> Table:
    rows = []
    changed: dict[str, None] = {}
    for row in table.rows:
        cell = row.cells.get(name)
        value = reader(text_of(cell.value)) if cell else None
        if cell is None or value is None:
            rows.append(row)
            continue
        changed[f'"{text_of(cell.value)}" as {_shown(value)}'] = None
        rows.append(row._replace(cells={**row.cells, name: Cell(value, cell.span)}))
    how = "hours without a colon" if reader is _digits else "numbers that spreadsheets count with"
    said = f"`{name}` holds {how}: {listed(list(changed)[:2])}."
    return table._replace(rows=tuple(rows), said=(*table.said, said))


def _day(text: str) -> date | None:
    if not _SERIAL.match(text):
        return None
    number = float(text.replace(",", "."))
    at = FIRST + timedelta(minutes=round(number * MINUTES_A_DAY))
    return at if number % 1 else at.date()


def _share(text: str) -> time | None:
    if not _SHARE.match(text):
        return None
    minutes = round(float(text.replace(",", ".")) * MINUTES_A_DAY)
    return time(minutes // 60 % 24, minutes % 60)


def _digits(text: str) -> time | None:
    return time(int(text[:-2]), int(text[-2:])) if _DIGITS.match(text) else None


def _shown(value: date | time) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
