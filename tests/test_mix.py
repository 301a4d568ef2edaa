from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from helpers import berlin
from hypothesis import given
from hypothesis import strategies as st
from said import MONDAY, going, rich_calendars

from planner.contacts import Contact, Days, Wait
from planner.content_mix import (
    EmployeeWeek,
    Follows,
    Mix,
    Served,
    Tally,
    content_mix,
    falls,
)
from planner.mix import MixChange, MixCount, by_week, compare, mix_of, posts_by_kind, together
from planner.model import Calendar, Channel, Person, Post, Slot, Window

WEEK = Window(date(2026, 11, 23), date(2026, 11, 30))
NEXT = Window(date(2026, 11, 30), date(2026, 12, 7))
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def post(kind: str, day: int | None = 23, status: str = "draft") -> Post:
    """A post of November 2026."""
    return Post("a", "a", date(2026, 11, day) if day else None, "x", kind, status=status)


def test_posts_are_counted_by_week_channel_and_kind() -> None:
    """The first and the last day of a week are in it; the undated come last."""
    posts = (post("promo"), post("promo", 29), post("value", 30), post("thanks", None))
    assert mix_of(Calendar(posts=posts)) == (
        MixCount(WEEK, "x", "promo", 2),
        MixCount(NEXT, "x", "value", 1),
        MixCount(None, "x", "thanks", 1),
    )


def test_absent_posts_do_not_count() -> None:
    """Neither held nor cancelled ones."""
    posts = (post("promo", status="held"), post("promo", status="cancelled"))
    assert mix_of(Calendar(posts=posts)) == ()


def test_kinds_keep_their_order() -> None:
    """Words that are no kind come last."""
    counts = [MixCount(None, None, kind, 1) for kind in ("zzz", "unknown", "thanks", "promo")]
    assert list(posts_by_kind(counts)) == ["promo", "thanks", "unknown", "zzz"]


def test_a_comparison_has_every_kind_of_either_side() -> None:
    """Shares are whole percents, a half rounded up."""
    before = [MixCount(None, "x", "promo", 7), MixCount(None, "x", "news", 1)]
    after = [MixCount(None, "x", "value", 1)]
    assert compare(before, after) == (
        MixChange("promo", 7, 0, 88, 0),
        MixChange("news", 1, 0, 13, 0),
        MixChange("value", 0, 1, 0, 100),
    )


def day(number: int) -> date:
    """A day of November 2026; 31 is the first of December."""
    return date(2026, 10, 31) + timedelta(days=number)


def mix(
    *posts: Post,
    slots: tuple[Slot, ...] = (),
    channels: tuple[Channel, ...] = (),
    people: tuple[Person, ...] = (),
    days: Days | None = None,
) -> Mix:
    """The content mix of a small calendar of the mill and its partner."""
    calendar = Calendar(
        "Mill", "Europe/Berlin", 0, channels, people, partners=("@Farm",), posts=posts, slots=slots
    )
    return content_mix(calendar, days or Days(), NOW)


def about(id_: str, number: int, **fields: Any) -> Post:
    """A post of a day of November 2026 that says something."""
    return Post(id_, id_, day(number), "x", "value")._replace(**fields)


def test_posts_on_channels_of_ones_own_are_outside_the_mix() -> None:
    """By their profile."""
    channels = (Channel("x", profile={"personal": True}), Channel("mastodon", profile={}))
    posts = (post("promo"), post("value")._replace(channel="mastodon"))
    assert mix_of(Calendar(channels=channels, posts=posts)) == (
        MixCount(WEEK, "mastodon", "value", 1),
    )


@given(calendar=rich_calendars())
def test_every_post_is_counted_once(calendar: Calendar) -> None:
    """In the weeks, and in all of them together."""
    posts = Counter(
        (it.channel, it.kind) for it in calendar.posts if it.status not in {"held", "cancelled"}
    )
    counts = mix_of(calendar)
    weeks = by_week(counts)
    found: Counter[tuple[str | None, str]] = Counter()
    for week in weeks:
        assert week.total.posts == sum(part.posts for part in week.channels)
        for part in week.channels:
            found.update({(part.channel, kind): number for kind, number in part.kinds.items()})
    assert found == posts
    whole = together(counts)
    assert {
        (part.channel, kind): number
        for part in whole.channels
        for kind, number in part.kinds.items()
    } == posts
    assert whole.total.posts == posts.total()


@given(calendar=rich_calendars(), step=st.sampled_from([0, 1, 7, 14, 21]))
def test_two_stretches_of_days_make_a_whole(calendar: Calendar, step: int) -> None:
    """The first day of the second is not in the first; the undated are in neither."""
    cut = MONDAY + timedelta(days=step)
    before = content_mix(calendar, Days(None, cut), NOW)
    after = content_mix(calendar, Days(cut, None), NOW)
    dated = [it for it in going(calendar) if isinstance(it, Post)]
    assert sum(it.posts for it in (*before.counts, *after.counts)) == len(dated)
    assert before.minutes.broadcasts + after.minutes.broadcasts == 15 * sum(
        it.kind in {"promo", "value"} for it in dated
    )


@given(calendar=rich_calendars(), chance=st.randoms(use_true_random=False))
def test_the_order_of_a_file_makes_no_difference(calendar: Calendar, chance: Random) -> None:
    """Neither to counts nor to people."""
    entries = list(calendar.entries)
    chance.shuffle(entries)
    days = Days(MONDAY, MONDAY + timedelta(days=8))
    assert content_mix(calendar.with_entries(entries), days, NOW) == content_mix(
        calendar, days, NOW
    )


@given(calendar=rich_calendars())
def test_everybody_stands_on_one_rung(calendar: Calendar) -> None:
    """Counted by hand: the entries that name them, each once."""
    contacts = content_mix(calendar, Days(), NOW).contacts
    times = Counter(
        name
        for it in going(calendar)
        for name in (
            {word.lstrip("@").lower() for word in it.mentions}
            if isinstance(it, Post)
            else {word.lstrip("@").lower() for word in it.contacts}
        )
    )
    assert {it.handle: it.times for it in contacts.people} == times
    assert sum(number for _rung, number in contacts.ladder) == len(times)


def test_an_entry_for_several_channels_is_one_contact() -> None:
    """A slot that repeats is one each time."""
    posts = (
        Post("a:x", "a", day(23), "x", mentions=("@Ana",)),
        Post("a:mastodon", "a", day(23), "mastodon", text="Thanks, @ana!"),
    )
    slots = tuple(Slot(f"s{it}", "s", day(it), contacts=("ana",)) for it in (24, 25))
    contacts = mix(*posts, slots=slots).contacts
    assert contacts.people == (Contact("ana", 3, day(25)),)
    assert contacts.entries == 3
    assert contacts.ladder == (("1", 0), ("2-3", 1), ("4+", 0))


def test_the_team_is_nobody_to_contact() -> None:
    """Its accounts and people; partners are, also those that nobody has spoken to yet."""
    channels = (Channel("x", "@mill"),)
    people = (Person("rosa", handle="@rosa_k"),)
    mine = about("a", 23, mentions=("@mill", "@rosa", "@Rosa_K", "@ana"))
    contacts = mix(mine, channels=channels, people=people).contacts
    assert [it.handle for it in contacts.people] == ["ana"]
    assert contacts.never == ("farm",)
    assert mix(mine._replace(mentions=("@farm",))).contacts.never == ()
    assert mix(mine._replace(mentions=())).contacts.never == ()


def test_who_waits_longest_is_seen_from_the_clock() -> None:
    """Where the days hold it, else from their last day; what is planned later does not count."""
    posts = (
        about("a", 2, mentions=("@ana",)),
        about("b", 10, mentions=("@bo",)),
        about("c", 29, mentions=("@ana",)),
    )
    assert mix(*posts).contacts.longest == Wait("ana", day(2), day(27))
    assert mix(*posts, days=Days(day(9), day(16))).contacts.longest == Wait("ana", day(2), day(15))
    assert mix(*posts, days=Days(day(28))).contacts.longest == Wait("bo", day(10), day(29))
    longest = mix(*posts).contacts.longest
    assert longest is not None
    assert longest.days == 25


def test_people_are_those_of_the_days_with_all_their_contacts_so_far() -> None:
    """The ladder grows with the calendar."""
    posts = [about(f"a{it}", it, mentions=("@ana",)) for it in (2, 9, 16, 23)]
    other = about("b", 2, mentions=("@bo",))
    contacts = mix(*posts, other, days=Days(day(16), day(23))).contacts
    assert contacts.people == (Contact("ana", 3, day(16)),)
    assert contacts.entries == 1


def test_voices_are_told_by_their_names() -> None:
    """Whatever their case; those without a name come last."""
    posts = [about(str(it), 23, by=by) for it, by in enumerate(["rosa", "Rosa", "rosa ", None, ""])]
    assert mix(*posts).voices == (Tally("rosa", 3, 5), Tally("", 2, 5))
    assert mix(about("a", 23)).voices == ()


def test_employees_are_people_who_do_not_own_the_house() -> None:
    """By their role; each week with posts has its share."""
    people = (Person("rosa", "Founder & roaster"), Person("imran", "barista", handle="@imran_b"))
    posts = (
        about("a", 23, by="imran"), about("b", 24, by="@imran_b"), about("c", 25, by="rosa"),
        about("d", 30, by="Imran"), about("e", 31), about("f", 31, by="somebody"),
    )  # fmt: skip
    found = mix(*posts, people=people).employees
    assert found == (EmployeeWeek(WEEK, 2, 3), EmployeeWeek(NEXT, 1, 3))
    assert falls(found)
    assert mix(*posts[2:3], people=people).employees == ()


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        ([], False),
        ([(0, 3)], False),
        ([(2, 4), (1, 2)], False),
        ([(2, 4), (1, 3)], True),
        ([(1, 3), (2, 4)], False),
        ([(1, 1), (0, 9), (1, 1)], False),
        ([(1, 1), (1, 1), (1, 1), (0, 1)], True),
    ],
)
def test_a_share_falls_when_the_later_half_has_less(
    weeks: list[tuple[int, int]], expected: bool
) -> None:
    """The week in the middle belongs to neither half."""
    assert falls(tuple(EmployeeWeek(WEEK, posts, of) for posts, of in weeks)) is expected


@pytest.mark.parametrize(
    ("goal", "trade", "reach"),
    [
        ("clicks", 1, 0),
        ("More LEADS, please", 1, 0),
        ("go viral", 0, 1),
        ("followers and sales", 1, 1),
        ("community", 0, 0),
        ("misleading clickers", 0, 0),
    ],
)
def test_goals_for_trade_and_reach_are_told_by_their_words(
    goal: str, trade: int, reach: int
) -> None:
    """Whole words, whatever their case; a post without a goal is for neither."""
    goals = mix(about("a", 23, goal=goal), about("b", 23)).goals
    assert goals.named == (Tally(goal, 1, 1),)
    assert (goals.trade, goals.reach, goals.posts) == (trade, reach, 2)


def test_audiences_are_served_by_posts_and_slots() -> None:
    """The most served first."""
    slots = (Slot("s", "s", day(23), audience="fan"), Slot("t", "t", day(24), audience="critic"))
    found = mix(about("a", 23, audience="fan"), slots=slots).audiences
    assert found == (Served("fan", 1, 1), Served("critic", 0, 1))


def test_followers_are_whole_numbers() -> None:
    """Anything else in a profile is not reported."""
    profiles: list[dict[str, object]] = [
        {"followers": 12, "following": 3}, {"followers": 0}, {"followers": "many"},
        {"following": True}, {"followers": -1}, {},
    ]  # fmt: skip
    channels = tuple(Channel(str(number), profile=it) for number, it in enumerate(profiles))
    assert mix(channels=channels).follows == (Follows("0", 12, 3), Follows("1", 0, None))


def test_minutes_of_people_stand_against_those_of_broadcasts() -> None:
    """A slot that is open is for nobody yet; a thank-you is no broadcast."""
    slots = (
        Slot("a", "a", berlin(23), 20, kind="inbox"), Slot("b", "b", berlin(23), 60, kind="open"),
        Slot("c", "c", berlin(23), 40, kind="listen", status="cancelled"),
    )  # fmt: skip
    posts = (about("a", 23), about("b", 23, kind="promo"), about("c", 23, kind="thanks"))
    assert mix(*posts, slots=slots).minutes == (20, 30)


@pytest.mark.parametrize(
    ("text", "questions", "contractions"),
    [
        ("How are you?", 1, 0),
        ("See https://example.org/?q=1", 0, 0),
        ("We don\u2019t know", 0, 1),
        ("It's new", 0, 1),
        ("Rosa's roast", 0, 0),
        ("", 0, 0),
    ],
)
def test_the_tone_is_in_questions_and_contractions(
    text: str, questions: int, contractions: int
) -> None:
    """A link asks nothing, and a genitive is no contraction; posts without words do not count."""
    tone = mix(about("a", 23, text=text)).tone
    assert tone == (questions, contractions, int(bool(text)))


def test_a_calendar_without_entries_has_an_empty_mix() -> None:
    """Nothing fails for want of data."""
    found = mix()
    assert found.counts == ()
    assert found.contacts.people == ()
    assert not any(found.minutes)
