"""An id that another entry has already; which of the two should change, nobody can know."""

from planner.fixes import File, Fix
from planner.model import Finding
from planner.weeks import zone_of
from planner.yaml_edit.items import Change, changed


def fix(finding: Finding, file: File) -> Fix | None:
    """Write the id that planner gives the second entry until it has one of its own."""
    item = file.item(file.routes.get(finding.entry or "", ()))
    if item is None or finding.instead is None:
        return None
    zone = zone_of(file.reading.calendar.timezone)
    edits = changed(item, Change(id=finding.instead), zone)
    return Fix(f"Give it the id `{finding.instead}`", False, tuple(edits))
