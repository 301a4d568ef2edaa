"""Repetition: a recurrence rule as data, and the days or times it means, always finite."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from planner.ical.values import date_of, date_time_of
from planner.weeks import in_zone

MAX_STEPS = 100_000
MAX_OCCURRENCES = 50_000
MAX_WORK = 2_000_000
MAX_TIMES_A_DAY = 1_440

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(r"(?:[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)\Z", re.ASCII)
_WORK = {"YEARLY": 27, "MONTHLY": 4, "WEEKLY": 3, "DAILY": 1, "HOURLY": 2, "MINUTELY": 2}
"""What a step costs, about in microseconds: the budget of a run is spent in these."""
_SHORTEST = {"YEARLY": 365, "MONTHLY": 28, "WEEKLY": 7, "DAILY": 1}
"""Days that a step takes at least."""
_RANGES = {
    "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53),
    "BYHOUR": (0, 23), "BYMINUTE": (0, 59), "BYSECOND": (0, 60), "BYSETPOS": (-366, 366),
}  # fmt: skip


class UnreadableRuleError(Exception):
    """A rule that cannot be judged; the message is a clause that says why."""


class Budget:
    """What one run may still spend on repetition."""

    def __init__(self) -> None:
        """The full budget."""
        self.occurrences = MAX_OCCURRENCES
        self.work = MAX_WORK
        self.reported = False

    @property
    def spent(self) -> bool:
        """Whether nothing is left, for this series and all that follow."""
        return self.occurrences < 0 or self.work < 0

    def step(self, cost: int) -> None:
        """Pay for a step of a series; raises `UnreadableRuleError` when nothing is left."""
        self.work -= cost
        if self.work < 0:
            raise UnreadableRuleError("the calendar repeats too much to be worked out")

    def occurrence(self) -> None:
        """Pay for an occurrence; raises `UnreadableRuleError` when nothing is left."""
        self.occurrences -= 1
        if self.occurrences < 0:
            most = MAX_OCCURRENCES
            raise UnreadableRuleError(f"the calendar has more than {most} repeated entries")


class Rule(NamedTuple):
    """A recurrence rule; `by` holds the numbers of BYMONTH, BYHOUR ... in order.

    `weekdays` are (weekday from 0 for Monday, ordinal or 0). `until` is as written.
    """

    frequency: str
    interval: int = 1
    times: int | None = None
    until: str | None = None
    by: Mapping[str, tuple[int, ...]] = {}
    weekdays: tuple[tuple[int, int], ...] = ()
    week_starts: int = 0

    @property
    def endless(self) -> bool:
        """Whether the rule itself names no end."""
        return self.times is None and self.until is None


def parse_rule(value: str) -> Rule:
    """Read the value of an RRULE; raises `UnreadableRuleError` for what planner cannot follow."""
    parts: dict[str, str] = {}
    for part in value.strip().strip(";").split(";"):
        name, equals, content = part.partition("=")
        name = name.strip().upper()
        if not equals or name in parts:
            raise UnreadableRuleError(f"`{part}` is not understood")
        parts[name] = content.strip().upper()
    frequency = parts.pop("FREQ", "")
    if frequency == "SECONDLY":
        raise UnreadableRuleError("it repeats every second")
    if frequency not in _WORK:
        raise UnreadableRuleError(f"its FREQ is `{frequency}`" if frequency else "it has no FREQ")
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN" or parts.pop("SKIP", "OMIT") != "OMIT":
        raise UnreadableRuleError("it counts in a calendar other than the Gregorian one")
    interval = _number(parts.pop("INTERVAL", "1"), "INTERVAL")
    count = _number(parts.pop("COUNT"), "COUNT") if "COUNT" in parts else None
    until = parts.pop("UNTIL", None)
    weekdays = _weekdays(parts.pop("BYDAY", ""))
    week_starts = _weekdays(parts.pop("WKST", "MO"))[0][0]
    by = {name: _numbers(name, content) for name, content in parts.items()}
    rule = Rule(frequency, interval, count, until, by, weekdays, week_starts)
    _refuse_too_many_times(rule)
    return rule


def _number(text: str, name: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or not int(text):
        raise UnreadableRuleError(f"its {name} is `{text[:20]}`")
    return int(text)


def _numbers(name: str, content: str) -> tuple[int, ...]:
    if name not in _RANGES:
        raise UnreadableRuleError(f"`{name[:20]}` is not understood")
    low, high = _RANGES[name]
    try:
        numbers = sorted({int(part) for part in content.split(",")})
    except ValueError:
        raise UnreadableRuleError(f"its {name} is `{content[:20]}`") from None
    if numbers[0] < low or numbers[-1] > high or (low < 0 and 0 in numbers):
        raise UnreadableRuleError(f"its {name} is `{content[:20]}`")
    return tuple(min(number, 59) for number in numbers) if name == "BYSECOND" else tuple(numbers)


def _weekdays(content: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for word in map(str.strip, content.split(",") if content else ()):
        if not _WEEKDAY.match(word):
            raise UnreadableRuleError(f"its weekday is `{word[:20]}`")
        found.append((WEEKDAYS.index(word[-2:]), int(word[:-2] or 0)))
    return tuple(found)


def _refuse_too_many_times(rule: Rule) -> None:
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(rule.by.get(name, (0,)))
    if times > MAX_TIMES_A_DAY:
        raise UnreadableRuleError(f"it takes place {times} times a day")


def occurrences(
    rule: Rule, start: date | datetime, first: date | None, until: date | None, budget: Budget
) -> Iterator[date | datetime]:
    """What a rule yields from `start` on, in order; COUNT is left to the caller.

    `start` is aware or a date. Occurrences long before `first` may be left out when the rule has
    no COUNT; none is later than UNTIL or the day `until`. Raises `UnreadableRuleError` at a limit.
    """
    budget.step(0)
    skip = first if rule.times is None else None
    if not isinstance(start, datetime):
        naive = datetime.combine(start, time())
        if rule.frequency not in _SHORTEST:
            raise UnreadableRuleError("it repeats within the day, but its start has no time")
        for at in _wall_times(rule, naive, skip, _end(rule, start, until), budget):
            yield at.date()
        return
    zone = start.tzinfo
    assert zone is not None
    end = _end(rule, start, until)
    if rule.frequency in _SHORTEST:
        for at in _wall_times(rule, start.replace(tzinfo=None), skip, end, budget):
            yield in_zone(at, zone).at
    else:
        yield from _instants(rule, start, skip, end, budget)


def _end(rule: Rule, start: date | datetime, until: date | None) -> datetime | None:
    """The last local moment that counts, from UNTIL and the window."""
    ends: list[datetime] = []
    if until is not None:
        ends.append(datetime.combine(until, time.max))
    if rule.until is not None:
        ends.append(_until(rule.until, start))
    return min(ends) if ends else None


def _until(value: str, start: date | datetime) -> datetime:
    """UNTIL on the wall clock of the start: a day includes all of it, Z is converted."""
    try:
        if "T" not in value or not isinstance(start, datetime):
            return datetime.combine(date_of(value.partition("T")[0]), time.max)
        at, in_utc = date_time_of(value)
    except ValueError:
        raise UnreadableRuleError(f"its UNTIL is `{value[:20]}`") from None
    if not in_utc:
        return at
    try:
        return at.replace(tzinfo=UTC).astimezone(start.tzinfo).replace(tzinfo=None)
    except OverflowError:
        return at


class _Interval(int):
    """The number that dateutil adds for each step; it counts, and stops a rule that never yields.

    dateutil looks at its own end only when something comes out of a rule, so that one for
    30 February would run to the year 9999.
    """

    pay: Callable[[], None]

    def __radd__(self, other: int) -> int:
        self.pay()
        return int(self) + other

    def __mul__(self, other: int) -> int:
        self.pay()
        return int(self) * other


class _OverError(Exception):
    """The end of the window was passed."""


def _wall_times(
    rule: Rule, start: datetime, skip: date | None, end: datetime | None, budget: Budget
) -> Iterator[datetime]:
    """The local times of a rule that steps by days or more."""
    if end is not None and end < start:
        return
    origin, arguments = _explicit(rule, start)
    if skip is not None:
        origin = _jump(rule, origin, skip)
    limit = _most_steps(rule, origin, end)
    interval = _Interval(rule.interval)
    interval.pay = _payer(rule, limit, budget)
    from dateutil import rrule

    if rule.weekdays:
        arguments["byweekday"] = [rrule.weekday(day, nth or None) for day, nth in rule.weekdays]
    try:
        series = rrule.rrule(
            getattr(rrule, rule.frequency),
            dtstart=origin,
            interval=interval,
            wkst=rule.week_starts,
            **arguments,
        )
        for at in series:
            if end is not None and at > end:
                return
            if at >= start:
                yield at
            budget.step(1)
    except _OverError:
        if limit == MAX_STEPS:
            raise UnreadableRuleError(f"it goes on for more than {MAX_STEPS} steps") from None
    except (ValueError, OverflowError):
        raise UnreadableRuleError("no day or time fits it") from None


def _most_steps(rule: Rule, origin: datetime, end: datetime | None) -> int:
    """How many steps lead past the end, or the most that are taken."""
    if end is None:
        return MAX_STEPS
    return min(MAX_STEPS, (end - origin).days // (_SHORTEST[rule.frequency] * rule.interval) + 3)


def _payer(rule: Rule, limit: int, budget: Budget) -> Callable[[], None]:
    left = limit
    cost = _WORK[rule.frequency]

    def pay() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _OverError
        budget.step(cost)

    return pay


def _explicit(rule: Rule, start: datetime) -> tuple[datetime, dict[str, Any]]:
    """The beginning of the first step and the rule with everything its start implies."""
    arguments: dict[str, Any] = {name.lower(): numbers for name, numbers in rule.by.items()}
    arguments.setdefault("byhour", start.hour)
    arguments.setdefault("byminute", start.minute)
    arguments.setdefault("bysecond", start.second)
    day = start.replace(hour=0, minute=0, second=0)
    free = not rule.weekdays and not {"BYMONTHDAY", "BYYEARDAY"} & rule.by.keys()
    if "BYWEEKNO" in rule.by and free:
        arguments["byweekday"] = start.weekday()
    elif rule.frequency == "YEARLY" and free:
        arguments.setdefault("bymonth", start.month)
        arguments["bymonthday"] = start.day
    elif rule.frequency == "MONTHLY" and free:
        arguments["bymonthday"] = start.day
    elif rule.frequency == "WEEKLY" and free:
        arguments["byweekday"] = start.weekday()
    if rule.frequency == "YEARLY":
        return day.replace(month=1, day=1), arguments
    if rule.frequency == "MONTHLY":
        return day.replace(day=1), arguments
    if rule.frequency == "WEEKLY":
        back = (day.weekday() - rule.week_starts) % 7
        return (day - timedelta(days=back) if day.year > 1 else day), arguments
    return day, arguments


def _jump(rule: Rule, origin: datetime, first: date) -> datetime:
    """The last beginning of a step that is at least a step before `first`."""
    target = datetime.combine(first, time())
    if target <= origin:
        return origin
    if rule.frequency == "YEARLY":
        years = max(0, (first.year - origin.year) // rule.interval - 1) * rule.interval
        return origin.replace(year=origin.year + years)
    if rule.frequency == "MONTHLY":
        gap = (first.year - origin.year) * 12 + first.month - origin.month
        months = max(0, gap // rule.interval - 1) * rule.interval + origin.month - 1
        return origin.replace(year=origin.year + months // 12, month=months % 12 + 1)
    length = rule.interval * _SHORTEST[rule.frequency]
    return origin + timedelta(days=max(0, (target - origin).days // length - 1) * length)


def _instants(
    rule: Rule, start: datetime, skip: date | None, end: datetime | None, budget: Budget
) -> Iterator[datetime]:
    """The moments of a rule that steps by hours or minutes: real time, not wall-clock time."""
    _refuse_odd(rule)
    zone = start.tzinfo
    minutes = 60 if rule.frequency == "HOURLY" else 1
    step = timedelta(minutes=minutes * rule.interval)
    beginning = moment = start.astimezone(UTC)
    if skip is not None:
        target = datetime.combine(skip, time(), UTC) - timedelta(days=2)
        moment += max(0, (target - moment) // step) * step
    filters, inside = rule, None
    if rule.frequency == "HOURLY" and "BYMINUTE" in rule.by:
        # Minutes of an hourly rule are not a condition: they tell when in the hour.
        inside = rule.by["BYMINUTE"]
        others = {name: numbers for name, numbers in rule.by.items() if name != "BYMINUTE"}
        filters = rule._replace(by=others)
    for _ in range(MAX_STEPS):
        budget.step(_WORK[rule.frequency])
        local = moment.astimezone(zone)
        if end is not None and local.replace(tzinfo=None) > end:
            return
        if _fits(filters, local):
            for minute in inside or (local.minute,):
                at = local.replace(minute=minute)
                late = end is not None and at.replace(tzinfo=None) > end
                if not late and at.astimezone(UTC) >= beginning:
                    yield at
        moment += step
    raise UnreadableRuleError(f"it goes on for more than {MAX_STEPS} steps")


def _refuse_odd(rule: Rule) -> None:
    odd = {"BYSETPOS", "BYWEEKNO", "BYSECOND"} & rule.by.keys()
    if odd or any(ordinal for _, ordinal in rule.weekdays):
        word = min(odd) if odd else "a numbered weekday"
        raise UnreadableRuleError(f"it joins {rule.frequency} with {word}")


def _fits(rule: Rule, local: datetime) -> bool:
    weekdays = [day for day, _ in rule.weekdays]
    if weekdays and local.weekday() not in weekdays:
        return False
    allowed = rule.by.items()
    return all(not _of(name, local).isdisjoint(numbers) for name, numbers in allowed)


def _of(name: str, local: datetime) -> set[int]:
    """The numbers that a moment has for BYMONTH, BYHOUR ...: from the start and from the end."""
    if name == "BYMONTHDAY":
        return {local.day, local.day - 1 - _month_length(local)}
    if name == "BYYEARDAY":
        day = local.timetuple().tm_yday
        return {day, day - 1 - date(local.year, 12, 31).timetuple().tm_yday}
    number: int = getattr(local, name.removeprefix("BY").lower())
    return {number}


def _month_length(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - timedelta(days=1)).day
