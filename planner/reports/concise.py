"""One line per finding: `calendar.yaml:12:5: error: message [rule]`."""

from planner.reports import NO_EXTRAS, Extras, Judgement, line_of, summary, ways_out


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """The lines and a summary; a line is never folded."""
    lines = []
    for judgement in judgements:
        source = judgement.reading.source
        lines += [line_of(finding, source) for finding in judgement.findings]
        if extras.verbose:
            lines += _notes(judgement)
    lines += [summary(judgements), *ways_out(judgements), *_more(judgements, extras)]
    return "\n".join(lines) + "\n"


def _notes(judgement: Judgement) -> list[str]:
    from planner.reports._people import notes
    from planner.wording import one_line

    return [one_line(note) for note in notes(judgement)]


def _more(judgements: list[Judgement], extras: Extras) -> list[str]:
    if not (extras.verbose or extras.statistics):
        return []
    from planner.reports._people import judged_by, statistics

    judges = [judged_by(judgement) for judgement in judgements] if extras.verbose else []
    return [*judges, *(statistics(judgements) if extras.statistics else ())]
