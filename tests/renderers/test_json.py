import json
from datetime import date
from typing import Any

from planner.model import Calendar, Channel, Media, Person, Plan, Post, Record
from planner.renderers.json import render_calendar, render_plan
from planner.source import Reading, Source


def test_a_calendar_has_the_documented_keys(reading: Reading) -> None:
    """Other programs rely on them."""
    record = json.loads(render_calendar(reading))
    assert list(record) == [
        "version", "name", "timezone", "channels", "people", "posts", "slots", "records", "notes",
    ]  # fmt: skip
    assert record["posts"][0] == {
        "id": "origin",
        "entry": "origin",
        "at": "2026-11-23T09:00:00+01:00",
        "channel": "mastodon",
        "kind": "share",
        "text": "How the Huila co-op dries its beans, by @farm@coop.social",
        "status": "draft",
        "line": 3,
        "link": "https://example.org/huila",
        "by": "rosa",
        "source": "@farm@coop.social",
    }
    assert record["slots"][0] == {
        "id": "reply",
        "entry": "reply",
        "at": "2026-11-24T12:45:00+01:00",
        "minutes": 30,
        "channels": ["instagram"],
        "kind": "conversation",
        "by": "imran",
        "status": "scheduled",
        "line": None,
    }


def test_a_time_is_an_instant_a_day_or_null(reading: Reading) -> None:
    """A day without a time never becomes midnight."""
    at = {post["id"]: post["at"] for post in json.loads(render_calendar(reading))["posts"]}
    assert at["later"] == "2026-11-27"
    assert at["some-day"] is None


def test_findings_of_the_reader_become_notes(reading: Reading) -> None:
    """Notes without a place come first, with no line."""
    assert json.loads(render_calendar(reading))["notes"] == [
        {"line": None, "message": "no zone, took UTC"},
        {"line": 5, "message": 'time "9" lacks minutes'},
    ]


def test_a_plan_tells_its_moves_and_cost(plan: Plan, source: Source) -> None:
    """Moves keep their order; the calendar inside is the one that convert gives."""
    record = json.loads(render_plan(plan, source))
    assert record["cost"] == {"held": 1, "inserted": 2, "moved": 2, "displacement": 50}
    assert record["moves"][0] == {
        "entry": "origin",
        "what": "shift",
        "from": "2026-11-23T09:00:00+01:00",
        "to": "2026-11-24T09:15:00+01:00",
        "rules": ["spacing", "presence"],
        "why": "too close",
    }
    assert record["by_hand"][0]["line"] == 4
    added = next(post for post in record["calendar"]["posts"] if post["id"] == "add-1")
    assert added["line"] is None
    assert record["calendar"]["notes"] == [{"line": 3, "message": "2 conflicting zones"}]


def test_a_conflict_names_its_week(stuck: Plan, source: Source) -> None:
    """In the words that `--week` takes."""
    assert json.loads(render_plan(stuck, source))["conflicts"] == [
        {
            "week": "2026-W48",
            "channel": "instagram",
            "rules": ["promo-to-share", "presence"],
            "entries": ["roast", "gone"],
            "why": "both promos are pinned",
            "ways_out": ["unpin roast", "hold cup back"],
        }
    ]


def test_unknown_keys_are_kept_and_stay_json() -> None:
    """An infinite number has no JSON, so it becomes a word."""
    extra: tuple[tuple[str, Any], ...] = (("mood", {"a": [1.5, float("inf"), None]}),)
    calendar = Calendar(posts=(Post("a", "a", None, extra=extra),))
    record = json.loads(render_calendar(Reading(calendar, Source("a.yaml", b""))))
    assert record["posts"][0]["extra"] == {"mood": {"a": [1.5, "inf", None]}}


def test_records_and_settings_are_told() -> None:
    """Records always, settings where there are any."""
    calendar = Calendar(
        channels=(Channel("x", since=date(2026, 2, 1), extra=(("tone", "dry"),)),),
        people=(Person("rosa", backup="imran"),),
        domains=("roastery.example",),
        partners=("@farm@coop.social",),
        records=(Record("r", date(2026, 11, 23), "question", note="on opening hours"),),
    )
    record = json.loads(render_calendar(Reading(calendar, Source("a.yaml", b""))))
    assert record["channels"] == {"x": {"since": "2026-02-01", "extra": {"tone": "dry"}}}
    assert record["people"] == {"rosa": {"backup": "imran"}}
    assert (record["domains"], record["partners"]) == (["roastery.example"], ["@farm@coop.social"])
    assert record["records"] == [
        {
            "id": "r", "at": "2026-11-23", "kind": "question", "channel": None, "who": None,
            "line": None, "note": "on opening hours",
        }
    ]  # fmt: skip


def test_fields_that_are_set_are_told() -> None:
    """With the names that the model has."""
    post = Post(
        "a", "a", None, media=(Media("a.jpg", extra=(("crop", 3),)),), tags=("x",),
        window=(date(2026, 11, 1), None),
    )  # fmt: skip
    record = json.loads(render_calendar(Reading(Calendar(posts=(post,)), Source("a.yaml", b""))))[
        "posts"
    ][0]
    assert record["media"] == [{"file": "a.jpg", "extra": {"crop": 3}}]
    assert record["tags"] == ["x"]
    assert record["window"] == {"from": "2026-11-01", "to": None}
