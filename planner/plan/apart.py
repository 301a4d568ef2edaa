"""Several weeks at once, where a model of all channels is too large: first each channel by itself.

What joins channels is left out then, so that the sum of what they cost is a bound; after that it
is asked for again, with the channels as they were decided.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from planner.model import Cost, Post
from planner.plan.board import WeekBoard
from planner.plan.differences import Differences, LastPlan
from planner.plan.objective import Outcome, Task, at_once, in_steps, task_of
from planner.plan.pieces import Piece
from planner.plan.runs import BRIEF


def minimize_apart(boards: Sequence[WeekBoard], last: LastPlan | None = None) -> Outcome:
    """Solve the boards' model as a whole or, where that takes long, channel by channel.

    Among plans of the same cost those like the last one are preferred.
    """
    task = task_of(boards, last)
    if task is None:
        return Outcome(None, "UNKNOWN", Cost())
    task = task._replace(manners=("relaxed",))
    found = briefly(task)
    if found.is_settled:
        return found
    groups = _by_channel(task.pieces)
    together = _put_together(task, groups) if len(groups) > 1 else None
    return together or in_steps(task)


def briefly(task: Task) -> Outcome:
    """Try whether the model of all channels is an easy one."""
    found = at_once(task, BRIEF)
    return found if found.is_settled else in_steps(_copy(task), BRIEF)


def _copy(task: Task) -> Task:
    """The same task in a model of its own."""
    return task._replace(model=task.model.clone())


def _put_together(task: Task, groups: Mapping[str, list[Piece]]) -> Outcome | None:
    """The channels' solutions in one, or None when they do not fit together."""
    bounds = []
    plain = task._replace(different=Differences())
    whole = task.model.clone()
    for channel, model in _parts(task.model, groups):
        part = in_steps(plain._replace(model=model, pieces=groups[channel]))
        if part.status == "INFEASIBLE":
            return part
        if not part.is_solved:
            return None
        bounds.append(part.bound)
        for variable in _decisions(groups[channel]):
            whole.add(variable == part.solver.value(variable))
    # What belongs to no channel is left as free as all of the model lets it be.
    alone = in_steps(_copy(plain)._replace(pieces=groups.get("", ())))
    found = in_steps(task._replace(model=whole))
    if not found.is_solved:
        return None
    status = found.status if found.status == "OPTIMAL" else "FEASIBLE"
    return Outcome(found.solver, status, Cost(*map(sum, zip(*bounds, alone.bound, strict=True))))


def _by_channel(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    """Movable and offered posts by their channel; under "" what has none, such as slots."""
    groups: dict[str, list[Piece]] = {}
    for piece in pieces:
        channel = piece.entry.channel if isinstance(piece.entry, Post) else None
        groups.setdefault(channel or "", []).append(piece)
    return groups


def _decisions(pieces: Iterable[Piece]) -> Iterator[Any]:
    """The variables that say whether pieces take place in their weeks; their days are open."""
    for piece in pieces:
        for literal in (piece.present, piece.hold, piece.leave):
            if not isinstance(literal, int):
                yield literal


def _parts(model: Any, groups: Mapping[str, list[Piece]]) -> Iterator[tuple[str, Any]]:
    """For each channel a copy of a model with those constraints alone that only it is in."""
    proto = model.proto
    free = [len(set(variable.domain)) > 1 for variable in proto.variables]
    owners = {
        variable.index: channel
        for channel, pieces in groups.items()
        for piece in pieces
        for variable in (*_decisions([piece]), *piece.days.values())
        if free[variable.index]
    }
    constraints = list(proto.constraints)
    used = [[it for it in _used(constraint) if free[it]] for constraint in constraints]
    _spread(owners, used)
    for channel in filter(None, groups):
        part = model.clone()
        for position, mine in enumerate(used):
            if not mine or any(owners.get(variable) != channel for variable in mine):
                part.proto.constraints[position].copy_from(type(constraints[0])())
        yield channel, part


def _spread(owners: dict[int, str], used: Sequence[Sequence[int]]) -> None:
    """Let variables that stand only with those of one channel belong to it."""
    waiting = [variables for variables in used if variables]
    while True:
        left = []
        for variables in waiting:
            found = {owners[it] for it in variables if it in owners}
            if len(found) == 1:
                (owner,) = found
                owners.update((it, owner) for it in variables)
            elif not found:
                left.append(variables)
        if len(left) == len(waiting):
            return
        waiting = left


def _used(constraint: Any) -> set[int]:
    """The variables of a constraint; none of a kind that models without times do not have."""
    found = list(constraint.enforcement_literal)
    if constraint.has_linear():
        found += constraint.linear.vars
    for kind in ("bool_or", "bool_and", "at_most_one", "exactly_one"):
        if getattr(constraint, f"has_{kind}")():
            found += getattr(constraint, kind).literals
    return {it if it >= 0 else -it - 1 for it in found}
