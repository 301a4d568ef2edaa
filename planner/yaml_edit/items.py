"""One item changed: its time, its status, its channels, its id."""

import re
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from planner.vocabulary import channel_of
from planner.yaml_edit.edits import (
    Edit,
    apply,
    line_start,
    lines_at,
    next_line,
    rest_of_line,
)
from planner.yaml_edit.places import Item, after_properties, is_alias, is_flow, quote_of
from planner.yaml_edit.style import value_text
from planner.yaml_edit.times import like
from planner.yaml_tree import Node

_LAST_LINE_END = re.compile(rb"(?:\r\n|\r|\n)\Z")
CHANNEL_KEYS = ("channel", "channels")


class Change(NamedTuple):
    """What an item says afterwards; None for what it says already."""

    at: datetime | date | None = None
    status: str | None = None
    channels: tuple[str, ...] | None = None
    id: str | None = None

    def also(self, other: "Change") -> "Change":
        """The same with what another one wants."""
        return Change(
            at=self.at if other.at is None else other.at,
            status=self.status if other.status is None else other.status,
            channels=self.channels if other.channels is None else other.channels,
            id=self.id if other.id is None else other.id,
        )


def changed(item: Item, change: Change, zone: tzinfo) -> list[Edit]:
    """The edits that make an item say what a change wants."""
    # First what it says itself: a new field goes behind all of that.
    edits: list[Edit] = []
    for key in sorted(("id", "at", "status"), key=lambda key: item.own(key) is None):
        value = getattr(change, key)
        if key == "at" and value is not None:
            edits.append(_timed(item, value, zone))
        elif value is not None:
            edits.append(_set(item, key, value))
    if change.channels is not None:
        edits += _narrow(item, change.channels)
    return edits


def copied(item: Item, change: Change, zone: tzinfo) -> bytes:
    """The text of an item with a change: its lines, or its braces in a list in brackets.

    It is without the anchors of the item: what refers to them means the item itself.
    """
    edits = changed(item, change._replace(channels=None), zone)
    if change.channels is not None:
        edits += _name_channels(item, change.channels)
    edits += _without_anchors(item, edits)
    start, end = (item.line, item.after) if item.is_on_lines else (item.dash, item.node.end)
    text = apply(item.data, edits, start, end)
    return _LAST_LINE_END.sub(b"", text) if item.is_on_lines else text


def _set(item: Item, key: str, value: str) -> Edit:
    """Give a field another text in the quotes that it has."""
    node = item.own(key)
    if node is None:
        return _added(item, key, value_text(value, item.word_quote, flow=item.flow))
    if key == "status" and isinstance(node.value, str) and node.value[:1].isupper():
        value = value.capitalize()
    return _replaced(item, node, value_text(value, quote_of(item.data, node), flow=item.flow))


def _replaced(item: Item, node: Node, text: str) -> Edit:
    """Another value in place of one, or where one would have stood."""
    data = item.data
    if node.start == node.end:
        between = data[node.key_end : node.start]
        colon = "" if b":" in between else ":"
        space = "" if between[-1:] == b" " else " "
        return Edit(node.start, node.end, f"{colon}{space}{text}".encode())
    start = node.start if is_alias(data, node) else after_properties(data, node)
    return Edit(start, node.end, text.encode())


def _timed(item: Item, at: datetime | date, zone: tzinfo) -> Edit:
    """Another time in the form and the quotes of the one before, also of one taken over."""
    node = item.fields.get("at")
    pattern = node.value if node is not None and isinstance(node.value, str) else ""
    quote = quote_of(item.data, node) if node is not None else ""
    text = f"{quote}{like(pattern, at, zone)}{quote}"
    own = item.own("at")
    return _added(item, "at", text) if own is None else _replaced(item, own, text)


def _added(item: Item, key: str, text: str) -> Edit:
    """A further field after the last one."""
    data = item.data
    field = f"{item.key_quote}{key}{item.key_quote}: {text}"
    last = item.last_field
    if item.flow:
        if last is not None:
            return Edit(last.end, last.end, f", {field}".encode())
        inside = data[item.first_field + 1 : item.node.end - 1]
        position = item.first_field + 1 + len(inside.rstrip())
        return Edit(position, position, f"{', ' if inside.strip() else ''}{field}".encode())
    line = f"{' ' * item.column}{field}".encode()
    position = item.after
    if item.keeps_lines and last is not None and last.key_start != item.first_field:
        position = line_start(data, last.key_start)
    return lines_at(data, position, [line])


def _elements(node: Node) -> list[tuple[str, Node]]:
    """The channels that a value names, each with where it stands."""
    nodes = node.value if isinstance(node.value, list) else [node]
    return [
        (name, child)
        for child in nodes
        if isinstance(child.value, str)
        for word in (child.value.split(",") if child is node else [child.value])
        if (name := word.strip())
    ]


def _canonical(name: str) -> str:
    return channel_of(name) or name


def _narrow(item: Item, channels: tuple[str, ...]) -> Iterator[Edit]:
    """Leave only some of its channels to an item.

    Of two fields that name channels, each names one that stays: double ones count once.
    """
    for key in CHANNEL_KEYS:
        node = item.fields.get(key)
        if node is None:
            continue
        elements = _elements(node)
        kept = [it for it in elements if _canonical(it[0]) in channels]
        if len(kept) == len(elements):
            continue
        own = item.own(key)
        if own is None:
            yield _added(item, key, value_text(channels, item.word_quote, flow=item.flow))
        elif not kept or not isinstance(own.value, list) or is_alias(item.data, own):
            yield _replaced(item, own, _words(own, kept, channels, item))
        else:
            yield from without(item, own, [child for _name, child in kept])


def _words(node: Node, kept: list[tuple[str, Node]], channels: tuple[str, ...], item: Item) -> str:
    """The channels that stay as one value: words with commas, or a list where one was."""
    names = tuple(name for name, _child in kept) or channels[:1]
    if isinstance(node.value, list):
        return value_text(names, item.word_quote, flow=item.flow)
    return value_text(", ".join(names), quote_of(item.data, node), flow=item.flow)


def without(item: Item, node: Node, kept: list[Node]) -> Iterator[Edit]:
    """A list of words of which only some are left, in brackets or a line for each."""
    assert isinstance(node.value, list)
    data, nodes = item.data, node.value
    if not is_flow(data, node):
        for child in nodes:
            if child not in kept:
                yield Edit(line_start(data, child.start), next_line(data, child.end), b"")
        return
    places = [nodes.index(child) for child in kept]
    if places[0] > 0:
        yield Edit(nodes[0].start, kept[0].start, b"")
    for here, following in zip(places, [*places[1:], len(nodes)], strict=True):
        if following > here + 1:
            yield Edit(nodes[here].end, nodes[following - 1].end, b"")


def _name_channels(item: Item, channels: tuple[str, ...]) -> Iterator[Edit]:
    """Give a copy its own channels: `channel: x` for a single one that was in a list."""
    own = item.own("channels")
    # Beside another key, what is taken over from a merged item would count as well.
    is_merged = b"<<" in item.data[item.node.start : item.node.end]
    if len(channels) > 1 or own is None or "channel" in item.fields or is_merged:
        yield from _narrow(item, channels)
        return
    elements = [it for it in _elements(own) if _canonical(it[0]) in channels]
    name, node = elements[0] if elements else (channels[0], own)
    quote = quote_of(item.data, node) or item.word_quote
    word = value_text(name, quote, flow=item.flow)
    field = f"{item.key_quote}channel{item.key_quote}: {word}"
    yield Edit(own.key_start, _end_of_words(item, own, node), field.encode())


def _end_of_words(item: Item, own: Node, kept: Node) -> int:
    """Where a list of words ends; with the comment of its last one, if that one goes."""
    is_kept = not isinstance(own.value, list) or kept is own.value[-1]
    if is_kept or is_flow(item.data, own) or is_alias(item.data, own):
        return own.end
    return own.end + len(rest_of_line(item.data, own.end))


def _without_anchors(item: Item, edits: list[Edit]) -> Iterator[Edit]:
    """What takes the anchors out of an item, but for those that other edits replace."""
    data = item.data
    if b"&" not in data[item.dash : item.node.end]:
        return
    from planner.yaml_edit.anchors import anchors_of

    for start, end in anchors_of(data):
        is_inside = item.dash <= start < item.node.end
        if is_inside and not any(edit.start <= start < edit.end for edit in edits):
            yield Edit(start, end, b"")
