"""What a post promises, another one delivers: after it, and by its day if it names one.

A plan cannot write what is missing, but it never moves or holds back what keeps a promise.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from planner.checks import Board, Option, PostHit, Reach
from planner.model import ABSENT_STATUSES, Calendar, Post, Window
from planner.named import Any, NamedTuple
from planner.weeks import Moment, Timeline, day_name, local_day, minute_of, zone_of
from planner.which import Which, read_which


class Options(NamedTuple):
    """Every post that is `of` and promises something is followed by one that delivers it."""

    of: Which


OPTIONS = {"of": Option(read_which, "the posts whose promises are looked at")}
WORDS = ("promise", "day", "by", "fact")


def lint(options: Options, timeline: Timeline) -> Iterator[PostHit]:
    """A hit for each promise that is not kept."""
    is_judged = options.of.test(timeline.calendar)
    deliveries: dict[str, list[Moment]] = {}
    for moment in timeline.moments:
        if isinstance(moment.entry, Post) and moment.entry.delivers:
            deliveries.setdefault(_name(moment.entry.delivers), []).append(moment)
    for moment in timeline.moments:
        post = moment.entry
        if isinstance(post, Post) and post.promises and is_judged(post):
            known = deliveries.get(_name(post.promises), [])
            if not _is_kept(moment, post.due, known):
                yield _hit(moment, post, known)


def _name(words: str) -> str:
    return " ".join(words.lower().split())


def _is_kept(promise: Moment, due: date | None, deliveries: list[Moment]) -> bool:
    """Whether one of the deliveries, in order of time, comes after a promise and in time."""
    after = bisect_right(deliveries, promise.day, key=lambda it: it.day)
    if after < len(deliveries) and (due is None or deliveries[after].day <= due.toordinal()):
        return True
    if due is not None and promise.day > due.toordinal():
        return False
    for delivery in reversed(deliveries[:after]):
        if delivery.day < promise.day:
            return False
        if _is_later(delivery, promise):
            return True
    return False


def _is_later(delivery: Moment, promise: Moment) -> bool:
    """Of two on one day: whether the first comes later, or could, when a time is not known."""
    if delivery.minute is None or promise.minute is None:
        return delivery.entry is not promise.entry
    return delivery.minute > promise.minute


def _hit(promise: Moment, post: Post, deliveries: list[Moment]) -> PostHit:
    day = date.fromordinal(promise.day)
    words = {
        "promise": post.promises,
        "day": day_name(day),
        "by": f" by {day_name(post.due)}" if post.due else "",
        "fact": _fact(promise, deliveries),
    }
    window = Window(day, day + timedelta(days=1), post.channel)
    related = tuple(it.entry for it in deliveries if it.entry is not post)
    return PostHit(post, window, 0, 1, words, "promises", related=related)


def _fact(promise: Moment, deliveries: list[Moment]) -> str:
    if not deliveries:
        return "no post delivers it"
    late = [it for it in deliveries if it.day > promise.day]
    if late:
        return f"the post that delivers it comes on {day_name(date.fromordinal(late[0].day))}"
    return "the post that delivers it does not come after it"


def reach(_options: Options) -> Reach:
    """No further than the posts of the week; days of others are read from the calendar."""
    return Reach()


def plan(options: Options, board: Board) -> None:
    """Each pair of posts that keeps a promise in the calendar keeps it in the plan."""
    own = {it.entry.id: it for it in board.posts(_has_part) if it.entry.id}
    if not own:
        return
    is_judged = options.of.test(board.calendar)
    for part, (promise, delivery) in enumerate(_kept_pairs(board.calendar)):
        if is_judged(promise):
            known = own.get(promise.id), own.get(delivery.id)
            _keep(board, promise, delivery, known, part)


def _has_part(entry: Any) -> bool:
    return isinstance(entry, Post) and bool(entry.promises or entry.delivers)


def _kept_pairs(calendar: Calendar) -> Iterator[tuple[Post, Post]]:
    """The posts that promise, each with those that keep it as the calendar stands."""
    deliveries: dict[str, list[Post]] = {}
    listed = sorted(calendar.posts, key=lambda post: post.id)
    going = [post for post in listed if post.at and post.status not in ABSENT_STATUSES]
    for post in going:
        if post.delivers:
            deliveries.setdefault(_name(post.delivers), []).append(post)
    zone = zone_of(calendar.timezone)
    for promise in going:
        for delivery in deliveries.get(_name(promise.promises or ""), ()):
            two = [_moment(post, zone) for post in (promise, delivery)]
            if _is_kept(two[0], promise.due, [two[1]]):
                yield promise, delivery


def _moment(post: Post, zone: Any) -> Moment:
    assert post.at is not None
    minute = minute_of(post.at) if isinstance(post.at, datetime) else None
    return Moment(local_day(post.at, zone).toordinal(), minute, post)


def _keep(board: Board, promise: Post, delivery: Post, own: tuple[Any, Any], part: int) -> None:
    """The delivery is not held back, not after its day and not before the promise."""
    zone = zone_of(board.calendar.timezone)
    asking, giving = own
    guard = board.guard(delivery.channel, part)
    if giving is not None:
        late = [
            literal
            for day, literal in giving.days.items()
            if promise.due and day > promise.due.toordinal()
        ]
        board.model.add(sum(late) + giving.hold == 0).only_enforce_if(guard)
    if asking is None:
        return
    days = giving.days if giving is not None else {_moment(delivery, zone).day: None}
    for first, one in asking.days.items():
        for last, other in days.items():
            if last < first:
                both = [one] if other is None else [one, other]
                board.model.add_bool_or([~it for it in both]).only_enforce_if(guard)
    if giving is not None and asking.start is not None and giving.start is not None:
        later = board.model.add(giving.start > asking.start)
        later.only_enforce_if(guard, asking.present, giving.present)
