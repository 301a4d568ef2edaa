"""Names behind which no ordinary file stands: told in a sentence, never waited for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import CHECKOUT, command

POST = "posts:\n  - {at: 2026-11-25 12:30, channel: x, kind: value, text: t}\n"
COMMANDS = [
    ["lint"], ["lint", "-f", "json"], ["convert", "-f", "json"], ["plan"], ["mix"],
    ["lint", "calendar.yaml", "--config"], ["lint", "calendar.yaml", "--baseline"],
    ["lint", "calendar.yaml", "--pack"],
]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in a folder with a calendar."""
    monkeypatch.chdir(tmp_path)
    with open("calendar.yaml", "w", encoding="utf-8") as file:
        file.write(POST)


def assert_refused(arguments: list[str]) -> str:
    """One short sentence and 2."""
    done = command(*arguments)
    assert (done.code, done.out) == (2, ""), done
    assert len(done.err.splitlines()) == 1
    assert "\x1b" not in done.err
    return done.err


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_pipe_to_which_nobody_writes_is_not_waited_for(arguments: list[str]) -> None:
    """A run of a hook would stand still for ever."""
    os.mkfifo("pipe.yaml")
    assert_refused([*arguments, "pipe.yaml"])


def test_a_pipe_to_which_somebody_writes_is_read() -> None:
    """As of `planner lint <(make-calendar)`, also when it writes late."""
    os.mkfifo("pipe.yaml")
    writer = subprocess.Popen(
        [sys.executable, "-c", ("import os, time\nhandle = os.open('pipe.yaml', os.O_RDWR)\n"
         "print(flush=True)\ntime.sleep(0.5)\n"
         f"os.write(handle, {POST.encode()!r})\ntime.sleep(0.5)\nos.close(handle)")],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert writer.stdout
    writer.stdout.readline()
    done = command("convert", "pipe.yaml", "-f", "json")
    writer.wait()
    writer.stdout.close()
    assert done.code == 0, done
    assert "2026-11-25" in done.out


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is none here")
def test_a_device_without_end_is_refused(arguments: list[str]) -> None:
    """After a few seconds at most, and without filling the memory."""
    done = command(*arguments, "/dev/zero")
    assert done.code == 2, done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["loop.yaml", "broken.yaml", "folder.yaml", "a\0b.yaml", ""])
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_what_is_no_file_is_told(arguments: list[str], name: str) -> None:
    """Links in a circle or to nothing, folders, and names that none can have."""
    os.symlink("loop.yaml", "loop.yaml")
    os.symlink("nothing.yaml", "broken.yaml")
    os.mkdir("folder.yaml")
    if (name, arguments[-1]) in {("folder.yaml", "--pack"), ("", "--pack"), ("", "--baseline")}:
        pytest.skip("this is one")
    assert_refused([*arguments, name])


@pytest.mark.parametrize("name", ["new\nline\x1b[31m.yaml", "bad\udcff.yaml", "\x1b]0;x\x07.yaml"])
@pytest.mark.parametrize("arguments", COMMANDS[:5], ids=" ".join)
def test_odd_names_of_files_do_nothing_to_a_terminal(arguments: list[str], name: str) -> None:
    """Whether the file is there or not."""
    assert command(*arguments, name).code == 2
    with open(name, "w", encoding="utf-8") as file:
        file.write(POST)
    done = command(*arguments, name)
    assert done.code in {0, 1}, done.err
    for text in (done.out, done.err, command("lint", "-f", "full", name).out):
        assert "\x1b" not in text
        assert "\x07" not in text


def test_a_file_that_goes_away_while_files_are_listed_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Like one that never was."""
    with open("planner.toml", "w", encoding="utf-8") as file:
        file.write('calendars = ["*.yaml"]\n')
    monkeypatch.setattr("glob.glob", lambda *_arguments, **_words: ["gone.yaml"])
    assert "gone.yaml: there is no such file" in assert_refused(["lint"])


@pytest.mark.parametrize("arguments", [
    ["lint", "calendar.yaml"], ["convert", "calendar.yaml", "-f", "json"], ["rules"],
    ["plan", "calendar.yaml", "--now", "2026-11-01"], ["plan", "calendar.yaml", "--diff"],
    ["mix", "calendar.yaml"], ["explain", "promo-to-share"], ["config", "show"], ["--help"],
    ["lint", "calendar.yaml", "-f", "full"], ["schema", "rule"],
], ids=" ".join)  # fmt: skip
def test_an_old_locale_is_no_bug(arguments: list[str]) -> None:
    """Letters that it lacks become question marks."""
    with open("calendar.yaml", "w", encoding="utf-8") as file:
        file.write(POST.replace("t}", "Çay ☕ İstanbul}"))
    for odd in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
                {"LANG": "tr_TR.UTF-8"}, {"PYTHONIOENCODING": "ascii"}):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "planner", *arguments],
            env={**os.environ, "PYTHONPATH": CHECKOUT, **odd},
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode in {0, 1}, done.stderr
        assert b"Traceback" not in done.stderr
