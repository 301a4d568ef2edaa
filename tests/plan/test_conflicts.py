"""Weeks that cannot keep their rules, weeks that are over, and weeks in which clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from helpers import BERLIN, berlin, calendar_of, entries_of, rule_named

from planner.model import Calendar, Channel, Plan, Post, Record, Slot
from planner.plan import conflict as conflicts
from planner.plan.balance import Settings, make_plan
from planner.rules import judge
from planner.weeks import Timeline

RULES = [rule_named(name) for name in ("promo-to-share", "conversation-slots", "no-sterile-bursts")]
RATIO = RULES[:1]
TALKS = [Slot(f"s{day}", f"s{day}", berlin(day, "16:00"), 30, (), "inbox") for day in (23, 24, 25)]
PINNED = [
    Post(f"p{day}", f"p{day}", berlin(day), "x", "promo", text="Buy", pin=True)
    for day in (23, 24, 25)
]


def findings(calendar: Calendar) -> list[str]:
    """The names of the rules that find something, once for each finding."""
    timeline = Timeline(calendar)
    return [finding.rule for rule in RULES for finding in judge(rule, timeline)]


def stuck() -> Plan:
    """Three pinned promos, no gives, and nothing may be inserted."""
    return make_plan(calendar_of(*PINNED, *TALKS), RULES, Settings(posts=0))


def test_pinned_promos_without_gives_are_a_conflict() -> None:
    """It names the rule, the week, the channel and posts that are too many already."""
    plan = stuck()
    assert plan.status == "infeasible"
    (conflict,) = plan.conflicts
    assert conflict.rules == ("promo-to-share",)
    assert conflict.week == (date(2026, 11, 23), date(2026, 11, 30), "x")
    assert conflict.entries == ("p23", "p24")
    assert "3 promo" in conflict.why
    assert plan.cost == (0, 0, 0, 0)
    assert plan.calendar == plan.original


def test_what_there_was_no_time_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither that all posts are needed for a conflict, nor that there is no other way out."""
    (conflict,) = stuck().conflicts
    assert "no time" not in conflict.why
    monkeypatch.setattr(conflicts, "EFFORT", 1e-6)
    (conflict,) = stuck().conflicts
    assert conflict.entries == ("p23", "p24", "p25")
    assert "Maybe fewer posts are in the way; there was no time to try." in conflict.why
    assert conflict.why.endswith("There was no time to try more ways out.")
    assert conflict.ways_out


def test_a_conflict_is_told_once() -> None:
    """Not again as a finding to mend by hand."""
    assert stuck().by_hand == ()


def test_a_way_out_to_unpin_works() -> None:
    """The posts it names, unpinned, make the week balance."""
    (conflict,) = stuck().conflicts
    way = next(way for way in conflict.ways_out if way.startswith("Unpin"))
    posts = [post._replace(pin=post.id not in way) for post in PINNED]
    assert any(not post.pin for post in posts)
    plan = make_plan(calendar_of(*posts, *TALKS), RULES, Settings(posts=0))
    assert plan.status == "optimal"
    assert findings(plan.calendar) == []


def test_a_way_out_to_insert_more_works() -> None:
    """With more posts allowed, nothing is held back."""
    (conflict,) = stuck().conflicts
    assert any("inserted_posts" in way for way in conflict.ways_out)
    plan = make_plan(calendar_of(*PINNED, *TALKS), RULES, Settings(posts=6))
    assert (plan.status, plan.cost[:2]) == ("optimal", (0, 6))
    assert findings(plan.calendar) == []


def test_a_way_out_that_does_not_work_is_not_told() -> None:
    """Published promos cannot be unpinned; ten are too many for insertions: accept them."""
    posts = [
        Post(f"p{n}", f"p{n}", berlin(23 + n % 5, f"{9 + n // 5 * 4:02}:00"), "x", "promo",
             status="published")
        for n in range(10)
    ]  # fmt: skip
    plan = make_plan(calendar_of(*posts, *TALKS), RULES, Settings())
    conflict = next(it for it in plan.conflicts if it.rules == ("promo-to-share",))
    (way,) = conflict.ways_out
    assert "planner: ignore[promo-to-share@2026-W48]" in way


def test_slots_that_may_not_be_inserted_are_a_conflict() -> None:
    """The way out is to allow them."""
    calendar = calendar_of(Post("p", "p", berlin(24), "x", "value"))
    plan = make_plan(calendar, RULES, Settings(slots=0))
    assert plan.status == "infeasible"
    rules = {rule for conflict in plan.conflicts for rule in conflict.rules}
    assert rules == {"conversation-slots"}
    assert any("inserted_slots" in way for it in plan.conflicts for way in it.ways_out)
    assert make_plan(calendar, RULES, Settings(slots=6)).status == "optimal"


def test_what_can_be_cured_beside_a_conflict_is_cured() -> None:
    """On other channels."""
    others = [
        Post(f"m{hour}", f"m{hour}", berlin(26, f"{hour:02}:00"), "mastodon", "news")
        for hour in (9, 10, 11)
    ]
    plan = make_plan(calendar_of(*PINNED, *TALKS, *others), RULES, Settings(posts=0))
    assert plan.status == "infeasible"
    assert set(findings(plan.calendar)) == {"promo-to-share"}


def test_a_burst_that_can_be_cured_is_cured_beside_one_that_cannot() -> None:
    """On the same channel in the same week."""
    fixed = [
        Post(f"f{hour}", f"f{hour}", berlin(23, f"{hour:02}:00"), "x", "news", pin=True)
        for hour in (9, 10, 11)
    ]
    free = [
        Post(f"n{hour}", f"n{hour}", berlin(26, f"{hour:02}:00"), "x", "news")
        for hour in (9, 10, 11)
    ]
    plan = make_plan(calendar_of(*fixed, *free, *TALKS), RULES, Settings(slots=0))
    assert plan.status == "infeasible"
    left = judge(rule_named("no-sterile-bursts"), Timeline(plan.calendar))
    assert [finding.entry for finding in left] == ["f11"]


def test_a_conflict_in_one_week_leaves_the_next_to_be_planned() -> None:
    """The promos of the second week are balanced."""
    first = date(2026, 12, 1)
    later = [
        post._replace(id=f"l{post.id}", at=berlin(first, f"{9 + 4 * n:02}:00"), pin=False)
        for n, post in enumerate(PINNED)
    ]
    talks = [slot._replace(id=f"l{slot.id}", at=later_by_a_week(slot)) for slot in TALKS]
    calendar = calendar_of(*PINNED, *TALKS, *later, *talks)
    plan = make_plan(calendar, RULES, Settings(posts=0))
    assert {conflict.week.first for conflict in plan.conflicts} == {date(2026, 11, 23)}
    assert findings(plan.calendar) == ["promo-to-share"]


def later_by_a_week(slot: Slot) -> datetime:
    """The same time a week later."""
    assert isinstance(slot.at, datetime)
    return slot.at + timedelta(weeks=1)


def test_a_week_that_is_over_is_left_alone() -> None:
    """What the rules find in it is told, to be known rather than mended."""
    posts = [post._replace(pin=False) for post in PINNED]
    calendar = calendar_of(*posts)
    plan = make_plan(calendar, RULES, Settings(now=berlin(30, "00:00")))
    assert plan.calendar == calendar
    assert plan.moves == ()
    assert plan.conflicts == ()
    assert {finding.rule for finding in plan.by_hand} == {"promo-to-share", "conversation-slots"}


def test_only_the_future_of_a_running_week_is_planned() -> None:
    """What is inserted and moved comes after now."""
    posts = [post._replace(pin=False) for post in PINNED]
    now = berlin(25, "08:00")
    plan = make_plan(calendar_of(*posts), RULES, Settings(now=now))
    before = {entry.id: entry for entry in posts}
    for entry in entries_of(plan.calendar):
        assert entry == before.get(entry.id) or (isinstance(entry.at, datetime) and entry.at > now)
    assert [post.at for post in plan.calendar.posts[:2]] == [post.at for post in posts[:2]]


def test_only_the_weeks_that_are_asked_for_are_planned() -> None:
    """The others stay as they are."""
    later = [post._replace(id=f"l{post.id}", at=berlin(30, "09:00"), pin=False) for post in PINNED]
    calendar = calendar_of(*[post._replace(pin=False) for post in PINNED], *later)
    plan = make_plan(calendar, RATIO, Settings(first=date(2026, 11, 30), until=date(2026, 12, 7)))
    assert plan.calendar.posts[:3] == calendar.posts[:3]
    assert all(move.entry not in {"p23", "p24", "p25"} for move in plan.moves)
    assert plan.moves


CHANGES = [
    (date(2026, 3, 29), "02:00", "03:00"),
    (date(2026, 10, 25), "02:00", "03:00"),
]


@pytest.mark.parametrize(("sunday", "first", "last"), CHANGES)
@pytest.mark.parametrize("hours", ["00:00-06:00", "01:00-03:30", "00:00-24:00"])
def test_nothing_is_put_into_the_hour_of_a_clock_change(
    sunday: date, first: str, last: str, hours: str
) -> None:
    """Neither where the clock skips nor where it repeats itself."""
    posts = [Post(f"p{n}", f"p{n}", berlin(sunday, f"00:{n:02}"), "x", "news") for n in range(4)]
    calendar = calendar_of(*posts)._replace(channels=(Channel("x", hours=hours),))
    plan = make_plan(calendar, RULES, Settings(first=sunday - timedelta(days=6)))
    for entry in entries_of(plan.calendar):
        assert isinstance(entry.at, datetime)
        assert entry.at.astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) == (
            entry.at.astimezone(BERLIN).replace(tzinfo=None)
        )
        if entry.at.date() == sunday:
            assert not first <= f"{entry.at:%H:%M}" < last
    assert "no-sterile-bursts" not in findings(plan.calendar)


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_post_moved_over_a_clock_change_keeps_its_time_of_day(sunday: date) -> None:
    """The clock on the wall counts, not the hours that pass."""
    posts = [Post(f"p{n}", f"p{n}", berlin(sunday, "12:30"), "x", "news") for n in range(3)]
    friday = sunday - timedelta(days=2)
    calendar = calendar_of(*[post._replace(pin=post.id != "p2") for post in posts])
    calendar = calendar._replace(channels=(Channel("x", hours="fri 08:00-20:00"),))
    plan = make_plan(calendar, [rule_named("no-sterile-bursts")], Settings(slots=0))
    moved = next(post for post in plan.calendar.posts if post.id == "p2")
    assert moved.at == berlin(friday, "12:30")
    assert plan.cost == (0, 0, 1, 96)


def test_a_post_is_moved_only_into_its_own_window() -> None:
    """Also when it stands outside of it, and on the day where it stands."""
    posts = [Post(f"p{n}", f"p{n}", berlin(29, "12:30"), "x", "news", pin=n < 2) for n in range(3)]
    posts[2] = posts[2]._replace(window=(date(2026, 11, 27), date(2026, 11, 27)))
    plan = make_plan(calendar_of(*posts), [rule_named("no-sterile-bursts")], Settings(slots=0))
    moved = next(post for post in plan.calendar.posts if post.id == "p2")
    assert moved.at == berlin(27, "12:30")


def test_what_more_insertions_would_cure_is_told_beside_what_is_past() -> None:
    """Monday's missing slot can no longer be cured, the week's missing word to somebody can."""
    rules = [rule_named(name) for name in ("inbox-every-working-day", "weekly-outreach")]
    talks = [
        slot._replace(at=berlin(day, "16:00"))
        for slot, day in zip(TALKS, (25, 26, 27), strict=True)
    ]
    calendar = calendar_of(Post("p", "p", berlin(23), "x", "value"), *talks)
    plan = make_plan(calendar, rules, Settings(now=berlin(25, "10:00"), slots=0))
    (conflict,) = plan.conflicts
    assert conflict.rules == ("weekly-outreach",)
    assert conflict.ways_out
    assert [finding.rule for finding in plan.by_hand] == ["inbox-every-working-day"]


def test_a_record_after_the_last_entry_is_answered() -> None:
    """Its week is planned though the calendar has nothing in it."""
    complaint = Record("r", berlin(date(2026, 12, 1), "10:00"), "complaint", "x", "@ann")
    calendar = calendar_of(Post("p", "p", berlin(23), "x", "value"))._replace(records=(complaint,))
    plan = make_plan(calendar, [rule_named("complaints-answered")])
    assert (plan.cost, plan.conflicts, plan.by_hand) == ((0, 1, 0, 0), (), ())
