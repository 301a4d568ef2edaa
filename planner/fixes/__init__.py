"""What would mend findings: one module for each notice that has a cure of its own.

A module is found by the name of the notice and has `fix(finding, file) -> Fix | None`. Its edits
leave all other bytes of the file alone. Modules that begin with an underscore are shared.
"""

from functools import cache, cached_property
from types import ModuleType
from typing import NamedTuple

from planner import plugins
from planner.model import Finding, Route, Span
from planner.source import Reading
from planner.yaml_edit.edits import Edit
from planner.yaml_edit.places import Item, Section
from planner.yaml_tree import Node, parse

YAML, ICAL = "yaml", "ics"
FORMATS = (YAML, ICAL)
"""Formats in which single findings can be mended."""
_MISREAD = frozenset((
    "ambiguous-date", "broken-line", "cannot-judge", "cut-text", "duplicate-id", "duplicate-key",
    "no-such-time", "syntax", "unknown-key", "unknown-value", "unknown-zone",
    "wrong-type",
))  # fmt: skip
_SECTIONS = ("posts", "slots", "records")


@cache
def _module(name: str) -> ModuleType | None:
    return plugins.find("planner.fixes", name)


class Fix(NamedTuple):
    """What would mend a finding: the deed as a title, and its edits of the file.

    A `safe` one means what was meant. The calendar reads the same afterwards unless the fix
    `changes` it.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]
    changes: bool = False


class File:
    """A file while its findings are mended: its bytes and, of YAML, its tree."""

    def __init__(self, reading: Reading, format_: str) -> None:
        """Take a calendar as read from a file of a format."""
        self.reading = reading
        self.format = format_
        self.data = reading.source.data

    @cached_property
    def root(self) -> Node | None:
        """The tree of a calendar in YAML in planner's own words, None for any other."""
        from planner.yaml_calendar.foreign import is_foreign

        root = parse(self.data)[0] if self.format == YAML else None
        return None if is_foreign(root) else root

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The lists of entries and records; a file may be nothing but a list of posts."""
        if self.root is None or isinstance(self.root.value, str):
            return {}
        fields = self.root.value if isinstance(self.root.value, dict) else {"posts": self.root}
        return {name: Section(self.data, fields[name]) for name in _SECTIONS if name in fields}

    def item(self, route: Route) -> Item | None:
        """The item of a list that a route leads to or into."""
        section = self.sections.get(str(route[0])) if len(route) > 1 else None
        return section.items.get(int(route[1])) if section is not None else None

    @cached_property
    def names(self) -> dict[Route, str]:
        """The id of each item, which posts of one item for several channels share."""
        calendar = self.reading.calendar
        found = {it.route: it.entry or it.id for it in calendar.entries}
        return found | {it.route: it.id for it in calendar.records}

    @cached_property
    def routes(self) -> dict[str, Route]:
        """The item of each id."""
        return {name: route for route, name in self.names.items()}

    @cached_property
    def plain_texts(self) -> dict[int, Node]:
        """All texts without quotes, by the byte after their last one."""
        found: dict[int, Node] = {}
        waiting = [self.root] if self.root is not None else []
        while waiting:
            node = waiting.pop()
            if not isinstance(node.value, str):
                waiting += node.value.values() if isinstance(node.value, dict) else node.value
            elif node.plain:
                found[node.end] = node
        return found

    @cached_property
    def is_misread(self) -> bool:
        """Whether a part of the calendar may mean something else than what was read."""
        return any(finding.rule in _MISREAD for finding in self.reading.findings)

    def text(self, span: Span) -> str:
        """The text of some bytes."""
        return self.data[span.start : span.end].decode("utf-8", "replace")


class Mender:
    """Finds the fixes of one file; nothing of it is read before a finding asks for it."""

    def __init__(self, reading: Reading, format_: str) -> None:
        """Take a calendar as read; one of several files or of a workbook has no fixes."""
        source = reading.source
        is_plain = not source.parts and source.original is source.data
        self.file = File(reading, format_) if is_plain and format_ in FORMATS else None

    def fix(self, finding: Finding) -> Fix | None:
        """What would mend a finding, None when nobody but a person can tell."""
        if self.file is None:
            return None
        module = _module(finding.rule)
        found: Fix | None = module.fix(finding, self.file) if module is not None else None
        return found
