"""Rule and profile files while they are read: every complaint names file, line and column."""

from collections.abc import Iterable

from planner.errors import PlannerError, nearest
from planner.excerpt import WIDTH, excerpt
from planner.model import LEVELS, Level, Span
from planner.notices import too_large
from planner.source import Source
from planner.yaml_tree import Node, parse

_MOST_VALUES = 200_000


class DataFile:
    """A file of keys and values in YAML; `what` is what messages call it: a rule, a profile."""

    def __init__(self, data: bytes, file: str, what: str) -> None:
        self.source = Source(file, data)
        self.what = what
        refused = too_large(data, b"\r\n:-,[{?", _MOST_VALUES)
        if refused:
            raise self.complaint(refused.message, Span(0, 0))
        root, troubles = parse(data)
        for trouble in troubles:
            raise self.complaint(trouble.message, trouble.span)
        if root is None or not isinstance(root.value, dict):
            message = f"A {what} file is a list of keys and values, such as `summary: ...`."
            raise self.complaint(message, Span(0, 0))
        self.fields: dict[str, Node] = root.value

    def complaint(self, message: str, where: Node | Span) -> PlannerError:
        """What is wrong, with file, line and column before it and the line below."""
        shown: tuple[str, ...] = ()
        if where.end:
            place = self.source.place(Span(where.start, where.end))
            text = self.source.line_at(place.offset)
            last = place.end_column if place.end_line == place.line else len(text) + 1
            shown = excerpt(text, place.line, place.column, last - place.column, WIDTH)
        return PlannerError("\n".join((f"{self.place(where)}: {message}", *shown)))

    def place(self, where: Node | Span) -> str:
        """File, line and column of a value."""
        span = where if isinstance(where, Span) else Span(where.start, where.end)
        place = self.source.place(span)
        return f"{self.source.name}:{place.line}:{place.column}"

    def line(self, node: Node) -> int:
        """The line on which a value stands."""
        return self.source.place(Span(node.start, node.end)).line

    def check_keys(self, known: tuple[str, ...], needed: Iterable[str]) -> None:
        """Complain about unknown and missing keys."""
        for key, node in self.fields.items():
            if key not in known:
                where = Span(node.key_start, node.key_end)
                raise self.complaint(
                    f'A {self.what} has no key "{key}"{nearest(key, known)}.', where
                )
        for key in needed:
            if key not in self.fields:
                raise self.complaint(f"A {self.what} needs `{key}:`.", Span(0, 0))

    def text(self, key: str) -> str:
        """A field that is text."""
        node = self.fields[key]
        if not isinstance(node.value, str) or not node.value.strip():
            raise self.complaint(f"`{key}` is text.", node)
        return str(node.value).strip()

    def level(self, word: object, where: Node) -> Level:
        """One of the levels."""
        for level in LEVELS:
            if word == level:
                return level
        hint = nearest(str(word), LEVELS)
        raise self.complaint(f'"{word}" is no level{hint}; error, warning and info are.', where)
