"""What earlier plans found out: answers of the solver by their problem, and the last plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from planner.model import Calendar, Conflict, Cost, Entry, Plan, Post
from planner.plan.board import WeekBoard
from planner.plan.conflict import Given, explain_conflicts
from planner.plan.deferral import Deferrals, Way, assign, bound_of
from planner.plan.differences import Added, LastPlan, Spot, likeness
from planner.plan.digest import digest, of_calendar, of_model, of_problem, of_rules
from planner.plan.domain import Clock, Domain
from planner.plan.moves import changes
from planner.plan.pieces import WeekProblem
from planner.plan.recorded import (
    ERRORS,
    HELD,
    Record,
    moment_text,
    of_conflicts,
    of_deferrals,
    of_solution,
    read_conflicts,
    read_cost,
    read_deferrals,
    read_moment,
    read_solution,
)
from planner.plan.solve import Solution, laid_out, settle, solve
from planner.rules import Rule
from planner.weeks import zone_of

T = TypeVar("T")


class _Call(NamedTuple):
    """A question to the solver: its sort, its first week, its content and its rules' content."""

    what: str
    week: date
    content: str
    rules: str


class Memory:
    """Answers what was asked before, and tells what is worth keeping.

    A question is known by its content, or else, once it is laid out as a model, by that. An
    answer that does not fit its question is no answer. A memory that is not `is_on` asks the
    solver each time, as if there had been no plan before.
    """

    def __init__(self, data: Any = None, *, is_on: bool = True) -> None:
        """Take what `data` gave; raises `ValueError` when it cannot be that."""
        self.is_on = is_on
        self.last: LastPlan | None = None
        self._known: dict[tuple[str, str], Record] = {}
        self._kept: dict[tuple[str, str, str], Record] = {}
        self._calendars: dict[int, tuple[Calendar, str]] = {}
        self._old: list[Record] = []
        if data is not None:
            try:
                self._take(data)
            except ERRORS as error:
                raise ValueError(str(error)) from None

    def _take(self, data: Any) -> None:
        self.last = _read_last(data["plan"])
        for record in data["solved"]:
            date.fromisoformat(record["week"])
            self._old.append(record)
            for key in ("content", "model"):
                self._known[str(record["what"]), str(record[key])] = record

    # What is asked

    def solve(
        self,
        problem: WeekProblem,
        domain: Domain,
        rules: Iterable[Rule],
        *,
        give_up: bool = False,
        like_last: bool = True,
    ) -> Solution | None:
        """As `planner.plan.solve.solve`; `like_last`: among equal plans that like the last one."""
        if not self.is_on:
            return solve(problem, domain, rules, give_up=give_up)
        rules = list(rules)

        def work(known: Callable[[Sequence[WeekBoard]], list[Solution | None]]) -> Solution | None:
            board = laid_out(problem, domain, rules, give_up=give_up)
            found = known([board])
            return found[0] if found else settle(board, self.last if like_last else None)

        call = self._call("give up" if give_up else "week", [problem], domain, rules)
        return self._ask(call, work, lambda it: read_solution(it, problem), of_solution)

    def conflicts(self, week: Given, domain: Domain, rules: list[Rule]) -> list[Conflict]:
        """As `planner.plan.conflict.explain_conflicts`."""
        if not self.is_on:
            return list(explain_conflicts(week, domain, rules))

        def work(_known: Callable[[Sequence[WeekBoard]], list[list[Conflict]]]) -> list[Conflict]:
            return list(explain_conflicts(week, domain, rules))

        call = self._call("conflicts", [week.problem], domain, rules)
        window = week.problem.window
        return self._ask(call, work, lambda it: read_conflicts(it, window), of_conflicts)

    def assign(
        self,
        problems: list[WeekProblem],
        leaving: Mapping[str, Post],
        domain: Domain,
        rules: list[Rule],
    ) -> Deferrals:
        """As `planner.plan.deferral.assign`."""
        if not self.is_on:
            return assign(problems, leaving, domain, rules)

        def work(known: Callable[[Sequence[WeekBoard]], list[Deferrals]]) -> Deferrals:
            return assign(problems, leaving, domain, rules, Way(known=known, last=self.last))

        call = self._call("deferral", problems, domain, rules)
        return self._ask(call, work, lambda it: read_deferrals(it, problems, leaving), of_deferrals)

    def bound_of(
        self,
        problems: list[WeekProblem],
        leaving: Mapping[str, Post],
        domain: Domain,
        rules: list[Rule],
    ) -> Cost:
        """As `planner.plan.deferral.bound_of`."""
        if not self.is_on:
            return bound_of(problems, leaving, domain, rules)

        def work(known: Callable[[Sequence[WeekBoard]], list[Cost]]) -> Cost:
            return bound_of(problems, leaving, domain, rules, known)

        call = self._call("bound", problems, domain, rules)
        return self._ask(
            call, work, lambda it: read_cost(it["bound"]), lambda cost: {"bound": list(cost)}
        )

    @property
    def names(self) -> frozenset[str]:
        """The ids of the entries that the last plan inserted."""
        return frozenset(it.id for it in self.last.added) if self.last else frozenset()

    @property
    def notes(self) -> frozenset[str]:
        """Their notes."""
        return frozenset(it.note for it in self.last.added if it.note) if self.last else frozenset()

    def added(self, pattern: Entry, day: date, minute: int) -> Added | None:
        """What the last plan inserted at a time after the same pattern."""
        listed = self.last.added if self.last else ()
        there = [it for it in listed if (it.day, it.minute) == (day, minute)]
        return next((it for it in there if it.like == likeness(pattern)), None)

    def _call(
        self, what: str, problems: list[WeekProblem], domain: Domain, rules: list[Rule]
    ) -> _Call:
        asked = of_rules(rules)
        weeks = [of_problem(problem, domain) for problem in problems]
        content = digest(what, self._of_calendar(domain.calendar), asked, *weeks)
        return _Call(what, problems[0].window.first, content, asked)

    def _of_calendar(self, calendar: Calendar) -> str:
        """The digest of a calendar, which is worked out once."""
        if id(calendar) not in self._calendars:
            self._calendars[id(calendar)] = calendar, of_calendar(calendar)
        return self._calendars[id(calendar)][1]

    def _ask(
        self,
        call: _Call,
        work: Callable[[Callable[[Sequence[WeekBoard]], list[T]]], T],
        read: Callable[[Record], T],
        tell: Callable[[T], Record],
    ) -> T:
        """The answer that is known, or that of `work`, which may know its model.

        A model is only laid out where the content is new.
        """
        record = self._known.get((call.what, call.content))
        found = _read(record, read)
        model = str(record["model"]) if record and found else ""

        def known(boards: Sequence[WeekBoard]) -> list[T]:
            nonlocal model
            model = digest(call.rules, of_model(boards))
            return _read(self._known.get((call.what, model)), read)

        answer = found[0] if found else work(known)
        week = call.week.isoformat()
        self._kept[week, call.what, call.content] = {
            "week": week, "what": call.what, "content": call.content, "model": model,
            **tell(answer),
        }  # fmt: skip
        return answer

    # What is kept

    def data(self, plan: Plan, is_elsewhere: Callable[[date], bool]) -> dict[str, list[Record]]:
        """This plan and its answers as plain data, each in a lasting order.

        Of the last plan what lies in weeks that this one was not about stays.
        """
        solved = dict(self._kept)
        for record in self._old:
            first = date.fromisoformat(record["week"])
            if is_elsewhere(first) and is_elsewhere(first + timedelta(days=6)):
                key = str(record["week"]), str(record["what"]), str(record["content"])
                solved.setdefault(key, record)
        left = _left(plan, self.last or LastPlan({}), is_elsewhere)
        return {
            "plan": [*_records(_last_of(plan), left)],
            "solved": [solved[key] for key in sorted(solved)],
        }


def _read(record: Record | None, read: Callable[[Record], T]) -> list[T]:
    """The answer of a record in a list, which is empty when there is none."""
    if record is None:
        return []
    try:
        return [read(record)]
    except ERRORS:
        return []


def _read_last(records: Any) -> LastPlan:
    posts: dict[str, Spot] = {}
    added: list[Added] = []
    for record in records:
        if "post" in record:
            at = record["at"]
            posts[str(record["post"])] = Spot(None) if at == HELD else Spot(*read_moment(at))
        else:
            day, minute = read_moment(record["at"])
            words = [record.get(name) for name in ("by", "note")]
            if minute is None or not all(it is None or isinstance(it, str) for it in words):
                raise ValueError(record)
            added.append(Added(record["like"], day, minute, str(record["added"]), *words))
    return LastPlan(posts, tuple(added))


def _last_of(plan: Plan) -> LastPlan:
    """What a plan changes."""
    clock = Clock(zone_of(plan.original.timezone))
    posts: dict[str, Spot] = {}
    added: list[Added] = []
    for entry, old in changes(plan.original, plan.calendar):
        spot = Spot(None) if entry.status == "held" else _local(entry.at, clock)
        if old is not None:
            posts[entry.id] = spot
        elif spot.day is not None and spot.minute is not None:
            words = entry.id, entry.by, entry.note
            added.append(Added(likeness(entry), spot.day, spot.minute, *words))
    return LastPlan(posts, tuple(added))


def _left(plan: Plan, last: LastPlan, is_elsewhere: Callable[[date], bool]) -> LastPlan:
    """What the last plan changes on days that this one is not about."""
    clock = Clock(zone_of(plan.original.timezone))
    days = {post.id: _local(post.at, clock).day for post in plan.original.posts}
    posts = {
        name: spot
        for name, spot in last.posts.items()
        if (day := days.get(name)) is not None and is_elsewhere(day)
    }
    return LastPlan(posts, tuple(it for it in last.added if is_elsewhere(it.day)))


def _records(made: LastPlan, left: LastPlan) -> Iterator[Record]:
    """The changes by their ids: posts, then entries that were added."""
    for name, spot in sorted({**left.posts, **made.posts}.items()):
        yield {"post": name, "at": HELD if spot.day is None else moment_text(spot.day, spot.minute)}
    added = {it.id: it for it in (*left.added, *made.added)}
    for name, it in sorted(added.items()):
        words = {"by": it.by, "note": it.note}
        yield {
            "added": name, "at": moment_text(it.day, it.minute), "like": it.like,
            **{key: word for key, word in words.items() if word is not None},
        }  # fmt: skip


def _local(at: datetime | date | None, clock: Clock) -> Spot:
    if isinstance(at, datetime):
        return Spot(at.astimezone(clock.zone).date(), clock.minute(at))
    return Spot(at)
