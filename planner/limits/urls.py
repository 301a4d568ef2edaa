"""Links in a text, found as X finds them: with and without a protocol, beside any script."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from planner.limits.top_level_domains import NAMES, in_scripts
from planner.patterns import Pattern

SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NO_CHARACTERS = r"\ufeff\ufffe\uffff"
_OF_NO_NAME = rf"!'#%&()*+,\\/:;<=>?@\[\]\^{{|}}~${SPACES}{_DIRECTIONS}{_NO_CHARACTERS}"
ACCENTED = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272"
    r"\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
"""Latin letters with accents; like all here the inside of a class of a regular expression."""
_PATH_SIGNS = rf"a-zA-Z0-9\u0400-\u04ff{ACCENTED}!*';:=+,.$/%#\[\]\-\u2013_~@|&"
_QUERY_SIGNS = r"a-zA-Z0-9!?*'@();:&=+$/%#\[\]\-_.,~|"

_INNER_DOT = Pattern(rf"\.(?=[0-9a-zA-Z]{{2}}|[^\x00-\x7f{_OF_NO_NAME}])")
"""A dot before something that may be a top-level domain: sentences end otherwise."""
_BOUNDARY = Pattern(rf"[{_OF_NO_NAME}]")
_ENDS_OF_NAMES = bytes.maketrans(
    b"!'#%&()*+,\\/:;<=>?@[]^{|}~$\t\n\x0b\x0c\r", b" " * len(b"!'#%&()*+,\\/:;<=>?@[]^{|}~$12345")
)
_HOST = Pattern(rf"(?:[\-a-zA-Z0-9{ACCENTED}]+\.)+")
_WORD = Pattern(r"[0-9a-zA-Z]+")
_CODED = Pattern(r"xn--[\-0-9a-z]+", re.IGNORECASE)
_CODED_STARTS = ("xn--", "XN--", "Xn--", "xN--")
_PORT = Pattern(r":[0-9]+")
_PATH = Pattern(
    rf"/(?:[{_PATH_SIGNS}]+|\((?:[{_PATH_SIGNS}]+|[{_PATH_SIGNS}]*\([{_PATH_SIGNS}]+\)"
    rf"[{_PATH_SIGNS}]*)\))*"
)
_QUERY = Pattern(rf"\?[{_QUERY_SIGNS}]+")
_SHORT_LINK = Pattern(r"https?://t\.co/([a-z0-9]+)", re.IGNORECASE)

_NOT_BEFORE = frozenset("#$@\uff03\uff20\ufeff\ufffe\uffff").union(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
_NOT_BEFORE_BARE = frozenset("-_./")
_NO_PATH_END = "!*';:,.$%[]\u2013~@|&"
_NO_QUERY_END = "!?*'@();:+$%[].,~|"
MOST_OF_URL = 4096
MOST_OF_LABEL = 63
MOST_OF_SHORT_LINK = 40


class Entity(NamedTuple):
    """A part of a text that means something, with the positions where it stands (half-open)."""

    text: str
    start: int
    end: int


class _Match(NamedTuple):
    """A link with its parts: where it, its domain and all of it begin and end."""

    start: int
    domain: int
    domain_end: int
    end: int
    has_path: bool


def urls(text: str) -> list[Entity]:
    """The links of a text in their order; `example.com` is one, `example.baz` is none."""
    found: list[Entity] = []
    if "." not in text:
        return found
    floor = past = 0
    names = ""
    for dot in _INNER_DOT.finditer(text):
        if dot.start() < past:
            continue
        names = names or _only_names(text)
        first = names.rfind(" ", past, dot.start()) + 1 or past
        past = _end_or(names, " ", dot.start(), len(text))
        for match in _matches(text, first, past, floor):
            floor = match.end
            if _is_possible(text, match):
                found += _links_of(text, match)
        past = max(past, floor)
    return found


def _only_names(text: str) -> str:
    """The text with a space for each sign that ends a name."""
    if text.isascii():
        return text.encode("ascii").translate(_ENDS_OF_NAMES).decode("ascii")
    return str(_BOUNDARY.sub(" ", text))


def _matches(text: str, first: int, last: int, floor: int) -> Iterator[_Match]:
    """What looks like a link in a stretch without spaces and signs that end names.

    `floor` is where the link before it ended: the character before a link is not part of one.
    """
    at = first
    start = _start_of_protocol(text, first)
    if start is not None and _may_begin(text, start, floor):
        end = _domain_end(text, first, last, is_bare=False)
        if end is not None:
            match = _with_tail(text, start, first, end)
            yield match
            floor, at = match.end, match.end + 1
    while at < last and (at := _next_start(text, at, last, floor)) < last:
        end = _domain_end(text, at, last, is_bare=True)
        if end is not None:
            match = _with_tail(text, at, at, end)
            yield match
            floor, at = match.end, match.end + 1
            continue
        label = _end_or(text, ".", at, last)
        at = max(text.rfind("_", at, label), -1) + 1 or label + 1


def _start_of_protocol(text: str, first: int) -> int | None:
    if not text.endswith("://", 0, first):
        return None
    before = text[max(0, first - len("https://")) : first].lower()
    if before == "https://":
        return first - len("https://")
    return first - len("http://") if before.endswith("http://") else None


def _may_begin(text: str, at: int, floor: int) -> bool:
    """Whether a link may begin here, as far as the character before it goes."""
    return at == 0 or (at > floor and text[at - 1] not in _NOT_BEFORE)


def _next_start(text: str, at: int, last: int, floor: int) -> int:
    """The next position where a name may begin."""
    while at < last and not (text[at] not in "-_." and _may_begin(text, at, floor)):
        at += 1
    return at


def _end_or(text: str, sign: str, at: int, last: int) -> int:
    """Where a sign stands between two positions, or the last one."""
    found = text.find(sign, at, last)
    return last if found < 0 else found


def _domain_end(text: str, at: int, last: int, is_bare: bool) -> int | None:
    """Where the longest domain ends that begins here; only its subdomains may hold `_`."""
    best = None
    while (dot := text.find(".", at, last)) >= 0:
        if dot == at or text[at] in "-_" or text[dot - 1] in "-_":
            break
        if text.find("_", at, dot) < 0:
            best = _end_of_top_level(text, dot + 1, is_bare) or best
        at = dot + 1
    return best


def _end_of_top_level(text: str, at: int, is_bare: bool) -> int | None:
    """Where a top-level domain ends that begins here, or None when there is none.

    After a domain with a protocol a hyphen may follow: a space was forgotten.
    """
    if text.startswith(_CODED_STARTS, at) and (coded := _CODED.match(text, at)):
        return int(coded.end())
    word = _WORD.match(text, at)
    if word and word.group().lower() in NAMES:
        return int(word.end()) if _may_follow(text, word.end(), is_bare) else None
    if not text.isascii():
        for name in _top_levels_in_scripts():
            end = at + len(name)
            if text[at:end].lower() == name and _may_follow(text, end, is_bare):
                return end
    return None


_top_levels_in_scripts = cache(in_scripts)


def _may_follow(text: str, at: int, is_bare: bool) -> bool:
    sign = text[at : at + 1]
    if sign in ("+", "-"):
        return not is_bare
    return not (sign == "@" or (sign.isascii() and sign.isalnum()))


def _with_tail(text: str, start: int, domain: int, domain_end: int) -> _Match:
    """The link with its port, path and query, without the punctuation that follows it."""
    end = domain_end
    if text.startswith(":", end) and (port := _PORT.match(text, end)):
        end = port.end()
    path = _PATH.match(text, end) if text.startswith("/", end) else None
    if path:
        end += len(path.group().rstrip(_NO_PATH_END))
    if text.startswith("?", end):
        end += _length_of_query(text, end)
    return _Match(start, domain, domain_end, end, path is not None)


def _length_of_query(text: str, at: int) -> int:
    query = _QUERY.match(text, at)
    kept = query.group()[1:].rstrip(_NO_QUERY_END) if query else ""
    return len(kept) + 1 if kept else 0


def _links_of(text: str, match: _Match) -> list[Entity]:
    if match.start < match.domain:
        end = _end_of_short_link(text, match)
        return [] if end is None else [Entity(text[match.start : end], match.start, end)]
    if match.start and text[match.start - 1] in _NOT_BEFORE_BARE:
        return []
    return list(_bare_links(text, match))


def _is_possible(text: str, match: _Match) -> bool:
    """Whether every label of the domain fits into the DNS, and the link into X."""
    if match.end - match.start <= MOST_OF_LABEL and text.isascii():
        return True
    coded = 0
    for label in text[match.domain : match.domain_end].split("."):
        length = _length_in_dns(label)
        if length > MOST_OF_LABEL:
            return False
        coded += length - len(label)
    protocol = match.domain - match.start or len("https://")
    return protocol + match.end - match.start + coded <= MOST_OF_URL


def _length_in_dns(label: str) -> int:
    if label.isascii():
        return len(label)
    if len(label) > MOST_OF_LABEL or label[:4].lower() == "xn--":
        return MOST_OF_LABEL + 1
    return len(label.encode("punycode", "replace")) + len("xn--")


def _end_of_short_link(text: str, match: _Match) -> int | None:
    """A link of X's own shortener ends with its word; None when the word is too long."""
    if match.domain_end - match.domain != len("t.co"):
        return match.end
    short = _SHORT_LINK.match(text, match.start)
    if short is None:
        return match.end
    if len(short.group(1)) > MOST_OF_SHORT_LINK:
        return None
    return int(short.end()) + _length_of_query(text, short.end())


def _bare_links(text: str, match: _Match) -> Iterator[Entity]:
    """The hosts in Latin letters inside a domain; the last one has the path, if there is one."""
    at = match.domain
    while (host := _HOST.search(text, at, match.domain_end)) is not None:
        end = _end_of_host(text, host.start(), host.end())
        if end is None:
            at = host.end()
            continue
        at = end
        if end >= match.domain_end and match.has_path:
            end = match.end
        yield Entity(text[host.start() : end], host.start(), end)


def _end_of_host(text: str, start: int, end: int) -> int | None:
    while end > start:
        found = _end_of_top_level(text, end, is_bare=True)
        if found is not None:
            return found
        end = text.rfind(".", start, end - 1) + 1 or start
    return None
