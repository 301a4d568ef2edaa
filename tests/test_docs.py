"""The documentation: its commands run, its reference is made from the rules."""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import pytest
from helpers import CHECKOUT, command

from planner.cli import app
from planner.notices import NOTICES
from planner.rulebook import Rulebook

PAGES = ["README.md", *sorted(glob("docs/*.md", root_dir=CHECKOUT))]
COPIED = ("sample_calendars", "rules", "templates")
NEEDED = ("README.md", "docs/guide.md", "docs/rules.md")


def text_of(page: str) -> str:
    """The text of a page."""
    with open(os.path.join(CHECKOUT, page), encoding="utf-8") as file:
        return file.read()


def command_lines(page: str) -> Iterator[list[str]]:
    """The `$ planner ...` lines of the console blocks of a page."""
    for block in re.findall(r"^```console\n(.*?)^```", text_of(page), re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            if line.startswith("$ planner "):
                yield shlex.split(line.removeprefix("$ planner "), comments=True)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A copy of what the documentation speaks of, and the process in it."""
    for name in COPIED:
        shutil.copytree(os.path.join(CHECKOUT, name), os.path.join(tmp_path, name))
    monkeypatch.chdir(tmp_path)
    return str(tmp_path)


@pytest.mark.parametrize("page", NEEDED)
def test_a_page_that_people_need_is_there(page: str) -> None:
    """And has something to say."""
    assert len(text_of(page)) > 500


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run(copy: str, page: str) -> None:
    """One after the other in a copy of the samples, with 0 or with 1 for findings."""
    assert os.path.isdir(copy)
    for arguments in command_lines(page):
        done = command(*arguments)
        assert done.code in {0, 1}, (arguments, done.err)
        assert "Traceback" not in done.err
        assert done.out or done.err or "-o" in arguments or "-q" in arguments


@pytest.mark.parametrize("page", ["README.md", "docs/guide.md"])
def test_a_page_for_beginners_has_commands(page: str) -> None:
    """To be tried."""
    assert len(list(command_lines(page))) >= 3


def test_the_reference_is_made_from_the_rules() -> None:
    """`planner rules --format markdown > docs/rules.md` writes it anew."""
    assert text_of("docs/rules.md") == command("rules", "--format", "markdown").out


def test_the_reference_of_checks_is_made_from_the_checks() -> None:
    """`planner rules --format checks > docs/checks.md` writes it anew."""
    assert text_of("docs/checks.md") == command("rules", "--format", "checks").out


def test_the_rule_of_the_tutorial_is_right(tmp_path: Path) -> None:
    """Its examples show what they say, and hold its numbers in place."""
    (rule,) = re.findall(
        r"```yaml\n(summary: In every.*?)```", text_of("docs/write-a-rule.md"), re.DOTALL
    )
    (tmp_path / "mix").mkdir()
    (tmp_path / "mix" / "news-to-talk.yaml").write_text(rule, encoding="utf-8")
    tried = command("test", str(tmp_path), "--coverage", "--mutate")
    assert (tried.code, tried.out) == (0, "5 examples of 1 rule: all right.\n")


def test_the_profile_of_the_tutorial_is_right(tmp_path: Path) -> None:
    """In a pack, it judges by what it names."""
    (profile,) = re.findall(
        r"```yaml\n(summary: The human.*?)```", text_of("docs/write-a-rule.md"), re.DOTALL
    )
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "ours.yaml").write_text(profile, encoding="utf-8")
    told = command("explain", "promo-to-share", "--pack", str(tmp_path), "--profile", "ours")
    assert "for_every: 3" in told.out
    assert "ours.yaml:6" in told.out


def test_every_command_is_documented() -> None:
    """In the README or the guide."""
    documented = text_of("README.md") + text_of("docs/guide.md")
    commands = app.registered_commands
    names = [info.name or getattr(info.callback, "__name__", "") for info in commands]
    assert len(names) >= 6
    assert [name for name in names if f"planner {name}" not in documented] == []


def test_every_rule_and_notice_has_a_place_in_the_reference() -> None:
    """Rules as headings, to be linked to."""
    reference = text_of("docs/rules.md")
    assert [name for name in Rulebook().names if f"\n## {name}\n" not in reference] == []
    assert [name for name in NOTICES if f"| `{name}` |" not in reference] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Those to files of the repository."""
    folder = os.path.dirname(os.path.join(CHECKOUT, page))
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        path = target.partition("#")[0]
        if path and "://" not in path:
            assert os.path.exists(os.path.join(folder, path)), target
