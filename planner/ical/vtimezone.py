"""Time zones that a file defines itself: a VTIMEZONE as a tzinfo."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import islice

from planner.ical.components import Component
from planner.ical.recurrence import Budget, UnreadableRuleError, occurrences, parse_rule
from planner.ical.values import date_time_of, offset_of

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Clock changes are worked out between these years; beyond them the nearest offset holds."""

MAX_CHANGES = 1_000
"""No clock changes as often as this in two hundred years."""

Change = tuple[datetime, timedelta, timedelta, str]
"""A clock change: local time before it, the offsets before and after it, the name after it."""


class FileZone(tzinfo):
    """A zone made of the clock changes of a VTIMEZONE; `key` is its TZID."""

    def __init__(self, key: str, changes: list[Change]) -> None:
        """A zone with at least one clock change, in any order."""
        self.key = key
        self._changes = sorted(changes, key=lambda change: change[0] - change[1])
        self._instants = [change[0] - change[1] for change in self._changes]
        self._starts = [max(at, at - old + new) for at, old, new, _ in self._changes]
        self._folds = [min(at, at - old + new) for at, old, new, _ in self._changes]

    def __getinitargs__(self) -> tuple[str, list[Change]]:
        return self.key, self._changes

    def __repr__(self) -> str:
        return f"FileZone({self.key!r})"

    def _offset(self, position: int) -> timedelta:
        if position == 0:
            return self._changes[0][1]
        return self._changes[position - 1][2]

    def _position(self, at: datetime) -> int:
        """How many changes are over at a local time: a doubled time is before, unless folded."""
        local = datetime.combine(at, at.time())
        return bisect_right(self._folds if at.fold else self._starts, local)

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """The offset from UTC at a local time."""
        return None if at is None else self._offset(self._position(at))

    def dst(self, at: datetime | None) -> timedelta | None:
        """Not told apart from the offset itself."""
        return None if at is None else timedelta(0)

    def tzname(self, at: datetime | None) -> str | None:
        """The name that the file gives to the offset, or the TZID."""
        if at is None:
            return None
        position = self._position(at)
        return (self._changes[position - 1][3] if position else "") or self.key

    def fromutc(self, at: datetime) -> datetime:
        """The local time of a moment given in UTC."""
        instant = at.replace(tzinfo=None)
        position = bisect_right(self._instants, instant)
        local = instant + self._offset(position)
        before = self._changes[position - 1] if position else None
        doubled = before is not None and instant < self._instants[position - 1] + max(
            before[1] - before[2], timedelta(0)
        )
        return local.replace(tzinfo=self, fold=int(doubled))


def zone_from(component: Component) -> FileZone:
    """The zone that a VTIMEZONE describes; raises `ValueError` when it describes none."""
    changes: list[Change] = []
    budget = Budget()
    for part in component.children:
        if part.name not in ("STANDARD", "DAYLIGHT"):
            continue
        start, _ = date_time_of(part.value("DTSTART").strip())
        before = offset_of(part.value("TZOFFSETFROM"))
        after = offset_of(part.value("TZOFFSETTO"))
        name = part.value("TZNAME").strip()
        changes += [(at, before, after, name) for at in _onsets(part, start, before, budget)]
    if not changes:
        raise ValueError(component.value("TZID"))
    return FileZone(component.value("TZID").strip(), changes)


def _onsets(
    part: Component, start: datetime, before: timedelta, budget: Budget
) -> Iterable[datetime]:
    """When an observance begins, on the wall clock before it: DTSTART, RDATEs and the rule."""
    found = {start}
    for line in part.all("RDATE"):
        found.update(date_time_of(value.strip())[0] for value in line.value.split(","))
    for line in part.all("RRULE"):
        found.update(_repeated(line.value, start, before, budget))
    recent = [at for at in found if FIRST_YEAR <= at.year <= LAST_YEAR]
    return recent or [max(found)]


def _repeated(value: str, start: datetime, before: timedelta, budget: Budget) -> set[datetime]:
    try:
        rule = parse_rule(value)
        first, until = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 1, 1)
        # A fixed offset turns an UNTIL in UTC into the wall clock before the change.
        fixed = start.replace(tzinfo=timezone(before) if before else UTC)
        days = occurrences(rule, fixed, first, until, budget)
        series = (at for at in days if isinstance(at, datetime))
        found = {at.replace(tzinfo=None) for at in islice(series, MAX_CHANGES)}
    except (UnreadableRuleError, OverflowError) as error:
        raise ValueError(value) from error
    if len(found) == MAX_CHANGES:
        raise ValueError(value)
    return found


def changes_of(zone: tzinfo, first: int, last: int) -> list[Change]:
    """The clock changes of a public zone from the year `first` to the end of the year `last`."""
    found: list[Change] = []
    moment = datetime(max(first, 2), 1, 1, tzinfo=UTC)
    end = datetime(min(last, 9998), 12, 31, tzinfo=UTC)
    before = moment.astimezone(zone).utcoffset()
    while moment < end:
        following = moment + timedelta(days=1)
        after = following.astimezone(zone).utcoffset()
        if before != after and before is not None and after is not None:
            at = _change_between(zone, moment, following)
            name = following.astimezone(zone).tzname() or ""
            found.append(((at + before).replace(tzinfo=None), before, after, name))
        moment, before = following, after
    return found


def _change_between(zone: tzinfo, low: datetime, high: datetime) -> datetime:
    """The moment, to the second, at which the offset changes between two moments."""
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
