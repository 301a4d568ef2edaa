"""Times of day as people write them."""

import re
from datetime import time
from typing import NamedTuple

from planner.imports.zones import SHORTENED

_CLOCK = (
    r"(?P<hour>\d{1,2})(?:(?:[:.]|\s?h\s?)(?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?:[.,]\d+)?)?|(?P<bare>\s?h(?=\s|\Z)|(?=\s?uhr\b)|(?=\s?[ap]\.?m)))"
    r"\s?(?P<half>[ap])?(?(half)\.?m\b\.?)(?:\s?uhr\b)?"
)
OFFSET = rf"(?P<zone>z\b|(?:utc|gmt)?\s?[+-]\d{{1,2}}(?::?\d{{2}})?(?!\d)|(?:{SHORTENED})\b)"
CLOCK = rf"{_CLOCK}\s*(?:[(]?{OFFSET}[)]?)?"
"""A time of day with its zone, as the groups hour, minute, second, half and zone."""
_ALONE = re.compile(
    rf"(?:at\s+)?(?:{_CLOCK})\s*(?:[(]?(?P<zone>z\b|\+\d{{2}}:?\d{{2}}(?!\d)|"
    rf"(?:utc|gmt)\s?[+-]\d{{1,2}}(?!\d)|(?:{SHORTENED})\b)[)]?)?(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_RANGE = re.compile(r"\s*(?:-|\u2013|\u2014|to|/|,|&|\u2192)\s*\d")
_NOON = 12
_WORDS = {
    **dict.fromkeys(
        ("noon", "midday", "12 noon", "mittag", "mittags", "midi", "mediodía", "mezzogiorno",
         "meio-dia", "полдень"), time(_NOON),
    ),
    **dict.fromkeys(
        ("midnight", "12 midnight", "mitternacht", "minuit", "medianoche", "mezzanotte",
         "meia-noite", "полночь"), time(0),
    ),
}  # fmt: skip
"""Hours that have a name of their own."""


class Clock(NamedTuple):
    """A time of day, the zone that stands behind it, and whether it was the first of several."""

    at: time
    zone: str = ""
    first_of_many: bool = False


def parse_clock(text: str) -> Clock | None:
    """A time of day such as `9:00`, `10:00 AM`, `9 AM UTC`, `14h30`; None for anything else."""
    word = text.strip().lower().removeprefix("at ")
    if word in _WORDS:
        return Clock(_WORDS[word])
    found = _ALONE.match(text.strip())
    if found is None:
        return None
    rest = found["rest"]
    if rest.strip() and not _RANGE.match(rest):
        return None
    at = clock_of(found)
    return Clock(at, (found["zone"] or "").strip(), bool(rest.strip())) if at else None


def clock_of(found: re.Match[str]) -> time | None:
    """The time of a match of `CLOCK`."""
    hour = int(found["hour"])
    half = (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None
