"""Texts made fit to show: on one line, without control characters, cut between words."""

from collections.abc import Callable, Iterable

from planner.patterns import Pattern

_CONTROLS = (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_NO_CHARACTERS = (*range(0xD800, 0xE000), 0xFEFF, 0xFFFE, 0xFFFF)
UNSEEN = dict.fromkeys((*_CONTROLS, *_DIRECTIONS, *_NO_CHARACTERS))
"""What no page or terminal should get: controls, lone surrogates and changes of direction."""

_SMALL = ("A", "An", "Nobody", "No", "Somebody", "The", "There")
"""First words of sentences that are no names, so that they are small inside of one."""

_SEQUENCE = Pattern(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
"""A command to a terminal: a colour, a title, a movement of the cursor."""

_SENTENCE_END = Pattern(r"(?<!\.[a-z])\.(?= [A-Z])")
"""Where a first sentence ends: in `2 p.m.` and `e.g. This` it does not."""


def _without_commands(text: str) -> str:
    return str(_SEQUENCE.sub("", text)) if "\x1b" in text else text


def visible(text: str) -> str:
    """The text without control characters and overrides of its direction; lines are kept."""
    return "\n".join(_without_commands(text).splitlines()).translate(UNSEEN)


def first_sentence(text: str) -> str:
    """The first sentence of a text, without its full stop."""
    end = _SENTENCE_END.search(text)
    return (text[: end.start()] if end else text).rstrip(".")


def one_line(text: str) -> str:
    """The visible text with every stretch of white space as one space."""
    return " ".join(_without_commands(text).split()).translate(UNSEEN)


def brief(text: str, limit: int = 400) -> str:
    """The text, of a longer one its beginning and its end with an ellipsis between them.

    Sentences for people begin with what is wrong and end with what helps; what is long is in
    between, out of a file.
    """
    if len(text) <= limit:
        return text
    tail = limit // 3
    return f"{text[: limit - tail - 3].rstrip()} … {text[-tail:].lstrip()}"


def graphemes(text: str) -> list[str]:
    """The characters as people count them: an emoji of several code points is one."""
    if text.isascii():
        return list(text)
    import regex  # type: ignore[import-untyped]

    clusters: list[str] = regex.findall(r"\X", text)
    return clusters


def _one(_cluster: str) -> int:
    return 1


def shorten(text: str, limit: int, width_of: Callable[[str], int] = _one) -> str:
    """The text if it fits, else its first words and an ellipsis.

    The limit counts graphemes, or what `width_of` says of each. A word that fills most of the
    limit is cut inside.
    """
    clusters = graphemes(text)
    if sum(map(width_of, clusters)) <= limit:
        return text
    fitting, used = 0, 1
    for cluster in clusters:
        used += width_of(cluster)
        if used > limit:
            break
        fitting += 1
    return _whole_words("".join(clusters[:fitting]), clusters[fitting].isspace()) + "…"


def _whole_words(text: str, complete: bool) -> str:
    words, space, _ = text.rpartition(" ")
    if complete or not space or len(words) * 2 < len(text):
        words = text
    return words.rstrip(" ,;:-")


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 post`, `3 posts`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def inside(sentence: str) -> str:
    """The sentence as it goes on after other words: `the post`, but still `Friday` and `x`."""
    first, space, rest = sentence.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in _SMALL else sentence


def duration(minutes: int) -> str:
    """`45 min`, `2 h`, `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest or not hours else [])
    return " ".join(parts)
