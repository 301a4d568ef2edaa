"""Findings as a table, for a comment on a pull request or the summary of a CI step."""

import re

from planner.model import Finding
from planner.reports import NO_EXTRAS, Extras, Judgement, by_importance, summary
from planner.reports._machines import file_of, project_path
from planner.source import Source
from planner.wording import counted, one_line

LONGEST = 60_000
"""Characters of the table: a comment on GitHub has at most 65,536."""

_MARKUP = re.compile(r"([\\`*_\[\]|~])")
_CALL = re.compile(r"([@#])(?=\w)")


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """A line that counts, and the findings below it, the worst first."""
    found = by_importance(judgements)
    lines = [f"**planner**: {summary(judgements)}"]
    if not found:
        return lines[0] + "\n"
    lines += ["", "| Level | Place | Finding | Rule |", "|---|---|---|---|"]
    room = LONGEST
    for number, (finding, source) in enumerate(found):
        row = _row(finding, source)
        room -= len(row) + 1
        if room < 0:
            lines += ["", f"{counted(len(found) - number, 'more finding')} not listed here."]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _row(finding: Finding, source: Source) -> str:
    place = source.place(finding.place)
    path = project_path(file_of(place, source))
    where = f"{path}:{place.line}" if finding.place else path
    cells = (finding.level, where, finding.message, finding.rule)
    return f"| {' | '.join(map(escaped, cells))} |"


def escaped(text: str) -> str:
    """The text on one line, showing as it is; it calls nobody (`@name`) and no issue (`#12`)."""
    plain = _MARKUP.sub(r"\\\1", one_line(text))
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # GitHub looks for them in the finished page, so only something in between keeps them apart.
    return _CALL.sub("\\1\u2060", plain)
