"""Rows that are no posts: blank ones, legends, headings between rows, and days still free."""

from collections.abc import Iterator
from typing import Literal

from planner.imports.columns import Layout
from planner.imports.table import Cell, Row, Table
from planner.imports.values import is_blank, mark_of, stamp_of, text_of

Reason = Literal["blank", "legend", "free day"]
_TIMES = ("date", "time", "weekday", "week", "number", "month", "year")
_SAYS = ("text", "title", "topic", "media")
_CORE = (*_TIMES, *_SAYS, "channel")
_RECORD = 3
"""A row with an id and so many values is an entry, also without a date and a text."""
_NARROW = 2


def why_no_post(table: Table, layout: Layout, row: Row) -> Reason | None:
    """Why a row is no post, None if it is one."""
    filled = {name: cell for name, cell in row.cells.items() if not is_blank(text_of(cell.value))}
    if not filled:
        nested = any(isinstance(it.value, dict | list) and it.value for it in row.cells.values())
        return None if nested else "blank"
    if len(filled) > 1 and all(text_of(cell.value) == name for name, cell in filled.items()):
        return "legend"
    return None if len(table.columns) == 1 else _why(layout, filled, len(table.columns))


def _why(layout: Layout, filled: dict[str, Cell], width: int) -> Reason | None:
    core = set(_core(layout, filled))
    if not core:
        is_entry = len(filled) >= _RECORD and _columns(layout, "id") & filled.keys()
        return None if is_entry or not _has_core(layout) else "legend"
    if core <= _columns(layout, *_TIMES) and core >= filled.keys():
        return "free day" if _is_day(layout, filled) else "legend"
    if len(filled) == 1 and width > _NARROW:
        says = _columns(layout, *_SAYS) | set(layout.channels.texts.values())
        return None if core & says else "legend"
    return None


def _columns(layout: Layout, *fields: str) -> set[str]:
    return {column for field in fields for column in layout.fields.get(field, ())}


def _core(layout: Layout, filled: dict[str, Cell]) -> Iterator[str]:
    """The columns filled in a row that make it a post."""
    yield from _columns(layout, *_CORE) & filled.keys()
    for column in layout.channels.columns & filled.keys():
        if mark_of(text_of(filled[column].value)) is not False:
            yield column


def _has_core(layout: Layout) -> bool:
    return bool(_columns(layout, *_CORE) | layout.channels.columns)


def _is_day(layout: Layout, filled: dict[str, Cell]) -> bool:
    """Whether what fills a row names a time that can be read."""
    times = _columns(layout, *_TIMES) - _columns(layout, "month", "year")
    return any(
        stamp_of(cell) is not None or text_of(cell.value).isdecimal()
        for name, cell in filled.items()
        if name in times
    )
