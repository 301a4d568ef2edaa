"""A plan that has everything a page must show: moves of every kind, conflicts, odd texts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from planner.model import (
    Blackout,
    Calendar,
    Channel,
    Conflict,
    Cost,
    Finding,
    Move,
    Note,
    Person,
    Plan,
    Post,
    Route,
    Slot,
    Span,
    Window,
)
from planner.source import Reading, Source

BERLIN = ZoneInfo("Europe/Berlin")
DATA = b"name: Rosa's Roastery\nposts:\n  - id: origin\n  - id: roast\n  - id: cup\n"
LINES: dict[Route, Span] = {
    ("posts", 0): Span(31, 41),
    ("posts", 1): Span(46, 55),
    ("posts", 2): Span(60, 67),
}
WEEK = Window(date(2026, 11, 23), date(2026, 11, 30))


def berlin(day: int, clock: str) -> datetime:
    """A local time in November 2026."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


POSTS = (
    Post("origin", "origin", berlin(23, "09:00"), "mastodon", "share", by="rosa",
         text="How the Huila co-op dries its beans, by @farm@coop.social",
         source="@farm@coop.social", link="https://example.org/huila", route=("posts", 0)),
    Post("roast", "roast", berlin(24, "12:30"), "instagram", "promo", pin=True,
         text="The new roast is out", route=("posts", 1)),
    Post("cup", "cup", berlin(25, "12:30"), "instagram", "promo",
         text="A cup | a day\nfor 5 € *only* <today>", link="javascript:alert(1)",
         route=("posts", 2)),
    Post("rtl", "rtl", berlin(26, "10:00"), None, text="קפה טוב ☕️ 日本語 👩‍👩‍👧 \x1b[31mred"),
    Post("later", "later", date(2026, 11, 27), "mastodon", "value", text="Grind it " * 40),
    Post("some-day", "some-day", None, "mastodon", "personal", text="The cats"),
    Post("over", "over", berlin(27, "15:00"), "instagram", "promo", "Sale", status="cancelled"),
)  # fmt: skip
SLOT = Slot("reply", "reply", berlin(24, "12:45"), 30, ("instagram",), "conversation", "imran")


def _find(route: Route) -> Span | None:
    return LINES.get(route)


@pytest.fixture
def calendar() -> Calendar:
    """A week as its author planned it."""
    return Calendar(
        "Rosa's Roastery",
        "Europe/Berlin",
        channels=(Channel("mastodon", "@rosa@coffee.social", 500), Channel("instagram")),
        people=(Person("rosa", "founder", "mon-fri 08:00-18:00"),),
        posts=POSTS,
        slots=(SLOT,),
        blackouts=(Blackout(date(2026, 12, 24), date(2026, 12, 27), "closed"),),
    )


@pytest.fixture
def source() -> Source:
    """The file that the calendar was read from."""
    return Source("calendar.yaml", DATA, _find)


@pytest.fixture
def reading(calendar: Calendar, source: Source) -> Reading:
    """The calendar as read, with a finding and a note."""
    finding = Finding("odd-time", "warning", 'time "9" lacks minutes', ("posts", 2))
    return Reading(calendar, source, (finding,), (Note("no zone, took UTC"),))


@pytest.fixture
def plan(calendar: Calendar) -> Plan:
    """The week made balanced by one move of each kind."""
    why = "instagram had 2 promos and no share in 2026-W48"
    rule = ("promo-to-share",)
    added = Post("add-1", "add-1", berlin(25, "10:00"), "instagram", "share", by="rosa",
                 note="somebody else's brew, credited")  # fmt: skip
    talk = Slot("add-2", "add-2", berlin(26, "10:15"), 20, (), "conversation", "imran")
    origin = POSTS[0]._replace(at=berlin(24, "09:15"))
    cup = POSTS[2]._replace(status="held")
    moves = (
        Move("origin", "shift", POSTS[0].at, origin.at, ("spacing", "presence"), "too close"),
        Move("add-1", "insert", None, added.at, rule, why),
        Move("add-2", "insert", None, talk.at, ("conversation-slots",), "nobody replied"),
        Move("cup", "hold", cup.at, None, rule, why),
        Move("later", "defer", date(2026, 11, 20), POSTS[4].at, rule, why),
    )
    posts = (origin, POSTS[1], cup, *POSTS[3:], added)
    return Plan(
        "feasible",
        Cost(1, 2, 2, 50),
        Cost(1, 1, 2, 50),
        moves,
        (),
        (Finding("alt-text", "warning", "a picture has no alt text", ("posts", 1), "roast"),),
        calendar._replace(posts=posts, slots=(SLOT, talk)),
        calendar,
        (WEEK,),
        (Note("2 conflicting zones", ("posts", 0)),),
    )


@pytest.fixture
def stuck(plan: Plan) -> Plan:
    """A week that no plan can balance."""
    conflict = Conflict(
        WEEK._replace(channel="instagram"),
        ("promo-to-share", "presence"),
        ("roast", "gone"),
        "both promos are pinned",
        ("unpin roast", "hold cup back"),
    )
    return plan._replace(status="infeasible", moves=(), conflicts=(conflict,))
