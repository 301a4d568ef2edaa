"""Entries by what a rule judges apart: each channel, person, handle or topic, or all together."""

from collections.abc import Callable, Iterable

from planner.handles import handles_of
from planner.model import Entry, Post, Record
from planner.weeks import Moment, serves
from planner.which import said_of

EACH = ("channel", "calendar", "handle", "by", "topic", "campaign", "audience")
"""What a rule can judge apart; `calendar` is everything together."""
Key = str
"""A channel ("" for posts without one), a handle, a person ...; "" for the whole calendar."""


def keys_of(each: str) -> Callable[[Entry | Record], tuple[Key, ...]]:
    """A function that gives the groups which an entry opens; a slot opens no channel."""
    if each == "calendar":
        return lambda _entry: ("",)
    if each == "channel":
        return lambda entry: (entry.channel or "",) if isinstance(entry, Post) else ()
    if each == "handle":
        return handles_of
    return lambda entry: said_of(entry, each)


def is_in(each: str, entry: Entry | Record, key: Key) -> bool:
    """Whether an entry counts for a group; a slot without channels counts for each channel."""
    if each == "calendar":
        return True
    if each == "channel":
        if isinstance(entry, Record):
            return entry.channel in (None, key or None)
        return serves(entry, key or None)
    return key in keys_of(each)(entry)


def groups(each: str, entries: Iterable[Entry]) -> list[Key]:
    """The groups that entries open, in order."""
    keys = keys_of(each)
    return sorted({key for entry in entries for key in keys(entry)})


def group_name(each: str, key: Key) -> str:
    """What messages call a group."""
    if each == "calendar":
        return "All channels together"
    if each == "channel":
        return key or "posts without a channel"
    return f"@{key}" if each == "handle" else key


def channel_in(each: str, key: Key) -> str | None:
    """The channel of a group, None when it is no single one."""
    return key or None if each == "channel" else None


def opens(each: str, entry: Entry) -> bool:
    """Whether an entry makes that its groups are judged: a slot alone makes no channel live."""
    return each != "channel" or isinstance(entry, Post)


def parted(each: str, moments: Iterable[Moment]) -> dict[Key, list[Moment]]:
    """Moments by the groups that they count for; a slot counts for opened channels only."""
    keys = keys_of(each)
    listed = list(moments)
    found: dict[Key, list[Moment]] = {key: [] for moment in listed for key in keys(moment.entry)}
    for moment in listed:
        mine = keys(moment.entry)
        if not opens(each, moment.entry):
            mine = tuple(key for key in found if serves(moment.entry, key or None))
        for key in mine:
            found[key].append(moment)
    return dict(sorted(found.items()))
