"""What a post may have on its channel: length of texts, number of media, hashtags and mentions.

Moving a post cannot cure any of it, so there is no plan reading.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from planner.checks import Count, Option, PostHit
from planner.errors import nearest
from planner.limits.measures import Breach, breach_of, may_break
from planner.limits.platforms import LIMITS, Limit, limits_of
from planner.model import ABSENT_STATUSES, LEVELS, Calendar, Post, Window
from planner.named import Any, NamedTuple
from planner.options import count, positive
from planner.vocabulary import channel_of
from planner.weeks import Timeline, local_day
from planner.wording import counted

_NOT_JUDGED = (*ABSENT_STATUSES, "published")
"""Statuses of posts that do not go out, or that the platform has taken."""
_NOT_YET = "idea"
_DIGITS = frozenset("0123456789")


class Numbers(dict[str, dict[str, int]]):
    """A user's own numbers, by channel and what is limited; they print as they are written."""

    def __str__(self) -> str:
        """`x: 500`, or none."""
        parts = [
            f"{channel}: {number}" if what == "" else f"{channel}: {what} {number}"
            for channel, numbers in self.items()
            for what, number in numbers.items()
        ]
        return ", ".join(parts) or "none"


class Options(NamedTuple):
    """Of what the limits are judged, with a user's own numbers."""

    of: tuple[str, ...]
    limits: Numbers = Numbers()
    not_on: frozenset[str] = frozenset()
    silent_up_to: int = 1
    out_of: int = 2
    together_from: int = 0


class _Things(tuple[str, ...]):
    """Names of limits, in their order; they print with commas."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(self)


def things(value: Any) -> tuple[str, ...]:
    """Names of what can be limited."""
    words = value if isinstance(value, list) else [value]
    for word in words:
        if word not in LIMITS:
            hint = nearest(str(word), tuple(LIMITS))
            raise ValueError(f"{word!r} cannot be limited{hint}; known: {', '.join(LIMITS)}")
    return _Things(words)


def numbers(value: Any) -> Numbers:
    """A number for each channel, or one for each thing on each channel."""
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} gives no number for a channel; write it like {{x = 500}}")  # noqa: TRY004  # as all options
    found = Numbers()
    for name, given in value.items():
        inner = given if isinstance(given, dict) else {"": given}
        if "" not in inner:
            things(list(inner))
        found[channel_of(name) or name] = {what: positive(item) for what, item in inner.items()}
    return found


def channels(value: Any) -> frozenset[str]:
    """Names of channels."""
    words = value if isinstance(value, list) else [value]
    if not all(isinstance(word, str) for word in words):
        raise ValueError(f"{value!r} is no list of channels; write names such as x")
    return frozenset(channel_of(word) or word for word in words)


OPTIONS = {
    "of": Option(things, "what is judged"),
    "limits": Option(numbers, "own numbers by channel, such as {x: 500}"),
    "not_on": Option(channels, "channels that are not judged"),
    "silent_up_to": Option(
        positive, "a channel of which no more posts list media than this is not asked for any"
    ),
    "out_of": Option(positive, "of so many posts"),
    "together_from": Option(
        count, "from so many posts of a channel on, the same breach is told once for all; 0: never"
    ),
}
WORDS = ("channel", "fact", "remedy", "observed", "allowed", "excess", "others")
COUNTS = ("observed", "allowed", "excess")


_Found = tuple[Breach, Post, date | None]
_Thing = tuple[list[Limit], Callable[[Post], bool]]


def lint(options: Options, timeline: Timeline) -> Iterator[PostHit]:
    """A hit per post and limited thing, or one for many posts of a channel with the same breach."""
    found: dict[tuple[str | None, str], list[_Found]] = {}
    for breach, post, day in _breaches(options, timeline):
        found.setdefault((post.channel, breach.limit.limit), []).append((breach, post, day))
    for breaches in found.values():
        if 0 < options.together_from <= len(breaches):
            first, *others = breaches
            yield _hit(first, [post for _breach, post, _day in others])
        else:
            yield from (_hit(it, []) for it in breaches)


def _breaches(options: Options, timeline: Timeline) -> Iterator[_Found]:
    """The breaches of each post, the worst one where there are several limits of a thing."""
    calendar = timeline.calendar
    left = (None, *options.not_on)
    posts = [it for it in calendar.posts if it.status not in _NOT_JUDGED and it.channel not in left]
    channels = dict.fromkeys(post.channel for post in posts)
    by_channel = {it: _things_of(options, calendar, it) for it in channels if it}
    if not any(by_channel.values()):
        return
    silent: set[str | None] | None = None
    for post in posts:
        for limits, may_be in by_channel.get(post.channel or "", ()):
            if may_be(post):
                day = None if post.at is None else local_day(post.at, timeline.zone)
                silent = _without_lists(posts, options) if silent is None else silent
                held = [limit for limit in limits if _holds(limit, day)]
                breach = _worst(held, post, is_silent=post.channel in silent)
                if breach is not None:
                    yield breach, post, day


def _things_of(options: Options, calendar: Calendar, channel: str) -> list[_Thing]:
    """For each thing that is limited on a channel, its limits and a quick test of them."""
    things = _limits(options, calendar, channel).values()
    return [(limits, _may_break_any(limits)) for limits in things if limits]


def _may_break_any(limits: list[Limit]) -> Callable[[Post], bool]:
    tests = [may_break(limit) for limit in limits]
    return tests[0] if len(tests) == 1 else lambda post: any(may_be(post) for may_be in tests)


def _limits(options: Options, calendar: Calendar, channel: str) -> dict[str, list[Limit]]:
    """The limits of a channel by what they limit, with the numbers of the user and calendar."""
    own = dict(options.limits.get(channel, {}))
    if "" in own:
        own.setdefault(options.of[0], own[""])
    said = next((it.limit for it in calendar.channels if it.name == channel), None)
    if said is not None:
        own["text"] = said
    found: dict[str, list[Limit]] = {}
    for name in options.of:
        known = [limit for limit in limits_of(channel) if limit.limit == name]
        found[name] = _with_own(known, channel, name, own[name]) if name in own else known
    return found


def _with_own(known: list[Limit], channel: str, name: str, most: int) -> list[Limit]:
    """A number instead of all those that are counted alike."""
    first = next((limit for limit in known if limit.most is not None), None)
    counted = first.counted if first else "graphemes"
    kept = [limit for limit in known if limit.most is None or limit.counted != counted]
    return [Limit(channel, name, most, counted=counted), *kept]


def _without_lists(posts: list[Post], options: Options) -> set[str | None]:
    """The channels of which a calendar does not list the media, as far as one can see."""
    written = [post for post in posts if post.text and post.status != _NOT_YET]
    counts = Counter(post.channel for post in written)
    listed = Counter(post.channel for post in written if post.media)
    return {
        channel
        for channel, number in counts.items()
        if options.out_of * listed[channel] <= options.silent_up_to * number
    }


def _holds(limit: Limit, day: date | None) -> bool:
    """Whether a limit is in force: some are younger than the posts of a calendar."""
    return day is None or limit.since[:1] not in _DIGITS or limit.since <= day.isoformat()


def _worst(limits: list[Limit], post: Post, *, is_silent: bool) -> Breach | None:
    """The breach of the worst level; the first of several."""
    found = []
    for limit in limits:
        if limit.least is not None and not _may_lack(limit, post, is_silent=is_silent):
            continue
        breach = breach_of(limit, post)
        if breach is not None:
            found.append(breach)
    return min(found, key=lambda it: LEVELS.index(it.limit.level or "error"), default=None)


def _may_lack(limit: Limit, post: Post, *, is_silent: bool) -> bool:
    """Whether something that is missing is worth telling: not while the post is an idea."""
    if post.status == _NOT_YET:
        return False
    return limit.limit != "media" or (bool(post.text) and not is_silent)


def _hit(found: _Found, others: list[Post]) -> PostHit:
    breach, post, day = found
    words: Mapping[str, object] = {
        "channel": post.channel,
        "fact": breach.fact,
        "remedy": breach.remedy,
        "observed": Count(breach.observed),
        "allowed": Count(breach.allowed),
        "excess": Count(abs(breach.observed - breach.allowed)),
        "others": f"; so do {counted(len(others), 'other post')}" if others else "",
    }
    window = Window(day, day + timedelta(days=1), post.channel) if day and not others else None
    return PostHit(
        post, window, breach.observed, breach.allowed, words, breach.field, breach.limit.level,
        tuple(others),
    )  # fmt: skip
