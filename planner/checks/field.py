"""What entries have to say of themselves, and what they must not.

Entries without a date count too. A post on several channels and a slot that repeats are one item
of the calendar and are told once. Moving entries cures none of it, so there is no plan reading.
"""

from collections.abc import Iterable, Iterator

from planner.checks import Count, Option, PostHit
from planner.items import channels_of, day_of, day_window, in_time, item_name, items
from planner.model import Entry, Window
from planner.named import NamedTuple
from planner.options import choice
from planner.weeks import Timeline, week_name, week_of
from planner.which import Which, read_which, said_of

_KEYS = {"origin": "from", "contacts": "with", "shows": "media", "alt": "media"}
"""The keys of a file for fields that are called otherwise here."""


class Options(NamedTuple):
    """Entries that are `of` must be what `must` says and must not be what `must_not` says."""

    of: Which
    must: Which | None = None
    must_not: Which | None = None
    told: str = "entry"


OPTIONS = {
    "of": Option(read_which, "the entries that are judged"),
    "must": Option(read_which, "what every one of them has to be or to say"),
    "must_not": Option(read_which, "what none of them may be or say"),
    "told": Option(
        choice("entry", "week", "calendar"),
        "whether each entry gives a finding, or all of a week or of the calendar together",
    ),
}
WORDS = ("entry", "channel", "field", "said", "when", "number", "total")
COUNTS = ("number", "total")

Item = list[Entry]


def lint(options: Options, timeline: Timeline) -> Iterator[PostHit]:
    """A hit per item, or per group of items that are told together, at the first wrong one."""
    judged = options.of.test(timeline.calendar)
    must = options.must.test(timeline.calendar) if options.must else None
    must_not = options.must_not.test(timeline.calendar) if options.must_not else None
    entries = [entry for entry in timeline.going_out() if judged(entry)]
    wrong = [
        entry for entry in entries if (must and not must(entry)) or (must_not and must_not(entry))
    ]
    if not wrong:
        return
    totals = dict(_scopes(options, timeline, entries))
    if options.told != "entry":
        wrong.sort(key=lambda entry: in_time(entry, timeline))
    for scope, found in _scopes(options, timeline, wrong):
        yield _hit(options, timeline, found, len(totals[scope]))


def _scopes(
    options: Options, timeline: Timeline, entries: Iterable[Entry]
) -> Iterator[tuple[object, list[Item]]]:
    """The items that are told together."""
    if options.told == "week":
        weeks: dict[Window | None, list[Entry]] = {}
        for entry in entries:
            weeks.setdefault(_week(entry, timeline), []).append(entry)
        yield from ((week, items(found)) for week, found in weeks.items())
    elif options.told == "calendar":
        yield None, items(entries)
    else:
        yield from ((item[0].route or item[0].id, [item]) for item in items(entries))


def _week(entry: Entry, timeline: Timeline) -> Window | None:
    day = day_of(entry, timeline)
    return week_of(day, timeline.calendar.week_starts) if day else None


def _hit(options: Options, timeline: Timeline, found: list[Item], total: int) -> PostHit:
    first = found[0][0]
    field = _wrong_field(options, timeline, first)
    week = _week(first, timeline)
    words = {
        "entry": item_name(found[0], timeline),
        "channel": channels_of(found[0]) or "no channel",
        "field": field or "entry",
        "said": ", ".join(said_of(first, field)) if field else "",
        "when": week_name(week) if week else "entries without a date",
        "number": Count(len(found)),
        "total": Count(total),
    }
    window = week if options.told == "week" else day_window(first, timeline)
    related = tuple(item[0] for item in found[1:])
    key = _KEYS.get(field, field) if field else None
    return PostHit(
        first, None if options.told == "calendar" else window, len(found), 0, words, key,
        related=related,
    )  # fmt: skip


def _wrong_field(options: Options, timeline: Timeline, entry: Entry) -> str | None:
    """The field at fault: the first forbidden one, or the only one that says the wrong thing."""
    if options.must_not and options.must_not.test(timeline.calendar)(entry):
        return _first_said(options.must_not, timeline, entry)
    if options.must and not options.must.others:
        names = [name for name, _wanted in options.must.fields if said_of(entry, name)]
        return names[0] if len(names) == 1 else None
    return None


def _first_said(which: Which, timeline: Timeline, entry: Entry) -> str | None:
    for name, _wanted in which.fields:
        if said_of(entry, name):
            return name
    for other in which.others:
        found = _first_said(other, timeline, entry)
        if found and other.test(timeline.calendar)(entry):
            return found
    return None
