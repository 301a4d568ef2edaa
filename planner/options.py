"""How the options of a rule are read from data; each reader raises `ValueError` with a sentence."""

import re
from typing import Any

from planner.errors import nearest
from planner.model import KIND_GROUPS, POST_KINDS, SLOT_KINDS

_LENGTH = re.compile(r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?")


def kinds(value: Any) -> frozenset[str]:
    """Kinds of posts and slots, or groups of them (broadcasts, gives, conversations)."""
    words = value if isinstance(value, list) else [value]
    known = [*POST_KINDS, *(kind for kind in SLOT_KINDS if kind not in POST_KINDS)]
    found: set[str] = set()
    for word in words:
        if word in KIND_GROUPS:
            found.update(KIND_GROUPS[word])
        elif word in known:
            found.add(word)
        else:
            hint = nearest(str(word), [*known, *KIND_GROUPS])
            raise ValueError(f"{word!r} is not a kind{hint}; known: {', '.join(known)}")
    return frozenset(found)


def count(value: Any) -> int:
    """A whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is not a whole number from 0")
    return value


def positive(value: Any) -> int:
    """A whole number from 1."""
    if count(value) == 0:
        raise ValueError("0 is too small; write a whole number from 1")
    return int(value)


def minutes(value: Any) -> int:
    """A length of time such as `3h`, `90m` or `1h30m`, in minutes."""
    if isinstance(value, str):
        match = _LENGTH.fullmatch(value.strip().lower())
        if match and any(match.groups()):
            return int(match[1] or 0) * 60 + int(match[2] or 0)
    raise ValueError(f"{value!r} is not a length of time; write it like 3h, 90m or 1h30m")


def kind(value: Any) -> str:
    """One kind."""
    (word,) = kinds([value]) if not isinstance(value, list) and value not in KIND_GROUPS else ("",)
    if not word:
        raise ValueError(f"{value!r} is not one kind; write a single word such as share")
    return word
