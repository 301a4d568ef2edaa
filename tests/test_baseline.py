"""Findings that are accepted for now: kept in a file, left out by lint, and dropped when over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import CHECKOUT, command
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.baseline import Accepted, Baseline, Key, read, write

NOW = ["--now", "2026-11-20"]
PROMO = ["--select", "promo-to-share", *NOW]
FILE = ".planner-baseline.json"
TWO = """\
timezone: UTC
posts:
  - {id: one, at: 2026-11-23 09:00, channel: x, kind: promo, text: The new roast}
  - {id: two, at: 2026-11-24 09:00, channel: x, kind: promo, text: The new roast again}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a calendar and a configuration, and the process in it."""
    (tmp_path / "a.yaml").write_text(TWO)
    (tmp_path / "planner.toml").write_text('calendars = ["*.yaml"]\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(*flags: str, name: str = "a.yaml") -> tuple[int, str]:
    """The exit code of lint by one rule, and its last line but for that about fixes."""
    done = command("lint", "-f", "concise", *PROMO, *flags, name)
    lines = [line for line in done.out.splitlines() if not line.startswith("`--fix")]
    return done.code, (lines or [done.err])[-1]


def baseline(*arguments: str) -> str:
    """What `planner baseline` says; it goes well."""
    done = command("baseline", *arguments[:1], *PROMO, *arguments[1:])
    assert done.code == 0, done.err
    return done.out


def test_what_is_accepted_is_left_out_and_counted() -> None:
    """Until the baseline is switched off."""
    assert lint() == (1, "1 error in 1 calendar with 2 posts.")
    assert baseline("add") == f"{FILE}: 1 finding more accepted, 1 in all.\n"
    accepted = (0, "No findings in 1 calendar with 2 posts. The baseline accepts 1 finding.")
    assert lint() == accepted
    assert lint("--baseline", FILE) == accepted
    for flags in (["--no-baseline"], ["--baseline", ""], ["--isolated"]):
        assert lint(*flags) == (1, "1 error in 1 calendar with 2 posts.")
    assert lint("--mandatory", "promo-to-share")[0] == 1


def test_the_file_has_a_finding_on_each_line(folder: Path) -> None:
    """Sorted, and the same when nothing is new."""
    (folder / "b.yaml").write_text(TWO)
    baseline("add")
    text = (folder / FILE).read_text()
    assert [line.strip(" ,") for line in text.splitlines()[3:-2]] == [
        f'{{"file": "{name}.yaml", "rule": "promo-to-share", "week": "2026-W48", '
        '"channel": "x", "count": 1, "added": "2026-11-20"}'
        for name in "ab"
    ]
    assert json.loads(text)["version"] == 1
    baseline("add", "--now", "2026-11-22")
    assert (folder / FILE).read_text() == text


def test_lines_and_other_entries_may_move(folder: Path) -> None:
    """The week is what counts, not who tips it or where it stands."""
    baseline("add")
    head, _, last = TWO.rstrip().rpartition("\n")
    (folder / "a.yaml").write_text(f"# moved\n{head.replace('one', 'eins')}\n\n{last}\n")
    assert lint()[0] == 0
    (folder / "a.yaml").write_text(TWO.replace("2026-11-2", "2026-12-0"))
    assert lint()[0] == 1


def test_more_of_the_same_is_told(folder: Path) -> None:
    """Counts are kept: the one beyond them is told."""
    posts = "".join(
        f"  - {{at: 2026-11-2{number} 09:00, channel: x, text: Hi, colour{number}: red}}\n"
        for number in range(3, 5)
    )
    (folder / "a.yaml").write_text("timezone: UTC\nposts:\n" + posts)
    baseline("add")
    key, accepted = next(iter(read(FILE).items()))
    write(FILE, {key: accepted._replace(number=1)})
    done = command("lint", *PROMO, "a.yaml")
    assert "The baseline accepts 1 finding" in done.out


def test_the_path_is_that_from_the_baseline(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever planner is run."""
    os.mkdir(folder / "sub")
    os.rename(folder / "a.yaml", folder / "sub" / "a.yaml")
    baseline("add", "sub/a.yaml")
    assert [key.file for key in read(FILE)] == ["sub/a.yaml"]
    monkeypatch.chdir(folder / "sub")
    assert lint()[0] == 0


def test_prune_drops_what_is_mended_past_or_gone(folder: Path) -> None:
    """And keeps the rest."""
    (folder / "b.yaml").write_text(TWO)
    baseline("add")
    assert baseline("prune") == f"{FILE}: 0 findings dropped, 2 in all.\n"
    (folder / "a.yaml").write_text(TWO.replace("promo", "value"))
    assert baseline("prune", "--select", "no-sterile-bursts").endswith("1 in all.\n")
    os.unlink(folder / "b.yaml")
    assert baseline("prune") == f"{FILE}: 1 finding dropped, 0 in all.\n"
    assert read(FILE) == {}


def test_only_what_was_judged_is_mended(folder: Path) -> None:
    """A rule or calendar that was not looked at keeps what it has."""
    (folder / "b.yaml").write_text(TWO)
    baseline("add")
    (folder / "a.yaml").write_text(TWO.replace("promo", "value"))
    done = command("baseline", "prune", "--select", "no-sterile-bursts", *NOW)
    assert done.out == f"{FILE}: 0 findings dropped, 2 in all.\n"
    assert baseline("prune", "b.yaml").endswith("2 in all.\n")
    assert baseline("prune", "a.yaml").endswith("1 in all.\n")


@pytest.mark.parametrize(("day", "left"), [("2026-11-29", 1), ("2026-11-30", 0)])
def test_a_week_is_past_on_its_next_monday(day: str, left: int) -> None:
    """On its Sunday it is not."""
    baseline("add")
    told = command("baseline", "prune", "--select", "promo-to-share", "--now", day).out
    assert told.endswith(f"{left} in all.\n")


def test_show_tells_age_and_state(folder: Path) -> None:
    """Of each, in a line."""
    baseline("add")
    line = "a.yaml: promo-to-share, 2026-W48, x: accepted for 2 days, "
    assert baseline("show", "--now", "2026-11-22").startswith(line + "still found\n")
    (folder / "a.yaml").write_text(TWO.replace("promo", "value"))
    assert baseline("show", "--now", "2026-11-22").startswith(line + "found no more\n")
    assert "its week is over" in baseline("show", "--now", "2026-12-22")
    (folder / "b.yaml").write_text(TWO)
    assert "not judged now" in baseline("show", "b.yaml")
    os.unlink(folder / "a.yaml")
    assert "its calendar is gone" in baseline("show", "b.yaml")


def test_what_keeps_a_file_from_being_read_is_not_accepted(folder: Path) -> None:
    """It has to be mended."""
    (folder / "a.yaml").write_text("posts:\n  - {at: 2026-11-23, channel: x\n")
    baseline("add")
    assert lint()[0] == 1
    assert all(key.rule != "syntax" for key in read(FILE))


LINE = '{"file": "a.yaml", "rule": "news", "count": 1, "added": "2026-11-20"}'
HEAD = '{"version": 1,\n"accepted": [\n'


@pytest.mark.parametrize(("text", "says"), [
    ("", "no baseline"), ("[]", "no baseline"), ('{"version": 1}', "no baseline"),
    ('{"version": 2, "accepted": []}', "version 2"),
    ('{"version": 1, "accepted": [\n', f"{FILE}:2"),
    (HEAD + LINE + ",\n{}]}", f'{FILE}:4: An accepted finding needs its "file"'),
    (HEAD + LINE.replace("1,", '"one",') + "]}", f'{FILE}:3: "count"'),
    (HEAD + LINE.replace("1,", "0,") + "]}", f'{FILE}:3: "count"'),
    (HEAD + LINE.replace("2026-11-20", "soon") + "]}", f'{FILE}:3: "added"'),
    (HEAD + LINE.replace('"count"', '"week": "48", "count"') + "]}", f'{FILE}:3: "added"'),
    (HEAD + LINE.replace('"count"', '"entry": [], "count"') + "]}", f'{FILE}:3: "entry"'),
    (HEAD + LINE.replace('"a.yaml"', "7") + "]}", f'{FILE}:3: "file"'),
    (HEAD + "7]}", f"{FILE}:3: An accepted"),
])  # fmt: skip
def test_a_damaged_baseline_is_told_with_its_place(folder: Path, text: str, says: str) -> None:
    """In a sentence, and with 2: nobody knows what is accepted."""
    (folder / FILE).write_text(text)
    for arguments in (["lint", *PROMO, "a.yaml"], ["baseline", "show", *PROMO]):
        done = command(*arguments)
        assert (done.code, done.out) == (2, "")
        assert says in done.err
        assert len(done.err.splitlines()) == 1


def test_wrong_words_are_told() -> None:
    """What it can do, and which file there is not."""
    done = command("baseline", "prun")
    assert (done.code, 'did you mean "prune"?' in done.err) == (2, True)
    code, told = lint("--baseline", "none.json")
    assert (code, "there is no such file" in told) == (2, True)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
KEYS = st.builds(Key, WORDS, WORDS, st.none() | WORDS, st.none(), st.none() | WORDS)
WEEKS = st.none() | st.sampled_from(["2026-W48", "2026-W53", "1999-W01"])


@given(st.dictionaries(KEYS, st.builds(Accepted, st.integers(1, 9), st.dates(), WEEKS)))
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read(kept: Baseline) -> None:
    """Whatever entries are called."""
    known = {
        key if key.entry is not None else key._replace(week=accepted.week): accepted
        for key, accepted in kept.items()
    }
    write("kept.json", known)
    assert read("kept.json") == known


@pytest.mark.parametrize("has_baseline", [False, True])
def test_lint_does_not_load_json_for_it(folder: Path, has_baseline: bool) -> None:
    """With none it loads nothing of baselines at all."""
    if has_baseline:
        baseline("add")
    code = (
        "import sys\nfrom planner.__main__ import run\nrun(sys.argv[1:])\n"
        "print('json' in sys.modules, 'planner.baseline' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "lint", *NOW, "a.yaml"], cwd=folder, check=True,
        env={**os.environ, "PYTHONPATH": CHECKOUT}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == f"False {has_baseline}"
