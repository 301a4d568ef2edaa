"""Which entries a rule is about: their kinds, and what else the calendar says of them."""

from collections.abc import Callable, Iterable
from functools import reduce

from planner.errors import nearest
from planner.handles import handles_of, known_handles
from planner.model import (
    KIND_GROUPS,
    POST_KINDS,
    RECORD_KINDS,
    SLOT_KINDS,
    UNKNOWN,
    Calendar,
    Entry,
    Post,
    Record,
    Slot,
)
from planner.named import Any, NamedTuple

KINDS = (*POST_KINDS, *(kind for kind in SLOT_KINDS if kind not in POST_KINDS), UNKNOWN)
ENTRIES = {"post": Post, "slot": Slot, "record": Record}
FIELDS = (
    "channel", "by", "backup", "topic", "about", "campaign", "goal", "series", "why", "source",
    "title", "text", "note", "link", "status", "audience", "origin", "tags", "surfaces",
    "mentions", "media", "shows", "alt", "automated", "trigger", "rss", "pin", "paid", "opinion",
    "approvals", "event", "promises", "due", "delivers", "every",
)  # fmt: skip
"""What can be asked of an entry beside its kind."""
_RENAMED = {"from": "origin", "hashtags": "tags"}
_DERIVED = frozenset(("mentions", "link", "channel", "shows", "alt"))
"""Fields of which more than the value counts; see `said_of`."""
_AFTER_LINKS = ".,;:!?)]>\"'"
Test = Callable[[Entry | Record], bool]


class Which(NamedTuple):
    """A choice of entries: all that is given has to fit.

    `kinds` and `entries` (post, slot, record) are None for all of them. Each of `fields` is a
    field with True (it says something), False (it does not) or the words of which it has one.
    One of `others` has to fit, where there are any, and `excluded` must not. `written` is the
    choice in words.
    """

    kinds: frozenset[str] | None = None
    entries: frozenset[str] | None = None
    fields: tuple[tuple[str, bool | frozenset[str]], ...] = ()
    others: tuple["Which", ...] = ()
    excluded: "Which | None" = None
    written: str = ""

    def __str__(self) -> str:
        """As it was written, the kinds of a group spelled out."""
        return self.written or ", ".join(sorted(self.kinds or ()))

    def test(self, calendar: Calendar) -> Test:
        """A function that tells whether an entry of a calendar fits."""
        if self.kinds is None and not self.fields and not self.others and not self.excluded:
            return self._class_test()
        tests = [_field_test(name, wanted, calendar) for name, wanted in self.fields]
        if self.entries is not None:
            tests.insert(0, self._class_test())
        if self.kinds is not None:
            kinds = self.kinds
            tests.insert(0, lambda entry: entry.kind in kinds)
        if self.others:
            options = [which.test(calendar) for which in self.others]
            tests.append(reduce(_either, options))
        if self.excluded is not None:
            is_excluded = self.excluded.test(calendar)
            tests.append(lambda entry: not is_excluded(entry))
        return reduce(_both, tests)

    def _class_test(self) -> Test:
        if self.entries is None:
            return lambda _entry: True
        classes = tuple(ENTRIES[name] for name in sorted(self.entries))
        if len(classes) == 1:
            only = classes[0]
            return lambda entry: type(entry) is only
        return lambda entry: isinstance(entry, classes)


def _both(one: Test, other: Test) -> Test:
    return lambda entry: one(entry) and other(entry)


def _either(one: Test, other: Test) -> Test:
    return lambda entry: one(entry) or other(entry)


def of_kinds(kinds: Iterable[str]) -> Which:
    """Entries of some kinds."""
    return Which(frozenset(kinds))


def read_which(value: Any) -> Which:
    """Read a choice: a kind, a group of kinds, a list of them, or fields and what they say.

    Raises `ValueError` with a sentence.
    """
    if not isinstance(value, dict):
        return Which(_kinds(value))
    kinds = entries = excluded = None
    others: tuple[Which, ...] = ()
    fields = []
    for key, item in value.items():
        if key == "kind":
            kinds = _kinds(item)
        elif key == "entry":
            entries = frozenset(_word(word, tuple(ENTRIES), "entry") for word in _list(item))
        elif key == "any":
            others = tuple(read_which(one) for one in _list(item))
        elif key == "not":
            excluded = read_which(item)
        else:
            fields.append((_field(key), _wanted(key, item)))
    return Which(kinds, entries, tuple(fields), others, excluded, _in_words(value))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _kinds(value: Any) -> frozenset[str]:
    found: set[str] = set()
    for word in _list(value):
        if isinstance(word, str) and word in KIND_GROUPS:
            found.update(KIND_GROUPS[word])
        elif word in KINDS or word in RECORD_KINDS:
            found.add(word)
        else:
            hint = nearest(str(word), [*KINDS, *KIND_GROUPS, *RECORD_KINDS])
            raise ValueError(f"{word!r} is not a kind{hint}; known: {', '.join(KINDS)}")
    return frozenset(found)


def _word(word: Any, known: tuple[str, ...], what: str) -> str:
    if word not in known:
        hint = nearest(str(word), known)
        raise ValueError(f"{word!r} is no {what}{hint}; known: {', '.join(known)}")
    return str(word)


def _field(key: str) -> str:
    known = (*FIELDS, *_RENAMED)
    if key not in known:
        words = ("kind", "entry", "any", "not", *known)
        hint = nearest(key, words)
        raise ValueError(f'there is no field "{key}" to choose by{hint}; {", ".join(words)} exist')
    return _RENAMED.get(key, key)


def _wanted(key: str, value: Any) -> bool | frozenset[str]:
    if isinstance(value, bool):
        return value
    words = _list(value)
    if not words or not all(isinstance(word, str | int) for word in words):
        raise ValueError(f'"{key}" is true, false or a list of words')
    return frozenset(str(word).lower() for word in words)


def _in_words(value: dict[str, Any]) -> str:
    parts = []
    for key, item in value.items():
        if key == "any":
            parts.append("any of " + "; ".join(str(read_which(one)) for one in _list(item)))
        elif key == "not":
            parts.append(f"not {read_which(item)}")
        else:
            said = str(item).lower() if isinstance(item, bool) else ", ".join(map(str, _list(item)))
            parts.append(f"{key}: {said}")
    return ", ".join(parts)


def _field_test(name: str, wanted: bool | frozenset[str], calendar: Calendar) -> Test:
    if isinstance(wanted, bool):
        if name in _DERIVED:
            return lambda entry: bool(said_of(entry, name)) == wanted
        return lambda entry: _says(getattr(entry, name, None)) == wanted
    if name == "link":
        return _link_test(wanted, calendar)
    if name == "mentions" and "outside" in wanted:
        known = known_handles(calendar)
        return lambda entry: any(word not in known for word in handles_of(entry))
    words = wanted
    return lambda entry: not words.isdisjoint(said_of(entry, name))


def _link_test(wanted: frozenset[str], calendar: Calendar) -> Test:
    """Whether a link goes to one of the domains; `own` are those of the calendar."""
    named = calendar.domains if "own" in wanted else ()
    domains = (*named, *(word for word in wanted if word != "own"))

    def fits(entry: Entry | Record) -> bool:
        hosts = [host_of(link) for link in links_of(entry)]
        return any(
            host == domain or host.endswith(f".{domain}") for host in hosts for domain in domains
        )

    return fits


def links_of(entry: Entry | Record) -> tuple[str, ...]:
    """The links of a post: its own, and those in its text."""
    if not isinstance(entry, Post):
        return ()
    found = [entry.link] if entry.link else []
    if "://" in entry.text:
        for word in entry.text.split():
            start = word.find("http")
            if start >= 0 and "://" in word:
                found.append(word[start:].rstrip(_AFTER_LINKS))
    return tuple(found)


def host_of(link: str) -> str:
    """The host of a link, in lower case and without `www.`."""
    rest = link.partition("://")[2] or link
    host = rest.partition("/")[0].partition("?")[0].rpartition("@")[2].partition(":")[0]
    return host.lower().removeprefix("www.")


def said_of(entry: Entry | Record, name: str) -> tuple[str, ...]:
    """What an entry says in a field, as words in lower case; nothing when it says nothing."""
    if name == "mentions":
        return handles_of(entry)
    if name == "link":
        return tuple(link.lower() for link in links_of(entry))
    if name == "channel" and isinstance(entry, Slot):
        return entry.channels
    if name in ("shows", "alt"):
        media = entry.media if isinstance(entry, Post) else ()
        return tuple(str(getattr(it, name)).lower() for it in media if getattr(it, name))
    return _words(getattr(entry, name, None))


def _says(value: Any) -> bool:
    """Whether `_words` of a value are any: a 0 says something."""
    return bool(value) or type(value) is int


def _words(value: Any) -> tuple[str, ...]:
    if not _says(value):
        return ()
    if isinstance(value, tuple):
        return tuple(str(word).lstrip("#").lower() for word in value)
    return (str(value).lower(),)
