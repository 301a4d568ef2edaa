"""Which column holds what: decided by its name and by its values together."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planner.imports.channel_columns import ByChannel, by_channel, names_platforms
from planner.imports.channels import channels_in
from planner.imports.names import Meaning, meaning_of, names_hours, plain
from planner.imports.table import Table
from planner.imports.values import Shape, cells_of, shape_of, text_of
from planner.imports.words import kind_of
from planner.model import POST_KINDS
from planner.readers import ReadOptions
from planner.vocabulary import column_field_of

_ORDERS = {"dd/mm/yyyy": "day", "mm/dd/yyyy": "month"}
"""How numeric dates can be written, as people say it."""
_FORMATS = frozenset((
    "reel", "reels", "carousel", "image", "photo", "video", "story", "stories", "text", "link",
    "post", "feed", "tweet", "thread", "short", "shorts", "static", "gif", "infographic", "blog",
    "article", "live", "album", "document", "pdf", "single image", "feed post", "graphic", "audio",
    "podcast", "newsletter", "email", "type", "slides", "slideshow", "news", "status", "long form",
))  # fmt: skip
_ONLY_IF_KNOWN = frozenset(
    ("account", "accounts", "account id", "profile", "profiles", "where", "medium")
)
_EASY = (
    "title",
    "topic",
    "tags",
    "link",
    "status",
    "by",
    "id",
    "alt",
    "note",
    "campaign",
    "series",
    "source",
    "mentions",
    "timezone",
    "draft",
    "archived",
    "published",
    "repeat",
    "month",
    "year",
)


class Column(NamedTuple):
    """A column with what its name means and what its values look like."""

    name: str
    meaning: Meaning
    shape: Shape


class Layout(NamedTuple):
    """What the columns of a table are.

    `fields` gives the columns of a field, the best first; the others stand in for it in rows
    that lack it. `order` is how numeric dates are written, as far as somebody said so.
    """

    fields: Mapping[str, tuple[str, ...]]
    channels: ByChannel
    zone: str | None = None
    zone_column: str = ""
    zone_word: str = ""
    order: str | None = None
    unused: tuple[str, ...] = ()

    def has(self, *fields: str) -> bool:
        """Whether there is a column for one of these."""
        return any(self.fields.get(field) for field in fields)

    @property
    def has_text(self) -> bool:
        """Whether a column holds what the posts say."""
        return self.has("text") or bool(self.channels.texts)

    @property
    def has_time(self) -> bool:
        """Whether a column holds when posts go out, be it only the week."""
        named = self.has("date", "time", "weekday", "week", "number")
        return named or bool(self.channels.whens)

    @property
    def weight(self) -> int:
        """How much of a table of posts this is: from 3 on it is one."""
        light = ("title", "topic", "status", "tags", "media", "kind", "themes", "by", "id")
        channel = self.has("channel") or bool(self.channels.flags)
        return 2 * (self.has_time + self.has_text + channel) + sum(map(self.has, light))


def layout_of(table: Table, options: ReadOptions) -> Layout:
    """Decide what every column of a table is."""
    told = {plain(name).words: field.strip().lower() for name, field in options.columns.items()}
    columns = [_column(table, name) for name in (*table.columns, *table.settings)]
    return _Decision(table, columns, told, options).layout()


def _column(table: Table, name: str) -> Column:
    setting = table.settings.get(name)
    cells = cells_of(table, name) if setting is None else iter((setting,))
    return Column(name, meaning_of(name), shape_of(cells))


class _Decision:
    """One table while its columns are being told apart."""

    def __init__(
        self, table: Table, columns: list[Column], told: Mapping[str, str], options: ReadOptions
    ) -> None:
        self.table = table
        self.columns = columns
        self.own = {word.casefold(): name for word, name in options.channels.items()}
        self.own_kinds = {word.casefold() for word in options.kinds}
        self.fields: dict[str, tuple[str, ...]] = {}
        self.order: str | None = None
        self.taken: set[str] = set()
        self._follow(told)

    def _follow(self, told: Mapping[str, str]) -> None:
        """Take the user's word for what columns are."""
        for column in self.columns:
            word = told.get(plain(column.name).words)
            target = column_field_of(word) if word else None
            if target is None:
                continue
            self.taken.add(column.name)
            if target in _ORDERS:
                self.order = _ORDERS[target]
                target = "date"
            if target != "ignore":
                self.fields[target] = (*self.fields.get(target, ()), column.name)

    def layout(self) -> Layout:
        """The columns by what they are."""
        channels = by_channel(self.table, self._free())
        self.taken |= channels.columns
        self._times()
        self._channel()
        self._texts()
        self._kinds()
        for field in _EASY:
            self._take(field, self._named(field))
        self._media()
        zone = self._zone_column()
        unused = tuple(
            it.name for it in self.columns if it.name not in self.taken and it.shape.filled
        )
        return Layout(
            self.fields,
            channels,
            zone.meaning.zone if zone else None,
            zone.name if zone else "",
            zone.meaning.zone_word if zone else "",
            self.order,
            tuple(name for name in unused if name not in self.table.settings),
        )

    def _free(self) -> list[Column]:
        return [it for it in self.columns if it.name not in self.taken]

    def _named(self, field: str) -> list[Column]:
        """The free columns whose names mean a field, the best name first."""
        found = [it for it in self._free() if it.meaning.field == field and it.shape.filled]
        return sorted(found, key=lambda it: (it.name in self.table.settings, it.meaning.rank))

    def _take(self, field: str, columns: Iterable[Column]) -> None:
        """Give a field its best column, and those that stand in where that is missing."""
        if field in self.fields:
            return
        chosen: list[str] = []
        for column in columns:
            if not chosen or self._apart(column.name, chosen):
                chosen.append(column.name)
        if chosen:
            self.fields[field] = tuple(chosen)
            self.taken |= set(chosen)

    def _apart(self, name: str, others: list[str]) -> bool:
        """Whether no row has both a column and one of the others."""
        if name in self.table.settings:
            return True
        return not any(
            name in row.cells and any(other in row.cells for other in others)
            for row in self.table.rows
        )

    def _times(self) -> None:
        when = self._named("when")
        weekdays = [it for it in when if it.shape.mostly(it.shape.weekdays)]
        self._take("date", (it for it in when if it.shape.mostly(it.shape.days)))
        clocks = [it for it in when if it.name not in self.taken and _holds_clocks(it)]
        self._take("time", clocks)
        self._take("weekday", (*self._named("weekday"), *weekdays))
        numbers = [it for it in when if it.shape.mostly(it.shape.numbers) or _counts_days(it)]
        self._take("number", (it for it in numbers if it.name not in self.taken))
        weeks = [it for it in when if it.shape.mostly(it.shape.weeks)]
        self._take(
            "week", (*self._named("week"), *(it for it in weeks if it.name not in self.taken))
        )
        if "date" not in self.fields:
            named = [it for it in when if it.name not in self.taken and "date" in it.name.lower()]
            self._take("date", named[:1])

    def _channel(self) -> None:
        found = [
            it
            for it in self._named("channel")
            if plain(it.name).words not in _ONLY_IF_KNOWN or self._knows_channels(it)
        ]
        if not found:
            found = [
                it
                for it in self._free()
                if it.meaning.field in (None, "kind")
                and it.shape.filled > 1
                and names_platforms(cells_of(self.table, it.name))
            ]
        self._take("channel", found)

    def _knows_channels(self, column: Column) -> bool:
        cells = [*cells_of(self.table, column.name)]
        if column.name in self.table.settings:
            cells.append(self.table.settings[column.name])
        return any(
            item.known for cell in cells for item in channels_in(text_of(cell.value), self.own)
        )

    def _texts(self) -> None:
        found = [it for it in self._named("text") if _holds_text(it)]
        wordy = [it for it in found if it.shape.words >= 2 * it.shape.filled]
        self._take("text", wordy or found)

    def _kinds(self) -> None:
        """The column with most kinds in it; one that holds media formats has none."""
        candidates = [*self._named("kind"), *self._named("topic")]
        scored = [(self._kinds_in(it), it) for it in candidates]
        scored = [(score, it) for score, it in scored if score]
        if scored:
            best = max(scored, key=lambda pair: (pair[0], -pair[1].meaning.rank))
            self._take("kind", [best[1]])
        self._take("kind", (it for it in self._named("tags") if self._is_all_kinds(it)))
        themes = [it for it in candidates if it.name not in self.taken and not self._formats(it)]
        self._take("topic", (it for it in themes if it.meaning.field == "topic"))
        themes = [it for it in themes if it.name not in self.taken]
        self._take("themes", themes[:1])

    def _is_all_kinds(self, column: Column) -> bool:
        """Whether tags are the plain names of kinds, as schedulers carry them for planner."""
        return all(text_of(it.value) in POST_KINDS for it in cells_of(self.table, column.name))

    def _kinds_in(self, column: Column) -> int:
        known = formats = 0
        for cell in cells_of(self.table, column.name):
            text = text_of(cell.value)
            known += text.casefold() in self.own_kinds or kind_of(text) is not None
            formats += _is_format(text)
        if column.meaning.field == "topic" and known * 2 < column.shape.filled:
            return 0
        return known if known >= formats else 0

    def _formats(self, column: Column) -> bool:
        texts = [text_of(cell.value) for cell in cells_of(self.table, column.name)]
        return sum(map(_is_format, texts)) * 2 >= len(texts)

    def _media(self) -> None:
        """All columns that name files: there may be one for each picture."""
        found = [it.name for it in self._named("media") if it.shape.mostly(it.shape.files)]
        if found and "media" not in self.fields:
            self.fields["media"] = tuple(found)
            self.taken |= set(found)

    def _zone_column(self) -> Column | None:
        used = {*self.fields.get("time", ()), *self.fields.get("date", ())}
        found = [it for it in self.columns if it.name in used and it.meaning.zone]
        return found[0] if found else None


def _holds_clocks(column: Column) -> bool:
    some = column.shape.clocks > 0 and names_hours(column.name)
    return column.shape.mostly(column.shape.clocks) or some


def _counts_days(column: Column) -> bool:
    """Whether a column called "day" counts them."""
    words = plain(column.name).words.rpartition(".")[2]
    return words == "day" and column.shape.mostly(column.shape.whole)


def _holds_text(column: Column) -> bool:
    shape = column.shape
    other = max(shape.days, shape.clocks, shape.whole, shape.marks, shape.files)
    return other * 2 < shape.filled


def _is_format(text: str) -> bool:
    word = text.casefold().replace("_", " ").strip()
    first = word.split()[0] if word else ""
    return word in _FORMATS or (first in _FORMATS and kind_of(text) is None)
