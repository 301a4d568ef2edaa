"""Events that are taken whole mean what they mean line by line."""

from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.ical.components import Tree
from planner.ical.lines import Line
from planner.ical.plain import PlainEvent
from planner.ical.scanner import Scanner
from planner.readers import ReadOptions
from planner.readers.ics import read

ODD = b"x-slow:lower case names are looked at line by line"
LINES = st.sampled_from([
    "SUMMARY:[LinkedIn] Grüße; 50\\, and more", "DESCRIPTION:Channel: x\\nKind: promo\\nText",
    "CATEGORIES:promo,LinkedIn", "CATEGORIES:Our own", "STATUS:CONFIRMED", "STATUS:CANCELLED",
    "URL:https://example.org/a:b", "DTEND:20261124T093000", "DTEND;TZID=Asia/Tokyo:20261124T0800",
    'ORGANIZER;CN="Rosa: the \\"first\\"":mailto:rosa@example.org', 'X-A;B="c:d;e";F=g:h',
    "DTSTART:x",
    "RRULE:FREQ=DAILY;COUNT=3", "X-PLANNER-KIND:share", "X-PLANNER-STATUS:held", "X-A;B^n=^':c",
    "ATTACH:https://example.org/a.jpg", "SUMMARY:twice", "NO COLON HERE", 'X-B;"odd":value', "",
])  # fmt: skip
EVENTS = st.lists(LINES, max_size=7)
FOLDS = st.sampled_from(["", " ", "\t"])


def file_of(events: list[list[str]], end: str, fold: str, alarm: bool, odd: bytes) -> bytes:
    """A calendar with these events; `fold` breaks long lines, `odd` is one more line in each."""
    lines: list[str] = ["BEGIN:VCALENDAR"]
    for number, own in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTART;TZID=Europe/Berlin:20261124T090000"]
        lines += [line[:20] + end + fold + line[20:] if fold and line else line for line in own]
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "END:VALARM"] if alarm else []
        lines += ["END:VEVENT"]
    data = end.join([*lines, "END:VCALENDAR", ""]).encode()
    mark = f"END:VEVENT{end}".encode()
    return data.replace(mark, odd + end.encode() + mark) if odd else data


@settings(max_examples=200, deadline=None)
@given(st.lists(EVENTS, max_size=3), st.sampled_from(["\r\n", "\n"]), FOLDS, st.booleans())
def test_plain_events_mean_the_same(
    events: list[list[str]], end: str, fold: str, alarm: bool
) -> None:
    """Whether an event is taken whole or line by line, its posts and findings are the same."""
    quick = read("a.ics", file_of(events, end, fold, alarm, b""), ReadOptions())
    slow = read("a.ics", file_of(events, end, fold, alarm, ODD), ReadOptions())
    assert quick.calendar == slow.calendar
    assert [it[:3] for it in quick.findings] == [it[:3] for it in slow.findings]
    assert [note.message for note in quick.notes] == [note.message for note in slow.notes]


def test_an_ordinary_event_is_taken_whole() -> None:
    """Its lines know their places all the same."""
    own = ["SUMMARY:Gr\u00fc\u00dfe", "DESCRIPTION:one two three four"]
    data = b"\xef\xbb\xbf" + file_of([own], "\r\n", " ", alarm=True, odd=b"")
    found = [line for line in Scanner(data).lines() if isinstance(line, PlainEvent)]
    assert len(found) == 1
    [event] = Tree().read(Scanner(data).lines()).events
    assert data[slice(*event.begin)] == b"BEGIN:VEVENT"
    assert event.end is not None
    assert data[slice(*event.end)] == b"END:VEVENT"
    assert data[slice(*event.children[0].begin)] == b"BEGIN:VALARM"
    for line in event.lines():
        assert isinstance(line, Line)
        assert data[line.start : line.end].startswith(line.name.encode())
    texts = [data[line.start : line.end].replace(b"\r\n ", b"") for line in event.lines()]
    assert b"DESCRIPTION:one two three four" in texts


ORDINARY = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261124T090000Z\r\nSUMMARY:One\r\nEND:VEVENT\r\n"


@pytest.mark.parametrize(
    ("old", "new", "whole"),
    [
        ("One", "Two", True),
        ("One", "Gr\u00fc\u00dfe", True),
        ("One", ";" * 100, True),
        ("One", "T\r\n wo", True),
        ("One", "T\r\n\two", True),
        ("One", "T" * 5000, True),
        ("SUMMARY", "DESCRIPTION", True),
        ("SUMMARY", "summary", False),
        ("One", "T\rwo", False),
        ("One", "T\nSUMMARY:wo", False),
        ("One", "Two\r\n", False),
        ("END:VEVENT\r\n", "END:VEVENT\r\n folded\r\n", False),
        ("BEGIN:VEVENT", "BEGIN:VTODO", False),
        ("BEGIN:VEVENT\r\n", "BEGIN:VEVENT\r\n folded\r\n", False),
    ],
)
def test_an_event_like_the_one_before_is_looked_at_all_the_same(
    old: str, new: str, whole: bool
) -> None:
    """Only one without anything odd is taken whole, however alike the two are."""
    data = (ORDINARY + ORDINARY.replace(old, new)).encode()
    lines = list(Scanner(data).lines())
    assert isinstance(lines[0], PlainEvent)
    assert any(isinstance(line, PlainEvent) for line in lines[1:]) == whole


def test_what_is_like_the_event_before_is_told_at_its_own_place() -> None:
    """The places of lines are those of the event that they stand in."""
    data = (ORDINARY + ORDINARY.replace("One", "T\r\n wo").replace("UID:a", "UID:b")).encode()
    _, event = Tree().read(Scanner(data).lines()).events
    line = event.first("SUMMARY")
    assert line is not None
    assert line.value == "Two"
    assert data[slice(*line.span)] == b"SUMMARY:T\r\n wo"
    assert data[slice(*event.begin)] == b"BEGIN:VEVENT"
    assert event.begin.start == len(ORDINARY)
    assert event.end is not None
    assert data[slice(*event.end)] == b"END:VEVENT"
    assert event.children == []


def test_utc_stays_one_object() -> None:
    """So that times in UTC are known by their zone."""
    data = (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261124T090000Z\nEND:VEVENT\nEND:VCALENDAR"
    )
    [post] = read("a.ics", data, ReadOptions(timezone="UTC")).calendar.posts
    assert getattr(post.at, "tzinfo", None) is UTC
