"""A time zone that does not exist: safe where only its spelling is wrong."""

from planner.fixes import File, Fix
from planner.fixes._words import replaced
from planner.model import Finding, Span


def fix(finding: Finding, file: File) -> Fix | None:
    """Write the zone as the public list spells it."""
    zone = finding.instead
    edits = replaced(file, finding.place, zone) if zone else ()
    if not edits or zone is None:
        return None
    written = file.text(Span(edits[0].start, edits[0].end))
    return Fix(f"Write `{zone}`", _is_only_spelling(written, zone), edits, changes=True)


def _is_only_spelling(written: str, zone: str) -> bool:
    """Whether a name is that of the zone but for its case and spaces, or its city's alone."""
    from zoneinfo import available_timezones

    name = _folded(written)
    if name == zone.lower():
        return True
    cities = [it.rpartition("/")[2].lower() for it in available_timezones()]
    return name == zone.rpartition("/")[2].lower() and cities.count(name) == 1


def _folded(written: str) -> str:
    parts = written.strip(" \t'\"").lower().split("/")
    return "/".join("_".join(part.split()) for part in parts)
