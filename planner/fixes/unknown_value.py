"""A word that is nearly one of the known ones: a guess, so never safe."""

from planner.fixes import File, Fix
from planner.fixes._words import replaced
from planner.model import Finding


def fix(finding: Finding, file: File) -> Fix | None:
    """Write the word that was probably meant."""
    edits = replaced(file, finding.place, finding.instead) if finding.instead else ()
    return Fix(f"Write `{finding.instead}`", False, edits, changes=True) if edits else None
