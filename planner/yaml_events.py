"""From the events of a YAML parser to a tree, with the limits that keep hostile files harmless."""

from collections.abc import Callable, Sequence
from typing import Any

from planner.model import Span
from planner.source import Source
from planner.yaml_bytes import Text
from planner.yaml_hints import Stumble, hint
from planner.yaml_tree import ORPHANS, WORDS, Node, Trouble

MAX_DEPTH = 64
MAX_ALIASED = 10_000
_SHOWN = 30
"""How many characters of a key or an anchor messages show."""
CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "timestamp")
)


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


class Builder:
    """Makes a tree of a parser's events, from the character `first` on."""

    def __init__(self, data: bytes, text: Text, first: int = 0) -> None:
        self.data = data
        self.text = text
        self.first = first
        self.stream = text.content()[first:].encode() if first else text.stream
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

        parser: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
        try:
            self._read(parser(self.stream).get_event, yaml.events)
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
        node = Node(value, start, end, not style and (tag is None or tag in CORE_TAGS))
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
        elif not quoted and WORDS.get(value, "") is None:
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
        top = self.top
        node = Node("", start, end, plain=True)
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
            if top.key != "<<":
                node = Node(f"*{name}", start, end)
        if top.key is None and isinstance(top.value, dict) and isinstance(node.value, str):
            self._key(top, node.value, start, end, quoted=True)
        else:
            self._place(node)

    def _copy(self, target: Node, alias: Node) -> Node:
        """What an alias stands for: shares what is below it; null beyond the limits."""
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
        return alias

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
        content = self.stream.decode()
        mark = error.problem_mark or error.context_mark
        index = mark.index if mark else len(content)
        context = error.context_mark.index if error.context_mark else index
        unfinished = self._take_back(content[self.last_index - 1 : index])
        after_quote = unfinished is not None and not unfinished.plain
        stumble = Stumble(error.problem or error.context or "", index, context, after_quote)
        found = hint(content, stumble)
        start, end = self.offsets[found.start], self.offsets[max(found.start, found.end)]
        if not self._told(start):
            self._report("syntax", found.message, start, end)
        in_root = self.open[1:2] == [self.top]
        self._abandon()
        if in_root and content[index : index + 2] in {"- ", "-\n", "-\r"}:
            self._adopt(index)

    def _told(self, start: int) -> bool:
        """Whether the trouble before explains this place already: both are about one text."""
        if not self.troubles:
            return False
        gap = self.data[self.troubles[-1].span.end : start]
        return not gap.strip(b" \t") and self.troubles[-1].span.end <= start

    def _take_back(self, between: str) -> Node | None:
        """Remove the last scalar when an error follows in its line: it is not complete.

        `between` is the text from its last character up to the error.
        """
        last = self.last
        values: Any = self.top.value
        if last is None or not values or "\n" in between or between[1:].strip(" \t"):
            return None
        if isinstance(values, list) and values[-1] is last:
            values.pop()
        elif isinstance(values, dict) and values[next(reversed(values))] is last:
            values.popitem()
        else:
            return None
        return self.last

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
        rest = Builder(self.data, self.text, self.first + index)
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
