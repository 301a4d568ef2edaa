"""The components of an iCalendar file: which lines stand between which BEGIN and END."""

from collections.abc import Iterable

from planner.ical.scanner import Line
from planner.model import Finding, Span
from planner.notices import notice

MAX_DEPTH = 8
_SIDE_BY_SIDE = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"))


class Component:
    """What stands between BEGIN and END: its lines by name and the components inside."""

    __slots__ = ("_further", "_lines", "begin", "children", "name", "number")

    def __init__(self, name: str, begin: Span) -> None:
        """A component that begins at a span, still empty."""
        self.name = name
        self.begin = begin
        self.number = -1
        self.children: list[Component] = []
        self._lines: dict[str, Line] = {}
        self._further: list[Line] | None = None

    def add(self, line: Line) -> None:
        """Take the next line of the component."""
        if self._lines.setdefault(line.name, line) is not line:
            if self._further is None:
                self._further = []
            self._further.append(line)

    def has(self, *names: str) -> bool:
        """Whether there is a line of one of the names."""
        return not self._lines.keys().isdisjoint(names)

    def first(self, name: str) -> Line | None:
        """The first line of a name, or None."""
        return self._lines.get(name)

    def all(self, name: str) -> list[Line]:
        """Every line of a name, in the order of the file."""
        first = self._lines.get(name)
        if first is None:
            return []
        if self._further is None:
            return [first]
        return [first, *(line for line in self._further if line.name == name)]

    def value(self, name: str) -> str:
        """The value of the first line of a name, or an empty text."""
        line = self._lines.get(name)
        return "" if line is None else line.value


class Tree:
    """The calendars of a file, with every VEVENT and VTODO numbered over the whole file."""

    def __init__(self) -> None:
        """A tree without any calendar yet."""
        self.calendars: list[Component] = []
        self.events: list[Component] = []
        self.todos: list[Component] = []
        self.findings: list[Finding] = []
        self._stack: list[Component] = []
        self._skipped = 0
        self._outside = False
        self._strayed = False

    def read(self, lines: Iterable[Line]) -> "Tree":
        """Build the tree; what does not fit is a finding and the rest is still read."""
        for line in lines:
            if line.name == "BEGIN":
                self._open(line)
            elif line.name == "END":
                self._close(line)
            elif self._stack and not self._skipped:
                self._stack[-1].add(line)
            elif not self._skipped:
                self._stray(line)
        self._cut(0)
        return self

    def _open(self, line: Line) -> None:
        if self._skipped or len(self._stack) >= MAX_DEPTH:
            if not self._skipped:
                message = f"More than {MAX_DEPTH} components stand inside each other here."
                self.findings.append(notice("cannot-judge", message, line.span))
            self._skipped += 1
            return
        component = Component(line.value.strip().upper(), line.span)
        self._close_siblings(component.name)
        if component.name == "VCALENDAR":
            self.calendars.append(component)
        elif not self._stack:
            self._implied_calendar(component, line)
        if self._stack:
            self._stack[-1].children.append(component)
        self._stack.append(component)
        numbered = {"VEVENT": self.events, "VTODO": self.todos}.get(component.name)
        if numbered is not None:
            component.number = len(numbered)
            numbered.append(component)

    def _close_siblings(self, name: str) -> None:
        """An event cannot stand inside another one: the END of the first was forgotten."""
        siblings = ("VCALENDAR",) if name == "VCALENDAR" else _SIDE_BY_SIDE
        if name not in siblings:
            return
        for depth, component in enumerate(self._stack):
            if component.name in siblings:
                self._cut(depth)
                return

    def _cut(self, depth: int) -> None:
        for component in self._stack[depth:]:
            message = f"The {component.name} that begins here has no END."
            self.findings.append(notice("syntax", message, component.begin))
        del self._stack[depth:]

    def _implied_calendar(self, component: Component, line: Line) -> None:
        """Events without a calendar around them are read as if there were one."""
        if not self._outside:
            self._outside = True
            message = f"This {component.name} stands outside of any BEGIN:VCALENDAR."
            self.findings.append(notice("syntax", message, line.span))
        if not self.calendars:
            self.calendars.append(Component("VCALENDAR", line.span))
        self.calendars[-1].children.append(component)

    def _close(self, line: Line) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        name = line.value.strip().upper()
        if self._stack and self._stack[-1].name == name:
            self._stack.pop()
            return
        depth = next(
            (at for at in range(len(self._stack) - 1, -1, -1) if self._stack[at].name == name),
            None,
        )
        if depth is None:
            message = f"This END:{line.value.strip()} has no BEGIN. It was left out."
            self.findings.append(notice("syntax", message, line.span))
            return
        self._cut(depth + 1)
        del self._stack[depth:]

    def _stray(self, line: Line) -> None:
        if not self._strayed:
            self._strayed = True
            message = "This line stands outside of any calendar and was left out."
            self.findings.append(notice("broken-line", message, line.span))
