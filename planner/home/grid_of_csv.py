"""A CSV file as a grid whose cells know their bytes, and the same file with some cells changed."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from planner.home.grid import Grid, GridCell, header_number
from planner.home.rewriting import Rewriting
from planner.imports.day_columns import split_names
from planner.model import Span

_SEPARATORS = (b",", b";", b"\t", b"|")


class CsvFile(NamedTuple):
    """The rows of a file; `ends` are the bytes at which the content of each row ends."""

    data: bytes
    encoding: str
    separator: bytes
    rows: tuple[tuple[GridCell, ...], ...]
    newline: bytes
    quotes_all: bool

    def grid(self) -> Grid | None:
        """The table below the row with the names of the columns, None where there is none."""
        numbered = list(enumerate(self.rows))
        header = header_number((number, [it.value for it in row]) for number, row in numbered)
        if header is None:
            return None
        columns = _distinct(str(cell.value).strip() for cell in self.rows[header])
        if split_names(columns):
            return None  # a grid of days has no row for each post
        below = {number: row for number, row in numbered if number > header}
        return Grid(columns, below, header)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        found.append("" if name in found else name)
    return tuple(found)


def read_csv(data: bytes) -> CsvFile | None:
    """The cells of a file, None where it is in an encoding of several bytes per letter."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    encoding = "utf-8"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
    separator = _separator(data)
    rows = tuple(_rows(data, separator, encoding))
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    filled = [cell.span for row in rows for cell in row if cell.span.end > cell.span.start]
    quoted = sum(data[span.start : span.start + 1] == b'"' for span in filled)
    return CsvFile(data, encoding, separator, rows, newline, bool(filled) and quoted == len(filled))


def _separator(data: bytes) -> bytes:
    """The sign that splits the first rows most alike."""
    best, most = b",", 0
    for separator in _SEPARATORS:
        widths = [
            len(row) for _, row in zip(range(20), _rows(data, separator, "latin-1"), strict=False)
        ]
        alike = max((widths.count(width) * (width - 1) for width in set(widths)), default=0)
        if alike > most:
            best, most = separator, alike
    return best


def _rows(data: bytes, separator: bytes, encoding: str) -> Iterator[tuple[GridCell, ...]]:
    """Rows that hold something, as the rules of CSV split them."""
    position = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    plain = re.compile(rb"[^\r\n" + re.escape(separator) + rb"]*")
    quoted = re.compile(rb'[ ]*"(?:[^"]|"")*(?:"|\Z)[^\r\n' + re.escape(separator) + rb"]*")
    row: list[GridCell] = []
    while position < len(data) or row:
        match = quoted.match(data, position) or plain.match(data, position)
        assert match is not None
        row.append(GridCell(_value(match[0], encoding), Span(*match.span())))
        position = match.end()
        if data[position : position + 1] == separator:
            position += 1
            continue
        if len(row) > 1 or row[0].value:
            yield tuple(row)
        row = []
        position += 2 if data[position : position + 2] == b"\r\n" else 1


def _value(raw: bytes, encoding: str) -> str:
    text = raw.decode(encoding, "replace")
    stripped = text.strip()
    if stripped.startswith('"'):
        return stripped[1:].removesuffix('"').replace('""', '"')
    return text


def with_changes(file: CsvFile, grid: Grid, changes: Rewriting) -> bytes:
    """The file with cells changed and rows added; all other bytes are as they were."""
    width = len(grid.columns)
    by_row: dict[int, dict[int, Any]] = {}
    for (number, place), value in changes.cells.items():
        by_row.setdefault(number, {})[place] = value
    by_row[grid.header] = {width + place: name for place, name in enumerate(changes.columns)}
    pieces: list[tuple[Span, bytes]] = []
    for number, row in enumerate(file.rows[grid.header :], grid.header):
        here = by_row.get(number, {})
        pieces += [
            (cell.span, _written(file, here[place], file.data[slice(*cell.span)]))
            for place, cell in enumerate(row)
            if place in here
        ]
        added = b"".join(
            file.separator + _written(file, value, b"")
            for value in _added(len(row), width, len(changes.columns), here)
        )
        pieces.append((Span(row[-1].span.end, row[-1].span.end), added))
    data = _spliced(file.data, pieces)
    return data + _new_rows(file, grid, changes, data)


def _added(have: int, width: int, more: int, here: dict[int, Any]) -> list[Any]:
    """The cells that are added to a row: those that it lacks, and those of new columns.

    A row with too few or too many cells stays as it is, unless it is changed where it is short.
    """
    last = max(here, default=-1)
    if have > width or (have < width and last < have):
        return []
    return [here.get(place, "") for place in range(have, width + more)]


def _new_rows(file: CsvFile, grid: Grid, changes: Rewriting, before: bytes) -> bytes:
    width = len(grid.columns) + len(changes.columns)
    rows = [
        file.separator.join(_written(file, row.get(place, ""), b"") for place in range(width))
        for row in changes.rows
    ]
    if not rows:
        return b""
    ends = before.endswith((b"\n", b"\r"))
    text = file.newline.join(rows)
    return text + file.newline if ends else file.newline + text


def _written(file: CsvFile, value: Any, old: bytes) -> bytes:
    """A value as the file writes its cells, quoted where it was or must be."""
    text = "" if value is None else str(value)
    raw = text.encode(file.encoding, "replace")
    special = any(it in raw for it in (b'"', b"\n", b"\r", file.separator)) or text != text.strip()
    quoted = old.lstrip().startswith(b'"') or (file.quotes_all and not old)
    if special or quoted:
        return b'"' + raw.replace(b'"', b'""') + b'"'
    return raw


def _spliced(data: bytes, pieces: list[tuple[Span, bytes]]) -> bytes:
    found = []
    position = 0
    for span, new in sorted(pieces, key=lambda piece: piece[0]):
        found += [data[position : span.start], new]
        position = span.end
    return b"".join((*found, data[position:]))
