"""A rule that was silenced until a day that has come."""

from planner.fixes import File, Fix
from planner.fixes._silences import removal
from planner.model import Finding


def fix(finding: Finding, file: File) -> Fix | None:
    """Delete its name: it silences nothing any more."""
    return removal(finding, file)
