"""A folder of files with one post each is one calendar."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from helpers import command

from planner.errors import PlannerError
from planner.files import read_calendar
from planner.imports import folder as module
from planner.readers import ReadOptions
from planner.source import Reading

FIRST = """\
---
platform: Twitter
scheduled_at: 2026-11-23 09:00
type: promo
---

Buy our #roast

Now
"""


def save(folder: Path, files: dict[str, str]) -> None:
    """Write files by their paths."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def read(folder: Path) -> Reading:
    """The reading of a folder."""
    return read_calendar(str(folder), ReadOptions())


def test_every_kind_of_file_may_be_a_post(tmp_path: Path) -> None:
    """Markdown and text with front matter, YAML and JSON records; their names are the ids."""
    save(tmp_path, {
        "a.md": FIRST,
        "b.txt": "---\nplatform: linkedin\ndate: 2026-11-24\n---\nHello\n",
        "c.yaml": "platform: x\ndate: 2026-11-25\ntext: From YAML\n",
        "d.json": '{"platform": "x", "date": "2026-11-26", "text": "From \\"JSON\\""}',
        "e.markdown": '+++\nplatform = "x"\ndate = "2026-11-27"\n+++\nFrom TOML\n',
        "sub/f/index.md": "---\nplatform: x\ndate: 2026-11-28\n---\nBelow\n",
    })  # fmt: skip
    found = {post.id: (post.at, post.channel, post.text) for post in read(tmp_path).calendar.posts}
    assert found == {
        "a": (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "x", "Buy our #roast\n\nNow"),
        "b": (date(2026, 11, 24), "linkedin", "Hello"),
        "c": (date(2026, 11, 25), "x", "From YAML"),
        "d": (date(2026, 11, 26), "x", 'From "JSON"'),
        "e": (date(2026, 11, 27), "x", "From TOML"),
        "sub/f": (date(2026, 11, 28), "x", "Below"),
    }


def test_the_name_of_a_file_gives_the_day_that_is_not_written(tmp_path: Path) -> None:
    """As static sites name their files; a date inside wins."""
    save(tmp_path, {
        "2026-11-23-roast.md": "---\nplatform: x\n---\nOne\n",
        "2026-11-24-cup.md": "---\nplatform: x\ndate: 2026-12-01\n---\nTwo\n",
    })  # fmt: skip
    days = [post.at for post in read(tmp_path).calendar.posts]
    assert days == [date(2026, 11, 23), date(2026, 12, 1)]


def test_places_name_the_file_and_its_own_line(tmp_path: Path) -> None:
    """Lines do not go on counting from file to file."""
    save(tmp_path, {"a.md": FIRST, "b.md": "---\nplatform: x\nbad: [a\n---\nText\n"})
    reading = read(tmp_path)
    (finding,) = reading.findings
    place = reading.source.place(finding.place)
    assert (place.file, place.line, place.column) == (str(tmp_path / "b.md"), 3, 6)
    second = next(post for post in reading.calendar.posts if post.entry == "b")
    text = reading.source.place((*second.route, "text"))
    assert (text.file, text.line) == (str(tmp_path / "b.md"), 5)
    assert reading.source.line_at(text.offset) == "Text"


def test_reports_name_the_file_of_the_entry(tmp_path: Path) -> None:
    """In words and as data."""
    save(tmp_path, {"a.md": FIRST, "b.md": "---\nplatform: x\nbad: [a\n---\nText\n"})
    concise = command("lint", str(tmp_path), "-f", "concise")
    assert f"{tmp_path / 'b.md'}:3:6: error: " in concise.out
    full = command("lint", str(tmp_path), "-f", "full")
    assert "    3 | bad: [a" in full.out
    records = json.loads(command("lint", str(tmp_path), "-f", "json").out)["findings"]
    assert {(it["file"], it["line"]) for it in records if it["rule"] == "syntax"} == {
        (str(tmp_path / "b.md"), 3)
    }


def test_files_without_a_post_are_told(tmp_path: Path) -> None:
    """A README beside the posts is none; hidden files are not looked at."""
    save(tmp_path, {"a.md": FIRST, "README.md": "# How we post\n", ".hidden.md": FIRST})
    reading = read(tmp_path)
    assert len(reading.calendar.posts) == 1
    (note,) = [note for note in reading.notes if "README.md" in note.message]
    assert "1 file without a post" in note.message


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"README.md": "# How we post\n"},
        {"48.yaml": "posts:\n  - {at: 2026-11-23, text: t}\n"},
        {"48.yaml": "posts:\n  - {at: 2026-11-23, text: t}\n", "a.md": FIRST},
    ],
)
def test_a_folder_without_posts_or_with_calendars_is_no_calendar(
    tmp_path: Path, files: dict[str, str]
) -> None:
    """The old sentence stays."""
    save(tmp_path, files)
    with pytest.raises(PlannerError, match="is a folder; name the calendars in it"):
        read(tmp_path)


def test_far_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of reading a whole disk."""
    monkeypatch.setattr(module, "MOST_FILES", 2)
    save(tmp_path, {f"{number}.md": FIRST for number in range(3)})
    with pytest.raises(PlannerError, match="name the folder with the posts"):
        read(tmp_path)


def test_a_plan_of_a_folder_can_be_written(tmp_path: Path) -> None:
    """As a new file."""
    save(tmp_path, {"posts/a.md": FIRST})
    target = os.path.join(tmp_path, "plan.csv")
    done = command("plan", str(tmp_path / "posts"), "-o", target, "--now", "2026-11-01")
    assert done.code == 0, done
    assert Path(target).read_text(encoding="utf-8").startswith("id,date,time (UTC),channel,")
