"""What the settings of a calendar have to say: crisis plan, guidelines, profiles, people.

They belong to no entry, so a finding points at the setting itself, or at the first entry where
there is none. A calendar without entries is not judged. Moving entries cures none of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from planner.checks import Count, Option, PlaceHit
from planner.model import Calendar, Entry, Post, Route
from planner.options import choice, count, flag, words
from planner.phrases import finder, read_phrases
from planner.weeks import Timeline
from planner.wording import listed, one_line, shorten

BLOCKS = ("crisis", "guidelines", "profile", "people")
WHOLE = "all"
"""The key that stands for everything a block says."""
_SHOWN = 40
_NOTHING: tuple[Any, ...] = (None, "", [], {})


class Keyed(dict[str, Any]):
    """Something for each of some keys; it prints as it is written."""

    def __str__(self) -> str:
        """`picture: person, team`, or none."""
        return "; ".join(f"{key}: {value}" for key, value in self.items()) or "none"


class Keys(tuple[str, ...]):
    """Names of keys; they print with commas."""

    __slots__ = ()

    def __str__(self) -> str:
        """`owner, contact`, or none."""
        return ", ".join(self) or "none"


class Options(NamedTuple):
    """The blocks that are `of` have all keys that it `needs`, and say in them what is asked."""

    of: str
    required: bool = True
    also_in: str = "nothing"
    where: Keyed = Keyed()
    needs: tuple[str, ...] = Keys()
    one_of: Keyed = Keyed()
    has_words: Keyed = Keyed()
    not_words: Keyed = Keyed()
    unless_words: Keyed = Keyed()
    reviewed_within: int = 0
    voices: int = 0


def read_keys(value: Any) -> Keys:
    """Names of keys; raises `ValueError` with a sentence."""
    return Keys(words(value))


def read_wanted(value: Any) -> Keyed:
    """Words for each key, or true for anything; raises `ValueError` with a sentence."""
    return Keyed({
        key: item if isinstance(item, bool) else words(item) for key, item in _items(value)
    })  # fmt: skip


def read_phrases_by_key(value: Any) -> Keyed:
    """Phrases for each key; raises `ValueError` with a sentence."""
    return Keyed({key: read_phrases(item) for key, item in _items(value)})


def _items(value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, dict) or not value or not all(isinstance(it, str) for it in value):
        raise ValueError(f"{value!r} gives no words for a key; write it like {{picture: [person]}}")
    return list(value.items())


OPTIONS = {
    "of": Option(choice(*BLOCKS), "the settings that are judged: each channel's profile apart"),
    "required": Option(flag, "whether they have to be there at all"),
    "also_in": Option(
        choice("crisis", "guidelines", "nothing"), "other settings that may have the keys instead"
    ),
    "where": Option(read_wanted, "only those are judged that say this"),
    "needs": Option(read_keys, "the keys that each has to have"),
    "one_of": Option(read_wanted, "the words of which a key says one, if it is there"),
    "has_words": Option(read_phrases_by_key, "the phrases of which a key has one, if it is there"),
    "not_words": Option(read_phrases_by_key, "the phrases that a key does not have"),
    "unless_words": Option(read_phrases_by_key, "the phrases that make up for those of a key"),
    "reviewed_within": Option(
        count, "days before the last entry in which it was looked at; 0: any"
    ),
    "voices": Option(
        count, "how many named people on a channel make up for what its profile lacks; 0: none do"
    ),
}
WORDS = ("block", "fact", "observed", "allowed", "days", "voices")
COUNTS = ("observed", "allowed", "days", "voices")


class Block(NamedTuple):
    """A group of settings: what messages call it, where it stands, and what it says."""

    name: str
    route: Route
    said: Mapping[str, Any]
    channel: str | None = None


class _Fault(NamedTuple):
    """What is wrong with a block: the key, the fact after its name, and the numbers."""

    key: str | None
    fact: str
    observed: int = 0
    allowed: int = 1


def lint(options: Options, timeline: Timeline) -> Iterator[PlaceHit]:
    """A hit for a block that is missing or lacks keys, and for each key that says wrong things."""
    first = next(timeline.going_out(), None)
    if first is None:
        return
    blocks = [it for it in _blocks(options.of, timeline.calendar) if _is_judged(options, it)]
    if options.required and not any(block.said for block in blocks) and not options.where:
        name = blocks[0].name if len(blocks) == 1 else f"`{options.of}`"
        yield _hit(options, Block(name, first.route, {}), _Fault(None, "is missing"), first)
        return
    voices = _voices(timeline) if options.voices else {}
    for block in blocks:
        if options.voices and voices.get(block.channel, 0) >= options.voices:
            continue
        if block.said or options.required:
            for fault in _faults(options, block, timeline):
                yield _hit(options, block, fault)


def _blocks(of: str, calendar: Calendar) -> list[Block]:
    if of == "crisis":
        return [Block("`crisis`", ("crisis",), calendar.crisis)]
    if of == "guidelines":
        return [Block("`guidelines`", ("guidelines",), calendar.guidelines)]
    if of == "people":
        return [Block(it.name, ("people", it.name), _said_of_person(it)) for it in calendar.people]
    return [
        Block(f"The profile on {it.name}", ("channels", it.name, "profile"), it.profile, it.name)
        for it in calendar.channels
        if it.profile.get("personal") is not True and not it.dormant
    ]


def _said_of_person(person: Any) -> Mapping[str, Any]:
    said = {name: getattr(person, name) for name in ("role", "on_call", "backup", "handle")}
    return {**{key: value for key, value in said.items() if value}, **dict(person.extra)}


def _is_judged(options: Options, block: Block) -> bool:
    return all(_fits(block.said.get(key), wanted) for key, wanted in options.where.items())


def _fits(said: Any, wanted: Any) -> bool:
    if isinstance(wanted, bool):
        return bool(said) is wanted
    return bool({word.lower() for word in wanted} & set(_words(said)))


def _words(said: Any) -> list[str]:
    """What a key says, as words in lower case."""
    values = said if isinstance(said, list) else [said]
    return [str(value).strip().lower() for value in values if value not in _NOTHING]


def _voices(timeline: Timeline) -> Mapping[str | None, int]:
    """How many named people speak on each channel."""
    posts = (it for it in timeline.going_out() if isinstance(it, Post) and it.by is not None)
    return Counter(channel for channel, _name in {(post.channel, post.by) for post in posts})


def _faults(options: Options, block: Block, timeline: Timeline) -> Iterator[_Fault]:
    settings = {"crisis": timeline.calendar.crisis, "guidelines": timeline.calendar.guidelines}
    others = settings.get(options.also_in, {})
    missing = [key for key in options.needs if _lacks(block.said, key) and _lacks(others, key)]
    if missing:
        keys = listed(f"`{key}`" for key in missing)
        has = len(options.needs) - len(missing)
        yield _Fault(None, f"says no {keys}", has, len(options.needs))
    for key, wanted in options.one_of.items():
        said = block.said.get(key)
        if said not in _NOTHING and not _fits(said, wanted):
            yield _Fault(key, f"says `{key}: {_shown(said)}`")
    for key, phrases in options.has_words.items():
        text = _text(block, key)
        if text and finder(phrases)(text) is None:
            what = "in any of its words" if key == WHOLE else f"in `{key}`"
            yield _Fault(key, f"says nothing of the kind {what}")
    for key, phrases in options.not_words.items():
        text = _text(block, key)
        found = finder(phrases)(text)
        if found is not None and finder(options.unless_words.get(key, ()))(text) is None:
            yield _Fault(key, f'says "{_shown(found)}"')
    if options.reviewed_within:
        yield from _stale(options.reviewed_within, block, timeline)


def _lacks(said: Mapping[str, Any], key: str) -> bool:
    return said.get(key) in _NOTHING


def _shown(said: Any) -> str:
    text = ", ".join(map(str, said)) if isinstance(said, list) else str(said)
    return shorten(one_line(text), _SHOWN)


def _text(block: Block, key: str) -> str:
    """What a key says as one text, a line for each item of a list."""
    said = block.said.values() if key == WHOLE else [block.said.get(key)]
    return "\n".join(_flat(list(said)))


def _flat(said: Any) -> Iterator[str]:
    if isinstance(said, dict):
        said = list(said.values())
    if isinstance(said, list):
        for item in said:
            yield from _flat(item)
    elif said is not None:
        yield str(said)


def _stale(within: int, block: Block, timeline: Timeline) -> Iterator[_Fault]:
    """The last review when it is too long before the last entry."""
    said = block.said.get("reviewed")
    if said is None or not timeline.moments:
        return
    reviewed = _day(said)
    if reviewed is None:
        yield _Fault("reviewed", f"says `reviewed: {_shown(said)}`, which is no day")
        return
    age = timeline.span[1] - reviewed.toordinal()
    if age > within:
        fact = f"was last reviewed on {reviewed}, {Count(age):day|days} before the last entry"
        yield _Fault("reviewed", fact, age, within)


def _day(said: Any) -> date | None:
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(str(said).strip()[:10])
    except ValueError:
        return None


def _hit(options: Options, block: Block, fault: _Fault, entry: Entry | None = None) -> PlaceHit:
    place = (*block.route, fault.key) if fault.key and fault.key != WHOLE else block.route
    said = {
        "block": block.name,
        "fact": fault.fact,
        "observed": Count(fault.observed),
        "allowed": Count(fault.allowed),
        "days": Count(options.reviewed_within),
        "voices": Count(options.voices),
    }
    return PlaceHit(place, fault.observed, fault.allowed, said, entry=entry)
