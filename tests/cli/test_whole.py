"""Files of a calendar that spans several: the configuration says what is judged."""

import json
import os
from pathlib import Path

import pytest
from helpers import command

POST = """\
---
date: 2026-11-{day} 09:00
channel: instagram
kind: promo
---
Buy it now
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A calendar of three promos in a folder, which the configuration names."""
    posts = tmp_path / "plans" / "posts"
    posts.mkdir(parents=True)
    for name, day in (("a", 24), ("b", 25), ("c", 26)):
        (posts / f"{name}.md").write_text(POST.format(day=day))
    (tmp_path / "planner.toml").write_text('calendars = ["plans/*"]\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*arguments: str) -> list[tuple[str, str]]:
    """The rule and file of each finding."""
    done = command("lint", "--now", "2026-11-01", "-f", "json", *arguments)
    return [(it["rule"], it["file"]) for it in json.loads(done.out)["findings"]]


ALONE = [("conversation-slots", "plans/posts/a.md")]
SHARED = [("promo-to-share", "plans/posts/b.md"), ("promo-share", "plans/posts/c.md")]


def test_a_file_is_judged_with_the_others_of_its_calendar(folder: Path) -> None:
    """It is told of, and of what it has a part in; what is wrong elsewhere is not."""
    assert folder.exists()
    assert told() == ALONE + SHARED
    assert told("plans/posts/c.md") == SHARED
    assert told("plans/posts/a.md") == ALONE + SHARED


def test_what_is_not_told_does_not_fail(folder: Path) -> None:
    """The exit code is that of what is told."""
    (folder / "plans" / "posts" / "d.md").write_text(POST.format(day="10").replace("promo", "news"))
    arguments = ("--now", "2026-11-01", "--select", "promo-to-share")
    assert command("lint", *arguments, "plans/posts/d.md").code == 0
    assert command("lint", *arguments, "plans/posts/b.md").code == 1


def test_files_of_one_calendar_are_judged_once(folder: Path) -> None:
    """Whatever they are called, and beside other calendars."""
    (folder / "plans" / "other.yaml").write_text("posts: []\n")
    names = ("plans/posts/b.md", os.path.join(str(folder), "plans", "posts", "c.md"))
    done = command("lint", "--now", "2026-11-01", names[0], "plans/other.yaml", names[1])
    assert done.out.count("[promo-to-share]") == 1
    assert "in 2 calendars with 3 posts" in done.out
    assert told("plans/posts", "plans/posts/a.md") == ALONE + SHARED


@pytest.mark.parametrize("calendars", ["plans/posts", "plans/posts/", "**/posts", "plans/p*"])
def test_a_folder_is_named_as_any_calendar(folder: Path, calendars: str) -> None:
    """By its name or a pattern."""
    (folder / "planner.toml").write_text(f'calendars = ["{calendars}"]\n')
    assert told("plans/posts/c.md") == SHARED


@pytest.mark.parametrize("calendars", ["plans/posts/*.md", "plans", "*", "posts"])
def test_a_file_that_is_no_part_stands_for_itself(folder: Path, calendars: str) -> None:
    """As where the files are calendars of their own, or the folder holds other calendars too."""
    (folder / "planner.toml").write_text(f'calendars = ["{calendars}"]\n')
    (folder / "plans" / "other.yaml").write_text("posts: []\n")
    assert told("plans/posts/c.md") == [("conversation-slots", "plans/posts/c.md")]


def test_without_a_configuration_a_file_stands_for_itself(folder: Path) -> None:
    """Nobody has said that it is a part of something."""
    assert folder.exists()
    assert told("--isolated", "plans/posts/c.md") == [("conversation-slots", "plans/posts/c.md")]


def test_a_baseline_is_that_of_the_whole(folder: Path) -> None:
    """What it accepts is not told of a file either."""
    assert command("baseline", "add", "plans/posts", "--now", "2026-11-01").code == 0
    assert (folder / ".planner-baseline.json").exists()
    assert told("plans/posts/c.md") == []
