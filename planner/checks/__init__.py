"""Types of rules: one module per check, found by its name and imported when a rule names it.

A check module has

- `Options`, a NamedTuple of what a rule may set, and `OPTIONS`, how each one is read;
- `WORDS`, the words that a rule's message may use in braces, and `COUNTS`, those of them that are
  numbers (`Count`) and choose between two words;
- `lint(options, timeline)`, which yields a `Hit` for each window that breaks the rule, or a
  `PostHit` for each post that breaks it by itself;
- for a rule that moving or inserting entries can cure, also the plan reading of one week:
  `plan(options, board)` adds its constraints to a solver model;
  `reach(options)` is a `Reach`: how far beyond the week's edges it looks;
  `offers(options, timeline, window)`, where there are any, yields the insertions that could help;
  `loose(...)` and `deferrable(...)`, likewise, the ids of the posts that could help by moving
  inside the week, or by leaving it for a later one.
  `NEIGHBOURS_ONLY_HINDER` is true where entries beside the week can only forbid something;
- where it needs several weeks, `too_short(options, timeline)`: how long a calendar has to be for
  it to judge anything, when this one is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from planner.model import Calendar, Entry, Level, Post, Record, Route, Slot, Window
from planner.named import Any, NamedTuple, Protocol
from planner.weeks import MINUTES_A_WEEK, Timeline, is_closed
from planner.which import Test
from planner.wording import counted


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

    entry: Entry | Record
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

    entry: Entry | Record
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


class PlaceHit(NamedTuple):
    """A setting of the calendar that breaks a rule: where it stands, and the numbers."""

    place: Route
    observed: int
    allowed: int
    words: Mapping[str, object]
    window: Window | None = None
    entry: Entry | None = None
    level: Level | None = None
    related: tuple[Entry, ...] = ()


class Offer(NamedTuple):
    """An entry that a plan may insert into a week, as a pattern without a time."""

    entry: Entry
    most: int

    @property
    def is_slot(self) -> bool:
        """Whether a slot is offered, not a post."""
        return isinstance(self.entry, Slot)

    @property
    def channel(self) -> str | None:
        """The channel of the post, or the only one of the slot."""
        if isinstance(self.entry, Post):
            return self.entry.channel
        return self.entry.channels[0] if self.entry.channels else None


class Reach(NamedTuple):
    """How many minutes before and after a week an entry can matter to it."""

    before: int = 0
    after: int = 0

    @classmethod
    def back(cls, weeks: int) -> "Reach":
        """To the beginning of so many weeks, of which a week is the last."""
        return cls((weeks - 1) * MINUTES_A_WEEK)


class Piece(Protocol):
    """An entry on the solver's board. Literals are the solver's; a missing day is impossible."""

    @property
    def entry(self) -> Entry:
        """The entry as it was, or the pattern of one that might be inserted."""

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
    def minute(self) -> Any:
        """The minute of the day, an expression; None when no time is known."""

    @property
    def hold(self) -> Any:
        """Literal: a post of this week is held back; the number 0 where it cannot be."""

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
    calendar: Calendar
    horizon: tuple[int, int]
    """First and last minute that an entry of the week can reach, from the epoch in UTC."""
    is_closed: bool
    """Whether every day of the week is blacked out."""
    counts_moves: bool
    """Whether no times of day are decided, but how many posts have to leave theirs counts."""

    def channels(self) -> Iterator[str | None]:
        """The channels that could post in this week."""

    def find(self, fits: Test, weeks: int = 1) -> list[Any]:
        """Pieces of entries that fit, in this week and, of several weeks, in those before it."""

    def posts(self, fits: Test = ..., weeks: int = 1) -> list[Any]:
        """The same of posts alone."""

    def near(self, fits: Test, reach: int) -> list[Any]:
        """Pieces that have a time, also fixed ones up to so many minutes over the week's edges."""

    def stays(self, piece: Any) -> Any:
        """1, or an expression that is 1, when a post of the week is left where it is."""

    def is_own(self, piece: Any) -> bool:
        """Whether a piece belongs to this week, not to one beside it."""

    def is_whole(self, weeks: int) -> bool:
        """Whether so many weeks up to this one lie inside the calendar; one week always does."""

    def guard(self, channel: str | None, part: int = 0) -> Any:
        """A literal that holds unless the requirement has to be given up as a conflict.

        Requirements of different parts can be given up apart from each other.
        """

    def boolean(self, name: str) -> Any:
        """A new literal."""


def weeks_lacking(timeline: Timeline, weeks: int) -> str | None:
    """How long a calendar has to be to have so many weeks in a row, where it is too short."""
    is_long = any(timeline.is_whole(window) for window, _moments in timeline.trailing(weeks))
    return None if is_long else counted(weeks, "week")


def is_judged(timeline: Timeline, window: Window) -> bool:
    """Whether some weeks lie inside the calendar, and the last of them is not blacked out."""
    last_week = Window(window.until - timedelta(weeks=1), window.until)
    return timeline.is_whole(window) and not is_closed(timeline.calendar, last_week)


def some_of(board: Board, literals: Iterable[Any]) -> Any:
    """A new literal that holds when any of some others does; None among them are left out."""
    some = board.boolean("some")
    for literal in literals:
        if literal is not None:
            board.model.add_implication(literal, some)
    return some
