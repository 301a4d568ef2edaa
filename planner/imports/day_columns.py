"""Tables whose columns are days, weeks or hours: every filled cell is a post."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planner.imports.calendar_words import month_of, weekday_of
from planner.imports.channel_columns import names_platforms
from planner.imports.channels import channels_in
from planner.imports.dates import parse_stamp
from planner.imports.names import meaning_of
from planner.imports.table import Cell, Row, Table
from planner.imports.values import is_blank, shape_of, text_of
from planner.imports.words import kind_of

Cells = dict[str, Cell]

_LEAST = 2
_LEAST_DATES = 3
"""So many dates name columns; two in a row of values are a start and an end."""
_LONGEST = 40
_LAST_DAY = 31
_SHORT = 3
_THEMED = re.compile(r"([^\W\d_]{2,})\s*(?:[:(|]|\s[-\u2013\u2014]\s|\s?[-\u2013\u2014]\s)\D*\Z")
_WORDS_OF_A_TEXT = 3
_SORTS = {
    "weekday": "weekdays", "date": "dates", "day": "days", "week": "weeks", "time": "times of day",
}  # fmt: skip
"""The columns that posts get of the names of columns, and what these are called."""


_NO_POSTS = frozenset((
    "no post", "no posts", "off", "day off", "rest", "rest day", "closed", "holiday", "nothing",
    "frei", "kein post", "repos", "libre",
))  # fmt: skip
"""What stands in the cells of days that stay empty."""


class DayColumns(NamedTuple):
    """The columns of a table that are days: their sort, and the columns beside them."""

    sort: str
    names: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def called(self) -> str:
        """What the columns are, in words."""
        return _SORTS[self.sort]


def sort_of(text: str) -> str | None:
    """Of what sort a name is that tells when: `weekday`, `date`, `day`, `week` or `time`."""
    text = " ".join(text.split())
    stamp = parse_stamp(text) if 0 < len(text) <= _LONGEST else None
    if stamp is None:
        themed = _THEMED.match(text)
        return "weekday" if themed and weekday_of(themed[1]) is not None else None
    if stamp.is_day:
        return "date"
    if stamp.number is not None:
        return "day"
    if stamp.week is not None:
        return "week"
    return "weekday" if stamp.weekday is not None else "time"


def split_names(names: Sequence[str]) -> DayColumns | None:
    """The columns that are days, all of the commonest sort, None when there are too few."""
    sorts = {name: sort_of(name) for name in names if name.strip()}
    counts = {sort: list(sorts.values()).count(sort) for sort in _SORTS}
    best = max(counts, key=lambda sort: counts[sort])
    chosen = tuple(name for name, sort in sorts.items() if sort == best)
    if counts[best] < _LEAST:
        return None
    return DayColumns(best, chosen, tuple(name for name in names if name not in chosen))


def names_days(texts: Sequence[str], below: Sequence[str] = ()) -> bool:
    """Whether a line of cells names days for the columns; `below` is the line after it."""
    filled = [text for text in texts if text]
    found = split_names(filled)
    if found is None or len(set(filled)) < len(filled) or len(found.others) > len(found.names):
        return False
    if any(len(text) > _LONGEST for text in filled) or filled[-1] not in found.names:
        return False
    if found.sort == "weekday":
        return True
    following = split_names([text for text in below if text])
    return len(found.names) >= _LEAST_DATES and (following is None or found.sort != following.sort)


def day_columns(table: Table, mapped: Iterable[str] = ()) -> DayColumns | None:
    """The columns of a table that are days, None where it is a list of posts or anything else.

    `mapped` are the columns of which the user says what they hold.
    """
    found = split_names(table.columns)
    if found is None or not table.rows or set(mapped) & set(found.names):
        return None
    says = [name for name in found.others if meaning_of(name).field in ("text", "title")]
    rows = len(table.rows)
    if any(len(list(_filled(table.rows, [name]))) * 2 >= rows for name in says):
        return None
    return found if value_column(table, found) else None


def _filled(rows: Iterable[Row], names: Sequence[str]) -> Iterator[Cell]:
    for row in rows:
        for name in names:
            cell = row.cells.get(name)
            if cell is not None and not is_blank(text_of(cell.value)):
                yield cell


def value_column(table: Table, days: DayColumns) -> str | None:
    """The column that posts get of the cells, None where these are numbers, marks or hours."""
    posts = (row for row in table.rows if not are_days(_filled([row], days.names)))
    cells = list(_filled(posts, days.names))
    texts = ((cell, text_of(cell.value)) for cell in cells)
    cells = [cell for cell, text in texts if sort_of(text) is None and not is_no_post(text)]
    shape = shape_of(cells)
    if not cells or shape.mostly(shape.marks) or shape.mostly(shape.whole):
        return None
    if names_platforms(cells):
        return "channel"
    if all(kind_of(text_of(cell.value)) for cell in cells):
        return "kind"
    return "text" if shape.words >= _WORDS_OF_A_TEXT * shape.filled else "title"


def are_days(cells: Iterable[Cell]) -> bool:
    """Whether the cells of a row name days for the rows below: dates, weekdays or 1 to 31."""
    texts = [text_of(cell.value) for cell in cells]
    if all(text.isdecimal() and len(text) < _SHORT for text in texts):
        return bool(texts) and all(0 < int(text) <= _LAST_DAY for text in texts)
    return all(sort_of(text) in ("date", "weekday") for text in texts)


def is_no_post(text: str) -> bool:
    """Whether a cell only says that there is no post."""
    return text.casefold().strip(" .!") in _NO_POSTS


def label_of(text: str, days: DayColumns) -> str | None:
    """The field that a cell at the start of a row gives its posts, None when nobody can tell."""
    sort = sort_of(text)
    if sort == "date":
        return "week" if days.sort == "weekday" else "date"
    if sort:
        return sort if sort != days.sort else None
    named = channels_in(text)
    if named and all(item.known for item in named):
        return "channel"
    return "pillar" if kind_of(text) else None


def month_in(text: str) -> tuple[int, int] | None:
    """The year and the only month that a title names: `Plan for November 2026`."""
    words = re.findall(r"\w+", text)
    years = {int(word) for word in words if re.fullmatch(r"20\d\d", word)}
    months = {month for word in words if not word.isdecimal() and (month := month_of(word))}
    return (years.pop(), months.pop()) if len(years) == len(months) == 1 else None
