"""Findings as JSON, one record on each line, for programs that read a stream."""

from planner.records import finding_record
from planner.reports import NO_EXTRAS, Extras, Judgement

_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What JSON leaves as it is and some programs take for the end of a line."""


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """The same records as in JSON; nothing at all when nothing is found."""
    import json

    records = (
        finding_record(finding, judgement.reading.source, judgement.fix(finding))
        for judgement in judgements
        for finding in judgement.findings
    )
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    return "".join(line.translate(_LINE_ENDS) + "\n" for line in lines)
