"""Workflow commands of GitHub Actions, which show findings as annotations of the files.

The syntax and what is escaped: GitHub Docs, "Workflow commands for GitHub Actions".
"""

from collections import Counter

from planner.model import Finding
from planner.reports import NO_EXTRAS, Extras, Judgement, by_importance, line_of, summary
from planner.reports._machines import file_of, project_path
from planner.source import Source
from planner.wording import counted, visible

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
MOST = 10
"""How many annotations of each level GitHub shows for a step; it drops the others silently."""

_Found = tuple[Finding, Source]


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """The most important findings as annotations, the others as plain lines, and a summary."""
    shown, rest = _divided(by_importance(judgements))
    lines = [_annotation(finding, source) for finding, source in shown]
    lines += [_plain(line_of(finding, source)) for finding, source in rest]
    if rest:
        more = counted(len(rest), "more finding")
        lines.append(f"::notice title=planner::{more} in the log of this step.")
    return "\n".join([*lines, summary(judgements)]) + "\n"


def _divided(found: list[_Found]) -> tuple[list[_Found], list[_Found]]:
    """Those that GitHub will show, and the rest; the notice about the rest takes a place, too."""
    levels = Counter(finding.level for finding, _ in found)
    overflows = any(number > MOST for number in levels.values())
    seen: Counter[str] = Counter()
    shown: list[_Found] = []
    rest: list[_Found] = []
    for finding, source in found:
        seen[finding.level] += 1
        most = MOST - 1 if overflows and finding.level == "info" else MOST
        (shown if seen[finding.level] <= most else rest).append((finding, source))
    return shown, rest


def _annotation(finding: Finding, source: Source) -> str:
    place = source.place(finding.place)
    properties: dict[str, str | int] = {"file": project_path(file_of(place, source))}
    if finding.place:
        properties |= {"line": place.line, "endLine": place.end_line}
    # Columns of several lines are refused.
    if finding.place and place.line == place.end_line:
        properties |= {"col": place.column, "endColumn": place.end_column}
    properties["title"] = f"planner: {finding.rule}"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.level]} {listed}::{_data(visible(finding.message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(line: str) -> str:
    """The line, not to be taken for a command: neither `::error::` nor the older `##[error]`."""
    line = line.replace("\n", " ").replace("##[", "## [")
    return f"./{line}" if line.lstrip().startswith("::") else line
