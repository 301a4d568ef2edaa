"""The findings that a change of a calendar has made: new ones, and those that got worse by it."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from planner.baseline import key_of
from planner.identity import content
from planner.model import LEVELS, Calendar, Entry, Finding, Record
from planner.notices import NOTICES

_LINES = re.compile(r"\b(lines?) \d+")
_OF_THE_WHOLE = frozenset(("empty-calendar", "no-dates", "unknown-kinds"))
"""Notices of which a calendar has one, at whatever entry is its first."""


class Judged(NamedTuple):
    """A calendar and what was found in it."""

    calendar: Calendar
    findings: tuple[Finding, ...]


class _Known(NamedTuple):
    """What findings are known again by.

    `key` is that of a baseline, of a notice also its words; `badness` its level and how far it is
    from what is allowed; `entries` are all that it is about.
    """

    finding: Finding
    key: Hashable
    badness: tuple[int, float]
    words: str
    entries: frozenset[str]

    @property
    def exact(self) -> Hashable:
        """What stays the same of a finding that nobody has touched."""
        return self.key, self.badness, self.words


def made_worse(now: Judged, before: Judged) -> tuple[Finding, ...]:
    """The findings of now that no finding of before stands for, in their order.

    Each of before stands for one of now that is no worse: with the same rule and entry or week,
    else with the same rule and one of its entries, as a burst may tip at another one.
    """
    names = _same_entries(now.calendar, before.calendar)
    new = [_known(it, names) for it in now.findings]
    old = [_known(it, {}) for it in before.findings]
    new, old = _without_untouched(new, old)
    new, old = _without_no_worse(new, old)
    left = {id(it.finding) for it in _without_tipping_elsewhere(new, old)}
    return tuple(it for it in now.findings if id(it) in left)


def _same_entries(now: Calendar, before: Calendar) -> dict[str, str]:
    """The former ids of entries that say the same under another one, mostly as they have moved."""
    there, was = _entries(now), _entries(before)
    gone: defaultdict[str, list[str]] = defaultdict(list)
    for name, entry in reversed(was.items()):
        if name not in there:
            gone[content(entry)].append(name)
    names = {}
    for name, entry in there.items() if gone else ():
        if name not in was and (former := gone.get(content(entry))):
            names[name] = former.pop()
    return names


def _entries(calendar: Calendar) -> dict[str, Entry | Record]:
    return {it.id: it for it in (*calendar.entries, *calendar.records)}


def _known(finding: Finding, names: dict[str, str]) -> _Known:
    words = _LINES.sub(r"\1", finding.message)
    entry = finding.entry and names.get(finding.entry, finding.entry)
    key = key_of(finding._replace(entry=entry), "")
    is_notice = finding.rule in NOTICES
    if finding.rule in _OF_THE_WHOLE:
        key, is_notice = key._replace(entry=None), False
    far = 0.0
    if finding.observed is not None and finding.allowed is not None:
        far = abs(finding.observed - finding.allowed)
    entries = (entry, *(names.get(it, it) for _route, it in finding.related))
    return _Known(
        finding,
        (key, words if is_notice else ""),
        (-LEVELS.index(finding.level), far),
        words,
        frozenset(it for it in entries if it and key.entry is not None and not is_notice),
    )


def _without_untouched(new: list[_Known], old: list[_Known]) -> tuple[list[_Known], list[_Known]]:
    """What is left of both without the pairs that are the same in all but their place."""
    return _beyond(new, old), _beyond(old, new)


def _beyond(some: Iterable[_Known], others: Iterable[_Known]) -> list[_Known]:
    left = Counter(it.exact for it in others)
    kept = []
    for it in some:
        if left[it.exact] > 0:
            left[it.exact] -= 1
        else:
            kept.append(it)
    return kept


def _without_no_worse(new: list[_Known], old: list[_Known]) -> tuple[list[_Known], list[_Known]]:
    """What is left of both without as many pairs of one key as there can be.

    The least bad one of before stands for the least bad one of now that it can stand for.
    """
    waiting: defaultdict[Hashable, list[_Known]] = defaultdict(list)
    for it in sorted(new, key=lambda it: it.badness, reverse=True):
        waiting[it.key].append(it)
    rest = []
    for it in sorted(old, key=lambda it: it.badness):
        mine = waiting[it.key]
        if mine and mine[-1].badness <= it.badness:
            mine.pop()
        else:
            rest.append(it)
    return [it for mine in waiting.values() for it in mine], rest


def _without_tipping_elsewhere(new: list[_Known], old: list[_Known]) -> list[_Known]:
    """The new findings without those that others of before have become that share an entry."""
    near: defaultdict[tuple[str, str], list[_Known]] = defaultdict(list)
    for it in old:
        for entry in it.entries:
            near[it.finding.rule, entry].append(it)
    left, taken = [], set()
    for it in new:
        others = (other for entry in sorted(it.entries) for other in near[it.finding.rule, entry])
        free = (id(other) for other in others if it.badness <= other.badness)
        found = next((other for other in free if other not in taken), None)
        if found is None:
            left.append(it)
        else:
            taken.add(found)
    return left
