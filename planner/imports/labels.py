"""Labels of posts: where no other column says the kind or the channel, one of them may."""

from planner.imports.columns import Layout
from planner.imports.moments import shown
from planner.imports.remarks import Remarks
from planner.imports.table import Cell
from planner.imports.values import words_of
from planner.imports.words import kind_of
from planner.model import UNKNOWN
from planner.vocabulary import channel_of


class Labels:
    """The labels of one table, with what has to be said about them."""

    def __init__(self, layout: Layout, remarks: Remarks) -> None:
        self.has_kind = layout.has("kind")
        self.has_channel = layout.has("channel")
        self.remarks = remarks

    def kind(self, cell: Cell | None) -> str:
        """The kind that a label says, where only one does."""
        if cell is None or self.has_kind:
            return UNKNOWN
        found = {kind: word for word in _words(cell) if (kind := kind_of(word))}
        if len(found) != 1:
            return UNKNOWN
        ((kind, word),) = found.items()
        self._tell(cell, f"the kind {kind}", word)
        return kind

    def channels(self, cell: Cell | None) -> tuple[str, ...]:
        """The channels that labels name."""
        if cell is None or self.has_channel:
            return ()
        found = {name: word for word in _words(cell) if (name := channel_of(word))}
        for name, word in found.items():
            self._tell(cell, f"the channel {name}", word)
        return tuple(found)

    def _tell(self, cell: Cell, what: str, word: str) -> None:
        self.remarks.count(
            ("label", what), cell.span,
            lambda tally: f"The label {tally.quoted} was taken as {what} of {tally.posts}.",
            shown(word),
        )  # fmt: skip


def _words(cell: Cell) -> tuple[str, ...]:
    """The labels in a cell; hashtags are words of the text."""
    return tuple(word for word in words_of(cell.value) if not word.startswith("#"))
