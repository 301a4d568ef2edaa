"""Code Quality reports for GitLab."""

import json
from datetime import date
from typing import Any

from reports.judged import BEN, NASTY, TEXT, finding, judgement, printed

from planner.model import Level, Window
from planner.reports import Judgement

WEEK = Window(date(2026, 11, 23), date(2026, 11, 30), "x")
DAY = Window(date(2026, 11, 23), date(2026, 11, 24), "x")
LEVELS: tuple[Level, ...] = ("error", "warning", "info")


def records(*judgements: Judgement) -> list[dict[str, Any]]:
    """The report as GitLab reads it."""
    found: list[dict[str, Any]] = json.loads(printed("gitlab", *judgements))
    return found


def fingerprints(*judgements: Judgement) -> list[str]:
    """The fingerprints of all findings."""
    return [record["fingerprint"] for record in records(*judgements)]


def test_a_finding_has_all_that_gitlab_asks_for() -> None:
    """Nothing more."""
    (record,) = records(judgement(finding(message=NASTY)))
    assert set(record.pop("fingerprint")) <= set("0123456789abcdef")
    assert record == {
        "description": NASTY,
        "check_name": "some-rule",
        "severity": "major",
        "location": {"path": "calendar.yaml", "lines": {"begin": 2}},
    }


def test_levels_are_severities() -> None:
    """None is `critical` or `blocker`: no post breaks a build."""
    found = records(judgement(*[finding(level=level) for level in LEVELS]))
    assert [record["severity"] for record in found] == ["major", "minor", "info"]


def test_no_findings_are_an_empty_list() -> None:
    """Not an empty file, which GitLab refuses."""
    assert records(judgement()) == []


def test_a_fingerprint_stays_when_lines_move() -> None:
    """And when the message has other numbers."""
    before = fingerprints(judgement(finding(window=DAY)))
    text = "# a new line\n" * 9 + TEXT
    moved = finding(window=DAY, message="There are 3.")._replace(place=("posts", 0))
    assert fingerprints(judgement(moved, text=text)) == before


def test_a_finding_about_a_week_is_known_by_the_week() -> None:
    """Another entry may tip the balance tomorrow."""
    first = fingerprints(judgement(finding(window=WEEK)))
    assert fingerprints(judgement(finding(window=WEEK, place=BEN, entry="ben"))) == first
    other = WEEK._replace(channel="mastodon")
    assert fingerprints(judgement(finding(window=other))) != first


def test_a_finding_about_a_day_is_known_by_its_entry() -> None:
    """There may be others on that day."""
    first = fingerprints(judgement(finding(window=DAY)))
    assert fingerprints(judgement(finding(window=DAY, place=BEN, entry="ben"))) != first


def test_findings_that_agree_have_different_fingerprints() -> None:
    """GitLab shows only one of those that are the same."""
    found = [finding(), finding(), finding("other-rule"), finding(entry=None), finding(entry=None)]
    first, second = judgement(*found), judgement(*found, name="other.yaml")
    assert len(set(fingerprints(first, second))) == 10
    assert fingerprints(first, second)[:5] == fingerprints(first)


def test_a_file_given_twice_has_no_fingerprint_twice() -> None:
    """As in a list of changed files."""
    assert len(set(fingerprints(judgement(finding()), judgement(finding())))) == 2


def test_a_finding_without_a_place_is_at_the_first_line() -> None:
    """GitLab needs one."""
    (record,) = records(judgement(finding(place=())))
    assert record["location"]["lines"] == {"begin": 1}
