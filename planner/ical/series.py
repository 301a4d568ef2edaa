"""Events that repeat: their occurrences, exceptions and replacements, inside a window."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from planner.ical.components import Component
from planner.ical.lines import Line
from planner.ical.recurrence import Budget, Rule, UnreadableRuleError, occurrences, parse_rule
from planner.ical.times import LAST_YEAR, Clock
from planner.notices import notice
from planner.weeks import in_zone

MAX_DATES = 10_000
At = date | datetime


class Occurrence(NamedTuple):
    """One time at which an event takes place; `key` tells it from its siblings (or is empty).

    `origin` is its time by the rules of its series, None when the event itself says its time.
    """

    event: Component
    at: At | None
    key: str = ""
    origin: At | None = None


class Override(NamedTuple):
    """An event that replaces an occurrence of a series (or all from it on)."""

    event: Component
    replaces: At
    at: At | None
    line: Line

    @property
    def onwards(self) -> bool:
        """Whether it replaces all later occurrences too."""
        return self.line.parameters.get("RANGE", "").upper() == "THISANDFUTURE"


class Series:
    """A repeating event: its rules, its further dates and the dates that are left out."""

    def __init__(self, event: Component, start: At, clock: Clock, budget: Budget) -> None:
        """A series that begins at `start`; what it repeats is paid for from `budget`."""
        self.event = event
        self.start = start
        self.clock = clock
        self.budget = budget
        self.overrides: list[Override] = []
        self.matched: set[int] = set()
        self.rules = self._rules("RRULE")
        self.without = self._rules("EXRULE")
        self.dates = [at for _, at in self._dates("RDATE")]
        self.exceptions = self._dates("EXDATE")
        self._check()

    @property
    def endless(self) -> bool:
        """Whether it goes on for ever."""
        return any(rule.endless for _, rule in self.rules)

    def _rules(self, name: str) -> list[tuple[Line, Rule]]:
        found: list[tuple[Line, Rule]] = []
        for line in self.event.all(name):
            try:
                found.append((line, parse_rule(line.value)))
            except UnreadableRuleError as why:
                self._refuse(line, why)
        return found

    def _dates(self, name: str) -> list[tuple[Line, At]]:
        found: list[tuple[Line, At]] = []
        zone = self.start.tzinfo if isinstance(self.start, datetime) else None
        for line in self.event.all(name):
            if line.value.count(",") + len(found) >= MAX_DATES:
                self._refuse(line, UnreadableRuleError(f"it lists more than {MAX_DATES} dates"))
                break
            found += [(line, at) for at in self.clock.read_list(line, zone)]
        return found

    def _refuse(self, line: Line, why: UnreadableRuleError | OverflowError) -> None:
        message = f"This repetition cannot be judged: {why}."
        self.clock.findings.append(notice("cannot-judge", message, line.span))

    def _odd(self, line: Line, message: str) -> None:
        self.clock.findings.append(notice("odd-recurrence", message, line.span))

    def _check(self) -> None:
        """What a rule says about its own start and end."""
        for line, rule in self.rules:
            if rule.times is not None and rule.until is not None:
                self._odd(line, "This repetition has both COUNT and UNTIL. The earlier end counts.")
            day = _day(self.start)
            try:
                found = next(occurrences(rule, self.start, None, _after(day), self.budget), None)
            except (UnreadableRuleError, OverflowError):
                continue
            if found != self.start:
                message = "The first date of this repetition does not fit its own rule. It counts."
                self._odd(line, message)

    def expand(self, first: date | None, until: date | None) -> list[Occurrence]:
        """The occurrences from the day `first` up to, but not with, `until`, in order.

        Days are those of the event's own zone. Dates that nothing matches are findings.
        """
        found = _Found(self._all(first, until))
        self._leave_out(found, first, until)
        return [*self._replaced(found)]

    def _all(self, first: date | None, until: date | None) -> dict[At, At]:
        found = {_instant(self.start): self.start}
        for at in self.dates:
            found[_instant(at)] = at
        for line, rule in self.rules:
            try:
                for at in self._counted(rule, first, until):
                    if first is None or _day(at) >= first:
                        self.budget.occurrence()
                        found[_instant(at)] = at
                        self._look_at(line, at)
            except (UnreadableRuleError, OverflowError) as why:
                self._refuse_once(line, why)
        return {
            key: at
            for key, at in found.items()
            if (first is None or _day(at) >= first) and (until is None or _day(at) < until)
        }

    def _look_at(self, line: Line, at: At) -> None:
        """The first occurrence in the gap of a clock change, and the first that comes twice."""
        if not isinstance(at, datetime) or at.tzinfo is None or at.tzinfo is UTC:
            return
        before, after = at.replace(fold=0).utcoffset(), at.replace(fold=1).utcoffset()
        if before == after or before is None or after is None:
            return
        self.clock.changed(line, at, "gap" if before < after else "doubled")

    def _refuse_once(self, line: Line, why: UnreadableRuleError | OverflowError) -> None:
        """A budget of the whole run is refused once, not for each series that comes after."""
        if self.budget.spent:
            if self.budget.reported:
                return
            self.budget.reported = True
        self._refuse(line, why)

    def _counted(self, rule: Rule, first: date | None, until: date | None) -> Iterator[At]:
        """COUNT includes the start, also when it is off the rule."""
        left = rule.times
        if left is not None:
            left -= 1
            yield self.start
        for at in occurrences(rule, self.start, first, until, self.budget):
            if at.year > LAST_YEAR:
                raise UnreadableRuleError(f"it goes on beyond the year {LAST_YEAR}")
            if left is not None:
                if at == self.start:
                    continue
                left -= 1
                if left < 0:
                    return
            yield at

    def _leave_out(self, found: "_Found", first: date | None, until: date | None) -> None:
        seen: set[At] = set()
        for line, at in self.exceptions:
            removed = found.remove(at)
            inside = (first is None or _day(at) >= first) and (until is None or _day(at) < until)
            if not removed and inside and _instant(at) not in seen:
                self._odd(line, "This exception (EXDATE) matches no date of the repetition.")
            seen.add(_instant(at))
        last = max(map(_day, found.values()), default=self.start)
        for line, rule in self.without:
            try:
                for at in self._counted(rule, first, _after(last)):
                    found.remove(at)
            except (UnreadableRuleError, OverflowError) as why:
                self._refuse_once(line, why)

    def _replaced(self, found: "_Found") -> Iterator[Occurrence]:
        onwards: list[tuple[At, Override]] = []
        gone: dict[tuple[At, bool], list[At]] = {}
        for override in self.overrides:
            instant = _instant(override.replaces)
            # A date may have two replacements: one of it alone, one of it and all later ones.
            twin = gone.get((instant, not override.onwards), [])
            removed = found.remove(override.replaces) or twin
            if removed:
                gone[instant, override.onwards] = removed
                self.matched.add(override.event.number)
                if override.onwards:
                    onwards.append((removed[0], override))
        for at in found.values():
            moved = [item for item in onwards if _sortable(item[0]) <= _sortable(at)]
            if moved:
                _, override = max(moved, key=lambda item: _sortable(item[0]))
                yield Occurrence(override.event, _shifted(at, override), occurrence_key(at), at)
            else:
                yield Occurrence(self.event, at, occurrence_key(at), at)


class _Found:
    """Occurrences by instant, from which a time or a whole day can be taken away."""

    def __init__(self, occurrences: dict[At, At]) -> None:
        self._occurrences = occurrences
        self._days: dict[date, list[At]] = {}
        for key, at in occurrences.items():
            self._days.setdefault(_day(at), []).append(key)

    def values(self) -> list[At]:
        """What is left, in order of time."""
        return sorted(self._occurrences.values(), key=_sortable)

    def remove(self, at: At) -> list[At]:
        """Take away what EXDATE or RECURRENCE-ID means: an instant, or a day by its date."""
        if not isinstance(at, datetime):
            keys = self._days.get(at, [])
        elif _instant(at) in self._occurrences:
            keys = [_instant(at)]
        else:
            keys = [at.date()]
        removed = [self._occurrences.pop(key, None) for key in keys]
        return [value for value in removed if value is not None]


def is_covered(override: Override, others: Iterable[Override]) -> bool:
    """Whether a replacement of a date and all later ones leaves the date itself to another."""
    instant = _instant(override.replaces)
    return override.onwards and any(
        not other.onwards and _instant(other.replaces) == instant for other in others
    )


def occurrence_key(at: At) -> str:
    """`20261124T1230`: what makes the id of an occurrence; a doubled hour's second has a b."""
    if not isinstance(at, datetime):
        return at.strftime("%Y%m%d")
    seconds = f"{at:%S}" if at.second else ""
    return f"{at:%Y%m%dT%H%M}{seconds}{'b' if at.fold else ''}"


def _shifted(at: At, override: Override) -> At:
    """An occurrence moved as far as its override was, on the wall clock."""
    replaces, to = override.replaces, override.at
    if isinstance(at, datetime) and isinstance(to, datetime) and isinstance(replaces, datetime):
        local = replaces.astimezone(at.tzinfo).replace(tzinfo=None)
        shift = to.astimezone(at.tzinfo).replace(tzinfo=None) - local
        assert at.tzinfo is not None
        return in_zone(at.replace(tzinfo=None) + shift, at.tzinfo).at
    if to is None:
        return at
    return at + timedelta(days=_day(to).toordinal() - _day(replaces).toordinal())


def _instant(at: At) -> At:
    return at.astimezone(UTC).replace(tzinfo=None) if isinstance(at, datetime) else at


def _day(at: At) -> date:
    return at.date() if isinstance(at, datetime) else at


def _after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _sortable(at: At) -> tuple[int, float]:
    if isinstance(at, datetime):
        instant = at.astimezone(UTC)
        return instant.toordinal(), instant.hour * 3600 + instant.minute * 60 + instant.second
    return at.toordinal(), -1.0
