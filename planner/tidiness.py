"""How a calendar in YAML is written, where people want to know: ids, planner's words, spaces."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from planner.fixes import File
from planner.model import Finding, Level, Span
from planner.notices import notice
from planner.source import Reading
from planner.vocabulary import (
    channel_of,
    post_kind_of,
    record_kind_of,
    slot_kind_of,
    status_of,
)
from planner.wording import shorten
from planner.yaml_edit.places import Item, is_alias, quote_of
from planner.yaml_tree import Node

_Word = Callable[[str], str | None]
_WHAT = {"posts": "post", "slots": "slot", "records": "record"}
_KINDS: Mapping[str, _Word] = {
    "posts": post_kind_of, "slots": slot_kind_of, "records": record_kind_of,
}  # fmt: skip
_HANDLES = frozenset(("handle", "mentions", "partners", "who", "with"))
_WORDS = _HANDLES | frozenset((
    "about", "audience", "backup", "by", "campaign", "channel", "channels", "delivers", "domains",
    "from", "id", "kind", "link", "promises", "series", "status", "surfaces", "tags", "timezone",
    "topic",
))  # fmt: skip
"""Fields that are read without the spaces around their words."""
_AFTER_SIGN = re.compile(r"@\s+(?=\S+\Z)")
_LONGEST = 40


def findings(reading: Reading, format_: str, levels: Mapping[str, Level]) -> Iterator[Finding]:
    """What of some notices, each with its level, is to be said of a file that is YAML."""
    file = File(reading, format_)
    for name, level in levels.items():
        for found in _FINDERS[name](file):
            yield found._replace(level=level)


def _missing_ids(file: File) -> Iterator[Finding]:
    for route, name in file.names.items():
        item = file.item(route)
        if item is not None and not _says(item.fields.get("id")):
            message = (
                f"This {_WHAT[str(route[0])]} has no id of its own; it is called `{name}` as long "
                f"as it says the same. Write `id: {name}`, so that it keeps its name when it moves."
            )
            yield notice("missing-id", message, route, name)._replace(instead=name)


def _says(node: Node | None) -> bool:
    return node is not None and node.scalar() not in {None, ""}


def _synonyms(file: File) -> Iterator[Finding]:
    names = list(_names_of_channels(file))
    counts = Counter(channel_of(written) for written, _place in names)
    for written, place in names:
        # One that is there under both names is for people to bring together.
        if counts[channel_of(written)] == 1:
            yield from _synonym(written, place, channel_of, None)
    for section, item in _items(file):
        words: dict[str, _Word] = {
            "kind": _KINDS[section],
            "channel": channel_of,
            "channels": channel_of,
        }
        if section != "records":
            words["status"] = status_of
        entry = _name(file, section, item)
        for key, node in item.fields.items():
            for child in _texts(node) if key in words and item.own(key) is node else ():
                if not is_alias(file.data, child):
                    place = Span(child.start, child.end)
                    yield from _synonym(_value(child), place, words[key], entry)


def _names_of_channels(file: File) -> Iterator[tuple[str, Span]]:
    """The channels of the settings, each with where it is named."""
    root = file.root.value if file.root is not None else None
    node = root.get("channels") if isinstance(root, dict) else None
    if node is not None and isinstance(node.value, dict):
        for name, child in node.value.items():
            yield name, Span(child.key_start, child.key_end)
    elif node is not None:
        for child in _texts(node):
            yield _value(child), Span(child.start, child.end)


def _synonym(said: str, place: Span, word: _Word, entry: str | None) -> Iterator[Finding]:
    written = said.strip()
    meant = word(written)
    if meant is not None and meant != written:
        message = f"planner's own word for `{shorten(written, _LONGEST)}` is `{meant}`."
        yield notice("synonym", message, place, entry)._replace(instead=meant)


def _stray_spaces(file: File) -> Iterator[Finding]:
    for section, item in _items(file):
        entry = _name(file, section, item)
        for key, node in item.fields.items():
            if item.own(key) is node:
                yield from _strays(file, key, node, entry)
    root = file.root
    for key, node in root.value.items() if root and isinstance(root.value, dict) else ():
        yield from _strays(file, key, node, None)
        for group in node.value.values() if isinstance(node.value, dict) else ():
            for inner, child in group.value.items() if isinstance(group.value, dict) else ():
                yield from _strays(file, inner, child, None)


def _strays(file: File, key: str, node: Node, entry: str | None) -> Iterator[Finding]:
    for child in _texts(node) if key in _WORDS else ():
        value = _value(child)
        bare = value.strip()
        meant = _AFTER_SIGN.sub("@", bare) if key in _HANDLES else bare
        if meant == value or not meant or not quote_of(file.data, child):
            continue
        if is_alias(file.data, child):
            continue
        message = f"`{key}` has spaces that do not belong to `{shorten(meant, _LONGEST)}`."
        place = Span(child.start, child.end)
        yield notice("stray-space", message, place, entry)._replace(instead=meant)


def _items(file: File) -> Iterator[tuple[str, Item]]:
    for name, section in file.sections.items():
        for item in section.items.values():
            yield name, item


def _name(file: File, section: str, item: Item) -> str | None:
    """The id of an entry, None for an item that could not be read."""
    return file.names.get((section, item.number))


def _texts(node: Node) -> Iterable[Node]:
    """The texts of a field: its own, or those of its list."""
    children = node.value if isinstance(node.value, list) else [node]
    return (it for it in children if isinstance(it.value, str))


def _value(node: Node) -> str:
    assert isinstance(node.value, str)
    return node.value


_FINDERS: Mapping[str, Callable[[File], Iterator[Finding]]] = {
    "missing-id": _missing_ids, "stray-space": _stray_spaces, "synonym": _synonyms,
}  # fmt: skip
