"""Records and the other settings that say who is who: sites of the team, its partners."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.model import Calendar, Post, Record
from planner.readers import ReadOptions
from planner.readers.yaml import read
from planner.source import Reading

TWO = "at: 2026-11-23 14:00, kind: question"


def reading(text: str, **options: Any) -> Reading:
    """Read a text in UTC; options are those of `ReadOptions`."""
    data = f"timezone: UTC\nposts: [{{id: a, text: Hi}}]\n{text}\n".encode()
    return read("calendar.yaml", data, ReadOptions()._replace(**options))


def calendar(text: str, **options: Any) -> Calendar:
    """A calendar that there is nothing to say about."""
    found = reading(text, **options)
    assert found.findings == ()
    return found.calendar


def only_finding(text: str) -> tuple[str, str, str]:
    """Rule, the text of the place and the message of the only finding."""
    found = reading(text)
    (finding,) = found.findings
    span = found.source.span(finding.place)
    return finding.rule, found.source.data[span.start : span.end].decode(), finding.message


def test_a_record_needs_a_time_and_a_kind() -> None:
    """The rest may be missing; its id says when and what."""
    assert calendar(f"records: [{{{TWO}}}]").records == (
        Record(
            "2026-11-23-1400-question",
            datetime(2026, 11, 23, 14, tzinfo=UTC),
            "question",
            route=("records", 0),
        ),
    )


@pytest.mark.parametrize(
    ("item", "rule", "place", "said"),
    [
        ("{kind: question}", "wrong-type", "{kind: question}", "does not say when it was"),
        ("{at: , kind: question}", "wrong-type", "{at: , kind: question}", "when it was"),
        ("{at: 2026-11-23}", "wrong-type", "{at: 2026-11-23}", "has no kind, so it is left out"),
        ("{at: 2026-11-23, kind: ''}", "wrong-type", "{at: 2026-11-23, kind: ''}", "has no kind"),
        ("{at: 2026-11-23, kind: complant}", "unknown-value", "complant", 'mean "complaint"?'),
        ("{at: 2026-11-23, kind: promo}", "unknown-value", "promo", "connection or incident"),
        ("{at: 2026-11-23, kind: [share]}", "wrong-type", "[share]", "is a list; write one word"),
        ("{at: soon, kind: share}", "wrong-type", "soon", '`at` of this record is "soon"'),
        ("soon", "wrong-type", "soon", "This item of `records` is"),
    ],
)
def test_a_record_that_cannot_be_used_is_left_out(
    item: str, rule: str, place: str, said: str
) -> None:
    """With one error that says what it lacks; the others are kept."""
    text = f"records: [{item}, {{{TWO}}}]"
    assert only_finding(text)[:2] == (rule, place)
    assert said in only_finding(text)[2]
    assert [record.kind for record in reading(text).calendar.records] == ["question"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("who: [ana]", "`who` of this record is a list; write a text"),
        ("channel: [x, blog]", "`channel` of this record is a list; write one channel"),
        ("lint: rule", "write {ignore: [rule-name], reason: why}"),
        ("whom: ana", 'the word `whom` in a record (did you mean "who"?)'),
    ],
)
def test_a_wrong_field_of_a_record_is_told(fields: str, said: str) -> None:
    """And the record is kept."""
    assert said in only_finding(f"records: [{{{TWO}, {fields}}}]")[2]
    assert len(reading(f"records: [{{{TWO}, {fields}}}]").calendar.records) == 1


def test_records_are_a_list() -> None:
    """A group of fields is no list of them."""
    rule, _, message = only_finding(f"records: {{{TWO}}}")
    assert rule == "wrong-type"
    assert "`records` is a group of fields; write a list, such as `- {at:" in message


@pytest.mark.parametrize(
    ("word", "kind"),
    [("praise", "recognition"), ("Repost", "share"), ("crisis", "incident")],
)
def test_other_words_for_kinds_of_records(word: str, kind: str) -> None:
    """Common names mean the same."""
    (record,) = calendar(f"records: [{{at: 2026-11-23, kind: {word}}}]").records
    assert (record.at, record.kind) == (date(2026, 11, 23), kind)


def test_the_channel_of_a_record_has_its_canonical_name() -> None:
    """As that of a post."""
    (record,) = calendar(f"records: [{{{TWO}, channel: Twitter}}]").records
    assert (record.channel, record.id) == ("x", "2026-11-23-1400-question-x")


def test_ids_of_records_keep_clear_of_those_of_entries() -> None:
    """An error at the second that names the line of the first; equal records are counted."""
    text = f"records:\n- {{id: a, {TWO}}}\n- {{{TWO}}}\n- {{{TWO}}}"
    rule, place, message = only_finding(text)
    assert (rule, place) == ("duplicate-id", "a")
    assert "in line 2 already" in message
    found = reading(text).calendar
    assert [post.id for post in found.posts] == ["a"]
    assert [record.id for record in found.records] == [
        "a-2", "2026-11-23-1400-question", "2026-11-23-1400-question-2",
    ]  # fmt: skip


def test_records_outside_of_the_days_asked_for_are_left_out() -> None:
    """Half-open, like posts."""
    days = ", ".join(f"{{at: 2026-11-{day}, kind: share}}" for day in (22, 23, 29, 30))
    found = calendar(f"records: [{days}]", first=date(2026, 11, 23), until=date(2026, 11, 30))
    assert [f"{record.at:%d}" for record in found.records] == ["23", "29"]


def test_slots_do_not_repeat_over_the_weeks_of_records() -> None:
    """What was months ago says nothing about the weeks that are planned."""
    text = "slots: [{every: monday, at: '16:00'}]\nrecords: [{at: 2026-01-05, kind: share}]"
    assert calendar(text).slots == ()


def test_a_calendar_of_records_alone_is_planners_own() -> None:
    """And not the file of another tool that calls its posts so."""
    own = b"timezone: UTC\nrecords: [{at: 2026-11-23, kind: share, who: ana}]\n"
    assert len(read("a.yaml", own, ReadOptions()).calendar.records) == 1
    foreign = b"records: [{when: 2026-11-23, platform: Twitter, caption: Hello}]\n"
    found = read("a.yaml", foreign, ReadOptions()).calendar
    assert [(post.channel, post.text) for post in found.posts] == [("x", "Hello")]


def test_due_is_the_day_of_a_post_in_calendars_of_other_tools() -> None:
    """In planner's own it is the day of what the post promises."""
    foreign = b"- {due: 2026-11-23, text: Hello}\n"
    (post,) = read("a.yaml", foreign, ReadOptions()).calendar.posts
    assert (post.at, post.due) == (date(2026, 11, 23), None)
    own = b"- {due: 2026-11-23, promises: part two, text: Hello}\n"
    (post,) = read("a.yaml", own, ReadOptions()).calendar.posts
    assert post == Post(
        "undated", "undated", None, text="Hello", due=date(2026, 11, 23), promises="part two",
        route=("posts", 0),
    )  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["roastery.example", "https://www.Roastery.example/shop?a=1", "http://roastery.example:8080",
     "WWW.roastery.example.", "[roastery.example, https://roastery.example/]"],
)  # fmt: skip
def test_domains_are_names_of_hosts(written: str) -> None:
    """However they are written, each once."""
    assert calendar(f"domains: {written}").domains == ("roastery.example",)


@pytest.mark.parametrize("written", ["our shop", "shop", '"@rosa"', "mailto:a@b.example", "..."])
def test_what_is_no_domain_is_told(written: str) -> None:
    """At its place; the others are kept."""
    text = f"domains: [{written}, roastery.example]"
    rule, place, message = only_finding(text)
    assert (rule, place) == ("wrong-type", written)
    assert "`domains` of this calendar is" in message
    assert "rosas-roastery.example" in message
    assert reading(text).calendar.domains == ("roastery.example",)


def test_domains_and_partners_are_lists_of_words() -> None:
    """A group of fields is none."""
    assert "write a list of words" in only_finding("domains: {a: b}")[2]
    assert "`partners` of this calendar" in only_finding("partners: {a: b}")[2]
    assert calendar("partners: '@ana, @bo'").partners == ("@ana", "@bo")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("channels: {x: {since: soon}}", '`since` of the channel `x` is "soon"; write a day'),
        ("channels: {x: {dormant: 1}}", "`dormant` of the channel `x` is 1; write true or false"),
        ("channels: {x: {quiet: 22:00}}", '`quiet` of the channel `x` is "22:00"; write hours'),
        (
            "channels: {x: {preferred: noon}}",
            '`preferred` of the channel `x` is "noon"; write times',
        ),
        ("channels: {x: {preferred: [09:00, 24:00]}}", 'is "24:00"; write times such as 12:30'),
        ("channels: {x: {preferred: mon fri 09:00}}", "write times such as 12:30 or tue-thu 09:00"),
        ("channels: {x: {preferred: [a: b]}}", "write a list of single words"),
        ("quiet: [22:00-07:00]", "`quiet` of this calendar is a list"),
        ("people: {rosa: {backup: [imran]}}", "`backup` of `rosa` is a list; write a text"),
        ("people: {rosa: {handle: {}}}", "`handle` of `rosa` is a group of fields; write a text"),
    ],
)
def test_wrong_settings_of_channels_and_people(text: str, said: str) -> None:
    """Each names its channel or person."""
    assert said in only_finding(text)[2]


@pytest.mark.parametrize(
    "written", ["'tue-thu 09:00, 12:30'", "[tue-thu 09:00, 12:30]", "[soon, tue-thu 09:00, 12:30]"]
)
def test_preferred_times_are_a_list_or_stand_between_commas(written: str) -> None:
    """Each is kept as it is written; what is none is left out."""
    (channel,) = reading(f"channels: {{x: {{preferred: {written}}}}}").calendar.channels
    assert channel.preferred == ("tue-thu 09:00", "12:30")
