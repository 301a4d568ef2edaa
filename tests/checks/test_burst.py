"""Bursts, against a search through all runs of posts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from helpers import berlin, calendar_of, entries_of, kinds_in, messy_calendars, rule_named
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, burst
from planner.model import POST_KINDS, SLOT_KINDS, Calendar, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import of_kinds

BROADCASTS = of_kinds({"promo", "news", "value", "share"})
TALKS = of_kinds({"conversation", "inbox", "outreach", "thanks", "listen"})
CROWDED = (-1, 0, 0, 0, 6, 7)


def shipped() -> burst.Options:
    """The numbers of `no-sterile-bursts`."""
    options = rule_named("no-sterile-bursts").options
    assert isinstance(options, burst.Options)
    return options


def hits(calendar: Calendar, options: burst.Options | None = None) -> list[Hit]:
    """What the check finds."""
    return list(burst.lint(options or shipped(), Timeline(calendar)))


def start_of(entry: Entry) -> datetime:
    """When an entry starts, on a clock that is never changed."""
    assert isinstance(entry.at, datetime)
    return entry.at.astimezone(ZoneInfo("UTC"))


def is_timed(entry: Entry) -> bool:
    """Whether it goes out at a known time."""
    return isinstance(entry.at, datetime) and entry.status not in {"held", "cancelled"}


def serves_by_hand(entry: Entry, channel: str | None) -> bool:
    """A post serves its channel, a slot those it names, or all when it names none."""
    if isinstance(entry, Slot):
        return not entry.channels or channel in entry.channels
    return entry.channel == channel


def runs_by_hand(
    calendar: Calendar, options: burst.Options
) -> Iterator[tuple[str | None, list[Post]]]:
    """Every overfull window: the posts that start in some stretch, too many and unbroken.

    A stretch may start with any post and end with any other less than so many minutes later.
    """
    entries: list[Entry] = [it for it in entries_of(calendar) if is_timed(it)]
    for channel in {post.channel for post in calendar.posts}:
        posts = [
            it
            for it in entries
            if isinstance(it, Post) and it.channel == channel and it.kind in kinds_in(options.of)
        ]
        talks = [
            start_of(it)
            for it in entries
            if it.kind in kinds_in(options.reset_by) and serves_by_hand(it, channel)
        ]
        for first in map(start_of, posts):
            for last in map(start_of, posts):
                if not first <= last < first + timedelta(minutes=options.within):
                    continue
                inside = [post for post in posts if first <= start_of(post) <= last]
                units = {(post.series, None if post.series else post.id) for post in inside}
                if len(units) > options.at_most and not any(first < it < last for it in talks):
                    yield channel, inside


def units_of(posts: list[Post], channel: str | None) -> set[tuple[str | None, str]]:
    """What the posts count as: themselves, or their series."""
    return {(channel, f"series {post.series}" if post.series else post.id) for post in posts}


def found_posts(hit: Hit) -> list[Post]:
    """The posts of a finding."""
    posts = [it for it in (hit.entry, *hit.related) if isinstance(it, Post)]
    assert len(posts) == 1 + len(hit.related)
    return posts


def assert_agrees(calendar: Calendar, options: burst.Options) -> None:
    """The posts of all findings are those of all overfull windows (a series is as one post)."""
    by_hand: set[tuple[str | None, str]] = set()
    posts_by_hand: set[str] = set()
    for channel, run in runs_by_hand(calendar, options):
        by_hand |= units_of(run, channel)
        posts_by_hand |= {post.id for post in run}
    found: set[tuple[str | None, str]] = set()
    posts_found: set[str] = set()
    for hit in hits(calendar, options):
        found |= units_of(found_posts(hit), hit.window.channel)
        posts_found |= {post.id for post in found_posts(hit)}
        assert hit.observed > hit.allowed == options.at_most
    assert found == by_hand
    assert posts_found <= posts_by_hand
    if not any(post.series for post in calendar.posts):
        assert posts_found == posts_by_hand


def test_the_shipped_numbers_are_those_of_the_sentence() -> None:
    """Two broadcasts within three hours."""
    assert shipped()[:4] == (BROADCASTS, 2, 180, TALKS)


@given(messy_calendars(CROWDED, ("promo", "news", "value", "share", "promo", "thanks", "unknown")))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_the_shipped_rule_agrees_with_a_search_by_hand(calendar: Calendar) -> None:
    """Post by post."""
    assert_agrees(calendar, shipped())


@given(messy_calendars((0, 6), ("promo", "value", "share")))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_days_of_clock_changes_agree_with_a_search_by_hand(calendar: Calendar) -> None:
    """Hours are hours that pass, not hours on the clock."""
    assert_agrees(calendar, shipped())


@given(
    messy_calendars(CROWDED),
    st.builds(
        burst.Options,
        of=st.frozensets(st.sampled_from(POST_KINDS), min_size=1, max_size=5).map(of_kinds),
        at_most=st.integers(1, 3),
        within=st.sampled_from([0, 1, 60, 180, 181, 1440, 3000]),
        reset_by=st.frozensets(st.sampled_from((*POST_KINDS, *SLOT_KINDS)), max_size=4).map(
            of_kinds
        ),
        insert=st.none(),
    ),
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_numbers_agree_with_a_search_by_hand(
    calendar: Calendar, options: burst.Options
) -> None:
    """Also when a kind is both a broadcast and a conversation."""
    assert_agrees(calendar, options)


@given(messy_calendars((0,), ("promo", "value")))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_findings_of_a_channel_share_no_post(calendar: Calendar) -> None:
    """Windows that overlap are one burst with one finding."""
    seen = [post.id for hit in hits(calendar) for post in found_posts(hit)]
    assert len(seen) == len(set(seen))


def posts_at(*clocks: str, day: date | int = 23, series: str | None = None) -> list[Post]:
    """Promos on one channel on one day."""
    return [
        Post(f"p{number}", f"p{number}", berlin(day, clock), "x", "promo", series=series)
        for number, clock in enumerate(clocks)
    ]


def slot_at(clock: str, *channels: str, kind: str = "inbox") -> Slot:
    """A slot on the same day; without channels it serves all."""
    return Slot("s", "s", berlin(23, clock), 30, channels, kind)


def test_nine_and_twelve_are_apart() -> None:
    """The stretch is half-open."""
    assert not hits(calendar_of(*posts_at("09:00", "10:00", "12:00")))
    (hit,) = hits(calendar_of(*posts_at("09:00", "10:00", "11:59")))
    assert hit.entry.id == "p2"


@pytest.mark.parametrize(("clock", "breaks"), [
    ("08:59", False), ("09:00", False), ("09:01", True),
    ("10:58", True), ("10:59", True), ("11:00", False), ("11:01", False),
])  # fmt: skip
def test_a_conversation_breaks_a_burst_strictly_inside(clock: str, breaks: bool) -> None:
    """At the start of the first or the last post it does not."""
    calendar = calendar_of(*posts_at("09:00", "10:00", "11:00"), slot_at(clock))
    assert bool(hits(calendar)) is not breaks


def test_a_conversation_at_the_time_of_the_middle_post_breaks_a_burst() -> None:
    """It lies between the first and the last."""
    assert not hits(calendar_of(*posts_at("09:00", "10:00", "11:00"), slot_at("10:00")))


def test_a_conversation_on_another_channel_breaks_no_burst() -> None:
    """One for several channels with this one among them does."""
    posts = posts_at("09:00", "10:00", "11:00")
    assert hits(calendar_of(*posts, slot_at("10:30", "mastodon")))
    assert not hits(calendar_of(*posts, slot_at("10:30", "mastodon", "x")))


def test_a_long_slot_counts_from_its_start() -> None:
    """One that began before the burst does not break it, however long it is."""
    long = slot_at("08:45")._replace(minutes=240)
    assert hits(calendar_of(*posts_at("09:00", "10:00", "11:00"), long))


def test_an_open_slot_breaks_no_burst() -> None:
    """It is not known whether anybody will talk."""
    assert hits(calendar_of(*posts_at("09:00", "10:00", "11:00"), slot_at("10:30", kind="open")))


def test_a_series_is_one_post() -> None:
    """However many parts it has; a second series is a second post."""
    thread = posts_at("09:00", "09:01", "09:02", "09:03", series="thread")
    other = [post._replace(id="q", series="other") for post in posts_at("10:00")]
    last = [post._replace(id="r") for post in posts_at("11:00")]
    assert not hits(calendar_of(*thread, *other))
    (hit,) = hits(calendar_of(*thread, *other, *last))
    assert (hit.observed, hit.words["excess"]) == (3, 1)


def test_a_burst_over_midnight_and_over_the_week_is_one() -> None:
    """It is named by the days it touches."""
    late = posts_at("23:00", "23:59", day=29)
    early = posts_at("00:30", day=30)[0]._replace(id="q")
    (hit,) = hits(calendar_of(*late, early))
    assert hit.window == (date(2026, 11, 29), date(2026, 12, 1), "x")


def test_a_long_burst_is_one_finding_with_all_of_its_posts() -> None:
    """Each of its windows overlaps the next."""
    clocks = ("09:00", "10:00", "11:00", "12:00", "13:00")
    (hit,) = hits(calendar_of(*posts_at(*clocks)))
    assert {post.id for post in found_posts(hit)} == {"p0", "p1", "p2", "p3", "p4"}
    assert hit.entry.id == "p2"


def test_three_posts_at_the_same_minute_are_a_burst() -> None:
    """No conversation fits between them."""
    assert hits(calendar_of(*posts_at("09:00", "09:00", "09:00"), slot_at("09:00")))


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_a_post_that_does_not_go_out_is_in_no_burst(status: str) -> None:
    """Nor does it break one."""
    posts = posts_at("09:00", "10:00", "11:00")
    assert not hits(calendar_of(*posts[:2], posts[2]._replace(status=status)))
    talk = Post("t", "t", berlin(23, "10:30"), "x", "conversation", status=status)
    assert hits(calendar_of(*posts, talk))


def test_a_post_without_a_time_is_in_no_burst() -> None:
    """Nobody knows when it goes out."""
    posts = posts_at("09:00", "10:00", "11:00")
    assert not hits(calendar_of(*posts[:2], posts[2]._replace(at=date(2026, 11, 23))))
    assert not hits(calendar_of(*posts[:2], posts[2]._replace(at=None)))


def test_the_hour_that_is_skipped_does_not_count() -> None:
    """From 01:00 to 04:30 in the night of the spring change only 2.5 hours pass."""
    day = date(2026, 3, 29)
    assert hits(calendar_of(*posts_at("01:00", "01:30", "04:30", day=day)))
    assert not hits(calendar_of(*posts_at("01:00", "01:30", "05:00", day=day)))


def test_the_hour_that_comes_twice_counts_twice() -> None:
    """From 01:00 to 03:00 in the night of the autumn change 3 hours pass."""
    day = date(2026, 10, 25)
    assert not hits(calendar_of(*posts_at("01:00", "01:30", "03:00", day=day)))
    assert hits(calendar_of(*posts_at("01:00", "01:30", "01:59", day=day)))
