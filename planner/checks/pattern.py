"""Phrases and expressions that entries should do without, or have only so often.

Words are whole words; links, accounts and hashtags are not looked at, and of a very long text
only its first part. Moving an entry does not change its words, so there is no plan reading.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from planner.checks import Count, Option, PostHit
from planner.errors import nearest
from planner.items import channels_of, day_window, item_name, items
from planner.model import Entry, Window
from planner.named import Any, NamedTuple
from planner.options import count, positive
from planner.patterns import Pattern
from planner.phrases import (
    LONGEST,
    Phrase,
    Phrases,
    finder,
    fold,
    occurring,
    own_text,
    read_phrases,
    typed,
)
from planner.weeks import Timeline, week_name
from planner.which import Test, Which, read_which
from planner.wording import one_line, shorten

_LETTERS = Pattern(r"[A-Za-z ]*(?![?*+{])")
TEXTS = ("text", "title", "note", "why", "goal", "topic", "promises")
"""The fields in which words can be looked for."""
_SHOWN = 40
_LONGEST_EXPRESSION = 300
_REPEATING = ("*", "+", "{")
"""Signs of which an expression that can run away has at least two."""


class Expressions(tuple[str, ...]):
    """Regular expressions; they print with commas."""

    __slots__ = ()

    def __str__(self) -> str:
        """As they are written."""
        return ", ".join(self) or "none"


class Fields(tuple[str, ...]):
    """Names of fields; they print with commas."""

    __slots__ = ()

    def __str__(self) -> str:
        """`text, title`."""
        return ", ".join(self)


class Options(NamedTuple):
    """Entries that are `of` have none of the `words`, or at most so many of them do."""

    of: Which
    words: tuple[Phrase, ...] = Phrases()
    expressions: tuple[str, ...] = Expressions()
    looks_in: tuple[str, ...] = Fields(("text", "title"))
    at_most: int = 0
    over: int = 1


def read_expressions(value: Any) -> Expressions:
    """Regular expressions that can be put together; raises `ValueError` with a sentence."""
    found = value if isinstance(value, list) else [value]
    for item in found:
        if not isinstance(item, str) or not item or len(item) > _LONGEST_EXPRESSION:
            raise ValueError(f"{item!r} is no regular expression")
        try:
            compiled = re.compile(item)
        except re.error as error:
            raise ValueError(f"{item!r} is no regular expression: {error}") from None
        if compiled.groups or compiled.flags != re.UNICODE:
            raise ValueError(f"{item!r} has groups or flags; write (?:...) for a group")
        if any(sign in item for sign in _REPEATING) and _can_run_away(item):
            raise ValueError(
                f"{item!r} repeats a group that repeats something, which can take for ever; "
                "write ++ or *+ for the inner one"
            )
        if compiled.match(""):
            raise ValueError(f"{item!r} fits a text without anything in it")
    return Expressions(found)


def _can_run_away(expression: str) -> bool:
    # Planner's own rules repeat nothing, and no run of them should load and compile this.
    from planner.runaway import can_run_away

    return can_run_away(expression)


def read_fields(value: Any) -> Fields:
    """Names of fields that hold text."""
    found = value if isinstance(value, list) else [value]
    for item in found:
        if item not in TEXTS:
            hint = nearest(str(item), TEXTS)
            raise ValueError(f"{item!r} holds no words{hint}; known: {', '.join(TEXTS)}")
    return Fields(found)


OPTIONS = {
    "of": Option(read_which, "the entries whose words are judged"),
    "words": Option(read_phrases, "whole words and phrases, whatever their case and accents"),
    "expressions": Option(read_expressions, "regular expressions, without groups; case is ignored"),
    "looks_in": Option(read_fields, "the fields that are read: text and title if not said"),
    "at_most": Option(count, "how many entries may have them"),
    "over": Option(positive, "the number of weeks over which those are counted"),
}
WORDS = ("entry", "channel", "found", "field", "when", "observed", "allowed", "excess")
COUNTS = ("observed", "allowed", "excess")


class _Found(NamedTuple):
    """What was found in an entry: the field and the words as they stand there."""

    field: str
    said: str


def lint(options: Options, timeline: Timeline) -> Iterator[PostHit]:
    """A hit per item; where some are allowed, one per stretch of weeks, at the one too many."""
    looking = _Finder(options, timeline)
    if not looking.known:
        return
    if options.at_most:
        yield from _too_many(options, timeline, looking)
        return
    for item in items(entry for entry in timeline.going_out() if looking.find(entry)):
        window = day_window(item[0], timeline)
        yield _hit(options, timeline, looking, [item], window)


class _Finder:
    """Looks for the words of a rule, in every text once and before any entry is looked at."""

    def __init__(self, options: Options, timeline: Timeline) -> None:
        self.options = options
        self.fits = options.of.test(timeline.calendar)
        self.expression: Pattern | None = None
        if options.expressions:
            joined = "|".join(f"(?:{one})" for one in options.expressions)
            self.expression = Pattern(joined, re.IGNORECASE)
        texts, together = _texts(options, self.fits, timeline)
        phrases = occurring(options.words, together)
        self.phrase = finder(phrases) if phrases else None
        if not phrases:
            texts = _likely(options.expressions, texts)
        self.known = {text: said for text in texts if (said := self._find(text[:LONGEST]))}

    def find(self, entry: Entry) -> _Found | None:
        """The first field of an entry that has one of the words."""
        for field in self.options.looks_in if self.fits(entry) else ():
            said = self.known.get(getattr(entry, field, None) or "")
            if said:
                return _Found(field, said)
        return None

    def _find(self, text: str) -> str | None:
        said = self.phrase(text) if self.phrase else None
        return said or (self._match(typed(text)) if self.expression else None)

    def _match(self, text: str) -> str | None:
        # Most texts do not fit as they are, and links are cut out of the others only.
        search = self.expression and self.expression.search
        match = search and search(text) and search(own_text(text))
        return match[0] if match else None


def _texts(options: Options, fits: Test, timeline: Timeline) -> tuple[set[str], str]:
    """All texts that are looked at, and those folded in one: most rules look at the same ones."""
    key = "texts", options.of, options.looks_in
    if key not in timeline.kept:
        entries, fields = filter(fits, timeline.going_out()), options.looks_in
        texts = {text for it in entries for name in fields if (text := getattr(it, name, None))}
        timeline.kept[key] = texts, "\n".join(map(fold, texts))
    found: tuple[set[str], str] = timeline.kept[key]
    return found


def _likely(expressions: tuple[str, ...], texts: set[str]) -> set[str]:
    """The texts in which an expression can fit; mostly none, as what it begins with is nowhere.

    To search 10,000 texts for the expressions took 9 ms of a run, to look for their beginnings 1.
    """
    together = "\n".join(filter(str.isascii, texts)).lower()
    if any(_beginning(one) in together for one in expressions):
        return texts
    return {text for text in texts if not text.isascii()} if expressions else set()


def _beginning(expression: str) -> str:
    """What every text begins with, in lower case, that an expression fits; all can be ""."""
    found = _LETTERS.match(expression)
    return found[0].lower() if found and "|" not in expression else ""


def _too_many(options: Options, timeline: Timeline, looking: _Finder) -> Iterator[PostHit]:
    """A hit for every week that adds one to more than are allowed over the weeks up to it."""
    found = [moment for moment in timeline.moments if looking.find(moment.entry)]
    days = [moment.day for moment in found]
    for week, _moments in timeline.weeks():
        window, _all = timeline.back(week, options.over)
        first, until = window.first.toordinal(), window.until.toordinal()
        start, new = bisect_left(days, first), bisect_left(days, week.first.toordinal())
        end = bisect_left(days, until)
        counted = items(moment.entry for moment in found[start:end])
        added = {moment.entry.id for moment in found[new:end]}
        tip = next((it for it in counted[options.at_most :] if it[0].id in added), None)
        if tip:
            others = [item for item in counted if item is not tip]
            yield _hit(options, timeline, looking, [tip, *others], window)


def _hit(
    options: Options,
    timeline: Timeline,
    looking: _Finder,
    found: list[list[Entry]],
    window: Window | None,
) -> PostHit:
    entry = found[0][0]
    what = looking.find(entry)
    assert what is not None
    words = {
        "entry": item_name(found[0], timeline),
        "channel": channels_of(found[0]) or "no channel",
        "found": shorten(one_line(what.said), _SHOWN),
        "field": what.field,
        "when": week_name(window) if window and options.at_most else "",
        "observed": Count(len(found)),
        "allowed": Count(options.at_most),
        "excess": Count(len(found) - options.at_most),
    }
    related = tuple(item[0] for item in found[1:])
    return PostHit(
        entry, window, len(found), options.at_most, words, what.field, related=related
    )  # fmt: skip
