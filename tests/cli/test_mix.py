import csv
import io
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from helpers import CHECKOUT, command

from planner import plugins
from planner.resources import read_bytes
from planner.rulebook import Rulebook

CALENDAR = """\
name: The Mill
timezone: Europe/Berlin
channels:
  x: {handle: "@mill", profile: {followers: 1200, following: 300}}
  mastodon: {}
people:
  imran: {role: baker}
posts:
  - {at: 2026-11-23 09:00, channel: x, kind: promo, text: "New, @ana", by: imran, goal: sales}
  - {at: 2026-11-24 09:00, channels: [x, mastodon], kind: value, text: How do we bake?, by: imran}
  - {at: 2026-12-01 09:00, channel: x, kind: share, mentions: ["@bo"], audience: fan}
  - {at: 2026-12-02 09:00, channel: x, kind: promo, status: held}
  - {channel: mastodon, kind: thanks, text: some day}
slots:
  - {at: 2026-11-27 16:00, for: 80m, kind: inbox}
"""
NOW = ["--now", "2026-11-27T12:00"]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with a calendar, and the process in it."""
    with open(os.path.join(tmp_path, "mill.yaml"), "w", encoding="utf-8") as file:
        file.write(CALENDAR)
    monkeypatch.chdir(tmp_path)
    return str(tmp_path)


def mix(*flags: str, width: int = 80) -> str:
    """What `planner mix` prints of the calendar."""
    done = command("mix", "mill.yaml", *NOW, *flags, environment={"COLUMNS": str(width)})
    assert done.code == 0, done.err
    return done.out


def test_the_table_has_kinds_and_channels_with_shares() -> None:
    """A total at the foot and at the side."""
    lines = mix().splitlines()
    assert "2026-W48, Mon 23 Nov to Sun 29 Nov 2026" in lines
    assert "         mastodon        x      all" in lines
    assert "  promo   -        1  50 %  1  33 %" in lines
    assert "  value   1 100 %  1  50 %  2  67 %" in lines
    assert "  total   1        2        3" in lines


@pytest.mark.parametrize("width", [40, 50, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    """Channels that do not fit beside each other stand below each other."""
    sample = os.path.join(CHECKOUT, "sample_calendars", "five-channel-quarter.yaml")
    done = command("mix", sample, *NOW, environment={"COLUMNS": str(width)})
    assert max(map(len, done.out.splitlines())) <= width
    assert done.out.count("all") >= 13


def test_people_and_goals_are_told_where_there_is_something_to_tell() -> None:
    """And left out where there is not."""
    text = mix(width=120)
    for line in (
        "  Contacted          2 people in 2 entries; so far 2 once",
        "  Longest wait       @ana, 4 days on Fri 27 Nov 2026; the last time was Mon 23 Nov",
        "  Voices             imran 3 (60 %), nobody named 2 (40 %)",
        "  By employees       2026-W48 100 %, 2026-W49 0 %; their share falls",
        "  Audiences          fan 1 post",
        "  Follow             x 1200 followers and follows 300",
        "  Goals              sales 1 (100 %)",
        "  For trade          1 of 1 (100 %): clicks, leads, sales and the like",
    ):
        assert line in text.splitlines()
    assert "No contact yet" not in text
    bare = mix("--week", "2026-W49")
    assert "Goals" not in bare
    assert "By employees" not in bare


def test_colours_say_nothing_that_words_do_not() -> None:
    """Without them the text is the same."""
    painted = mix("--color", "always")
    assert painted != mix()
    assert ESCAPE.sub("", painted) == mix()


def test_only_the_days_that_are_asked_for_count() -> None:
    """A week is cut where they end, and the undated are left out."""
    text = mix("--from", "2026-11-24", "--to", "2026-12-01")
    assert "2026-W48, Tue 24 Nov to Sun 29 Nov 2026" in text
    assert "2 posts in 1 week on 2 channels." in text
    assert "No date yet" in mix()


def test_the_rows_of_the_csv_add_up() -> None:
    """One per week, channel and kind; the undated have no week."""
    rows = list(csv.DictReader(io.StringIO(mix("-f", "csv"))))
    assert list(rows[0]) == ["week", "from", "to", "channel", "kind", "posts", "share"]
    assert rows[0] == {
        "week": "2026-W48", "from": "2026-11-23", "to": "2026-11-30", "channel": "mastodon",
        "kind": "value", "posts": "1", "share": "100.0",
    }  # fmt: skip
    assert sum(int(row["posts"]) for row in rows) == 5
    assert rows[-1]["week"] == rows[-1]["from"] == ""


def test_the_json_has_every_part() -> None:
    """Versioned; days are half-open and shares in percent."""
    record = json.loads(mix("-f", "json", "--from", "2026-11-24"))
    assert record["version"] == 1
    assert [week["week"] for week in record["weeks"]] == ["2026-W48", "2026-W49"]
    assert record["weeks"][0]["from"] == "2026-11-24"
    assert record["weeks"][0]["to"] == "2026-11-30"
    assert record["weeks"][0]["total"] == {
        "posts": 2, "kinds": [{"kind": "value", "posts": 2, "share": 100.0}]
    }  # fmt: skip
    assert record["minutes"] == {"conversation": 80, "broadcasts": 45}
    assert record["people"]["ladder"] == [
        {"times": "1", "people": 1}, {"times": "2-3", "people": 0}, {"times": "4+", "people": 0}
    ]  # fmt: skip
    assert record["voices"][-1]["by"] is None
    assert record["goals"]["trade"] == {"posts": 0, "share": 0.0}
    assert record["employees"]["falls"] is True
    assert record["channels"] == [{"channel": "x", "followers": 1200, "following": 300}]


class Outline(HTMLParser):
    """The tags of a page; unclosed ones are an error."""

    def __init__(self, page: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag tells."""
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        if tag not in {"meta", "rect"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold that tags close in the order in which they open."""
        if tag not in {"meta", "rect"}:
            assert self.open.pop() == tag


def test_the_page_needs_nothing_else() -> None:
    """No script, no request; a picture whose numbers are in a table."""
    page = mix("-f", "html")
    outline = Outline(page)
    assert not outline.tags & {"script", "link", "img", "iframe"}
    assert not {name for name in outline.attributes if name == "style" or name.startswith("on")}
    assert "url(" not in page
    assert {"svg", "title", "desc", "caption", "main"} <= outline.tags
    assert page.count("<th ") == page.count('<th scope="')
    assert "<b>2</b> <small>67 %</small>" in page


def test_names_are_never_markup(folder: str) -> None:
    """Nor commands to a terminal."""
    evil = "<script>x</script>\\e[31m"
    text = f"""\
name: "{evil}"
posts:
  - {{at: 2026-11-23 09:00, channel: "{evil}", kind: value, by: "{evil}", goal: "{evil}",
     audience: "{evil}", mentions: ["{evil}"]}}
"""
    with open(os.path.join(folder, "evil.yaml"), "w", encoding="utf-8") as file:
        file.write(text)
    assert "script" not in Outline(command("mix", "evil.yaml", "-f", "html", *NOW).out).tags
    assert "\x1b" not in command("mix", "evil.yaml", *NOW).out
    assert "\x1b" not in command("mix", "evil.yaml", "-f", "html", *NOW).out


def test_the_ending_of_the_output_decides(folder: str) -> None:
    """A table is text; a format that is named comes first."""
    for name, start in (
        ("a.csv", "week,"), ("a.json", "{"), ("a.htm", "<!DOCTYPE html>"), ("a.txt", "The Mill"),
    ):  # fmt: skip
        assert mix("-o", name) == ""
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            assert file.read().startswith(start)
    mix("-o", "a.csv", "-f", "json", "-q")
    with open(os.path.join(folder, "a.csv"), encoding="utf-8") as file:
        assert json.load(file)["version"] == 1


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["-f", "tabel"], 'did you mean "table"?'),
        (["-o", "a.gif"], "no mix as .gif file"),
        (["-o", "mill.yaml", "-f", "json"], "is the calendar itself"),
        (["--week", "48"], "is not a week"),
        (["--color", "allways"], "--color"),
    ],
)
def test_what_is_wrong_is_a_sentence(flags: list[str], words: str) -> None:
    """With exit code 2."""
    done = command("mix", "mill.yaml", *flags)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_an_error_in_reading_is_told(folder: str) -> None:
    """The rest is counted all the same; exit code 1."""
    with open(os.path.join(folder, "odd.yaml"), "w", encoding="utf-8") as file:
        file.write("posts:\n  - {at: 2026-11-23 09:00, channel: x, kind: value}\n  - {at: noon}\n")
    done = command("mix", "odd.yaml", *NOW)
    assert done.code == 1
    assert "odd.yaml:3" in done.err
    assert "value" in done.out


def test_the_question_at_the_end_is_one_of_the_week(folder: str) -> None:
    """The same on every day of it; an empty calendar asks nothing."""
    lines = read_bytes("templates/prompts/review.txt").decode().splitlines()
    asked = {
        " ".join(mix(*flags).partition("To talk about\n")[2].split())
        for flags in ([], ["--week", "2026-W49"], ["--from", "2026-12-01", "--now", "2030-01-01"])
    }
    assert len(asked) == 1
    assert asked <= set(lines)
    assert " ".join(mix("--week", "2026-W48").partition("about\n")[2].split()) not in asked
    with open(os.path.join(folder, "none.yaml"), "w", encoding="utf-8") as file:
        file.write("timezone: UTC\nposts: []\n")
    for form in plugins.names("planner.mixes"):
        assert command("mix", "none.yaml", "-f", form, "-o", "none.out", *NOW).code == 0
        with open("none.out", "rb") as written:
            said = written.read()
        assert not any(line.encode() in said for line in lines)


def test_the_practices_page_names_what_there_is() -> None:
    """Its rules exist, and the lines of the report are called like that."""
    with open(os.path.join(CHECKOUT, "docs", "practices.md"), encoding="utf-8") as file:
        page = file.read()
    named = set(re.findall(r"the rule `([a-z-]+)`", page))
    assert named <= set(Rulebook().names)
    with open(os.path.join(CHECKOUT, "planner", "mix_words.py"), encoding="utf-8") as file:
        words = file.read()
    reported = page.partition("## Reports")[2].partition("## How")[0]
    titles = set(re.findall(r"\*([A-Z][a-z ]+)\*", reported)) - {"To talk about"}
    assert len(titles) > 8
    assert [title for title in titles if f'"{title}"' not in words] == []
