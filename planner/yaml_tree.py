"""YAML as a tree whose every value knows its bytes, read by events and the YAML 1.2 core schema."""

import math

from planner.model import Route, Span
from planner.named import TYPE_CHECKING, Any, NamedTuple
from planner.patterns import Pattern

if TYPE_CHECKING:
    from planner.yaml_bytes import Complaint

ORPHANS = ""
"""The key under which a list stands that follows a mapping without a key of its own."""

Scalar = str | int | float | bool | None

_ENDS_OF_NUMBERS = frozenset("0123456789abcdefABCDEF.")
_MAY_BE_SPECIAL = frozenset("-+.0123456789nNtTfF~")
WORDS: dict[str, bool | float | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": math.nan, ".NaN": math.nan, ".NAN": math.nan,
    ".inf": math.inf, ".Inf": math.inf, ".INF": math.inf,
    "+.inf": math.inf, "+.Inf": math.inf, "+.INF": math.inf,
    "-.inf": -math.inf, "-.Inf": -math.inf, "-.INF": -math.inf,
}  # fmt: skip
_INTEGER = Pattern(r"[-+]?[0-9]{1,400}\Z|0o[0-7]{1,400}\Z|0x[0-9a-fA-F]{1,400}\Z")
_FLOAT = Pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")


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
    if text in WORDS:
        return WORDS[text]
    if text[-1] not in _ENDS_OF_NUMBERS:
        return text
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
    from planner.yaml_plain import read_plain

    plain = read_plain(data)
    return parse_events(data) if plain is None else (plain, [])


def parse_events(data: bytes) -> tuple[Node | None, list[Trouble]]:
    """The same by the events of a YAML parser, whatever the file looks like."""
    from planner.yaml_bytes import Complaint, read_text, without_control_characters
    from planner.yaml_events import Builder

    text = read_text(data)
    if isinstance(text, Complaint):
        return None, [_trouble(text)]
    builder = Builder(data, text)
    if not builder.run():
        text = without_control_characters(text)
        builder = Builder(data, text)
        builder.run()
    root = builder.root()
    if root and root.plain and root.scalar() is None:
        root = None
    return root, [_trouble(complaint) for complaint in text.complaints] + builder.troubles


def _trouble(complaint: "Complaint") -> Trouble:
    return Trouble(complaint.name, complaint.message, Span(complaint.start, complaint.end))
