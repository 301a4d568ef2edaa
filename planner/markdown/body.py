"""What stands below the heading of a post: fields in lines of `key: value`, and its text."""

import re
from collections.abc import Iterator, Sequence

from planner.imports.names import meaning_of
from planner.imports.table import Cell
from planner.markdown.lines import Line, plain, unescaped
from planner.model import Span
from planner.vocabulary import channel_of

_FIELD = re.compile(
    r"\s*(?:[-*+]\s+)?(?P<bold>\*\*|__)?(?P<name>[^\W\d_][^:*_|]{0,30}?)\s*(?:(?:\*\*|__)\s*:|:\s*(?:\*\*|__)|:)"
    r"(?:\s+(?P<value>.*))?\Z"
)
_QUOTES = {'"': '"', "\N{LEFT DOUBLE QUOTATION MARK}": "\N{RIGHT DOUBLE QUOTATION MARK}", "«": "»"}
_SHORT_LINE = 60


def body_cells(body: Sequence[Line]) -> dict[str, Cell]:
    """The fields of an entry by their names as written; the rest is its text."""
    fields: dict[str, Cell] = {}
    rest: list[Line] = []
    open_field: tuple[str, list[Line]] | None = None
    for line in body:
        match = None if line.code or line.fence else _field(line, free=not rest)
        if match:
            _close(fields, open_field)
            name, value = match["name"].strip(), (match["value"] or "").strip()
            fields[name] = Cell(plain(value) or None, _value_span(line, value))
            takes_more = not value or is_field_of_text(name)
            open_field = (name, []) if takes_more else None
        elif open_field:
            open_field[1].append(line)
        elif rest or not line.is_blank:
            rest.append(line)
    _close(fields, open_field)
    return {name: cell for name, cell in fields.items() if cell.value} | _text_cells(fields, rest)


def is_field_of_text(name: str) -> bool:
    """Whether a key or a heading such as `Caption` announces the text of a post."""
    return meaning_of(name).field == "text"


def _field(line: Line, *, free: bool) -> "re.Match[str] | None":
    """A field in bold, or before any text one with a known name: later a colon is part of it."""
    match = _FIELD.match(line.text)
    if match and (match["bold"] or (free and meaning_of(match["name"]).field)):
        return match
    return None


def _value_span(line: Line, value: str) -> Span:
    """The bytes of what ends a line."""
    stripped = line.span.start + len(line.text.rstrip().encode())
    return Span(stripped - len(value.encode()), stripped)


def _close(fields: dict[str, Cell], open_field: tuple[str, list[Line]] | None) -> None:
    """Add the lines that follow a field to its value."""
    if open_field is None:
        return
    name, lines = open_field
    more = text_cell(lines)
    if more is not None:
        first = fields[name]
        parts = [str(cell.value) for cell in (first, more) if cell.value]
        start = first.span.start if first.value else more.span.start
        fields[name] = Cell("\n".join(parts), Span(start, more.span.end))


def _text_cells(fields: dict[str, Cell], rest: Sequence[Line]) -> dict[str, Cell]:
    has_text = any(is_field_of_text(name) for name in fields)
    found = {}
    if rest[1:] and channel_of(plain(rest[0].text).strip(" :")):
        # A channel alone on the first line is no part of the text.
        word = plain(rest[0].text).strip(" :")
        found["Channel"], rest = Cell(word, rest[0].span), rest[1:]
    lead, quoted = _led(rest)
    if lead is not None and not has_text:
        word = plain(lead.text).lstrip("".join(_leading_signs(lead.text)))
        found["Type"] = Cell(word.strip(), lead.span)
        rest = quoted
    cell = text_cell(rest)
    if cell is not None:
        found["Notes" if has_text else "Text"] = cell
    return found


def _leading_signs(text: str) -> Iterator[str]:
    """The emoji and other signs before the first letter."""
    for sign in text.strip():
        if sign.isalnum():
            return
        yield sign


def _led(lines: Sequence[Line]) -> tuple[Line | None, Sequence[Line]]:
    """A short line that says what follows in quotes, and what follows."""
    filled = [line for line in lines if not line.is_blank]
    if len(filled) > 1 and len(filled[0].text) < _SHORT_LINE and not filled[0].fence:
        position = lines.index(filled[1])
        if filled[1].text.lstrip()[:1] in _QUOTES and _quoted(_joined(lines[position:])):
            return filled[0], lines[position:]
    return None, lines


def text_cell(lines: Sequence[Line]) -> Cell | None:
    """The text that some lines hold: a block of code or a quotation stands for all of it."""
    filled = [line for line in lines if not line.is_blank]
    if not filled:
        return None
    code = [line for line in lines if line.code]
    if code:
        kept = code
        text = "\n".join(line.text for line in code)
    elif all(line.text.lstrip().startswith(">") for line in filled):
        kept = filled
        text = unescaped("\n".join(line.text.lstrip()[1:].removeprefix(" ") for line in filled))
    else:
        kept = filled
        joined = _joined(lines)
        text = unescaped(_quoted(joined) or joined)
    return Cell(text.strip(), Span(kept[0].span.start, kept[-1].span.end))


def _joined(lines: Sequence[Line]) -> str:
    """The lines as a text: two spaces or a backslash at an end only break the line."""
    return "\n".join(line.text.rstrip().removesuffix("\\").rstrip() for line in lines).strip()


def _quoted(text: str) -> str | None:
    """What stands in quotation marks, where all of the text does."""
    closing = _QUOTES.get(text[:1])
    if closing is None or not text.endswith(closing) or len(text) == 1:
        return None
    return text[1:-1]
