"""The check of machine-like times, compared with looking at every stretch."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from helpers import BERLIN, berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, clockwork
from planner.checks.clockwork import Options
from planner.model import Calendar, Post
from planner.weeks import Timeline
from planner.which import read_which

POSTS = read_which({"entry": "post"})
MONDAY = date(2026, 11, 2)
GAPS = Options(POSTS, intervals=4)


def hits(calendar: Calendar, options: Options) -> list[Hit]:
    """What the check finds."""
    return list(clockwork.lint(options, Timeline(calendar)))


def post(number: int, day: int | date, clock: str, **fields: object) -> Post:
    """A post on X."""
    return Post(f"p{number:03}", "", berlin(day, clock), "x")._replace(**fields)  # type: ignore[arg-type]


def daily(days: int, *clocks: str, first: date = MONDAY) -> list[Post]:
    """A post a day, at these times in turns."""
    return [
        post(number, first + timedelta(days=number), clocks[number % len(clocks)])
        for number in range(days)
    ]


def starts_by_hand(calendar: Calendar, channel: str | None) -> list[datetime]:
    """The local times at which a channel posts, without zone, each once."""
    return sorted(
        {
            it.at.astimezone(BERLIN).replace(tzinfo=None, second=0)
            for it in calendar.posts
            if it.channel == channel
            and isinstance(it.at, datetime)
            and it.status not in {"held", "cancelled"}
        }
    )


def same_minutes_by_hand(calendar: Calendar, options: Options) -> dict[object, set[datetime]]:
    """The starts of every window of weeks that has too many at one minute, by channel."""
    found: dict[object, set[datetime]] = {}
    for channel in {it.channel for it in calendar.posts}:
        starts = starts_by_hand(calendar, channel)
        for last in starts:
            end = last.date()
            while end == last.date() or end.weekday() != calendar.week_starts:
                end += timedelta(days=1)
            first = end - timedelta(weeks=options.over)
            own = [it for it in starts if first <= it.date() < end]
            clocks = [it.time() for it in own]
            for clock in sorted(set(clocks)):
                most = clocks.count(clock)
                is_commonest = all(clocks.count(other) <= most for other in clocks)
                is_first = all(clocks.count(other) < most or other >= clock for other in clocks)
                if (
                    len(own) >= options.from_count
                    and most * options.out_of > options.most * len(own)
                    and is_commonest
                    and is_first
                ):
                    found.setdefault(channel, set()).update(it for it in own if it.time() == clock)
    return found


def same_gaps_by_hand(
    calendar: Calendar, options: Options
) -> set[tuple[object, datetime, datetime]]:
    """The first and last start of every run with the same gap, by channel."""
    found: set[tuple[object, datetime, datetime]] = set()
    for channel in {it.channel for it in calendar.posts}:
        starts = starts_by_hand(calendar, channel)
        for first in range(len(starts)):
            for last in range(first + 1, len(starts)):
                run = starts[first : last + 1]
                gaps = {after - before for before, after in pairwise(run)}
                (gap, *others) = gaps
                longer = (first and starts[first] - starts[first - 1] == gap) or (
                    last + 1 < len(starts) and starts[last + 1] - starts[last] == gap
                )
                judged = gap < timedelta(minutes=options.gaps_below)
                if judged and not others and not longer and len(run) >= options.intervals:
                    found.add((channel, run[0], run[-1]))
    return found


@st.composite
def calendars(draw: st.DrawFn, clocks: tuple[int, ...], days: int) -> Calendar:
    """Posts on one channel or two whose times come back."""
    posts = []
    for number in range(draw(st.integers(0, 12))):
        day = draw(st.sampled_from([MONDAY, date(2026, 3, 27), date(2026, 10, 24)]))
        day += timedelta(days=draw(st.integers(0, days)))
        minute = draw(st.sampled_from(clocks))
        at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=BERLIN)
        status = draw(st.sampled_from(["draft"] * 5 + ["published", "held"]))
        channel = draw(st.sampled_from(["x", "x", "x", None]))
        dated = draw(st.sampled_from([at, at, at, at, at, day]))
        posts.append(Post(f"p{number}", "", dated, channel, status=status))
    return calendar_of(*posts, week_starts=draw(st.sampled_from([0, 6])))


@given(
    calendars((0, 540, 540, 541), 25),
    st.builds(
        Options,
        of=st.just(POSTS),
        most=st.integers(1, 4),
        out_of=st.just(4),
        over=st.integers(1, 3),
        from_count=st.integers(1, 4),
        intervals=st.just(0),
    ),
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_the_same_minute_agrees_with_looking_at_every_window(
    calendar: Calendar, options: Options
) -> None:
    """With the same posts, however the windows are told together."""
    found: dict[object, set[datetime]] = {}
    for hit in hits(calendar, options):
        assert hit.entry is not None
        for it in (hit.entry, *hit.related):
            assert isinstance(it.at, datetime)
            local = it.at.astimezone(BERLIN).replace(tzinfo=None)
            found.setdefault(hit.window.channel, set()).add(local)
    assert found == same_minutes_by_hand(calendar, options)


@given(
    calendars((0, 480, 481, 540, 600, 660, 720), 2),
    st.builds(
        Options,
        of=st.just(POSTS),
        intervals=st.integers(1, 4),
        gaps_below=st.sampled_from([60, 61, 120, 481, 1440, 2000]),
    ),
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_the_same_gap_agrees_with_looking_at_every_run(
    calendar: Calendar, options: Options
) -> None:
    """Of the clock on the wall, whatever its changes."""
    found = set()
    for hit in hits(calendar, options):
        assert hit.entry is not None
        times = [it.at for it in (hit.entry, *hit.related)]
        local = [it.astimezone(BERLIN).replace(tzinfo=None) for it in times
                 if isinstance(it, datetime)]  # fmt: skip
        found.add((hit.window.channel, min(local), max(local)))
    assert found == same_gaps_by_hand(calendar, options)


def test_nine_of_ten_at_one_minute_are_allowed() -> None:
    """Ten of ten are not."""
    ten = daily(10, "09:00")
    (hit,) = hits(calendar_of(*ten), Options(POSTS))
    assert hit.entry is not None
    assert (hit.entry.id, hit.observed, hit.allowed, hit.words["clock"]) == ("p007", 10, 9, "09:00")
    assert not hits(calendar_of(*ten[1:], post(0, MONDAY, "09:01")), Options(POSTS))


def test_too_few_posts_are_not_judged() -> None:
    """Seven at nine sharp are a habit."""
    assert not hits(calendar_of(*daily(7, "09:00")), Options(POSTS))
    assert hits(calendar_of(*daily(8, "09:00")), Options(POSTS))


def test_a_full_hour_is_no_finding() -> None:
    """Only the same one is."""
    assert not hits(calendar_of(*daily(20, "09:00", "14:00", "17:00")), Options(POSTS))


def test_weeks_of_the_same_minute_are_told_once() -> None:
    """However long it goes on."""
    (hit,) = hits(calendar_of(*daily(80, "09:00")), Options(POSTS))
    assert hit.observed == 80


@pytest.mark.parametrize("first", [date(2026, 3, 25), date(2026, 10, 21)])
def test_nine_o_clock_stays_nine_when_the_clocks_change(first: date) -> None:
    """In minutes and in gaps."""
    posts = daily(10, "09:00", first=first)
    assert hits(calendar_of(*posts), Options(POSTS))
    assert hits(calendar_of(*posts), GAPS._replace(gaps_below=1441))


def test_posts_that_start_together_count_once() -> None:
    """A thread of eight is one start, and other channels are other lines."""
    thread = [post(number, MONDAY, "09:00") for number in range(8)]
    assert not hits(calendar_of(*thread), Options(POSTS))
    spread = [it._replace(channel=f"c{n}") for n, it in enumerate(daily(8, "09:00"))]
    assert not hits(calendar_of(*spread), Options(POSTS))


def test_what_has_no_time_or_does_not_go_out_is_left_out() -> None:
    """Days alone, held and cancelled posts; published ones count."""
    posts = daily(8, "09:00")
    assert not hits(calendar_of(*posts[1:], posts[0]._replace(at=MONDAY)), Options(POSTS))
    for status in ("held", "cancelled"):
        assert not hits(calendar_of(*posts[1:], posts[0]._replace(status=status)), Options(POSTS))
    done = [it._replace(status="published") for it in posts]
    assert hits(calendar_of(*done), Options(POSTS))


def test_a_run_of_equal_gaps_is_told_at_the_post_that_is_one_too_many() -> None:
    """Four posts two hours apart; three are no run."""
    clocks = ("08:00", "10:00", "12:00", "14:00", "16:00")
    posts = [post(number, MONDAY, clock) for number, clock in enumerate(clocks)]
    (hit,) = hits(calendar_of(*posts), GAPS)
    assert hit.entry is not None
    assert (hit.entry.id, hit.observed, hit.words["gap"]) == ("p003", 5, "2 h")
    assert not hits(calendar_of(*posts[:3]), GAPS)
    assert not hits(calendar_of(*posts[:3], post(9, MONDAY, "14:01")), GAPS)


def test_a_daily_rhythm_is_not_judged_by_its_gaps() -> None:
    """A gap of a day is not below a day."""
    assert not hits(calendar_of(*daily(8, "09:00")), GAPS)
