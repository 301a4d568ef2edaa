"""Files that cannot be read and files that cannot be written."""

import os
import re
from pathlib import Path

import pytest
from helpers import command

CALENDAR = """\
timezone: Europe/Berlin
channels: {x: {}}
people: {rosa: {role: founder}}
posts:
  - {id: tip, at: 2026-11-25 12:30, channel: x, kind: value, text: How to read in bed}
slots:
  - {at: 2026-11-23 16:00, kind: inbox}
  - {at: 2026-11-24 16:00, kind: inbox}
  - {at: 2026-11-25 16:00, kind: inbox}
"""
NOW = ["--now", "2026-11-01"]
POST = "posts:\n  - {at: 2026-11-25 12:30, channel: x, kind: value, text: t}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The process is in a folder with a calendar."""
    monkeypatch.chdir(tmp_path)
    save("calendar.yaml", CALENDAR.encode())
    return str(tmp_path)


def save(path: str, data: bytes) -> None:
    """Write a file."""
    with open(path, "wb") as file:
        file.write(data)


def content(path: str) -> bytes:
    """What a file holds."""
    with open(path, "rb") as file:
        return file.read()


def assert_told(path: str) -> None:
    """Every command ends with 1 or 2 and a sentence that names the file, without a traceback."""
    for arguments in (["lint", "--strict"], ["plan", *NOW], ["convert", "-f", "json"]):
        done = command(arguments[0], path, *arguments[1:])
        assert done.code in {0, 1, 2}, done
        assert "Traceback" not in done.out + done.err
        assert "bug in planner" not in done.err
        if arguments[0] == "lint":
            assert done.code in {1, 2}
            assert path in done.out + done.err
            assert re.search(r":\d+:\d+: ", done.out) or done.code == 2


# What is read


@pytest.mark.parametrize("name", ["lint", "plan", "convert"])
def test_a_missing_file_is_told_with_the_nearest_one(name: str) -> None:
    """It is most often a slip of the pen."""
    done = command(name, "calender.yaml")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        'planner: calender.yaml: there is no such file (did you mean "calendar.yaml"?).\n'
    )


@pytest.mark.parametrize("name", ["lint", "plan", "convert"])
def test_a_folder_is_no_calendar(name: str) -> None:
    """The message names one that is in it."""
    os.mkdir("weeks")
    save("weeks/48.yaml", CALENDAR.encode())
    done = command(name, "weeks")
    assert (done.code, done.out) == (2, "")
    assert "is a folder" in done.err
    assert os.path.join("weeks", "48.yaml") in done.err


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.yaml.bak"])
def test_an_unknown_ending_is_told(name: str) -> None:
    """With those that are read; --input-format overrules it."""
    save(name, CALENDAR.encode())
    done = command("lint", name)
    assert done.code == 2
    assert "csv, ics, json, md, xlsx, yaml" in done.err
    assert command("lint", "--input-format", "yaml", name).code == 0


@pytest.mark.parametrize(("name", "data"), [
    ("empty.yaml", b""),
    ("blank.yaml", b"\n\n# nothing yet\n"),
    ("empty.ics", b""),
    ("bytes.yaml", bytes(range(256))),
    ("zeros.yaml", b"\0" * 300),
    ("picture.yaml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0"),
    ("bytes.ics", bytes(range(256))),
    ("latin.yaml", CALENDAR.replace("bed", "Café").encode("latin-1")),
    ("words.yaml", b"just some words\n"),
    ("number.yaml", b"42\n"),
    ("bracket.yaml", b"posts: [\n"),
    ("tab.yaml", b"posts:\n\t- {at: 2026-11-25}\n"),
    ("brace.yaml", b"posts:\n  - {at: 2026-11-25, text: x\n"),
    ("colon.yaml", b"posts:\n  - at: 2026-11-25\n    text: one: two\n"),
    ("anchor.yaml", b"posts: *nothing\n"),
    ("twice.yaml", b"posts: []\nposts: []\n"),
    ("deep.yaml", b"[" * 5000),
    ("half.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"),
    ("words.ics", b"just some words\r\n"),
])  # fmt: skip
def test_a_broken_file_is_told(name: str, data: bytes) -> None:
    """With its place."""
    save(name, data)
    assert_told(name)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_other_encodings_are_read_or_told(encoding: str) -> None:
    """What is not UTF-8 is at least named."""
    save("other.yaml", CALENDAR.encode(encoding))
    done = command("lint", "other.yaml")
    assert "Traceback" not in done.err
    if done.code == 0:
        assert "1 post" in done.out
    else:
        assert done.code in {1, 2}
        assert "UTF-8" in done.out + done.err


FIELDS = {
    "posts": ("id", "at", "channel", "channels", "kind", "text", "link", "by", "topic", "about",
              "campaign", "goal", "series", "why", "source", "mentions", "tags", "media", "status",
              "pin", "window", "automated", "trigger", "rss", "from", "audience", "event",
              "promises", "due", "delivers", "approvals", "paid", "opinion", "lint"),
    "slots": ("id", "at", "every", "for", "channel", "channels", "kind", "by", "backup",
              "audience", "with", "surfaces", "tags", "note"),
    "records": ("id", "at", "kind", "who", "channel", "note", "lint"),
}  # fmt: skip
NEEDED = {"records": {"kind": "share"}}
WRONG = ("[[]]", "{a: {b: 1}}", "-1.5e300", ".nan", "!!binary x", "true", "99999999999999999999")


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("section", FIELDS)
def test_a_value_of_the_wrong_type_is_never_our_bug(section: str, wrong: str) -> None:
    """Whatever stands in whatever field of an entry, in all commands and formats."""
    for field in FIELDS[section]:
        values = {"at": "2026-11-25 12:30", **NEEDED.get(section, {}), field: wrong}
        item = ", ".join(f"{key}: {value}" for key, value in values.items())
        text = f"timezone: UTC\n{section}:\n  - {{{item}}}\n"
        save("wrong.yaml", text.encode())
        for arguments in (["lint", "-f", "full"], ["convert", "-f", "yaml"]):
            done = command(arguments[0], "wrong.yaml", *arguments[1:])
            assert done.code in {0, 1, 2}, (text, done.err)


@pytest.mark.parametrize("wrong", ["[[]]", "{a: {b: 1}}", "3", "words"])
@pytest.mark.parametrize("key", [
    "name", "timezone", "week_starts", "channels", "people", "posts", "slots", "guidelines",
    "crisis", "blackouts", "domains", "partners", "records",
])  # fmt: skip
def test_a_section_of_the_wrong_type_is_never_our_bug(key: str, wrong: str) -> None:
    """Whatever stands at the top."""
    text = f"{key}: {wrong}\n" + ("" if key == "posts" else POST)
    save("wrong.yaml", text.encode())
    for arguments in (["lint"], ["plan", *NOW], ["convert", "-f", "ics"]):
        done = command(arguments[0], "wrong.yaml", *arguments[1:])
        assert done.code in {0, 1, 2}, (text, done.err)


@pytest.mark.parametrize(("text", "place", "rule"), [
    ("timezone: Europe/Berln\n" + POST, "1:11", "unknown-zone"),
    ("timezone: Europe/Berlin\nposts:\n  - {at: 2026-03-29 02:30, kind: value}\n", "3:10",
     "no-such-time"),
    ("posts:\n  - {at: 2026-02-30 09:00, kind: value}\n", "2:10", "no-such-time"),
    ("posts:\n  - {at: 2026-11-25 25:00, kind: value}\n", "2:10", "no-such-time"),
    ("posts:\n  - {id: a, at: 2026-11-25, kind: value}\n  - {id: a, at: 2026-11-26, kind: value}\n",
     "3:", "duplicate-id"),
    ("post:\n  - {at: 2026-11-25}\n", "1:1", "unknown-key"),
    ("posts:\n  - {at: 2026-11-25, kind: value, txt: x}\n", "2:35", "unknown-key"),
    ("posts:\n  - {at: 2026-11-25, kind: prmo}\n", "2:28", "unknown-value"),
    ("posts:\n  - {at: 2026-11-25, kind: value, pin: maybe}\n", "2:40", "wrong-type"),
    ("posts:\n  - {at: 2026-11-25, kind: value, kind: news}\n", "2:35", "duplicate-key"),
])  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str, place: str, rule: str) -> None:
    """File, line and column."""
    save("wrong.yaml", text.encode())
    done = command("lint", "--strict", "wrong.yaml")
    assert done.code == 1
    told = [line for line in done.out.splitlines() if f"[{rule}]" in line]
    assert told
    assert told[0].startswith(f"wrong.yaml:{place}")


# What is written


@pytest.mark.parametrize("arguments", [
    ["lint", "calendar.yaml", "-f", "json"], ["plan", "calendar.yaml", *NOW],
    ["convert", "calendar.yaml"],
])  # fmt: skip
def test_an_output_is_written_whole_or_not_at_all(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last step fails, the old file is as it was and no other is left."""
    assert command(*arguments, "-o", "out.json").code == 0
    assert content("out.json").startswith(b"{")
    save("out.json", b"old")

    def fail(_old: str, _new: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    done = command(*arguments, "-o", "out.json")
    assert (done.code, done.out) == (2, "")
    assert done.err == "planner: out.json: cannot be written (No space left on device).\n"
    assert content("out.json") == b"old"
    assert sorted(os.listdir()) == ["calendar.yaml", "out.json"]


@pytest.mark.parametrize("arguments", [
    ["lint", "calendar.yaml"], ["plan", "calendar.yaml", *NOW], ["convert", "calendar.yaml"],
])  # fmt: skip
def test_an_output_that_cannot_be_is_told(arguments: list[str]) -> None:
    """A folder, or a file in a folder that is not there."""
    os.mkdir("out.yaml")
    for path in ("out.yaml", os.path.join("none", "out.yaml")):
        done = command(*arguments, "-o", path)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"planner: {path}: ")
    assert sorted(os.listdir()) == ["calendar.yaml", "out.yaml"]


@pytest.mark.parametrize("name", ["lint", "plan", "convert"])
@pytest.mark.parametrize("way", ["calendar.yaml", "./calendar.yaml", "link.yaml"])
def test_a_calendar_is_never_overwritten_by_its_own_output(name: str, way: str) -> None:
    """By whatever path it is named."""
    os.symlink("calendar.yaml", "link.yaml")
    done = command(name, "calendar.yaml", "-o", way)
    assert (done.code, done.out) == (2, "")
    assert content("calendar.yaml") == CALENDAR.encode()


def test_a_linked_output_stays_a_link() -> None:
    """What it points at is written; permissions stay."""
    save("real.json", b"old")
    os.chmod("real.json", 0o640)
    os.symlink("real.json", "link.json")
    assert command("convert", "calendar.yaml", "-o", "link.json").code == 0
    assert os.path.islink("link.json")
    assert content("real.json").startswith(b"{")
    assert os.stat("real.json").st_mode & 0o777 == 0o640


def test_init_overwrites_nothing() -> None:
    """A file that exists is refused, as is a folder."""
    done = command("init", "calendar.yaml", "--name", "x")
    assert (done.code, done.out) == (2, "")
    assert "exists already" in done.err
    assert content("calendar.yaml") == CALENDAR.encode()
    os.mkdir("folder")
    assert command("init", "folder", "--name", "x").code == 2
    assert command("init", os.path.join("none", "new.yaml"), "--name", "x").code == 2


@pytest.mark.parametrize("form", ["yaml", "json", "ics", "md", "html"])
def test_the_ending_of_the_output_is_its_format(form: str) -> None:
    """Unless -f says otherwise."""
    assert command("plan", "calendar.yaml", *NOW, "-o", f"out.{form}").code == 0
    done = command("plan", "calendar.yaml", *NOW, "-f", form)
    assert content(f"out.{form}") == done.out.encode()
    assert command("plan", "calendar.yaml", *NOW, "-f", form, "-o", "other.txt").code == 0
    assert content("other.txt") == done.out.encode()
