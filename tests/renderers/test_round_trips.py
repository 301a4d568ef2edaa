"""What planner writes it reads back: the same calendar as YAML, as JSON and as iCalendar."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model import (
    POST_KINDS,
    RECORD_KINDS,
    SLOT_KINDS,
    STATUSES,
    UNKNOWN,
    Calendar,
    Channel,
    Person,
    Post,
    Record,
    Slot,
)
from planner.readers import ReadOptions, ics, json, yaml
from planner.renderers import ics as ics_renderer
from planner.renderers import json as json_renderer
from planner.renderers import yaml as yaml_renderer
from planner.source import Reading, Source

BERLIN = ZoneInfo("Europe/Berlin")
WAYS = {"yaml": (yaml_renderer, yaml), "json": (json_renderer, json), "ics": (ics_renderer, ics)}

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(" '\":#-@,[]{}"), max_size=12)
LINES = TEXTS.map(str.strip).filter(bool)
SOME = st.none() | LINES
WORDS = st.lists(LINES, max_size=3).map(tuple)
DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))
TIMES = st.builds(
    lambda day, hour, minute: datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN),
    DAYS, st.integers(4, 23), st.integers(0, 59),
)  # fmt: skip
CHANNELS = st.sampled_from(["x", "mastodon"])
IGNORED = {"ignore": st.just(("a-rule",)), "ignore_reason": SOME}


def records(make: Callable[..., Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Up to three posts, slots or records with ids of their own."""
    entry = make is not Record
    return st.lists(st.fixed_dictionaries(fields), max_size=3).map(
        lambda found: tuple(
            make(id=name, **({"entry": name} if entry else {}), **values)
            for name, values in ((f"{make.__name__}-{it}", found[it]) for it in range(len(found)))
        )
    )


def channels(name: str) -> st.SearchStrategy[Channel]:
    """A channel by its name."""
    limits = st.none() | st.integers(1, 9)
    extra = st.just((("tone", "dry"),))
    return st.builds(
        Channel, st.just(name), SOME, limits, st.none(), st.just({}), st.none() | DAYS,
        st.booleans(), st.sampled_from([None, "22:00-07:00"]),
        st.sampled_from([(), ("12:30",), ("tue-thu 09:00", "12:30")]), extra,
    )  # fmt: skip


POSTS = records(
    Post, at=st.none() | DAYS | TIMES, channel=CHANNELS,
    kind=st.sampled_from((*POST_KINDS, UNKNOWN)), status=st.sampled_from(STATUSES), text=LINES,
    audience=SOME, origin=SOME, paid=st.booleans(), opinion=st.none() | st.booleans(),
    approvals=st.none() | st.integers(0, 9), event=st.none() | DAYS, promises=SOME,
    due=st.none() | DAYS, delivers=SOME, **IGNORED,
)  # fmt: skip
SLOTS = records(
    Slot, at=DAYS | TIMES, minutes=st.integers(1, 600), kind=st.sampled_from(SLOT_KINDS),
    contacts=WORDS, surfaces=WORDS, tags=WORDS, note=SOME, **IGNORED,
)  # fmt: skip
RECORDS = records(
    Record, at=DAYS | TIMES, kind=st.sampled_from(RECORD_KINDS), channel=st.none() | CHANNELS,
    who=SOME, note=SOME, extra=st.just((("mood", "on"),)), **IGNORED,
)  # fmt: skip
PEOPLE = st.builds(Person, LINES, SOME, st.none(), SOME, SOME, st.just(()))
CALENDARS = st.fixed_dictionaries(
    {
        "timezone": st.just("Europe/Berlin"),
        "channels": st.tuples(*map(channels, ("x", "mastodon"))),
        "people": st.lists(PEOPLE, max_size=2, unique_by=lambda it: it.name).map(tuple),
        "domains": st.lists(st.sampled_from(["a.example", "www.com"]), unique=True).map(tuple),
        "partners": WORDS,
        "quiet": st.sampled_from([None, "sat-sun 00:00-24:00, 22:00-07:00"]),
        "posts": POSTS,
        "slots": SLOTS,
        "records": RECORDS,
    }
).map(lambda fields: Calendar(**fields))


def again(calendar: Calendar, way: str) -> Calendar:
    """The calendar after it was written and read."""
    renderer, reader = WAYS[way]
    text = renderer.render_calendar(Reading(calendar, Source("a", b"")))
    data = text if isinstance(text, bytes) else text.encode()
    found = reader.read("a", data, ReadOptions())
    assert {finding.rule for finding in found.findings} <= {"empty-calendar", "unknown-key"}
    calendar_again: Calendar = found.calendar
    return calendar_again


def plain(calendar: Calendar) -> Calendar:
    """A calendar without where things stand, and without an order of entries."""
    return calendar._replace(
        posts=_sorted(calendar.posts),
        slots=_sorted(calendar.slots),
        records=_sorted(calendar.records),
    )


def _sorted(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted((it._replace(route=()) for it in entries), key=lambda it: str(it.id)))


@pytest.mark.parametrize("way", WAYS)
@given(calendar=CALENDARS)
@settings(max_examples=60, deadline=None)
def test_what_was_written_reads_back_equal(way: str, calendar: Calendar) -> None:
    """Every field of a calendar survives, except where it stood."""
    assert plain(again(calendar, way)) == plain(calendar)


@given(calendar=CALENDARS)
@settings(max_examples=30, deadline=None)
def test_writing_what_was_read_gives_the_same_file(calendar: Calendar) -> None:
    """Converting twice is converting once."""
    once = yaml_renderer.render_calendar(Reading(again(calendar, "yaml"), Source("a", b"")))
    assert once == yaml_renderer.render_calendar(Reading(calendar, Source("a", b"")))


@pytest.mark.parametrize("way", WAYS)
def test_records_outside_of_the_days_asked_for_are_left_out(way: str) -> None:
    """Whatever the format."""
    told = [Record(f"r{day}", date(2026, 11, day), "share") for day in (22, 23, 29, 30)]
    renderer, reader = WAYS[way]
    calendar = Calendar(posts=(Post("a", "a", date(2026, 11, 23)),), records=tuple(told))
    text = renderer.render_calendar(Reading(calendar, Source("a", b"")))
    options = ReadOptions(first=date(2026, 11, 23), until=date(2026, 11, 30))
    found = reader.read("a", str(text).encode(), options).calendar.records
    assert [record.id for record in found] == ["r23", "r29"]


def test_settings_of_an_older_ics_file_are_read() -> None:
    """Its channels and people have fewer fields."""
    stored = r'{"channels":[["x"\,"@a"\,9\,null\,{}\,[]]]\,"people":[["rosa"\,null\,null\,[]]]}'
    lines = ("BEGIN:VCALENDAR", f"X-PLANNER-SETTINGS:{stored}", "END:VCALENDAR", "")
    found = ics.read("a.ics", "\r\n".join(lines).encode(), ReadOptions()).calendar
    assert found.channels == (Channel("x", "@a", 9),)
    assert found.people == (Person("rosa"),)


@pytest.mark.parametrize(
    "record",
    ['{"id":"a"\\,"kind":"share"}', '{"id":"a"\\,"at":"soon"\\,"kind":"share"}', "[]",
     '{"id":"a"\\,"at":{"$date":"2026-11-23"}\\,"kind":"promo"}',
     '{"id":"a"\\,"at":{"$time":"2026-11-23T09:00"}\\,"kind":"share"}',
     '{"id":"a"\\,"at":{"$time":"9999-12-31T23:00-09:00"}\\,"kind":"share"}'],
)  # fmt: skip
def test_a_damaged_record_of_an_ics_file_is_told(record: str) -> None:
    """And nothing else is lost."""
    stored = rf'{{"partners":["@ana"]\,"records":[{record}]}}'
    lines = ("BEGIN:VCALENDAR", f"X-PLANNER-SETTINGS:{stored}", "END:VCALENDAR", "")
    found = ics.read("a.ics", "\r\n".join(lines).encode(), ReadOptions())
    assert "The stored value of `records` is damaged" in found.findings[0].message
    assert (found.calendar.partners, found.calendar.records) == (("@ana",), ())
