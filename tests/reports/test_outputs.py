"""Which report goes where: `-f`, `-o` and what nobody chose."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import CHECKOUT, command

from planner import plugins

CALENDAR = """\
timezone: UTC
posts:
  - {id: one, at: 2026-11-23 09:00, channel: x, kind: promo, text: Buy, colour: red}
  - {id: two, at: 2026-11-23 14:00, channel: x, kind: promo, text: Buy}
slots:
  - {every: weekday, at: "16:00", for: 20m, kind: inbox, from: 2026-11-23, to: 2026-11-28}
"""
FORMATS = (
    "concise", "full", "github", "gitlab", "grouped", "json", "json-lines", "junit", "markdown",
    "rdjson", "sarif",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in a folder with a calendar."""
    (tmp_path / "calendar.yaml").write_text(CALENDAR, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def content(path: str) -> str:
    """What a file holds."""
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def test_a_format_is_a_module() -> None:
    """A hyphen in its name is an underscore in the module's; helpers are no formats."""
    assert tuple(plugins.names("planner.reports")) == FORMATS
    assert plugins.find("planner.reports", "json-lines").__name__ == "planner.reports.json_lines"  # type: ignore[union-attr]
    for name in ("json_lines", "_people", "-people", "", "-", "a.b", "Json"):
        assert plugins.find("planner.reports", name) is None


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_printed_and_written_alike(form: str) -> None:
    """With the same exit code, and nothing in them for terminals."""
    done = command("lint", "-f", form, "calendar.yaml")
    assert (done.code, done.err) == (1, "")
    assert "\x1b" not in done.out
    written = command("lint", "-f", form, "-o", "out.txt", "calendar.yaml")
    assert (written.code, written.out) == (1, "")
    assert content("out.txt") == done.out


def test_each_format_has_its_own_file() -> None:
    """The n-th -o is for the n-th -f; the format without one is printed."""
    done = command(
        "lint", "calendar.yaml", "-f", "sarif", "-o", "a.sarif", "-f", "junit", "-o", "b.xml",
        "-f", "github",
    )  # fmt: skip
    assert done.code == 1
    assert done.out.startswith("::error ")
    assert json.loads(content("a.sarif"))["version"] == "2.1.0"
    assert content("b.xml").startswith("<?xml")


def test_a_hyphen_is_standard_output() -> None:
    """For the format that it belongs to."""
    done = command("lint", "calendar.yaml", "-f", "json", "-o", "-", "-f", "junit", "-o", "b.xml")
    assert json.loads(done.out)["version"] == 1
    assert sorted(os.listdir()) == ["b.xml", "calendar.yaml"]


@pytest.mark.parametrize(("flags", "says"), [
    (["-f", "full", "-f", "json"], "formats full and json can go to standard output; give"),
    (["-f", "full", "-f", "json", "-f", "sarif", "-o", "a"], "formats json and sarif can go"),
    (["-f", "full", "-o", "-", "-f", "json"], "formats full and json can go"),
    (["-f", "full", "-o", "a", "-o", "b"], "There are 2 -o for 1 format; the n-th -o belongs"),
    (["-o", "a", "-o", "b"], "There are 2 -o for 1 format"),
    (["-f", "full", "-o", "a", "-f", "json", "-o", "./a"], "cannot share the file"),
    (["-f", "github", "-f", "sarif", "-o", "a.sarif"],
     "Name formats with a file first: -f sarif -o a.sarif -f github."),
    (["-f", "full", "-f", "gitlab", "-o", "a.json"], "a.json would hold the format full"),
    (["-f", "sarf"], '--format cannot be "sarf" (did you mean "sarif"?); it is one of auto, conc'),
    (["-f", "json_lines"], '(did you mean "json-lines"?)'),
    (["-f", "json", "-o", "calendar.yaml"], "is the calendar itself"),
    (["-f", "json", "-o", "a", "-f", "sarif", "-o", "calendar.yaml"], "is the calendar itself"),
])  # fmt: skip
def test_what_does_not_fit_is_told(flags: list[str], says: str) -> None:
    """In a sentence, before anything is written."""
    done = command("lint", "calendar.yaml", *flags)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1
    assert os.listdir() == ["calendar.yaml"]
    assert content("calendar.yaml") == CALENDAR


def test_files_of_like_endings_are_not_mixed_up() -> None:
    """Several formats are JSON."""
    done = command("lint", "calendar.yaml", "-f", "gitlab", "-o", "a.json", "-f", "json")
    assert json.loads(done.out)["version"] == 1
    assert isinstance(json.loads(content("a.json")), list)


@pytest.mark.parametrize(("name", "form"), [
    ("a.json", "json"), ("a.jsonl", "json-lines"), ("a.ndjson", "json-lines"), ("a.xml", "junit"),
    ("a.sarif", "sarif"), ("a.MD", "markdown"), ("a.txt", "concise"), ("a", "concise"),
])  # fmt: skip
def test_the_ending_says_the_format_that_nobody_named(name: str, form: str) -> None:
    """Wherever planner runs."""
    command("lint", "calendar.yaml", "-o", name, environment={"GITHUB_ACTIONS": "true"})
    assert content(name) == command("lint", "calendar.yaml", "-f", form).out


@pytest.mark.parametrize("flags", [[], ["-f", "auto"]])
def test_auto_looks_who_is_reading(flags: list[str]) -> None:
    """GitHub Actions, else somebody at a terminal, else a program."""

    def shown(*, terminal: bool = False, **environment: str) -> str:
        return command(
            "lint", *flags, "calendar.yaml", terminal=terminal, environment=environment
        ).out

    for terminal in (False, True):
        assert shown(terminal=terminal, GITHUB_ACTIONS="true").startswith("::error ")
    assert " | " in shown(terminal=True)
    assert shown().startswith("calendar.yaml:")
    assert shown(GITHUB_ACTIONS="false") == shown()


def test_quiet_writes_files_all_the_same() -> None:
    """A CI server waits for them."""
    done = command("lint", "-q", "calendar.yaml", "--min-level", "error", "--select",
                   "no-sterile-bursts", "-f", "junit", "-o", "a.xml", "-f", "concise")  # fmt: skip
    assert (done.code, done.out) == (0, "")
    assert "no findings" in content("a.xml")


def test_colours_and_links_go_to_terminals_only() -> None:
    """Not into a file beside it; a plain terminal gets no links, and colours only when told to."""
    for term, color, links in (("xterm-256color", "auto", True), ("dumb", "always", False)):
        done = command("lint", "calendar.yaml", "-f", "full", "-o", "-", "-f", "grouped", "-o",
                       "a.txt", "--color", color, terminal=True,
                       environment={"TERM": term})  # fmt: skip
        assert "\x1b[31m" in done.out
        assert ("\x1b]8;;file:///" in done.out) == links
        assert "\x1b" not in content("a.txt")
    piped = command("lint", "calendar.yaml", "-f", "full", "--color", "always",
                    environment={"TERM": "xterm"})  # fmt: skip
    assert "\x1b[31m" in piped.out
    assert "\x1b]8" not in piped.out


def test_a_concise_report_loads_no_other(tmp_path: Path) -> None:
    """Nobody waits for the formats that were not asked for."""
    program = (
        "import sys\nfrom planner.__main__ import run\nrun(sys.argv[1:])\n"
        "print('MODULES', *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "lint", "-f", "concise", "calendar.yaml"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": CHECKOUT}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    loaded = done.stdout.rpartition("MODULES ")[2].split()
    assert [it for it in loaded if it.startswith("planner.reports.")] == ["planner.reports.concise"]
    assert not {"json", "xml.etree.ElementTree", "hashlib", "urllib.parse"} & set(loaded)


def test_programs_get_utf8_whatever_the_terminal_has() -> None:
    """Each format for programs says so."""
    from planner.commands.outputs import outputs_of

    encodings = {form: outputs_of((form,), ())[0].encoding for form in FORMATS}
    assert {form for form, encoding in encodings.items() if encoding is None} == {
        "concise", "full", "grouped",
    }  # fmt: skip


def test_a_file_name_that_is_no_text_is_no_bug() -> None:
    """A question mark stands in for what cannot be written."""
    name = "week\udcff.yaml"
    with open(name, "w", encoding="utf-8") as file:
        file.write(CALENDAR)
    for form in FORMATS:
        for output in ([], ["-o", "out.txt"]):
            assert command("lint", "-f", form, name, *output).code == 1
    assert "%FF" in content("out.txt")


@pytest.mark.parametrize("flags", [
    ["-v"], ["--verbose"], ["--statistics"], ["-v", "--statistics", "-f", "full"],
    ["-f", "json", "-o", "out"], ["--output-file", "out"], ["-f", "json", "-f", "full", "-o", "x"],
    ["-f", "full", "-f", "json"], ["-o", "-"], ["-o"], ["-f", "sarif", "-o", "a", "-f", "github"],
    ["-oout"], ["-vq"], ["-f", "github", "-f", "sarif", "-o", "a.sarif"],
])  # fmt: skip
def test_the_short_and_the_long_way_do_the_same(
    flags: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same outputs, files and messages."""

    def result() -> tuple[object, dict[str, str]]:
        done = command("lint", *flags, "calendar.yaml")
        written = {name: content(name) for name in os.listdir() if name != "calendar.yaml"}
        for name in written:
            os.unlink(name)
        return done, written

    short = result()
    monkeypatch.setattr("planner.commands.quick.lint_request", lambda _arguments: None)
    assert short == result()
