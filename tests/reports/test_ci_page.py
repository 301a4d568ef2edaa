"""The page about CI: its workflows are YAML, and their commands work."""

import os
import re
import shlex
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import CHECKOUT, command

from planner import plugins
from planner.cli import app

SAMPLE = os.path.join(CHECKOUT, "sample_calendars", "messy-week.yaml")


def page(name: str) -> str:
    """The text of a page."""
    with open(os.path.join(CHECKOUT, "docs", name), encoding="utf-8") as file:
        return file.read()


def blocks(language: str) -> list[str]:
    """The code of a language on the page."""
    return re.findall(rf"^```{language}\n(.*?)^```", page("ci.md"), re.DOTALL | re.MULTILINE)


def commands() -> list[list[str]]:
    """The arguments of every `planner lint` in workflows and scripts, split as by a shell."""
    text = "".join([*blocks("yaml"), *blocks("sh")])
    found = re.findall(r"^(?:\s*- (?:run: )?)?planner (lint .*?)(?: \|.*)?$", text, re.MULTILINE)
    return [shlex.split(line) for line in found]


def test_every_workflow_is_yaml() -> None:
    """Each says in its first line where it goes."""
    assert len(blocks("yaml")) == 8
    for block in blocks("yaml"):
        assert re.match(r"# [\w./-]+\.ya?ml\n", block)
        assert isinstance(yaml.safe_load(block), dict)


@pytest.mark.parametrize("arguments", commands(), ids=" ".join)
def test_the_commands_of_workflows_run(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the sample as calendar they find what there is, and write their files."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLE, tmp_path)
    names = {"calendars/*.yaml": "messy-week.yaml", "$GITHUB_STEP_SUMMARY": "summary.md"}
    if "--changed-since" in arguments:
        names["origin/$GITHUB_BASE_REF"] = _commit_without_calendars()
    words = [names.get(word, word) for word in arguments]
    done = command(*words)
    assert done.code == (0 if "--exit-zero" in words else 1)
    assert done.err == ""
    for flag, path in pairwise(words):
        assert flag != "-o" or os.path.getsize(path) > 100


def _commit_without_calendars() -> str:
    """The name of the only commit of a new repository here."""
    named = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "-q"], [*named, "commit", "-q", "--allow-empty", "-m", "first"]):
        subprocess.run(["git", *words], check=True)
    return "HEAD"


def test_there_are_commands() -> None:
    """Else the test above would say nothing."""
    assert len(commands()) == 5


def test_every_format_is_listed() -> None:
    """In the guide, and in the help of `--format`."""
    guide = page("guide.md")
    shown: Any = next(it for it in app.registered_commands if it.callback.__name__ == "lint")  # type: ignore[union-attr]
    option = shown.callback.__annotations__["formats"]
    words = re.split(r"\W+(?!lines)", option.__metadata__[0].help)
    for name in plugins.names("planner.reports"):
        assert f"`{name}`" in guide
        assert name in words
