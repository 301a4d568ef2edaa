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


def hook(folder: Path, name: str) -> tuple[int, str]:
    """The exit code of a hook on all files, and what is told of it."""
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", name, "--all-files"],
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
