"""SARIF for code scanning."""

import json
import os
import re
from glob import glob
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from helpers import CHECKOUT, command
from reports.judged import ANA, BEN, NASTY, TEXT, Text, finding, judgement, printed, span_of

from planner.reports import Judgement
from planner.source import Part
from planner.wording import visible

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sarif-2.1.0.json")
SAMPLES = sorted(glob(os.path.join(CHECKOUT, "sample_calendars", "*")))


def valid(text: str) -> dict[str, Any]:
    """The single run of a document that the schema allows."""
    document = json.loads(text)
    with open(SCHEMA, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    (found,) = document["runs"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert [rules[it["ruleIndex"]] for it in found["results"]] == [
        it["ruleId"] for it in found["results"]
    ]
    run: dict[str, Any] = found
    return run


def run(*judgements: Judgement) -> dict[str, Any]:
    """The report of judgements."""
    return valid(printed("sarif", *judgements))


def place(result: dict[str, Any]) -> dict[str, Any]:
    """The place of a result or of a related location."""
    location = result["locations"][0] if "locations" in result else result
    found: dict[str, Any] = location["physicalLocation"]
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=os.path.basename)
def test_the_report_of_every_sample_is_valid(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the findings of the other reports."""
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    results = valid(command("lint", "-f", "sarif", sample).out)["results"]
    findings = json.loads(command("lint", "-f", "json", sample).out)["findings"]
    assert [it["ruleId"] for it in results] == [it["rule"] for it in findings]
    uri = f"sample_calendars/{os.path.basename(sample)}"
    assert all(place(it)["artifactLocation"]["uri"] == uri for it in results)


def test_a_finding_is_a_result() -> None:
    """Columns count characters, an end is behind the last; bytes are those of the file."""
    found = run(judgement(finding()))
    assert found["columnKind"] == "unicodeCodePoints"
    (result,) = found["results"]
    fingerprints = result.pop("partialFingerprints")
    assert list(fingerprints) == ["plannerFinding/v1"]
    start, end = span_of(ANA)
    assert result == {
        "ruleId": "some-rule",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "There are 2."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "calendar.yaml"},
                    "region": {
                        "startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 27,
                        "byteOffset": start, "byteLength": end - start,
                    },
                }
            }
        ],
    }  # fmt: skip


def test_the_rules_that_judged_are_listed() -> None:
    """Once each, by name, also those that found nothing; a notice is listed when it was given."""
    rules = (Text("some-rule", "info"), Text("a-rule", "warning"))
    one, other = judgement(finding(), rules=rules), judgement(rules=(*rules, Text("z-rule")))
    found = run(one, other, judgement(finding("unknown-key", "warning")))
    descriptors = found["tool"]["driver"]["rules"]
    assert [it["id"] for it in descriptors] == ["a-rule", "some-rule", "unknown-key", "z-rule"]
    assert [it["defaultConfiguration"]["level"] for it in descriptors] == [
        "warning", "note", "warning", "error",
    ]  # fmt: skip
    assert descriptors[0] == {
        "id": "a-rule",
        "shortDescription": {"text": "At most one."},
        "fullDescription": {"text": "Two are too many. Source: Somebody."},
        "help": {
            "text": "At most one. Two are too many. Source: Somebody. `planner explain a-rule` "
            "tells more."
        },
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["mix"]},
    }


def test_an_info_is_a_note() -> None:
    """The others keep their names."""
    found = [finding(level=level) for level in ("error", "warning", "info")]
    assert [it["level"] for it in run(judgement(*found))["results"]] == ["error", "warning", "note"]


def test_related_entries_are_related_locations() -> None:
    """Each with a number and its id; one without a place is left out."""
    related = ((("posts", 1), "ben"), ((), "nobody"))
    (result,) = run(judgement(finding(related=related)))["results"]
    (other,) = result["relatedLocations"]
    assert (other["id"], other["message"]["text"]) == (1, "ben")
    region = place(other)["region"]
    assert (region["startLine"], region["endLine"]) == (3, 4)


def test_a_finding_without_a_place_is_at_the_start() -> None:
    """The standard would let the region out; GitHub wants one."""
    (result,) = run(judgement(finding(place=())))["results"]
    assert place(result)["region"] == {
        "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1,
    }  # fmt: skip


def test_the_sheets_of_a_workbook_have_no_bytes() -> None:
    """Those of the text that was made of them are nowhere in the file."""
    parts = (Part("week.xlsx [One]", 0), Part("week.xlsx [Two]", span_of(BEN).start - 4))
    found = judgement(finding(), finding(place=BEN), name="week.xlsx", parts=parts)
    first, second = (place(it) for it in run(found)["results"])
    assert first["artifactLocation"] == second["artifactLocation"] == {"uri": "week.xlsx"}
    assert second["region"] == {"startLine": 1, "startColumn": 5, "endLine": 2, "endColumn": 22}


@pytest.mark.parametrize("message", [NASTY, "", "\x00", "a\x1b[31mb", "{", "}}", "{{0}}"])
def test_a_message_may_be_anything(message: str) -> None:
    """Braces are doubled: single ones are for arguments. An empty text is not allowed."""
    (result,) = run(judgement(finding(message=message)))["results"]
    text = result["message"]["text"]
    assert not re.search(r"(?<!\{)(\{\{)*\{\d", text.replace("{{", ""))
    assert text.replace("{{", "{").replace("}}", "}") == visible(message) or text == "-"


@pytest.mark.parametrize(
    "name", ["a b.yaml", "für/ö.yaml", "😀.yaml", "a:b.yaml", "../a.yaml", "/a"]
)
def test_a_file_may_have_any_name(name: str) -> None:
    """Percent-encoded, and whole when it lies outside."""
    (result,) = run(judgement(finding(), name=name))["results"]
    uri = place(result)["artifactLocation"]["uri"]
    assert uri.startswith("file:///") == name.startswith(("..", "/"))


def test_nothing_found_is_a_run_without_results() -> None:
    """So that code scanning closes what was open."""
    assert run(judgement(text=TEXT))["results"] == []
    assert run()["results"] == []
