"""Dates such as 03/04/2026: whether the day or the month comes first, and what shows it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from planner.imports.remarks import Mixed, Remarks
from planner.imports.table import Cell
from planner.imports.values import text_of
from planner.model import Span
from planner.wording import one_line, shorten

_FORMS = {"day": "the day first (dd/mm/yyyy)", "month": "the month first (mm/dd/yyyy)"}
_SHOWN = 30


class Numeric(NamedTuple):
    """A date of two numbers and a year: with the day first, with the month first.

    `weekday` is what a day name in the same row says.
    """

    column: str
    cell: Cell
    day_first: date | None
    month_first: date | None
    weekday: int | None = None

    @property
    def order(self) -> str | None:
        """The only order in which it is a date, None where both give one."""
        if self.day_first and self.month_first:
            return None
        return "day" if self.day_first else ("month" if self.month_first else None)


def order_of(dates: Sequence[Numeric], remarks: Remarks) -> str | None:
    """The order that the values or the names of days show, with a note of what shows it."""
    proofs = {it.order: it for it in reversed(dates) if it.order}
    if len(proofs) > 1:
        first, second = proofs["day"], proofs["month"]
        remarks.mixed[first.column] = Mixed(_shown(first.cell), _shown(second.cell))
        return None
    unclear = any(it.day_first and it.month_first for it in dates)
    for order, proof in proofs.items():
        if unclear and order:
            why = f'as "{_shown(proof.cell)[1]}" can only be meant so'
            _tell(order, proof, why, remarks)
        return str(order)
    return _by_names(dates, remarks)


def _by_names(dates: Iterable[Numeric], remarks: Remarks) -> str | None:
    """The order in which all dates fall on the weekdays that stand beside them."""
    named = [it for it in dates if it.weekday is not None]
    fits = [
        sum(day is not None and day.weekday() == weekday for day, weekday in found)
        for found in (
            [(it.day_first, it.weekday) for it in named],
            [(it.month_first, it.weekday) for it in named],
        )
    ]
    if not named or fits[0] == fits[1] or len(named) not in fits:
        return None
    order = "day" if fits[0] == len(named) else "month"
    clear = (it for it in named if _differ(it))
    _tell(order, next(clear), "as only then they fall on the days beside them", remarks)
    return order


def _differ(it: Numeric) -> bool:
    days = [day.weekday() if day else None for day in (it.day_first, it.month_first)]
    return days[0] != days[1]


def _tell(order: str, proof: Numeric, why: str, remarks: Remarks) -> None:
    message = f"The dates of `{proof.column}` are read with {_FORMS[order]}, {why}."
    remarks.note(message, proof.cell.span)


def _shown(cell: Cell) -> tuple[Span, str]:
    return cell.span, shorten(one_line(text_of(cell.value)), _SHOWN)
