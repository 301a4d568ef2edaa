"""Why a week cannot keep its rules, and the ways out that were tried and work."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from planner.model import Conflict, Finding, Post
from planner.plan.domain import Domain
from planner.plan.pieces import WeekProblem
from planner.plan.solve import Solution, is_possible
from planner.rules import Rule, judge
from planner.weeks import Timeline
from planner.wording import listed

MORE = (6, 12)
"""By how many insertions a limit is raised when that is tried as a way out."""


def explain_conflicts(
    problem: WeekProblem,
    solution: Solution,
    domain: Domain,
    rules: Iterable[Rule],
    timeline: Timeline,
) -> Iterator[Conflict]:
    """A conflict for each channel of a week, with the rules that the same posts keep from holding.

    What only the past stands in the way of is none: in a week that has begun, without any way
    out, the finding stays as one that no move can cure.
    """
    rules = list(rules)
    causes = _causes(problem, solution, domain, rules, timeline)

    def conflict_of(place: _Place, told: list[_Cause]) -> Conflict:
        channel, stuck = place
        others = set(solution.given_up) - {(cause.rule, channel) for cause in told}
        alone = problem._replace(waived=problem.waived | others, early=())
        posts = [it for it in problem.entries if isinstance(it, Post) and it.id in stuck]
        return Conflict(
            week=problem.window._replace(channel=channel),
            rules=tuple(cause.rule for cause in told),
            entries=stuck,
            why=" ".join(dict.fromkeys(cause.why for cause in told)),
            ways_out=tuple(_ways_out(alone, domain, rules, posts)),
        )

    for place, told in causes.items():
        for conflict in _parted(partial(conflict_of, place), told):
            if conflict.ways_out or not domain.clock.has_begun(problem.window):
                yield conflict


class _Cause(NamedTuple):
    """A rule that had to be given up, and what it finds."""

    rule: str
    why: str


_Place = tuple[str | None, tuple[str, ...]]
"""A channel and the posts on it that stand in the way."""


def _causes(
    problem: WeekProblem,
    solution: Solution,
    domain: Domain,
    rules: list[Rule],
    timeline: Timeline,
) -> dict[_Place, list[_Cause]]:
    """The rules that were given up, by where the same posts stand in their way."""
    causes: dict[_Place, list[_Cause]] = {}
    for name, channel in solution.given_up:
        rule = next(rule for rule in rules if rule.name == name)
        finding = _finding(rule, channel, problem, timeline)
        place = channel, _stuck(finding, channel, problem, domain)
        why = finding.message if finding else rule.summary
        causes.setdefault(place, []).append(_Cause(name, why))
    return causes


def _parted(conflict_of: Callable[[list[_Cause]], Conflict], told: list[_Cause]) -> list[Conflict]:
    """One conflict, or one for each rule where there are ways out for some of them only."""
    whole = conflict_of(told)
    parts = [] if whole.ways_out or len(told) == 1 else [conflict_of([it]) for it in told]
    return parts if any(part.ways_out for part in parts) else [whole]


def _stuck(
    finding: Finding | None, channel: str | None, problem: WeekProblem, domain: Domain
) -> tuple[str, ...]:
    """The posts that stand in the way: the fixed ones that a finding names, else all of them."""
    posts = [it for it in problem.entries if isinstance(it, Post) and domain.is_fixed(it)]
    fixed = [post for post in posts if post.channel == channel or channel is None]
    named = _named(finding) if finding else set()
    return tuple(post.id for post in [it for it in fixed if it.id in named] or fixed)


def _named(finding: Finding) -> set[str | None]:
    return {finding.entry, *(entry for _route, entry in finding.related)}


def _finding(
    rule: Rule, channel: str | None, problem: WeekProblem, timeline: Timeline
) -> Finding | None:
    found = [
        finding
        for finding in judge(rule, timeline)
        if finding.window is None or channel in (finding.window.channel, None)
    ]
    week = problem.window
    here = [it for it in found if it.window and week.first < it.window.until <= week.until]
    near = [
        it for it in found
        if it.window and it.window.first < week.until and week.first < it.window.until
    ]  # fmt: skip
    return next(iter([*here, *near]), None)


def _ways_out(
    problem: WeekProblem, domain: Domain, rules: list[Rule], stuck: list[Post]
) -> Iterator[str]:
    """Each is tried: with it all rules hold that are not waived; those of other conflicts are."""

    def helps(changed: WeekProblem) -> bool:
        return is_possible(changed, domain, rules)

    pinned = [post for post in stuck if post.pin and not _is_done(post, domain)]
    if pinned and helps(problem._replace(loose=problem.loose | {post.id for post in pinned})):
        yield f"Unpin {listed(post.id for post in pinned)}."
    for limit, what in (("posts", "posts per channel and week"), ("slots", "slots per week")):
        usual = getattr(problem, limit)
        for more in MORE:
            if helps(problem._replace(**{limit: usual + more})):
                yield f"Allow {usual + more} inserted {what} (`inserted_{limit}` under [plan])."
                break


def _is_done(post: Post, domain: Domain) -> bool:
    return post.status == "published" or (post.at is not None and domain.clock.is_past(post.at))
