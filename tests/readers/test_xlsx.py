"""Calendars in workbooks: typed cells, several sheets, and files that nobody can read."""

import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from planner import sheets
from planner.model import Post
from planner.readers import ReadOptions, xlsx
from planner.source import Reading

HEAD = ("Date", "Time", "Platform", "Pillar", "Caption")
DAY, CLOCK = date(2026, 11, 23), time(9, 30)
ROW = (DAY, CLOCK, "LinkedIn", "Promo", "Buy the roast")


def workbook(**tables: Iterable[Iterable[Any]]) -> Workbook:
    """A workbook with a sheet per table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read(book: Workbook | bytes) -> Reading:
    """The reading of a workbook."""
    data = book if isinstance(book, bytes) else saved(book)
    return xlsx.read("calendar.xlsx", data, ReadOptions())


def messages(reading: Reading) -> str:
    """All notes in one text."""
    return "\n".join(note.message for note in reading.notes)


def test_typed_dates_and_times_are_read() -> None:
    """A day and a time in two cells, and both in one."""
    (post,) = read(workbook(Posts=[HEAD, ROW])).calendar.posts
    assert post.at == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert (post.channel, post.kind, post.text) == ("linkedin", "promo", "Buy the roast")
    moment = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  # cells have no zone
    (post,) = read(workbook(Posts=[("When", "Text"), (moment, "Hi")])).calendar.posts
    assert post.at == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_a_day_is_no_midnight_and_a_length_is_a_time() -> None:
    """The form of a cell tells a day from a moment."""
    rows = [HEAD, (DAY, None, "X", "Tips", "One"), (DAY, timedelta(hours=17), "X", "Tips", "Two")]
    first, second = read(workbook(Posts=rows)).calendar.posts
    assert first.at == DAY
    assert second.at == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_the_line_of_a_place_is_the_number_of_its_row() -> None:
    """Titles above the table count too; several sheets are told by their names."""
    book = workbook(
        Plan=[("Our plan",), (), HEAD, ROW, ROW], LinkedIn=[("When", "Text"), (DAY, "Hi")]
    )
    reading = read(book)
    places = [reading.source.place(post.route) for post in reading.calendar.posts]
    assert [(place.file, place.line) for place in places] == [
        ("calendar.xlsx [Plan]", 4),
        ("calendar.xlsx [Plan]", 5),
        ("calendar.xlsx [LinkedIn]", 2),
    ]
    (alone,) = read(workbook(Plan=[HEAD, ROW])).calendar.posts
    assert read(workbook(Plan=[HEAD, ROW])).source.where(alone.route) == "calendar.xlsx:2"


def test_cells_with_several_lines_stay_on_one_line_of_the_source() -> None:
    """The text of the post keeps them."""
    rows = [HEAD, (*ROW[:4], "One\nTwo"), ROW]
    reading = read(workbook(Posts=rows))
    first, second = reading.calendar.posts
    assert first.text == "One\nTwo"
    assert reading.source.place(second.route).line == 3
    span = reading.source.span((*first.route, "text"))
    assert reading.source.data[slice(*span)] == b"One Two"


def test_the_name_of_a_sheet_may_be_the_channel() -> None:
    """As can cells above the table."""
    rows = [("Time zone", "Europe/Berlin"), ("When", "Text"), (DAY, "Hi")]
    reading = read(workbook(LinkedIn=rows))
    assert reading.calendar.timezone == "Europe/Berlin"
    assert [post.channel for post in reading.calendar.posts] == ["linkedin"]


def test_sheets_without_posts_are_told() -> None:
    """Lists for menus, counts, and what is hidden."""
    book = workbook(Posts=[HEAD, ROW], Menu=[("Yes",), ("No",)], Old=[HEAD, ROW])
    book["Old"].sheet_state = "hidden"
    reading = read(book)
    assert len(reading.calendar.posts) == 1
    assert 'The sheet "Menu" was left out' in messages(reading)
    assert 'The sheet "Old" was left out: it is hidden.' in messages(reading)


def test_hidden_rows_are_read_and_told() -> None:
    """A filter hides rows that still go out."""
    book = workbook(Posts=[HEAD, ROW, ROW])
    book["Posts"].row_dimensions[3].hidden = True
    reading = read(book)
    assert len(reading.calendar.posts) == 2
    assert "1 hidden row" in messages(reading)


def test_joined_cells_count_for_all_of_their_rows() -> None:
    """A day over its posts."""
    book = workbook(Posts=[HEAD, ROW, (None, time(17), "X", "Tips", "Evening")])
    book["Posts"].merge_cells("A2:A3")
    days = [post.at for post in read(book).calendar.posts]
    assert days == [
        datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        datetime(2026, 11, 23, 17, 0, tzinfo=UTC),
    ]


def test_a_formula_without_a_result_is_told() -> None:
    """Programs other than spreadsheets write them so."""
    reading = read(workbook(Posts=[HEAD, ROW, ("=A2+1", CLOCK, "X", "Tips", "Next")]))
    assert next(post.at for post in reading.calendar.posts) is not None
    assert "1 formula without a result left out (A3)" in messages(reading)


def test_the_address_behind_a_word_is_the_link() -> None:
    """A column of links often says `here`."""
    book = workbook(Posts=[(*HEAD, "Link"), (*ROW, "here")])
    book["Posts"]["F2"].hyperlink = "https://example.org/roast"
    (post,) = read(book).calendar.posts
    assert post.link == "https://example.org/roast"


def test_time_reserved_for_people_is_a_slot_again() -> None:
    """As planner writes it into sheets."""
    row = (DAY, CLOCK, "X", "inbox", None, "Reserved 1 h 30 min: Answer all")
    calendar = read(workbook(Posts=[(*HEAD, "Notes"), ROW, row])).calendar
    assert len(calendar.posts) == 1
    (slot,) = calendar.slots
    assert (slot.minutes, slot.channels, slot.kind, slot.note) == (
        90,
        ("x",),
        "inbox",
        "Answer all",
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not an .xlsx workbook"),
        (b"Date,Text\n", "not an .xlsx workbook"),
        (saved(workbook(Posts=[HEAD, ROW]))[:900], "not an .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "with a password"),
    ],
)
def test_a_file_that_is_no_workbook_ends_in_a_sentence(data: bytes, words: str) -> None:
    """Not in a traceback."""
    reading = read(data)
    assert reading.calendar.posts == ()
    (finding,) = reading.findings
    assert (finding.rule, finding.level) == ("syntax", "error")
    assert words in finding.message


def test_a_damaged_workbook_ends_in_a_sentence() -> None:
    """An archive whose parts make no sense."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("[Content_Types].xml", "<nothing")
        packed.writestr("xl/workbook.xml", "<workbook")
    (finding,) = read(content.getvalue()).findings
    assert "damaged" in finding.message


def test_a_bomb_is_not_unpacked() -> None:
    """What it would be is told from its directory."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.MOST_BYTES + 1))
    (finding,) = read(content.getvalue()).findings
    assert "64 MB" in finding.message


def test_a_sheet_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nobody takes it for judged."""
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    reading = read(workbook(Posts=[HEAD, ROW, ROW, ROW]))
    assert [finding.rule for finding in reading.findings] == ["cannot-judge"]
    assert len(reading.calendar.posts) == 2


def test_an_empty_workbook_has_no_posts() -> None:
    """And says so."""
    reading = read(workbook(Posts=[]))
    posts: tuple[Post, ...] = reading.calendar.posts
    assert posts == ()
    assert reading.findings or reading.notes
