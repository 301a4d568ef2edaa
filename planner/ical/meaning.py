"""What an event says about a post or a slot: channel, kind, text and the fields around them."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from planner.ical.carried import POST_FIELDS, SLOT_FIELDS, Fields, loaded, unpack
from planner.ical.components import Component
from planner.ical.lines import Line
from planner.ical.values import date_of, date_time_of, duration_of, text_of, texts_of
from planner.model import UNKNOWN, Media
from planner.vocabulary import channel_of, post_kind_of, slot_kind_of, status_of

_PREFIX = re.compile(
    r"\s*(?:\[([^\]\n]{1,40})\]:?|(?:post\s+(?:on|to)\s+)?([^:\[\]\n]{1,40}):(?=\s|\Z))\s*",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s*[,+&;]\s*|\s+and\s+")
_KEYS = frozenset((
    "channel", "channels", "platform", "platforms", "kind", "type", "status", "by", "author",
    "owner", "link", "url", "campaign", "topic", "goal", "file", "format", "pillar",
))  # fmt: skip
"""Words before a colon that make a line of a DESCRIPTION a field instead of text."""
_KEY_LINE = re.compile(rf"^\s*(?:{'|'.join(_KEYS)}|caption)\s*:", re.IGNORECASE | re.MULTILINE)
_LONGEST_KEY = 20
_FIELD_OF_KEY = {
    "by": "by", "author": "by", "owner": "by", "link": "link", "url": "link",
    "campaign": "campaign", "topic": "topic", "goal": "goal",
}  # fmt: skip
_STATUSES = {"CANCELLED": "cancelled", "TENTATIVE": "draft", "CONFIRMED": "scheduled"}


# A calendar uses few different words for its kinds, and asks for each of them again and again.
@lru_cache(1024)
def _kinds(word: str) -> tuple[str | None, str | None]:
    """What a word means as the kind of a post and as that of a slot."""
    return post_kind_of(word), slot_kind_of(word)


Report = Callable[[str, str, Line], None]
"""Takes the name of a notice, its message and the line it is about."""


class Meaning(NamedTuple):
    """What an event says; `origins` tells which line gave a field, by its name and number.

    `fields` are further fields of the post or slot. No `status` means that none was given.
    """

    is_slot: bool
    channels: tuple[str, ...]
    kind: str
    text: str
    status: str | None
    fields: Fields
    origins: dict[str, tuple[str, int]]


def meaning_of(event: Component, repeats: bool, report: Report) -> Meaning:
    """Read the properties of an event, planner's own ones before all others."""
    meaning = _meaning_of(event, repeats, report)
    if "X-PLANNER-IGNORE" in event.names:
        words = (
            word.strip() for line in event.values("X-PLANNER-IGNORE") for word in texts_of(line)
        )
        ignored = (*meaning.fields.get("ignore", ()), *filter(None, words))
        meaning.fields["ignore"] = tuple(dict.fromkeys(ignored))
        meaning.origins["lint"] = "X-PLANNER-IGNORE", 0
    return meaning


def _meaning_of(event: Component, repeats: bool, report: Report) -> Meaning:
    carried = event.first("X-PLANNER-FIELDS")
    if carried is not None:
        own = _own_fields(carried, report)
        if own is not None:
            return _written_by_planner(event, own, report)
    return _Foreign(event, repeats, report).meaning()


def _own_fields(line: Line, report: Report) -> Fields | None:
    try:
        return loaded(text_of(line.value))
    except (ValueError, TypeError):
        message = "What planner stored in this line was damaged. The event is read without it."
        report("syntax", message, line)
        return None


def _written_by_planner(event: Component, carried: Fields, report: Report) -> Meaning:
    is_slot = event.value("X-PLANNER-TYPE").strip().lower() == "slot"
    fields, bad = unpack(carried, SLOT_FIELDS if is_slot else POST_FIELDS)
    for name in bad:
        line = event.first("X-PLANNER-FIELDS")
        assert line is not None
        report("wrong-type", f"The stored value of `{name}` is damaged.", line)
    description = event.first("DESCRIPTION")
    text = text_of(description.value) if description is not None else ""
    if is_slot:
        fields.setdefault("note", text or None)
    text = fields.pop("text", text)
    channels = fields.pop("channels", None) or _own_channels(event)
    kind = _own_kind(event, is_slot, report) or UNKNOWN
    origins = {field: (name, 0) for field, name in _OWN_ORIGINS if event.has(name)}
    return Meaning(is_slot, channels, kind, text, _status(event, report), fields, origins)


_OWN_ORIGINS = (
    ("fields", "X-PLANNER-FIELDS"), ("text", "DESCRIPTION"), ("note", "DESCRIPTION"),
    ("kind", "X-PLANNER-KIND"), ("channel", "X-PLANNER-CHANNEL"), ("status", "STATUS"),
    ("status", "X-PLANNER-STATUS"),
)  # fmt: skip
"""The lines of planner's own events that give a field, the better one of two last."""


def _own_channels(event: Component) -> tuple[str, ...]:
    value = event.value("X-PLANNER-CHANNEL")
    words = [word.strip() for word in texts_of(value)] if value else []
    return tuple(channel_of(word) or word for word in words if word)


def _own_kind(event: Component, is_slot: bool, report: Report) -> str | None:
    line = event.first("X-PLANNER-KIND")
    if line is None:
        return None
    word = text_of(line.value).strip()
    kind = _kinds(word)[is_slot]
    if kind is None and word and word.lower() != UNKNOWN:
        report("unknown-value", f"`{word[:40]}` is no kind that planner knows.", line)
    return kind


def _status(event: Component, report: Report) -> str | None:
    line = event.first("X-PLANNER-STATUS")
    if line is not None:
        status = status_of(text_of(line.value))
        if status is not None:
            return status
        report("unknown-value", f"`{line.value[:40]}` is no status that planner knows.", line)
    return _STATUSES.get(event.value("STATUS").strip().upper())


class _Categories(NamedTuple):
    """What the CATEGORIES of an event say, and which of its lines says it."""

    channels: tuple[str, ...] = ()
    channel_line: int = 0
    kind: str = ""
    kind_line: int = 0
    others: str = ""


@lru_cache(1024)
def _categories(values: tuple[str, ...]) -> _Categories:
    """The words of all CATEGORIES lines; most events of a calendar share a few of them."""
    channels: dict[str, int] = {}
    kinds: dict[str, int] = {}
    others: list[str] = []
    for number, value in enumerate(values):
        for word in filter(None, map(str.strip, texts_of(value))):
            channel = channel_of(word)
            is_kind = any(_kinds(word))
            if channel is not None:
                channels.setdefault(channel, number)
            if is_kind:
                kinds.setdefault(word, number)
            if channel is None and not is_kind:
                others.append(word)
    channel_line, kind_line = next(iter(channels.values()), 0), next(iter(kinds.values()), 0)
    kind = next(iter(kinds), "")
    return _Categories(tuple(channels), channel_line, kind, kind_line, ", ".join(others))


_NO_CATEGORIES = _Categories()
_OF_STATUS = ("X-PLANNER-STATUS", "STATUS")
_OF_FIELDS = ("URL", "ATTACH")
_OWN = frozenset(("X-PLANNER-KIND", "X-PLANNER-TYPE", "X-PLANNER-STATUS", "X-PLANNER-CHANNEL"))
_TELLING = _OWN.union(("CATEGORIES",), _OF_STATUS, _OF_FIELDS)
"""Lines that say more of an event than its summary and its description do."""


class _Foreign:
    """An event of another program: what it means has to be found in its words."""

    def __init__(self, event: Component, repeats: bool, report: Report) -> None:
        self.event = event
        self.names = event.names
        self.repeats = repeats
        self.report = report
        self.origins: dict[str, tuple[str, int]] = {}
        self.fields: Fields = {}
        self.described, self.keys = _described(event.value("DESCRIPTION"))
        # Many events have a summary and a text, and nothing that says more.
        self.is_bare = not self.keys and event.names.isdisjoint(_TELLING)
        self.is_marked = not self.is_bare and not event.names.isdisjoint(_OWN)
        self.categories = _NO_CATEGORIES
        if not self.is_bare and "CATEGORIES" in event.names:
            self.categories = _categories(tuple(event.values("CATEGORIES")))

    def meaning(self) -> Meaning:
        summary, prefixed = _without_prefix(text_of(self.event.value("SUMMARY")).strip())
        channels = self._channels(prefixed)
        kind, status = None, None
        if self.is_bare:
            is_slot = self.repeats and not self.described
        else:
            word = self._kind_word()
            is_slot = self._is_slot(word)
            kind = self._kind(word, is_slot)
            status = self._status()
            self._other_fields(is_slot)
        text = self._text(summary, is_slot)
        return Meaning(is_slot, channels, kind or UNKNOWN, text, status, self.fields, self.origins)

    def _kind(self, word: str, is_slot: bool) -> str | None:
        if "X-PLANNER-KIND" in self.names:
            return _own_kind(self.event, is_slot, self.report)
        return _kinds(word)[is_slot]

    def _status(self) -> str | None:
        if not self.keys and self.names.isdisjoint(_OF_STATUS):
            return None
        self._origin("status", *_OF_STATUS)
        status = _status(self.event, self.report)
        if status is None and self.keys:
            return status_of(self.keys.get("status", ""))
        return status

    def _origin(self, field: str, *names: str) -> None:
        for name in names:
            if name in self.names:
                self.origins[field] = name, 0
                return

    def _channels(self, prefixed: tuple[str, ...]) -> tuple[str, ...]:
        own = _own_channels(self.event) if self.is_marked else ()
        if own:
            self._origin("channel", "X-PLANNER-CHANNEL")
            return own
        if self.categories.channels:
            self.origins["channel"] = "CATEGORIES", self.categories.channel_line
            return self.categories.channels
        if prefixed:
            self._origin("channel", "SUMMARY")
            return prefixed
        for key in ("channel", "channels", "platform", "platforms") if self.keys else ():
            channels = _known_channels(self.keys.get(key, ""))
            if channels:
                self._origin("channel", "DESCRIPTION")
                return channels
        return ()

    def _kind_word(self) -> str:
        if "X-PLANNER-KIND" in self.names:
            self.origins["kind"] = "X-PLANNER-KIND", 0
            return text_of(self.event.value("X-PLANNER-KIND")).strip()
        if self.categories.kind:
            self.origins["kind"] = "CATEGORIES", self.categories.kind_line
            return self.categories.kind
        for key in ("kind", "type") if self.keys else ():
            word = self.keys.get(key, "")
            if any(_kinds(word)):
                self._origin("kind", "DESCRIPTION")
                return word
        return ""

    def _is_slot(self, word: str) -> bool:
        """A word like `conversation` means a post when there is a text to publish, else a slot."""
        own = self.event.value("X-PLANNER-TYPE").strip().lower() if self.is_marked else ""
        if own in ("post", "slot"):
            return own == "slot"
        of_post, of_slot = _kinds(word)
        if of_post is not None and of_slot is None:
            return False
        if of_slot is not None and of_post is None:
            return True
        return not self.described and (of_slot is not None or self.repeats)

    def _text(self, summary: str, is_slot: bool) -> str:
        described, names = self.described, self.names
        if "SUMMARY" in names:
            self.origins["text"] = self.origins["title"] = "SUMMARY", 0
        if described:
            self.origins["text"] = "DESCRIPTION", 0
        if is_slot:
            self.fields["note"] = described or summary or None
            if "text" in self.origins:
                self.origins["note"] = self.origins["text"]
            return ""
        if described and summary:
            self.fields["title"] = summary
        return described or summary

    def _other_fields(self, is_slot: bool) -> None:
        keys = self.keys
        if is_slot:
            if "by" in keys:
                self.fields["by"] = keys["by"]
            return
        if not keys and not self.categories.others and self.names.isdisjoint(_OF_FIELDS):
            return
        for key, value in keys.items():
            field = _FIELD_OF_KEY.get(key)
            if field is not None and value:
                self.fields.setdefault(field, value)
                self._origin(field, "DESCRIPTION")
        url = self.event.value("URL").strip()
        if url:
            self.fields["link"] = url
            self._origin("link", "URL")
        media = tuple(self._media()) if keys or "ATTACH" in self.names else ()
        if media:
            self.fields["media"] = media
        extra = self._extra()
        if extra:
            self.fields["extra"] = extra

    def _media(self) -> Iterable[Media]:
        file = self.keys.get("file")
        if file:
            self._origin("media", "DESCRIPTION")
            yield Media(file=file)
        for number, value in enumerate(self.event.values("ATTACH")):
            if value.startswith(("http://", "https://")):
                self.origins["media"] = "ATTACH", number
                yield Media(url=value)

    def _extra(self) -> tuple[tuple[str, Any], ...]:
        """Categories that are neither a channel nor a kind, and keys without a field."""
        found = [("categories", self.categories.others)] if self.categories.others else []
        keys = self.keys
        if keys:
            found += [(key, keys[key]) for key in ("format", "pillar") if keys.get(key)]
        return tuple(found)


def _described(value: str) -> tuple[str, dict[str, str]]:
    """The text of a DESCRIPTION (after `Caption:`, if it has one) and its `Key: value` lines."""
    text = text_of(value).strip()
    if ":" not in text or _KEY_LINE.search(text) is None:
        return text, {}
    keys: dict[str, str] = {}
    kept: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        head, colon, rest = line.partition(":")
        word = head.strip().lower() if colon and len(head) < _LONGEST_KEY else ""
        if word == "caption":
            kept = [rest, *lines[number + 1 :]]
            break
        if word in _KEYS:
            keys.setdefault(word, rest.strip())
        else:
            kept.append(line)
    return "\n".join(kept).strip(), keys


def _without_prefix(summary: str) -> tuple[str, tuple[str, ...]]:
    """A summary without `[LinkedIn]`, `LinkedIn:` or `Post on LinkedIn:`, and these channels."""
    match = _PREFIX.match(summary) if ":" in summary or "[" in summary else None
    if match is None:
        return summary, ()
    channels = _known_channels(match.group(1) or match.group(2))
    return (summary[match.end() :], channels) if channels else (summary, ())


@lru_cache(1024)
def _known_channels(words: str) -> tuple[str, ...]:
    """The channels of a list of words; none when one of the words is no channel."""
    whole = channel_of(words)
    if whole is not None:
        return (whole,)
    found = [channel_of(word) for word in _SEVERAL.split(words.strip())]
    known = [name for name in found if name is not None]
    return tuple(dict.fromkeys(known)) if len(known) == len(found) else ()


def length_of(event: Component) -> timedelta | None:
    """How long an event lasts, from DTEND or DURATION on the clock; None when it does not say.

    Negative when it ends before it starts.
    """
    start, end = event.first("DTSTART"), event.first("DTEND")
    if start is None:
        return None
    if end is None:
        length = event.first("DURATION")
        try:
            return duration_of(length.value) if length is not None else None
        except ValueError:
            return None
    try:
        if "T" not in end.value or "T" not in start.value:
            first = date_of(start.value.partition("T")[0].strip())
            return date_of(end.value.partition("T")[0].strip()) - first
        return date_time_of(end.value.strip())[0] - date_time_of(start.value.strip())[0]
    except ValueError:
        return None
