"""Promos and gives, against a count by hand."""

from datetime import date, timedelta

import pytest
from helpers import berlin, calendar_of, kinds_in, messy_calendars, rule_named, weeks_by_hand
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, ratio
from planner.model import POST_KINDS, Calendar, Post
from planner.weeks import Timeline
from planner.which import of_kinds

GIVES = of_kinds({"value", "share", "thanks"})
PROMO = of_kinds({"promo"})
KINDS = st.frozensets(st.sampled_from(POST_KINDS), min_size=1, max_size=3).map(of_kinds)


def shipped() -> ratio.Options:
    """The numbers of `promo-to-share`."""
    options = rule_named("promo-to-share").options
    assert isinstance(options, ratio.Options)
    return options


def hits(calendar: Calendar, options: ratio.Options | None = None) -> list[Hit]:
    """What the check finds."""
    return list(ratio.lint(options or shipped(), Timeline(calendar)))


def overfull_by_hand(
    calendar: Calendar, options: ratio.Options
) -> dict[tuple[date, str | None], set[str]]:
    """First day and channel of every broken window, with its limited posts.

    At most `at_most` for every `for_every` others; some are always allowed. A window of several
    weeks counts when its last week has a limited post; those that overlap are one, with the posts
    of the worst.
    """
    found: dict[tuple[date, str | None], set[str]] = {}
    ends: dict[str | None, tuple[date, date, int]] = {}
    weeks = dict(weeks_by_hand(calendar))
    for last, newest in weeks.items():
        days = [last - timedelta(weeks=back) for back in range(options.over)]
        first = min(days)
        posts = [it for day in days for it in weeks.get(day, []) if isinstance(it, Post)]
        new = [it for it in newest if isinstance(it, Post)]
        channels = {post.channel for post in posts} if options.each == "channel" else {None}
        for channel in channels:
            is_one = options.each == "channel"
            own = [post for post in posts if not is_one or post.channel == channel]
            if not any(it in own and it.kind in kinds_in(options.of) for it in new):
                continue
            limited = {post.id for post in own if post.kind in kinds_in(options.of)}
            gives = sum(post.kind in kinds_in(options.per) for post in own)
            earned = len(limited) * options.for_every <= gives * options.at_most
            if not earned and len(limited) > options.always_allowed:
                earned_number = options.at_most * gives // options.for_every
                excess = len(limited) - max(options.always_allowed, earned_number)
                start, end, most = ends.get(channel, (first, date.min, 0))
                if first >= end:
                    start, most = first, 0
                if excess > most:
                    found[start, channel] = limited
                ends[channel] = start, last + timedelta(weeks=1), max(excess, most)
    return found


def found_windows(
    calendar: Calendar, options: ratio.Options
) -> dict[tuple[date, str | None], set[str]]:
    """The same, as the check finds it."""
    return {
        (hit.window.first, hit.window.channel): {hit.entry.id, *(it.id for it in hit.related)}
        for hit in hits(calendar, options)
    }


def test_the_shipped_numbers_are_those_of_the_sentence() -> None:
    """One promo for every two gives, and one always."""
    assert shipped()[:5] == (PROMO, GIVES, 1, 2, 1)


@given(messy_calendars(kinds=("promo", "promo", "value", "share", "thanks", "news", "unknown")))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_the_shipped_rule_agrees_with_a_count_by_hand(calendar: Calendar) -> None:
    """Week by week and channel by channel, with the same posts."""
    assert found_windows(calendar, shipped()) == overfull_by_hand(calendar, shipped())


@given(
    messy_calendars(),
    st.builds(
        ratio.Options,
        of=KINDS,
        per=KINDS,
        at_most=st.integers(1, 3),
        for_every=st.integers(1, 3),
        always_allowed=st.integers(0, 2),
        over=st.sampled_from([1, 1, 2, 3]),
        each=st.sampled_from(["channel", "channel", "calendar"]),
        insert=st.none(),
    ),
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_any_numbers_agree_with_a_count_by_hand(calendar: Calendar, options: ratio.Options) -> None:
    """Whatever kinds are limited and whatever earns them."""
    assert found_windows(calendar, options) == overfull_by_hand(calendar, options)


@given(messy_calendars(kinds=("promo", "value")))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_the_numbers_of_a_finding_add_up(calendar: Calendar) -> None:
    """Taking the excess away, or adding what is missing, makes the window pass."""
    for hit in hits(calendar):
        excess, missing = hit.words["excess"], hit.words["missing"]
        earning = hit.words["earning"]
        assert isinstance(excess, int)
        assert isinstance(missing, int)
        assert isinstance(earning, int)
        assert hit.observed - excess == hit.allowed == max(1, earning // 2)
        assert 2 * hit.observed <= earning + missing < 2 * hit.observed + 1


def promos(*times: tuple[int, str]) -> list[Post]:
    """Promos on one channel at these days of November 2026."""
    return [
        Post(f"p{number}", f"p{number}", berlin(day, clock), "x", "promo")
        for number, (day, clock) in enumerate(times)
    ]


def test_the_first_and_the_last_minute_of_a_week_are_in_it() -> None:
    """Monday 00:00 and Sunday 23:59."""
    (hit,) = hits(calendar_of(*promos((23, "00:00"), (29, "23:59"))))
    assert hit.entry.id == "p1"
    assert hit.window[:2] == (date(2026, 11, 23), date(2026, 11, 30))


def test_a_week_may_start_on_sunday() -> None:
    """Then Saturday 23:59 and Sunday 00:00 are in different weeks, Sunday and Monday are not."""
    assert not hits(calendar_of(*promos((28, "23:59"), (29, "00:00")), week_starts=6))
    (hit,) = hits(calendar_of(*promos((29, "00:00"), (30, "00:00")), week_starts=6))
    assert hit.window.first == date(2026, 11, 29)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_changed_clock_moves_no_edge_of_a_week(day: date) -> None:
    """The last minute of the Sunday is in, the first of the Monday out."""
    sunday = Post("p0", "p0", berlin(day, "23:59"), "x", "promo")
    before = Post("p1", "p1", berlin(day, "00:00"), "x", "promo")
    after = Post("p1", "p1", berlin(day + timedelta(days=1), "00:00"), "x", "promo")
    assert hits(calendar_of(sunday, before))
    assert not hits(calendar_of(sunday, after))


def test_a_post_with_only_a_date_counts() -> None:
    """In its week, though it has no time yet."""
    posts = promos((23, "09:00"), (24, "09:00"))
    assert hits(calendar_of(posts[0], posts[1]._replace(at=date(2026, 11, 29))))


def test_a_post_without_a_date_counts_nowhere() -> None:
    """Neither as a promo nor as a give."""
    posts = promos((23, "09:00"), (24, "09:00"))
    assert not hits(calendar_of(posts[0], posts[1]._replace(at=None)))
    gives = [Post(f"g{n}", f"g{n}", None, "x", "value") for n in range(4)]
    assert hits(calendar_of(*posts, *gives))


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_a_post_that_does_not_go_out_counts_nowhere(status: str) -> None:
    """Held and cancelled ones alike."""
    posts = promos((23, "09:00"), (24, "09:00"))
    assert not hits(calendar_of(posts[0], posts[1]._replace(status=status)))


def test_a_published_post_counts() -> None:
    """What went out was read."""
    posts = [post._replace(status="published") for post in promos((23, "09:00"), (24, "09:00"))]
    assert hits(calendar_of(*posts))


def test_posts_without_a_channel_are_judged_together() -> None:
    """They are a channel of their own, named in words."""
    posts = [post._replace(channel=None) for post in promos((23, "09:00"), (24, "09:00"))]
    (hit,) = hits(calendar_of(*posts))
    assert hit.window.channel is None
    assert hit.words["channel"] == "posts without a channel"


@pytest.mark.parametrize(("gives", "promos_allowed"), [(0, 1), (2, 1), (3, 1), (4, 2), (5, 2)])
def test_every_two_gives_earn_one_promo(gives: int, promos_allowed: int) -> None:
    """And the first needs none."""
    given = [Post(f"g{n}", f"g{n}", berlin(24), "x", "value") for n in range(gives)]
    asks = promos(*[(23, f"{hour:02}:00") for hour in range(8, 8 + promos_allowed + 1)])
    assert not hits(calendar_of(*given, *asks[:-1]))
    (hit,) = hits(calendar_of(*given, *asks))
    assert (hit.observed, hit.allowed) == (promos_allowed + 1, promos_allowed)
