"""From the bytes of an iCalendar file to its logical lines, each with its place in the file."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.ical.lines import MAX_FILE, MAX_LINE, MAX_PARAMETERS, NONE, Line, parameters_of
from planner.ical.plain import PlainEvent, PlainEvents
from planner.model import Finding, Span
from planner.notices import long_line, notice

_LINE_END = 4
"""Bytes of a line end, however odd."""
_MOST_FOLDED = 4 * MAX_LINE
"""Bytes of a line with its folds, each of which takes as much memory as a hundred letters."""
_EVENT = b"BEGIN:VEVENT"
_MOST_EVENTS = 50_000
_WIDEST = 4
"""Bytes of a character in UTF-32; of a letter, most of them are zero."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")

_SIMPLE = re.compile(
    r"([A-Za-z][A-Za-z0-9-]*)(;[^\":\r\n]*)?:([^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+)"
    r"\r?(?:\n(?![ \t])|\Z)"
)
_UNFOLDED_END = re.compile(rb"\n(?![ \t])")
_NO_COLON = re.compile(
    rb"(BEGIN|CATEGORIES|DESCRIPTION|DTEND|DTSTART|DURATION|END|LOCATION|RRULE|STATUS|SUMMARY|UID|URL)"
    rb"[ \t=]"
)
_FOLD = re.compile(r"\r?\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")
_NEW_LINE = re.compile(rb"\r(?=[A-Za-z][A-Za-z0-9-]*[:;]|[ \t]|\r|\Z)")
_HEAD = re.compile(r'[^:;"]+(?:;[^=:;"]+=(?:"[^"]*"|[^":;])*)*\s*')


class _Raw(NamedTuple):
    """The bytes of a logical line: its pieces, each with its offset, before they are joined."""

    pieces: list[tuple[int, bytes]]

    def text(self) -> bytes:
        if len(self.pieces) == 1:
            return self.pieces[0][1]
        return b"".join(piece for _, piece in self.pieces)

    def offset(self, position: int) -> int:
        """The place in the file of a byte of the joined line."""
        for start, piece in self.pieces:
            if position < len(piece):
                return start + position
            position -= len(piece)
        start, piece = self.pieces[-1]
        return start + len(piece)

    def span(self) -> Span:
        start, piece = self.pieces[-1]
        return Span(self.pieces[0][0], start + len(piece))


class Scanner:
    """Reads the lines of a file once; `findings` is complete when the last line was taken."""

    def __init__(self, data: bytes) -> None:
        """A scanner of the bytes of a whole file."""
        self.data = data
        self.findings: list[Finding] = []
        # As Latin-1 every character is one byte, so that positions are those of the file.
        self._text = data.decode("latin-1")
        self._events = PlainEvents(self._text, MAX_LINE)
        self._parsed: dict[str, Mapping[str, str]] = {}
        self._undecoded: list[int] = []
        self._broken: list[Span] = []
        self._odd_ends: list[int] = []

    def lines(self) -> Iterator[Line | PlainEvent]:
        """The logical lines in the order of the file, those of plain events in one piece.

        Lines that cannot be read are findings.
        """
        if self._refused():
            return
        position = len(BYTE_ORDER_MARK) if self.data.startswith(BYTE_ORDER_MARK) else 0
        text, length, event_at = self._text, len(self._text), self._events.at
        while position < length:
            event = event_at(position) if text[position] == "B" else None
            if event is not None:
                yield event[0]
                position = event[1]
                continue
            found = _SIMPLE.match(text, position)
            line = self._simple(found) if found is not None else None
            if found is not None and line is not None:
                yield line
                position = found.end()
                continue
            end = self._end(position)
            if end - position > _MOST_FOLDED:
                self.findings.append(long_line("line", Span(position, end)))
                position = end
                continue
            for raw in self._unfolded(position, end):
                line = self._line(raw)
                if line is not None:
                    yield line
            position = end
        self._report()

    def _simple(self, found: re.Match[str]) -> Line | None:
        """A line with nothing unusual about it, or None: then each piece is looked at."""
        name, parameters, value = found.groups()
        start, end = found.start(), found.end(3)
        if end - start > MAX_LINE:
            return None
        if "\n" in value:
            value = _FOLD.sub("", value)
        if not value.isascii():
            try:
                value = value.encode("latin-1").decode()
            except UnicodeDecodeError:
                return None
        known: Mapping[str, str] | None = NONE
        if parameters is not None:
            known = self._parsed.get(parameters)
            if known is None and parameters.isascii():
                known = self._parameters(parameters, start, end)
            if known is None:
                return None
            self._parsed[parameters] = known
        assert known is not None
        return Line(name.upper(), known, value, (start, end))

    def _end(self, position: int) -> int:
        """Where the logical line that begins at a position ends, with its line end."""
        found = _UNFOLDED_END.search(self.data, position)
        return found.end() if found is not None else len(self.data)

    def _refused(self) -> bool:
        if len(self.data) > MAX_FILE:
            message = (
                f"The file has {len(self.data)} bytes; planner reads at most {MAX_FILE}. "
                "Split it into smaller calendars."
            )
            self.findings.append(notice("cannot-judge", message, Span(0, 0)))
            return True
        if self.data.startswith(WIDE_MARKS) or b"\0" in self.data[:_WIDEST]:
            message = "The file is text in UTF-16 or UTF-32. Save it as UTF-8 and try again."
            self.findings.append(notice("bad-encoding", message, Span(0, 2)))
            return True
        events = self.data.upper().count(_EVENT)
        if events > _MOST_EVENTS:
            message = (
                f"The file has {events:,} entries (VEVENT); planner reads at most "
                f"{_MOST_EVENTS:,}. Export fewer years, or split it."
            )
            self.findings.append(notice("cannot-judge", message, Span(0, 0)))
            return True
        return False

    def _unfolded(self, start: int, end: int) -> Iterator[_Raw]:
        """Physical lines, joined as bytes where the next one begins with a blank."""
        pending: list[tuple[int, bytes]] = []
        for position, piece in self._physical(start, end):
            if not piece:
                continue
            if piece[0] in b" \t" and pending:
                pending.append((position + 1, piece[1:]))
                continue
            if pending:
                yield _Raw(pending)
            pending = [(position, piece)]
        if pending:
            yield _Raw(pending)

    def _physical(self, position: int, end: int) -> Iterator[tuple[int, bytes]]:
        for whole in self.data[position:end].split(b"\n"):
            piece = whole.removesuffix(b"\r")
            if b"\r" in piece:
                yield from self._split_at_returns(position, piece)
            else:
                yield position, piece
            position += len(whole) + 1

    def _split_at_returns(self, start: int, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """A lone CR ends a line when a new one seems to follow; else it belongs to the text."""
        self._odd_ends.append(start + piece.index(b"\r"))
        position = 0
        for match in _NEW_LINE.finditer(piece):
            yield start + position, piece[position : match.start()]
            position = match.end()
        yield start + position, piece[position:]

    def _line(self, raw: _Raw) -> Line | None:
        content = raw.text()
        start, end = raw.span()
        if len(content) > MAX_LINE:
            message = f"This line is longer than {MAX_LINE} bytes and was left out."
            self.findings.append(notice("cannot-judge", message, Span(start, end)))
            return None
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            self._undecoded.append(raw.offset(error.start))
            text = content.decode("utf-8", "replace")
        return self._unusual(text, start, end)

    def _unusual(self, text: str, start: int, end: int) -> Line | None:
        """A line in full: with quotes, blanks around its name, characters beyond ASCII."""
        match = _HEAD.match(text)
        if match and text[match.end() : match.end() + 1] == ":":
            name, _, rest = match.group().partition(";")
            name = re.sub(r"\s*-\s*", "-", name.strip())
            if _NAME.match(name):
                parameters = self._parameters(";" + rest, start, end) if rest else NONE
                if parameters is None:
                    return None
                return Line(name.upper(), parameters, text[match.end() + 1 :], (start, end))
        if text.strip():
            self._broken.append(Span(start, end))
        return None

    def _parameters(self, text: str, start: int, end: int) -> Mapping[str, str] | None:
        if text.count(";") > MAX_PARAMETERS:
            message = f"This line has more than {MAX_PARAMETERS} parameters and was left out."
            self.findings.append(notice("cannot-judge", message, Span(start, end)))
            return None
        return parameters_of(text)

    def _report(self) -> None:
        """One finding for each kind of damage, or for each run of damaged lines."""
        if self._undecoded:
            message = "This is not text in UTF-8" + _more(len(self._undecoded), "line")
            place = Span(self._undecoded[0], self._undecoded[0] + 1)
            self.findings.append(
                notice("bad-encoding", message + ". Save the file as UTF-8.", place)
            )
        if self._odd_ends:
            message = "A line ends in an odd way (a carriage return too many or on its own)"
            message += _more(len(self._odd_ends), "line") + ". Save the file with plain line ends."
            place = Span(self._odd_ends[0], self._odd_ends[0] + 1)
            self.findings.append(notice("odd-line-end", message, place))
        for span, count in _runs(self._broken):
            message = "This line is not `NAME:value` and was left out" + _more(count, "line")
            name = _NO_COLON.match(self.data, *span)
            if name:
                message += f". Put a colon behind its name: `{name[1].decode()}:`."
            else:
                message += ". If it continues the line above, put a space before it."
            self.findings.append(notice("broken-line", message, span))


def _more(count: int, noun: str) -> str:
    """`, like 3 more lines` after the first of several."""
    more = count - 1
    if not more:
        return ""
    return f", like {more} more {noun}{'s' if more > 1 else ''}"


def _runs(spans: list[Span]) -> Iterator[tuple[Span, int]]:
    """Neighbouring spans as one: the first of each run and how many it has."""
    position = 0
    while position < len(spans):
        end = position + 1
        while end < len(spans) and spans[end].start - spans[end - 1].end <= _LINE_END:
            end += 1
        yield spans[position], end - position
        position = end
