"""Plan a calendar: week by week, each joined with what the weeks before it hand over."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from planner.checks import Offer
from planner.model import Calendar, Conflict, Cost, Entry, Finding, Note, Plan, Post, Slot, Window
from planner.plan.board import WeekProblem
from planner.plan.conflict import explain_conflicts
from planner.plan.domain import SLOT_MINUTES, Clock, Domain
from planner.plan.duty import Prompts, Roster
from planner.plan.moves import cost_of, drop_needless, moves_of
from planner.plan.solve import Insertion, Placement, Solution, solve
from planner.rules import Rule, judge
from planner.weeks import Moment, Timeline, week_of, zone_of


class Settings(NamedTuple):
    """What a plan may do.

    Nothing before `now` is changed (None: there is no past). The weeks planned are those from
    `first` up to, but not with, `until` (None: all). `posts` and `slots` limit what is inserted,
    per channel and week and per week. `progress` is told each week and their number.
    """

    now: datetime | None = None
    first: date | None = None
    until: date | None = None
    posts: int = 3
    slots: int = 7
    progress: Callable[[int, int], None] = lambda _done, _all: None


def make_plan(calendar: Calendar, rules: Iterable[Rule], settings: Settings = Settings()) -> Plan:
    """The balanced plan of a calendar by those rules that have a plan reading.

    The other rules are judged on the result: what they find is to be done by hand.
    """
    return _Planner(calendar, list(rules), settings).plan()


class _Planner:
    """A plan while it is made: the calendar as planned so far, week after week."""

    def __init__(self, calendar: Calendar, rules: list[Rule], settings: Settings) -> None:
        self.original = calendar
        self.rules = rules
        self.planning = [rule for rule in rules if rule.plans]
        self.settings = settings
        self.clock = Clock(zone_of(calendar.timezone), settings.now)
        self.domain = Domain(calendar, self.clock)
        self.origins = {post.id: post for post in calendar.posts}
        self.entries: dict[str, Entry] = {
            entry.id: entry for entry in (*calendar.posts, *calendar.slots)
        }
        self.roster = Roster(calendar, self.clock)
        self.prompts = Prompts()
        self.bound = Cost()
        self.is_proven = True
        self.conflicts: list[Conflict] = []

    def plan(self) -> Plan:
        """Plan every week in order, then say what changed and what is left."""
        weeks = list(self._weeks())
        carried: tuple[Post, ...] = ()
        for position, window in enumerate(weeks):
            self.settings.progress(position, len(weeks))
            carried = self._plan_week(window, carried, is_last=position == len(weeks) - 1)
        self.settings.progress(len(weeks), len(weeks))
        planned = drop_needless(self.original, self._calendar(), self.planning)
        cost = cost_of(self.original, planned, self.clock)
        is_optimal = self.is_proven and cost == self.bound
        return Plan(
            status="infeasible" if self.conflicts else "optimal" if is_optimal else "feasible",
            cost=cost,
            bound=min(cost, self.bound),
            moves=moves_of(self.original, planned, self.planning, self.clock),
            conflicts=tuple(self.conflicts),
            by_hand=tuple(self._by_hand(planned)),
            calendar=planned,
            original=self.original,
            weeks=tuple(weeks),
            notes=(),
        )

    def _weeks(self) -> Iterator[Window]:
        """The weeks from the first entry to the last that are asked for and not past."""
        moments = Timeline(self.original).moments
        if not moments:
            return
        starts = self.original.week_starts
        window = week_of(date.fromordinal(moments[0].day), starts)
        last = date.fromordinal(moments[-1].day)
        while window.first <= last:
            wanted = (self.settings.first is None or window.until > self.settings.first) and (
                self.settings.until is None or window.first < self.settings.until
            )
            if wanted and self.domain.days(window):
                yield window
            window = week_of(window.until, starts)

    def _calendar(self, without: Iterable[Post] = ()) -> Calendar:
        """The calendar as planned so far."""
        away = {post.id for post in without}
        entries = [entry for entry in self.entries.values() if entry.id not in away]
        return self.original._replace(
            posts=tuple(entry for entry in entries if isinstance(entry, Post)),
            slots=tuple(entry for entry in entries if isinstance(entry, Slot)),
        )

    def _plan_week(
        self, window: Window, carried: tuple[Post, ...], *, is_last: bool
    ) -> tuple[Post, ...]:
        """Plan one week; the posts that leave it for the next one come back."""
        near = self._near(window, carried)
        timeline = Timeline(near)
        if not carried and not self._is_broken(timeline, window):
            return ()
        problem = self._problem(timeline, window, carried, can_defer=not is_last)
        solution = self._best(problem, window)
        self._raise_bound(problem, solution)
        if solution.given_up:
            self.conflicts += explain_conflicts(
                problem, solution, self.domain, self.planning, timeline
            )
        return self._apply(solution)

    def _near(self, window: Window, carried: tuple[Post, ...]) -> Calendar:
        """The week and a few days around it, as planned so far, without what is carried in."""
        calendar = self._calendar(without=carried)
        first, until = window.first - timedelta(days=8), window.until + timedelta(days=8)
        moments = Timeline(calendar).between(first, until)
        return calendar._replace(
            posts=tuple(m.entry for m in moments if isinstance(m.entry, Post)),
            slots=tuple(m.entry for m in moments if isinstance(m.entry, Slot)),
        )

    def _is_broken(self, timeline: Timeline, window: Window) -> bool:
        return any(
            finding.window is None
            or (finding.window.first < window.until and window.first < finding.window.until)
            for rule in self.planning
            for finding in judge(rule, timeline)
        )

    def _problem(
        self, timeline: Timeline, window: Window, carried: tuple[Post, ...], *, can_defer: bool
    ) -> WeekProblem:
        moments = timeline.between(window.first, window.until)
        offers: list[Offer] = []
        wanted: set[str] = set()
        deferrable: set[str] = {post.id for post in carried}
        for rule in self.planning:
            # A post that is carried in counts as well: it may need room of its own.
            offers += rule.module.offers(rule.options, self._with(timeline, carried, window), window)
            wanted.update(rule.module.loose(rule.options, timeline, window))
            deferrable.update(rule.module.deferrable(rule.options, timeline, window))
        entries = tuple(moment.entry for moment in moments)
        return WeekProblem(
            window=window,
            entries=entries,
            carried=carried,
            loose=self._loose(entries, wanted | deferrable, carried),
            deferrable=frozenset(deferrable),
            can_defer=can_defer,
            context=self._context(timeline, window),
            offers=tuple(_joined(offers)),
            origins=self.origins,
            posts=self.settings.posts,
            slots=self.settings.slots,
        )

    def _with(self, timeline: Timeline, carried: tuple[Post, ...], window: Window) -> Timeline:
        """The timeline as if the carried posts stood, without a time, on the week's last day."""
        if not carried:
            return timeline
        day = window.until - timedelta(days=1)
        moved = tuple(post._replace(at=day) for post in carried)
        calendar = timeline.calendar
        return Timeline(calendar._replace(posts=calendar.posts + moved))

    def _loose(
        self, entries: tuple[Entry, ...], wanted: set[str], carried: tuple[Post, ...]
    ) -> frozenset[str]:
        """All posts that may move on the channels where something has to."""
        posts = [entry for entry in entries if isinstance(entry, Post)]
        channels = {post.channel for post in posts if post.id in wanted}
        channels |= {post.channel for post in carried}
        return frozenset(
            post.id
            for post in posts
            if post.channel in channels and not self.domain.is_fixed(post)
        )

    def _context(self, timeline: Timeline, window: Window) -> tuple[Entry, ...]:
        """The entries before and after the week that some rule can see from inside it."""
        reach = max((rule.module.reach(rule.options) for rule in self.planning), default=0)
        days = timedelta(days=1 + reach // 1440)
        first = self.clock.day_base(window.first)
        until = self.clock.day_base(window.until)

        def is_near(moment: Moment) -> bool:
            return moment.minute is not None and (
                first - reach < moment.minute < first or until <= moment.minute < until + reach
            )

        around = timeline.between(window.first - days, window.first)
        around += timeline.between(window.until, window.until + days)
        return tuple(moment.entry for moment in around if is_near(moment))

    def _best(self, problem: WeekProblem, window: Window) -> Solution:
        """The week with only its troubled channels loose, else with all, else giving up rules."""
        solution = solve(problem, self.domain, self.planning)
        if solution is None:
            everything = frozenset(
                entry.id
                for entry in problem.entries
                if isinstance(entry, Post) and not self.domain.is_fixed(entry)
            )
            if everything != problem.loose:
                solution = solve(problem._replace(loose=everything), self.domain, self.planning)
        if solution is None:
            solution = solve(problem, self.domain, self.planning, give_up=True)
        assert solution is not None
        return solution

    def _raise_bound(self, problem: WeekProblem, solution: Solution) -> None:
        """Add what this week costs at the least, by its own posts alone."""
        self.is_proven &= solution.is_proven
        bound = solution.bound
        if problem.carried or any(self._can_change(entry) for entry in problem.context):
            alone = solve(
                problem._replace(carried=(), context=()), self.domain, self.planning, give_up=True
            )
            assert alone is not None
            bound = alone.bound
        self.bound = Cost(*(a + b for a, b in zip(self.bound, bound, strict=True)))

    def _can_change(self, entry: Entry) -> bool:
        return isinstance(entry, Post) and not self.domain.is_fixed(entry)

    def _apply(self, solution: Solution) -> tuple[Post, ...]:
        leaving = []
        for placement in solution.placements:
            post = placement.post
            if placement.what == "leave":
                leaving.append(post)
            else:
                self.entries[post.id] = self._placed(placement)
        for insertion in sorted(solution.insertions, key=lambda it: (it.day, it.minute)):
            entry = self._inserted(insertion)
            self.entries[entry.id] = entry
        return tuple(leaving)

    def _placed(self, placement: Placement) -> Post:
        post = placement.post
        if placement.what == "hold":
            return self.origins[post.id]._replace(status="held")
        assert placement.day is not None
        if placement.minute is None:
            return post._replace(at=placement.day)
        return post._replace(at=self.clock.moment(placement.day, placement.minute))

    def _inserted(self, insertion: Insertion) -> Entry:
        offer = insertion.offer
        at = self.clock.moment(insertion.day, insertion.minute)
        number, name = 1, f"{at:%Y-%m-%d-%H%M}-{offer.kind}"
        name = f"{name}-{offer.channel}" if offer.channel else name
        while (unique := name if number == 1 else f"{name}-{number}") in self.entries:
            number += 1
        by = self.roster.take(at, SLOT_MINUTES if offer.is_slot else 0)
        prompt = self.prompts.next(offer.kind, is_slot=offer.is_slot)
        if offer.is_slot:
            channels = (offer.channel,) if offer.channel else ()
            return Slot(
                unique, unique, at, SLOT_MINUTES, channels, offer.kind, by=by, note=prompt
            )
        return Post(unique, unique, at, offer.channel, offer.kind, status="idea", by=by, note=prompt)

    def _by_hand(self, planned: Calendar) -> Iterator[Finding]:
        """What the rules still find, but for the conflicts that are told as such."""
        told = {(rule, c.week.first) for c in self.conflicts for rule in c.rules}
        timeline = Timeline(planned)
        for rule in self.rules:
            for finding in judge(rule, timeline):
                week = finding.window and week_of(finding.window.first, planned.week_starts)
                if week is None or (rule.name, week.first) not in told:
                    yield finding


def _joined(offers: Iterable[Offer]) -> Iterator[Offer]:
    """Offers of the same entry as one, with the largest number."""
    most: dict[Offer, int] = {}
    for offer in offers:
        key = offer._replace(most=0)
        most[key] = max(offer.most, most.get(key, 0))
    return (key._replace(most=number) for key, number in most.items())
