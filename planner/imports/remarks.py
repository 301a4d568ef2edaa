"""What an import has to say: each thing once, with the lines that it is about."""

from collections.abc import Callable
from typing import NamedTuple

from planner.model import Finding, Note, Route, Span
from planner.notices import notice
from planner.wording import counted

_MOST_LINES = 6
_MOST_WORDS = 6


class Tally(NamedTuple):
    """A thing that many rows have in common: where, and the words that they have for it."""

    spans: list[Span]
    words: dict[str, int]
    sentence: Callable[["Tally"], str]

    @property
    def rows(self) -> str:
        """`1 row` or `12 rows`."""
        return counted(len(self.spans), "row")

    @property
    def posts(self) -> str:
        """`1 post` or `12 posts`."""
        return counted(len(self.spans), "post")

    @property
    def quoted(self) -> str:
        """The words in quotes, the first few of them."""
        return self._few([f'"{word}"' for word in self.words])

    @property
    def named(self) -> str:
        """The words as they are, the first few of them."""
        return self._few(list(self.words))

    def _few(self, words: list[str]) -> str:
        more = len(words) - _MOST_WORDS
        return ", ".join(words[:_MOST_WORDS]) + (f" and {more} more" if more > 0 else "")


class Mixed(NamedTuple):
    """Dates of one column that can only have the day first, and only the month first."""

    day_first: tuple[Span, str]
    month_first: tuple[Span, str]


class Remarks:
    """The findings and notes of one import; what many rows share is counted.

    `ambiguous` are the dates of each column that have two readings, `mixed` the columns that show
    both; `floating` says whether there are times without a zone.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.notes: list[Note] = []
        self.ambiguous: dict[str, list[tuple[Span, str]]] = {}
        self.mixed: dict[str, Mixed] = {}
        self.floating = False
        self._tallies: dict[object, Tally] = {}

    def note(self, message: str, place: Route | Span = ()) -> None:
        """Say something once."""
        self.notes.append(Note(message, place))

    def report(self, name: str, message: str, place: Route | Span) -> None:
        """Add a finding."""
        self.findings.append(notice(name, message, place))

    def count(
        self, key: object, place: Span, sentence: Callable[[Tally], str], word: str = ""
    ) -> None:
        """Count a place towards a sentence that is said once, at the first of them."""
        tally = self._tallies.setdefault(key, Tally([], {}, sentence))
        tally.spans.append(place)
        if word:
            tally.words[word] = tally.words.get(word, 0) + 1

    def _close_dates(self, line_of: Callable[[Span], int]) -> None:
        """Ask how dates with two readings are meant."""
        for column, mixed in self.mixed.items():
            self._tell_mixed(column, mixed, line_of)
        for column, places in self.ambiguous.items():
            if column in self.mixed:
                continue
            span, text = places[0]
            message = (
                f'`{column}` has dates like "{text}" that can be read with the day or the month '
                f"first, and no date shows which; {counted(len(places), 'post')} got no date. "
                f'Say it with --map "{column}=dd/mm/yyyy" or --map "{column}=mm/dd/yyyy".'
            )
            self.report("ambiguous-date", message, span)

    def _tell_mixed(self, column: str, mixed: Mixed, line_of: Callable[[Span], int]) -> None:
        """Say that a column writes its dates in two ways."""
        (day, first), (month, second) = mixed
        message = (
            f'`{column}` mixes two ways to write dates: "{first}" (line {line_of(day)}) has the '
            f'day first, "{second}" (line {line_of(month)}) the month.'
        )
        places = self.ambiguous.get(column)
        if not places:
            self.note(f"{message} Each was read as it can only be meant.", max(day, month))
            return
        span, text = places[0]
        message += (
            f' {counted(len(places), "post")} with a date like "{text}" got no date. Write all '
            "dates of the column in one way, best as 2027-03-01."
        )
        self.report("ambiguous-date", message, span)

    def close(self, line_of: Callable[[Span], int]) -> None:
        """Say what was counted, with the lines in which it stands."""
        self._close_dates(line_of)
        for tally in self._tallies.values():
            message = tally.sentence(tally)
            if len(tally.spans) > 1:
                message = f"{message} {_lines([line_of(span) for span in tally.spans])}"
            self.notes.append(Note(message, tally.spans[0]))
        self._tallies.clear()


def _lines(lines: list[int]) -> str:
    lines = list(dict.fromkeys(lines))
    if len(lines) == 1:
        return f"(Line {lines[0]}.)"
    more = len(lines) - _MOST_LINES
    shown = ", ".join(str(line) for line in lines[:_MOST_LINES])
    return f"(Lines {shown}{f' and {more} more' if more > 0 else ''}.)"
