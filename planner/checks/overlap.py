"""Whether people are in two places at once, and whether their time with others is long enough.

Two repeating slots that overlap again and again are told once. A slot without a person or a time
is nobody's.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from planner.checks import Count, Hit, Option
from planner.model import Entry, Post, Route, Slot, Window
from planner.named import NamedTuple
from planner.options import count, flag
from planner.weeks import Moment, Timeline, local_day, moment_name
from planner.which import Which, read_which

Key = str | Route


class Options(NamedTuple):
    """Nobody has two things at once of those `of`; a post takes its person `posting_minutes`.

    Slots take `at_least_minutes`; 0 is not asked, and so are `overlaps` when it is false.
    """

    of: Which
    overlaps: bool = True
    posting_minutes: int = 0
    at_least_minutes: int = 0


OPTIONS = {
    "of": Option(read_which, "the slots and posts that take somebody's time"),
    "overlaps": Option(flag, "whether two of them may not overlap for one person"),
    "posting_minutes": Option(count, "how many minutes a post takes its person; 0 is none"),
    "at_least_minutes": Option(count, "how many minutes a slot has at least; 0 is not asked"),
}
WORDS = ("person", "when", "other", "other_when", "observed", "allowed", "more")
COUNTS = ("observed", "allowed")


class _Task(NamedTuple):
    """What somebody does from one minute up to another."""

    start: int
    end: int
    entry: Entry


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per pair of entries that overlap, and per slot that is too short."""
    fits = options.of.test(timeline.calendar)
    moments = [moment for moment in timeline.moments if fits(moment.entry)]
    if options.overlaps:
        for pairs in _overlapping(options, moments).values():
            yield _overlap_hit(timeline, pairs)
    if options.at_least_minutes:
        for short in _short(options, moments).values():
            yield _short_hit(options, timeline, short)


def _overlapping(
    options: Options, moments: list[Moment]
) -> dict[tuple[Key, Key], list[tuple[_Task, _Task]]]:
    """The pairs of tasks that overlap, by the entries that they are occurrences of."""
    found: dict[tuple[Key, Key], list[tuple[_Task, _Task]]] = {}
    doing: dict[str, list[_Task]] = {}
    for moment in moments:
        task = _task(options, moment)
        if task is None:
            continue
        busy = doing.setdefault((task.entry.by or "").lower(), [])
        busy[:] = [other for other in busy if other.end > task.start]
        for other in busy:
            if isinstance(task.entry, Slot) or isinstance(other.entry, Slot):
                keys = sorted((_key(other.entry), _key(task.entry)), key=str)
                found.setdefault((keys[0], keys[1]), []).append((other, task))
        busy.append(task)
    return found


def _task(options: Options, moment: Moment) -> _Task | None:
    entry = moment.entry
    length = options.posting_minutes if isinstance(entry, Post) else entry.minutes
    if moment.minute is None or not entry.by or not length:
        return None
    return _Task(moment.minute, moment.minute + length, entry)


def _key(entry: Entry) -> Key:
    """What an occurrence is one of; posts of one entry for several channels are one task."""
    return entry.entry or entry.route or entry.id


def _overlap_hit(timeline: Timeline, pairs: list[tuple[_Task, _Task]]) -> Hit:
    earlier, later = pairs[0]
    shared = min(earlier.end, later.end) - later.start
    words = {
        **_words(timeline, later.entry, len(pairs)),
        "other": earlier.entry.kind,
        "other_when": _when(timeline, earlier.entry),
        "observed": Count(shared),
        "allowed": Count(0),
    }
    related = (earlier.entry, *(task.entry for pair in pairs[1:] for task in pair))
    window = _window(timeline, later.entry)
    return Hit(later.entry, window, shared, 0, tuple(dict.fromkeys(related)), words)


def _short(options: Options, moments: list[Moment]) -> dict[Key, list[Slot]]:
    found: dict[Key, list[Slot]] = {}
    for moment in moments:
        slot = moment.entry
        if isinstance(slot, Slot) and slot.minutes < options.at_least_minutes:
            found.setdefault(_key(slot), []).append(slot)
    return found


def _short_hit(options: Options, timeline: Timeline, slots: list[Slot]) -> Hit:
    first, *rest = slots
    words = {
        **_words(timeline, first, len(slots)),
        "other": "",
        "other_when": "",
        "observed": Count(first.minutes),
        "allowed": Count(options.at_least_minutes),
    }
    window = _window(timeline, first)
    return Hit(first, window, first.minutes, options.at_least_minutes, tuple(rest), words)


def _words(timeline: Timeline, entry: Entry, times: int) -> dict[str, object]:
    return {
        "person": entry.by or "somebody",
        "when": _when(timeline, entry),
        "more": f", and {Count(times - 1):more time|more times} after that" if times > 1 else "",
    }


def _when(timeline: Timeline, entry: Entry) -> str:
    assert entry.at is not None
    if isinstance(entry, Slot) and isinstance(entry.at, datetime):
        end = (entry.at + timedelta(minutes=entry.minutes)).astimezone(timeline.zone)
        return f"{moment_name(entry.at, timeline.zone)}-{end:%H:%M}"
    return moment_name(entry.at, timeline.zone)


def _window(timeline: Timeline, entry: Entry) -> Window:
    assert entry.at is not None
    day = local_day(entry.at, timeline.zone)
    return Window(day, day + timedelta(days=1))
