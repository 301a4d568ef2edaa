"""A week as it is planned so far, to look for something better on one channel of it."""

from planner.model import Entry, Post
from planner.plan.domain import Clock
from planner.plan.pieces import WeekProblem
from planner.plan.solve import Placement, Solution


def with_others_as_planned(
    problem: WeekProblem, solution: Solution, channel: str | None, clock: Clock
) -> WeekProblem:
    """The week with the posts of all other channels fixed where a solution has them.

    What is possible in it is possible in the whole week, and much quicker to find. Slots stay
    free: channels share them. Without a channel it is the whole week.
    """
    if channel is None:
        return problem
    placed = {it.post.id: it for it in solution.placements if it.post.channel != channel}
    entries: list[Entry] = []
    for entry in (*problem.entries, *(it for it in problem.carried if it.id in placed)):
        placement = placed.get(entry.id)
        if placement is None:
            entries.append(entry)
        elif placement.what == "move":
            entries.append(_moved(placement, clock))
    for number, (offer, day, minute) in enumerate(solution.insertions):
        if not offer.is_slot and offer.channel != channel:
            at = clock.moment(day, minute)
            entries.append(offer.entry._replace(id=f"planned-{number}", at=at))
    own = {it.id for it in entries if isinstance(it, Post) and it.channel == channel}
    return problem._replace(
        entries=tuple(entries),
        carried=tuple(post for post in problem.carried if post.channel == channel),
        loose=problem.loose & own,
        offers=tuple(it for it in problem.offers if it.is_slot or it.channel == channel),
    )


def _moved(placement: Placement, clock: Clock) -> Post:
    assert placement.day is not None
    if placement.minute is None:
        return placement.post._replace(at=placement.day)
    return placement.post._replace(at=clock.moment(placement.day, placement.minute))
