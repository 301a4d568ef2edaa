"""Mentions, hashtags, cashtags and links in a text, as X defines them; Mastodon's mentions."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from planner.limits.urls import ACCENTED, SPACES, Entity, urls
from planner.patterns import Pattern

__all__ = [
    "Entity", "Mention", "cashtags", "hashtags", "leading_mentions", "mentions",
    "remote_mentions", "reply", "urls", "without_overlaps",
]  # fmt: skip

_AT = r"[@\uff20]"
_HASH = r"[#\uff03]"
_USER = r"[A-Za-z0-9_]{1,20}"
_MENTION = Pattern(
    r"(?:^|[^A-Za-z0-9_!#$%&*@\uff20]|(?:^|[^A-Za-z0-9_+~.\-])[Rr][Tt]:?)"
    rf"({_AT}({_USER})(/[A-Za-z][A-Za-z0-9_\-]{{0,24}})?)"
)
_NO_MENTION = Pattern(rf"{_AT}|[{ACCENTED}]|://")
_LEADING = Pattern(rf"[{SPACES}]*{_AT}({_USER})")
_BETWEEN = Pattern(rf"[{SPACES}]*")
_REMOTE = Pattern(r"@(?<![=/\w]@)([A-Za-z0-9_]+(?:[.\-]+[A-Za-z0-9_]+)*)(?:@(\w+(?:[.\-]+\w+)*))?")
_CASHTAG = Pattern(
    rf"(?:^|(?<=[{SPACES}\u180e]))\$((?:[A-Za-z]{{1,6}}:[A-Za-z0-9]{{1,6}}|[0-9]{{1,6}}:[A-Za-z]{{1,6}}"
    r"|[A-Za-z]{1,6}-[A-Za-z]{1,2}|[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?))"
    r"(?=$|[\s!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$])"
)
_ASCII_HASHTAG = Pattern(r"(?:^|[^A-Za-z0-9_&])(#([0-9_]*[A-Za-z][A-Za-z0-9_]*))")
_NO_HASHTAG = Pattern(rf"{_HASH}|://")


class Mention(NamedTuple):
    """An account that a text names: its name, what follows (a list or a server), its place."""

    name: str
    rest: str
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """The accounts that X finds, also with a list: `@user` and `@user/list`."""
    if "@" not in text and "\uff20" not in text:
        return []
    return [
        Mention(match[2], match[3] or "", match.start(1), match.end(1))
        for match in _MENTION.finditer(text)
        if not _NO_MENTION.match(text, match.end())
    ]


def reply(text: str) -> str | None:
    """The account that a text answers: the one whose name it begins with."""
    found = _LEADING.match(text)
    return None if found is None or _NO_MENTION.match(text, found.end()) else found[1]


def leading_mentions(text: str) -> int:
    """Where the accounts end that a reply begins with, with the spaces after them."""
    end = 0
    while (found := _LEADING.match(text, end)) and not _NO_MENTION.match(text, found.end()):
        space = _BETWEEN.match(text, found.end())
        assert space is not None
        if space.end() == found.end() < len(text):
            break
        end = space.end()
    return end


def remote_mentions(text: str) -> list[Mention]:
    """The accounts that Mastodon finds: `@user` and `@user@host`; the rest is `@host`."""
    if "@" not in text:
        return []
    return [
        Mention(match[1], f"@{match[2]}" if match[2] else "", match.start(), match.end())
        for match in _REMOTE.finditer(text)
        if not _NO_MENTION.match(text, match.end())
    ]


def hashtags(text: str) -> list[Entity]:
    """The hashtags of a text, without their sign, that are no part of a link."""
    if "#" not in text and "\uff03" not in text:
        return []
    pattern = _ASCII_HASHTAG if text.isascii() else _hashtag()
    found = [
        Entity(match[2], match.start(1), match.end(1))
        for match in pattern.finditer(text)
        if not _NO_HASHTAG.match(text, match.end())
    ]
    links = urls(text) if found else []
    if not links:
        return found
    spans = [(tag.start, tag.end, number) for number, tag in enumerate(found)]
    spans += [(link.start, link.end, -1) for link in links]
    return [found[number] for _, _, number in without_overlaps(spans) if number >= 0]


def cashtags(text: str) -> list[Entity]:
    """The signs of shares, without the `$`: `$TEST`, `$VOW:GR`."""
    if "$" not in text:
        return []
    return [Entity(match[1], match.start(), match.end()) for match in _CASHTAG.finditer(text)]


def without_overlaps(spans: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Spans (start, end, anything) in their order, without those that begin inside another."""
    kept: list[tuple[int, int, int]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


@cache
def _hashtag() -> Any:
    """Letters, marks and digits of all scripts, and the signs that words are written with."""
    import regex  # type: ignore[import-untyped]

    signs = r"_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003"
    word = rf"\p{{L}}\p{{M}}\p{{Nd}}{signs}\u0f0b\u0f0c\xb7"
    return regex.compile(
        rf"(?:^|[\ufe0e\ufe0f]|[^{word}&])({_HASH}(?![\ufe0f\u20e3])"
        rf"([{word}]*[\p{{L}}\p{{M}}][{word}]*))"
    )
