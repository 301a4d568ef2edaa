"""Runs that are stopped, whose reader goes away, that may not write, or of which there are two."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import CHECKOUT, command

CALENDAR = """\
timezone: UTC
posts:
  - {id: a, at: 2026-11-23 09:00, channel: x, kind: promo, text: Buy}
  - {id: b, at: 2026-11-23 10:00, channel: x, kind: promo, text: Buy again}
  - {id: c, at: 2026-11-24 09:00, channel: x, kind: value, text: Read}
"""
NOW = ["--now", "2026-11-01"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in a folder with a calendar out of balance."""
    monkeypatch.chdir(tmp_path)
    with open("calendar.yaml", "w", encoding="utf-8") as file:
        file.write(CALENDAR)


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    """A planner in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "planner", *arguments],
        env={**os.environ, "PYTHONPATH": CHECKOUT},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [
    ["lint", "calendar.yaml", "-f", "full"], ["lint", "calendar.yaml", "-f", "sarif"],
    ["plan", "calendar.yaml", *NOW], ["plan", "calendar.yaml", "--diff", *NOW],
    ["convert", "calendar.yaml", "-f", "xlsx"], ["convert", "calendar.yaml", "-f", "html"],
    ["mix", "calendar.yaml"], ["explain", "promo-to-share"], ["explain", "calendar.yaml:3"],
    ["schema", "calendar"], ["config", "show"], ["rules", "-f", "json"],
    ["test"], ["--version"], ["lint", "--help"],
], ids=" ".join)  # fmt: skip
def test_a_reader_that_goes_away_is_no_error(arguments: list[str]) -> None:
    """As after `| head -0`, for each command."""
    process = start(*arguments)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    err = process.stderr.read()
    assert process.wait(timeout=60) in {0, 1}
    process.stderr.close()
    assert process.stdin
    process.stdin.close()
    assert b"Traceback" not in err
    assert b"Broken" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize(("words", "code", "says"), [
    ("lint calendar.yaml >&-", 1, ""),
    ("rules >&-", 0, ""),
    ("lint calendar.yaml -f json -o out.json >&-", 1, ""),
    ("lint nowhere.yaml 2>&-", 2, ""),
    ("lint calendar.yaml >&- 2>&-", 1, ""),
    ("lint - <&-", 2, "planner: Standard input is closed; give it a calendar: < calendar.yaml.\n"),
])  # fmt: skip
def test_a_stream_may_be_closed(words: str, code: int, says: str) -> None:
    """From the start, as some servers start their jobs; the exit code is the same."""
    done = subprocess.run(
        f"exec {sys.executable} -m planner {words}",
        env={**os.environ, "PYTHONPATH": CHECKOUT}, shell=True,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (code, "", says)


@pytest.mark.parametrize("wait", [0.05, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("arguments", [
    ["plan", "calendar.yaml", "--write", *NOW], ["convert", "calendar.yaml", "-o", "out.yaml"],
    ["lint", "calendar.yaml", "-o", "out.json"],
], ids=" ".join)  # fmt: skip
def test_ctrl_c_leaves_whole_files(arguments: list[str], wait: float) -> None:
    """Whenever it comes: those of before or those of after, and nothing beside them."""
    process = start(*arguments)
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    # Before planner itself runs, Python and the system end a process in their own way.
    assert process.returncode in {0, 1, 130, -signal.SIGINT}
    assert b"Traceback" not in err or b"planner/commands" not in err
    assert set(os.listdir()) <= {"calendar.yaml", "out.yaml", "out.json"}
    with open("calendar.yaml", encoding="utf-8") as file:
        assert file.read() == CALENDAR or command("lint", "calendar.yaml").code == 0


def test_two_runs_at_once_lose_nothing() -> None:
    """Both want to write the same: one may refuse, and the file is that of one of them."""
    processes = [start("plan", "calendar.yaml", "--write", *NOW) for _ in range(3)]
    codes = []
    for process in processes:
        _out, err = process.communicate(timeout=120)
        codes.append(process.returncode)
        assert b"Traceback" not in err
    assert set(codes) <= {0, 1, 2}
    assert set(codes) & {0, 1}
    with open("calendar.yaml", encoding="utf-8") as file:
        together = file.read()
    with open("alone.yaml", "w", encoding="utf-8") as file:
        file.write(CALENDAR)
    command("plan", "alone.yaml", "--write", *NOW)
    with open("alone.yaml", encoding="utf-8") as file:
        assert file.read() == together
    assert sorted(os.listdir()) == ["alone.yaml", "calendar.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
@pytest.mark.parametrize("arguments", [
    ["plan", "calendar.yaml", "--write", *NOW], ["convert", "calendar.yaml", "-o", "out.yaml"],
    ["lint", "calendar.yaml", "-o", "out.json"], ["init", "new.yaml"],
    ["baseline", "add", "calendar.yaml"],
], ids=" ".join)  # fmt: skip
def test_a_folder_that_is_read_only_is_told(arguments: list[str]) -> None:
    """With the file that could not be written."""
    os.chmod(".", 0o555)
    try:
        done = command(*arguments)
    finally:
        os.chmod(".", 0o755)
    assert done.code == 2
    assert "cannot be written" in done.err


def test_ctrl_c_behind_another_error_is_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiled module that it keeps from loading says only that it could not be loaded."""

    def interrupted(_arguments: list[str]) -> int:
        raise ImportError("initialization failed") from KeyboardInterrupt()

    monkeypatch.setattr("planner.__main__._dispatch", interrupted)
    done = command("lint", "calendar.yaml")
    assert (done.code, done.err) == (130, "planner: stopped.\n")
