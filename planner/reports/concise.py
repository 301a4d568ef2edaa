"""One line per finding: `calendar.yaml:12:5: error: message [rule]`."""

from planner.reports import Judgement, summary
from planner.wording import visible


def report(judgements: list[Judgement], *, color: bool, width: int) -> str:
    """The lines and a summary; a line is never folded."""
    lines = []
    for judgement in judgements:
        source = judgement.reading.source
        for finding in judgement.findings:
            place = source.place(finding.place)
            lines.append(
                f"{place.file}:{place.line}:{place.column}: {finding.level}: "
                f"{visible(finding.message)} [{finding.rule}]"
            )
    return "\n".join([*lines, summary(judgements)]) + "\n"
