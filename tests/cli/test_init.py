"""`planner init`: a calendar that lints clean, what belongs to it, and questions on a terminal."""

import json
import os
from pathlib import Path

import pytest
from helpers import Outcome, command
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.commands.init import MOST_POSTS, InitRequest, starter
from planner.commands.init_questions import machine_zone
from planner.commands.judging import judge
from planner.commands.lint import LintRequest
from planner.config import Config, find
from planner.rulebook import Rulebook
from planner.vocabulary import CHANNELS

FLAGS = ("--name", "Ours", "--channel", "x", "--week", "2026-W48")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in an empty folder of a repository."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "social").mkdir()
    monkeypatch.chdir(tmp_path / "repository" / "social")


def content(path: str) -> str:
    """The text of a file."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def typed(*lines: str, path: str = "new.yaml", flags: tuple[str, ...] = ()) -> Outcome:
    """What the command does at a terminal where somebody types lines and then Ctrl-D."""
    answers = "".join(f"{line}\n" for line in lines).encode()
    return command("init", path, *flags, stdin=answers, typed=True)


def rules_found(request: InitRequest) -> set[str]:
    """The rules that find something in a starter calendar, by its own profile."""
    asked = LintRequest(profile=request.profile, now="2026-11-01")
    data = starter(request).encode()
    return {it.rule for it in judge(request.path, Config(), asked, data=data).findings}


# What it makes


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([*CHANNELS, "our blog"]), min_size=1, max_size=4, unique=True),
    st.integers(1, MOST_POSTS),
    st.sampled_from([name for name in Rulebook().profile_names if name != "everything"]),
    st.sampled_from(["2026-W48", "2026-W43", "2026-W13"]),
)
def test_what_it_makes_lints_clean(
    channels: list[str], posts: int, profile: str, week: str
) -> None:
    """By its own profile, also in weeks in which clocks change."""
    request = InitRequest(
        "c.yaml", "Ours", tuple(channels), posts, "Europe/Berlin", profile, week
    )  # fmt: skip
    assert rules_found(request) == set()


@pytest.mark.parametrize("posts", [1, 5])
def test_it_lints_clean_by_all_rules(posts: int) -> None:
    """A plan for a crisis is there to be filled in."""
    request = InitRequest("c.yaml", posts_per_week=posts, profile="everything", week="2026-W48")
    assert rules_found(request) == set()
    assert "crisis:" in starter(request)
    assert "crisis:" not in starter(request._replace(profile="human"))


# What belongs to it


def test_only_the_calendar_is_written_unless_more_is_asked_for() -> None:
    """The rest is printed, to be copied."""
    done = command("init", "new.yaml", *FLAGS, "--profile", "strict")
    assert os.listdir() == ["new.yaml"]
    assert "planner lint new.yaml --profile strict" in done.out
    assert os.path.join("..", ".pre-commit-config.yaml") + " (`--hook` does):" in done.out
    assert 'calendars = ["new.yaml"]' in done.out


def test_settings_and_hook_are_written_when_asked_for() -> None:
    """The hook at the top of the repository; then `planner lint` needs no arguments."""
    done = command("init", "new.yaml", *FLAGS, "--profile", "strict", "--config", "--hook")
    assert done.code == 0
    assert "--profile" not in done.out
    config = find(".")
    assert (config.profile, config.calendars) == ("strict", ("new.yaml",))
    assert "planner-lint" in content("../.pre-commit-config.yaml")
    assert command("lint", "--strict").code == 0


@pytest.mark.parametrize("name", ["planner.toml", ".planner.toml", "../planner.toml"])
def test_settings_that_are_there_are_left_alone(name: str) -> None:
    """What to add to them is printed."""
    for path in (name, "../.pre-commit-config.yaml"):
        with open(path, "w", encoding="utf-8") as file:
            file.write("# ours\n")
    done = command("init", "new.yaml", *FLAGS, "--config", "--hook", "--force")
    assert done.code == 0
    assert content(name) == content("../.pre-commit-config.yaml") == "# ours\n"
    assert f"add this to {name}:" in done.out
    inside = "social/new.yaml" if name.startswith("..") else "new.yaml"
    assert f'calendars = ["{inside}"]' in done.out


def test_a_project_file_gets_a_table() -> None:
    """Where planner has its settings there."""
    with open("pyproject.toml", "w", encoding="utf-8") as file:
        file.write('[tool.planner]\nchannel = "x"\n')
    assert "  [tool.planner]\n  profile" in command("init", "new.yaml", *FLAGS).out


def test_a_calendar_is_only_overwritten_by_force() -> None:
    """And the sentence says how."""
    with open("new.yaml", "w", encoding="utf-8") as file:
        file.write("mine")
    done = command("init", "new.yaml", *FLAGS)
    assert (done.code, done.out) == (2, "")
    assert "exists already; name a new file, or --force to overwrite it." in done.err
    assert content("new.yaml") == "mine"
    assert command("init", "new.yaml", *FLAGS, "--force").code == 0
    assert content("new.yaml") != "mine"


def test_all_is_written_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar without the settings that were asked for would be half of it."""
    real, calls = os.replace, []

    def fails_later(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", fails_later)
    done = command("init", "new.yaml", *FLAGS, "--config", "--hook")
    assert done.code == 2
    assert "No space left" in done.err
    assert os.listdir() == []


# Questions


def test_enter_takes_what_is_offered() -> None:
    """Seven times."""
    done = typed(*[""] * 7, flags=("--now", "2026-11-16"))
    assert (done.code, done.err) == (0, "")
    text = content("new.yaml")
    assert "name: My calendar\n" in text
    assert f"timezone: {machine_zone()}\n" in text
    assert "2026-11-23" in text
    assert "instagram" in text
    assert "linkedin" in text
    assert find(".").profile == "human"


def test_answers_are_what_flags_would_be() -> None:
    """The calendars are the same."""
    done = typed("Ours", "x, mastodon", "3", "strict", "Europe/Berlin", "2026-W48", "no")
    assert done.code == 0
    flags = ("--name", "Ours", "--channel", "x,mastodon", "--posts-per-week", "3", "--profile",
             "strict", "--timezone", "Europe/Berlin", "--week", "2026-W48")  # fmt: skip
    command("init", "other.yaml", *flags)
    assert content("new.yaml") == content("other.yaml")
    assert sorted(os.listdir()) == ["new.yaml", "other.yaml"]


@pytest.mark.parametrize(("before", "wrong", "says"), [
    (1, "instagrm", 'did you mean "instagram"?'), (1, " , ", "Name at least one channel"),
    (2, "0", "a number from 1 to 14"), (2, "15", "a number from 1 to 14"),
    (2, "some", "a number from 1 to 14"), (3, "strct", '(did you mean "strict"?)'),
    (3, "42", "type one of those above"), (4, "Berlin", '(did you mean "Europe/Berlin"?)'),
    (4, "new york", '(did you mean "America/New_York"?)'), (4, "Marsalia", "write it like"),
    (5, "soon", "write it like 2026-W48"), (6, "maybe", 'It cannot be "maybe"'),
])  # fmt: skip
def test_a_wrong_answer_is_asked_again(before: int, wrong: str, says: str) -> None:
    """With what would be right."""
    done = typed(*[""] * before, wrong, *[""] * (7 - before))
    assert done.code == 0
    assert says in done.out
    assert os.path.exists("new.yaml")


def test_a_channel_with_a_name_like_another_is_typed_twice() -> None:
    """Teams have channels of their own."""
    assert typed("", "instagrm", "instagrm", "", "", "", "", "no").code == 0
    assert "instagrm" in content("new.yaml")


@pytest.mark.parametrize("before", range(7))
def test_the_end_of_the_input_stops_it(before: int) -> None:
    """As Ctrl-C does, at each question: nothing is written."""
    done = typed(*[""] * before)
    assert (done.code, done.err) == (130, "planner: stopped.\n")
    assert done.out.endswith("]: \n")
    assert os.listdir() == []


def test_nothing_is_asked_in_vain() -> None:
    """The file is looked at first, and settings that are there are not offered."""
    with open("old.yaml", "w", encoding="utf-8") as file:
        file.write("mine")
    assert typed(path="old.yaml").code == 2
    with open("planner.toml", "w", encoding="utf-8") as file:
        file.write("")
    done = typed(*[""] * 6)
    assert done.code == 0
    assert "Write planner.toml" not in done.out


@pytest.mark.parametrize("flags", [("--name", "x"), ("--profile", "human"), ("--week", "2026-W48")])
def test_flags_or_no_terminal_ask_nothing(flags: tuple[str, ...]) -> None:
    """Scripts never wait."""
    assert typed(flags=flags).code == 0
    done = command("init", "piped.yaml")
    assert done.code == 0
    assert "[" not in done.out.partition("\n")[0]


@pytest.mark.parametrize("name", ["Europe/Lisbon", ":Europe/Lisbon"])
def test_the_zone_of_the_machine_is_offered(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As its environment says it."""
    monkeypatch.setenv("TZ", name)
    assert machine_zone() == "Europe/Lisbon"
    monkeypatch.setenv("TZ", "CET-1CEST")
    assert "/" in machine_zone() or machine_zone() == "UTC"


def test_answers_that_are_no_text_are_asked_again() -> None:
    """Whatever a terminal sends."""
    done = command("init", "new.yaml", stdin=b"\xff\xfe\n" + b"\n" * 7, typed=True)
    assert done.code in {0, 130}
    assert "no text in the terminal's encoding" in done.out


def test_a_name_with_quotes_is_one_in_the_settings() -> None:
    """Texts there are quoted."""
    name = 'our "weeks".yaml'
    assert command("init", name, *FLAGS, "--config").code == 0
    assert find(".").calendars == (name,)
    assert json.loads(command("config", "show", "-f", "json").out)["configuration"]
