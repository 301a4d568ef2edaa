"""The examples of a rule run as its tests: findings where they belong, plans that become so."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from planner.errors import PlannerError
from planner.model import Calendar, Entry, Post
from planner.plan.balance import make_plan
from planner.readers import ReadOptions
from planner.readers.yaml import read
from planner.rules import Example, Rule, judge
from planner.source import Reading
from planner.weeks import Timeline
from planner.wording import listed


def failures(rule: Rule) -> Iterator[str]:
    """What is wrong with the examples of a rule, each with file and line."""
    for example in (*rule.good, *rule.bad):
        problem = _problem(rule, example)
        if problem:
            yield f'{rule.file}:{example.line}: the example "{example.name}" {problem}.'


def is_covered(rule: Rule) -> bool:
    """Whether some example makes the rule find something."""
    return any(_found(rule, _reading(example)) for example in rule.bad)


def unnoticed_mutants(rule: Rule) -> Iterator[str]:
    """The numbers of a rule that could be one more or one less, and no example would notice."""
    for name in rule.given:
        value = getattr(rule.options, name)
        if type(value) is not int:
            continue
        for other in (value - 1, value + 1):
            mutant = _mutant(rule, name, other)
            if mutant and not any(_problem(mutant, it) for it in (*rule.good, *rule.bad)):
                yield (
                    f"{rule.file}:1: no example notices when `{name}` is {other} and not {value}."
                )


def _mutant(rule: Rule, name: str, value: int) -> Rule | None:
    """The rule with another number, or None where the check would not take it."""
    option = rule.module.OPTIONS[name]
    for written in (value, f"{value}m"):
        try:
            option.read(written)
        except ValueError:
            continue
        return rule._replace(options=rule.options._replace(**{name: value}))
    return None


def _problem(rule: Rule, example: Example) -> str | None:
    """Why an example does not show what it says, as the end of a sentence."""
    reading = _reading(example)
    if reading.findings:
        return f"is not read cleanly: {reading.findings[0].message.rstrip('.')}"
    found = _found(rule, reading)
    if found != sorted(example.lines):
        return f"has findings {_on(found)}, and should have them {_on(sorted(example.lines))}"
    if example.becomes is not None:
        return _wrong_plan(rule, reading.calendar, example)
    return None


def _reading(example: Example) -> Reading:
    return read("example", example.calendar.encode(), ReadOptions())


def _found(rule: Rule, reading: Reading) -> list[int]:
    """The lines on which a rule finds something, once for each finding."""
    if not rule.applies(reading.calendar):
        return []
    findings = judge(rule, Timeline(reading.calendar))
    return sorted(reading.source.place(finding.place).line for finding in findings)


def _on(lines: list[int]) -> str:
    if not lines:
        return "nowhere"
    return f"on line {lines[0]}" if len(lines) == 1 else f"on lines {listed(map(str, lines))}"


def _wrong_plan(rule: Rule, calendar: Calendar, example: Example) -> str | None:
    if not rule.plans:
        raise PlannerError(
            f'{rule.file}:{example.line}: the check "{rule.check}" cannot be planned, so an '
            "example of it has no `becomes`."
        )
    wanted = read("example", (example.becomes or "").encode(), ReadOptions()).calendar
    planned = make_plan(calendar, [rule]).calendar
    missing = _state(wanted) - _state(planned)
    surplus = _state(planned) - _state(wanted)
    if missing or surplus:
        return (
            f"is planned otherwise: {_told(surplus) or 'nothing'} instead of "
            f"{_told(missing) or 'nothing'}"
        )
    return None


def _state(calendar: Calendar) -> set[tuple[str, ...]]:
    """What a plan decides of each entry that is going out."""
    return {_decided(entry) for entry in calendar.entries if entry.status != "held"}


def _decided(entry: Entry) -> tuple[str, ...]:
    channels: tuple[Any, ...] = (entry.channel,) if isinstance(entry, Post) else entry.channels
    at = f"{entry.at:%Y-%m-%d %H:%M}" if isinstance(entry.at, datetime) else str(entry.at)
    return (entry.kind, at, ", ".join(str(channel) for channel in channels))


def _told(state: set[tuple[str, ...]]) -> str:
    return "; ".join(" ".join(part for part in entry if part) for entry in sorted(state))
