"""Exit codes, colours, standard input, configuration and the two ways into `lint`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import CHECKOUT, Outcome, command

from planner.cli import run_typer
from planner.errors import PlannerError

CLEAN = """\
timezone: UTC
posts:
  - {at: 2026-11-25 12:30, channel: x, kind: value, text: How to read in bed}
slots:
  - {at: 2026-11-23 16:00, kind: inbox}
  - {at: 2026-11-24 16:00, kind: inbox}
  - {at: 2026-11-25 16:00, kind: inbox}
"""
MESSY = CLEAN.replace("posts:\n", "posts:\n" + "".join(
    f"  - {{at: 2026-11-23 {hour:02}:00, channel: x, kind: promo, text: Buy}}\n" for hour in (9, 14)
))  # fmt: skip
ODD = CLEAN.replace("kind: value,", "kind: value, colour: red,")
"""A calendar with a warning."""
NOW = ["--now", "2026-11-01"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The process is in a folder with three calendars."""
    for name, text in (("clean.yaml", CLEAN), ("messy.yaml", MESSY), ("odd.yaml", ODD)):
        write(os.path.join(tmp_path, name), text)
    monkeypatch.chdir(tmp_path)
    return str(tmp_path)


def write(path: str, text: str) -> None:
    """Write a file, with the folders that lead to it."""
    if os.path.dirname(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def start(*arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
    """A planner in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    return subprocess.Popen(
        [sys.executable, "-m", "planner", *arguments],
        env={**kept, "PYTHONPATH": CHECKOUT, **environment},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


# Exit codes


def test_nothing_found_is_0() -> None:
    """And the summary says so."""
    done = command("lint", "clean.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("No findings in 1 calendar")


def test_findings_are_1() -> None:
    """Also when a plan would cure them."""
    assert command("lint", "messy.yaml").code == 1
    assert command("plan", "messy.yaml", *NOW).code == 0


@pytest.mark.parametrize(("flags", "code"), [
    ([], 0), (["--fail-on", "warning"], 1), (["--fail-on", "info"], 1), (["--strict"], 1),
    (["--strict", "--exit-zero"], 0), (["--fail-on", "never"], 0),
    (["--strict", "--min-level", "error"], 1),
])  # fmt: skip
def test_a_warning_fails_only_when_asked(flags: list[str], code: int) -> None:
    """What is hidden still counts."""
    assert command("lint", "odd.yaml", *flags).code == code


def test_exit_zero_is_0_whatever_is_found() -> None:
    """The findings are printed all the same."""
    done = command("lint", "--exit-zero", "messy.yaml")
    assert done.code == 0
    assert "promo-to-share" in done.out


@pytest.mark.parametrize("arguments", [
    ["lint"], ["lint", "none.yaml"], ["lint", "--select", "none", "clean.yaml"],
    ["lint", "--ignore", "none", "clean.yaml"], ["lint", "--format", "none", "clean.yaml"],
    ["lint", "--color", "none", "clean.yaml"], ["lint", "--config", "none.toml", "clean.yaml"],
    ["lint", "--week", "2026-W60", "clean.yaml"], ["lint", "--from", "yesterday", "clean.yaml"],
    ["lint", "--from", "2026-11-30", "--to", "2026-11-23", "clean.yaml"],
    ["lint", "--week", "2026-W48", "--from", "2026-11-23", "clean.yaml"],
    ["lint", "--now", "soon", "clean.yaml"], ["lint", "--input-format", "docx", "clean.yaml"],
    ["lint", "--nothing", "clean.yaml"], ["lint", "--format"], ["lint", "."], ["nothing"],
    ["plan"], ["plan", "none.yaml"], ["plan", "clean.yaml", "-f", "none"],
    ["plan", "clean.yaml", "-o", "plan.none"], ["plan", "clean.yaml", "--weeks", "0"],
    ["plan", "clean.yaml", "more.yaml"], ["convert", "clean.yaml", "-f", "none"],
    ["explain"], ["explain", "none"], ["rules", "-f", "none"], ["init", "clean.yaml"],
    ["init", "new.yaml", "--posts-per-week", "0"], ["init", "new.yaml", "--timezone", "Mars"],
])  # fmt: skip
def test_a_wrong_command_line_is_2(arguments: list[str]) -> None:
    """One sentence about it, and nothing on standard output."""
    done = command(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("planner: ")
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) <= 3


def test_our_own_bug_is_3(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line to report; with --debug Python tells all."""

    def broken(*_arguments: object) -> None:
        raise RuntimeError("the cat sat on it")

    monkeypatch.setattr("planner.commands.judging.lint_all", broken)
    done = command("lint", "clean.yaml")
    assert (done.code, done.out) == (3, "")
    assert "this is a bug in planner" in done.err
    assert "the cat sat on it" in done.err
    assert len(done.err.splitlines()) == 1
    with pytest.raises(RuntimeError):
        command("lint", "--debug", "clean.yaml")


@pytest.mark.parametrize("arguments", [["lint", "-"], ["plan", "-"]])
def test_ctrl_c_is_130(arguments: list[str]) -> None:
    """In a word at most, while it waits for its input."""
    process = start(*arguments)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, b"")
    assert err in {b"", b"planner: stopped.\n"}


@pytest.mark.parametrize("arguments", [
    ["lint", "messy.yaml"], ["lint", "-f", "json", "messy.yaml"], ["rules"], ["--help"],
    ["plan", "messy.yaml", "-f", "md"],
])  # fmt: skip
def test_a_closed_pipe_is_silent(arguments: list[str]) -> None:
    """As after `planner rules | head -1`."""
    process = start(*arguments)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    err = process.stderr.read()
    process.wait(timeout=20)
    process.stderr.close()
    assert process.stdin
    process.stdin.close()
    assert err == b""
    assert process.returncode in {0, 1}


# Colours


@pytest.mark.parametrize("arguments", [
    ["lint", "messy.yaml"], ["lint", "-f", "full", "messy.yaml"], ["plan", "messy.yaml", *NOW],
])  # fmt: skip
def test_no_colours_go_into_a_pipe(arguments: list[str]) -> None:
    """Unless somebody insists."""
    assert "\x1b" not in command(*arguments).out
    assert "\x1b" not in command(*arguments, environment={"FORCE_COLOR": ""}).out


FULL = ["lint", "-f", "full", "messy.yaml"]


@pytest.mark.parametrize("arguments", [FULL, ["plan", "messy.yaml", *NOW]])
def test_a_terminal_gets_colours(arguments: list[str]) -> None:
    """Unless it shows none, or NO_COLOR or --color says otherwise; --color has the last word."""

    def told(*more: str, **environment: str) -> str:
        shows = {"TERM": "xterm", **environment}
        return command(*arguments, *more, terminal=True, environment=shows).out

    assert "\x1b" in told()
    assert "\x1b" not in told(TERM="dumb")
    assert "\x1b" not in told(NO_COLOR="1")
    assert "\x1b" not in told("--color", "never")
    always = command(*arguments, "--color", "always", environment={"NO_COLOR": "1"})
    assert "\x1b" in always.out


@pytest.mark.parametrize("arguments", [FULL, ["plan", "messy.yaml", *NOW]])
def test_colours_can_be_forced_into_a_pipe(arguments: list[str]) -> None:
    """By FORCE_COLOR and by --color; NO_COLOR is stronger than FORCE_COLOR."""
    assert "\x1b" in command(*arguments, environment={"FORCE_COLOR": "1"}).out
    assert "\x1b" in command(*arguments, "--color", "always").out
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b" not in command(*arguments, environment=both).out


def test_a_file_gets_no_colours() -> None:
    """Whatever the terminal is."""
    command("lint", "-f", "full", "--color", "always", "-o", "out.txt", "messy.yaml")
    with open("out.txt", encoding="utf-8") as file:
        assert "\x1b" not in file.read()


def test_auto_is_full_on_a_terminal_and_concise_in_a_pipe() -> None:
    """And json where the output file says so."""
    assert " | " in command("lint", "messy.yaml", terminal=True).out
    assert " | " not in command("lint", "messy.yaml").out
    command("lint", "-o", "out.json", "messy.yaml")
    with open("out.json", encoding="utf-8") as file:
        assert file.read(1) == "{"


# Standard input


def test_a_calendar_comes_from_standard_input() -> None:
    """Its messages call it <stdin>, or as --stdin-filename says."""
    done = command("lint", "-", stdin=MESSY.encode())
    assert done.code == 1
    assert done.out.startswith("<stdin>:4:5: error: ")
    named = command("lint", "-", "--stdin-filename", "week.yaml", stdin=MESSY.encode())
    assert named.out.startswith("week.yaml:4:5: error: ")
    assert command("plan", "-", *NOW, stdin=MESSY.encode()).code == 0
    assert command("convert", "-", "-f", "json", stdin=MESSY.encode()).code == 0


def test_the_format_of_standard_input_is_guessed() -> None:
    """From how it begins, unless a name or --input-format says it."""
    page = command("convert", "clean.yaml", "-f", "ics").out.encode()
    assert command("lint", "-", stdin=page).code == 0
    assert command("lint", "-", "--input-format", "ics", stdin=page).code == 0
    assert command("lint", "-", "--stdin-filename", "a.ics", stdin=page).code == 0


def test_a_named_standard_input_has_its_configuration() -> None:
    """The nearest to the name."""
    write("team/planner.toml", '[rules]\npromo-to-share = "off"\n')
    assert command("lint", "-", stdin=MESSY.encode()).code == 1
    named = command("lint", "-", "--stdin-filename", "team/week.yaml", stdin=MESSY.encode())
    assert named.code == 0


# Configuration


def test_the_nearest_configuration_counts() -> None:
    """One for every calendar; --isolated wants none, --config another."""
    write("planner.toml", '[rules]\npromo-to-share = "off"\n')
    write("inside/planner.toml", "")
    write("inside/messy.yaml", MESSY)
    assert command("lint", "messy.yaml").code == 0
    assert command("lint", "inside/messy.yaml").code == 1
    assert command("lint", "--isolated", "messy.yaml").code == 1
    assert command("lint", "--config", "planner.toml", "inside/messy.yaml").code == 0


@pytest.mark.parametrize("name", [".planner.toml", "planner.toml", "pyproject.toml"])
def test_a_configuration_has_one_of_three_names(name: str) -> None:
    """In pyproject.toml it is a part of the file."""
    head = "[tool.planner.rules]" if name == "pyproject.toml" else "[rules]"
    write(name, f'{head}\npromo-to-share = "warning"\n')
    done = command("lint", "messy.yaml")
    assert done.code == 0
    assert "warning" in done.out


def test_a_pyproject_without_us_is_passed_by() -> None:
    """The next folder is asked."""
    write("planner.toml", '[rules]\npromo-to-share = "off"\n')
    write("inside/pyproject.toml", "[project]\nname = 'x'\n")
    write("inside/messy.yaml", MESSY)
    assert command("lint", "inside/messy.yaml").code == 0


def test_options_of_rules_are_set() -> None:
    """The numbers in the finding are the set ones."""
    write("planner.toml", "[rules]\npromo-to-share = {always_allowed = 2}\n")
    assert command("lint", "messy.yaml").code == 0


def test_a_selected_rule_judges_though_it_is_off() -> None:
    """Who names it wants it."""
    write("planner.toml", '[rules]\npromo-to-share = "off"\n')
    assert command("lint", "--select", "promo-to-share", "messy.yaml").code == 1
    assert command("lint", "--select", "no-sterile-bursts", "messy.yaml").code == 0


def test_without_paths_the_configured_calendars_are_judged() -> None:
    """By globs, relative to the configuration; none that matches is a usage error."""
    write("planner.toml", 'calendars = ["weeks/**/*.yaml", "clean.yaml"]\n')
    write("weeks/48/messy.yaml", MESSY)
    done = command("lint")
    assert done.code == 1
    assert done.out.startswith(os.path.join("weeks", "48", "messy.yaml") + ":4:5: ")
    assert "in 2 calendars" in done.out
    write("planner.toml", '\ncalendars = ["none/*.yaml", "weeks/*.yaml"]\n')
    done = command("lint")
    assert done.code == 2
    assert "planner.toml:2:1: No calendar to lint" in done.err
    assert 'there is no file for "none/*.yaml" and "weeks/*.yaml".' in done.err


def test_a_configured_calendar_is_judged_once() -> None:
    """However many patterns it fits."""
    write("planner.toml", 'calendars = ["m*.yaml", "messy.yaml", "./messy.yaml"]\n')
    assert "in 1 calendar with" in command("lint").out


def test_a_configured_calendar_may_be_excluded() -> None:
    """Without any flag: nobody has named it."""
    write("planner.toml", 'calendars = ["*.yaml"]\nexclude = ["messy*", "odd*"]\n')
    assert command("lint").code == 0
    write("planner.toml", 'calendars = ["messy*"]\nexclude = ["messy*"]\n')
    done = command("lint")
    assert (done.code, "no file that is not excluded" in done.err) == (2, True)


def test_the_configured_calendars_are_found_from_below() -> None:
    """Paths in messages are relative to where one is."""
    write("planner.toml", 'calendars = ["messy.yaml"]\n')
    os.makedirs("below")
    os.chdir("below")
    assert command("lint").out.startswith(os.path.join("..", "messy.yaml") + ":4:5: ")


def test_excluded_files_are_left_out_only_when_forced() -> None:
    """A hook names all changed files."""
    write("planner.toml", 'exclude = ["messy*", "old/*"]\n')
    write("old/messy.yaml", MESSY)
    assert command("lint", "messy.yaml").code == 1
    assert command("lint", "--force-exclude", "messy.yaml").code == 0
    assert command("lint", "--force-exclude", "old/messy.yaml", "clean.yaml").code == 0
    assert command("lint", "--force-exclude", "old/messy.yaml", "odd.yaml", "--strict").code == 1


def test_the_zone_and_channel_of_a_team_are_used() -> None:
    """Unless a flag says otherwise."""
    write("planner.toml", 'timezone = "Asia/Tokyo"\nchannel = "mastodon"\n')
    write("bare.yaml", "posts: [{at: 2026-11-23 09:00, kind: value, text: x}]\n")
    done = command("convert", "bare.yaml", "-f", "json").out
    assert "2026-11-23T09:00:00+09:00" in done
    assert '"channel": "mastodon"' in done
    done = command("convert", "bare.yaml", "-f", "json", "--timezone", "UTC", "--channel", "x").out
    assert "2026-11-23T09:00:00+00:00" in done
    assert '"channel": "x"' in done


@pytest.mark.parametrize(("text", "says"), [
    ('[rule]\nx = "off"\n', 'there is no setting "rule" (did you mean "rules"?)'),
    ('[rules]\npromo-to-shar = "off"\n', 'no rule "promo-to-shar" (did you mean'),
    ('[rules]\npromo-to-share = "eror"\n', '"eror" is no level of a rule (did you'),
    ("[rules]\npromo-to-share = 3\n", '"rules.promo-to-share" must be a level in quotes'),
    ("[rules]\npromo-to-share = {at_mots = 3}\n", 'did you mean "at_most"?'),
    ("[rules]\npromo-to-share = {at_most = 'x'}\n", "is not a whole number"),
    ("rules = 3\n", '"rules" must be a table'),
    ("calendars = 'x'\n", '"calendars" must be a list'),
    ("exclude = [3]\n", '"exclude" must be a list'),
    ("timezone = 3\n", '"timezone" must be text'),
    ('timezone = "Europe/Berln"\n', 'no time zone "Europe/Berln"'),
    ("[plan]\ninserted_post = 3\n", 'did you mean "inserted_posts"?'),
    ("[plan]\ninserted_posts = -1\n", "must be a whole number from 0"),
    ("[plan]\ninserted_posts = true\n", "must be a whole number from 0"),
    ("[plan]\nfreeze = 'soon'\n", "\"plan.freeze\": 'soon' is not a length of time"),
    ("[plan]\nfreeze = 24\n", '"plan.freeze": 24 is not a length of time'),
    ("[plan]\nspread = 'yes'\n", '"plan.spread" must be true or false'),
    ("x = [\n", "is not valid TOML"),
    ("a = 1\na = 2\n", "is not valid TOML"),
])  # fmt: skip
def test_a_wrong_configuration_is_told_with_its_file(text: str, says: str) -> None:
    """And the nearest word; the exit code is 2."""
    write("planner.toml", text)
    for done in (command("lint", "clean.yaml"), command("plan", "clean.yaml", *NOW)):
        assert (done.code, done.out) == (2, "")
        assert "planner.toml" in done.err
        assert says in done.err
        assert "Traceback" not in done.err


def test_a_configuration_that_is_no_text_is_told() -> None:
    """Whatever bytes it has."""
    with open("planner.toml", "wb") as file:
        file.write(b"\xff\xfe[\x00r\x00")
    done = command("lint", "clean.yaml")
    assert done.code == 2
    assert "planner.toml" in done.err
    os.unlink("planner.toml")
    write("pyproject.toml", "tool.planner = 3\n")
    assert command("lint", "clean.yaml").code in {0, 2}


# The two ways into lint


@pytest.mark.parametrize("arguments", [
    [], ["clean.yaml"], ["messy.yaml", "clean.yaml"], ["-"], ["none.yaml"], ["."], [""],
    ["-f", "json", "messy.yaml"], ["--format", "full", "messy.yaml"], ["-f"], ["-f", "-"],
    ["-fjson", "messy.yaml"], ["--format=json", "messy.yaml"], ["-f", "", "messy.yaml"],
    ["messy.yaml", "-f", "json", "-f", "concise"], ["-q", "clean.yaml"], ["-q", "messy.yaml"],
    ["--quiet", "--quiet", "clean.yaml"], ["--strict", "odd.yaml"], ["odd.yaml", "--strict"],
    ["--exit-zero", "messy.yaml"], ["--fail-on", "warning", "odd.yaml"], ["--fail-on", "bad"],
    ["--fail-on", "-1", "odd.yaml"], ["--color", "always", "-f", "full", "messy.yaml"],
    ["--color", "Always", "messy.yaml"], ["--isolated", "messy.yaml"], ["--config", "messy.yaml"],
    ["--config", "", "messy.yaml"], ["--config", "none.toml", "messy.yaml"],
    ["--now", "2026-11-01", "messy.yaml"], ["--now", "soon", "messy.yaml"],
    ["--now", "-1", "messy.yaml"], ["--force-exclude", "messy.yaml"], ["--", "messy.yaml"],
    ["--", "--strict"], ["--strict", "--", "odd.yaml"], ["--stric", "odd.yaml"], ["--help"],
    ["-h"], ["--version"], ["-qf", "json", "messy.yaml"], ["--strict=1", "odd.yaml"],
    ["--min-level", "warning", "odd.yaml"], ["--debug", "messy.yaml"], ["-x"], ["---"],
    ["-j", "2", "messy.yaml", "clean.yaml"], ["--jobs", "auto", "messy.yaml", "odd.yaml"],
    ["-j", "x", "messy.yaml"], ["-j2", "messy.yaml"], ["-j", "-1", "odd.yaml"], ["--jobs"],
    ["clean.yaml", "lint"], ["--now", "2026-11-01"], ["--no-strict", "odd.yaml"],
    ["--fix", "-"], ["--fix", "-", "clean.yaml"], ["--diff", "--unsafe-fixes", *NOW, "messy.yaml"],
    ["--fix-only", "--exit-non-zero-on-fix", "odd.yaml"], ["--fix-only", "-f", "json", "odd.yaml"],
    ["--diff=1", "odd.yaml"], ["--unsafe-fixes", "odd.yaml"],
    ["--changed-since", "HEAD", "odd.yaml"], ["--changed-since", "HEAD", "--fix", "odd.yaml"],
    ["--changed-since", "-x", "odd.yaml"], ["--changed-since"], ["--changed-since", "HEAD", "-"],
])  # fmt: skip
def test_the_short_and_the_long_way_do_the_same(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same exit code, output and messages, byte for byte."""
    short = command("lint", *arguments, stdin=MESSY.encode())
    monkeypatch.setattr("planner.commands.quick.lint_request", lambda _arguments: None)
    long = command("lint", *arguments, stdin=MESSY.encode())
    assert short == long


def test_the_long_way_is_typer() -> None:
    """Called by itself it gives exit codes, and complaints about a wrong command line."""
    assert run_typer(["lint", "-q", "clean.yaml"]) == 0
    with pytest.raises(PlannerError, match="--nothing"):
        run_typer(["lint", "--nothing"])


def test_quiet_says_nothing_when_all_is_well() -> None:
    """But everything when it is not."""
    assert command("lint", "-q", "clean.yaml") == Outcome(0, "", "")
    assert "promo-to-share" in command("lint", "-q", "messy.yaml").out
