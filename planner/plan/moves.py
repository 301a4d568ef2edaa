"""What a plan changed, and which rules forced each change."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from planner.model import Calendar, Cost, Entry, Finding, Move, MoveKind, Post, Slot
from planner.plan.domain import STEP, Clock
from planner.plan.ledger import Ledger
from planner.plan.pieces import DAY_COST
from planner.plan.problems import margin_of
from planner.rules import Rule, judge
from planner.weeks import Timeline, local_day, week_of
from planner.wording import first_sentence, inside


def cost_of(original: Calendar, planned: Calendar, clock: Clock) -> Cost:
    """What a plan changes, counted on its calendar."""
    before = {post.id: post for post in original.posts}
    known = {entry.id for entry in original.entries}
    held = moved = displacement = 0
    for post in planned.posts:
        old = before.get(post.id)
        if old is None or post == old:
            continue
        if post.status != old.status:
            held += 1
        else:
            moved += 1
            displacement += _displacement(old, post, clock)
    inserted = sum(entry.id not in known for entry in planned.entries)
    return Cost(held, inserted, moved, displacement)


def _displacement(old: Post, new: Post, clock: Clock) -> int:
    """48 for each day, and 1 for each begun quarter of an hour in the time of day."""
    days = abs(_day(old, clock).toordinal() - _day(new, clock).toordinal())
    quarters = 0
    if isinstance(old.at, datetime) and isinstance(new.at, datetime):
        quarters = -(-abs(clock.minute(old.at) - clock.minute(new.at)) // STEP)
    return DAY_COST * days + quarters


def _day(entry: Entry, clock: Clock) -> date:
    assert entry.at is not None
    return local_day(entry.at, clock.zone)


def moves_of(
    original: Calendar, planned: Calendar, rules: Iterable[Rule], clock: Clock
) -> tuple[Move, ...]:
    """Every change in order of time, with the rules that would be broken without it."""
    trial = _Trial(original, planned, rules)
    moves = []
    for entry, old in changes(original, planned):
        findings = trial.without(entry, old)
        moves.append(
            Move(
                entry.id,
                _kind(entry, old, original.week_starts, clock),
                old.at if old else None,
                None if entry.status == "held" else entry.at,
                tuple(dict.fromkeys(finding.rule for finding in findings)),
                _why(findings),
            )
        )
    return tuple(sorted(moves, key=lambda move: _order(move, clock)))


def changes(original: Calendar, planned: Calendar) -> Iterator[tuple[Entry, Entry | None]]:
    """The changed entries of a plan, each with what it was (None for an inserted one)."""
    before: dict[str, Entry] = {entry.id: entry for entry in original.entries}
    for entry in planned.entries:
        old = before.get(entry.id)
        if entry != old:
            yield entry, old


def drop_needless(original: Calendar, planned: Calendar, rules: list[Rule]) -> Calendar:
    """The plan without the changes that no rule needs, should the solver have left any.

    Without one of them, another one that came before it may be needless as well.
    """
    trial = _Trial(original, planned, rules)
    is_done = False
    while not is_done:
        is_done = True
        for entry, old in sorted(changes(original, planned), key=lambda it: it[0].id):
            if not trial.without(entry, old):
                planned = _undo(planned, entry, old)
                trial = _Trial(original, planned, rules)
                is_done = False
    return planned


def _kind(entry: Entry, old: Entry | None, week_starts: int, clock: Clock) -> MoveKind:
    if old is None:
        return "insert"
    if entry.status == "held":
        return "hold"
    weeks = [week_of(_day(it, clock), week_starts) for it in (entry, old)]
    return "shift" if weeks[0] == weeks[1] else "defer"


def _order(move: Move, clock: Clock) -> tuple[date, str, str]:
    at = move.after or move.before
    assert at is not None
    return local_day(at, clock.zone), str(at), move.entry


def _why(findings: list[Finding]) -> str:
    if not findings:
        return "Part of a change that only works as a whole."
    return f"Otherwise {inside(first_sentence(findings[0].message))}."


def _undo(planned: Calendar, entry: Entry, old: Entry | None) -> Calendar:
    """The plan's calendar with one change taken back."""
    if isinstance(entry, Slot):
        return planned._replace(slots=tuple(it for it in planned.slots if it.id != entry.id))
    back = [old] if isinstance(old, Post) else []
    posts: list[Post] = []
    for post in planned.posts:
        posts += back if post.id == entry.id else [post]
    return planned._replace(posts=tuple(posts))


class _Trial:
    """A plan to take changes back from, one at a time, and see which rules notice."""

    def __init__(self, original: Calendar, planned: Calendar, rules: Iterable[Rule]) -> None:
        self.rules = list(rules)
        self.week_starts = original.week_starts
        self.ledger = Ledger(planned, margin_of(self.rules))

    def without(self, entry: Entry, old: Entry | None) -> list[Finding]:
        """What the rules find when one change is taken back and they did not find before."""
        days = [
            local_day(it.at, self.ledger.zone)
            for it in (entry, old)
            if it is not None and it.at is not None
        ]
        weeks = [week_of(day, self.week_starts) for day in (min(days), max(days))]
        near = self.ledger.near(*weeks)
        known = set(self._judge(near))
        found = self._judge(_undo(near, entry, old))
        return [finding for key, finding in found.items() if key not in known]

    def _judge(self, calendar: Calendar) -> dict[tuple[object, ...], Finding]:
        timeline = Timeline(calendar, self.ledger.span)
        return {
            (finding.rule, finding.window, finding.observed): finding
            for rule in self.rules
            for finding in judge(rule, timeline)
        }
