"""Words for times in headings: dates, weekdays, days and weeks that are counted, hours."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.imports.calendar_words import MONTHS, WEEKDAYS

_MANY_LETTERS = 3
_LONGEST = 300


def _any_of(words: Iterable[str]) -> str:
    """The words that a heading may hold; `so` and `we` are no days in one."""
    clear = [word for word in words if len(word) >= _MANY_LETTERS or not word.isascii()]
    return "|".join(sorted(clear, key=len, reverse=True))


_WEEKDAY = _any_of(WEEKDAYS)
_MONTH = rf"(?:{_any_of(MONTHS)})\b\.?"
_ZONE = (
    r"(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d\d)?)?|C?EST|E[DS]?T|CET|C[DS]?T|M[DS]T|P[DS]?T|BST|IST|JST|"
    r"WIB|WITA|WIT|AE[DS]T|AWST|NZ[DS]T|SGT|[A-Z][a-z]+/[A-Z][A-Za-z_]+"
)
_HALF = r"[aApP]\.?[mM]\b\.?"
_HOUR = (
    rf"\d{{1,2}}[:.]\d\d[ ]?Uhr|\d{{1,2}}[ ]?Uhr|\d{{1,2}}:\d\d(?::\d\d)?(?:[ ]?{_HALF})?"
    rf"|\d{{1,2}}[ ]?{_HALF}|\d{{1,2}}h(?:\d\d)?"
)
_AT = r"(?:(?<!\w)(?:at|um|à|alle|as|às|a las|kl\.?|ab)\s+|@\s*)?"
"""Words before a time of day that belong to it."""
_PATTERNS = {
    "date": re.compile(
        r"(?<![\w.])\d{4}-\d{1,2}-\d{1,2}(?!\w)"
        r"|(?<![\w.])\d{1,2}[./]\d{1,2}[./]\d{4}(?!\w)"
        r"|(?<![\w.])\d{1,2}\.\d{1,2}\.(?!\w)"
        rf"|(?<![\w.])\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?(?:{_MONTH})(?:,?\s+(?:de\s+)?\d{{4}})?(?!\w)"
        rf"|(?<!\w)(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?(?![\w:])",
        re.IGNORECASE,
    ),
    "time": re.compile(
        rf"{_AT}(?<![\w:.])(?P<word>(?:{_HOUR})(?:\s*[-\u2013\u2014]\s*(?:{_HOUR}))?"
        rf"(?:\s*\(?(?:{_ZONE})\b\)?)?)(?!\w|:\d)"
    ),
    "day": re.compile(
        r"(?<!\w)(?:day|tag|jour|día|giorno|dia|день)\s*\d{1,3}(?!\w)", re.IGNORECASE
    ),
    "week": re.compile(
        r"(?<!\w)(?:\d{4}-W\d\d|(?:week|kw|woche|semaine|semana|неделя)\s*\d{1,2})(?![\w-])",
        re.IGNORECASE,
    ),
    "weekday": re.compile(
        rf"(?:\A|(?<=[-\u2013\u2014(|,:/·•]))[\W_]{{0,9}}(?P<word>{_WEEKDAY})\b\.?(?!['\u2019])"
        r"(?=\W*(?:\Z|[-\u2013\u2014(|,:/·•]))",
        re.IGNORECASE,
    ),
}  # fmt: skip
_YEAR = re.compile(rf"(?:(?:{_MONTH})|\bQ[1-4])\s+(20\d\d)\b|\b(20\d\d)-W\d\d\b", re.IGNORECASE)
_RANGE = re.compile(
    rf"\s*(?:[-\u2013\u2014]|to\b|until\b|bis\b)\s*(?:\d|{_MONTH}|(?:{_WEEKDAY})\b)",
    re.IGNORECASE,
)
_WEEK_OF = re.compile(
    r"(?<!\w)(?:week|woche|semaine|semana)\s*(?:of|from|starting|beginning|commencing|vom|ab|du|del)?"
    r"[\s:(]*\Z",
    re.IGNORECASE,
)
"""What makes a date the first day of a week."""
_SEPARATORS = re.compile(r"\s+[-\u2013\u2014|·•/@]+\s+|[|·•()\[\]\u2013\u2014]|,\s|:(?:\s|\Z)")


class Words(NamedTuple):
    """What a heading says of time, in its own words, and what else it says."""

    date: str | None = None
    time: str | None = None
    day: str | None = None
    week: str | None = None
    weekday: str | None = None
    rest: tuple[str, ...] = ()

    @property
    def tells_when(self) -> bool:
        """Whether an entry may begin here: a week alone is only a chapter."""
        return bool(self.date or self.time or self.day or self.weekday)

    def times(self) -> Iterator[tuple[str, str]]:
        """The columns that an entry gets of it."""
        for name in _PATTERNS:
            value = getattr(self, name)
            if value is not None:
                yield name, value


def words_of(heading: str) -> Words:
    """Read a heading; one of hundreds of letters is a text."""
    if len(heading) > _LONGEST:
        return Words(rest=(heading,))
    found: dict[str, str] = {}
    rest = heading
    for name, pattern in _PATTERNS.items():
        match = pattern.search(rest)
        if match and name == "date" and _RANGE.match(rest, match.end()):
            return Words(rest=(heading,))  # a stretch of days is a chapter
        if match:
            word = "word" if name in ("weekday", "time") else 0
            cut = "word" if name == "weekday" else 0
            before = rest[: match.start(cut)]
            chapter = _WEEK_OF.search(before) if name == "date" else None
            found["week" if chapter else name] = match[word]
            rest = f"{before[: chapter.start()] if chapter else before} | {rest[match.end(cut) :]}"
    pieces = (
        piece.strip(" \t-\u2013\u2014*_#:,.|/").removeprefix("@ ")
        for piece in _SEPARATORS.split(rest)
    )
    return Words(**found, rest=tuple(piece for piece in pieces if any(map(str.isalnum, piece))))


def year_of(heading: str) -> str | None:
    """The year that a heading states for what stands below it."""
    match = _YEAR.search(heading[:_LONGEST])
    return (match[1] or match[2]) if match else None
