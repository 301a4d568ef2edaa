"""The check of people's time, compared with holding every slot against every other."""

from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from helpers import berlin, calendar_of, entries_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import Hit, overlap
from planner.checks.overlap import Options
from planner.model import Calendar, Entry, Post, Slot
from planner.weeks import Timeline
from planner.which import Which, of_kinds

ANY = Which()


def hits(options: Options, *entries: Entry) -> list[Hit]:
    """What the check finds."""
    return list(overlap.lint(options, Timeline(calendar_of(*entries))))


def slot(
    name: str, clock: str, minutes: int = 30, by: str | None = "rosa", **fields: object
) -> Slot:
    """A slot on 23 November."""
    made = Slot(name, name, berlin(23, clock), minutes, kind="inbox", by=by)
    return made._replace(**fields)  # type: ignore[arg-type]


def minutes_by_hand(entry: Entry, posting: int) -> set[datetime]:
    """Every minute that an entry takes, in UTC."""
    if not isinstance(entry.at, datetime):
        return set()
    length = entry.minutes if isinstance(entry, Slot) else posting
    start = datetime.fromtimestamp(entry.at.timestamp(), berlin(1).tzinfo)
    return {start.astimezone(None) + timedelta(minutes=minute) for minute in range(length)}


def pairs_by_hand(calendar: Calendar, options: Options) -> set[frozenset[str]]:
    """The entries of which two share a minute of one person, and one is a slot."""
    going = [it for it in entries_of(calendar) if it.status not in {"held", "cancelled"}]
    return {
        frozenset({one.entry, other.entry})
        for one, other in combinations(going, 2)
        if one.by
        and one.by == other.by
        and (isinstance(one, Slot) or isinstance(other, Slot))
        and minutes_by_hand(one, options.posting_minutes)
        & minutes_by_hand(other, options.posting_minutes)
    }


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Slots and posts of two people around an hour, some of them the same entry again."""
    day = draw(st.sampled_from([date(2026, 11, 23), date(2026, 3, 29), date(2026, 10, 25)]))
    people, names = st.sampled_from(["rosa", "imran", None]), st.sampled_from(["", "a", "b"])
    entries: list[Entry] = []
    for number in range(draw(st.integers(0, 6))):
        clock = f"{draw(st.integers(1, 3)):02}:{draw(st.sampled_from([0, 15, 30])):02}"
        at = draw(st.sampled_from([berlin(day, clock)] * 4 + [day]))
        if draw(st.integers(0, 2)):
            length = draw(st.sampled_from([0, 15, 30, 60]))
            status = draw(st.sampled_from(["scheduled"] * 3 + ["cancelled"]))
            name = draw(names) or f"s{number}"
            entries.append(
                Slot(f"s{number}", name, at, length, by=draw(people), kind="inbox", status=status)
            )
        else:
            entries.append(Post(f"p{number}", f"p{number}", at, "x", by=draw(people)))
    return calendar_of(*entries)


@given(calendars(), st.sampled_from([0, 15, 31]))
@settings(derandomize=True, deadline=None, max_examples=250)
def test_overlaps_agree_with_comparing_every_minute(calendar: Calendar, posting: int) -> None:
    """Also where an hour comes twice or not at all."""
    options = Options(ANY, posting_minutes=posting)
    found = [
        frozenset({hit.entry.entry, hit.related[0].entry})  # type: ignore[union-attr]
        for hit in overlap.lint(options, Timeline(calendar))
    ]
    assert len(found) == len(set(found))
    assert set(found) == pairs_by_hand(calendar, options)


def test_one_slot_may_begin_when_the_other_ends() -> None:
    """A minute earlier is too early."""
    options = Options(ANY)
    assert not hits(options, slot("a", "09:00"), slot("b", "09:30"))
    (hit,) = hits(options, slot("a", "09:00"), slot("b", "09:29"))
    assert hit.entry is not None
    assert (hit.entry.id, hit.observed) == ("b", 1)
    assert (hit.words["when"], hit.words["other_when"]) == (
        "Mon 23 Nov 09:29-09:59", "Mon 23 Nov 09:00-09:30",
    )  # fmt: skip


def test_two_people_may_work_at_once() -> None:
    """And so may nobody."""
    assert not hits(Options(ANY), slot("a", "09:00"), slot("b", "09:00", by="imran"))
    assert not hits(Options(ANY), slot("a", "09:00", by=None), slot("b", "09:00", by=None))


def test_each_pair_is_told_once() -> None:
    """Three at once are three pairs; two slots that repeat are one."""
    assert len(hits(Options(ANY), *(slot(name, "09:00") for name in "abc"))) == 3
    days = [berlin(day) for day in (23, 24, 25)]
    repeated = [
        slot(f"{name}{at.day}", "09:00", at=at, entry=name) for at in days for name in ("a", "b")
    ]
    (hit,) = hits(Options(ANY), *repeated)
    assert hit.words["more"] == ", and 2 more times after that"
    assert len(hit.related) == 5


def test_a_post_takes_time_only_where_the_rule_says_so() -> None:
    """Two posts at once are no finding."""
    post = Post("p", "p", berlin(23, "09:10"), "x", by="rosa")
    assert not hits(Options(ANY), slot("a", "09:00"), post)
    assert hits(Options(ANY, posting_minutes=5), slot("a", "09:00"), post)
    assert not hits(Options(ANY, posting_minutes=5), post, post._replace(id="q", entry="q"))


@pytest.mark.parametrize(("minutes", "found"), [(14, 1), (15, 0)])
def test_a_slot_has_so_many_minutes_at_least(minutes: int, found: int) -> None:
    """Fifteen are enough; overlaps are another matter."""
    options = Options(of_kinds(["inbox"]), overlaps=False, at_least_minutes=15)
    assert len(hits(options, slot("a", "09:00", minutes))) == found
    assert not hits(options, slot("a", "09:00"), slot("b", "09:00"))


def test_a_short_slot_that_repeats_is_told_once() -> None:
    """With how often it comes back."""
    options = Options(ANY, overlaps=False, at_least_minutes=15)
    slots = [slot(f"a{day}", "09:00", 5, entry="a", at=berlin(day)) for day in (23, 24)]
    (hit,) = hits(options, *slots)
    assert (hit.observed, hit.allowed, hit.words["more"]) == (
        5, 15, ", and 1 more time after that",
    )  # fmt: skip
