"""An independent judge of plans: that one changes no more than it may, and tells all of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from plan.sentences import breaches, is_closed, stand_of, week_of

from planner.model import Cost, Plan, Post, Slot

FIXED = {"published", "held", "cancelled"}
OFFICE, DAYTIME = "mon-fri 09:00-17:00", "08:00-20:00"
"""The hours of people and of channels that declare none."""


class Judge(NamedTuple):
    """The judge of a plan made `now` for the days from `first` up to, but not with, `until`."""

    plan: Plan
    now: datetime | None = None
    first: date = date.min
    until: date = date.max

    def faults(self) -> list[str]:
        """What is wrong with the plan; nothing when it keeps all that it promises."""
        before = {it.id: it for it in self.plan.original.entries}
        pairs = [(it, before.get(it.id)) for it in self.plan.calendar.entries]
        changes = [(new, old) for new, old in pairs if new != old]
        found = [*self._lost(), *self._counted(changes), *self._limits(changes), *self._told()]
        for new, old in changes:
            faults = {**self._needless(new, old), **(self._broken(new, old) if old else {})}
            faults |= {} if new.status == "held" else self._misplaced(new, old)
            found += [f"{new.id} {fault}" for fault, is_there in faults.items() if is_there]
        return found

    def _lost(self) -> Iterator[str]:
        old, new = self.plan.original, self.plan.calendar
        ids = Counter(it.id for it in new.entries)
        yield from (f"{it.id} is lost" for it in old.entries if it.id not in ids)
        yield from (f"{name} is there twice" for name, number in ids.items() if number > 1)
        if new._replace(posts=(), slots=()) != old._replace(posts=(), slots=()):
            yield "the calendar says something else"

    def _counted(self, changes: list[Any]) -> Iterator[str]:
        """Every change is a move and every move a change, and the cost is theirs."""
        plan, bound = self.plan, self.plan.bound
        told = Counter[Any]((it.entry, it.what, it.before, it.after) for it in plan.moves)
        done = Counter[Any](self._move(new, old) for new, old in changes)
        yield from (f"not told: {it}" for it in (done - told).elements())
        yield from (f"not done: {it}" for it in (told - done).elements())
        what = Counter(it[1] for it in done)
        drift = sum(self._drift(new.at, old.at) for new, old in changes if old and new.at != old.at)
        cost = Cost(what["hold"], what["insert"], what["shift"] + what["defer"], drift)
        status = "feasible" if bound < plan.cost else "optimal"
        if plan.cost != cost:
            yield f"it costs {cost}"
        if bound > plan.cost or plan.status != ("infeasible" if plan.conflicts else status):
            yield f"it is not {plan.status}"

    def _move(self, new: Any, old: Any) -> tuple[object, ...]:
        if old is None or new.status != old.status:
            return (new.id, "hold", old.at, None) if old else (new.id, "insert", None, new.at)
        return new.id, "defer" if self._week(new) != self._week(old) else "shift", old.at, new.at

    def _drift(self, after: Any, before: Any) -> int:
        """48 for a day, 1 for each begun quarter of an hour between the times on the wall."""
        one, other = self._wall(after), self._wall(before)
        minutes = abs(one.hour * 60 + one.minute - other.hour * 60 - other.minute)
        return 48 * abs((one.date() - other.date()).days) + -(-minutes // 15)

    def _limits(self, changes: list[Any]) -> Iterator[str]:
        """No more than 3 posts for a channel and 10 slots are inserted in a week."""
        new = [it for it, old in changes if old is None]
        kinds = Counter((self._week(it), getattr(it, "channel", Slot)) for it in new)
        over = [key for key, number in kinds.items() if number > (10 if key[1] is Slot else 3)]
        return (f"too many for {kind} in the week of {week}" for week, kind in over)

    def _broken(self, new: Any, old: Any) -> dict[str, bool]:
        """What a plan never does to an entry that was there."""
        if not old.at:
            return {"has no day that could change": True}
        return {
            "says something else": new
            not in (old._replace(at=new.at), old._replace(status="held")),
            "is fixed": isinstance(old, Slot) or old.pin or old.status in FIXED,
            "is past or not to be planned": self._is_out(old),
            "goes too far": not 0 <= (self._week(new) - self._week(old)).days <= 28,
        }

    def _misplaced(self, new: Any, old: Any) -> dict[str, bool]:
        """Where a plan never puts an entry."""
        day, wall, length = self._day(new), self._wall(new.at), getattr(new, "minutes", 15)
        first, last = (isinstance(old, Post) and old.window) or (None, None)
        is_timed = isinstance(new.at, datetime)
        is_usual = bool(old) and wall.time() == self._wall(old.at).time()
        return {
            "does not say what it is for": not old and not new.note,
            "is outside of its window": not (first or day) <= day <= (last or day),
            "is in a blackout": is_closed(day, self.plan.original),
            "is put into the past or where nothing is planned": self._is_out(new),
            "stands at an odd minute": is_timed and wall.minute % 15 > 0 and not is_usual,
            "stands where nobody is there": is_timed
            and not any(is_open(hours, wall, length) for hours in self._hours(new)),
            "meets another": is_timed and any(meets(new, it) for it in self.plan.calendar.entries),
        }

    def _hours(self, new: Any) -> list[str]:
        """The hours of its channel, or of the person who takes the slot."""
        calendar = self.plan.original
        if isinstance(new, Post):
            told = [it.hours for it in calendar.channels if it.name == new.channel]
            return [it or DAYTIME for it in told or [None]]
        people = [it.on_call for it in calendar.people if it.name == new.by]
        return [it or OFFICE for it in (people if calendar.people else [None])]

    def _needless(self, new: Any, old: Any) -> dict[str, bool]:
        """Without the change a rule is broken that holds with it, as the move says."""
        entries = [it for it in self.plan.calendar.entries if it.id != new.id]
        without = self.plan.calendar.with_entries([*entries, *([old] if old else [])])
        worse = {it.rule for it in breaches(without) - breaches(self.plan.calendar)}
        named = {rule for it in self.plan.moves if it.entry == new.id for rule in it.rules}
        return {f"is changed for {named}, not {worse}": not worse or not named <= worse}

    def _told(self) -> Iterator[str]:
        """A rule that is broken is told as a conflict, or by hand where no plan could help."""
        asked = [it for it in breaches(self.plan.calendar) if self.first <= it.last]
        for breach in (it for it in asked if it.first < self.until):
            week = week_of(breach.last, self.plan.original)
            windows = [it.week for it in self.plan.conflicts if breach.rule in it.rules]
            is_late = self.now is not None and week <= self._wall(self.now).date()
            is_known = week in {it.first for it in self.plan.weeks}
            if is_late or not is_known or breach.rule == "promises-kept":
                hand = [it for it in self.plan.by_hand if it.rule == breach.rule]
                windows += [it.window for it in hand if it.window]
            near = [it for it in windows if it.first <= breach.last and breach.first < it.until]
            if not any(breach.channel in {it.channel, None} or not it.channel for it in near):
                yield f"not told: {breach}"

    def _day(self, it: Any) -> date:
        return stand_of(it, self.plan.original).day

    def _week(self, it: Any) -> date:
        return week_of(self._day(it), self.plan.original)

    def _wall(self, at: Any) -> datetime:
        """A time as the clock on the wall shows it; a day as its midnight."""
        if isinstance(at, datetime):
            return at.astimezone(ZoneInfo(self.plan.original.timezone)).replace(tzinfo=None)
        return datetime.combine(at, datetime.min.time())

    def _is_out(self, it: Any) -> bool:
        """Whether it is past or on no day that is planned."""
        edge: Any = self.now
        if edge and not isinstance(it.at, datetime):
            edge = self._wall(edge).date()
        return (edge and it.at < edge) or not self.first <= self._day(it) < self.until


def meets(new: Any, it: Any) -> bool:
    """Whether it is a post in the same quarter of an hour, or a slot of the same person."""
    if it.id == new.id or type(it) is not type(new) or it.status in {"held", "cancelled"}:
        return False
    same = it.channel == new.channel if isinstance(it, Post) else it.by and it.by == new.by
    if not same or not isinstance(it.at, datetime):
        return False
    one, other = sorted((it, new), key=lambda each: each.at)
    return bool(other.at - one.at < timedelta(minutes=getattr(one, "minutes", 15)))


def is_open(hours: str, wall: datetime, length: int) -> bool:
    """Whether so many minutes from a time on lie inside hours such as `mon-fri 09:00-17:00`."""
    minute = wall.hour * 60 + wall.minute
    for part in hours.split(","):
        days, clock = ["mon-sun", *part.split()][-2:]
        first, last = (
            "montuewedthufrisatsun".index(it) // 3 for it in f"{days}-{days}".split("-")[:2]
        )
        start, end = (int(it[:2]) * 60 + int(it[3:]) for it in clock.split("-"))
        if first <= wall.weekday() <= last and start <= minute and minute + length <= end:
            return True
    return False
