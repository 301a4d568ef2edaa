"""Exports: what schedulers get, what is left out and why, and that it reads back."""

import csv
import io
import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from helpers import CHECKOUT, command
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import files
from planner.errors import PlannerError
from planner.exports.dialect import Dialect, load, names, read_dialect
from planner.exports.export import Export, export
from planner.exports.reference import reference
from planner.model import POST_KINDS, Calendar, Media, Post
from planner.readers import ReadOptions
from planner.readers.csv import read

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TOOLS = ("ayrshare", "buffer", "gohighlevel", "hootsuite", "metricool", "postfast", "publer",
         "schedulin", "socialbee", "sprout")  # fmt: skip
NINE = datetime(2026, 11, 24, 9, tzinfo=BERLIN)


def post(name: str = "a", **fields: Any) -> Post:
    """A post that is ready."""
    ready = {"at": NINE, "channel": "instagram", "kind": "promo", "text": "Hello"}
    return Post(name, name, **{**ready, "status": "approved", **fields})


def exported(tool: str, *posts: Post, now: datetime | None = NOW, stated: bool = True) -> Export:
    """These posts for a tool, whose statuses were all stated in the file or none of them."""
    return export(
        Calendar(timezone="Europe/Berlin", posts=posts), load(tool), now, lambda _: stated
    )


def rows_of(text: str) -> list[list[str]]:
    """The rows of a file."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def table_of(tool: str, *posts: Post) -> list[dict[str, str]]:
    """The only file for a tool, as records."""
    [file] = exported(tool, *posts).files
    header, *rows = rows_of(file.text)
    return [dict(zip(header, row, strict=True)) for row in rows]


def why(tool: str, **fields: Any) -> str:
    """Why a post is left out."""
    [item] = exported(tool, post(**fields)).left_out
    return item.why


def test_all_tools_have_a_dialect() -> None:
    """Found by their files."""
    assert names() == sorted(TOOLS)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_dialect_tells_people_about_itself(tool: str) -> None:
    """How the file gets in, where that is written, how far it can be trusted."""
    dialect = load(tool)
    assert dialect.has("text")
    assert dialect.has("time")
    assert dialect.has("channel", "is") != dialect.file_per_channel
    assert dialect.about.way_in
    assert dialect.about.source


@pytest.mark.parametrize(("tool", "row"), [
    ("buffer", ["Hello", "https://x.org/a.jpg", "promo", "2026-11-24 09:00"]),
    ("sprout", ["11/24/2026", "09:00", "Hello", "https://x.org/a.jpg"]),
    ("hootsuite", ["11/24/2026 09:00", "Hello", "https://x.org"]),
    ("metricool", ["Hello", "2026-11-24", "09:00:00", "false", "false", "false", "false", "false",
                   "true", *["false"] * 5, "https://x.org/a.jpg", "https://x.org/b.mp4",
                   *[""] * 8, "Two", *[""] * 9]),
    ("publer", ["2026-11-24 09:00", "Hello", "https://x.org",
                "https://x.org/a.jpg, https://x.org/b.mp4", "", "promo", "Two, ", *[""] * 5]),
    ("socialbee", ["Hello", "https://x.org", "https://x.org/a.jpg", "", "https://x.org/b.mp4",
                   "2026-11-24 09:00"]),
    ("gohighlevel", ["2026-11-24 09:00:00", "Hello", "https://x.org", "https://x.org/a.jpg", "",
                     "https://x.org/b.mp4"]),
    ("ayrshare", ["Hello", "instagram", "https://x.org/a.jpg, https://x.org/b.mp4",
                  "2026-11-24T08:00:00Z"]),
    ("postfast", ["2026-11-24T09:00:00+01:00", "instagram", "Hello",
                  "https://x.org/a.jpg, https://x.org/b.mp4", *[""] * 5]),
    ("schedulin", ["instagram", "Hello", "https://x.org/a.jpg, https://x.org/b.mp4",
                   "2026-11-24T09:00:00+01:00", ""]),
])  # fmt: skip
def test_a_row_is_written_as_the_tool_wants_it(tool: str, row: list[str]) -> None:
    """Times in its form and zone, media by what they are, the kind where there is room."""
    media = Media(url="https://x.org/a.jpg", alt="Two"), Media(url="https://x.org/b.mp4")
    [file] = exported(tool, post(link="https://x.org", media=media)).files
    assert rows_of(file.text)[-1] == row
    assert len(rows_of(file.text)) == (1 if tool == "hootsuite" else 2)
    assert file.text.startswith("\ufeff") == (tool == "metricool")
    assert file.text.endswith("\r\n")


def test_tools_have_their_own_words_for_channels() -> None:
    """X is twitter in an interface that is older than its name."""
    rows = table_of("ayrshare", post(channel="x"), post("b", channel="google-business"))
    assert [row["platforms"] for row in rows] == ["gmb", "twitter"]


def test_every_channel_has_its_file_where_a_tool_takes_one_at_a_time() -> None:
    """In order of time."""
    later = post("c", at=NINE + timedelta(hours=1), text="Later")
    done = exported("buffer", later, post("b", channel="linkedin"), post())
    assert [(file.suffix, file.posts) for file in done.files] == [
        ("-instagram", 2),
        ("-linkedin", 1),
    ]
    assert [row[0] for row in rows_of(done.files[0].text)] == ["Text", "Hello", "Later"]


def test_long_files_are_split() -> None:
    """At the number of rows that a tool takes."""
    posts = [post(str(number), at=NINE + timedelta(minutes=number)) for number in range(101)]
    found = [(file.suffix, file.posts) for file in exported("buffer", *posts).files]
    assert found == [("-instagram", 100), ("-instagram-2", 1)]
    found = [(file.suffix, file.posts) for file in exported("postfast", *posts, *posts).files]
    assert found == [("", 200), ("-2", 2)]


@pytest.mark.parametrize(("fields", "reason"), [
    ({"status": "idea"}, "only an idea"), ({"status": "draft"}, "a draft"),
    ({"status": "published"}, "published already"), ({"status": "held"}, "held back"),
    ({"status": "cancelled"}, "cancelled"), ({"text": " "}, "no text yet"),
    ({"at": None}, "no date yet"), ({"at": date(2026, 11, 24)}, "no time yet"),
    ({"channel": None}, "says no channel"), ({"channel": "reddit"}, "does not post to reddit"),
    ({"channel": "our forum"}, "does not post to our forum"),
    ({"at": NOW - timedelta(minutes=1)}, "its time is over"),
])  # fmt: skip
def test_a_post_that_is_not_ready_is_left_out_with_the_reason(
    fields: dict[str, Any], reason: str
) -> None:
    """And no file is written for it."""
    assert reason in why("buffer", **fields)
    assert exported("buffer", post(**fields)).files == ()


def test_minutes_ahead_are_kept() -> None:
    """The first minute that a tool takes is taken."""
    assert "10 minutes ahead" in why("gohighlevel", at=NOW + timedelta(minutes=9))
    assert exported("gohighlevel", post(at=NOW + timedelta(minutes=10))).left_out == ()
    assert exported("gohighlevel", post(at=NOW - timedelta(days=9)), now=None).left_out == ()


def test_minutes_apart_are_kept() -> None:
    """On one channel, from the post before that is written."""
    times = [0, 9, 10, 19, 20]
    posts = [post(str(it), at=NINE + timedelta(minutes=it)) for it in times]
    done = exported("sprout", *posts, post("other", channel="linkedin"))
    assert [item.post.id for item in done.left_out] == ["9", "19"]
    assert 'and "Hello" is at Tue 24 Nov 09:00' in done.left_out[0].why


def test_a_calendar_without_statuses_is_ready() -> None:
    """With a note; once one post is called a draft, drafts wait."""
    posts = post(status="draft"), post("b", status="held", text="No")
    done = exported("buffer", *posts, stated=False)
    assert [file.posts for file in done.files] == [1]
    assert "counts as ready" in done.notes[0]
    assert exported("buffer", *posts).files == ()


def notes_of(tool: str, **fields: Any) -> str:
    """All that is noted about a post, but for what holds for every export."""
    return "\n".join(set(exported(tool, post(**fields)).notes) - set(load(tool).about.before))


def test_formulas_are_told_and_left_alone() -> None:
    """The text goes out as it is."""
    assert table_of("buffer", post(text="=cmd|' /C calc'!A0"))[0]["Text"] == "=cmd|' /C calc'!A0"
    for text in ("=1", "+1", "-1", "@ana"):
        assert "formula" in notes_of("buffer", text=text)
    assert "formula" not in notes_of("buffer", text="1 = 1")


def test_what_a_tool_cannot_take_is_told() -> None:
    """Links without a column, pictures that lie on a disk, times that come twice."""
    assert "no column for links" in notes_of("buffer", link="https://x.org")
    assert "links" not in notes_of("buffer", link="https://x.org", text="See https://x.org")
    assert "links" not in notes_of("publer", link="https://x.org")
    assert "without a web address" in notes_of("publer", media=(Media(file="a.jpg"),))
    second = datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN, fold=1)
    assert "comes twice" in notes_of("buffer", at=second)
    assert "comes twice" not in notes_of("postfast", at=second)
    assert "set to this time zone" in notes_of("buffer")
    assert notes_of("ayrshare") == ""


START = "title: T\nabout: {import: a, source: b, trust: T}\n"
WRONG = [
    ("titel: T\n", 1, 1, 'did you mean "title"'),
    ("title: [\n", 2, 1, ""),
    ("title: T\nabout: {import: a, source: b, trust: X}\ncolumns: []\n", 2, 38, "V, T, U are"),
    (START, 1, 1, "`columns:` is missing"),
    (START + "columns: []\n", 3, 10, "at least one"),
    (START + "columns:\n  - {name: A, value: tekst}\n", 4, 22, 'did you mean "text"'),
    (START + "columns:\n  - {name: A, value: time}\n", 4, 5, "`format:`"),
    (START + "columns:\n  - {name: A, value: time, format: YY}\n", 4, 36, "YYYY-MM-DD"),
    (START + "channels: [twiter]\ncolumns:\n  - {name: A}\n", 3, 12, "twiter"),
    (START + "limits: {rows: many}\ncolumns:\n  - {name: A}\n", 3, 16, "whole number"),
    (START + "booleans: [yes]\ncolumns:\n  - {name: A}\n", 3, 11, "Two words"),
    (START + "header: maybe\ncolumns:\n  - {name: A}\n", 3, 9, "`true` or `false`"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), WRONG)
def test_a_wrong_dialect_is_told_at_its_place(
    text: str, line: int, column: int, message: str
) -> None:
    """With line and column, and the nearest known word."""
    with pytest.raises(PlannerError) as error:
        read_dialect("own", text.encode(), "own.yaml")
    assert re.match(rf"own\.yaml:{line}:{column}: ", str(error.value)), error.value
    assert message in str(error.value)


TEXTS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30
).map(lambda text: f"Post {text}".strip())
POSTS = st.lists(
    st.tuples(TEXTS, st.integers(1, 20_000), st.sampled_from(POST_KINDS)),
    min_size=1, max_size=5, unique_by=lambda item: item[1],
)  # fmt: skip
MEANT = {
    "hootsuite": {"date": "at", "column 2": "text", "column 3": "link"},
}
"""What has to be said of columns (--map): one tool has no header."""


@pytest.mark.parametrize("tool", TOOLS)
@settings(max_examples=15, deadline=None)
@given(POSTS)
def test_what_was_exported_reads_back(tool: str, drawn: list[tuple[str, int, str]]) -> None:
    """Texts, times, channels and, where there is room, kinds."""
    dialect = load(tool)
    posts = [
        post(str(number), text=text, kind=kind, at=NINE + timedelta(minutes=10 * minute))
        for number, (text, minute, kind) in enumerate([("A day after the 12th", 0, "news"), *drawn])
    ]
    assert read_back(dialect, posts) == sorted(
        (it.at.astimezone(UTC), it.text, it.channel, it.kind if dialect.has("kind") else "unknown")
        for it in posts
        if isinstance(it.at, datetime)
    )


def read_back(dialect: Dialect, posts: list[Post]) -> list[tuple[object, ...]]:
    """What the reader makes of the file of a tool."""
    [file] = exported(dialect.name, *posts).files
    channel = "instagram" if dialect.file_per_channel else None
    options = ReadOptions(
        timezone="Europe/Berlin", channel=channel, columns=MEANT.get(dialect.name, {})
    )
    found = read(f"{dialect.name}.csv", file.text.encode(), options).calendar.posts
    return sorted(
        (it.at.astimezone(UTC), it.text, it.channel, it.kind)
        for it in found
        if isinstance(it.at, datetime)
    )


# The command line

CALENDAR = """\
timezone: Europe/Berlin
posts:
  - {id: a, at: 2026-11-24 09:00, channel: instagram, kind: value, status: approved, text: Hello}
  - {id: b, at: 2026-11-25 09:00, channel: linkedin, kind: share, status: scheduled, text: Bye}
  - {id: c, at: 2026-11-26 09:00, channel: linkedin, kind: promo, status: draft, text: Wait}
"""
CLOCK = ("--now", "2026-11-23")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The process is in a folder with a calendar."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "week.yaml").write_text(CALENDAR, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["convert", "plan"])
def test_files_are_written_and_named(folder: Path, name: str) -> None:
    """The rest is listed with its line."""
    done = command(name, "week.yaml", "-f", "csv:buffer", "-o", "out.csv", *CLOCK)
    assert done.code == 0
    assert "out-instagram.csv (1 post) and out-linkedin.csv (1 post)" in done.err
    assert 'left out: week.yaml:5: "Wait": it is a draft' in done.err
    found = {path.name for path in folder.iterdir()}
    assert found == {"week.yaml", "out-instagram.csv", "out-linkedin.csv"}
    assert (folder / "out-linkedin.csv").read_bytes() == (
        b"Text,Image URL,Tags,Posting Time\r\nBye,,share,2026-11-25 09:00\r\n"
    )


def test_one_file_may_be_printed(folder: Path) -> None:
    """Several need a name."""
    assert folder
    done = command("convert", "week.yaml", "-f", "csv:ayrshare", "-q", *CLOCK)
    assert (done.code, len(done.out.splitlines()), done.err) == (0, 3, "")
    done = command("convert", "week.yaml", "-f", "csv:buffer", *CLOCK)
    assert (done.code, done.out) == (2, "")
    assert "-o week.csv" in done.err


def test_nothing_ready_is_told(folder: Path) -> None:
    """With exit code 1 and without a file."""
    done = command("convert", "week.yaml", "-f", "csv:buffer", "-o", "o.csv", "--now", "2027-01-01")
    assert done.code == 1
    assert "No post is ready for Buffer" in done.err
    assert "its time is over" in done.err
    assert os.listdir(folder) == ["week.yaml"]


def test_an_unknown_tool_is_told(folder: Path) -> None:
    """With the nearest one."""
    assert folder
    for name in ("convert", "plan"):
        done = command(name, "week.yaml", "-f", "csv:bufer")
        assert done.code == 2
        assert 'knows no scheduler "bufer" (did you mean "buffer"?)' in done.err


def test_all_files_are_written_or_none(folder: Path) -> None:
    """A file that cannot be replaced leaves the others as they were."""
    (folder / "out-instagram.csv").write_bytes(b"old")
    (folder / "out-linkedin.csv").mkdir()
    done = command("convert", "week.yaml", "-f", "csv:buffer", "-o", "out.csv", *CLOCK)
    assert done.code == 2
    assert (folder / "out-instagram.csv").read_bytes() == b"old"
    assert len(list(folder.iterdir())) == 3


def test_a_rename_that_fails_is_taken_back(folder: Path) -> None:
    """Also when all was on disk already."""
    (folder / "a").write_bytes(b"old")
    rename = os.replace

    def fail(source: str, target: str) -> None:
        if target.endswith("c"):
            raise OSError(5, "Input/output error")
        rename(source, target)

    with patch.object(os, "replace", fail), pytest.raises(PlannerError, match="c: cannot be"):
        files.write_all({"a": "new", "b": b"new", "c": "new"})
    assert (folder / "a").read_bytes() == b"old"
    assert sorted(path.name for path in folder.iterdir()) == ["a", "week.yaml"]


def test_the_page_about_dialects_is_made_from_them() -> None:
    """`planner.exports.reference.reference()` writes docs/exports.md anew."""
    with open(os.path.join(CHECKOUT, "docs", "exports.md"), encoding="utf-8") as file:
        assert file.read() == reference()
