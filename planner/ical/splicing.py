"""Single lines of an iCalendar file changed in its bytes; all others stay as they are."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from planner.ical.components import Component
from planner.ical.lines import Line

MAX_OCTETS = 75
"""The longest physical line, without its end."""

_FOLD = re.compile(rb"(?:\r+\n?|\n)+[ \t]")
_HEAD = re.compile(rb'(?:"[^"]*"|[^":])*:')
_LINE_END = re.compile(rb"\r*\n?")
_ZONE_OR_TYPE = re.compile(rb';\s*(?:TZID|VALUE)\s*=(?:"[^"]*"|[^":;])*', re.IGNORECASE)


class Splice(NamedTuple):
    """Bytes of a file, half-open, and what takes their place."""

    start: int
    end: int
    content: bytes


def spliced(
    data: bytes, splices: Iterable[Splice], start: int = 0, end: int | None = None
) -> bytes:
    """The bytes from `start` to `end` with the splices, none of which overlap."""
    pieces: list[bytes] = []
    position = start
    for splice in sorted(splices, key=lambda it: it[:2]):
        pieces += [data[position : splice.start], splice.content]
        position = splice.end
    return b"".join((*pieces, data[position:end]))


def folded(line: bytes, line_end: bytes) -> bytes:
    """A logical line as physical ones, broken between characters, without the last line end."""
    pieces: list[bytes] = []
    limit = MAX_OCTETS
    while len(line) > limit:
        cut = limit
        while cut > 1 and line[cut] & 0xC0 == 0x80:  # noqa: PLR2004  # inside a character of UTF-8
            cut -= 1
        pieces.append(line[:cut])
        line = line[cut:]
        limit = MAX_OCTETS - 1
    return (line_end + b" ").join((*pieces, line))


def line_end_at(data: bytes, position: int) -> bytes:
    """The line end that stands at a position, however odd; nothing at the end of the file."""
    match = _LINE_END.match(data, position)
    return match.group() if match is not None else b""


def line_end_of(data: bytes, start: int = 0) -> bytes:
    """The line end that a file uses, as its first one from a position on shows."""
    position = data.find(b"\n", start)
    return b"\n" if position >= 0 and data[position - 1 : position] != b"\r" else b"\r\n"


def insertion(data: bytes, position: int, lines: bytes) -> Splice:
    """Whole lines put in at the start of a line, or after the last one if it has no end."""
    if position and data[position - 1] not in b"\r\n":
        lines = line_end_of(data) + lines
    return Splice(position, position, lines)


class Draft:
    """The changes of one component, gathered until they are taken as splices of the file."""

    def __init__(self, data: bytes, component: Component) -> None:
        self.component = component
        self._data = data
        self._line_end = line_end_of(data, component.begin.end)
        self._changed: dict[str, Splice] = {}
        self._dropped: list[Splice] = []
        self._added: list[bytes] = []

    def set(self, name: str, value: str, *, parameters: bytes | None = None) -> None:
        """Give the first line of a name another value, or add a line.

        Its parameters stay, unless `parameters` replace its zone and type of value.
        """
        line = self.component.first(name)
        if line is None:
            self.add(name, value, parameters or b"")
            return
        content = folded(self._head(line, parameters) + value.encode(), self._line_end)
        self._changed[name] = Splice(line.start, line.end, content)

    def add(self, name: str, value: str, parameters: bytes = b"") -> None:
        """Add a line."""
        line = folded(name.encode() + parameters + b":" + value.encode(), self._line_end)
        self._added.append(line + self._line_end)

    def _head(self, line: Line, parameters: bytes | None) -> bytes:
        whole = _FOLD.sub(b"", self._data[line.start : line.end])
        match = _HEAD.match(whole)
        head = match.group() if match is not None else line.name.encode() + b":"
        if parameters is None:
            return head
        return _ZONE_OR_TYPE.sub(b"", head[:-1]) + parameters + b":"

    def head_of(self, line: Line) -> bytes:
        """The parameters of a line with their semicolons, as the file has them."""
        _name, semicolon, parameters = self._head(line, None)[:-1].partition(b";")
        return semicolon + parameters

    def drop(self, *names: str) -> None:
        """Leave out every line of these names."""
        for name in names:
            self._changed.pop(name, None)
            for line in self.component.all(name):
                end = line.end + len(line_end_at(self._data, line.end))
                self._dropped.append(Splice(line.start, end, b""))

    def splices(self) -> list[Splice]:
        """What takes the place of what in the file."""
        found = [*self._changed.values(), *self._dropped]
        if self._added:
            found.append(insertion(self._data, self._end_of_lines(), b"".join(self._added)))
        return found

    def copy(self) -> bytes:
        """The whole component with the changes, for a place of its own."""
        begin, end = self.component.begin.start, self.component.end
        last = end.end if end is not None else self._end_of_lines()
        content = spliced(self._data, self.splices(), begin, last)
        if end is None:
            content = content.rstrip(b"\r\n") + self._line_end
            content += f"END:{self.component.name}".encode()
        return content + self._line_end

    def after(self) -> int:
        """Where something that follows the component begins."""
        end = self.component.end
        if end is None:
            return self._end_of_lines()
        return end.end + len(line_end_at(self._data, end.end))

    def _end_of_lines(self) -> int:
        """Where a further line of the component has its place: before what is inside, or END."""
        if self.component.children:
            return self.component.children[0].begin.start
        if self.component.end is not None:
            return self.component.end.start
        last = max((line.end for line in self.component.lines()), default=self.component.begin.end)
        return last + len(line_end_at(self._data, last))
