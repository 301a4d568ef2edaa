"""What a change has made worse: matched with what was before, by rule and entry or week."""

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model import LEVELS, Calendar, Finding, Post, Window
from planner.worse import Judged, made_worse

MONDAY = date(2026, 11, 23)
WEEK = Window(MONDAY, MONDAY + timedelta(7), "x")
DAY = Window(MONDAY, MONDAY + timedelta(1), "x")
NOTHING = Calendar()
FINDINGS = st.builds(
    Finding,
    st.sampled_from(["promo-to-share", "no-shouting"]),
    st.sampled_from(LEVELS[:2]),
    st.sampled_from(["one", "two"]),
    st.tuples(st.just("posts"), st.integers(0, 9)),
    st.sampled_from([None, "a", "b"]),
    st.sampled_from([None, WEEK, DAY]),
    st.none() | st.integers(0, 3),
    st.just(1),
    st.sampled_from([(), ((("posts", 1), "a"),), ((("posts", 2), "b"), (("posts", 3), "c"))]),
    st.none(),
)


ALONE = FINDINGS.map(lambda it: it._replace(related=()))
"""Findings that are about one entry or week each."""


def by_hand(now: list[Finding], before: list[Finding]) -> int:
    """How few findings are worse when those of before are given out in the best of all ways."""

    def subject(it: Finding) -> tuple[object, ...]:
        if it.window == WEEK or (it.window and it.entry is None):
            return it.rule, it.window.channel
        return it.rule, it.entry, "entry"

    def stands_for(old: Finding, new: Finding) -> bool:
        if subject(old) != subject(new):
            return False
        if old.level != new.level:
            return old.level == "error"
        far = [0 if it.observed is None else abs(it.observed - 1) for it in (old, new)]
        return far[0] >= far[1]

    fewest = len(now)
    places: list[Finding | None] = [*before, *[None] * max(0, len(now) - len(before))]
    for order in permutations(places, len(now)):
        pairs = zip(order, now, strict=True)
        fewest = min(fewest, sum(old is None or not stands_for(old, new) for old, new in pairs))
    return fewest


def worse(now: list[Finding], before: list[Finding]) -> tuple[Finding, ...]:
    """What is worse between two calendars of which nothing matters but the findings."""
    return made_worse(Judged(NOTHING, tuple(now)), Judged(NOTHING, tuple(before)))


@given(st.lists(ALONE, max_size=4), st.lists(ALONE, max_size=4))
@settings(max_examples=300, deadline=None)
def test_as_few_are_told_as_can_be(now: list[Finding], before: list[Finding]) -> None:
    """As an oracle says that tries every way to match them; and each is a finding of now."""
    told = worse(now, before)
    assert len(told) == by_hand(now, before)
    left = iter(now)
    assert all(any(it is finding for finding in left) for it in told)


@given(st.lists(FINDINGS, max_size=6), st.lists(FINDINGS, max_size=3))
@settings(max_examples=200, deadline=None)
def test_no_change_is_no_finding(now: list[Finding], more: list[Finding]) -> None:
    """Nor is it one to mend some; where there was nothing, all are new."""
    assert worse(now, now) == ()
    assert worse(now, [*more, *now]) == ()
    assert worse(now, []) == tuple(now)


def finding(observed: int = 2, **changes: object) -> Finding:
    """An error of a rule at an entry, where one is allowed."""
    usual = Finding("no-shouting", "error", "Loud.", ("posts", 0), "a", None, observed, 1)
    return usual._replace(**changes)  # type: ignore[arg-type]  # the tests name fields


def test_more_of_it_is_worse() -> None:
    """Less of it is not, on whatever side of what is allowed it lies."""
    assert worse([finding(3)], [finding(2)])
    assert not worse([finding(2)], [finding(3)])
    assert worse([finding(-2)], [finding(-1)])
    assert worse([finding()], [finding(level="warning")])
    assert not worse([finding(level="warning")], [finding()])


def test_the_untouched_one_is_not_told() -> None:
    """Of several about one week it is the other one, though that is less bad."""
    old = finding(4, message="Topic: roast.", window=WEEK)
    new = finding(2, message="Topic: travel.", window=WEEK)
    assert worse([old, new], [old]) == (new,)


def test_another_notice_is_new() -> None:
    """Where its words are others; a line that it names may be another one."""

    def notice(rule: str, message: str) -> Finding:
        return Finding(rule, "warning", message, (), "a")

    assert worse([notice("unknown-key", "`size`?")], [notice("unknown-key", "`color`?")])
    twice = [notice("duplicate-id", f"`a` is used in line {line} already.") for line in (3, 7)]
    assert not worse(twice[:1], twice[1:])
    assert worse(twice, twice[1:]) == (twice[1],)


def test_a_notice_about_the_whole_calendar_is_the_same_at_another_entry() -> None:
    """Its first entry and its numbers may change."""
    old = Finding("unknown-kinds", "warning", "None of the 5 posts says.", (), "a")
    assert not worse([old._replace(entry="b", message="None of the 6 posts says.")], [old])


def test_a_burst_may_tip_at_another_post() -> None:
    """It is the same one as long as it shares a post and is no longer."""
    route = ("posts", 1)
    old = finding(4, entry="c", window=DAY, related=((route, "a"), (route, "b"), (route, "d")))
    new = finding(3, entry="d", window=DAY, related=((route, "b"), (route, "c")))
    assert not worse([new], [old])
    assert worse([old], [new])
    assert worse([new._replace(entry="e", related=((route, "f"),))], [old])
    assert worse([new._replace(rule="another")], [old])


def test_a_post_that_moves_takes_its_findings_along() -> None:
    """Also when its id is made of its time: what it says is the same."""
    was = Post("2026-11-23-x", "2026-11-23-x", MONDAY, "x", "value", "READ THIS")
    moved = was._replace(id="2026-11-24-x", entry="2026-11-24-x", at=MONDAY + timedelta(1))
    other = moved._replace(text="READ THAT")
    before = Judged(Calendar(posts=(was,)), (finding(entry=was.id),))
    found = (finding(entry=moved.id),)
    assert made_worse(Judged(Calendar(posts=(moved,)), found), before) == ()
    assert made_worse(Judged(Calendar(posts=(other,)), found), before) == found
    twice = Judged(Calendar(posts=(was, moved)), found)
    assert made_worse(twice, before) == found
