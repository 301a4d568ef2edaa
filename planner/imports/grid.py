"""From lines of cells to a table: which line names the columns, and what stands above it."""

from collections.abc import Sequence
from typing import NamedTuple

from planner.imports.channels import platform_of
from planner.imports.dates import parse_stamp
from planner.imports.day_columns import names_days
from planner.imports.names import meaning_of
from planner.imports.table import Cell, Row, Table
from planner.imports.values import is_address, is_blank, shape_of
from planner.model import Span
from planner.wording import one_line

_LOOKED_AT = 15
_LEAST = 2
_LONGEST_NAME = 80


class Line(NamedTuple):
    """A line of a grid: its texts and where they stand."""

    cells: tuple[Cell, ...]
    span: Span

    @property
    def texts(self) -> list[str]:
        """What stands in the cells."""
        return [str(cell.value).strip() for cell in self.cells]


class Grid(NamedTuple):
    """A table made of lines, and the lines that have more or fewer cells than it has columns."""

    table: Table
    uneven: tuple[tuple[Line, int], ...]
    has_header: bool


def table_of(lines: Sequence[Line]) -> Grid:
    """The table that lines make; without a line of names the columns are numbered."""
    number = _header(lines)
    if number is None:
        width = max((len(line.cells) for line in lines), default=0)
        names = _by_values(lines, width)
        above: Sequence[Line] = ()
        below = lines
    else:
        names = _names(lines[number])
        above, below = lines[:number], lines[number + 1 :]
    rows, uneven = [], []
    for line in below:
        count = _count(line)
        # A row that breaks off early is told; a lone cell is a heading between rows.
        if count > len(names) or 1 < len(line.cells) < len(names):
            uneven.append(
                (line, max(count, len(line.cells)) if count > len(names) else len(line.cells))
            )
        rows.append(Row(dict(zip(names, line.cells, strict=False)), line.span))
    heading = " ".join(text for line in above for text in line.texts if text)
    table = Table(names, tuple(rows), _settings(above), one_line(heading) or None)
    return Grid(table, tuple(uneven), number is not None)


def _header(lines: Sequence[Line]) -> int | None:
    """The line with the most known names among the first, None when the first one holds values."""
    scores = [_known(line) for line in lines[:_LOOKED_AT]]
    best = max(range(len(scores)), key=lambda place: (scores[place], -place), default=None)
    days = _line_of_days(lines[:_LOOKED_AT])
    if days is not None and (best is None or scores[best] < _LEAST or days <= best):
        return days
    if best is not None and scores[best] >= _LEAST:
        return best
    if not lines or any(_is_value(text) for text in lines[0].texts):
        return None
    return 0


def _line_of_days(lines: Sequence[Line]) -> int | None:
    """The first line that names days for its columns."""
    texts = [line.texts for line in lines]
    below = [*texts[1:], []]
    return next((it for it, line in enumerate(texts) if names_days(line, below[it])), None)


def _known(line: Line) -> int:
    """How many names of a line are known; a line with values has none."""
    texts = [text for text in line.texts if text]
    if any(_is_value(text) for text in texts):
        return 0
    return sum(
        len(text) <= _LONGEST_NAME
        and (meaning_of(text).field is not None or platform_of(text) is not None)
        for text in texts
    )


def _is_value(text: str) -> bool:
    """Whether a text is a date or an address, which no column is called."""
    if is_address(text):
        return True
    stamp = parse_stamp(text) if len(text) <= _LONGEST_NAME else None
    return stamp is not None and stamp.is_day


def _names(line: Line) -> tuple[str, ...]:
    """The names of the columns, no two alike; trailing cells without a name are dropped."""
    texts = line.texts
    while texts and not texts[-1]:
        texts.pop()
    names: dict[str, None] = {}
    for place, text in enumerate(texts, 1):
        base = name = one_line(text) or f"column {place}"
        number = 1
        while name in names:
            number += 1
            name = f"{base} ({number})"
        names[name] = None
    return tuple(names)


def _by_values(lines: Sequence[Line], width: int) -> tuple[str, ...]:
    """Names for columns without any: what their values are, where that is plain."""
    shapes = [
        shape_of(line.cells[place] for line in lines if place < len(line.cells) and
                 not is_blank(str(line.cells[place].value).strip()))
        for place in range(width)
    ]  # fmt: skip
    names = [f"column {place}" for place in range(1, width + 1)]
    longest = max(range(width), key=lambda place: shapes[place].words, default=0)
    for place, shape in enumerate(shapes):
        if shape.mostly(shape.days):
            name = "date"
        elif shape.mostly(shape.clocks):
            name = "time"
        elif shape.mostly(shape.files):
            name = "link" if "link" not in names else "media"
        elif place == longest and shape.words > shape.filled:
            name = "text"
        else:
            continue
        if name not in names:
            names[place] = name
    return tuple(names)


def _count(line: Line) -> int:
    """The cells up to the last one that says something."""
    texts = line.texts
    while texts and not texts[-1]:
        texts.pop()
    return len(texts)


def _settings(lines: Sequence[Line]) -> dict[str, Cell]:
    """Pairs of a name and a value above the table: `Timezone, Europe/Berlin`."""
    found: dict[str, Cell] = {}
    for line in lines:
        cells = [cell for cell in line.cells if str(cell.value).strip()]
        if len(cells) == len(("name", "value")):
            name = str(cells[0].value).strip().rstrip(":")
            if meaning_of(name).field in ("timezone", "channel", "year", "month"):
                found[name] = cells[1]
    return found
