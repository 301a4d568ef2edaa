"""At least so many entries for every so many others, over the weeks up to each one that has those.

Both are counted, or measured in minutes. Over several weeks only stretches that lie wholly inside
the calendar are judged, and only when their last week has an entry that asks for others.
"""

from collections.abc import Iterator
from typing import NamedTuple

from planner.checks import Board, Count, Hit, Offer, Option, Reach, some_of, weeks_lacking
from planner.groups import EACH, Key, channel_in, group_name, groups, is_in, keys_of, opens, parted
from planner.insertion import Insertion, read_insertion
from planner.model import Entry, Post, Slot, Window
from planner.options import choice, count, positive
from planner.weeks import Moment, Timeline, week_name
from planner.which import Test, Which, read_which


class Options(NamedTuple):
    """`at_least` entries that are `of` for every `for_every` that are `per`, over some weeks."""

    of: Which
    per: Which
    at_least: int = 1
    for_every: int = 1
    over: int = 1
    each: str = "channel"
    measure: str = "entries"
    post_minutes: int = 15
    never_needed: int = 0
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the posts and slots that there have to be"),
    "per": Option(read_which, "the posts and slots that ask for them"),
    "at_least": Option(positive, "how many of them are asked for at a time"),
    "for_every": Option(positive, "how many of the others ask for that many"),
    "over": Option(positive, "over how many weeks they are counted"),
    "each": Option(choice(*EACH), "what is counted apart; a slot without channels counts for each"),
    "measure": Option(choice("entries", "minutes"), "whether entries are counted or their minutes"),
    "post_minutes": Option(positive, "how many minutes a post counts, where minutes are counted"),
    "never_needed": Option(count, "how many of the others ask for nothing yet"),
    "insert": Option(read_insertion, "the entry that a plan may add as work to do"),
}
WORDS = ("week", "channel", "observed", "needed", "asking", "missing")
COUNTS = ("observed", "needed", "asking", "missing")


class _Group(NamedTuple):
    """What is there and what asks for it, in order of time."""

    there: list[Entry]
    asking: list[Moment]


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per stretch of weeks and group, at the entry that asks for one too many."""
    tests = options.of.test(timeline.calendar), options.per.test(timeline.calendar)
    for window, moments in timeline.trailing(options.over):
        for key, group in _short(options, timeline, window, moments, tests):
            yield _hit(options, window, key, group)


def too_short(options: Options, timeline: Timeline) -> str | None:
    """How long a calendar has to be, where it is not."""
    return weeks_lacking(timeline, options.over)


def _short(
    options: Options,
    timeline: Timeline,
    window: Window,
    moments: list[Moment],
    tests: tuple[Test, Test],
) -> Iterator[tuple[Key, _Group]]:
    """The groups that have too little in some weeks, where that can be judged."""
    is_there, is_asking = tests
    if options.over > 1 and not timeline.is_whole(window):
        return
    known = [it for it in moments if is_there(it.entry) or is_asking(it.entry)]
    last_week = window.until.toordinal() - 7
    for key, mine in parted(options.each, known).items():
        asking = [it for it in mine if is_asking(it.entry)]
        group = _Group([it.entry for it in mine if is_there(it.entry)], asking)
        is_new = any(it.day >= last_week and opens(options.each, it.entry) for it in asking)
        if is_new and _observed(options, group) < _needed(options, asking):
            yield key, group


def _amount(options: Options, entry: Entry) -> int:
    if options.measure == "entries":
        return 1
    return entry.minutes if isinstance(entry, Slot) else options.post_minutes


def _observed(options: Options, group: _Group) -> int:
    return sum(_amount(options, entry) for entry in group.there)


def _needed(options: Options, asking: list[Moment]) -> int:
    if len(asking) <= options.never_needed:
        return 0
    total = sum(_amount(options, moment.entry) for moment in asking)
    return options.at_least * total // options.for_every


def _hit(options: Options, window: Window, key: Key, group: _Group) -> Hit:
    observed, needed = _observed(options, group), _needed(options, group.asking)
    last_week = window.until.toordinal() - 7
    tip = next(
        moment.entry
        for number, moment in enumerate(group.asking, start=1)
        if moment.day >= last_week and _needed(options, group.asking[:number]) > observed
    )
    words = {
        "week": week_name(window),
        "channel": group_name(options.each, key),
        "observed": Count(observed),
        "needed": Count(needed),
        "asking": Count(sum(_amount(options, moment.entry) for moment in group.asking)),
        "missing": Count(needed - observed),
    }
    window = window._replace(channel=channel_in(options.each, key))
    related = tuple(entry for entry in group.there if entry is not tip)
    return Hit(tip, window, observed, needed, related, words)


def _short_of(options: Options, timeline: Timeline, week: Window) -> Iterator[tuple[Key, _Group]]:
    """The groups that have too little in the weeks up to one."""
    tests = options.of.test(timeline.calendar), options.per.test(timeline.calendar)
    window, moments = timeline.back(week, options.over)
    return _short(options, timeline, window, moments, tests)


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Entries that count for a group that has too little, as many as make up for it."""
    if options.insert is None:
        return
    is_there, is_asking = options.of.test(timeline.calendar), options.per.test(timeline.calendar)
    for key, group in _short_of(options, timeline, window):
        entry = options.insert.on(_channel_for(options, options.insert, key, group))
        amount = _amount(options, entry)
        gain = options.for_every * amount - options.at_least * amount * is_asking(entry)
        if is_there(entry) and is_in(options.each, entry, key) and gain > 0:
            total = sum(_amount(options, moment.entry) for moment in group.asking)
            lack = options.at_least * total - options.for_every + 1
            lack -= options.for_every * _observed(options, group)
            yield Offer(entry, -(-lack // gain))


def _channel_for(options: Options, insert: Insertion, key: Key, group: _Group) -> str | None:
    """A slot serves all channels; a post goes where it is missing or where others ask for it."""
    if not isinstance(insert.entry, Post):
        return None
    if options.each == "channel":
        return key or None
    posts = [it.entry for it in group.asking if isinstance(it.entry, Post)]
    return posts[-1].channel if posts else None


def deferrable(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts that ask for more than there is: another week may have it."""
    is_there = options.of.test(timeline.calendar)
    first = window.first.toordinal()
    for _key, group in _short_of(options, timeline, window):
        for day, _minute, entry in group.asking:
            if day >= first and isinstance(entry, Post) and not is_there(entry):
                yield entry.id


def reach(options: Options) -> Reach:
    """The weeks before."""
    return Reach.back(options.over)


def plan(options: Options, board: Board) -> None:
    """Linear over what is there and what asks for it, unless few enough ask."""
    if not board.is_whole(options.over):
        return
    there = board.find(options.of.test(board.calendar), weeks=options.over)
    asking = board.find(options.per.test(board.calendar), weeks=options.over)
    own = [it for it in asking if board.is_own(it) and opens(options.each, it.entry)]
    each = options.each
    for part, key in enumerate(groups(each, (piece.entry for piece in own))):
        guard = board.guard(channel_in(each, key), 0 if each == "channel" else part)
        new = [piece for piece in own if key in keys_of(each)(piece.entry)]
        conditions = [guard, some_of(board, (piece.present for piece in new))]
        mine = [piece for piece in asking if is_in(each, piece.entry, key)]
        if options.never_needed:
            few = board.boolean("few")
            total = sum(piece.present for piece in mine)
            board.model.add(total <= options.never_needed).only_enforce_if(*conditions, few)
            conditions.append(~few)
        have = sum(
            _amount(options, piece.entry) * piece.present
            for piece in there
            if is_in(each, piece.entry, key)
        )
        want = sum(_amount(options, piece.entry) * piece.present for piece in mine)
        enough = options.for_every * have >= options.at_least * want - options.for_every + 1
        board.model.add(enough).only_enforce_if(*conditions)
