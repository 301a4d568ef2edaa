"""Distances between entries, against a look at every pair of them."""

from datetime import date, datetime, timedelta

import pytest
from checks.plans import is_clean_or_told, rule_of
from helpers import BERLIN, berlin, calendar_of, entries_of, messy_calendars
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, spacing
from planner.handles import handles_of
from planner.model import Blackout, Calendar, Entry, Post, Record, Slot
from planner.options import length
from planner.pairs import length_name
from planner.weeks import Timeline
from planner.which import read_which

PROMO, TALK = read_which(["promo"]), read_which(["promo", "conversation", "inbox"])
MET = read_which({"any": [{"kind": ["conversation"], "entry": "post"}, {"entry": "record"}]})
OPTIONS = st.builds(
    spacing.Options,
    of=st.sampled_from([PROMO, TALK]),
    at_least=st.sampled_from([0, 1, 30, 60, 1440, 1500, 2159, 2880, 10080]),
    apart_from=st.sampled_from([None, None, MET, TALK]),
    after_only=st.booleans(),
    same=st.sampled_from(["channel", "calendar", "campaign", "handle"]),
)


def hits(calendar: Calendar, options: spacing.Options) -> list[Hit]:
    """What the check finds."""
    return list(spacing.lint(options, Timeline(calendar)))


def day_of(entry: Entry | Record) -> date:
    """The day of something in Berlin."""
    at = entry.at
    assert at is not None
    return at.astimezone(BERLIN).date() if isinstance(at, datetime) else at


def is_shared(options: spacing.Options, one: Entry, other: Entry | Record) -> bool:
    """Whether two have in common what they need."""
    if options.same == "channel":
        sets: list[set[str | None]] = []
        for entry in (one, other):
            if isinstance(entry, Slot):
                sets.append(set(entry.channels))
            elif isinstance(entry, Post) or entry.channel:
                sets.append({entry.channel})
            else:
                sets.append(set())
        return set() in sets or bool(sets[0] & sets[1])
    if options.same == "handle":
        return bool(set(handles_of(one)) & set(handles_of(other)))
    if options.same == "campaign":
        campaign = getattr(one, "campaign", None)
        return campaign is not None and campaign == getattr(other, "campaign", None)
    return True


def is_close(options: spacing.Options, one: Entry, other: Entry | Record) -> bool:
    """Whether two are closer than they may be."""
    series = getattr(one, "series", None)
    if one is other or (series and series == getattr(other, "series", None)):
        return False
    times = [it.at.timestamp() for it in (one, other) if isinstance(it.at, datetime)]
    minutes = (times[0] - times[1]) / 60 if len(times) == 2 else None
    days = (day_of(one) - day_of(other)).days
    if options.at_least % 1440:
        if minutes is None or (options.after_only and minutes < 0):
            return False
        return abs(minutes) < options.at_least
    if abs(days) * 1440 >= options.at_least:
        return False
    if options.after_only:
        return days > 0 or (days == 0 and minutes is not None and minutes >= 0)
    return True


def close_by_hand(calendar: Calendar, options: spacing.Options) -> set[frozenset[str]]:
    """All pairs that are too close, by their ids."""
    going = [
        it
        for it in entries_of(calendar)
        if it.at is not None and it.status not in {"held", "cancelled"}
    ]
    kinds = {"promo"} if options.of == PROMO else {"promo", "conversation", "inbox"}
    ones = [it for it in going if it.kind in kinds]
    others: list[Entry | Record] = list(ones)
    if options.apart_from == TALK:
        others = [it for it in going if it.kind in {"promo", "conversation", "inbox"}]
    if options.apart_from == MET:
        others = [it for it in going if it.kind == "conversation" and isinstance(it, Post)]
        others += calendar.records
    return {
        frozenset({one.id, other.id})
        for one in ones
        for other in others
        if is_shared(options, one, other) and is_close(options, one, other)
    }


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Messy calendars with records, in which people and a campaign are named."""
    calendar = draw(messy_calendars(kinds=("promo", "promo", "conversation")))
    names = st.sampled_from([(), ("@ann",), ("@Bo", "@ann")])
    launch = st.sampled_from([None, "launch"])
    posts = tuple(
        post._replace(mentions=draw(names), campaign=draw(launch)) for post in calendar.posts
    )
    met = [
        Record(
            f"r{number}", berlin(draw(st.sampled_from([23, 29])), "10:00"), "connection", who=who
        )
        for number, who in enumerate(draw(st.sampled_from([(), (None,), ("@ann",)])))
    ]
    return calendar._replace(posts=posts, records=tuple(met))


@given(calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_options_agree_with_a_look_at_all_pairs(
    calendar: Calendar, options: spacing.Options
) -> None:
    """Who is too close to somebody is told, and nobody else."""
    by_hand = close_by_hand(calendar, options)
    found = hits(calendar, options)
    told = {it.id for hit in found for it in (hit.entry, *hit.related)}
    assert told == {name for pair in by_hand for name in pair if name[0] != "r"}
    assert all(hit.observed >= 1 and hit.entry.id[0] != "r" for hit in found)


@given(calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_keeps_the_distance_or_says_why_not(
    calendar: Calendar, options: spacing.Options
) -> None:
    """By this rule alone; and planning again changes nothing."""
    is_clean_or_told(calendar, rule_of("spacing", options))


HOUR = spacing.Options(PROMO, 60)


def promo(day: int, clock: str = "09:00", channel: str = "x") -> Post:
    """A post that keeps its distance."""
    return Post(f"p{day}{clock}", "", berlin(day, clock), channel, "promo")


def test_exactly_so_far_is_enough() -> None:
    """A minute less is too close; the later one is told."""
    assert not hits(calendar_of(promo(23, "09:00"), promo(23, "10:00")), HOUR)
    (hit,) = hits(calendar_of(promo(23, "09:01"), promo(23, "10:00")), HOUR)
    assert (hit.entry.id, [it.id for it in hit.related]) == ("p2310:00", ["p2309:01"])
    assert (hit.words["first"], hit.words["other"]) == ("Mon 23 Nov 10:00", "Mon 23 Nov 09:01")
    assert hit.words["at_least"] == "1 hour"
    assert not hits(calendar_of(promo(23, "09:00"), promo(23, "09:00", "mastodon")), HOUR)


def test_the_end_of_a_week_is_no_end() -> None:
    """Sunday 23:30 and Monday 00:29 are too close, and Monday is told."""
    (hit,) = hits(calendar_of(promo(29, "23:30"), promo(30, "00:29")), HOUR)
    assert hit.window.first == date(2026, 11, 30)


def test_hours_are_hours_and_days_are_days_when_the_clock_is_changed() -> None:
    """From 01:30 to 03:30 it is an hour in March; and from noon to noon a day."""
    day = date(2026, 3, 29)
    posts = [Post(it, it, berlin(day, it), "x", "promo") for it in ("01:30", "03:30")]
    assert not hits(calendar_of(*posts), HOUR)
    assert hits(calendar_of(*posts), HOUR._replace(at_least=61))
    noons = [
        Post(str(it), "", berlin(day + timedelta(days=it), "12:00"), "x", "promo") for it in (-1, 0)
    ]
    assert not hits(calendar_of(*noons), HOUR._replace(at_least=1440))


def test_days_need_no_time() -> None:
    """Whole days are compared as days; hours leave out what has none."""
    untimed = promo(24)._replace(at=date(2026, 11, 24))
    calendar = calendar_of(promo(23, "23:00"), untimed)
    assert not hits(calendar, HOUR._replace(at_least=1440))
    assert hits(calendar, HOUR._replace(at_least=2880))
    assert not hits(calendar, HOUR._replace(at_least=2879))


def test_posts_of_a_series_belong_together() -> None:
    """Those of another one do not; one post on several channels does."""
    everywhere = [promo(23, channel=it)._replace(entry="p") for it in ("x", "mastodon")]
    assert not hits(calendar_of(*everywhere), HOUR._replace(same="calendar"))
    assert hits(calendar_of(*everywhere, promo(23, "09:02")), HOUR._replace(same="calendar"))
    thread = [promo(23, clock)._replace(series="thread") for clock in ("09:00", "09:01")]
    assert not hits(calendar_of(*thread), HOUR)
    assert hits(calendar_of(*thread, promo(23, "09:02")), HOUR)


def test_what_comes_before_may_be_close() -> None:
    """Where only what comes after keeps its distance; at the same minute it is after."""
    options = HOUR._replace(apart_from=MET, after_only=True)
    talk = Post("c", "c", berlin(23, "09:30"), "x", "conversation")
    assert not hits(calendar_of(promo(23, "09:29"), talk), options)
    assert hits(calendar_of(promo(23, "09:30"), talk), options)
    assert hits(calendar_of(promo(23, "10:29"), talk), options)
    assert not hits(calendar_of(promo(23, "10:30"), talk), options)


def test_a_record_keeps_others_away() -> None:
    """From the person it names."""
    options = spacing.Options(PROMO, 14 * 1440, MET, after_only=True, same="handle")
    met = Record("r", berlin(9, "12:00"), "connection", who="@Ann")
    pitch = promo(22)._replace(mentions=("@ann",))
    (hit,) = hits(calendar_of(pitch)._replace(records=(met,)), options)
    assert (hit.entry.id, hit.words["other"]) == ("p2209:00", "Mon 9 Nov 12:00")
    late = promo(23)._replace(mentions=("@ann",))
    assert not hits(calendar_of(late)._replace(records=(met,)), options)
    assert not hits(calendar_of(promo(22))._replace(records=(met,)), options)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_is_close_to_nothing(status: str) -> None:
    """Published posts are."""
    first, second = promo(23), promo(23, "09:30")
    assert not hits(calendar_of(first, second._replace(status=status)), HOUR)
    assert not hits(calendar_of(first, second._replace(at=None)), HOUR)
    assert hits(calendar_of(first, second._replace(status="published")), HOUR)


def test_a_plan_moves_the_later_post_away() -> None:
    """By as little as it takes."""
    calendar = calendar_of(promo(23)._replace(pin=True), promo(23, "09:30"))
    plan = is_clean_or_told(calendar, rule_of("spacing", HOUR))
    assert (plan.status, plan.cost) == ("optimal", (0, 0, 1, 2))


def test_a_plan_defers_what_a_week_has_no_room_for() -> None:
    """To the first week in which it is far enough away."""
    calendar = calendar_of(promo(2), promo(4), promo(24, channel="mastodon"))
    rule = rule_of("spacing", HOUR._replace(at_least=14 * 1440))
    plan = is_clean_or_told(calendar, rule)
    assert (plan.conflicts, plan.cost.held) == ((), 0)
    assert {move.what for move in plan.moves} == {"defer"}


def test_a_plan_tells_what_cannot_be_moved() -> None:
    """Two pinned posts are a conflict."""
    posts = [post._replace(pin=True) for post in (promo(23), promo(23, "09:30"))]
    plan = is_clean_or_told(calendar_of(*posts), rule_of("spacing", HOUR))
    assert plan.status == "infeasible"


def test_a_plan_moves_nothing_close_to_what_stands_in_the_next_week() -> None:
    """What has no room before it goes after it."""
    pinned = [promo(day)._replace(pin=True) for day in (23, 30)]
    closed = (Blackout(date(2026, 11, 26), date(2026, 11, 28)),)
    calendar = calendar_of(*pinned, promo(25))._replace(blackouts=closed)
    plan = is_clean_or_told(calendar, rule_of("spacing", HOUR._replace(at_least=3 * 1440)))
    assert (plan.conflicts, plan.cost.held) == ((), 0)
    assert max(day_of(post) for post in plan.calendar.posts) == date(2026, 12, 3)


@pytest.mark.parametrize(("text", "minutes", "name"), [
    ("1m", 1, "1 minute"), ("90m", 90, "90 minutes"), ("1h", 60, "1 hour"),
    ("2d", 2880, "48 hours"), ("3d", 4320, "3 days"), ("2w", 20160, "14 days"),
    ("6w", 60480, "6 weeks"),
])  # fmt: skip
def test_a_length_of_time_is_read_and_named(text: str, minutes: int, name: str) -> None:
    """From minutes to weeks."""
    assert length(text) == minutes
    assert length_name(minutes) == name


@pytest.mark.parametrize("value", ["", "soon", "3 hours", 60, True, "1d2h"])
def test_what_is_no_length_of_time_is_refused(value: object) -> None:
    """With words that are."""
    with pytest.raises(ValueError, match="write it like 90m, 3h, 2d or 4w"):
        length(value)
