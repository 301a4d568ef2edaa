"""Events without anything odd, as nearly all are: taken whole, and looked into when asked."""

import re
from collections.abc import KeysView, Mapping
from typing import NamedTuple

from planner.ical.components import Component, Gathered
from planner.ical.lines import MAX_PARAMETERS, NONE, Line, Place, parameters_of
from planner.model import Span

_LINE = (
    r"(?!(?i:BEGIN|END)[:;])[A-Z][A-Z0-9-]*+(?:;[^\":\r\n]*(?=:)"
    r'|(?:;[^=:;"\r\n]+=(?:"[^"\r\n]*"|[^":;\r\n])*)+)?:[^\r\n]*+'
)
_LOGICAL = re.compile(r"[^\r\n]+(?:\r?\n[ \t][^\r\n]*)*")
_TO_COLON = re.compile(r'(?:"[^"]*"|[^":])*:')
_FOLD = re.compile(r"\r?\n[ \t]")
_BEGIN, _END, _ALARM = "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM"
_SHORT = 4096
"""Up to this length an event is first taken to be like one before it, which is quickly seen."""


def _pattern(end: str) -> re.Pattern[str]:
    """A whole event for a line end: its own lines, then its alarms."""
    lines = rf"(?:{_LINE}(?:{end}[ \t][^\r\n]*+)*+{end})*+"
    alarms = rf"(?:BEGIN:VALARM{end}{lines}END:VALARM{end})*+"
    return re.compile(rf"BEGIN:VEVENT{end}({lines})({alarms})END:VEVENT(?:{end}(?![ \t])|\Z)")


_PATTERNS = {end: _pattern(end) for end in ("\r\n", "\n")}


class Shape(NamedTuple):
    """What the lines of an event begin with, which most events of a file have in common.

    `heads` are names and parameters with their colon; `lines` has each of them with the name and
    what the parameters mean. `names` has every name once, `firsts` the number of its first line
    and the length of the head there. `repeats` tells whether a name comes again.
    """

    heads: tuple[str, ...]
    lines: tuple[tuple[str, str, Mapping[str, str]], ...]
    names: KeysView[str]
    firsts: dict[str, tuple[int, int]]
    repeats: bool


class _PlainLine(Line):
    """A line whose place is only looked up when somebody asks."""

    __slots__ = ("_event", "_number")

    def __init__(self, event: "PlainEvent", number: int) -> None:
        head, self.name, self.parameters = event.shape.lines[number]
        self.value = event.texts[number][len(head) :]
        self._event = event
        self._number = number

    @property
    def span(self) -> Span:
        """Where the line stands, without its line end."""
        return self._event.place(self._number)


class PlainEvent(Component):
    """A VEVENT of nothing but ordinary lines, which are only looked into when somebody asks."""

    __slots__ = ("_file", "_place", "_until", "shape", "texts")

    name = "VEVENT"

    def __init__(
        self, file: "PlainEvents", place: Place, until: int, shape: Shape, texts: list[str]
    ) -> None:
        """An event of lines at a place, in `texts` without folds; its END begins at `until`."""
        self.number = -1
        self.names = shape.names
        self.shape = shape
        self.texts = texts
        self._file = file
        self._place = place
        self._until = until

    @property
    def children(self) -> list[Component]:
        """The first of its alarms, if it has any: what follows the lines of the event itself."""
        start = self._place[1]
        if start == self._until:
            return []
        return [Gathered("VALARM", Span(start, start + len(_ALARM)))]

    @property
    def begin(self) -> Span:
        """Where its BEGIN stands."""
        end = self._place[0] - len(self._file.line_end)
        return Span(end - len(_BEGIN), end)

    @property
    def end(self) -> Span:
        """Where its END stands."""
        return Span(self._until, self._until + len(_END))

    def first(self, name: str) -> Line | None:
        """The first line of a name, or None."""
        place = self.shape.firsts.get(name)
        return None if place is None else _PlainLine(self, place[0])

    def all(self, name: str) -> list[Line]:
        """Every line of a name, in the order of the file."""
        if self.shape.repeats:
            return super().all(name)
        line = self.first(name)
        return [line] if line is not None else []

    def values(self, name: str) -> list[str]:
        """The value of every line of a name, in the order of the file."""
        if self.shape.repeats:
            return super().values(name)
        return [self.value(name)] if name in self.names else []

    def lines(self) -> list[Line]:
        """Every line, in the order of the file."""
        return [_PlainLine(self, number) for number in range(len(self.texts))]

    def value(self, name: str) -> str:
        """The value of the first line of a name, or an empty text."""
        place = self.shape.firsts.get(name)
        return "" if place is None else self.texts[place[0]][place[1] :]

    def parameters(self, name: str) -> Mapping[str, str] | None:
        """The parameters of the first line of a name, or None."""
        place = self.shape.firsts.get(name)
        return None if place is None else self.shape.lines[place[0]][2]

    def place(self, number: int) -> Span:
        """Where one of its lines stands, without its line end."""
        return self._file.place(self._place, number)


class PlainEvents:
    """Finds the plain events of a file; in its text every character is one byte (Latin-1).

    An event longer than `longest` may have a line that is too long, and is not taken whole.
    """

    def __init__(self, text: str, longest: int) -> None:
        self.line_end = "\r\n" if "\r\n" in text[:longest] else "\n"
        self._text = text
        self._longest = longest
        self._match = _PATTERNS[self.line_end].match
        self._first_line = _BEGIN + self.line_end
        self._last_line = self.line_end + _END + self.line_end
        self._shapes: dict[int, Shape] = {}

    def at(self, position: int) -> tuple[PlainEvent, int] | None:
        """The event that begins at a position, and where what follows begins, or None."""
        try:
            return self._like_another(position) or self._matched(position)
        except UnicodeDecodeError:
            return None

    def _like_another(self, position: int) -> tuple[PlainEvent, int] | None:
        """A short event without alarms whose lines begin like those of one before."""
        text, line_end = self._text, self.line_end
        if not text.startswith(self._first_line, position):
            return None
        last = text.find(self._last_line, position, position + _SHORT)
        if last < 0:
            return None
        start, end = position + len(self._first_line), last + len(self._last_line)
        body = self._unfolded(text[start:last])
        lines = body.split(line_end)
        shape = self._shapes.get(len(lines))
        if shape is None or not _has(lines, shape):
            return None
        # A line end that ends no line here, or one that goes on behind the event, is odd.
        ends = body.count("\n") + body.count("\r")
        if ends != (len(lines) - 1) * len(line_end) or text.startswith((" ", "\t"), end):
            return None
        until = last + len(line_end)
        return PlainEvent(self, (start, until), until, shape, lines), end

    def _matched(self, position: int) -> tuple[PlainEvent, int] | None:
        found = self._match(self._text, position)
        if found is None:
            return None
        folded, alarms = found.groups()
        body = self._unfolded(folded)
        if self._is_long(body) or self._is_long(alarms):
            return None
        if not alarms.isascii():
            self._unfolded(alarms)
        lines = body.split(self.line_end)
        lines.pop()
        shape = self._shapes.get(len(lines))
        if shape is None or not _has(lines, shape):
            shape = self._shapes[len(lines)] = _shape_of(lines)
        return PlainEvent(self, found.span(1), found.end(2), shape, lines), found.end()

    def _unfolded(self, text: str) -> str:
        """Whole lines without folds; raises `UnicodeDecodeError` when they are not UTF-8."""
        text = text.replace("\r\n ", "")
        if "\n " in text or "\n\t" in text:
            text = _FOLD.sub("", text)
        return text if text.isascii() else text.encode("latin-1").decode()

    def _is_long(self, text: str) -> bool:
        """Whether a text may have a line beyond the limits, which is then looked at on its own."""
        return len(text) > self._longest or text.count(";") > MAX_PARAMETERS

    def place(self, event: Place, number: int) -> Span:
        """Where one of the lines of an event stands."""
        for position, found in enumerate(_LOGICAL.finditer(self._text, *event)):
            if position == number:
                return Span(*found.span())
        raise IndexError(number)


def _has(lines: list[str], shape: Shape) -> bool:
    """Whether each of the lines begins like that of the shape, which has as many."""
    return all(map(str.startswith, lines, shape.heads))


def _shape_of(lines: list[str]) -> Shape:
    found = (_TO_COLON.match(line) for line in lines)
    heads = tuple(head.group() for head in found if head is not None)
    firsts: dict[str, tuple[int, int]] = {}
    taken: list[tuple[str, str, Mapping[str, str]]] = []
    for number, head in enumerate(heads):
        name, semicolon, _ = head[:-1].partition(";")
        firsts.setdefault(name, (number, len(head)))
        taken.append((head, name, parameters_of(head[len(name) : -1]) if semicolon else NONE))
    return Shape(heads, tuple(taken), firsts.keys(), firsts, len(firsts) < len(heads))
