"""The findings that readers make, by name: their level and what they are about."""

from planner.model import Finding, Level, Route, Span

NOTICES: dict[str, tuple[Level, str]] = {
    "ambiguous-date": ("error", "Dates that can be read with the day or the month first."),
    "bad-encoding": ("error", "The file is not text in UTF-8."),
    "broken-line": ("error", "A line of an iCalendar file that cannot be understood."),
    "cannot-judge": ("error", "A part of the file that is too large or too odd to be judged."),
    "cut-text": ("warning", "A hashtag that YAML takes for a comment, so it is lost."),
    "duplicate-id": ("error", "Two entries with one id."),
    "duplicate-key": ("error", "A key that is given twice; only one of the values could count."),
    "empty-calendar": ("warning", "There is nothing in the calendar."),
    "expired-suppression": ("warning", "A comment that silences a rule until a day that has come."),
    "missing-id": ("info", "An entry without an id of its own. Told when selected."),
    "no-dates": ("warning", "No post has a date."),
    "no-such-time": ("error", "A date or time that does not exist."),
    "odd-encoding": ("warning", "The file is text, but not in UTF-8."),
    "odd-line-end": ("warning", "Line ends that no program writes on purpose."),
    "odd-recurrence": ("warning", "A repetition that contradicts itself."),
    "odd-time": ("warning", "A time that is written in a way that programs read differently."),
    "odd-zone": ("warning", "A time zone of the file that contradicts the public one."),
    "ragged-row": ("warning", "A row with more or fewer cells than the table has columns."),
    "stray-space": ("info", "Spaces that do not belong to a word. Told when selected."),
    "synonym": ("info", "A word for which planner has another one. Told when selected."),
    "syntax": ("error", "The file breaks the rules of its format."),
    "unknown-key": ("warning", "A word planner does not know in this place."),
    "unknown-kinds": ("warning", "Most posts do not say of what kind they are."),
    "unknown-value": ("warning", "A value that is none of the known words."),
    "unknown-zone": ("error", "A time zone that does not exist."),
    "unused-suppression": ("warning", "A rule is silenced where it finds nothing."),
    "wrong-suppression": ("warning", "A comment or field that silences no rule there is."),
    "wrong-type": ("error", "A value of the wrong type for its field."),
}
QUIET = frozenset(("missing-id", "stray-space", "synonym"))
"""Those about how a calendar is written and not what it says: told only when they are selected."""
UNREADABLE = ("syntax", "bad-encoding", "cannot-judge")
"""Those after which a part of the calendar may be missing: no plan without it."""


MOST_BYTES = 16 * 1024 * 1024
"""The size of the largest text file that is read; ten thousand posts need a tenth of it."""


def too_large(data: bytes, marks: bytes, most: int) -> Finding | None:
    """The finding about a file that nobody wrote by hand, so that none keeps the machine busy.

    It has too many bytes, or more than `most` of the `marks` that separate values in its format.
    """
    if len(data) > MOST_BYTES:
        message = f"This file is larger than {MOST_BYTES // 2**20} MiB, so it was not read."
        return notice("cannot-judge", message, Span(0, 0))
    if len(data) > most:
        others = bytes(set(range(256)).difference(marks))
        if len(data.translate(None, others)) > most:
            message = (
                f"This file has more than {most:,} lines and values, too many to be written by "
                "hand, so it was not read. Split it."
            )
            return notice("cannot-judge", message, Span(0, 0))
    return None


MOST_IN_A_LINE = 1024 * 1024
"""Bytes of the longest line or cell that is read."""


def long_line(what: str, place: Span) -> Finding:
    """The finding about a line, or another part of a table or page, that nobody wrote by hand."""
    size = f"{MOST_IN_A_LINE // 2**20} MiB"
    message = f"This {what} is longer than {size}, so it was left out. Shorten or split it."
    return notice("cannot-judge", message, place)


def notice(
    name: str,
    message: str,
    place: Route | Span,
    entry: str | None = None,
    related: tuple[tuple[Route, str], ...] = (),
) -> Finding:
    """A finding of a reader; its level comes from `NOTICES`."""
    return Finding(name, NOTICES[name][0], message, place, entry, related=related)
