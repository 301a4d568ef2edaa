"""An iCalendar file as read: its components, its clocks and which event each entry came from."""

from datetime import UTC, datetime, tzinfo

from planner.ical.components import Component, Tree
from planner.ical.series import Occurrence
from planner.ical.times import Clock
from planner.ical.values import text_of
from planner.ical.zones import public_zone
from planner.source import Source


class IcalSource(Source):
    """The bytes of an iCalendar file with all that is needed to change single lines of it.

    `now` is the clock of the run. `occurrences` has, by id, the entries that repeat.
    """

    def __init__(self, name: str, data: bytes, tree: Tree, now: datetime | None) -> None:
        super().__init__(name, data)
        self.tree = tree
        self.now = now
        self.zone: tzinfo = UTC
        self.zone_name = "UTC"
        self.clocks: dict[int, Clock] = {}
        self.occurrences: dict[str, Occurrence] = {}

    def clock(self, event: Component) -> Clock:
        """A clock that reads the times of an event as they were read, and tells nobody."""
        return Clock(self.clocks[event.number].zones, self.zone, self.zone_name)

    def zones(self) -> set[str]:
        """The public zones that the last calendar of the file defines under their own name."""
        if not self.tree.calendars:
            return set()
        parts = self.tree.calendars[-1].children
        names = (part.value("TZID").strip() for part in parts if part.name == "VTIMEZONE")
        known = ((name, public_zone(name)) for name in names)
        return {name for name, public in known if public is not None and public[0] == name}

    def uids(self) -> set[str]:
        """Every id that is taken."""
        entries = (*self.tree.events, *self.tree.todos)
        return {uid_of(entry) for entry in entries}


def own_uid(event: Component) -> str:
    """The id that an event says, or an empty text."""
    return text_of(event.value("UID")).strip()


def uid_of(event: Component) -> str:
    """The id of an event; one without is called by its start and its summary."""
    return own_uid(event) or implied_uid(event)


def implied_uid(event: Component) -> str:
    """What an event without an id is called: its start and its summary, or its number."""
    words = f"{event.value('DTSTART').strip()} {text_of(event.value('SUMMARY')).strip()}"
    return words.strip() or f"entry {event.number + 1}"
