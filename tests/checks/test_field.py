"""What entries say of themselves, against a look at each entry by hand."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from helpers import MONDAYS, berlin, calendar_of, local_day_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import PostHit, field
from planner.model import Calendar, Channel, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import read_which

BY_TOOL = read_which({"any": [{"automated": True}, {"trigger": True}, {"rss": True}]})
TALKS = read_which("conversations")


def hits(calendar: Calendar, options: field.Options) -> list[PostHit]:
    """What the check finds."""
    return list(field.lint(options, Timeline(calendar)))


def is_by_tool(entry: Entry) -> bool:
    """Whether a tool sends it."""
    return isinstance(entry, Post) and bool(entry.automated or entry.trigger or entry.rss)


def is_wrong(entry: Entry) -> bool:
    """A conversation that a tool sends or for which nobody is named."""
    talks = {"conversation", "inbox", "outreach", "thanks", "listen"}
    if entry.status in {"held", "cancelled"} or entry.kind not in talks:
        return False
    return entry.by is None or is_by_tool(entry)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Posts and slots with and without a name, an automation and a date; some are one item."""
    monday = draw(st.sampled_from(MONDAYS))
    entries: list[Entry] = []
    for number in range(draw(st.integers(0, 8))):
        day = monday + timedelta(days=draw(st.sampled_from([-1, 0, 6, 7])))
        by = draw(st.sampled_from([None, "rosa"]))
        status = draw(st.sampled_from(["draft", "draft", "published", "held", "cancelled"]))
        if draw(st.booleans()):
            at = draw(st.sampled_from([None, day, berlin(day, "00:00"), berlin(day, "23:59")]))
            for channel in draw(st.sampled_from([("x",), ("x", "mastodon")])):
                kind = draw(st.sampled_from(["conversation", "promo", "thanks"]))
                post = Post(f"p{number}{channel}", "", at, channel, kind, status=status, by=by)
                post = post._replace(
                    automated=draw(st.booleans()),
                    trigger=draw(st.sampled_from([None, "follow"])),
                    route=("posts", number),
                )
                entries.append(post)
        else:
            kind = draw(st.sampled_from(["inbox", "open"]))
            for step in range(draw(st.integers(1, 2))):
                at_slot = berlin(day + timedelta(days=step), "12:00")
                slot = Slot(f"s{number}{step}", "", at_slot, kind=kind, by=by, status=status)
                entries.append(slot._replace(route=("slots", number)))
    return calendar_of(*entries, week_starts=draw(st.sampled_from([0, 6])))


def week_by_hand(calendar: Calendar, entry: Entry) -> date | None:
    """The first day of an entry's week."""
    day = local_day_of(entry)
    while day is not None and day.weekday() != calendar.week_starts:
        day -= timedelta(days=1)
    return day


def told_by_hand(calendar: Calendar, told: str) -> dict[object, set[object]]:
    """The routes of what is wrong, by what is told together."""
    found: dict[object, set[object]] = defaultdict(set)
    for entry in calendar.entries:
        if is_wrong(entry):
            together = {"entry": entry.route, "week": week_by_hand(calendar, entry)}
            found[together.get(told)].add(entry.route)
    return dict(found)


@given(calendars(), st.sampled_from(["entry", "week", "calendar"]))
@settings(derandomize=True, deadline=None, max_examples=250)
def test_any_calendar_agrees_with_a_look_by_hand(calendar: Calendar, told: str) -> None:
    """Whatever is told together."""
    options = field.Options(TALKS, read_which({"by": True}), BY_TOOL, told)
    found: dict[object, set[object]] = {}
    for hit in hits(calendar, options):
        routes: set[object] = {it.route for it in (hit.entry, *hit.related)}
        assert hit.observed == len(routes)
        week = hit.window.first if hit.window else None
        found[{"entry": hit.entry.route, "week": week}.get(told)] = routes
    assert found == told_by_hand(calendar, told)


def test_a_finding_points_at_the_field_that_is_there() -> None:
    """The first of those that are forbidden; else the entry itself."""
    post = Post("p", "p", None, "x", "conversation", trigger="follow", route=("posts", 4))
    options = field.Options(TALKS, must_not=BY_TOOL)
    (hit,) = hits(calendar_of(post), options)
    assert hit.place == ("posts", 4, "trigger")
    assert (hit.words["field"], hit.words["said"]) == ("trigger", "follow")
    (hit,) = hits(calendar_of(post), field.Options(TALKS, must=read_which({"by": True})))
    assert hit.place == ("posts", 4)
    (hit,) = hits(calendar_of(post), field.Options(TALKS, must_not=read_which("conversation")))
    assert (hit.place, hit.words["field"]) == (("posts", 4), "entry")


def test_a_wrong_word_is_pointed_at() -> None:
    """When only one field is asked for; the key is that of the file."""
    post = Post("p", "p", berlin(23), "x", "share", approvals=3, origin="fan", route=("posts", 0))
    few = field.Options(read_which("share"), read_which({"approvals": [0, 1]}))
    (hit,) = hits(calendar_of(post), few)
    assert hit.place == ("posts", 0, "approvals")
    assert hit.words["said"] == "3"
    origin = field.Options(read_which("share"), must_not=read_which({"from": "fan"}))
    (hit,) = hits(calendar_of(post), origin)
    assert hit.place == ("posts", 0, "from")
    either = read_which({"any": [{"approvals": [0, 1]}, {"by": True}]})
    (hit,) = hits(calendar_of(post), field.Options(read_which("share"), either))
    assert hit.place == ("posts", 0)


def test_no_approval_is_a_number_too() -> None:
    """Zero is something said."""
    post = Post("p", "p", berlin(23), "x", "share", approvals=0)
    options = field.Options(read_which({"approvals": True}), read_which({"approvals": [0, 1]}))
    assert hits(calendar_of(post), options) == []
    assert len(hits(calendar_of(post._replace(approvals=2)), options)) == 1


def test_the_week_is_told_at_its_first_entry_in_time() -> None:
    """Whatever the order of the file; entries without a date are told together."""
    late, early, bare = (
        Post(name, name, at, "x", "promo", route=("posts", number))
        for number, (name, at) in enumerate(
            [("late", berlin(24)), ("early", berlin(23)), ("bare", None)]
        )
    )
    options = field.Options(read_which("promo"), read_which({"by": True}), told="week")
    week, none = hits(calendar_of(late, early, bare), options)
    assert (week.entry.id, [it.id for it in week.related]) == ("early", ["late"])
    assert week.words["when"] == "2026-W48"
    assert (none.entry.id, none.window) == ("bare", None)
    assert none.words["when"] == "entries without a date"
    assert f"{week.words['number']:post|posts} of {week.words['total']}" == "2 posts of 2"


def test_the_private_account_of_somebody_is_left_alone() -> None:
    """Its posts are not the team's."""
    post = Post("p", "p", berlin(23), "x", "promo")
    calendar = calendar_of(post)._replace(channels=(Channel("x", profile={"personal": True}),))
    assert hits(calendar, field.Options(read_which("promo"), read_which({"by": True}))) == []


@pytest.mark.parametrize(("entry", "name"), [
    (Post("p", "p", berlin(24, "12:30"), "x", "promo"), "The promo post of Tue 24 Nov 12:30 on x"),
    (Post("p", "p", date(2026, 11, 24)), "The post of Tue 24 Nov"),
    (Post("p", "p", None, "x", "news"), 'The news post "p" on x'),
    (
        Slot("s", "s", berlin(24), channels=("x", "mastodon"), kind="inbox"),
        "The inbox slot of Tue 24 Nov 09:00 on x and mastodon",
    ),
])  # fmt: skip
def test_messages_call_an_entry_by_its_kind_and_time(entry: Entry, name: str) -> None:
    """By its id when it has no date."""
    options = field.Options(read_which({"entry": ["post", "slot"]}), read_which({"by": True}))
    (hit,) = hits(calendar_of(entry), options)
    assert hit.words["entry"] == name


@pytest.mark.parametrize(("post", "is_own"), [
    (Post("p", "p", None, "x", "promo", link="https://shop.rosas.example/a"), True),
    (Post("p", "p", None, "x", "promo", text="Look (https://www.Rosas.example) here"), True),
    (Post("p", "p", None, "x", "promo", link="//a.example", text="http://rosas.example/"), True),
    (Post("p", "p", None, "x", "promo", text="https://notrosas.example/rosas.example"), False),
    (Post("p", "p", None, "x", "promo", text="rosas.example and :// http"), False),
])  # fmt: skip
def test_a_link_in_the_text_is_one_too(post: Post, is_own: bool) -> None:
    """Beside the one in its own field."""
    options = field.Options(read_which("promo"), must_not=read_which({"link": "own"}))
    calendar = calendar_of(post)._replace(domains=("rosas.example",))
    assert bool(hits(calendar, options)) == is_own


def test_a_message_can_say_all_the_words_it_knows() -> None:
    """And no others."""
    (hit,) = hits(calendar_of(Post("p", "p", None)), field.Options(read_which("unknown"), TALKS))
    assert set(hit.words) == set(field.WORDS)
