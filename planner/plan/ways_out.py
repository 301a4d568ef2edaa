"""The cheapest ways out of a conflict, each of them tried: with it, the rules can hold."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import combinations
from math import comb
from re import Match
from typing import Any

from planner.model import Calendar, Post
from planner.plan.board import WeekBoard
from planner.plan.core import can_unpin
from planner.plan.domain import Domain
from planner.plan.pieces import WeekProblem
from planner.plan.trials import Trials
from planner.weeks import day_name
from planner.wording import counted, listed

MORE = 12
"""By how many entries the limits of what is inserted are raised at most."""
MOST_SETS = 24
"""So many sets of posts are tried before it is said that any of them may be unpinned."""
MOST_NAMES = 5
"""So many posts are named to choose one from."""
MOST_WAYS = 3
LATE = "22:00"
LONG_HOURS = f"08:00-{LATE}"
"""Hours that are tried where fewer are declared."""
_LAST_HOUR = re.compile(r"(?<=-)\d\d:\d\d(?=\s*(?:,|$))")


def ways_out(problem: WeekProblem, channel: str | None, trials: Trials) -> list[str]:
    """A few ways, the cheapest first: unpin posts, add entries, open longer."""
    return [
        *_unpinning(problem, channel, trials),
        *_adding(problem, trials),
        *_opening(problem, channel, trials),
    ][:MOST_WAYS]


# Unpinning


def _unpinning(problem: WeekProblem, channel: str | None, trials: Trials) -> Iterator[str]:
    """The fewest pinned entries to unpin, with the choice there is."""
    pinned = [
        entry
        for entry in problem.entries
        if isinstance(entry, Post)
        and can_unpin(entry, trials.domain)
        and channel in {None, entry.channel}
    ]
    names = tuple(dict.fromkeys(map(_name, pinned)))
    fewest = _fewest(problem, names, trials) if names else ()
    if fewest and trials.works(_unpinned(problem, fewest)):
        choice = _choice(problem, fewest, names, trials)
        yield _unpin(len(fewest), choice)


def _name(post: Post) -> str:
    """What a file calls a post: one that goes out on several channels is unpinned on all."""
    return post.entry or post.id


def _unpinned(problem: WeekProblem, names: tuple[str, ...]) -> WeekProblem:
    posts = [entry for entry in problem.entries if isinstance(entry, Post) and entry.pin]
    loose = {post.id for post in posts if _name(post) in names}
    return problem._replace(loose=problem.loose | loose)


def _fewest(problem: WeekProblem, names: tuple[str, ...], trials: Trials) -> tuple[str, ...]:
    """As few entries as possible that are not left as they stand when all may be unpinned."""

    def changed(board: WeekBoard) -> Any:
        total: Any = 0
        for name in names:
            own = [it for it in board.pieces if _is_of(it.entry, name)]
            is_changed = board.boolean("changed")
            for piece in own:
                board.model.add(piece.moved + piece.hold == 0).only_enforce_if(~is_changed)
            total += is_changed
        return total

    found = trials.least(_unpinned(problem, names), changed) or []
    gone = {_name(it.entry) for it, _, stays in found if isinstance(it.entry, Post) and not stays}
    return tuple(name for name in names if name in gone)


def _is_of(entry: Any, name: str) -> bool:
    return isinstance(entry, Post) and entry.pin and _name(entry) == name


def _choice(
    problem: WeekProblem, fewest: tuple[str, ...], names: tuple[str, ...], trials: Trials
) -> tuple[str, ...]:
    """Entries of which any so many as the fewest may be unpinned; just these if no others do."""
    number, (first, *rest) = len(fewest), fewest

    def helps(some: tuple[str, ...]) -> bool:
        return trials.works(_unpinned(problem, some))

    others = {it for it in names if it not in fewest and helps((it, *rest))}
    pool = [it for it in names if it in fewest or it in others]
    while comb(len(pool), number) > MOST_SETS and number > 1:
        pool.remove(next(it for it in reversed(pool) if it not in fewest))
    known = {frozenset((it, *rest)) for it in (first, *others)}
    if all(frozenset(some) in known or helps(some) for some in combinations(pool, number)):
        return tuple(pool)
    return fewest


def _unpin(number: int, names: tuple[str, ...]) -> str:
    if number == len(names):
        return f"Unpin {listed(names)}."
    if number > 1:
        return f"Unpin any {number} of {listed(names)}."
    shown, more = names[:MOST_NAMES], len(names) - MOST_NAMES
    if more > 0:
        return f"Unpin {', '.join(shown)} or one of {counted(more, 'other')}."
    return f"Unpin {', '.join(shown[:-1])} or {shown[-1]}."


# Adding


def _adding(problem: WeekProblem, trials: Trials) -> Iterator[str]:
    """The lowest limits of insertions that are enough, with what is then inserted."""
    lifted = problem._replace(posts=problem.posts + MORE, slots=problem.slots + MORE)
    found = trials.least(lifted, partial(_over_limits, problem)) or []
    offers = [piece.offer for piece, is_taken, _stays in found if piece.offer and is_taken]
    slots = Counter(it.entry.kind for it in offers if it.is_slot)
    posts: dict[str | None, Counter[str]] = {}
    for offer in offers:
        if not offer.is_slot:
            posts.setdefault(offer.channel, Counter())[offer.entry.kind] += 1
    many = {channel: it for channel, it in posts.items() if it.total() > problem.posts}
    told = [_kinds(it, "post") + (f" on {name}" if name else "") for name, it in many.items()]
    limits = []
    if many:
        limits.append(_limit("posts", problem.posts, max(it.total() for it in many.values())))
    if slots.total() > problem.slots:
        told.append(_kinds(slots, "slot"))
        limits.append(_limit("slots", problem.slots, slots.total()))
    if told:
        yield f"Add {listed(told)}: raise {listed(limits)} under [plan]."


def _over_limits(problem: WeekProblem, board: WeekBoard) -> Any:
    """What is over the limits of a problem, which outweighs the number of all insertions."""
    taken: dict[str | None, list[Any]] = {}
    slots: list[Any] = []
    for piece in board.pieces:
        if piece.offer:
            same = slots if piece.offer.is_slot else taken.setdefault(piece.offer.channel, [])
            same.append(piece.present)
    more_posts, more_slots = (board.model.new_int_var(0, MORE, "more") for _ in range(2))
    board.model.add(sum(slots) <= problem.slots + more_slots)
    for posts in taken.values():
        board.model.add(sum(posts) <= problem.posts + more_posts)
    everything = [*slots, *(it for posts in taken.values() for it in posts)]
    return (len(everything) + 1) * (more_posts + more_slots) + sum(everything)


def _kinds(kinds: Counter[str], what: str) -> str:
    return listed(counted(number, f"{kind} {what}") for kind, number in sorted(kinds.items()))


def _limit(what: str, now: int, number: int) -> str:
    return f"`inserted_{what}` from {now} to {number}"


# Opening longer


def _opening(problem: WeekProblem, channel: str | None, trials: Trials) -> Iterator[str]:
    """The first change of hours or of days without posts that is enough."""
    domain = trials.domain
    for calendar, told in _more_open(domain.calendar, problem, channel):
        wider = Domain(calendar, domain.clock, domain.first, domain.until)
        if trials.works(problem, domain=wider):
            yield told
            return


def _more_open(
    calendar: Calendar, problem: WeekProblem, channel: str | None
) -> Iterator[tuple[Calendar, str]]:
    """Calendars that are open for longer, each with the words for it."""
    for place in calendar.channels:
        if place.hours and channel in {None, place.name}:
            for hours in dict.fromkeys((_LAST_HOUR.sub(_later, place.hours), LONG_HOURS)):
                channels = tuple(
                    it._replace(hours=hours) if it is place else it for it in calendar.channels
                )
                told = f"Let {place.name} be posted on longer: set its `hours` to {hours}."
                yield calendar._replace(channels=channels), told
    for person in calendar.people:
        if person.on_call:
            people = tuple(
                it._replace(on_call=LONG_HOURS) if it is person else it for it in calendar.people
            )
            told = f"Let {person.name} be on call longer: set `on_call` to {LONG_HOURS}."
            yield calendar._replace(people=people), told
    for closed in calendar.blackouts:
        if closed.first < problem.window.until and problem.window.first < closed.until:
            kept = tuple(it for it in calendar.blackouts if it is not closed)
            name = f" ({closed.why})" if closed.why else ""
            told = f"Take out the days without posts from {day_name(closed.first)}{name}."
            yield calendar._replace(blackouts=kept), told


def _later(last: Match[str]) -> str:
    return max(last[0], LATE)
