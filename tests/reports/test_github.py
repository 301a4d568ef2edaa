"""Annotations for GitHub Actions."""

import re
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports.judged import BEN, NASTY, finding, judgement, printed

from planner.wording import visible


class Command(NamedTuple):
    """A workflow command as the runner reads it."""

    name: str
    properties: dict[str, str]
    message: str


def unescaped(text: str) -> str:
    """What the runner makes of a message; percent signs come last."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def commands(text: str) -> list[Command]:
    """The commands among the lines, by the runner's grammar."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+)(?: (.*?))?::(.*)", line)
        if match:
            name, properties, message = match.groups()
            pairs = (it.partition("=") for it in properties.split(","))
            values = {
                key: unescaped(value.replace("%3A", ":").replace("%2C", ","))
                for key, _, value in pairs
            }
            found.append(Command(name, values, unescaped(message)))
    return found


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No checkout of GitHub's, wherever the tests run."""
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)


def test_a_finding_is_an_annotation() -> None:
    """With its file, line, columns and rule; an info is a notice."""
    (command,) = commands(printed("github", judgement(finding())))
    place = {"file": "calendar.yaml", "line": "2", "endLine": "2", "col": "5", "endColumn": "27"}
    assert command == ("error", {**place, "title": "planner: some-rule"}, "There are 2.")
    names = [
        commands(printed("github", judgement(finding(level=level))))[0].name
        for level in ("error", "warning", "info")
    ]
    assert names == ["error", "warning", "notice"]


def test_a_finding_of_several_lines_has_no_columns() -> None:
    """GitHub refuses them."""
    (command,) = commands(printed("github", judgement(finding(place=BEN))))
    assert (command.properties["line"], command.properties["endLine"]) == ("3", "4")
    assert not {"col", "endColumn"} & set(command.properties)


def test_a_finding_without_a_place_is_about_the_file() -> None:
    """It has no line."""
    (command,) = commands(printed("github", judgement(finding(place=()))))
    assert set(command.properties) == {"file", "title"}


@pytest.mark.parametrize("name", [
    "a,b.yaml", "a:b=c.yaml", "50%.yaml", "%2C.yaml", "für alle.yaml", "😀 x.yaml",
    "::error::.yaml",
])  # fmt: skip
def test_a_file_may_have_any_name(name: str) -> None:
    """Commas, colons and percent signs are escaped."""
    (command,) = commands(printed("github", judgement(finding(), name=name)))
    assert command.properties["file"] == name


@given(st.text())
def test_a_message_may_be_anything(message: str) -> None:
    """It stays one command and says the same, less what nobody can see."""
    text = printed("github", judgement(finding(message=message)))
    (command,) = commands(text)
    assert command.message == visible(message)
    assert len(text.splitlines()) == 2


def test_what_github_would_drop_is_told_as_lines() -> None:
    """Ten annotations of a level are shown; a notice says how many more there are."""
    found = [finding(level="warning") for _ in range(12)]
    found += [finding(level="error") for _ in range(11)] + [finding(level="info")] * 10
    text = printed("github", judgement(*found))
    names = [command.name for command in commands(text)]
    assert names == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 9 + ["notice"]
    assert commands(text)[-1].message == "4 more findings in the log of this step."
    plain = [line for line in text.splitlines() if not line.startswith("::")]
    assert [line.split()[1] for line in plain[:-1]] == ["error:", "warning:", "warning:", "info:"]
    assert plain[-1] == "11 errors and 12 warnings and 10 info in 1 calendar with 2 posts."


def test_ten_of_each_are_all_shown() -> None:
    """Nothing is left to tell of."""
    found = [finding(level=level) for level in ("error", "warning", "info") for _ in range(10)]
    assert len(commands(printed("github", judgement(*found)))) == 30


@pytest.mark.parametrize("name", ["::error::x.yaml", "##[error]x.yaml"])
def test_a_plain_line_is_never_a_command(name: str) -> None:
    """A file or message that looks like one must not be obeyed."""
    text = printed("github", judgement(*[finding(message="##[debug]x")] * 11, name=name))
    assert len([line for line in text.splitlines() if line.startswith("::")]) == 11
    plain = text.splitlines()[10]
    assert not plain.startswith("::")
    assert "##[" not in plain


def test_the_worst_come_first_over_all_calendars() -> None:
    """What GitHub drops should be the least."""
    first = judgement(finding(level="info"), finding(level="warning"), name="a.yaml")
    second = judgement(finding(level="error"), name="b.yaml")
    assert [it.name for it in commands(printed("github", first, second))] == [
        "error", "warning", "notice",
    ]  # fmt: skip


def test_a_clean_calendar_has_only_the_summary() -> None:
    """No command at all."""
    text = printed("github", judgement())
    assert text == "No findings in 1 calendar with 2 posts.\n"


def test_a_message_may_have_everything_that_stands_for_something() -> None:
    """As it is."""
    assert commands(printed("github", judgement(finding(message=NASTY))))[0].message == NASTY
