"""Logical lines of an iCalendar file: a name, parameters, a value and where they stand."""

import re
from collections.abc import Mapping

from planner.model import Span

MAX_FILE = 16 * 1024 * 1024
MAX_LINE = 1024 * 1024
MAX_PARAMETERS = 64
NONE: Mapping[str, str] = {}
"""The parameters of a line that has none."""

_PARAMETER = re.compile(r';\s*([^=:;"]+?)\s*=((?:"[^"]*"|[^":;])*)')
_QUOTED = re.compile(r'"[^"]*"\Z')
_CARETS = re.compile(r"\^([n'^])")
_CARET_TEXT = {"n": "\n", "'": '"', "^": "^"}

Place = tuple[int, int]
"""The first byte of a line and the one after its last, without its line end."""


class Line:
    """A logical line: `NAME;parameters:value`, and where its bytes stand in the file."""

    __slots__ = ("_place", "name", "parameters", "value")

    def __init__(self, name: str, parameters: Mapping[str, str], value: str, place: Place) -> None:
        self.name = name
        self.parameters = parameters
        self.value = value
        self._place = place

    @property
    def span(self) -> Span:
        """Where the line stands, without its line end."""
        return Span(*self._place)

    @property
    def start(self) -> int:
        """Its first byte."""
        return self.span.start

    @property
    def end(self) -> int:
        """The byte after its last one."""
        return self.span.end


def parameters_of(text: str) -> Mapping[str, str]:
    """The parameters in `;NAME=value;NAME="value"`, without quotes and carets."""
    found: dict[str, str] = {}
    for match in _PARAMETER.finditer(text):
        value = match.group(2).strip()
        if _QUOTED.match(value):
            value = value[1:-1]
        if "^" in value:
            value = _CARETS.sub(lambda caret: _CARET_TEXT[caret.group(1)], value)
        found.setdefault(match.group(1).upper(), value)
    return found
