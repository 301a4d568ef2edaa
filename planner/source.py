"""A file as read: its bytes, and where every route of the calendar stands in them."""

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from planner.model import Calendar, Finding, Note, Route, Span


class Place(NamedTuple):
    """A place for people and editors: lines and columns from 1 (in characters), bytes from 0."""

    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    end_offset: int


class Source:
    """The bytes of one file and a way from routes to spans; `name` is how messages call it."""

    def __init__(
        self, name: str, data: bytes, find: Callable[[Route], Span | None] | None = None
    ) -> None:
        self.name = name
        self.data = data
        self.find: Callable[[Route], Span | None] = find or (lambda _route: None)
        self._line_starts: list[int] | None = None

    def span(self, place: Route | Span) -> Span:
        """The bytes of a place; a route that is not there gives its nearest parent's."""
        if isinstance(place, Span):
            return place
        for length in range(len(place), 0, -1):
            span = self.find(place[:length])
            if span is not None:
                return span
        return Span(0, 0)

    def place(self, place: Route | Span) -> Place:
        """Line, column and bytes of a place."""
        start, end = self.span(place)
        line, column = self._position(start)
        end_line, end_column = self._position(max(start, end))
        return Place(line, column, end_line, end_column, start, max(start, end))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        starts = self._starts()
        end = starts[number] if number < len(starts) else len(self.data)
        return self.data[starts[number - 1] : end].decode("utf-8", "replace").rstrip("\r\n")

    def _position(self, offset: int) -> tuple[int, int]:
        starts = self._starts()
        line = bisect_right(starts, offset)
        before = self.data[starts[line - 1] : offset]
        if line == 1:
            before = before.removeprefix(b"\xef\xbb\xbf")
        return line, len(before.decode("utf-8", "replace")) + 1

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            starts = [0]
            for line in self.data.splitlines(keepends=True):
                starts.append(starts[-1] + len(line))
            if len(starts) > 1 and not self.data.endswith((b"\n", b"\r")):
                starts.pop()
            self._line_starts = starts
        return self._line_starts


class Reading(NamedTuple):
    """A calendar, where everything in it stands, and what could not be read or was assumed."""

    calendar: Calendar
    source: Source
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
