"""JSON as the tree that YAML becomes too: every value knows its bytes."""

import re
from collections.abc import Callable

from planner.model import Span
from planner.yaml_tree import Node, Trouble

MOST_DEPTH = 64
MOST_TROUBLES = 100
_SPACE = re.compile(rb"[ \t\r\n]*(?:(?://[^\r\n]*|/\*.*?\*/)[ \t\r\n]*)*", re.DOTALL)
_STRING = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.])")
_WORD = re.compile(rb"[A-Za-z_+-][\w.+-]*")
_BARE_NAME = re.compile(rb"([A-Za-z_$][\w$-]*)\s*:")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CONTROL = re.compile(rb"[\x00-\x1f]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_PLAIN_ESCAPES = {
    "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/",
}  # fmt: skip
_WORDS = {b"true", b"false", b"null"}
_NO_NUMBERS = {b"NaN", b"Infinity", b"-Infinity", b"nan", b"inf", b"-inf", b"undefined", b"None"}


class _StoppedError(Exception):
    """Raised where nothing more can be read; what was complete is kept."""


def parse_json(data: bytes, start: int = 0) -> tuple[Node | None, list[Trouble]]:
    """The tree of a file, None for an empty one, and what could not be read; never raises.

    Several values, one after the other as in JSON Lines, become a list.
    """
    return _Parser(data, start).parse()


class _Parser:
    """One file while it is read, byte by byte."""

    def __init__(self, data: bytes, start: int) -> None:
        self.data = data
        self.place = start
        self.troubles: list[Trouble] = []
        self.depth = 0

    def parse(self) -> tuple[Node | None, list[Trouble]]:
        values: list[Node] = []
        try:
            self._skip()
            while self.place < len(self.data):
                self._value(values.append)
                self._skip()
                if len(values) > 1 and not isinstance(values[-1].value, dict):
                    break
                if self._next() == b"," and len(values) > 0:
                    self.place += 1
                    self._skip()
        except _StoppedError:
            pass
        if len(values) > 1 and all(isinstance(node.value, dict) for node in values):
            return Node(values, values[0].start, values[-1].end), self.troubles
        if len(values) > 1:
            extra = Span(values[1].start, values[1].end)
            self._say("The file goes on after its end; only the first value was read.", extra)
        return (values[0] if values else None), self.troubles

    def _next(self) -> bytes:
        return self.data[self.place : self.place + 1]

    def _skip(self) -> None:
        found = _SPACE.match(self.data, self.place)
        assert found
        if b"/" in found[0]:
            comment = Span(self.place + found[0].index(b"/"), found.end())
            self._say("A comment stands here, and JSON files can hold none. Delete it.", comment)
        self.place = found.end()

    def _say(self, message: str, span: Span, name: str = "syntax") -> None:
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(Trouble(name, message, span))

    def _stop(self, message: str, end: int | None = None) -> _StoppedError:
        here = min(self.place, len(self.data))
        self._say(f"{message} What comes after it was not read.", Span(here, end or here + 1))
        return _StoppedError()

    def _value(self, keep: Callable[[Node], None]) -> None:
        """Read a value; it is kept as soon as it begins, so that half of one is not lost."""
        mark = self._next()
        if mark in (b"{", b"["):
            self.depth += 1
            if self.depth > MOST_DEPTH:
                self._say(
                    f"Groups are nested more than {MOST_DEPTH} deep; this cannot be judged.",
                    Span(self.place, self.place + 1), "cannot-judge",
                )  # fmt: skip
                raise _StoppedError
            if mark == b"{":
                self._mapping(keep)
            else:
                self._list(keep)
            self.depth -= 1
        elif mark == b'"':
            text, start = self._string("text"), self.place
            keep(Node(text[0], text[1], start))
        else:
            keep(self._scalar())

    def _scalar(self) -> Node:
        start = self.place
        found = _NUMBER.match(self.data, start)
        if found:
            self.place = found.end()
            return Node(found[0].decode(), start, self.place, plain=True)
        word = _WORD.match(self.data, start)
        if word and word[0] in _WORDS:
            self.place = word.end()
            return Node(word[0].decode(), start, self.place, plain=True)
        if word and word[0] in _NO_NUMBERS:
            self.place = word.end()
            message = f"`{word[0].decode()}` is no value in JSON; it was read as null."
            self._say(message, Span(start, self.place))
            return Node("null", start, self.place, plain=True)
        if start >= len(self.data):
            raise self._stop("The file ends too early: something that was opened is not closed.")
        raise self._stop(
            "A value is missing here, or a text has no quotation marks around it."
            if word or self._next() in b",]}"
            else f"`{self._next().decode(errors='replace')}` does not belong here."
        )

    def _string(self, what: str) -> tuple[str, int]:
        start = self.place
        found = _STRING.match(self.data, start)
        if found is None:
            raise self._stop(f"The quotation mark that opens this {what} is never closed.")
        self.place = found.end()
        control = _CONTROL.search(found[1])
        if control:
            here = start + 1 + control.start()
            message = (
                "A line break or tab stands inside this text; in JSON it is written \\n or \\t."
            )
            self._say(message, Span(here, here + 1))
        return self._text(found[1].decode(errors="replace"), Span(start, self.place)), start

    def _text(self, raw: str, span: Span) -> str:
        """A text without its escapes; halves of characters become U+FFFD."""
        if "\\" not in raw:
            return raw

        def meaning(found: re.Match[str]) -> str:
            escape = found[1]
            if escape in _PLAIN_ESCAPES:
                return _PLAIN_ESCAPES[escape]
            if len(escape) > 1:
                return chr(int(escape[1:], 16))
            self._say(f"`\\{escape}` means nothing in JSON; a backslash is written twice.", span)
            return escape

        text = _ESCAPE.sub(meaning, raw)
        whole = _PAIR.sub(
            lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
        )
        return _LONE.sub("\ufffd", whole)

    def _list(self, keep: Callable[[Node], None]) -> None:
        items: list[Node] = []
        node = Node(items, self.place, self.place + 1)
        keep(node)
        self.place += 1
        self._skip()
        while self._next() != b"]":
            self._value(items.append)
            node.end = self.place
            self._separate(b"]", "list", node)
        self.place += 1
        node.end = self.place

    def _mapping(self, keep: Callable[[Node], None]) -> None:
        fields: dict[str, Node] = {}
        node = Node(fields, self.place, self.place + 1)
        keep(node)
        self.place += 1
        self._skip()
        while self._next() != b"}":
            self._field(fields)
            node.end = self.place
            self._separate(b"}", "group of fields", node)
        self.place += 1
        node.end = self.place

    def _field(self, fields: dict[str, Node]) -> None:
        if self.place >= len(self.data):
            raise self._stop("The file ends too early: a group of fields is not closed.")
        key, start = self._name()
        end = self.place
        self._skip()
        if self._next() != b":":
            raise self._stop("A colon is missing here, after the name of the field.")
        self.place += 1
        self._skip()
        if key in fields:
            message = f"`{key[:40]}` is given twice here; the last one counts."
            self._say(message, Span(start, end), "duplicate-key")

        def keep(node: Node) -> None:
            node.key_start, node.key_end = start, end
            fields[key] = node

        self._value(keep)

    def _name(self) -> tuple[str, int]:
        """The name of a field and where it begins; one without quotation marks is told."""
        if self._next() == b'"':
            return self._string("name")
        start = self.place
        bare = _BARE_NAME.match(self.data, start)
        if bare is None:
            raise self._stop("The name of a field in quotation marks is missing here.")
        name = bare[1].decode(errors="replace")
        self.place = bare.end(1)
        message = f'The name `{name[:40]}` needs quotation marks around it: "{name[:40]}".'
        self._say(message, Span(start, self.place))
        return name, start

    def _separate(self, closing: bytes, what: str, node: Node) -> None:
        """Go on to the next item or the end; a comma too many or too few is told."""
        end = self.place
        self._skip()
        if self._next() == b",":
            comma = self.place
            self.place += 1
            self._skip()
            if self._next() == closing:
                message = (
                    f"The comma behind the last entry of this {what} is one too many. Delete it."
                )
                self._say(message, Span(comma, comma + 1))
        elif self._next() != closing:
            if self.place >= len(self.data):
                opened = Span(node.start, node.start + 1)
                message = f"The {what} that opens here is never closed."
                self._say(message, opened)
                raise _StoppedError
            if self._next() not in b'"{[':
                raise self._stop(f"A comma or the end of the {what} is missing here.")
            self._say("A comma is missing here.", Span(end, end + 1))
