"""The values planner works with: small immutable records that import nothing of ours."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from planner.named import Any, Literal, NamedTuple

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")
"""Levels of a finding, the worst first."""

POST_KINDS = ("promo", "news", "value", "share", "personal", "conversation", "thanks")
"""Kinds of a post; one without a kind is `UNKNOWN`."""
SLOT_KINDS = ("conversation", "inbox", "outreach", "thanks", "listen", "open")
"""Kinds of a slot."""
UNKNOWN = "unknown"
STATUSES = ("idea", "draft", "approved", "scheduled", "published", "held", "cancelled")
ABSENT_STATUSES = ("held", "cancelled")
"""A post with one of these statuses is not going out: no check counts it."""
RECORD_KINDS = ("recognition", "share", "complaint", "question", "connection", "incident")
"""What others did that asks for an answer: they praised, passed on, complained, asked ..."""

KIND_GROUPS: Mapping[str, tuple[str, ...]] = {
    "broadcasts": ("promo", "news", "value", "share"),
    "gives": ("value", "share", "thanks"),
    "conversations": ("conversation", "inbox", "outreach", "thanks", "listen"),
}
"""Words a rule may use for several kinds at once."""

Route = tuple[str | int, ...]
"""Where a value stands in a calendar, as keys and positions: `("posts", 3, "text")`."""


class Span(NamedTuple):
    """A stretch of a file, in bytes from its start, half-open."""

    start: int
    end: int


class Media(NamedTuple):
    """A picture or film of a post."""

    file: str | None = None
    url: str | None = None
    alt: str | None = None
    shows: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()


class Post(NamedTuple):
    """One publication on one channel.

    `at` is an aware datetime, a date when no time is known yet, or None when nothing is.
    `entry` is the id in the source ("" when it has none); posts made of one entry for several
    channels share it.
    `audience` is whom it is for and `origin` whose idea it was (`from` in a file); `event` is the
    day it is about. A post that `promises` something says when it is `due`; the one that
    `delivers` it names the same thing. `extra` holds the keys planner does not know, as read.
    The entry itself says which rules it may break (`ignore`); comments beside it say so of those
    that are `silenced`, which is no part of the entry and is never written.
    """

    id: str
    entry: str
    at: datetime | date | None
    channel: str | None = None
    kind: str = UNKNOWN
    text: str = ""
    status: str = "draft"
    link: str | None = None
    by: str | None = None
    topic: str | None = None
    about: str | None = None
    campaign: str | None = None
    goal: str | None = None
    series: str | None = None
    why: str | None = None
    source: str | None = None
    note: str | None = None
    title: str | None = None
    mentions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    pin: bool = False
    window: tuple[date | None, date | None] | None = None
    automated: bool = False
    trigger: str | None = None
    rss: str | None = None
    audience: str | None = None
    origin: str | None = None
    paid: bool = False
    opinion: bool | None = None
    approvals: int | None = None
    event: date | None = None
    promises: str | None = None
    due: date | None = None
    delivers: str | None = None
    ignore: tuple[str, ...] = ()
    ignore_reason: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()
    route: Route = ()
    silenced: tuple[str, ...] = ()


class Slot(NamedTuple):
    """Time reserved for people: replying, thanking, reaching out, listening.

    `minutes` is its length; no `channels` means that it serves all. A slot that repeats is one
    record per occurrence, all with the same `entry` and `every`; `since` is its first day, where
    the calendar gives one. `surfaces` are where people are answered: comments, mentions, messages.
    """

    id: str
    entry: str
    at: datetime | date
    minutes: int = 30
    channels: tuple[str, ...] = ()
    kind: str = UNKNOWN
    by: str | None = None
    backup: str | None = None
    audience: str | None = None
    contacts: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str | None = None
    automated: bool = False
    every: str | None = None
    since: date | None = None
    status: str = "scheduled"
    ignore: tuple[str, ...] = ()
    ignore_reason: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()
    route: Route = ()
    silenced: tuple[str, ...] = ()


Entry = Post | Slot


class Record(NamedTuple):
    """Something that others did and that asks for an answer: praise, a complaint, a question.

    `kind` is one of `RECORD_KINDS`, `who` the handle of the person.
    """

    id: str
    at: datetime | date
    kind: str
    channel: str | None = None
    who: str | None = None
    note: str | None = None
    ignore: tuple[str, ...] = ()
    ignore_reason: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()
    route: Route = ()
    silenced: tuple[str, ...] = ()


class Channel(NamedTuple):
    """A place that posts go to; `hours` are the local hours in which posts may go out.

    A plan puts nothing into its `quiet` hours, and looks for `preferred` times where it can choose.
    `since` is the day on which the team began with it; a `dormant` one is left alone on purpose.
    """

    name: str
    handle: str | None = None
    limit: int | None = None
    hours: str | None = None
    profile: Mapping[str, Any] = {}
    since: date | None = None
    dormant: bool = False
    quiet: str | None = None
    preferred: tuple[str, ...] = ()
    extra: tuple[tuple[str, Any], ...] = ()


class Person(NamedTuple):
    """Somebody of the team; `on_call` are the hours in which they can take a slot."""

    name: str
    role: str | None = None
    on_call: str | None = None
    backup: str | None = None
    handle: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()


class Blackout(NamedTuple):
    """Days without posts, half-open: `first` counts, `until` does not."""

    first: date
    until: date
    why: str | None = None


class Calendar(NamedTuple):
    """Entries and the settings they are read with. `week_starts` is 0 for Monday.

    `domains` are the team's own sites, `partners` the handles of people it works with. A plan puts
    nothing into the `quiet` hours, on whatever channel.
    """

    name: str | None = None
    timezone: str = "UTC"
    week_starts: int = 0
    channels: tuple[Channel, ...] = ()
    people: tuple[Person, ...] = ()
    domains: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    slots: tuple[Slot, ...] = ()
    records: tuple[Record, ...] = ()
    blackouts: tuple[Blackout, ...] = ()
    guidelines: Mapping[str, Any] = {}
    crisis: Mapping[str, Any] = {}
    quiet: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The posts, then the slots."""
        return (*self.posts, *self.slots)

    def with_entries(self, entries: Iterable[Entry]) -> "Calendar":
        """The same calendar with other entries."""
        listed = list(entries)
        return self._replace(
            posts=tuple(entry for entry in listed if isinstance(entry, Post)),
            slots=tuple(entry for entry in listed if isinstance(entry, Slot)),
        )


class Window(NamedTuple):
    """A stretch of days that a check looks at, half-open, of one channel or of all (None)."""

    first: date
    until: date
    channel: str | None = None


class Finding(NamedTuple):
    """What a rule or a reader has to say about one place.

    `place` is a route of the calendar or a span of the file; `related` are further places.
    `observed` and `allowed` are the numbers that were compared. `instead` is what should stand
    at the place, where only one thing was probably meant.
    """

    rule: str
    level: Level
    message: str
    place: Route | Span
    entry: str | None = None
    window: Window | None = None
    observed: float | None = None
    allowed: float | None = None
    related: tuple[tuple[Route, str], ...] = ()
    instead: str | None = None


class Suppression(NamedTuple):
    """A rule that a comment silences on purpose, in a part of a file.

    `place` are the bytes of its name. A finding is covered when it is about an entry of `routes`
    or lies in the bytes of `covers` (None is the whole file), and its window ends in the `week`,
    where one is named. From the day `until` on, nothing is covered any more.
    """

    rule: str
    place: Span
    covers: Span | None = None
    routes: tuple[Route, ...] = ()
    week: Window | None = None
    until: date | None = None


class Note(NamedTuple):
    """What a reader had to assume or leave out, for people to know."""

    message: str
    place: Route | Span = ()


class Cost(NamedTuple):
    """What a plan changes, in the order in which it is kept small.

    `displacement` is 48 for a day moved and 1 for a quarter of an hour in the time of day.
    """

    held: int = 0
    inserted: int = 0
    moved: int = 0
    displacement: int = 0


MoveKind = Literal["shift", "defer", "insert", "hold"]
MOVE_KINDS: tuple[MoveKind, ...] = ("shift", "defer", "insert", "hold")
PlanStatus = Literal["optimal", "feasible", "infeasible"]
PLAN_STATUSES: tuple[PlanStatus, ...] = ("optimal", "feasible", "infeasible")


class Move(NamedTuple):
    """One change of a plan.

    A post is shifted inside its week, deferred to a later one or held back, or an entry is
    inserted. `entry` is the id of a post or slot in the plan's calendar.
    """

    entry: str
    what: MoveKind
    before: datetime | date | None
    after: datetime | date | None
    rules: tuple[str, ...]
    why: str


class Conflict(NamedTuple):
    """Rules that cannot all hold in a week, with the entries that stand in the way."""

    week: Window
    rules: tuple[str, ...]
    entries: tuple[str, ...]
    why: str
    ways_out: tuple[str, ...]


class Plan(NamedTuple):
    """A balanced calendar and how it came about.

    `calendar` holds every entry of `original`: moved, held (status) or as it was, and the
    inserted ones. `by_hand` are the findings that no move can cure. `weeks` are the planned ones.
    """

    status: PlanStatus
    cost: Cost
    bound: Cost
    moves: tuple[Move, ...]
    conflicts: tuple[Conflict, ...]
    by_hand: tuple[Finding, ...]
    calendar: Calendar
    original: Calendar
    weeks: tuple[Window, ...] = ()
    notes: tuple[Note, ...] = ()
