"""Code Quality reports of GitLab: findings in the widget and the diff of a merge request.

The fields: GitLab Docs, "Code Quality report format".
"""

from planner.reports import NO_EXTRAS, Extras, Judgement
from planner.reports._machines import identified, json_text
from planner.wording import visible

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """A list of findings; a fingerprint stays the same when lines move."""
    records = [
        {
            "description": visible(it.finding.message),
            "check_name": it.finding.rule,
            "fingerprint": it.fingerprint,
            "severity": _SEVERITIES[it.finding.level],
            "location": {"path": it.path, "lines": {"begin": it.place.line}},
        }
        for it in identified(judgements)
    ]
    return json_text(records)
