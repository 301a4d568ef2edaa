"""Calendars in JSON: lists, groups inside groups, planner's own, and damage with its place."""

import json
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.json_tree import MOST_DEPTH, parse_json
from planner.model import Calendar, Media, Post, Slot
from planner.readers import ReadOptions
from planner.readers.json import read
from planner.readers.yaml import read as read_yaml
from planner.renderers import json as renderer
from planner.source import Reading, Source

DAY = date(2026, 11, 23)


def reading(value: Any, **options: Any) -> Reading:
    """Read a text, or a value written as JSON."""
    text = value if isinstance(value, str) else json.dumps(value)
    return read("calendar.json", text.encode(), ReadOptions()._replace(**options))


def kept(value: Any, **options: Any) -> list[tuple[Any, ...]]:
    """Day, channel and text of every post."""
    posts = reading(value, **options).calendar.posts
    return [(post.at, post.channel, post.text) for post in posts]


POST = {"date": "2026-11-23", "platform": "Twitter", "caption": "Hello"}


@pytest.mark.parametrize(
    "value",
    [
        [POST],
        {"posts": [POST]},
        {"plan": {"week1": {"posts": [POST]}}},
        [{"date": "2026-11-23", "posts": [{"platform": "X", "text": "Hello"}]}],
        {"2026-11-23": [{"platform": "x", "text": "Hello"}]},
        {"2026-11-23": {"platform": "x", "text": "Hello"}},
        {"twitter": [{"date": "2026-11-23", "text": "Hello"}]},
        {"a": POST, "b": {**POST, "status": "deleted"}},
        [{"scheduling": {"date": "2026-11-23"}, "content": {"caption": "Hello"}, "channel": "x"}],
        [{"when": "2026-11-23", "platform": {"name": "twitter", "id": 3}, "text": "Hello"}],
        {"posts": [{"post": [{"date": "2026-11-23"}, {"platform": "x"}, {"text": "Hello"}]}]},
        POST,
    ],
)  # fmt: skip
def test_posts_wherever_they_stand(value: Any) -> None:
    """In lists, under dates, channels and names, and in groups inside groups."""
    assert kept(value) == [(DAY, "x", "Hello")]


def test_channels_as_keys_hold_the_texts_and_times() -> None:
    """One post for each of them."""
    value = [
        {
            "title": "News",
            "x": "A text for the short one",
            "linkedin": "A longer text for the others",
            "posted": {"x": "2026-11-23T09:00:00Z", "linkedin": "2026-11-24T09:00:00Z"},
        }
    ]
    assert kept(value) == [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "x", "A text for the short one"),
        (datetime(2026, 11, 24, 9, tzinfo=UTC), "linkedin", "A longer text for the others"),
    ]
    assert {post.status for post in reading(value).calendar.posts} == {"published"}


def test_what_is_part_of_a_post_is_no_post() -> None:
    """The panels of a story are not five posts."""
    post = {**POST, "panels": [{"title": "One", "text": "a"}, {"title": "Two", "text": "b"}]}
    assert kept({"posts": [post]}) == [(DAY, "x", "Hello")]


def test_a_time_zone_anywhere_in_the_file() -> None:
    """It counts for all posts."""
    found = reading({"config": {"timezone": "Asia/Tokyo"}, "posts": [POST]})
    assert found.calendar.timezone == "Asia/Tokyo"


def test_yaml_of_other_tools_is_read_the_same_way() -> None:
    """And planner's own YAML is not."""
    own = b"posts:\n  - {at: 2026-11-23, channel: x, captoin: hi}\n"
    foreign = b"- {when: 2026-11-23, platform: Twitter, caption: Hello}\n"
    found = read_yaml("a.yaml", foreign, ReadOptions())
    assert [(it.at, it.channel, it.text) for it in found.calendar.posts] == [(DAY, "x", "Hello")]
    assert "unknown-key" in [it.rule for it in read_yaml("a.yaml", own, ReadOptions()).findings]


def test_clocks_in_yaml_stay_clocks() -> None:
    """10:00 is not 600 minutes."""
    found = read_yaml("a.yaml", b"- {date: 2026-11-23, time: 10:00, text: a}\n", ReadOptions())
    assert found.calendar.posts[0].at == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_planners_own_json_reads_back() -> None:
    """Posts and slots as `planner convert -f json` writes them."""
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    calendar = Calendar(
        "Roastery",
        "Europe/Berlin",
        posts=(
            Post("a", "a", at, "x", "promo", "Hi", tags=("b",), media=(Media("c.jpg", alt="d"),)),
            Post("b", "b", DAY, None, text="Ho", ignore=("promo-to-share",), ignore_reason="e"),
            Post("c", "c", None, "mastodon", "value", window=(DAY, None), extra=(("f", 1),)),
        ),
        slots=(
            Slot("s", "s", at, 45, ("x",), "inbox", contacts=("@ana",), every="weekday", since=DAY),
        ),
    )
    again = reading(renderer.render_calendar(Reading(calendar, Source("a.yaml", b"")))).calendar
    assert (again.name, again.timezone) == (calendar.name, calendar.timezone)
    assert [post._replace(route=()) for post in again.posts] == list(calendar.posts)
    (slot,) = again.slots
    assert (slot.id, slot.at, slot.minutes, slot.kind) == ("s", at, 45, "inbox")
    assert slot.contacts == ("@ana",)


@pytest.mark.parametrize(
    ("text", "rule", "place", "posts"),
    [
        ('[{"date": "2026-11-23", "text": "a",}]', "syntax", (1, 36), 1),
        ('[{"date": "2026-11-23", "text": "a"},\n {"date": "2026-11-24", "text": "b"', "syntax",
         (2, 2), 2),
        ('[{"date": "2026-11-23"\n "text": "a"}]', "syntax", (1, 23), 1),
        ('[{"date": "2026-11-23", "text": "a\nb"}]', "syntax", (1, 35), 1),
        ('[{"date": "2026-11-23", "text": NaN}]', "syntax", (1, 33), 1),
        ('[{"date": "2026-11-23", "text": "a", "text": "b"}]', "duplicate-key", (1, 38), 1),
        ('[{"date": "2026-11-23", text: "a"}]', "syntax", (1, 25), 1),
        ('[{"date": "2026-11-23", "text": "a" // no\n}]', "syntax", (1, 37), 1),
        ('[{"date": "2026-11-23", "text": "never closed}]', "syntax", (1, 33), 1),
        ("[" * 100, "cannot-judge", (1, MOST_DEPTH + 1), 0),
        ("", "empty-calendar", (1, 1), 0),
        ("hello", "syntax", (1, 1), 0),
    ],
)  # fmt: skip
def test_damage_has_its_place(text: str, rule: str, place: tuple[int, int], posts: int) -> None:
    """What was complete before it is kept."""
    found = reading(text)
    told = [(it.rule, found.source.place(it.place)[:2]) for it in found.findings]
    assert (rule, place) in told
    assert len(found.calendar.posts) == posts


def test_lines_of_json() -> None:
    """Several values, one after the other."""
    line = json.dumps(POST)
    assert len(kept(f"{line}\n{line}\n")) == 2


def test_huge_numbers_and_halves_of_characters() -> None:
    """They are values like others."""
    text = f'[{{"id": {"9" * 5000}, "date": "2026-11-23", "text": "a \\ud83d b \\ud83d\\ude00"}}]'
    assert [post.text for post in reading(text).calendar.posts] == ["a \ufffd b 😀"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
@settings(deadline=None)
def test_values_are_those_of_the_standard(value: Any, indent: int | None, ascii_only: bool) -> None:
    """What the standard library writes is read as it was, and spans hold the values."""
    data = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode(errors="replace")
    root, troubles = parse_json(data)
    assert root is not None
    assert troubles == [] or any(not isfinite(it) for it in _floats(value))
    wanted = json.loads(data)
    if "\\ud" not in data.decode():
        assert root.data() == wanted or any(not isfinite(it) for it in _floats(value))
    assert json.loads(data[root.start : root.end]) == wanted or not troubles


def _floats(value: Any) -> list[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [found for item in value for found in _floats(item)]
    return [value] if isinstance(value, float) else []


@given(st.binary(max_size=120) | st.text('[]{}",:0atrue\\"\n ', max_size=120).map(str.encode))
@settings(deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    """Places are inside of the file."""
    found = read("a.json", data, ReadOptions())
    places = [it.place for it in found.findings]
    for place in [*places, *(it.place for it in found.notes)]:
        span = found.source.span(place)
        assert 0 <= span.start <= len(found.source.data)
        found.source.place(place)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (
            '[\n{"date": "2026-11-23", "text": "Hello"},\n]',
            (2, 40),
            "behind the last entry of this list",
        ),
        (
            '[{"date": "2026-11-23", "text": "Hello",}]',
            (1, 40),
            "of this group of fields is one too",
        ),
        ('[ // plan\n{"date": "2026-11-23", "text": "Hello"}]', (1, 3), "JSON files can hold none"),
        ('[{date: "2026-11-23", "text": "Hello"}]', (1, 3), 'quotation marks around it: "date"'),
    ],
)
def test_what_people_write_that_is_no_json(text: str, place: tuple[int, int], words: str) -> None:
    """It is said in a sentence with its place, and the posts are read all the same."""
    found = reading(text)
    assert [(post.at, post.text) for post in found.calendar.posts] == [(DAY, "Hello")]
    (finding,) = found.findings
    assert finding.rule == "syntax"
    assert found.source.place(finding.place)[:2] == place
    assert words in finding.message


def test_a_board_of_trello() -> None:
    """Cards are posts; labels say their channel and kind; archived ones and its log are none."""
    card = {
        "name": "New roast", "desc": "It is out", "due": "2026-11-23T09:00:00.000Z",
        "closed": False,
        "labels": [{"name": "Instagram", "color": "red"}, {"name": "Promo", "color": "blue"}],
    }  # fmt: skip
    log = [{"date": "2026-11-01T10:00:00.000Z", "data": {"text": "hello", "card": {"name": "a"}}}]
    found = reading({"cards": [card, {**card, "closed": True}], "actions": log})
    (post,) = found.calendar.posts
    assert (post.channel, post.kind, post.text) == ("instagram", "promo", "It is out")
    said = " ".join(note.message for note in found.notes)
    assert 'The label "Instagram" was taken as the channel instagram of 1 post' in said
    assert "1 row of `actions` left out" in said
