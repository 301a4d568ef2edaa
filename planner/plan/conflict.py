"""Why a week cannot keep its rules, and the ways out that were tried and work."""

from collections.abc import Iterable, Iterator

from planner.model import Conflict, Finding, Post
from planner.plan.domain import Domain
from planner.plan.pieces import WeekProblem
from planner.plan.solve import Solution, solve
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
    causes: dict[tuple[str | None, tuple[str, ...]], list[tuple[str, str]]] = {}
    for name, channel in solution.given_up:
        rule = next(rule for rule in rules if rule.name == name)
        finding = _finding(rule, channel, problem, timeline)
        stuck = _stuck(finding, channel, problem, domain)
        why = finding.message if finding else rule.summary
        causes.setdefault((channel, stuck), []).append((name, why))
    for (channel, stuck), told in causes.items():
        posts = [it for it in problem.entries if isinstance(it, Post) and it.id in stuck]
        given_up = {(name, channel) for name, _why in told}
        ways_out = tuple(_ways_out(problem, given_up, domain, rules, posts))
        if ways_out or not domain.clock.has_begun(problem.window):
            yield Conflict(
                week=problem.window._replace(channel=channel),
                rules=tuple(name for name, _why in told),
                entries=stuck,
                why=" ".join(dict.fromkeys(why for _name, why in told)),
                ways_out=ways_out,
            )


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
    problem: WeekProblem,
    given_up: set[tuple[str, str | None]],
    domain: Domain,
    rules: list[Rule],
    stuck: list[Post],
) -> Iterator[str]:
    """Each is tried: the week is solved with it, and none of these rules is given up."""

    def helps(changed: WeekProblem) -> bool:
        tried = solve(changed, domain, rules, give_up=True)
        return tried is not None and not given_up & set(tried.given_up)

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
