"""Short names for problems by their content: the same one is not solved twice."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from planner import __version__
from planner.model import Calendar, Entry, Post, Slot
from planner.plan.board import WeekBoard
from planner.plan.domain import Domain
from planner.plan.pieces import WeekProblem
from planner.rules import Rule


def digest(*parts: str) -> str:
    """24 letters and digits for some texts; another version of planner gives others."""
    whole = blake2b(__version__.encode(), digest_size=12)
    for part in parts:
        whole.update(b"\0" + part.encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def of_calendar(calendar: Calendar) -> str:
    """All that a calendar says, wherever in its file it stands."""
    settings = calendar._replace(posts=(), slots=(), records=())
    told = [repr(it._replace(route=())) for it in calendar.records]
    return digest(repr(settings), *_entries(calendar.entries), *told)


def of_rules(rules: Iterable[Rule]) -> str:
    """What the rules ask for, without their level and their words."""
    return digest(*(repr((it.name, it.check, _plain(it.options))) for it in rules))


def of_problem(problem: WeekProblem, domain: Domain) -> str:
    """A week: its entries, what it may take, and when; not the calendar that it is a part of."""
    origins = [problem.origins[it.id] for it in _posts(problem) if it.id in problem.origins]
    rest = problem._replace(
        entries=(), carried=(), context=(), origins={},
        loose=frozenset(), waived=frozenset(), offers=(), early=(),
    )  # fmt: skip
    return digest(
        repr((rest, sorted(problem.loose), sorted(problem.waived, key=repr))),
        "entries", *_entries(problem.entries),
        "carried", *_entries(problem.carried),
        "context", *_entries(problem.context),
        "origins", *_entries(origins),
        "offers", *(repr((it.most, it.entry)) for it in problem.offers),
        "early", *(repr((it.most, it.entry)) for it in problem.early),
        "open", repr(_open(problem, domain)),
    )  # fmt: skip


def _posts(problem: WeekProblem) -> list[Post]:
    return [it for it in (*problem.entries, *problem.carried) if isinstance(it, Post)]


def _entries(entries: Iterable[Entry]) -> Iterable[str]:
    return (repr(entry._replace(route=())) for entry in entries)


def _open(problem: WeekProblem, domain: Domain) -> list[Any]:
    """The days of the week, and when posts and slots may be put there."""
    patterns = [offer.entry for offer in problem.offers]
    posts = [*_posts(problem), *(it for it in patterns if isinstance(it, Post))]
    channels = sorted({post.channel or "" for post in posts})
    lengths = sorted({it.minutes for it in patterns if isinstance(it, Slot)})
    return [
        (
            day,
            [domain.post_stretches(channel, day) for channel in channels],
            [domain.slot_stretches(day, minutes) for minutes in lengths],
        )
        for day in domain.days(problem.window)
    ]


def _plain(value: Any) -> Any:
    """A value whose text is the same in every run: sets and mappings have an order."""
    if isinstance(value, Mapping):
        return sorted(((repr(key), _plain(item)) for key, item in value.items()), key=repr)
    if isinstance(value, frozenset | set):
        return sorted(map(repr, map(_plain, value)))
    if isinstance(value, tuple | list):
        return [type(value).__name__, *map(_plain, value)]
    return value


def of_model(boards: Sequence[WeekBoard]) -> str:
    """Weeks as they are laid out for the solver: what no rule looks at makes no difference."""
    model = boards[0].model
    pieces = [piece for board in boards for piece in board.pieces]
    costs = (
        [piece.preference for piece in pieces],
        [piece.displacement for piece in pieces],
        [piece.moved for piece in pieces],
        [piece.hold for piece in pieces],
        [piece.present for piece in pieces if piece.offer],
    )
    parts = [str(model.proto)]
    for cost in costs:
        model.minimize(sum(cost))
        parts.append(str(model.proto.objective))
    model.clear_objective()
    for board in boards:
        parts.append(repr((board.window, board.gives_up, list(board.guards))))
        parts += [repr(piece.entry) if piece.offer else piece.entry.id for piece in board.pieces]
    return digest(*parts)
