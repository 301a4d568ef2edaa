"""Findings for people on a terminal: the message, the line it is about, and where else to look."""

from collections.abc import Iterator, Mapping

from planner.excerpt import excerpt
from planner.model import Finding
from planner.reports import NO_EXTRAS, Extras, Judgement, summary, ways_out
from planner.reports._people import BOLD, COLORS, folded, judged_by, notes, paint, statistics
from planner.source import Place, Source
from planner.wording import listed, visible

MOST_RELATED = 8
NARROWEST = 40


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """A paragraph per finding and a summary, folded to `width` columns."""
    lines: list[str] = []
    width = max(width, NARROWEST)
    for judgement in judgements:
        source, files = judgement.reading.source, _files(judgement, extras)
        for finding in judgement.findings:
            lines += [*_paragraph(finding, source, color, width, files), ""]
        for note in notes(judgement):
            lines += [*folded(note, width, ""), ""]
    closing = [" ".join([summary(judgements), *_profiles(judgements)]), *ways_out(judgements)]
    if extras.verbose:
        closing += map(judged_by, judgements)
    lines += [line for text in closing for line in folded(text, width, "")]
    return "\n".join([*lines, *(statistics(judgements) if extras.statistics else ())]) + "\n"


def _files(judgement: Judgement, extras: Extras) -> Mapping[str, str]:
    """The files of the rules that judged, where their names are to be links."""
    return {rule.name: rule.file for rule in judgement.judges()} if extras.links else {}


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


def _paragraph(
    finding: Finding, source: Source, color: bool, width: int, files: Mapping[str, str]
) -> Iterator[str]:
    place = source.place(finding.place)
    level = paint(finding.level, COLORS[finding.level], color)
    where = paint(f"{visible(place.file)}:{place.line}:{place.column}", BOLD, color)
    yield f"{where}: {level} [{_linked(finding.rule, files.get(finding.rule))}]"
    yield from folded(finding.message, width, "  ")
    yield from _excerpt(source, place, width)
    yield from folded(_together(finding, source), width, "  ")


def _linked(text: str, file: str | None) -> str:
    """The text as a link to a file, as terminals know it (OSC 8)."""
    if file is None:
        return text
    from planner.reports._machines import file_uri

    return f"\x1b]8;;{file_uri(file)}\x1b\\{text}\x1b]8;;\x1b\\"


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
    text = source.line_at(place.offset)
    last = place.end_column if place.end_line == place.line else len(text) + 1
    yield from excerpt(text, place.line, place.column, last - place.column, width)
