"""Columns that are named after channels: the text, the time or a mark for each of them."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from planner.imports.channels import channels_in, platform_of
from planner.imports.names import Meaning, meaning_of, plain
from planner.imports.table import Cell, Table
from planner.imports.values import Shape, text_of

_WORDS_OF_A_TEXT = 3


class _Column(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def shape(self) -> Shape: ...
    @property
    def meaning(self) -> Meaning: ...


class ByChannel(NamedTuple):
    """The columns for each channel: of its text, of its time, and of a mark whether it is meant."""

    texts: dict[str, str]
    whens: dict[str, str]
    flags: dict[str, str]

    @property
    def columns(self) -> set[str]:
        """All of these columns."""
        return {*self.texts.values(), *self.whens.values(), *self.flags.values()}

    @property
    def names(self) -> tuple[str, ...]:
        """The channels, each once."""
        return tuple(dict.fromkeys((*self.texts, *self.whens, *self.flags)))


def by_channel(table: Table, columns: Iterable[_Column]) -> ByChannel:
    """Find the columns that are named after channels and hold something for them."""
    found = ByChannel({}, {}, {})
    for column in columns:
        channel, field = _channel_and_field(column.name)
        if channel is None or not column.shape.filled:
            continue
        role = _role(column.shape, field)
        if role is not None:
            places: dict[str, str] = getattr(found, role)
            places.setdefault(channel, column.name)
    if len(found.flags) == 1 and not found.texts and table.rows:
        return found._replace(flags={}) if len(table.columns) < _WORDS_OF_A_TEXT else found
    return found


def _channel_and_field(name: str) -> tuple[str | None, str | None]:
    """The channel that a name speaks of, and the field it adds: `LinkedIn caption`."""
    whole = _exact(name)
    if whole:
        return whole, None
    head, dot, last = name.rpartition(".")
    if dot:
        parent = head.rpartition(".")[2]
        channel = _exact(last)
        if channel:
            return channel, meaning_of(parent).field
        channel = _exact(parent)
        if channel:
            return channel, meaning_of(last).field or "other"
    words = plain(name).words.split()
    for size in range(1, len(words)):
        for part, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            channel = _exact(" ".join(part))
            field = meaning_of(" ".join(rest)).field
            if channel and field in ("text", "when"):
                return channel, field
    return None, None


def _exact(word: str) -> str | None:
    words = plain(word).words
    if platform_of(word) is None and platform_of(words) is None:
        return None
    named = channels_in(word) if platform_of(word) else channels_in(words)
    return named[0].channel if len(named) == 1 else None


def _role(shape: Shape, field: str | None) -> str | None:
    if field not in (None, "text", "when", "channel", "published", "status"):
        return None
    if shape.mostly(shape.days):
        return "whens"
    if field != "text" and shape.mostly(shape.marks):
        return "flags"
    long = shape.words >= _WORDS_OF_A_TEXT * shape.filled
    wanted = field in (None, "text")
    return "texts" if wanted and long and shape.files * 2 < shape.filled else None


_TOO_LONG = 100


def names_platforms(cells: Iterable[Cell]) -> bool:
    """Whether most values of a column are names of known platforms."""
    texts = [text_of(cell.value) for cell in cells]
    short = [text for text in texts if len(text) < _TOO_LONG]
    known = [any(item.known for item in channels_in(text)) for text in short]
    return len(texts) > 0 and sum(known) * 4 >= len(texts) * 3
