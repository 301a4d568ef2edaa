"""The calendar as it is planned so far, kept by weeks: a week costs no look at the others."""

from collections.abc import Iterable
from datetime import timedelta

from planner.model import Calendar, Entry, Window
from planner.weeks import Timeline, local_day, week_of

WEEK = timedelta(days=7)


class Ledger:
    """Entries by id and by week; an entry that is put again takes its old one's place.

    `margin` is how many weeks on both sides of a week can matter to it.
    """

    def __init__(self, calendar: Calendar, margin: int = 1) -> None:
        self.calendar = calendar
        self.margin = margin
        whole = Timeline(calendar)
        self.span = whole.span
        self.zone = whole.zone
        self.entries: dict[str, Entry] = {}
        self._weeks: dict[str, Window] = {}
        self._by_week: dict[Window, dict[str, Entry]] = {}
        for entry in calendar.entries:
            self.put(entry)

    def put(self, entry: Entry) -> None:
        """Add an entry, or put it to another time."""
        self.take(entry.id)
        self.entries[entry.id] = entry
        if entry.at is not None:
            week = week_of(local_day(entry.at, self.zone), self.calendar.week_starts)
            self._weeks[entry.id] = week
            self._by_week.setdefault(week, {})[entry.id] = entry

    def take(self, entry_id: str) -> None:
        """Leave an entry out of its week; it stays in the calendar."""
        week = self._weeks.pop(entry_id, None)
        if week is not None:
            del self._by_week[week][entry_id]

    def near(self, first: Window, last: Window | None = None) -> Calendar:
        """The entries of a week, or of several, and of the weeks around them."""
        margin = self.margin * WEEK
        until = (last or first).until + margin
        week = week_of(first.first - margin, self.calendar.week_starts)
        found: list[Entry] = []
        while week.first < until:
            found += self._by_week.get(week, {}).values()
            week = Window(week.until, week.until + WEEK)
        return self.calendar.with_entries(found)

    def timeline(self, week: Window) -> Timeline:
        """The same of one week in order of time."""
        return Timeline(self.near(week), self.span)

    def number(self, week: Window) -> int:
        """How many entries a week has."""
        return len(self._by_week.get(week, ()))

    def whole(self) -> Calendar:
        """The calendar with all of its entries."""
        return self.calendar.with_entries(self.entries.values())


def in_groups(
    ledger: Ledger, weeks: Iterable[Window], most_weeks: int, most: int
) -> list[list[Window]]:
    """Weeks in a row, together as long as they are not too many and hold not too many entries."""
    groups: list[list[Window]] = []
    size = 0
    for week in weeks:
        number = ledger.number(week)
        if groups and len(groups[-1]) < most_weeks and size + number <= most:
            groups[-1].append(week)
            size += number
        else:
            groups.append([week])
            size = number
    return groups
