"""`planner plan --lock`: a file that keeps plans where the calendar does not."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers import CHECKOUT, Outcome, command

MESSY = """\
timezone: Europe/Berlin
people: {Rosa: {}, Imran: {}}
posts:
  - {id: a, at: 2026-11-23 09:00, channel: x, kind: promo, text: The new roast}
  - {id: b, at: 2026-11-23 10:00, channel: x, kind: promo, text: Again}
  - {id: c, at: 2026-11-23 10:30, channel: x, kind: news, text: We moved}
  - {id: d, at: 2026-11-23 11:00, channel: x, kind: value, text: How to brew}
"""
NOW = ("--now", "2026-11-01")
LOCK = ("--lock", "planner.lock")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The process is in a folder with two calendars."""
    monkeypatch.chdir(tmp_path)
    for name in ("week.yaml", "other.yaml"):
        (tmp_path / name).write_text(MESSY, encoding="utf-8")
    return tmp_path


def plan(*arguments: str) -> Outcome:
    """Run `planner plan` long before the week."""
    return command("plan", *arguments, *NOW)


def stamp(path: str) -> tuple[int, int, bytes]:
    """What says whether a file was touched, and its content."""
    status = os.stat(path)
    return status.st_mtime_ns, status.st_ino, Path(path).read_bytes()


def locked(path: str = "planner.lock") -> Any:
    """What a lock says of each calendar."""
    return json.loads(Path(path).read_text(encoding="utf-8"))["calendars"]


def nudge(old: str = "10:30", new: str = "10:45") -> None:
    """Put a post somewhere else."""
    path = Path("week.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_first_plan_is_kept() -> None:
    """It is the plan that it is without a lock."""
    assert plan("week.yaml", "-f", "json", *LOCK) == plan("week.yaml", "-f", "json")
    said = locked()["week.yaml"]
    assert {it["by"] for it in said["plan"] if "conversation" in it["added"]} == {"Rosa", "Imran"}
    assert [it["week"] for it in said["solved"]] == ["2026-11-23"]


def test_a_plan_that_stays_leaves_its_lock_untouched() -> None:
    """And is the same plan again."""
    first = plan("week.yaml", "-f", "ics", *LOCK)
    before = stamp("planner.lock")
    assert plan("week.yaml", "-f", "ics", *LOCK) == first
    assert stamp("planner.lock") == before


def test_a_plan_that_is_remembered_loads_no_solver() -> None:
    """Nothing of it has to be solved."""
    plan("week.yaml", *LOCK)
    program = (
        "import sys; from planner.__main__ import run; run(sys.argv[1:]); "
        "print('ortools' in sys.modules)"
    )
    for flags, is_loaded in ((LOCK, "False"), ((), "True")):
        done = subprocess.run(
            [sys.executable, "-c", program, "plan", "week.yaml", "-f", "json", *NOW, *flags],
            env={**os.environ, "PYTHONPATH": CHECKOUT}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.splitlines()[-1] == is_loaded


def test_every_process_writes_the_same_lock() -> None:
    """Whatever order its hashes give to its sets."""
    contents = []
    for seed in ("0", "1", "424242"):
        subprocess.run(
            [sys.executable, "-m", "planner", "plan", "week.yaml", "-q", *NOW, "--lock", seed],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": CHECKOUT}, capture_output=True, check=True,
        )  # fmt: skip
        contents.append(Path(seed).read_bytes())
    assert contents[0] == contents[1] == contents[2]


def test_a_subscriber_sees_no_entry_twice() -> None:
    """What stays where it was has the same UID in the next .ics."""

    def added(text: str) -> set[str]:
        return {
            line for line in text.splitlines() if line.startswith("UID:") and "conversation" in line
        }

    first = plan("week.yaml", "-f", "ics", *LOCK).out
    nudge()
    assert added(plan("week.yaml", "-f", "ics", *LOCK).out) == added(first) != set()


def test_an_entry_of_a_lock_is_a_line_of_it() -> None:
    """For diffs and merges."""
    plan("week.yaml", *LOCK)
    lines = Path("planner.lock").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line.rstrip(",")) for line in lines if line.startswith("        {")]
    said = locked()["week.yaml"]
    assert entries == [*said["plan"], *said["solved"]]


def test_a_lock_keeps_the_plans_of_several_calendars() -> None:
    """Each by its path from the folder of the lock."""
    plan("week.yaml", *LOCK)
    alone = locked()["week.yaml"]
    plan("other.yaml", *LOCK)
    assert locked().keys() == {"other.yaml", "week.yaml"}
    assert locked()["week.yaml"] == alone


def test_the_configuration_names_the_lock() -> None:
    """From its own folder; a flag goes before it."""
    Path("planner.toml").write_text('[plan]\nlock = "kept/plans.lock"\n', encoding="utf-8")
    Path("kept").mkdir()
    Path("below").mkdir()
    Path("below/week.yaml").write_text(MESSY, encoding="utf-8")
    assert plan("below/week.yaml").code == 0
    assert locked("kept/plans.lock").keys() == {"../below/week.yaml"}
    plan("week.yaml", *LOCK)
    assert locked().keys() == {"week.yaml"}
    assert locked("kept/plans.lock").keys() == {"../below/week.yaml"}
    Path("kept/plans.lock").unlink()
    plan("week.yaml", "--isolated")
    assert not Path("kept/plans.lock").exists()


def test_a_diff_reads_the_lock_but_changes_no_file() -> None:
    """It shows what `--write` would do."""
    assert plan("week.yaml", "--diff", *LOCK).code == 1
    assert not Path("planner.lock").exists()
    plan("week.yaml", *LOCK)
    nudge()
    before = stamp("planner.lock")
    shown = plan("week.yaml", "--diff", *LOCK)
    assert stamp("planner.lock") == before
    assert shown.code == 1
    assert plan("week.yaml", "--write", *LOCK).code == 0
    assert stamp("planner.lock") != before
    assert plan("week.yaml", "--diff", *LOCK).code == 0


def test_a_calendar_on_standard_input_has_a_lock_too() -> None:
    """Under a name of its own."""
    done = command("plan", "-", "-f", "json", *LOCK, *NOW, stdin=MESSY.encode())
    assert done.code == 0
    assert locked().keys() == {"<stdin>"}


DAMAGED = [
    (b"", "planner.lock:1:1: this lock is damaged. Delete it and plan again."),
    (b"\xff\xfe", "planner.lock: this lock is damaged. Delete it and plan again."),
    (b'{"version": 1,\n', "planner.lock:2:1: this lock is damaged. Delete it"),
    (b"[" * 100_000, "planner.lock: this lock is damaged. Delete it"),
    (b'{"version": ' + b"9" * 5000 + b"}", "planner.lock: this lock is damaged. Delete it"),
    (b'{\n<<<<<<< HEAD\n  "version": 1\n', "planner.lock:2:1: this lock is damaged: a merge was"),
    (b"{}", "planner.lock: is no lock of plans; name another file."),
    (b"[]", "planner.lock: is no lock of plans; name another file."),
    (b'{"version": 1, "calendars": []}', "is no lock of plans"),
    (b'{"version": 2}', "has the version 2, and this planner reads version 1. Use a newer"),
    (b'{"version": 1, "calendars": {"x.yaml": 1}}', "what this lock says of x.yaml is damaged"),
    (
        b'{"version": 1, "calendars": {"week.yaml": {"plan": [{}], "solved": []}}}',
        "what this lock says of week.yaml is damaged. Delete it and plan again.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "says"), DAMAGED)
def test_a_lock_that_cannot_be_read_is_told(content: bytes, says: str) -> None:
    """In a sentence; nothing is planned, and the file is left as it is."""
    Path("planner.lock").write_bytes(content)
    done = plan("week.yaml", "-o", "plan.ics", *LOCK)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert "Traceback" not in done.err
    assert Path("planner.lock").read_bytes() == content
    assert not Path("plan.ics").exists()


def test_a_lock_may_be_cut_off_anywhere() -> None:
    """That is told, too."""
    plan("week.yaml", *LOCK)
    whole = Path("planner.lock").read_bytes()
    for end in range(0, len(whole.rstrip()), 97):
        Path("planner.lock").write_bytes(whole[:end])
        done = plan("week.yaml", *LOCK)
        assert done.code == 2
        assert "Delete it and plan again." in done.err


@pytest.mark.parametrize(("flags", "says"), [
    (("--lock", "week.yaml"), "week.yaml: is the calendar itself; name another file to write to."),
    (("--lock", "kept", "-o", "./kept", "-f", "json"), "kept: is to be the lock and the plan;"),
    (("--lock", "."), ".: is no lock of plans; name another file."),
    (("--lock", "nowhere/planner.lock"), "nowhere/planner.lock: cannot be written"),
])  # fmt: skip
def test_a_lock_overwrites_nothing_else(flags: tuple[str, ...], says: str) -> None:
    """Nor does it need a folder that is not there."""
    done = plan("week.yaml", *flags)
    assert done.code == 2
    assert says in done.err
    assert Path("week.yaml").read_text(encoding="utf-8") == MESSY


@pytest.mark.parametrize("value", ["5", '""', "true", "[]"])
def test_the_setting_is_the_name_of_a_file(value: str) -> None:
    """Else it is told with its place."""
    Path("planner.toml").write_text(f"[plan]\nlock = {value}\n", encoding="utf-8")
    done = plan("week.yaml")
    assert done.code == 2
    assert 'planner.toml:2:1: "plan.lock" must be the name of a file in quotes.' in done.err
