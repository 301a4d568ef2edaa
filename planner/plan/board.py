"""One week as a CP-SAT model: the entries as pieces that checks put constraints on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from planner.groups import groups
from planner.model import Entry, Post, Slot
from planner.plan.domain import STEP, Clock, Domain
from planner.plan.offered import Offered
from planner.plan.pieces import DAY_COST, FixedPiece, Piece, SharedModel, WeekProblem, new_model
from planner.plan.times import drift_of, quarter_hours
from planner.plan.wishes import add_wishes
from planner.weeks import MINUTES_A_DAY, is_closed, local_day, minute_of, serves, week_of
from planner.which import Test


class WeekBoard:
    """The board of one week; see `planner.checks.Board` for what checks may ask of it."""

    def __init__(
        self,
        problem: WeekProblem,
        domain: Domain,
        *,
        give_up: bool = False,
        shared: "SharedModel | None" = None,
    ) -> None:
        """Lay a week out, in a model of its own or as one of several weeks in a shared one."""
        self.problem = problem
        self.window = problem.window
        self.domain = domain
        self.calendar = domain.calendar
        self.clock: Clock = domain.clock
        self.model: Any = shared.model if shared else new_model()
        self._leaving = shared.leaving if shared else frozenset()
        self.is_timed = shared is None
        self.counts_moves = shared is not None and shared.counts_moves
        self.gives_up = give_up
        self._true = self.model.new_constant(1)
        self._false = self.model.new_constant(0)
        self.rule = ""
        self.guards: dict[tuple[str, str | None, int], Any] = {}
        first = self.clock.day_base(self.window.first)
        self.is_closed = is_closed(domain.calendar, self.window)
        self.horizon = first - 3 * MINUTES_A_DAY, first + 11 * MINUTES_A_DAY
        loose = [entry.id for entry in problem.entries if entry.id in problem.loose]
        self._ranks = {name: rank for rank, name in enumerate(reversed(loose), start=1)}
        self._offered = Offered(problem, domain, self.model, is_timed=self.is_timed)
        self.pieces = list(self._pieces())
        self.most_wished = add_wishes(self) if self.is_timed else 0
        self._own = {id(piece) for piece in self.pieces}
        self._around = [
            (
                self._beside(entry),
                minute_of(entry.at) if isinstance(entry.at, datetime) else None,
            )
            for entry in problem.context
        ]
        self._earlier: list[WeekBoard] = list(shared.boards) if shared else []
        self._offered.limit(self.pieces, with_early=not give_up)
        if self.is_timed:
            self._keep_apart()

    # What checks ask for

    def channels(self) -> Iterator[str | None]:
        """The channels that could post in this week."""
        names = groups("channel", (piece.entry for piece in self.pieces))
        return (name or None for name in names)

    def find(self, fits: Test, weeks: int = 1) -> list[Piece]:
        """Pieces of entries that fit, in this week and, of several weeks, in those before it."""
        pieces = self.pieces if weeks == 1 else [*self._before(weeks), *self.pieces]
        return [piece for piece in pieces if fits(piece.entry)]

    def posts(self, fits: Test = lambda _entry: True, weeks: int = 1) -> list[Piece]:
        """The same of posts alone."""
        return [piece for piece in self.find(fits, weeks) if piece.is_post]

    def near(self, fits: Test, reach: int) -> list[Piece]:
        """Pieces that have a time, also fixed ones up to so many minutes over the week's edges."""
        if not self.is_timed:
            return []
        first, until = (self.clock.day_base(day) for day in self.window[:2])
        # These are not asked for their starts, which would make each a part of the model.
        around = [
            piece
            for piece, minute in self._around
            if minute is not None and first - reach < minute < until + reach
        ]
        pieces = [piece for piece in self.pieces if piece.start is not None]
        return [piece for piece in (*around, *pieces) if fits(piece.entry)]

    def is_own(self, piece: Piece) -> bool:
        """Whether a piece belongs to this week, not to one beside it."""
        return id(piece) in self._own

    def stays(self, piece: Piece) -> Any:
        """1, or an expression that is 1, when a post of the week is left where it is."""
        return 1 if self._is_standing(piece) else piece.present + piece.leave - piece.moved

    def is_whole(self, weeks: int) -> bool:
        """Whether so many weeks up to this one lie inside the calendar; one week always does."""
        first = self.window.first - timedelta(weeks=weeks - 1)
        return weeks == 1 or first >= self.problem.begins

    def _before(self, weeks: int) -> Iterator[Piece]:
        """The pieces of the weeks before: on their own boards in a shared model, else fixed."""
        first = self.window.first - timedelta(weeks=weeks - 1)
        boards = [board for board in self._earlier if first <= board.window.first]
        known = {board.window for board in boards}
        for piece, _minute in self._around:
            day = date.fromordinal(next(iter(piece.days)))
            week = week_of(day, self.domain.calendar.week_starts)
            if first <= day < self.window.first and week not in known:
                yield piece
        for board in boards:
            yield from board.pieces

    def guard(self, channel: str | None, part: int = 0) -> Any:
        """A literal that holds unless the requirement has to be given up as a conflict.

        Requirements of different parts can be given up apart from each other.
        """
        if {(self.rule, channel), (self.rule, None)} & self.problem.waived:
            return self._false
        key = self.rule, channel, part
        if key not in self.guards:
            self.guards[key] = self.boolean("guard") if self.gives_up else self._true
        return self.guards[key]

    def boolean(self, name: str) -> Any:
        """A new literal."""
        return self.model.new_bool_var(name)

    # What the objective and the solution ask for

    @property
    def most_insertions(self) -> int:
        """No more entries than this can be inserted."""
        channels = {offer.channel for offer in self.problem.offers if not offer.is_slot}
        allowed = self.problem.slots + self.problem.posts * len(channels)
        return min(allowed, sum(piece.offer is not None for piece in self.pieces))

    def given_up(self, solver: Any) -> Iterator[tuple[str, str | None]]:
        """The rules and channels whose requirements a solution has given up."""
        if self.gives_up:
            for (rule, channel, _part), guard in self.guards.items():
                if not solver.value(guard):
                    yield rule, channel

    # How the pieces are made

    def _pieces(self) -> Iterator[Piece]:
        problem = self.problem
        for order, entry in self._in_order(enumerate(problem.entries)):
            if isinstance(entry, Slot) or entry.id not in problem.loose:
                yield self._standing(entry, order)
            else:
                yield self._movable(entry, order)
        arriving = enumerate(problem.carried, start=len(problem.entries))
        for order, entry in self._in_order(arriving):
            assert isinstance(entry, Post)
            yield self._arriving(entry, order)
        for offer in problem.offers:
            yield from self._offered.pieces(offer)

    def _in_order(self, entries: Iterable[tuple[int, Entry]]) -> list[tuple[int, Entry]]:
        """Entries with their ranks: in order of time, or where times do not count by their ids.

        So a post at another time of its day gives the same model without times.
        """
        listed = list(entries)
        return listed if self.is_timed else sorted(listed, key=lambda it: it[1].id)

    def _standing(self, entry: Entry, order: int) -> Piece:
        """A piece that cannot move."""
        at = entry.at
        assert at is not None
        day = local_day(at, self.clock.zone).toordinal()
        start = minute = None
        if isinstance(at, datetime) and self.is_timed:
            start = self.model.new_constant(minute_of(at))
            minute = self.clock.minute(at)
        series = entry.series if isinstance(entry, Post) else None
        return Piece(
            entry, None, self._true, {day: self._true}, start, order, minute=minute, series=series
        )

    def _beside(self, entry: Entry) -> Piece:
        """A piece that stands in another week."""
        if not isinstance(entry.at, datetime) or not self.is_timed:
            return self._standing(entry, -1)
        day = local_day(entry.at, self.clock.zone).toordinal()
        piece = FixedPiece(
            entry, None, self._true, {day: self._true}, None, -1,
            minute=self.clock.minute(entry.at),
            series=entry.series if isinstance(entry, Post) else None,
        )  # fmt: skip
        piece.model = self.model
        return piece

    def _movable(self, post: Post, order: int) -> Piece:
        """A post of the week that may take another time or day, be held back or leave."""
        home = self._home(post)
        hold, stay = self.boolean("hold"), self.boolean("stay")
        leave = self.boolean("leave") if post.id in self._leaving else 0
        possible = self._possible_days(post)
        piece = self._roaming(post, order, possible | {home}, stay)
        self.model.add_hint(stay, 1)
        self.model.add_hint(hold, 0)
        if home not in possible:
            self.model.add_implication(piece.days[home.toordinal()], stay)
        self.model.add(piece.present + hold + leave == 1)
        # Of posts that are equal to the rules, the later ones are held back.
        rank = self._ranks[post.id] if self.is_timed else 0
        return piece._replace(
            moved=piece.present - stay + leave, hold=hold, leave=leave, preference=rank * hold
        )

    def _arriving(self, post: Post, order: int) -> Piece:
        """A post of an earlier week, which takes place in this one or not."""
        piece = self._roaming(post, order, self._possible_days(post), None)
        piece = piece._replace(is_guest=True)
        if post.id in self._leaving:
            return piece
        hold = self.boolean("hold")
        self.model.add(piece.present + hold == 1)
        return piece._replace(moved=piece.present, hold=hold)

    def _roaming(self, post: Post, order: int, days: set[date], stay: Any) -> Piece:
        """A post on any of some days; with `stay` (a literal, or None) it is where it was."""
        origin, home = self.problem.origins[post.id].at, self._home(post)
        literals = {day: self.boolean("day") for day in sorted(days)}
        present = self.boolean("present")
        self.model.add(sum(literals.values()) == present)
        distance = sum(DAY_COST * abs((day - home).days) * it for day, it in literals.items())
        minute, start, drift = None, None, 0
        if stay is not None:
            self.model.add_implication(stay, literals[home])
        if isinstance(origin, datetime) and self.is_timed:
            minute, start, drift = self._time(post, origin, literals, (present, stay))
        elif stay is not None and isinstance(origin, datetime) and self.counts_moves:
            distance += literals[home] - stay
        elif stay is not None:
            # Where no times are decided, a post on its own day has not moved.
            self.model.add_implication(literals[home], stay)
        return Piece(
            post, None, present, {day.toordinal(): it for day, it in literals.items()}, start,
            order, minute=minute, displacement=distance + drift, series=post.series,
        )  # fmt: skip

    def _home(self, post: Post) -> date:
        at = self.problem.origins[post.id].at
        assert at is not None
        return local_day(at, self.clock.zone)

    def _possible_days(self, post: Post) -> set[date]:
        open_days = self.domain.days(self.window, post)
        return {day for day in open_days if self.domain.post_stretches(post.channel, day)}

    def _time(
        self, post: Post, origin: datetime, days: Mapping[date, Any], literals: tuple[Any, Any]
    ) -> tuple[Any, Any, Any]:
        """The time of day, the start and the drift (quarter hours) of a post that may move."""
        present, stay = literals
        usual, home = self.clock.minute(origin), self._home(post)
        stretches = {day: self.domain.post_stretches(post.channel, day) for day in days}
        whole = quarter_hours({usual}, stretches.values())
        minute = self.model.new_int_var_from_domain(whole, "minute")
        for day, literal in days.items():
            inside = quarter_hours({usual}, [stretches[day]], strict=True)
            conditions = [literal] if stay is None else [literal, stay.negated()]
            bounded = self.model.add_linear_expression_in_domain(minute, inside)
            bounded.only_enforce_if(*conditions)
        base = self.clock.day_base(self.window.first)
        total = minute + base
        for day, literal in days.items():
            total += (self.clock.day_base(day) - base) * literal
        if stay is not None:
            self.model.add(minute == usual).only_enforce_if(stay)
            # On the day of a clock change a time before the change is off the day's base.
            total += (minute_of(origin) - self.clock.day_base(home) - usual) * stay
        start = self.model.new_int_var(*self.horizon, "start")
        self.model.add(start == total)
        drift = drift_of(self.model, minute, usual)
        self.model.add(drift == 0).only_enforce_if(present.negated())
        return minute, start, drift

    def _keep_apart(self) -> None:
        """No move or insertion puts two posts of a channel into the same quarter of an hour.

        Posts that stand closer together already may stay.
        """
        for channel in self.channels():
            posts = [
                piece
                for piece in self.posts()
                if piece.start is not None and serves(piece.entry, channel)
            ]
            if all(self._is_standing(piece) for piece in posts):
                continue
            crowded = [it for it in posts if any(self._are_close(it, other) for other in posts)]
            spans = {id(it): self._span(it) for it in posts}
            own = [spans.pop(id(it)) for it in crowded]
            self.model.add_no_overlap(spans.values())
            for span in own:
                self.model.add_no_overlap([*spans.values(), span])
            for one, other in combinations(crowded, 2):
                self._part(one, other)

    def _span(self, piece: Piece) -> Any:
        return self.model.new_optional_fixed_size_interval_var(
            piece.start, STEP, piece.present, "span"
        )

    def _are_close(self, one: Piece, other: Piece) -> bool:
        """Whether two posts stand in the same quarter of an hour before anything is moved."""
        first, second = self._own_time(one), self._own_time(other)
        is_known = one is not other and first is not None and second is not None
        return is_known and abs((first or 0) - (second or 0)) < STEP

    def _part(self, one: Piece, other: Piece) -> None:
        """Keep two posts apart; those that stand together only if one of them moves."""
        conditions: list[list[Any]] = [[]]
        if self._are_close(one, other):
            conditions = []
            for piece in (one, other):
                if not self._is_standing(piece):
                    conditions.append([taken := self.boolean("taken")])
                    self.model.add(taken == piece.moved)
        for condition in conditions:
            literals = [*condition, one.present, other.present]
            is_first = self.boolean("first")
            before = self.model.add(other.start - one.start >= STEP)
            before.only_enforce_if(is_first, *literals)
            after = self.model.add(one.start - other.start >= STEP)
            after.only_enforce_if(~is_first, *literals)

    def _is_standing(self, piece: Piece) -> bool:
        return piece.offer is None and isinstance(piece.moved, int)

    def _own_time(self, piece: Piece) -> int | None:
        """The minute at which a post of this week stands; guests stand nowhere yet.

        In minutes of the world: between times of one zone Python takes clock changes for nothing.
        """
        at = None if piece.is_guest else piece.entry.at
        return minute_of(at) if isinstance(at, datetime) else None
