"""The check of who is on call, compared with asking every minute of a week."""

from datetime import timedelta

import pytest
from helpers import calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import PlaceHit, duty
from planner.checks.duty import Options
from planner.model import Calendar, Channel, Person
from planner.weeks import Timeline

ALWAYS = "00:00-24:00"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = st.builds(
    lambda days, first, last: f"{days} {first}:00-{last}:00",
    st.sampled_from([*DAYS, "mon-fri", "sat-sun", "fri-mon"]),
    st.integers(0, 23),
    st.integers(0, 24),
).filter(lambda it: it.split()[1].split("-")[0] != it.split("-")[-1])


def hits(options: Options, *people: Person, **fields: object) -> list[PlaceHit]:
    """What the check finds."""
    calendar = calendar_of()._replace(people=people, **fields)  # type: ignore[arg-type]
    return list(duty.lint(options, Timeline(calendar)))


def holes(needed: str, *on_call: str | None) -> str:
    """The holes in words, "" when there are none."""
    people = [Person(f"p{number}", on_call=hours) for number, hours in enumerate(on_call)]
    return str(next((hit.words["holes"] for hit in hits(Options(needed), *people)), ""))


def is_open(hours: str, day: int, hour: int) -> bool:
    """Whether an hour of a week lies in hours such as `fri-mon 22:00-06:00`."""
    days, _, clock = hours.partition(" ")
    first, _, last = days.partition("-")
    opens, closes = (int(it.partition(":")[0]) for it in clock.split("-"))
    named = [DAYS.index(first)]
    while DAYS[named[-1]] != (last or first):
        named.append((named[-1] + 1) % 7)
    if opens < closes:
        return day in named and opens <= hour < closes
    return (day in named and hour >= opens) or ((day - 1) % 7 in named and hour < closes)


@given(HOURS, st.lists(HOURS, min_size=1, max_size=3))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_holes_agree_with_asking_every_hour(needed: str, on_call: list[str]) -> None:
    """Over midnight and over the end of the week."""
    lacking = [
        (day, hour)
        for day in range(7)
        for hour in range(24)
        if is_open(needed, day, hour) and not any(is_open(it, day, hour) for it in on_call)
    ]
    people = [Person(f"p{number}", on_call=hours) for number, hours in enumerate(on_call)]
    found = hits(Options(needed), *people)
    assert [hit.observed for hit in found] == [60 * len(lacking)] * bool(lacking)
    if lacking:
        told = str(found[0].words["holes"])
        assert {DAYS[day].title() for day, _hour in lacking} >= {
            word[:3] for word in told.split() if word[:3].isalpha() and word != "and"
        }


@pytest.mark.parametrize(("needed", "on_call", "told"), [
    ("mon-fri 08:00-18:00", ["mon-fri 08:00-18:00"], ""),
    ("mon-fri 08:00-18:00", ["mon-fri 08:00-17:59"], "Mon-Fri 17:59-18:00"),
    (ALWAYS, ["mon-fri 00:00-24:00, sat 00:00-09:00, sat 17:00-24:00"], "Sat 09:00-17:00, Sun"),
    (ALWAYS, ["20:00-08:00", "08:00-20:00"], ""),
    ("08:00-12:00", ["mon-thu 09:00-11:00"],
     "Mon-Thu 08:00-09:00 and 11:00-12:00, Fri-Sun 08:00-12:00"),
    ("sun 22:00-06:00", ["sun 22:00-24:00"], "Mon 00:00-06:00"),
    ("fri 22:00-06:00", ["fri 22:00-05:00"], "Sat 05:00-06:00"),
])  # fmt: skip
def test_the_holes_in_words(needed: str, on_call: list[str], told: str) -> None:
    """By day, several days alike together, a whole day by its name alone."""
    assert holes(needed, *on_call) == told


def test_the_week_begins_where_the_calendar_says() -> None:
    """With its Sunday first."""
    person = Person("rosa", on_call="tue-sat 00:00-24:00")
    (hit,) = hits(Options(ALWAYS), person, week_starts=6)
    assert (hit.words["holes"], hit.words["length"]) == ("Sun-Mon", "48 h")
    (hit,) = hits(Options(ALWAYS), person)
    assert hit.words["holes"] == "Mon, Sun"


def test_a_calendar_without_anybody_on_call_says_nothing_of_duty() -> None:
    """Unless the rule demands it."""
    assert not hits(Options(ALWAYS, backup=True), Person("rosa"))
    assert hits(Options(ALWAYS, always=True), Person("rosa"))[0].place == ("people",)
    assert hits(Options(ALWAYS, always=True))[0].place == ("posts",)


def test_the_hours_of_the_channels_can_be_what_is_needed() -> None:
    """Not those of dormant and private ones; where none has hours, nothing is asked."""
    rosa = Person("rosa", on_call="08:00-18:00")
    options = Options("declared")
    channels = (
        Channel("x", hours="08:00-18:00"),
        Channel("mastodon", hours="00:00-24:00", dormant=True),
        Channel("y", hours="00:00-24:00", profile={"personal": True}),
    )
    assert not hits(options, rosa, channels=channels)
    assert not hits(options, rosa, channels=(Channel("x"),))
    (hit,) = hits(options, rosa, channels=(*channels, Channel("z", hours="sun 17:00-20:00")))
    assert hit.words["holes"] == "Sun 18:00-20:00"


def test_everybody_on_call_names_somebody_else_as_backup() -> None:
    """One finding for all who do not, at the first of them."""
    options = Options(backup=True)
    rosa = Person("rosa", on_call="08:00-18:00", backup="imran")
    imran = Person("imran", on_call="08:00-18:00")
    assert not hits(options, rosa, imran._replace(on_call=None))
    (hit,) = hits(options, rosa, imran, rosa._replace(name="zoe", backup="Zoe"))
    assert (hit.place, hit.words["names"], hit.observed) == (
        ("people", "imran"),
        "imran and zoe",
        2,
    )


@pytest.mark.parametrize("value", ["always", 8, None, "8-25"])
def test_what_are_no_hours_is_refused(value: object) -> None:
    """With a way to write them."""
    with pytest.raises(ValueError, match="write mon-fri 08:00-18:00, or declared"):
        duty.read_needed(value)


@pytest.mark.parametrize("value", ["", "declared", "sat 10:00-12:00"])
def test_hours_are_kept_as_written(value: str) -> None:
    """So are the words for none and for those of the channels."""
    assert duty.read_needed(value) == value


def test_a_whole_week_is_long() -> None:
    """Its minutes are told as hours."""
    (hit,) = duty.lint(Options(ALWAYS, always=True), Timeline(Calendar()))
    assert hit.observed == timedelta(weeks=1).total_seconds() / 60
    assert hit.words["holes"] == "Mon-Sun"


def test_hours_that_cannot_be_read_are_nobodys() -> None:
    """The reader has told of them."""
    (hit,) = hits(Options("mon 08:00-09:00"), Person("rosa", on_call="in the morning"))
    assert hit.words["holes"] == "Mon 08:00-09:00"
