"""Findings as JSON, one record on each line, for programs that read a stream."""

from planner.records import finding_record
from planner.reports import NO_EXTRAS, Extras, Judgement
from planner.reports._machines import json_text


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """The same records as in JSON; nothing at all when nothing is found."""
    records = (
        finding_record(finding, judgement.reading.source, judgement.fix(finding))
        for judgement in judgements
        for finding in judgement.findings
    )
    return "".join(json_text(record, indent=None) for record in records)
