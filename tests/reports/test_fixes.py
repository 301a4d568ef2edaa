"""What reports say of fixes: people how many there are, programs each edit."""

import json
from datetime import date
from typing import Any

import pytest
from helpers import command
from reports.judged import finding, judgement, printed
from reports.test_sarif import valid

from planner.fixes import Fix
from planner.model import Finding, Window
from planner.reports import Judgement, ways_out
from planner.yaml_edit.edits import Edit

SAFE = Fix("Write `x`", True, (Edit(2, 4, "é".encode()),))
UNSAFE = SAFE._replace(safe=False)
WEEK = Window(date(2026, 11, 23), date(2026, 11, 30))
TEXT = """\
timezone: Berlin   # 😀
posts:
  - {at: 2026-11-25 09:00, channel: x, kind: valeu}
slots:
  - {every: weekday, at: "16:00", kind: inbox}
"""


def fixable(*fixes: Fix | None, planned: int = 0) -> Judgement:
    """A judgement with a finding for each fix, and some that a plan may mend."""
    found = [finding(rule=f"r{number}") for number in range(len(fixes))]
    of_plan = [finding(rule="plan", window=WEEK) for _ in range(planned)]
    known = {it.rule: fix for it, fix in zip(found, fixes, strict=True)}

    def plans(it: Finding) -> bool:
        return it.rule == "plan"

    made = judgement(*found, *of_plan)
    return made._replace(fix=lambda it: known.get(it.rule), plans=plans)


@pytest.mark.parametrize(("made", "told"), [
    (fixable(), []), (fixable(None), []),
    (fixable(SAFE), ["`--fix` mends 1 finding."]),
    (fixable(SAFE, SAFE, None), ["`--fix` mends 2 findings."]),
    (fixable(SAFE, UNSAFE, planned=2),
     ["`--fix` mends 1 finding, `--fix --unsafe-fixes` may mend 3 more."]),
    (fixable(None, planned=1), ["`--fix --unsafe-fixes` may mend 1 finding."]),
])  # fmt: skip
def test_people_are_told_how_many_can_be_fixed(made: Judgement, told: list[str]) -> None:
    """In the last lines of what they read, and only where there are any."""
    assert ways_out([made]) == told
    for format_ in ("concise", "full", "grouped"):
        assert [line for line in printed(format_, made).splitlines() if "--fix" in line] == told


def test_programs_get_the_edits() -> None:
    """Bytes from 0, half-open, and the text that takes their place; null where there is none."""
    findings = json.loads(printed("json", fixable(SAFE, None)))["findings"]
    edits = [{"offset": 2, "end_offset": 4, "text": "é"}]
    assert findings[0]["fix"] == {"title": "Write `x`", "safe": True, "edits": edits}
    assert findings[1]["fix"] is None
    lines = printed("json-lines", fixable(SAFE, None)).splitlines()
    assert [json.loads(line) for line in lines] == findings


def lint(format_: str) -> Any:
    """The report of a calendar with a safe fix and a guess."""
    done = command("lint", "-", "-f", format_, "--now", "2026-11-01", stdin=TEXT.encode())
    return json.loads(done.out) if format_ != "sarif" else valid(done.out)


def test_the_edits_are_those_that_fix_makes() -> None:
    """Of both findings together."""
    data = TEXT.encode()
    edits = [
        it for found in lint("json")["findings"] if found["fix"] for it in found["fix"]["edits"]
    ]
    for edit in sorted(edits, key=lambda it: -it["offset"]):
        data = data[: edit["offset"]] + edit["text"].encode() + data[edit["end_offset"] :]
    fixed = command("lint", "-", "--fix", "--unsafe-fixes", "--now", "2026-11-01",
                    stdin=TEXT.encode())  # fmt: skip
    assert data.decode() == fixed.out
    assert data.decode() == TEXT.replace("Berlin", "Europe/Berlin").replace("valeu", "value")


def test_reviewdog_suggests_what_is_one_edit() -> None:
    """Several would be several ways."""
    zone = next(it for it in lint("rdjson")["diagnostics"] if it["code"]["value"] == "unknown-zone")
    (suggestion,) = zone["suggestions"]
    assert suggestion == {"range": zone["location"]["range"], "text": "Europe/Berlin"}
    two = Fix("Do", True, (Edit(1, 2, b""), Edit(3, 4, b"")))
    (found,) = json.loads(printed("rdjson", fixable(two)))["diagnostics"]
    assert "suggestions" not in found


def test_code_scanning_gets_fixes() -> None:
    """As changes of the file, in a document that its schema allows."""
    results = lint("sarif")["results"]
    (fix,) = next(it["fixes"] for it in results if it["ruleId"] == "unknown-zone")
    assert fix["description"] == {"text": "Write `Europe/Berlin`"}
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "Europe/Berlin"}
    assert replacement["deletedRegion"]["startColumn"] == len("timezone: ") + 1
    assert replacement["deletedRegion"]["byteLength"] == len("Berlin")
