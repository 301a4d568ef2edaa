"""What the values of a column look like, whatever its name is."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from planner.imports.dates import Stamp, from_value, parse_stamp
from planner.imports.table import Cell, Table

_MARKS_ON = frozenset(
    (
        "true",
        "yes",
        "y",
        "x",
        "1",
        "\u2713",
        "\u2714",
        "\u2705",
        "ja",
        "oui",
        "si",
        "sí",
        "да",
        "checked",
        "on",
    )
)
_MARKS_OFF = frozenset(
    (
        "false",
        "no",
        "n",
        "0",
        "\u2717",
        "\u2718",
        "\u274c",
        "nein",
        "non",
        "нет",
        "unchecked",
        "off",
        "-",
    )
)
_FILE = re.compile(
    r"(?:https?://|www\.)\S+\Z|[^\s,;|]\S*\.[A-Za-z][A-Za-z0-9]{1,4}(?:\s*\([^)]*\))?\Z"
)
_NAMES_IN_BRACKETS = re.compile(r"\s*\(https?://[^)]*\)")
_NO_VALUES = frozenset(
    (
        "n/a",
        "na",
        "none",
        "null",
        "nan",
        "nil",
        "-",
        "--",
        "\u2013",
        "\u2014",
        "#n/a",
        "tbd",
        "tba",
        "?",
        "undefined",
    )
)
_BLANK = re.compile(r"\s+")
_BIG = 20
_LONGEST_NUMBER = 1000


def text_of(value: Any) -> str:
    """A value as text, without white space around it; nothing for groups of fields."""
    if isinstance(value, str):
        return value.strip().strip("\ufeff\u200b\u00a0")
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(text_of, value)))
    return _number(value) if isinstance(value, int | float) else _time(value)


def _time(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() < _LONGEST_NUMBER else f"{value:#x}"
    if value != value:  # noqa: PLR0124  # only NaN is not itself
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 10**_BIG else str(value)


def is_blank(text: str) -> bool:
    """Whether a text says nothing, or says that there is nothing."""
    return not text or text.lower() in _NO_VALUES


def words_of(value: Any) -> tuple[str, ...]:
    """The words of a list, or of a text with separators between them."""
    if isinstance(value, list | tuple):
        return tuple(filter(None, map(text_of, value)))
    text = text_of(value)
    if "#" in text:
        return tuple(word.strip(",;|") for word in text.split() if word.strip(",;|#"))
    separator = next((mark for mark in ("|", ";", ",", "\n") if mark in text), None)
    parts = text.split(separator) if separator else [text]
    return tuple(part.strip() for part in parts if part.strip())


def mark_of(text: str) -> bool | None:
    """True or false in the many ways in which tables mark it."""
    word = text.lower()
    if word in _MARKS_ON:
        return True
    return False if word in _MARKS_OFF else None


def is_file(text: str) -> bool:
    """Whether a text is the name of a file or an address."""
    first = _BLANK.split(_NAMES_IN_BRACKETS.sub("", text).split(",")[0].strip())
    return len(first) == 1 and _FILE.match(first[0]) is not None


def is_address(text: str) -> bool:
    """Whether a text is an address of the web."""
    return text.lower().startswith(("http://", "https://", "www.")) and not _BLANK.search(text)


def stamp_of(cell: Cell) -> Stamp | None:
    """What a cell says of a time."""
    found = from_value(cell.value)
    return found if found is not None else parse_stamp(text_of(cell.value))


def cells_of(table: Table, column: str) -> Iterator[Cell]:
    """The cells of a column that say something."""
    for row in table.rows:
        cell = row.cells.get(column)
        if cell is not None and not is_blank(text_of(cell.value)):
            yield cell


class Shape(NamedTuple):
    """How many values of a column are what."""

    filled: int = 0
    days: int = 0
    clocks: int = 0
    weekdays: int = 0
    numbers: int = 0
    weeks: int = 0
    whole: int = 0
    marks: int = 0
    files: int = 0
    words: int = 0
    length: int = 0

    def mostly(self, count: int) -> bool:
        """Whether at least half of the values are of a sort."""
        return self.filled > 0 and count * 2 >= self.filled


def shape_of(cells: Iterable[Cell]) -> Shape:
    """Count what the values of a column are."""
    counts = [0] * len(Shape._fields)
    names = {name: place for place, name in enumerate(Shape._fields)}
    for cell in cells:
        text = text_of(cell.value)
        counts[names["filled"]] += 1
        counts[names["words"]] += len(text.split())
        counts[names["length"]] += len(text)
        for name in _sorts(cell, text):
            counts[names[name]] += 1
    return Shape(*counts)


def _sorts(cell: Cell, text: str) -> Iterator[str]:
    stamp = stamp_of(cell)
    if stamp is not None:
        yield _time_sort(stamp)
    if text.isdecimal():
        yield "whole"
    if mark_of(text) is not None:
        yield "marks"
    if is_file(text):
        yield "files"


def _time_sort(stamp: Stamp) -> str:
    if stamp.is_day:
        return "days"
    if stamp.number is not None:
        return "numbers"
    if stamp.week is not None:
        return "weeks"
    return "weekdays" if stamp.weekday is not None else "clocks"
