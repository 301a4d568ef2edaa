"""No word is said too often, against a count by hand."""

from collections import Counter
from datetime import date

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st
from said import (
    a_rule,
    assert_the_plan_holds,
    assert_the_readings_agree,
    open_calendars,
    rich_calendars,
    trailing_by_hand,
)

from planner.checks import Hit, dominance
from planner.insertion import read_insertion
from planner.model import Calendar, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import read_which

POSTS = read_which({"entry": "post"})
ANY = read_which({"entry": ["post", "slot"]})
VOICES = dominance.Options(of=POSTS, field="by", most=3, out_of=5)
OPTIONS = st.builds(
    dominance.Options,
    of=st.sampled_from([POSTS, ANY]),
    field=st.sampled_from(["topic", "topic", "tags"]),
    most=st.integers(1, 3),
    out_of=st.integers(2, 5),
    from_count=st.integers(1, 4),
    over=st.sampled_from([1, 2, 3]),
    each=st.sampled_from(["calendar", "channel"]),
    insert=st.none(),
)


def hits(calendar: Calendar, options: dominance.Options = VOICES) -> list[Hit]:
    """What the check finds."""
    return list(dominance.lint(options, Timeline(calendar)))


def words_by_hand(entry: Entry, field: str) -> set[str]:
    """What it says in a field."""
    if field == "tags":
        return {tag.strip("#").lower() for tag in entry.tags}
    topic = entry.topic if isinstance(entry, Post) else None
    return {topic} if topic else set()


def in_channel(entry: Entry, channel: str | None) -> bool:
    """A post of the channel, or a slot that serves it; all are in all."""
    if channel == "all":
        return True
    if isinstance(entry, Post):
        return entry.channel == channel
    return not entry.channels or channel in entry.channels


def loud_by_hand(
    calendar: Calendar, options: dominance.Options
) -> dict[tuple[date, str | None], dict[str, int]]:
    """First day and channel of each stretch with words that are said too often, how often each."""
    fits = options.of.test(calendar)
    found = {}
    for first, inside, newest in trailing_by_hand(calendar, options.over):
        apart = options.each == "channel"
        new = [it for it in newest if fits(it) and (isinstance(it, Post) or not apart)]
        channels = {it.channel for it in new if isinstance(it, Post)} if apart else {"all"}
        for channel in channels:
            mine = [it for it in inside if fits(it) and in_channel(it, channel)]
            if len(mine) < options.from_count:
                continue
            own = [it for it in new if it in mine]
            fresh = {word for it in own for word in words_by_hand(it, options.field)}
            said = Counter(word for it in mine for word in words_by_hand(it, options.field))
            loud = {
                word: number
                for word, number in said.items()
                if word in fresh and number / len(mine) > options.most / options.out_of
            }
            if loud:
                found[first, channel] = loud
    return found


@given(rich_calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_numbers_agree_with_a_count_by_hand(
    calendar: Calendar, options: dominance.Options
) -> None:
    """The same stretches, each with the loudest word."""
    expected = loud_by_hand(calendar, options)
    found = hits(calendar, options)
    assert len(found) == len(expected)
    for hit in found:
        channel = hit.window.channel if options.each == "channel" else "all"
        loud = expected[hit.window.first, channel]
        assert loud[str(hit.words["value"])] == hit.observed == max(loud.values())
        assert all(
            hit.words["value"] in words_by_hand(it, options.field)
            for it in (hit.entry, *hit.related)
            if isinstance(it, Post | Slot)
        )
        total, lack = hit.words["total"], hit.words["missing"]
        assert isinstance(total, int)
        assert isinstance(lack, int)
        assert hit.observed * options.out_of <= options.most * (total + lack)
        assert hit.observed * options.out_of > options.most * (total + lack - 1)


@given(rich_calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_both_readings_agree(calendar: Calendar, options: dominance.Options) -> None:
    """A week that breaks the rule has no plan without a change, and any other has one."""
    assert_the_readings_agree(calendar, a_rule("dominance", options))


@given(open_calendars(), OPTIONS, st.sampled_from([None, {"post": "value"}, {"slot": "thanks"}]))
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_holds_or_says_why_not(
    calendar: Calendar, options: dominance.Options, insert: dict[str, str] | None
) -> None:
    """And planning twice changes nothing."""
    if insert:
        options = options._replace(insert=read_insertion(insert))
    assert_the_plan_holds(calendar, a_rule("dominance", options))


def posts(*voices: str | None, first: int = 20) -> list[Post]:
    """A post a day from a day of November on, each with its voice."""
    days = enumerate(voices, start=first)
    return [Post(f"p{day}", "", berlin(day), "x", by=voice) for day, voice in days]


def test_just_the_share_is_allowed() -> None:
    """Three of five, not four of five nor three of four."""
    assert not hits(calendar_of(*posts("rosa", "rosa", "rosa", "imran", None, first=23)))
    (hit,) = hits(calendar_of(*posts("rosa", "rosa", "rosa", "imran", "rosa", first=23)))
    assert (hit.entry.id, hit.observed, hit.allowed) == ("p27", 4, 3)
    (hit,) = hits(calendar_of(*posts("rosa", "imran", "rosa", "rosa", first=23)))
    assert (hit.entry.id, hit.words["missing"]) == ("p26", 1)


def test_the_week_ends_on_sunday_night() -> None:
    """A voice of the next Monday does not count."""
    week = posts("rosa", "rosa", "rosa", "imran", first=23)
    sunday = Post("late", "", berlin(29, "23:59"), "x", by="imran")
    assert not hits(calendar_of(*week, sunday))
    assert hits(calendar_of(*week, sunday._replace(at=berlin(30, "00:00"))))


def test_few_posts_are_not_judged() -> None:
    """From the number on that is asked for."""
    options = VOICES._replace(from_count=3)
    assert not hits(calendar_of(*posts("rosa", "rosa", first=23)), options)
    assert hits(calendar_of(*posts("rosa", "rosa", "rosa", first=23)), options)


def test_only_a_week_that_adds_to_it_is_judged() -> None:
    """A week in which others speak does not tell it again."""
    options = VOICES._replace(over=2)
    calendar = calendar_of(*posts("rosa", "rosa", "rosa"), *posts("imran", first=23))
    assert [hit.window.until for hit in hits(calendar, options)] == [date(2026, 11, 23)]


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_counts_nowhere(status: str) -> None:
    """Held and cancelled."""
    loud = posts("rosa", "rosa", "imran", first=23)
    assert hits(calendar_of(*loud))
    assert not hits(calendar_of(*loud[1:]))
    assert not hits(calendar_of(loud[0]._replace(status=status), *loud[1:]))


def test_a_plan_adds_what_others_could_say() -> None:
    """One post for two of three that are one too many."""
    options = dominance.Options(POSTS, "topic", 1, 2, insert=read_insertion("value"))
    topics = ("beans", "beans", "shop")
    week = [it._replace(by=None, topic=topic) for it, topic in zip(
        posts(None, None, None, first=23), topics, strict=True
    )]  # fmt: skip
    plan = assert_the_plan_holds(calendar_of(*week), a_rule("dominance", options))
    assert [move.what for move in plan.moves] == ["insert"]
