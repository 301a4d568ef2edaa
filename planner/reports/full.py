"""Findings for people on a terminal: the message, the line it is about, and where else to look."""

from collections.abc import Iterator
from textwrap import wrap

from planner.model import Finding
from planner.reports import Judgement, summary
from planner.source import Place, Source
from planner.wording import listed, visible

_COLORS = {"error": "31", "warning": "33", "info": "36"}
MOST_RELATED = 8


def report(judgements: list[Judgement], *, color: bool, width: int) -> str:
    """A paragraph per finding and a summary, folded to `width` columns."""
    lines: list[str] = []
    for judgement in judgements:
        source = judgement.reading.source
        for finding in judgement.findings:
            lines += [*_paragraph(finding, source, color, max(width, 40)), ""]
        for note in judgement.reading.notes:
            where = source.where(note.place)
            lines += [*_folded(f"note: {where}: {note.message}", width, ""), ""]
    closing = " ".join([summary(judgements), *_profiles(judgements)])
    return "\n".join([*lines, *_folded(closing, width, "")]) + "\n"


def _profiles(judgements: list[Judgement]) -> Iterator[str]:
    """Which profile judged and, of a single calendar, the strictest that it meets."""
    names = sorted({judgement.profile for judgement in judgements if judgement.profile})
    if names:
        yield f"Judged by the profile {listed(names)}."
    if len(judgements) == 1 and names and judgements[0].posts:
        met = judgements[0].strictest()
        yield (
            f"The strictest profile it meets is {met.name}." if met else "It meets no profile yet."
        )


def _paragraph(finding: Finding, source: Source, color: bool, width: int) -> Iterator[str]:
    place = source.place(finding.place)
    level = _paint(finding.level, _COLORS[finding.level], color)
    where = _paint(f"{place.file}:{place.line}:{place.column}", "1", color)
    yield f"{where}: {level} [{finding.rule}]"
    yield from _folded(finding.message, width, "  ")
    yield from _excerpt(source, place, width)
    yield from _folded(_together(finding, source), width, "  ")


def _together(finding: Finding, source: Source) -> str:
    """Where the entries stand that a finding is also about, or nothing."""
    here = source.place(finding.place).file
    places = [source.place(route) for route, _entry in finding.related if route]
    others = any(place.file != here for place in places)
    found = sorted({(place.file if others else "", place.line) for place in places})
    listed = ", ".join(
        f"{file}:{line}" if file else str(line) for file, line in found[:MOST_RELATED]
    )
    more = f" and {len(found) - MOST_RELATED} more" if len(found) > MOST_RELATED else ""
    return f"Together with {'' if others else 'line '}{listed}{more}." if found else ""


def _excerpt(source: Source, place: Place, width: int) -> Iterator[str]:
    """The line of the finding, cut to the width, with a mark below its place."""
    text = source.line_at(place.offset).replace("\t", " ")
    margin = f"{place.line:>5} | "
    room = width - len(margin)
    start = max(0, place.column - room // 2) if place.column > room - 4 else 0
    shown = visible(text[start : start + room])
    if not shown.strip():
        return
    last = place.end_column if place.end_line == place.line else len(text) + 1
    length = max(1, min(last - place.column, len(shown) - (place.column - 1 - start)))
    yield margin + shown
    yield " " * 6 + "| " + " " * (place.column - 1 - start) + "^" * length


def _folded(text: str, width: int, indent: str) -> list[str]:
    return wrap(visible(text), width, initial_indent=indent, subsequent_indent=indent)


def _paint(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
