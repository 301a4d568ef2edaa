"""YAML as a tree whose every value knows its bytes, read by events and the YAML 1.2 core schema."""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from planner.model import Route, Span
from planner.source import Source
from planner.yaml_bytes import Complaint, Text, read_text, without_control_characters
from planner.yaml_hints import Stumble, hint

MAX_DEPTH = 64
MAX_ALIASED = 10_000
ORPHANS = ""
"""The key under which a list stands that follows a mapping without a key of its own."""

_SHOWN = 30
"""How many characters of a key or an anchor messages show."""

Scalar = str | int | float | bool | None

_MAY_BE_SPECIAL = frozenset("-+.0123456789nNtTfF~")
_WORDS: dict[str, bool | float | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": math.nan, ".NaN": math.nan, ".NAN": math.nan,
    ".inf": math.inf, ".Inf": math.inf, ".INF": math.inf,
    "+.inf": math.inf, "+.Inf": math.inf, "+.INF": math.inf,
    "-.inf": -math.inf, "-.Inf": -math.inf, "-.INF": -math.inf,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]{1,400}\Z|0o[0-7]{1,400}\Z|0x[0-9a-fA-F]{1,400}\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "timestamp")
)


class Trouble(NamedTuple):
    """What could not be read: a name of `NOTICES`, a sentence and its bytes."""

    name: str
    message: str
    span: Span


class Node:
    """A value with its bytes from `start` to `end`, and those of its key (0 and 0 for none)."""

    __slots__ = ("end", "key_end", "key_start", "plain", "start", "value")

    def __init__(
        self,
        value: "str | list[Node] | dict[str, Node]",
        start: int,
        end: int,
        plain: bool = False,
    ) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.key_start = 0
        self.key_end = 0
        self.plain = plain

    def scalar(self) -> Scalar:
        """What a scalar means by the YAML 1.2 core schema; None for a list or a mapping."""
        value = self.value
        if not isinstance(value, str):
            return None
        if not self.plain or (value and value[0] not in _MAY_BE_SPECIAL):
            return value
        return _resolved(value)

    def at(self, route: Route) -> "Node | None":
        """The node at a route below this one, or None when there is none."""
        node: Node | None = self
        for step in route:
            value = node.value if node else None
            if isinstance(value, dict) and isinstance(step, str):
                node = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                node = value[step]
            else:
                return None
        return node

    def data(self) -> Any:
        """Plain Python values: lists, dicts with text keys, and what scalars mean."""
        value = self.value
        if isinstance(value, list):
            return [node.data() for node in value]
        if isinstance(value, dict):
            return {key: node.data() for key, node in value.items()}
        return self.scalar()


def _resolved(text: str) -> Scalar:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        bases = {"0o": 8, "0x": 16}
        return int(text, bases.get(text[:2], 10))
    if _FLOAT.match(text):
        return float(text)
    return text


def parse(data: bytes) -> tuple[Node | None, list[Trouble]]:
    """The tree of a file, None for an empty one, and what could not be read.

    Never raises: what was complete before an error is in the tree.
    """
    text = read_text(data)
    if isinstance(text, Complaint):
        return None, [_trouble(text)]
    builder = _Builder(data, text)
    if not builder.run():
        text = without_control_characters(text)
        builder = _Builder(data, text)
        builder.run()
    root = builder.root()
    if root and root.plain and root.scalar() is None:
        root = None
    return root, [_trouble(complaint) for complaint in text.complaints] + builder.troubles


def _trouble(complaint: Complaint) -> Trouble:
    return Trouble(complaint.name, complaint.message, Span(complaint.start, complaint.end))


class _Stopped(Exception):  # noqa: N818 - not an error: the rest of the file is left unread
    """Nothing more of the file is read; the trouble says why."""


class _Open:
    """A list or mapping whose end has not come yet; `key` is the one that waits for a value.

    A value is not kept when its key was refused; `merge` says that there is a `<<`.
    """

    __slots__ = ("anchor", "flow", "keep", "key", "key_end", "key_start", "merge", "node", "value")

    def __init__(self, node: Node, flow: bool, anchor: str | None) -> None:
        self.node = node
        self.value: Any = node.value
        self.flow = flow
        self.anchor = anchor
        self.key: str | None = None
        self.key_start = 0
        self.key_end = 0
        self.keep = True
        self.merge = False


class _Builder:
    """Makes a tree of a parser's events, from the character `first` on."""

    def __init__(self, data: bytes, text: Text, first: int = 0) -> None:
        self.data = data
        self.text = text
        self.first = first
        self.content = text.content[first:] if first else text.content
        self.offsets: Sequence[int] = text.offsets[first:] if first else text.offsets
        self.troubles: list[Trouble] = []
        self.documents: list[Node] = []
        self.top = _Open(Node(self.documents, 0, 0), flow=True, anchor=None)
        self.open = [self.top]
        self.last: Node | None = None
        self.last_index = 0
        self.keys: dict[str, str] = {}
        self.anchors: dict[str, Node] = {}
        self.aliased = 0
        self.extra_document: Span | None = None
        self.source = Source("", data)

    def root(self) -> Node | None:
        """The tree, when there is one."""
        return next(iter(self.documents), None)

    def run(self) -> bool:
        """Read all events; False when a character made the parser refuse the file as a whole."""
        import yaml

        parser: Any = yaml.cyaml.CParser if yaml.__with_libyaml__ else yaml.BaseLoader
        try:
            self._read(parser(self.content).get_event, yaml.events)
        except _Stopped:
            self._abandon()
        except yaml.reader.ReaderError:
            return False
        except yaml.MarkedYAMLError as error:
            self._stumble(error)
        except (ValueError, OverflowError):  # only of the parser in Python, for odd escapes
            self._report("syntax", "A special character in double quotes does not exist.", 0, 0)
            self._abandon()
        return True

    def _read(self, get_event: Callable[[], Any], events: Any) -> None:
        handlers: dict[type, Callable[[Any], None]] = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: self._mapping,
            events.MappingEndEvent: self._end,
            events.SequenceStartEvent: self._sequence,
            events.SequenceEndEvent: self._end,
            events.AliasEvent: self._alias,
            events.DocumentStartEvent: self._document,
        }
        handler = handlers.get
        event = get_event()
        while event is not None:
            handle = handler(type(event))
            if handle:
                handle(event)
            event = get_event()

    def _scalar(self, event: Any) -> None:
        top = self.top
        value = event.value
        start = self.offsets[event.start_mark.index]
        end_index = event.end_mark.index
        end = self.offsets[end_index]
        style = event.style
        if self.text.restore:
            value = value.translate(self.text.restore)
        if top.key is None and type(top.value) is dict:
            self._key(top, value, start, end, bool(style))
            return
        if style in {"|", ">"}:
            end = start + len(self.data[start:end].rstrip(b" \t\r\n"))
        tag = event.tag
        node = Node(value, start, end, not style and (tag is None or tag in _CORE_TAGS))
        if tag is not None and tag != "!" and tag[0] == "!":
            self._local_tag(tag, start, end)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        self._place(node)
        self.last = node
        self.last_index = end_index

    def _key(self, top: _Open, value: str, start: int, end: int, quoted: bool) -> None:
        """Take a scalar as the key of the value that comes next."""
        top.key = value = self.keys.setdefault(value, value)
        top.key_start = start
        top.key_end = end
        if value in top.value:
            top.keep = False
            first = top.value[value]
            line = self.source.place(Span(first.key_start, first.key_end)).line
            message = (
                f"`{_short(value)}` is given twice here, first in line {line}; "
                "only that one is read. Delete one of the two."
            )
            self._report("duplicate-key", message, start, end)
        elif not quoted and _WORDS.get(value, "") is None:
            top.keep = False
            self._report("syntax", "The name of a field is missing here.", start, end)
        elif value == "<<" and not quoted:
            top.merge = True

    def _place(self, node: Node) -> None:
        """Put a value where it belongs."""
        top = self.top
        top.node.end = node.end
        if type(top.value) is list:
            if self.extra_document:
                self._second_document(node)
            top.value.append(node)
        elif top.key is None:
            what = "list" if isinstance(node.value, list) else "group of fields"
            message = (
                f"A {what} stands where the name of a field belongs. "
                "If this is a text, put it in quotes."
            )
            self._report("syntax", message, node.start, node.end)
            top.key = ""
            top.keep = False
        else:
            if top.keep:
                node.key_start = top.key_start
                node.key_end = top.key_end
                top.value[top.key] = node
            top.key = None
            top.keep = True

    def _mapping(self, event: Any) -> None:
        self._begin(event, {})

    def _sequence(self, event: Any) -> None:
        self._begin(event, [])

    def _begin(self, event: Any, value: "list[Node] | dict[str, Node]") -> None:
        start = self.offsets[event.start_mark.index]
        end = self.offsets[event.end_mark.index]
        if len(self.open) > MAX_DEPTH:
            message = (
                f"Lists and groups are nested more than {MAX_DEPTH} deep here. "
                "Nothing is read from here on."
            )
            self._report("cannot-judge", message, start, max(end, start + 1))
            raise _Stopped
        node = Node(value, start, end)
        self._place(node)
        self.top = _Open(node, event.flow_style, event.anchor)
        self.open.append(self.top)
        if event.anchor is not None:
            self.anchors.pop(event.anchor, None)

    def _end(self, event: Any) -> None:
        closed = self.open.pop()
        self.top = self.open[-1]
        if closed.flow:
            closed.node.end = self.offsets[event.end_mark.index]
        self.top.node.end = closed.node.end
        if closed.anchor is not None:
            self.anchors[closed.anchor] = closed.node
        if closed.merge:
            self._merge(closed.value)

    def _alias(self, event: Any) -> None:
        name = event.anchor
        start = self.offsets[event.start_mark.index]
        end = self.offsets[event.end_mark.index]
        node = Node(f"*{name}", start, end)
        target = self.anchors.get(name)
        if target is not None:
            node = self._copy(target, node)
        elif any(item.anchor == name for item in self.open):
            message = f"`*{name}` stands inside of what it refers to, so it would never end."
            self._report("cannot-judge", message, start, end)
        else:
            message = (
                f"`*{name}` refers to a part of the file marked `&{name}`, and there is none "
                "above. If this is a text, put the text in quotes."
            )
            self._report("syntax", message, start, end)
        top = self.top
        if top.key is None and isinstance(top.value, dict) and isinstance(node.value, str):
            self._key(top, node.value, start, end, quoted=True)
        else:
            self._place(node)

    def _copy(self, target: Node, alias: Node) -> Node:
        """What an alias stands for: shares what is below it, within the limits."""
        if self.aliased <= MAX_ALIASED:
            count, depth = _size(target, MAX_ALIASED - self.aliased)
            self.aliased += count
            if self.aliased > MAX_ALIASED:
                message = (
                    f"The aliases of this file stand for more than {MAX_ALIASED:,} values. "
                    "Those from here on are not read."
                )
                self._report("cannot-judge", message, alias.start, alias.end)
            elif len(self.open) + depth > MAX_DEPTH:
                message = f"With what this refers to, nesting is more than {MAX_DEPTH} deep."
                self._report("cannot-judge", message, alias.start, alias.end)
            else:
                return Node(target.value, alias.start, alias.end, target.plain)
        return Node("", alias.start, alias.end, plain=True)

    def _merge(self, fields: dict[str, Node]) -> None:
        """Give a mapping the fields of its `<<` that it does not have itself."""
        given = fields.pop("<<", None)
        if given is None:
            return
        sources = given.value if isinstance(given.value, list) else [given]
        for source in sources:
            if isinstance(source.value, dict):
                for key, node in source.value.items():
                    fields.setdefault(key, node)
            elif source.scalar() is not None:
                message = (
                    "`<<` takes over the fields of another entry, for example `<<: *standard`. "
                    "This is no entry."
                )
                self._report("syntax", message, source.start, source.end)

    def _document(self, event: Any) -> None:
        if self.documents and _is_null(self.documents[0]):
            self.documents.clear()
        if self.documents:
            start = self.offsets[event.start_mark.index]
            self.extra_document = Span(start, self.offsets[event.end_mark.index])

    def _second_document(self, node: Node) -> None:
        """An empty document at the end of a file is only a line too many."""
        if len(self.open) > 1 or not self.extra_document or _is_null(node):
            return
        message = (
            "A second document begins here (`---`), and it is not read. "
            "Keep one calendar per file: delete this line, or move the rest to another file."
        )
        self._report("syntax", message, *self.extra_document)
        raise _Stopped

    def _local_tag(self, tag: str, start: int, end: int) -> None:
        message = (
            f"YAML takes `{_short(tag)}` for a type and not for a part of the text. "
            "Put the text in quotes."
        )
        self._report("syntax", message, start, end)

    def _stumble(self, error: Any) -> None:
        """Say what is wrong, keep what is complete and read on where that is certain."""
        mark = error.problem_mark or error.context_mark
        index = mark.index if mark else len(self.content)
        context = error.context_mark.index if error.context_mark else index
        unfinished = self._take_back(index)
        after_quote = unfinished is not None and not unfinished.plain
        stumble = Stumble(error.problem or error.context or "", index, context, after_quote)
        found = hint(self.content, stumble)
        start, end = self.offsets[found.start], self.offsets[max(found.start, found.end)]
        if not self._told(start):
            self._report("syntax", found.message, start, end)
        in_root = self.open[1:2] == [self.top]
        self._abandon()
        if in_root and self.content[index : index + 2] in {"- ", "-\n", "-\r"}:
            self._adopt(index)

    def _told(self, start: int) -> bool:
        """Whether the trouble before explains this place already: both are about one text."""
        if not self.troubles:
            return False
        gap = self.data[self.troubles[-1].span.end : start]
        return not gap.strip(b" \t") and self.troubles[-1].span.end <= start

    def _take_back(self, index: int) -> Node | None:
        """Remove the scalar that the parser had taken for complete right before an error."""
        last = self.last
        values: Any = self.top.value
        between = self.content[self.last_index - 1 : index]
        if last is None or not values or "\n" in between or between[1:].strip(" \t"):
            return None
        if isinstance(values, list) and values[-1] is last:
            values.pop()
        elif isinstance(values, dict) and values[next(reversed(values))] is last:
            values.popitem()
        else:
            return None
        return last

    def _abandon(self) -> None:
        """Close everything that is open, leaving out what has nothing in it."""
        while len(self.open) > 1:
            closed = self.open.pop()
            above = self.open[-1]
            if closed.merge:
                self._merge(closed.value)
            if closed.value:
                above.node.end = max(above.node.end, closed.node.end)
            elif isinstance(above.value, list):
                above.value.remove(closed.node)
            elif above.value and above.value[next(reversed(above.value))] is closed.node:
                above.value.popitem()
        self.top = self.open[0]

    def _adopt(self, index: int) -> None:
        """Read the list that follows a mapping without a key, and keep it under `ORPHANS`."""
        root = self.root()
        if root is None or not isinstance(root.value, dict) or ORPHANS in root.value:
            return
        rest = _Builder(self.data, self.text, self.first + index)
        rest.run()
        orphans = rest.root()
        if orphans and isinstance(orphans.value, list):
            orphans.key_start = orphans.key_end = orphans.start
            root.value[ORPHANS] = orphans
            root.end = orphans.end
        self.troubles += rest.troubles

    def _report(self, name: str, message: str, start: int, end: int) -> None:
        self.troubles.append(Trouble(name, message, Span(start, end)))


def _is_null(node: Node) -> bool:
    return node.plain and node.value == ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _size(node: Node, limit: int) -> tuple[int, int]:
    """How many nodes a tree has, counted up to just over the limit, and how deep it is."""
    count, deepest = 0, 0
    waiting = [(node, 0)]
    while waiting and count <= limit:
        item, depth = waiting.pop()
        count += 1
        deepest = max(deepest, depth)
        if isinstance(item.value, list):
            waiting += [(child, depth + 1) for child in item.value]
        elif isinstance(item.value, dict):
            waiting += [(child, depth + 1) for child in item.value.values()]
    return count, deepest
