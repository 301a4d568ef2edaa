"""A folder of files with one post each, read as one calendar."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.errors import PlannerError
from planner.imports.names import meaning_of
from planner.imports.table import Cell, Row, Table
from planner.markdown.front import front_matter, yaml_cells
from planner.markdown.post import is_of_a_post, post_cells
from planner.model import Finding, Note, Span
from planner.notices import notice
from planner.readers import ReadOptions
from planner.source import Part, Reading, Source
from planner.wording import counted

TEXTS = (".md", ".markdown", ".txt")
RECORDS = (".yaml", ".yml", ".json")
MOST_FILES, MOST_BYTES, MOST_DEPTH = 5_000, 16 * 1024 * 1024, 4
_DATED_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?=[-_. T]|\Z)")


class _File(NamedTuple):
    """A file of the folder, and its fields if it is a post; `is_calendar` if it holds many."""

    path: str
    data: bytes
    cells: Mapping[str, Cell] = {}
    findings: tuple[Finding, ...] = ()
    is_calendar: bool = False


def read_folder(folder: str, options: ReadOptions) -> Reading | None:
    """Read the posts of a folder and its subfolders, None when it holds none or also calendars.

    Raises `PlannerError` when there are far too many files.
    """
    files = [_read(path) for path in _paths(folder)]
    posts = [file for file in files if file.cells or file.findings]
    if not any(file.cells for file in posts) or any(file.is_calendar for file in files):
        return None
    from planner.imports.recognise import read_tables

    data = bytearray()
    parts, rows, findings = [], [], []
    for file in posts:
        start = len(data)
        parts.append(Part(file.path, start))
        data += file.data if file.data.endswith(b"\n") else file.data + b"\n"
        findings += [_shifted_finding(finding, start) for finding in file.findings]
        if file.cells:
            cells = _named(file, folder) | dict(file.cells)
            shifted = {name: Cell(it.value, _shifted(it.span, start)) for name, it in cells.items()}
            rows.append(Row(shifted, Span(start, start)))
    columns = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    others = [file for file in files if not (file.cells or file.findings)]
    reading: Reading = read_tables(
        folder, bytes(data), [Table(columns, tuple(rows))], options, findings, _left_out(others)
    )
    source = Source(folder, bytes(data), reading.source.find, tuple(parts))
    return reading._replace(source=source)


def _paths(folder: str) -> Iterator[str]:
    """The files that may be posts, in order; hidden ones and those of programs are left alone."""
    number = size = 0
    for here, folders, names in os.walk(folder):
        depth = os.path.relpath(here, folder).count(os.sep)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "_")) and name != "node_modules" and depth < MOST_DEPTH
        )
        for name in sorted(names):
            path = os.path.join(here, name)
            if name.startswith(".") or not name.lower().endswith((*TEXTS, *RECORDS)):
                continue
            number, size = number + 1, size + os.path.getsize(path)
            if number > MOST_FILES or size > MOST_BYTES:
                raise PlannerError(
                    f"{folder}: holds more than {MOST_FILES} files or "
                    f"{MOST_BYTES // 1024 // 1024} MB; name the folder with the posts."
                )
            yield path


def _read(path: str) -> _File:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise PlannerError(f"{path}: cannot be read ({error.strerror or error}).") from None
    if path.lower().endswith(RECORDS):
        cells, troubles = yaml_cells(data)
        if cells is None:
            return _File(path, data)
        found = cells if is_of_a_post(cells) else {}
        return _File(path, data, found, troubles if found else (), "posts" in cells)
    front = front_matter(data)
    if not is_of_a_post(front.cells):
        return _File(path, data)
    return _File(path, data, post_cells(front, data), (*front.findings, *_encoding(data)))


def _encoding(data: bytes) -> Iterator[Finding]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = "This is not text in UTF-8. Save the file as UTF-8 and try again."
        yield notice("bad-encoding", message, Span(error.start, error.end))


def _named(file: _File, folder: str) -> dict[str, Cell]:
    """The id, and the day if there is no other, that the name of a file gives its post."""
    path = os.path.splitext(os.path.relpath(file.path, folder))[0].replace(os.sep, "/")
    name = path.removesuffix("/index")
    fields = {meaning_of(key).field for key in file.cells}
    found = {} if "id" in fields else {"id": Cell(name, Span(0, 0))}
    dated = _DATED_NAME.match(name.rpartition("/")[2])
    if dated and "when" not in fields:
        found["date"] = Cell(dated[1], Span(0, 0))
    return found


def _shifted(span: Span, start: int) -> Span:
    return Span(span.start + start, span.end + start)


def _shifted_finding(finding: Finding, start: int) -> Finding:
    place = finding.place
    return finding._replace(place=_shifted(place, start) if isinstance(place, Span) else place)


def _left_out(files: list[_File]) -> list[Note]:
    if not files:
        return []
    names = ", ".join(os.path.basename(file.path) for file in files[:5])
    more = " ..." if len(files) > len(names.split(", ")) else ""
    return [Note(f"{counted(len(files), 'file')} without a post left out: {names}{more}.")]
