"""The rows of a spreadsheet as they stand, with what its columns hold and which posts are in it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from planner.imports.columns import layout_of
from planner.imports.names import meaning_of
from planner.imports.table import Cell, Row, Table
from planner.model import Post, Span
from planner.readers import ReadOptions
from planner.source import Source

HEADER_ROWS = 20
"""Rows from the top among which the names of the columns are looked for."""
_NAMED = ("note", "by", "link", "status", "id", "title", "kind", "channel", "text")


class GridCell(NamedTuple):
    """A cell: its value and its bytes in the source."""

    value: Any
    span: Span


class Grid(NamedTuple):
    """A table with its rows by their numbers; `header` is the number of the row with the names."""

    columns: tuple[str, ...]
    rows: Mapping[int, tuple[GridCell, ...]]
    header: int


def header_number(rows: Iterable[tuple[int, Iterable[Any]]]) -> int | None:
    """The number of the row that names the columns: the first with most of the known names."""
    best, most = None, 1
    for position, (number, values) in enumerate(rows):
        if position >= HEADER_ROWS:
            break
        texts = [value for value in values if isinstance(value, str) and value.strip()]
        known = len({meaning_of(text).field for text in texts} - {None})
        if len(texts) > 1 and known > most - (best is None):
            best, most = number, known
    return best


def members(posts: Iterable[Post], grid: Grid, source: Source) -> dict[int, list[Post]]:
    """The posts that were read from each row."""
    starts = {cells[0].span.start: number for number, cells in grid.rows.items() if cells}
    ordered = sorted(starts)
    found: dict[int, list[Post]] = {}
    for post in posts:
        number = (
            _row_at(source.span(post.route).start, ordered, starts, grid) if post.route else None
        )
        if number is not None:
            found.setdefault(number, []).append(post)
    return found


def _row_at(offset: int, ordered: list[int], starts: Mapping[int, int], grid: Grid) -> int | None:
    from bisect import bisect_right

    position = bisect_right(ordered, offset)
    if not position:
        return None
    number = starts[ordered[position - 1]]
    return number if offset <= grid.rows[number][-1].span.end else None


def roles(
    grid: Grid, found: Mapping[int, list[Post]], source: Source
) -> dict[str, tuple[int, ...]]:
    """The positions of the columns of each field, the best first."""
    rows = tuple(
        Row(
            {
                name: Cell(cell.value, cell.span)
                for name, cell in zip(grid.columns, cells, strict=False)
                if name and cell.value not in (None, "")
            },
            Span(cells[0].span.start, cells[-1].span.end),
        )
        for number, cells in grid.rows.items()
        if number in found
    )
    table = Table(tuple(filter(None, grid.columns)), rows)
    places = {name: position for position, name in enumerate(grid.columns)}
    known = {
        field: tuple(places[name] for name in names if name in places)
        for field, names in layout_of(table, ReadOptions()).fields.items()
    }
    known = {field: positions for field, positions in known.items() if positions}
    return _by_name(grid) | known | _as_read(grid, found, source)


def _by_name(grid: Grid) -> dict[str, tuple[int, ...]]:
    """Columns that are empty so far, by their names alone."""
    found: dict[str, tuple[int, ...]] = {}
    for position, name in enumerate(grid.columns):
        field = meaning_of(name).field if name else None
        if field in _NAMED:
            found.setdefault(field, (position,))
    return found


def _as_read(
    grid: Grid, found: Mapping[int, list[Post]], source: Source
) -> dict[str, tuple[int, ...]]:
    """The columns that the reader took a field from, where that was one and the same."""
    told: dict[str, tuple[int, ...]] = {}
    for field in ("channel", "kind", "status", "text"):
        places = {
            position
            for number, posts in found.items()
            if (span := source.find((*posts[0].route, field))) is not None
            for position, cell in enumerate(grid.rows[number])
            if cell.span == span
        }
        if len(places) == 1:
            told[field] = (places.pop(),)
    return told
