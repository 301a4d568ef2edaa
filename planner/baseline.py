"""Findings that a team has accepted for now, in a file: they are told again when there are more."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from planner import files
from planner.errors import PlannerError
from planner.json_tree import parse_json
from planner.model import Calendar, Finding, Span, Window
from planner.notices import too_large
from planner.source import Source
from planner.suppressions import can_be_silenced
from planner.weeks import local_day, zone_of
from planner.yaml_tree import Node

_A_WEEK = timedelta(days=7)
_MOST_VALUES = 1_000_000
_NEW = "Make it anew with `planner baseline add`"


class Key(NamedTuple):
    """What makes an accepted finding the same one again, wherever in its file it stands.

    `file` is its path from the folder of the baseline. Findings on whole weeks are named by their
    last week and their channel, others by the id of their entry.
    """

    file: str
    rule: str
    entry: str | None = None
    week: str | None = None
    channel: str | None = None


class Accepted(NamedTuple):
    """So many findings with one key; the day they were accepted, and the week that they lie in."""

    number: int
    added: date
    week: str | None = None


Baseline = Mapping[Key, Accepted]


class Named(NamedTuple):
    """A finding with its key and the week it lies in."""

    finding: Finding
    key: Key
    week: str | None


def named(
    findings: Iterable[Finding], calendar: Calendar, file: str, mandatory: Iterable[str] = ()
) -> Iterator[Named]:
    """The findings that can be accepted, each with its key."""
    days = {it.id: it.at for it in (*calendar.entries, *calendar.records)}
    zone = zone_of(calendar.timezone)
    for it in findings:
        if it.rule in mandatory or not can_be_silenced(it.rule):
            continue
        window, at = it.window, days.get(it.entry or "")
        week = None
        if window is not None:
            week = _last_week(window)
        elif at is not None:
            week = _week_of(local_day(at, zone))
        yield Named(it, key_of(it, file), week)


def key_of(finding: Finding, file: str) -> Key:
    """What makes a finding the same one again, in the calendar of this path."""
    window = finding.window
    # A finding on a day is about its one entry; one on a week may tip at another one tomorrow.
    if window is not None and (finding.entry is None or window.until - window.first >= _A_WEEK):
        return Key(file, finding.rule, None, _last_week(window), window.channel)
    return Key(file, finding.rule, finding.entry)


def without_accepted(
    findings: tuple[Finding, ...], found: Iterable[Named], baseline: Baseline
) -> tuple[Finding, ...]:
    """The findings that are not accepted: of each key, those beyond its count."""
    left = Counter({key: accepted.number for key, accepted in baseline.items()})
    accepted = set()
    for it in found:
        if left[it.key] > 0:
            left[it.key] -= 1
            accepted.add(id(it.finding))
    return tuple(it for it in findings if id(it) not in accepted)


def with_more(baseline: Baseline, found: Iterable[Named], today: date) -> Baseline:
    """The baseline with all that was found; what is known keeps its day, as long as it suffices."""
    more = dict(baseline)
    listed = list(found)
    weeks = {it.key: it.week for it in listed}
    for key, count in Counter(it.key for it in listed).items():
        old = baseline.get(key)
        if old is not None and count <= old.number:
            more[key] = old._replace(week=weeks[key])
        else:
            more[key] = Accepted(count, today, weeks[key])
    return more


def is_past(accepted: Accepted, today: date) -> bool:
    """Whether the week of a finding is over."""
    if accepted.week is None:
        return False
    year, _, week = accepted.week.partition("-W")
    return date.fromisocalendar(int(year), int(week), 1) + _A_WEEK <= today


def path_inside(name: str, baseline: str) -> str:
    """The path of a calendar from the folder of a baseline, the same on every machine."""
    if name.startswith("<"):
        return name
    folder = os.path.dirname(os.path.abspath(baseline))
    try:
        return os.path.relpath(os.path.abspath(name), folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.abspath(name).replace(os.sep, "/")


def _last_week(window: Window) -> str:
    return _week_of(window.until - timedelta(days=1))


def _week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def write(path: str, baseline: Baseline) -> None:
    """Write a baseline whole or not at all, a finding on each line, for diffs that people read."""
    import json

    lines = []
    for key, accepted in sorted(baseline.items(), key=lambda it: [word or "" for word in it[0]]):
        record = {
            **key._asdict(),
            "week": accepted.week,
            "count": accepted.number,
            "added": accepted.added.isoformat(),
        }
        given = {name: value for name, value in record.items() if value is not None}
        lines.append("    " + json.dumps(given, ensure_ascii=False))
    listed = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
    files.write_text(path, f'{{\n  "version": 1,\n  "accepted": {listed}\n}}\n')


def read(path: str) -> Baseline:
    """Read a baseline; raises `PlannerError` with the place of what is wrong in it."""
    data = files.read_bytes(path).removeprefix(b"\xef\xbb\xbf")
    source = Source(path, data)
    refused = too_large(data, b"\r\n,:[{", _MOST_VALUES)
    if refused:
        raise PlannerError(f"{path}: {refused.message} {_NEW}.")
    root, troubles = parse_json(data)
    if troubles:
        place = source.where(troubles[0].span)
        raise PlannerError(f"{place}: this baseline is damaged. {troubles[0].message} {_NEW}.")
    accepted = root.at(("accepted",)) if root else None
    version = root.at(("version",)) if root else None
    if accepted is None or version is None or not isinstance(accepted.value, list):
        raise PlannerError(f'{path}: is no baseline, as it has no "accepted" list. {_NEW}.')
    if version.scalar() != 1:
        raise PlannerError(
            f'{path}: has the version {version.value}, and this planner reads "version": 1.'
        )
    found: dict[Key, Accepted] = {}
    for node in accepted.value:
        record = _record(node)
        if isinstance(record, str):
            place = source.where(Span(node.start, node.end))
            raise PlannerError(f"{place}: {record} {_NEW}, or delete this line.")
        found[record[0]] = record[1]
    return found


def _record(node: Node) -> tuple[Key, Accepted] | str:
    """What a line of a baseline says, or a sentence about what is wrong with it."""
    values = node.data() if isinstance(node.value, dict) else {}
    texts: dict[str, Any] = {name: values.get(name) for name in Key._fields}
    if not values.get("file") or not values.get("rule"):
        return 'An accepted finding needs its "file" and its "rule".'
    for name, value in texts.items():
        if value is not None and not isinstance(value, str):
            return f'"{name}" of an accepted finding must be a text in quotes.'
    count = values.get("count", 1)
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        return '"count" of an accepted finding must be a whole number from 1.'
    try:
        added = date.fromisoformat(values.get("added", ""))
        accepted = Accepted(count, added, texts["week"])
        is_past(accepted, added)
    except (TypeError, ValueError):
        return '"added" must be a day like "2026-11-23" and "week" one like "2026-W48".'
    key = Key(**texts)
    return (key._replace(week=None) if key.entry is not None else key), accepted
