"""A horizon before which nothing is changed."""

import json
from pathlib import Path

import pytest
from helpers import command

PROMOS = """timezone: UTC
posts:
  - {id: soon, at: 2026-11-24 08:00, channel: x, kind: promo}
  - {id: pinned, at: 2026-11-25 08:00, channel: x, kind: promo, pin: true}
slots:
  - {every: weekday, at: "16:00", kind: inbox}
"""
NOW = "2026-11-23T09:00+00:00"


def held(folder: Path, *flags: str, setting: str = "") -> list[str]:
    """The posts that are held back when nothing may be added."""
    path = folder / "c.yaml"
    path.write_text(PROMOS, encoding="utf-8")
    (folder / "planner.toml").write_text(f"[plan]\ninserted_posts = 0\n{setting}", "utf-8")
    rule = ("--select", "promo-to-share", "-f", "json")
    done = command("plan", str(path), *rule, "--now", NOW, *flags)
    return [move["entry"] for move in json.loads(done.out)["moves"]]


def test_what_is_near_is_left_alone(tmp_path: Path) -> None:
    """One of two promos has to go, but not so soon before it goes out."""
    assert held(tmp_path) == ["soon"]
    assert held(tmp_path, "--freeze", "22h") == ["soon"]
    assert held(tmp_path, "--freeze", "1d") == []


def test_a_team_sets_it_for_all_its_plans(tmp_path: Path) -> None:
    """The flag goes before the configuration, and `0h` switches it off."""
    assert held(tmp_path, setting="freeze = '24h'") == []
    assert held(tmp_path, "--freeze", "22h", setting="freeze = '24h'") == ["soon"]
    assert held(tmp_path, "--freeze", "0h", setting="freeze = '24h'") == ["soon"]


@pytest.mark.parametrize("length", ["soon", "-1h", "9999999999d"])
def test_a_horizon_that_is_no_length_is_told(tmp_path: Path, length: str) -> None:
    """With how to write it."""
    path = tmp_path / "c.yaml"
    path.write_text(PROMOS, encoding="utf-8")
    done = command("plan", str(path), f"--freeze={length}")
    assert done.code == 2
    assert done.err.startswith("planner: --freeze: ")


def test_a_setting_that_leads_beyond_all_years_is_told(tmp_path: Path) -> None:
    """At its place in the configuration."""
    path = tmp_path / "c.yaml"
    path.write_text(PROMOS, encoding="utf-8")
    (tmp_path / "planner.toml").write_text("[plan]\nfreeze = '9999999999d'\n", encoding="utf-8")
    done = command("plan", str(path), "--now", NOW)
    assert done.code == 2
    assert "planner.toml:2:1: " in done.err


@pytest.mark.parametrize(
    "flags", [("--week", "2026-W52"), ("--now", "2027-11-01"), ("--freeze", "9d")]
)
def test_a_plan_that_may_change_nothing_does_not_call_a_calendar_balanced(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    """It has not looked: all of it is past, too near or in other weeks."""
    path = tmp_path / "c.yaml"
    path.write_text(PROMOS, encoding="utf-8")
    clock = () if "--now" in flags else ("--now", NOW)
    done = command("plan", str(path), *flags, *clock)
    assert "Nothing to plan: all of it is past or outside of the days" in done.out
    assert "Balanced" not in done.out
