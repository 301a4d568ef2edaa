"""The dialects of schedulers, read from their files; each error in one names its place."""

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from planner.errors import PlannerError, nearest
from planner.model import Span
from planner.source import Source
from planner.vocabulary import CHANNELS
from planner.yaml_tree import Node, parse

VALUES = (
    "text", "link", "title", "kind", "time", "channel", "is", "media", "images", "gifs", "videos",
    "alt", "constant",
)  # fmt: skip
"""What a column may hold. `is` tells whether the post is for a channel."""
ZONES = ("calendar", "utc", "offset")
TRUST = {
    "V": "read on the vendor's own pages",
    "T": "as others describe it",
    "U": "widely said, not checked",
}
"""How far a dialect can be trusted, by the letter of its file."""

_TIME = re.compile(r"YYYY|MM|DD|HH|mm|ss|[-/:. TZ,+]")
_COLUMN_KEYS = ("name", "value", "format", "channel", "constant", "number")
_KEYS = (
    "title", "about", "header", "bom", "zone", "booleans", "file_per_channel", "channels", "limits",
    "columns",
)  # fmt: skip
_ABOUT_KEYS = ("import", "source", "trust", "before")


class Column(NamedTuple):
    """A column: its name in the header, and what stands in it.

    `number` is for media and alt texts: which one of the post, all of them when None.
    """

    name: str
    value: str = ""
    format: str = ""
    channel: str = ""
    constant: str = ""
    number: int | None = None


class Limits(NamedTuple):
    """What a scheduler refuses: more rows in a file, posts closer together or too soon."""

    rows: int | None = None
    apart: int = 0
    ahead: int = 0


class About(NamedTuple):
    """For people: how the file gets in, where that is written, and what to do before."""

    way_in: str
    source: str
    trust: str
    before: tuple[str, ...] = ()


class Dialect(NamedTuple):
    """How one scheduler wants its CSV; `channels` are the words it has for those it knows."""

    name: str
    title: str
    about: About
    columns: tuple[Column, ...]
    channels: Mapping[str, str]
    limits: Limits = Limits()
    has_header: bool = True
    has_bom: bool = False
    zone: str = "calendar"
    booleans: tuple[str, str] = ("true", "false")
    file_per_channel: bool = False

    def has(self, *values: str) -> bool:
        """Whether there is a column for one of the values."""
        return any(column.value in values for column in self.columns)


def names() -> list[str]:
    """The dialects that planner writes."""
    folder = files("planner.exports") / "dialects"
    found = (item.name for item in folder.iterdir())
    return sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml"))


def load(name: str) -> Dialect:
    """A dialect by its name; raises `PlannerError` when there is none, or its file is wrong."""
    known = names()
    if name not in known:
        raise PlannerError(unknown(name, known))
    path = files("planner.exports") / "dialects" / f"{name}.yaml"
    return read_dialect(name, path.read_bytes(), str(path))


def unknown(name: str, known: list[str]) -> str:
    """The sentence about a dialect that does not exist."""
    return (
        f'planner knows no scheduler "{name}"{nearest(name, known)}; '
        f"it writes CSV for {', '.join(known)}."
    )


def read_dialect(name: str, data: bytes, file: str) -> Dialect:
    """Read the file of a dialect; raises `PlannerError` at line and column for what is wrong."""
    return _DialectFile(data, file).read(name)


class _DialectFile:
    """One file while it is read."""

    def __init__(self, data: bytes, file: str) -> None:
        self.source = Source(file, data)
        root, troubles = parse(data)
        for trouble in troubles:
            raise self.complaint(trouble.message, trouble.span)
        if root is None or not isinstance(root.value, dict):
            raise self.complaint("A dialect is a list of keys and values.", Span(0, 0))
        self.root = root

    def complaint(self, message: str, where: Node | Span) -> PlannerError:
        """What is wrong, with file, line and column before it."""
        span = where if isinstance(where, Span) else Span(where.start, where.end)
        place = self.source.place(span)
        return PlannerError(f"{self.source.name}:{place.line}:{place.column}: {message}")

    def read(self, name: str) -> Dialect:
        """The dialect, with every field checked."""
        fields = self.mapping(self.root, _KEYS, needed=("title", "about", "columns"))
        channels = self._channels(fields.get("channels"))
        return Dialect(
            name=name,
            title=self.text(fields["title"]),
            about=self._about(fields["about"]),
            columns=tuple(self._column(item) for item in self.items(fields["columns"])),
            channels=channels,
            limits=self._limits(fields.get("limits")),
            has_header=self._flag(fields.get("header"), usual=True),
            has_bom=self._flag(fields.get("bom"), usual=False),
            zone=self._word(fields["zone"], ZONES) if "zone" in fields else "calendar",
            booleans=self._booleans(fields.get("booleans")),
            file_per_channel=self._flag(fields.get("file_per_channel"), usual=False),
        )

    def mapping(
        self, node: Node, keys: tuple[str, ...], needed: tuple[str, ...]
    ) -> dict[str, Node]:
        """A node's keys and values, all of them known and none of the needed ones missing."""
        if not isinstance(node.value, dict):
            raise self.complaint(f"Keys and values belong here, like `{keys[0]}: ...`.", node)
        for key, child in node.value.items():
            if key not in keys:
                where = Span(child.key_start, child.key_end)
                raise self.complaint(f'There is no key "{key}" here{nearest(key, keys)}.', where)
        for key in needed:
            if key not in node.value:
                raise self.complaint(f"`{key}:` is missing here.", node)
        return node.value

    def items(self, node: Node) -> list[Node]:
        """The items of a list that has some."""
        if not isinstance(node.value, list) or not node.value:
            raise self.complaint("A list with at least one item belongs here.", node)
        return node.value

    def text(self, node: Node) -> str:
        """A text that is not empty."""
        if not isinstance(node.value, str) or not node.value.strip():
            raise self.complaint("A text belongs here.", node)
        return node.value.strip()

    def _value(self, node: Node, check: Callable[[Any], bool], what: str) -> Any:
        value = node.scalar()
        if not check(value):
            raise self.complaint(f"{what} belongs here.", node)
        return value

    def _flag(self, node: Node | None, *, usual: bool) -> bool:
        if node is None:
            return usual
        return bool(self._value(node, lambda value: isinstance(value, bool), "`true` or `false`"))

    def _number(self, node: Node) -> int:
        return int(self._value(node, _is_count, "A whole number, 0 or more,"))

    def _word(self, node: Node, words: tuple[str, ...]) -> str:
        word = self.text(node)
        if word not in words:
            hint = nearest(word, words)
            raise self.complaint(f'"{word}" is not known here{hint}; {", ".join(words)} are.', node)
        return word

    def _booleans(self, node: Node | None) -> tuple[str, str]:
        if node is None:
            return "true", "false"
        words = [self.text(item) for item in self.items(node)]
        if len(words) != len(("yes", "no")):
            raise self.complaint("Two words belong here: for yes and for no.", node)
        return words[0], words[1]

    def _about(self, node: Node) -> About:
        fields = self.mapping(node, _ABOUT_KEYS, needed=("import", "source", "trust"))
        before = self.items(fields["before"]) if "before" in fields else []
        return About(
            self.text(fields["import"]),
            self.text(fields["source"]),
            self._word(fields["trust"], tuple(TRUST)),
            tuple(self.text(item) for item in before),
        )

    def _limits(self, node: Node | None) -> Limits:
        if node is None:
            return Limits()
        fields = self.mapping(node, Limits._fields, needed=())
        limits = Limits(**{name: self._number(item) for name, item in fields.items()})
        if limits.rows == 0:
            raise self.complaint("A file has at least one row.", fields["rows"])
        return limits

    def _channels(self, node: Node | None) -> dict[str, str]:
        """Channels by planner's name, each with the scheduler's word; a list has planner's own."""
        if node is None:
            return {name: name for name in CHANNELS}
        if isinstance(node.value, dict):
            for key, child in node.value.items():
                self._check_channel(key, Span(child.key_start, child.key_end))
            return {key: self.text(child) for key, child in node.value.items()}
        return {self._word(item, CHANNELS): self.text(item) for item in self.items(node)}

    def _check_channel(self, name: str, where: Node | Span) -> None:
        if name not in CHANNELS:
            hint = nearest(name, CHANNELS)
            raise self.complaint(f'planner has no channel "{name}"{hint}.', where)

    def _column(self, node: Node) -> Column:
        fields = self.mapping(node, _COLUMN_KEYS, needed=("name",))
        value = self._word(fields["value"], VALUES) if "value" in fields else ""
        for key, owner in (("format", "time"), ("channel", "is"), ("constant", "constant")):
            if (key in fields) != (value == owner):
                raise self.complaint(
                    f"`{key}:` stands with `value: {owner}`, and only there.", node
                )
        return Column(
            self.text(fields["name"]),
            value,
            self._format(fields["format"]) if "format" in fields else "",
            self._word(fields["channel"], CHANNELS) if "channel" in fields else "",
            self.text(fields["constant"]) if "constant" in fields else "",
            self._number(fields["number"]) if "number" in fields else None,
        )

    def _format(self, node: Node) -> str:
        text = self.text(node)
        if _TIME.sub("", text):
            message = "A time is written with YYYY, MM, DD, HH, mm and ss, like YYYY-MM-DD HH:mm."
            raise self.complaint(message, node)
        return text


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
