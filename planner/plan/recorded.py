"""Answers of the solver as plain data, and back: what does not fit its problem raises."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

from planner.checks import Offer
from planner.model import Conflict, Cost, Entry, Post, Window
from planner.plan.deferral import Deferrals
from planner.plan.digest import digest
from planner.plan.pieces import WeekProblem
from planner.plan.solve import Insertion, Placement, Solution

Record = Mapping[str, Any]
"""One answer: texts, numbers, lists and mappings, as JSON has them."""
ERRORS = (LookupError, TypeError, ValueError, AttributeError)
"""What is raised for a record that is not what it should be."""
HELD = "held"


def moment_text(day: date, minute: int | None) -> str:
    """`2027-03-02 09:15`, or the day alone."""
    return day.isoformat() + ("" if minute is None else f" {minute // 60:02}:{minute % 60:02}")


def read_moment(text: Any) -> tuple[date, int | None]:
    """The day and the minute of such a text; raises `ValueError` or `TypeError`."""
    day, space, clock = text.partition(" ")
    at = time.fromisoformat(clock) if space else None
    return date.fromisoformat(day), None if at is None else at.hour * 60 + at.minute


def of_solution(solution: Solution | None) -> Record:
    """A solved week, or one that has no solution."""
    if solution is None:
        return {"solved": False}
    posts = {
        it.post.id: HELD if it.day is None else moment_text(it.day, it.minute)
        for it in solution.placements
    }
    added = [[_name(it.offer.entry), moment_text(it.day, it.minute)] for it in solution.insertions]
    return {
        "posts": posts,
        "added": added,
        "bound": list(solution.bound),
        "proven": solution.is_proven,
        "given_up": [list(it) for it in solution.given_up],
    }


def read_solution(record: Record, problem: WeekProblem) -> Solution | None:
    """The solution of a week; raises one of `ERRORS` when the record cannot be one of it."""
    if record.get("solved") is False:
        return None
    posts = {it.id: it for it in problem.entries if isinstance(it, Post) and it.id in problem.loose}
    posts.update((it.id, it) for it in problem.carried)
    offers = {_name(offer.entry): offer for offer in problem.offers}
    return Solution(
        tuple(_placement(posts[name], at, problem) for name, at in record["posts"].items()),
        tuple(_insertion(offers[name], at, problem) for name, at in record["added"]),
        read_cost(record["bound"]),
        record["proven"] is True,
        tuple((str(rule), channel and str(channel)) for rule, channel in record["given_up"]),
    )


def _placement(post: Post, at: Any, problem: WeekProblem) -> Placement:
    if at == HELD:
        return Placement(post, "hold")
    return Placement(post, "move", *_inside(at, problem))


def _insertion(offer: Offer, at: Any, problem: WeekProblem) -> Insertion:
    day, minute = _inside(at, problem)
    if minute is None:
        raise ValueError(at)
    return Insertion(offer, day, minute)


def _inside(at: Any, problem: WeekProblem) -> tuple[date, int | None]:
    day, minute = read_moment(at)
    if not problem.window.first <= day < problem.window.until:
        raise ValueError(at)
    return day, minute


def of_deferrals(found: Deferrals) -> Record:
    """What is deferred in a group of weeks."""
    return {
        "goals": {post: window.first.isoformat() for post, window in found.weeks.items()},
        "offers": {
            window.first.isoformat(): [[_name(it.entry), it.most] for it in offers]
            for window, offers in found.offers.items()
        },
        "bound": None if found.bound is None else list(found.bound),
    }


def read_deferrals(
    record: Record, problems: Iterable[WeekProblem], leaving: Iterable[str]
) -> Deferrals:
    """The same again; raises one of `ERRORS` when the record cannot be one of these weeks."""
    weeks = {it.window.first.isoformat(): it for it in problems}
    known = set(leaving)
    goals = {post: weeks[day].window for post, day in record["goals"].items()}
    if not known.issuperset(goals):
        raise ValueError(goals)
    offers: dict[Window, tuple[Offer, ...]] = {
        weeks[day].window: tuple(_taken(weeks[day], listed))
        for day, listed in record["offers"].items()
    }
    bound = record["bound"]
    return Deferrals(goals, offers, None if bound is None else read_cost(bound))


def _taken(problem: WeekProblem, listed: Any) -> Iterator[Offer]:
    offers = {_name(offer.entry): offer.entry for offer in problem.offers}
    for name, number in listed:
        yield Offer(offers[name], _count(number))


def read_cost(levels: Any) -> Cost:
    """A cost of four numbers; raises one of `ERRORS` when they are not that."""
    held, inserted, moved, displacement = map(_count, levels)
    return Cost(held, inserted, moved, displacement)


def _count(number: Any) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise ValueError(number)
    return number


def _name(entry: Entry) -> str:
    """What an offered entry is called among those of its week."""
    return digest(repr(entry))[:8]


def of_conflicts(conflicts: list[Conflict]) -> Record:
    """What a week is told to be in conflict about."""
    told = ({**it._asdict(), "channel": it.week.channel} for it in conflicts)
    return {
        "conflicts": [{key: it[key] for key in it if key != "week"} for it in told],
    }


def read_conflicts(record: Record, window: Window) -> list[Conflict]:
    """The conflicts of a week; raises one of `ERRORS` when the record cannot be them."""
    return [
        Conflict(
            window._replace(channel=it["channel"] and str(it["channel"])),
            _texts(it["rules"]), _texts(it["entries"]), str(it["why"]), _texts(it["ways_out"]),
        )
        for it in record["conflicts"]
    ]  # fmt: skip


def _texts(values: list[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
