"""A line of a file as messages show it: cut to the width, with a mark below the place."""

import re

from planner.errors import PlannerError
from planner.wording import visible

WIDTH = 80
"""Columns of what is shown of a file that is no calendar."""
_WIDE = frozenset("WF")
_WORD = re.compile(r"""["'][^"']*["']|[\w-]+|.?""")


def excerpt(text: str, line: int, column: int, length: int, width: int) -> tuple[str, ...]:
    """The line with its number, and below it a mark under `length` characters from a column on.

    A long line is cut around the place, wide characters count for two cells, and what has none
    is left out. Nothing for a line that shows nothing.
    """
    margin = f"{line:>5} | "
    room = max(1, width - len(margin))
    text = text.replace("\t", " ")
    start = 0
    if _cells(visible(text[:column])) > room - 4:
        start = max(0, column - room // 2)
        while start < column - 1 and _cells(text[start : column - 1]) >= room // 2:
            start += 1
    before, rest = visible(text[start : column - 1]), text[column - 1 :]
    marked = visible(rest[: max(0, length)])
    shown = _fitting(before + marked + visible(rest[max(0, length) :]), room)
    if not shown.strip():
        return ()
    indent = _cells(before)
    marks = max(1, min(_cells(marked), _cells(shown) - indent))
    return margin + shown, " " * 6 + "| " + " " * indent + "^" * marks


def complaint(place: str, message: str) -> PlannerError:
    """What is wrong at a place like `planner.toml:3:5`, with that line and a mark below the word.

    Only the message for a place without line and column, or a file that cannot be read any more.
    """
    file, _, column = place.rpartition(":")
    file, _, line = file.rpartition(":")
    shown: tuple[str, ...] = ()
    if line.isdecimal() and column.isdecimal():
        text = _line(file, int(line))
        word = _WORD.match(text, int(column) - 1)
        shown = excerpt(text, int(line), int(column), len(word[0]) if word else 1, WIDTH)
    return PlannerError("\n".join((f"{place}: {message}" if place else message, *shown)))


def _line(file: str, number: int) -> str:
    try:
        with open(file, encoding="utf-8-sig", errors="replace", newline="") as opened:
            lines = opened.read().replace("\r\n", "\n").split("\n")
    except OSError:
        return ""
    return lines[number - 1] if number <= len(lines) else ""


def _fitting(text: str, room: int) -> str:
    """The beginning of a text that fits into so many cells."""
    if text.isascii():
        return text[:room]
    used = 0
    for number, character in enumerate(text):
        used += _cells(character)
        if used > room:
            return text[:number]
    return text


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    joined = "\u200d\ufe0e\ufe0f"
    return sum(
        0 if combining(it) or it in joined else 1 + (east_asian_width(it) in _WIDE) for it in text
    )
