"""Values with separators between them (CSV), each with its bytes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from planner.model import Span

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 60
"""Records from which the separator is told."""
_EXCEL = re.compile(rb"sep=(.)[ \t]*(?:\r+\n|\n|\r)", re.IGNORECASE)
_BREAK = re.compile(rb"\r*\n|\r+")
_MANY = 50


class Value(NamedTuple):
    """One value, without the quotes around it; its span has them."""

    text: str
    span: Span


class Record(NamedTuple):
    """The values of one record; `unclosed` is where a quotation mark opens that never closes."""

    values: tuple[Value, ...]
    span: Span
    unclosed: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return not any(value.text.strip() for value in self.values)


def records_of(data: bytes, start: int, separator: str) -> Iterator[Record]:
    """The records of a file from a byte on; none of them is left out."""
    reader = _Reader(data, separator)
    while start < len(data):
        record, start = reader.record(start)
        yield record


class Form(NamedTuple):
    """The separator of a file and the byte at which its records begin."""

    separator: str
    start: int


def form_of(data: bytes, start: int) -> Form:
    """Tell the separator: as the first line says, or the one that gives the most even table."""
    stated = _EXCEL.match(data, start)
    if stated:
        return Form(stated[1].decode("latin-1"), stated.end())
    scores = {separator: _evenness(data, start, separator) for separator in SEPARATORS}
    return Form(max(SEPARATORS, key=lambda separator: scores[separator]), start)


def _evenness(data: bytes, start: int, separator: str) -> tuple[float, int]:
    """How many of the records have as many values as most have, and how many that is."""
    counts: dict[int, int] = {}
    for number, record in enumerate(records_of(data, start, separator)):
        if number >= _SAMPLE:
            break
        if not record.is_blank:
            counts[len(record.values)] = counts.get(len(record.values), 0) + 1
    if not counts:
        return 0.0, 0
    size = max(counts, key=lambda size: (counts[size], size))
    return (counts[size] / sum(counts.values()) if size > 1 else 0.0), min(size, _MANY)


class _Reader:
    """A tokenizer for one separator."""

    def __init__(self, data: bytes, separator: str) -> None:
        mark = re.escape(separator.encode("utf-8"))
        self.data = data
        self.separator = separator.encode("utf-8")
        self._plain = re.compile(rb"(?:(?!" + mark + rb")[^\r\n])*+")
        self._quoted = re.compile(
            rb'[ ]*"([^"]*+(?:""[^"]*+)*+)"[ \t]*(?=' + mark + rb"|[\r\n]|\Z)"
        )
        self._opened = re.compile(rb'[ ]*"')
        self._never_closed = len(data) + 1

    def record(self, start: int) -> tuple[Record, int]:
        """One record and the byte at which the next begins."""
        values: list[Value] = []
        unclosed: int | None = None
        place = start
        while True:
            value, end, opened = self._value(place)
            values.append(value)
            unclosed = opened if unclosed is None else unclosed
            if self.data.startswith(self.separator, end):
                place = end + len(self.separator)
                continue
            found = _BREAK.match(self.data, end)
            following = found.end() if found else end
            return Record(tuple(values), Span(start, end), unclosed), following

    def _value(self, place: int) -> tuple[Value, int, int | None]:
        """A value, where it ends, and where a quotation mark in it opens that never closes."""
        opened = self._opened.match(self.data, place)
        if opened and place < self._never_closed:
            found = self._quoted.match(self.data, place)
            if found:
                text = found[1].decode(errors="replace").replace('""', '"')
                return Value(text, Span(opened.end() - 1, found.end())), found.end(), None
            # A mark without its end makes no later one of this sort an opening one.
            if self.data.find(b'"', opened.end()) < 0:
                self._never_closed = place
        plain = self._plain.match(self.data, place)
        assert plain
        text = plain[0].decode(errors="replace")
        mark = opened.end() - 1 if opened else None
        return Value(text.strip(), Span(place, plain.end())), plain.end(), mark
