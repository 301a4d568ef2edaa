"""Files made to keep planner busy: refused with a sentence, read as far as is sensible, or told.

None of these would end within the patience of anybody if its limit were not there.
"""

import io
import os
import zipfile
from pathlib import Path

import pytest
from helpers import command

POST = b"posts:\n  - {at: 2026-11-25 12:30, channel: x, kind: value, text: t}\n"
MANY = 2_100_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in an empty folder."""
    monkeypatch.chdir(tmp_path)


def lint(name: str, data: bytes) -> str:
    """What is told about a file, in some hundred lines; never a bug."""
    with open(name, "wb") as file:
        file.write(data)
    done = command("lint", name, "--isolated", "--now", "2026-11-01")
    assert done.code in {0, 1}, done.err
    assert len(done.out) < 50_000
    return done.out


@pytest.mark.parametrize("ending", ["yaml", "ics", "csv", "json", "md"])
def test_a_file_of_50_mb_is_refused(ending: str) -> None:
    """Before anything of it is read."""
    told = lint(f"large.{ending}", b"a" * 50 * 1024 * 1024)
    assert f"large.{ending}:1:1: error: " in told
    assert "[cannot-judge]" in told


@pytest.mark.parametrize(("ending", "data"), [
    ("yaml", b"- \n" * MANY), ("yaml", b"- " * MANY), ("yaml", b"a: " * MANY),
    ("yaml", b"[" + b"," * MANY), ("yaml", b"k: 1\n" * MANY), ("csv", b"," * MANY),
    ("csv", b"a,b\n" * MANY), ("json", b"[" + b"1," * MANY), ("md", b"# a\n" * MANY),
    ("md", b"|" * MANY),
])  # fmt: skip
def test_a_file_of_millions_of_values_is_refused(ending: str, data: bytes) -> None:
    """However few bytes each of them has."""
    told = lint(f"many.{ending}", data)
    assert "more than" in told
    assert "too many to be written by hand" in told


@pytest.mark.parametrize("data", [
    b"posts: " + b"[" * 100_000, b"posts: " + b"{a: " * 100_000, b"- " * 100_000,
    b"".join(b" " * depth + b"a:\n" for depth in range(2_000)),
])  # fmt: skip
def test_yaml_nested_100_000_deep_is_refused(data: bytes) -> None:
    """At the depth that no calendar has."""
    assert "nested more than 64 deep" in lint("deep.yaml", data)


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000])
def test_json_nested_100_000_deep_is_refused(data: bytes) -> None:
    """The same."""
    assert "nested more than 64 deep" in lint("deep.json", data)


def test_events_nested_100_000_deep_are_refused() -> None:
    """The same."""
    assert "error" in lint("deep.ics", b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000)


def test_a_bomb_of_aliases_is_capped() -> None:
    """Nine times nine times nine ... values are not made."""
    bomb = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + step, 98 + step, b", ".join([b"*%c" % (97 + step)] * 9))
        for step in range(9)
    )
    assert "stand for more than 10,000 values" in lint("bomb.yaml", bomb + POST)


@pytest.mark.parametrize(
    "data", [b"posts:\n" + b"- 1\n" * 100_000, b"posts: [" + b"1," * 100_000 + b"]"]
)
def test_a_mistake_that_is_made_everywhere_is_summed_up(data: bytes) -> None:
    """After a hundred of them, with how many there are."""
    told = lint("odd.yaml", b"timezone: UTC\n" + data)
    assert told.count("This item of `posts` is 1") == 100
    assert "900 more findings like this one (wrong-type), from here on." in told
    assert "Items of `posts` are wrong from here on, too many to tell each of them." in told
    assert "102 errors" in told


def test_a_message_is_never_long() -> None:
    """Of what a file has, it shows the beginning and the end."""
    channels = b"".join(b"  c%d: {}\n" % number for number in range(5_000))
    with open("long.yaml", "wb") as file:
        file.write(b"timezone: UTC\nchannels:\n" + channels + POST)
    done = command("lint", "long.yaml", "--isolated", "--profile", "everything")
    assert "5000 channels are kept up: c0, c1, " in done.out
    assert "mark the others `dormant: true`" in done.out
    assert max(map(len, done.out.splitlines())) < 500


def test_an_anchor_that_holds_itself_is_told() -> None:
    """It would never end."""
    assert "inside of what it refers to" in lint("self.yaml", b"posts: &p\n  - *p\n")


def test_many_comments_in_a_row_are_read_once() -> None:
    """And not once for each of those above."""
    data = b"# planner: ignore[promo-to-share@2026-W48] x\n" * 5_000 + POST
    with open("many.yaml", "wb") as file:
        file.write(data)
    assert command("lint", "many.yaml", "--isolated").code == 1


@pytest.mark.parametrize("word", [b"a", b"a ", b"**a", b"\n"])
@pytest.mark.parametrize(("ending", "head", "tail"), [
    ("csv", b'Date,Text\n2026-11-23,"', b'"\n'), ("csv", b"Date,Text\n2026-11-23,", b"\n"),
    ("md", b"| Date | Text |\n|---|---|\n| 2026-11-23 | ", b" |\n"),
    ("md", b"# Plan\n\n## 2026-11-23 09:00 LinkedIn\n\n", b"\n\nRead\n"),
    ("md", b"# Plan\n\n## 2026-11-23 09:00 LinkedIn ", b"\n\nRead\n"),
])  # fmt: skip
def test_a_line_or_cell_of_megabytes_is_left_out(
    ending: str, head: bytes, tail: bytes, word: bytes
) -> None:
    """With its place, and the rest is read."""
    told = lint(f"long.{ending}", head + word * 1_500_000 + tail)
    if word != b"\n":
        assert "is longer than 1 MiB, so it was left out. Shorten or split it." in told


def test_a_folded_line_of_megabytes_is_left_out() -> None:
    """Before its folds are taken apart."""
    event = b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261123T090000Z\r\nSUMMARY:a\r\nDESCRIPTION:a"
    folds = b"\r\n a" * 1_500_000
    for odd in (b"", b"\x00", b'";', b"\r"):
        told = lint(
            "fold.ics", b"BEGIN:VCALENDAR\r\n" + event + odd + folds + b"\r\nEND:VEVENT\r\n"
        )
        assert "fold.ics:6:1: error: This line is longer than 1 MiB, so it was left out." in told
        assert "1 calendar with 1 post" in told


def test_a_file_of_many_events_is_refused() -> None:
    """However plain they are."""
    event = b"BEGIN:VEVENT\r\nDTSTART:20261123T090000Z\r\nSUMMARY:a\r\nEND:VEVENT\r\n"
    for events in (event, event.lower()):
        told = lint("many.ics", b"BEGIN:VCALENDAR\r\n" + events * 50_001 + b"END:VCALENDAR\r\n")
        assert "50,001 entries (VEVENT); planner reads at most 50,000. Export fewer years" in told


def test_a_text_of_megabytes_is_compared_by_its_beginning() -> None:
    """Of millions of words a list would take a gigabyte."""
    text = b"a " * 5_000_000
    lint("text.yaml", POST.replace(b"text: t", b"text: " + text))
    lint("text.json", b'[{"date": "2026-11-23", "text": "' + text + b'"}]')


def test_a_cell_of_many_megabytes_is_no_bug() -> None:
    """Without a thousand times as much memory."""
    text = b"a" * 3_000_000
    lint("cell.csv", b'Date,Text\n2026-11-23,"' + text + b'"\n')
    lint("cell.json", b'[{"date": "2026-11-23", "text": "' + text + b'"}]')


NUMBER = b"9" * 10_000


@pytest.mark.parametrize(("ending", "data"), [
    ("yaml", (b"week_starts: N\nposts:\n  - {at: N, id: N, due: 1e999, minutes: 0xN, pin: N}\n"
             b"slots:\n  - {at: 2026-11-25, for: N}\n")),
    ("json", b'[{"date": "2026-11-23", "text": N, "id": N}, {"date": N, "time": 1e999}]'),
    ("csv", b"Date,Time,Text\nN,N,t\n1e999,1e999,t\n"),
    ("md", b"| Date | Time | Text |\n|---|---|---|\n| N | N | t |\n"),
    ("ics", (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:N\r\nDURATION:PTNS\r\nSEQUENCE:N\r\n"
            b"RRULE:FREQ=DAILY;COUNT=N\r\nSUMMARY:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")),
])  # fmt: skip
def test_numbers_of_10_000_digits_are_no_bug(ending: str, data: bytes) -> None:
    """Python alone would raise an error over them."""
    lint(f"digits.{ending}", data.replace(b"N", NUMBER, 99))


@pytest.mark.parametrize("zone", [
    "../../etc/passwd", "/etc/localtime", "Europe", "a/" * 1_000, '"Europe/\\0Berlin"', "..",
])  # fmt: skip
def test_the_name_of_a_zone_is_no_path(zone: str) -> None:
    """It is looked up among the zones of the world."""
    assert "[unknown-zone]" in lint("zone.yaml", f"timezone: {zone}\n".encode() + POST)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(("ending", "text"), [
    ("yaml", POST.decode()), ("ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
    ("csv", "Date,Text\n2026-11-23,tea\n"), ("json", '[{"date": "2026-11-23", "text": "a"}]'),
    ("md", "| Date | Text |\n|---|---|\n| 2026-11-23 | a |\n"),
])  # fmt: skip
def test_wide_encodings_without_a_mark_are_told(ending: str, text: str, encoding: str) -> None:
    """With what to do, in words that fit the format."""
    told = lint(f"wide.{ending}", text.encode(encoding))
    assert "[bad-encoding]" in told
    assert "UTF-8" in told


def workbook(sheet: bytes) -> bytes:
    """A workbook whose only sheet has this XML."""
    from openpyxl import Workbook

    whole, out = io.BytesIO(), io.BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return out.getvalue()


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def test_a_workbook_that_unpacks_to_a_great_deal_is_refused() -> None:
    """Before it is unpacked, by its size, and before it is read, by its cells."""
    assert "MB when it is unpacked" in lint("bomb.xlsx", workbook(b" " * 80_000_000))
    cells = HEAD + b"<row><c><v>1</v></c></row>" * 500_000 + TAIL
    assert "too many cells for a calendar" in lint("cells.xlsx", workbook(cells))


def test_a_cell_at_the_end_of_the_world_makes_no_million_cells() -> None:
    """Only so many of a sheet are looked at."""
    cells = (
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
        b"</row>"
    )
    assert "were read" in lint("far.xlsx", workbook(HEAD + cells + TAIL))


@pytest.mark.parametrize(
    "joined", ["A1:XFD1048576", "a1:xfd1048576", "$A$1:$XFD$1048576", "&#65;1:B2"]
)
def test_joining_all_cells_of_a_sheet_makes_none_of_them(joined: str) -> None:
    """It is counted before it is done."""
    tail = f'</sheetData><mergeCells><mergeCell ref="{joined}"/></mergeCells></worksheet>'
    sheet = HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row>' + tail.encode()
    assert "too many cells for a calendar" in lint("joined.xlsx", workbook(sheet))


def test_entities_of_xml_are_not_expanded() -> None:
    """The workbook is told to be damaged."""
    bomb = b"".join(
        b'<!ENTITY %c "%s">' % (98 + step, b"&%c;" % (97 + step) * 99) for step in range(9)
    )
    head = b'<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx">' + bomb + b"]>" + HEAD
    sheet = head + b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>' + TAIL
    assert "damaged" in lint("entities.xlsx", workbook(sheet))


@pytest.mark.parametrize("rule", [
    "SECONDLY", "MINUTELY", "HOURLY;BYMINUTE=1,2,3,4,5,6,7,8,9", "YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "DAILY;BYMONTH=2;BYMONTHDAY=30", "YEARLY;BYDAY=" + ",".join(["MO"] * 2_000) + ";BYSETPOS=366",
])  # fmt: skip
def test_endless_repetitions_end(rule: str) -> None:
    """Whatever they would bring, or never bring."""
    event = f"BEGIN:VEVENT\r\nDTSTART:20261123T090000Z\r\nRRULE:FREQ={rule}\r\nEND:VEVENT\r\n"
    lint("endless.ics", f"BEGIN:VCALENDAR\r\n{event}END:VCALENDAR\r\n".encode())


# Configuration and packs


@pytest.mark.parametrize(("name", "data"), [
    ("planner.toml", b"a = " + b"[" * 100_000), ("planner.toml", b"a = " + b"{a=" * 100_000),
    ("planner.toml", b"a." * 100_000 + b"b = 1"), ("planner.toml", b"#" * 50 * 1024 * 1024),
    ("planner.toml", b"[" + b"a." * 100_000 + b"b]"), ("planner.toml", b"timezone = " + NUMBER),
    ("planner.toml", b'timezone = "../../etc/passwd"'), ("planner.toml", b"\0"),
    ("planner.toml", b"".join(b"[a%d]\n" % number for number in range(200_000))),
    ("planner.toml", b'"' * 3_000_000),
    ("pyproject.toml", b"[tool.planner]\nx = " + b"[" * 100_000),
    (".planner-baseline.json", b"[" * 100_000), (".planner-baseline.json", b'"' * 5_000_000),
    (".planner-baseline.json", b'{"version": 1, "accepted": [' + b"{}," * MANY),
    ("pack/ours.yaml", b"summary: " + b"[" * 100_000), ("pack/ours.yaml", b"- \n" * MANY),
    ("pack/ours.yaml", b"summary: " + b"a" * 50 * 1024 * 1024),
    ("pack/profiles/ours.yaml", b"rules: " + b"{a: " * 100_000),
])  # fmt: skip
def test_a_hostile_configuration_is_a_wrong_one(name: str, data: bytes) -> None:
    """One sentence that names the file, and 2."""
    if os.path.dirname(name):
        os.makedirs(os.path.dirname(name))
    for path, content in (("calendar.yaml", POST), (name, data)):
        with open(path, "wb") as file:
            file.write(content)
    pack = ["--pack", "pack", "--profile", "ours"] if name.startswith("pack") else []
    done = command("lint", "calendar.yaml", *pack[: 2 if "profiles" not in name else 4])
    assert (done.code, done.out) == (2, ""), done
    assert os.path.basename(name) in done.err
    assert len(done.err) < 500
