"""Where the lists, items and fields of a calendar stand in its bytes."""

import re
from collections.abc import Iterator
from functools import cached_property

from planner.yaml_edit.edits import is_blank, line_start, next_line
from planner.yaml_tree import Node

_PROPERTIES = re.compile(rb"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|(?=[\r\n]|\Z)))+")
_WORDS = ("kind", "channel", "status", "by")
"""Fields whose values are words that need no quotes."""
_EMPTY_LINES = re.compile(rb"(?:[ \t]*(?:#[^\r\n]*)?[\r\n]+)*[ \t]*")
_KEEPING = re.compile(rb"[|>][1-9]?\+")
_DASH = re.compile(rb"(?:\A|(?<=[\r\n])|(?<=\xef\xbb\xbf))[ ]*-(?=[ \t\r\n])")


def after_properties(data: bytes, node: Node) -> int:
    """Where a value begins, after its anchor and its tag; where they begin, if a line follows."""
    match = _PROPERTIES.match(data, node.start, max(node.start, node.end))
    if match is None:
        return node.start
    rest = _EMPTY_LINES.match(data, match.end())
    assert rest
    return rest.end()


def is_alias(data: bytes, node: Node) -> bool:
    """Whether a value is only a reference to another one."""
    return data[node.start : node.start + 1] == b"*"


def is_flow(data: bytes, node: Node) -> bool:
    """Whether a list or group of fields is written in brackets."""
    return data[after_properties(data, node) :][:1] in {b"[", b"{"}


def quote_of(data: bytes, node: Node) -> str:
    """The quote that a text is written in, or nothing."""
    start = after_properties(data, node)
    mark = data[start : start + 1].decode("ascii", "replace")
    return mark if mark in {"'", '"'} and not node.plain else ""


class Item:
    """A group of fields in a list: its node, its number in the list and its bytes."""

    def __init__(self, data: bytes, node: Node, number: int, dash: int) -> None:
        assert isinstance(node.value, dict)
        self.data = data
        self.node = node
        self.number = number
        self.dash = dash
        self.fields = node.value

    @cached_property
    def flow(self) -> bool:
        """Whether its fields are in braces."""
        return is_flow(self.data, self.node)

    @cached_property
    def first_field(self) -> int:
        """Where its fields begin, or the brace before them."""
        start = self.node.start
        match = _PROPERTIES.match(self.data, start, self.node.end)
        if match is None:
            return start
        # In the line of its dash, an anchor is that of the first key.
        is_whole = self.flow or not self.data[match.end() : next_line(self.data, start)].strip()
        return after_properties(self.data, self.node) if is_whole else start

    @cached_property
    def key_quote(self) -> str:
        """The quote that its keys are written in, or nothing."""
        first = min((node.key_start for node in self.own_fields()), default=self.node.start)
        mark = self.data[first : first + 1].decode("ascii", "replace")
        return mark if mark in {"'", '"'} else ""

    @cached_property
    def word_quote(self) -> str:
        """The quote that its single words are written in, or nothing."""
        nodes = filter(None, map(self.own, _WORDS))
        return next((quote_of(self.data, node) for node in nodes), "")

    @property
    def is_on_lines(self) -> bool:
        """Whether it has lines of its own, after a dash, and is not in a list in brackets."""
        return self.dash < self.node.start

    @property
    def column(self) -> int:
        """The column of its fields."""
        return self.first_field - line_start(self.data, self.first_field)

    @property
    def line(self) -> int:
        """Where its first line begins."""
        return line_start(self.data, self.dash)

    @property
    def after(self) -> int:
        """Where the line after it begins, and after empty lines that belong to it."""
        position = next_line(self.data, self.node.end)
        while self.keeps_lines and is_blank(self.data, position):
            position = next_line(self.data, position)
        return position

    @cached_property
    def keeps_lines(self) -> bool:
        """Whether the empty lines behind it belong to its last text, which begins with `|+`."""
        last = self.last_field
        if last is None or last.end != self.node.end:
            return False
        start = after_properties(self.data, last)
        return _KEEPING.match(self.data, start) is not None

    @property
    def last_field(self) -> Node | None:
        """The field that is written here last."""
        return max(self.own_fields(), key=lambda node: node.end, default=None)

    def own(self, key: str) -> Node | None:
        """A field that is written here and not taken over from another item."""
        node = self.fields.get(key)
        if node is not None and self.node.start <= node.key_start < self.node.end:
            return node
        return None

    def own_fields(self) -> Iterator[Node]:
        """All fields that are written here."""
        return filter(None, map(self.own, self.fields))


class Section:
    """A list of a calendar: its node and the items in it that are groups of fields."""

    def __init__(self, data: bytes, node: Node) -> None:
        self.data = data
        self.node = node
        self.flow = is_flow(data, node)
        nodes = node.value if isinstance(node.value, list) else []
        self.items: dict[int, Item] = {}
        before = line_start(data, node.start)
        for number, child in enumerate(nodes):
            dash = child.start if self.flow else self._dash(before, child.start)
            if isinstance(child.value, dict):
                self.items[number] = Item(data, child, number, dash)
            before = max(before, child.end)

    @cached_property
    def is_spaced(self) -> bool:
        """Whether most items have an empty line after them."""
        items = [it for it in [*self.items.values()][:-1] if not it.keeps_lines]
        return sum(is_blank(self.data, item.after) for item in items) * 2 > len(items)

    def _dash(self, first: int, last: int) -> int:
        """The dash before an item, somewhere between two positions."""
        found = [match.end() - 1 for match in _DASH.finditer(self.data, first, last)]
        return found[-1] if found else last
