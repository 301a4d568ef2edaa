"""What the readers of one file share: its zone, its options and what they have to say."""

from datetime import UTC, tzinfo
from functools import lru_cache

from planner.errors import did_you_mean, nearest_word
from planner.model import Finding, Note, Route, Span
from planner.named import TYPE_CHECKING, Any, NamedTuple
from planner.notices import notice
from planner.readers import ReadOptions
from planner.vocabulary import channel_of
from planner.yaml_tree import Node

if TYPE_CHECKING:
    from planner.ical.recurrence import Budget

OTHER_WORDS = {
    "account": "channel", "author": "by", "body": "text", "caption": "text", "content": "text",
    "copy": "text", "date": "at", "datetime": "at", "day": "at", "duration": "for",
    "hashtags": "tags", "image": "media", "images": "media", "message": "text",
    "minutes": "for", "network": "channel", "notes": "note", "owner": "by", "picture": "media",
    "platform": "channel", "platforms": "channels", "post": "text", "publish_at": "at",
    "repeat": "every", "scheduled_at": "at", "scheduled_date": "at", "time": "at",
    "time_zone": "timezone", "type": "kind", "tz": "timezone", "url": "link", "when": "at",
}  # fmt: skip
"""Words that people use for fields which are not spelled alike."""
MAX_RELATED = 20
MAX_LISTED = 10


_nearest = lru_cache(maxsize=1000)(nearest_word)


class _Stranger(NamedTuple):
    """An unknown key: where it stands first, and every entry that has it."""

    span: Span
    known: tuple[str, ...]
    routes: list[Route]


class Context:
    """One file while it is read."""

    def __init__(self, options: ReadOptions, data: bytes = b"") -> None:
        self.options = options
        self.data = data
        self.zone: tzinfo = UTC
        self.zone_name = "UTC"
        self.week_starts = 0
        self.declared: tuple[str, ...] = ()
        self.channels_of: dict[str, tuple[str, ...]] = {}
        """What texts under `channel` mean about which there was nothing to say."""
        self.kinds_of: dict[str, str] = {}
        """What texts under `kind` mean, where no hashtag can be cut off behind them."""
        self.may_cut = b" #" in data or b"\t#" in data
        self.findings: list[Finding] = []
        self.notes: list[Note] = []
        self.occurrences = 0
        self.budget: Budget | None = None
        self.names: dict[Route, str] = {}
        self._strangers: dict[tuple[str, str], _Stranger] = {}

    def report(
        self, name: str, message: str, place: Route | Span, instead: str | None = None
    ) -> None:
        """Add a finding; its entry is filled in when the ids are known."""
        self.findings.append(notice(name, message, place)._replace(instead=instead))

    def stranger(
        self, what: str, key: str, node: Node, route: Route, known: tuple[str, ...]
    ) -> None:
        """Take notice of a key that planner does not know."""
        span = Span(node.key_start, node.key_end)
        found = self._strangers.setdefault((what, key), _Stranger(span, known, []))
        found.routes.append(route)

    def strangers(self) -> list[Finding]:
        """One finding for each unknown key, however many entries have it."""
        return [self._strange(*names, found) for names, found in self._strangers.items()]

    def _strange(self, what: str, key: str, found: _Stranger) -> Finding:
        more = len(found.routes) - 1
        also = f"; {more} more {'has' if more == 1 else 'have'} it" if more else ""
        instead, hint = _meant(key, found.known)
        message = (
            f"planner does not know the word `{shown(key)}` in {what}{hint}; "
            f"it is kept, not used{also}."
        )
        if len(found.known) <= MAX_LISTED:
            message += f" Known are {', '.join(found.known)}."
        names = self.names
        related = tuple(
            (route, names.get(route, "")) for route in found.routes[1 : MAX_RELATED + 1]
        )
        entry = names.get(found.routes[0])
        finding = notice("unknown-key", message, found.span, entry, related)
        return finding._replace(instead=instead)


def _meant(key: str, known: tuple[str, ...]) -> tuple[str | None, str]:
    """The word that was meant, as far as it can be guessed, and the hint for people."""
    word = OTHER_WORDS.get(key.lower())
    if word not in known:
        channel = channel_of(key)
        if channel and "channel" in known:
            return None, f" (to name a channel, write `channel: {channel}`)"
        word = _nearest(key, known)
    return word, did_you_mean(word)


class Group:
    """A group of fields while it is read; `what` and `one` name it, as in this post, a post."""

    __slots__ = ("context", "extra", "one", "route", "what")

    def __init__(self, context: Context, what: str, one: str, route: Route) -> None:
        self.context = context
        self.what = what
        self.one = one
        self.route = route
        self.extra: list[tuple[str, Any]] = []

    def wrong(self, key: str, node: Node, wanted: str) -> None:
        """Report a value of the wrong type; `wanted` is a clause in the imperative."""
        message = f"`{key}` of {self.what} is {described(node)}; {wanted}."
        self.context.report("wrong-type", message, Span(node.start, node.end))

    def unknown(self, key: str, node: Node, known: tuple[str, ...], wanted: str) -> None:
        """Report a word that is none of the known ones."""
        word = node.value if isinstance(node.value, str) else ""
        meant = _nearest(word, known)
        hint = did_you_mean(meant)
        message = f"`{key}` of {self.what} is {described(node)}{hint}; {wanted}."
        # Of several words in one text, the others are right.
        instead = None if "," in word else meant
        self.context.report("unknown-value", message, Span(node.start, node.end), instead)

    def stranger(self, key: str, node: Node, known: tuple[str, ...]) -> None:
        """Keep an unknown key and have it reported."""
        self.extra.append((key, node.data()))
        self.context.stranger(self.one, key, node, self.route, known)


def described(node: Node) -> str:
    """What a value is, for messages: a list, a number, or the text itself in quotes."""
    value = node.value
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a group of fields"
    meaning = node.scalar()
    if meaning is None or value == "":
        return "empty"
    return f'"{shown(value)}"' if isinstance(meaning, str) else shown(value)


def shown(text: str, limit: int = 40) -> str:
    """A text cut for a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 3]}..."


def any_of(words: tuple[str, ...]) -> str:
    """`promo, news or value`."""
    return f"{', '.join(words[:-1])} or {words[-1]}"
