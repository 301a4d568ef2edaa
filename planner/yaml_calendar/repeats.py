"""On which days a repeating slot takes place: weekday words or a recurrence rule."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from planner.model import Slot, Span
from planner.named import TYPE_CHECKING, NamedTuple
from planner.weeks import WEEKDAYS, in_zone
from planner.yaml_calendar.context import Context, Group, shown
from planner.yaml_calendar.fields import words
from planner.yaml_tree import Node

if TYPE_CHECKING:
    from planner.ical.recurrence import Rule

MAX_OCCURRENCES = 50_000
_SHORTEST = len("mo")
_GROUPS = {
    "day": range(7), "days": range(7), "daily": range(7),
    "weekday": range(5), "weekdays": range(5), "weekend": range(5, 7), "weekends": range(5, 7),
}  # fmt: skip
_WORDS = (*WEEKDAYS, "day", "weekday", "weekend")
_WANTED = (
    "write a day such as monday, several as [monday, thursday], or day, weekday, weekend; "
    "or a rule such as FREQ=MONTHLY;BYDAY=1MO"
)


class Repeat(NamedTuple):
    """`every` as written, and what it means: days of the week (0 is Monday), or a rule."""

    written: str
    weekdays: frozenset[int]
    rule: "Rule | None" = None


def read_every(group: Group, key: str, node: Node) -> Repeat | None:
    """The value of `every`."""
    if isinstance(node.value, str) and "FREQ" in node.value.upper() and "=" in node.value:
        return _rule(group, node, node.value.strip())
    found = words(group, key, node)
    if not found:
        return None
    weekdays: set[int] = set()
    for word in found:
        days = weekdays_of(word)
        if days is None:
            group.unknown(key, node, _WORDS, _WANTED)
            return None
        weekdays.update(days)
    return Repeat(", ".join(found), frozenset(weekdays))


def weekdays_of(word: str) -> range | None:
    """The days that a word means: a weekday, also shortened or in the plural, or a group."""
    name = word.strip().lower()
    if name in _GROUPS:
        return _GROUPS[name]
    for day, weekday in enumerate(WEEKDAYS):
        if name == f"{weekday}s" or (len(name) >= _SHORTEST and weekday.startswith(name)):
            return range(day, day + 1)
    return None


def _rule(group: Group, node: Node, written: str) -> Repeat | None:
    from planner.ical.recurrence import UnreadableRuleError, parse_rule

    text = written[6:] if written.upper().startswith("RRULE:") else written
    try:
        return Repeat(text, frozenset(), parse_rule(text))
    except UnreadableRuleError as error:
        message = f"The rule `{shown(text)}` of {group.what} cannot be followed: {error}."
        group.context.report("cannot-judge", message, Span(node.start, node.end))
        return None


def occurrences(
    context: Context, repeat: Repeat, slot: Slot, dated: bool, days: tuple[date, date]
) -> Iterator[datetime | date]:
    """When a slot takes place from the first of two days up to, but not with, the second.

    The slot's time of day and zone count; its day is the earliest one when `dated`. Raises
    `OverflowError` with a clause when that would be too many.
    """
    first, until = days
    earliest = slot.at.date() if isinstance(slot.at, datetime) else slot.at
    if not dated:
        earliest = first
    first = max(first, earliest)
    found = (
        _by_rule(context, repeat.rule, slot, earliest, (first, until))
        if repeat.rule
        else _by_weekday(context.zone, repeat.weekdays, slot, (first, until))
    )
    for at in found:
        context.occurrences += 1
        if context.occurrences > MAX_OCCURRENCES:
            raise OverflowError(f"the slots repeat more than {MAX_OCCURRENCES:,} times")
        yield at


def _by_weekday(
    zone: tzinfo, weekdays: frozenset[int], slot: Slot, days: tuple[date, date]
) -> Iterator[datetime | date]:
    first, until = days
    for number in range((until - first).days):
        day = first + timedelta(days=number)
        if day.weekday() in weekdays:
            yield _at(zone, slot, day)


def _at(zone: tzinfo, slot: Slot, day: date) -> datetime | date:
    if not isinstance(slot.at, datetime):
        return day
    return in_zone(datetime.combine(day, slot.at.time()), slot.at.tzinfo or zone).at


def _by_rule(
    context: Context, rule: "Rule", slot: Slot, earliest: date, days: tuple[date, date]
) -> Iterator[datetime | date]:
    from planner.ical import recurrence

    first, until = days
    start = _at(context.zone, slot, earliest)
    budget = context.budget = context.budget or recurrence.Budget()
    try:
        for number, at in enumerate(recurrence.occurrences(rule, start, first, until, budget)):
            day = at.date() if isinstance(at, datetime) else at
            if day >= until or (rule.times is not None and number >= rule.times):
                return
            if day >= first:
                yield at
    except recurrence.UnreadableRuleError as error:
        raise OverflowError(str(error)) from None


def needs_start(rule: "Rule | None") -> bool:
    """Whether a rule means nothing without the day on which it starts."""
    if rule is None:
        return False
    stepped = rule.frequency in {"WEEKLY", "MONTHLY", "YEARLY"}
    free = not rule.weekdays and not {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & rule.by.keys()
    return rule.interval > 1 or rule.times is not None or (stepped and free)
