"""A word for which planner has another one."""

from planner.fixes import File, Fix
from planner.fixes._words import replaced
from planner.model import Finding


def fix(finding: Finding, file: File) -> Fix | None:
    """Write planner's own word, which means the same."""
    edits = replaced(file, finding.place, finding.instead) if finding.instead else ()
    return Fix(f"Write `{finding.instead}`", True, edits) if edits else None
