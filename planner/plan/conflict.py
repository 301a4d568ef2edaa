"""Why a week cannot keep its rules, in words, and the ways out that were tried and work."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import NamedTuple

from planner.model import Conflict, Finding, Post, Window
from planner.plan.core import Core, can_unpin, core_of, only_on
from planner.plan.domain import Domain
from planner.plan.pieces import WeekProblem
from planner.plan.planned import with_others_as_planned
from planner.plan.solve import Solution
from planner.plan.trials import Trials
from planner.plan.ways_out import MORE, ways_out
from planner.rules import Rule, judge
from planner.weeks import Timeline, week_name, week_of
from planner.wording import counted, first_sentence, inside, listed

EFFORT = 0.6
"""Time (see `Trials`) for what one conflict is made of, and again for its ways out."""
EFFORT_A_WEEK = 6.0
"""The same for all conflicts of a week together."""
MOST_NAMES = 6
"""So many posts are named in a sentence."""
_PREFIX = re.compile(r"(?:(?P<group>[^:]*), )?(?P<weeks>(?:\d{4}-W\d\d|week of)[^:]*): ")
"""How messages say what they are about: `linkedin, 2026-W45 to 2026-W48: `."""


class Given(NamedTuple):
    """A week whose rules could not all hold: its problem, what came of it, and the entries."""

    problem: WeekProblem
    solution: Solution
    timeline: Timeline


def explain_conflicts(week: Given, domain: Domain, rules: Iterable[Rule]) -> Iterator[Conflict]:
    """A conflict for each rule that a week gave up on a channel.

    What only the past stands in the way of is none: in a week that has begun, without any way
    out, the finding stays as one that no move can cure.
    """
    problem, solution, timeline = week
    rules = list(rules)
    left = EFFORT_A_WEEK
    for rule, channel in solution.given_up:
        others = frozenset(solution.given_up) - {(rule, channel)}
        alone = problem._replace(waived=problem.waived | others, early=())
        reasons, cures = (Trials(domain, rules, min(EFFORT, left / 2)) for _ in range(2))
        judging = next(it for it in rules if it.name == rule)
        finding = _finding(judging, channel, problem.window, timeline)
        core = core_of(alone, rule, channel, _named(finding), reasons)
        is_smallest = not reasons.is_over
        near = with_others_as_planned(alone, solution, channel, domain.clock)
        ways = ways_out(near, channel, cures)
        left -= 2 * min(EFFORT, left / 2) - max(0, reasons.left) - max(0, cures.left)
        if not ways and domain.clock.has_begun(problem.window):
            continue
        yield Conflict(
            week=problem.window._replace(channel=channel),
            rules=core.rules,
            entries=(*core.fixed, *core.windowed),
            why=_why(
                only_on(alone, channel), core, _fact(finding, judging, problem.window), reasons
            )
            + _left_out(core, cures, is_smallest=is_smallest),
            ways_out=tuple(ways) or (_acceptance(rule, problem.window),),
        )


def _acceptance(rule: str, window: Window) -> str:
    """What is left when nothing else works; a week is named by its last day, as in comments."""
    week = week_name(week_of(window.until - timedelta(days=1), 0))
    return f"Accept it in this week: write # planner: ignore[{rule}@{week}] and why above a post."


# In words


def _left_out(core: Core, cures: Trials, *, is_smallest: bool) -> str:
    """What there was no time for."""
    told = ""
    if not is_smallest and core.fixed:
        told += " Maybe fewer posts are in the way; there was no time to try."
    if cures.is_over:
        told += " There was no time to try more ways out."
    return told


def _why(problem: WeekProblem, core: Core, fact: str, trials: Trials) -> str:
    """What stands in the way of which rules, and what they find."""
    posts = [it for it in problem.entries if isinstance(it, Post)]
    fixed = [post for post in posts if post.id in core.fixed]
    subjects = list(_subjects(fixed, core, trials.domain))
    rules = listed(core.rules) + (" holds" if len(core.rules) == 1 else " hold together")
    opening = f"{listed(subjects)} {_verb(problem, core, trials)}" if subjects else "There is"
    reasons = "".join(f", and {it}" for it in _other_reasons(problem, core, trials))
    return f"{opening} no plan in which {rules}{fact}{reasons}."


def _verb(problem: WeekProblem, core: Core, trials: Trials) -> str:
    """`leave`, or `already leave` where others would do as well."""
    rest = problem._replace(loose=problem.loose | {*core.fixed})
    is_one = len(core.fixed) + len(core.windowed) == 1
    return ("already " if trials.fails(rest, trials.rules) else "") + (
        "leaves" if is_one else "leave"
    )


def _subjects(fixed: list[Post], core: Core, domain: Domain) -> Iterator[str]:
    """The posts of a core by what holds them where they are."""
    groups: dict[str, list[str]] = {}
    for post in fixed:
        groups.setdefault(_state(post, domain), []).append(post.id)
    for state, names in groups.items():
        yield f"{counted(len(names), f'{state} post')} ({_names(names)})"
    if core.windowed:
        yield f"the window of {_names(core.windowed)}"


def _state(post: Post, domain: Domain) -> str:
    if post.status == "published":
        return "published"
    if can_unpin(post, domain):
        return "pinned"
    is_past = post.at is not None and domain.clock.is_past(post.at)
    return "past" if is_past else "unplanned"


def _names(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMES:
        return listed(names)
    return f"{', '.join(names[: MOST_NAMES - 1])} and {len(names) - MOST_NAMES + 1} more"


def _other_reasons(problem: WeekProblem, core: Core, trials: Trials) -> Iterator[str]:
    """What is no entry of the week, but without it the core would not fail."""
    rules = [rule for rule in trials.rules if rule.name in core.rules]
    posts = {it.id for it in problem.entries if isinstance(it, Post)}
    bare = problem._replace(loose=frozenset(posts - {*core.fixed}))
    for limit, what in (("posts", "post"), ("slots", "slot")):
        most = getattr(problem, limit)
        if trials.works(bare._replace(**{limit: most + MORE}), rules=rules):
            most_words = f"at most {counted(most, what)} a week" if most else f"no {what}s"
            yield f"a plan adds {most_words}{' on a channel' * (limit == 'posts')}"
    if problem.context and trials.works(bare._replace(context=()), rules=rules):
        yield "the weeks beside this one count as well"


def _fact(finding: Finding | None, rule: Rule, week: Window) -> str:
    """What a rule finds, without what it advises, to go on a sentence with."""
    message = finding.message if finding else rule.summary
    told = first_sentence(message)
    weeks = ""
    if (prefix := _PREFIX.match(told)) is not None:
        told = told[prefix.end() :]
        if prefix["weeks"] != week_name(week):
            weeks = f" ({prefix['weeks']})"
    return f"{weeks}: {inside(told)}"


def _finding(rule: Rule, channel: str | None, week: Window, timeline: Timeline) -> Finding | None:
    """What a rule finds first in a week: where its window ends there, if there is any such."""
    near = [
        (finding.window.until > week.until, finding)
        for finding in judge(rule, timeline)
        if finding.window is not None
        and channel in {finding.window.channel, None}
        and finding.window.first < week.until
        and week.first < finding.window.until
    ]
    found = min(near, key=itemgetter(0), default=None)
    return found[1] if found else None


def _named(finding: Finding | None) -> set[str | None]:
    return {finding.entry, *(id_ for _route, id_ in finding.related)} if finding else set()
