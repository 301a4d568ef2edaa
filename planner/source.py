"""A file as read: its bytes, and where every route of the calendar stands in them."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from planner.model import Calendar, Finding, Note, Route, Span, Suppression
from planner.named import NamedTuple


class Place(NamedTuple):
    """A place for people and editors: lines and columns from 1 (in characters), bytes from 0.

    `file` is the part that the place is in: the source's name, unless it has several parts.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    end_offset: int
    file: str = ""


class Part(NamedTuple):
    """A file or sheet of a calendar that is made of several, and the byte at which it starts."""

    name: str
    start: int


class Source:
    """The bytes of one file and a way from routes to spans; `name` is how messages call it.

    A calendar of several files or sheets has all of their text in `data`, one after the other,
    each from the start of a line, and says in `parts` what stands where. `original` are the bytes
    of the file itself where `data` is only its text, as with a workbook.
    """

    def __init__(
        self,
        name: str,
        data: bytes,
        find: Callable[[Route], Span | None] | None = None,
        parts: tuple[Part, ...] = (),
        original: bytes | None = None,
    ) -> None:
        self.name = name
        self.data = data
        self.parts = parts
        self.original = data if original is None else original
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
        """Line, column and bytes of a place; lines count from the start of its part."""
        start, end = self.span(place)
        part = self._part(start)
        line, column = self._position(start, part)
        end_line, end_column = self._position(max(start, end), part)
        return Place(line, column, end_line, end_column, start, max(start, end), part.name)

    def where(self, place: Route | Span) -> str:
        """`calendar.yaml:12` for messages, only the name when the place is empty."""
        if not place:
            return self.name
        found = self.place(place)
        return f"{found.file}:{found.line}"

    def line_span(self, offset: int) -> Span:
        """The bytes of the line that a byte stands in, with its end."""
        starts = self._starts()
        number = bisect_right(starts, offset)
        return Span(starts[number - 1], starts[number] if number < len(starts) else len(self.data))

    def line_at(self, offset: int) -> str:
        """The text of the line that a byte stands in, without its end."""
        start, end = self.line_span(offset)
        return self.data[start:end].decode("utf-8", "replace").rstrip("\r\n")

    def _part(self, offset: int) -> Part:
        number = bisect_right(self.parts, offset, key=lambda part: part.start)
        return self.parts[number - 1] if number else Part(self.name, 0)

    def _position(self, offset: int, part: Part) -> tuple[int, int]:
        starts = self._starts()
        line = bisect_right(starts, offset)
        before = self.data[starts[line - 1] : offset]
        if starts[line - 1] == part.start:
            before = before.removeprefix(b"\xef\xbb\xbf")
        first = bisect_right(starts, part.start)
        return line - first + 1, len(before.decode("utf-8", "replace")) + 1

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            starts = [*accumulate(map(len, self.data.splitlines(keepends=True)), initial=0)]
            if len(starts) > 1 and not self.data.endswith((b"\n", b"\r")):
                starts.pop()
            self._line_starts = starts
        return self._line_starts


class Reading(NamedTuple):
    """A calendar, where everything in it stands, and what could not be read or was assumed.

    `suppressions` are those of comments; those of entries are a part of the calendar.
    """

    calendar: Calendar
    source: Source
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
