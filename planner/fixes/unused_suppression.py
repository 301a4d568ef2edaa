"""A rule that is silenced where it finds nothing."""

from planner.fixes import File, Fix
from planner.fixes._silences import removal
from planner.model import Finding


def fix(finding: Finding, file: File) -> Fix | None:
    """Delete its name, or the whole comment if it names no other rule."""
    return removal(finding, file)
