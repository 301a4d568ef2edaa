"""The components of an iCalendar file: which lines stand between which BEGIN and END."""

from collections.abc import Iterable, KeysView, Mapping

from planner.ical.lines import Line
from planner.ical.plain import PlainEvent
from planner.model import Finding, Span
from planner.notices import notice

MAX_DEPTH = 8
_SIDE_BY_SIDE = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"))


class Component:
    """What stands between BEGIN and END: its lines by name and the components inside.

    `names` are the names of its lines; `number` is for events and tasks.
    """

    __slots__ = ("_further", "_lines", "_place", "children", "end", "name", "names", "number")

    def __init__(self, name: str, begin: Span | None) -> None:
        """A component that begins at a span, still empty."""
        self.name = name
        self.end: Span | None = None
        self.number = -1
        self.children: list[Component] = []
        self._place = begin
        self._lines: dict[str, Line] = {}
        self._further: list[Line] | None = None
        self.names: KeysView[str] = self._lines.keys()

    @property
    def begin(self) -> Span:
        """Where its BEGIN stands."""
        assert self._place is not None
        return self._place

    def add(self, line: Line) -> None:
        """Take the next line of the component."""
        if self._lines.setdefault(line.name, line) is not line:
            if self._further is None:
                self._further = []
            self._further.append(line)

    def has(self, *names: str) -> bool:
        """Whether there is a line of one of the names."""
        return not self.names.isdisjoint(names)

    def first(self, name: str) -> Line | None:
        """The first line of a name, or None."""
        return self._lines.get(name)

    def all(self, name: str) -> list[Line]:
        """Every line of a name, in the order of the file."""
        return [line for line in self.lines() if line.name == name] if name in self.names else []

    def lines(self) -> list[Line]:
        """Every line, those that are first of their name before the others."""
        return [*self._lines.values(), *(self._further or ())]

    def values(self, name: str) -> list[str]:
        """The value of every line of a name, in the order of the file."""
        return [line.value for line in self.all(name)]

    def value(self, name: str) -> str:
        """The value of the first line of a name, or an empty text."""
        line = self._lines.get(name)
        return "" if line is None else line.value

    def parameters(self, name: str) -> Mapping[str, str] | None:
        """The parameters of the first line of a name, or None."""
        line = self.first(name)
        return None if line is None else line.parameters


class _PlainComponent(Component):
    """An event that is only looked into when somebody asks for one of its lines."""

    __slots__ = ("_event", "_shape")

    def __init__(self, event: PlainEvent) -> None:
        super().__init__("VEVENT", None)
        self.end = event.end
        alarm = event.alarm
        if alarm is not None:
            self.children.append(Component("VALARM", alarm))
        self._event = event
        self._shape = event.shape
        self.names = self._shape.names.keys()

    @property
    def begin(self) -> Span:
        """Where its BEGIN stands."""
        return self._event.begin

    def first(self, name: str) -> Line | None:
        """The first line of a name, or None."""
        line = self._lines.get(name)
        if line is None and name in self._shape.names:
            line = self._lines[name] = self._event.line(self._shape.names[name][0])
        return line

    def all(self, name: str) -> list[Line]:
        """Every line of a name, in the order of the file."""
        if self._shape.repeats:
            return super().all(name)
        line = self.first(name)
        return [line] if line is not None else []

    def values(self, name: str) -> list[str]:
        """The value of every line of a name, in the order of the file."""
        if self._shape.repeats:
            return super().values(name)
        return [self.value(name)] if name in self.names else []

    def lines(self) -> list[Line]:
        """Every line, in the order of the file."""
        return [self._event.line(number) for number in range(len(self._event.lines))]

    def value(self, name: str) -> str:
        """The value of the first line of a name, or an empty text."""
        place = self._shape.names.get(name)
        return "" if place is None else self._event.lines[place[0]][place[1] :]

    def parameters(self, name: str) -> Mapping[str, str] | None:
        """The parameters of the first line of a name, or None."""
        place = self._shape.names.get(name)
        return None if place is None else self._shape.parameters[place[0]]


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

    def read(self, lines: Iterable[Line | PlainEvent]) -> "Tree":
        """Build the tree; what does not fit is a finding and the rest is still read."""
        for line in lines:
            if isinstance(line, PlainEvent):
                self._take(line)
            elif line.name == "BEGIN":
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
                self._too_deep(line.span)
            self._skipped += 1
            return
        component = Component(line.value.strip().upper(), line.span)
        self._put(component)
        self._stack.append(component)

    def _take(self, event: PlainEvent) -> None:
        """An event that is complete in itself."""
        if self._skipped:
            return
        if len(self._stack) >= MAX_DEPTH:
            self._too_deep(event.begin)
            return
        self._put(_PlainComponent(event))

    def _too_deep(self, place: Span) -> None:
        message = f"More than {MAX_DEPTH} components stand inside each other here."
        self.findings.append(notice("cannot-judge", message, place))

    def _put(self, component: Component) -> None:
        """Find the place of a component among the others, and its number."""
        self._close_siblings(component.name)
        if component.name == "VCALENDAR":
            self.calendars.append(component)
        elif not self._stack:
            self._implied_calendar(component)
        if self._stack:
            self._stack[-1].children.append(component)
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

    def _implied_calendar(self, component: Component) -> None:
        """Events without a calendar around them are read as if there were one."""
        if not self._outside:
            self._outside = True
            message = f"This {component.name} stands outside of any BEGIN:VCALENDAR."
            self.findings.append(notice("syntax", message, component.begin))
        if not self.calendars:
            self.calendars.append(Component("VCALENDAR", component.begin))
        self.calendars[-1].children.append(component)

    def _close(self, line: Line) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        name = line.value.strip().upper()
        if self._stack and self._stack[-1].name == name:
            self._stack.pop().end = line.span
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
        self._stack.pop().end = line.span

    def _stray(self, line: Line) -> None:
        if not self._strayed:
            self._strayed = True
            message = "This line stands outside of any calendar and was left out."
            self.findings.append(notice("broken-line", message, line.span))
