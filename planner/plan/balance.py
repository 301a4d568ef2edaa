"""Plan a calendar: week by week, each joined with what the weeks before it hand over."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from planner.model import Calendar, Conflict, Cost, Entry, Finding, Plan, Post, Slot, Window
from planner.plan.board import WeekProblem
from planner.plan.conflict import explain_conflicts
from planner.plan.deferral import WEEKS as DEFER_WEEKS
from planner.plan.deferral import Deferrals, assign
from planner.plan.domain import SLOT_MINUTES, Clock, Domain
from planner.plan.duty import Prompts, Roster
from planner.plan.moves import cost_of, drop_needless, moves_of
from planner.plan.problems import Problems
from planner.plan.solve import Insertion, Placement, Solution, solve
from planner.rules import Rule, judge
from planner.weeks import Timeline, week_of, zone_of


class Settings(NamedTuple):
    """What a plan may do.

    Nothing before `now` is changed (None: there is no past), and nothing outside the days from
    `first` up to, but not with, `until` (None: all). `posts` and `slots` limit what is inserted,
    per channel and week and per week. `progress` is told each week and their number.
    """

    now: datetime | None = None
    first: date | None = None
    until: date | None = None
    posts: int = 3
    slots: int = 7
    progress: Callable[[int, int], None] = lambda _done, _all: None


def make_plan(calendar: Calendar, rules: Iterable[Rule], settings: Settings | None = None) -> Plan:
    """The balanced plan of a calendar by those rules that have a plan reading.

    The other rules are judged on the result: what they find is to be done by hand.
    """
    return _Planner(calendar, list(rules), settings or Settings()).plan()


class _Planner:
    """A plan while it is made: the calendar as planned so far, week after week."""

    def __init__(self, calendar: Calendar, rules: list[Rule], settings: Settings) -> None:
        self.original = calendar
        self.rules = rules
        self.planning = [rule for rule in rules if rule.plans]
        self.settings = settings
        self.clock = Clock(zone_of(calendar.timezone), settings.now)
        self.domain = Domain(calendar, self.clock, settings.first, settings.until)
        self.origins = {post.id: post for post in calendar.posts}
        caps = settings.posts, settings.slots
        self.problems = Problems(self.domain, self.planning, self.origins, caps)
        self.entries: dict[str, Entry] = {entry.id: entry for entry in calendar.entries}
        self.roster = Roster(calendar, self.clock)
        self.prompts = Prompts()
        self.bound = Cost()
        self.is_proven = True
        self.conflicts: list[Conflict] = []

    def plan(self) -> Plan:
        """Decide what is deferred, plan every week in order, then say what changed."""
        weeks = list(self._weeks())
        deferrals = self._deferrals(weeks)
        for position, window in enumerate(weeks):
            self.settings.progress(position, len(weeks))
            self._plan_week(window, deferrals)
        self.settings.progress(len(weeks), len(weeks))
        planned = drop_needless(self.original, self._calendar(), self.planning)
        cost = cost_of(self.original, planned, self.clock)
        bound = self.bound if deferrals.bound is None else deferrals.bound
        is_optimal = self.is_proven and cost == bound
        return Plan(
            status="infeasible" if self.conflicts else "optimal" if is_optimal else "feasible",
            cost=cost,
            bound=min(cost, bound),
            moves=moves_of(self.original, planned, self.planning, self.clock),
            conflicts=tuple(self.conflicts),
            by_hand=tuple(self._by_hand(planned)),
            calendar=planned,
            original=self.original,
            weeks=tuple(weeks),
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
            if self.domain.days(window):
                yield window
            window = week_of(window.until, starts)

    def _calendar(self) -> Calendar:
        """The calendar as planned so far."""
        return self.original.with_entries(self.entries.values())

    def _deferrals(self, weeks: list[Window]) -> Deferrals:
        """Which posts go to which later week, when any could."""
        whole = Timeline(self.original)
        near = {window: self.problems.near(whole, window) for window in weeks}
        candidates = {
            window: self.problems.deferrable(timeline, window) for window, timeline in near.items()
        }
        incoming: dict[Window, list[Post]] = {window: [] for window in weeks}
        for position, window in enumerate(weeks):
            for post in candidates[window]:
                for later in weeks[position + 1 : position + 1 + DEFER_WEEKS]:
                    if self.domain.days(later, post):
                        incoming[later].append(post)
        leaving = {post.id: post for posts in incoming.values() for post in posts}
        if not leaving:
            return Deferrals({}, None)
        problems = [
            self.problems.make(near[window], window, tuple(incoming[window])) for window in weeks
        ]
        return assign(problems, leaving, self.domain, self.planning)

    def _plan_week(self, window: Window, deferrals: Deferrals) -> None:
        """Plan one week, with the posts that were decided to come and without those that go."""
        carried = tuple(
            self.origins[post_id] for post_id, week in deferrals.weeks.items() if week == window
        )
        away = {post_id for post_id, week in deferrals.weeks.items() if week.first >= window.first}
        calendar = self._calendar()
        staying = calendar._replace(posts=tuple(it for it in calendar.posts if it.id not in away))
        timeline = self.problems.near(Timeline(staying), window)
        if not carried and not self.problems.is_broken(timeline, window):
            return
        problem = self.problems.make(timeline, window, carried)
        solution = self._best(problem)
        self._raise_bound(problem, solution)
        if solution.given_up:
            self.conflicts += explain_conflicts(
                problem, solution, self.domain, self.planning, timeline
            )
        self._apply(solution)

    def _best(self, problem: WeekProblem) -> Solution:
        """The week with only its troubled channels loose, else with all, else giving up rules."""
        solution = solve(problem, self.domain, self.planning)
        everything = self.problems.movable(problem.entries)
        if solution is None and everything != problem.loose:
            problem = problem._replace(loose=everything)
            solution = solve(problem, self.domain, self.planning)
        if solution is None:
            solution = solve(problem, self.domain, self.planning, give_up=True)
        assert solution is not None
        return solution

    def _raise_bound(self, problem: WeekProblem, solution: Solution) -> None:
        """Add what this week costs at the least.

        Entries of the next week are in the way as they stand now, but may have moved by then.
        """
        self.is_proven &= solution.is_proven
        bound = solution.bound
        if self.problems.movable(problem.context):
            alone = solve(problem._replace(context=()), self.domain, self.planning, give_up=True)
            assert alone is not None
            bound = alone.bound
        self.bound = Cost(*(a + b for a, b in zip(self.bound, bound, strict=True)))

    def _apply(self, solution: Solution) -> None:
        for placement in solution.placements:
            self.entries[placement.post.id] = self._placed(placement)
        for insertion in sorted(solution.insertions, key=lambda it: (it.day, it.minute)):
            entry = self._inserted(insertion)
            self.entries[entry.id] = entry

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
            return Slot(unique, unique, at, SLOT_MINUTES, channels, offer.kind, by=by, note=prompt)
        return Post(
            unique, unique, at, offer.channel, offer.kind, status="idea", by=by, note=prompt
        )

    def _by_hand(self, planned: Calendar) -> Iterator[Finding]:
        """What the rules still find, but for the conflicts that are told as such."""
        told = {(rule, c.week.first) for c in self.conflicts for rule in c.rules}
        timeline = Timeline(planned)
        for rule in self.rules:
            for finding in judge(rule, timeline):
                window = finding.window
                if window is None:
                    yield finding
                    continue
                week = week_of(window.first, planned.week_starts)
                is_asked = window.until > self.domain.first and window.first < self.domain.until
                if is_asked and (rule.name, week.first) not in told:
                    yield finding
