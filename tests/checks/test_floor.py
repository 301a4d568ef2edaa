"""Enough of one sort for so many of another, against a count by hand."""

from datetime import date, timedelta

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st
from said import (
    a_rule,
    assert_the_plan_holds,
    assert_the_readings_agree,
    is_whole_by_hand,
    open_calendars,
    rich_calendars,
    trailing_by_hand,
)

from planner.checks import Hit, floor
from planner.insertion import read_insertion
from planner.model import Calendar, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import of_kinds, read_which

PROMO, VALUE = of_kinds({"promo"}), of_kinds({"value"})
ANSWERS = of_kinds({"inbox", "thanks"})
EACH_PROMO = floor.Options(of=ANSWERS, per=PROMO)
OPTIONS = st.builds(
    floor.Options,
    of=st.sampled_from([VALUE, ANSWERS, of_kinds({"promo", "thanks"})]),
    per=st.sampled_from([PROMO, of_kinds({"promo", "inbox"}), read_which({"entry": "post"})]),
    at_least=st.integers(1, 3),
    for_every=st.integers(1, 3),
    over=st.sampled_from([1, 2, 3]),
    each=st.sampled_from(["channel", "channel", "calendar", "by", "handle"]),
    measure=st.sampled_from(["entries", "minutes"]),
    post_minutes=st.sampled_from([10, 15]),
    never_needed=st.integers(0, 2),
    insert=st.none(),
)


def hits(calendar: Calendar, options: floor.Options = EACH_PROMO) -> list[Hit]:
    """What the check finds."""
    return list(floor.lint(options, Timeline(calendar)))


def groups_by_hand(entry: Entry, each: str) -> set[str | None]:
    """What an entry opens: its channel, the people it names, who speaks, or the calendar."""
    if each == "calendar":
        return {None}
    if each == "channel":
        return {entry.channel} if isinstance(entry, Post) else set()
    if each == "by":
        return {entry.by.lower()} if entry.by else set()
    people = entry.mentions if isinstance(entry, Post) else entry.contacts
    return {name.lstrip("@").lower() for name in people}


def counts_by_hand(entry: Entry, each: str, group: str | None) -> bool:
    """Whether it counts for a group; a slot without channels counts for every channel."""
    if each == "channel" and isinstance(entry, Slot):
        return not entry.channels or group in entry.channels
    return group in groups_by_hand(entry, each)


def short_by_hand(
    calendar: Calendar, options: floor.Options
) -> dict[tuple[date, str | None], tuple[int, int]]:
    """First day and group of each stretch with too little: what it has and what it needs."""
    of, per = options.of.test(calendar), options.per.test(calendar)

    def size(entry: Entry) -> int:
        if options.measure == "entries":
            return 1
        return entry.minutes if isinstance(entry, Slot) else options.post_minutes

    found = {}
    for first, inside, newest in trailing_by_hand(calendar, options.over):
        if options.over > 1 and not is_whole_by_hand(calendar, first):
            continue
        for group in {one for it in newest if per(it) for one in groups_by_hand(it, options.each)}:
            mine = [it for it in inside if counts_by_hand(it, options.each, group)]
            asking = [it for it in mine if per(it)]
            has = sum(size(it) for it in mine if of(it))
            wanted = 0
            while (wanted + 1) * options.for_every <= options.at_least * sum(map(size, asking)):
                wanted += 1
            if len(asking) > options.never_needed and has < wanted:
                found[first, group] = (has, wanted)
    return found


@given(rich_calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_numbers_agree_with_a_count_by_hand(calendar: Calendar, options: floor.Options) -> None:
    """The same stretches and groups, with the same numbers, at an entry of the last week."""
    expected = short_by_hand(calendar, options)
    found = hits(calendar, options)
    assert len(found) == len(expected)
    newest = {first: new for first, _inside, new in trailing_by_hand(calendar, options.over)}
    for hit in found:
        name = str(hit.words["channel"]).lstrip("@")
        group = None if name in {"All channels together", "posts without a channel"} else name
        assert (hit.observed, hit.allowed) == expected[hit.window.first, group]
        assert hit.entry in newest[hit.window.first]
        assert options.per.test(calendar)(hit.entry)
        assert hit.words["missing"] == hit.allowed - hit.observed


@given(rich_calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_both_readings_agree(calendar: Calendar, options: floor.Options) -> None:
    """A week that breaks the rule has no plan without a change, and any other has one."""
    assert_the_readings_agree(calendar, a_rule("floor", options))


@given(open_calendars(), OPTIONS, st.sampled_from([None, "thanks", "value", "{slot: thanks}"]))
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_holds_or_says_why_not(
    calendar: Calendar, options: floor.Options, word: str | None
) -> None:
    """And planning twice changes nothing."""
    insert = word and read_insertion({"slot": "thanks"} if word.startswith("{") else word)
    assert_the_plan_holds(calendar, a_rule("floor", options._replace(insert=insert or None)))


def post(day: int | date, kind: str = "promo", channel: str | None = "x") -> Post:
    """A post; a number is a day of November 2026."""
    return Post(f"{kind}{day}-{channel}", "", berlin(day), channel, kind)


def slot(day: int | date, clock: str = "16:00", *channels: str, minutes: int = 30) -> Slot:
    """An inbox slot."""
    return Slot(f"s{day}-{clock}", "", berlin(day, clock), minutes, channels, "inbox")


def test_the_first_and_the_last_minute_of_a_week_are_in_it() -> None:
    """Monday 00:00 and Sunday 23:59, and not a minute before."""
    pair = EACH_PROMO._replace(at_least=2)
    assert not hits(calendar_of(post(25), slot(23, "00:00"), slot(29, "23:59")), pair)
    (hit,) = hits(calendar_of(post(25), slot(22, "23:59"), slot(29, "23:59")), pair)
    assert (hit.observed, hit.allowed) == (1, 2)


def test_only_whole_shares_are_asked_for() -> None:
    """One for every three: two ask for none, three for one, five still for one."""
    options = EACH_PROMO._replace(for_every=3)
    assert not hits(calendar_of(post(23), post(24)), options)
    (hit,) = hits(calendar_of(post(23), post(24), post(25)), options)
    assert hit.entry.id == "promo25-x"
    assert not hits(calendar_of(*(post(day) for day in range(23, 28)), slot(28)), options)


def test_a_small_sample_needs_nothing() -> None:
    """Up to and with the number that is never asked."""
    options = EACH_PROMO._replace(never_needed=2)
    assert not hits(calendar_of(post(23), post(24)), options)
    (hit,) = hits(calendar_of(post(23), post(24), post(25)), options)
    assert (hit.entry.id, hit.allowed) == ("promo25-x", 3)


def test_minutes_count_by_their_length() -> None:
    """Two posts of 15 minutes ask for a slot of 30."""
    options = EACH_PROMO._replace(measure="minutes")
    assert not hits(calendar_of(post(23), post(24), slot(25)), options)
    (hit,) = hits(calendar_of(post(23), post(24), slot(25, minutes=29)), options)
    assert (hit.observed, hit.allowed) == (29, 30)


def test_stretches_that_begin_before_the_calendar_are_not_judged() -> None:
    """Two weeks are judged from the second week on."""
    options = EACH_PROMO._replace(over=2)
    assert not hits(calendar_of(post(23)), options)
    assert floor.too_short(options, Timeline(calendar_of(post(23)))) == "2 weeks"
    (hit,) = hits(calendar_of(post(23), post(30 - 1), post(date(2026, 11, 30))), options)
    assert hit.window[:2] == (date(2026, 11, 23), date(2026, 12, 7))
    assert floor.too_short(EACH_PROMO, Timeline(calendar_of(post(23)))) is None


def test_a_last_week_that_asks_for_nothing_is_not_judged() -> None:
    """The same lack is not told again when nothing asks for more."""
    options = EACH_PROMO._replace(over=2)
    assert not hits(calendar_of(post(23), post(date(2026, 11, 30), "value")), options)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_counts_nowhere(status: str) -> None:
    """Neither asking nor there."""
    assert not hits(calendar_of(post(23)._replace(status=status)))
    assert hits(calendar_of(post(23), slot(24)._replace(status=status)))
    assert hits(calendar_of(post(23)._replace(status="published")))


def test_a_post_without_a_time_counts_and_one_without_a_day_does_not() -> None:
    """On both sides."""
    assert hits(calendar_of(post(23)._replace(at=date(2026, 11, 29))))
    assert not hits(calendar_of(post(23)._replace(at=None)))


def test_a_slot_for_all_serves_each_channel() -> None:
    """A slot of one channel does not serve another."""
    both = (post(23), post(23, channel="mastodon"))
    assert not hits(calendar_of(*both, slot(24)))
    (hit,) = hits(calendar_of(*both, slot(24, "16:00", "x")))
    assert hit.window.channel == "mastodon"


def test_a_plan_adds_what_is_missing() -> None:
    """As many slots as three promos ask for, and no more."""
    options = EACH_PROMO._replace(insert=read_insertion("thanks"))
    calendar = calendar_of(*(post(23 + step) for step in range(3)))
    plan = assert_the_plan_holds(calendar, a_rule("floor", options))
    assert [move.what for move in plan.moves] == ["insert"] * 3


def test_a_plan_without_insertions_goes_to_a_week_with_room() -> None:
    """A promo leaves a week that has no answer for one that has two."""
    week = timedelta(weeks=1)
    rest = date(2026, 11, 24) + week
    calendar = calendar_of(post(23), post(24), slot(25), slot(rest, "10:00"))
    plan = assert_the_plan_holds(calendar, a_rule("floor", EACH_PROMO))
    assert [move.what for move in plan.moves] == ["defer"]


@pytest.mark.parametrize("each", ["channel", "calendar"])
def test_a_plan_adds_posts_where_others_ask_for_them(each: str) -> None:
    """On the channel of the promo."""
    options = floor.Options(VALUE, PROMO, each=each, insert=read_insertion("value"))
    calendar = calendar_of(post(23, channel="mastodon"), slot(24))
    plan = assert_the_plan_holds(calendar, a_rule("floor", options))
    assert [it.channel for it in plan.calendar.posts if it.kind == "value"] == ["mastodon"]


def test_a_post_for_a_slot_has_no_channel() -> None:
    """Where nothing but slots asks for posts, nobody knows the channel."""
    options = floor.Options(VALUE, ANSWERS, each="calendar", insert=read_insertion("value"))
    line = Timeline(calendar_of(slot(23)))
    (offer,) = floor.offers(options, line, next(line.weeks())[0])
    assert (offer.channel, offer.most) == (None, 1)
