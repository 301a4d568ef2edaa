"""iCalendar files: every VEVENT becomes a post or a slot, repeated ones once per occurrence."""

import gc
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from planner.errors import did_you_mean
from planner.ical.carried import SETTINGS, loaded, unpack
from planner.ical.components import Component, Tree
from planner.ical.file import IcalSource, implied_uid, own_uid, uid_of
from planner.ical.lines import Line
from planner.ical.meaning import Meaning, length_of, meaning_of
from planner.ical.scanner import Scanner
from planner.ical.schedule import Limits, Schedule
from planner.ical.series import Occurrence
from planner.ical.times import Clock
from planner.ical.values import text_of
from planner.ical.zones import Zones, alike, public_zone
from planner.model import Calendar, Entry, Finding, Note, Post, Record, Route, Slot, Span
from planner.notices import notice
from planner.readers import ReadOptions
from planner.source import Reading
from planner.weeks import local_day, zone_of
from planner.zone_names import nearest_zone

_FURTHER_FIELDS = frozenset(Post._fields[Post._fields.index("status") + 1 :]) - {"route"}
"""What a post may have besides what each has."""
_SLOT_FIELDS = frozenset(Slot._fields)
_REPEATING = frozenset(("RRULE", "RDATE", "RECURRENCE-ID"))
_ENDS = ("DTEND", "DURATION")
_MOST_ALIKE = 100
"""Findings of one kind that are told one by one."""


def read(name: str, data: bytes, options: ReadOptions) -> Reading:
    """Read the bytes of an iCalendar file; what cannot be read is a finding, the rest is kept."""
    was_enabled = gc.isenabled()
    # All of the many small values of a file stay: looking for garbage among them is in vain.
    gc.disable()
    try:
        return _Reader(name, data, options).reading()
    finally:
        if was_enabled:
            gc.enable()


class _Reader:
    """One file on its way to a calendar."""

    def __init__(self, name: str, data: bytes, options: ReadOptions) -> None:
        self.options = options
        scanner = Scanner(data)
        self.tree = Tree().read(scanner.lines())
        self.findings: list[Finding] = [*scanner.findings, *self.tree.findings]
        self.notes: list[Note] = []
        self.source = IcalSource(name, data, self.tree, options.now)
        self.source.find = self._find
        self.settings: dict[str, Any] = {}
        self.meanings: dict[int, Meaning] = {}
        self.ids: dict[str, int] = {}
        self.own_uids: dict[int, str] = {}
        self.clocks = self.source.clocks
        self.zone: tzinfo = UTC

    def reading(self) -> Reading:
        """The calendar with everything that had to be said about it."""
        self._read_settings()
        timezone = self._timezone()
        self.zone = self.source.zone = zone_of(timezone)
        self.source.zone_name = timezone
        day = self.options.now.date() if self.options.now else None
        week_starts = self.settings.get("week_starts", 0)
        schedule = Schedule(
            timezone, Limits(self.options.first, self.options.until, day, week_starts)
        )
        self._fill(schedule, timezone)
        entries = [entry for item in schedule.occurrences() for entry in self._entries(item)]
        entries += self._undated()
        posts = tuple([entry for entry in entries if isinstance(entry, Post)])
        slots = tuple([entry for entry in entries if isinstance(entry, Slot)])
        settings = {**self.settings, "timezone": timezone, "records": self._records()}
        for clock in {id(clock): clock for clock in self.clocks.values()}.values():
            self.findings += [*clock.findings, *clock.contradictions()]
            self.notes += clock.notes
        self.notes += schedule.notes
        if not entries:
            self._say_empty()
        return Reading(
            Calendar(**settings, posts=posts, slots=slots),
            self.source,
            tuple(_few(self.findings)),
            tuple(self.notes),
        )

    def _records(self) -> tuple[Record, ...]:
        """Planner's own records, inside the days that were asked for."""
        first, until = self.options.first or date.min, self.options.until or date.max
        found: tuple[Record, ...] = self.settings.get("records", ())
        return tuple(it for it in found if first <= local_day(it.at, self.zone) < until)

    def _say_empty(self) -> None:
        if self.tree.events:
            message = "None of the calendar's entries lies in the days that were asked for."
            self.notes.append(Note(message))
        elif not any(finding.level == "error" for finding in self.findings):
            message = "There is no entry (VEVENT) in this calendar."
            self.findings.append(notice("empty-calendar", message, Span(0, 0)))

    def _read_settings(self) -> None:
        """Planner's own settings, then the name that every program writes."""
        for calendar in self.tree.calendars:
            line = calendar.first("X-PLANNER-SETTINGS")
            if line is not None and not self.settings:
                try:
                    self.settings, bad = unpack(loaded(text_of(line.value)), SETTINGS)
                except (ValueError, TypeError):
                    bad = ["X-PLANNER-SETTINGS"]
                for name in bad:
                    message = f"The stored value of `{name}` is damaged and was left out."
                    self.findings.append(notice("wrong-type", message, line.span))
            name = text_of(calendar.value("X-WR-CALNAME") or calendar.value("NAME")).strip()
            if name:
                self.settings.setdefault("name", name)

    def _timezone(self) -> str:
        """The calendar's zone: as asked for, as stored, as the file says, the only one, or UTC."""
        if self.options.timezone is not None:
            return self.options.timezone
        stored: str = self.settings.get("timezone", "")
        if public_zone(stored) is not None:
            return stored
        for calendar in self.tree.calendars:
            line = calendar.first("X-WR-TIMEZONE")
            if line is None or not line.value.strip():
                continue
            public = public_zone(text_of(line.value))
            if public is not None:
                return public[0]
            hint = did_you_mean(nearest_zone(line.value)) or "; write one like Europe/Berlin"
            message = f"There is no time zone `{line.value[:60]}`{hint}."
            self.findings.append(notice("unknown-zone", message, line.span))
        return self._only_zone()

    def _only_zone(self) -> str:
        """The one zone that the events are written in, else UTC."""
        used = {
            (calendar, line.parameters["TZID"]): line.value[:4]
            for calendar in self.tree.calendars
            for event in calendar.children
            if event.name == "VEVENT"
            for line in event.all("DTSTART")
            if "TZID" in line.parameters
        }
        public = {name: public_zone(name) for _, name in used}
        names = {found[0] if found is not None else name for name, found in public.items()}
        only = self._public_name(*used.popitem()) if len(names) == 1 else None
        if only is None and self.tree.events:
            self.notes.append(
                Note(
                    "The calendar names no time zone of its own, so its days are those of UTC. "
                    "Say which one with --timezone."
                )
            )
        return only or "UTC"

    def _public_name(self, key: tuple[Component, str], year: str) -> str | None:
        """The public name of a TZID; a zone of the file is the one that it behaves like."""
        calendar, name = key
        known = Zones(calendar).get(name)
        if known is None or known.name is not None or not year.isdecimal():
            return known.name if known is not None else None
        try:
            days = [datetime(int(year), month, 15, tzinfo=UTC) for month in range(1, 13)]
            found = alike(known.zone, days)
        except (ValueError, OverflowError):
            return None
        if found is not None:
            message = f"The file's own time zone `{name[:60]}` behaves like {found}."
            self.notes.append(Note(message))
        return found

    def _fill(self, schedule: Schedule, timezone: str) -> None:
        others: dict[str, int] = {}
        for calendar in self.tree.calendars:
            clock = Clock(Zones(calendar), self.zone, timezone)
            for child in calendar.children:
                if child.name == "VEVENT":
                    self.clocks[child.number] = clock
                    uid = self.own_uids[child.number] = own_uid(child)
                    schedule.add(child, uid or implied_uid(child), clock)
                elif child.name in ("VTODO", "VJOURNAL") and not _is_own_todo(child):
                    others[child.name] = others.get(child.name, 0) + 1
        for name, count in others.items():
            word = "tasks" if name == "VTODO" else "journal entries"
            self.notes.append(Note(f"{count} {word} ({name}) are no posts and were left out."))

    def _entries(self, item: Occurrence) -> list[Entry]:
        event = item.event
        uid = self.own_uids[event.number]
        meaning = self.meanings.get(event.number)
        if meaning is None:
            repeats = not event.names.isdisjoint(_REPEATING)
            meaning = meaning_of(event, repeats, self._report)
            # An event that takes place once is not asked for its meaning again.
            if repeats or item.key:
                self.meanings[event.number] = meaning
            self._check_once(event, uid)
        own = meaning.fields.get("id")
        if own is None:
            own = uid or implied_uid(event)
        wanted = f"{own}/{item.key}" if item.key else own
        at = self._local(item.at, meaning)
        if meaning.is_slot and at is not None:
            slot = self._slot(event, meaning, uid, self._unique(wanted, event), at)
            if item.key:
                self.source.occurrences[slot.id] = item
            return [slot]
        channels = meaning.channels or (self.options.channel or None,)
        posts: list[Entry] = []
        for channel in channels:
            fanned = f"{wanted}/{channel}" if len(channels) > 1 else wanted
            post = self._post(event, meaning, uid, self._unique(fanned, event), (at, channel))
            if item.key:
                self.source.occurrences[post.id] = item
            posts.append(post)
        return posts

    def _local(self, at: date | datetime | None, meaning: Meaning) -> date | datetime | None:
        """A time in UTC is shown in the calendar's zone, or in the one that planner stored."""
        if not isinstance(at, datetime) or at.tzinfo is not UTC:
            return at
        stored = public_zone(meaning.fields.get("zone", "")) if meaning.fields else None
        try:
            return at.astimezone(stored[1] if stored is not None else self.zone)
        except OverflowError:
            return at

    def _check_once(self, event: Component, uid: str) -> None:
        if not uid:
            message = "This entry has no id (UID), so programs may mix it up with others."
            self.findings.append(notice("duplicate-id", message, event.begin))
        if not event.names.isdisjoint(_ENDS) and self._ends_early(event):
            line = event.first("DTEND") or event.first("DURATION")
            assert line is not None
            message = "This entry ends before it starts. Only its start counts."
            self.findings.append(notice("odd-time", message, line.span))

    def _ends_early(self, event: Component) -> bool:
        start, end = event.value("DTSTART"), event.value("DTEND")
        # Digits in the same form compare like the times that they mean.
        if len(start) == len(end) and start <= end:
            parameters = event.parameters("DTSTART")
            if parameters is not None and parameters == event.parameters("DTEND"):
                return False
        length = length_of(event)
        return length is not None and length < timedelta(0) and self._length(event) < timedelta(0)

    def _length(self, event: Component) -> timedelta:
        """The length in real time: start and end may stand in different zones."""
        clock = Clock(self.clocks[event.number].zones, UTC, "UTC")
        start, end = event.first("DTSTART"), event.first("DTEND")
        if start is None or end is None:
            return length_of(event) or timedelta(0)
        first, last = clock.read(start), clock.read(end)
        if isinstance(first, datetime) and isinstance(last, datetime):
            return last.astimezone(UTC) - first.astimezone(UTC)
        return length_of(event) or timedelta(0)

    def _post(
        self,
        event: Component,
        meaning: Meaning,
        uid: str,
        entry_id: str,
        place: tuple[date | datetime | None, str | None],
    ) -> Post:
        """The post of an event with its own id (or none) at a place: a time and a channel."""
        fields = meaning.fields
        own: str = fields.get("id", uid)
        entry: str = fields.get("entry", own)
        if fields and not fields.keys() <= _FURTHER_FIELDS:
            fields = {name: value for name, value in fields.items() if name in _FURTHER_FIELDS}
        kind, text, status = meaning.kind, meaning.text, meaning.status or "draft"
        return Post(entry_id, entry, *place, kind, text, status, **fields, route=_route(event))

    def _slot(
        self, event: Component, meaning: Meaning, uid: str, entry_id: str, at: date | datetime
    ) -> Slot:
        fields = {name: value for name, value in meaning.fields.items() if name in _SLOT_FIELDS}
        fields.setdefault("entry", meaning.fields.get("id", uid))
        if meaning.status is not None:
            fields["status"] = meaning.status
        minutes = int(self._length(event).total_seconds() // 60)
        if minutes > 0 and isinstance(at, datetime):
            fields.setdefault("minutes", minutes)
        rule = event.value("RRULE").strip()
        if rule:
            fields.setdefault("every", rule)
        channels = meaning.channels or ((self.options.channel,) if self.options.channel else ())
        fields.update(id=entry_id, at=at, channels=channels, kind=meaning.kind)
        return Slot(**fields, route=_route(event))

    def _unique(self, wanted: str, event: Component) -> str:
        """An id that is not taken; a second entry with the same one is told and kept."""
        seen = self.ids.get(wanted, 0) + 1
        self.ids[wanted] = seen
        if seen == 1:
            return wanted
        line = event.first("UID")
        message = f"The id `{wanted[:80]}` is used again. Give each entry its own."
        place = line.span if line is not None else event.begin
        self.findings.append(notice("duplicate-id", message, place, wanted))
        while f"{wanted}-{seen}" in self.ids:
            seen += 1
        self.ids[wanted] = seen
        self.ids[f"{wanted}-{seen}"] = 1
        return f"{wanted}-{seen}"

    def _undated(self) -> Iterable[Post]:
        """Posts without a date, which planner writes as tasks."""
        for todo in self.tree.todos:
            if not _is_own_todo(todo):
                continue
            meaning = meaning_of(todo, repeats=False, report=self._report)
            entry_id = self._unique(meaning.fields.get("id", uid_of(todo)), todo)
            channel = meaning.channels[0] if meaning.channels else self.options.channel
            yield self._post(todo, meaning, own_uid(todo), entry_id, (None, channel))

    def _report(self, rule: str, message: str, line: Line) -> None:
        self.findings.append(notice(rule, message, line.span))

    def _find(self, route: Route) -> Span | None:
        """The bytes of `("events", 3)` or of a field of it, `("events", 3, "text")`."""
        name, number, *field = (*route, None, None)[: max(2, len(route))]
        if not isinstance(number, int):
            return None
        components = {"events": self.tree.events, "todos": self.tree.todos}.get(str(name))
        if components is None or not 0 <= number < len(components):
            return None
        if not field:
            return components[number].begin
        line = self._line_of(components[number], str(field[0]))
        return line.span if line is not None else None

    def _line_of(self, component: Component, field: str) -> Line | None:
        fixed = {"at": "DTSTART", "id": "UID", "entry": "UID", "every": "RRULE"}.get(field)
        if fixed is not None:
            return component.first(fixed)
        if field == "minutes":
            return component.first("DTEND") or component.first("DURATION")
        meaning = self.meanings.get(component.number) if component.name == "VEVENT" else None
        if meaning is None:
            meaning = meaning_of(component, repeats=False, report=lambda *_: None)
        name = "channel" if field == "channels" else field
        origin = meaning.origins.get(name)
        if origin is None:
            return component.first("X-PLANNER-FIELDS")
        return component.all(origin[0])[origin[1]]


def _route(component: Component) -> Route:
    return ("events" if component.name == "VEVENT" else "todos", component.number)


def _is_own_todo(component: Component) -> bool:
    return component.name == "VTODO" and component.has("X-PLANNER-KIND")


def _few(findings: list[Finding]) -> Iterable[Finding]:
    """A file that is damaged everywhere says the same thing a hundred times, then sums it up."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
        if counts[finding.rule] <= _MOST_ALIKE:
            yield finding
    for rule, count in counts.items():
        if count > _MOST_ALIKE:
            first = next(finding for finding in findings if finding.rule == rule)
            message = f"There are {count - _MOST_ALIKE} more findings like this one ({rule})."
            yield notice(rule, message, first.place)
