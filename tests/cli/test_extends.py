"""Configurations that extend others, and rules that do not judge some files."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from helpers import command

CALENDAR = """\
timezone: Europe/Paris
posts:
  - {at: 2026-11-23 09:00, channel: x, kind: promo, text: The new roast}
  - {at: 2026-11-24 09:00, channel: x, kind: promo, text: The new roast again}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in an empty folder `team`, with an empty one above it."""
    (tmp_path / "all" / "team").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "all" / "team")


def save(path: str, text: str) -> None:
    """Write a file, with the folder that leads to it."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def shown(*arguments: str) -> Any:
    """What `config show` tells."""
    done = command("config", "show", "-f", "json", *arguments)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def near(place: str | None) -> str | None:
    """A place as it is seen from here."""
    return place and os.path.relpath(place)


def settings(*arguments: str) -> dict[str, tuple[Any, str | None]]:
    """The settings by name: value and place."""
    return {it["name"]: (it["value"], near(it["from"])) for it in shown(*arguments)["settings"]}


def rule(name: str, *arguments: str) -> Any:
    """One rule of what is told."""
    (found,) = (it for it in shown(*arguments)["rules"] if it["name"] == name)
    return found


def complaint() -> str:
    """What is said of a wrong configuration; below it may stand the line that is meant."""
    done = command("lint", "c.yaml")
    assert (done.code, done.out) == (2, "")
    said = done.err.splitlines()[0]
    return said.removeprefix("planner: ").replace(os.getcwd() + os.sep, "")


def rules_found(path: str, *arguments: str) -> set[str]:
    """The rules that find something in a calendar."""
    record = json.loads(command("lint", "-f", "json", path, *arguments).out)
    return {it["rule"] for it in record["findings"]}


def test_the_nearer_file_wins_key_by_key() -> None:
    """Tables of both are one, lists are replaced, and each value names its own line."""
    save("../base.toml", (
        'timezone = "Europe/Berlin"\nchannel = "x"\ncalendars = ["a.yaml", "b.yaml"]\n'
        '[plan]\nspread = true\ninserted_posts = 1\n[mapping.kinds]\nAd = "promo"\nTip = "value"\n'
    ))  # fmt: skip
    save("planner.toml", (
        'extends = "../base.toml"\nchannel = "linkedin"\ncalendars = ["c.yaml"]\n'
        '[plan]\ninserted_posts = 2\n[mapping.kinds]\nTip = "share"\n'
    ))  # fmt: skip
    found = settings()
    assert found["extends"] == (["../base.toml"], "planner.toml:1:1")
    assert found["timezone"] == ("Europe/Berlin", "../base.toml:1:1")
    assert found["channel"] == ("linkedin", "planner.toml:2:1")
    assert found["calendars"] == (["c.yaml"], "planner.toml:3:1")
    assert found["plan.spread"] == (True, "../base.toml:5:1")
    assert found["plan.inserted_posts"] == (2, "planner.toml:5:1")
    assert found["plan.inserted_slots"] == (10, None)
    assert found["mapping.kinds.Ad"] == ("promo", "../base.toml:8:1")
    assert found["mapping.kinds.Tip"] == ("share", "planner.toml:7:1")


def test_levels_and_options_of_a_rule_may_come_from_different_files() -> None:
    """The nearer file changes only what it says."""
    save("../base.toml", '[rules]\npromo-to-share = {level = "info", for_every = 5}\n')
    save("planner.toml", 'extends = "../base.toml"\n[rules]\npromo-to-share = "warning"\n')
    found = rule("promo-to-share")
    assert (found["level"], near(found["from"])) == ("warning", "planner.toml:3:1")
    places = {it["name"]: near(it["from"]) for it in found["options"]}
    assert places["for_every"] == "../base.toml:2:1"
    save("planner.toml", 'extends = "../base.toml"\n[rules]\npromo-to-share = {for_every = 4}\n')
    found = rule("promo-to-share")
    assert (found["level"], near(found["from"])) == ("info", "../base.toml:2:1")


def test_a_rule_that_is_off_in_what_is_extended_can_be_switched_on() -> None:
    """And one that is on can be switched off."""
    save("../base.toml", '[rules]\npromo-to-share = "off"\nno-sterile-bursts = "error"\n')
    near_by = '[rules]\npromo-to-share = "info"\nno-sterile-bursts = "off"\n'
    save("planner.toml", 'extends = "../base.toml"\n' + near_by)
    assert rule("promo-to-share")["level"] == "info"
    assert rule("no-sterile-bursts")["level"] == "off"


def test_a_level_of_a_notice_is_extended() -> None:
    """As those of rules."""
    save("../base.toml", '[rules]\nstray-space = "error"\n')
    save("planner.toml", 'extends = "../base.toml"\n[rules]\nstray-space = {}\n')
    save("c.yaml", CALENDAR.replace("channel: x", 'channel: " x"'))
    done = json.loads(command("lint", "-f", "json", "c.yaml").out)
    assert {it["level"] for it in done["findings"] if it["rule"] == "stray-space"} == {"error"}


def test_paths_are_relative_to_the_file_that_says_them() -> None:
    """Calendars, exclusions, packs and the file that keeps plans."""
    save("../base.toml", (
        'calendars = ["shared/*.yaml"]\nexclude = ["team/draft-*"]\npacks = ["ours"]\n'
        '[plan]\nlock = "plans.lock"\n'
    ))  # fmt: skip
    save("../ours/profiles/quiet.yaml", (
        "summary: Nearly nothing.\norigin: Us.\nrules: {promo-to-share: on}\n"
    ))  # fmt: skip
    save("planner.toml", 'extends = "../base.toml"\nprofile = "quiet"\n')
    save("../shared/c.yaml", CALENDAR)
    save("draft-one.yaml", CALENDAR)
    assert "../shared/c.yaml:4" in command("lint").out
    assert "draft-one.yaml" in command("lint", "draft-one.yaml").out
    assert "draft-one.yaml" not in command("lint", "--force-exclude", "draft-one.yaml").out
    command("plan", "draft-one.yaml", "-o", "plan.json", "--now", "2026-11-01")
    assert os.path.exists("../plans.lock")
    assert not os.path.exists("plans.lock")


def test_several_files_can_be_extended() -> None:
    """The later ones win over the earlier, and all of them may extend others."""
    save("../one.toml", 'timezone = "UTC"\nchannel = "x"\nprofile = "strict"\n')
    save("two.toml", 'extends = ["three.toml"]\nchannel = "linkedin"\n')
    save("three.toml", 'channel = "mastodon"\nprofile = "starter"\n')
    save("planner.toml", 'extends = ["../one.toml", "two.toml"]\n')
    found = settings()
    assert found["timezone"] == ("UTC", "../one.toml:1:1")
    assert found["channel"] == ("linkedin", "two.toml:2:1")
    assert found["profile"] == ("starter", "three.toml:2:1")


def test_two_files_may_extend_the_same() -> None:
    """That is no circle."""
    save("base.toml", 'timezone = "UTC"\n')
    save("one.toml", 'extends = "base.toml"\n')
    save("two.toml", 'extends = "base.toml"\n')
    save("planner.toml", 'extends = ["one.toml", "two.toml"]\n')
    assert settings()["timezone"] == ("UTC", "base.toml:1:1")


def test_a_project_file_extends_and_is_extended() -> None:
    """Its table for planner does."""
    project = '[tool.ruff]\nextends = "x"\n\n[tool.planner]\nchannel = "x"\n'
    save("../pyproject.toml", project)
    save("planner.toml", 'extends = "../pyproject.toml"\n')
    assert settings()["channel"] == ("x", "../pyproject.toml:5:1")
    os.remove("planner.toml")
    save("../base.toml", 'timezone = "UTC"\n')
    save("pyproject.toml", '[tool.planner]\nextends = "../base.toml"\n')
    found = settings()
    assert found["timezone"] == ("UTC", "../base.toml:1:1")
    assert found["extends"] == (["../base.toml"], "pyproject.toml:2:1")


@pytest.mark.parametrize(("text", "says"), [
    ('"planner.toml"', "2:1: a configuration cannot extend itself, and this extends this file."),
    ('"loop.toml"', ("loop.toml:1:1: a configuration cannot extend itself, and this extends "
     '"planner.toml", which extends this file.')),
    ('"bas.toml"', '2:1: there is no file "bas.toml" (did you mean "base.toml"?).'),
    ('"no/b.toml"', '2:1: there is no file "no/b.toml"; it is looked for from here.'),
    ('".."', '2:1: ".." is a folder; name the file in it, such as planner.toml.'),
    ("3", '2:1: "extends" must be a list of file names or patterns in quotes.'),
    ("[3]", '2:1: "extends" must be a list of file names or patterns in quotes.'),
    ('"pyproject.toml"', ('2:1: "pyproject.toml" has no [tool.planner] with settings; name '
     "another file.")),
    ('"wrong.toml"', 'wrong.toml:2:1: "channel" must be text in quotes.'),
    (r'"a\u0000b"', "2:1: the name of a file has no character 0 in it."),
])  # fmt: skip
def test_what_cannot_be_extended_is_told_in_a_sentence(text: str, says: str) -> None:
    """With the place of the word that asks for it."""
    save("planner.toml", f'timezone = "UTC"\nextends = {text}\n')
    save("loop.toml", 'extends = "planner.toml"\n')
    save("base.toml", "")
    save("pyproject.toml", "[tool.ruff]\n")
    save("wrong.toml", 'profile = "human"\nchannel = 3\n')
    save("c.yaml", CALENDAR)
    assert complaint() == (f"planner.toml:{says}" if says[0].isdigit() else says)


def test_a_maze_of_files_ends() -> None:
    """A hundred are enough for anybody."""
    for number in range(102):
        save(f"{number}.toml", f'extends = "{number + 1}.toml"\n')
    save("planner.toml", 'extends = "0.toml"\n')
    save("c.yaml", CALENDAR)
    assert "more than 100 files are extended; extend fewer." in complaint()


def test_a_wrong_zone_names_its_line() -> None:
    """In the file that says it."""
    save("base.toml", 'channel = "x"\ntimezone = "Mars/Town"\n')
    save("planner.toml", 'extends = "base.toml"\n')
    save("c.yaml", CALENDAR)
    assert complaint().startswith('base.toml:2:1: there is no time zone "Mars/Town"')


# Rules that do not judge some files


def test_a_rule_can_be_left_out_for_some_files() -> None:
    """By patterns relative to the configuration; one that no file has does nothing."""
    save("old/c.yaml", CALENDAR)
    save("new/c.yaml", CALENDAR)
    save("planner.toml", '[per-file-ignores]\n"old/*.yaml" = ["promo-to-share"]\n"x" = []\n')
    assert "promo-to-share" in rules_found("new/c.yaml")
    others = rules_found("new/c.yaml") - {"promo-to-share"}
    assert rules_found("old/c.yaml") == others
    told = rule("promo-to-share", "old/c.yaml")
    assert (told["level"], near(told["from"])) == ("off", "planner.toml:2:1")
    assert rule("promo-to-share", "new/c.yaml")["level"] == "error"
    assert settings()["per-file-ignores.old/*.yaml"] == (["promo-to-share"], "planner.toml:2:1")


def test_two_stars_stand_for_any_folders() -> None:
    """Also for none."""
    save("a/c.yaml", CALENDAR)
    save("a/b/d/c.yaml", CALENDAR)
    save("planner.toml", '[per-file-ignores]\n"a/**/*.yaml" = ["promo-to-share"]\n')
    assert "promo-to-share" not in rules_found("a/c.yaml") | rules_found("a/b/d/c.yaml")


def test_patterns_of_an_extended_file_are_relative_to_it() -> None:
    """The nearer file can say something else for the same pattern."""
    save("c.yaml", CALENDAR)
    save("../base.toml", '[per-file-ignores]\n"team/*.yaml" = ["promo-to-share"]\n')
    save("planner.toml", 'extends = "../base.toml"\n')
    assert "promo-to-share" not in rules_found("c.yaml")
    save("planner.toml", 'extends = "../base.toml"\n[per-file-ignores]\n"team/*.yaml" = []\n')
    assert "promo-to-share" in rules_found("c.yaml")


def test_nothing_may_leave_out_a_mandatory_rule() -> None:
    """As with comments."""
    save("c.yaml", CALENDAR)
    save("planner.toml", '[per-file-ignores]\n"*.yaml" = ["promo-to-share"]\n')
    assert "promo-to-share" in rules_found("c.yaml", "--mandatory", "promo-to-share")


def test_a_comment_for_a_rule_that_is_left_out_is_not_unused() -> None:
    """Nobody can say what the rule would find."""
    save("c.yaml", "# planner: ignore-file[promo-to-share] a fair\n" + CALENDAR)
    save("planner.toml", '[per-file-ignores]\n"*.yaml" = ["promo-to-share"]\n')
    assert "unused-suppression" not in rules_found("c.yaml")


def test_a_calendar_on_standard_input_has_the_name_it_is_given() -> None:
    """And without one no pattern has it."""
    save("planner.toml", '[per-file-ignores]\n"old/*" = ["promo-to-share"]\n')
    arguments = ("lint", "-f", "concise", "-")
    assert "promo-to-share" in command(*arguments, stdin=CALENDAR.encode()).out
    named = command(*arguments, "--stdin-filename", "old/c.yaml", stdin=CALENDAR.encode())
    assert "promo-to-share" not in named.out


@pytest.mark.parametrize(("text", "says"), [
    ('"old/*" = ["promo-shar"]', ('planner.toml:2:1: There is no rule "promo-shar" (did you mean '
     '"promo-share"?). `planner rules` lists all of them.')),
    ('"old/*" = "promo-share"', ('planner.toml:2:1: "per-file-ignores.old/*" must be a list of '
     "rules in quotes.")),
    ('"old/*" = [3]', ('planner.toml:2:1: "per-file-ignores.old/*" must be a list of rules in '
     "quotes.")),
])  # fmt: skip
def test_wrong_rules_for_files_are_told_with_their_place(text: str, says: str) -> None:
    """Also where no calendar has such a name."""
    save("c.yaml", CALENDAR)
    save("planner.toml", f"[per-file-ignores]\n{text}\n")
    assert complaint() == says


def test_rules_for_files_are_a_table() -> None:
    """With a pattern and a list on each line."""
    save("c.yaml", CALENDAR)
    save("planner.toml", 'per-file-ignores = ["promo-share"]\n')
    expected = '"per-file-ignores" must be a table: [per-file-ignores] and its settings below it.'
    assert complaint() == f"planner.toml:1:1: {expected}"


def test_a_plan_leaves_out_what_lint_leaves_out() -> None:
    """Both judge by the same rules."""
    save("c.yaml", CALENDAR)

    def reasons() -> set[str]:
        arguments = ("plan", "c.yaml", "-f", "json", "--now", "2026-11-01")
        return {it for move in json.loads(command(*arguments).out)["moves"] for it in move["rules"]}

    assert "promo-to-share" in reasons()
    save("planner.toml", '[per-file-ignores]\n"*" = ["promo-to-share"]\n')
    assert "promo-to-share" not in reasons()
