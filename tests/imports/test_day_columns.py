"""Grids: tables whose columns are days, and what each of their cells becomes."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from planner.home.grids_of_xlsx import with_plan
from planner.imports.day_columns import month_in, names_days, sort_of
from planner.model import Cost, Move, Plan
from planner.readers import ReadOptions, csv, md, xlsx
from planner.renderers import csv as csv_renderer
from planner.source import Reading

START = date(2026, 11, 23)
MON, TUE, WED = (date(2026, 11, day) for day in (23, 24, 25))
ROAST, BEANS, FARMERS = "New roast is out today", "How to store beans", "Meet the Huila farmers"


def reading(text: str, **options: Any) -> Reading:
    """Read a table in CSV; options are those of `ReadOptions`."""
    return csv.read("grid.csv", text.encode(), ReadOptions()._replace(**options))


def at(*parts: int) -> datetime:
    """A local time, as spreadsheets have them."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def told(found: Reading) -> list[tuple[Any, ...]]:
    """Time, channel and words of every post."""
    return [
        (when.replace(tzinfo=None) if isinstance(when := post.at, datetime) else when, post.channel,
         post.text or post.title)
        for post in found.calendar.posts
    ]  # fmt: skip


def notes(found: Reading) -> str:
    """All notes, each with its line."""
    return "\n".join(f"{found.source.place(it.place).line}: {it.message}" for it in found.notes)


def test_dates_as_columns_and_channels_as_rows() -> None:
    """Each filled cell is a post, and a note says so."""
    found = reading(
        f"Channel,2026-11-23,2026-11-24,2026-11-25\nInstagram,{ROAST},,{FARMERS}\nLinkedIn,,{BEANS},-\n"
    )
    assert told(found) == [
        (MON, "instagram", ROAST), (WED, "instagram", FARMERS), (TUE, "linkedin", BEANS),
    ]  # fmt: skip
    assert "2: The columns `2026-11-23` to `2026-11-25` are dates, so each filled" in notes(found)
    assert found.source.place(found.calendar.posts[1].route)[:2] == (2, 35)


def test_weekdays_and_weeks_count_from_the_start() -> None:
    """Week 1 is the week from the start on."""
    text = f"Week,Mon,Tue,Wed\nWeek 1,{ROAST},,{FARMERS}\nWeek 2,,{BEANS},\n"
    assert told(reading(text, start=START)) == [
        (MON, None, ROAST), (WED, None, FARMERS), (date(2026, 12, 1), None, BEANS),
    ]  # fmt: skip


def test_without_a_start_there_are_posts_without_a_date() -> None:
    """A note asks for it."""
    found = reading(f"Time,Monday,Tuesday\n09:00,{ROAST},{BEANS}\n")
    assert told(found) == [(None, None, ROAST), (None, None, BEANS)]
    assert "--start DATE does" in notes(found)
    assert '"09:00" as its time' in notes(found)


@pytest.mark.parametrize(
    ("label", "channel", "kind", "when"),
    [
        ("IG", "instagram", "unknown", MON),
        ("Tips", None, "value", MON),
        ("9 am", None, "unknown", at(2026, 11, 23, 9)),
        ("2026-W49", None, "unknown", date(2026, 11, 30)),
        ("Week of Nov 30", None, "unknown", date(2026, 11, 30)),
        ("30 Nov - 6 Dec", None, "unknown", date(2026, 11, 30)),
        ("23-29 November", None, "unknown", MON),
        ("30 Nov 2026", None, "unknown", date(2026, 11, 30)),
        ("Coffee", None, "unknown", MON),
    ],
)
def test_what_stands_before_the_days(
    label: str, channel: str | None, kind: str, when: date
) -> None:
    """A channel, a kind, an hour or a week, by its value; other words are not used."""
    found = reading(f",Mon,Tue\n{label},{ROAST},\n", start=START)
    (post,) = found.calendar.posts
    assert told(found) == [(when, channel, ROAST)]
    assert post.kind == kind
    assert ("Not used: `column 1`" in notes(found)) == (label == "Coffee")


def test_a_week_above_its_rows() -> None:
    """In a row of its own, or in the corner of names that come again."""
    text = (
        f"Week 1,Mon,Tue\nInstagram,{ROAST},\nLinkedIn,,{BEANS}\nWeek 2,,\nInstagram,{FARMERS},\n"
        f"Week 3,Mon,Tue\nX,,{ROAST}\n"
    )
    assert told(reading(text, start=START)) == [
        (MON, "instagram", ROAST), (TUE, "linkedin", BEANS),
        (date(2026, 11, 30), "instagram", FARMERS), (date(2026, 12, 8), "x", ROAST),
    ]  # fmt: skip


def test_names_of_days_again_without_a_week() -> None:
    """Nobody can tell which week it is, so there is no date."""
    found = reading(f",Mon,Tue\nX,{ROAST},\n,Mon,Tue\nX,,{BEANS}\n", start=START)
    assert told(found) == [(MON, "x", ROAST), (None, "x", BEANS)]
    assert "come again without a week" in notes(found)


def test_joined_cells_before_the_days() -> None:
    """An empty one at the start repeats the one above; a remark beside it does not."""
    text = (
        f"Plan,,,,\nWeek,Channel,Mon,Tue,Notes\n2026-W48,IG,{ROAST},,ask Ana\n,LinkedIn,,{BEANS},\n"
    )
    found = reading(text)
    assert told(found) == [(MON, "instagram", ROAST), (TUE, "linkedin", BEANS)]
    assert [post.note for post in found.calendar.posts] == ["ask Ana", None]
    assert "belong to the row above" in notes(found)


def test_a_calendar_for_the_wall() -> None:
    """Rows with numbers of days; the month stands in the title, its neighbours at the ends."""
    text = (
        "November 2026,,\nFri,Sat,Sun\n30,31,1\nBefore the month begins,,Sunday roast for all\n"
        f"6,7,8\n{ROAST},,\n,,{BEANS}\n29,30,1\n,The last of November,December is here now\n"
    )
    assert [when for when, *_ in told(reading(text))] == [
        date(2026, 10, 30), date(2026, 11, 1), date(2026, 11, 6), date(2026, 11, 8),
        date(2026, 11, 30), date(2026, 12, 1),
    ]  # fmt: skip
    untitled = text.partition("\n")[2]
    assert {when for when, *_ in told(reading(untitled))} == {None}
    assert told(reading(untitled, start=date(2026, 11, 1)))[2][0] == date(2026, 11, 6)


def test_dates_below_the_names_of_days() -> None:
    """They count; the title tells their year; names that disagree are told."""
    text = (
        f"December 2026,,\n,Mon,Tue\n,28 Dec,29 Dec\nX,{ROAST},{BEANS}\n"
        f",4 Jan,6 Jan\nX,,{FARMERS}\n"
    )
    found = reading(text)
    assert [when for when, *_ in told(found)] == [
        date(2026, 12, 28), date(2026, 12, 29), date(2027, 1, 6),
    ]  # fmt: skip
    assert "disagrees with the date in 1 of 3" in notes(found)


def test_weeks_or_hours_as_columns() -> None:
    """With the days before the rows."""
    text = f"Day,Week 1,Week 2\nMonday,{ROAST},{FARMERS}\nTuesday,,{BEANS}\n"
    assert [when for when, *_ in told(reading(text, start=START))] == [
        MON, date(2026, 11, 30), date(2026, 12, 1),
    ]  # fmt: skip
    text = f"Date,09:00,12:30\n2026-11-23,{ROAST},{BEANS}\n"
    assert [when for when, *_ in told(reading(text))] == [
        at(2026, 11, 23, 9), at(2026, 11, 23, 12, 30),
    ]  # fmt: skip


def test_fields_as_rows() -> None:
    """Then each column is a post."""
    text = (
        ",Monday,Tuesday\nWeek 1,,\nPlatform,Instagram,LinkedIn\nTime,9:00,10:00\n"
        f"Caption,{ROAST},{BEANS}\nWeek 2,,\nPlatform,X,\nCaption,{FARMERS},\n"
    )
    found = reading(text, start=START)
    assert told(found) == [
        (at(2026, 11, 23, 9), "instagram", ROAST),
        (at(2026, 11, 24, 10), "linkedin", BEANS),
        (date(2026, 11, 30), "x", FARMERS),
    ]
    assert "each column was read as a post" in notes(found)


def test_formats_as_rows_are_no_fields() -> None:
    """`Post` and `Video` are what is made, not what it says."""
    found = reading(f",Mon,Tue\nPost,{ROAST},\nVideo,,{BEANS}\n", start=START)
    assert told(found) == [(MON, None, ROAST), (TUE, None, BEANS)]


def test_a_kind_in_the_name_of_a_day() -> None:
    """`Monday: Tips` is a Monday."""
    found = reading(f"Time,Monday: Tips,Friday - News\n9:00,{ROAST},{BEANS}\n", start=START)
    assert [post.kind for post in found.calendar.posts] == ["value", "news"]
    assert [when.isoweekday() for when, *_ in told(found)] == [1, 5]


def test_cells_may_hold_channels_or_titles() -> None:
    """By what they are; days off are no posts."""
    found = reading("Time,Mon,Tue\n9:00,IG + LI,Off\n", start=START)
    assert [post.channel for post in found.calendar.posts] == ["instagram", "linkedin"]
    found = reading("Channel,Mon,Tue\nX,Huila,Latte art\n", start=START)
    assert [(post.title, post.text) for post in found.calendar.posts] == [
        ("Huila", ""), ("Latte art", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Channel,Mon,Tue\nInstagram,x,\nLinkedIn,,x\n",
        "Channel,Mon,Tue\nInstagram,3,4\nLinkedIn,5,6\n",
        "Topic,January,February\nTips,Store your beans well,Grind your beans well\n",
    ],
)
def test_grids_that_are_no_posts(text: str) -> None:
    """Marks, counts and months."""
    found = reading(text, start=START)
    assert found.calendar.posts == ()
    assert [it.rule for it in found.findings] == ["empty-calendar"]


def test_a_list_with_marks_for_days_stays_a_list() -> None:
    """Its captions are the posts."""
    found = reading(f"Title,Caption,Mon,Tue\nA,{ROAST},x,\nB,{BEANS},,x\n", start=START)
    assert told(found) == [(None, None, ROAST), (None, None, BEANS)]


def test_the_user_may_say_that_a_column_is_no_day() -> None:
    """Then the table is a list."""
    found = reading(f"Time,Mon,Tue\n9:00,{ROAST},\n", columns={"Mon": "text"})
    assert told(found) == [(None, None, ROAST)]


def test_columns_that_are_channels() -> None:
    """They were known before."""
    found = reading(f"Date,Instagram,LinkedIn\n2026-11-23,{ROAST},{BEANS}\n")
    assert told(found) == [(MON, "instagram", ROAST), (MON, "linkedin", BEANS)]


def test_a_grid_in_markdown() -> None:
    """The heading above it says the week."""
    text = f"## Week 2\n\n| | Mon | Tue |\n|-|-|-|\n| X | {ROAST} | |\n"
    found = md.read("grid.md", text.encode(), ReadOptions(start=START))
    assert told(found) == [(date(2026, 11, 30), "x", ROAST)]


def workbook(title: str, *rows: list[Any]) -> Reading:
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return xlsx.read("grid.xlsx", content.getvalue(), ReadOptions())


def test_a_grid_in_a_workbook() -> None:
    """Its dates are typed; what stands before them needs no name."""
    days = [at(2026, 11, day) for day in (23, 24, 25)]
    found = workbook("Plan", ["Our plan"], [], [None, *days], ["Instagram", ROAST, None, BEANS])
    assert told(found) == [(MON, "instagram", ROAST), (WED, "instagram", BEANS)]
    names = ["Mon", "Tue"]
    found = workbook("Plan", ["November 2026"], names, [9, 10], [ROAST, None])
    assert told(found) == [(date(2026, 11, 9), None, ROAST)]


def plan_of(found: Reading) -> Plan:
    """A plan that moves the first post by nothing but its reason."""
    post = found.calendar.posts[0]
    move = Move(post.id, "hold", post.at, None, ("spacing",), "Otherwise too near.")
    done = found.calendar
    return Plan("optimal", Cost(), Cost(), (move,), (), (), done, done)


def rows_of(content: bytes) -> Iterator[tuple[Any, ...]]:
    """The rows of the sheet that a plan adds."""
    return load_workbook(BytesIO(content))["Plan"].iter_rows(values_only=True)


def test_a_plan_of_a_grid_is_a_list() -> None:
    """A row of a grid holds many posts, so none of it can be moved."""
    found = reading(f"Channel,2026-11-23,2026-11-24,2026-11-25\nX,{ROAST},,{BEANS}\n")
    written = csv_renderer.render_plan(plan_of(found), found.source)
    assert isinstance(written, str)
    assert written.splitlines()[0].startswith("id,date,")
    assert "Held back, because otherwise too near. (rule: spacing)" in written
    sheet = workbook("Grid", ["Channel", "2026-11-23", "2026-11-24"], ["X", ROAST, BEANS], ["X"])
    content = with_plan(plan_of(sheet), sheet.source)
    again = xlsx.read("plan.xlsx", content, ReadOptions())
    assert sorted(told(again), key=str) == sorted(told(sheet), key=str)
    assert 'The sheet "Grid" was left out: it is hidden.' in notes(again)
    assert ROAST in {value for row in rows_of(content) for value in row}


@pytest.mark.parametrize(
    ("texts", "below", "expected"),
    [
        (["", "Mon", "Tue"], [], True),
        (["Mon", "Tue", "Mon"], [], False),
        (["Name", "2026-11-23", "2026-11-24"], [], False),
        (["", "2026-11-23", "2026-11-24", "2026-11-25"], ["X", "a", "b", "c"], True),
        (["2026-11-23", "2026-11-24", "2026-11-25"], ["2026-11-26", "2026-11-27"], False),
        (["Mon", "Tue", "a text that is far too long to be the name of a column"], [], False),
        (["Mon", "Tue", "Notes"], [], False),
    ],
)
def test_lines_that_name_days(texts: list[str], below: list[str], *, expected: bool) -> None:
    """Weekdays are names; dates are when they are many and other lines have none."""
    assert names_days(texts, below) == expected


def test_sorts_of_names() -> None:
    """What no calendar counts with is none."""
    names = ["Mon", "23 Nov", "Day 7", "Week 2", "9:00", "Coffee", "", "Saturday (Promo)"]
    assert [sort_of(name) for name in names] == [
        "weekday", "date", "day", "week", "time", None, None, "weekday",
    ]  # fmt: skip


def test_the_month_of_a_title() -> None:
    """One month and one year."""
    assert month_in("Plan for November 2026") == (2026, 11)
    assert month_in("November and December 2026") is None
