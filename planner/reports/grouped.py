"""Findings for people, file by file, each with its place, its level and its message."""

from collections.abc import Iterator
from itertools import groupby

from planner.model import Finding
from planner.reports import NO_EXTRAS, Extras, Judgement, count, summary, ways_out
from planner.reports._people import BOLD, COLORS, folded, judged_by, notes, paint, statistics
from planner.source import Place
from planner.wording import visible

NARROWEST = 40

_Placed = tuple[Place, Finding]


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """A block per file with findings, and a summary, folded to `width` columns."""
    lines: list[str] = []
    width = max(width, NARROWEST)
    for judgement in judgements:
        place = judgement.reading.source.place
        placed = [(place(finding.place), finding) for finding in judgement.findings]
        for file, group in groupby(placed, key=lambda it: it[0].file):
            lines += [*_block(file, list(group), color, width), ""]
        if extras.verbose:
            lines += [line for note in notes(judgement) for line in [*folded(note, width, ""), ""]]
    closing = [summary(judgements), *ways_out(judgements)]
    if extras.verbose:
        closing += map(judged_by, judgements)
    lines += [line for text in closing for line in folded(text, width, "")]
    return "\n".join([*lines, *(statistics(judgements) if extras.statistics else ())]) + "\n"


def _block(file: str, found: list[_Placed], color: bool, width: int) -> Iterator[str]:
    """The head of a file and its findings, with their columns side by side."""
    yield f"{paint(visible(file), BOLD, color)}: {count(finding for _, finding in found)}"
    places = [f"{place.line}:{place.column}" for place, _ in found]
    column = max(map(len, places))
    for where, (_, finding) in zip(places, found, strict=True):
        start = f"  {where:>{column}}  {finding.level:<7}  "
        text = f"{finding.message} [{finding.rule}]"
        first, *rest = folded(text, max(width, len(start) + NARROWEST), " " * len(start))
        level = paint(finding.level, COLORS[finding.level], color)
        yield start.replace(finding.level, level) + first[len(start) :]
        yield from rest
