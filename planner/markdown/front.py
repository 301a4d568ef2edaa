"""The front matter of a file: its fields between two lines of `---`, and where the text begins."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from planner.imports.table import Cell
from planner.model import Finding, Span
from planner.notices import notice

_YAML = re.compile(
    rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_TOML = re.compile(
    rb"(?:\xef\xbb\xbf)?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)


class FrontMatter(NamedTuple):
    """The fields of a file's front matter; `body` is the byte after it, 0 where there is none."""

    cells: Mapping[str, Cell] = {}
    body: int = 0
    findings: tuple[Finding, ...] = ()


def front_matter(data: bytes) -> FrontMatter:
    """Read the front matter of a file, in YAML or in TOML."""
    match = _YAML.match(data)
    if match:
        cells, findings = yaml_cells(match[1], match.start(1))
        if cells is None and not findings and match[1].strip():
            return FrontMatter()  # a text between two rules
        return FrontMatter(cells or {}, match.end(), findings)
    match = _TOML.match(data)
    return _toml(match) if match else FrontMatter()


def yaml_cells(data: bytes, start: int = 0) -> tuple[dict[str, Cell] | None, tuple[Finding, ...]]:
    """The fields of a mapping in YAML whose bytes stand at `start`; None for anything else."""
    from planner.yaml_tree import parse

    root, troubles = parse(data)
    findings = tuple(
        notice(it.name, it.message, Span(it.span.start + start, it.span.end + start))
        for it in troubles
    )
    if root is None or not isinstance(root.value, dict):
        return None, findings
    cells = {
        key: Cell(node.data(), Span(node.start + start, node.end + start))
        for key, node in root.value.items()
    }
    return cells, findings


def _toml(match: "re.Match[bytes]") -> FrontMatter:
    import tomllib

    span = Span(*match.span(1))
    try:
        fields = tomllib.loads(match[1].decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"The front matter between the two +++ cannot be read: {error}."
        return FrontMatter({}, match.end(), (notice("syntax", message, span),))
    cells = {key: Cell(value, _line_of(match, key)) for key, value in fields.items()}
    return FrontMatter(cells, match.end())


def _line_of(match: "re.Match[bytes]", key: str) -> Span:
    """The line of a field, or the whole front matter where it is written in an unusual way."""
    start, end = match.span(1)
    found = re.search(
        rb"^[ \t]*" + re.escape(key.encode()) + rb"[ \t]*=.*$", match[1], re.MULTILINE
    )
    return Span(start + found.start(), start + found.end()) if found else Span(start, end)
