"""Grids of days whose rows are fields: each column is a post, `Caption` and `Time` below it."""

from collections.abc import Callable, Iterator

from planner.imports.day_columns import Cells, DayColumns
from planner.imports.names import meaning_of
from planner.imports.table import Cell, Row, Table
from planner.imports.values import is_blank, text_of
from planner.model import Span

_SAYS = frozenset(("text", "title"))
_BESIDE = frozenset(("channel", "when", "status", "tags", "link", "kind", "by", "topic", "title"))
"""Fields of which a post has one beside its text; names of formats (`Post`, `Video`) are none."""


def turned(table: Table, days: DayColumns, named: Callable[[str], Cells]) -> list[Row]:
    """The posts of a table whose rows are fields, none for any other table.

    `named` gives what the name of a column says of its posts.
    """
    if not days.others or not _are_fields(table, days.others[0]):
        return []
    found: list[Row] = []
    for block in _blocks(table, days.others[0]):
        for name in days.names:
            cells = {
                label: row.cells[name]
                for label, row in block.items()
                if name in row.cells and not is_blank(text_of(row.cells[name].value))
            }
            if cells:
                spans = [cell.span for cell in cells.values()]
                span = Span(spans[0].start, spans[0].end)
                times = {it: told._replace(span=span) for it, told in named(name).items()}
                found.append(Row({**_week_of(block), **times, **cells}, span))
    return found


def _are_fields(table: Table, label: str) -> bool:
    """Whether most cells before the days are names of the fields of posts."""
    texts = [text_of(row.cells[label].value) for row in table.rows if label in row.cells]
    fields = [meaning_of(text).field for text in texts if text]
    known = set(fields)
    enough = 4 * sum(field is not None for field in fields) >= 3 * len(fields)
    return enough and bool(known & _SAYS) and len(known & (_SAYS | _BESIDE)) > 1


def _blocks(table: Table, label: str) -> Iterator[dict[str, Row]]:
    """The rows of each week by their labels: where one comes again, another block begins."""
    block: dict[str, Row] = {}
    for row in table.rows:
        name = text_of(row.cells[label].value) if label in row.cells else ""
        if not name:
            continue
        if name in block or meaning_of(name).field == "week":
            if len(block) > 1:
                yield block
            block = {}
        block[name] = row
    if block:
        yield block


def _week_of(block: dict[str, Row]) -> Cells:
    """The week that a block begins with, in a row of its own."""
    name = next(iter(block))
    found = meaning_of(name).field == "week"
    return {"week": Cell(name, block[name].span)} if found else {}
