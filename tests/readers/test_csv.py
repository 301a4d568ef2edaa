"""Tables in CSV: separators, quotes, encodings, damage, and where every cell stands."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.imports.separated import SEPARATORS, form_of, records_of
from planner.readers import ReadOptions
from planner.readers.csv import read
from planner.source import Reading

HEAD = "Date,Platform,Caption\n"


def reading(text: str | bytes, **options: Any) -> Reading:
    """Read a text; options are those of `ReadOptions`."""
    data = text.encode() if isinstance(text, str) else text
    return read("calendar.csv", data, ReadOptions()._replace(**options))


def texts(text: str | bytes) -> list[str]:
    """The texts of the posts."""
    return [post.text for post in reading(text).calendar.posts]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_any_separator(separator: str) -> None:
    """It is told from the file."""
    rows = (("Date", "Platform", "Caption"), ("2026-11-23", "x", f'A "b"{separator} c'))
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    assert texts(file.getvalue()) == [f'A "b"{separator} c']


def test_a_spreadsheet_may_say_its_separator() -> None:
    """In a first line of its own."""
    assert texts("sep=;\r\nDate;Caption\r\n2026-11-23;Hello, you\r\n") == ["Hello, you"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_any_line_end(end: str) -> None:
    """Lines inside of quotes belong to the text."""
    data = f'Date,Caption{end}2026-11-23,"One{end}Two"{end}2026-11-24,Three{end}'
    assert texts(data) == [f"One{end}Two", "Three"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_that_are_certain(encoding: str) -> None:
    """A mark at the start says which."""
    found = reading(f"{HEAD}2026-11-23,x,Grüße\n".encode(encoding))
    assert [post.text for post in found.calendar.posts] == ["Grüße"]
    assert found.findings == ()
    assert found.source.place(("rows", 0, "text")).line == 2


def test_an_old_encoding_is_a_finding() -> None:
    """The letters are shown as they probably are."""
    found = reading(f"{HEAD}2026-11-23,x,Grüße\n".encode("latin-1"))
    assert [post.text for post in found.calendar.posts] == ["Grüße"]
    (finding,) = found.findings
    assert (finding.rule, finding.level) == ("odd-encoding", "warning")
    assert found.source.place(finding.place)[:2] == (2, 16)


def test_rows_with_other_numbers_of_cells() -> None:
    """Each is a finding at its row; a row of one cell is a heading."""
    found = reading(f"{HEAD}2026-11-23,x,One, two\n2026-11-24,x\nWeek 2\n2026-11-25,x,ok,,,\n")
    rules = [(it.rule, found.source.place(it.place).line) for it in found.findings]
    assert rules == [("ragged-row", 2), ("ragged-row", 3)]
    assert "has 4 cells instead of 3" in found.findings[0].message
    assert len(found.calendar.posts) == 3


def test_a_quotation_mark_that_never_closes() -> None:
    """It is a finding, and the rows after it are read."""
    found = reading(f'{HEAD}2026-11-23,x,"Hello\n2026-11-24,x,Bye\n')
    assert [post.text for post in found.calendar.posts] == ['"Hello', "Bye"]
    (finding,) = found.findings
    assert (finding.rule, found.source.place(finding.place)[:2]) == ("syntax", (2, 14))


def test_lines_above_the_names_of_columns() -> None:
    """A title and settings, as spreadsheets have them."""
    found = reading(
        "My plan,,\nTimezone:,Europe/Berlin,\n,,\nDate,Time,Caption\n2026-11-23,9:00,Hello\n"
    )
    assert found.calendar.timezone == "Europe/Berlin"
    (post,) = found.calendar.posts
    assert isinstance(post.at, datetime)
    assert (post.at.isoformat(), post.text) == ("2026-11-23T09:00:00+01:00", "Hello")


def test_a_file_without_names_of_columns() -> None:
    """They are told by their values, and a note says so."""
    found = reading('11/23/2026 09:00,"Hello there, you",https://example.org\n')
    (post,) = found.calendar.posts
    assert isinstance(post.at, datetime)
    assert (post.at.date(), post.text) == (date(2026, 11, 23), "Hello there, you")
    assert post.link == "https://example.org"
    assert "taken as" in found.notes[0].message


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"Date,Caption\n", b"\0\0"])
def test_nothing_in_the_file(data: bytes) -> None:
    """It is a finding."""
    found = reading(data)
    assert found.calendar.posts == ()
    assert found.findings


def test_columns_with_one_name() -> None:
    """None of them hides the other."""
    found = reading("Date,Notes,Caption,Notes\n2026-11-23,a,Hello,b\n")
    assert any("`Notes (2)`" in note.message for note in found.notes)


def test_a_file_that_is_too_large() -> None:
    """It is a finding, not a wait."""
    found = reading(b"a,b\n" * (5 * 1024 * 1024))
    assert [it.rule for it in found.findings] == ["cannot-judge"]


LINES = st.text("abc,;|\t\"'\n é#😀", max_size=8)


@given(st.lists(st.lists(LINES, min_size=1, max_size=4), max_size=6), st.sampled_from(SEPARATORS))
@settings(deadline=None)
def test_records_are_those_of_the_standard(rows: list[list[str]], separator: str) -> None:
    """What the standard library writes is read as it was, and spans hold the cells."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        rows
    )
    data = file.getvalue().encode()
    records = list(records_of(data, 0, separator))
    assert [[value.text for value in record.values] for record in records] == rows
    for record in records:
        for value in record.values:
            source = data[slice(*value.span)].decode()
            assert source[1:-1].replace('""', '"') == value.text


@given(st.binary(max_size=200) | st.text('aD,;"\n2026-1/:xé', max_size=200).map(str.encode))
@settings(deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    """Every byte is in a record, or a separator or line end; places are inside of the file."""
    found = reading(data)
    places = [it.place for it in found.findings]
    for place in [*places, *(it.place for it in found.notes)]:
        found.source.place(place)
    form = form_of(data, 0)
    end = form.start
    for record in records_of(data, form.start, form.separator):
        assert not data[end : record.span.start].strip(b"\r\n")
        end = record.span.end
    assert not data[end:].strip(b"\r\n")


POSTS = st.tuples(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.sampled_from(["x", "linkedin", "instagram"]),
    st.sampled_from(["promo", "value", "thanks"]),
    st.text("abc ,;\"'\né😀", min_size=1, max_size=30).map(lambda it: f"Say {it} now"),
)


@given(st.lists(POSTS, min_size=1, max_size=8), st.sampled_from(SEPARATORS))
@settings(deadline=None)
def test_posts_that_were_written_are_read_back(rows: list[tuple[Any, ...]], separator: str) -> None:
    """Date, time, channel, kind and text, in the order of the file."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(["date", "time", "platform", "type", "caption"])
    writer.writerows((day, f"{clock:%H:%M}", *rest) for day, clock, *rest in rows)
    found = reading(file.getvalue())
    kept = [
        (post.at.date(), post.at.time(), post.channel, post.kind, post.text)
        for post in found.calendar.posts
        if isinstance(post.at, datetime)
    ]
    assert kept == rows
    assert found.findings == ()
