"""Tables in CSV, as spreadsheets and schedulers export them."""

from collections.abc import Iterator

from planner.imports.encoding import Decoded, to_utf8
from planner.imports.grid import Grid, Line, table_of
from planner.imports.recognise import read_tables
from planner.imports.separated import Record, Value, form_of, records_of
from planner.imports.table import Cell
from planner.model import Calendar, Finding, Note, Span
from planner.notices import MOST_IN_A_LINE, long_line, notice, too_large
from planner.readers import ReadOptions
from planner.source import Reading, Source
from planner.wording import counted, listed

MOST_VALUES = 1_000_000
MOST_COLUMNS = 1000
_TOLD = 20
_NEVER_CLOSED = (
    "The quotation mark that opens this cell is never closed. Write one behind its text."
)
_FOLLOWED = (
    "More text follows the quotation mark that closes this cell. Put the whole cell in quotation "
    'marks, and write those inside of it twice: "He said ""now"" twice".'
)
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def read(name: str, data: bytes, options: ReadOptions) -> Reading:
    """Read a calendar from the bytes of a CSV file; `name` is how messages call the file."""
    refused = too_large(data, b"\r\n,;\t|", MOST_VALUES)
    if refused:
        return Reading(Calendar(), Source(name, b"", original=data), (refused,))
    decoded = to_utf8(data)
    form = form_of(decoded.data[: decoded.start + MOST_IN_A_LINE], decoded.start)
    records = list(records_of(decoded.data, form.start, form.separator))
    lines = [_line(record) for record in records if len(record.values) > 1 or not record.is_blank]
    grid = table_of(lines)
    findings = [
        *decoded.findings, *_unclosed(records, decoded.data), *_long(records), *_wide(lines),
        *_uneven(grid, form.separator),
    ]  # fmt: skip
    notes = [] if grid.has_header or not lines else [_no_header(grid, lines[0])]
    reading = read_tables(name, decoded.data, [grid.table], options, findings, notes)
    return _with_original(reading, data, decoded)


def _with_original(reading: Reading, data: bytes, decoded: Decoded) -> Reading:
    if decoded.data is data:
        return reading
    source = reading.source
    own = Source(source.name, source.data, source.find, source.parts, data)
    return reading._replace(source=own)


def _line(record: Record) -> Line:
    cells = tuple(
        Cell("" if _is_long(value) else value.text, value.span)
        for value in record.values[:MOST_COLUMNS]
    )
    return Line(cells, record.span)


def _is_long(value: Value) -> bool:
    return value.span.end - value.span.start > MOST_IN_A_LINE


def _long(records: list[Record]) -> Iterator[Finding]:
    for record in records:
        if record.span.end - record.span.start > MOST_IN_A_LINE:
            yield from (long_line("cell", it.span) for it in record.values if _is_long(it))


def _unclosed(records: list[Record], data: bytes) -> Iterator[Finding]:
    for record in records:
        if record.unclosed is not None:
            cell = data[record.unclosed : record.span.end]
            message = _FOLLOWED if cell.count(b'"') > 1 else _NEVER_CLOSED
            yield notice("syntax", message, Span(record.unclosed, record.span.end))
            return


def _wide(lines: list[Line]) -> Iterator[Finding]:
    wide = [line for line in lines if len(line.cells) >= MOST_COLUMNS]
    if wide:
        message = f"A row has {MOST_COLUMNS} cells or more; no more than these are read."
        yield notice("cannot-judge", message, wide[0].span)


def _uneven(grid: Grid, separator: str) -> Iterator[Finding]:
    """The rows with too many or too few cells."""
    columns = len(grid.table.columns)
    mark = _NAMES.get(separator, "separators")
    for line, count in grid.uneven[:_TOLD]:
        cause = f"; a text with {mark} in it needs quotes" if count > columns else ""
        message = (
            f"This row has {counted(count, 'cell')} instead of {columns}{cause}. "
            "What stands in its columns may be shifted."
        )
        yield notice("ragged-row", message, line.span)
    more = grid.uneven[_TOLD:]
    if more:
        message = f"{counted(len(more), 'more row')} with another number of cells than {columns}."
        yield notice("ragged-row", message, more[0][0].span)


def _no_header(grid: Grid, line: Line) -> Note:
    names = listed(f'"{name}"' for name in grid.table.columns[:_TOLD])
    message = (
        "The first row holds values, so the columns have no names; by their values they were "
        f"taken as {names}. --map says otherwise."
    )
    return Note(message, line.span)
