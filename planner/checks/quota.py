"""At least so many entries of some kinds in every week, or in every few weeks taken together.

Over several weeks only stretches that lie wholly inside the calendar are judged.
"""

from collections import Counter
from collections.abc import Iterator

from planner.checks import Board, Count, Hit, Offer, Option, Reach, is_judged, weeks_lacking
from planner.groups import groups, is_in
from planner.insertion import Insertion, read_insertion
from planner.model import Entry, Post, Window
from planner.named import Any, NamedTuple
from planner.options import count, positive
from planner.weeks import Moment, Timeline, serves, week_name
from planner.which import Test, Which, read_which
from planner.wording import counted, listed


class Options(NamedTuple):
    """`at_least` entries that are `of` on `on_days` days, `per_channel` for each channel."""

    of: Which
    at_least: int = 0
    on_days: int = 0
    per_channel: int = 0
    over: int = 1
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the posts and slots that count"),
    "at_least": Option(count, "how many of them every week has"),
    "on_days": Option(count, "on how many different days they are"),
    "per_channel": Option(count, "how many of them each channel has that posts in the week"),
    "over": Option(positive, "over how many weeks they are counted"),
    "insert": Option(read_insertion, "the entry that a plan may add as work to do"),
}
WORDS = (
    "week", "entries", "on", "observed", "needed", "on_days", "bare", "missing", "elsewhere",
)  # fmt: skip
COUNTS = ("observed", "needed", "on_days", "missing")


FEW_WEEKS = 3
"""So many weeks in a row that fall short are told one by one; more are a habit, told once."""


class _Short(NamedTuple):
    """A stretch of weeks that falls short."""

    window: Window
    moments: list[Moment]
    stretch: "_Stretch"


class _Stretch(NamedTuple):
    """What a stretch of weeks has and lacks."""

    found: list[Moment]
    days: int
    bare: list[str | None]


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per stretch of weeks, at its first entry, or at the first post of a lonely channel.

    Many weeks in a row that fall short get one hit together.
    """
    is_counted = options.of.test(timeline.calendar)
    run: list[_Short] = []
    for window, moments in timeline.trailing(options.over):
        stretch = _look(options, moments, is_counted)
        if is_judged(timeline, window) and _is_short(options, stretch):
            run.append(_Short(window, moments, stretch))
        else:
            yield from _hits(options, run)
            run = []
    yield from _hits(options, run)


def _hits(options: Options, run: list[_Short]) -> Iterator[Hit]:
    """A hit for each of a few weeks in a row, or one for many, with the numbers of the poorest."""
    if len(run) <= FEW_WEEKS:
        yield from (_hit(options, *short) for short in run)
        return
    whole = Window(run[0].window.first, run[-1].window.until)
    poorest = min((short.stretch for short in run), key=lambda it: len(it.found))
    words = _words(options, whole, poorest)
    if any(short.stretch.found for short in run):
        words |= {"entries": "too few entries a week", "on": "", "bare": ""}
    hit = _hit(options, *run[0])
    yield hit._replace(window=whole, observed=len(poorest.found), related=(), words=words)


def too_short(options: Options, timeline: Timeline) -> str | None:
    """How long a calendar has to be, where it is not."""
    return weeks_lacking(timeline, options.over)


def _look(options: Options, moments: list[Moment], is_counted: Test) -> _Stretch:
    found = [moment for moment in moments if is_counted(moment.entry)]
    bare: list[str | None] = []
    if options.per_channel:
        posting = sorted({m.entry.channel or "" for m in moments if isinstance(m.entry, Post)})
        bare = [
            channel or None
            for channel in posting
            if _serving(found, channel or None) < options.per_channel
        ]
    return _Stretch(found, len({moment.day for moment in found}), bare)


def _serving(found: list[Moment], channel: str | None) -> int:
    return sum(serves(moment.entry, channel) for moment in found)


def _is_short(options: Options, stretch: _Stretch) -> bool:
    few = len(stretch.found) < options.at_least or stretch.days < options.on_days
    return few or bool(stretch.bare)


def _hit(options: Options, window: Window, moments: list[Moment], stretch: _Stretch) -> Hit:
    found: list[Entry] = [moment.entry for moment in stretch.found]
    tip = _first_of_last_week(window, moments)
    if len(found) >= options.at_least and stretch.days >= options.on_days:
        tip = _first_post(moments, stretch.bare[0])
        if len(stretch.bare) == 1:
            window = window._replace(channel=stretch.bare[0])
    related = tuple(entry for entry in found if entry is not tip)
    words = _words(options, window, stretch)
    return Hit(tip, window, len(found), _needed(options), related, words)


def _needed(options: Options) -> int:
    return max(options.at_least, options.on_days)


def _words(options: Options, window: Window, stretch: _Stretch) -> dict[str, object]:
    number = len(stretch.found)
    missing = max(
        options.at_least - number,
        options.on_days - stretch.days,
        options.per_channel if stretch.bare else 0,
    )
    more_days = max(0, options.on_days - stretch.days)
    elsewhere = f", on {more_days} other days" if more_days > 1 else ", on another day"
    return {
        "week": week_name(window),
        "entries": counted(number, "entry", "entries") if number else "no entry",
        "on": f" on {counted(stretch.days, 'day')}" if number and options.on_days else "",
        "observed": Count(number),
        "needed": Count(_needed(options)),
        "on_days": Count(options.on_days),
        "bare": _bare_words(stretch.bare) if number else "",
        "missing": Count(missing),
        "elsewhere": elsewhere if more_days else "",
    }


def _first_of_last_week(window: Window, moments: list[Moment]) -> Entry:
    last_week = window.until.toordinal() - 7
    return next(moment.entry for moment in moments if moment.day >= last_week)


def _first_post(moments: list[Moment], channel: str | None) -> Entry:
    return next(
        entry
        for _day, _minute, entry in moments
        if isinstance(entry, Post) and entry.channel == channel
    )


def _bare_words(bare: list[str | None]) -> str:
    if not bare:
        return ""
    return f", too few for {listed(channel or 'the posts without one' for channel in bare)}"


def _short(options: Options, timeline: Timeline, week: Window) -> _Stretch | None:
    """What the weeks up to one have, when that is too little."""
    window, moments = timeline.back(week, options.over)
    stretch = _look(options, moments, options.of.test(timeline.calendar))
    is_short = is_judged(timeline, window) and _is_short(options, stretch)
    return stretch if is_short else None


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Entries for all channels, or posts for each, when the weeks fall short."""
    if options.insert is None or _short(options, timeline, window) is None:
        return
    most = max(options.at_least, options.on_days, options.per_channel)
    if not isinstance(options.insert.entry, Post):
        yield Offer(options.insert.on(None), most)
        return
    _stretch, moments = timeline.back(window, options.over)
    posting = Counter(m.entry.channel or "" for m in moments if isinstance(m.entry, Post))
    if not options.per_channel:
        # One channel is enough: the one that posts most.
        posting = Counter(dict(sorted(posting.items(), key=lambda it: (-it[1], it[0]))[:1]))
    for channel in sorted(posting):
        yield Offer(options.insert.on(channel or None), most)


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts that count, when they could be on more days."""
    stretch = _short(options, timeline, window)
    if stretch and stretch.days < options.on_days:
        first = window.first.toordinal()
        found = [moment for moment in stretch.found if moment.day >= first]
        yield from (moment.entry.id for moment in found if isinstance(moment.entry, Post))


def reach(options: Options) -> Reach:
    """The weeks before."""
    return Reach.back(options.over)


def plan(options: Options, board: Board) -> None:
    """Sums over the entries that count, over the days that have one, and per posting channel."""
    if board.is_closed or not board.is_whole(options.over):
        return
    found = board.find(options.of.test(board.calendar), weeks=options.over)
    guard = board.guard(None)
    enough = sum(piece.present for piece in found) >= options.at_least
    board.model.add(enough).only_enforce_if(guard)
    if options.on_days:
        by_day: dict[int, list[Any]] = {}
        for piece in found:
            for day, literal in piece.days.items():
                by_day.setdefault(day, []).append(literal)
        used = []
        for literals in by_day.values():
            used.append(board.boolean("day"))
            board.model.add(sum(literals) >= used[-1])
        board.model.add(sum(used) >= options.on_days).only_enforce_if(guard)
    if options.per_channel:
        _plan_channels(options, board)


def _plan_channels(options: Options, board: Board) -> None:
    """Nothing is held back only because nobody is there to answer: that stays a finding."""
    found = board.find(options.of.test(board.calendar), weeks=options.over)
    posting = board.posts(weeks=options.over)
    for channel in groups("channel", (piece.entry for piece in posting)):
        serving = [piece for piece in found if is_in("channel", piece.entry, channel)]
        enough = sum(piece.present for piece in serving) >= options.per_channel
        posts = [piece for piece in posting if is_in("channel", piece.entry, channel)]
        for piece in [it for it in posts if not it.is_guest][:1] or posts:
            needed = board.model.add(enough)
            needed.only_enforce_if(board.guard(None), *([piece.present] * piece.is_guest))
