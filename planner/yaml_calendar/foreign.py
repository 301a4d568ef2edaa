"""Whether a tree is a calendar of planner's own or one of another tool."""

from collections.abc import Iterable
from itertools import islice

from planner.yaml_calendar.posts import POST_KEYS
from planner.yaml_tree import ORPHANS, Node

_OWN_SECTIONS = ("slots", "people", "guidelines", "crisis", "blackouts", "week_starts")
_OWN_KEYS = ("pin", "lint", "window", "trigger", "rss", "promises", "delivers")
_OF_A_RECORD = frozenset(("at", "kind"))
_PLACES = ("channel", "channels", "kind")
_NEUTRAL = ("name", "timezone", "channels")
_SAMPLE = 50
_KNOWN = frozenset(POST_KEYS) - {"due"}
"""Planner's words, without the one that other tools have for the day of a post."""


def is_foreign(root: Node | None) -> bool:
    """Whether the entries of a file have the words of another tool instead of planner's."""
    if root is None or isinstance(root.value, str):
        return False
    if isinstance(root.value, list):
        return _are_foreign(root.value)
    sections = root.value
    if any(key in sections for key in _OWN_SECTIONS) or _has_records(sections):
        return False
    posts = sections.get("posts") or sections.get(ORPHANS)
    if posts is not None:
        if isinstance(posts.value, list):
            return _are_foreign(posts.value)
        return isinstance(posts.value, dict) and not _KNOWN & posts.value.keys()
    others = (node for key, node in sections.items() if key not in _NEUTRAL)
    return _is_foreign(sections) or any(_holds_foreign(node) for node in others)


def _has_records(sections: dict[str, Node]) -> bool:
    """Whether there are planner's records: many a tool calls its posts so, but has other words."""
    node = sections.get("records")
    items = node.value if node and isinstance(node.value, list) else ()
    return any(isinstance(item.value, dict) and item.value.keys() >= _OF_A_RECORD for item in items)


def _holds_foreign(node: Node) -> bool:
    """Whether a value has records in it; a list of planner's own posts has only a wrong name."""
    if isinstance(node.value, list):
        return any(isinstance(item.value, dict) for item in node.value) and _are_foreign(node.value)
    return isinstance(node.value, dict)


def _are_foreign(items: Iterable[Node]) -> bool:
    """Whether more than half of the first entries are in the words of another tool."""
    records = islice((item.value for item in items if isinstance(item.value, dict)), _SAMPLE)
    counts = [_is_foreign(record) for record in records if record]
    return sum(counts) * 2 > len(counts)


def _is_foreign(record: dict[str, Node]) -> bool:
    unknown = record.keys() - _KNOWN
    if not unknown or any(key in record for key in _OWN_KEYS):
        return False
    if "at" in record and any(key in record for key in _PLACES):
        return False
    from planner.imports.channels import platform_of
    from planner.imports.names import meaning_of

    return any(
        meaning_of(key).field is not None
        or platform_of(key) is not None
        or not isinstance(record[key].value, str)
        for key in unknown
    )
