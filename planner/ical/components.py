"""The components of an iCalendar file: which lines stand between which BEGIN and END."""

from collections.abc import Iterable, KeysView, Mapping

from planner.errors import nearest
from planner.ical.lines import Line
from planner.model import Finding, Span
from planner.notices import notice

MAX_DEPTH = 8
_LONGEST = 40
"""Characters of a name that messages show."""
_SIDE_BY_SIDE = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"))


class Component:
    """What stands between BEGIN and END: its lines by name and the components inside.

    `names` are the names of its lines; `number` is for events and tasks.
    """

    __slots__ = ("names", "number")

    name: str
    names: KeysView[str]
    number: int

    @property
    def children(self) -> "list[Component]":
        """The components inside."""
        raise NotImplementedError

    @property
    def begin(self) -> Span:
        """Where its BEGIN stands."""
        raise NotImplementedError

    @property
    def end(self) -> Span | None:
        """Where its END stands, or None when it has none."""
        raise NotImplementedError

    def first(self, name: str) -> Line | None:
        """The first line of a name, or None."""
        raise NotImplementedError

    def lines(self) -> list[Line]:
        """Every line, those of one name in the order of the file."""
        raise NotImplementedError

    def has(self, *names: str) -> bool:
        """Whether there is a line of one of the names."""
        return not self.names.isdisjoint(names)

    def all(self, name: str) -> list[Line]:
        """Every line of a name, in the order of the file."""
        return [line for line in self.lines() if line.name == name] if name in self.names else []

    def values(self, name: str) -> list[str]:
        """The value of every line of a name, in the order of the file."""
        return [line.value for line in self.all(name)]

    def value(self, name: str) -> str:
        """The value of the first line of a name, or an empty text."""
        line = self.first(name)
        return "" if line is None else line.value

    def parameters(self, name: str) -> Mapping[str, str] | None:
        """The parameters of the first line of a name, or None."""
        line = self.first(name)
        return None if line is None else line.parameters


class Gathered(Component):
    """A component that takes its lines one by one."""

    __slots__ = ("_begin", "_end", "_further", "_inside", "_lines", "name")

    def __init__(self, name: str, begin: Span) -> None:
        """A component that begins at a span, still empty."""
        self.name = name
        self.number = -1
        self._inside: list[Component] = []
        self._begin = begin
        self._end: Span | None = None
        self._lines: dict[str, Line] = {}
        self.names = self._lines.keys()
        self._further: list[Line] = []

    @property
    def children(self) -> list[Component]:
        """The components inside."""
        return self._inside

    @property
    def begin(self) -> Span:
        """Where its BEGIN stands."""
        return self._begin

    @property
    def end(self) -> Span | None:
        """Where its END stands, or None when it has none."""
        return self._end

    def add(self, line: Line) -> None:
        """Take the next line of the component."""
        if self._lines.setdefault(line.name, line) is not line:
            self._further.append(line)

    def close(self, end: Span) -> None:
        """Nothing comes after its END, which stands here."""
        self._end = end

    def first(self, name: str) -> Line | None:
        """The first line of a name, or None."""
        return self._lines.get(name)

    def lines(self) -> list[Line]:
        """Every line, those that are first of their name before the others."""
        return [*self._lines.values(), *self._further]


class Tree:
    """The calendars of a file, with every VEVENT and VTODO numbered over the whole file."""

    def __init__(self) -> None:
        """A tree without any calendar yet."""
        self.calendars: list[Component] = []
        self.events: list[Component] = []
        self.todos: list[Component] = []
        self.findings: list[Finding] = []
        self._stack: list[Gathered] = []
        self._skipped = 0
        self._outside = False
        self._strayed = False

    def read(self, lines: Iterable[Line | Component]) -> "Tree":
        """Build the tree; what does not fit is a finding and the rest is still read."""
        for line in lines:
            if isinstance(line, Component):
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
        component = Gathered(line.value.strip().upper(), line.span)
        self._put(component)
        self._stack.append(component)

    def _take(self, event: Component) -> None:
        """An event that is complete in itself."""
        if self._skipped:
            return
        if len(self._stack) >= MAX_DEPTH:
            self._too_deep(event.begin)
            return
        # As nearly always: right inside its calendar, with nothing left open before it.
        if len(self._stack) == 1 and self._stack[0].name == "VCALENDAR":
            self._stack[0].children.append(event)
            event.number = len(self.events)
            self.events.append(event)
        else:
            self._put(event)

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
            name = component.name[:_LONGEST]
            message = f"The {name} that begins here has no END. Write END:{name} below its lines."
            self.findings.append(notice("syntax", message, component.begin))
        del self._stack[depth:]

    def _implied_calendar(self, component: Component) -> None:
        """Events without a calendar around them are read as if there were one."""
        if not self._outside:
            self._outside = True
            message = (
                f"This {component.name[:_LONGEST]} stands outside of any BEGIN:VCALENDAR. Write "
                "BEGIN:VCALENDAR above the first entry and END:VCALENDAR below the last one."
            )
            self.findings.append(notice("syntax", message, component.begin))
        if not self.calendars:
            self.calendars.append(Gathered("VCALENDAR", component.begin))
        self.calendars[-1].children.append(component)

    def _close(self, line: Line) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        name = line.value.strip().upper()
        if self._stack and self._stack[-1].name == name:
            self._stack.pop().close(line.span)
            return
        depth = next(
            (at for at in range(len(self._stack) - 1, -1, -1) if self._stack[at].name == name),
            None,
        )
        if depth is None:
            opened = [component.name for component in self._stack]
            hint = nearest(name[:_LONGEST], [it[:_LONGEST] for it in opened])
            message = f"No BEGIN fits this END:{name[:_LONGEST]}{hint}. It was left out."
            self.findings.append(notice("syntax", message, line.span))
            return
        self._cut(depth + 1)
        self._stack.pop().close(line.span)

    def _stray(self, line: Line) -> None:
        if not self._strayed:
            self._strayed = True
            message = "This line stands outside of any calendar and was left out."
            self.findings.append(notice("broken-line", message, line.span))
