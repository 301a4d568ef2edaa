"""Findings as JSON for other programs."""

from collections import Counter

from planner.model import LEVELS
from planner.records import finding_record
from planner.reports import Judgement


def report(judgements: list[Judgement], *, color: bool, width: int) -> str:
    """The findings of all calendars, and how many there are of each level."""
    import json

    findings = [
        finding_record(finding, judgement.reading.source)
        for judgement in judgements
        for finding in judgement.findings
    ]
    levels = Counter(record["level"] for record in findings)
    summary = {
        **{str(level): levels[level] for level in LEVELS},
        "files": len(judgements),
        "posts": sum(judgement.posts for judgement in judgements),
    }
    record = {"version": 1, "findings": findings, "summary": summary}
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
