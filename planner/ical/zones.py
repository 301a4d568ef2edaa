"""Which time zone a TZID means: public names, Windows names and the zones of the file itself."""

from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from planner.ical.components import Component
from planner.ical.lines import Line
from planner.weeks import zone_of

_LONGEST = 100
_MACHINE = frozenset(("localtime", "posixrules", "Factory", "posix", "right"))
"""Names that some machines know, but that mean something else on each of them."""


_COMMON = (
    "Europe/Berlin", "Europe/London", "Europe/Athens", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Tokyo", "Asia/Shanghai",
    "Asia/Bangkok", "Asia/Kolkata", "Asia/Dubai", "Australia/Sydney",
)  # fmt: skip
"""Of zones that show the same times, the name that most people know."""


class Known(NamedTuple):
    """A zone, its public name if it has one, and the file's own definition if that counts too."""

    zone: tzinfo
    name: str | None
    own: tzinfo | None = None


def public_zone(name: str) -> tuple[str, tzinfo] | None:
    """The public zone of a name, of its end (`/vendor/version/Europe/Paris`) or of Windows."""
    name = name.strip().strip("\"'").lstrip("/")
    if not name or len(name) > _LONGEST:
        return None
    if name.upper() in ("UTC", "Z", "GMT", "ETC/UTC", "UCT"):
        return "UTC", UTC
    parts = name.split("/")
    for start in range(max(1, len(parts) - 1)):
        candidate = "/".join(parts[start:])
        zone = _iana(candidate)
        if zone is not None:
            return candidate, zone
    from planner.ical.windows_zones import WINDOWS_ZONES

    known = WINDOWS_ZONES.get(name)
    return (known, zone_of(known)) if known else None


def _iana(name: str) -> tzinfo | None:
    if name.split("/", 1)[0] in _MACHINE:
        return None
    try:
        return zone_of(name)
    except LookupError:
        return None


def alike(zone: tzinfo, moments: list[datetime]) -> str | None:
    """The public zone that shows the same times as a zone of a file, or None."""
    from planner.ical.windows_zones import WINDOWS_ZONES

    wanted = [at.astimezone(zone).utcoffset() for at in moments]
    for name in dict.fromkeys((*_COMMON, *WINDOWS_ZONES.values())):
        public = _iana(name)
        if public is not None and wanted == [at.astimezone(public).utcoffset() for at in moments]:
            return name
    return None


class Zones:
    """The zones of one VCALENDAR; nothing is remembered from one file to the next."""

    def __init__(self, calendar: Component) -> None:
        """The zones that a VCALENDAR defines, and those that the world knows."""
        self._definitions = {
            child.value("TZID").strip(): child
            for child in calendar.children
            if child.name == "VTIMEZONE"
        }
        self._known: dict[str, Known | None] = {}
        self.broken: dict[str, Component] = {}
        self.contradictions: dict[str, tuple[Line, datetime]] = {}

    def get(self, name: str) -> Known | None:
        """What a TZID means, or None when neither the world nor the file knows it."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> Known | None:
        public = public_zone(name)
        definition = self._definitions.get(name.strip())
        if definition is None:
            # A comma in a parameter is plain, in the TZID property it is escaped.
            definition = self._definitions.get(name.strip().replace(",", "\\,"))
        own = self._own(name, definition) if definition is not None else None
        if public is not None:
            return Known(public[1], public[0], own)
        return Known(own, None) if own is not None else None

    def _own(self, name: str, definition: Component) -> tzinfo | None:
        from planner.ical.vtimezone import zone_from

        try:
            return zone_from(definition)
        except (ValueError, OverflowError):
            self.broken[name] = definition
            return None

    def check(self, known: Known, name: str, at: datetime, line: Line) -> None:
        """Remember the first time at which the file's definition and the public zone differ."""
        if known.own is None or name in self.contradictions:
            return
        if known.own.utcoffset(at) != at.utcoffset():
            self.contradictions[name] = line, at
