"""The name of a field that planner does not know but can guess: renamed wherever it stands."""

from collections.abc import Iterator

from planner.fixes import File, Fix
from planner.model import Finding, Span
from planner.yaml_edit.edits import Edit
from planner.yaml_tree import Node

_TWINS = {"channel": "channels", "channels": "channel"}
_Pattern = tuple[str, ...]


def fix(finding: Finding, file: File) -> Fix | None:
    """Write the known name, in every entry that has the unknown one and not both."""
    meant, place = finding.instead, finding.place
    if meant is None or file.root is None or not isinstance(place, Span):
        return None
    groups = list(_groups(file.root, ()))
    key, pattern = next(
        (
            (key, pattern)
            for pattern, group in groups
            for key, node in _own(group)
            if node.key_start == place.start
        ),
        ("", ()),
    )
    edits = []
    for _pattern, group in (it for it in groups if it[0] == pattern):
        fields = group.value
        node = dict(_own(group)).get(key)
        if node is None or not isinstance(fields, dict):
            continue
        if meant in fields or _TWINS.get(meant) in fields:
            return None
        quote = file.data[node.key_start : node.key_start + 1].decode("utf-8", "replace")
        quote = quote if quote in {"'", '"'} else ""
        edits.append(Edit(node.key_start, node.key_end, f"{quote}{meant}{quote}".encode()))
    return Fix(f"Call it `{meant}`", False, tuple(edits), changes=True) if edits else None


def _own(group: Node) -> Iterator[tuple[str, Node]]:
    """The fields that are written here and not taken over with `<<` or an alias."""
    assert isinstance(group.value, dict)
    for key, node in group.value.items():
        if group.start <= node.key_start < group.end:
            yield key, node


def _groups(node: Node, pattern: _Pattern) -> Iterator[tuple[_Pattern, Node]]:
    """Every group of fields with the way to it; the numbers of items do not count."""
    if isinstance(node.value, dict):
        yield pattern, node
        for key, child in node.value.items():
            yield from _groups(child, (*pattern, key))
    elif isinstance(node.value, list):
        for child in node.value:
            yield from _groups(child, (*pattern, "*"))
