"""`planner config show`: what holds, and where it is set."""

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import command

from planner.config import PlanSettings

SETTINGS = """\
profile = "strict"
timezone = "Europe/Berlin"
calendars = ["calendars/*.yaml", "more/calendars/of/ours/*.yml"]

[rules]
no-sterile-bursts = "off"
promo-to-share = {level = "warning", for_every = 3}
experiment = "info"

[mapping.columns]
Pillar = "kind"

[plan]
inserted_posts = 0
lock = "plans.lock"
"""
CALENDAR = """\
name: Ours
timezone: Europe/Paris
posts: [{at: 2026-11-23 09:00, channel: x, kind: promo}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration and a calendar, and the process in it."""
    (tmp_path / "planner.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "calendar.yaml").write_text(CALENDAR, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(*arguments: str) -> Any:
    """What the command tells as JSON."""
    done = command("config", "show", "-f", "json", *arguments)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def settings(record: Any) -> dict[str, tuple[Any, str | None]]:
    """The settings by name: value and the place without its folder."""
    return {it["name"]: (it["value"], _short(it["from"])) for it in record["settings"]}


def rule_of(record: Any, name: str) -> Any:
    """One rule of what is told."""
    (found,) = (rule for rule in record["rules"] if rule["name"] == name)
    return found


def _short(place: str | None) -> str | None:
    return place and place.rpartition("/")[2]


def test_each_setting_names_its_line(folder: Path) -> None:
    """Or nothing where nobody has set it."""
    record = shown()
    assert record["configuration"] == str(folder / "planner.toml")
    assert (record["looked_for"], record["looked_in"]) == ([], [])
    found = settings(record)
    assert found["profile"] == ("strict", "planner.toml:1:1")
    assert found["timezone"] == ("Europe/Berlin", "planner.toml:2:1")
    assert found["calendars"][1] == "planner.toml:3:1"
    assert found["exclude"] == ([], None)
    assert found["mapping.columns.Pillar"] == ("kind", "planner.toml:11:1")
    assert found["plan.inserted_posts"] == (0, "planner.toml:14:1")
    assert found["plan.inserted_slots"] == (PlanSettings().slots, None)
    assert found["plan.lock"] == ("plans.lock", "planner.toml:15:1")


def test_each_rule_names_what_sets_it(folder: Path) -> None:
    """Its file, a profile or the configuration, for the level and for each option."""
    assert folder
    record = shown()
    set_here = rule_of(record, "promo-to-share")
    assert (set_here["level"], _short(set_here["from"])) == ("warning", "planner.toml:7:1")
    places = {it["name"]: _short(it["from"]) for it in set_here["options"]}
    assert places["for_every"] == "planner.toml:7:1"
    assert places["of"] == "promo-to-share.yaml"
    assert "profiles" in set_here["chosen_by"]
    as_shipped = rule_of(record, "conversation-slots")
    assert _short(as_shipped["from"]) == "conversation-slots.yaml"
    added = rule_of(record, "experiment")
    assert _short(added["chosen_by"]) == "planner.toml:8:1"
    off = rule_of(record, "no-sterile-bursts")
    assert (off["level"], off["chosen_by"]) == ("off", None)
    assert _short(off["from"]) == "planner.toml:6:1"


def test_options_of_a_profile_name_its_line() -> None:
    """As one of the shipped ones sets them."""
    options = rule_of(shown("--isolated", "--profile", "eighty-twenty"), "promo-share")["options"]
    places = {it["name"]: _short(it["from"]) for it in options}
    assert places["for_every"] == "eighty-twenty.yaml:6:16"


def test_rules_are_those_that_judge(folder: Path) -> None:
    """As many as `planner rules` says."""
    assert folder
    judging = [rule for rule in shown()["rules"] if rule["level"] != "off"]
    assert f"{len(judging)} of " in command("rules").out


def test_the_zone_of_a_calendar_counts_where_none_is_set(folder: Path) -> None:
    """A configuration goes before it."""
    found = settings(shown("calendar.yaml"))
    assert found["timezone"] == ("Europe/Berlin", "planner.toml:2:1")
    (folder / "planner.toml").write_text("", encoding="utf-8")
    assert settings(shown("calendar.yaml"))["timezone"] == ("Europe/Paris", "calendar.yaml:2")
    (folder / "calendar.yaml").write_text(CALENDAR.replace("timezone", "zone"), encoding="utf-8")
    assert settings(shown("calendar.yaml"))["timezone"] == ("UTC", None)


def test_places_in_a_project_file_are_those_of_planner(folder: Path) -> None:
    """Other tools have settings of the same names."""
    (folder / "planner.toml").unlink()
    text = '[tool.ruff]\nexclude = ["a"]\n\n[tool.planner]\nexclude = ["b"]\n'
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    assert settings(shown())["exclude"] == (["b"], "pyproject.toml:5:1")


def test_it_says_where_it_looked(folder: Path) -> None:
    """In the calendar's folder and above, unless it was told not to."""
    (folder / "planner.toml").unlink()
    record = shown("calendar.yaml")
    assert record["configuration"] is None
    assert record["looked_for"] == [".planner.toml", "planner.toml", "pyproject.toml"]
    assert record["looked_in"][:2] == [str(folder), str(folder.parent)]
    assert record["looked_in"][-1] == "/"
    told = command("config", "show").out
    assert told.startswith("No configuration: there is no .planner.toml, no planner.toml")
    assert str(folder) in told
    assert shown("--isolated")["looked_in"] == []
    assert command("config", "show", "--isolated").out.startswith("No configuration, because of")


def test_flags_are_origins(folder: Path) -> None:
    """A profile and a pack of the command line."""
    (folder / "ours").mkdir()
    found = settings(shown("--isolated", "--profile", "starter", "--pack", "ours"))
    assert found["profile"] == ("starter", "--profile")
    assert found["packs"] == (["ours"], "--pack")


@pytest.mark.parametrize("profile", ["human", "everything"])
def test_the_table_fits_a_screen(folder: Path, profile: str) -> None:
    """Of 80 columns, with places as short as they can be."""
    out = command("config", "show", "--profile", profile).out
    assert str(folder) not in out
    assert out.startswith("Configuration: planner.toml\n\nsetting ")
    assert "Europe/Berlin  planner.toml:2:1\n" in out
    assert "  for_every " in out
    assert [line for line in out.splitlines() if len(line) > 80] == []


def test_an_unknown_format_names_the_known_ones() -> None:
    """As everywhere."""
    done = command("config", "show", "-f", "jsn")
    assert done.code == 2
    assert '--format cannot be "jsn" (did you mean "json"?)' in done.err
