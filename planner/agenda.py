"""A calendar or plan as people read it: cards by week and day, what changed and what is left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from planner.cards import Card, Change, cards_of, change_of, name_of
from planner.mix import MixChange, MixCount, compare, mix_of
from planner.model import (
    ABSENT_STATUSES,
    Calendar,
    Conflict,
    Entry,
    Plan,
    Slot,
    Window,
)
from planner.remarks import Remark, finding_remark, note_remark, reading_remarks
from planner.source import Reading, Source
from planner.weeks import day_name, local_day, week_name, week_of, zone_of
from planner.wording import counted, listed, one_line

MOST_IN_THE_WAY = 12
"""So many entries are listed under a conflict."""


class Day(NamedTuple):
    """A day of a week with its cards: those without a time first."""

    date: date
    name: str
    cards: tuple[Card, ...]


class Week(NamedTuple):
    """Seven days from the calendar's first weekday."""

    window: Window
    name: str
    title: str
    days: tuple[Day, ...]

    @property
    def cards(self) -> list[Card]:
        """The cards of all days."""
        return [card for day in self.days for card in day.cards]


class Trouble(NamedTuple):
    """A conflict in words, with the cards that stand in the way."""

    title: str
    why: str
    rules: tuple[str, ...]
    cards: tuple[tuple[Card | None, str], ...]
    ways_out: tuple[str, ...]


class ChannelMix(NamedTuple):
    """The mix of one channel."""

    channel: str
    kinds: tuple[MixChange, ...]


class Agenda(NamedTuple):
    """All that a page or a table shows; `planned` tells a plan from a calendar as it is.

    `reserved` are the minutes kept free for people, before and after.
    """

    title: str
    headline: str
    timezone: str
    planned: bool
    weeks: tuple[Week, ...]
    undated: tuple[Card, ...]
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Trouble, ...] = ()
    by_hand: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    mix: tuple[MixChange, ...] = ()
    channels: tuple[ChannelMix, ...] = ()
    reserved: tuple[int, int] = (0, 0)


def agenda_of_reading(reading: Reading) -> Agenda:
    """A calendar as it was read."""
    calendar = reading.calendar
    cards = cards_of(calendar, {})
    weeks = _weeks(cards, calendar.week_starts, ())
    mix = mix_of(calendar)
    reserved = _reserved(calendar, weeks)
    return Agenda(
        title=_title(calendar),
        headline=_contents(calendar),
        timezone=calendar.timezone,
        planned=False,
        weeks=weeks,
        undated=tuple(card for card in cards if card.day is None),
        notes=reading_remarks(reading),
        mix=compare(mix, mix),
        channels=_channel_mixes(mix, mix),
        reserved=(reserved, reserved),
    )


def agenda_of_plan(plan: Plan, source: Source) -> Agenda:
    """A plan: its weeks, and the weeks that something was moved to."""
    calendar = plan.calendar
    zone = zone_of(calendar.timezone)
    every: tuple[Entry, ...] = (*calendar.posts, *calendar.slots)
    entries = {entry.id: entry for entry in every}
    changes = tuple(
        change_of(number, move, entries.get(move.entry), zone)
        for number, move in enumerate(plan.moves, 1)
    )
    cards = cards_of(calendar, {change.move.entry: change for change in changes})
    weeks = _weeks(cards, calendar.week_starts, _wanted_weeks(plan, zone))
    before = _shown_mix(plan.original, weeks)
    after = _shown_mix(calendar, weeks)
    return Agenda(
        title=_title(calendar),
        headline=headline(plan),
        timezone=calendar.timezone,
        planned=True,
        weeks=weeks,
        undated=tuple(card for card in cards if card.day is None),
        changes=changes,
        conflicts=_troubles(plan.conflicts, cards),
        by_hand=tuple(finding_remark(finding, source) for finding in plan.by_hand),
        notes=tuple(note_remark(note, source) for note in plan.notes),
        mix=compare(before, after),
        channels=_channel_mixes(before, after),
        reserved=(_reserved(plan.original, weeks), _reserved(calendar, weeks)),
    )


def headline(plan: Plan) -> str:
    """The outcome in a sentence: what was changed, and whether less would have done."""
    changed = changes_in_words(plan)
    if plan.status == "infeasible" or plan.conflicts:
        cannot = f"Not balanced: {counted(len(plan.conflicts), 'conflict')} cannot be solved"
        outcome = f"{cannot}; {changed}" if plan.moves else cannot
    elif plan.moves:
        outcome = f"Balanced: {changed}; {_proof(plan)}"
    elif plan.weeks or not any(entry.at for entry in plan.calendar.entries):
        outcome = "Balanced as it is: nothing has to change"
    else:
        outcome = "Nothing to plan: all of it is past or outside of the days that are asked for"
    if plan.by_hand:
        outcome += f"; {counted(len(plan.by_hand), 'finding')} to mend by hand"
    return outcome + "."


def _title(calendar: Calendar) -> str:
    return one_line(calendar.name or "") or "Calendar"


def _contents(calendar: Calendar) -> str:
    posts = sum(post.status not in ABSENT_STATUSES for post in calendar.posts)
    slots = sum(slot.status not in ABSENT_STATUSES for slot in calendar.slots)
    return f"{counted(posts, 'post')} and {counted(slots, 'slot')}."


def changes_in_words(plan: Plan) -> str:
    """`2 posts moved and 1 entry added`; nothing when nothing is changed."""
    whats = [move.what for move in plan.moves]
    shifted, later = whats.count("shift"), whats.count("defer")
    added, held = whats.count("insert"), whats.count("hold")
    parts = []
    if shifted:
        parts.append(f"{counted(shifted, 'post')} moved")
    if later:
        parts.append(f"{counted(later, 'post')} moved to a later week")
    if added:
        parts.append(f"{counted(added, 'entry', 'entries')} added")
    if held:
        parts.append(f"{counted(held, 'post')} held back")
    return listed(parts)


def _proof(plan: Plan) -> str:
    """How near to the least possible change the plan is known to be."""
    words = {"held": "held back", "inserted": "added", "moved": "moved"}
    if plan.status == "optimal" or plan.cost == plan.bound:
        return "proven minimal"
    for field, word in words.items():
        needed, used = getattr(plan.bound, field), getattr(plan.cost, field)
        if needed < used:
            return f"not proven minimal, at least {needed} of {used} must be {word}"
    return "proven minimal but for how far posts move"


def _wanted_weeks(plan: Plan, zone: tzinfo) -> tuple[date, ...]:
    """The first days of the planned weeks and of those that take in a moved entry."""
    if not plan.weeks:
        return ()
    starts = plan.calendar.week_starts
    days = [local_day(move.after, zone) for move in plan.moves if move.after is not None]
    planned = {window.first for window in plan.weeks}
    return tuple(sorted(planned | {week_of(day, starts).first for day in days}))


def _weeks(cards: Iterable[Card], starts: int, wanted: tuple[date, ...]) -> tuple[Week, ...]:
    """The wanted weeks, or all that have cards when none is named."""
    by_day: defaultdict[date, list[Card]] = defaultdict(list)
    for card in cards:
        if card.day is not None:
            by_day[card.day].append(card)
    firsts = wanted or sorted({week_of(day, starts).first for day in by_day})
    return tuple(_week(first, by_day) for first in firsts)


def _week(first: date, by_day: Mapping[date, list[Card]]) -> Week:
    dates = [first + timedelta(days=number) for number in range(7)]
    window = Window(first, first + timedelta(days=7))
    return Week(
        window,
        week_name(window),
        f"{day_name(dates[0])} to {day_name(dates[-1])} {dates[-1].year}",
        tuple(Day(day, day_name(day), tuple(by_day.get(day, ()))) for day in dates),
    )


def _troubles(conflicts: Iterable[Conflict], cards: Iterable[Card]) -> tuple[Trouble, ...]:
    by_id = {card.entry.id: card for card in cards}
    return tuple(
        Trouble(
            ", ".join(filter(None, (week_name(conflict.week), conflict.week.channel))),
            one_line(conflict.why),
            conflict.rules,
            tuple(_in_the_way(conflict.entries, by_id)),
            tuple(map(one_line, conflict.ways_out)),
        )
        for conflict in conflicts
    )


def _in_the_way(
    entries: tuple[str, ...], by_id: Mapping[str, Card]
) -> Iterator[tuple[Card | None, str]]:
    """The entries of a conflict, each under the id that its sentence says, without very many."""
    for id_ in entries[:MOST_IN_THE_WAY]:
        card, name = by_id.get(id_), one_line(id_)
        words = (f"{name}:", card.when, name_of(card.entry)) if card else (name,)
        yield card, " ".join(filter(None, words))
    if len(entries) > MOST_IN_THE_WAY:
        yield None, f"and {len(entries) - MOST_IN_THE_WAY} more"


def _shown_mix(calendar: Calendar, weeks: Iterable[Week]) -> list[MixCount]:
    """The mix of the weeks that are shown, and of the undated posts."""
    shown = {week.window.first for week in weeks}
    counts = mix_of(calendar)
    return [count for count in counts if count.week is None or count.week.first in shown]


def _channel_mixes(before: Iterable[MixCount], after: Iterable[MixCount]) -> tuple[ChannelMix, ...]:
    first, last = _by_channel(before), _by_channel(after)
    return tuple(
        ChannelMix(channel, compare(first.get(channel, ()), last.get(channel, ())))
        for channel in sorted({*first, *last})
    )


def _by_channel(counts: Iterable[MixCount]) -> dict[str, list[MixCount]]:
    found: defaultdict[str, list[MixCount]] = defaultdict(list)
    for count in counts:
        found[count.channel or "no channel"].append(count)
    return found


def _reserved(calendar: Calendar, weeks: Iterable[Week]) -> int:
    """Minutes kept free for people in the shown weeks."""
    zone = zone_of(calendar.timezone)
    shown = {week.window.first for week in weeks}
    return sum(slot.minutes for slot in calendar.slots if _takes_place(slot, shown, zone, calendar))


def _takes_place(slot: Slot, shown: set[date], zone: tzinfo, calendar: Calendar) -> bool:
    first = week_of(local_day(slot.at, zone), calendar.week_starts).first
    return slot.status not in ABSENT_STATUSES and first in shown
