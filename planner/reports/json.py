"""Findings as JSON for other programs."""

from collections import Counter

from planner.model import LEVELS
from planner.records import finding_record
from planner.reports import NO_EXTRAS, Extras, Judgement
from planner.reports._machines import json_text


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """The findings of all calendars, and how many there are of each level.

    `profile` is the one that judged, null where calendars have several.
    """
    findings = [
        finding_record(finding, judgement.reading.source, judgement.fix(finding))
        for judgement in judgements
        for finding in judgement.findings
    ]
    levels = Counter(record["level"] for record in findings)
    profiles = {judgement.profile for judgement in judgements}
    record = {
        "version": 1,
        "profile": profiles.pop() or None if len(profiles) == 1 else None,
        "findings": findings,
        "summary": {
            **{str(level): levels[level] for level in LEVELS},
            "files": len(judgements),
            "posts": sum(judgement.posts for judgement in judgements),
        },
    }
    return json_text(record)
