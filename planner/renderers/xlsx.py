"""A calendar or a plan as a workbook: its own with little changed, or a new one."""

from collections.abc import Mapping
from io import BytesIO

from planner.home.fresh import columns_of, records_of
from planner.model import Calendar, Move, Plan
from planner.source import Reading, Source

_ENDING = ".xlsx"
_WIDTHS = {"text": 60, "note": 40, "change": 60, "date": 12, "channel": 14, "id": 16}


def render_calendar(reading: Reading) -> bytes:
    """The workbook as it was where it is one already, else a new one."""
    if _is_home(reading.source):
        return reading.source.original
    return _fresh(reading.calendar, {}, planned=False)


def render_plan(plan: Plan, source: Source) -> bytes:
    """The workbook that the calendar came from with the changes of the plan, else a new one."""
    changed = rewrite_plan(plan, source)
    if changed is not None:
        return changed
    return _fresh(plan.calendar, {move.entry: move for move in plan.moves}, planned=True)


def rewrite_plan(plan: Plan, source: Source) -> bytes | None:
    """The workbook of a calendar with the changes of the plan, None if there is none."""
    if not _is_home(source):
        return None
    from planner.home.grids_of_xlsx import with_plan

    return with_plan(plan, source)


def _is_home(source: Source) -> bool:
    return source.name.lower().endswith(_ENDING) and bool(source.original)


def _fresh(calendar: Calendar, moves: Mapping[str, Move], *, planned: bool) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from planner.sheets import set_value

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Plan" if planned else "Calendar"
    columns = columns_of(calendar, planned=planned)
    for place, name in enumerate(columns, 1):
        sheet.cell(1, place, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 14)
    for number, record in enumerate(records_of(calendar, moves), 2):
        for place, name in enumerate(columns, 1):
            value = record.get(name)
            if value not in (None, ""):
                cell = sheet.cell(number, place)
                set_value(cell, value)
                cell.alignment = Alignment(vertical="top", wrap_text=name in _WIDTHS)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = BytesIO()
    book.save(content)
    return content.getvalue()
