"""The check of even weeks, compared with weeks counted by hand."""

from datetime import date, timedelta
from fractions import Fraction
from statistics import median

import pytest
from helpers import berlin, calendar_of, entries_of, local_day_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, cadence
from planner.checks.cadence import Options
from planner.model import Blackout, Calendar, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import of_kinds, read_which

POSTS = read_which({"entry": "post"})
MONDAY = date(2026, 11, 2)
WEEK = timedelta(days=7)
Told = set[tuple[str, str | None, date, date]]
"""What was found: sort, channel, first day and end of the window."""


def hits(calendar: Calendar, options: Options) -> list[Hit]:
    """What the check finds."""
    return list(cadence.lint(options, Timeline(calendar)))


def weekly(*numbers: int, channel: str | None = "x") -> list[Entry]:
    """So many posts in each week, on days from Monday on; two listening slots make them whole."""
    posts: list[Entry] = [
        Post(
            f"p{week}-{n}",
            "",
            berlin(MONDAY + week * WEEK + timedelta(days=n % 7)),
            channel,
            "value",
        )
        for week, number in enumerate(numbers)
        for n in range(number)
    ]
    last = MONDAY + len(numbers) * WEEK - timedelta(days=1)
    return [*posts, Slot("s0", "s0", MONDAY, kind="open"), Slot("s1", "s1", last, kind="open")]


def told_by_hand(calendar: Calendar, options: Options) -> Told:
    """The sentence of the check in plain loops."""
    going = [
        it
        for it in entries_of(calendar)
        if it.at is not None and it.status not in {"held", "cancelled"}
    ]
    every_day = [day for it in going if (day := local_day_of(it))]
    posts = [it for it in going if isinstance(it, Post)]
    keys = {it.channel for it in posts} if options.each == "channel" else {None}
    told: Told = set()
    for key in keys if posts else ():
        own = [it for it in posts if options.each == "calendar" or it.channel == key]
        days = [day for it in own if (day := local_day_of(it))]
        weeks: dict[date, int] = {}
        first = min(days)
        while first.weekday() != calendar.week_starts:
            first -= timedelta(days=1)
        while first <= max(days):
            weeks[first] = sum(first <= day < first + WEEK for day in days)
            first += WEEK
        open_weeks = [
            week
            for week in weeks
            if not any(
                it.first <= week + timedelta(days=n) < it.until
                for it in calendar.blackouts
                for n in range(7)
            )
        ]
        whole = [
            week
            for week in open_weeks
            if (week != min(weeks) or min(every_day) == week)
            and (week != max(weeks) or max(every_day) == week + timedelta(days=6))
        ]
        silent = [week for week in open_weeks if not weeks[week]]
        if len(whole) >= options.from_weeks and len(silent) <= len(open_weeks) - len(silent):
            told |= _uneven_by_hand(options, key, weeks, whole)
            told |= _dead_by_hand(options, key, weeks, open_weeks)
            told |= _falling_by_hand(options, key, weeks, whole)
    return told


def _uneven_by_hand(
    options: Options, key: str | None, weeks: dict[date, int], whole: list[date]
) -> Told:
    if not options.at_most:
        return set()
    times = Fraction(options.at_most, options.for_every)
    told: Told = set()
    for week, number in weeks.items():
        since = week - (options.over - 1) * WEEK
        lately = [it for it in whole if since <= it <= week and weeks[it]]
        if len(lately) < options.from_weeks:
            continue
        usual = median(Fraction(weeks[it]) for it in lately)
        if abs(number - usual) > options.always_allowed and (
            number > usual * times or (week in whole and 0 < number < usual / times)
        ):
            told.add(("uneven", key, week, week + WEEK))
    return told


def _dead_by_hand(
    options: Options, key: str | None, weeks: dict[date, int], open_weeks: list[date]
) -> Told:
    told: Told = set()
    stretch: list[date] = []
    for week, number in weeks.items():
        if number and stretch:
            told.add(("dead", key, stretch[0], stretch[-1] + WEEK))
        if number:
            stretch = []
        elif week in open_weeks:
            stretch.append(week)
    return told if options.no_dead_weeks else set()


def _falling_by_hand(
    options: Options, key: str | None, weeks: dict[date, int], whole: list[date]
) -> Told:
    told: Told = set()
    for start in range(len(whole)):
        if start and weeks[whole[start]] < weeks[whole[start - 1]]:
            continue
        end = start
        while end + 1 < len(whole) and weeks[whole[end + 1]] < weeks[whole[end]]:
            end += 1
        if options.not_falling and end - start >= options.not_falling:
            told.add(("falling", key, whole[start], whole[end] + WEEK))
    return told


def told_by_check(calendar: Calendar, options: Options) -> Told:
    """The same of the check, one sort at a time."""
    none = options._replace(at_most=0, no_dead_weeks=False, not_falling=0)
    sorts = {
        "uneven": none._replace(at_most=options.at_most),
        "dead": none._replace(no_dead_weeks=options.no_dead_weeks),
        "falling": none._replace(not_falling=options.not_falling),
    }
    return {
        (sort, hit.window.channel, hit.window.first, hit.window.until)
        for sort, alone in sorts.items()
        for hit in hits(calendar, alone)
    }


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Some weeks with few or many posts, on one channel or two."""
    entries: list[Entry] = []
    for week in range(draw(st.integers(0, 7))):
        for number in range(draw(st.sampled_from([0, 0, 1, 2, 2, 3, 3, 4, 6]))):
            day = MONDAY + week * WEEK + timedelta(days=draw(st.sampled_from([0, 0, 1, 5, 6])))
            at = draw(st.sampled_from([day, berlin(day, "00:00"), berlin(day, "23:59")]))
            status = draw(st.sampled_from(["draft"] * 6 + ["published", "held"]))
            channel = draw(st.sampled_from(["x", "x", "x", None]))
            entries.append(Post(f"p{week}-{number}", "", at, channel, status=status))
    entries += [
        Slot(f"s{n}", "", MONDAY + timedelta(days=draw(st.integers(-1, 50))))
        for n in range(draw(st.integers(0, 2)))
    ]
    calendar = calendar_of(*entries, week_starts=draw(st.sampled_from([0, 0, 6])))
    off = MONDAY + timedelta(days=draw(st.integers(0, 40)))
    closed = draw(st.sampled_from([(), (Blackout(off, off + timedelta(days=1)),)]))
    return calendar._replace(blackouts=closed)


@given(
    calendars(),
    st.builds(
        Options,
        of=st.just(POSTS),
        each=st.sampled_from(["channel", "calendar"]),
        at_most=st.integers(1, 3),
        for_every=st.integers(1, 2),
        always_allowed=st.integers(0, 2),
        over=st.sampled_from([2, 3, 12]),
        no_dead_weeks=st.just(value=True),
        not_falling=st.integers(1, 3),
        from_weeks=st.integers(1, 4),
    ).filter(lambda it: it.at_most >= it.for_every),
)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_numbers_agree_with_a_count_by_hand(calendar: Calendar, options: Options) -> None:
    """Uneven weeks, dead ones and declines."""
    assert told_by_check(calendar, options) == told_by_hand(calendar, options)


@pytest.mark.parametrize(("numbers", "found"), [
    ((4, 4, 4, 4), 0), ((4, 4, 4, 8), 0), ((4, 4, 4, 9), 1), ((4, 4, 9), 0), ((4, 4, 9, 4, 4), 0),
    ((4, 4, 4, 30, 4, 4), 1), ((6, 6, 6, 6, 2), 1), ((6, 6, 6, 6, 3), 0), ((3, 4, 5, 6, 9), 0),
])  # fmt: skip
def test_a_week_may_have_twice_or_half_as_much_as_usual(
    numbers: tuple[int, ...], found: int
) -> None:
    """A single great week does not change what is usual."""
    options = Options(POSTS, at_most=2)
    assert len(hits(calendar_of(*weekly(*numbers)), options)) == found


def test_a_small_difference_is_always_allowed() -> None:
    """One post, and then three, are two more."""
    options = Options(POSTS, at_most=2)
    assert not hits(calendar_of(*weekly(1, 1, 1, 1, 1, 3)), options)
    assert hits(calendar_of(*weekly(1, 1, 1, 1, 1, 3)), options._replace(always_allowed=1))


def test_the_post_that_is_one_too_many_is_told() -> None:
    """With what is usual in words."""
    (hit,) = hits(calendar_of(*weekly(4, 4, 5, 5, 5, 11)), Options(POSTS, at_most=2))
    assert hit.entry is not None
    assert (hit.entry.at, hit.allowed) == (berlin(MONDAY + 5 * WEEK + timedelta(days=6)), 10)
    assert (hit.words["usual"], hit.words["week"], hit.words["group"]) == (
        "5 are usual", "2026-W50", "x",
    )  # fmt: skip


def test_the_first_and_last_week_are_low_only_when_they_are_whole() -> None:
    """The calendar has to begin with the first day of it and to end with the last."""
    options = Options(POSTS, at_most=2, from_weeks=1)
    entries = weekly(6, 6, 6, 6, 1)
    assert len(hits(calendar_of(*entries), options)) == 1
    assert not hits(calendar_of(*entries[:-1]), options)


def test_too_few_weeks_are_not_judged() -> None:
    """And a calendar that is too short says so."""
    options = Options(POSTS, no_dead_weeks=True, from_weeks=4)
    short, long = calendar_of(*weekly(2, 0, 2)), calendar_of(*weekly(2, 0, 2, 2))
    assert not hits(short, options)
    assert cadence.too_short(options, Timeline(short)) == "4 whole weeks"
    assert hits(long, options)
    assert cadence.too_short(options, Timeline(long)) is None
    assert cadence.too_short(options, Timeline(calendar_of())) is None


def test_dead_weeks_one_after_the_other_are_one_finding() -> None:
    """At the first post after them."""
    (hit,) = hits(calendar_of(*weekly(1, 0, 0, 1)), Options(POSTS, no_dead_weeks=True))
    assert hit.entry is not None
    assert (hit.entry.id, hit.words["week"], int(str(hit.words["weeks"]))) == (
        "p3-0", "2026-W46 to 2026-W47", 2,
    )  # fmt: skip


def test_a_group_that_is_mostly_silent_has_no_usual_week() -> None:
    """Half of the weeks are enough."""
    options = Options(POSTS, no_dead_weeks=True)
    assert hits(calendar_of(*weekly(1, 0, 0, 1)), options)
    assert not hits(calendar_of(*weekly(1, 0, 0, 0, 1)), options)


def test_a_week_with_a_blackout_is_not_dead() -> None:
    """Nor a part of a decline."""
    calendar = calendar_of(*weekly(3, 2, 0, 2, 1, 1))
    closed = (Blackout(MONDAY + 2 * WEEK, MONDAY + 2 * WEEK + timedelta(days=1)),)
    assert hits(calendar, Options(POSTS, no_dead_weeks=True))
    assert not hits(calendar._replace(blackouts=closed), Options(POSTS, no_dead_weeks=True))
    assert not hits(calendar._replace(blackouts=closed), Options(POSTS, not_falling=2))


def test_a_decline_is_told_once() -> None:
    """At the week that is one fall too many, with the numbers."""
    (hit,) = hits(calendar_of(*weekly(5, 4, 3, 2, 2)), Options(POSTS, not_falling=2))
    assert hit.entry is not None
    assert (hit.entry.id, hit.words["numbers"]) == ("p2-0", "5, 4, 3, 2")
    assert not hits(calendar_of(*weekly(5, 4, 3, 2, 2)), Options(POSTS, not_falling=4))


def test_a_decline_to_nothing_ends_with_the_last_entry() -> None:
    """The empty week has none to point at."""
    entries = [*weekly(3, 2, 0, 1)]
    (hit,) = hits(calendar_of(*entries), Options(POSTS, not_falling=2))
    assert hit.entry is not None
    assert hit.entry.id == "p1-1"


def test_slots_count_where_the_rule_says_so() -> None:
    """Conversation slots of all channels together."""
    slots = [
        Slot(f"s{week}-{n}", "", berlin(MONDAY + week * WEEK + timedelta(days=n)), kind="inbox")
        for week, number in enumerate((4, 3, 2, 1, 1))
        for n in range(number)
    ]
    options = Options(of_kinds(["inbox"]), each="calendar", not_falling=3)
    (hit,) = hits(calendar_of(*slots), options)
    assert hit.words["group"] == "All channels together"
