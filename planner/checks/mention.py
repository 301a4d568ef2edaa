"""Posts that name people from outside before anybody has done something for them.

An account is from outside when it is neither the team's nor a partner's. The days before a post
count, and its own day up to it; a time that is not known is no reason for a finding.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from planner.checks import Count, Option, PostHit
from planner.handles import handle, handles_of, known_handles
from planner.items import channels_of, day_window, item_name, items
from planner.model import Entry, Post
from planner.options import flag, positive
from planner.weeks import Moment, Timeline, minute_of
from planner.which import Which, of_kinds, read_which
from planner.wording import listed


class Options(NamedTuple):
    """A post that is `of` names an account from outside only after enough `earned_by` entries."""

    of: Which
    earned_by: Which = of_kinds(())
    contacts: int = 1
    within_weeks: int = 4
    never: bool = False


OPTIONS = {
    "of": Option(read_which, "the posts that should not name just anybody"),
    "earned_by": Option(read_which, "the earlier posts and slots that count as contacts"),
    "contacts": Option(positive, "how many of them, with the same account, earn it"),
    "within_weeks": Option(positive, "how many weeks before the post they count"),
    "never": Option(flag, "whether nothing at all earns it"),
}
WORDS = ("entry", "channel", "handles", "observed", "allowed", "missing", "weeks")
COUNTS = ("observed", "allowed", "missing", "weeks")

Contacts = dict[str, list[Moment]]


def lint(options: Options, timeline: Timeline) -> Iterator[PostHit]:
    """A hit per post, with all accounts that it names too early."""
    fits = options.of.test(timeline.calendar)
    known = known_handles(timeline.calendar)
    contacts = {} if options.never else _contacts(options, timeline, known)
    for item in items(entry for entry in timeline.going_out() if fits(entry)):
        outside = [name for name in _named(item) if name not in known]
        early = {name: _number(options, timeline, item, contacts, name) for name in outside}
        if not options.never:
            early = {name: it for name, it in early.items() if it < options.contacts}
            if item[0].at is None:
                continue
        if early and isinstance(item[0], Post):
            yield _hit(options, timeline, item, early)


def _named(item: list[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for entry in item for name in handles_of(entry)))


def _contacts(options: Options, timeline: Timeline, known: frozenset[str]) -> Contacts:
    """The entries that earn something, by the accounts from outside that they name."""
    earns = options.earned_by.test(timeline.calendar)
    found: Contacts = {}
    for moment in timeline.moments:
        if earns(moment.entry):
            for name in handles_of(moment.entry):
                if name not in known:
                    found.setdefault(name, []).append(moment)
    return found


def _number(
    options: Options, timeline: Timeline, item: list[Entry], contacts: Contacts, name: str
) -> int:
    """How many contacts with an account there were before a post; each item once a day."""
    at = item[0].at
    window = day_window(item[0], timeline)
    if at is None or window is None:
        return 0
    day = window.first.toordinal()
    minute = minute_of(at) if isinstance(at, datetime) else None
    own = {entry.id for entry in item}
    met = contacts.get(name, [])
    start = bisect_left(met, day - 7 * options.within_weeks, key=_day)
    end = bisect_right(met, day, lo=start, key=_day)
    return len({
        (moment.entry.route or moment.entry.id, moment.day)
        for moment in met[start:end]
        if moment.entry.id not in own
        and (moment.day < day or _is_before(moment.minute, minute))
    })  # fmt: skip


def _day(moment: Moment) -> int:
    return moment.day


def _is_before(minute: int | None, other: int | None) -> bool:
    return minute is None or other is None or minute < other


def _hit(options: Options, timeline: Timeline, item: list[Entry], early: dict[str, int]) -> PostHit:
    post = item[0]
    assert isinstance(post, Post)
    fewest = min(early.values())
    asked = 0 if options.never else options.contacts
    words = {
        "entry": item_name(item, timeline),
        "channel": channels_of(item) or "no channel",
        "handles": listed(f"@{name}" for name in early),
        "observed": Count(fewest),
        "allowed": Count(asked),
        "missing": Count(max(0, asked - fewest)),
        "weeks": Count(options.within_weeks),
    }
    addressed = {handle(name) for name in post.mentions}
    field = "mentions" if addressed & set(early) else "text"
    return PostHit(post, day_window(post, timeline), fewest, asked, words, field)
