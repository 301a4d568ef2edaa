"""Whether a whole text is a post, an account, a list, a hashtag or a link, as X sees it."""

import re

from planner.limits.counting import weighted
from planner.limits.entities import hashtags, mentions

MOST_OF_POST = 280
_NO_CHARACTERS = re.compile(r"[\ufeff\ufffe\uffff]")
_PARTS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://)?(?P<authority>[^/?#]*)(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_CODED = "%[0-9A-Fa-f]{2}"
_SIGNS = r"A-Za-z0-9\u0400-\u04ff\-._~!$&'()*+,;=:"
_USER = re.compile(rf"(?:[{_SIGNS}]|{_CODED})*")
_PATH = re.compile(rf"(?:/(?:[{_SIGNS}@|]|{_CODED})*)*")
_QUERY = re.compile(rf"(?:[{_SIGNS}@/?|]|{_CODED})*")
_AUTHORITY = re.compile(
    r"(?:(?P<user>[^@]*)@)?(?P<host>\[[^\]]*\]|[^:@]*)(?::(?P<port>[0-9]{1,5}))?"
)
_SIX = re.compile(r"\[[0-9A-Fa-f:.]+\]")
_FOUR = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_LABEL = r"[a-z0-9\x80-\U0010ffff](?:[a-z0-9{more}\-\x80-\U0010ffff]*[a-z0-9\x80-\U0010ffff])?"
_DOMAIN = re.compile(
    rf"(?:{_LABEL.format(more='_')}\.)*{_LABEL.format(more='')}\."
    r"[a-z\x80-\U0010ffff](?:[a-z0-9\-\x80-\U0010ffff]*[a-z0-9\x80-\U0010ffff])",
    re.IGNORECASE,
)
_MOST_OF_BYTE = 255


def is_post(text: str) -> bool:
    """Whether X takes the text: not empty, not too long, no characters that are none."""
    return 0 < weighted(text) <= MOST_OF_POST and not _NO_CHARACTERS.search(text)


def is_username(text: str) -> bool:
    """`@user`, and nothing around it."""
    return [(it.start, it.end, it.rest) for it in mentions(text)] == [(0, len(text), "")]


def is_list(text: str) -> bool:
    """`@user/list`, and nothing around it."""
    found = mentions(text)
    return len(found) == 1 and bool(found[0].rest) and found[0][2:] == (0, len(text))


def is_hashtag(text: str) -> bool:
    """`#tag`, and nothing around it."""
    return [(it.start, it.end) for it in hashtags(text)] == [(0, len(text))]


def is_url(text: str, *, needs_protocol: bool = True) -> bool:
    """A link by RFC 3986, with letters of every script in its domain."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return False
    scheme, authority, path, query, fragment = parts.groups()
    if (scheme or "").lower() not in {"http", "https"} and (needs_protocol or scheme):
        return False
    return (
        _is_authority(authority)
        and _PATH.fullmatch(path) is not None
        and _QUERY.fullmatch(query or "") is not None
        and _QUERY.fullmatch(fragment or "") is not None
    )


def _is_authority(text: str) -> bool:
    parts = _AUTHORITY.fullmatch(text)
    if parts is None or not _USER.fullmatch(parts["user"] or ""):
        return False
    host = parts["host"]
    if _FOUR.fullmatch(host):
        return all(int(part) <= _MOST_OF_BYTE for part in host.split("."))
    return _SIX.fullmatch(host) is not None or _DOMAIN.fullmatch(host) is not None
