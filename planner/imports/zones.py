"""Time zones as people shorten them, in the names of columns and behind times."""

import re
from functools import lru_cache

from planner.weeks import zone_of

_SHORT = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC", "zulu": "UTC",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "brt": "America/Sao_Paulo", "bst": "Europe/London", "wet": "Europe/Lisbon",
    "cet": "Europe/Paris", "cest": "Europe/Paris", "eet": "Europe/Athens",
    "eest": "Europe/Athens", "msk": "Europe/Moscow", "trt": "Europe/Istanbul",
    "wat": "Africa/Lagos", "cat": "Africa/Maputo", "eat": "Africa/Nairobi",
    "sast": "Africa/Johannesburg", "gst": "Asia/Dubai", "pkt": "Asia/Karachi",
    "ist": "Asia/Kolkata", "wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura",
    "sgt": "Asia/Singapore", "myt": "Asia/Kuala_Lumpur", "pht": "Asia/Manila",
    "hkt": "Asia/Hong_Kong", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
    "awst": "Australia/Perth", "acst": "Australia/Adelaide", "acdt": "Australia/Adelaide",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland",
}  # fmt: skip
_REGIONS = (
    "africa", "america", "antarctica", "asia", "atlantic", "australia", "europe", "indian",
    "pacific",
)  # fmt: skip
_NO_ZONES = ("", "localtime", "posixrules", "posix", "right", "factory")
"""Names under which zone files may lie that say nothing, or what the machine is set to."""
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?00)?\Z")
_FARTHEST = 12
SHORTENED = "|".join(sorted(_SHORT, key=len, reverse=True))
"""The abbreviations, for patterns."""


def zone_named(text: str) -> str | None:
    """The IANA name that a text means: `EST`, `GMT+2`, `africa cairo`, `Europe/Berlin`."""
    words = text.strip().lower().replace("_", " ")
    if words in _SHORT:
        return _SHORT[words]
    offset = _OFFSET.match(words)
    if offset and 0 < int(offset[2]) <= _FARTHEST:
        # The names of these zones count westwards.
        return f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
    if words.startswith(_REGIONS):
        return _public(words)
    return None


@lru_cache(maxsize=1024)
def public_zone(text: str) -> str | None:
    """The zone that a cell states: a name that exists, however it is written."""
    name = zone_named(text) or text.strip()
    if name.lower() in _NO_ZONES:
        return None
    try:
        zone_of(name)
    except LookupError:
        return None
    return name


def _public(words: str) -> str | None:
    from zoneinfo import available_timezones

    wanted = words.replace("/", " ")
    for name in available_timezones():
        if name.lower().replace("/", " ").replace("_", " ") == wanted:
            return name
    return None
