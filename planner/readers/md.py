"""Calendars in Markdown: tables of posts, and posts under headings."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planner.imports.table import Cell, Row, Table
from planner.markdown import own
from planner.markdown.front import front_matter
from planner.markdown.headings import (
    Section,
    context_cells,
    heading_table,
    sections_of,
    title_cells,
    title_channel,
)
from planner.markdown.lines import Line, lines_of
from planner.markdown.post import is_of_a_post, post_cells
from planner.markdown.tables import Found, tables_of
from planner.model import Calendar, Finding, Note, Span
from planner.notices import MOST_IN_A_LINE, long_line, notice, too_large
from planner.readers import ReadOptions
from planner.source import Reading, Source
from planner.wording import counted

_SETTINGS = frozenset((
    "timezone", "time_zone", "tz", "channel", "channels", "platform", "platforms", "account",
    "year", "week", "campaign",
))  # fmt: skip
"""Front matter that speaks of the posts; the rest is about the file: its title, author and date."""


_MOST_PIECES = 300_000
"""Lines and cells of tables in a file that is read."""


class _Found(NamedTuple):
    """The tables of a file, and what there is to say about them."""

    tables: tuple[Table, ...]
    notes: tuple[Note, ...] = ()


def read(name: str, data: bytes, options: ReadOptions) -> Reading:
    """Read a calendar from the bytes of a Markdown file; `name` is how messages call the file."""
    from planner.imports.recognise import read_tables

    refused = too_large(data, b"\r\n|", _MOST_PIECES)
    if refused:
        return Reading(Calendar(), Source(name, b"", original=data), (refused,))
    front = front_matter(data)
    findings = [*_encoding(data), *front.findings]
    every = lines_of(data, front.body)
    findings += [long_line("line", line.span) for line in every if _is_long(line)]
    lines = [line for line in every if not _is_long(line)]
    sections = sections_of(lines)
    settings = {key: cell for key, cell in front.cells.items() if key.casefold() in _SETTINGS}
    settings = _stated(lines, sections) | settings
    found = _tables(lines, data, sections, options)
    if not found.tables and is_of_a_post(front.cells):
        cells = post_cells(front, data)
        found = _Found((Table(tuple(cells), (Row(cells, Span(0, 0)),)),))
        settings = {}
    tables = [table._replace(settings={**settings, **table.settings}) for table in found.tables]
    reading = read_tables(name, data, tables, options, findings, found.notes)
    return _named(reading, front.cells, sections)


def _is_long(line: Line) -> bool:
    return line.span.end - line.span.start > MOST_IN_A_LINE


def _encoding(data: bytes) -> list[Finding]:
    zero = data.find(b"\0")
    if zero >= 0:
        message = "This is no text file: it has zero bytes. Save the file as text in UTF-8."
        return [notice("bad-encoding", message, Span(zero, zero + 1))]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = "This is not text in UTF-8. Save the file as UTF-8 and try again."
        return [notice("bad-encoding", message, Span(error.start, error.end))]
    return []


def _stated(lines: Sequence[Line], sections: Sequence[Section]) -> dict[str, Cell]:
    """What the title and the line below it say of all posts."""
    found: dict[str, Cell] = {}
    channel = title_channel(sections)
    if channel is not None:
        found["channel"] = channel
    for line in lines[:10]:
        zone = own.zone_in(line.text)
        if zone:
            found["timezone"] = Cell(zone, line.span)
    return found


def _named(reading: Reading, front: Mapping[str, Cell], sections: Sequence[Section]) -> Reading:
    """The reading with the name that the file gives itself."""
    given = next((front[key].value for key in ("name", "title") if key in front), None)
    titles = [section.title for section in sections if section.level == 1]
    name = str(given) if given else (titles[0] if titles else None)
    if reading.calendar.name or not name:
        return reading
    return reading._replace(calendar=reading.calendar._replace(name=name))


def _tables(
    lines: Sequence[Line], data: bytes, sections: Sequence[Section], options: ReadOptions
) -> _Found:
    """All tables when one of them holds posts, else the posts under headings."""
    from planner.imports.recognise import holds_posts

    notes: list[Note] = []
    read_so_far: list[tuple[Table, bool]] = []
    for found in tables_of(lines, data):
        chain = _chain(sections, lines[found.first].span.start)
        read_so_far.append((_table(found, chain, notes), own.is_own(found)))
        notes += _surplus(found)
    tables = _joined(read_so_far)
    under_headings = heading_table(sections)
    if tables and holds_posts(tables, options):
        notes += [_left_out(under_headings)] if under_headings else []
        return _Found(tuple(tables), tuple(notes))
    if under_headings is None:
        return _Found((), tuple(notes))
    return _Found((under_headings,), (*notes, *_without_posts(tables)))


def _joined(tables: Sequence[tuple[Table, bool]]) -> list[Table]:
    """The tables, those that planner wrote as one: a week without a date is a part of it."""
    found = [table for table, is_own in tables if not is_own]
    rows = tuple(row for table, is_own in tables for row in table.rows if is_own)
    if not rows:
        return found
    columns = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    return [Table(columns, rows), *found]


def _chain(sections: Sequence[Section], offset: int) -> tuple[Section, ...]:
    """The headings that a byte of the file stands under."""
    before = [section for section in sections if section.line.span.start < offset]
    return (*before[-1].parents, before[-1]) if before else ()


def _table(found: Found, chain: Sequence[Section], notes: list[Note]) -> Table:
    """A table with what the headings above it say of its posts."""
    heading = chain[-1].title if chain else None
    if own.is_own(found):
        rows = own.own_rows(found, own.first_day(heading or ""))
        notes += _about_own(rows)
        return Table(found.columns, rows, {}, heading)
    stated = {key: cell for key, cell in title_cells(chain).items() if key == "channel"}
    return Table(found.columns, found.rows, context_cells(chain) | stated, heading)


def _about_own(rows: Sequence[Row]) -> list[Note]:
    if not own.texts_are_cut(rows):
        return []
    message = "Some texts are cut in this table (they end with …); the calendar has them whole."
    return [Note(message, rows[0].span)]


def _surplus(found: Found) -> list[Note]:
    return [
        Note(
            f"This row has more cells than the table's {counted(len(found.columns), 'column')}; "
            r"the last were left out. A | that belongs to a text is written \|.",
            span,
        )
        for _row, span in found.surplus
    ]


def _without_posts(tables: Sequence[Table]) -> list[Note]:
    filled = [table for table in tables if table.rows]
    if not filled:
        return []
    message = f"{counted(len(filled), 'table')} without posts left out."
    return [Note(message, filled[0].rows[0].span)]


def _left_out(table: Table) -> Note:
    number = counted(len(table.rows), "heading")
    message = f"The posts were read from tables; {number} that may be about posts left out."
    return Note(message, table.rows[0].span)
