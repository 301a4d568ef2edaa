"""Edits of a file's bytes, and the lines that they stand in."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from planner.yaml_bytes import BYTE_ORDER_MARK

_LINE_END = re.compile(rb"\r\n?|\n")
_REST_OF_LINE = re.compile(rb"[^\r\n]*")


class Edit(NamedTuple):
    """Bytes of a file, half-open, and what takes their place."""

    start: int
    end: int
    content: bytes


def apply(data: bytes, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> bytes:
    """The bytes from `start` to `end` with edits that lie in them.

    What several edits put in at one position stands in the order in which they are given. Raises
    `ValueError` when two edits want the same bytes.
    """
    pieces: list[bytes] = []
    position = start
    for edit in sorted(edits, key=lambda it: it[:2]):
        if edit.start < position:
            raise ValueError(f"two edits want byte {edit.start}")
        pieces += [data[position : edit.start], edit.content]
        position = edit.end
    return b"".join((*pieces, data[position:end]))


def line_start(data: bytes, position: int) -> int:
    """Where the line of a position begins; a byte order mark is not part of the first one."""
    start = max(data.rfind(b"\n", 0, position), data.rfind(b"\r", 0, position)) + 1
    if start == 0 and data.startswith(BYTE_ORDER_MARK):
        return min(position, len(BYTE_ORDER_MARK))
    return start


def rest_of_line(data: bytes, position: int) -> bytes:
    """What follows a position up to the end of its line."""
    match = _REST_OF_LINE.match(data, position)
    return match.group() if match else b""


def next_line(data: bytes, position: int) -> int:
    """Where the line after that of a position begins, or the end of the file."""
    match = _LINE_END.search(data, position)
    return match.end() if match else len(data)


def line_end_of(data: bytes, position: int = 0) -> bytes:
    """The line end that is used at a position, else anywhere in the file, else a line feed."""
    match = _LINE_END.search(data, position) or _LINE_END.search(data)
    return match.group() if match else b"\n"


def is_blank(data: bytes, position: int) -> bool:
    """Whether the line that begins at a position is there and has nothing in it."""
    return position < len(data) and not rest_of_line(data, position).strip()


def lines_at(data: bytes, position: int, lines: Iterable[bytes]) -> Edit:
    """Whole lines put in where one begins, or after the last one even if it has no end."""
    line_end = line_end_of(data)
    content = b"".join(line + line_end for line in lines)
    if position and data[position - 1] not in b"\r\n" and content:
        # The file ends without a line end, and so it does afterwards.
        content = line_end + content.removesuffix(line_end)
    return Edit(position, position, content)
