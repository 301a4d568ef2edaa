import pickle
import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.ical import recurrence, scanner
from planner.model import Entry, Post, Slot
from planner.readers import ReadOptions
from planner.readers.ics import read
from planner.source import Reading

YEAR = ReadOptions(first=date(2026, 1, 1), until=date(2027, 1, 1))
BERLIN = ReadOptions(timezone="Europe/Berlin")


def event(*lines: str, uid: str = "one") -> str:
    """A VEVENT with an id."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    """A VCALENDAR with CRLF line ends."""
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]
    return "\r\n".join(whole).encode()


def reading(*parts: str, options: ReadOptions = BERLIN) -> Reading:
    """The reading of a calendar with these parts."""
    return read("test.ics", calendar(*parts), options)


def post(*lines: str, options: ReadOptions = BERLIN) -> Post:
    """The only post of a calendar with one event."""
    found = reading(event(*lines), options=options)
    assert len(found.calendar.posts) == 1, found
    return found.calendar.posts[0]


def starts(found: Reading) -> list[str]:
    """The local starts of all entries, in order."""
    entries: list[Entry] = [*found.calendar.posts, *found.calendar.slots]
    return sorted(
        f"{entry.at:%m-%d %H:%M%z}" if isinstance(entry.at, datetime) else str(entry.at)
        for entry in entries
    )


def rules(found: Reading) -> list[str]:
    """The names of the findings."""
    return sorted(finding.rule for finding in found.findings)


AT = "DTSTART;TZID=Europe/Berlin:20261124T090000"


def test_folded_lines_are_joined_before_they_are_decoded() -> None:
    """A fold in the middle of a character does no harm."""
    data = calendar(event(AT, "DESCRIPTION:Gr@@")).replace(b"@@", b"\xc3\r\n \xbc\xc3\x9fe")
    found = read("test.ics", data, BERLIN)
    assert found.calendar.posts[0].text == "Grüße"
    assert found.findings == ()


def test_bytes_that_are_no_text_are_found_at_their_place() -> None:
    """Invalid UTF-8 is an error with line and column; the entry is still read."""
    data = calendar(event(AT, "SUMMARY:ab@c")).replace(b"@", b"\xff")
    found = read("test.ics", data, BERLIN)
    assert rules(found) == ["bad-encoding"]
    place = found.source.place(found.findings[0].place)
    assert (place.line, place.column) == (6, 11)
    assert found.calendar.posts[0].text == "ab�c"


def test_a_byte_order_mark_and_plain_line_feeds_are_fine() -> None:
    """Files with a BOM or LF line ends are read without a word."""
    plain = calendar(event(AT, "SUMMARY:Hello")).replace(b"\r\n", b"\n")
    found = read("test.ics", b"\xef\xbb\xbf" + plain, BERLIN)
    assert found.calendar.posts[0].text == "Hello"
    assert found.findings == ()


@pytest.mark.parametrize("end", [b"\r\r\n", b"\r"])
def test_odd_line_ends_are_told_once(end: bytes) -> None:
    """CR CR LF and a CR alone are one finding, and everything is read."""
    data = calendar(event(AT, "SUMMARY:Hello")).replace(b"\r\n", end)
    found = read("test.ics", data, BERLIN)
    assert rules(found) == ["odd-line-end"]
    assert found.calendar.posts[0].text == "Hello"


def test_utf_16_is_refused_in_words() -> None:
    """A file saved as UTF-16 says so instead of being an empty calendar."""
    data = calendar(event(AT)).decode().encode("utf-16")
    assert rules(read("test.ics", data, BERLIN)) == ["bad-encoding"]


def test_escaped_text_is_plain() -> None:
    r"""Backslashes before commas, semicolons, backslashes and n are taken away."""
    found = post(AT, r"DESCRIPTION:One\, two\; three\nfour \\n five\Nsix")
    assert found.text == "One, two; three\nfour \\n five\nsix"


def test_a_quoted_parameter_may_hold_a_colon() -> None:
    """The value begins after the colon outside of the quotes."""
    found = post(AT, 'SUMMARY;ALTREP="http://example.org/a;b":Hello: you')
    assert found.text == "Hello: you"


def test_broken_lines_are_found_and_the_rest_is_read() -> None:
    """Neighbouring lines that are no `NAME:value` make one finding at the first of them."""
    found = reading(event(AT, "SUMMARY:Hello", "and more", "of this"))
    assert rules(found) == ["broken-line"]
    assert found.source.place(found.findings[0].place).line == 7
    assert found.calendar.posts[0].text == "Hello"


def test_a_missing_end_does_not_hide_the_next_event() -> None:
    """An event that was not closed and the one after it are both read."""
    first = event(AT, "SUMMARY:A").removesuffix("\r\nEND:VEVENT")
    found = reading(first, event(AT, "SUMMARY:B", uid="two"))
    assert [entry.text for entry in found.calendar.posts] == ["A", "B"]
    assert rules(found) == ["syntax"]


def test_several_calendars_in_a_file_are_all_read() -> None:
    """Every VCALENDAR counts, each with its own time zones."""
    first = calendar(event(AT, "SUMMARY:A"))
    found = read("test.ics", first + calendar(event(AT, uid="two")), BERLIN)
    assert [entry.id for entry in found.calendar.posts] == ["one", "two"]


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("DTSTART:20260701T090000Z", 0),
        ("DTSTART;TZID=America/New_York:20260701T090000", -4),
        ("DTSTART;TZID=/example.org/2026/America/New_York:20260701T090000", -4),
        ("DTSTART;TZID=W. Europe Standard Time:20260701T090000", 2),
        ('DTSTART;TZID="Eastern Standard Time":20260701T090000', -4),
    ],
)
def test_zones_have_many_names(written: str, offset: int) -> None:
    """Z, public names, their ends and the names of Windows are understood."""
    found = post(written)
    zone_free = datetime(2026, 7, 1, 9, tzinfo=UTC) - timedelta(hours=offset)
    assert found.at == zone_free


OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Our Office
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE""".replace("\n", "\r\n")
WINDOWS = "DTSTART;TZID=Central Europe Standard Time:20261124T090000"
OFFICE = event("DTSTART;TZID=Our Office:20261124T090000")
TOKYO = "X-WR-TIMEZONE:Asia/Tokyo"
LIMA = ReadOptions(timezone="America/Lima")


@pytest.mark.parametrize(("local", "utc_hour"), [("20260701T120000", 10), ("20261201T120000", 11)])
def test_a_zone_of_the_file_itself_counts(local: str, utc_hour: int) -> None:
    """A VTIMEZONE with a name of its own gives summer and winter time."""
    found = reading(OWN_ZONE, event(f"DTSTART;TZID=Our Office:{local}"))
    at = found.calendar.posts[0].at
    assert isinstance(at, datetime)
    assert at.astimezone(UTC).hour == utc_hour
    assert found.findings == ()


def test_the_public_zone_wins_over_the_file() -> None:
    """A VTIMEZONE that contradicts the zone of its name is told, and does not count."""
    zone = OWN_ZONE.replace("Our Office", "Asia/Tokyo")
    found = reading(zone, event("DTSTART;TZID=Asia/Tokyo:20260701T120000"))
    assert rules(found) == ["odd-zone"]
    assert found.calendar.posts[0].at == datetime(2026, 7, 1, 3, tzinfo=UTC)


def test_an_unknown_zone_is_told_once() -> None:
    """Times of a zone that nobody knows are read in the calendar's zone."""
    line = "DTSTART;TZID=Middle Earth:20261124T090000"
    found = reading(event(line), event(line, uid="two"))
    assert rules(found) == ["unknown-zone"]
    assert found.calendar.posts[0].at == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_a_zone_with_z_is_utc() -> None:
    """TZID and Z on one line contradict each other: a finding, and UTC counts."""
    found = reading(event("DTSTART;TZID=Europe/Berlin:20261124T090000Z"))
    assert rules(found) == ["odd-time"]
    assert found.calendar.posts[0].at == datetime(2026, 11, 24, 9, tzinfo=UTC)


FLOATING = event("DTSTART:20261124T090000")


@pytest.mark.parametrize(
    ("parts", "options", "zone"),
    [
        ([TOKYO, FLOATING], LIMA, "America/Lima"),
        ([TOKYO, FLOATING], ReadOptions(), "Asia/Tokyo"),
        ([event(AT, uid="two"), FLOATING], ReadOptions(), "Europe/Berlin"),
        ([event(WINDOWS, uid="two"), FLOATING], ReadOptions(), "Europe/Budapest"),
        ([OWN_ZONE, OFFICE], ReadOptions(), "Europe/Berlin"),
        ([FLOATING], ReadOptions(), "UTC"),
    ],
)  # fmt: skip
def test_the_zone_of_the_calendar(parts: list[str], options: ReadOptions, zone: str) -> None:
    """It is the one asked for, the one of the file, the only one used, or UTC with a note."""
    found = reading(*parts, options=options)
    assert found.calendar.timezone == zone
    assert any("no time zone" in note.message for note in found.notes) == (zone == "UTC")


def test_the_zone_of_the_machine_does_not_matter() -> None:
    """A floating time means the same wherever planner runs, even with a zone `localtime`."""
    script = (
        "import sys; from planner.readers.ics import read; from planner.readers import ReadOptions;"
        "d = sys.stdin.buffer.read(); r = read('x', d, ReadOptions());"
        "print([str(p.at) for p in r.calendar.posts], r.calendar.timezone)"
    )
    data = calendar(FLOATING, event("DTSTART;TZID=localtime:20261124T090000", uid="two"))
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], input=data, capture_output=True, check=True,
            env={"TZ": zone, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for zone in ("Asia/Tokyo", "America/Lima")
    }  # fmt: skip
    assert len(outputs) == 1
    assert b"09:00:00+00:00" in outputs.pop()


def test_a_time_in_the_gap_takes_the_offset_before_it() -> None:
    """When clocks go forward over a time it is a finding and read with the old offset."""
    found = reading(event("DTSTART;TZID=Europe/Berlin:20260329T023000"))
    assert rules(found) == ["no-such-time"]
    at = found.calendar.posts[0].at
    assert isinstance(at, datetime)
    assert at.utcoffset() == timedelta(hours=1)


def test_a_series_tells_its_clock_changes_once() -> None:
    """An occurrence in the gap is a finding at the rule, one that comes twice a note."""
    daily = "DTSTART;TZID=Europe/Berlin:20260301T023000", "RRULE:FREQ=DAILY;COUNT=300"
    found = reading(event(*daily))
    assert rules(found) == ["no-such-time"]
    assert found.source.place(found.findings[0].place).line == 6
    assert [note.message[:26] for note in found.notes] == ["02:30 on Sun 25 Oct 2026 co"[:26]]


def test_a_doubled_time_is_the_first() -> None:
    """When clocks go back a time comes twice; the first counts, with a note."""
    found = reading(event("DTSTART;TZID=Europe/Berlin:20261025T023000"))
    assert found.findings == ()
    assert "twice" in found.notes[0].message
    assert starts(found) == ["10-25 02:30+0200"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("DTSTART;VALUE=DATE:20261124", []),
        ("DTSTART:20261124", []),
        ("DTSTART;VALUE=DATE;TZID=Europe/Berlin:20261124", ["odd-time"]),
    ],
)
def test_an_all_day_event_is_a_day(line: str, told: list[str]) -> None:
    """A date is not midnight: the post has a day and no time."""
    found = reading(event(line))
    assert found.calendar.posts[0].at == date(2026, 11, 24)
    assert rules(found) == told


@pytest.mark.parametrize("value", ["20260230T090000", "tomorrow", "99991231T000000", ""])
def test_a_time_that_does_not_exist_keeps_the_post(value: str) -> None:
    """A start that cannot be read is a finding at its line; the post has no time."""
    found = reading(event(f"DTSTART:{value}", "SUMMARY:Hello"))
    assert rules(found) == ["no-such-time"]
    assert found.source.place(found.findings[0].place).line == 5
    assert found.calendar.posts[0].at is None


def test_an_event_without_a_start_is_kept() -> None:
    """It is a post without a date, and a finding."""
    found = reading(event("SUMMARY:Hello"))
    assert rules(found) == ["no-such-time"]
    assert found.calendar.posts[0].text == "Hello"


def test_daily_and_slower_keep_the_wall_clock() -> None:
    """A series over a clock change stays at the same local time."""
    found = reading(event("DTSTART;TZID=Europe/Berlin:20261024T090000", "RRULE:FREQ=DAILY;COUNT=3"))
    assert starts(found) == ["10-24 09:00+0200", "10-25 09:00+0100", "10-26 09:00+0100"]


def test_hourly_steps_in_real_time() -> None:
    """Over a clock change an hour is an hour, and the doubled hour comes twice."""
    found = reading(
        event("DTSTART;TZID=Europe/Berlin:20261025T013000", "RRULE:FREQ=HOURLY;COUNT=4")
    )
    assert starts(found) == [
        "10-25 01:30+0200", "10-25 02:30+0100", "10-25 02:30+0200", "10-25 03:30+0100",
    ]  # fmt: skip
    assert len({slot.id for slot in found.calendar.slots}) == 4


def test_a_start_off_its_rule_counts() -> None:
    """DTSTART is always an occurrence: COUNT counts it, and it is told."""
    found = reading(event(AT, "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3"))
    assert starts(found) == ["11-24 09:00+0100", "11-25 09:00+0100", "12-02 09:00+0100"]
    assert rules(found) == ["odd-recurrence"]


@pytest.mark.parametrize(
    ("until", "count"),
    [("20261126T090000", 3), ("20261126T080000Z", 3), ("20261126T075959Z", 2), ("20261126", 3)],
)
def test_until_is_included(until: str, count: int) -> None:
    """UNTIL is read in the start's zone; Z is UTC; a day includes all of it."""
    found = reading(event(AT, f"RRULE:FREQ=DAILY;UNTIL={until}"))
    assert len(starts(found)) == count


def test_exceptions_match_by_moment_and_by_day() -> None:
    """EXDATE in another zone or as a day takes an occurrence away; others are findings."""
    found = reading(
        event(AT, "RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20261125T080000Z",
              "EXDATE;VALUE=DATE:20261126", "EXDATE:20261127T100000")
    )  # fmt: skip
    assert starts(found) == ["11-24 09:00+0100", "11-27 09:00+0100"]
    assert rules(found) == ["odd-recurrence"]


def test_further_dates_and_periods_are_occurrences() -> None:
    """RDATE adds times; of a period the start counts."""
    period = "RDATE;VALUE=PERIOD:20261128T090000Z/PT1H"
    found = reading(event(AT, "RDATE;TZID=Europe/Berlin:20261126T100000", period))
    assert starts(found) == ["11-24 09:00+0100", "11-26 10:00+0100", "11-28 10:00+0100"]


def test_an_occurrence_can_be_replaced() -> None:
    """RECURRENCE-ID moves one occurrence; its id is that of the time it replaces."""
    moved = event("RECURRENCE-ID:20261125T080000Z", "DTSTART:20261125T150000Z", "SUMMARY:Moved")
    found = reading(event(AT, "RRULE:FREQ=DAILY;COUNT=3", "DESCRIPTION:Text"), moved)
    assert starts(found) == ["11-24 09:00+0100", "11-25 16:00+0100", "11-26 09:00+0100"]
    ids = [post.id for post in found.calendar.posts] + [slot.id for slot in found.calendar.slots]
    assert sorted(ids) == ["one/20261124T0900", "one/20261125T0800", "one/20261126T0900"]


def test_a_replacement_of_nothing_is_told_and_kept() -> None:
    """A RECURRENCE-ID that its series does not have is an event of its own."""
    moved = event("RECURRENCE-ID:20261125T110000Z", "DTSTART:20261125T150000Z")
    found = reading(event(AT, "RRULE:FREQ=DAILY;COUNT=2"), moved)
    assert len(starts(found)) == 3
    assert rules(found) == ["odd-recurrence"]


def test_a_replacement_can_move_all_that_follow() -> None:
    """RANGE=THISANDFUTURE shifts the later occurrences as far as the one it names."""
    moved = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261125T080000Z", "DTSTART:20261125T100000Z")
    found = reading(event(AT, "RRULE:FREQ=DAILY;COUNT=3"), moved)
    assert starts(found) == ["11-24 09:00+0100", "11-25 11:00+0100", "11-26 11:00+0100"]


def test_an_exception_rule_takes_away() -> None:
    """EXRULE is old, but never ignored."""
    found = reading(event(AT, "RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=WEEKLY;BYDAY=TH"))
    assert [start[:5] for start in starts(found)] == ["11-24", "11-25", "11-27"]
    assert found.findings == ()


def test_cancelled_events_are_cancelled_posts() -> None:
    """STATUS gives the status."""
    assert post(AT, "STATUS:CANCELLED").status == "cancelled"
    assert post(AT, "STATUS:TENTATIVE").status == "draft"
    assert post(AT, "STATUS:CONFIRMED").status == "scheduled"
    assert post(AT, "STATUS:TENTATIVE", "X-PLANNER-STATUS:held").status == "held"
    assert post(AT).status == "draft"


def test_a_duplicate_id_hides_nothing() -> None:
    """Three events with one UID are three posts with their own ids, and two findings."""
    found = reading(event(AT), event(AT), event(AT))
    assert [entry.id for entry in found.calendar.posts] == ["one", "one-2", "one-3"]
    assert {entry.entry for entry in found.calendar.posts} == {"one"}
    assert rules(found) == ["duplicate-id", "duplicate-id"]


def test_an_event_without_an_id_gets_one() -> None:
    """It is made of the start and the summary, and told."""
    found = reading(event(AT, "SUMMARY:Hello").replace("UID:one", "UID:"))
    assert found.calendar.posts[0].id == "20261124T090000 Hello"
    assert rules(found) == ["duplicate-id"]


def test_an_end_before_the_start_is_told() -> None:
    """It is never swapped: the start stays."""
    found = reading(event(AT, "DTEND;TZID=Europe/Berlin:20261124T080000"))
    assert rules(found) == ["odd-time"]
    assert starts(found) == ["11-24 09:00+0100"]


def test_the_window_is_half_open() -> None:
    """The first day counts and the last does not, in the calendar's zone."""
    options = BERLIN._replace(first=date(2026, 11, 24), until=date(2026, 11, 26))
    endless = event("DTSTART;TZID=Europe/Berlin:20200101T003000", "RRULE:FREQ=DAILY")
    found = reading(endless, event(AT, uid="in"), event("DTSTART:20261125T230000Z", uid="out"),
                    options=options)  # fmt: skip
    assert starts(found) == ["11-24 00:30+0100", "11-24 09:00+0100", "11-25 00:30+0100"]


def test_without_a_window_endless_series_end_with_the_others() -> None:
    """They fill the weeks of everything that ends, and a note says which."""
    endless = event("DTSTART;TZID=Europe/Berlin:20200107T100000", "RRULE:FREQ=WEEKLY", uid="e")
    found = reading(event(AT), event("DTSTART:20261203T090000", uid="b"), endless)
    assert [slot.at.day for slot in found.calendar.slots] == [24, 1]
    assert "Mon 23 Nov 2026 up to, but not with, Mon 7 Dec 2026" in found.notes[-1].message


def test_endless_series_alone_have_four_weeks() -> None:
    """From the week of now, or of their start when it is later."""
    endless = event("DTSTART;TZID=Europe/Berlin:20260107T100000", "RRULE:FREQ=WEEKLY")
    assert starts(reading(endless))[0] == "01-07 10:00+0100"
    now = BERLIN._replace(now=datetime(2026, 6, 3, tzinfo=UTC))
    found = reading(endless, options=now)
    assert [start[:5] for start in starts(found)] == ["06-03", "06-10", "06-17", "06-24"]


@pytest.mark.parametrize(
    ("lines", "channel"),
    [
        (["X-PLANNER-CHANNEL:Twitter", "CATEGORIES:LinkedIn"], "x"),
        (["CATEGORIES:Launch,LinkedIn", "SUMMARY:Instagram: Hi"], "linkedin"),
        (["SUMMARY:[LinkedIn] Hi"], "linkedin"),
        (["SUMMARY:LinkedIn: Hi"], "linkedin"),
        (["SUMMARY:Post on LinkedIn: Hi"], "linkedin"),
        (["SUMMARY:Post to Tiktok: Hi"], "tiktok"),
        (["SUMMARY:Hi", r"DESCRIPTION:Platform: Instagram\nHello"], "instagram"),
        (["SUMMARY:TikTok wants shoppers"], None),
        (["SUMMARY:Reminder: call", "CATEGORIES:Work"], None),
    ],
)
def test_where_the_channel_stands(lines: list[str], channel: str | None) -> None:
    """In a property of planner, a category, before the summary, in a line; never in free text."""
    assert post(AT, *lines).channel == channel


def test_the_channel_that_was_asked_for_fills_the_gap() -> None:
    """Only posts that name no channel take it."""
    options = BERLIN._replace(channel="mastodon")
    assert post(AT, options=options).channel == "mastodon"
    assert post(AT, "CATEGORIES:LinkedIn", options=options).channel == "linkedin"


def test_several_channels_are_several_posts() -> None:
    """They share the entry and each has its own id."""
    found = reading(event(AT, "CATEGORIES:LinkedIn,Instagram"))
    assert [entry.id for entry in found.calendar.posts] == ["one/linkedin", "one/instagram"]
    assert {entry.entry for entry in found.calendar.posts} == {"one"}


def test_the_kind_is_a_category_or_a_line() -> None:
    """Other words are kept, not guessed at."""
    assert post(AT, "CATEGORIES:Sales,Spring").kind == "promo"
    assert post(AT, "CATEGORIES:Spring,Shop").extra == (("categories", "Spring, Shop"),)
    assert post(AT, r"DESCRIPTION:Type: tips\nGrind fresh.").kind == "value"
    assert post(AT, "SUMMARY:promo").kind == "unknown"


def test_the_text_is_the_description_without_its_fields() -> None:
    """A summary is then the title; alone it is the text. `Read this: now` is text."""
    found = post(AT, "SUMMARY:LinkedIn: Launch", r"DESCRIPTION:Kind: promo\nRead this: now")
    assert (found.text, found.title, found.kind) == ("Read this: now", "Launch", "promo")
    assert post(AT, "SUMMARY:LinkedIn: Launch").text == "Launch"


def test_what_follows_caption_is_the_text() -> None:
    """Lines before it are about the post."""
    found = post(AT, r"DESCRIPTION:File: a.mp4\n\nCaption:\nHello\n\nLink: in bio")
    assert found.text == "Hello\n\nLink: in bio"
    assert found.media[0].file == "a.mp4"


def test_reserved_time_is_a_slot() -> None:
    """A kind of a slot, or a repetition without a text, makes a slot with its length."""
    end = "DTEND;TZID=Europe/Berlin:20261124T094500"
    found = reading(event(AT, end, "CATEGORIES:inbox,Mastodon", "SUMMARY:Answer"))
    slot = found.calendar.slots[0]
    assert (slot.kind, slot.minutes, slot.channels, slot.note) == (
        "inbox", 45, ("mastodon",), "Answer",
    )  # fmt: skip
    repeated = reading(event(AT, "RRULE:FREQ=DAILY;COUNT=2", "SUMMARY:Coffee"))
    assert [type(entry) for entry in repeated.calendar.slots] == [Slot, Slot]
    assert repeated.calendar.slots[0].every == "FREQ=DAILY;COUNT=2"
    texts = reading(event(AT, "RRULE:FREQ=DAILY;COUNT=2", "DESCRIPTION:Good morning"))
    assert len(texts.calendar.posts) == 2


def test_the_length_of_a_slot() -> None:
    """DURATION or DTEND, also across zones; thirty minutes when nothing is said."""
    lengths = {
        "DURATION:PT1H15M": 75,
        "DTEND:20261124T090000Z": 60,
        "DTEND;TZID=Asia/Tokyo:20261124T164000": 30,
        "DURATION:long": 30,
        "SUMMARY:Short": 30,
    }
    for line, minutes in lengths.items():
        found = reading(event(AT, line, "CATEGORIES:inbox"))
        assert found.calendar.slots[0].minutes == minutes, line


def test_times_with_dashes_are_read_and_told() -> None:
    """Few programs read them, but it is clear what they mean."""
    found = reading(event("DTSTART;TZID=Europe/Berlin:2026-11-24T09:00:00"))
    assert starts(found) == ["11-24 09:00+0100"]
    assert rules(found) == ["odd-time"]


def test_minutes_and_hours_can_be_filtered() -> None:
    """Rules within the day look at the local clock, the month and the day of the month."""
    found = reading(event(AT, "RRULE:FREQ=MINUTELY;INTERVAL=30;BYHOUR=9,10;BYDAY=TU;COUNT=5"))
    assert starts(found)[:4] == [
        "11-24 09:00+0100", "11-24 09:30+0100", "11-24 10:00+0100", "11-24 10:30+0100",
    ]  # fmt: skip
    found = reading(event(AT, "RRULE:FREQ=HOURLY;BYMINUTE=0,20;COUNT=3"))
    assert [start[6:11] for start in starts(found)] == ["09:00", "09:20", "10:00"]
    found = reading(event(AT, "RRULE:FREQ=HOURLY;INTERVAL=12;BYMONTHDAY=24,-1;COUNT=4"))
    assert [start[:5] for start in starts(found)] == ["11-24", "11-24", "11-30", "11-30"]
    found = reading(event(AT, "RRULE:FREQ=HOURLY;INTERVAL=24;BYYEARDAY=-1,328;COUNT=2"))
    assert [start[:5] for start in starts(found)] == ["11-24", "12-31"]


def test_damaged_fields_of_planner_are_told() -> None:
    """A value of the wrong type is left out, a broken store is read like any other event."""
    found = reading(event(AT, r'X-PLANNER-FIELDS:{"pin":3\,"by":"rosa"}', "DESCRIPTION:Hi"))
    assert rules(found) == ["wrong-type"]
    assert (found.calendar.posts[0].by, found.calendar.posts[0].pin) == ("rosa", False)
    found = reading(event(AT, "X-PLANNER-FIELDS:{", "DESCRIPTION:Hi"))
    assert rules(found) == ["syntax"]
    assert found.calendar.posts[0].text == "Hi"
    found = reading(r'X-PLANNER-SETTINGS:{"week_starts":9\,"name":"Rosa"}', event(AT))
    assert rules(found) == ["wrong-type"]
    assert found.calendar.name == "Rosa"
    assert rules(reading("X-PLANNER-SETTINGS:[]", event(AT))) == ["wrong-type"]


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        (r'"channels":[["x"\,null\,null\,"soon"\,{}\,[]]]', "channels"),
        (r'"channels":[["x"\,null\,null\,null\,{}\,null\,false\,"soon"\,[]\,[]]]', "channels"),
        (r'"channels":[["x"\,null\,null\,null\,{}\,null\,false\,null\,["soon"]\,[]]]', "channels"),
        (r'"people":[["rosa"\,null\,"soon"\,[]]]', "people"),
        (r'"quiet":"soon"', "quiet"),
    ],
)
def test_stored_hours_that_are_none_are_left_out(stored: str, field: str) -> None:
    """A plan that took them at their word would fail."""
    found = reading(f"X-PLANNER-SETTINGS:{{{stored}}}", event(AT))
    assert [it.message for it in found.findings] == [
        f"The stored value of `{field}` is damaged and was left out."
    ]
    assert not getattr(found.calendar, field)


@pytest.mark.parametrize(
    "value",
    ['{"tags":"a"}', '{"tags":[1]}', '{"media":[[1]]}', '{"window":["a",null]}', '{"extra":[1]}',
     '{"window":{}}', '{"text":1}'],
)  # fmt: skip
def test_every_damaged_field_is_told(value: str) -> None:
    """Whatever stands in a field of planner, reading goes on."""
    stored = value.replace(",", "\\,")
    assert rules(reading(event(AT, f"X-PLANNER-FIELDS:{stored}"))) == ["wrong-type"]


def test_unknown_words_in_planners_properties_are_told() -> None:
    """A kind or status that does not exist is a finding."""
    found = reading(event(AT, "X-PLANNER-KIND:advert", "X-PLANNER-STATUS:maybe"))
    assert rules(found) == ["unknown-value", "unknown-value"]
    assert found.calendar.posts[0].kind == "unknown"
    kinds = reading(event(AT, "X-PLANNER-KIND:inbox", "X-PLANNER-TYPE:slot")).calendar.slots
    assert kinds[0].kind == "inbox"


def test_fields_in_the_description() -> None:
    """Links, people and campaigns are taken from its lines and from URL and ATTACH."""
    found = post(
        AT, r"DESCRIPTION:By: rosa\nCampaign: spring\nStatus: approved\nFormat: reel\nHello",
        "URL:https://example.org/", "ATTACH:https://example.org/a.jpg",
    )  # fmt: skip
    assert (found.by, found.campaign, found.status, found.link, found.text) == (
        "rosa", "spring", "approved", "https://example.org/", "Hello",
    )  # fmt: skip
    assert found.media[0].url == "https://example.org/a.jpg"
    assert found.extra == (("format", "reel"),)


def test_a_zone_of_a_file_survives_pickling() -> None:
    """Posts in it can be sent to another process."""
    at = reading(OWN_ZONE, OFFICE).calendar.posts[0].at
    copy = pickle.loads(pickle.dumps(at))
    assert copy == at
    assert copy.tzname() == at.tzname() if isinstance(at, datetime) else False


def test_a_zone_that_changes_every_day_is_refused() -> None:
    """A VTIMEZONE with a thousand clock changes is damaged, and costs no time."""
    zone = OWN_ZONE.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=DAILY")
    assert rules(reading(zone, OFFICE)) == ["odd-zone", "unknown-zone"]


def test_a_zone_that_cannot_be_read_is_told() -> None:
    """A broken VTIMEZONE is a finding, and its times are read in the calendar's zone."""
    found = reading(OWN_ZONE.replace("TZOFFSETTO:+0100", "TZOFFSETTO:x"), OFFICE)
    assert rules(found) == ["odd-zone", "unknown-zone"]
    assert starts(found) == ["11-24 09:00+0100"]


def test_a_conversation_with_a_text_is_a_post() -> None:
    """The same word means reserved time when there is nothing to publish."""
    assert post(AT, "CATEGORIES:conversation", "DESCRIPTION:Who is it?").kind == "conversation"
    assert len(reading(event(AT, "CATEGORIES:conversation")).calendar.slots) == 1


def test_tasks_and_alarms_are_no_posts() -> None:
    """VTODO and VJOURNAL are counted in a note; a VALARM belongs to its event."""
    alarm = "BEGIN:VALARM\r\nDESCRIPTION:Ring\r\nEND:VALARM"
    todo = "BEGIN:VTODO\r\nUID:t\r\nEND:VTODO"
    found = reading(event(AT, alarm, "SUMMARY:Hello"), todo, todo)
    assert [entry.text for entry in found.calendar.posts] == ["Hello"]
    assert any("2 tasks" in note.message for note in found.notes)


def test_routes_lead_to_lines() -> None:
    """A field stands where the property stands that gave it, an event at its BEGIN."""
    found = reading(event(AT, "CATEGORIES:promo", "SUMMARY:LinkedIn: Hi", "DESCRIPTION:Text"))
    route = found.calendar.posts[0].route
    lines = {
        field: found.source.place((*route, field)).line
        for field in ("id", "at", "kind", "channel", "title", "text", "nothing")
    }
    assert lines == {
        "id": 4, "at": 5, "kind": 6, "channel": 7, "title": 7, "text": 8, "nothing": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=1000000", "FREQ=NEVER",
        "FREQ=YEARLY;BYEASTER=1", "FREQ=DAILY;COUNT=x", "RSCALE=HEBREW;FREQ=YEARLY",
        "FREQ=DAILY;BYHOUR=25", "FREQ=DAILY;UNTIL=soon", "nonsense", "FREQ=MINUTELY;COUNT=999999",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=HOURLY;BYSETPOS=1;COUNT=3",
        "FREQ=DAILY;COUNT=999999",
    ],
)  # fmt: skip
def test_a_repetition_that_cannot_be_judged_is_told(rule: str) -> None:
    """It is one finding at the rule, never a hang, and the first date is kept."""
    found = reading(event(AT, f"RRULE:{rule}"))
    assert "cannot-judge" in rules(found) or starts(found) == ["11-24 09:00+0100"]
    assert rules(found).count("cannot-judge") <= 1
    assert "11-24 09:00+0100" in starts(found)


def test_too_much_of_anything_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """File, line, parameters, nesting and occurrences have limits, each one finding."""
    monkeypatch.setattr(scanner, "MAX_LINE", 200)
    monkeypatch.setattr(recurrence, "MAX_OCCURRENCES", 20)
    assert rules(reading(event(AT, "SUMMARY:" + "a" * 200))) == ["cannot-judge"]
    assert rules(reading(event(AT, "SUMMARY" + ";A=1" * 65 + ":x"))) == ["cannot-judge"]
    assert rules(reading("BEGIN:X\r\n" * 20 + "END:X\r\n" * 20 + event(AT))) == ["cannot-judge"]
    series = [event(AT, "RRULE:FREQ=DAILY;COUNT=15", uid=str(number)) for number in range(5)]
    assert rules(reading(*series)) == ["cannot-judge"]
    monkeypatch.setattr(scanner, "MAX_FILE", 100)
    assert rules(reading(event(AT, "SUMMARY:" + "a" * 100))) == ["cannot-judge"]


def test_findings_that_are_all_alike_are_summed_up() -> None:
    """A thousand times the same is a hundred findings and a number."""
    found = reading(*[event(AT) for _ in range(1000)])
    assert len(found.findings) == 101
    assert "899 more" in found.findings[-1].message


def test_an_empty_calendar_is_told() -> None:
    """No event is a warning."""
    assert rules(reading()) == ["empty-calendar"]
    assert rules(read("test.ics", b"", BERLIN)) == ["empty-calendar"]


def test_nothing_heavy_is_imported_for_plain_events() -> None:
    """Without a repetition neither dateutil nor icalendar is loaded."""
    script = (
        "import sys; from planner.readers.ics import read; from planner.readers import ReadOptions;"
        "read('x', sys.stdin.buffer.read(), ReadOptions());"
        "print({'dateutil', 'icalendar', 'dataclasses', 'logging'} & set(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], input=calendar(event(AT)), capture_output=True, check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert result.stdout.strip() == b"set()"


RULES = st.builds(
    "FREQ={};INTERVAL={};COUNT={}{}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.integers(1, 12),
    st.sampled_from(
        ["", ";BYDAY=MO,TH", ";BYMONTHDAY=1,-1", ";BYMONTH=3,11", ";BYDAY=TU;BYSETPOS=-1",
         ";BYHOUR=9,17", ";BYDAY=SU;WKST=SU", ";BYMONTH=2;BYMONTHDAY=29"]
    ),
)  # fmt: skip


STARTS = st.datetimes(
    datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2030-01-01")
).map(lambda at: at.replace(second=0, microsecond=0))


@settings(deadline=None)
@given(RULES, STARTS)
def test_repetitions_are_those_of_dateutil(rule: str, start: datetime) -> None:
    """Rules give the same times as dateutil alone, when the start is on the rule."""
    wanted = [*rrulestr(rule, dtstart=start)]
    if not wanted or wanted[0] != start:
        return
    found = reading(event(f"DTSTART:{start:%Y%m%dT%H%M%S}Z", f"RRULE:{rule}"),
                    options=ReadOptions(timezone="UTC"))  # fmt: skip
    assert [slot.at for slot in found.calendar.slots] == [at.replace(tzinfo=UTC) for at in wanted]


def test_damage_never_stops_the_reader() -> None:
    """Whatever happens to the bytes, every finding has a place and nothing is raised."""
    whole = calendar(
        OWN_ZONE,
        event("DTSTART;TZID=Our Office:20261124T090000", "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU,TH",
              "EXDATE;TZID=Our Office:20261126T090000", "DESCRIPTION:Kind: promo\\nText"),
        event("RECURRENCE-ID;TZID=Our Office:20261201T090000", "DTSTART:20261201T100000Z"),
        event(AT, 'SUMMARY;ALTREP="x:y":[LinkedIn] Hello', "CATEGORIES:promo,news", uid="two"),
    )  # fmt: skip
    chance = random.Random(2026)
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            position = chance.randrange(len(data))
            if chance.random() < 0.5:
                data[position] = chance.randrange(256)
            else:
                del data[position : position + chance.randint(1, 30)]
        options = chance.choice([BERLIN, YEAR, ReadOptions()])
        found = read("test.ics", bytes(data), options)
        for finding in found.findings:
            assert found.source.place(finding.place).line >= 1
