"""Rows of somebody else's calendar, whatever file they come from, with the place of every cell."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from planner.model import Span


class Cell(NamedTuple):
    """A value as the file has it (text, number, truth value, date, list, mapping or None)."""

    value: Any
    span: Span


class Row(NamedTuple):
    """One record: its cells by the column names as written."""

    cells: Mapping[str, Cell]
    span: Span


class Table(NamedTuple):
    """Records that belong together.

    `settings` are values that hold for all rows (a time zone at the top of the file, say);
    `heading` is the text that stands above the table, where there is one. `said` is what has to
    be said about how the rows were made.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    settings: Mapping[str, Cell] = {}
    heading: str | None = None
    said: tuple[str, ...] = ()
