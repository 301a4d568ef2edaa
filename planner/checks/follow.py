"""Every entry of some kinds is answered by another within a time after it, or before it.

Both ends count: exactly so much later is in time, and a slot that is still open when something
happens answers it. If one of two entries has no time, or where
working days are counted, their days are compared. What others did can ask for an answer as well.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, time

from planner.checks import Board, Count, Hit, Offer, Option, Piece, Reach
from planner.groups import Key, channel_in, group_name
from planner.insertion import Insertion, read_insertion
from planner.model import Calendar, Entry, Post, Record, Slot, Window
from planner.named import Any, NamedTuple
from planner.open_days import counts
from planner.options import choice, count, flag, length
from planner.pairs import SAME, group_of, length_name, shared
from planner.weeks import (
    MINUTES_A_DAY,
    MINUTES_A_WEEK,
    Moment,
    Timeline,
    minute_of,
    moment_name,
    week_name,
    week_of,
    zone_of,
)
from planner.which import Which, read_which


class Options(NamedTuple):
    """For every entry that is `of` one that is `by`, `within` so many minutes after it.

    With `working_days` it is by the end of the last of these days instead.
    """

    of: Which
    by: Which
    within: int = 0
    working_days: int = 0
    before: bool = False
    same: str = "channel"
    insert: Insertion | None = None


OPTIONS = {
    "of": Option(read_which, "the entries, or records, that ask for another"),
    "by": Option(read_which, "the posts and slots that answer them"),
    "within": Option(length, "how far from it the answer may be"),
    "working_days": Option(count, "how many working days it may take instead"),
    "before": Option(flag, "whether it comes before, not after"),
    "same": Option(choice(*SAME), "what both share"),
    "insert": Option(read_insertion, "the entry that a plan may add as work to do"),
}
WORDS = ("week", "channel", "observed", "when", "within")
COUNTS = ("observed",)
_LONGEST_CLOSED = 14


class _Asking(NamedTuple):
    """Where something that asks for an answer stands, and its group."""

    day: int
    minute: int | None
    entry: Entry | Record
    key: Key


class _Days:
    """On which days an answer may be, when days are compared."""

    def __init__(self, options: Options, calendar: Calendar, slack: int = 0) -> None:
        self.step = -1 if options.before else 1
        self.number = options.working_days or -(-(options.within + slack) // MINUTES_A_DAY)
        self.is_counted = counts(calendar, workdays=True) if options.working_days else None

    def around(self, day: int) -> tuple[int, int]:
        """The first and the last day for what stands on a day."""
        end = day + self.number * self.step
        if self.is_counted is not None:
            end, left, most = day, self.number, _farthest(self.number)
            while left and abs(end - day) < most:
                end += self.step
                left -= self.is_counted(end)
        return min(day, end), max(day, end)


def _farthest(days: int) -> int:
    """How far so many working days can reach, with weekends and some closed days."""
    return -(-days // 5) * 7 + 2 + _LONGEST_CLOSED


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per week and group, at the first that nobody answers."""
    weeks: dict[tuple[Window, Key], list[_Asking]] = {}
    for asking in _unanswered(options, timeline):
        week = week_of(date.fromordinal(asking.day), timeline.calendar.week_starts)
        weeks.setdefault((week, asking.key), []).append(asking)
    days = _Days(options, timeline.calendar)
    for (week, key), askings in sorted(weeks.items()):
        until = max(week.until.toordinal(), *(_last_day(options, days, it) + 1 for it in askings))
        window = Window(week.first, date.fromordinal(until), channel_in(options.same, key))
        first, *others = (asking.entry for asking in askings)
        at = first.at
        assert at is not None
        words = {
            "week": week_name(week),
            "channel": _name(options, key, first),
            "observed": Count(len(askings)),
            "when": f"{'the first ' * bool(others)}on {moment_name(at, timeline.zone)}",
            "within": _within(options),
        }
        related = tuple(it for it in others if not isinstance(it, Record))
        yield Hit(first, window, len(askings), 0, related, words)


def _name(options: Options, key: Key, entry: Entry | Record) -> str:
    if options.same == "channel" and not key and not isinstance(entry, Post):
        return "Any channel"
    return group_name(options.same, key)


def _within(options: Options) -> str:
    if options.working_days:
        return f"{Count(options.working_days):working day|working days}"
    return length_name(options.within)


def _last_day(options: Options, days: _Days, asking: _Asking) -> int:
    """The last day on which it can be answered, in the week or after it."""
    return asking.day if options.before else days.around(asking.day)[1]


def _asking(options: Options, timeline: Timeline) -> Iterator[_Asking]:
    fits = options.of.test(timeline.calendar)
    told = timeline.told() if _asks_records(options.of) else []
    standing: list[Any] = [it for it in (*timeline.moments, *told) if fits(it[2])]
    for day, minute, entry in sorted(standing, key=lambda it: (it[0], it[1] or 0)):
        key = group_of(options.same, entry)
        if key is not None:
            yield _Asking(day, minute, entry, key)


def _asks_records(which: Which) -> bool:
    """Whether a choice names records; a kind alone means entries."""
    return "record" in (which.entries or ()) or any(map(_asks_records, which.others))


def _unanswered(options: Options, timeline: Timeline) -> Iterator[_Asking]:
    askings = list(_asking(options, timeline))
    if not askings:
        return
    fits = options.by.test(timeline.calendar)
    answers = [moment for moment in timeline.moments if fits(moment.entry)]
    days = _Days(options, timeline.calendar, slack=60)
    exact = _Days(options, timeline.calendar)
    for asking in askings:
        first, last = days.around(asking.day)
        start = bisect_left(answers, first, key=lambda it: it.day)
        until = bisect_left(answers, last + 1, key=lambda it: it.day)
        if not any(_answers(options, exact, asking, it) for it in answers[start:until]):
            yield asking


def _answers(options: Options, days: _Days, asking: _Asking, answer: Moment) -> bool:
    """Whether an entry is another, in time and shares what it has to."""
    if answer.entry is asking.entry or shared(options.same, asking.entry, answer.entry) is None:
        return False
    if asking.minute is None or answer.minute is None:
        first, last = days.around(asking.day)
        return first <= answer.day <= last
    later = (answer.minute - asking.minute) * days.step
    if options.working_days:
        first, last = days.around(asking.day)
        return later >= -_still_open(options, answer.entry) and first <= answer.day <= last
    return -_still_open(options, answer.entry) <= later <= options.within


def _still_open(options: Options, answer: Entry) -> int:
    """How many minutes before something a slot may begin and still have a minute for it."""
    return answer.minutes - 1 if isinstance(answer, Slot) and not options.before else 0


def _of_week(options: Options, timeline: Timeline, week: Window) -> Iterator[_Asking]:
    """What nobody answers and could be answered in a week."""
    days = _Days(options, timeline.calendar)
    for asking in _unanswered(options, timeline):
        last = _last_day(options, days, asking)
        if asking.day < week.until.toordinal() and week.first.toordinal() <= last:
            yield asking


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """An answer for everything of the week that has none; one slot may serve all channels."""
    if options.insert is None:
        return
    numbers: dict[Entry, dict[int, int]] = {}
    for asking in _of_week(options, timeline, window):
        by_day = numbers.setdefault(_pattern(options, options.insert, asking), {})
        by_day[asking.day] = by_day.get(asking.day, 0) + 1
    for pattern, by_day in numbers.items():
        yield Offer(pattern, 7 * min(7, max(by_day.values())))


def _pattern(options: Options, insert: Insertion, asking: _Asking) -> Entry:
    """What could answer: a slot serves all channels, a post its own; it shares what it has to."""
    channel = None if isinstance(asking.entry, Slot) else asking.entry.channel
    name = (f"@{asking.key}",)
    entry = insert.on(channel)
    if isinstance(entry, Slot):
        return entry._replace(channels=(), contacts=name if options.same == "handle" else ())
    if options.same == "campaign":
        return entry._replace(campaign=asking.key)
    if options.same == "topic":
        return entry._replace(topic=asking.key)
    return entry._replace(mentions=name) if options.same == "handle" else entry


def loose(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The posts of the week that ask in vain, and those that could answer them."""
    asking = list(_of_week(options, timeline, window))
    in_vain = {it.entry.id for it in asking}
    fits = options.by.test(timeline.calendar)
    for _day, _minute, entry in timeline.between(window.first, window.until):
        if isinstance(entry, Post) and asking and (entry.id in in_vain or fits(entry)):
            yield entry.id


def reach(options: Options) -> Reach:
    """What was asked before the week may be answered in it, or the answer stand before it."""
    days = -(-options.within // MINUTES_A_DAY)
    if options.working_days:
        days = _farthest(options.working_days)
    return Reach((days + 2) * MINUTES_A_DAY)


def plan(options: Options, board: Board) -> None:
    """For whatever asks and has its last chance in the week, at least one answer in time."""
    _Plan(options, board).add()


class _View(NamedTuple):
    """Something that asks, as literals: when all of `holds` do, it stands on its days.

    `piece` is None for records. `may_wait` is whether a later week may answer it, if that is
    still in time.
    """

    entry: Entry | Record
    piece: Piece | None
    holds: list[Any]
    days: list[tuple[int, list[Any]]]
    start: Any
    may_wait: bool


class _Plan:
    """The requirements of one week."""

    def __init__(self, options: Options, board: Board) -> None:
        self.options = options
        self.board = board
        self.model = board.model
        self.zone = zone_of(board.calendar.timezone)
        self.weeks = reach(options).before // MINUTES_A_WEEK + 2
        self.answers = board.find(options.by.test(board.calendar), weeks=self.weeks)
        self.days = _Days(options, board.calendar)
        self.hidden_days = _Days(options, board.calendar, slack=60)
        self.first, self.until = (day.toordinal() for day in board.window[:2])
        self.hides_times = any(map(_is_hidden, board.find(lambda _entry: True)))
        """Whether only days are decided yet; then what times forbid is left out."""
        self.is_last = options.before or Timeline(board.calendar).span[1] < self.until

    def add(self) -> None:
        """Each view has its own guard, but for a post where it is and where it was."""
        for part, views in enumerate(self._views()):
            key = group_of(self.options.same, views[0].entry)
            if key is not None:
                guard = self.board.guard(channel_in(self.options.same, key), part)
                for view in views:
                    self._require(view, guard)

    def _views(self) -> Iterator[list[_View]]:
        fits = self.options.of.test(self.board.calendar)
        for piece in self.board.find(fits, weeks=self.weeks):
            is_own = self.board.is_own(piece)
            if is_own or not self.options.before:
                yield list(self._of_piece(piece)) if is_own else [self._present(piece)]
        if _asks_records(self.options.of):
            calendar = self.board.calendar._replace(posts=(), slots=())
            for day, minute, record in Timeline(calendar).told():
                if fits(record):
                    yield [_View(record, None, [], [(day, [])], minute, True)]

    def _of_piece(self, piece: Piece) -> Iterator[_View]:
        yield self._present(piece)
        at = piece.entry.at
        if isinstance(piece.hold, int) or piece.is_guest or at is None:
            return
        # Nothing is held back only because nobody is there to answer it.
        day, minute = self._when(at)
        start = None if piece.start is None else minute
        yield _View(piece.entry, piece, [piece.hold], [(day, [piece.hold])], start, True)

    def _present(self, piece: Piece) -> _View:
        days = [(day, [literal]) for day, literal in piece.days.items()]
        may_wait = piece.is_guest or isinstance(piece.hold, int) or self._is_late(piece)
        return _View(piece.entry, piece, [piece.present], days, piece.start, may_wait)

    def _when(self, at: datetime | date) -> tuple[int, int | None]:
        if isinstance(at, datetime):
            return at.astimezone(self.zone).toordinal(), minute_of(at)
        return at.toordinal(), None

    def _is_late(self, piece: Piece) -> bool:
        """Whether a post could be answered after the week where it was: it is not moved there."""
        if piece.start is None or piece.entry.at is None:
            return True
        day, minute = self._when(piece.entry.at)
        if minute is None or self.options.working_days:
            return self.days.around(day)[1] >= self.until
        return minute + self.options.within >= self._midnight(self.until)

    def _midnight(self, day: int) -> int:
        return minute_of(datetime.combine(date.fromordinal(day), time(0), self.zone))

    def _require(self, view: _View, guard: Any) -> None:
        is_timed = view.start is not None and not self.options.working_days
        if is_timed and not self.hides_times:
            self._require_timed(view, guard)
            return
        days = self.hidden_days if self.hides_times else self.days
        answers: list[Any] | None = None
        for day, literals in view.days:
            last = day if self.options.before else days.around(day)[1]
            can_wait = view.may_wait and not self.is_last and last >= self.until
            if last >= self.first and day < self.until and not can_wait:
                answers = self._answers(view) if answers is None else answers
                self.model.add_bool_or(answers).only_enforce_if(guard, *literals)

    def _require_timed(self, view: _View, guard: Any) -> None:
        end = self._midnight(self.until)
        late: list[Any] = []
        if not (view.piece and self.board.is_own(view.piece)):
            # What stands beside the week, or is told, is a fixed point in time.
            assert view.entry.at is not None
            day, minute = self._when(view.entry.at)
            deadline = (minute or 0) + (0 if self.options.before else self.options.within)
            if deadline < self._midnight(self.first) or day >= self.until:
                return
            if deadline >= end and not self.is_last:
                return
        elif view.may_wait and not self.is_last:
            late = [self.board.boolean("late")]
            in_time = self.model.add(view.start + self.options.within >= end)
            in_time.only_enforce_if(late[0])
        some = self.model.add_bool_or([*self._answers(view), *late])
        some.only_enforce_if(guard, *view.holds)

    def _answers(self, view: _View) -> list[Any]:
        """A literal per entry that might answer: it holds only if that one is in time."""
        found = []
        lowest, highest = self._around(view)
        for piece in self.answers:
            is_near = any(lowest <= day <= highest for day in piece.days)
            fits = shared(self.options.same, view.entry, piece.entry) is not None
            if piece is not view.piece and is_near and fits:
                found.append(answers := self.board.boolean("answers"))
                self.model.add_implication(answers, piece.present)
                self._link(view, piece, answers)
        return found

    def _around(self, view: _View) -> tuple[int, int]:
        around = [self.hidden_days.around(day) for day, _literals in view.days]
        return min(first for first, _ in around), max(last for _, last in around)

    def _link(self, view: _View, piece: Piece, answers: Any) -> None:
        """An answer is in time; by days where a time is missing."""
        step = self.days.step
        are_timed = view.start is not None and piece.start is not None
        if are_timed:
            later = (piece.start - view.start) * step
            earliest = -_still_open(self.options, piece.entry)
            self.model.add(later >= earliest).only_enforce_if(answers)
            if not self.options.working_days:
                self.model.add(later <= self.options.within).only_enforce_if(answers)
                return
        days = self.hidden_days if self.hides_times else self.days
        for day, literals in view.days:
            first, last = days.around(day)
            some = [it for other, it in piece.days.items() if first <= other <= last]
            self.model.add_bool_or(some).only_enforce_if(answers, *literals)


def _is_hidden(piece: Piece) -> bool:
    """Whether an entry has a time, or gets one, that the board leaves out."""
    at = piece.entry.at
    return piece.start is None and (at is None or isinstance(at, datetime) or at == date.min)
