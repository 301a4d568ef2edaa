from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.ical.components import Tree
from planner.ical.scanner import Scanner
from planner.ical.vtimezone import zone_from
from planner.model import (
    POST_KINDS,
    RECORD_KINDS,
    SLOT_KINDS,
    STATUSES,
    UNKNOWN,
    Blackout,
    Calendar,
    Channel,
    Cost,
    Media,
    Move,
    Person,
    Plan,
    Post,
    Record,
    Slot,
)
from planner.readers import ReadOptions
from planner.readers.ics import read
from planner.renderers.ics import render_calendar, render_plan
from planner.source import Reading, Source

BERLIN = ZoneInfo("Europe/Berlin")
SOURCE = Source("plan.yaml", b"")
NINE = datetime(2026, 11, 24, 9, tzinfo=BERLIN)


def written(*entries: Post | Slot, **fields: Any) -> str:
    """The text of a calendar in Berlin with these entries."""
    posts = tuple(entry for entry in entries if isinstance(entry, Post))
    slots = tuple(entry for entry in entries if isinstance(entry, Slot))
    calendar = Calendar(timezone="Europe/Berlin", posts=posts, slots=slots)._replace(**fields)
    return text_of(calendar)


def text_of(calendar: Calendar) -> str:
    """The text of a calendar that was not read from an iCalendar file."""
    text = render_calendar(Reading(calendar, SOURCE))
    assert isinstance(text, str)
    return text


def plain(calendar: Calendar) -> Calendar:
    """A calendar without what depends on the file: routes and the order of entries."""
    posts = sorted((post._replace(route=()) for post in calendar.posts), key=lambda post: post.id)
    slots = sorted((slot._replace(route=()) for slot in calendar.slots), key=lambda slot: slot.id)
    return calendar._replace(posts=tuple(posts), slots=tuple(slots))


def test_other_programs_can_subscribe_to_it() -> None:
    """It has what a subscription needs, CRLF line ends and lines of at most 75 bytes."""
    text = written(Post("a", "a", NINE, "instagram", "promo", "Grüße 📈 " * 40), name="Rosa")
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) <= 75
    for line in (
        "VERSION:2.0", "METHOD:PUBLISH", "X-WR-CALNAME:Rosa", "X-WR-TIMEZONE:Europe/Berlin",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "DTSTART;TZID=Europe/Berlin:20261124T090000",
        "DTEND;TZID=Europe/Berlin:20261124T091500", "CATEGORIES:promo", "STATUS:TENTATIVE",
    ):  # fmt: skip
        assert line in lines
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert str(event["SUMMARY"]).startswith("Instagram · promo: Grüße")
    assert event["DESCRIPTION"] == "Grüße 📈 " * 40


def test_the_same_calendar_gives_the_same_bytes() -> None:
    """Nothing comes from the clock."""
    post = Post("a", "a", NINE)
    assert written(post) == written(post)
    assert "DTSTAMP:19700101T000000Z" in written(post)


def test_every_zone_is_defined_as_the_world_has_it() -> None:
    """The VTIMEZONE of a zone gives the same offsets as the public one, around each change."""
    for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"):
        zone = ZoneInfo(name)
        text = written(Post("a", "a", datetime(2026, 6, 1, 9, tzinfo=zone)))
        tree = Tree().read(Scanner(text.encode()).lines())
        [definition] = [part for part in tree.calendars[0].children if part.name == "VTIMEZONE"]
        own = zone_from(definition)
        moment = datetime(2025, 6, 1, tzinfo=UTC)
        while moment < datetime(2027, 6, 1, tzinfo=UTC):
            local = moment.astimezone(zone)
            assert moment.astimezone(own).replace(tzinfo=None) == local.replace(tzinfo=None)
            assert local.replace(tzinfo=own).utcoffset() == local.utcoffset()
            moment += timedelta(minutes=30)


def test_a_day_without_a_time_is_all_day() -> None:
    """A bare date becomes a date."""
    assert "DTSTART;VALUE=DATE:20261124\r\n" in written(Post("a", "a", date(2026, 11, 24)))


def test_a_post_without_a_date_is_a_task() -> None:
    """It is written as a VTODO and read back as a post without a date."""
    text = written(Post("a", "a", None, "x", "promo", "Some day"))
    assert "BEGIN:VTODO" in text
    [post] = read("a.ics", text.encode(), ReadOptions()).calendar.posts
    assert (post.at, post.channel, post.text) == (None, "x", "Some day")


def test_held_posts_are_tentative() -> None:
    """Other programs see that it is open, planner that it is held."""
    text = written(Post("a", "a", NINE, status="held"))
    assert "STATUS:TENTATIVE\r\n" in text
    assert "X-PLANNER-STATUS:held\r\n" in text


def test_cancelled_posts_stay_cancelled() -> None:
    """Subscribers take them away."""
    assert "STATUS:CANCELLED\r\n" in written(Post("a", "a", NINE, status="cancelled"))


def test_the_prompt_is_shown_where_there_is_no_text_yet() -> None:
    """A post without a text shows its note, and reads back without a text."""
    text = written(Post("a", "a", NINE, note="Thank a regular"))
    assert "DESCRIPTION:Thank a regular\r\n" in text
    [post] = read("a.ics", text.encode(), ReadOptions()).calendar.posts
    assert (post.text, post.note) == ("", "Thank a regular")


def test_a_slot_has_its_length_over_a_clock_change() -> None:
    """The length is real time, also in the night in which clocks go back."""
    slot = Slot("s", "s", datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN), 120, ("x",), "inbox")
    text = written(slot)
    assert "DTEND;TZID=Europe/Berlin:20261025T023000" in text
    assert read("a.ics", text.encode(), ReadOptions()).calendar.slots[0].minutes == 120


def test_the_second_of_a_doubled_hour_stays_the_second() -> None:
    """A local time that would mean two moments is written in UTC and read in its zone."""
    second = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    text = written(Post("a", "a", second))
    assert "DTSTART:20261025T013000Z" in text
    [post] = read("a.ics", text.encode(), ReadOptions()).calendar.posts
    assert isinstance(post.at, datetime)
    assert post.at.fold == 1
    assert post.at.utcoffset() == timedelta(hours=1)


def test_a_plan_says_why_it_moved_a_post() -> None:
    """The planned calendar is written, with the reason of each move as a comment."""
    after = Calendar(timezone="Europe/Berlin", posts=(Post("a", "a", NINE),))
    move = Move("a", "shift", NINE, NINE, ("gap",), "two promos in a row")
    plan = Plan("optimal", Cost(), Cost(), (move,), (), (), after, after)
    text = render_plan(plan, SOURCE)
    assert isinstance(text, str)
    assert "COMMENT:two promos in a row\r\n" in text


def test_a_backslash_before_an_n_is_no_line_end() -> None:
    """Neither in a text nor in what planner stores beside it."""
    text = written(Post("a", "a", NINE, text="C:\\New", note="\\N"))
    [post] = read("a.ics", text.encode(), ReadOptions()).calendar.posts
    assert (post.text, post.note) == ("C:\\New", "\\N")


def test_ids_are_made_unique() -> None:
    """Two entries with one id have two UIDs."""
    text = written(Post("a", "a", NINE), Post("a", "a", NINE))
    assert "UID:a\r\n" in text
    assert "UID:a-2\r\n" in text


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
SOME = st.none() | TEXTS
WORDS = st.lists(TEXTS, max_size=3).map(tuple)
DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))
ZONES = st.sampled_from(
    [BERLIN, ZoneInfo("America/New_York"), UTC, timezone(timedelta(hours=5, minutes=30))]
)


def is_told(at: datetime) -> bool:
    """Whether a time is the first reading of its wall clock where that does not exist."""
    back = at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None)
    return not at.fold or back == at.replace(tzinfo=None)


TIMES = (
    st.datetimes(
        datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2080-01-01"), timezones=ZONES
    )
    .map(lambda at: at.replace(microsecond=0))
    .filter(is_told)
)
CHANNELS = st.sampled_from(["x", "linkedin", "our, own", "Twitter", "Fan\\club"])
EXTRA = st.lists(
    st.tuples(TEXTS, st.integers() | TEXTS | DAYS | st.lists(TEXTS, max_size=2)), max_size=2
).map(tuple)
FIELDS = {
    "ignore": WORDS,
    "ignore_reason": SOME,
    "extra": EXTRA,
    "status": st.sampled_from(STATUSES),
}


def entries(make: Callable[..., Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Up to three entries with ids of their own."""
    one = st.fixed_dictionaries({**FIELDS, **fields})
    return st.lists(st.tuples(TEXTS, one), max_size=3).map(
        lambda found: tuple(
            make(id=f"{make.__name__} {number} {name}", **values)
            for number, (name, values) in enumerate(found)
        )
    )


OPTIONAL_OF_A_POST = (
    "link", "by", "topic", "about", "campaign", "goal", "series", "why", "source", "note", "title",
    "trigger", "rss", "audience", "origin", "promises", "delivers",
)  # fmt: skip
POSTS = entries(
    Post, **dict.fromkeys(OPTIONAL_OF_A_POST, SOME), entry=TEXTS, at=st.none() | DAYS | TIMES,
    channel=st.none() | CHANNELS, kind=st.sampled_from((*POST_KINDS, UNKNOWN)), text=TEXTS,
    mentions=WORDS, tags=WORDS, media=st.lists(st.builds(Media, SOME, SOME, SOME, SOME, EXTRA),
    max_size=2).map(tuple), pin=st.booleans(), automated=st.booleans(),
    window=st.none() | st.tuples(st.none() | DAYS, st.none() | DAYS), paid=st.booleans(),
    opinion=st.none() | st.booleans(), approvals=st.none() | st.integers(0, 9),
    event=st.none() | DAYS, due=st.none() | DAYS,
)  # fmt: skip
SLOTS = entries(
    Slot, entry=TEXTS, at=DAYS | TIMES, minutes=st.integers(0, 600),
    channels=st.lists(CHANNELS, max_size=2, unique=True).map(tuple),
    kind=st.sampled_from((*SLOT_KINDS, UNKNOWN)), by=SOME, backup=SOME, audience=SOME,
    contacts=WORDS, surfaces=WORDS, tags=WORDS, note=SOME, every=SOME,
)  # fmt: skip
INSTANTS = TIMES.map(lambda at: at.astimezone(UTC))
RECORDS = st.lists(
    st.builds(Record, TEXTS, DAYS | INSTANTS, st.sampled_from(RECORD_KINDS), SOME, SOME, SOME,
              WORDS, SOME, EXTRA, st.just(()), st.just(())),
    max_size=2,
).map(tuple)  # fmt: skip
MAPPINGS = st.dictionaries(
    TEXTS.filter(lambda name: not name.startswith("$")), TEXTS | DAYS, max_size=2
)
HOURS = st.sampled_from([None, "08:00-20:00", "sat-sun 00:00-24:00, 22:00-07:00"])
TIMES_OF_DAY = st.sampled_from([(), ("12:30",), ("tue-thu 09:00", "17:00")])
CALENDARS = st.builds(
    Calendar, SOME, st.sampled_from(["UTC", "Europe/Berlin", "Etc/UTC"]), st.integers(0, 6),
    st.lists(st.builds(Channel, TEXTS, SOME, st.none() | st.integers(), HOURS, MAPPINGS,
                       st.none() | DAYS, st.booleans(), HOURS, TIMES_OF_DAY, EXTRA),
             max_size=2).map(tuple),
    st.lists(st.builds(Person, TEXTS, SOME, HOURS, SOME, SOME, EXTRA), max_size=2).map(tuple),
    WORDS, WORDS, POSTS, SLOTS, RECORDS,
    st.lists(st.builds(Blackout, DAYS, DAYS, SOME), max_size=2).map(tuple),
    MAPPINGS, MAPPINGS, HOURS, EXTRA,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(CALENDARS)
def test_what_was_written_reads_back_equal(calendar: Calendar) -> None:
    """Every field of a calendar, its posts and its slots survives, except where it stood."""
    text = text_of(calendar)
    found = read("a.ics", text.encode(), ReadOptions()).calendar
    assert plain(found) == plain(calendar)
