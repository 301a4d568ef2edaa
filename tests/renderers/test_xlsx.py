"""Workbooks: the one that a calendar came from with little changed, and new ones."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from helpers import command
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from planner.model import Cost, Entry, Move, MoveKind, Plan, Post, Slot
from planner.readers import ReadOptions
from planner.readers import xlsx as reader
from planner.renderers import xlsx as renderer
from planner.source import Reading, Source

HEAD = ["Date", "Time", "Day", "Platform", "Pillar", "Caption", "Status", "Notes", "Budget"]
YELLOW = PatternFill("solid", fgColor="FFFF00")


@pytest.fixture
def book() -> Workbook:
    """A workbook that people have worked in: colours, a formula, a comment, other sheets."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Posts"
    sheet["A1"] = "Our plan"
    sheet.append([])
    sheet.append(HEAD)
    for day, text in ((23, "Buy the roast"), (24, "Grind it fresh")):
        at = date(2026, 11, day)
        sheet.append([at, time(9, 30), f"{at:%A}", "X", "Promo", text, "Scheduled", None, day])
    for row in (4, 5):
        sheet.cell(row, 1).number_format = "dd/mm/yyyy"
        sheet.cell(row, 6).fill = YELLOW
    sheet["I6"] = "=SUM(I4:I5)"
    sheet["F4"].comment = Comment("Ask Ana", "Rosa")
    sheet.column_dimensions["F"].width = 55
    made.create_sheet("Lists").append(["X", "LinkedIn"])
    return made


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read(data: bytes) -> Reading:
    """The reading of a workbook."""
    return reader.read("calendar.xlsx", data, ReadOptions())


def plan_of(reading: Reading, *now: Entry) -> Plan:
    """A plan in which some entries are as given."""
    original = reading.calendar
    before: dict[str, Entry] = {entry.id: entry for entry in original.entries}
    moves = []
    for entry in now:
        old = before.get(entry.id)
        what: MoveKind = "insert" if old is None else "hold" if entry.status == "held" else "shift"
        moves.append(Move(entry.id, what, old and old.at, entry.at, ("spacing",), "Too near."))
    calendar = original.with_entries((before | {entry.id: entry for entry in now}).values())
    return Plan("optimal", Cost(), Cost(), tuple(moves), (), (), calendar, original)


def values(sheet: Any) -> list[list[Any]]:
    """All values of a sheet."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_calendar_without_changes_is_the_same_file(book: Workbook) -> None:
    """Byte by byte."""
    data = saved(book)
    assert renderer.render_calendar(read(data)) == data


def test_a_moved_post_changes_its_cells_only(book: Workbook) -> None:
    """Values stay typed; formats, colours, widths, formulas, comments and sheets stay."""
    data = saved(book)
    reading = read(data)
    second = reading.calendar.posts[1]
    moved = second._replace(at=datetime(2026, 11, 26, 17, 0, tzinfo=UTC))
    written = renderer.render_plan(plan_of(reading, moved), reading.source)
    found, before = load_workbook(BytesIO(written)), load_workbook(BytesIO(data))
    assert found.sheetnames == before.sheetnames
    assert values(found["Lists"]) == values(before["Lists"])
    old, new = values(before["Posts"]), values(found["Posts"])
    assert new[4][:3] == [datetime(2026, 11, 26), time(17), "Thursday"]  # noqa: DTZ001
    assert new[4][3:9] == old[4][3:9]
    assert new[4][9] == "Moved from Tue 24 Nov 09:30: Too near. (rule: spacing)"
    assert new[2] == [*HEAD, "planner"]
    assert [row[:9] for row in new[:4] + new[5:]] == old[:4] + old[5:]
    sheet = found["Posts"]
    assert sheet["A5"].number_format == "dd/mm/yyyy"
    assert sheet["F5"].fill.fgColor.rgb == "00FFFF00"
    assert sheet["F4"].comment.text == "Ask Ana"
    assert sheet.column_dimensions["F"].width == 55
    assert [post.at for post in read(written).calendar.posts] == [
        reading.calendar.posts[0].at,
        moved.at,
    ]


def test_held_and_added_entries(book: Workbook) -> None:
    """A status, and rows below all that stands there, in the look of the others."""
    reading = read(saved(book))
    held = reading.calendar.posts[0]._replace(status="held")
    at = datetime(2026, 11, 25, 8, 15, tzinfo=UTC)
    post = Post("add-1", "add-1", at, "x", "share", note="Somebody else's work")
    slot = Slot("add-2", "add-2", at + timedelta(hours=1), 45, ("x",), "inbox", note="Answer")
    written = renderer.render_plan(plan_of(reading, held, post, slot), reading.source)
    sheet = load_workbook(BytesIO(written))["Posts"]
    assert sheet["G4"].value == "Held"
    assert sheet["I6"].value == "=SUM(I4:I5)"
    added = [cell.value for cell in sheet[7]]
    assert added == [
        datetime(2026, 11, 25), time(8, 15), "Wednesday", "x", "share", None, "draft",  # noqa: DTZ001
        "Somebody else's work", None, "Added: Too near. (rule: spacing)",
    ]  # fmt: skip
    assert sheet["A7"].number_format == "dd/mm/yyyy"
    again = read(written).calendar
    assert [(it.at, it.status) for it in again.posts] == [
        (held.at, "held"),
        (reading.calendar.posts[1].at, "scheduled"),
        (at, "draft"),
    ]
    (found,) = again.slots
    assert (found.at, found.minutes, found.kind, found.note) == (slot.at, 45, "inbox", "Answer")


def test_joined_days_are_parted_where_a_post_moves(book: Workbook) -> None:
    """The other post keeps its day."""
    sheet = book["Posts"]
    sheet["A5"] = None
    sheet.merge_cells("A4:A5")
    reading = read(saved(book))
    first, second = reading.calendar.posts
    moved = second._replace(at=datetime(2026, 11, 26, 9, 30, tzinfo=UTC))
    written = renderer.render_plan(plan_of(reading, moved), reading.source)
    assert [post.at for post in read(written).calendar.posts] == [first.at, moved.at]


def test_a_plan_from_elsewhere_becomes_a_new_workbook(plan: Plan, source: Source) -> None:
    """With the columns of the new table, typed days and no formulas."""
    odd = plan.calendar.posts[0]._replace(text="=1+1\x07")
    calendar = plan.calendar._replace(posts=(odd, *plan.calendar.posts[1:]))
    written = renderer.render_plan(plan._replace(calendar=calendar), source)
    sheet = load_workbook(BytesIO(written)).worksheets[0]
    head, *rows = values(sheet)
    assert head[:3] == ["id", "date", "time (Europe/Berlin)"]
    assert len(rows) == len(plan.calendar.entries)
    record = next(dict(zip(head, row, strict=True)) for row in rows if row[0] == odd.id)
    assert record["date"] == datetime(2026, 11, 24)  # noqa: DTZ001
    assert record["time (Europe/Berlin)"] == "09:15"
    assert record["change"].startswith("Moved from Mon 23 Nov 09:00: too close")
    place = head.index("text") + 1
    cells = [sheet.cell(number, place) for number in range(2, len(rows) + 2)]
    (cell,) = [it for it in cells if it.value == "=1+1"]
    assert cell.data_type == "s"


def test_the_command_line_keeps_a_spreadsheet_at_home(
    book: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From file to file, and never over the calendar itself."""
    monkeypatch.chdir(tmp_path)
    Path("calendar.xlsx").write_bytes(saved(book))
    done = command("plan", "calendar.xlsx", "-o", "plan.xlsx", "--now", "2026-11-01")
    assert "The balanced plan is in plan.xlsx" in done.err
    sheets = load_workbook("plan.xlsx").sheetnames
    assert sheets == ["Posts", "Lists"]
    assert command("plan", "calendar.xlsx", "-o", "calendar.xlsx").code == 2
    done = command("convert", "calendar.xlsx", "-f", "yaml", "-q")
    assert "Buy the roast" in done.out
