"""JSON as a whole and line by line."""

import json

from reports.judged import NASTY, finding, judgement, printed


def test_the_profile_that_judged_is_named() -> None:
    """Null where calendars have several, or none."""
    one, other = judgement(finding()), judgement(profile="strict")
    assert json.loads(printed("json", one, one))["profile"] == "human"
    assert json.loads(printed("json", one, other))["profile"] is None
    assert json.loads(printed("json", judgement(profile="")))["profile"] is None
    assert json.loads(printed("json"))["profile"] is None


def test_lines_have_the_records_of_the_whole() -> None:
    """One on each line, in the same order."""
    both = [judgement(finding(message=NASTY), finding(place=())), judgement(finding("b"))]
    lines = printed("json-lines", *both).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(printed("json", *both))["findings"]


def test_no_findings_are_no_lines() -> None:
    """Not even an empty one."""
    assert printed("json-lines", judgement()) == ""


def test_a_line_has_one_end() -> None:
    """Whatever a program takes for the end of a line."""
    message = "a\nb\r\nc\x0bd\x0ce\x1cf\x85g\u2028h\u2029i"
    (line,) = printed("json-lines", judgement(finding(message=message))).splitlines()
    assert json.loads(line)["message"] == message


def test_a_finding_without_a_place_has_no_line() -> None:
    """Null says so."""
    record = json.loads(printed("json-lines", judgement(finding(place=()))))
    assert (record["file"], record["line"], record["offset"]) == ("calendar.yaml", None, None)
