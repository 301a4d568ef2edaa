"""Words and phrases looked for in texts: whole words, whatever their case, accents and signs.

Links, accounts and hashtags are no words of a text. Most texts hold none of the phrases, so a
plain search for a piece of each comes first; only where one is found is the text cut into words.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from planner.named import Any, NamedTuple
from planner.patterns import Pattern

LONGEST = 5000
"""Characters of a text that are looked at."""
_APOSTROPHE = "'\N{RIGHT SINGLE QUOTATION MARK}"
_TAGS = (
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@\w[\w.-]*|[@#]\w[\w.@-]*"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,18}/\S*"
)
_LETTERS = rf"[^\W_]+(?:[{_APOSTROPHE}][^\W_]+)*"
_NO_WORDS = Pattern(_TAGS, re.IGNORECASE)
_TOKEN = Pattern(rf"(?P<skip>{_TAGS})|(?P<word>{_LETTERS})|(?P<stop>[.!?\n]+)", re.IGNORECASE)
_WORD = Pattern(_LETTERS)
_PARTS = Pattern(rf"{_LETTERS}|\*")
_ACCENTS = Pattern("[\N{COMBINING GRAVE ACCENT}-\u036f\u20d0-\u20ff]+")
_CURLED = (
    "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
    "\N{MODIFIER LETTER APOSTROPHE}\N{ACUTE ACCENT}"
)
_APOSTROPHES = str.maketrans("", "", f"'`{_CURLED}")
_TYPEWRITTEN = str.maketrans(dict.fromkeys(_CURLED, "'"))
_STOP, _ANY = "", "*"
_NOES = frozenset(("never", "not", "no", "dont", "wont", "doesnt", "stop", "without", "cannot"))
_REACH_OF_A_NO = 3
"""Words after which a no still holds: never ever buy followers."""


class Phrase(NamedTuple):
    """A phrase as its words, folded, where `*` is any word; `rarest` first to look for."""

    words: tuple[str, ...]
    rarest: tuple[str, ...]
    written: str


def fold(text: str) -> str:
    """In lower case, without accents and apostrophes, and fancy letters made plain."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    return _folded(text)


@lru_cache(1 << 14)  # many rules look at the same texts
def _folded(text: str) -> str:
    import unicodedata

    parts = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return str(_ACCENTS.sub("", parts)).casefold()


def _composed(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text)


def read_phrases(value: Any) -> tuple[Phrase, ...]:
    """A phrase or a list of them; raises `ValueError` with a sentence."""
    found = value if isinstance(value, list) else [value]
    phrases = []
    for item in found:
        words = tuple(map(fold, _parts_of(item))) if isinstance(item, str) else ()
        rarest = tuple(sorted({*words} - {_ANY}, key=lambda word: (-len(word), word)))
        if not rarest:
            raise ValueError(f"{item!r} is no word or phrase")
        phrases.append(Phrase(words, rarest, item))
    return Phrases(phrases)


def _parts_of(phrase: str) -> list[str]:
    """The words of a phrase; most are plain and need no expression, which is slow to compile."""
    parts = phrase.split(" ")
    pieces = [piece for part in parts if part != _ANY for piece in part.split("'")]
    if phrase.isascii() and all(piece.isalnum() for piece in pieces):
        return parts
    return list(_PARTS.findall(phrase))


class Phrases(tuple[Phrase, ...]):
    """Several phrases; they print with commas."""

    __slots__ = ()

    def __str__(self) -> str:
        """`game changer, next level`."""
        return ", ".join(phrase.written for phrase in self) or "none"


def occurring(phrases: Iterable[Phrase], together: str) -> list[Phrase]:
    """The phrases that can stand in one of some texts: whose words all stand in them together.

    `together` are the texts in one, folded. Hardly any phrase does, and to search one long text
    for a word takes a tenth of searching each text.
    """
    known: dict[str, bool] = {}

    def stands(word: str) -> bool:
        if word not in known:
            known[word] = word in together
        return known[word]

    return [phrase for phrase in phrases if all(map(stands, phrase.rarest))]


def finder(phrases: Iterable[Phrase]) -> Callable[[str], str | None]:
    """A function that gives the first of some phrases in a text, as it is written there."""
    by_word: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by_word.setdefault(phrase.rarest[0], []).append(phrase)

    def find(text: str) -> str | None:
        folded = fold(text)
        likely = [
            phrase
            for rarest in [word for word in by_word if word in folded]
            for phrase in by_word[rarest]
            if all(word in folded for word in phrase.rarest)
        ]
        return _first(likely, text) if likely else None

    return find


def _first(phrases: list[Phrase], text: str) -> str | None:
    text = text if text.isascii() else _composed(text)
    spans = _words_of(text)
    words = [word for word, _start, _end in spans]
    for position in range(len(words)):
        for phrase in phrases:
            end = position + len(phrase.words)
            if _is_said(phrase.words, words[position:end]) and not _is_denied(words[:position]):
                return text[spans[position][1] : spans[end - 1][2]]
    return None


def _is_said(phrase: tuple[str, ...], words: list[str]) -> bool:
    """Whether words are those of a phrase; `*` fits any of them, but no stop."""
    return len(words) == len(phrase) and all(
        word == wanted or (wanted == _ANY and word != _STOP)
        for wanted, word in zip(phrase, words, strict=True)
    )


def _is_denied(before: list[str]) -> bool:
    """Whether what follows some words is spoken against: one of the last three is a no."""
    for word in reversed(before[-_REACH_OF_A_NO:]):
        if word == _STOP:
            return False
        if word in _NOES:
            return True
    return False


def _words_of(text: str) -> list[tuple[str, int, int]]:
    """The folded words of a text and where they stand; no phrase goes over a stop or a link."""
    found: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(text):
        word = fold(match[0]) if match.lastgroup == "word" else _STOP
        found.append((word, *match.span()))
    return found


def own_words(text: str) -> list[str]:
    """The words of a text without links, accounts and hashtags; unspaced letters are words each."""
    found: list[str] = []
    for word in _WORD.findall(own_text(text)):
        found += list(word) if any(map(_is_unspaced, word)) else [word]
    return found


def _is_unspaced(letter: str) -> bool:
    return "\u0e00" <= letter <= "\u0eff" or "\u3040" <= letter <= "\u9fff"


def own_text(text: str) -> str:
    """A text without links, accounts and hashtags."""
    if "@" in text or "#" in text or "/" in text or "www" in text:
        return str(_NO_WORDS.sub(" ", text))
    return text


def typed(text: str) -> str:
    """A text with the apostrophes of a typewriter."""
    return text if text.isascii() else text.translate(_TYPEWRITTEN)
