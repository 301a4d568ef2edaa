"""Plan a calendar: week by week, each joined with what the weeks before it hand over."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from planner.checks import Offer, Reach
from planner.errors import PlannerError
from planner.model import Calendar, Conflict, Cost, Entry, Finding, Plan, Post, Slot, Window
from planner.plan.conflict import Given
from planner.plan.deferral import WEEKS as DEFER_WEEKS
from planner.plan.deferral import Deferrals
from planner.plan.domain import Clock, Domain
from planner.plan.duty import Prompts, Roster
from planner.plan.ledger import Ledger, in_groups
from planner.plan.memory import Memory
from planner.plan.moves import cost_of, drop_needless, moves_of
from planner.plan.pieces import WeekProblem
from planner.plan.problems import Allowance, Problems, margin_of
from planner.plan.solve import Insertion, Placement, Solution
from planner.rules import Rule, judge_once
from planner.weeks import MINUTES_A_WEEK, Timeline, week_of, weeks_of, zone_of

GROUP_WEEKS = 16
GROUP_ENTRIES = 2000
"""Deferrals are decided for so many weeks and entries together; between groups there are none."""


class Settings(NamedTuple):
    """What a plan may do.

    Nothing before `now` is changed (None: there is no past), and nothing outside the days from
    `first` up to, but not with, `until` (None: all). `posts` and `slots` limit what is inserted,
    per channel and week and per week. With `spread`, what moves and is added goes to days with few
    others, where the cost is the same. `progress` is told each week and their number. `accepted`
    are rules whose findings are none in a week. `memory` has the last plan, which this one is to be
    like, and is given this one's answers.
    """

    now: datetime | None = None
    first: date | None = None
    until: date | None = None
    posts: int = 3
    slots: int = 10
    spread: bool = False
    progress: Callable[[int, int], None] = lambda _done, _all: None
    accepted: tuple[tuple[str, Window], ...] = ()
    memory: Memory = Memory(is_on=False)


def make_plan(calendar: Calendar, rules: Iterable[Rule], settings: Settings | None = None) -> Plan:
    """The balanced plan of a calendar by those rules that have a plan reading.

    The other rules are judged on the result: what they find is to be done by hand. A rule that
    does not apply to the calendar but would to its plan, which says more, takes part as well.
    """
    listed = list(rules)
    settings = settings or Settings()
    planning = [rule for rule in listed if rule.plans and rule.applies(calendar)]
    while True:
        plan = _Planner(calendar, listed, planning, settings).plan()
        more = [it for it in listed if it.plans and it.applies(plan.calendar)]
        if all(rule in planning for rule in more):
            return plan
        planning += [rule for rule in more if rule not in planning]


class _Group(NamedTuple):
    """Weeks whose deferrals were decided together, the posts that could leave, and a bound."""

    problems: list[WeekProblem]
    leaving: dict[str, Post]
    bound: Cost


class _Planner:
    """A plan while it is made: the calendar as planned so far, week after week."""

    def __init__(
        self, calendar: Calendar, rules: list[Rule], planning: list[Rule], settings: Settings
    ) -> None:
        """Take the calendar, all rules that judge and those of them that the plan must keep."""
        self.original = calendar
        self.rules = rules
        self.planning = planning
        self.settings = settings
        self.clock = Clock(zone_of(calendar.timezone), settings.now)
        self.domain = Domain(calendar, self.clock, settings.first, settings.until)
        self.origins = {post.id: post for post in calendar.posts}
        allowance = Allowance(
            settings.posts, settings.slots, settings.accepted, spread=settings.spread
        )
        self.problems = Problems(self.domain, self.planning, self.origins, allowance)
        self.ledger = Ledger(calendar, margin_of(self.planning))
        self.roster = Roster(calendar, self.clock)
        self.memory = settings.memory
        self.prompts = Prompts(self.memory.notes)
        self.bound = Cost()
        self.bounded: set[Window] = set()
        self.groups: list[_Group] = []
        self.early: dict[Window, tuple[Offer, ...]] = {}
        self.is_proven = True
        self.conflicts: list[Conflict] = []

    def plan(self) -> Plan:
        """Decide what is deferred, plan every week in order, then say what changed."""
        weeks = list(self._weeks())
        goals = self._goals(weeks)
        for post_id in goals:
            self.ledger.take(post_id)
        for position, window in enumerate(weeks):
            self.settings.progress(position, len(weeks))
            self._plan_week(window, [self.origins[it] for it in goals if goals[it] == window])
        self.settings.progress(len(weeks), len(weeks))
        planned = drop_needless(self.original, self.ledger.whole(), self.planning)
        cost = cost_of(self.original, planned, self.clock)
        self._sharpen(cost)
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
        )

    def _weeks(self) -> Iterator[Window]:
        """The weeks from the first entry to the last, or to a later record, that may be planned."""
        timeline = Timeline(self.original)
        moments = timeline.moments
        if not moments:
            return
        starts = self.original.week_starts
        window = week_of(date.fromordinal(moments[0].day), starts)
        days = [moments[-1].day, *(told.day for told in timeline.told())]
        last = date.fromordinal(max(days))
        while window.first <= last:
            if self.domain.days(window):
                yield window
            window = week_of(window.until, starts)

    def _goals(self, weeks: list[Window]) -> dict[str, Window]:
        """The later week that each deferred post goes to, decided for a group of weeks at once."""
        goals: dict[str, Window] = {}
        for group in in_groups(self.ledger, weeks, GROUP_WEEKS, GROUP_ENTRIES):
            found = self._deferrals_of(group)
            goals.update(found.weeks)
            if self._looks_back():
                self.early.update(found.offers)
            if found.bound is not None:
                self.bound = _sum([self.bound, found.bound])
                self.bounded.update(group)
        return goals

    def _deferrals_of(self, weeks: list[Window]) -> Deferrals:
        near = {window: self.ledger.timeline(window) for window in weeks}
        incoming: dict[Window, list[Post]] = {window: [] for window in weeks}
        for position, window in enumerate(weeks):
            for post in self.problems.deferrable(near[window], window):
                for later in weeks[position + 1 : position + 1 + DEFER_WEEKS]:
                    if self.domain.days(later, post):
                        incoming[later].append(post)
        leaving = {post.id: post for posts in incoming.values() for post in posts}
        if not leaving:
            return Deferrals({}, {}, None)
        problems = [
            self.problems.make(near[window], window, tuple(incoming[window])) for window in weeks
        ]
        found = self.memory.assign(problems, leaving, self.domain, self.planning)
        self.groups.append(_Group(problems, leaving, found.bound or Cost()))
        return found

    def _sharpen(self, cost: Cost) -> None:
        """Raise the bound by moves that deferrals know nothing of, when only these are unproven."""
        if self.conflicts or cost[:2] != self.bound[:2] or cost == self.bound:
            return
        for group in self.groups:
            weeks, leaving, bound = group
            found = self.memory.bound_of(weeks, leaving, self.domain, self.planning)
            self.bound = _sum([self.bound, max(bound, found), Cost(*(-level for level in bound))])

    def _plan_week(self, window: Window, guests: list[Post]) -> None:
        """Plan one week, with the posts that are deferred into it."""
        carried = tuple(guests)
        timeline = self.ledger.timeline(window)
        early = self.early.get(window, ())
        if not carried and not early and not self.problems.is_broken(timeline, window):
            return
        problem = self.problems.make(timeline, window, carried, early)
        solution = self._best(problem, timeline)
        self._raise_bound(problem, solution)
        if solution.given_up:
            whole = self.problems.widened(self.problems.freed(problem), timeline)
            week = Given(whole, solution, timeline)
            self.conflicts += self.memory.conflicts(week, self.domain, self.planning)
        self._apply(solution)

    def _best(self, problem: WeekProblem, timeline: Timeline) -> Solution:
        """The week with only its troubled channels loose, else with more and more, else giving up.

        What is inserted for one rule can make another one ask for more: these offers come last.
        """
        tried: list[WeekProblem] = []
        free = self.problems.freed(problem)
        for attempt in (problem, free, self.problems.widened(free, timeline)):
            for wish in (attempt, attempt._replace(early=())):
                if wish not in tried:
                    tried.append(wish)
                    solution = self.memory.solve(wish, self.domain, self.planning)
                    if solution is not None:
                        return solution
        solution = self.memory.solve(tried[-1], self.domain, self.planning, give_up=True)
        assert solution is not None
        return solution

    def _raise_bound(self, problem: WeekProblem, solution: Solution) -> None:
        """Add what this week costs at the least.

        Entries of the next week are in the way as they stand now, but may have moved by then.
        """
        if problem.window in self.bounded:
            return
        self.is_proven &= solution.is_proven
        bound = solution.bound
        if self.problems.movable(problem.context):
            bound = self._bound_alone(problem)
        self.bound = _sum([self.bound, bound])

    def _bound_alone(self, problem: WeekProblem) -> Cost:
        """What a week costs at the least without those beside it; nothing if that is not found."""
        apart = problem._replace(context=())
        rules = self._local()
        try:
            alone = self.memory.solve(apart, self.domain, rules, give_up=True, like_last=False)
        except PlannerError:
            return Cost()
        assert alone is not None
        return alone.bound

    def _looks_back(self) -> bool:
        """Whether some rule counts over several weeks."""
        return any(it.module.reach(it.options).before >= MINUTES_A_WEEK for it in self.planning)

    def _local(self) -> list[Rule]:
        """The rules that ask no more of a week when nothing is known of those beside it."""
        return [
            rule
            for rule in self.planning
            if rule.module.reach(rule.options) == Reach()
            or getattr(rule.module, "NEIGHBOURS_ONLY_HINDER", False)
        ]

    def _apply(self, solution: Solution) -> None:
        for placement in solution.placements:
            self.ledger.put(self._placed(placement))
        for insertion in sorted(solution.insertions, key=lambda it: (it.day, it.minute)):
            self.ledger.put(self._inserted(insertion))

    def _placed(self, placement: Placement) -> Post:
        post = placement.post
        if placement.what == "hold":
            return self.origins[post.id]._replace(status="held")
        assert placement.day is not None
        if placement.minute is None:
            return post._replace(at=placement.day)
        return post._replace(at=self.clock.moment(placement.day, placement.minute))

    def _inserted(self, insertion: Insertion) -> Entry:
        """The entry with a name, somebody to do it and a prompt: those that it had, if it had."""
        pattern = insertion.offer.entry
        at = self.clock.moment(insertion.day, insertion.minute)
        old = self.memory.added(pattern, insertion.day, insertion.minute)
        name = old.id if old and old.id not in self.ledger.entries else self._name(pattern, at)
        is_slot = isinstance(pattern, Slot)
        minutes = pattern.minutes if isinstance(pattern, Slot) else 0
        by = self.roster.take(at, minutes, old and old.by)
        note = pattern.note or (old and old.note)
        note = note or self.prompts.next(pattern.kind, is_slot=is_slot)
        return pattern._replace(id=name, entry=name, at=at, by=by, note=note)

    def _name(self, pattern: Entry, at: datetime) -> str:
        """A name that no entry has, or had in the last plan."""
        number, name = 1, f"{at:%Y-%m-%d-%H%M}-{pattern.kind}"
        if isinstance(pattern, Post) and pattern.channel:
            name = f"{name}-{pattern.channel}"
        taken = self.ledger.entries.keys() | self.memory.names
        while (unique := name if number == 1 else f"{name}-{number}") in taken:
            number += 1
        return unique

    def _by_hand(self, planned: Calendar) -> Iterator[Finding]:
        """What the rules still find, but for the conflicts that are told as such."""
        told = {(rule, c.week.first) for c in self.conflicts for rule in c.rules}
        timeline = Timeline(planned)
        for rule in self.rules:
            judged = judge_once(rule, timeline) if rule.applies(planned) else ()
            for finding, is_ignored in judged:
                if is_ignored:
                    continue
                window = finding.window
                if window is None:
                    yield finding
                    continue
                is_asked = window.until > self.domain.first and window.first < self.domain.until
                is_asked &= not self.problems.is_accepted(rule, window)
                weeks = weeks_of(window, planned.week_starts)
                if is_asked and not any((rule.name, week.first) in told for week in weeks):
                    yield finding


def _sum(costs: Iterable[Cost]) -> Cost:
    return Cost(*(sum(level) for level in zip(*costs, strict=True)))
