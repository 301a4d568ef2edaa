"""What a file says cannot command the terminal that shows a report of it."""

import os
import re
from pathlib import Path

import pytest
from helpers import command

from planner import plugins

ODD = "\\e[31m\\u202e\\x9b\\b\\x7f"
CALENDAR = f"""\
timezone: UTC
name: "{ODD}"
channels:
  "{ODD}": {{team: "{ODD}"}}
posts:
  - {{id: "{ODD}", at: 2026-11-25 12:30, channel: "{ODD}", text: "{ODD}", "{ODD}": 1}}
  - {{id: "{ODD}", at: 2026-11-25 12:31, channel: "a{ODD}", kind: promo, text: "{ODD} https://bit.ly/a"}}
  - {{at: 2026-11-26, channel: "b{ODD}", by: "{ODD}", lint: {{ignore: ["{ODD}"]}}}}
"""
RULE = """\
summary: "Short{0}."
check: quota
options: {{of: {{kind: news}}, at_least: 1}}
message: "{{week}} has none.{0}"
why: "Because{0}."
source: "Us{0}"
good:
  - {{name: a, calendar: "posts: []"}}
bad:
  - {{name: b, calendar: "posts: []", lines: [1]}}
"""
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in a folder with an odd calendar and an odd rule."""
    monkeypatch.chdir(tmp_path)
    Path("c.yaml").write_text(CALENDAR, encoding="utf-8")
    os.mkdir("pack")
    Path("pack/ours.yaml").write_text(RULE.format(ODD), encoding="utf-8")


@pytest.mark.parametrize("form", plugins.names("planner.reports"))
def test_no_report_commands_a_terminal(form: str) -> None:
    """By texts, ids, names of channels or people, or by a rule of a pack."""
    done = command(
        "lint", "c.yaml", "-f", form, "--profile", "everything", "--pack", "pack", "--verbose",
        "--statistics", "--isolated",
    )  # fmt: skip
    assert done.code == 1, done.err
    assert "has none." in done.out
    assert not COMMANDS.search(done.out)


def test_a_rule_has_a_name_that_can_be_shown() -> None:
    """Its name is that of its file."""
    os.rename("pack/ours.yaml", "pack/ou\x1b[31mrs.yaml")
    done = command("lint", "c.yaml", "--pack", "pack")
    assert (done.code, done.out) == (2, "")
    assert "rename this file to letters, digits and hyphens." in done.err
    assert not COMMANDS.search(done.err)
