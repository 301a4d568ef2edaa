"""A calendar or a plan as CSV: the file that it came from with little changed, or a new one."""

import csv
import io
from collections.abc import Mapping

from planner.home.fresh import columns_of, records_of
from planner.model import Calendar, Move, Plan
from planner.source import Reading, Source

_ENDINGS = (".csv", ".tsv", ".tab")


def render_calendar(reading: Reading) -> str | bytes:
    """The file as it was where it is CSV already, else a new table."""
    if _is_home(reading.source):
        return reading.source.original
    return _fresh(reading.calendar, {}, planned=False)


def render_plan(plan: Plan, source: Source) -> str | bytes:
    """The file that the calendar came from with the changes of the plan, else a new table."""
    changed = rewrite_plan(plan, source)
    if changed is not None:
        return changed
    return _fresh(plan.calendar, {move.entry: move for move in plan.moves}, planned=True)


def rewrite_plan(plan: Plan, source: Source) -> bytes | None:
    """The file that the calendar came from with the changes of the plan, None if it cannot be."""
    return _changed(plan, source) if _is_home(source) else None


def _is_home(source: Source) -> bool:
    return source.name.lower().endswith(_ENDINGS) and not source.parts


def _changed(plan: Plan, source: Source) -> bytes | None:
    from planner.home.grid_of_csv import read_csv, with_changes
    from planner.home.rewriting import rewrite

    file = read_csv(source.original)
    grid = file.grid() if file else None
    if file is None or grid is None:
        return None
    return with_changes(file, grid, rewrite(plan, source, grid))


def _fresh(calendar: Calendar, moves: Mapping[str, Move], *, planned: bool) -> str:
    columns = columns_of(calendar, planned=planned)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records_of(calendar, moves))
    return text.getvalue()
