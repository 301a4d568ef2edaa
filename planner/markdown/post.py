"""A file that is one post: its front matter, and its text below."""

from collections.abc import Collection, Mapping

from planner.imports.names import meaning_of
from planner.imports.table import Cell
from planner.markdown.front import FrontMatter
from planner.model import Span

_TELLING = ("when", "channel", "status", "kind", "text")


def is_of_a_post(names: Collection[str]) -> bool:
    """Whether fields are those of a post and not of a calendar or of anything else."""
    found = {meaning_of(name).field for name in names}
    return bool(found & set(_TELLING)) and not {"posts", "slots"} & set(names)


def post_cells(front: FrontMatter, data: bytes) -> Mapping[str, Cell]:
    """The fields of the front matter; what stands below is the text, or a note beside a text."""
    raw = data[front.body :]
    text = raw.strip()
    if not text:
        return front.cells
    start = front.body + len(raw) - len(raw.lstrip())
    cell = Cell(
        text.decode("utf-8", "replace").replace("\r\n", "\n"), Span(start, start + len(text))
    )
    has_text = any(meaning_of(name).field == "text" for name in front.cells)
    name = "notes" if has_text else "text"
    return {name: cell, **front.cells}
