"""Days with and without somebody there, against a look at each day."""

from datetime import date, datetime, timedelta

import pytest
from checks.plans import is_clean_or_told, rule_of
from helpers import BERLIN, berlin, calendar_of, entries_of, local_day_of, messy_calendars
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, presence
from planner.checks.presence import read_between
from planner.insertion import read_insertion
from planner.model import Blackout, Calendar, Entry, Person, Post, Slot
from planner.weeks import Timeline, day_name
from planner.which import of_kinds
from planner.wording import listed

HUMAN = of_kinds({"conversation", "inbox", "thanks"})
PARTS = ("00:00-24:00", "06:00-09:00", "09:00-11:00", "11:59-12:01", "22:00-01:31")
OPTIONS = st.builds(
    presence.Options,
    of=st.just(HUMAN),
    at_least=st.sampled_from([1, 1, 2]),
    between=st.sampled_from(PARTS).map(read_between),
    days=st.sampled_from(["workdays", "all", "posting"]),
    each=st.sampled_from(["calendar", "channel"]),
    insert=st.just(read_insertion("conversation")),
)


def hits(calendar: Calendar, options: presence.Options) -> list[Hit]:
    """What the check finds."""
    return list(presence.lint(options, Timeline(calendar)))


def is_there(entry: Entry, part: str) -> bool:
    """Whether an entry starts in a part of the day, by its clock."""
    if part == "00:00-24:00":
        return True
    if not isinstance(entry.at, datetime):
        return False
    first, until = part.split("-")
    clock = f"{entry.at.astimezone(BERLIN):%H:%M}"
    return first <= clock < until if first < until else clock >= first or clock < until


def counted_by_hand(calendar: Calendar, options: presence.Options) -> dict[tuple[str, str], str]:
    """The lacking days in words, by first day of the week and channel."""
    entries = [
        (day, entry)
        for entry in entries_of(calendar)
        if (day := local_day_of(entry)) and entry.status not in {"held", "cancelled"}
    ]
    found: dict[tuple[str, str], list[date]] = {}
    if not entries:
        return {}
    day, last = min(day for day, _ in entries), max(day for day, _ in entries)
    while day <= last:
        today = [entry for at, entry in entries if at == day]
        posts = [it for it in today if isinstance(it, Post)]
        closed = any(it.first <= day < it.until for it in calendar.blackouts)
        off = options.days == "workdays" and day.isoweekday() > 5
        channels = {""}
        if options.each == "channel":
            channels = {post.channel or "" for post in posts}
        elif options.days == "posting" and not posts:
            channels = set()
        for channel in set() if closed or off else channels:
            people = [
                it
                for it in today
                if it.kind in {"conversation", "inbox", "thanks"}
                and is_there(it, options.between.written)
                and (options.each == "calendar" or serves(it, channel))
            ]
            if len(people) < options.at_least:
                week = day
                while week.weekday() != calendar.week_starts:
                    week -= timedelta(days=1)
                found.setdefault((week.isoformat(), channel), []).append(day)
        day += timedelta(days=1)
    return {key: listed(map(day_name, days)) for key, days in found.items()}


def serves(entry: Entry, channel: str) -> bool:
    """Whether an entry is there for a channel ("" is none)."""
    if isinstance(entry, Post):
        return (entry.channel or "") == channel
    return entry.channels == () or channel in entry.channels


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Messy calendars, some of whose days are closed."""
    calendar = draw(messy_calendars(kinds=("conversation", "promo", "thanks")))
    closed = draw(st.sampled_from([(), (Blackout(date(2026, 11, 24), date(2026, 11, 26)),)]))
    return calendar._replace(blackouts=closed)


@given(calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=250)
def test_any_options_agree_with_a_look_at_each_day(
    calendar: Calendar, options: presence.Options
) -> None:
    """One finding for each week and channel, with its days."""
    found = {
        (hit.window.first.isoformat(), hit.window.channel or ""): hit.words["days"]
        for hit in hits(calendar, options)
    }
    assert found == counted_by_hand(calendar, options)


@given(calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=30)
def test_a_plan_has_somebody_there_or_says_why_not(
    calendar: Calendar, options: presence.Options
) -> None:
    """By this rule alone; and planning again changes nothing."""
    is_clean_or_told(calendar, rule_of("presence", options))


MORNING = presence.Options(HUMAN, 1, read_between("06:00-11:00"))


def slot(day: int, clock: str = "09:00") -> Slot:
    """A slot on a day of November 2026."""
    return Slot(f"s{day}", f"s{day}", berlin(day, clock), kind="inbox")


def test_a_part_of_the_day_is_half_open() -> None:
    """Its first minute is in it, its last is not."""
    assert not hits(calendar_of(slot(23, "06:00")), MORNING)
    assert not hits(calendar_of(slot(23, "10:59")), MORNING)
    (hit,) = hits(calendar_of(slot(23, "11:00")), MORNING)
    assert (hit.words["days"], hit.words["between"]) == ("Mon 23 Nov", "06:00 and 11:00")
    assert hits(calendar_of(slot(23, "05:59")), MORNING)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_clock_on_the_wall_counts_where_it_is_changed(day: date) -> None:
    """06:00 is 06:00 on such a day too."""
    options = MORNING._replace(days="all")
    assert not hits(calendar_of(Slot("s", "s", berlin(day, "06:00"), kind="inbox")), options)
    assert hits(calendar_of(Slot("s", "s", berlin(day, "05:59"), kind="inbox")), options)


def test_only_days_inside_the_calendar_are_looked_at() -> None:
    """From its first entry to its last, also where nothing stands between them."""
    (hit,) = hits(calendar_of(slot(24), slot(27)), MORNING)
    assert (hit.words["days"], hit.observed) == ("Wed 25 Nov and Thu 26 Nov", 2)
    assert hit.entry.id == "s27"


def test_an_entry_without_a_time_is_there_only_all_day() -> None:
    """Nobody knows whether it is early."""
    day = calendar_of(slot(23)._replace(at=date(2026, 11, 23)))
    assert hits(day, MORNING)
    assert not hits(day, presence.Options(HUMAN))


def test_a_channel_is_looked_at_on_the_days_with_posts() -> None:
    """A slot without channels serves all of them."""
    options = presence.Options(HUMAN, days="all", each="channel")
    post = Post("p", "p", berlin(24), "x", "promo")
    (hit,) = hits(calendar_of(slot(23), post), options)
    assert (hit.words["channel"], hit.entry.id) == ("x", "p")
    assert not hits(calendar_of(slot(24), post), options)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_is_not_there(status: str) -> None:
    """Held and cancelled entries alike; published ones are."""
    post = Post("p", "p", berlin(24), "x", "conversation")
    assert hits(calendar_of(slot(23), slot(25), post._replace(status=status)), MORNING)
    assert not hits(calendar_of(slot(23), slot(25), post._replace(status="published")), MORNING)


def test_a_plan_adds_a_slot_on_each_lacking_day() -> None:
    """In the part of the day that is asked for, where somebody is on call."""
    calendar = calendar_of(slot(23), slot(27))._replace(people=(Person("rosa"),))
    options = MORNING._replace(insert=read_insertion("inbox"))
    plan = is_clean_or_told(calendar, rule_of("presence", options))
    added = [it.at for it in plan.calendar.slots if it.id not in {"s23", "s27"}]
    assert (plan.status, len(added)) == ("optimal", 3)
    assert all(isinstance(at, datetime) and 9 <= at.hour < 11 for at in added)


@pytest.mark.parametrize("text", ["mon 06:00-11:00", "6", "11:00-11:00", "", "a-b", "6-7, 8-9"])
def test_a_part_of_the_day_is_two_times(text: str) -> None:
    """Without weekdays, and only one."""
    with pytest.raises(ValueError, match="06:00-11:00"):
        read_between(text)


@pytest.mark.parametrize("each", ["calendar", "channel"])
def test_a_plan_may_add_posts(each: str) -> None:
    """On a channel that posts in the week."""
    post = Post("p", "p", berlin(24), "x", "promo", pin=True)
    options = MORNING._replace(each=each, insert=read_insertion({"post": "conversation"}))
    plan = is_clean_or_told(calendar_of(post), rule_of("presence", options))
    added = [it for it in plan.calendar.posts if it.id != "p"]
    assert [(it.channel, it.kind, local_day_of(it)) for it in added] == [
        ("x", "conversation", date(2026, 11, 24))
    ]
