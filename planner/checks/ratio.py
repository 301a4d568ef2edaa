"""At most so many posts of some kinds for every so many of others, per week and channel."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from planner.checks import Board, Count, Hit, Offer, Option
from planner.model import Post, Window
from planner.options import count, kind, kinds, positive
from planner.weeks import Moment, Timeline, week_name


class Options(NamedTuple):
    """`at_most` posts of the kinds `of` for `for_every` posts of the kinds `per`."""

    of: frozenset[str]
    per: frozenset[str]
    at_most: int = 1
    for_every: int = 1
    always_allowed: int = 0
    insert: str = "share"


OPTIONS = {
    "of": Option(kinds, "the kinds that are limited"),
    "per": Option(kinds, "the kinds that earn them"),
    "at_most": Option(positive, "how many of the limited kinds are earned at a time"),
    "for_every": Option(positive, "how many of the earning kinds that takes"),
    "always_allowed": Option(count, "how many of the limited kinds need no earning"),
    "insert": Option(kind, "the kind of post that a plan may add as work to do"),
}
WORDS = ("week", "channel", "observed", "allowed", "earning", "excess", "missing")


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per week and channel, at the first post over the allowance."""
    for window, moments in timeline.weeks():
        for channel, (limited, earning) in sorted(_by_channel(options, moments).items()):
            allowed = _allowed(options, earning)
            if len(limited) > allowed:
                yield _hit(options, window._replace(channel=channel or None), limited, earning)


def _by_channel(options: Options, moments: list[Moment]) -> dict[str, tuple[list[Post], int]]:
    """The limited posts and the number of earning ones, by channel ("" for none)."""
    found: dict[str, tuple[list[Post], int]] = {}
    for _day, _minute, entry in moments:
        if isinstance(entry, Post) and (entry.kind in options.of or entry.kind in options.per):
            limited, earning = found.setdefault(entry.channel or "", ([], 0))
            if entry.kind in options.of:
                limited.append(entry)
            if entry.kind in options.per:
                found[entry.channel or ""] = limited, earning + 1
    return found


def _allowed(options: Options, earning: int) -> int:
    return max(options.always_allowed, options.at_most * earning // options.for_every)


def _hit(options: Options, window: Window, limited: list[Post], earning: int) -> Hit:
    allowed = _allowed(options, earning)
    tip = limited[allowed]
    needed = -(-len(limited) * options.for_every // options.at_most)
    words = {
        "week": week_name(window),
        "channel": window.channel or "posts without a channel",
        "observed": Count(len(limited)),
        "allowed": Count(allowed),
        "earning": Count(earning),
        "excess": Count(len(limited) - allowed),
        "missing": Count(needed - earning),
    }
    related = tuple(post for post in limited if post is not tip)
    return Hit(tip, window, len(limited), allowed, related, words)


def offers(options: Options, timeline: Timeline, window: Window) -> Iterator[Offer]:
    """Posts that earn: enough of them for every limited post of a channel over its allowance."""
    moments = timeline.between(window.first, window.until)
    for channel, (limited, earning) in sorted(_by_channel(options, moments).items()):
        if len(limited) > _allowed(options, earning):
            most = -(-len(limited) * options.for_every // options.at_most) - earning
            yield Offer(options.insert, channel or None, is_slot=False, most=most)


def deferrable(options: Options, timeline: Timeline, window: Window) -> Iterator[str]:
    """The limited posts of channels over their allowance: another week may have room for them."""
    moments = timeline.between(window.first, window.until)
    for limited, earning in _by_channel(options, moments).values():
        if len(limited) > _allowed(options, earning):
            yield from (post.id for post in limited)


def loose(_options: Options, _timeline: Timeline, _window: Window) -> Iterator[str]:
    """None: a limited post counts on every day of the week alike."""
    return iter(())


def reach(_options: Options) -> int:
    """Nothing outside the week matters."""
    return 0


def plan(options: Options, board: Board) -> None:
    """Either few enough to be allowed always, or earned: linear over the posts of the week."""
    for channel in board.channels():
        limited = [piece.present for piece in board.posts(channel, options.of)]
        if not limited:
            continue
        earning: list[Any] = [piece.present for piece in board.posts(channel, options.per)]
        guard, few = board.guard(channel), board.boolean("few")
        board.model.add(sum(limited) <= options.always_allowed).only_enforce_if(guard, few)
        earned = options.for_every * sum(limited) <= options.at_most * sum(earning)
        board.model.add(earned).only_enforce_if(guard, ~few)
