"""Test results for CI servers."""

from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from reports.judged import NASTY, finding, judgement, printed

from planner.reports import Judgement
from planner.wording import visible


def suites(*judgements: Judgement) -> "Any":
    """The document as a parser reads it, from bytes."""
    return ET.fromstring(printed("junit", *judgements).encode())


def test_every_finding_is_a_case_of_its_calendar() -> None:
    """Errors and warnings are failures, an info passes and says something."""
    found = [finding(), finding("b", "warning"), finding("c", "info")]
    top = suites(judgement(*found), judgement(name="clean.yaml"))
    assert (top.tag, dict(top.attrib)) == (
        "testsuites", {"name": "planner", "tests": "4", "failures": "2", "errors": "0"},
    )  # fmt: skip
    first, second = top
    assert dict(first.attrib) == {
        "name": "calendar.yaml", "tests": "3", "failures": "2", "errors": "0",
        "file": "calendar.yaml",
    }  # fmt: skip
    assert [[child.tag for child in case] for case in first] == [
        ["failure"], ["failure"], ["system-out"],
    ]  # fmt: skip
    assert [case[0].get("type") for case in first[:2]] == ["error", "warning"]
    assert first[0][0].text == "calendar.yaml:2:5: error: There are 2. [some-rule]"
    assert dict(first[0].attrib) == {
        "classname": "calendar.yaml", "name": "some-rule: ana",
    }  # fmt: skip
    assert second.get("name") == "clean.yaml"


SUITE = {"name", "tests", "failures", "errors"}
ALLOWED = {
    "testsuites": SUITE | {"time"},
    "testsuite": SUITE | {
        "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url",
    },
    "testcase": {"name", "time", "classname", "group"},
    "failure": {"type", "message"},
    "system-out": set(),
}  # fmt: skip
"""The elements that are written, with the attributes that `junit-10.xsd` has for them."""
INSIDE = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "system-out"},
}


def test_the_document_keeps_to_the_schema_of_jenkins() -> None:
    """Every element stands where it may, with what it needs and nothing more."""
    found = [finding(), finding("b", "warning", place=()), finding("c", "info", entry=None)]
    top = suites(judgement(*found), judgement(name="clean.yaml"))
    assert top.tag == "testsuites"
    for element in top.iter():
        assert set(element.attrib) <= ALLOWED[element.tag]
        assert {child.tag for child in element} <= INSIDE.get(element.tag, set())
        assert element.tag != "testsuite" or set(element.attrib) >= SUITE
        assert element.tag != "testcase" or "name" in element.attrib


def test_a_clean_calendar_has_one_case_that_passes() -> None:
    """A suite without cases looks like a broken run."""
    (suite,) = suites(judgement())
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    (case,) = suite
    assert (case.get("name"), list(case)) == ("no findings", [])


def test_no_calendars_are_no_suites() -> None:
    """But still a document."""
    assert suites().get("tests") == "0"


def test_names_of_cases_differ() -> None:
    """Servers take those of one name for one."""
    (suite,) = suites(judgement(finding(), finding(), finding(entry=None), finding(entry=None)))
    assert [case.get("name") for case in suite] == [
        "some-rule: ana", "some-rule: ana (2)", "some-rule", "some-rule (2)",
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=())))
def test_a_message_may_be_anything(message: str) -> None:
    """Also control characters and halves of pairs, which XML has no way to write."""
    text = f"{NASTY}\x00\x1b[31m\x0b\ufffe{message}"
    (suite,) = suites(judgement(finding(message=text), name="a & <b>\x01.yaml"))
    assert suite[0][0].get("message") == visible(text)
    assert suite.get("name") == "a & <b>.yaml"
