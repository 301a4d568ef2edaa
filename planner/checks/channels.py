"""How many channels a calendar has, and whether each of them lives.

Dormant channels and those that are somebody's own are not counted.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from planner.checks import Count, Option, PlaceHit
from planner.model import Channel, Post, Window
from planner.options import count
from planner.weeks import Timeline, week_of
from planner.wording import counted, listed


class Options(NamedTuple):
    """At most `at_most` channels, each with a post in the last `alive_within` weeks.

    0 is not asked. The last week is that of the calendar's last post.
    """

    at_most: int = 0
    alive_within: int = 0


OPTIONS = {
    "at_most": Option(count, "how many channels there are at most; 0 is not asked"),
    "alive_within": Option(count, "each has a post in so many last weeks; 0 is not asked"),
}
WORDS = ("fact", "remedy", "channel", "observed", "allowed")
COUNTS = ("observed", "allowed")


def lint(options: Options, timeline: Timeline) -> Iterator[PlaceHit]:
    """A hit for too many channels, and one for each that does not live."""
    channels = [
        channel
        for channel in timeline.calendar.channels
        if not channel.dormant and channel.profile.get("personal") is not True
    ]
    if options.at_most and len(channels) > options.at_most:
        names = listed(channel.name for channel in channels)
        words = {
            "fact": f"{len(channels)} channels are kept up: {names}",
            "remedy": f"Choose {options.at_most} of them and mark the others `dormant: true`",
            "channel": "",
            "observed": Count(len(channels)),
            "allowed": Count(options.at_most),
        }
        yield PlaceHit(("channels",), len(channels), options.at_most, words)
    if options.alive_within:
        yield from _lifeless(options, timeline, channels)


def too_short(options: Options, timeline: Timeline) -> str | None:
    """How long a calendar has to be to tell whether channels live."""
    if not options.alive_within or _last_weeks(options, timeline) is not None:
        return None
    return counted(options.alive_within, "week")


def _last_weeks(options: Options, timeline: Timeline) -> Window | None:
    """The weeks in which each channel has a post, where the calendar is long enough."""
    days = [it.day for it in timeline.moments if isinstance(it.entry, Post)]
    if not days:
        return None
    last = week_of(date.fromordinal(days[-1]), timeline.calendar.week_starts)
    window, _moments = timeline.back(last, options.alive_within)
    return window if timeline.is_whole(window) else None


def _lifeless(options: Options, timeline: Timeline, channels: list[Channel]) -> Iterator[PlaceHit]:
    window = _last_weeks(options, timeline)
    if window is None:
        return
    moments = timeline.between(window.first, window.until)
    alive = {it.entry.channel for it in moments if isinstance(it.entry, Post)}
    for channel in channels:
        is_young = channel.since is not None and channel.since > window.first
        if channel.name not in alive and not is_young:
            weeks = counted(options.alive_within, "week")
            words = {
                "fact": f"{channel.name} has no post in the last {weeks} of the calendar",
                "remedy": "Plan a post there, or mark it `dormant: true`",
                "channel": channel.name,
                "observed": Count(0),
                "allowed": Count(1),
            }
            place = ("channels", channel.name)
            yield PlaceHit(place, 0, 1, words, window._replace(channel=channel.name))
