"""No word of a field has more than its share of the entries, over the weeks up to each one.

A person, a topic, an account: none of them is in more than so many of every so many entries.
Entries that say nothing in the field count in the whole.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from planner.checks import Board, Count, Hit, Offer, Option, Reach, some_of
from planner.groups import Key, channel_in, group_name, groups, is_in, keys_of, opens, parted
from planner.insertion import Insertion, read_insertion
from planner.model import Post, Window
from planner.options import choice, positive
from planner.weeks import Moment, Timeline, week_name
from planner.which import FIELDS, Test, Which, read_which, said_of


class Options(NamedTuple):
    """At most `most` of every `out_of` entries that are `of` say the same word in a `field`."""

    of: Which
    field: str
    most: int
    out_of: int
    from_count: int = 1
    over: int = 1
    each: str = "calendar"
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the posts and slots that are counted"),
    "field": Option(choice("kind", *FIELDS), "what they say something in"),
    "most": Option(positive, "how many of them may say the same word"),
    "out_of": Option(positive, "out of how many that is"),
    "from_count": Option(positive, "from how many entries on this is judged"),
    "over": Option(positive, "over how many weeks they are counted"),
    "each": Option(choice("calendar", "channel"), "what is counted apart"),
    "insert": Option(read_insertion, "the entry that a plan may add, for others to have a part"),
}
WORDS = ("week", "channel", "value", "observed", "total", "allowed", "excess", "missing")
COUNTS = ("observed", "total", "allowed", "excess", "missing")


class _Group(NamedTuple):
    """All entries of a group, and those that say its most frequent word too often."""

    key: Key
    total: int
    value: str
    saying: list[Moment]


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per stretch of weeks and group, for the word that is said the most."""
    is_counted = options.of.test(timeline.calendar)
    for window, moments in timeline.trailing(options.over):
        for group in _over(options, window, moments, is_counted):
            yield _hit(options, window, group)


def _over(
    options: Options, window: Window, moments: list[Moment], is_counted: Test
) -> Iterator[_Group]:
    """The groups in which the last week adds to a word that is said too often."""
    last_week = window.until.toordinal() - 7
    known = [moment for moment in moments if is_counted(moment.entry)]
    for key, mine in parted(options.each, known).items():
        if len(mine) < options.from_count:
            continue
        by_value: dict[str, list[Moment]] = {}
        for moment in mine:
            for value in dict.fromkeys(said_of(moment.entry, options.field)):
                by_value.setdefault(value, []).append(moment)
        over = [
            (-len(saying), value)
            for value, saying in by_value.items()
            if len(saying) * options.out_of > options.most * len(mine)
            and any(it.day >= last_week and opens(options.each, it.entry) for it in saying)
        ]
        if over:
            value = min(over)[1]
            yield _Group(key, len(mine), value, by_value[value])


def _hit(options: Options, window: Window, group: _Group) -> Hit:
    observed = len(group.saying)
    allowed = options.most * group.total // options.out_of
    last_week = window.until.toordinal() - 7
    tip = next(
        moment.entry
        for number, moment in enumerate(group.saying, start=1)
        if number > allowed and moment.day >= last_week
    )
    words = {
        "week": week_name(window),
        "channel": group_name(options.each, group.key),
        "value": group.value,
        "observed": Count(observed),
        "total": Count(group.total),
        "allowed": Count(allowed),
        "excess": Count(observed - allowed),
        "missing": Count(_lack(options, group)),
    }
    window = window._replace(channel=channel_in(options.each, group.key))
    related = tuple(moment.entry for moment in group.saying if moment.entry is not tip)
    return Hit(tip, window, observed, allowed, related, words)


def _lack(options: Options, group: _Group) -> int:
    """How many other entries would bring the word down to its share."""
    return -(-len(group.saying) * options.out_of // options.most) - group.total


def _over_in(options: Options, timeline: Timeline, week: Window) -> Iterator[_Group]:
    window, moments = timeline.back(week, options.over)
    return _over(options, window, moments, options.of.test(timeline.calendar))


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Entries that say something else, or nothing, as many as bring the word to its share."""
    if options.insert is None:
        return
    is_counted = options.of.test(timeline.calendar)
    for group in _over_in(options, timeline, window):
        entry = options.insert.on(None)
        if isinstance(entry, Post):
            last = group.saying[-1].entry
            channel = last.channel if isinstance(last, Post) else None
            entry = options.insert.on(group.key or None if options.each == "channel" else channel)
        if is_counted(entry) and group.value not in said_of(entry, options.field):
            yield Offer(entry, _lack(options, group))


def deferrable(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts of the week that say the word: another week may have room for them."""
    for group in _over_in(options, timeline, window):
        for day, _minute, entry in group.saying:
            if date.fromordinal(day) >= window.first and isinstance(entry, Post):
                yield entry.id


def reach(options: Options) -> Reach:
    """The weeks before."""
    return Reach.back(options.over)


def plan(options: Options, board: Board) -> None:
    """For each word that the week says, linear over the entries, unless they are too few."""
    entries = board.find(options.of.test(board.calendar), weeks=options.over)
    own = [it for it in entries if board.is_own(it) and opens(options.each, it.entry)]
    part = 0
    for key in groups(options.each, (piece.entry for piece in own)):
        mine = [piece for piece in entries if is_in(options.each, piece.entry, key)]
        new = [piece for piece in own if key in keys_of(options.each)(piece.entry)]
        total = sum(piece.present for piece in mine)
        few = board.boolean("few")
        board.model.add(total < options.from_count).only_enforce_if(few)
        for value in sorted({word for it in new for word in said_of(it.entry, options.field)}):
            part += 1
            guard = board.guard(channel_in(options.each, key), part)
            saying = [it for it in mine if value in said_of(it.entry, options.field)]
            fresh = (it.present for it in new if value in said_of(it.entry, options.field))
            number = sum(piece.present for piece in saying)
            shared = board.model.add(number * options.out_of <= options.most * total)
            shared.only_enforce_if(guard, some_of(board, fresh), ~few)
