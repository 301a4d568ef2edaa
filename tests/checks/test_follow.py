"""Answers in time, against a look at every pair of entries."""

from datetime import date, datetime, timedelta

import pytest
from checks.plans import is_clean_or_told, rule_of
from helpers import BERLIN, berlin, calendar_of, entries_of, messy_calendars
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, follow
from planner.handles import handles_of
from planner.insertion import read_insertion
from planner.model import Calendar, Entry, Post, Record, Slot
from planner.weeks import Timeline
from planner.which import read_which

ASKS = read_which({"any": [{"kind": ["promo", "question"]}, {"entry": "record"}]})
ANSWERS = read_which(["conversation", "inbox", "thanks"])
OPTIONS = st.builds(
    follow.Options,
    of=st.sampled_from([ASKS, ASKS, ANSWERS, read_which(["promo"])]),
    by=st.just(ANSWERS),
    within=st.sampled_from([0, 1, 60, 90, 121, 1440, 1441, 2880, 10080]),
    before=st.booleans(),
    working_days=st.sampled_from([0, 0, 0, 1, 2, 7]),
    same=st.sampled_from(["channel", "calendar", "handle", "campaign"]),
    insert=st.just(read_insertion("conversation")),
)


def hits(calendar: Calendar, options: follow.Options) -> list[Hit]:
    """What the check finds."""
    return list(follow.lint(options, Timeline(calendar)))


def day_of(entry: Entry | Record) -> date:
    """The day of something in Berlin."""
    at = entry.at
    assert at is not None
    return at.astimezone(BERLIN).date() if isinstance(at, datetime) else at


def is_shared(options: follow.Options, one: Entry | Record, other: Entry) -> bool:
    """Whether two have in common what they need."""
    if options.same == "channel":
        sets: list[set[str | None] | None] = []
        for entry in (one, other):
            if isinstance(entry, Slot):
                sets.append({*entry.channels} or None)
            elif isinstance(entry, Record) and not entry.channel:
                sets.append(None)
            else:
                sets.append({entry.channel})
        return None in sets or bool((sets[0] or set()) & (sets[1] or set()))
    if options.same == "handle":
        return bool(set(handles_of(one)) & set(handles_of(other)))
    if options.same == "campaign":
        campaign = getattr(one, "campaign", None)
        return campaign is not None and campaign == getattr(other, "campaign", None)
    return True


def last_day(options: follow.Options, day: date) -> date:
    """The farthest day on which an answer may be, walking."""
    step = timedelta(days=-1 if options.before else 1)
    left = options.working_days or -(-options.within // 1440)
    while left:
        day += step
        left -= not options.working_days or day.isoweekday() <= 5
    return day


def is_answer(options: follow.Options, one: Entry | Record, other: Entry) -> bool:
    """Whether another entry comes in time."""
    if one is other or not is_shared(options, one, other):
        return False
    first, last = sorted((day_of(one), last_day(options, day_of(one))))
    if not isinstance(one.at, datetime) or not isinstance(other.at, datetime):
        return first <= day_of(other) <= last
    later = int(other.at.timestamp() - one.at.timestamp()) // 60
    later = -later if options.before else later
    # A slot of half an hour that began 29 minutes ago has a minute left.
    is_open_for = other.minutes if isinstance(other, Slot) and not options.before else 1
    if options.working_days:
        return later > -is_open_for and first <= day_of(other) <= last
    return -is_open_for < later <= options.within


def unanswered_by_hand(calendar: Calendar, options: follow.Options) -> set[str]:
    """The ids of all that nobody answers."""
    going = [
        it
        for it in entries_of(calendar)
        if it.at is not None and it.status not in {"held", "cancelled"}
    ]
    kinds = {"conversation", "inbox", "thanks"}
    wanted = kinds if options.of == ANSWERS else {"promo"}
    asking: list[Entry | Record] = [it for it in going if it.kind in wanted]
    asking += calendar.records if options.of == ASKS else ()
    if options.same == "handle":
        asking = [it for it in asking if handles_of(it)]
    if options.same == "campaign":
        asking = [it for it in asking if getattr(it, "campaign", None)]
    answers = [it for it in going if it.kind in kinds]
    return {it.id for it in asking if not any(is_answer(options, it, other) for other in answers)}


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Messy calendars with records, in which people and a campaign are named."""
    calendar = draw(messy_calendars(kinds=("promo", "promo", "conversation", "thanks")))
    names = st.sampled_from([(), ("@ann",), ("@Bo", "@ann")])
    launch = st.sampled_from([None, "launch"])
    posts = tuple(
        post._replace(mentions=draw(names), campaign=draw(launch)) for post in calendar.posts
    )
    slots = tuple(slot._replace(contacts=draw(names)) for slot in calendar.slots)
    records = tuple(
        Record(
            f"r{number}",
            berlin(
                draw(st.sampled_from([23, 27, 29, 30])), draw(st.sampled_from(("09:01", "23:59")))
            ),
            "question",
            draw(st.sampled_from([None, "x"])),
            draw(st.sampled_from([None, "@ann"])),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    return calendar._replace(posts=posts, slots=slots, records=records)


@given(calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_options_agree_with_a_look_at_all_pairs(
    calendar: Calendar, options: follow.Options
) -> None:
    """The same entries and records are unanswered."""
    found = hits(calendar, options)
    told = [it.id for hit in found for it in (hit.entry, *hit.related)]
    by_hand = unanswered_by_hand(calendar, options)
    assert set(told) <= by_hand
    assert sum(hit.observed for hit in found) == len(by_hand)
    assert {it for it in by_hand if it[0] != "r"} == {it for it in told if it[0] != "r"}


@given(calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_answers_or_says_why_not(calendar: Calendar, options: follow.Options) -> None:
    """By this rule alone; and planning again changes nothing."""
    is_clean_or_told(calendar, rule_of("follow", options))


HOUR = follow.Options(read_which(["promo"]), ANSWERS, 60)


def promo(day: int, clock: str = "09:00", channel: str = "x") -> Post:
    """A post that asks for an answer."""
    return Post(f"p{day}", f"p{day}", berlin(day, clock), channel, "promo")


def slot(day: int, clock: str, *channels: str) -> Slot:
    """A slot for some channels, or for all."""
    return Slot(f"s{day}", f"s{day}", berlin(day, clock), channels=channels, kind="inbox")


@pytest.mark.parametrize(("clock", "is_answer"), [
    ("08:30", False), ("08:31", True), ("09:00", True), ("10:00", True), ("10:01", False),
])  # fmt: skip
def test_both_ends_of_the_time_are_in_it(clock: str, is_answer: bool) -> None:
    """A slot that is still open, the same minute, and exactly an hour later."""
    assert bool(hits(calendar_of(promo(23), slot(23, clock)), HOUR)) is not is_answer


@pytest.mark.parametrize(("clock", "is_answer"), [
    ("07:59", False), ("08:00", True), ("09:00", True), ("09:01", False),
])  # fmt: skip
def test_what_comes_before_begins_before(clock: str, is_answer: bool) -> None:
    """Exactly an hour earlier, and the same minute."""
    before = HOUR._replace(before=True)
    assert bool(hits(calendar_of(promo(23), slot(23, clock)), before)) is not is_answer


def test_an_entry_does_not_answer_itself() -> None:
    """Also when it is of both sorts."""
    options = HOUR._replace(of=ANSWERS)
    assert hits(calendar_of(slot(23, "09:00")), options)
    twice = calendar_of(slot(23, "09:00"), slot(23, "09:00")._replace(id="s", entry="s"))
    assert not hits(twice, options)


def test_hours_are_hours_when_the_clock_is_changed() -> None:
    """From 01:30 to 03:30 it is one hour in March and three in October."""
    for day, is_answer in ((date(2026, 3, 29), True), (date(2026, 10, 25), False)):
        post = Post("p", "p", berlin(day, "01:30"), "x", "promo")
        late = Slot("s", "s", berlin(day, "03:30"), kind="inbox")
        assert bool(hits(calendar_of(post, late), HOUR)) is not is_answer


def test_days_are_compared_where_a_time_is_missing() -> None:
    """The same day or the next one, for a time up to a day."""
    untimed = promo(23)._replace(at=date(2026, 11, 23))
    assert not hits(calendar_of(untimed, slot(24, "23:59")), HOUR)
    assert hits(calendar_of(untimed, slot(25, "00:00")), HOUR)
    assert hits(calendar_of(untimed, slot(22, "23:59")), HOUR)


def test_working_days_skip_the_weekend() -> None:
    """What is asked on a Friday may be answered on Monday, not on Tuesday."""
    options = HOUR._replace(working_days=1)
    assert not hits(calendar_of(promo(27), slot(30, "23:00")), options)
    late = Slot("s", "s", berlin(date(2026, 12, 1)), kind="inbox")
    (hit,) = hits(calendar_of(promo(27), late), options)
    assert hit.words["within"] == "1 working day"


def test_one_finding_for_each_week_and_channel() -> None:
    """At the first of them, with the number."""
    calendar = calendar_of(promo(23), promo(24), promo(25, channel="mastodon"), promo(30))
    found = [(hit.entry.id, hit.observed, hit.window.channel) for hit in hits(calendar, HOUR)]
    assert sorted(found) == [
        ("p23", 2, "x"), ("p25", 1, "mastodon"), ("p30", 1, "x"),
    ]  # fmt: skip


def test_a_record_asks_too() -> None:
    """On its channel, or on any when it names none."""
    options = HOUR._replace(of=ASKS)
    record = Record("r", berlin(23), "question")
    calendar = calendar_of(slot(23, "09:30", "mastodon"))._replace(records=(record,))
    assert not hits(calendar, options)
    named = calendar._replace(records=(record._replace(channel="x"),))
    (hit,) = hits(named, options)
    assert (hit.entry.id, hit.words["channel"]) == ("r", "x")


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_neither_asks_nor_answers(status: str) -> None:
    """Published posts do."""
    post = Post("a", "a", berlin(23, "09:30"), "x", "conversation")
    assert not hits(calendar_of(promo(23)._replace(status=status)), HOUR)
    assert not hits(calendar_of(promo(23)._replace(at=None)), HOUR)
    assert hits(calendar_of(promo(23), post._replace(status=status)), HOUR)
    assert not hits(calendar_of(promo(23), post._replace(status="published")), HOUR)


def test_a_plan_adds_one_slot_for_all_channels() -> None:
    """Posts on two channels at the same time are answered together."""
    posts = promo(24)._replace(pin=True), promo(24, channel="mastodon")._replace(id="m", pin=True)
    options = HOUR._replace(insert=read_insertion("conversation"))
    plan = is_clean_or_told(calendar_of(*posts), rule_of("follow", options))
    assert (plan.status, plan.cost.inserted) == ("optimal", 1)


def test_a_plan_answers_in_the_next_week_what_was_asked_at_the_end_of_one() -> None:
    """On Monday, though the question came on Sunday evening."""
    record = Record("r", berlin(29, "20:00"), "question")
    options = HOUR._replace(of=ASKS, within=1440, insert=read_insertion("inbox"), same="calendar")
    calendar = calendar_of(slot(25, "09:00"), slot(30, "08:00"), slot(27, "09:00"))
    late = calendar._replace(slots=tuple(it._replace(kind="open") for it in calendar.slots))
    plan = is_clean_or_told(late._replace(records=(record,)), rule_of("follow", options))
    (added,) = [it for it in plan.calendar.slots if it.kind == "inbox"]
    assert day_of(added) == date(2026, 11, 30)


def test_a_plan_holds_nothing_back_because_nobody_is_there() -> None:
    """It says that the rule cannot be kept."""
    post = promo(28, "12:00")._replace(window=(date(2026, 11, 28), date(2026, 11, 28)))
    options = HOUR._replace(insert=read_insertion("conversation"))
    plan = is_clean_or_told(calendar_of(post), rule_of("follow", options))
    assert (plan.status, plan.cost.held) == ("infeasible", 0)


@pytest.mark.parametrize(("same", "field", "value"), [
    ("channel", "channel", "x"), ("campaign", "campaign", "launch"), ("topic", "topic", "beans"),
    ("handle", "mentions", ("@ann",)),
])  # fmt: skip
def test_a_plan_may_answer_with_a_post(same: str, field: str, value: object) -> None:
    """It shares what it has to, on the channel of what asked."""
    asking = promo(24)._replace(pin=True, campaign="launch", topic="beans", mentions=("@Ann",))
    insert = read_insertion({"post": "conversation"})
    options = HOUR._replace(same=same, insert=insert)
    plan = is_clean_or_told(calendar_of(asking), rule_of("follow", options))
    (added,) = [post for post in plan.calendar.posts if post.id != asking.id]
    assert (plan.status, added.channel, getattr(added, field)) == ("optimal", "x", value)


def test_a_slot_names_whom_it_answers() -> None:
    """Where both have to name somebody."""
    asking = promo(24)._replace(pin=True, mentions=("@Ann",))
    options = HOUR._replace(same="handle", before=True, insert=read_insertion("inbox"))
    plan = is_clean_or_told(calendar_of(asking), rule_of("follow", options))
    assert [slot.contacts for slot in plan.calendar.slots] == [("@ann",)]
