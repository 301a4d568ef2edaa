"""`planner lint --changed-since`: what a change made worse, as git knows it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import Outcome, command
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.commands import jobs

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="asks git")
HEAD = "timezone: UTC\nposts:\n"
PROMOS = [
    f"  - {{at: 2026-11-2{day} 09:00, channel: x, kind: promo, text: Offer {day}}}\n"
    for day in range(3, 8)
]
LOUD = "  - {id: loud, at: 2026-12-02 09:00, channel: x, kind: value, text: READ THIS COOL TEXT}\n"
LIGHT = "  - {id: odd, at: 2026-12-03 09:00, channel: x, kind: value, text: Tea, colour: red}\n"
NOW = ["--now", "2026-11-01"]
NAME = "käl ender.yaml"
LEFT_OUT = "Left out: {} from before.\n"


def git(*words: str, folder: str = ".") -> None:
    """Run git quietly, as nobody in particular."""
    named = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *named, *words], cwd=folder, check=True, capture_output=True)


def write(text: str, name: str = NAME) -> None:
    """Write a calendar, with its folder."""
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def commit() -> None:
    """Put all files under version control as they are."""
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "a change")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A repository whose calendar has two promos in a week and an odd word; the process in it."""
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    write(HEAD + "".join(PROMOS[:2]) + LIGHT)
    commit()
    return str(tmp_path)


def lint(*arguments: str, stdin: bytes = b"") -> Outcome:
    """Lint, with what makes lines short."""
    form = () if "-f" in arguments else ("-f", "concise")
    return command("lint", *form, "--ignore", "conversation-slots", *NOW, *arguments,
                   stdin=stdin)  # fmt: skip


def rules(*arguments: str, stdin: bytes = b"") -> list[str]:
    """The rules that find something new since the last commit."""
    done = lint("-f", "json", "--changed-since", "HEAD", *(arguments or (NAME,)), stdin=stdin)
    assert done.code in {0, 1}, done.err
    return sorted(it["rule"] for it in json.loads(done.out)["findings"])


def test_what_was_there_is_left_out_and_counted() -> None:
    """The exit code is that of what is told."""
    assert lint(NAME).code == 1
    done = lint("--changed-since", "HEAD", NAME)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("No findings in 1 calendar with 3 posts. ")
    assert done.out.endswith(LEFT_OUT.format("2 findings"))
    assert lint("-q", "--changed-since", "HEAD", NAME).out == ""


def test_lines_posts_and_times_may_move() -> None:
    """What stands elsewhere is not new, nor is what goes out at another hour."""
    write(HEAD + "\n# moved\n" + LIGHT + "".join(PROMOS[1::-1]).replace("09:00", "15:30"))
    done = lint("--changed-since", "HEAD", NAME)
    assert (done.code, LEFT_OUT.format("2 findings") in done.out) == (0, True)


def test_what_got_worse_or_is_new_is_told() -> None:
    """A third promo in the week, and a second odd word."""
    write(HEAD + "".join(PROMOS[:3]) + LIGHT.replace("colour", "size: 1, colour"))
    told = lint("--changed-since", "HEAD", NAME)
    assert told.code == 1
    assert "3 promo posts" in told.out
    assert "`size`" in told.out
    assert "`colour`" not in told.out
    assert LEFT_OUT.format("1 finding") in told.out


def test_what_is_mended_or_less_bad_is_not_told() -> None:
    """Though there is still something to find."""
    write(HEAD + "".join(PROMOS[:4]))
    commit()
    write(HEAD + "".join(PROMOS[:3]))
    assert rules() == []
    assert lint(NAME).code == 1


def test_a_broken_file_is_told_when_it_broke() -> None:
    """And not again by the next change."""
    write(HEAD + "  - {at: 2026-11-23\n")
    assert "syntax" in rules()
    commit()
    assert rules() == []


def test_a_comment_that_goes_makes_a_finding_new() -> None:
    """What silenced it is a part of the file."""
    silent = "  # planner: ignore[promo-to-share] a fair\n"
    write(HEAD + PROMOS[0] + silent + PROMOS[1])
    commit()
    write(HEAD + "".join(PROMOS[:2]))
    assert rules() == ["promo-to-share"]


@pytest.mark.parametrize("ref", ["HEAD", "main", "v1", "HEAD~1", "@{0}"])
def test_any_name_of_a_commit_will_do(ref: str) -> None:
    """Branches, tags, and ways to go back."""
    commit()
    git("tag", "v1")
    assert lint("--changed-since", ref, NAME).code == 0


def test_a_file_that_was_not_there_is_new_as_a_whole() -> None:
    """Not yet added, or renamed."""
    write(HEAD + "".join(PROMOS[:2]), "other.yaml")
    plain = lint("other.yaml")
    assert lint("--changed-since", "HEAD", "other.yaml") == plain
    git("mv", NAME, "renamed.yaml")
    assert lint("--changed-since", "HEAD", "renamed.yaml") == lint("renamed.yaml")


def test_it_works_from_any_folder(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the top, beside the repository, in a worktree, through a link."""
    write(HEAD + "".join(PROMOS[:2]), "süd west/kalender.yaml")
    commit()
    git("worktree", "add", "-q", os.path.join(folder, "tree"), "-b", "other")
    os.symlink(os.path.join(folder, "süd west"), os.path.join(folder, "link"))
    for place, name in (
        ("süd west", "kalender.yaml"), ("süd west", f"../{NAME}"), ("/", f"{folder}/{NAME}"),
        (".", "link/kalender.yaml"), ("tree", NAME), ("/", f"{folder}/tree/süd west/kalender.yaml"),
    ):  # fmt: skip
        monkeypatch.chdir(os.path.join(folder, place))
        assert rules(name) == [], (place, name)


def test_a_hook_in_another_repository_does_not_mislead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells its hooks where they run; the file's own repository counts."""
    git("init", "-q", "elsewhere")
    monkeypatch.setenv("GIT_DIR", os.path.abspath("elsewhere/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "none")
    assert rules() == []


def test_standard_input_has_the_name_of_a_file() -> None:
    """As an editor gives it; without one nobody knows what it was."""
    text = (HEAD + "".join(PROMOS[:3])).encode()
    assert rules("-", "--stdin-filename", NAME, stdin=text) == ["promo-share", "promo-to-share"]
    done = lint("--changed-since", "HEAD", "-", stdin=text)
    assert (done.code, done.out) == (2, "")
    assert "--stdin-filename" in done.err


def test_a_folder_of_posts_is_built_as_it_was() -> None:
    """One file for each post."""

    def post(day: int, more: str = "") -> None:
        front = (
            f"---\ndate: 2026-11-2{day} 09:00\nchannel: x\nkind: promo\n{more}---\nOffer {day}\n"
        )
        write(front, f"posts/week 48/offer-{day}.md")

    post(3)
    post(4)
    commit()
    assert rules("posts") == []
    write("---\ntitle: old\n---\nnot a post\n", "posts/readme.txt")
    assert rules("posts") == []
    post(5)
    assert "promo-to-share" in rules("posts")
    git("mv", "posts", "elsewhere")
    assert lint("--changed-since", "HEAD", "elsewhere") == lint("elsewhere")


def test_a_folder_that_was_no_calendar_is_new_as_a_whole() -> None:
    """A note says so."""
    write("---\ntitle: old\n---\nnot a post\n", "posts/readme.txt")
    commit()
    front = "---\ndate: 2026-11-23 09:00\nchannel: x\nkind: promo\n---\nOffer {}\n"
    for number in range(2):
        write(front.format(number), f"posts/{number}.md")
    assert "promo-to-share" in rules("posts")
    done = lint("-v", "--changed-since", "HEAD", "posts")
    assert "note: posts: At HEAD this could not be read as a calendar" in done.out


def test_a_workbook_is_read_as_it_was() -> None:
    """It is no text, and comes out of git byte for byte."""
    assert command("convert", NAME, "-o", "week.xlsx", *NOW).code == 0
    commit()
    assert rules("week.xlsx") == []
    write(HEAD + "".join(PROMOS[:4]))
    assert command("convert", NAME, "-o", "week.xlsx", *NOW).code == 0
    assert "promo-to-share" in rules("week.xlsx")


def test_line_ends_are_those_of_the_files() -> None:
    """Where git turns them, the file has not changed."""
    write("*.yaml text eol=crlf\n", ".gitattributes")
    write((HEAD + "".join(PROMOS[:2])).replace("\n", "\r\n"))
    commit()
    done = lint("--changed-since", "HEAD", NAME)
    assert LEFT_OUT.format("1 finding") in done.out


def test_a_baseline_counts_beside_it() -> None:
    """What is accepted is neither told nor counted as known; one beyond both is told."""
    write(HEAD + "".join(PROMOS[:2]))
    assert command("baseline", "add", *NOW, "--select", "promo-to-share", NAME).code == 0
    write(HEAD + "".join(PROMOS[:2]) + LIGHT)
    done = lint("--changed-since", "HEAD", NAME)
    assert "The baseline accepts 1 finding. " + LEFT_OUT.format("1 finding") in done.out
    write(HEAD + "".join(PROMOS[:2]) + LIGHT + LOUD)
    told = lint("--changed-since", "HEAD", "--extend-select", "no-shouting", NAME)
    assert "1 info in 1 calendar" in told.out
    assert "[no-shouting]" in told.out


def test_processes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever judges what is now."""
    monkeypatch.setattr(jobs, "WORTH_A_PROCESS", 1)
    for number in range(3):
        write(HEAD + "".join(PROMOS[: number + 1]), f"week-{number}.yaml")
    commit()
    moved = HEAD + "".join(PROMOS[3:0:-1]).replace("09:00", "10:00")
    write(moved, "week-1.yaml")
    names = ["week-0.yaml", "week-1.yaml", "week-2.yaml"]
    one = lint("--changed-since", "HEAD", *names)
    assert lint("-j", "3", "--changed-since", "HEAD", *names) == one
    assert one.code == 1


def test_todays_rules_judge_both() -> None:
    """A stricter configuration makes nothing new by itself."""
    write('[rules]\npromo-to-share = {always_allowed = 0}\nno-shouting = "error"\n', "planner.toml")
    write(HEAD + "".join(PROMOS[:2]) + LIGHT + LOUD)
    assert rules() == ["no-shouting"]


def test_git_is_asked_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """And without it, one is told what to do."""
    monkeypatch.setenv("PATH", "")
    assert lint(NAME).code == 1
    done = lint("--changed-since", "HEAD", NAME)
    assert (done.code, done.out) == (2, "")
    assert "there is no git here" in done.err


@pytest.mark.parametrize("ref", ["origin/main", "--output=x", "", "HEAD:", "..", "mian", "é"])
def test_an_unknown_commit_is_told(ref: str) -> None:
    """In one sentence that says what would do; git gets no flags from there."""
    done = lint(f"--changed-since={ref}", NAME)
    assert (done.code, done.out) == (2, "")
    assert f'git knows no commit "{ref}"' in done.err
    assert len(done.err.splitlines()) == 1
    assert ('did you mean "main"?' in done.err) == (ref == "mian")
    assert sorted(os.listdir()) == [".git", NAME]


def test_a_shallow_clone_is_told_how_to_be_deeper(folder: str) -> None:
    """As CI servers make them."""
    commit()
    git("clone", "-q", "--depth", "1", f"file://{folder}", "clone")
    done = lint("--changed-since", "HEAD~1", f"clone/{NAME}")
    assert done.code == 2
    assert "`fetch-depth: 0`" in done.err


@pytest.mark.parametrize("lost", ["HEAD^{tree}", f"HEAD:{NAME}"])
def test_a_damaged_repository_is_told(lost: str) -> None:
    """With what git says; nothing counts as new because of it."""
    asked = ["git", "rev-parse", lost]
    name = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    os.unlink(f".git/objects/{name[:2]}/{name[2:]}")
    done = lint("--changed-since", "HEAD", NAME)
    assert (done.code, done.out) == (2, "")
    assert f"{NAME}: git cannot tell what it was (" in done.err
    assert len(done.err.splitlines()) == 1


def test_without_a_repository_there_is_nothing_to_compare_with(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """One is told to leave out the flag."""
    name = str(tmp_path_factory.mktemp("plain") / "a.yaml")
    write(HEAD + PROMOS[0], name)
    done = lint("--changed-since", "HEAD", name)
    assert (done.code, done.out) == (2, "")
    assert "is in no git repository" in done.err


def test_a_repository_of_somebody_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that makes git trust it, as in containers of CI."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    done = lint("--changed-since", "HEAD", NAME)
    assert done.code == 2
    assert "git config --global --add safe.directory /" in done.err


@pytest.mark.parametrize("flag", ["--fix", "--fix-only", "--diff"])
def test_fixes_are_for_whole_files(flag: str) -> None:
    """Both at once is refused."""
    done = lint("--changed-since", "HEAD", flag, NAME)
    assert done.code == 2
    assert f"leave out {flag}" in done.err


POSTS = st.lists(st.sampled_from([*PROMOS, LOUD, LIGHT, "  - {at: soon, kind: odd}\n"]), max_size=6)


@given(POSTS, POSTS)
@settings(max_examples=12, deadline=None)
def test_laws(before: list[str], after: list[str]) -> None:
    """All told is found now; no change tells nothing; what is told and left out is all."""
    name = "laws.yaml"
    write(HEAD + "".join(before), name)
    commit()
    same = json.loads(lint("-f", "json", "--changed-since", "HEAD", name).out)
    assert same["findings"] == []
    write(HEAD + "".join(after), name)
    every = json.loads(lint("-f", "json", name).out)["findings"]
    told = json.loads(lint("-f", "json", "--changed-since", "HEAD", name).out)["findings"]
    assert all(it in every for it in told)
    git("rm", "-q", "-f", name)
    git("commit", "-q", "-m", "gone")
    write(HEAD + "".join(after), name)
    assert json.loads(lint("-f", "json", "--changed-since", "HEAD", name).out)["findings"] == every
