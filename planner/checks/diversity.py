"""At least so many different words in a field, over the weeks up to each one with such entries.

Over several weeks only stretches that lie wholly inside the calendar are judged.
"""

from collections.abc import Iterator
from typing import NamedTuple

from planner.checks import Count, Hit, Option, weeks_lacking
from planner.model import Window
from planner.options import choice, positive
from planner.weeks import Moment, Timeline, week_name
from planner.which import FIELDS, Which, read_which, said_of
from planner.wording import listed


class Options(NamedTuple):
    """At least `at_least` different words in a `field` of the entries that are `of`."""

    of: Which
    field: str
    at_least: int = 2
    over: int = 4
    from_count: int = 1


OPTIONS = {
    "of": Option(read_which, "the posts and slots that are looked at"),
    "field": Option(choice("kind", *FIELDS), "what they say something in"),
    "at_least": Option(positive, "how many different words there are to be"),
    "over": Option(positive, "over how many weeks"),
    "from_count": Option(positive, "from how many entries on this is judged"),
}
WORDS = ("week", "observed", "at_least", "missing", "values", "total")
COUNTS = ("observed", "at_least", "missing", "total")


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per stretch of weeks with too few words, at the first entry of its last week."""
    fits = options.of.test(timeline.calendar)
    for window, moments in timeline.trailing(options.over):
        if options.over > 1 and not timeline.is_whole(window):
            continue
        found = [moment for moment in moments if fits(moment.entry)]
        words = {word: None for it in found for word in said_of(it.entry, options.field)}
        is_new = bool(found) and found[-1].day >= window.until.toordinal() - 7
        if is_new and len(found) >= options.from_count and len(words) < options.at_least:
            yield _hit(options, window, found, list(words))


def _hit(options: Options, window: Window, found: list[Moment], values: list[str]) -> Hit:
    last_week = window.until.toordinal() - 7
    tip = next(moment.entry for moment in found if moment.day >= last_week)
    words = {
        "week": week_name(window),
        "observed": Count(len(values)),
        "at_least": Count(options.at_least),
        "missing": Count(options.at_least - len(values)),
        "values": listed(values) or "none",
        "total": Count(len(found)),
    }
    related = tuple(moment.entry for moment in found if moment.entry is not tip)
    return Hit(tip, window, len(values), options.at_least, related, words)


def too_short(options: Options, timeline: Timeline) -> str | None:
    """How long a calendar has to be, where it is not."""
    return weeks_lacking(timeline, options.over)
