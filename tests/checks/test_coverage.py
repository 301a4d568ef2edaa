"""Every word has its entries, against a count by hand."""

from datetime import date, timedelta

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st
from said import (
    a_rule,
    assert_the_plan_holds,
    assert_the_readings_agree,
    is_whole_by_hand,
    open_calendars,
    rich_calendars,
    trailing_by_hand,
)

from planner.checks import Hit, coverage
from planner.insertion import read_insertion
from planner.model import Blackout, Calendar, Entry, Post, Slot
from planner.options import Words
from planner.weeks import Timeline
from planner.which import read_which

SLOTS = read_which({"entry": "slot"})
ANY = read_which({"entry": ["post", "slot"]})
AUDIENCES = coverage.Options(of=SLOTS, field="audience", values=Words(("fan", "critic")), over=2)
OPTIONS = st.builds(
    coverage.Options,
    of=st.sampled_from([SLOTS, ANY, read_which("conversations")]),
    field=st.just("tags"),
    values=st.sampled_from([Words(("fun",)), Words(("fun", "team")), Words(("team", "none"))]),
    at_least=st.integers(1, 2),
    over=st.sampled_from([1, 2, 3]),
    insert=st.none(),
) | st.builds(
    coverage.Options,
    of=st.just(ANY),
    field=st.just("kind"),
    values=st.sampled_from([Words(("thanks", "promo")), Words(("inbox",))]),
    at_least=st.integers(1, 2),
    over=st.sampled_from([1, 2, 3]),
    insert=st.none(),
)


def hits(calendar: Calendar, options: coverage.Options = AUDIENCES) -> list[Hit]:
    """What the check finds."""
    return list(coverage.lint(options, Timeline(calendar)))


def is_closed_by_hand(calendar: Calendar, first: date) -> bool:
    """Whether all seven days of a week are days off."""
    days = [first + timedelta(days=step) for step in range(7)]
    return all(any(it.first <= day < it.until for it in calendar.blackouts) for day in days)


def missing_by_hand(calendar: Calendar, options: coverage.Options) -> dict[date, list[str]]:
    """First day of each stretch in which words have too few entries, and those words."""
    fits = options.of.test(calendar)
    found = {}
    for first, inside, _newest in trailing_by_hand(calendar, options.over):
        if options.over > 1 and not is_whole_by_hand(calendar, first):
            continue
        if is_closed_by_hand(calendar, first + timedelta(weeks=options.over - 1)):
            continue
        missing = []
        for word in options.values:
            number = 0
            for entry in inside:
                said = {tag.strip("#").lower() for tag in entry.tags}
                said = said if options.field == "tags" else {entry.kind}
                number += fits(entry) and word in said
            if number < options.at_least:
                missing.append(word)
        if missing:
            found[first] = missing
    return found


@given(rich_calendars(), OPTIONS, st.booleans())
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_numbers_agree_with_a_count_by_hand(
    calendar: Calendar, options: coverage.Options, closed: bool
) -> None:
    """The same stretches and words, at an entry of the last week."""
    if closed:
        days = Blackout(date(2026, 11, 30), date(2026, 12, 7))
        calendar = calendar._replace(blackouts=(days,))
    expected = missing_by_hand(calendar, options)
    found = hits(calendar, options)
    assert [hit.window.first for hit in found] == list(expected)
    newest = {first: new for first, _inside, new in trailing_by_hand(calendar, options.over)}
    for hit in found:
        missing = expected[hit.window.first]
        assert hit.words["missing"] == " and ".join(missing)
        assert (hit.observed, hit.allowed) == (
            len(options.values) - len(missing), len(options.values)
        )  # fmt: skip
        assert hit.entry in newest[hit.window.first]


@given(rich_calendars(), OPTIONS)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_both_readings_agree(calendar: Calendar, options: coverage.Options) -> None:
    """A week that breaks the rule has no plan without a change, and any other has one."""
    assert_the_readings_agree(calendar, a_rule("coverage", options))


@given(open_calendars(), OPTIONS, st.sampled_from([None, {"slot": "thanks"}, {"post": "value"}]))
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_plan_holds_or_says_why_not(
    calendar: Calendar, options: coverage.Options, insert: dict[str, str] | None
) -> None:
    """And planning twice changes nothing."""
    if insert:
        options = options._replace(insert=read_insertion(insert))
    assert_the_plan_holds(calendar, a_rule("coverage", options))


def slot(day: int | date, audience: str | None = None, clock: str = "16:00") -> Slot:
    """A slot; a number is a day of November 2026."""
    at = berlin(day, clock)
    return Slot(f"s{day}-{audience}", "", at, 30, (), "inbox", audience=audience)


def test_the_first_and_the_last_minute_of_the_weeks_are_in_them() -> None:
    """Monday 00:00 of the first and Sunday 23:59 of the last."""
    last = slot(date(2026, 12, 6), "critic", "23:59")
    assert not hits(calendar_of(slot(23, "fan", "00:00"), last))
    early = calendar_of(slot(22, "fan", "23:59"), slot(23), last)
    assert [hit.words["missing"] for hit in hits(early)] == ["critic", "fan"]


def test_a_calendar_that_is_too_short_is_not_judged() -> None:
    """Two weeks need two weeks."""
    one = calendar_of(slot(23))
    assert not hits(one)
    assert coverage.too_short(AUDIENCES, Timeline(one)) == "2 weeks"
    two = calendar_of(slot(23), slot(date(2026, 11, 30)))
    assert hits(two)
    assert coverage.too_short(AUDIENCES, Timeline(two)) is None


def test_a_week_without_entries_lacks_nothing() -> None:
    """Only weeks in which something is planned are judged."""
    assert not hits(calendar_of(slot(23)), AUDIENCES._replace(over=2))
    assert len(hits(calendar_of(slot(2), slot(23)), AUDIENCES._replace(over=1))) == 2


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_does_not_take_place_counts_nowhere(status: str) -> None:
    """Held and cancelled."""
    options = AUDIENCES._replace(over=1)
    both = (slot(23, "fan"), slot(24, "critic"))
    assert not hits(calendar_of(*both))
    (hit,) = hits(calendar_of(both[0], both[1]._replace(status=status)), options)
    assert hit.words["missing"] == "critic"


def test_a_plan_adds_an_entry_that_says_the_word() -> None:
    """A slot for the audience that is missing."""
    options = AUDIENCES._replace(over=1, insert=read_insertion("outreach"))
    plan = assert_the_plan_holds(calendar_of(slot(23, "fan")), a_rule("coverage", options))
    (added,) = [it for it in plan.calendar.slots if it.id != "s23-fan"]
    assert (added.kind, added.audience) == ("outreach", "critic")


@pytest.mark.parametrize(("field", "value", "says"), [
    ("tags", "fun", ("new", "fun")), ("topic", "fun", "fun"), ("kind", "thanks", "thanks"),
])  # fmt: skip
def test_the_added_entry_has_the_word_in_its_field(field: str, value: str, says: object) -> None:
    """Lists keep what they have."""
    pattern = read_insertion({"post": "value", "tags": ["new"]})
    options = coverage.Options(ANY, field, Words((value,)), over=1, insert=pattern)
    monday = Post("p", "p", berlin(23), "x", "value")
    week = next(Timeline(calendar_of(monday)).weeks())[0]
    (offer,) = coverage.offers(options, Timeline(calendar_of(monday)), week)
    added: Entry = offer.entry
    assert getattr(added, field) == says
    assert offer.channel == "x"


def test_what_cannot_be_said_is_not_offered() -> None:
    """A slot has no topic, and no entry is of a kind that does not exist."""
    monday = Post("p", "p", berlin(23), "x", "value")
    line = Timeline(calendar_of(monday))
    week = next(line.weeks())[0]
    for field, word in (("topic", "beans"), ("kind", "promo"), ("by", "rosa")):
        options = coverage.Options(ANY, field, Words((word,)), 1, 1, read_insertion("thanks"))
        assert not list(coverage.offers(options, line, week))


def test_words_are_read_as_fields_are_compared() -> None:
    """In lower case, without the sign of a hashtag."""
    assert coverage.read_values(["#Fun", "Team"]) == ("fun", "team")
    with pytest.raises(ValueError, match="no list of words"):
        coverage.read_values([1])
