"""From a file to a calendar: one module per input format, found by its name.

A reader is a module with `read(name, data, options) -> Reading`. It never stops at the first
thing it cannot read: each becomes a finding with its place, and the rest is still read.
"""

from collections.abc import Mapping
from datetime import date, datetime

from planner.named import NamedTuple


class ReadOptions(NamedTuple):
    """What the user says about a file that the file itself may not.

    `timezone` overrides the file's; `channel` is given to posts that name none. Repeating
    entries are expanded from `first` up to, but not with, `until`; `now` is the clock for
    readers that need a default for these. For files of other tools, `start` is the day from
    which relative days ("Day 7") count, and `columns` says what a column means: its name as
    written, and the field of a post; `channels` and `kinds` are a team's own words for them.
    """

    timezone: str | None = None
    channel: str | None = None
    first: date | None = None
    until: date | None = None
    now: datetime | None = None
    start: date | None = None
    columns: Mapping[str, str] = {}
    channels: Mapping[str, str] = {}
    kinds: Mapping[str, str] = {}
