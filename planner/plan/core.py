"""What cannot hold together: rules and fixed posts of a week of which none could be left out."""

from collections.abc import Callable
from typing import NamedTuple

from planner.model import Entry, Post
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


def core_of(
    problem: WeekProblem, told: str, channel: str | None, named: set[str | None], trials: Trials
) -> Core:
    """A core of a week in which a rule had to be given up, maybe on one channel only.

    It is looked for among the posts that the rule's finding has named before all others.

    Of several cores it is one with few other rules and, where that is enough, of posts that
    nobody can change any more; the posts that a manager could unpin come in last. When there is
    no time to find one, it is the rule with all fixed posts.
    """
    fixed = _fixed(problem, channel, trials.domain)
    near = [part for part in fixed if part.name in named]
    found = (
        _core_of_few(problem, told, channel, near, trials)
        or _core_of_few(problem, told, channel, fixed, trials)
        or _core_of_all(problem, told, trials)
    )
    return _core(problem, [Part("rule", told), *fixed]) if trials.is_over else found


def _core_of_few(
    problem: WeekProblem, told: str, channel: str | None, fixed: list[Part], trials: Trials
) -> Core | None:
    """A core of the rule and some posts of the channel, if it has one, in a week of no others.

    That is quick, but the others can matter to some rules: what is found is tried with them.
    """
    rule = Part("rule", told)
    few = only_on(problem, channel)

    def fails(kept: list[Part], where: WeekProblem = few) -> bool:
        return trials.fails(*_reduced(where, [rule, *kept], trials))

    if not fails(fixed):
        return None
    found = smallest(fails, [], fixed, is_new=True)
    if few != problem:
        less = ([it for it in found if it != part] for part in found)
        if not fails(found, problem) or any(fails(rest, problem) for rest in less):
            return None
    return _core(problem, [rule, *found])


def _core_of_all(problem: WeekProblem, told: str, trials: Trials) -> Core:
    """A core of all rules and of posts on all channels."""
    posts = [entry for entry in problem.entries if isinstance(entry, Post)]
    parts = [
        *_fixed(problem, None, trials.domain),
        *(Part("window", it.id) for it in posts if it.window and not trials.domain.is_fixed(it)),
        *(Part("rule", rule.name) for rule in trials.rules if rule.name != told),
    ]
    rule = Part("rule", told)

    def fails(kept: list[Part]) -> bool:
        return trials.fails(*_reduced(problem, kept, trials))

    return _core(problem, [rule, *smallest(fails, [rule], parts, is_new=True)])


def _core(problem: WeekProblem, parts: list[Part]) -> Core:
    def named(what: str) -> list[str]:
        return [part.name for part in parts if part.what == what]

    in_order = [entry.id for entry in problem.entries]
    fixed = sorted(named("fixed"), key=in_order.index)
    return Core(tuple(named("rule")), tuple(fixed), tuple(named("window")))


def _fixed(problem: WeekProblem, channel: str | None, domain: Domain) -> list[Part]:
    """The fixed posts of a channel: those that nobody can change first."""
    fixed = [
        entry
        for entry in problem.entries
        if isinstance(entry, Post) and channel in {None, entry.channel} and domain.is_fixed(entry)
    ]
    done = [post for post in fixed if not can_unpin(post, domain)]
    pinned = [post for post in fixed if can_unpin(post, domain)]
    return [Part("fixed", post.id) for post in (*done, *pinned)]


def only_on(problem: WeekProblem, channel: str | None) -> WeekProblem:
    """The week without the posts of other channels; with all where none is named."""
    if channel is None:
        return problem

    def is_near(entry: Entry) -> bool:
        return not isinstance(entry, Post) or entry.channel == channel

    return problem._replace(
        entries=tuple(filter(is_near, problem.entries)),
        carried=tuple(filter(is_near, problem.carried)),
        context=tuple(filter(is_near, problem.context)),
        offers=tuple(offer for offer in problem.offers if is_near(offer.entry)),
    )


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
    if not parts or (is_new and fails(kept)):
        return []
    if len(parts) == 1:
        return parts
    middle = len(parts) // 2
    first, second = parts[:middle], parts[middle:]
    late = smallest(fails, [*kept, *first], second, is_new=True)
    early = smallest(fails, [*kept, *late], first, is_new=bool(late))
    return [*early, *late]
