"""At least so many entries of some kinds in a week, on so many days, and so many per channel."""

from collections.abc import Iterator
from typing import NamedTuple

from planner.checks import Board, Count, Hit, Offer, Option
from planner.model import Entry, Post, Window
from planner.options import count, kind, kinds
from planner.weeks import Moment, Timeline, is_closed, serves, week_name
from planner.wording import counted, listed


class Options(NamedTuple):
    """`at_least` entries of the kinds `of` on `on_days` days, `per_channel` for each channel."""

    of: frozenset[str]
    at_least: int = 0
    on_days: int = 0
    per_channel: int = 0
    insert: str = "conversation"


OPTIONS = {
    "of": Option(kinds, "the kinds of posts and slots that count"),
    "at_least": Option(count, "how many of them every week has"),
    "on_days": Option(count, "on how many different days they are"),
    "per_channel": Option(count, "how many of them each channel has that posts in the week"),
    "insert": Option(kind, "the kind of slot that a plan may add as work to do"),
}
WORDS = ("week", "entries", "at_least", "on_days", "bare", "remedy")


class _Week(NamedTuple):
    """What a week has and lacks."""

    talks: list[Moment]
    days: int
    bare: list[str | None]


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per week, at its first entry, or at the first post of a channel left alone."""
    for window, moments in timeline.weeks():
        week = _look(options, moments)
        if _is_short(options, week) and not is_closed(timeline.calendar, window):
            yield _hit(options, window, moments, week)


def _look(options: Options, moments: list[Moment]) -> _Week:
    talks = [moment for moment in moments if moment.entry.kind in options.of]
    posting = sorted({m.entry.channel or "" for m in moments if isinstance(m.entry, Post)})
    bare = [
        channel or None
        for channel in posting
        if _serving(talks, channel or None) < options.per_channel
    ]
    return _Week(talks, len({moment.day for moment in talks}), bare)


def _serving(talks: list[Moment], channel: str | None) -> int:
    return sum(serves(moment.entry, channel) for moment in talks)


def _is_short(options: Options, week: _Week) -> bool:
    few = len(week.talks) < options.at_least or week.days < options.on_days
    return few or bool(week.bare)


def _hit(options: Options, window: Window, moments: list[Moment], week: _Week) -> Hit:
    talks: list[Entry] = [moment.entry for moment in week.talks]
    words = {
        "week": week_name(window),
        "entries": _entries_words(len(talks), week.days),
        "at_least": Count(options.at_least),
        "on_days": Count(options.on_days),
        "bare": _bare_words(week.bare) if talks else "",
        "remedy": _remedy(options, week),
    }
    tip = moments[0].entry
    if len(talks) >= options.at_least and week.days >= options.on_days:
        tip = _first_post(moments, week.bare[0])
        if len(week.bare) == 1:
            window = window._replace(channel=week.bare[0])
    related = tuple(entry for entry in talks if entry is not tip)
    return Hit(tip, window, len(talks), options.at_least, related, words)


def _first_post(moments: list[Moment], channel: str | None) -> Entry:
    return next(
        entry
        for _day, _minute, entry in moments
        if isinstance(entry, Post) and entry.channel == channel
    )


def _entries_words(number: int, days: int) -> str:
    if not number:
        return "no entry for conversation"
    return f"{counted(number, 'entry', 'entries')} for conversation on {counted(days, 'day')}"


def _bare_words(bare: list[str | None]) -> str:
    if not bare:
        return ""
    return f", too few for {listed(channel or 'the posts without one' for channel in bare)}"


def _remedy(options: Options, week: _Week) -> str:
    missing = max(
        options.at_least - len(week.talks),
        options.on_days - week.days,
        options.per_channel if week.bare else 0,
    )
    more_days = max(0, options.on_days - week.days)
    entries = counted(missing, "slot")
    if more_days > 1:
        return f"Add {entries} for answering people, on {more_days} other days"
    if more_days:
        return f"Add {entries} for answering people, on another day"
    return f"Add {entries} for answering people"


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Slots for all channels, when the week falls short."""
    week = _look(options, timeline.between(window.first, window.until))
    if _is_short(options, week) and not is_closed(timeline.calendar, window):
        most = max(options.at_least, options.on_days, options.per_channel)
        yield Offer(options.insert, None, is_slot=True, most=most)


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts that count, when they could be on more days."""
    week = _look(options, timeline.between(window.first, window.until))
    if week.days < options.on_days:
        yield from (m.entry.id for m in week.talks if isinstance(m.entry, Post))


def deferrable(_options: Options, _timeline: Timeline, _window: Window) -> Iterator[str]:
    """None: a week never has too many conversations."""
    return iter(())


def reach(_options: Options) -> int:
    """Nothing outside the week matters."""
    return 0


def plan(options: Options, board: Board) -> None:
    """Sums over the entries that count, over the days that have one, and per posting channel."""
    if board.is_closed:
        return
    talks = board.entries(options.of)
    guard = board.guard(None)
    enough = sum(piece.present for piece in talks) >= options.at_least
    board.model.add(enough).only_enforce_if(guard)
    used = []
    for day in range(board.window.first.toordinal(), board.window.until.toordinal()):
        literals = [piece.days[day] for piece in talks if day in piece.days]
        if literals:
            used.append(board.boolean("day"))
            board.model.add(sum(literals) >= used[-1])
    board.model.add(sum(used) >= options.on_days).only_enforce_if(guard)
    if options.per_channel:
        _plan_channels(options, board)


def _plan_channels(options: Options, board: Board) -> None:
    """Nothing is held back only because nobody is there to answer: that stays a finding."""
    for channel in board.channels():
        serving = board.entries(options.of, serving=channel)
        enough = sum(piece.present for piece in serving) >= options.per_channel
        posts = board.posts(channel)
        for piece in [it for it in posts if not it.is_guest][:1] or posts:
            needed = board.model.add(enough)
            needed.only_enforce_if(board.guard(None), *([piece.present] * piece.is_guest))
