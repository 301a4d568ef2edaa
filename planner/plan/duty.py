"""Who takes an inserted entry, and what it is for."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from planner import resources
from planner.insertion import Insertion
from planner.model import Calendar, Entry, Post, Slot
from planner.plan.domain import SLOT_HOURS, Clock
from planner.rules import Rule
from planner.weeks import day_hours, parse_hours


class Roster:
    """The people of a calendar: who is on duty, and how much each has to do."""

    def __init__(self, calendar: Calendar, clock: Clock) -> None:
        self._clock = clock
        self._people = [
            (person.name, parse_hours(person.on_call or SLOT_HOURS)) for person in calendar.people
        ]
        self._slots = [slot for slot in calendar.slots if slot.by]
        self._load = Counter(slot.by for slot in self._slots)

    def take(self, at: datetime, minutes: int, usual: str | None = None) -> str | None:
        """The person on duty with the least to do, free ones first; None when nobody is.

        Somebody who did it by the last plan (`usual`) goes before others who are as free.
        """
        start = self._clock.minute(at)
        weekday = at.astimezone(self._clock.zone).weekday()
        on_duty = [
            name
            for name, hours in self._people
            if any(a <= start and start + minutes <= b for a, b in day_hours(hours, weekday))
        ]
        if not on_duty:
            return None
        name = min(
            on_duty,
            key=lambda it: (self._is_busy(it, at, minutes), it != usual, self._load[it]),
        )
        self._load[name] += 1
        return name

    def _is_busy(self, name: str, at: datetime, minutes: int) -> bool:
        end = at + timedelta(minutes=minutes)
        return any(_overlaps(slot, at, end) for slot in self._slots if slot.by == name)


def _overlaps(slot: Slot, start: datetime, end: datetime) -> bool:
    if not isinstance(slot.at, datetime):
        return False
    return slot.at < end and start < slot.at + timedelta(minutes=slot.minutes)


class Prompts:
    """What inserted entries are for: the lines of `templates/prompts/<kind>.txt`, in turns.

    Those that entries of the last plan have are left to them as long as there are others.
    """

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._taken = taken
        self._used: Counter[str] = Counter()

    def next(self, kind: str, *, is_slot: bool) -> str:
        """The next prompt of a kind."""
        name = _file(kind, is_slot=is_slot)
        lines = list(_lines(name))
        lines = [line for line in lines if line not in self._taken] or lines
        self._used[name] += 1
        return lines[(self._used[name] - 1) % len(lines)]


def is_added(entry: Entry, rules: Iterable[Rule]) -> bool:
    """Whether a plan by some rules has added an entry, and nobody has worked on it since.

    No file marks such entries: they are known by their note, which is one of the prompts or what
    a rule says of what is added for it.
    """
    if entry.note is None or (isinstance(entry, Post) and entry.text):
        return False
    values = (value for rule in rules for value in rule.options)
    notes = {value.entry.note for value in values if isinstance(value, Insertion)}
    return entry.note in {*notes, *_lines(_file(entry.kind, is_slot=isinstance(entry, Slot)))}


def _file(kind: str, *, is_slot: bool) -> str:
    return f"templates/prompts/{'slot' if is_slot else 'post'}-{kind}.txt"


def _lines(name: str) -> Iterable[str]:
    try:
        text = resources.read_bytes(name).decode()
    except FileNotFoundError:
        text = "Decide together what belongs here."
    return [line.strip() for line in text.splitlines() if line.strip()]
