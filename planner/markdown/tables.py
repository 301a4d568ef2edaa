"""Tables of GitHub's Markdown, with the bytes of every cell."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from planner.imports.table import Cell, Row
from planner.markdown.lines import Line, plain
from planner.model import Span

_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_LINK = re.compile(r"!?\[([^\]]*)\]\(<?(\S+?)>?(?:\s+\"[^\"]*\")?\)\Z")


class Found(NamedTuple):
    """A table as it stands in a file; `first` and `last` are the positions of its lines."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    surplus: tuple[tuple[Row, Span], ...]
    first: int
    last: int


def tables_of(lines: Sequence[Line], data: bytes) -> Iterator[Found]:
    """All tables in the order of the file; code holds none."""
    position = 0
    while position + 1 < len(lines):
        if _starts(lines, position, data):
            found = _table(lines, position, data)
            yield found
            position = found.last
        position += 1


def _starts(lines: Sequence[Line], position: int, data: bytes) -> bool:
    head, rule = lines[position], lines[position + 1]
    if head.code or "|" not in head.text or "|" not in rule.text or rule.code:
        return False
    return bool(_DELIMITER.match(rule.text)) and len(_cells(head, data)) == len(_cells(rule, data))


def _table(lines: Sequence[Line], first: int, data: bytes) -> Found:
    columns = _distinct([cell.value or "" for cell in _cells(lines[first], data)])
    rows, surplus = [], []
    last = first + 1
    for line in lines[first + 2 :]:
        if "|" not in line.text or line.code:
            break
        last += 1
        cells = _cells(line, data)
        row = Row(dict(zip(columns, cells, strict=False)), line.span)
        if any(cell.value for cell in cells):
            rows.append(row)
        if len(cells) > len(columns):
            surplus.append((row, Span(cells[len(columns)].span.start, cells[-1].span.end)))
    return Found(columns, tuple(rows), tuple(surplus), first, last)


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Names of columns of which none comes twice: `Text`, `Text 2`."""
    found: dict[str, None] = {}
    for name in names:
        chosen, number = name, 2
        while chosen in found:
            chosen, number = f"{name} {number}".strip(), number + 1
        found[chosen] = None
    return tuple(found)


def _cells(line: Line, data: bytes) -> list[Cell]:
    """The cells between the pipes of a line, those that are escaped left alone."""
    raw = data[line.span.start : line.span.end]
    bounds = [it.start() for it in re.finditer(rb"\\[\x00-\x7f]|\|", raw) if it[0] == b"|"]
    edges = [-1, *bounds, len(raw)]
    spans = [(start + 1, end) for start, end in pairwise(edges)]
    if spans and not raw[slice(*spans[0])].strip():
        del spans[0]
    if len(spans) > 1 and not raw[slice(*spans[-1])].strip():
        del spans[-1]
    return [_cell(raw, start, end, line.span.start) for start, end in spans]


def _cell(raw: bytes, start: int, end: int, base: int) -> Cell:
    part = raw[start:end]
    inner = part.strip()
    begin = base + start + (len(part) - len(part.lstrip()) if inner else 0)
    text = inner.decode("utf-8", "replace")
    link = _LINK.match(text)
    if link:
        text = link[2] if _is_address(link[1]) or not link[1] else f"{link[1]} {link[2]}"
    return Cell(plain(text) or None, Span(begin, begin + len(inner)))


def _is_address(text: str) -> bool:
    return "://" in text or text.casefold() in {"link", "url", "here"}
