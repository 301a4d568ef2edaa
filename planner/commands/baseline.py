"""`planner baseline`: accept what is found now, forget what is mended, show what is accepted."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from planner import files
from planner.baseline import (
    Accepted,
    Baseline,
    Key,
    Named,
    is_past,
    named,
    path_inside,
    read,
    with_more,
    write,
)
from planner.baseline import without_accepted as beyond
from planner.commands.clock import parse_now
from planner.commands.judging import baseline_of, judge
from planner.commands.lint import LintRequest, calendars
from planner.errors import PlannerError, nearest
from planner.notices import NOTICES, QUIET
from planner.reports import Judgement
from planner.wording import counted, visible

_DEEDS = ("add", "prune", "show")


class BaselineRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    deed: str
    paths: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str | None = None
    packs: tuple[str, ...] = ()
    now: str | None = None
    timezone: str | None = None
    channel: str | None = None
    start: str | None = None
    maps: tuple[str, ...] = ()
    input_format: str | None = None
    baseline: str | None = None
    config: str | None = None
    isolated: bool = False


class _Judged(NamedTuple):
    """What a run has found: the findings with their keys, and the calendars and rules it knows."""

    found: tuple[Named, ...]
    rules: frozenset[tuple[str, str]]
    """The files that were judged, each with each rule that judged it."""


def without_accepted(
    judged: list[tuple[Judgement, str | None]], mandatory: tuple[str, ...]
) -> list[Judgement]:
    """The judgements without what their baselines accept, of those that have one.

    Raises `PlannerError` for a damaged baseline.
    """
    baselines = {path: read(path) for _judgement, path in judged if path is not None}
    found = []
    for judgement, path in judged:
        if path is not None:
            reading, findings = judgement.reading, judgement.findings
            file = path_inside(reading.source.name, path)
            keys = named(findings, reading.calendar, file, mandatory)
            kept = beyond(findings, keys, baselines[path])
            accepted = len(findings) - len(kept)
            found.append(judgement._replace(findings=kept, accepted=accepted))
        else:
            found.append(judgement)
    return found


def run(request: BaselineRequest) -> int:
    """Do it for each baseline that the calendars have, and say what was done."""
    if request.deed not in _DEEDS:
        hint = nearest(request.deed, _DEEDS)
        raise PlannerError(
            f'planner baseline cannot "{request.deed}"{hint}; it can {", ".join(_DEEDS)}.'
        )
    today = parse_now(request.now).date()
    for path, judged in _judged(request).items():
        known = read(path) if os.path.exists(path) else {}
        if request.deed == "show":
            files.emit("".join(f"{line}\n" for line in _lines(path, known, judged, today)))
        else:
            _change(path, known, judged, today, request.deed)
    return 0


def _judged(request: BaselineRequest) -> dict[str, _Judged]:
    """What is found in the calendars, by the baseline that they belong to."""
    shared = set(BaselineRequest._fields) & set(LintRequest._fields)
    asked = LintRequest(**{name: getattr(request, name) for name in shared})
    found: dict[str, list[Named]] = {}
    rules: dict[str, set[tuple[str, str]]] = {}
    for path, config in calendars(asked):
        judgement = judge(path, config, asked)
        baseline = baseline_of(config, request.baseline)
        file = path_inside(judgement.reading.source.name, baseline)
        keys = named(judgement.findings, judgement.reading.calendar, file)
        found.setdefault(baseline, []).extend(keys)
        names = (*(NOTICES.keys() - QUIET), *(rule.name for rule in judgement.judges()))
        rules.setdefault(baseline, set()).update((file, name) for name in names)
    return {path: _Judged(tuple(found[path]), frozenset(rules[path])) for path in found}


def _change(path: str, known: Baseline, judged: _Judged, today: date, deed: str) -> None:
    """Write the baseline as it is to be, where that is another one, and say what changed."""
    if deed == "add":
        after = with_more(known, judged.found, today)
        more = _count(after) - _count(known)
        told = f"{counted(more, 'finding')} more accepted"
    else:
        after = dict(_pruned(path, known, judged, today))
        told = f"{counted(_count(known) - _count(after), 'finding')} dropped"
    if after != known:
        write(path, after)
    files.emit(f"{visible(path)}: {told}, {_count(after)} in all.\n")


def _count(baseline: Baseline) -> int:
    return sum(accepted.number for accepted in baseline.values())


def _pruned(
    path: str, known: Baseline, judged: _Judged, today: date
) -> Iterator[tuple[Key, Accepted]]:
    """What may be found again: not what is mended, and not what lies in weeks that are over."""
    counts = Counter(it.key for it in judged.found)
    for key, accepted in known.items():
        count = accepted.number
        if (key.file, key.rule) in judged.rules:
            count = min(count, counts[key])
        if count and not is_past(accepted, today) and not _is_gone(path, key):
            yield key, accepted._replace(number=count)


def _is_gone(path: str, key: Key) -> bool:
    """Whether the calendar is no more; standard input comes and goes."""
    inside = os.path.join(os.path.dirname(path), *key.file.split("/"))
    return not key.file.startswith("<") and not os.path.exists(inside)


def _lines(path: str, known: Baseline, judged: _Judged, today: date) -> Iterator[str]:
    """A line for each accepted finding: what it is, since when, and whether it is still there."""
    counts = Counter(it.key for it in judged.found)
    for key, accepted in sorted(known.items(), key=lambda it: [word or "" for word in it[0]]):
        what = ", ".join(filter(None, (key.rule, key.entry, accepted.week, key.channel)))
        times = f" ({accepted.number} times)" if accepted.number > 1 else ""
        age = counted((today - accepted.added).days, "day")
        if _is_gone(path, key):
            state = "its calendar is gone"
        elif is_past(accepted, today):
            state = "its week is over"
        elif (key.file, key.rule) not in judged.rules:
            state = "not judged now"
        else:
            state = _still(counts[key], accepted.number)
        yield visible(f"{key.file}: {what}{times}: accepted for {age}, {state}")
    yield f"{visible(path)}: {counted(_count(known), 'finding')} accepted."


def _still(now: int, before: int) -> str:
    if now >= before:
        return "still found"
    return f"found {counted(now, 'time')} now" if now else "found no more"
