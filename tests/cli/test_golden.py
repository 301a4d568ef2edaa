"""What command lines print, word for word; `pytest --renew-golden` writes it anew."""

import os
import shutil
from pathlib import Path

import pytest
from helpers import CHECKOUT, command

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
SAMPLE = os.path.join(CHECKOUT, "sample_calendars", "messy-week.yaml")
SMALL = """\
name: Corner Bookshop
timezone: Europe/Berlin
channels:
  x: {hours: "09:00-18:00"}
  mastodon: {handle: "@books@social.example"}
people:
  rosa: {role: owner, on_call: "mon-fri 09:00-17:00"}
posts:
  - {id: new, at: 2026-11-23 09:00, channel: x, kind: promo, text: "Neu: „Der Röster“ ☕ is out"}
  - {id: again, at: 2026-11-23 10:00, channel: x, kind: promo, text: Have you seen it?}
  - {id: moved, at: 2026-11-23 11:00, channel: x, kind: news, text: We have moved}
  - {id: tip, at: 2026-11-25 12:30, channel: mastodon, kind: value, text: How to read, colour: red}
slots:
  - {at: 2026-11-24 16:00, for: 20m, kind: inbox, by: rosa}
"""
CLEAN = """\
timezone: UTC
posts:
  - {id: tip, at: 2026-11-25 12:30, channel: x, kind: value, text: How to read in bed}
slots:
  - {every: weekday, at: "16:00", for: 20m, kind: inbox, from: 2026-11-23, to: 2026-11-28}
"""
STUCK = """\
timezone: UTC
posts:
  - {id: one, at: 2026-11-23 09:00, channel: x, kind: promo, status: published}
  - {id: two, at: 2026-11-24 09:00, channel: x, kind: promo, pin: true}
  - {id: three, at: 2026-11-25 09:00, channel: x, kind: promo, pin: true}
slots:
  - {at: 2026-11-23 16:00, kind: inbox}
  - {at: 2026-11-24 16:00, kind: inbox}
  - {at: 2026-11-25 16:00, kind: inbox}
"""
BROKEN = "posts:\n  - {at: 2026-11-23 09:00, channel: x\nslots: [}\n"
SILENCED = """\
timezone: UTC
posts:
  - {id: one, at: 2026-11-23 09:00, channel: x, kind: promo}  # planner: ignore[promo-to-shar]
  # planner: ignore[promo-to-share] the fair is only once a year
  - {id: two, at: 2026-11-24 09:00, channel: x, kind: promo}
  # planner: ignore[no-sterile-bursts] until=2026-10-01
  - {id: three, at: 2026-12-01 09:00, channel: x, kind: promo}
  # planner: ignore
  - id: four
    at: 2026-12-02 09:00
    channel: x
    kind: value
    lint: {ignore: [promo-to-share], reason: it was one once}
"""
NOW = ["--now", "2026-11-01"]
PAGES = [(f"help-{name}", [name, "--help"]) for name in (
    "lint", "plan", "init", "convert", "mix", "explain", "rules", "schema", "baseline",
)]  # fmt: skip
SELECTED = ["--select", "promo-to-share", "--select", "no-sterile-bursts"]
"""Rules that are sure to stay as they are, for outputs that tell a lot about rules."""
PLANNED = [*SELECTED, "--select", "conversation-slots"]
REPORTED = [*SELECTED, "small.yaml", "clean.yaml"]
FORMATS = [(f"lint-{name}", ["lint", "-f", name, *REPORTED]) for name in (
    "grouped", "json-lines", "github", "gitlab", "junit", "sarif", "rdjson", "markdown",
)]  # fmt: skip
COMMANDS: list[tuple[str, list[str]]] = [
    ("help", ["--help"]),
    *PAGES,
    ("help-config-show", ["config", "show", "--help"]),
    ("version", ["--version"]),
    ("lint-concise", ["lint", "small.yaml"]),
    ("lint-full", ["lint", "-f", "full", "small.yaml"]),
    ("lint-full-colours", ["lint", "-f", "full", "--color", "always", "small.yaml"]),
    ("lint-json", ["lint", "-f", "json", "small.yaml"]),
    ("lint-clean", ["lint", "clean.yaml"]),
    ("lint-broken", ["lint", "-f", "full", "broken.yaml"]),
    ("lint-silenced", ["lint", "-f", "full", *SELECTED, *NOW, "silenced.yaml"]),
    ("baseline-add", ["baseline", "add", *SELECTED, *NOW, "small.yaml"]),
    ("error-no-deed", ["baseline", "prun"]),
    ("lint-several", ["lint", "small.yaml", "clean.yaml"]),
    *FORMATS,
    ("lint-verbose", ["lint", "-v", "--statistics", *SELECTED, "small.yaml", "broken.yaml"]),
    ("lint-verbose-full", ["lint", "-v", "--statistics", "-f", "full", *REPORTED]),
    ("plan-terminal", ["plan", "small.yaml", *NOW]),
    ("plan-colours", ["plan", "small.yaml", *NOW, "--color", "always"]),
    ("plan-md", ["plan", "small.yaml", *NOW, "-f", "md"]),
    ("plan-yaml", ["plan", "small.yaml", *NOW, "-f", "yaml"]),
    ("plan-json", ["plan", "small.yaml", *NOW, "-f", "json"]),
    ("plan-clean", ["plan", "clean.yaml", *NOW]),
    ("plan-diff", ["plan", "small.yaml", *NOW, "--diff", *PLANNED]),
    ("plan-diff-clean", ["plan", "clean.yaml", *NOW, "--diff", *PLANNED]),
    ("plan-write", ["plan", "small.yaml", *NOW, "--write", *PLANNED]),
    ("plan-write-clean", ["plan", "clean.yaml", *NOW, "--write", *PLANNED]),
    ("plan-stuck", ["plan", "stuck.yaml", "--now", "2026-11-23T12:00", "--config", "caps.toml"]),
    ("plan-broken", ["plan", "broken.yaml", *NOW]),
    ("plan-of-the-past", ["plan", "small.yaml", "--now", "2027-06-01"]),
    ("convert-yaml", ["convert", "small.yaml"]),
    ("convert-json", ["convert", "clean.yaml", "-f", "json"]),
    ("mix-table", ["mix", "small.yaml", *NOW]),
    ("mix-colours", ["mix", "small.yaml", *NOW, "--color", "always"]),
    ("error-no-mix-format", ["mix", "small.yaml", "-f", "jsn"]),
    ("explain-rule", ["explain", "promo-to-share"]),
    ("explain-rule-of-a-team", ["explain", "promo-to-share", "--config", "team.toml"]),
    ("explain-notice", ["explain", "unknown-key"]),
    ("rules-table", ["rules"]),
    ("rules-json", ["rules", "-f", "json"]),
    ("rules-markdown", ["rules", "-f", "markdown"]),
    ("error-no-file", ["lint", "smal.yaml"]),
    ("error-no-rule", ["explain", "promo-to-shar"]),
    ("error-no-command", ["lnt"]),
    ("error-no-flag", ["lint", "--formt", "json", "small.yaml"]),
    ("error-no-format", ["plan", "small.yaml", "-f", "htm1"]),
    ("error-no-report", ["lint", "-f", "sarf", "small.yaml"]),
    ("error-two-on-screen", ["lint", "-f", "full", "-f", "json", "small.yaml"]),
    ("error-wrong-pairs", ["lint", "-f", "github", "-f", "sarif", "-o", "a.sarif", "small.yaml"]),
    ("error-no-schema", ["schema", "calender"]),
    ("error-no-level", ["lint", "--fail-on", "eror", "small.yaml"]),
    ("error-no-week", ["plan", "small.yaml", "--week", "48"]),
    ("error-no-zone", ["lint", "small.yaml", "--timezone", "Europe/Berln"]),
    ("init", ["init", "new.yaml", "--name", "Corner Bookshop", "--channel", "x,mastodon",
              "--posts-per-week", "5", "--timezone", "Europe/Berlin", "--week", "2026-W48"]),
]  # fmt: skip
SAMPLES = [
    ("sample-lint", ["lint", "messy-week.yaml"]),
    ("sample-lint-full", ["lint", "-f", "full", "messy-week.yaml"]),
    ("sample-plan", ["plan", "messy-week.yaml", "--now", "2027-02-01"]),
    ("sample-plan-md", ["plan", "messy-week.yaml", "--now", "2027-02-01", "-f", "md"]),
    ("sample-plan-diff", ["plan", "messy-week.yaml", "--now", "2027-02-01", "--diff", *PLANNED]),
    ("sample-mix", ["mix", "messy-week.yaml", "--now", "2027-03-04"]),
    ("sample-mix-json", ["mix", "messy-week.yaml", "--now", "2027-03-04", "-f", "json"]),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with some calendars and configurations, and the process in it."""
    files = {
        "small.yaml": SMALL, "clean.yaml": CLEAN, "stuck.yaml": STUCK, "broken.yaml": BROKEN,
        "silenced.yaml": SILENCED,
        "caps.toml": "[plan]\ninserted_posts = 0\n",
        "team.toml": "[rules]\npromo-to-share = {level = 'warning', for_every = 3}\n",
    }  # fmt: skip
    for name, text in files.items():
        with open(os.path.join(tmp_path, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
    if os.path.exists(SAMPLE):
        shutil.copy(SAMPLE, tmp_path)
    monkeypatch.chdir(tmp_path)
    return str(tmp_path)


def session(arguments: list[str]) -> str:
    """A command line with all that comes of it, without the paths of this machine."""
    done = command(*arguments)
    words = " ".join(f'"{word}"' if " " in word else word for word in arguments)
    parts = [f"$ planner {words}\n[exit code {done.code}]\n"]
    for title, text in (("output", done.out), ("messages", done.err)):
        if text:
            parts.append(f"--- {title} ---\n{text}")
    return "".join(parts).replace(CHECKOUT, "CHECKOUT").replace("\x1b", "<ESC>")


def check(request: pytest.FixtureRequest, name: str, text: str) -> None:
    """Compare with the golden file, or write it when asked to."""
    path = os.path.join(GOLDEN, f"{name}.txt")
    if request.config.getoption("--renew-golden"):
        os.makedirs(GOLDEN, exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    with open(path, encoding="utf-8", newline="") as file:
        assert text == file.read(), "pytest --renew-golden writes it anew"


@pytest.mark.parametrize(("name", "arguments"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_a_command_line_prints_what_it_printed(
    folder: str, request: pytest.FixtureRequest, name: str, arguments: list[str]
) -> None:
    """On small calendars, on a screen of 80 columns."""
    assert folder
    check(request, name, session(arguments))


@pytest.mark.parametrize(("name", "arguments"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_the_sample_is_judged_and_planned_as_before(
    folder: str, request: pytest.FixtureRequest, name: str, arguments: list[str]
) -> None:
    """The messy week that the documentation shows."""
    if not os.path.exists(os.path.join(folder, "messy-week.yaml")):
        pytest.skip("there is no sample yet")
    check(request, name, session(arguments))


def test_every_golden_file_has_its_command_line() -> None:
    """None is left over."""
    names = {f"{name}.txt" for name, _arguments in (*COMMANDS, *SAMPLES)}
    assert set(os.listdir(GOLDEN)) == names


def test_what_init_writes_is_the_same_each_time(
    folder: str, request: pytest.FixtureRequest
) -> None:
    """The starter calendar lints clean, and its plan changes nothing."""
    arguments = next(arguments for name, arguments in COMMANDS if name == "init")
    assert command(*arguments).code == 0
    with open(os.path.join(folder, "new.yaml"), encoding="utf-8") as file:
        text = file.read()
    assert command("lint", "--strict", "new.yaml").code == 0
    assert '"moves": []' in command("plan", "new.yaml", "-f", "json", *NOW).out
    os.unlink("new.yaml")
    assert command(*arguments).code == 0
    with open(os.path.join(folder, "new.yaml"), encoding="utf-8") as file:
        assert file.read() == text
    assert request
