"""Diagnostics for reviewdog."""

import json
from typing import Any

from reports.judged import BEN, NASTY, TEXT, finding, judgement, printed, span_of

from planner.reports import Judgement


def result(*judgements: Judgement) -> dict[str, Any]:
    """The report as reviewdog reads it."""
    found: dict[str, Any] = json.loads(printed("rdjson", *judgements))
    return found


def test_a_finding_is_a_diagnostic() -> None:
    """With its rule as code; ends are exclusive."""
    found = result(judgement(finding(message=NASTY)))
    assert found["source"] == {"name": "planner"}
    assert found["severity"] == "ERROR"
    assert found["diagnostics"] == [
        {
            "message": NASTY,
            "location": {
                "path": "calendar.yaml",
                "range": {"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 30}},
            },
            "severity": "ERROR",
            "code": {"value": "some-rule"},
        }
    ]


def test_columns_count_bytes() -> None:
    """In `a😀b` the columns are 1, 2 and 6, as the format's own example says."""
    for part, columns in (("a😀", (22, 27)), ("😀", (23, 27)), ('b"}', (27, 30))):
        (it,) = result(judgement(finding(place=part)))["diagnostics"]
        place = it["location"]["range"]
        assert (place["start"]["column"], place["end"]["column"]) == columns


def test_a_range_may_have_several_lines() -> None:
    """Whatever ends them, and a byte order mark is no column."""
    for text in (TEXT, TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r")):
        part = BEN.replace("\n", text[len("posts:") : text.index("  -")])
        (it,) = result(judgement(finding(place=span_of(part, text)), text=text))["diagnostics"]
        assert it["location"]["range"] == {
            "start": {"line": 3, "column": 5}, "end": {"line": 4, "column": 22},
        }  # fmt: skip
    marked = "\ufeffposts: []\n"
    (it,) = result(judgement(finding(place=span_of("[]", marked)), text=marked))["diagnostics"]
    assert it["location"]["range"]["start"] == {"line": 1, "column": 8}


def test_a_finding_without_a_place_has_no_range() -> None:
    """Only the file."""
    (it,) = result(judgement(finding(place=())))["diagnostics"]
    assert it["location"] == {"path": "calendar.yaml"}


def test_the_whole_is_as_bad_as_its_worst() -> None:
    """Severities in capitals."""
    found = judgement(finding(level="info"), finding(level="warning"))
    assert result(found)["severity"] == "WARNING"
    assert [it["severity"] for it in result(found)["diagnostics"]] == ["INFO", "WARNING"]
    assert result(judgement()) == {
        "source": {"name": "planner"}, "severity": "INFO", "diagnostics": [],
    }  # fmt: skip
