"""Whether an edited file reads as it was planned, and where it does not."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from planner.model import Calendar, Entry, Post, Slot
from planner.source import Reading, Source
from planner.weeks import local_day, week_of, zone_of
from planner.yaml_edit.fates import Copy, Fate, moment
from planner.yaml_edit.items import Change

_NULLS = (b"", b"~", b"null", b"Null", b"NULL")
Days = tuple[date, date]


class Expected(NamedTuple):
    """The calendar that a file should give instead of the one before, and the ids in it.

    `names` has, by the id of an entry in the plan, the id of its item, or "" where it has none.
    """

    before: Calendar
    calendar: Calendar
    names: Mapping[str, str]


def names_of(entries: Iterable[Entry], source: Source) -> Iterator[tuple[str, str]]:
    """The id of every entry with the one that its item says, or ""."""
    for entry in entries:
        span = source.find((*entry.route, "id"))
        named = span is not None and source.data[span.start : span.end] not in _NULLS
        yield entry.id, entry.entry if named else ""


def mended(
    fates: Mapping[int, Fate], reading: Reading, number_after: Callable[[int], int]
) -> dict[int, Fate]:
    """The same fates, but items say for themselves what they took over from one that changed."""
    found: dict[int, list[Post]] = {}
    for post in reading.calendar.posts:
        found.setdefault(int(post.route[1]), []).append(post)

    def also(change: Change, posts: Iterable[Post], number: int) -> Change:
        return change.also(_stray(posts, found.get(number, [])))

    better = {}
    for before, fate in fates.items():
        number = number_after(before)
        better[before] = Fate(
            fate.posts,
            also(fate.change, fate.posts, number),
            tuple(
                Copy(also(copy.change, copy.posts, place), copy.posts)
                for place, copy in enumerate(fate.copies, number + 1)
            ),
        )
    return better


def _stray(wanted: Iterable[Post], found: list[Post]) -> Change:
    first, *_others = wanted
    channels = tuple(post.channel for post in wanted)
    return Change(
        at=first.at if any(moment(it.at) != moment(first.at) for it in found) else None,
        status=first.status if any(it.status != first.status for it in found) else None,
        channels=tuple(filter(None, channels))
        if {it.channel for it in found} != set(channels)
        else None,
    )


def difference(
    expected: Expected, reading: Reading, read: Callable[[Days | None], Reading]
) -> str | None:
    """A few words about the first thing that reads otherwise than expected, None without any.

    `read` reads the edited file once more, looking at some days: as entries move, slots repeat
    over other weeks.
    """
    calendar, found = expected.calendar, reading.calendar
    if repr(_settings(calendar)) != repr(_settings(found)):
        return "its settings change"
    names = dict(names_of(found.entries, reading.source))
    entries = [*_single(calendar)]
    missing = _counted(entries, expected.names) - _counted(_single(found), names)
    if missing:
        texts = {_text(entry, expected.names): entry.id for entry in entries}
        return f"{texts[next(iter(missing))]} would be another one"
    if len(entries) != len([*_single(found)]):
        return "there would be one more"
    series = [slot for slot in calendar.slots if slot.every]
    if series and _counted(series, {}) != _counted(_series(read(_days(expected.before))), {}):
        return "slots would repeat otherwise"
    return None


def _settings(calendar: Calendar) -> tuple[object, ...]:
    records = [record._replace(id="", route=(), silenced=()) for record in calendar.records]
    return (*calendar._replace(posts=(), slots=(), records=()), records)


def _single(calendar: Calendar) -> Iterator[Entry]:
    """The entries that take place once."""
    return (it for it in calendar.entries if isinstance(it, Post) or not it.every)


def _series(reading: Reading) -> list[Slot]:
    return [slot for slot in reading.calendar.slots if slot.every]


def _counted(entries: Iterable[Entry], names: Mapping[str, str]) -> Counter[str]:
    return Counter(_text(entry, names) for entry in entries)


def _text(entry: Entry, names: Mapping[str, str]) -> str:
    """All that an entry says, and its id where the file says it."""
    bare = entry._replace(id="", entry=names.get(entry.id, ""), route=(), silenced=())
    return f"{moment(entry.at)} {bare._replace(at=date.min)!r}"


def _days(calendar: Calendar) -> Days:
    """The weeks over which slots repeat in a calendar."""
    zone = zone_of(calendar.timezone)
    days = [local_day(it.at, zone) for it in calendar.entries if it.at is not None]
    starts = calendar.week_starts
    return week_of(min(days), starts).first, week_of(max(days), starts).until
