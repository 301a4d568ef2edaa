from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from planner.model import Calendar, Channel, Media, Move, Person, Plan, Post, Record, Slot
from planner.renderers.yaml import render_calendar, render_plan
from planner.source import Reading, Source
from planner.yaml_text import dump

BERLIN = ZoneInfo("Europe/Berlin")
NO_SOURCE = Source("a.yaml", b"")


def written(calendar: Calendar) -> Any:
    """What YAML 1.2 reads in the file."""
    return YAML(typ="safe").load(render_calendar(Reading(calendar, NO_SOURCE)))


def in_berlin(**fields: Any) -> Calendar:
    """A calendar of Berlin."""
    return Calendar(timezone="Europe/Berlin", **fields)


def weekday_slots(clock: str = "16:00", count: int = 5, **fields: Any) -> tuple[Slot, ...]:
    """One slot for each working day of a week."""
    first = datetime.fromisoformat(f"2026-11-23 {clock}").replace(tzinfo=BERLIN)
    return tuple(
        Slot(
            f"inbox-{day}",
            "inbox",
            first + timedelta(days=day),
            every="weekday",
            route=("slots", 0),
        )._replace(**fields)
        for day in range(count)
    )


def test_the_file_reads_as_a_person_writes_it(reading: Reading) -> None:
    """Keys in the order of the format, quotes only where needed."""
    text = render_calendar(reading)
    assert text.startswith("name: Rosa's Roastery\ntimezone: Europe/Berlin\nweek_starts: monday\n")
    assert (
        "  - id: origin\n"
        "    at: 2026-11-23 09:00\n"
        "    channel: mastodon\n"
        "    kind: share\n"
        "    by: rosa\n"
        '    source: "@farm@coop.social"\n'
        "    text: How the Huila co-op dries its beans, by @farm@coop.social\n"
        "    link: https://example.org/huila\n"
    ) in text
    assert "    text: |-\n      A cup | a day\n      for 5 € *only* <today>\n" in text


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=BERLIN), "2026-11-23 09:00"),
        (datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("UTC")), "2026-11-23T09:00+00:00"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), "2026-10-25 02:30"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1), "2026-10-25T02:30+01:00"),
        (datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN), "2026-03-29 02:30"),
        (datetime(2026, 11, 23, 9, 0, 5, tzinfo=BERLIN), "2026-11-23 09:00:05"),
        (date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_a_time_is_local_unless_that_says_less(at: date, expected: object) -> None:
    """The second of a doubled time and other offsets need their offset."""
    post = written(in_berlin(posts=(Post("a", "a", at),)))["posts"][0]
    value = post["at"]
    assert (str(value) if isinstance(value, datetime) else value) == expected


def test_posts_of_one_entry_become_one_item() -> None:
    """Only where nothing but the channel differs."""
    post = Post("a-x", "a", None, "x", text="Hello")
    same = post._replace(id="a-blog", channel="blog")
    other = post._replace(id="a-email", channel="email", text="Dear all")
    assert written(in_berlin(posts=(post, same, other)))["posts"] == [
        {"id": "a", "channels": ["x", "blog"], "text": "Hello"},
        {"id": "a-email", "channel": "email", "text": "Dear all"},
    ]


def test_equal_posts_on_one_channel_stay_two() -> None:
    """One post per channel could not say it twice."""
    post = Post("a", "a", None, "x")
    assert len(written(in_berlin(posts=(post, post)))["posts"]) == 2


def test_a_repeating_slot_is_one_item() -> None:
    """Its time is quoted, since YAML 1.1 reads 16:00 as a number."""
    calendar = in_berlin(slots=weekday_slots(kind="inbox", minutes=20))
    assert written(calendar)["slots"] == [
        {"id": "inbox", "every": "weekday", "at": "16:00", "for": "20m", "kind": "inbox"}
    ]
    assert 'at: "16:00"' in render_calendar(Reading(calendar, NO_SOURCE))


def test_a_repetition_of_an_icalendar_is_written_out() -> None:
    """`every` alone would lose its first day and its exceptions."""
    slots = weekday_slots(every="FREQ=DAILY;INTERVAL=1", route=("events", 3))
    assert [slot["id"] for slot in written(in_berlin(slots=slots))["slots"]] == [
        f"inbox-{day}" for day in range(5)
    ]


def test_a_moved_occurrence_ends_the_repetition(plan: Plan) -> None:
    """Each is written with its own time, the moved one with its comment."""
    slots = weekday_slots(count=2)
    move = Move("inbox-1", "shift", slots[0].at, slots[1].at, ("spacing",), "too close")
    text = render_plan(plan._replace(calendar=in_berlin(slots=slots), moves=(move,)), NO_SOURCE)
    assert "every" not in text
    assert "at: 2026-11-24 16:00  # moved from Mon 23 Nov 16:00: spacing" in text


def test_occurrences_that_differ_are_written_one_by_one() -> None:
    """One of them is at another time."""
    slots = (*weekday_slots(count=2), *weekday_slots("17:00", 3)[2:])
    times = [slot["at"] for slot in written(in_berlin(slots=slots))["slots"]]
    assert times == ["2026-11-23 16:00", "2026-11-24 16:00", "2026-11-25 17:00"]


def test_every_field_of_a_post_is_written() -> None:
    """Unknown keys too, and what is ignored with its reason."""
    post = Post(
        "a", "a", None, tags=("no", "#x"), mentions=("@ana",), pin=True, status="approved",
        media=(Media("a.jpg", alt="Beans", extra=(("crop", 3),)),), automated=True,
        window=(date(2026, 11, 1), None), ignore=("spacing",), ignore_reason="12:30",
        extra=(("mood", "on"),), origin="a customer", audience="beginners", opinion=False,
        event=date(2026, 11, 25), promises="part two", due=date(2026, 12, 1), delivers="part one",
        approvals=0, paid=True,
    )  # fmt: skip
    assert written(in_berlin(posts=(post,)))["posts"] == [
        {
            "id": "a",
            "media": [{"file": "a.jpg", "alt": "Beans", "crop": 3}],
            "from": "a customer",
            "audience": "beginners",
            "event": date(2026, 11, 25),
            "promises": "part two",
            "due": date(2026, 12, 1),
            "delivers": "part one",
            "mentions": ["@ana"],
            "tags": ["no", "#x"],
            "status": "approved",
            "approvals": 0,
            "pin": True,
            "window": {"from": date(2026, 11, 1)},
            "automated": True,
            "paid": True,
            "opinion": False,
            "lint": {"ignore": ["spacing"], "reason": "12:30"},
            "mood": "on",
        }
    ]


def test_an_id_that_would_be_made_again_is_left_out() -> None:
    """Until the post moves: its id is still that of its old time, and is written."""
    at = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
    made = Post("2026-11-23-0900-x", "2026-11-23-0900-x", at, "x")
    assert "id" not in written(in_berlin(posts=(made,)))["posts"][0]
    moved = made._replace(at=at + timedelta(days=1))
    assert written(in_berlin(posts=(moved,)))["posts"][0]["id"] == "2026-11-23-0900-x"


def test_settings_are_written(reading: Reading) -> None:
    """Channels, people and blackouts by their names in the format."""
    document = written(reading.calendar)
    assert document["channels"] == {
        "mastodon": {"handle": "@rosa@coffee.social", "limit": 500},
        "instagram": {},
    }
    assert document["people"] == {"rosa": {"role": "founder", "on_call": "mon-fri 08:00-18:00"}}
    assert document["blackouts"] == [
        {"from": date(2026, 12, 24), "to": date(2026, 12, 26), "why": "closed"}
    ]


def test_records_follow_the_slots_and_sites_the_people() -> None:
    """A made id is left out, and so is what is as usual."""
    calendar = in_berlin(
        channels=(Channel("x", since=date(2026, 2, 1), dormant=True),),
        people=(Person("rosa", backup="imran", handle="@rosa"),),
        domains=("roastery.example",),
        partners=("@farm@coop.social",),
        slots=(Slot("s", "s", date(2026, 11, 24), surfaces=("comments",), tags=("launch",)),),
        records=(
            Record(
                "2026-11-23-1400-question-x", datetime(2026, 11, 23, 14, tzinfo=BERLIN), "question",
                "x", "@ana", ignore=("a-rule",), ignore_reason="told", extra=(("mood", "on"),),
            ),
        ),
    )  # fmt: skip
    document = written(calendar)
    assert list(document) == [
        "timezone", "week_starts", "channels", "people", "domains", "partners", "posts", "slots",
        "records",
    ]  # fmt: skip
    assert document["channels"] == {"x": {"since": date(2026, 2, 1), "dormant": True}}
    assert document["people"] == {"rosa": {"backup": "imran", "handle": "@rosa"}}
    assert document["domains"] == ["roastery.example"]
    assert document["slots"][0]["surfaces"] == ["comments"]
    assert document["records"] == [
        {
            "at": "2026-11-23 14:00", "kind": "question", "who": "@ana", "channel": "x",
            "lint": {"ignore": ["a-rule"], "reason": "told"}, "mood": "on",
        }
    ]  # fmt: skip


def test_dates_of_settings_need_no_quotes() -> None:
    """Other words stay what they are."""
    guidelines = {"reviewed": "2026-10-01", "week": "2026-W40-1", "employee_posting": "encouraged"}
    text = render_calendar(Reading(Calendar(guidelines=guidelines), NO_SOURCE))
    assert "\n  reviewed: 2026-10-01\n  week: 2026-W40-1\n  employee_posting: encouraged\n" in text


def test_comments_tell_what_a_plan_changed(plan: Plan) -> None:
    """Beside the key that changed; an added post carries its note."""
    lines = render_plan(plan, NO_SOURCE).splitlines()
    assert ("    at: 2026-11-24 09:15  # moved from Mon 23 Nov 09:00: spacing, presence") in lines
    assert "    status: held  # held back: promo-to-share" in lines
    assert "    at: 2026-11-25 10:00  # added: promo-to-share" in lines
    assert "    note: somebody else's brew, credited" in lines


def test_a_calendar_without_posts_is_a_calendar() -> None:
    """The list is there to be filled."""
    assert written(Calendar()) == {"timezone": "UTC", "week_starts": "monday", "posts": []}


texts = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(" \n\t'\":#-@no\\|>0123456789.eE{}[],?"),
    ),
    max_size=24,
)


@given(texts, texts)
def test_a_text_is_the_same_in_both_versions_of_yaml(text: str, tag: str) -> None:
    """Whatever is in it, and wherever it stands."""
    document = {"posts": [{"text": text, "tags": [tag, "x"], "extra": {tag: [{"deep": text}]}}]}
    result = dump(document, {"posts": [{}]})
    assert YAML(typ="safe").load(result) == document
    assert yaml.safe_load(result) == document


@pytest.mark.parametrize("word", ["no", "on", "y", "12:30", "0o14", "1e3", "2026-11-23", "~", "="])
def test_words_that_look_like_something_else_are_quoted(word: str) -> None:
    """Readers of 1.1 and 1.2 disagree about them."""
    assert dump({"text": word}, {}) == f'text: "{word}"\n'


def test_what_two_posts_share_is_written_twice() -> None:
    """Nobody writes anchors into a calendar by hand."""
    day = date(2026, 11, 24)
    posts = tuple(Post(name, name, day, "x", "value") for name in ("a", "b"))
    text = render_calendar(Reading(Calendar(posts=posts), Source("c.yaml", b"")))
    assert text.count("at: 2026-11-24") == 2
    assert "&" not in text
