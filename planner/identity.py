"""Ids for entries and records that have none, made of what they say and not of where they stand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from planner.model import UNKNOWN, Entry, Post, Record
from planner.named import NamedTuple
from planner.patterns import Pattern

_NOT_IN_IDS = Pattern(r"[\W_]+")
_LONGEST = 60
"""Characters of a name that an id takes."""
_FEW = 4
_POST_OR_RECORD = (Post, Record)
_DAY = len("2026-11-23")
_COUNTER = Pattern(r"-[1-9][0-9]*")


class Draft(NamedTuple):
    """An entry or record of a file on the way to its id: the one given, or None.

    `channels` are all channels of a post that goes out on several.
    """

    given: str | None
    entry: Entry | Record
    channels: tuple[str, ...] = ()


def base_id(entry: Entry | Record, channels: tuple[str, ...] = ()) -> str:
    """`2026-11-23-0900-instagram` for a post, `2026-11-24-1245-inbox-x` for a slot.

    A repeating slot is `every-weekday-1600-inbox`, a record `2026-11-23-1400-question-x`.
    `channels` are those of all posts that are made of one entry; without them it is the entry's
    own.
    """
    if type(entry) is Post and not channels:
        # Nearly all entries; the rest of this says the same of them in twice the time.
        return f"{_stamp(entry.at)}-{_slug(entry.channel)}" if entry.channel else _stamp(entry.at)
    if isinstance(entry, _POST_OR_RECORD):
        own = (entry.channel,) if entry.channel else ()
        kinds = (entry.kind,) if isinstance(entry, Record) else ()
        return "-".join([_stamp(entry.at), *kinds, *_names(channels or own)])
    when = _stamp(entry.at)
    if entry.every:
        clock = f"-{entry.at:%H%M}" if isinstance(entry.at, datetime) else ""
        when = f"every-{_slug(entry.every)}{clock}"
    kind = "slot" if entry.kind == UNKNOWN else entry.kind
    return "-".join([when, kind, *_names(channels or entry.channels)])


def fanned_out(posts: Sequence[Post], name: str, taken: set[str]) -> list[Post]:
    """The posts of one entry with its id; `entry:channel`, and not `taken` yet, for several."""
    if len(posts) == 1:
        # Both are the first fields: a tenth of the time of `_replace`, which looks at all 42.
        return [tuple.__new__(Post, (name, name) + posts[0][2:])]  # noqa: RUF005  # half of `(*...)`
    found = []
    for post in posts:
        own = base = f"{name}:{post.channel}"
        number = 1
        while own in taken:
            number += 1
            own = f"{base}-{number}"
        taken.add(own)
        found.append(post._replace(id=own, entry=name))
    return found


def with_ids(drafts: Sequence[Draft]) -> list[str]:
    """An id for every draft, in their order, no two alike.

    The first draft with a given id keeps it. Which of several equal drafts gets `-2` depends on
    what they say, not on their order.
    """
    bases = ["" if draft.given else base_id(draft.entry, draft.channels) for draft in drafts]
    if "" not in bases and len({*bases}) == len(bases):
        return bases  # no ids are given and all differ, which is quick to see
    free = _Free({draft.given for draft in drafts if draft.given})
    ids: list[str] = []
    seen: set[str] = set()
    nameless: dict[str, list[int]] = {}
    for position, draft in enumerate(drafts):
        name = draft.given or ""
        if not name:
            nameless.setdefault(bases[position], []).append(position)
        elif name in seen:
            name = free.name(name)
        seen.add(name)
        ids.append(name)
    for base in sorted(nameless):
        positions = nameless[base]
        if len(positions) > 1:
            positions.sort(key=lambda position: content(drafts[position].entry))
        for position in positions:
            ids[position] = free.name(base)
    return ids


def content(entry: Entry | Record) -> str:
    """What an entry says besides its id and time, to order entries by, or to know one again."""
    if not isinstance(entry, Record):
        entry = entry._replace(entry="")
    return repr(entry._replace(id="", at=date.min, route=(), silenced=()))


def is_generated(name: str, entry: Entry | Record, channels: tuple[str, ...] = ()) -> bool:
    """Whether an id looks like one that was made for this entry, with or without a counter."""
    base = base_id(entry, channels)
    rest = name.removeprefix(base)
    return name.startswith(base) and (not rest or _COUNTER.fullmatch(rest) is not None)


def omittable_ids(entries: Iterable[Entry | Record]) -> frozenset[str]:
    """The entry ids that a file need not hold: reading it would make the same ones again.

    Takes all that has an id in a calendar; posts and occurrences of one entry count once.
    """
    groups: dict[str, list[Entry | Record]] = {}
    for entry in entries:
        name = entry.id if isinstance(entry, Record) else entry.entry or entry.id
        groups.setdefault(name, []).append(entry)
    drafts = [Draft(name, group[0], _channels(group)) for name, group in groups.items()]
    omitted = {
        name for name, entry, channels in drafts if name and is_generated(name, entry, channels)
    }
    while True:
        trial = [
            draft._replace(given=None) if draft.given in omitted else draft for draft in drafts
        ]
        changed = {
            draft.given
            for draft, name in zip(drafts, with_ids(trial), strict=True)
            if draft.given in omitted and draft.given != name
        }
        if not changed:
            return frozenset(omitted)
        omitted -= changed


def _channels(group: list[Entry | Record]) -> tuple[str, ...]:
    if len(group) == 1:
        return ()
    return tuple(entry.channel for entry in group if isinstance(entry, Post) and entry.channel)


def _stamp(at: datetime | date | None) -> str:
    if at is None:
        return "undated"
    # The same as `%Y-%m-%d-%H%M`, in a quarter of the time.
    written = at.isoformat()
    return f"{written[:10]}-{written[11:13]}{written[14:16]}" if len(written) > _DAY else written


def _names(channels: tuple[str, ...]) -> list[str]:
    """What an id says of channels: a few by name, many by their number."""
    return (
        [_slug(name) for name in channels]
        if len(channels) <= _FEW
        else [f"{len(channels)}-channels"]
    )


@lru_cache(1 << 10)
def _slug(text: str) -> str:
    name = text[:_LONGEST].lower()
    return name if name.isalnum() else str(_NOT_IN_IDS.sub("-", name)).strip("-")


class _Free:
    """Names that nobody has yet; each one given out is taken from then on."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._counts: dict[str, int] = {}

    def name(self, base: str) -> str:
        """The base or the first of its counters that is free."""
        number = self._counts.get(base, 1)
        name = base if number == 1 else f"{base}-{number}"
        while name in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._counts[base] = number
        self._taken.add(name)
        return name
