"""What columns of other tools are taken for, by their names and values, and what is said of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from planner.imports.channels import channels_in
from planner.imports.dates import parse_stamp
from planner.imports.recognise import read_tables
from planner.imports.table import Cell, Row, Table
from planner.imports.words import GONE, kind_of, read_status
from planner.model import Post, Span
from planner.readers import ReadOptions
from planner.source import Reading

MONDAY = date(2026, 11, 23)


def reading(header: str, /, *rows: Sequence[Any], **options: Any) -> Reading:
    """A table of values, each in a line of its own, with columns named between bars."""
    names = tuple(name.strip() for name in header.split("|"))
    lines: list[bytes] = [header.encode()]
    found = []
    for values in rows:
        cells = {}
        start = sum(len(line) + 1 for line in lines)
        place = start
        for name, value in zip(names, values, strict=False):
            size = len(str(value).encode())
            cells[name] = Cell(value, Span(place, place + size))
            place += size + 1
        lines.append("|".join(str(value) for value in values).encode())
        found.append(Row(cells, Span(start, start + len(lines[-1]))))
    table = Table(names, tuple(found))
    return read_tables("table", b"\n".join(lines), [table], ReadOptions()._replace(**options))


def posts(header: str, /, *rows: Sequence[Any], **options: Any) -> tuple[Post, ...]:
    """The posts of a table."""
    return reading(header, *rows, **options).calendar.posts


def remarks(found: Reading) -> str:
    """All that was said about a table, a line each with its place."""
    notes = [f"{found.source.place(it.place).line}: {it.message}" for it in found.notes]
    return "\n".join([*notes, *(f"{it.rule}: {it.message}" for it in found.findings)])


def test_columns_by_their_names() -> None:
    """A table as a marketing team keeps it."""
    (post,) = posts(
        "Post ID|Date|Time (EST)|Platform|Pillar|Copy|Hashtags|Link|Assigned To|Image URL|Status",
        ("a1", "2026-11-23", "9:00 AM", "IG", "Tips", "Grind it fresh", "#coffee #beans",
         "https://example.org", "Ana", "https://example.org/a.jpg", "Scheduled"),
    )  # fmt: skip
    assert post.id == "a1"
    assert post.at == datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("America/New_York"))
    assert (post.channel, post.kind, post.text) == ("instagram", "value", "Grind it fresh")
    assert (post.tags, post.link, post.by) == (("coffee", "beans"), "https://example.org", "Ana")
    assert post.media[0].url == "https://example.org/a.jpg"
    assert post.status == "scheduled"


def test_places_of_a_post() -> None:
    """Routes find the cells that a value was read from."""
    found = reading("Date|Platform|Caption", ("2026-11-23", "x", "Hello"))
    data = found.source.data
    texts = {
        field: data[slice(*found.source.span(("rows", 0, field)))].decode()
        for field in ("at", "channel", "text")
    }
    assert texts == {"at": "2026-11-23", "channel": "x", "text": "Hello"}
    assert found.source.place(found.calendar.posts[0].route).line == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23", MONDAY),
        ("2026/11/23", MONDAY),
        ("23.11.2026", MONDAY),
        ("Mon Nov 23 2026", MONDAY),
        ("23 novembre 2026", MONDAY),
        ("23-Noyabr, 2026", MONDAY),
        ("November 23rd, 2026", MONDAY),
        ("20261123", MONDAY),
        ("23-Nov-26", MONDAY),
        ("11/23/2026", MONDAY),
        ("23/11/2026", MONDAY),
        ("2026-11-23 → 2026-11-24", MONDAY),
        ("2026-02-30", None),
        ("23 ноября", None),
        ("TBD", None),
        ("May the force be with you", None),
    ],
)
def test_dates_as_people_write_them(text: str, expected: date | None) -> None:
    """Only what is certain becomes a day."""
    (post,) = posts("Date|Caption", (text, "Hello"))
    assert post.at == expected


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("9 AM", 9, 0), ("12:00 am", 0, 0), ("14h30", 14, 30), ("16 Uhr", 16, 0), ("18:05:59", 18, 5),
     ("9:00-10:00", 9, 0)],
)  # fmt: skip
def test_times_of_day(text: str, hour: int, minute: int) -> None:
    """However the clock is written."""
    stamp = parse_stamp(text)
    assert stamp
    assert stamp.clock
    assert (stamp.clock.at.hour, stamp.clock.at.minute) == (hour, minute)


def test_dates_with_two_readings_are_asked_for() -> None:
    """Nothing above 12 shows which number is the month, so there is no date."""
    rows = (("03/11/2026", "Hello"), ("04/12/2026", "Bye"))
    found = reading("Date|Caption", *rows)
    assert [post.at for post in found.calendar.posts] == [None, None]
    (finding,) = found.findings
    assert finding.rule == "ambiguous-date"
    assert '--map "Date=dd/mm/yyyy"' in finding.message
    told = posts("Date|Caption", *rows, columns={"Date": "mm/dd/yyyy"})
    assert [post.at for post in told] == [date(2026, 3, 11), date(2026, 4, 12)]


def test_one_date_shows_the_order_of_all() -> None:
    """25 can be no month."""
    found = posts("Date|Caption", ("03/11/2026", "Hello"), ("25/11/2026", "Bye"))
    assert [post.at for post in found] == [date(2026, 11, 3), date(2026, 11, 25)]


def test_day_names_show_the_order() -> None:
    """Only one reading falls on the days that stand beside the dates."""
    found = posts("Day|Date|Caption", ("Tuesday", "03/11/2026", "a"), ("Friday", "04/12/2026", "b"))
    assert [post.at for post in found] == [date(2026, 11, 3), date(2026, 12, 4)]


def test_a_day_name_that_contradicts_its_date_is_told() -> None:
    """It is not repaired."""
    found = reading("Day|Date|Caption", ("Friday", "2026-11-23", "a"), ("Mon", "2026-11-23", "b"))
    assert [post.at for post in found.calendar.posts] == [MONDAY, MONDAY]
    assert "The day name disagrees with the date in 1 of 2 rows" in remarks(found)


@pytest.mark.parametrize(
    ("columns", "values", "expected"),
    [
        ("Day", "Day 3", date(2026, 11, 25)),
        ("Day", "3", date(2026, 11, 25)),
        ("Day", "Wednesday", date(2026, 11, 25)),
        ("Date", "Week 2, Monday", date(2026, 11, 30)),
        ("Date", "25 Nov", date(2026, 11, 25)),
        ("Date", "2026-W48 Wed", date(2026, 11, 25)),
    ],
)
def test_relative_days_need_a_start(columns: str, values: str, expected: date) -> None:
    """Without one there is no date, and a note asks for it."""
    (post,) = posts(f"{columns}|Caption", (values, "Hello"), start=MONDAY)
    assert post.at == expected
    if "W48" not in values:
        found = reading(f"{columns}|Caption", (values, "Hello"))
        assert found.calendar.posts[0].at is None
        assert "--start DATE" in remarks(found)


def test_a_time_that_is_none_is_told() -> None:
    """The day is kept."""
    found = reading(
        "Date|time_wib|Caption", ("2026-11-23", "LIVE", "a"), ("2026-11-24", "9:00", "b")
    )
    assert found.calendar.timezone == "Asia/Jakarta"
    assert found.calendar.posts[0].at == MONDAY
    assert '1 post without a time of day: `time_wib` says "LIVE"' in remarks(found)


def test_midnight_is_doubted() -> None:
    """It is kept, and said to be probably no time."""
    found = reading("Date|Time|Caption", ("2026-11-23", "00:00", "a"))
    assert isinstance(found.calendar.posts[0].at, datetime)
    assert "probably means that no time is set" in remarks(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twitter/X", ["x"]),
        ("IG + LI", ["instagram", "linkedin"]),
        ("[YOUTUBE]", ["youtube"]),
        ("Reddit (r/python)", ["reddit"]),
        ("Acme Discord", ["discord"]),
        ("Instagram Reels", ["instagram"]),
        ("LinkedIn/Newsletter", ["linkedin", "email"]),
        ("Dev.to", ["Dev.to"]),
        ("dryrun", [None]),
        ("Feed", [None]),
        ("SEO", [None]),
        ("@acme", [None]),
        ("n/a", [None]),
    ],
)
def test_names_of_channels(text: str, expected: list[str | None]) -> None:
    """Platforms get their canonical name, others keep theirs, and formats are no channels."""
    assert [named.channel for named in channels_in(text)] == expected


def test_what_is_no_channel_is_told() -> None:
    """The post has none then, and a new name is noted."""
    found = reading(
        "Date|Channel|Title", ("2026-11-23", "SEO", "a"), ("2026-11-24", "Acme TV", "b")
    )
    assert [post.channel for post in found.calendar.posts] == [None, "Acme TV"]
    assert '2: "SEO" is not a channel' in remarks(found)
    assert '3: "Acme TV" is no channel that planner knows' in remarks(found)


def test_a_post_for_each_channel() -> None:
    """Lists of channels, and channels as columns with texts or marks."""
    listed = posts("Date|Platforms|Caption", ("2026-11-23", ["instagram", "FB"], "Hello"))
    texts = posts(
        "Date|X|LinkedIn caption", ("2026-11-23", "So short a text", "A longer text here")
    )
    marks = posts("Date|Text|Facebook|Twitter/X", ("2026-11-23", "Hello", "true", "false"))
    assert [post.channel for post in listed] == ["instagram", "facebook"]
    assert [(post.channel, post.text) for post in texts] == [
        ("x", "So short a text"), ("linkedin", "A longer text here"),
    ]  # fmt: skip
    assert [post.channel for post in marks] == ["facebook"]
    assert len({post.id for post in (*listed, *texts)}) == 4
    assert len({post.entry for post in listed}) == 1


def test_accounts_need_the_word_of_the_team() -> None:
    """Which channel an account is on, is not to be seen."""
    row = ("2026-11-23", "@acme", "Hello")
    found = reading("Date|Account|Text", row)
    assert found.calendar.posts[0].channel is None
    assert "[mapping] channels" in remarks(found)
    (post,) = posts("Date|Account|Text", row, channels={"@acme": "twitter"})
    assert post.channel == "x"


def test_media_formats_are_no_kinds() -> None:
    """The column of kinds is the one that has kinds in it."""
    rows = (("2026-11-23", "Reel", "Tips", "a"), ("2026-11-24", "Carousel", "Zebras", "b"))
    found = reading("Date|Content Type|Theme|Caption", *rows)
    assert [(it.kind, it.topic) for it in found.calendar.posts] == [
        ("value", None), ("unknown", "Zebras"),
    ]  # fmt: skip
    assert '`Theme` does not say the kind of 1 post: "Zebras"' in remarks(found)
    told = posts("Date|Content Type|Theme|Caption", *rows, kinds={"zebras": "personal"})
    assert [post.kind for post in told] == ["value", "personal"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("awareness_question", "conversation"), ("Behind the Scenes", "personal"), ("Promo", "promo"),
     ("Coulisses", "personal"), ("Carousel", None), ("AI", None),
     ("Educational comment on things", None)],
)  # fmt: skip
def test_words_for_kinds(text: str, expected: str | None) -> None:
    """A phrase counts when all of it speaks of one kind."""
    assert kind_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("published:123", "published"), ("queued_auto", "scheduled"), ("✅ Posted", "published"),
     ("À produire", "draft"), ("**ГОТОВО**", "approved"), ("Rejected", GONE), ("zebra", None)],
)  # fmt: skip
def test_words_for_statuses(text: str, expected: str | None) -> None:
    """Decoration and what follows a colon make no difference."""
    assert read_status(text) == expected


def test_rows_that_are_no_posts() -> None:
    """Each is told once, with its lines."""
    found = reading(
        "Date|Platform|Caption|Status|Notes",
        ("2026-11-23", "x", "Hello", "draft", ""),
        ("", "", "", "", ""),
        ("", "", "", "", "Pillar 1: tips"),
        ("Week 2", "", "", "", ""),
        ("2026-11-24", "", "", "", ""),
        ("2026-11-25", "x", "Bad", "rejected", ""),
        ("Date", "Platform", "Caption", "Status", "Notes"),
        ("", "x", "No date yet", "idea", ""),
    )
    assert [(post.at, post.text) for post in found.calendar.posts] == [
        (MONDAY, "Hello"), (None, "No date yet"),
    ]  # fmt: skip
    told = remarks(found)
    for words in (
        "3: 1 blank row skipped", "4: 2 rows skipped as no posts", "Pillar 1: tips",
        "2 rows with nothing but a date", '7: 1 row left out with the status "rejected"',
        "9: 1 post without `Date`",
    ):  # fmt: skip
        assert words in told


def test_the_users_word_for_a_column_counts() -> None:
    """`--map` names the field, or says that a column is to be left alone."""
    row = ("2026-11-23", "Buy it", "Zebra")
    (post,) = posts("When to|What|Caption", row, columns={"When to": "date", "what": "text",
                                                         "Caption": "ignore"})  # fmt: skip
    assert (post.at, post.text) == (MONDAY, "Buy it")
    found = reading("Date|Caption", row[:2], columns={"Zebra": "text"})
    assert "There is no column `Zebra`" in remarks(found)


def test_an_id_that_is_used_twice_is_told() -> None:
    """Both posts are kept."""
    found = reading("id|Date|Text", ("a", "2026-11-23", "x"), ("a", "2026-11-24", "y"))
    assert [post.id for post in found.calendar.posts] == ["a", "a-2"]
    (finding,) = found.findings
    assert finding.rule == "duplicate-id"
    assert "used twice, first in line 2" in finding.message


def test_a_repetition_is_told_and_not_expanded() -> None:
    """It counts once."""
    found = reading("id|Date|Title|repeat_interval_days", ("2", "2026-11-23", "News", 7))
    assert len(found.calendar.posts) == 1
    assert "`repeat_interval_days: 7` on id 2 is a repetition" in remarks(found)


def test_columns_without_use_are_named() -> None:
    """Nothing is lost without a word."""
    found = reading("Date|Caption|Design Needed", ("2026-11-23", "Hello", "yes"))
    assert "Not used: `Design Needed`." in remarks(found)


def test_tables_that_are_no_schedules_are_left_out() -> None:
    """Events, counts, and ideas without dates beside a dated schedule."""
    span = Span(0, 1)

    def table(heading: str, **values: str) -> Table:
        row = Row({name: Cell(value, span) for name, value in values.items()}, span)
        return Table(tuple(values), (row,), heading=heading)

    found = read_tables(
        "file",
        b"x",
        [
            table("posts", date="2026-11-23", caption="Hello"),
            table("holidays", date="2026-12-25", name="Christmas"),
            table("inventory", caption="Some day", title="Idea"),
            table("targets", month="May", followers="300"),
        ],
        ReadOptions(),
    )
    assert [post.text for post in found.calendar.posts] == ["Hello"]
    told = remarks(found)
    assert all(word in told for word in ("`holidays`", "`inventory`", "`targets`"))


def test_nothing_that_looks_like_posts_is_a_finding() -> None:
    """With the names of the columns, to choose from."""
    found = reading("colour|weight", ("red", "3"))
    (finding,) = found.findings
    assert finding.rule == "empty-calendar"
    assert "`colour` and `weight`" in finding.message


def test_the_zone_of_a_file() -> None:
    """The user's, the file's, or UTC with a note."""
    row = ("2026-11-23 09:00", "Hello")
    assert "No time zone is given" in remarks(reading("Date|Caption", row))
    stated = reading("Date|Caption|Timezone", (*row, "Europe/Berlin"))
    assert stated.calendar.timezone == "Europe/Berlin"
    told = reading("Date|Caption|Timezone", (*row, "Europe/Berlin"), timezone="Asia/Tokyo")
    assert told.calendar.timezone == "Asia/Tokyo"
    unknown = reading("Date|Caption|Timezone", (*row, "Mars/Base"))
    assert [it.rule for it in unknown.findings] == ["unknown-zone"]


def test_offsets_are_kept() -> None:
    """A time that says how far it is from UTC needs no zone."""
    (post,) = posts("at|text", ("2026-11-23T09:00:00+10:30", "Hello"))
    assert isinstance(post.at, datetime)
    assert post.at.isoformat() == "2026-11-23T09:00:00+10:30"


def test_rows_in_zones_of_their_own() -> None:
    """Each is read in its zone, unless the user names one for all."""
    rows = (
        ("2026-11-23 09:00", "Hello", "Europe/Berlin"),
        ("2026-11-23 09:00", "Bye", "America/New_York"),
    )
    found = reading("Date|Caption|Timezone", *rows)
    hours = [str(post.at)[-6:] for post in found.calendar.posts]
    assert (found.calendar.timezone, hours) == ("Europe/Berlin", ["+01:00", "-05:00"])
    assert "several time zones" in remarks(found)
    told = posts("Date|Caption|Timezone", *rows, timezone="Asia/Tokyo")
    assert [str(post.at)[-6:] for post in told] == ["+09:00", "+09:00"]


def test_tags_that_are_kinds_are_the_kinds() -> None:
    """That is how a scheduler's file carries them; other tags stay tags."""
    first, second = "2027-03-02 09:00", "2027-03-03 09:00"
    found = posts("Text|Tags|Posting Time", ("One", "promo", first), ("Two", "value", second))
    assert [post.kind for post in found] == ["promo", "value"]
    found = posts("Text|Tags|Posting Time", ("One", "coffee", first), ("Two", "value", second))
    assert [post.tags for post in found] == [("coffee",), ("value",)]


def test_a_column_of_times_is_believed_before_midnight() -> None:
    """Spreadsheets write a day as that day at 00:00."""
    found = posts("Date|Time|Text", (datetime(2027, 3, 1), "09:00", "One"))  # noqa: DTZ001
    assert [post.at for post in found] == [datetime(2027, 3, 1, 9, tzinfo=UTC)]


def test_a_row_that_a_plan_reserved_is_a_slot() -> None:
    """Its note stands in the plan's own column where the table has none."""
    told = (
        "Added (Reserved 30 min: Answer people.), because otherwise the week has none. "
        "(rule: conversation-slots)"
    )
    found = reading(
        "Date|Kind|Text|planner",
        ("2027-03-01 09:00", "value", "One", ""),
        ("2027-03-02 09:00", "conversation", "", told),
    )
    (slot,) = found.calendar.slots
    assert (slot.kind, slot.minutes, slot.note) == ("conversation", 30, "Answer people.")
    assert len(found.calendar.posts) == 1


@pytest.mark.parametrize(
    ("text", "hour"),
    [("noon", 12), ("12 noon", 12), ("midnight", 0), ("9:00am", 9), ("9 a.m.", 9), ("9.30", 9)],
)
def test_more_times_of_day(text: str, hour: int) -> None:
    """Hours have names, too."""
    (post,) = posts("Date|Time|Caption", ("2026-11-23", text, "Hello"))
    assert isinstance(post.at, datetime)
    assert post.at.hour == hour


def test_hours_without_a_colon() -> None:
    """In a column of times all of whose numbers are such; a note says so."""
    rows = (("2026-11-23", "0900", "a"), ("2026-11-23", "1830", "b"), ("2026-11-23", "late", "c"))
    found = reading("Date|Time|Caption", *rows)
    times = [
        post.at.hour if isinstance(post.at, datetime) else None for post in found.calendar.posts
    ]
    assert times == [9, 18, None]
    assert '"0900" as 09:00 and "1830" as 18:30' in remarks(found)
    assert not isinstance(posts("Date|Time|Caption", ("2026-11-23", "2575", "a"))[0].at, datetime)


def test_numbers_of_spreadsheets() -> None:
    """Days since 1899 and shares of a day, in columns that hold nothing else."""
    rows = ((46349, 0.375, "a"), ("46350", "0,5", "b"))
    found = reading("Date|Time|Caption", *rows)
    assert [post.at for post in found.calendar.posts] == [
        datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC),
    ]  # fmt: skip
    assert '"46349" as 2026-11-23' in remarks(found)
    assert posts("Date|Caption", ("46349.75", "a"))[0].at == datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert posts("Date|Caption", ("46349", "a"), ("2026-11-23", "b"))[0].at is None


def test_the_date_that_shows_the_order_is_told() -> None:
    """With its line; where every date is certain there is nothing to tell."""
    found = reading("Date|Caption", ("03/11/2026", "Hello"), ("25/11/2026", "Bye"))
    assert '3: The dates of `Date` are read with the day first (dd/mm/yyyy), as "25/11' in remarks(
        found
    )
    assert "are read with" not in remarks(reading("Date|Caption", ("25/11/2026", "Bye")))
    rows = (("Tuesday", "03/11/2026", "a"), ("Friday", "04/12/2026", "b"))
    assert "fall on the days beside them" in remarks(reading("Day|Date|Caption", *rows))


def test_dates_that_show_both_orders() -> None:
    """Both lines are named, and a date with two readings gets none."""
    rows = [("23/11/2026", "a"), ("11/24/2026", "b")]
    found = reading("Date|Caption", *rows)
    assert [post.at for post in found.calendar.posts] == [date(2026, 11, 23), date(2026, 11, 24)]
    said = '"23/11/2026" (line 2) has the day first, "11/24/2026" (line 3) the month'
    assert said in remarks(found)
    assert found.findings == ()
    found = reading("Date|Caption", *rows, ("03/04/2026", "c"))
    assert [it.rule for it in found.findings] == ["ambiguous-date"]
    assert said in found.findings[0].message
    assert found.calendar.posts[2].at is None


def test_weeks_of_the_year() -> None:
    """Where the start is in the first of them, they are no count; a note says so."""
    rows = (("Week 48", "Mon", "a"), ("Week 49", "Tue", "b"), ("Week 1", "Tue", "c"))
    found = reading("Week|Day|Caption", *rows, start=MONDAY)
    assert [post.at for post in found.calendar.posts] == [
        MONDAY, date(2026, 12, 1), date(2027, 1, 5),
    ]  # fmt: skip
    assert '"Week 48" is the week of the year that --start is in' in remarks(found)
    counted = posts("Week|Day|Caption", ("Week 2", "Mon", "a"), start=MONDAY)
    assert [post.at for post in counted] == [date(2026, 11, 30)]


def test_a_week_that_cannot_be_read() -> None:
    """It is not the first one, which a note says."""
    found = reading("Week|Day|Caption", ("Launch", "Mon", "a"), start=MONDAY)
    assert '`Week` of 1 row is no week that could be read: "Launch"' in remarks(found)
    assert posts("Week|Day|Caption", ("Launch", "Mon", "a"), start=MONDAY)[0].at is None
    assert posts("Week|Day|Caption", ("Nov 30", "Tue", "a"), start=MONDAY)[0].at == date(
        2026, 12, 1
    )


def test_dates_without_a_year() -> None:
    """The start says which; a number above 12 shows which one is the month."""
    rows = (("23/11", "a"), ("11/24", "b"), ("03/04", "c"), ("05/05", "d"))
    assert [post.at for post in posts("Date|Caption", *rows, start=MONDAY)] == [
        MONDAY, date(2026, 11, 24), None, date(2027, 5, 5),
    ]  # fmt: skip


def test_labels_say_the_kind_and_the_channel() -> None:
    """Where no other column does; a note says so. Hashtags are no labels."""
    found = reading("Date|Caption|Tags", ("2026-11-23", "a", "Tips, LinkedIn, Coffee"))
    (post,) = found.calendar.posts
    assert (post.kind, post.channel) == ("value", "linkedin")
    assert 'The label "Tips" was taken as the kind value of 1 post.' in remarks(found)
    for tags in ("#tips #linkedin", "Tips, Promo"):
        assert posts("Date|Caption|Tags", ("2026-11-23", "a", tags))[0].kind == "unknown"
    rows = (("2026-11-23", "x", "a", "Tips"), ("2026-11-23", "", "b", "LinkedIn"))
    assert [it.channel for it in posts("Date|Platform|Caption|Tags", *rows)] == ["x", None]


@pytest.mark.parametrize(
    ("text", "channel"),
    [("Rosa's Roastery (Facebook Page)", "facebook"), ("@rosas (Twitter)", "x"),
     ("Instagram (Story)", "instagram")],
)  # fmt: skip
def test_a_platform_in_brackets(text: str, channel: str) -> None:
    """Behind the name of an account."""
    assert [it.channel for it in channels_in(text)] == [channel]


@pytest.mark.parametrize(
    "names",
    [
        "Fecha|Hora|Red|Tipo de contenido|Texto|Estado",
        "Date|Heure|Réseau|Type de contenu|Texte|Statut",
        "Datum|Uhrzeit|Kanal|Kategorie|Text|Status",
        "Publish Date|Publish Time|Social Profile|Color Label|Social Message|Post State",
        "Date Published|Time|Channel|Category|Message|Status",
    ],
)
def test_names_of_columns_in_other_words(names: str) -> None:
    """Of other languages and tools."""
    row = ("2026-11-23", "9:00", "LinkedIn", "Promo", "Un café", "scheduled")
    (post,) = posts(names, row)
    assert post.at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert (post.channel, post.kind, post.text, post.status) == (
        "linkedin", "promo", "Un café", "scheduled",
    )  # fmt: skip
