"""Days in a row without a word, against a walk through the calendar day by day."""

from datetime import date, timedelta

import pytest
from checks.plans import is_clean_or_told, rule_of
from helpers import berlin, calendar_of, entries_of, local_day_of, messy_calendars
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, gap
from planner.handles import handles_of
from planner.insertion import read_insertion
from planner.model import Blackout, Calendar, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import of_kinds

TALKS = of_kinds({"conversation", "inbox", "thanks"})
DAYS = (-12, -3, 0, 1, 2, 3, 5, 6, 7, 9, 13, 14, 21)
CLOSED = st.sampled_from([(), (), (2, 3), (3, 8), (-5, 0), (12, 16)])
OPTIONS = st.builds(
    gap.Options,
    of=st.just(TALKS),
    at_most=st.integers(0, 9),
    workdays=st.booleans(),
    each=st.sampled_from(["calendar", "channel", "handle"]),
    insert=st.just(read_insertion("conversation")),
)


def hits(calendar: Calendar, options: gap.Options) -> list[Hit]:
    """What the check finds."""
    return list(gap.lint(options, Timeline(calendar)))


def going(calendar: Calendar) -> list[tuple[date, Entry]]:
    """What takes place, each with its day."""
    found = []
    for entry in entries_of(calendar):
        day = local_day_of(entry)
        if day is not None and entry.status not in {"held", "cancelled"}:
            found.append((day, entry))
    return found


def is_counted(calendar: Calendar, options: gap.Options, day: date) -> bool:
    """Whether a day counts: not closed, and no weekend where those do not count."""
    closed = any(it.first <= day < it.until for it in calendar.blackouts)
    return not closed and not (options.workdays and day.isoweekday() in {6, 7})


def serves(entry: Entry, channel: str) -> bool:
    """Whether an entry is there for a channel ("" is none)."""
    if isinstance(entry, Post):
        return (entry.channel or "") == channel
    return entry.channels == () or channel in entry.channels


def walk(
    calendar: Calendar, options: gap.Options, days: set[date], first: date, last: date
) -> list[tuple[date, date, int]]:
    """The day that is one too many, the last day and the length of every gap."""
    found: list[tuple[date, date, int]] = []
    bare: list[date] = []
    day = first
    while day <= last + timedelta(days=1):
        if day > last or (is_counted(calendar, options, day) and day in days):
            if len(bare) > options.at_most:
                found.append((bare[options.at_most], bare[-1], len(bare)))
            bare = []
        elif is_counted(calendar, options, day):
            bare.append(day)
        day += timedelta(days=1)
    return found


def gaps_by_hand(
    calendar: Calendar, options: gap.Options
) -> list[tuple[str, tuple[date, date, int]]]:
    """Every gap of every group: walking all days of what is looked at."""
    entries = going(calendar)
    if not entries:
        return []
    start, last = min(day for day, _ in entries), max(day for day, _ in entries)
    talks = [(day, it) for day, it in entries if it.kind in {"conversation", "inbox", "thanks"}]
    found = []
    if options.each == "calendar":
        found += [("", it) for it in walk(calendar, options, {d for d, _ in talks}, start, last)]
    if options.each == "channel":
        for channel in {it.channel or "" for _, it in entries if isinstance(it, Post)}:
            on = {day for day, it in talks if serves(it, channel)}
            posts = [d for d, it in entries if isinstance(it, Post) and serves(it, channel)]
            for tip, end, number in walk(calendar, options, on, start, last):
                bare = [
                    end - timedelta(days=back)
                    for back in range((end - start).days + 1)
                    if is_counted(calendar, options, end - timedelta(days=back))
                ][:number]
                here = [day for day in bare if day in posts]
                if here:
                    found.append((channel, (max(tip, min(here)), end, number)))
    if options.each == "handle":
        for name in {name for _, it in talks for name in handles_of(it)}:
            on = {day for day, it in talks if name in handles_of(it)}
            found += [(name, it) for it in walk(calendar, options, on, min(on), last)]
    return sorted(found)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Messy calendars over several weeks, some of whose days are closed, naming two people."""
    calendar = draw(messy_calendars(DAYS, ("conversation", "promo", "thanks")))
    names = st.sampled_from([(), ("@ann",), ("@Bo", "@ann")])
    posts = tuple(post._replace(mentions=draw(names)) for post in calendar.posts)
    slots = tuple(slot._replace(contacts=draw(names)) for slot in calendar.slots)
    closed = draw(CLOSED)
    if closed:
        day = date(2026, 11, 23)
        first, until = (day + timedelta(days=it) for it in closed)
        calendar = calendar._replace(blackouts=(Blackout(first, until),))
    return calendar._replace(posts=posts, slots=slots)


@given(calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_numbers_agree_with_a_walk_through_the_days(
    calendar: Calendar, options: gap.Options
) -> None:
    """For all together, each channel and each person."""
    names = {"": "All channels together"} if options.each == "calendar" else {}
    names |= {"": "posts without a channel"} if options.each == "channel" else {}
    found = [
        (hit.words["channel"], (hit.window.first, hit.window.until, hit.observed))
        for hit in hits(calendar, options)
    ]
    by_hand = [
        (
            names.get(key, f"@{key}" if options.each == "handle" else key),
            (tip, last + timedelta(days=1), number),
        )
        for key, (tip, last, number) in gaps_by_hand(calendar, options)
    ]
    assert sorted(found) == sorted(by_hand)


@given(calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_leaves_no_gap_or_says_why(calendar: Calendar, options: gap.Options) -> None:
    """By this rule alone; and planning again changes nothing."""
    is_clean_or_told(calendar, rule_of("gap", options))


def talks(*days: int) -> list[Slot]:
    """Slots on these days of November 2026."""
    return [Slot(f"s{day}", f"s{day}", berlin(day), kind="inbox") for day in days]


def promo(day: int) -> Post:
    """A post that ends no gap."""
    return Post(f"p{day}", f"p{day}", berlin(day), "x", "promo")


WEEK = gap.Options(TALKS, 7)


def test_just_as_many_days_as_allowed_are_no_gap() -> None:
    """Seven days between the 2nd and the 10th, eight between the 2nd and the 11th."""
    assert not hits(calendar_of(*talks(2, 10)), WEEK)
    (hit,) = hits(calendar_of(*talks(2, 11)), WEEK)
    assert (hit.observed, hit.allowed, hit.entry.id) == (8, 7, "s11")
    assert hit.window[:2] == (date(2026, 11, 10), date(2026, 11, 11))
    assert (hit.words["first"], hit.words["last"]) == ("Tue 3 Nov", "Tue 10 Nov")


def test_the_first_and_the_last_day_of_the_calendar_are_looked_at() -> None:
    """Whatever kind of entry stands on them."""
    assert not hits(calendar_of(promo(3), *talks(10)), WEEK)
    (hit,) = hits(calendar_of(promo(2), *talks(10)), WEEK)
    assert hit.entry.id == "s10"
    (hit,) = hits(calendar_of(*talks(2), promo(10)), WEEK)
    assert hit.entry.id == "p10"
    assert not hits(calendar_of(*talks(2), promo(9)), WEEK)


def test_weekends_and_closed_days_do_not_count() -> None:
    """With only working days, Saturday and Sunday neither make nor end a gap."""
    options = WEEK._replace(at_most=1, workdays=True)
    assert not hits(calendar_of(*talks(20, 24)), options)
    assert hits(calendar_of(*talks(20, 25)), options)
    assert hits(calendar_of(*talks(20, 22, 25)), options)
    closed = (Blackout(date(2026, 11, 24), date(2026, 11, 25)),)
    assert not hits(calendar_of(*talks(20, 25))._replace(blackouts=closed), options)


def test_a_person_is_looked_at_from_the_first_time_they_are_named() -> None:
    """And the finding stands where they were named last."""
    named = [slot._replace(contacts=("@Ann",)) for slot in talks(10, 12)]
    calendar = calendar_of(promo(1), *named, promo(21))
    (hit,) = hits(calendar, WEEK._replace(each="handle"))
    assert (hit.entry.id, hit.words["channel"], hit.observed) == ("s12", "@ann", 9)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_ends_no_gap(status: str) -> None:
    """Held and cancelled entries alike; published ones do."""
    post = Post("p", "p", berlin(6), "x", "conversation")
    assert not hits(calendar_of(*talks(2, 11), post._replace(status="published")), WEEK)
    assert hits(calendar_of(*talks(2, 11), post._replace(status=status)), WEEK)
    assert hits(calendar_of(*talks(2, 11), post._replace(at=None)), WEEK)
    assert not hits(calendar_of(*talks(2, 11), post._replace(at=date(2026, 11, 6))), WEEK)


def test_a_plan_fills_a_hole_of_weeks() -> None:
    """With as many slots as it takes, also in weeks where nothing stands."""
    calendar = calendar_of(*talks(2), Slot("s", "s", berlin(date(2026, 12, 11)), kind="inbox"))
    options = WEEK._replace(insert=read_insertion("conversation"))
    plan = is_clean_or_told(calendar, rule_of("gap", options))
    assert (plan.conflicts, plan.cost.inserted) == ((), 5)


def test_a_plan_speaks_again_to_somebody_it_dropped() -> None:
    """The slot names them."""
    named = [slot._replace(contacts=("@Ann",)) for slot in talks(2)]
    options = WEEK._replace(each="handle", insert=read_insertion("inbox"))
    plan = is_clean_or_told(calendar_of(*named, promo(12)), rule_of("gap", options))
    added = [slot for slot in plan.calendar.slots if slot.id != "s2"]
    assert [slot.contacts for slot in added] == [("@ann",)]


@pytest.mark.parametrize(("each", "channel", "mentions"), [
    ("calendar", "x", ()), ("channel", "x", ()), ("handle", "mastodon", ("@ann",)),
])  # fmt: skip
def test_a_plan_may_end_a_gap_with_a_post(
    each: str, channel: str, mentions: tuple[str, ...]
) -> None:
    """On the channel that has the gap, or where the person was named last."""
    named = Post("n", "n", berlin(2), "mastodon", "thanks", mentions=("@Ann",), pin=True)
    last = promo(11)._replace(pin=True)
    options = WEEK._replace(each=each, insert=read_insertion({"post": "conversation"}))
    plan = is_clean_or_told(
        calendar_of(named, promo(3)._replace(pin=True), last), rule_of("gap", options)
    )
    added = [post for post in plan.calendar.posts if post.id not in {"n", "p3", "p11"}]
    assert plan.conflicts == ()
    assert len(added) == 1
    assert added[0].channel in {channel, "mastodon"}
    assert added[0].mentions == mentions
