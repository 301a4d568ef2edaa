"""Why a week cannot keep its rules, and the ways out that were tried and work."""

from collections.abc import Iterable, Iterator

from planner.model import Conflict, Finding, Post
from planner.plan.domain import Domain
from planner.plan.pieces import WeekProblem
from planner.plan.solve import Solution, solve
from planner.rules import Rule, judge
from planner.weeks import Timeline, week_of
from planner.wording import listed

MORE = 6
"""By how many insertions a limit is raised when that is tried as a way out."""


def explain_conflicts(
    problem: WeekProblem,
    solution: Solution,
    domain: Domain,
    rules: Iterable[Rule],
    timeline: Timeline,
) -> Iterator[Conflict]:
    """A conflict for each rule and channel of a week that had to be given up.

    What only the past stands in the way of is none: in a week that has begun, without any way
    out, the finding stays as one that no move can cure.
    """
    rules = list(rules)
    for name, channel in solution.given_up:
        rule = next(rule for rule in rules if rule.name == name)
        finding = _finding(rule, channel, problem, timeline)
        posts = [it for it in problem.entries if isinstance(it, Post) and domain.is_fixed(it)]
        named = _named(finding) if finding else set()
        fixed = [post for post in posts if post.channel == channel or channel is None]
        stuck = [post for post in fixed if post.id in named] or fixed
        ways_out = tuple(_ways_out(problem, solution, domain, rules, stuck))
        if not ways_out and domain.clock.has_begun(problem.window):
            continue
        yield Conflict(
            week=problem.window._replace(channel=channel),
            rules=(name,),
            entries=tuple(post.id for post in stuck),
            why=finding.message if finding else f"{rule.summary}",
            ways_out=ways_out,
        )


def _named(finding: Finding) -> set[str | None]:
    return {finding.entry, *(entry for _route, entry in finding.related)}


def _finding(
    rule: Rule, channel: str | None, problem: WeekProblem, timeline: Timeline
) -> Finding | None:
    starts = timeline.calendar.week_starts
    for finding in judge(rule, timeline):
        window = finding.window
        if window is None or channel not in (window.channel, None):
            continue
        if week_of(window.first, starts).first == problem.window.first:
            return finding
    return None


def _ways_out(
    problem: WeekProblem, solution: Solution, domain: Domain, rules: list[Rule], stuck: list[Post]
) -> Iterator[str]:
    """Each is tried: the week is solved with it, and fewer requirements are given up."""

    def helps(changed: WeekProblem) -> bool:
        tried = solve(changed, domain, rules, give_up=True)
        return tried is not None and len(tried.given_up) < len(solution.given_up)

    pinned = [post for post in stuck if post.pin and not _is_done(post, domain)]
    if pinned and helps(problem._replace(loose=problem.loose | {post.id for post in pinned})):
        yield f"Unpin {listed(post.id for post in pinned)}."
    if helps(problem._replace(posts=problem.posts + MORE)):
        yield "Allow more inserted posts per channel and week (`inserted_posts` under [plan])."
    if helps(problem._replace(slots=problem.slots + MORE)):
        yield "Allow more inserted slots per week (`inserted_slots` under [plan])."


def _is_done(post: Post, domain: Domain) -> bool:
    return post.status == "published" or (post.at is not None and domain.clock.is_past(post.at))
