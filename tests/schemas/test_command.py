"""`planner schema`: printed or written, with the rules of packs."""

import json
from pathlib import Path

import pytest
from helpers import command

from planner import plugins
from planner.rulebook import Rulebook

DRAFT_07 = {"calendar", "config", "profile", "rule"}


@pytest.mark.parametrize("name", plugins.names("planner.schemas"))
def test_files_are_draft_07_and_outputs_2020_12(name: str) -> None:
    """The servers of editors know the older one best."""
    draft = json.loads(command("schema", name).out)["$schema"]
    assert ("draft-07" in draft, "2020-12" in draft) == (name in DRAFT_07, name not in DRAFT_07)


def test_a_schema_is_written_into_a_file(tmp_path: Path) -> None:
    """As it would be printed."""
    file = tmp_path / "calendar.schema.json"
    done = command("schema", "calendar", "-o", str(file))
    assert (done.code, done.out) == (0, "")
    assert file.read_text(encoding="utf-8") == command("schema", "calendar").out


def test_an_unknown_schema_names_the_nearest() -> None:
    """And those there are."""
    done = command("schema", "calender")
    assert done.code == 2
    assert 'There is no schema "calender" (did you mean "calendar"?); calendar, config,' in done.err


def test_rules_of_packs_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the configuration's packs, and of a flag."""
    rule = Rulebook().rule("promo-to-share")
    (tmp_path / "ours").mkdir()
    with open(rule.file, "rb") as file:
        (tmp_path / "ours" / "our-own.yaml").write_bytes(file.read())
    monkeypatch.chdir(tmp_path)
    rules = [
        json.loads(command("schema", "config", *flags).out)["properties"]["rules"]["properties"]
        for flags in ([], ["--pack", "ours"])
    ]
    assert ["our-own" in found for found in rules] == [False, True]
    (tmp_path / "planner.toml").write_text('packs = ["ours"]\n', encoding="utf-8")
    assert '"our-own"' in command("schema", "profile").out
    assert '"our-own"' not in command("schema", "profile", "--isolated").out
