"""`planner lint --fix` on the command line: files, standard input, exit codes and what is said."""

import os
from pathlib import Path

import pytest
from helpers import command

from planner import files

HEAD = "timezone: Europe/Berlin\n"
SLOTS = "slots:\n  - {every: weekday, at: '16:00', kind: inbox}\n"
POST = "  - {id: a, at: 2026-11-25 09:00, channel: x, kind: value}\n"
SAFE = f"{HEAD}posts:\n{POST}  # planner: ignore[promo-share]\n{POST.replace('a,', 'b,')}{SLOTS}"
CLEAN = SAFE.replace("  # planner: ignore[promo-share]\n", "")
TYPO = CLEAN.replace("value", "valeu", 1)
NEWS = CLEAN.replace("at: '16:00', kind: inbox}", "at: '16:00', kind: inbox, colour: red}")
MESSY = f"{HEAD}posts:\n{POST}".replace("value", "promo") + POST.replace("a,", "b,").replace(
    "value", "promo"
)
NOW = ("--now", "2026-11-01")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The process is in a folder with some calendars."""
    texts = {"safe": SAFE, "clean": CLEAN, "typo": TYPO, "odd": NEWS, "messy": MESSY}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text_of(name: str) -> str:
    """The content of a file, line ends as they are."""
    with open(name, encoding="utf-8", newline="") as file:
        return file.read()


@pytest.mark.parametrize(("flags", "file", "code"), [
    (["--fix"], "safe", 0), (["--fix"], "clean", 0), (["--fix"], "messy", 1),
    (["--fix", "--exit-non-zero-on-fix"], "safe", 1),
    (["--fix", "--exit-non-zero-on-fix"], "clean", 0),
    (["--fix", "--exit-non-zero-on-fix", "--exit-zero"], "safe", 0),
    (["--fix", "--exit-zero"], "messy", 0), (["--fix", "--strict"], "odd", 1),
    (["--fix-only"], "safe", 0), (["--fix-only"], "messy", 0),
    (["--fix-only", "--exit-non-zero-on-fix"], "safe", 1),
    (["--fix-only", "--exit-non-zero-on-fix"], "messy", 0),
    (["--fix", "--unsafe-fixes"], "messy", 0), (["--unsafe-fixes"], "messy", 1),
    (["--diff"], "safe", 1), (["--diff"], "clean", 0), (["--diff"], "messy", 0),
    (["--diff", "--exit-zero"], "safe", 0), (["--diff", "--unsafe-fixes"], "messy", 1),
    (["--diff", "--fix"], "safe", 1), (["--diff", "--fix-only"], "typo", 0),
])  # fmt: skip
def test_the_exit_code(flags: list[str], file: str, code: int) -> None:
    """Of what is left, of what was fixed, or of what would change."""
    assert command("lint", *flags, *NOW, f"{file}.yaml").code == code


def test_fix_changes_the_file_and_tells_what_is_left() -> None:
    """What was fixed goes to standard error, where no report stands."""
    done = command("lint", "--fix", *NOW, "safe.yaml", "-f", "json")
    assert text_of("safe.yaml") == CLEAN
    assert done.err == "safe.yaml: fixed 1 finding (1 unused-suppression).\n"
    assert '"findings": []' in done.out
    again = command("lint", "--fix", *NOW, "safe.yaml")
    assert again.err == "There is nothing to fix.\n"
    assert text_of("safe.yaml") == CLEAN


def test_quiet_fixes_say_nothing() -> None:
    """When nothing is left."""
    done = command("lint", "--fix", "-q", *NOW, "safe.yaml")
    assert (done.out, done.err, text_of("safe.yaml")) == ("", "", CLEAN)


def test_fix_only_makes_no_report() -> None:
    """And so takes no format."""
    done = command("lint", "--fix-only", *NOW, "messy.yaml")
    assert (done.out, done.code) == ("", 0)
    for flag in ("--fix-only", "--diff"):
        wrong = command("lint", flag, "-f", "json", "messy.yaml")
        assert wrong.code == 2
        assert flag in wrong.err


def test_guesses_are_made_only_when_asked_for() -> None:
    """Without --fix, nothing is changed at all."""
    command("lint", "--fix", *NOW, "typo.yaml")
    command("lint", "--unsafe-fixes", *NOW, "typo.yaml")
    assert text_of("typo.yaml") == TYPO
    command("lint", "--fix-only", "--unsafe-fixes", *NOW, "typo.yaml")
    assert text_of("typo.yaml") == CLEAN


def test_the_difference_is_shown_and_nothing_changed() -> None:
    """It is what --fix would do."""
    done = command("lint", "--diff", *NOW, "safe.yaml", "clean.yaml")
    assert done.out.startswith("--- safe.yaml\n+++ safe.yaml\n")
    assert "\n-  # planner: ignore[promo-share]\n" in done.out
    assert "clean.yaml" not in done.out
    assert done.err == "safe.yaml: would fix 1 finding (1 unused-suppression).\n"
    assert text_of("safe.yaml") == SAFE


def test_standard_input_comes_out_fixed() -> None:
    """The findings that are left go to standard error."""
    odd = SAFE.replace("inbox}", "inbox, colour: red}")
    done = command("lint", "--fix", "-", *NOW, "--strict", stdin=odd.encode())
    assert done.out == odd
    assert done.code == 1
    assert "[unused-suppression]" in done.err
    clean = command("lint", "--fix", "-", *NOW, stdin=CLEAN.encode())
    assert clean.out == CLEAN
    shown = command("lint", "--diff", "-", *NOW, stdin=SAFE.encode())
    assert shown.out.startswith("--- <stdin>\n")


def test_a_file_that_changes_meanwhile_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves it while it is judged."""
    read_bytes = files.read_bytes

    def slow(path: str) -> bytes:
        data = read_bytes(path)
        with open("safe.yaml", "a", encoding="utf-8") as file:
            file.write("# more\n")
        return data

    monkeypatch.setattr(files, "read_bytes", slow)
    done = command("lint", "--fix", *NOW, "safe.yaml")
    assert done.code == 2
    assert "was changed by somebody else meanwhile" in done.err
    assert text_of("safe.yaml").startswith(SAFE)


def test_a_file_that_is_named_twice_is_fixed_once() -> None:
    """By whatever names."""
    os.symlink("safe.yaml", "other.yaml")
    assert command("lint", "--fix", *NOW, "safe.yaml", "./safe.yaml", "other.yaml").code == 0
    assert text_of("safe.yaml") == CLEAN
    assert os.path.islink("other.yaml")


def test_a_read_only_file_is_not_fixed() -> None:
    """The others are judged as usual, but the command says so."""
    os.chmod("safe.yaml", 0o444)
    if os.access("safe.yaml", os.W_OK):
        pytest.skip("this user may write everything")
    done = command("lint", "--fix", *NOW, "safe.yaml")
    assert (done.code, text_of("safe.yaml")) == (2, SAFE)


def test_a_folder_of_posts_has_no_fixes(folder: Path) -> None:
    """It is judged as usual."""
    (folder / "posts").mkdir()
    post = "---\ndate: 2026-11-25 09:00\nchannel: x\nkind: value\n---\nHello\n"
    (folder / "posts" / "one.md").write_text(post, encoding="utf-8")
    done = command("lint", "--fix", *NOW, "posts")
    assert done.err == "There is nothing to fix.\n"
    assert done.out == command("lint", *NOW, "posts").out


def test_what_the_baseline_accepts_is_not_fixed() -> None:
    """It was accepted on purpose."""
    command("baseline", "add", *NOW, "typo.yaml")
    command("lint", "--fix", "--unsafe-fixes", *NOW, "typo.yaml")
    assert text_of("typo.yaml") == TYPO
    command("lint", "--fix", "--unsafe-fixes", "--no-baseline", *NOW, "typo.yaml")
    assert text_of("typo.yaml") == CLEAN


def test_what_is_not_shown_is_not_fixed() -> None:
    """The comment in vain is a warning."""
    command("lint", "--fix", "--min-level", "error", *NOW, "safe.yaml")
    assert text_of("safe.yaml") == SAFE


def test_only_the_weeks_asked_for_are_planned() -> None:
    """The one after it has the same finding, and keeps it."""
    later = MESSY.partition("posts:\n")[2].replace("11-25", "12-02").replace("id: ", "id: l")
    with open("two.yaml", "w", encoding="utf-8") as file:
        file.write(MESSY + later)
    only = ("--select", "promo-to-share", *NOW, "two.yaml")
    done = command("lint", "--fix", "--unsafe-fixes", "--week", "2026-W48", *only)
    assert (done.code, done.err) == (0, "two.yaml: fixed 1 finding (1 promo-to-share).\n")
    assert text_of("two.yaml").endswith(later)
    assert command("lint", *only).code == 1


def test_what_is_over_stays_as_it_is() -> None:
    """No plan changes the past."""
    command("lint", "--fix", "--unsafe-fixes", "--now", "2026-12-24", "messy.yaml")
    assert text_of("messy.yaml") == MESSY


@pytest.mark.parametrize("format_", ["ics", "csv", "xlsx"])
def test_a_plan_mends_other_formats_too(format_: str) -> None:
    """By the moves that `planner plan --write` would write."""
    file = f"messy.{format_}"
    command("convert", "messy.yaml", "-o", file)
    only = ("--select", "promo-to-share", *NOW)
    assert command("lint", *only, file).code == 1
    shown = command("lint", "--diff", "--unsafe-fixes", *only, file)
    assert shown.code == 1
    assert shown.out
    assert command("lint", "--fix", "--unsafe-fixes", *only, file).code == 0
    assert command("lint", "--diff", "--unsafe-fixes", *only, file).code == 0


@pytest.mark.parametrize("format_", ["md", "json"])
def test_no_plan_is_promised_where_none_can_be_written(format_: str) -> None:
    """Nothing is tried, and nothing is changed."""
    file = f"messy.{format_}"
    command("convert", "messy.yaml", "-o", file)
    before = text_of(file)
    done = command("lint", "--fix", "--unsafe-fixes", *NOW, file)
    assert done.err == "There is nothing to fix.\n"
    assert text_of(file) == before
    assert "--fix" not in command("lint", *NOW, file).out


def test_a_plan_that_cannot_be_written_is_left_out() -> None:
    """The words of another tool are not planner's to write."""
    text = "posts:\n" + "".join(
        f"  - {{date: 2026-11-2{day} 09:00, platform: x, type: promo, caption: Buy {day}}}\n"
        for day in (3, 4)
    )
    done = command("lint", "--fix", "--unsafe-fixes", "-", *NOW, stdin=text.encode())
    assert (done.out, done.code) == (text, 1)
    assert "There is nothing to fix." in done.err


def test_what_a_plan_cannot_mend_stays() -> None:
    """Both posts are pinned, and no more may be added."""
    with open("planner.toml", "w", encoding="utf-8") as file:
        file.write("[plan]\ninserted_posts = 0\n")
    text = MESSY.replace("kind: promo", "kind: promo, pin: true")
    only = ("--select", "promo-to-share", *NOW)
    done = command("lint", "--fix", "--unsafe-fixes", "-", *only, stdin=text.encode())
    assert (done.out, done.code) == (text, 1)
