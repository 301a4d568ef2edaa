"""Texts that are nearly those of earlier posts or slots, each family of them told once.

Links, handles and hashtags do not count. Slots are compared by their notes. Moving entries cures
none of it, so there is no plan reading.
"""

from collections.abc import Iterator
from datetime import date

from planner.checks import Count, Hit, Option
from planner.model import Entry, Post, Window
from planner.named import NamedTuple
from planner.options import choice, days, flag, positive
from planner.twins import Alike, Label, Twins, Wanted, words_of
from planner.weeks import Moment, Timeline, moment_name
from planner.which import Which, read_which

ACROSS = ("same_channel", "other_channels", "any")


class Options(NamedTuple):
    """No text of those `of` shares `alike` words `out_of` so many with one `within` some days.

    Days are counted from one date to the other, half-open: 1 is the same day, 0 is any time.
    """

    of: Which
    alike: int = 4
    out_of: int = 5
    within: int = 0
    across: str = "any"
    from_words: int = 6
    from_copies: int = 2
    of_series: bool = False
    of_entry: bool = False


OPTIONS = {
    "of": Option(read_which, "the posts and slots that are compared"),
    "alike": Option(positive, "texts are alike when the longer one shares so many words"),
    "out_of": Option(positive, "of every so many words with the other"),
    "within": Option(days, "how close their days are: 1d is the same day, 0 any time"),
    "across": Option(choice(*ACROSS), "whether they are on the same channel or on another"),
    "from_words": Option(positive, "how many words a text has at least to be compared"),
    "from_copies": Option(positive, "how many such texts there are at least, the first included"),
    "of_series": Option(flag, "whether posts of one series are compared with each other"),
    "of_entry": Option(flag, "whether one entry for several channels repeats itself"),
}
WORDS = (
    "channel", "when", "twin", "twin_channel", "twin_when", "observed", "copies", "more", "last",
)  # fmt: skip
COUNTS = ("observed", "copies")


class _Family(NamedTuple):
    """Entries of which each repeats one before it; `first` is repeated by `second`."""

    members: list[Moment]

    @property
    def first(self) -> Moment:
        return self.members[0]

    @property
    def second(self) -> Moment:
        return self.members[1]

    @property
    def last(self) -> Moment:
        return self.members[-1]


def lint(options: Options, timeline: Timeline) -> Iterator[Hit]:
    """A hit per family of texts, at the first that repeats another."""
    for family in _families(options, timeline):
        if len(family.members) >= options.from_copies:
            yield _hit(family, timeline)


def text_of(entry: Entry) -> str:
    """What is compared of an entry."""
    return entry.text if isinstance(entry, Post) else entry.note or ""


def _families(options: Options, timeline: Timeline) -> list[_Family]:
    is_compared = options.of.test(timeline.calendar)
    moments, texts = [], []
    for moment in timeline.moments:
        words = words_of(text_of(moment.entry)) if is_compared(moment.entry) else []
        if len(words) >= options.from_words:
            moments.append(moment)
            texts.append(words)
    twins = Twins(texts, Alike(min(options.alike, options.out_of), options.out_of))
    family_of: dict[int, _Family] = {}
    found = []
    since = 0
    for position, moment in enumerate(moments):
        while options.within and moments[since].day <= moment.day - options.within:
            since += 1
        labels = _labels(moment.entry)
        twin = twins.last(_wanted(options, labels, since))
        if twin is not None and not _are_two_events(moments[twin].entry, moment.entry):
            if twin not in family_of:
                family_of[twin] = _Family([moments[twin]])
                found.append(family_of[twin])
            family_of[position] = family_of[twin]
            family_of[twin].members.append(moment)
        twins.add(frozenset(labels))
    return found


def _are_two_events(one: Entry, other: Entry) -> bool:
    """Whether two posts announce different days: the same words are then no repetition."""
    if not isinstance(one, Post) or not isinstance(other, Post):
        return False
    return None not in (one.event, other.event) and one.event != other.event


def _wanted(options: Options, labels: tuple[Label, ...], since: int) -> Wanted:
    """Which entries before one with some labels it may repeat."""
    channel, excused = labels[:1], labels[1:]
    if options.of_series or options.of_entry:
        compared = {"series": options.of_series, "entry": options.of_entry}
        excused = tuple(label for label in excused if not compared[label[0]])
    if options.across == "other_channels":
        excused += channel
    return Wanted(channel if options.across == "same_channel" else (), excused, since)


def _labels(entry: Entry) -> tuple[Label, ...]:
    """What an entry has in common with others: its channel first, its place in the file, series."""
    found: tuple[Label, ...] = (("channel", _channel(entry)),)
    if entry.entry or entry.route:
        found += (("entry", entry.entry or entry.route),)
    if isinstance(entry, Post) and entry.series:
        found += (("series", entry.series),)
    return found


def _channel(entry: Entry) -> str:
    return entry.channel or "" if isinstance(entry, Post) else ", ".join(entry.channels)


def _hit(family: _Family, timeline: Timeline) -> Hit:
    entry, twin = family.second.entry, family.first.entry
    copies = len(family.members) - 1
    last = _when(family.last, timeline)
    words = {
        "channel": _channel(entry) or "no channel",
        "when": _when(family.second, timeline),
        "twin": twin.id,
        "twin_channel": _channel(twin) or "no channel",
        "twin_when": _when(family.first, timeline),
        "observed": Count(len(family.members)),
        "copies": Count(copies),
        "more": f", and {Count(copies - 1):more|more} until {last}" if copies > 1 else "",
        "last": last,
    }
    window = Window(
        date.fromordinal(family.first.day),
        date.fromordinal(family.last.day + 1),
        entry.channel if isinstance(entry, Post) else None,
    )
    related = (twin, *(moment.entry for moment in family.members[2:]))
    return Hit(entry, window, len(family.members), 1, related, words)


def _when(moment: Moment, timeline: Timeline) -> str:
    at = moment.entry.at
    assert at is not None
    return moment_name(at, timeline.zone)
