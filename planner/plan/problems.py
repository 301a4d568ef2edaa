"""What may change in a week, and by which entries: asked from the checks, cut to the calendar."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from planner.checks import Offer, Reach
from planner.model import Entry, Post, Window
from planner.plan.domain import Domain
from planner.plan.pieces import WeekProblem
from planner.rules import Rule, judge, judge_all
from planner.weeks import MINUTES_A_DAY, MINUTES_A_WEEK, Moment, Timeline, week_of


class Allowance(NamedTuple):
    """How many posts (per channel) and slots a week may be given, and what a plan keeps to.

    `accepted` are rules whose findings are none in a week; `spread` is as in `WeekProblem`.
    """

    posts: int
    slots: int
    accepted: tuple[tuple[str, Window], ...] = ()
    spread: bool = False


class Problems:
    """Makes the problem of a week out of the calendar as it is planned so far."""

    def __init__(
        self,
        domain: Domain,
        rules: Iterable[Rule],
        origins: Mapping[str, Post],
        allowance: Allowance,
    ) -> None:
        self.domain = domain
        self.rules = list(rules)
        self.origins = origins
        self.allowance = allowance

    def is_accepted(self, rule: Rule, window: Window) -> bool:
        """Whether what a rule finds is accepted in the week in which a window ends."""
        last = window.until - timedelta(days=1)
        return any(
            name == rule.name and week.first <= last < week.until
            for name, week in self.allowance.accepted
        )

    def is_broken(self, timeline: Timeline, window: Window) -> bool:
        """Whether some rule finds something in a week."""
        return any(
            _overlap(finding.window, window)
            for rule in self.rules
            for finding in judge(rule, timeline)
        )

    def deferrable(self, timeline: Timeline, window: Window) -> list[Post]:
        """The posts of a week that could help by leaving it, and may."""
        named = set(self._asked("deferrable", timeline, window))
        moments = timeline.between(window.first, window.until)
        posts = [moment.entry for moment in moments if isinstance(moment.entry, Post)]
        return [post for post in posts if post.id in named and not self.domain.is_fixed(post)]

    def make(
        self,
        timeline: Timeline,
        window: Window,
        carried: tuple[Post, ...],
        early: tuple[Offer, ...] = (),
    ) -> WeekProblem:
        """The problem of one week, into which some posts are carried from earlier ones.

        It takes the offers in `early` for the sake of later weeks.
        """
        crowded = _with_carried(timeline, carried, window)
        wanted = {
            *self._asked("loose", timeline, window),
            *self._asked("deferrable", timeline, window),
        }
        offers = [*early, *self._asked("offers", crowded, window)]
        entries = tuple(m.entry for m in timeline.between(window.first, window.until))
        return WeekProblem(
            window=window,
            entries=entries,
            carried=carried,
            loose=self._loose(entries, wanted, carried),
            context=self._context(timeline, window),
            offers=tuple(_joined(offers)),
            origins=self.origins,
            posts=self.allowance.posts,
            slots=self.allowance.slots,
            early=early,
            waived=frozenset(self._waived(timeline, window)),
            begins=week_of(date.fromordinal(timeline.span[0]), timeline.calendar.week_starts).first,
            spread=self.allowance.spread,
        )

    def freed(self, problem: WeekProblem) -> WeekProblem:
        """The problem with all posts loose that are not fixed."""
        return problem._replace(loose=self.movable(problem.entries))

    def widened(self, problem: WeekProblem, timeline: Timeline) -> WeekProblem:
        """The problem with the offers that would be asked for if all of its own were taken."""
        patterns = [
            offer.entry._replace(id=f"offer-{number}", at=problem.window.until - timedelta(days=1))
            for number, offer in enumerate(problem.offers)
        ]
        entries = [*(moment.entry for moment in timeline.moments), *patterns]
        crowded = Timeline(timeline.calendar.with_entries(entries), timeline.span)
        more = self._asked("offers", crowded, problem.window)
        return problem._replace(offers=tuple(_joined([*problem.offers, *more])))

    def _asked(self, question: str, timeline: Timeline, window: Window) -> Iterator[Any]:
        """What the checks say to a question, such as `offers`, that not all of them answer."""
        for rule in self.rules:
            answer = getattr(rule.module, question, None)
            if answer is not None:
                yield from answer(rule.options, timeline, window)

    def _waived(self, timeline: Timeline, week: Window) -> Iterator[tuple[str, str | None]]:
        """The rules and channels whose findings in a week the calendar ignores."""
        for rule in self.rules:
            if self.is_accepted(rule, week):
                yield rule.name, None
            for finding, is_ignored in judge_all(rule, timeline):
                if is_ignored and _overlap(finding.window, week):
                    yield rule.name, finding.window and finding.window.channel

    def _loose(
        self, entries: tuple[Entry, ...], wanted: set[str], carried: tuple[Post, ...]
    ) -> frozenset[str]:
        """All posts that may move on the channels where something has to."""
        posts = [entry for entry in entries if isinstance(entry, Post)]
        channels = {post.channel for post in posts if post.id in wanted}
        channels |= {post.channel for post in carried}
        return self.movable([post for post in posts if post.channel in channels])

    def movable(self, entries: Iterable[Entry]) -> frozenset[str]:
        """The ids of the posts that are not fixed."""
        posts = [entry for entry in entries if isinstance(entry, Post)]
        return frozenset(post.id for post in posts if not self.domain.is_fixed(post))

    def _context(self, timeline: Timeline, window: Window) -> tuple[Entry, ...]:
        """The entries before and after the week that some rule can see from inside it."""
        reach = reach_of(self.rules)
        first = self.domain.clock.day_base(window.first) - reach.before
        until = self.domain.clock.day_base(window.until) + reach.after
        before, after = (timedelta(days=1 + side // MINUTES_A_DAY) for side in reach)

        def is_near(moment: Moment) -> bool:
            minute = moment.minute
            if minute is None:
                minute = self.domain.clock.day_base(date.fromordinal(moment.day))
            return first <= minute < until

        around = timeline.between(window.first - before, window.first)
        around += timeline.between(window.until, window.until + after)
        return tuple(moment.entry for moment in around if is_near(moment))


def reach_of(rules: Iterable[Rule]) -> Reach:
    """How far beyond its edges a week has to be known for some rules."""
    found = [rule.module.reach(rule.options) for rule in rules if rule.plans]
    return Reach(
        max((reach.before for reach in found), default=0),
        max((reach.after for reach in found), default=0),
    )


def margin_of(rules: Iterable[Rule]) -> int:
    """How many weeks on both sides can matter to a week, and one more."""
    return 1 + max(reach_of(rules)) // MINUTES_A_WEEK


def _overlap(window: Window | None, week: Window) -> bool:
    return window is None or (window.first < week.until and week.first < window.until)


def _with_carried(timeline: Timeline, carried: tuple[Post, ...], window: Window) -> Timeline:
    """The timeline as if the carried posts stood, without a time, on the week's last day.

    They count as well: they may need room of their own.
    """
    if not carried:
        return timeline
    day = window.until - timedelta(days=1)
    entries: list[Entry] = [moment.entry for moment in timeline.moments]
    entries += [post._replace(at=day) for post in carried]
    return Timeline(timeline.calendar.with_entries(entries), timeline.span)


def _joined(offers: Iterable[Offer]) -> Iterator[Offer]:
    """Offers of the same entry as one, with the largest number."""
    most: dict[Offer, int] = {}
    for offer in offers:
        key = offer._replace(most=0)
        most[key] = max(offer.most, most.get(key, 0))
    return (key._replace(most=number) for key, number in most.items())
