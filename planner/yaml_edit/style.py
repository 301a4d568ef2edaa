"""What the items of a list look like, so that a new one looks like its neighbours."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from planner.yaml_edit.edits import line_start, next_line
from planner.yaml_edit.places import Item, quote_of
from planner.yaml_edit.times import is_moment
from planner.yaml_tree import Node

_INDENT = "  "
_NAME = re.compile(
    r"\d{4}(?:-\d\d){2}(?:-\d{4})?-[a-z][a-z0-9-]*|[A-Za-z][A-Za-z0-9]*(?:[-_/][A-Za-z0-9]+)*"
)
_NO_NAMES = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
"""Words that some reader of YAML takes for something else."""


class Plain(str):
    """A text that is known to need no quotes, such as a time."""

    __slots__ = ()


class Style(NamedTuple):
    """How an item is written: in braces or on lines, with what before its fields.

    `lead` stands before the first field (or brace), `indent` before the others; `padding` inside
    of braces. `quotes` has the quotes of the fields, `at` a time as it is written there;
    `key_quote` are the quotes of the keys, `word_quote` those of words in other fields.
    """

    flow: bool = True
    lead: str = f"{_INDENT}- "
    indent: str = f"{_INDENT}  "
    padding: str = ""
    quotes: Mapping[str, str] = {}
    at: str = ""
    key_quote: str = ""
    word_quote: str = ""


def style_of(item: Item, others: Iterable[Item] = ()) -> Style:
    """The style of one item; what it does not show is taken from other ones."""
    lead = _lead(item) if item.is_on_lines else ""
    quotes: dict[str, str] = {}
    at = ""
    for one in (item, *others):
        for key in one.fields:
            node = one.own(key)
            if node is None or (key == "at" and not _is_moment(node)):
                continue
            if key == "at" and not at:
                at = str(node.value)
            quotes.setdefault(key, quote_of(one.data, node))
    quotes.setdefault("note", quotes.get("text", ""))
    return Style(
        flow=item.flow,
        lead=lead,
        indent=" " * len(lead.rpartition("\n")[2]),
        padding=_padding(item) if item.flow else "",
        quotes=quotes,
        at=at,
        key_quote=item.key_quote,
        word_quote=item.word_quote,
    )


def _is_moment(node: Node) -> bool:
    return isinstance(node.value, str) and is_moment(node.value)


def _lead(item: Item) -> str:
    """What stands before the fields of an item, if it is only a dash and spaces."""
    before = item.data[item.line : item.first_field].decode("utf-8", "replace")
    before = "\n".join(before.splitlines())
    if before.replace("-", "", 1).strip(" \n"):
        # A comment or an anchor, which belong to that one item.
        before = " " * (item.dash - item.line) + "- "
    return before


def _padding(item: Item) -> str:
    """The spaces after the brace."""
    start = item.first_field + 1
    inside = item.data[start : item.node.end]
    spaces = inside[: len(inside) - len(inside.lstrip(b" "))]
    return spaces.decode() if inside.strip()[:1] != b"}" and inside[:1] not in b"\r\n" else ""


def spaced_before(data: bytes, position: int) -> bool:
    """Whether an empty line stands above that of a position, or above its comments."""
    start = line_start(data, position)
    while start > 0:
        above = line_start(data, start - 1 - (data[start - 2 : start] == b"\r\n"))
        line = data[above:start].strip()
        if not line.startswith(b"#"):
            return not line and next_line(data, above) <= start
        if above >= start:
            break
        start = above
    return False


def written(fields: Mapping[str, Any], style: Style) -> list[str]:
    """The lines of a new item."""
    pairs = [_pair(key, value, style) for key, value in fields.items()]
    lead = style.lead.split("\n")
    if style.flow:
        return [*lead[:-1], f"{lead[-1]}{{{style.padding}{', '.join(pairs)}{style.padding}}}"]
    first, *others = pairs
    return [*lead[:-1], f"{lead[-1]}{first}", *(f"{style.indent}{pair}" for pair in others)]


def _pair(key: str, value: Any, style: Style) -> str:
    quote = style.word_quote
    if isinstance(value, str | date):
        quote = style.quotes.get(key, quote)
    return f"{style.key_quote}{key}{style.key_quote}: {value_text(value, quote, flow=style.flow)}"


def value_text(value: Any, quote: str = "", *, flow: bool) -> str:
    """A value on one line; a text gets the quote, and quotes at all where YAML needs them."""
    if isinstance(value, Plain):
        return f"{quote}{value}{quote}"
    if isinstance(value, str):
        return _text(value, quote, flow=flow)
    if isinstance(value, Mapping):
        pairs = (f"{key}: {value_text(it, quote, flow=True)}" for key, it in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, Iterable):
        return f"[{', '.join(value_text(it, quote, flow=True) for it in value)}]"
    if isinstance(value, date):
        return f"{quote}{value.isoformat()}{quote}"
    return json.dumps(value)


def _text(text: str, quote: str, *, flow: bool) -> str:
    if not quote:
        plain = _as_usual(text, flow=flow)
        if "\n" not in plain:
            return plain
        quote = '"'
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return "".join(map(_escaped, json.dumps(text, ensure_ascii=False)))


def _escaped(character: str) -> str:
    """A character as it can stand between double quotes."""
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _as_usual(text: str, *, flow: bool) -> str:
    """The text as new files have it: with quotes where some reader of YAML needs them."""
    if _NAME.fullmatch(text) and text.lower() not in _NO_NAMES:
        return text
    from planner.yaml_text import dump

    value = [text] if flow else text
    found = dump({"key": value}, {}).removeprefix("key: ").removesuffix("\n")
    return found.removeprefix("[").removesuffix("]") if flow else found
