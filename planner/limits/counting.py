"""How long a text is: each platform counts in its own way."""

from collections.abc import Callable, Mapping
from functools import cache

from planner.named import Any
from planner.patterns import Pattern

URL_WEIGHT = 23
"""What a link counts on X and on Mastodon, however long it is."""
EMOJI_WEIGHT = 2

_MAYBE_LINK = Pattern(r"\.[0-9A-Za-z]{2}")
"""In ASCII: a dot before something that may be a top-level domain."""
_HEAVY = Pattern(r"[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""The code points that weigh 2 on X."""
_MAYBE_EMOJI = Pattern(r"[\u203c-\u3299\ufe0f\u20e3\U0001f000-\U000fffff]")
_ESCAPED = Pattern(r"[\\|{}@\[\]()<>#*_~]")
"""What LinkedIn's interface wants a backslash before."""
_REST_OF_LINK = Pattern(r"[^\s<>()]*")
_NO_LINK_END = "?!*\"'\u300c\u300d<>;:=,.$%[]~&|@"


def characters(text: str) -> int:
    """Unicode code points."""
    return len(text)


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def utf16_units(text: str) -> int:
    """Code units of UTF-16: most emoji are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """Characters as people see them: an emoji of several code points is one."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(_cluster().findall(text))


def weighted(text: str) -> int:
    """X: most characters of the West are 1, others and emoji 2, a link is 23."""
    if text.isascii():
        if "://" not in text and not _MAYBE_LINK.search(text):
            return len(text)
        links = _urls()(text)
        return len(text) + URL_WEIGHT * len(links) - sum(len(link.text) for link in links)
    from unicodedata import normalize

    text = normalize("NFC", text)
    total = at = 0
    for link in _urls()(text) if "." in text else ():
        total += _weight(text[at : link.start]) + URL_WEIGHT
        at = link.end
    return total + _weight(text[at:])


def weighted_reply(text: str) -> int:
    """X, but the accounts that a text begins with are 0: a reply fills them in by itself."""
    if not text.lstrip().startswith(("@", "\uff20")):
        return weighted(text)
    from planner.limits.entities import leading_mentions

    return weighted(text[leading_mentions(text) :])


def _weight(text: str) -> int:
    if text.isascii():
        return len(text)
    emoji = 0
    if _MAYBE_EMOJI.search(text):
        text, emoji = _emoji().subn("", text)
    return len(text) + len(_HEAVY.findall(text)) + EMOJI_WEIGHT * emoji


def emoji_as_bytes(text: str) -> int:
    """Threads: an emoji counts as many as it has bytes in UTF-8."""
    if text.isascii() or not _MAYBE_EMOJI.search(text):
        return len(text)
    emoji = _emoji().findall(text)
    return len(text) + sum(utf8_bytes(it) - len(it) for it in emoji)


def escaped(text: str) -> int:
    """LinkedIn: signs that its interface wants a backslash before count 2."""
    return len(text) + len(_ESCAPED.findall(text))


def mastodon(text: str) -> int:
    """Mastodon: characters as people see them, a link is 23, `@user@host` is `@user`."""
    if "://" not in text and text.count("@") < len("@@"):
        return graphemes(text)
    from planner.limits.entities import remote_mentions, without_overlaps

    spans = [(start, end, URL_WEIGHT) for start, end in _mastodon_links(text)]
    spans += [(it.start, it.end, len(it.name) + 1) for it in remote_mentions(text) if it.rest]
    parts, at = [], 0
    for start, end, length in without_overlaps(spans):
        parts += [text[at:start], "x" * length]
        at = end
    return graphemes("".join([*parts, text[at:]]))


def _mastodon_links(text: str) -> list[tuple[int, int]]:
    """Links with a protocol only; their paths may hold letters of every script."""
    if "://" not in text:
        return []
    links = []
    for link in _urls()(text):
        if link.text[:4].lower() == "http" and "://" in link.text:
            end = link.end
            if not text.isascii() and link.text.count("/") > len("//"):
                rest = _REST_OF_LINK.match(text, end)
                end += len(rest.group().rstrip(_NO_LINK_END)) if rest else 0
            links.append((link.start, end))
    return links


@cache
def _urls() -> Any:
    """What finds links: read in when a text may have one."""
    from planner.limits.urls import urls

    return urls


@cache
def _cluster() -> Any:
    import regex  # type: ignore[import-untyped]

    return regex.compile(r"\X")


@cache
def _emoji() -> Any:
    """Emoji and their sequences: flags, keycaps, skins, families."""
    import regex

    picture = (
        r"(?:[\xa9\xae]\ufe0f|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}"
        r"|[\p{Emoji_Presentation}--\p{RI}]"
        r"|[\p{Emoji}--[#*0-9\xa9\xae\p{RI}\p{Emoji_Presentation}]]\ufe0f?)"
        r"(?:[\U000e0020-\U000e007e]+\U000e007f)?"
    )
    return regex.compile(
        rf"\p{{RI}}\p{{RI}}|[#*0-9]\ufe0f?\u20e3|{picture}(?:\u200d{picture})*|\p{{RI}}",
        regex.VERSION1,
    )


METHODS: Mapping[str, Callable[[str], int]] = {
    "characters": characters,
    "graphemes": graphemes,
    "bytes": utf8_bytes,
    "utf16": utf16_units,
    "weighted": weighted,
    "weighted-reply": weighted_reply,
    "emoji-as-bytes": emoji_as_bytes,
    "escaped": escaped,
    "mastodon": mastodon,
}
"""The ways of counting, by the names that the data uses."""
