"""The accounts that entries speak to, and which of them are the team's own or its partners'."""

from planner.model import Calendar, Entry, Post, Record
from planner.patterns import Pattern

_HANDLE = Pattern(r"(?<![\w@/.])@(\w+(?:[.-]\w+)*(?:@\w+(?:[.-]\w+)+)?)")


def handle(word: str) -> str:
    """An account as it is compared: without the sign before it, in lower case."""
    return word.strip().lstrip("@").lower()


def handles_of(entry: Entry | Record) -> tuple[str, ...]:
    """The accounts that an entry names, each once: addressed, in its text, met in a slot."""
    if isinstance(entry, Record):
        return (handle(entry.who),) if entry.who else ()
    if not isinstance(entry, Post):
        return tuple(dict.fromkeys(map(handle, entry.contacts)))
    words = [*entry.mentions]
    if "@" in entry.text:
        words += _HANDLE.findall(entry.text)
    return tuple(dict.fromkeys(map(handle, words)))


def known_handles(calendar: Calendar) -> frozenset[str]:
    """The accounts of the team and of its partners."""
    own = [channel.handle for channel in calendar.channels]
    own += [person.handle for person in calendar.people]
    own += [person.name for person in calendar.people]
    return frozenset(handle(word) for word in (*own, *calendar.partners) if word)
