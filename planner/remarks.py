"""Findings and notes as lines for people: what to know and where it stands in the file."""

from typing import NamedTuple

from planner.model import Finding, Note
from planner.source import Reading, Source
from planner.wording import brief, one_line


class Remark(NamedTuple):
    """Something to know or do by hand; `place` is `calendar.yaml:12`, or "" when there is none."""

    message: str
    line: int | None = None
    place: str = ""
    level: str = ""
    rule: str = ""


def reading_remarks(reading: Reading) -> tuple[Remark, ...]:
    """What a reader found and assumed, in the order of the file."""
    findings = [finding_remark(finding, reading.source) for finding in reading.findings]
    notes = [note_remark(note, reading.source) for note in reading.notes]
    return tuple(sorted(findings + notes, key=lambda remark: remark.line or 0))


def note_remark(note: Note, source: Source) -> Remark:
    """A note with its line."""
    line = source.place(note.place).line if note.place else None
    return Remark(brief(one_line(note.message)), line, source.where(note.place) if line else "")


def finding_remark(finding: Finding, source: Source) -> Remark:
    """A finding with its line, level and rule."""
    line = source.place(finding.place).line if finding.place else None
    place = source.where(finding.place) if line else ""
    return Remark(brief(one_line(finding.message)), line, place, finding.level, finding.rule)
