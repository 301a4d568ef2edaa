"""From the rows of a table to posts."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from planner.errors import nearest
from planner.imports.channels import Named, channels_in
from planner.imports.columns import Layout
from planner.imports.days import Days
from planner.imports.labels import Labels
from planner.imports.moments import Clocks, cell_of, shown
from planner.imports.no_posts import why_no_post
from planner.imports.remarks import Remarks
from planner.imports.table import Cell, Row, Table
from planner.imports.values import (
    is_address,
    is_blank,
    is_file,
    mark_of,
    text_of,
    words_of,
)
from planner.imports.words import GONE, kind_of, read_status
from planner.model import UNKNOWN, Media, Post
from planner.readers import ReadOptions
from planner.vocabulary import CHANNELS, channel_of
from planner.wording import counted

_PLAIN = ("title", "by", "note", "campaign", "series", "source")
_POSTED = ("posted", "published")
_LONGEST_ID = 200


class Item(NamedTuple):
    """A row that is a post: the id it gives, and the post for each of its channels."""

    given: str | None
    posts: tuple[Post, ...]
    row: Row


class Rows:
    """The rows of one table on their way to posts; `first` is the number of its first row."""

    def __init__(
        self,
        table: Table,
        layout: Layout,
        clocks: Clocks,
        options: ReadOptions,
        remarks: Remarks,
    ) -> None:
        self.table = table
        self.layout = layout
        self.options = options
        self.remarks = remarks
        self.labels = Labels(layout, remarks)
        self.days = Days(table, layout, clocks, remarks)
        self.own_channels = {word.casefold(): name for word, name in options.channels.items()}
        self.own_kinds = {word.casefold(): name for word, name in options.kinds.items()}
        self.spelled: dict[str, str] = {}

    def items(self, first: int) -> Iterator[Item]:
        """The posts of the table, each with its route."""
        for number, row in enumerate(self.table.rows, first):
            if not self._is_post(row):
                continue
            status = self._status(row)
            if status == GONE:
                word = self._text(row, "status") or "archived"
                self.remarks.count(
                    "gone", row.span,
                    lambda tally: f"{tally.rows} left out with the status {tally.quoted}.",
                    shown(word),
                )  # fmt: skip
                continue
            fields = self._fields(row)
            fields["status"] = status
            fields["route"] = ("rows", number)
            yield self._item(row, fields)
        self.days.close()

    def _is_post(self, row: Row) -> bool:
        reason = why_no_post(self.table, self.layout, row)
        if reason == "blank":
            self.remarks.count(
                reason, row.span, lambda tally: f"{counted(len(tally.spans), 'blank row')} skipped."
            )
        elif reason == "free day":
            self.remarks.count(
                reason, row.span,
                lambda tally: f"{tally.rows} with nothing but a date, skipped.",
            )  # fmt: skip
        elif reason:
            texts = (text_of(cell.value) for cell in row.cells.values())
            words = next((shown(text) for text in texts if not is_blank(text)), "")
            self.remarks.count(
                reason, row.span,
                lambda tally: f"{tally.rows} skipped as no posts (a legend or a heading): "
                f"{tally.quoted}.", words,
            )  # fmt: skip
        return reason is None

    def _cell(self, row: Row, field: str) -> Cell | None:
        return cell_of(self.table, self.layout, row, field)

    def _text(self, row: Row, field: str) -> str:
        cell = self._cell(row, field)
        return text_of(cell.value) if cell else ""

    def _fields(self, row: Row) -> dict[str, Any]:
        """What the posts of a row have in common, without time, channel and text."""
        found: dict[str, Any] = {}
        for field in _PLAIN:
            value = self._text(row, field)
            if value:
                found[field] = value
        for field in ("tags", "mentions"):
            cell = self._cell(row, field)
            if cell:
                words = dict.fromkeys(word.lstrip("#") for word in words_of(cell.value))
                found[field] = tuple(word for word in words if word)
        link = self._text(row, "link")
        if link:
            found["link"] = next((word for word in link.split() if is_address(word)), link)
        media = self._media(row)
        if media:
            found["media"] = media
        found["kind"] = self._kind(row)
        topic = self._text(row, "topic") or self._text(row, "themes")
        if not topic and found["kind"] == UNKNOWN:
            topic = self._text(row, "kind")
        if topic:
            found["topic"] = topic
        self._tell_repeat(row)
        return found

    def _media(self, row: Row) -> tuple[Media, ...]:
        """The pictures and films, from all columns that name files."""
        columns = self.layout.fields.get("media", ())
        cells = [row.cells[column] for column in columns if column in row.cells]
        words = dict.fromkeys(word for cell in cells for word in words_of(cell.value))
        alt = self._text(row, "alt") or None
        return tuple(
            Media(url=word, alt=alt) if is_address(word) else Media(file=word, alt=alt)
            for word in words
            if is_file(word)
        )

    def _kind(self, row: Row) -> str:
        cell = self._cell(row, "kind")
        if cell is None:
            return self.labels.kind(self._cell(row, "tags"))
        text = text_of(cell.value)
        own = self.own_kinds.get(text.casefold())
        kind = kind_of(own or text)
        if kind is None:
            column = self.layout.fields["kind"][0]
            self.remarks.count(
                ("kind", column), cell.span,
                lambda tally: f"`{column}` does not say the kind of {tally.posts}: {tally.quoted}. "
                "The configuration can: [mapping] kinds.", shown(text),
            )  # fmt: skip
        elif own is None and kind != text.casefold():
            self.remarks.count(
                ("kind is", kind), cell.span,
                lambda tally: f"{tally.posts} of the kind {kind}, as that is how "
                f"{tally.quoted} is read.", shown(text),
            )  # fmt: skip
        return kind or UNKNOWN

    def _tell_repeat(self, row: Row) -> None:
        cell = self._cell(row, "repeat")
        if cell is None:
            return
        text = text_of(cell.value)
        if mark_of(text) is False or text.lower() in ("once", "never", "one-time", "one time"):
            return
        column = self.layout.fields["repeat"][0]
        name = self._text(row, "id")
        of_whom = f" on id {shown(name)}" if name else ""
        self.remarks.note(
            f"`{column}: {shown(text)}`{of_whom} is a repetition, which is not expanded: "
            "the post counts once.",
            cell.span,
        )

    def _status(self, row: Row) -> str:
        cell = self._cell(row, "status")
        text = text_of(cell.value) if cell else ""
        found = read_status(text) if text else None
        if mark_of(self._text(row, "archived")):
            return GONE
        if mark_of(self._text(row, "published")) and found != GONE:
            return "published"
        if found:
            return found
        if cell:
            self.remarks.count(
                "status", cell.span,
                lambda tally: f"{tally.posts} with a status that planner does not know "
                f"({tally.quoted}), taken as draft.", shown(text),
            )  # fmt: skip
        draft = mark_of(self._text(row, "draft"))
        if draft is not None:
            return "draft" if draft else "scheduled"
        return "published" if not cell and self._was_posted(row) else "draft"

    def _was_posted(self, row: Row) -> bool:
        """Whether the only date is the one on which the post was published."""
        columns = self.layout.fields.get("date", ()) or self.layout.channels.whens.values()
        names = [column.lower() for column in columns if column in row.cells]
        return bool(names) and all(name.startswith(_POSTED) for name in names)

    def _item(self, row: Row, fields: dict[str, Any]) -> Item:
        given = self._text(row, "id")[:_LONGEST_ID] or None
        text = self._text(row, "text")
        at = None
        dated: dict[str, datetime | date | None] = {}
        for channel, column in self.layout.channels.whens.items():
            cell = row.cells.get(column)
            if cell and not is_blank(text_of(cell.value)):
                dated[channel] = self.days.at(row, cell)
        if not dated:
            at = self.days.at(row)
        own = {
            channel: text_of(row.cells[column].value)
            for channel, column in self.layout.channels.texts.items()
            if column in row.cells and not is_blank(text_of(row.cells[column].value))
        }
        channels = self._channels(row, own, dated)
        name = given or ""
        return Item(
            given,
            tuple(
                Post(name, name, dated.get(channel or "", at), channel,
                     text=own.get(channel or "", text), **fields)
                for channel in channels
            ),
            row,
        )  # fmt: skip

    def _channels(
        self, row: Row, texts: dict[str, str], dated: dict[str, Any]
    ) -> tuple[str | None, ...]:
        cell = self._cell(row, "channel")
        found: list[str] = []
        if cell:
            found = [name for name in map(self._one_channel(cell), self._named(cell)) if name]
        marked = [
            channel
            for channel, column in self.layout.channels.flags.items()
            if column in row.cells and mark_of(text_of(row.cells[column].value))
        ]
        names = tuple(dict.fromkeys((*found, *marked)))
        if not names:
            names = tuple(dict.fromkeys((*texts, *dated)))
        usual = self.options.channel
        names = names or self.labels.channels(self._cell(row, "tags"))
        if not names and usual:
            return (channel_of(usual) or usual,)
        return names or (None,)

    def _named(self, cell: Cell) -> list[Named]:
        value = cell.value
        parts = value if isinstance(value, list | tuple) else [value]
        return [name for part in parts for name in channels_in(text_of(part), self.own_channels)]

    def _one_channel(self, cell: Cell) -> Any:
        def name_of(named: Named) -> str | None:
            word = shown(named.word)
            if named.channel is None:
                self.remarks.count(
                    "no channel", cell.span,
                    lambda tally: f"{tally.quoted} is not a channel; {tally.rows} without it.",
                    word,
                )  # fmt: skip
                return None
            channel = self.spelled.setdefault(named.channel.casefold(), named.channel)
            if named.part:
                self.remarks.count(
                    ("part", channel), cell.span,
                    lambda tally: f"{tally.quoted} is read as the channel {channel}.", word,
                )  # fmt: skip
            elif channel_of(channel) is None:
                self.remarks.count(
                    ("own", channel), cell.span,
                    lambda _tally: f'"{channel}" is no channel that planner knows'
                    f"{nearest(channel, CHANNELS)}; it is kept as written.",
                )  # fmt: skip
            return channel

        return name_of
