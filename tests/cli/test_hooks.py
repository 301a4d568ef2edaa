"""The hooks as pre-commit runs them, from the checkout and without installing anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from helpers import CHECKOUT

pytest.importorskip("pre_commit")
CLEAN = """\
timezone: Europe/Berlin
posts:
  - {id: a, at: 2026-11-25 09:00, channel: x, kind: value}
slots:
  - {every: weekday, at: '16:00', kind: inbox}
"""
ODD = CLEAN.replace("  - {id", "  # planner: ignore[promo-share] why\n  - {id")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with two calendars, one of them excluded, and both hooks."""
    with open(os.path.join(CHECKOUT, ".pre-commit-hooks.yaml"), encoding="utf-8") as file:
        hooks = yaml.safe_load(file)
    for hook in hooks:
        hook["entry"] = f"{sys.executable} -m {hook['entry']} --now 2026-11-01"
        hook["language"] = "system"
    config = {"repos": [{"repo": "local", "hooks": hooks[::-1]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (tmp_path / "planner.toml").write_text('exclude = ["old/*"]\n')
    (tmp_path / "calendar.yaml").write_text(ODD)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "calendar.yaml").write_text(ODD)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", *arguments], cwd=folder, check=True)


def hook(folder: Path, name: str, *names: str) -> tuple[int, str]:
    """The exit code of a hook on some files, or on all, and what is told of it."""
    which = ["--files", *names] if names else ["--all-files"]
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", name, *which],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": CHECKOUT, "PRE_COMMIT_HOME": str(folder / ".cache")},
    )  # fmt: skip
    return done.returncode, done.stdout


def test_the_fixing_hook_fails_once(folder: Path) -> None:
    """When it has changed a file; then all is well, and excluded files stay."""
    code, told = hook(folder, "planner-fix")
    assert code == 1
    assert "calendar.yaml: fixed 1 finding (1 unused-suppression)." in told
    assert (folder / "calendar.yaml").read_text() == CLEAN
    assert (folder / "old" / "calendar.yaml").read_text() == ODD
    git(folder, "add", "-A")
    code, told = hook(folder, "planner-fix")
    assert (code, "Passed" in told) == (0, True), told


def test_the_linting_hook_changes_nothing(folder: Path) -> None:
    """It fails on errors alone, unless its arguments say otherwise."""
    code, told = hook(folder, "planner-lint")
    assert code == 0, told
    broken = CLEAN.replace("weekday", "monday")
    (folder / "calendar.yaml").write_text(broken)
    code, told = hook(folder, "planner-lint")
    assert code == 1
    assert "[conversation-slots]" in told
    assert (folder / "calendar.yaml").read_text() == broken


def test_names_say_what_is_told_and_the_configuration_what_is_judged(folder: Path) -> None:
    """Of several calendars only the changed one is told; one of several files is judged whole."""
    config = folder / ".pre-commit-config.yaml"
    config.write_text(config.read_text().replace("- yaml", "- yaml\n    - markdown"))
    config.write_text(config.read_text().replace("ya?ml$", "(ya?ml|md)$"))
    (folder / "planner.toml").write_text('calendars = ["posts"]\n')
    (folder / "calendar.yaml").write_text(CLEAN.replace("weekday", "monday"))
    (folder / "posts").mkdir()
    for day in ("24", "25"):
        text = f"---\ndate: 2026-11-{day} 09:00\nchannel: x\nkind: promo\n---\nBuy.\n"
        (folder / "posts" / f"{day}.md").write_text(text)
    git(folder, "add", "-A")
    code, told = hook(folder, "planner-lint", "posts/24.md")
    assert code == 1
    assert "posts/25.md:1:1: error: x, 2026-W48: 2 promo posts" in told
    assert "in 1 calendar with 2 posts." in told
    assert "calendar.yaml" not in told
