"""The sheets of a workbook as grids, and the same workbook with some cells changed."""

from bisect import bisect_right
from copy import copy
from io import BytesIO
from typing import TYPE_CHECKING, Any

from planner.home.fresh import columns_of, records_of
from planner.home.grid import Grid, GridCell, header_number, members
from planner.home.rewriting import Rewriting, rewrite
from planner.imports.day_columns import split_names
from planner.model import Plan
from planner.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    SheetText,
    open_workbook,
    set_value,
    shown,
    text_of,
)
from planner.source import Source

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def with_plan(plan: Plan, source: Source) -> bytes:
    """The workbook of a source with the changes of a plan; all else in it is kept.

    The entries that a plan adds stand at the end of the sheet with most posts. Where no sheet has
    a row for each post, the plan gets a sheet of its own, and theirs are hidden.
    """
    text = text_of(source.name, open_workbook(source.original, values=True))
    book = open_workbook(source.original, values=False)
    grids = {sheet.title: grid for sheet in text.sheets if (grid := _grid(sheet)) is not None}
    counts = {
        title: sum(map(len, members(plan.original.posts, grid, source).values()))
        for title, grid in grids.items()
    }
    main = max(counts, key=lambda title: counts[title], default=None)
    for title, grid in grids.items():
        if counts[title] or title == main:
            changes = rewrite(plan, source, grid, adopts=title == main)
            _apply(book[title], grid, changes)
    if main is None:
        _add_sheet(book, plan)
        _hide(book, text, plan, source)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _add_sheet(book: "Workbook", plan: Plan) -> None:
    """The plan as a list of its own beside grids of days, which have no row for each post."""
    sheet = book.create_sheet("Plan", 0)
    book.active = 0
    columns = columns_of(plan.calendar, planned=True)
    sheet.append(columns)
    for record in records_of(plan.calendar, {move.entry: move for move in plan.moves}):
        number = sheet.max_row + 1
        for place, name in enumerate(columns, 1):
            if record.get(name) not in (None, ""):
                set_value(sheet.cell(number, place), record[name])


def _hide(book: "Workbook", text: SheetText, plan: Plan, source: Source) -> None:
    """Hide the sheets that the posts were read from: they would be read a second time."""
    starts = [sheet.start for sheet in text.sheets]
    for post in plan.original.posts:
        if post.route:
            number = bisect_right(starts, source.span(post.route).start) - 1
            book[text.sheets[number].title].sheet_state = "hidden"


def _grid(sheet: Sheet) -> Grid | None:
    numbered = list(enumerate(sheet.rows))
    header = header_number((number, [it.value for it in row]) for number, row in numbered)
    if header is None or sheet.is_hidden:
        return None
    columns: list[str] = []
    for cell in sheet.rows[header]:
        name = " ".join(shown(cell.value).split())
        columns.append("" if name in columns else name)
    while columns and not columns[-1]:
        columns.pop()
    if split_names(columns):
        return None
    rows = {
        number: tuple(GridCell(cell.value, cell.span) for cell in row)
        for number, row in numbered
        if number > header and any(cell.value not in (None, "") for cell in row)
    }
    return Grid(tuple(columns), rows, header)


def _apply(sheet: "Worksheet", grid: Grid, changes: Rewriting) -> None:
    width = len(grid.columns)
    for place, name in enumerate(changes.columns):
        head = sheet.cell(grid.header + 1, width + place + 1)
        _write(sheet, head, name)
        _like(head, sheet.cell(grid.header + 1, width))
    for (number, place), value in changes.cells.items():
        _write(sheet, sheet.cell(number + 1, place + 1), value)
    last = max(max(grid.rows, default=grid.header), _last_filled(sheet) - 1)
    model = max(grid.rows, default=grid.header)
    for step, row in enumerate(changes.rows, 1):
        number = changes.copied.get(step - 1, model)
        for place in range(width + len(changes.columns)):
            cell = sheet.cell(last + 1 + step, place + 1)
            if place < width and number in grid.rows:
                _like(cell, sheet.cell(number + 1, place + 1))
            if row.get(place) not in (None, ""):
                _write(sheet, cell, row[place])


def _last_filled(sheet: "Worksheet") -> int:
    """The number of the last row that holds anything, a formula or a legend too."""
    bottom = min(sheet.max_row, MOST_ROWS)
    rows = sheet.iter_rows(max_row=bottom, max_col=min(sheet.max_column, MOST_COLUMNS))
    return max(
        (row[0].row or 0 for row in rows if any(it.value is not None for it in row)), default=1
    )


def _like(cell: Any, other: Any) -> None:
    """Give a cell the look of another one."""
    if other.has_style:
        cell._style = copy(other._style)  # noqa: SLF001  # the way that openpyxl itself copies


def _write(sheet: "Worksheet", cell: Any, value: Any) -> None:
    """Set a value; a cell that is joined with others leaves them first."""
    for area in list(sheet.merged_cells.ranges):
        if cell.coordinate in area:
            _part(sheet, area)
            cell = sheet.cell(cell.row, cell.column)
    set_value(cell, value)


def _part(sheet: "Worksheet", area: Any) -> None:
    """Undo the joining of cells; each gets the value that they had together."""
    first = sheet.cell(area.min_row, area.min_col)
    sheet.unmerge_cells(area.coord)
    for row in range(area.min_row, area.max_row + 1):
        cell = sheet.cell(row, area.min_col)
        cell.value = first.value
        _like(cell, first)
