"""The same calendar gives the same plan, and a plan that ran out of effort says so."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from helpers import berlin, command
from plan.checker import Judge
from plan.test_checker import crowded

from planner.errors import PlannerError
from planner.model import Calendar, Post
from planner.plan import runs
from planner.plan.balance import make_plan
from planner.plan.memory import Memory
from planner.rulebook import Rulebook, choose

HEAD = """\
timezone: Europe/Berlin
channels: {x: {hours: "09:00-18:00"}, mastodon: {}}
people: {rosa: {on_call: "mon-fri 09:00-12:00"}, imran: {on_call: "tue-sat 10:00-17:00"}}
records:
  - {at: 2026-11-24 10:00, kind: recognition, channel: x, who: "@ann"}
posts:
"""
POSTS = [
    f"  - {{id: {name}, at: 2026-11-{day} {clock}, channel: {channel}, kind: {kind}}}\n"
    for name, day, clock, channel, kind in (
        ("a", 23, "09:00", "x", "promo"), ("b", 23, "10:00", "x", "promo"),
        ("c", 23, "10:30", "x", "news"), ("d", 24, "10:30", "x", "value"),
        ("e", 24, "10:30", "mastodon", "promo"), ("f", 24, "10:30", "mastodon", "promo"),
        ("g", 26, "09:00", "mastodon", "news"), ("h", 26, "09:00", "mastodon", "news"),
        ("i", 26, "09:00", "mastodon", "news"), ("j", 30, "09:00", "x", "value"),
    )
]  # fmt: skip


def planned(path: Path, text: str, form: str) -> str:
    """What `planner plan` prints of a calendar."""
    path.write_text(text, encoding="utf-8")
    return command("plan", str(path), "-f", form, "--now", "2026-11-01", "--isolated").out


@pytest.mark.parametrize("form", ["json", "yaml", "ics", "md", "html"])
def test_a_calendar_planned_again_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    """In the same process, after another calendar was planned."""
    path = tmp_path / "calendar.yaml"
    first = planned(path, HEAD + "".join(POSTS), form)
    planned(path, HEAD + POSTS[0], form)
    assert planned(path, HEAD + "".join(POSTS), form) == first
    assert first


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_the_file_makes_no_difference(tmp_path: Path, seed: int) -> None:
    """The changes and what they cost are the same, whichever post is written first."""
    shuffled = random.Random(seed).sample(POSTS, len(POSTS))
    one, other = (
        json.loads(planned(tmp_path / "calendar.yaml", HEAD + "".join(posts), "json"))
        for posts in (POSTS, shuffled)
    )
    for key in ("moves", "cost", "bound", "status"):
        assert one[key] == other[key]
    assert one["moves"]


def at_its_limit(calendar: Calendar) -> str:
    """The status of a plan, or the sentence that there is none."""
    try:
        plan = make_plan(calendar, choose())
    except PlannerError as error:
        return str(error)
    assert Judge(plan).faults() == []
    assert plan.bound <= plan.cost
    return plan.status


@pytest.mark.parametrize("effort", [1e-6, 1e-3, 1e-2])
def test_a_plan_at_the_limit_is_a_plan_or_a_sentence(
    effort: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that keeps its promises, with a bound that is none too high."""
    monkeypatch.setattr(runs, "EFFORT", effort)
    told = [at_its_limit(crowded(seed, 12, 1, 1)) for seed in (6, 7, 8)]
    sentence = "The solver found no plan within its limit; plan fewer weeks at a time."
    assert set(told) <= {"optimal", "feasible", "infeasible", sentence}


def test_a_week_whose_bound_is_not_found_keeps_its_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is the same and only less is proven of it."""
    over_the_edge = [(29, "21:00"), (29, "21:30"), (29, "22:00"), (30, "00:30")]
    posts = (
        Post(f"p{number}", f"p{number}", berlin(*at), "x", "news")
        for number, at in enumerate(over_the_edge)
    )
    calendar = Calendar(timezone="Europe/Berlin", posts=tuple(posts))
    rules = [Rulebook().rule("no-sterile-bursts")]
    whole = make_plan(calendar, rules)
    solve, failed = Memory.solve, []

    def without_bounds(self: Memory, *args: Any, like_last: bool = True, **kwargs: Any) -> Any:
        if like_last:
            return solve(self, *args, **kwargs)
        failed.append(True)
        raise PlannerError("The solver found no plan within its limit.")

    monkeypatch.setattr(Memory, "solve", without_bounds)
    plan = make_plan(calendar, rules)
    assert failed
    assert (plan.moves, plan.cost) == (whole.moves, whole.cost)
    assert plan.bound <= whole.bound


def test_a_plan_that_is_not_proven_says_how_far_the_proof_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its status, its bound and on the page; one of these limits lies between none and all."""
    path, text = tmp_path / "calendar.yaml", HEAD + "".join(POSTS)
    for effort in (2e-3, 4e-3, 8e-3, 16e-3):
        monkeypatch.setattr(runs, "EFFORT", effort)
        found = json.loads(planned(path, text, "json") or "{}")
        if found.get("status") == "feasible":
            break
    assert list(found["bound"].values()) < list(found["cost"].values())
    page = planned(path, text, "md")
    assert "not proven minimal" in page or "but for how far posts move" in page


def test_a_calendar_without_a_plan_within_the_limit_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the screen, with the exit code of what cannot be done."""
    monkeypatch.setattr(runs, "EFFORT", 1e-9)
    path = tmp_path / "calendar.yaml"
    path.write_text(HEAD + "".join(POSTS), encoding="utf-8")
    outcome = command("plan", str(path), "--now", "2026-11-01", "--isolated")
    assert (outcome.code, outcome.out) == (2, "")
    assert "The solver found no plan within its limit" in outcome.err
    assert "Traceback" not in outcome.err
