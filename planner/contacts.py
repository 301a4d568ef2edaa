"""The people that entries speak to: how many, how often, and who waits longest for a word."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from planner.handles import handle, handles_of, known_handles
from planner.model import Calendar
from planner.weeks import local_day, zone_of

LADDER = (("1", 1, 1), ("2-3", 2, 3), ("4+", 4, None))
"""The rungs on which a stranger becomes a friend: so many contacts, from and to."""


class Days(NamedTuple):
    """The days that a report is about, half-open; None is open."""

    first: date | None = None
    until: date | None = None

    def hold(self, day: date | None) -> bool:
        """Whether a day is one of them; no day is, where all are."""
        if day is None:
            return self == Days()
        is_in = self.first is None or self.first <= day
        return is_in and (self.until is None or day < self.until)


class Contact(NamedTuple):
    """A person and how often entries have spoken to them, the last time on a day."""

    handle: str
    times: int
    last: date


class Wait(NamedTuple):
    """Who has not been contacted for the longest time, as seen on a day."""

    handle: str
    last: date
    on: date

    @property
    def days(self) -> int:
        """For how long."""
        return (self.on - self.last).days


class Contacts(NamedTuple):
    """The people contacted in some days, each with their times up to the end of those days.

    `entries` speak to somebody in these days. `longest` and the partners `never` spoken to are
    judged by all that the calendar holds up to then.
    """

    people: tuple[Contact, ...] = ()
    entries: int = 0
    longest: Wait | None = None
    never: tuple[str, ...] = ()

    @property
    def ladder(self) -> tuple[tuple[str, int], ...]:
        """How many people are on each rung."""
        return tuple(
            (name, sum(_is_on(it, low, high) for it in self.people)) for name, low, high in LADDER
        )


def _is_on(person: Contact, low: int, high: int | None) -> bool:
    return low <= person.times and (high is None or person.times <= high)


class _Touch(NamedTuple):
    """An entry that speaks to a person on a day; it counts once for all its channels."""

    day: date
    entry: str
    handle: str


def contacts_of(calendar: Calendar, days: Days, now: datetime) -> Contacts:
    """Whom the entries of a calendar speak to; those that do not take place have to be out of it.

    The clock counts where the days hold it, else their last day does.
    """
    touches = sorted(_touches(calendar))
    past = [it for it in touches if days.until is None or it.day < days.until]
    inside = [it for it in past if days.hold(it.day)]
    met = {it.handle for it in inside}
    return Contacts(
        tuple(it for it in _people(past) if it.handle in met),
        len({(it.day, it.entry) for it in inside}),
        _longest(past, _seen_on(calendar, days, now)),
        _never(calendar, past) if touches else (),
    )


def _touches(calendar: Calendar) -> Iterator[_Touch]:
    zone = zone_of(calendar.timezone)
    own = known_handles(calendar._replace(partners=()))
    seen = set()
    for entry in calendar.entries:
        if entry.at is None:
            continue
        for name in handles_of(entry):
            touch = _Touch(local_day(entry.at, zone), entry.entry or entry.id, name)
            if name and name not in own and touch not in seen:
                seen.add(touch)
                yield touch


def _people(touches: Iterable[_Touch]) -> list[Contact]:
    """Everybody, the most often contacted first."""
    listed = list(touches)
    times = Counter(it.handle for it in listed)
    last = {it.handle: it.day for it in sorted(listed)}
    people = [Contact(name, number, last[name]) for name, number in times.items()]
    return sorted(people, key=lambda it: (-it.times, it.handle))


def _seen_on(calendar: Calendar, days: Days, now: datetime) -> date | None:
    """The day from which is looked back."""
    zone = zone_of(calendar.timezone)
    planned = {local_day(it.at, zone) for it in calendar.entries if it.at is not None}
    if not planned:
        return None
    first = days.first or min(planned)
    last = days.until - timedelta(days=1) if days.until else max(planned)
    today = now.astimezone(zone).date()
    return today if first <= today <= last else last


def _longest(touches: Iterable[_Touch], on: date | None) -> Wait | None:
    if on is None:
        return None
    people = _people(it for it in touches if it.day <= on)
    waits = [Wait(it.handle, it.last, on) for it in people if it.last < on]
    return min(waits, key=lambda it: (it.last, it.handle), default=None)


def _never(calendar: Calendar, touches: Iterable[_Touch]) -> tuple[str, ...]:
    met = {it.handle for it in touches}
    return tuple(sorted({handle(word) for word in calendar.partners} - met - {""}))
