"""Many calendars in several processes: the same bytes as in one."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from helpers import CHECKOUT, command

from planner.commands import jobs

WEEK = """\
timezone: Europe/Berlin
posts:
  - {{at: 2026-11-23 09:00, channel: x, kind: promo, text: Offer {0} of the week for you all}}
  - {{at: 2026-11-23 09:30, channel: x, kind: promo, text: Offer {0} of the week for you all}}
  - {{at: 2026-11-29, channel: x, kind: promo, text: "@all", colour: red}}
  - {{at: 2026-11-23 10:00, channels: [x, mastodon], kind: news, lint: {{ignore: [promo-share]}}}}
"""
NAMES = [f"week-{number}.yaml" for number in range(7)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of calendars, each worth a process of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(jobs, "WORTH_A_PROCESS", 1)
    for number, name in enumerate(NAMES):
        with open(name, "w", encoding="utf-8") as file:
            file.write(WEEK.format(number))


@pytest.mark.parametrize("count", ["2", "3", "auto", "0", "64"])
@pytest.mark.parametrize(
    "form", [["-f", "concise"], ["-f", "full", "-v"], ["-f", "json"], ["-f", "sarif"], ["-q"]]
)
def test_the_report_is_the_same_bytes(count: str, form: list[str]) -> None:
    """In the order of the files, whoever was ready first."""
    assert command("lint", "-j", count, *form, *NAMES) == command("lint", *form, *NAMES)


def test_a_baseline_counts_for_all_processes() -> None:
    """What it accepts is left out, wherever it was found."""
    assert command("baseline", "add", *NAMES[:4]).code == 0
    assert command("lint", "-j", "3", *NAMES) == command("lint", *NAMES)


def test_what_ends_a_run_ends_it_alike() -> None:
    """With the first file that cannot be read, and nothing printed."""
    with open("broken.toml", "w", encoding="utf-8") as file:
        file.write("x = [\n")
    for arguments in (
        [*NAMES, "none.yaml"], [NAMES[0], "none.yaml", "other.yaml", *NAMES[1:]],
        [*NAMES, "."], ["--config", "broken.toml", *NAMES], ["--profile", "none", *NAMES],
    ):  # fmt: skip
        several = command("lint", "-j", "3", *arguments)
        assert several == command("lint", *arguments)
        assert (several.code, several.out) == (2, "")


def test_standard_input_is_read_here() -> None:
    """Other processes have none."""
    text = WEEK.format(9).encode()
    assert command("lint", "-j", "3", *NAMES, "-", stdin=text) == command(
        "lint", *NAMES, "-", stdin=text
    )


@pytest.mark.parametrize("count", ["-1", "65", "many", "", "2.5"])
def test_a_wrong_number_is_told(count: str) -> None:
    """With what can be written."""
    done = command("lint", f"--jobs={count}", *NAMES)
    assert (done.code, done.out) == (2, "")
    assert f'--jobs cannot be "{count}"; write a number up to 64, or auto' in done.err


def test_little_work_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """To start one takes longer than to judge a few small calendars."""
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "_in_processes", lambda *_: pytest.fail("a process was started"))
    assert command("lint", "-j", "4", os.path.join(CHECKOUT, "sample_calendars/starter.yaml")).out


def test_shares_are_about_equal() -> None:
    """The largest file goes first, and nothing is judged twice."""
    assert jobs._shares([1, 50, 20, 20, 9, 0], 2) == [[0, 1], [2, 3, 4, 5]]
    assert jobs._shares([5], 1) == [[0]]


@pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="the stand-in is not sent anywhere"
)
def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file that it had, and without waiting for it forever."""

    def die(*_arguments: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(jobs, "findings_in", die)
    done = command("lint", "-j", "2", *NAMES)
    assert done.code == 2
    assert done.err == (
        "planner: week-0.yaml: the process that judged it was stopped; try without -j.\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="sends signals")
def test_ctrl_c_ends_all_processes_quietly() -> None:
    """With 130, and nothing of them stays behind."""
    for name in ("big-1.yaml", "big-2.yaml"):
        with open(name, "w", encoding="utf-8") as file:
            file.write("timezone: UTC\nposts:\n")
            file.writelines(
                f"  - {{at: 2026-11-23 09:00, channel: x, text: Post number {number}}}\n"
                for number in range(60_000)
            )
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", "lint", "-j", "2", "big-1.yaml", "big-2.yaml"],
        env={**os.environ, "PYTHONPATH": CHECKOUT},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    time.sleep(1.0)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"planner: stopped.\n")
