"""Calendars in workbooks (.xlsx): every sheet that holds posts."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

from planner.imports.day_columns import month_in, names_days, split_names
from planner.imports.names import meaning_of
from planner.imports.table import Cell, Row, Table
from planner.model import Calendar, Finding, Note, Span
from planner.notices import notice
from planner.readers import ReadOptions
from planner.sheets import (
    Sheet,
    SheetCell,
    SheetText,
    UnreadableWorkbookError,
    open_workbook,
    shown,
    text_of,
)
from planner.source import Reading, Source
from planner.vocabulary import channel_of
from planner.wording import counted

_HEADER_ROWS = 20
"""Rows from the top among which the names of the columns are looked for."""
_KNOWN = 2
"""Names that a row needs to be taken for that of the names before one with days."""
_SETTINGS = ("timezone", "channel", "year", "week")
_FEW = 5


def read(name: str, data: bytes, options: ReadOptions) -> Reading:
    """Read a calendar from the bytes of a workbook; `name` is how messages call the file."""
    from planner.imports.recognise import read_tables

    try:
        workbook = open_workbook(data, values=True)
        text = text_of(name, workbook)
        formulas = _without_values(data, text)
    except UnreadableWorkbookError as error:
        found = notice("syntax", str(error), Span(0, 0))
        return Reading(Calendar(), Source(name, b"", original=data), (found,))
    tables: list[Table] = []
    notes: list[Note] = []
    for sheet in text.sheets:
        table = _table(sheet)
        if table is not None and not sheet.is_hidden:
            tables.append(table)
            notes += _about(sheet)
        elif any(cell.value is not None for row in sheet.rows for cell in row):
            notes.append(_left_out(sheet))
    findings = [it for sheet in text.sheets for it in _too_large(sheet)]
    reading: Reading = read_tables(name, text.data, tables, options, findings, [*notes, *formulas])
    source = Source(name, text.data, reading.source.find, text.parts, data)
    return reading._replace(source=source)


def _table(sheet: Sheet) -> Table | None:
    """The table of a sheet, None when no row names its columns."""
    position = header_row(sheet)
    if position is None:
        return None
    header = sheet.rows[position]
    columns = _with_labels(column_names(header))
    rows = [
        _row(columns, cells)
        for cells in sheet.rows[position + 1 :]
        if any(cell.value not in (None, "") for cell in cells)
    ]
    settings = _stated(sheet, position)
    return Table(tuple(filter(None, columns)), tuple(rows), settings, sheet.title)


def header_row(sheet: Sheet) -> int | None:
    """The position of the row with the names of the columns: the one with most known names.

    Where no row has two of them, the first that names days has the names.
    """
    best, most = None, 0
    for position, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        texts = [cell.value for cell in row if isinstance(cell.value, str) and cell.value.strip()]
        known = len({meaning_of(text).field for text in texts} - {None})
        if len(texts) > 1 and known > most:
            best, most = position, known
    days = _row_of_days(sheet)
    return days if days is not None and (most < _KNOWN or days <= (best or 0)) else best


def _row_of_days(sheet: Sheet) -> int | None:
    """The first row that names days for its columns."""
    texts = [[shown(cell.value) for cell in row] for row in sheet.rows[:_HEADER_ROWS]]
    below = [*texts[1:], []]
    return next((it for it, row in enumerate(texts) if names_days(row, below[it])), None)


def column_names(header: Sequence[SheetCell]) -> tuple[str, ...]:
    """The names of the columns, "" for one without, of which none comes twice."""
    found: list[str] = []
    for cell in header:
        name = " ".join(shown(cell.value).split())
        chosen, number = name, 2
        while chosen and chosen in found:
            chosen, number = f"{name} {number}", number + 1
        found.append(chosen)
    return tuple(found)


def _with_labels(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Names for columns without one that stand before those of days: they hold channels, say."""
    days = split_names(columns)
    first = columns.index(days.names[0]) if days else 0
    named = (name or f"column {place}" for place, name in enumerate(columns[:first], 1))
    return (*named, *columns[first:])


def _row(columns: Sequence[str], cells: Sequence[SheetCell]) -> Row:
    found = {}
    for name, cell in zip(columns, cells, strict=True):
        if name and cell.value is not None:
            found[name] = Cell(_value(name, cell), cell.span)
    return Row(found, Span(cells[0].span.start, cells[-1].span.end))


def _value(column: str, cell: SheetCell) -> Any:
    """A value for the import: times as text, and the address behind a word in a column of links."""
    if cell.link and "://" not in str(cell.value) and meaning_of(column).field == "link":
        return cell.link
    return shown(cell.value) if isinstance(cell.value, date | time) else cell.value


def _stated(sheet: Sheet, header: int) -> dict[str, Cell]:
    """What the name of a sheet and the cells above its table say of all its posts."""
    found: dict[str, Cell] = {}
    if channel_of(sheet.title):
        found["channel"] = Cell(sheet.title, Span(sheet.start, sheet.start))
    for row in sheet.rows[:header]:
        filled = [cell for cell in row if cell.value not in (None, "")]
        if len(filled) == 1 and month_in(shown(filled[0].value)):
            found.setdefault("month", Cell(shown(filled[0].value), filled[0].span))
        for name, value in zip(filled[::2], filled[1::2], strict=False):
            field = meaning_of(shown(name.value).rstrip(": ")).field
            if field in _SETTINGS:
                found[str(field)] = Cell(shown(value.value), value.span)
    return found


def _about(sheet: Sheet) -> Iterator[Note]:
    if sheet.hidden:
        row = sheet.rows[sheet.hidden[0] - 1]
        message = (
            f'{counted(len(sheet.hidden), "hidden row")} of the sheet "{sheet.title}" are read '
            "like all others."
        )
        yield Note(message, Span(row[0].span.start, row[-1].span.end))


def _left_out(sheet: Sheet) -> Note:
    why = "it is hidden" if sheet.is_hidden else "no row of it names columns of posts"
    return Note(f'The sheet "{sheet.title}" was left out: {why}.', Span(sheet.start, sheet.start))


def _too_large(sheet: Sheet) -> Iterator[Finding]:
    if sheet.limit:
        message = (
            f'Only the first {counted(len(sheet.rows), "row")} of the sheet "{sheet.title}" were '
            "read. Delete the empty rows and columns at its end, or split it."
        )
        yield notice("cannot-judge", message, Span(sheet.start, sheet.start))


def _without_values(data: bytes, text: SheetText) -> list[Note]:
    """Formulas whose result the file does not hold."""
    workbook = open_workbook(data, values=False)
    found: list[tuple[str, Span]] = []
    for worksheet, sheet in zip(workbook.worksheets, text.sheets, strict=True):
        cells = worksheet.iter_rows(max_row=len(sheet.rows), max_col=len(sheet.rows[0]))
        for formulas, values in zip(cells, sheet.rows, strict=True):
            found += [
                (formula.coordinate, value.span)
                for formula, value in zip(formulas, values, strict=True)
                if formula.data_type == "f" and value.value is None
            ]
    if not found:
        return []
    named = ", ".join(name for name, _ in found[:_FEW]) + (" ..." if len(found) > _FEW else "")
    message = (
        f"{counted(len(found), 'formula')} without a result left out ({named}): open the file in "
        "a spreadsheet program and save it there."
    )
    return [Note(message, found[0][1])]
