"""Each of some values of a field has its entries, over the weeks up to each one with entries.

Over several weeks only stretches that lie wholly inside the calendar are judged.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from planner.checks import (
    Board,
    Count,
    Hit,
    Offer,
    Option,
    Reach,
    is_judged,
    some_of,
    weeks_lacking,
)
from planner.insertion import Insertion, read_insertion
from planner.model import POST_KINDS, SLOT_KINDS, Entry, Post, Record, Window
from planner.options import Words, choice, positive, words
from planner.weeks import Moment, Timeline, week_name
from planner.which import FIELDS, Test, Which, read_which, said_of
from planner.wording import listed

_LISTS = ("tags", "surfaces")
_SAID = ("kind", "audience", "topic", "about", "origin", "goal", "campaign", *_LISTS)
"""Fields that an inserted entry can say."""


def read_values(value: Any) -> Words:
    """Words, in lower case as fields are compared."""
    return Words(word.lstrip("#").lower() for word in words(value))


class Options(NamedTuple):
    """At least `at_least` entries that are `of` for each of the `values` of a `field`."""

    of: Which
    field: str
    values: Words
    at_least: int = 1
    over: int = 4
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the posts and slots that count"),
    "field": Option(choice("kind", *FIELDS), "what they say something in"),
    "values": Option(read_values, "the words that each need entries"),
    "at_least": Option(positive, "how many entries each of them needs"),
    "over": Option(positive, "over how many weeks they are counted"),
    "insert": Option(read_insertion, "the entry that a plan may add, with the missing word"),
}
WORDS = ("week", "observed", "needed", "missing", "found", "values", "at_least", "over")
COUNTS = ("observed", "needed", "at_least", "over")


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per stretch in which words are missing, at the first entry of its last week."""
    is_counted = options.of.test(timeline.calendar)
    for window, moments in timeline.trailing(options.over):
        found = _found(options, moments, is_counted)
        missing = _missing(options, found)
        if missing and is_judged(timeline, window):
            yield _hit(options, window, moments, found)


def too_short(options: Options, timeline: Timeline) -> str | None:
    """How long a calendar has to be, where it is not."""
    return weeks_lacking(timeline, options.over)


def says(entry: Entry | Record, field: str, value: str) -> bool:
    """Whether an entry says a word in a field."""
    return value in said_of(entry, field)


def _found(options: Options, moments: list[Moment], is_counted: Test) -> dict[str, list[Entry]]:
    """The entries of each word."""
    found: dict[str, list[Entry]] = {value: [] for value in options.values}
    for _day, _minute, entry in moments:
        if is_counted(entry):
            for value in dict.fromkeys(said_of(entry, options.field)):
                if value in found:
                    found[value].append(entry)
    return found


def _missing(options: Options, found: dict[str, list[Entry]]) -> list[str]:
    return [value for value, entries in found.items() if len(entries) < options.at_least]


def _hit(
    options: Options, window: Window, moments: list[Moment], found: dict[str, list[Entry]]
) -> Hit:
    last_week = window.until.toordinal() - 7
    tip = next(moment.entry for moment in moments if moment.day >= last_week)
    missing = _missing(options, found)
    words = {
        "week": week_name(window),
        "observed": Count(len(found) - len(missing)),
        "needed": Count(len(found)),
        "missing": listed(missing),
        "found": listed(value for value in found if value not in missing) or "none",
        "values": listed(found),
        "at_least": Count(options.at_least),
        "over": Count(options.over),
    }
    entries = {id(it): it for value in found for it in found[value] if it is not tip}
    related = tuple(entries.values())
    return Hit(tip, window, len(found) - len(missing), len(found), related, words)


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """An entry for each word that is missing."""
    stretch, moments = timeline.back(window, options.over)
    if options.insert is None or not is_judged(timeline, stretch):
        return
    is_counted = options.of.test(timeline.calendar)
    found = _found(options, moments, is_counted)
    posts = [it.entry for it in moments if isinstance(it.entry, Post)]
    for value in _missing(options, found):
        entry = _saying(options.insert.on(None), options.field, value)
        if isinstance(entry, Post):
            entry = entry._replace(channel=posts[-1].channel if posts else None)
        if entry and is_counted(entry) and says(entry, options.field, value):
            yield Offer(entry, options.at_least - len(found[value]))


def _saying(entry: Entry, field: str, value: str) -> Entry | None:
    """The entry with a word in a field, or None when it has no such field."""
    if says(entry, field, value):
        return entry
    if field not in _SAID or field not in entry._fields:
        return None
    if field == "kind" and value not in (POST_KINDS if isinstance(entry, Post) else SLOT_KINDS):
        return None
    said: Any = (*getattr(entry, field), value) if field in _LISTS else value
    return entry._replace(**{field: said})


def reach(options: Options) -> Reach:
    """The weeks before."""
    return Reach.back(options.over)


def plan(options: Options, board: Board) -> None:
    """A sum for each word, where anything takes place in the week."""
    if board.is_closed or not board.is_whole(options.over):
        return
    some = some_of(board, (piece.present for piece in board.find(lambda _entry: True)))
    counted_ones = board.find(options.of.test(board.calendar), weeks=options.over)
    for part, value in enumerate(options.values):
        saying = [it for it in counted_ones if says(it.entry, options.field, value)]
        enough = sum(piece.present for piece in saying) >= options.at_least
        board.model.add(enough).only_enforce_if(board.guard(None, part), some)
