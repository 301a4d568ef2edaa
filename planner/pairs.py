"""Two entries that a rule looks at together: what they share, and how far apart in words."""

from planner.groups import Key, keys_of
from planner.model import Entry, Post, Record

SAME = ("calendar", "channel", "campaign", "topic", "handle")
"""What two entries can have to share; `calendar` is nothing."""


def group_of(same: str, entry: Entry | Record) -> Key | None:
    """The group an entry is told with; None when it has nothing that another one could share."""
    if same == "calendar":
        return ""
    if same == "channel":
        return min(_channels(entry) or ("",))
    return min(keys_of(same)(entry), default=None)


def shared(same: str, one: Entry | Record, other: Entry | Record) -> Key | None:
    """What two entries share, None when it is nothing; without channels one serves all of them."""
    if same == "calendar":
        return ""
    if same != "channel":
        keys = keys_of(same)
        return min(set(keys(one)) & set(keys(other)), default=None)
    first, second = _channels(one), _channels(other)
    if not first or not second:
        return min(first or second or ("",))
    return min(set(first) & set(second), default=None)


def _channels(entry: Entry | Record) -> tuple[Key, ...]:
    """The channels of an entry; none when it serves all of them."""
    if isinstance(entry, Post):
        return (entry.channel or "",)
    if isinstance(entry, Record):
        return (entry.channel,) if entry.channel else ()
    return entry.channels


def length_name(minutes: int) -> str:
    """`90 minutes`, `24 hours`, `14 days`, `6 weeks`."""
    for size, name, least in ((10080, "week", 5), (1440, "day", 3), (60, "hour", 1)):
        number, rest = divmod(minutes, size)
        if not rest and number >= least:
            return f"{number} {name}{'s' * (number != 1)}"
    return f"{minutes} minute{'s' * (minutes != 1)}"
