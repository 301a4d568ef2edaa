"""A plan written into the iCalendar file it was made from: only lines of what moved change."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from planner.ical.components import Component
from planner.ical.file import IcalSource, uid_of
from planner.ical.lines import Line
from planner.ical.splicing import Draft, Splice, insertion, line_end_of, spliced
from planner.ical.times import Clock
from planner.ical.values import escaped
from planner.model import Calendar, Entry, Post, Route

At = date | datetime
_STATUSES = {
    "cancelled": "CANCELLED", "idea": "TENTATIVE", "draft": "TENTATIVE", "held": "TENTATIVE",
}  # fmt: skip
_OF_THE_SERIES = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")


class _Change(NamedTuple):
    """An event of the file, or one date of it, with its entries as they were and as planned."""

    event: Component
    origin: At | None
    pairs: list[tuple[Entry, Entry]]


def edited(
    source: IcalSource, original: Calendar, planned: Calendar, added: bytes, stamp: datetime
) -> bytes:
    """The bytes of the file with the times and statuses that a plan changed.

    `added` are the components of inserted entries, with CRLF line ends. `stamp` is when the
    changes were made. Without any change the bytes are those of the file.
    """
    splices: list[Splice] = []
    named: set[int] = set()
    for change in _changes(source, original, planned):
        splices += _Editor(source, change, stamp).splices()
        if change.origin is not None and change.event.number not in named:
            named.add(change.event.number)
            splices += _naming(source, change.event)
    if added:
        position = _end_of_calendar(source)
        lines = added.replace(b"\r\n", line_end_of(source.data))
        splices.append(insertion(source.data, position, lines))
    return spliced(source.data, splices)


def _naming(source: IcalSource, event: Component) -> list[Splice]:
    """An id for a series that has none, so that the replacement of a date can name it."""
    draft = Draft(source.data, event)
    _name(draft)
    return draft.splices()


def _name(draft: Draft) -> None:
    if not draft.component.value("UID").strip():
        draft.set("UID", escaped(uid_of(draft.component)))


def status_property(entry: Entry, *, task: bool) -> str:
    """The STATUS of an event or a task for the status of an entry."""
    if task:
        return "CANCELLED" if entry.status == "cancelled" else "NEEDS-ACTION"
    return _STATUSES.get(entry.status, "CONFIRMED")


def _end_of_calendar(source: IcalSource) -> int:
    """Where the last calendar of the file that is complete ends."""
    ends = [calendar.end.start for calendar in source.tree.calendars if calendar.end is not None]
    return ends[-1] if ends else len(source.data)


def _changes(source: IcalSource, original: Calendar, planned: Calendar) -> Iterator[_Change]:
    """The events, and dates of events that repeat, of which an entry has changed."""
    after: Mapping[str, Entry] = {entry.id: entry for entry in planned.entries}
    found: dict[tuple[Route, str], _Change] = {}
    touched: set[tuple[Route, str]] = set()
    for entry in original.entries:
        new = after.get(entry.id, entry)
        item = source.occurrences.get(entry.id)
        key = entry.route, item.key if item is not None else ""
        if key not in found:
            origin = item.origin if item is not None else None
            found[key] = _Change(_component(source, entry.route), origin, [])
        found[key].pairs.append((entry, new))
        if _state(new) != _state(entry):
            touched.add(key)
    return (change for key, change in found.items() if key in touched)


def _component(source: IcalSource, route: Route) -> Component:
    name, number = route
    components = source.tree.events if name == "events" else source.tree.todos
    return components[int(number)]


def _state(entry: Entry) -> tuple[object, ...]:
    """What a plan may change; two times are one when they are the same on the same clock."""
    return str(entry.at), entry.status


class _Editor:
    """One change on its way to splices."""

    def __init__(self, source: IcalSource, change: _Change, stamp: datetime) -> None:
        self.source = source
        self.event, self.origin, self.pairs = change
        self.stamp = f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        self.clock = source.clock(self.event) if self.event.name == "VEVENT" else None

    def splices(self) -> Iterable[Splice]:
        """The event itself changed, or its copies for single dates and channels after it."""
        staying, *leaving = self._groups()
        copies = [self._apart(group) for group in leaving]
        draft = self._draft(staying, alone=not leaving)
        if self.origin is None:
            yield from draft.splices()
        elif leaving or any(_state(old) != _state(new) for old, new in staying):
            self._replace_date(draft)
            copies.insert(0, draft.copy())
        if copies:
            yield insertion(self.source.data, draft.after(), b"".join(copies))

    def _groups(self) -> list[list[tuple[Entry, Entry]]]:
        """Posts of one event for several channels, by what becomes of them: unchanged first."""
        groups: dict[tuple[object, ...], list[tuple[Entry, Entry]]] = {}
        for old, new in self.pairs:
            groups.setdefault(_state(new), []).append((old, new))
        return sorted(groups.values(), key=lambda group: _state(group[0][0]) != _state(group[0][1]))

    def _draft(self, group: list[tuple[Entry, Entry]], *, alone: bool) -> Draft:
        draft = Draft(self.source.data, self.event)
        old, new = group[0]
        if str(old.at) != str(new.at) or self.origin is not None:
            self._set_times(draft, old.at, new.at)
        if old.status != new.status:
            task = self.event.name == "VTODO"
            draft.set("X-PLANNER-STATUS", new.status)
            draft.set("STATUS", status_property(new, task=task))
        if not alone:
            channels = [post.channel for _, post in group if isinstance(post, Post)]
            draft.set("X-PLANNER-CHANNEL", ",".join(escaped(name) for name in channels if name))
        self._stamp(draft)
        return draft

    def _stamp(self, draft: Draft) -> None:
        _name(draft)
        number = self.event.value("SEQUENCE").strip()
        draft.set("SEQUENCE", str(int(number) + 1 if number.isdecimal() else 1))
        draft.set("LAST-MODIFIED", self.stamp)
        draft.set("DTSTAMP", self.stamp)

    def _apart(self, group: list[tuple[Entry, Entry]]) -> bytes:
        """An event of its own for the channels that go another way than their siblings."""
        draft = self._draft(group, alone=False)
        draft.drop(*_OF_THE_SERIES)
        draft.set("UID", escaped(group[0][0].id))
        return draft.copy()

    def _replace_date(self, draft: Draft) -> None:
        """Make a draft the replacement of one date of its series."""
        start = self.event.first("DTSTART")
        assert start is not None
        assert self.clock is not None
        assert self.origin is not None
        draft.drop(*_OF_THE_SERIES)
        value, parameters = _said(self.origin, start, self.clock)
        head = draft.head_of(start) if parameters is None else parameters
        draft.add("RECURRENCE-ID", value, head)

    def _set_times(self, draft: Draft, before: At | None, after: At | None) -> None:
        """The start as planned, and the end as far from it as it was."""
        start, end = self.event.first("DTSTART"), self.event.first("DTEND")
        if after is None or self.clock is None or start is None:
            return
        value, parameters = _said(after, start, self.clock)
        draft.set("DTSTART", value, parameters=parameters)
        if isinstance(before, datetime) != isinstance(after, datetime):
            draft.drop("DTEND", "DURATION")
        elif end is not None:
            self._set_end(draft, start, end, after)

    def _set_end(self, draft: Draft, start: Line, end: Line, after: At) -> None:
        assert self.clock is not None
        first, last = self.clock.read(start), self.clock.read(end)
        if isinstance(first, datetime) and isinstance(last, datetime):
            assert isinstance(after, datetime)
            length = last.astimezone(UTC) - first.astimezone(UTC)
            moved: At = (after.astimezone(UTC) + length).astimezone(last.tzinfo)
        elif first is not None and last is not None:
            moved = last + timedelta(days=after.toordinal() - first.toordinal())
        else:
            return
        value, parameters = _said(moved, end, self.clock)
        draft.set("DTEND", value, parameters=parameters)


def _said(at: At, line: Line, clock: Clock) -> tuple[str, bytes | None]:
    """A time as a line says times, with None, or in UTC with the parameters that this takes.

    UTC is for times that would not be read back as they are: in the second of a doubled hour,
    say, or where a line has a day and the plan a time.
    """
    read = clock.read(line)
    own = ""
    if not isinstance(at, datetime):
        own = f"{at:%Y%m%d}"
    elif isinstance(read, datetime):
        own = f"{at.astimezone(read.tzinfo):%Y%m%dT%H%M%S}"
        own += "Z" if line.value.strip().upper().endswith("Z") else ""
    if own and _same(clock.read(line, own), at):
        return own, None
    if not isinstance(at, datetime):
        return own, b";VALUE=DATE"
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}", b""


def _same(one: At | None, other: At) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.astimezone(UTC) == other.astimezone(UTC)
    return type(one) is type(other) and one == other
