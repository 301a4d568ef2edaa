"""Events without anything odd, as nearly all are: taken whole, and looked into when asked."""

import re
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from planner.ical.lines import MAX_PARAMETERS, NONE, Line, Place, parameters_of
from planner.model import Span

_LINE = (
    r"(?!(?i:BEGIN|END)[:;])[A-Z][A-Z0-9-]*+(?:;[^\":\r\n]*(?=:)"
    r'|(?:;[^=:;"\r\n]+=(?:"[^"\r\n]*"|[^":;\r\n])*)+)?:[^\r\n]*+'
)
_LOGICAL = re.compile(r"[^\r\n]+(?:\r?\n[ \t][^\r\n]*)*")
_TO_COLON = re.compile(r'(?:"[^"]*"|[^":])*:')
_FOLD = re.compile(r"\r?\n[ \t]")


def _pattern(end: str) -> re.Pattern[str]:
    """A whole event for a line end: its own lines, then its alarms."""
    lines = rf"(?:{_LINE}(?:{end}[ \t][^\r\n]*+)*+{end})*+"
    alarms = rf"(?:BEGIN:VALARM{end}{lines}END:VALARM{end})*+"
    return re.compile(rf"BEGIN:VEVENT{end}({lines})({alarms})END:VEVENT(?:{end}(?![ \t])|\Z)")


_PATTERNS = {end: _pattern(end) for end in ("\r\n", "\n")}


class Shape(NamedTuple):
    """What the lines of an event begin with, which most events of a file have in common.

    `heads` are names and parameters with their colon, `parameters` what they mean. `names` has,
    for the first line of each name, its number and the length of its head. `repeats` tells whether
    a name comes again.
    """

    heads: tuple[str, ...]
    parameters: tuple[Mapping[str, str], ...]
    names: dict[str, tuple[int, int]]
    repeats: bool


class PlainEvent:
    """A VEVENT of nothing but ordinary lines; `lines` are without folds."""

    __slots__ = ("_file", "_place", "_until", "lines", "shape")

    def __init__(
        self, file: "PlainEvents", found: re.Match[str], shape: Shape, lines: list[str]
    ) -> None:
        self._file = file
        self._place = found.span(1)
        self._until = found.end(2)
        self.shape = shape
        self.lines = lines

    @property
    def begin(self) -> Span:
        """Where its BEGIN stands."""
        end = self._place[0] - len(self._file.line_end)
        return Span(end - len("BEGIN:VEVENT"), end)

    @property
    def end(self) -> Span:
        """Where its END stands."""
        return Span(self._until, self._until + len("END:VEVENT"))

    @property
    def alarm(self) -> Span | None:
        """Where the BEGIN of its first alarm stands."""
        start = self._place[1]
        return Span(start, start + len("BEGIN:VALARM")) if start < self._until else None

    def line(self, number: int) -> Line:
        """One of the lines, whose place is looked up when somebody asks."""
        heads, parameters, *_ = self.shape
        value = self.lines[number][len(heads[number]) :]
        place = partial(self._file.place, self._place, number)
        return Line(_name(heads[number]), parameters[number], value, place)


def _name(head: str) -> str:
    return head[:-1].partition(";")[0]


class PlainEvents:
    """Finds the plain events of a file; in its text every character is one byte (Latin-1).

    An event longer than `longest` may have a line that is too long, and is not taken whole.
    """

    def __init__(self, text: str, longest: int) -> None:
        self.line_end = "\r\n" if "\r\n" in text[:longest] else "\n"
        self._text = text
        self._longest = longest
        self._match = _PATTERNS[self.line_end].match
        self._shapes: dict[int, Shape] = {}

    def at(self, position: int) -> tuple[PlainEvent, int] | None:
        """The event that begins at a position, and where what follows begins, or None."""
        found = self._match(self._text, position)
        if found is None:
            return None
        folded, alarms = found.groups()
        body = folded.replace("\r\n ", "")
        if "\n " in body or "\n\t" in body:
            body = _FOLD.sub("", folded)
        if self._is_long(body) or self._is_long(alarms):
            return None
        try:
            if not alarms.isascii():
                _FOLD.sub("", alarms).encode("latin-1").decode()
            if not body.isascii():
                body = body.encode("latin-1").decode()
        except UnicodeDecodeError:
            return None
        lines = body.split(self.line_end)
        lines.pop()
        return PlainEvent(self, found, self._shape(lines), lines), found.end()

    def _is_long(self, text: str) -> bool:
        """Whether a text may have a line beyond the limits, which is then looked at on its own."""
        return len(text) > self._longest or text.count(";") > MAX_PARAMETERS

    def place(self, event: Place, number: int) -> Place:
        """Where one of the lines of an event stands."""
        for position, found in enumerate(_LOGICAL.finditer(self._text, *event)):
            if position == number:
                return found.span()
        raise IndexError(number)

    def _shape(self, lines: list[str]) -> Shape:
        """What the lines begin with: most often the same as those of an event before."""
        shape = self._shapes.get(len(lines))
        if shape is None or not all(map(str.startswith, lines, shape.heads)):
            shape = self._shapes[len(lines)] = _shape_of(lines)
        return shape


def _shape_of(lines: list[str]) -> Shape:
    found = (_TO_COLON.match(line) for line in lines)
    heads = tuple(head.group() for head in found if head is not None)
    names: dict[str, tuple[int, int]] = {}
    for number, head in enumerate(heads):
        names.setdefault(_name(head), (number, len(head)))
    parameters = tuple(
        parameters_of(head[len(_name(head)) : -1]) if ";" in head else NONE for head in heads
    )
    return Shape(heads, parameters, names, len(names) < len(heads))
