"""The entries that a week may take beside its own, as pieces on its board."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from planner.checks import Offer
from planner.model import Post, Slot
from planner.plan.domain import STEP, Domain, Stretches
from planner.plan.pieces import Piece, WeekProblem
from planner.plan.times import drift_of, quarter_hours
from planner.weeks import local_day


class Offered:
    """Makes pieces of what is offered to a week, in the week's model, and limits them."""

    def __init__(self, problem: WeekProblem, domain: Domain, model: Any, *, is_timed: bool) -> None:
        self._problem = problem
        self._domain = domain
        self._clock = domain.clock
        self._model = model
        self._is_timed = is_timed
        self._wished: dict[tuple[str | None, date], list[int]] = {}

    def pieces(self, offer: Offer) -> Iterator[Piece]:
        """One optional entry per open day, more where few days are left."""
        open_days = {
            day: self._domain.slot_stretches(day, offer.entry.minutes)
            if isinstance(offer.entry, Slot)
            else self._domain.post_stretches(offer.channel, day)
            for day in self._domain.days(self._problem.window)
        }
        usable = {day: stretches for day, stretches in open_days.items() if stretches}
        if not usable:
            return
        before: dict[date, Piece] = {}
        for rank in range(-(-offer.most // len(usable))):
            for day, stretches in usable.items():
                piece = self._optional(offer, day, stretches, rank)
                if day in before:
                    # Of equal ones the first are taken, in order of time.
                    self._model.add_implication(piece.present, before[day].present)
                    if self._is_timed:
                        later = self._model.add(piece.start > before[day].start)
                        later.only_enforce_if(piece.present)
                before[day] = piece
                yield piece

    def limit(self, pieces: list[Piece], *, with_early: bool) -> None:
        """No more than may be inserted, and (with_early) what later weeks need."""
        slots = [piece.present for piece in pieces if piece.offer and piece.offer.is_slot]
        self._model.add(sum(slots) <= self._problem.slots)
        by_channel: dict[str | None, list[Any]] = {}
        for piece in pieces:
            if piece.offer and not piece.offer.is_slot:
                by_channel.setdefault(piece.offer.channel, []).append(piece.present)
        for posts in by_channel.values():
            self._model.add(sum(posts) <= self._problem.posts)
        for offer in self._problem.early if with_early else ():
            same = [piece.present for piece in pieces if piece.entry == offer.entry]
            self._model.add(sum(same) >= offer.most)
        if self._is_timed:
            self._keep_slots_apart(pieces)

    def _keep_slots_apart(self, pieces: list[Piece]) -> None:
        """Inserted slots do not overlap each other, so that one person could take them all."""
        spans = [
            self._model.new_optional_fixed_size_interval_var(
                piece.start, piece.entry.minutes, piece.present, "span"
            )
            for piece in pieces
            if piece.offer and isinstance(piece.entry, Slot)
        ]
        self._model.add_no_overlap(spans)

    def _optional(self, offer: Offer, day: date, stretches: Stretches, rank: int) -> Piece:
        present = self._model.new_bool_var("insert")
        self._model.add_hint(present, 0)
        days = {day.toordinal(): present}
        if not self._is_timed:
            return Piece(offer.entry, offer, present, days, None, -1, is_guest=True)
        minute = self._model.new_int_var_from_domain(quarter_hours((), [stretches]), "minute")
        drift: Any = 0
        if offer.is_slot or not self._domain.preferred_times(offer.channel, day):
            drift = drift_of(self._model, minute, self._wish(offer, day, stretches))
        start = minute + self._clock.day_base(day)
        preference = drift + _day_wish(day, rank) * present
        return Piece(
            offer.entry, offer, present, days, start, -1,
            minute=minute, preference=preference, is_guest=True,
        )  # fmt: skip

    def _taken(self, offer: Offer, day: date) -> list[int]:
        """Minutes of the day at which posts that the offer is about stand now."""
        return sorted(
            self._clock.minute(entry.at)
            for entry in self._problem.entries
            if isinstance(entry, Post)
            and isinstance(entry.at, datetime)
            and local_day(entry.at, self._clock.zone) == day
            and (offer.channel is None or entry.channel == offer.channel)
        )

    def _wish(self, offer: Offer, day: date, stretches: Stretches) -> int:
        """The best minute: a slot soon after the day's first post, a post far from others.

        A post that is offered after others for the same day keeps far from them as well, and goes
        behind them where it can: so they have their order.
        """
        times = [it for first, last in stretches for it in range(first, last + 1, STEP)]
        taken = self._taken(offer, day)
        if offer.is_slot:
            goal = taken[0] + 2 * STEP if taken else 16 * 60
            return min(times, key=lambda it: (it < goal, abs(it - goal)))
        wished = self._wished.setdefault((offer.channel, day), [])
        noon = 12 * 60
        others = [*taken, *wished]
        later = [it for it in times if it > max(wished, default=-1)] or times
        distance = {it: min((abs(it - other) for other in others), default=0) for it in later}
        wished.append(min(later, key=lambda it: (-min(distance[it], 240), abs(it - noon))))
        return wished[-1]


def _day_wish(day: date, rank: int = 0) -> int:
    """Working days first, and early and late ones alike: Tuesday, Thursday, Monday ...

    A further entry of its sort (`rank`) on a working day comes after the first on all of them.
    """
    return min(13, (3, 1, 5, 2, 4, 12, 13)[day.weekday()] + 5 * rank) * 8
