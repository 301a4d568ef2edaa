"""Workbooks as text: a line per row and a part per sheet, with the bytes of every cell."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.model import Span
from planner.source import Part
from planner.weeks import MINUTES_A_DAY

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of a workbook when it is unpacked."""
MOST_FILES = 5_000
MOST_MARKS = 1_500_000
"""Marks (`<`) in all parts of a workbook: a quarter of a million cells have so many."""
_MARKS_A_CELL = 4
_JOINED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*")
_CORNERS = re.compile(
    rb"""\sref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']""",
    re.IGNORECASE,
)
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 200, 200_000
"""What is read of one sheet."""
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a workbook cannot hold."""
_OLE = b"\xd0\xcf\x11\xe0"


class SheetCell(NamedTuple):
    """A cell: its value, its bytes in the text, and the address that a hidden link has."""

    value: Any
    span: Span
    link: str | None = None


class Sheet(NamedTuple):
    """A sheet: its rows from the first one on, and the numbers of those that are hidden.

    `limit` says that it is larger than what was read of it.
    """

    title: str
    rows: tuple[tuple[SheetCell, ...], ...]
    start: int
    hidden: tuple[int, ...] = ()
    is_hidden: bool = False
    limit: bool = False


class SheetText(NamedTuple):
    """A workbook as text: all of its sheets, one after the other."""

    data: bytes
    sheets: tuple[Sheet, ...]
    parts: tuple[Part, ...]


class UnreadableWorkbookError(Exception):
    """A file that is no workbook, or none that can be read; the message is a sentence."""


def open_workbook(data: bytes, *, values: bool) -> "Workbook":
    """The workbook of a file: with the values of its formulas, or with the formulas.

    Raises `UnreadableWorkbookError` when it is none, damaged, protected or far too large.
    """
    _check(data)
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(data), data_only=values, rich_text=not values)
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise UnreadableWorkbookError(
            "The workbook is damaged and cannot be read. Open it in a spreadsheet program and "
            "save it as a new .xlsx file."
        ) from error


def _check(data: bytes) -> None:
    if data.startswith(_OLE):
        raise UnreadableWorkbookError(
            "This is a workbook with a password, or one in the old .xls form. Save it as .xlsx "
            "without a password."
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            members = packed.infolist()
            if len(members) > MOST_FILES or sum(it.file_size for it in members) > MOST_BYTES:
                raise UnreadableWorkbookError(
                    f"This workbook holds more than {MOST_BYTES // 1024 // 1024} MB when it is "
                    "unpacked, too much for a calendar. Copy the sheet with the posts into a file "
                    "of its own."
                )
            marks = sum(_marks(packed, member) for member in members)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError,
            ValueError, OSError):  # fmt: skip
        raise UnreadableWorkbookError(
            "This is not an .xlsx workbook, or only a part of one. Save it as .xlsx again."
        ) from None
    if marks > MOST_MARKS:
        raise UnreadableWorkbookError(
            "This workbook has too many cells for a calendar, empty ones with a colour or a frame "
            "among them. Copy the cells with the posts into a new file."
        )


def _marks(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """How many marks a part has; reading it tells also whether it is damaged.

    Joined cells count like as many cells of their own: openpyxl makes all of them.
    """
    part = packed.read(member).replace(b"\0", b"")
    return part.count(b"<") + sum(
        _MARKS_A_CELL * _area(found[0]) for found in _JOINED.finditer(part)
    )


def _area(joined: bytes) -> int:
    """How many cells are joined; more than there can be where nobody could tell."""
    found = _CORNERS.search(joined)
    if found is None:
        return MOST_MARKS
    left, top, right, bottom = (it.decode().upper() for it in found.groups())
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: str) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def text_of(name: str, workbook: "Workbook") -> SheetText:
    """The text of a workbook; with several sheets the part names say which one is meant."""
    data = bytearray()
    sheets: list[Sheet] = []
    several = len(workbook.worksheets) > 1
    parts = []
    for worksheet in workbook.worksheets:
        title = f"{name} [{worksheet.title}]" if several else name
        parts.append(Part(title, len(data)))
        sheets.append(_sheet(worksheet, data))
    return SheetText(bytes(data), tuple(sheets), tuple(parts))


def _sheet(worksheet: "Worksheet", data: bytearray) -> Sheet:
    start = len(data)
    columns = min(worksheet.max_column, MOST_COLUMNS)
    most = min(worksheet.max_row, MOST_ROWS, max(1, MOST_CELLS // max(1, columns)))
    merged = _merged(worksheet, most)
    rows = []
    for row, cells in enumerate(worksheet.iter_rows(max_row=most, max_col=columns), 1):
        rows.append(tuple(_cells(row, cells, merged, data)))
        data += b"\n"
    hidden = (row for row, shape in worksheet.row_dimensions.items() if shape.hidden)
    return Sheet(
        worksheet.title,
        tuple(rows),
        start,
        tuple(sorted(row for row in hidden if row <= most)),
        worksheet.sheet_state != "visible",
        worksheet.max_row > most or worksheet.max_column > columns,
    )


def _merged(worksheet: "Worksheet", most: int) -> dict[tuple[int, int], Any]:
    """The values of cells that are joined with ones above them: a day over its posts."""
    found = {}
    for area in worksheet.merged_cells.ranges:
        if area.max_row > area.min_row and area.max_col - area.min_col < MOST_COLUMNS:
            value = plain_value(worksheet.cell(area.min_row, area.min_col))
            for row in range(area.min_row + 1, min(area.max_row, most) + 1):
                found[row, area.min_col] = value
    return found


def _cells(
    row: int,
    cells: "tuple[Cell | MergedCell, ...]",
    merged: dict[tuple[int, int], Any],
    data: bytearray,
) -> Iterator[SheetCell]:
    for number, cell in enumerate(cells, 1):
        if number > 1:
            data += b"\t"
        value = plain_value(cell)
        if value is None:
            value = merged.get((row, number))
        start = len(data)
        data += " ".join(shown(value).split()).encode("utf-8", "replace")
        link = cell.hyperlink.target if cell.hyperlink else None
        yield SheetCell(value, Span(start, len(data)), link)


def plain_value(cell: "Cell | MergedCell") -> Any:
    """The value of a cell, a date without a time where its format shows none."""
    value = cell.value
    if isinstance(value, datetime) and "h" not in cell.number_format.lower():
        return value.date()
    if isinstance(value, timedelta):
        return _clock(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return (
        value
        if isinstance(value, bool | int | float | date | time) or value is None
        else str(value)
    )


def _clock(length: timedelta) -> time | str:
    """A time of day that is kept as a length of time."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    if 0 <= minutes < MINUTES_A_DAY:
        return time(minutes // 60, minutes % 60, seconds)
    return str(length)


def shown(value: Any) -> str:
    """A value as text: times to the minute."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return str(value)


def set_value(cell: Any, value: Any) -> None:
    """Put a value into a cell; a text that begins like a formula stays a text."""
    had_time = isinstance(cell.value, date | time)
    if isinstance(value, str):
        value = _UNWRITABLE.sub("", value)
    shape = cell.number_format
    cell.value = value
    if had_time and not isinstance(value, str):
        cell.number_format = shape
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"
