"""Types of rules: one module per check, found by its name and imported when a rule names it.

A check module has

- `Options`, a NamedTuple of what a rule may set, and `OPTIONS`, how each one is read;
- `WORDS`, the words that a rule's message may use in braces;
- `lint(options, timeline)`, which yields a `Hit` for each window that breaks the rule, or a
  `PostHit` for each post that breaks it by itself;
- for a rule that moving or inserting entries can cure, also the plan reading of one week:
  `plan(options, board)` adds its constraints to a solver model;
  `offers(options, timeline, window)` yields the insertions that could help;
  `loose(...)` and `deferrable(...)`, called alike, yield the ids of the posts that could help by
  moving inside the week, or by leaving it for a later one;
  `reach(options)` is how many minutes beyond the week's edges it looks.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from planner.model import Entry, Level, Route, Window


class Option(NamedTuple):
    """How one option is read from data, and what it means in words."""

    read: Callable[[Any], Any]
    meaning: str


class Count(int):
    """A number that agrees with its words.

    `{n:post|posts}` is `1 post` or `2 posts`; `{n:=allows|allow}` is the word without the number.
    """

    def __format__(self, words: str) -> str:
        """The number alone, or with the one of two words that fits, or only that word."""
        if "|" not in words:
            return format(int(self), words)
        one, many = words.removeprefix("=").split("|")
        word = one if self == 1 else many
        return word if words.startswith("=") else f"{int(self)} {word}"


class Hit(NamedTuple):
    """A window that breaks a rule: the entry that tips it, the numbers and the other entries."""

    entry: Entry
    window: Window
    observed: int
    allowed: int
    related: tuple[Entry, ...]
    words: Mapping[str, object]

    @property
    def level(self) -> Level | None:
        """None: how bad it is is left to the rule."""
        return None

    @property
    def place(self) -> Route:
        """The route of the entry."""
        return self.entry.route


class PostHit(NamedTuple):
    """A post that breaks a rule by itself: its day if it has one, the field, the numbers.

    `level` is how bad it can be at most; None leaves it to the rule.
    """

    entry: Entry
    window: Window | None
    observed: int
    allowed: int
    words: Mapping[str, object]
    field: str | None = None
    level: Level | None = None
    related: tuple[Entry, ...] = ()

    @property
    def place(self) -> Route:
        """The route of the field, or of the entry."""
        return (*self.entry.route, self.field) if self.field else self.entry.route


class Offer(NamedTuple):
    """An entry that a plan may insert into a week: a post on a channel, or a slot for all."""

    kind: str
    channel: str | None
    is_slot: bool
    most: int


class Piece(Protocol):
    """An entry on the solver's board. Literals are the solver's; a missing day is impossible."""

    @property
    def present(self) -> Any:
        """Literal: the entry takes place in this week."""

    @property
    def days(self) -> Mapping[int, Any]:
        """Literal per day (proleptic ordinal): the entry takes place on it."""

    @property
    def start(self) -> Any:
        """Minutes from the epoch in UTC, an expression; None when no time is known."""

    @property
    def series(self) -> str | None:
        """The series that a post belongs to."""

    @property
    def is_guest(self) -> bool:
        """Whether a post comes from an earlier week, or might be inserted."""

    @property
    def order(self) -> int:
        """Rank in the calendar as it was; posts of a series keep it."""


class Board(Protocol):
    """One week laid out for the solver; `model` is a CP-SAT model."""

    model: Any
    window: Window
    horizon: tuple[int, int]
    """First and last minute that an entry of the week can reach, from the epoch in UTC."""
    is_closed: bool
    """Whether every day of the week is blacked out."""

    def channels(self) -> Iterator[str | None]:
        """The channels that could post in this week."""

    def posts(self, channel: str | None, kinds: frozenset[str] | None = None) -> list[Any]:
        """Pieces of posts on a channel, of some kinds or of all, in this week."""

    def entries(self, kinds: frozenset[str], *, serving: Any = ...) -> list[Any]:
        """Pieces of posts and slots of some kinds; `serving` keeps those that serve a channel."""

    def nearby(self, channel: str | None, kinds: frozenset[str], *, slots: bool) -> list[Any]:
        """Pieces of a channel with a time, also the fixed ones just over the week's edges."""

    def guard(self, channel: str | None, part: int = 0) -> Any:
        """A literal that holds unless the requirement has to be given up as a conflict.

        Requirements of different parts can be given up apart from each other.
        """

    def boolean(self, name: str) -> Any:
        """A new literal."""
