"""The YAML that most calendars are written in, read line by line and without a YAML parser.

That is mappings and lists by indentation, values on one line (also `{at: ..., kind: ...}`), and
blocks of text. A file with anything written in another way, or wrong, is left to the parser as a
whole, and what is read here is what that would have read. To load the parser costs 9 ms of a run,
and its events for 10,000 posts 140 ms; this takes 50.
"""

import re

from planner.named import Any
from planner.patterns import Pattern
from planner.yaml_tree import WORDS, Node

_MAX_DEPTH = 60
# No pattern goes back over what it has matched (`*+`), so that no line can be slow.
_FIRST = r"[A-Za-z0-9_./()+$~;=^<\\\x80-\xff]"
"""What a text without quotes begins with: letters and signs that mean nothing in YAML."""
_KEY = r"[A-Za-z_][A-Za-z0-9_-]{0,99}+"
_REST = r" *+(?:(?<![^ \n])#[^\n]*+)?\n"
_LINE = re.compile(
    rf"( *+)(- ++)?(?:({_KEY}):(?: ++|(?=\n)))?"
    rf'(?:"([^"\\\n]*+)"{_REST}'
    rf"|({_FIRST}[^:#\n]*+(?:(?::(?![ \n])|(?<! )#)[^:#\n]*+)*+){_REST}"
    rf'|([\[{{|>\'"])|{_REST})|.'
)
"""A line, or one sign where there is none that is read here."""
_SPACE = r"(?:[ \n]|(?<=[ \n])#[^\n]*+)*+"
"""What may stand between values in brackets: also ends of lines, and comments."""
_ITEM = Pattern(
    rf'{_SPACE}(?:"([^"\\\n]*+)"'
    rf"|({_FIRST}[^:#,?\[\]{{}}\n]*+(?:(?::(?![ \n,?\[\]{{}}])|(?<! )#)[^:#,?\[\]{{}}\n]*+)*+)|)"
)
_OPENING = {"[": "]", "{": "}"}
_FLOW_KEY = Pattern(rf"{_SPACE}({_KEY}):(?=[ \n])")
_FLOW_NEXT = Pattern(rf"{_SPACE}([,\]}}])")
_QUOTED = Pattern(
    r'"([^"\\\n]*+(?:\\[nt"\\/][^"\\\n]*+)*+)"|\'([^\'\n]*+(?:\'\'[^\'\n]*+)*+)\'(?!\')'
)
_BLOCK = Pattern(rf"([|>])(-?){_REST}( +)")
_END = Pattern(_REST)
_ESCAPE = Pattern(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t"}
_FOLD = Pattern(r"\n(\n*)")
_PRINTABLE = bytes((0x0A, *range(0x20, 0x7F), *range(0x80, 0x100)))
_ODD = Pattern("[\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What is no character of a text, and what some take for the end of a line."""


class _OtherwiseError(Exception):
    """Something is written in another way than what is read here."""


def read_plain(data: bytes) -> Node | None:
    """The tree of a file that is written plainly, None for others."""
    if data.translate(None, _PRINTABLE):
        return None
    is_ascii = data.isascii()
    try:
        if not is_ascii and _ODD.search(data.decode()):
            return None
        return _Lines(data.decode("latin-1"), is_ascii).read()
    except (_OtherwiseError, UnicodeDecodeError):
        return None


class _Open:
    """A mapping or list whose end has not come yet, and the column in which it stands."""

    __slots__ = ("column", "is_list", "node", "value")

    def __init__(self, node: Node, column: int) -> None:
        self.node = node
        self.value: Any = node.value
        self.is_list = type(node.value) is list
        self.column = column


class _Lines:
    """The lines of a file as one text with a character for each byte, so that places are bytes.

    `column` is where the next key of the innermost mapping stands, -1 where something else may
    come; `waiting` is a key whose value has not come yet, with its first byte.
    """

    def __init__(self, text: str, is_ascii: bool) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        self.is_cut = self.text is not text
        self.is_ascii = is_ascii
        self.at = 0
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.column = -1
        self.waiting: tuple[str, int] | None = None
        self.fields: Any = {}
        self.keys: dict[str, str] = {}

    def read(self) -> Node | None:
        """The tree; raises `_OtherwiseError` for what is written in another way."""
        if self.text.startswith("---\n"):
            self.at = len("---\n")
        if "\n..." in self.text:
            raise _OtherwiseError
        while self.at < len(self.text):
            self._read_on()
        self._close_to(-1)
        return self.root

    def _read_on(self) -> None:
        """The lines up to the end, or up to a value after which the next line is to be found.

        To go over them by `finditer` takes two thirds of what one `match` for each line does.
        """
        is_ascii, keys = self.is_ascii, self.keys
        for match in _LINE.finditer(self.text, self.at):
            spaces, dash, key, quoted, plain, other = match.groups()
            if spaces is None:
                raise _OtherwiseError
            column = len(spaces)
            if dash is not None:
                column = self._next_item(column, dash)
            if column != self.column or key not in keys or (quoted is None and plain is None):
                self.at = match.end()
                self._line(match)
                if other is None:
                    continue
                return
            # Nearly all lines end here, so what other methods do is done on the spot.
            if quoted is not None:
                start = match.start(4)
                value = quoted if is_ascii else self._decoded(quoted)
                node = Node(value, start - 1, start + len(quoted) + 1)
            else:
                start = match.start(5)
                plain = plain.rstrip(" ")
                value = plain if is_ascii else self._decoded(plain)
                node = Node(value, start, start + len(plain), True)  # 0.1 us less than by name
            node.key_start = start = match.start() + column
            node.key_end = start + len(key)
            if dash is not None:
                self._open_next(start)
            elif key in self.fields:
                raise _OtherwiseError
            self.fields[keys[key]] = node
        self.at = len(self.text)

    def _next_item(self, column: int, dash: str) -> int:
        """The column of the key after a dash, where an item like the one before it begins.

        Else it is -2, where nothing stands. With this and `_open_next` items cost half of what
        opening and closing by `_go_to` took, 15 ms of 58 for 10,000 posts.
        """
        after = column + len(dash)
        is_like = after == self.column and self._is_next_item(column)
        return after if is_like else -2

    def _open_next(self, start: int) -> None:
        """End the mapping of a list and begin the next one, in the same column, at a byte."""
        top = self.open[-1]
        top.node.end = next(reversed(self.fields.values())).end
        self.fields = top.value = {}
        top.node = Node(self.fields, start, start)
        self.open[-2].value.append(top.node)

    def _line(self, match: re.Match[str]) -> None:
        spaces, dash, key, quoted, plain, other = match.groups()
        if key is None and dash is None:
            if quoted is None and plain is None and other is None:
                return  # a blank line or a comment
            raise _OtherwiseError
        begin, column = match.start(), len(spaces)
        if dash is not None or column != self.column:
            column = self._go_to(begin, column, dash, key)
        if quoted is not None:
            start = match.start(4)
            node = Node(self._decoded(quoted), start - 1, start + len(quoted) + 1)
        elif plain is not None:
            start = match.start(5)
            plain = plain.rstrip(" ")
            node = Node(self._decoded(plain), start, start + len(plain), plain=True)
        elif other is not None:
            node = self._other(match.start(6))
        elif key is None:
            raise _OtherwiseError
        else:
            self.waiting = key, begin + column
            self.column = -1
            return
        self._place(node, key, begin + column)

    def _place(self, node: Node, key: str | None, start: int) -> None:
        """Put a value where it belongs; its key begins at a byte."""
        value = self.open[-1].value
        if key is None:
            value.append(node)
        elif key in value or self.open[-1].is_list:
            raise _OtherwiseError
        else:
            node.key_start = start
            node.key_end = start + len(key)
            value[self.keys.get(key) or self._name(key)] = node

    def _name(self, key: str) -> str:
        """A key, the same text each time; one that means null or so is told by the parser."""
        if key in WORDS:
            raise _OtherwiseError
        return self.keys.setdefault(key, key)

    def _go_to(self, begin: int, column: int, dash: str | None, key: str | None) -> int:
        """Go to where a line belongs, and give the column of its key or value."""
        is_item = dash is not None
        above = self.open[-1].column if self.open else -1
        if not self.open or (self.waiting and column >= above + (not is_item)):
            self._begin([] if is_item else {}, begin, column)
        elif is_item and self._is_next_item(column):
            done = self.open.pop()
            done.node.end = next(reversed(done.value.values())).end
        else:
            self._close_to(column, ends_lists=not is_item)
            if self.open[-1].column != column or self.open[-1].is_list != is_item:
                raise _OtherwiseError
        if dash is None:
            return column
        column += len(dash)
        if key is not None:
            self._begin({}, begin, column)
        return column

    def _is_next_item(self, column: int) -> bool:
        """Whether a dash follows a mapping of the list in its column, as nearly all of them do."""
        if self.waiting or len(self.open) == 1:
            return False
        top, above = self.open[-1], self.open[-2]
        return above.is_list and above.column == column and not top.is_list

    def _begin(self, value: Any, begin: int, column: int) -> None:
        """Open a mapping or list in a line: the whole, the value of a key, or an item."""
        node = Node(value, begin + column, begin + column)
        if len(self.open) > _MAX_DEPTH or (self.root and not self.open):
            raise _OtherwiseError
        if not self.open:
            self.root = node
        elif self.waiting:
            key, start = self.waiting
            self.waiting = None
            self._place(node, key, start)
        else:
            self._place(node, None, 0)
        self.open.append(_Open(node, column))
        self.column = -1 if self.open[-1].is_list else column
        self.fields = value

    def _close_to(self, column: int, *, ends_lists: bool = False) -> None:
        """Close what stands to the right of a column; a key also ends a list in its column."""
        if self.waiting:
            key, start = self.waiting
            self.waiting = None
            end = start + len(key) + 1
            self._place(Node("", end, end, plain=True), key, start)
        while self.open:
            top = self.open[-1]
            if top.column < column or (top.column == column and not (ends_lists and top.is_list)):
                self.column = -1 if top.is_list else top.column
                self.fields = top.value
                return
            values = top.value if top.is_list else top.value.values()
            top.node.end = next(reversed(values)).end
            self.open.pop()
        if column >= 0:
            raise _OtherwiseError

    def _decoded(self, value: str) -> str:
        return value if self.is_ascii else value.encode("latin-1").decode()

    def _other(self, start: int) -> Node:
        """A value that is no plain text: in other quotes, in brackets, or a block of text."""
        sign = self.text[start]
        if sign in "|>":
            return self._block(start)
        node = self._flow(start, len(self.open)) if sign in _OPENING else self._quoted(start)
        end = _END.match(self.text, node.end)
        if end is None:
            raise _OtherwiseError
        self.at = end.end()
        return node

    def _quoted(self, start: int) -> Node:
        found = _QUOTED.match(self.text, start)
        if found is None:
            raise _OtherwiseError
        double, single = found.groups()
        if double is None:
            value = single.replace("''", "'")
        else:
            value = _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), double)
        return Node(self._decoded(value), start, found.end())

    def _block(self, start: int) -> Node:
        """A block of text below its key: `|` keeps its lines, `>` makes one of them."""
        header = _BLOCK.match(self.text, start)
        if header is None or len(header[3]) <= self.open[-1].column:
            raise _OtherwiseError
        style, chomp, indent = header.groups()
        lines = self._indented(header.start(3), indent)
        if not lines[0] or (style == ">" and any(line[:1] == " " for line in lines)):
            raise _OtherwiseError
        value = "\n".join(lines).rstrip("\n")
        if style == ">":
            value = _FOLD.sub(lambda match: match[1] or " ", value)
        end = start + len(self.text[start : self.at].rstrip(" \n"))
        return Node(self._decoded(value) + ("" if chomp else "\n"), start, end)

    def _indented(self, at: int, indent: str) -> list[str]:
        """The lines that begin with so many spaces, without them; blank ones may have fewer."""
        lines = []
        while at < len(self.text):
            end = self.text.index("\n", at)
            line = self.text[at:end]
            if not line.startswith(indent) and line.strip(" "):
                break
            if not line.strip(" ") and len(line) > len(indent):
                raise _OtherwiseError
            lines.append(line[len(indent) :])
            at = end + 1
        if self.is_cut and at == len(self.text):
            raise _OtherwiseError
        self.at = at
        return lines

    def _flow(self, start: int, depth: int) -> Node:
        """A mapping or list in brackets."""
        if depth > _MAX_DEPTH:
            raise _OtherwiseError
        closing = _OPENING[self.text[start]]
        value: Any = {} if closing == "}" else []
        found = _FLOW_NEXT.match(self.text, start + 1)
        if found and found[1] == closing:
            return Node(value, start, found.end())
        at = start + 1
        while True:
            item = self._flow_pair(value, at, depth) if closing == "}" else self._item(at, depth)
            if closing == "]":
                value.append(item)
            found = _FLOW_NEXT.match(self.text, item.end)
            if found is None or found[1] not in {",", closing}:
                raise _OtherwiseError
            at = found.end()
            if found[1] == closing:
                return Node(value, start, at)

    def _flow_pair(self, fields: dict[str, Node], at: int, depth: int) -> Node:
        key = _FLOW_KEY.match(self.text, at)
        if key is None:
            raise _OtherwiseError
        name = self._name(key[1])
        if name in fields:
            raise _OtherwiseError
        fields[name] = item = self._item(key.end(), depth)
        item.key_start, item.key_end = key.span(1)
        return item

    def _item(self, at: int, depth: int) -> Node:
        found = _ITEM.match(self.text, at)
        quoted, plain = found.groups()
        if quoted is not None:
            return Node(self._decoded(quoted), found.start(1) - 1, found.end())
        if plain is not None:
            plain, start = plain.rstrip(" "), found.start(2)
            return Node(self._decoded(plain), start, start + len(plain), plain=True)
        sign = self.text[found.end() : found.end() + 1]
        return self._flow(found.end(), depth + 1) if sign in _OPENING else self._quoted(found.end())
