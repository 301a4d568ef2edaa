"""A name that silences no rule: misspelled, or of what cannot be silenced."""

from planner.fixes import File, Fix
from planner.fixes._silences import removal
from planner.model import Finding, Span
from planner.yaml_edit.edits import Edit


def fix(finding: Finding, file: File) -> Fix | None:
    """Write the rule that was probably meant; delete a name that can never silence anything."""
    place = finding.place
    if not finding.instead or not isinstance(place, Span):
        return removal(finding, file)
    name, _at, _week = file.data[place.start : place.end].partition(b"@")
    edit = Edit(place.start, place.start + len(name), finding.instead.encode())
    return Fix(f"Write `{finding.instead}`", False, (edit,), changes=True)
