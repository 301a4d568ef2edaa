"""`planner lint --watch`: judged again when a file changes, whatever else happens to files."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import CHECKOUT, Outcome, captured, command

from planner.commands import watch as watching
from planner.commands.lint import LintRequest, run

HEAD = "timezone: UTC\nposts:\n"
FINE = HEAD + "  - {at: 2026-11-23 09:00, channel: x, kind: value, text: Tea}\n"
ODD = FINE.replace("text", "colour: red, text")
NOW = "2026-11-01"
ONLY = ("promo-to-share",)
Step = Callable[[], object]


def write(text: str, name: str = "a.yaml") -> None:
    """Write a file in place, as some editors do."""
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def replace(text: str, name: str = "a.yaml") -> None:
    """Write a file beside another one and put it in its place, as other editors do."""
    write(text, "new~")
    os.replace("new~", name)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a calendar without findings, and the process in it."""
    monkeypatch.chdir(tmp_path)
    write(FINE)


def watched(
    monkeypatch: pytest.MonkeyPatch,
    *steps: Step,
    request: LintRequest | None = None,
    between: tuple[Step, ...] = (),
    terminal: bool = False,
) -> Outcome:
    """Watch while steps are done, each when nothing has changed for a while, then Ctrl-C.

    `between` is done while a change is looked at, before it is judged.
    """
    todo, meanwhile = list(steps), list(between)

    def pause(seconds: float) -> None:
        if seconds < watching.EVERY:
            if meanwhile:
                meanwhile.pop(0)()
        elif todo:
            todo.pop(0)()
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr("planner.commands.watch.sleep", pause)
    usual = LintRequest(paths=("a.yaml",), formats=("concise",))
    asked = (request or usual)._replace(watch=True, now=NOW)
    asked = asked._replace(select=asked.select or ONLY)

    def call() -> int:
        with pytest.raises(KeyboardInterrupt):
            run(asked)
        return 130

    done = captured(call, terminal=terminal)
    assert not todo
    return done


def rounds(done: Outcome) -> list[str]:
    """What each judging has found, in a word of its summary."""
    summaries = [line for line in done.out.splitlines() if " in 1 calendar" in line]
    return [line.partition(" in ")[0] for line in summaries]


def nothing() -> None:
    """Another look without a change."""


def test_each_change_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the editor writes; without one nothing is judged."""
    done = watched(monkeypatch, nothing, lambda: write(ODD), nothing, lambda: replace(FINE))
    assert rounds(done) == ["No findings", "1 warning", "No findings"]
    assert len(done.err.splitlines()) == 3


def test_it_says_when_it_judged_and_what_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the report, that a pipe gets alone."""
    write("", "planner.toml")
    monkeypatch.setattr("planner.commands.watch.strftime", lambda _form: "09:30:00")
    done = watched(monkeypatch)
    assert done.err == (
        "Judged at 09:30:00. Waiting for a change of a.yaml or 1 other file; Ctrl-C ends.\n"
    )
    assert "Judged" not in done.out
    quiet = LintRequest(paths=("a.yaml",), quiet=True)
    assert watched(monkeypatch, request=quiet) == (130, "", "")


def test_a_file_may_be_away_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it comes back, nobody hears of it."""
    done = watched(
        monkeypatch, lambda: os.unlink("a.yaml"), between=(nothing, nothing, lambda: write(ODD))
    )
    assert rounds(done) == ["No findings", "1 warning"]
    assert "no such file" not in done.err


def test_a_file_that_is_gone_is_told_and_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is there again."""
    done = watched(monkeypatch, lambda: os.unlink("a.yaml"), nothing, lambda: write(ODD))
    assert rounds(done) == ["No findings", "1 warning"]
    assert "planner: a.yaml: there is no such file" in done.err


def test_what_is_still_being_written_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is judged when it stays as it is."""
    done = watched(
        monkeypatch,
        lambda: write("posts: ["),
        between=(lambda: write("posts:"), lambda: write(ODD)),
    )
    assert rounds(done) == ["No findings", "1 warning"]


def test_the_configuration_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """When it comes, changes, is wrong, and goes."""
    promos = HEAD + "  - {at: 2026-11-23, channel: x, kind: promo}\n"
    write(promos)
    done = watched(
        monkeypatch,
        lambda: write("[rules]\npromo-to-share = {always_allowed = 0}\n", "planner.toml"),
        lambda: write("[rules\n", "planner.toml"),
        lambda: write('[rules]\npromo-to-share = "info"\n', "planner.toml"),
        lambda: os.unlink("planner.toml"),
    )
    assert rounds(done) == ["No findings", "1 error", "No findings", "No findings"]
    assert "planner.toml:1:7: is not valid TOML" in done.err


def test_a_configuration_that_is_wrong_at_first_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also one that is named."""
    for name, named in (("planner.toml", None), ("ours.toml", "ours.toml")):
        write("[rules\n", name)
        request = LintRequest(paths=("a.yaml",), formats=("concise",), config=named)
        done = watched(monkeypatch, lambda name=name: write("", name), request=request)  # type: ignore[misc]
        assert "is not valid TOML" in done.err
        assert rounds(done) == ["No findings"]


def test_packs_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that comes and is wrong is told, and waited for."""
    write('packs = ["ours"]\n', "planner.toml")
    os.mkdir("ours")
    request = LintRequest(paths=("a.yaml",), select=("new",))
    done = watched(
        monkeypatch, lambda: write("summary: [\n", "ours/sale/new.yaml"), request=request
    )
    assert 'There is no rule "new"' in done.err
    assert "ours/sale/new.yaml:" in done.err
    assert done.err.count("Judged at") == 2


def test_a_baseline_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it comes later, and is none."""
    done = watched(monkeypatch, lambda: write("{}", ".planner-baseline.json"))
    assert rounds(done) == ["No findings"]
    assert ".planner-baseline.json: is no baseline" in done.err


def test_new_calendars_of_the_configuration_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name on the command line; a folder of posts gets new ones as well."""
    write('calendars = ["*.yaml"]\n', "planner.toml")
    request = LintRequest(formats=("concise",))
    done = watched(monkeypatch, lambda: write(ODD, "b.yaml"), request=request)
    assert "1 warning in 2 calendars" in done.out
    post = "---\ndate: 2026-11-23\nchannel: x\nkind: promo\n---\nTea\n"
    write(post, "posts/1.md")
    request = request._replace(paths=("posts",))
    done = watched(monkeypatch, lambda: write(post, "posts/2.md"), request=request)
    assert "1 error in 1 calendar with 2 posts" in done.out


def test_reports_in_files_are_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """And start nothing, though they look like calendars."""
    write('calendars = ["*"]\n', "planner.toml")
    os.rename("planner.toml", ".planner.toml")
    request = LintRequest(formats=("json", "concise"), outputs=("report.json",))
    done = watched(monkeypatch, lambda: write(ODD), nothing, nothing, request=request)
    assert len(done.err.splitlines()) == 2
    with open("report.json", encoding="utf-8") as file:
        assert "unknown-key" in file.read()


@pytest.mark.parametrize(("terminal", "times"), [(True, 2), (False, 0)])
def test_only_a_terminal_is_cleared(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, times: int
) -> None:
    """Before each report."""
    monkeypatch.setattr(watching, "_is_plain", lambda: False)
    done = watched(monkeypatch, lambda: write(ODD), terminal=terminal)
    assert done.out.count("\x1b[2J") == times


@pytest.mark.parametrize(("arguments", "says"), [
    (["-"], "- is none"), (["b.yaml"], "there is no such file (did you mean"),
    (["--fix", "a.yaml"], "leave out --fix"), (["--diff", "a.yaml"], "leave out --diff"),
    (["-f", "none", "a.yaml"], "--format cannot be"),
])  # fmt: skip
def test_what_no_change_would_mend_ends_at_once(arguments: list[str], says: str) -> None:
    """With 2 and a sentence."""
    done = command("lint", "-w", *arguments)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


@pytest.mark.skipif(os.name == "nt", reason="sends signals")
def test_ctrl_c_ends_with_130() -> None:
    """After a change that was seen, by a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", "lint", "--watch", "-f", "concise", "a.yaml"],
        env={**os.environ, "PYTHONPATH": CHECKOUT},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    stop = threading.Timer(60, process.kill)
    stop.start()
    assert process.stderr
    assert process.stderr.readline().startswith("Judged at ")
    replace(ODD)
    assert process.stderr.readline().startswith("Judged at ")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    stop.cancel()
    assert (process.returncode, err) == (130, "planner: stopped.\n")
    assert "unknown-key" in out


def test_it_ends_when_nobody_reads_any_more() -> None:
    """As after `planner lint -w | head -1`: at the next report."""
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", "lint", "--watch", "-f", "concise", "a.yaml"],
        env={**os.environ, "PYTHONPATH": CHECKOUT},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    stop = threading.Timer(60, process.kill)
    stop.start()
    assert process.stdout
    assert process.stderr
    assert process.stderr.readline().startswith("Judged at ")
    process.stdout.close()
    replace(ODD)
    assert (process.stderr.read(), process.wait()) == ("", 0)
    process.stderr.close()
    stop.cancel()
