"""Calendars in YAML: what every field may be, where it stands, and what is said about the rest."""

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model import Blackout, Channel, Media, Person, Post, Record, Route, Slot, Span
from planner.readers import ReadOptions
from planner.readers.yaml import read
from planner.source import Reading
from planner.weeks import zone_of

BERLIN = zone_of("Europe/Berlin")
MONDAY = date(2026, 11, 23)


def reading(text: str, **options: Any) -> Reading:
    """Read a text; options are those of `ReadOptions`."""
    return read("calendar.yaml", text.encode(), ReadOptions()._replace(**options))


def post(fields: str, head: str = "timezone: UTC\n") -> Post:
    """The only post of a calendar that has nothing to say about it."""
    found = reading(f"{head}posts:\n  - {{{fields}}}\n")
    assert found.findings == ()
    (only,) = found.calendar.posts
    return only


def slots(fields: str, **options: Any) -> tuple[Slot, ...]:
    """The slots of one item, in Berlin."""
    found = reading(f"timezone: Europe/Berlin\nslots:\n  - {{{fields}}}\n", **options)
    assert found.findings == ()
    return found.calendar.slots


def findings(text: str, **options: Any) -> list[tuple[str, str, str]]:
    """Rule, the text of the place and the message of every finding."""
    found = reading(text, **options)
    spans = [found.source.span(finding.place) for finding in found.findings]
    places = [text.encode()[span.start : span.end].decode() for span in spans]
    return [
        (finding.rule, place, finding.message)
        for finding, place in zip(found.findings, places, strict=True)
    ]


def only_finding(text: str, **options: Any) -> tuple[str, str, str]:
    """The only one."""
    (found,) = findings(text, **options)
    return found


FULL = """\
name: Rosa's Röstzeit 🎉
timezone: Europe/Berlin
week_starts: sunday
channels:
  mastodon: {handle: "@rosa@coffee.social", limit: 500, hours: "08:00-20:00", profile: {a: 1}}
  twitter:
    since: 2026-02-01
    dormant: true
    quiet: 22:00-07:00
    preferred: [tue-thu 09:00, 12:30]
people:
  rosa: {role: founder, on_call: "mon-fri 08:00-18:00", backup: imran, handle: "@rosa"}
  imran:
domains: [https://www.Rosas-Roastery.example/shop, beans.example]
partners: ["@farm@coop.social"]
posts:
  - id: origin
    at: 2026-11-23 09:00
    channel: mastodon
    kind: curated
    by: rosa
    topic: beans
    about: others
    campaign: huila
    goal: trust
    from: customer question
    audience: beginners
    series: origins
    why: because
    event: 2026-11-25
    promises: part two
    due: 2026-12-01
    delivers: part one
    source: "@farm@coop.social"
    text: "How beans dry, by @farm@coop.social 👩‍🌾"
    title: Beans
    note: ask first
    link: https://example.org/huila
    mentions: ["@farm"]
    tags: coffee, beans
    status: ready
    approvals: 0
    pin: true
    automated: false
    trigger: new harvest
    rss: https://example.org/feed
    paid: true
    opinion: false
    window: {from: 2026-11-23, to: 2026-11-27}
    lint: {ignore: [some-rule], reason: agreed}
    media: [{file: a.jpg, alt: Drying, shows: person}, b.jpg, "https://example.org/c.png"]
slots:
  - id: talk
    at: 2026-11-24 12:45
    for: 1h30m
    channel: mastodon
    kind: engagement
    by: imran
    backup: rosa
    audience: fan
    with: ["@ana", "@bo"]
    surfaces: [comments, mentions]
    automated: true
    tags: launch
    note: bring cake
    status: approved
    lint: {ignore: some-rule}
records:
  - id: thanks
    at: 2026-11-23 14:00
    kind: praise
    who: "@ana@coffee.social"
    channel: mastodon
    note: loved it
    lint: {ignore: some-rule, reason: told in person}
guidelines: {reviewed: 2026-10-01}
crisis: {owner: rosa}
quiet: sat-sun 00:00-24:00
blackouts: [{from: 2026-12-24, to: 2026-12-27, why: closed}, 2026-12-31]
"""


def test_every_field_is_read() -> None:
    """The whole format at once, without a word about it."""
    found = reading(FULL)
    assert found.findings == ()
    assert found.notes == ()
    calendar = found.calendar
    assert calendar.name == "Rosa's Röstzeit 🎉"
    assert (calendar.timezone, calendar.week_starts) == ("Europe/Berlin", 6)
    assert calendar.channels == (
        Channel("mastodon", "@rosa@coffee.social", 500, "08:00-20:00", {"a": 1}),
        Channel(
            "x",
            since=date(2026, 2, 1),
            dormant=True,
            quiet="22:00-07:00",
            preferred=("tue-thu 09:00", "12:30"),
        ),
    )  # fmt: skip
    assert calendar.people == (
        Person("rosa", "founder", "mon-fri 08:00-18:00", "imran", "@rosa"), Person("imran"),
    )  # fmt: skip
    assert calendar.domains == ("rosas-roastery.example", "beans.example")
    assert calendar.partners == ("@farm@coop.social",)
    assert calendar.guidelines == {"reviewed": "2026-10-01"}
    assert calendar.crisis == {"owner": "rosa"}
    assert calendar.quiet == "sat-sun 00:00-24:00"
    assert calendar.blackouts == (
        Blackout(date(2026, 12, 24), date(2026, 12, 28), "closed"),
        Blackout(date(2026, 12, 31), date(2027, 1, 1)),
    )
    assert calendar.posts == (
        Post(
            "origin", "origin", datetime(2026, 11, 23, 9, tzinfo=BERLIN), "mastodon", "share",
            "How beans dry, by @farm@coop.social 👩‍🌾", "approved", "https://example.org/huila",
            "rosa", "beans", "others", "huila", "trust", "origins", "because", "@farm@coop.social",
            "ask first", "Beans", ("@farm",), ("coffee", "beans"),
            (
                Media("a.jpg", None, "Drying", "person"), Media("b.jpg"),
                Media(url="https://example.org/c.png"),
            ),
            True, (MONDAY, date(2026, 11, 27)), False, "new harvest", "https://example.org/feed",
            "beginners", "customer question", True, False, 0, date(2026, 11, 25), "part two",
            date(2026, 12, 1), "part one", ("some-rule",), "agreed", (), ("posts", 0),
        ),
    )  # fmt: skip
    assert calendar.slots == (
        Slot(
            "talk", "talk", datetime(2026, 11, 24, 12, 45, tzinfo=BERLIN), 90, ("mastodon",),
            "conversation", "imran", "rosa", "fan", ("@ana", "@bo"), ("comments", "mentions"),
            ("launch",), "bring cake", True, None, None, "approved", ("some-rule",), None, (),
            ("slots", 0),
        ),
    )  # fmt: skip
    assert calendar.records == (
        Record(
            "thanks", datetime(2026, 11, 23, 14, tzinfo=BERLIN), "recognition", "mastodon",
            "@ana@coffee.social", "loved it", ("some-rule",), "told in person", (), ("records", 0),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("route", "written"),
    [
        (("posts", 0, "text"), '"How beans dry, by @farm@coop.social 👩‍🌾"'),
        (("posts", 0, "at"), "2026-11-23 09:00"),
        (("posts", 0, "media", 1), "b.jpg"),
        (("posts", 0, "media", 0, "alt"), "Drying"),
        (("posts", 0, "window", "to"), "2026-11-27"),
        (("slots", 0, "for"), "1h30m"),
        (("slots", 0, "channel"), "mastodon"),
        (("channels", "mastodon", "hours"), '"08:00-20:00"'),
        (("name",), "Rosa's Röstzeit 🎉"),
        (("blackouts", 1), "2026-12-31"),
        (("records", 0, "at"), "2026-11-23 14:00"),
        (("posts", 0, "from"), "customer question"),
    ],
)
def test_routes_lead_to_the_value_as_written(route: Route, written: str) -> None:
    """The span of a route slices its value out of the file."""
    source = reading(FULL).source
    span = source.span(route)
    assert source.data[span.start : span.end].decode() == written


def test_routes_that_are_not_there_lead_to_their_parent() -> None:
    """A missing key gives its entry, a missing section the start of the file."""
    source = reading(FULL).source
    assert source.span(("posts", 0, "nothing")) == source.span(("posts", 0))
    assert source.data[source.span(("posts", 0)).start :].startswith(b"id: origin")
    assert source.span(("nothing",)) == Span(0, 0)
    assert source.find(()) is None


def test_a_list_at_the_top_holds_posts() -> None:
    """And its routes begin with `posts` all the same."""
    found = reading("- {at: 2026-11-23, text: a}\n- {text: b}\n")
    assert [item.text for item in found.calendar.posts] == ["a", "b"]
    span = found.source.span(("posts", 1, "text"))
    assert found.source.data[span.start : span.end] == b"b"


def test_posts_without_their_key_are_read() -> None:
    """The list is taken for `posts`; the missing key is an error."""
    found = reading("timezone: UTC\n\n- {text: a}\n- {text: b}\n")
    assert [item.text for item in found.calendar.posts] == ["a", "b"]
    assert [item.rule for item in found.findings] == ["syntax"]
    assert found.source.place(("posts", 1)).line == 4


def test_one_post_for_each_of_several_channels() -> None:
    """They share the entry; an alias and its canonical name are one channel."""
    found = reading("timezone: UTC\nposts:\n  - {id: a, channels: [X, twitter, mastodon]}\n")
    assert [(item.id, item.entry, item.channel) for item in found.calendar.posts] == [
        ("a:x", "a", "x"), ("a:mastodon", "a", "mastodon"),
    ]  # fmt: skip
    assert found.source.span(("posts", 0, "channel")) == found.source.span(("posts", 0, "channels"))


def test_a_list_of_one_channel_is_one_post() -> None:
    """Its id is the entry's."""
    assert post("id: a, channels: [x]").id == "a"


def test_ids_of_channels_keep_clear_of_given_ones() -> None:
    """No two posts have one id, even when somebody wrote the id of a channel's post."""
    found = reading("posts:\n- {id: a, channels: [x, blog]}\n- {id: 'a:x'}\n")
    assert [item.id for item in found.calendar.posts] == ["a:x-2", "a:blog", "a:x"]


def test_a_post_has_a_hundred_channels_at_most() -> None:
    """More is an error, and the id does not grow with them."""
    names = ", ".join(f"c{number}" for number in range(20_000))
    text = f"timezone: UTC\nposts:\n- {{channels: [{names}]}}\n"
    assert only_finding(text)[0] == "cannot-judge"
    posts = reading(text).calendar.posts
    assert len(posts) == 100
    assert posts[0].entry == "undated-100-channels"


def test_the_users_channel_is_for_posts_without_one() -> None:
    """And only for these."""
    found = reading("posts:\n- {text: a}\n- {channel: blog}\n", channel="IG")
    assert [item.channel for item in found.calendar.posts] == ["instagram", "blog"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2026-11-23 09:00", datetime(2026, 11, 23, 9, tzinfo=BERLIN)),
        ("2026-11-23 9:00", datetime(2026, 11, 23, 9, tzinfo=BERLIN)),
        ("2026-11-23T09:00:30", datetime(2026, 11, 23, 9, 0, 30, tzinfo=BERLIN)),
        ("2026-11-23 09:00 +05:30",
         datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=5, minutes=30)))),
        ("2026-11-23T09:00-0800", datetime(2026, 11, 23, 9, tzinfo=timezone(-timedelta(hours=8)))),
        ("2026-11-23T09:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("'2026-11-23'", MONDAY),
        ("2026-1-5", date(2026, 1, 5)),
        ("", None),
    ],
)  # fmt: skip
def test_times(written: str, read_as: object) -> None:
    """Local in the calendar's zone, or with the offset they are written with."""
    at = post(f"at: {written}", "timezone: Europe/Berlin\n").at
    assert at == read_as
    if isinstance(at, datetime) and isinstance(read_as, datetime):
        assert at.utcoffset() == read_as.utcoffset()


@pytest.mark.parametrize(
    ("written", "rule", "kept", "said"),
    [
        ("2026-02-30", "no-such-time", None, "28 days"),
        ("2026-13-01 09:00", "no-such-time", None, "no month 13"),
        ("0001-01-01", "no-such-time", None, "1900"),
        ("2026-11-23 25:00", "no-such-time", MONDAY, "23:59"),
        ("2026-11-23 09:00+99:00", "no-such-time", MONDAY, "offset"),
        ("2026-11-23 noonish", "no-such-time", MONDAY, "`noonish`"),
        ("23.11.2026", "wrong-type", None, "2026-11-23 09:00"),
        ("9:00", "wrong-type", None, "day is missing"),
        ("[2026-11-23]", "wrong-type", None, "is a list"),
    ],
)
def test_impossible_times(written: str, rule: str, kept: date | None, said: str) -> None:
    """An error at the value; the post stays, with its day if that is right."""
    text = f"timezone: UTC\nposts:\n- at: {written}\n  text: a\n"
    name, place, message = only_finding(text)
    assert (name, place) == (rule, written)
    assert said in message
    (only,) = reading(text).calendar.posts
    assert (only.at, only.text) == (kept, "a")


def test_a_time_that_the_clock_leaves_out() -> None:
    """An error that says which times do not exist and which one was taken."""
    text = "timezone: Europe/Berlin\nposts:\n- at: 2026-03-29 02:30\n"
    name, place, message = only_finding(text)
    assert (name, place) == ("no-such-time", "2026-03-29 02:30")
    assert "from 02:00 to 03:00" in message
    assert "03:30 was taken" in message
    assert reading(text).calendar.posts[0].at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_half_an_hour_that_the_clock_leaves_out() -> None:
    """Lord Howe Island puts its clock forward by 30 minutes."""
    text = "timezone: Australia/Lord_Howe\nposts:\n- at: 2026-10-04 02:15\n"
    assert "from 02:00 to 02:30" in only_finding(text)[2]


def test_a_time_that_comes_twice_is_noted() -> None:
    """The first is taken; with an offset there is nothing to say."""
    found = reading("timezone: Europe/Berlin\nposts:\n- at: 2026-10-25 02:30\n")
    assert found.findings == ()
    assert "2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00" in found.notes[0].message
    at = found.calendar.posts[0].at
    assert isinstance(at, datetime)
    assert at.utcoffset() == timedelta(hours=2)
    assert reading("timezone: Europe/Berlin\nposts:\n- at: 2026-10-25 02:30+01:00\n").notes == ()


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Europe/berln", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), ("Nonsense", "written like"),
     ("localtime", ""), ("../etc/passwd", "")],
)  # fmt: skip
def test_unknown_zones(name: str, meant: str) -> None:
    """An error with the nearest name; reading goes on in UTC."""
    text = f"timezone: {name}\nposts:\n- at: 2026-11-23 09:00\n"
    rule, place, message = only_finding(text)
    assert (rule, place) == ("unknown-zone", name)
    assert meant in message
    assert reading(text).calendar.posts[0].at == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_the_users_zone_comes_first_and_none_is_noted() -> None:
    """Never the machine's."""
    text = "posts:\n- at: 2026-11-23 09:00\n"
    assert reading(text, timezone="Asia/Tokyo").calendar.timezone == "Asia/Tokyo"
    assert (
        reading(f"timezone: UTC\n{text}", timezone="Asia/Tokyo").calendar.timezone == "Asia/Tokyo"
    )
    found = reading(text)
    assert found.calendar.timezone == "UTC"
    assert "No time zone" in found.notes[0].message


def test_an_unknown_kind_is_kept_as_written() -> None:
    """`unknown` with a finding that lists the known ones and the nearest."""
    text = "timezone: UTC\nposts:\n- {kind: Prom, text: a}\n"
    rule, place, message = only_finding(text)
    assert (rule, place) == ("unknown-value", "Prom")
    assert '(did you mean "promo"?)' in message
    assert "conversation or thanks" in message
    (only,) = reading(text).calendar.posts
    assert (only.kind, only.extra) == ("unknown", (("kind", "Prom"),))
    assert post("kind: unknown").kind == "unknown"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("kind: [promo]", "`kind` of this post is a list; write one word: promo, news"),
        ("text: [a]", "`text` of this post is a list; write a text"),
        ("pin: yes", '`pin` of this post is "yes"; write true or false'),
        ("automated: 1", "`automated` of this post is 1; write true or false"),
        ("tags: {a: b}", "`tags` of this post is a group of fields; write a list of words"),
        ("mentions: [[a]]", "write a list of single words"),
        ("media: [[a]]", "write a file name, or {file"),
        ("window: soon", '`window` of this post is "soon"; write {from'),
        ("window: {from: soon}", "`from` of `window` of this post"),
        ("window: {from: 2026-11-24, to: 2026-11-23}", "ends on 2026-11-23, before it begins"),
        ("lint: rule", "write {ignore: [rule-name], reason: why}"),
        ("id: {a: b}", "`id` of this post is a group of fields"),
        (f"id: {'a' * 201}", "at most 200 characters"),
        ("status: {a: b}", "write one word: idea"),
        ("paid: maybe", '`paid` of this post is "maybe"; write true or false'),
        ("opinion: 1", "`opinion` of this post is 1; write true or false"),
        ("approvals: -1", "`approvals` of this post is -1; write a whole number such as 2, or 0"),
        ("approvals: two", '`approvals` of this post is "two"; write a whole number'),
        ("event: soon", '`event` of this post is "soon"; write a day that exists'),
        ("promises: more, due: 2026-11-31", '`due` of this post is "2026-11-31"; write a day'),
        ("from: [ana]", "`from` of this post is a list; write a text"),
        ("audience: {a: b}", "`audience` of this post is a group of fields; write a text"),
        ("about: [us]", "write one word: us, others or community"),
    ],
)
def test_wrong_types_are_told_and_the_rest_is_kept(field: str, said: str) -> None:
    """One error that names the field, what it has and what it may have."""
    text = f"timezone: UTC\nposts:\n- {{{field}, title: kept}}\n"
    rule, _, message = only_finding(text)
    assert rule == "wrong-type"
    assert said in message
    assert reading(text).calendar.posts[0].title == "kept"


@pytest.mark.parametrize(
    ("field", "place", "nearest"),
    [("status: drafty", "drafty", "draft"), ("about: other", "other", "others")],
)
def test_unknown_words_have_a_nearest_known_one(field: str, place: str, nearest: str) -> None:
    """Statuses and whom a post is about."""
    rule, found, message = only_finding(f"timezone: UTC\nposts:\n- {{{field}}}\n")
    assert (rule, found) == ("unknown-value", place)
    assert f'(did you mean "{nearest}"?)' in message


def test_a_channel_that_is_not_declared() -> None:
    """Any name is a channel, but where the calendar names its channels others are odd."""
    assert post("channel: My Forum").channel == "My Forum"
    text = "timezone: UTC\nchannels: [IG, blog]\nposts:\n- {channels: [instagram, blgo]}\n"
    rule, place, message = only_finding(text)
    assert (rule, place) == ("unknown-value", "blgo")
    assert '(did you mean "blog"?)' in message
    assert [item.channel for item in reading(text).calendar.posts] == ["instagram", "blgo"]


def test_unknown_keys_are_kept_at_every_level() -> None:
    """One finding for each word, at its first key, however many entries have it."""
    text = (
        "timezone: UTC\ncolour: red\nchannels: {x: {handel: a}}\npeople: {ana: {rol: b}}\n"
        "posts:\n- {platform: x, media: [{fil: a}]}\n- {platform: y}\n"
        "slots:\n- {at: 2026-11-23, durationn: [1]}\n"
    )
    found = findings(text)
    assert {rule for rule, _, _ in found} == {"unknown-key"}
    assert sorted(place for _, place, _ in found) == [
        "colour", "durationn", "fil", "handel", "platform", "rol",
    ]  # fmt: skip
    messages = {place: message for _, place, message in found}
    assert '(did you mean "channel"?)' in messages["platform"]
    assert "1 more has it" in messages["platform"]
    assert '(did you mean "handle"?)' in messages["handel"]
    calendar = reading(text).calendar
    assert calendar.extra == (("colour", "red"),)
    assert calendar.posts[0].extra == (("platform", "x"),)
    assert calendar.posts[0].media == (Media(extra=(("fil", "a"),)),)
    assert calendar.slots[0].extra == (("durationn", [1]),)
    assert calendar.channels[0].extra == (("handel", "a"),)
    assert calendar.people[0].extra == (("rol", "b"),)


def test_findings_name_their_entry() -> None:
    """Also when its id is made only after reading."""
    found = reading("timezone: UTC\nposts:\n- {at: 2026-11-23, pin: 5}\n- {id: b, pin: 6, xx: 1}\n")
    assert [item.entry for item in found.findings] == ["2026-11-23", "b", "b"]


def test_two_entries_with_one_id() -> None:
    """An error at the second that names the line of the first; both are kept."""
    text = "timezone: UTC\nposts:\n- {id: a, text: one}\n- {id: a, text: two}\n"
    found = reading(text)
    (finding,) = found.findings
    assert finding.rule == "duplicate-id"
    assert "line 3" in finding.message
    assert found.source.place(finding.place)[:2] == (4, 8)
    assert finding.related == ((("posts", 0), "a"),)
    assert [(item.id, item.text) for item in found.calendar.posts] == [("a", "one"), ("a-2", "two")]


ITEMS = st.builds(
    "- {{at: {}, channel: {}, text: {}}}\n".format,
    st.sampled_from(["2026-11-23", "2026-11-23 09:00", "null"]),
    st.sampled_from(["x", "blog", "[x, blog]"]),
    st.sampled_from(["a", "b"]),
)


@given(st.lists(ITEMS, min_size=1, max_size=6).flatmap(
    lambda items: st.tuples(st.just(items), st.permutations(items))
))  # fmt: skip
@settings(deadline=None)
def test_the_order_of_posts_does_not_change_ids(orders: tuple[list[str], list[str]]) -> None:
    """What an entry says makes its id."""
    one, other = (
        {(item.id, item.text, item.at) for item in reading("".join(order)).calendar.posts}
        for order in orders
    )
    assert one == other
    assert len({item[0] for item in one}) == len(one)


def days(found: tuple[Slot, ...]) -> list[str]:
    """The days of slots."""
    return [f"{slot.at:%a %d}" for slot in found]


WEEK = {"first": MONDAY, "until": date(2026, 11, 30)}


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("monday", ["Mon 23"]),
        ("tue", ["Tue 24"]),
        ("Fridays", ["Fri 27"]),
        ("weekend", ["Sat 28", "Sun 29"]),
        ("weekday", ["Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27"]),
        ("[mon, wed]", ["Mon 23", "Wed 25"]),
        ("'thu, sat'", ["Thu 26", "Sat 28"]),
        ("'FREQ=WEEKLY;BYDAY=MO,TH'", ["Mon 23", "Thu 26"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1SU", ["Sun 29"]),
    ],
)
def test_slots_repeat(every: str, expected: list[str]) -> None:
    """On days of the week or by a rule, inside the days asked for, half-open."""
    found = slots(f"every: {every}", **WEEK)
    assert days(found) == expected
    assert {type(slot.at) for slot in found} == {date}
    timed = slots(
        f'at: "16:00", id: a, every: {every if "[" in every else repr(every.strip(chr(39)))}',
        **WEEK,
    )
    assert days(timed) == expected
    assert {f"{slot.at:%H:%M%z}" for slot in timed} == {"16:00+0100"}
    assert [slot.id for slot in timed] == [f"a/{slot.at:%Y-%m-%d}" for slot in timed]
    assert {slot.entry for slot in timed} == {"a"}
    assert {slot.route for slot in timed} == {("slots", 0)}


def test_day_means_every_day_at_one_wall_clock_time() -> None:
    """The clock change moves the moment, not the time of day."""
    found = slots('every: day, at: "16:00"', first=date(2026, 10, 24), until=date(2026, 10, 26))
    assert [slot.at.utcoffset() for slot in found if isinstance(slot.at, datetime)] == [
        timedelta(hours=2), timedelta(hours=1),
    ]  # fmt: skip


def test_a_repeating_slot_begins_on_its_day() -> None:
    """With a day in `at` nothing comes before it, and a rule counts from it."""
    assert days(slots("every: day, at: 2026-11-28 16:00", **WEEK)) == ["Sat 28", "Sun 29"]
    found = slots("every: FREQ=WEEKLY;INTERVAL=2, at: 2026-11-13 16:00", **WEEK)
    assert days(found) == ["Fri 27"]
    counted = slots("every: FREQ=DAILY;COUNT=12, at: 2026-11-13 16:00", **WEEK)
    assert days(counted) == ["Mon 23", "Tue 24"]


def test_a_rule_that_counts_from_nowhere_is_reported() -> None:
    """It is read from the first day looked at."""
    text = 'timezone: UTC\nslots:\n- {every: FREQ=WEEKLY;INTERVAL=2, at: "16:00"}\n'
    assert only_finding(text, **WEEK)[0] == "odd-recurrence"


def test_slots_repeat_over_the_weeks_of_the_calendar() -> None:
    """From the week of the first dated entry to that of the last; else in the week of now."""
    slot = 'slots:\n- {every: friday, at: "16:00"}\n'
    text = f"timezone: UTC\nposts:\n- at: 2026-11-24\n- at: 2026-12-01 09:00\n{slot}"
    assert days(reading(text).calendar.slots) == ["Fri 27", "Fri 04"]
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert days(reading(f"timezone: UTC\n{slot}", now=now).calendar.slots) == ["Fri 27"]
    nothing = reading(f"timezone: UTC\n{slot}")
    assert nothing.calendar.slots == ()
    assert "left out" in nothing.notes[0].message


def test_only_the_days_asked_for_are_read() -> None:
    """Half-open, in the calendar's zone; what has no date stays, and ids do not change."""
    text = (
        "timezone: Europe/Berlin\nposts:\n- at: 2026-11-22 23:59\n- at: 2026-11-23\n"
        "- at: 2026-11-29T22:59Z\n- at: 2026-11-29T23:00Z\n- text: whenever\n- at: 2026-11-23\n"
        "  text: b\nslots:\n- at: 2026-11-22\n- at: 2026-11-29\n- at: 2026-11-30\n"
    )
    calendar = reading(text, **WEEK).calendar
    assert [item.id for item in calendar.posts] == [
        "2026-11-23", "2026-11-29-2259", "undated", "2026-11-23-2",
    ]  # fmt: skip
    assert days(calendar.slots) == ["Sun 29"]


@pytest.mark.parametrize(
    ("written", "expected"), [("30m", 30), ("1h", 60), ("1h30m", 90), ("45", 45), ("2 h", 120)]
)
def test_lengths_of_slots(written: str, expected: int) -> None:
    """Hours and minutes, or minutes alone."""
    (slot,) = slots(f"at: 2026-11-23 09:00, for: {written}")
    assert slot.minutes == expected


@pytest.mark.parametrize(
    ("item", "rule", "said"),
    [
        ("{kind: inbox}", "wrong-type", "This slot has no time"),
        ("{at: 9:00}", "wrong-type", "day is missing"),
        ("{every: someday}", "unknown-value", '(did you mean "sunday"?)'),
        ("{every: FREQ=SECONDLY}", "cannot-judge", "every second"),
        ("{every: monday, at: 4pm}", "wrong-type", '"16:00"'),
        ("{at: 2026-11-23, for: long}", "wrong-type", "1h30m"),
        ("{at: 2026-11-23, for: 0}", "wrong-type", "1h30m"),
        ("{at: 2026-11-23, for: true}", "wrong-type", "1h30m"),
        ("{at: 2026-11-23, kind: inbx}", "unknown-value", '(did you mean "inbox"?)'),
        ("{at: 2026-11-23, audience: fans}", "unknown-value", '(did you mean "fan"?)'),
        ("hello", "wrong-type", "a slot is a group of fields"),
    ],
)
def test_wrong_slots(item: str, rule: str, said: str) -> None:
    """One finding each that says what to write."""
    found = only_finding(f"timezone: UTC\nslots:\n- {item}\n", **WEEK)
    assert found[0] == rule
    assert said in found[2]


@pytest.mark.parametrize(
    ("settings_text", "rule", "said"),
    [
        ("week_starts: someday", "unknown-value", "monday or sunday"),
        ("people: 5", "wrong-type", "`people` is 5"),
        ("people: [[a]]", "wrong-type", "write a name such as rosa"),
        ("people: {a: 5}", "wrong-type", "`a` is 5"),
        ("people: {a: {on_call: late}}", "wrong-type", "mon-fri 08:00-18:00"),
        ("channels: {x: {limit: many}}", "wrong-type", "whole number"),
        ("channels: {x: {limit: true}}", "wrong-type", "whole number"),
        ("channels: {x: {hours: 9-99}}", "wrong-type", "08:00-20:00"),
        ("channels: [x, twitter]", "duplicate-key", "stands here already"),
        ("guidelines: x", "wrong-type", "group of fields"),
        ("blackouts: x", "wrong-type", "write a list"),
        ("blackouts: [[x]]", "wrong-type", "is a list"),
        ("blackouts: [{to: 2026-12-24}]", "wrong-type", "when it begins"),
        ("blackouts: [{from: 2026-02-30}]", "wrong-type", "a day that exists"),
        ("blackouts: [{from: 2026-12-24, to: 2026-12-20}]", "wrong-type", "before it begins"),
        ("blackouts: [{from: 2026-12-24, tow: 2026-12-25}]", "unknown-key", '"to"'),
    ],
)
def test_wrong_settings(settings_text: str, rule: str, said: str) -> None:
    """One finding each that says what to write."""
    found = only_finding(f"timezone: UTC\n{settings_text}\nposts:\n- text: a\n")
    assert found[0] == rule
    assert said in found[2]


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("", "empty-calendar", "planner init FILE"),
        ("# nothing yet\n", "empty-calendar", "planner init FILE"),
        ("name: a\n", "empty-calendar", "no posts and no slots"),
        ("posts:\n", "empty-calendar", "no posts and no slots"),
        ("hello\n", "wrong-type", 'this file is "hello"'),
        ("posts: hello\n", "wrong-type", "`posts` is"),
        ("posts: [hello]\n", "wrong-type", "a post is a group of fields"),
        ("a: [\n", "syntax", "not closed"),
    ],
)
def test_files_without_a_calendar(text: str, rule: str, said: str) -> None:
    """One clear finding."""
    found = only_finding(text)
    assert found[0] == rule
    assert said in found[2]


WORDS = ["posts:\n", "slots:\n", "- ", "at: ", "every: ", "2026-11-23 09:00", "monday", "kind: ",
         "[", "]", "{", "}", "channel: ", ", ", "\n", "  ", "text: ", "id: a", "FREQ=DAILY", "null",
         "timezone: ", "Europe/Berlin", '"', "lint: ", "media: ", "window: ", "from: ", "people: ",
         "channels: ", "blackouts: ", "<<: ", "&a ", "*a"]  # fmt: skip


@given(st.one_of(st.binary(max_size=60), st.lists(st.sampled_from(WORDS), max_size=25)))
@settings(max_examples=300, deadline=None)
def test_no_bytes_make_it_raise(parts: bytes | list[str]) -> None:
    """Any bytes give a reading whose findings and entries have places in the file."""
    data = parts if isinstance(parts, bytes) else "".join(parts).encode()
    found = read("calendar.yaml", data, ReadOptions(now=datetime(2026, 11, 23, tzinfo=UTC)))
    places = [finding.place for finding in found.findings] + [note.place for note in found.notes]
    assert all(found.source.place(place).end_offset <= len(data) for place in places)
    ids = [post.id for post in found.calendar.posts] + [slot.id for slot in found.calendar.slots]
    assert len(set(ids)) == len(ids)


def test_a_broken_every_leaves_a_slot_that_has_a_day() -> None:
    """It takes place once."""
    found = reading("timezone: UTC\nslots:\n- {every: someday, at: 2026-11-24 09:00}\n")
    assert [finding.rule for finding in found.findings] == ["unknown-value"]
    assert [slot.every for slot in found.calendar.slots] == [None]


def test_texts_of_nothing_are_left_out() -> None:
    """Null and empty values are as good as no key."""
    only = post("pin: , kind: '', status: ~, media: , tags: null, window: {}, lint: , text: ''")
    assert only == Post("undated", "undated", None, route=("posts", 0))


def test_repetition_without_end_is_cut() -> None:
    """Too many occurrences are an error at `every`, soon."""
    began = time.perf_counter()
    text = (
        "timezone: UTC\nposts:\n- at: 1900-01-01\n- at: 2999-01-01\nslots:\n"
        "- {every: day, at: '09:00'}\n"
        "- {every: FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30, at: '09:00'}\n"
        "- {every: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30, at: '09:00'}\n"
    )
    found = findings(text)
    assert ("cannot-judge", "day") in [item[:2] for item in found]
    assert time.perf_counter() - began < 6


def test_a_large_calendar_is_read_in_time() -> None:
    """Two thousand posts in a second, with room for slow machines."""
    item = "- {{id: p{0}, at: 2026-11-23 09:00, channel: x, kind: promo, text: 'No. {0} 🎉'}}\n"
    text = "timezone: Europe/Berlin\nposts:\n" + "".join(map(item.format, range(2000)))
    began = time.perf_counter()
    assert len(reading(text).calendar.posts) == 2000
    assert time.perf_counter() - began < 1


def test_importing_it_is_light() -> None:
    """The reader loads nothing heavy, and dateutil only for rules."""
    heavy = ["dataclasses", "pathlib", "dateutil", "logging", "subprocess", "inspect", "difflib",
             "importlib.metadata", "planner.ical"]  # fmt: skip
    code = (
        "import sys\nfrom planner.readers import ReadOptions\n"
        "from planner.readers.yaml import read\n"
        f"read('a', {FULL.encode()!r}, ReadOptions())\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
