"""Items put into the lists of a calendar, and lists into a calendar."""

import re
from collections.abc import Iterator, Mapping, Sequence

from planner.yaml_edit.edits import (
    Edit,
    is_blank,
    line_end_of,
    line_start,
    lines_at,
    next_line,
    rest_of_line,
)
from planner.yaml_edit.places import Item, Section, is_flow
from planner.yaml_edit.style import spaced_before
from planner.yaml_tree import Node

FIRST = -1
"""The number of the item that something stands after when it stands before all of them."""
Batch = dict[int, list[bytes]]
"""New items by the number of the item before them.

They are lines, without the last line end; or the braces alone, in a list in brackets.
"""
_COMMA = re.compile(rb"[ \t]*,")
_NOTHING = re.compile(rb"[ \t]*(?:#.*)?\Z")


def put_in(root: Node, sections: Mapping[str, Section], key: str, batch: Batch) -> Iterator[Edit]:
    """Put new items into the list under a key, which need not be there yet."""
    section = sections.get(key)
    if section is not None and section.items:
        for after, texts in batch.items():
            if section.flow:
                yield from _in_brackets(section, after, texts)
            else:
                yield _on_lines(section, after, texts)
        return
    texts = [text for texts in batch.values() for text in texts]
    if section is None:
        others = [*sections.values()]
        yield from _new_section(root, others[0], key, texts)
    else:
        yield from _filled(root, section, texts)


def named(root: Node, sections: Mapping[str, Section]) -> Iterator[Edit]:
    """The key of the posts for a file that is only a list of them, and will be more."""
    posts = sections.get("posts")
    if posts is not None and root is posts.node:
        yield lines_at(posts.data, line_start(posts.data, root.start), [b"posts:"])


def _on_lines(section: Section, after: int, texts: list[bytes]) -> Edit:
    """Put items after one, with empty lines between them where the others have some."""
    data = section.data
    gap = [b""] if section.is_spaced else []
    if after != FIRST:
        item = section.items[after]
        if item.keeps_lines:
            # Empty lines would belong to the text before them.
            gap = []
        return lines_at(data, item.after, [it for text in texts for it in (*gap, text)])
    node = section.node
    position = next_line(data, node.key_end) if node.key_end else line_start(data, node.start)
    # Empty lines stay with the key, comments above the first item with that one.
    while is_blank(data, position):
        position = next_line(data, position)
    return lines_at(data, position, [it for text in texts for it in (text, *gap)])


def _in_brackets(section: Section, after: int, texts: list[bytes]) -> Iterator[Edit]:
    data = section.data
    item = section.items[min(section.items) if after == FIRST else after]
    start, end = item.dash, item.node.end
    indent = data[line_start(data, start) : start]
    if indent.strip():
        joined = b", ".join(texts)
        yield (
            Edit(start, start, joined + b", ") if after == FIRST else Edit(end, end, b", " + joined)
        )
    elif after == FIRST:
        yield lines_at(data, start - len(indent), [indent + text + b"," for text in texts])
    else:
        yield from _on_lines_in_brackets(item, indent, texts)


def _on_lines_in_brackets(item: Item, indent: bytes, texts: list[bytes]) -> Iterator[Edit]:
    """Put items on lines of their own after one; a comment behind that one stays."""
    data, end = item.data, item.node.end
    comma = _COMMA.match(data, end)
    rest = rest_of_line(data, comma.end() if comma else end)
    if not _NOTHING.match(rest):
        line_end = line_end_of(data, end)
        yield Edit(end, end, b"".join(b"," + line_end + indent + text for text in texts))
    elif comma:
        yield lines_at(data, next_line(data, end), [indent + text + b"," for text in texts])
    else:
        *first, last = [indent + text for text in texts]
        yield Edit(end, end, b",")
        yield lines_at(data, next_line(data, end), [*(text + b"," for text in first), last])


def _filled(root: Node, section: Section, texts: Sequence[bytes]) -> Iterator[Edit]:
    """Put items into a list without any: `posts: []`, or a key alone."""
    data, node = section.data, section.node
    colon = data.index(b":", node.key_end) + 1
    if is_flow(data, root):
        yield Edit(colon, max(colon, node.end), _bracketed(texts))
        return
    yield Edit(colon, max(colon, node.end), b"")
    yield lines_at(data, next_line(data, node.end), texts)


def _bracketed(texts: Sequence[bytes]) -> bytes:
    return b" [" + b", ".join(text.lstrip(b" -") for text in texts) + b"]"


def _new_section(root: Node, other: Section, key: str, texts: Sequence[bytes]) -> Iterator[Edit]:
    """A list under a key of its own, after another section of the calendar."""
    data, node = other.data, other.node
    if isinstance(root.value, dict) and is_flow(data, root):
        yield Edit(node.end, node.end, f", {key}:".encode() + _bracketed(texts))
        return
    indent = data[line_start(data, node.key_start) : node.key_start] if node.key_end else b""
    gap = [b""] if node.key_end and spaced_before(data, node.key_start) else []
    position = next_line(data, node.end)
    yield lines_at(data, position, [*gap, indent + key.encode() + b":", *texts])
