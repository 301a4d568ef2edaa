"""A plan written into its own iCalendar file: what moves changes, all else stays byte for byte."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from helpers import CHECKOUT, command
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.ical.editing import edited
from planner.ical.file import IcalSource
from planner.ical.splicing import folded
from planner.model import Calendar, Cost, Entry, Plan, Post
from planner.readers import ReadOptions
from planner.readers.ics import read
from planner.renderers.ics import render_calendar, render_plan
from planner.source import Reading

STAMP = datetime(2026, 11, 1, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
STAMPS = ["LAST-MODIFIED:20261101T080000Z", "DTSTAMP:20261101T080000Z"]


def reading_of(data: bytes) -> Reading:
    """A file as read on a certain day."""
    return read("a.ics", data, ReadOptions(now=STAMP))


def file_of(*lines: str, end: str = "\r\n") -> bytes:
    """A calendar in Berlin with these lines."""
    whole = ["BEGIN:VCALENDAR", "X-WR-TIMEZONE:Europe/Berlin", *lines, "END:VCALENDAR", ""]
    return end.join(whole).encode()


def event(*lines: str, uid: str = "a") -> tuple[str, ...]:
    """An event with an id."""
    return ("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT")


def changed(data: bytes, **changes: dict[str, Any]) -> bytes:
    """The file after these changes of its entries, by id."""
    reading = reading_of(data)
    assert isinstance(reading.source, IcalSource)
    entries: list[Entry] = [
        entry._replace(**changes.get(entry.id, {})) for entry in reading.calendar.entries
    ]
    assert {entry.id for entry in entries} >= set(changes)
    planned = reading.calendar.with_entries(entries)
    return edited(reading.source, reading.calendar, planned, b"", STAMP)


def states(calendar: Calendar) -> dict[str, tuple[object, str]]:
    """When everything is, and its status."""
    return {
        it.id: (it.at.astimezone(UTC) if isinstance(it.at, datetime) else it.at, it.status)
        for it in calendar.entries
    }


def lines_of(data: bytes) -> list[str]:
    """The logical lines of a file."""
    return re.sub(rb"\r?\n[ \t]", b"", data).decode().splitlines()


def at(text: str) -> datetime:
    """A local time in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(("start", "end", "moved"), [
    ("DTSTART;TZID=Europe/Berlin:20261124T090000", "DTEND;TZID=Europe/Berlin:20261124T091500",
     ["DTSTART;TZID=Europe/Berlin:20261125T103000", "DTEND;TZID=Europe/Berlin:20261125T104500"]),
    ("DTSTART:20261124T080000Z", "DTEND:20261124T083000Z",
     ["DTSTART:20261125T093000Z", "DTEND:20261125T100000Z"]),
    ("DTSTART:20261124T090000", "DURATION:PT15M", ["DTSTART:20261125T103000", "DURATION:PT15M"]),
    ("dtstart;X-A=b;tzid=Asia/Tokyo:20261124T170000", "X-END:none",
     ["dtstart;X-A=b;tzid=Asia/Tokyo:20261125T183000", "X-END:none"]),
    ('DTSTART;TZID="W. Europe Standard Time":20261124T090000', "DTEND:20261124T081500Z",
     ['DTSTART;TZID="W. Europe Standard Time":20261125T103000', "DTEND:20261125T094500Z"]),
])  # fmt: skip
def test_a_time_moves_in_its_own_form(start: str, end: str, moved: list[str]) -> None:
    """Zone, case and parameters stay; the end follows, a length stays."""
    data = file_of(*event(start, end))
    lines = lines_of(changed(data, a={"at": at("2026-11-25T10:30")}))
    assert lines[4:-2] == [*moved, "SEQUENCE:1", *STAMPS]


def test_stamps_are_renewed_where_they_stand() -> None:
    """The number of changes counts on."""
    stamps = ("SEQUENCE:4", "DTSTAMP:20200101T000000Z", "LAST-MODIFIED:20200101T000000Z")
    data = file_of(*event(*stamps, "DTSTART:20261124T090000Z"))
    lines = lines_of(changed(data, a={"at": at("2026-11-25T10:30")}))
    assert lines[4:7] == ["SEQUENCE:5", STAMPS[1], STAMPS[0]]


def test_a_day_stays_a_day() -> None:
    """Its end moves as many days."""
    data = file_of(*event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125"))
    lines = lines_of(changed(data, a={"at": date(2026, 11, 27)}))
    assert lines[4:6] == ["DTSTART;VALUE=DATE:20261127", "DTEND;VALUE=DATE:20261128"]


def test_a_day_that_gets_a_time_is_written_in_utc() -> None:
    """The form of the line cannot say it, and no zone has to be defined for it."""
    data = file_of(*event("DTSTART;X-A=b;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125"))
    new = changed(data, a={"at": at("2026-11-27T10:00")})
    assert lines_of(new)[4:6] == ["DTSTART;X-A=b:20261127T090000Z", "SEQUENCE:1"]


def test_the_second_of_a_doubled_hour_is_written_in_utc() -> None:
    """A local time would mean the first."""
    data = file_of(*event("DTSTART;TZID=Europe/Berlin:20261024T090000"))
    second = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    new = changed(data, a={"at": second})
    assert "DTSTART:20261025T013000Z" in lines_of(new)
    assert states(reading_of(new).calendar)["a"][0] == second.astimezone(UTC)


def test_a_held_post_is_tentative_for_other_programs() -> None:
    """Planner reads that it is held."""
    data = file_of(*event("DTSTART:20261124T090000Z", "STATUS:CONFIRMED", "SUMMARY:x: Hello"))
    new = changed(data, a={"status": "held"})
    assert {"STATUS:TENTATIVE", "X-PLANNER-STATUS:held"} < set(lines_of(new))
    assert "DTSTART:20261124T090000Z" in lines_of(new)
    assert reading_of(new).calendar.posts[0].status == "held"


def test_one_date_of_a_series_is_replaced() -> None:
    """The series itself stays as it is."""
    start = "DTSTART;TZID=Europe/Berlin:20261124T090000"
    text = ("DTEND;TZID=Europe/Berlin:20261124T093000", "RRULE:FREQ=DAILY;COUNT=4",
            "EXDATE;TZID=Europe/Berlin:20261126T090000", "DESCRIPTION:Text")  # fmt: skip
    data = file_of(*event(start, *text), *event("DTSTART:20261124T090000Z", uid="b"))
    new = changed(data, **{"a/20261125T0900": {"at": at("2026-11-25T15:00")}})
    added = (
        "BEGIN:VEVENT", "UID:a", "DTSTART;TZID=Europe/Berlin:20261125T150000",
        "DTEND;TZID=Europe/Berlin:20261125T153000", "DESCRIPTION:Text", "SEQUENCE:1", *STAMPS,
        "RECURRENCE-ID;TZID=Europe/Berlin:20261125T090000", "END:VEVENT", "",
    )  # fmt: skip
    position = data.index(b"BEGIN:VEVENT\r\nUID:b")
    assert new == data[:position] + "\r\n".join(added).encode() + data[position:]
    found = states(reading_of(new).calendar)
    assert found["a/20261125T0900"][0] == at("2026-11-25T15:00").astimezone(UTC)
    assert len(found) == 4


def test_a_replaced_date_moves_in_place() -> None:
    """It needs no second replacement."""
    series = event("DTSTART:20261124T090000Z", "RRULE:FREQ=DAILY;COUNT=3", "DESCRIPTION:Text")
    other = event("RECURRENCE-ID:20261125T090000Z", "DTSTART:20261125T100000Z", "DESCRIPTION:New")
    data = file_of(*series, *other)
    new = changed(data, **{"a/20261125T0900": {"at": at("2026-11-25T15:00")}})
    assert new.count(b"RECURRENCE-ID") == 1
    assert b"DTSTART:20261125T140000Z" in new


def test_the_first_of_all_later_dates_moves_alone() -> None:
    """A replacement of a date and all later ones keeps the later ones."""
    series = event("DTSTART:20261124T090000Z", "RRULE:FREQ=DAILY;COUNT=4", "DESCRIPTION:Text")
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261125T090000Z",
                  "DTSTART:20261125T100000Z", "DESCRIPTION:New")  # fmt: skip
    data = file_of(*series, *later)
    before = states(reading_of(data).calendar)
    new = changed(data, **{"a/20261125T0900": {"at": at("2026-11-25T15:00")}})
    reading = reading_of(new)
    wanted = before | {"a/20261125T0900": (at("2026-11-25T15:00").astimezone(UTC), "draft")}
    assert states(reading.calendar) == wanted
    assert reading.findings == ()


def test_a_moved_date_does_not_shorten_a_series_without_end() -> None:
    """The days that are shown are those from before."""
    data = file_of(*event("DTSTART:20261124T090000Z", "RRULE:FREQ=DAILY", "DESCRIPTION:Text"))
    new = changed(data, **{"a/20261125T0900": {"at": at("2026-11-25T15:00")}})
    assert states(reading_of(new).calendar).keys() == states(reading_of(data).calendar).keys()


def test_a_series_without_an_id_gets_one() -> None:
    """Otherwise no replacement could name it."""
    data = file_of("BEGIN:VEVENT", "DTSTART:20261124T090000Z", "RRULE:FREQ=DAILY;COUNT=3",
                   "SUMMARY:x: Hi", "DESCRIPTION:Text", "END:VEVENT")  # fmt: skip
    first, second = list(states(reading_of(data).calendar))[1:]
    later: dict[str, Any] = {"at": at("2026-11-26T15:00")}
    new = changed(data, **{first: later, second: {"status": "held"}})
    assert lines_of(new).count("UID:20261124T090000Z x: Hi") == 3
    assert states(reading_of(new).calendar)[second][1] == "held"


def test_posts_of_one_event_may_part() -> None:
    """The channel that moves becomes an event of its own."""
    data = file_of(*event("DTSTART:20261124T090000Z", "CATEGORIES:x,linkedin,promo", "SUMMARY:Hi"))
    new = changed(data, **{"a/linkedin": {"at": at("2026-11-26T15:00")}})
    posts = reading_of(new).calendar.posts
    assert [(it.id, it.channel, it.at) for it in posts] == [
        ("a", "x", at("2026-11-24T10:00")), ("a/linkedin", "linkedin", at("2026-11-26T15:00")),
    ]  # fmt: skip


def test_posts_of_one_event_move_together() -> None:
    """Nothing is split then."""
    data = file_of(*event("DTSTART:20261124T090000Z", "CATEGORIES:x,linkedin", "SUMMARY:Hi"))
    later = {"at": at("2026-11-26T15:00")}
    new = changed(data, **{"a/x": later, "a/linkedin": later})
    assert new.count(b"BEGIN:VEVENT") == 1
    assert b"X-PLANNER-CHANNEL" not in new


def test_long_lines_fold_between_characters() -> None:
    """At 75 bytes at the most, with the line end of the file."""
    line = "SUMMARY:" + "Grüße 📈 " * 30
    found = folded(line.encode(), b"\n")
    assert max(map(len, found.split(b"\n"))) <= 75
    assert all(piece.decode() for piece in found.split(b"\n"))
    assert found.replace(b"\n ", b"").decode() == line


def plan_of(reading: Reading, *added: Entry) -> Plan:
    """A plan that adds entries."""
    planned = reading.calendar.with_entries([*reading.calendar.entries, *added])
    return Plan("optimal", Cost(), Cost(), (), (), (), planned, reading.calendar)


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_added_entries_come_before_the_end(end: str) -> None:
    """With the file's line ends, and an id that no other has."""
    data = file_of(*event("DTSTART:20261124T090000Z", "RDATE:20261125T090000Z", "URL:x"), end=end)
    reading = reading_of(data)
    added = Post("a", "a", at("2026-11-26T09:00"), "x", note="Say hello " * 20)
    new = render_plan(plan_of(reading, added), reading.source)
    assert isinstance(new, bytes)
    tail = f"END:VCALENDAR{end}".encode()
    assert new.startswith(data.removesuffix(tail))
    assert new.endswith(tail)
    assert (b"\r" in new) == (end == "\r\n")
    assert b"UID:a-2" in new
    assert b"DTSTART:20261126T080000Z" in new
    [post] = [post for post in reading_of(new).calendar.posts if post.id == "a"]
    assert (post.at, post.note) == (added.at, added.note)


def test_added_entries_use_a_zone_that_the_file_defines() -> None:
    """Else they are in UTC, as no file should use a zone that it does not define."""
    zone = ("BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE")  # fmt: skip
    reading = reading_of(file_of(*zone, *event("DTSTART:20261124T090000Z")))
    new = render_plan(plan_of(reading, Post("b", "b", at("2026-11-25T09:00"))), reading.source)
    assert isinstance(new, bytes)
    assert b"DTSTART;TZID=Europe/Berlin:20261125T090000\r\n" in new


DAMAGE = st.sampled_from([
    b"\xef\xbb\xbf", b"\xff\xfe", b"BEGIN:VCALENDAR", b"\r\r\n", b"\r", b"\n\n", b"BEGIN:VEVENT\n",
    b"END:VEVENT", b"no colon at all\r\n", b'X-A;B="c:d":e\r\n', b" folded on\r\n", b"\xc3\x28",
    b"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n", b"begin:vtodo\nend:vtodo\n", b"\tmore",
    b"DTSTART:20261124T090000\r\n", b"UID:a\r\n", b"RRULE:FREQ=DAILY;COUNT=3\r\n", b"\x00",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(DAMAGE, max_size=12).map(b"".join))
def test_writing_without_a_change_is_byte_identical(data: bytes) -> None:
    """Also of files that are broken."""
    reading = reading_of(data)
    assert render_calendar(reading) == data
    assert isinstance(reading.source, IcalSource)
    assert edited(reading.source, reading.calendar, reading.calendar, b"", STAMP) == data
    assert render_plan(plan_of(reading), reading.source) == data


EXTRA = st.lists(st.sampled_from([
    "X-Own;A=b:c", "x-lower:kept", "SUMMARY:Grüße " + "und " * 30, "DESCRIPTION:Text", "SEQUENCE:3",
    "DTSTAMP:20200101T000000Z", "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM", "STATUS:CONFIRMED",
    "DESCRIPTION:folded\r\n  by hand\r\n\twith a tab", "not a line", "LOCATION:here",
]), max_size=4, unique=True)  # fmt: skip
FORMS = st.sampled_from([
    "DTSTART;TZID=Europe/Berlin:{0}", "DTSTART:{0}Z", "DTSTART:{0}", "DTSTART;TZID=Asia/Tokyo:{0}",
    "DTSTART;TZID=Europe/Berlin:{0}\r\nDTEND;TZID=Europe/Berlin:{0}",
    "DTSTART:{0}\r\nDURATION:PT1H",
    "DTSTART;TZID=Europe/Berlin:{0}\r\nRRULE:FREQ=DAILY;COUNT=3", "DTSTART;TZID=No/Zone:{0}",
])  # fmt: skip
TIMES = st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 5)).map(  # noqa: DTZ001
    lambda it: it.replace(second=0, microsecond=0)
)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(st.tuples(FORMS, TIMES, EXTRA), min_size=1, max_size=4))
def test_a_move_changes_only_its_lines(
    data: st.DataObject, events: list[tuple[str, datetime, list[str]]]
) -> None:
    """What was written reads back as planned, and all other bytes are where they were."""
    blocks = [
        "\r\n".join(event(form.format(f"{start:%Y%m%dT%H%M%S}"), *extra, uid=str(number))) + "\r\n"
        for number, (form, start, extra) in enumerate(events)
    ]
    head = "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Europe/Berlin\r\n"
    file = (head + "".join(blocks) + "END:VCALENDAR").encode()
    reading = reading_of(file)
    entry = data.draw(st.sampled_from(reading.calendar.entries))
    minutes = data.draw(st.sampled_from([15, -45, 60, 1440, -2880, 3 * 1440 + 75]))
    assert isinstance(entry.at, datetime)
    moved = (entry.at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(entry.at.tzinfo)
    new = changed(file, **{entry.id: {"at": moved}})
    number = int(entry.entry)
    before = (head + "".join(blocks[:number])).encode()
    after = ("".join(blocks[number + 1 :]) + "END:VCALENDAR").encode()
    assert new.startswith(before)
    assert new.endswith(after)
    wanted = states(reading.calendar) | {entry.id: (moved.astimezone(UTC), entry.status)}
    assert states(reading_of(new).calendar) == wanted
    inside = new[len(before) : len(new) - len(after)]
    for line in events[number][2]:
        kept = line.encode()
        assert kept in inside or kept.startswith((b"SEQUENCE", b"DTSTAMP"))


def test_the_command_line_copies_and_plans_in_place(tmp_path: Path) -> None:
    """`convert` copies bytes; the planned file lints clean and keeps what nobody moved."""
    with open(f"{CHECKOUT}/sample_calendars/marketing-team.ics", "rb") as file:
        data = file.read()
    source, copy, week = (str(tmp_path / name) for name in ("team.ics", "copy.ics", "week.ics"))
    Path(source).write_bytes(data)
    assert command("convert", source, "-o", copy).code == 0
    assert Path(copy).read_bytes() == data
    clock = ("--now", "2027-02-01")
    assert command("plan", source, "-o", week, *clock).code == 0
    assert command("lint", week, *clock).code == 0
    planned = Path(week).read_bytes()
    assert planned != data
    assert b"DTSTAMP:20270201T000000Z" in planned
    assert planned.count(b"BEGIN:VALARM") == data.count(b"BEGIN:VALARM")
    assert command("plan", source, "-f", "ics", *clock).out.encode() == planned


def test_a_part_of_a_calendar_is_written_anew(tmp_path: Path) -> None:
    """A copy of the file would hold more than was asked for."""
    source = str(tmp_path / "a.ics")
    lines = (*event("DTSTART:20261124T090000Z"), *event("DTSTART:20261224T090000Z", uid="b"))
    Path(source).write_bytes(file_of(*lines))
    done = command("convert", source, "-f", "ics", "--week", "2026-W48")
    assert "20261124" in done.out
    assert "20261224" not in done.out
