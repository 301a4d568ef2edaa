"""What the posts of a table lack, and what of the table was not used."""

from collections.abc import Sequence

from planner.errors import nearest
from planner.imports.columns import Layout
from planner.imports.moments import shown
from planner.imports.names import meaning_of
from planner.imports.posts import Item
from planner.imports.remarks import Remarks
from planner.imports.table import Row, Table
from planner.imports.values import cells_of, text_of

MOST_LISTED = 12
_MOST_ACCOUNTS = 4
_LONGEST = 80
_TITLES = (
    "date", "time", "platform", "channel", "type", "kind", "text", "caption", "hashtags", "link",
    "status", "image", "author",
)  # fmt: skip
"""Titles that columns are given most often."""


_OWN = frozenset(("planner", "change"))
"""Columns in which planner itself says what a plan changed."""


class Missing:
    """What posts of a table lack, said with the names of its columns."""

    def __init__(self, table: Table, layout: Layout, remarks: Remarks) -> None:
        self.table = table
        self.layout = layout
        self.remarks = remarks

    def tell(self, items: list[Item]) -> None:
        """Say which posts have no date and no text, and which columns are not used."""
        for item in items:
            self._tell_item(item)
        if items and not self.layout.has_time:
            message = "There are no dates in this list, so none of its posts has one."
            self.remarks.note(message, self.table.rows[0].span)
        others = [
            name
            for name in self.layout.unused
            if name not in _OWN and not self._tell_accounts(name)
        ]
        if others and items:
            names = [f"`{shown(name)}`{self._meant(name)}" for name in others]
            more = len(names) - MOST_LISTED
            rest = f" and {more} more" if more > 0 else ""
            message = f"Not used: {', '.join(names[:MOST_LISTED])}{rest}."
            self.remarks.note(message, self.table.rows[0].span)

    def _meant(self, column: str) -> str:
        """Which title a column may be meant to have, of those for fields that no column has."""
        fields = self.layout.fields
        return nearest(
            column[:_LONGEST], [it for it in _TITLES if meaning_of(it).field not in fields]
        )

    def _tell_accounts(self, column: str) -> bool:
        """Say of a column that names accounts why it gives no channel."""
        if meaning_of(column).field != "channel" or self.layout.has("channel"):
            return False
        cells = list(cells_of(self.table, column))
        words = dict.fromkeys(shown(text_of(cell.value)) for cell in cells)
        named = ", ".join(f'"{word}"' for word in list(words)[:_MOST_ACCOUNTS])
        message = (
            f"`{shown(column)}` says {named}, which are no channels that planner knows. "
            "The configuration can say on which channel each is: [mapping] channels."
        )
        self.remarks.note(message, cells[0].span)
        return True

    def _tell_item(self, item: Item) -> None:
        dates = self.layout.fields.get("date")
        column = dates[0] if dates else ""
        if dates and item.posts[0].at is None and not _has(item.row, dates):
            self.remarks.count(
                ("undated", column), item.row.span,
                lambda tally: f"{tally.posts} without `{column}`, so without a date"
                f"{_named(tally.named)}.", item.given or "",
            )  # fmt: skip
        if all(post.text for post in item.posts):
            return
        texts = self.layout.fields.get("text", ()) or tuple(self.layout.channels.texts.values())
        what = f"`{texts[0]}`" if texts else "text"
        self.remarks.count(
            ("no text", what), item.row.span,
            lambda tally: f"{tally.posts} with no text: {what} is empty or missing."
            if texts else f"{tally.posts} with no text: no column holds one.",
        )  # fmt: skip


def _named(names: str) -> str:
    return f" ({names})" if names else ""


def _has(row: Row, columns: Sequence[str]) -> bool:
    return any(column in row.cells and text_of(row.cells[column].value) for column in columns)
