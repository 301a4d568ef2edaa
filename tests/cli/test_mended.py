"""What went wrong once on the command line and must not again."""

import os
import threading
from pathlib import Path

import pytest
from helpers import command

WEEK = """\
timezone: UTC
posts:
  - {at: 2027-03-03 09:00, channel: x, kind: value, text: one}
slots:
  - {at: 2027-03-01 16:00, kind: inbox}
  - {at: 2027-03-03 16:00, kind: inbox}
  - {at: 2027-03-06 16:00, kind: inbox}
"""


@pytest.fixture(autouse=True)
def calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The process is in a folder with a calendar that is in balance."""
    monkeypatch.chdir(tmp_path)
    return write("calendar.yaml", WEEK)


def write(path: str, text: str) -> str:
    """A file with a text."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def test_a_week_is_judged_whole_when_only_some_of_its_days_are_asked_for(calendar: str) -> None:
    """The slots of Monday and Saturday count for Wednesday's week."""
    done = command("lint", calendar, "--from", "2027-03-03", "--to", "2027-03-04")
    assert done.code == 0, done.out


def test_findings_outside_the_days_asked_for_are_not_told() -> None:
    """The week before has no conversation at all."""
    text = WEEK.replace("posts:\n", "posts:\n  - {at: 2027-02-24 09:00, channel: x, kind: value}\n")
    path = write("two.yaml", text)
    assert command("lint", path).code == 1
    assert command("lint", path, "--from", "2027-03-01").code == 0


def test_a_pipe_gets_the_output_and_stays_a_pipe(calendar: str) -> None:
    """Only regular files are replaced."""
    os.mkfifo("pipe")
    got: list[bytes] = []

    def drink() -> None:
        with open("pipe", "rb") as pipe:
            got.append(pipe.read())

    reader = threading.Thread(target=drink)
    reader.start()
    done = command("convert", calendar, "-f", "json", "-o", "pipe")
    reader.join(timeout=20)
    assert done.code == 0
    assert got[0].startswith(b"{")
    assert not os.path.isfile("pipe")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--weeks", "2"], "--weeks counts from --week"),
        (["--week", "9999-W52"], "is not a week"),
        (["--week", "2027-W09", "--weeks", "999999"], "are too many"),
        (["--select", "promo-to-share", "--ignore", "promo-to-share"], "No rule is left"),
    ],
)
def test_nonsense_flags_are_told(calendar: str, arguments: list[str], said: str) -> None:
    """With exit code 2 and what is wrong."""
    done = command("plan", calendar, *arguments)
    assert done.code == 2
    assert said in done.err


@pytest.mark.parametrize("name", ["i.ics", "j.txt", "calendar"])
def test_a_starter_is_only_written_as_yaml(name: str) -> None:
    """Another ending would make a file that cannot be read."""
    assert command("init", name).code == 2
    assert not os.path.exists(name)


def test_a_hashtag_that_yaml_cuts_off_is_told() -> None:
    """At the hashtag; a comment with a space after its # is left alone."""
    text = "timezone: UTC\nposts:\n  - at: 2027-03-01\n    text: Love #coffee today\n"
    done = command("lint", write("cut.yaml", text + "    kind: value # a note\n"))
    assert "cut.yaml:4:16: warning: `text` of this post ends before `#coffee`" in done.out
    assert done.out.count("[cut-text]") == 1


def test_a_hashtag_that_breaks_a_flow_mapping_is_told() -> None:
    """With what to do about it."""
    text = "timezone: UTC\nposts:\n  - {at: 2027-03-01, text: hi #fun there}\n"
    done = command("lint", write("flow.yaml", text))
    assert "YAML takes everything from `#fun` on for a comment" in done.out
    assert "Put the text in quotes" in done.out


def test_a_calendar_without_any_date_says_that_it_cannot_be_judged() -> None:
    """Once, whatever the number of posts."""
    done = command("lint", write("ideas.yaml", "posts:\n  - {text: a}\n  - {text: b}\n"))
    assert done.out.count("[no-dates]") == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('\n[rules]\npromo-to-share = "loud"\n', '3:1: "loud" is no level of a rule'),
        ("timezone = 5\n", '1:1: "timezone" must be text'),
        ("[plan]\ninserted_posts = 1000\n", '2:1: "plan.inserted_posts" must be'),
        ("[rules.promo-to-share]\nat_mst = 2\n", 'did you mean "at_most"?'),
        ('[rules]\nnope = "error"\n', '2:1: There is no rule "nope"'),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(calendar: str, text: str, place: str) -> None:
    """File, line and column of the key."""
    write("planner.toml", text)
    done = command("lint", calendar)
    assert done.code == 2
    assert place in done.err
    assert "planner.toml:" in done.err


def test_an_ignored_finding_is_left_alone_by_the_plan() -> None:
    """What lints clean is not changed."""
    promos = "".join(
        f"  - {{at: 2027-03-0{day}, channel: x, kind: promo, lint: {{ignore: promo-to-share}}}}\n"
        for day in (2, 4)
    )
    path = write("ignored.yaml", WEEK.replace("slots:\n", promos + "slots:\n"))
    assert command("lint", path).code == 0
    assert "nothing has to change" in command("plan", path).out


def test_a_dash_is_standard_output(calendar: str) -> None:
    """And no file of that name."""
    done = command("plan", calendar, "-f", "json", "-o", "-")
    assert done.out.startswith("{")
    assert not os.path.exists("-")


@pytest.mark.parametrize("name", ["__init__", "os", "..yaml", "notices"])
def test_only_formats_are_found_by_name(calendar: str, name: str) -> None:
    """Not whatever Python could import."""
    assert command("lint", calendar, "--input-format", name).code == 2
    assert command("convert", calendar, "-f", name).code == 2
    assert command("lint", calendar, "-f", name).code == 2
