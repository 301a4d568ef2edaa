"""What cannot hold together: rules and fixed posts of a week of which none could be left out."""

from collections.abc import Callable
from typing import NamedTuple

from planner.model import Post
from planner.plan.domain import Domain
from planner.plan.pieces import WeekProblem
from planner.plan.trials import Trials
from planner.rules import Rule


class Core(NamedTuple):
    """Rules that cannot all hold while some posts stand where they are, or keep to their windows.

    `fixed` and `windowed` are ids of posts. Without any one of the rules and posts the rest can
    hold.
    """

    rules: tuple[str, ...]
    fixed: tuple[str, ...]
    windowed: tuple[str, ...]


class Part(NamedTuple):
    """One thing that a core may hold: a rule, a fixed post or the window of a post."""

    what: str
    name: str


def core_of(problem: WeekProblem, told: str, trials: Trials) -> Core:
    """A core of a week in which a rule had to be given up.

    Of several cores it is one with few other rules and, where that is enough, of posts that
    nobody can change any more; the posts that a manager could unpin come in last.
    """
    parts = list(_parts(problem, told, trials))

    def fails(kept: list[Part]) -> bool:
        return trials.fails(*_reduced(problem, kept, trials))

    found = set(smallest(fails, [], parts, is_new=False))

    def named(what: str) -> tuple[str, ...]:
        return tuple(part.name for part in parts if part in found and part.what == what)

    in_order = [entry.id for entry in problem.entries]
    fixed = sorted(named("fixed"), key=in_order.index)
    return Core(named("rule"), tuple(fixed), named("window"))


def _parts(problem: WeekProblem, told: str, trials: Trials) -> list[Part]:
    """All that may be in the core, what is best in it first."""
    domain = trials.domain
    posts = [entry for entry in problem.entries if isinstance(entry, Post)]
    fixed = [post for post in posts if domain.is_fixed(post)]
    done = [post for post in fixed if not can_unpin(post, domain)]
    pinned = [post for post in fixed if can_unpin(post, domain)]
    return [
        Part("rule", told),
        *(Part("fixed", post.id) for post in (*done, *pinned)),
        *(Part("window", post.id) for post in posts if post.window and post not in fixed),
        *(Part("rule", rule.name) for rule in trials.rules if rule.name != told),
    ]


def can_unpin(post: Post, domain: Domain) -> bool:
    """Whether a post stands only because it is pinned."""
    return post.pin and not domain.is_fixed(post._replace(pin=False))


def _reduced(
    problem: WeekProblem, kept: list[Part], trials: Trials
) -> tuple[WeekProblem, list[Rule]]:
    """The week as it is when only some parts are kept."""
    standing = {part.name for part in kept if part.what == "fixed"}
    windows = {part.name for part in kept if part.what == "window"}
    names = {part.name for part in kept if part.what == "rule"}
    entries = tuple(
        entry._replace(window=None)
        if isinstance(entry, Post) and entry.window and entry.id not in windows
        else entry
        for entry in problem.entries
    )
    loose = frozenset(post.id for post in entries if isinstance(post, Post)) - standing
    changed = problem._replace(entries=entries, loose=loose)
    return changed, [rule for rule in trials.rules if rule.name in names]


def smallest(
    fails: Callable[[list[Part]], bool], kept: list[Part], parts: list[Part], *, is_new: bool
) -> list[Part]:
    """Those of some parts, all needed, that fail with the kept ones: QuickXplain (Junker 2004).

    `kept` and `parts` together fail. `is_new` says that `kept` has grown since it was last tried.
    """
    if is_new and fails(kept):
        return []
    if len(parts) == 1:
        return parts
    middle = len(parts) // 2
    first, second = parts[:middle], parts[middle:]
    late = smallest(fails, [*kept, *first], second, is_new=True)
    early = smallest(fails, [*kept, *late], first, is_new=bool(late))
    return [*early, *late]
