"""Settings of a calendar, against a look by hand."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import PlaceHit, document
from planner.model import Calendar, Channel, Person, Post
from planner.readers import ReadOptions
from planner.readers.yaml import read
from planner.weeks import Timeline

POST = Post("p", "p", berlin(23), "x", "promo", by="rosa", route=("posts", 0))
CRISIS = document.Options("crisis", needs=document.read_keys(["owner", "contact"]))


def hits(calendar: Calendar, options: document.Options) -> list[PlaceHit]:
    """What the check finds."""
    return list(document.lint(options, Timeline(calendar)))


def facts(calendar: Calendar, options: document.Options) -> list[str]:
    """What it says about the blocks."""
    return [f"{hit.words['block']} {hit.words['fact']}" for hit in hits(calendar, options)]


def crisis(**said: Any) -> Calendar:
    """A calendar with a post and a plan for a crisis."""
    return calendar_of(POST)._replace(crisis=said)


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    ["rosa", "ROSA", "rosa of the team", "nobody", "", None, ["rosa"], [], 5, True]
)


@given(st.dictionaries(st.sampled_from(["owner", "contact", "note"]), VALUES), st.booleans())
@settings(derandomize=True, deadline=None, max_examples=250)
def test_any_block_agrees_with_a_look_by_hand(said: dict[str, Any], required: bool) -> None:
    """What it lacks, the words of which it says none, and those that it should not say."""
    options = CRISIS._replace(
        required=required,
        one_of=document.read_wanted({"owner": ["rosa", "imran"]}),
        has_words=document.read_phrases_by_key({"contact": ["rosa", "imran"]}),
        not_words=document.read_phrases_by_key({"note": ["nobody", "of the"]}),
    )

    def text(key: str) -> str:
        value = said.get(key)
        return "" if value in (None, []) else str(value).lower().strip("[]'")

    wanted: list[tuple[str | int, ...]] = []
    if not said:
        wanted += [("posts", 0)] if required else []
    else:
        if not (text("owner") and text("contact")):
            wanted.append(("crisis",))
        if text("owner") and text("owner") != "rosa":
            wanted.append(("crisis", "owner"))
        if text("contact") and "rosa" not in text("contact").split():
            wanted.append(("crisis", "contact"))
        if "nobody" in text("note") or "of the" in text("note"):
            wanted.append(("crisis", "note"))
    assert [hit.place for hit in hits(crisis(**said), options)] == wanted


@given(st.integers(0, 40), st.integers(1, 20))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_a_review_is_as_old_as_the_days_to_the_last_entry(age: int, within: int) -> None:
    """Exactly so many are still allowed."""
    reviewed = date(2026, 11, 23) - timedelta(days=age)
    options = document.Options("crisis", reviewed_within=within)
    for said in (reviewed, reviewed.isoformat(), berlin(reviewed)):
        assert bool(hits(crisis(reviewed=said), options)) == (age > within)


def test_what_is_missing_is_told_in_words() -> None:
    """At the first entry, or at the block where there is one."""
    (hit,) = hits(calendar_of(POST), CRISIS)
    assert (hit.entry, hit.place) == (POST, ("posts", 0))
    assert facts(calendar_of(POST), CRISIS) == ["`crisis` is missing"]
    assert facts(crisis(pause="x"), CRISIS) == ["`crisis` says no `owner` and `contact`"]
    (hit,) = hits(crisis(owner="rosa"), CRISIS)
    assert (hit.entry, hit.place, hit.observed, hit.allowed) == (None, ("crisis",), 1, 2)


def test_a_calendar_without_entries_is_not_judged() -> None:
    """Nothing is planned, so nothing can go wrong."""
    assert hits(calendar_of(), CRISIS) == []
    assert hits(calendar_of(POST._replace(status="held")), CRISIS) == []


def test_a_review_is_judged_against_days() -> None:
    """Where no entry has one it is not; what is no day is told."""
    options = document.Options("guidelines", reviewed_within=5)
    bare = calendar_of(POST._replace(at=None))._replace(guidelines={"reviewed": "2020-01-01"})
    assert hits(bare, options) == []
    odd = calendar_of(POST)._replace(guidelines={"reviewed": "last spring"})
    assert facts(odd, options) == ["`guidelines` says `reviewed: last spring`, which is no day"]
    old = calendar_of(POST)._replace(guidelines={"reviewed": "2026-11-17"})
    fact = "was last reviewed on 2026-11-17, 6 days before the last entry"
    assert facts(old, options) == [f"`guidelines` {fact}"]
    assert facts(calendar_of(POST)._replace(guidelines={"a": 1}), options) == []


def profiles(**said: Any) -> Calendar:
    """A calendar with channels and their profiles."""
    channels = tuple(Channel(name, profile=profile) for name, profile in said.items())
    return calendar_of(POST)._replace(channels=channels)


def test_each_profile_is_judged_by_itself() -> None:
    """Not one that is somebody's own, and not one left alone on purpose."""
    options = document.Options("profile", one_of=document.read_wanted({"picture": ["person"]}))
    logo = {"picture": "logo"}
    calendar = profiles(x=logo, mastodon={"picture": "Person"}, blog={**logo, "personal": True})
    (hit,) = hits(calendar, options)
    assert hit.place == ("channels", "x", "profile", "picture")
    assert facts(calendar, options) == ["The profile on x says `picture: logo`"]
    asleep = calendar._replace(channels=(Channel("x", profile=logo, dormant=True), Channel("y")))
    assert facts(asleep, options) == ["The profile on y is missing"]
    assert facts(asleep, options._replace(required=False)) == []
    assert facts(calendar_of(POST), options) == ["`profile` is missing"]


def test_people_who_speak_make_up_for_a_profile() -> None:
    """So many with names, on that channel."""
    wanted = document.read_wanted({"picture": ["person"]})
    options = document.Options("profile", one_of=wanted, voices=2)
    calendar = profiles(x={"picture": "logo"})
    other = POST._replace(id="q", by="imran")
    assert len(hits(calendar._replace(posts=(POST, POST)), options)) == 1
    assert hits(calendar._replace(posts=(POST, other)), options) == []
    assert len(hits(calendar._replace(posts=(POST, other._replace(channel="y"))), options)) == 1


def test_some_words_make_up_for_others() -> None:
    """In the same key."""
    options = document.Options(
        "profile",
        not_words=document.read_phrases_by_key({"bio": ["leading"]}),
        unless_words=document.read_phrases_by_key({"bio": ["I"]}),
    )
    calendar = profiles(x={"bio": "The leading roaster"}, y={"bio": "Leading roaster, and I cycle"})
    assert facts(calendar, options) == ['The profile on x says "leading"']


def test_other_settings_may_have_the_keys() -> None:
    """When the rule says so."""
    options = document.Options("guidelines", needs=document.read_keys("contact"))
    calendar = crisis(contact="rosa")._replace(guidelines={"text": "Be kind"})
    assert facts(calendar, options) == ["`guidelines` says no `contact`"]
    assert facts(calendar, options._replace(also_in="crisis")) == []
    assert len(facts(calendar, options._replace(also_in="guidelines"))) == 1


def test_only_those_that_say_so_are_judged() -> None:
    """A word, anything or nothing in a key."""
    needs = document.Options("profile", needs=document.read_keys("bio"))
    calendar = profiles(x={"owner": "Rosa"}, y={"owner": False}, z={"owner": "Imran"})
    for where, places in (
        ({"owner": True}, ["x", "z"]),
        ({"owner": False}, ["y"]),
        ({"owner": "rosa"}, ["x"]),
        ({"owner": "nobody"}, []),
    ):
        options = needs._replace(where=document.read_wanted(where))
        assert [hit.place[1] for hit in hits(calendar, options)] == places


def test_people_are_judged_by_what_is_known_of_them() -> None:
    """Also by keys that planner does not know."""
    people = (Person("rosa", role="founder"), Person("imran", extra=(("bio", "Tea"),)))
    options = document.Options("people", needs=document.read_keys(["role"]))
    calendar = calendar_of(POST)._replace(people=people)
    assert facts(calendar, options) == ["imran says no `role`"]
    options = options._replace(needs=document.read_keys(["bio"]))
    assert facts(calendar, options) == ["rosa says no `bio`"]
    assert facts(calendar_of(POST), options) == ["`people` is missing"]


def test_all_that_a_block_says_can_be_searched() -> None:
    """In lists and groups as well; no phrase goes from one of its lines to the next."""
    said = {"do": ["Be kind", "Speak up"], "more": {"do_not": "Leak secrets"}, "reviewed": 2026}
    calendar = calendar_of(POST)._replace(guidelines=said)
    base = document.Options("guidelines")
    for phrase, found in (("speak up", True), ("leak secrets", True), ("kind speak", False)):
        phrases = document.read_phrases_by_key({"all": [phrase]})
        assert bool(hits(calendar, base._replace(not_words=phrases))) == found
        assert bool(hits(calendar, base._replace(has_words=phrases))) == (not found)
    (hit,) = hits(calendar, base._replace(not_words=phrases, has_words=phrases))
    assert hit.place == ("guidelines",)
    assert hit.words["fact"] == "says nothing of the kind in any of its words"


def test_a_finding_stands_where_the_file_says_it() -> None:
    """Line and column of the key."""
    text = b"posts:\n  - {at: 2026-11-23}\nchannels:\n  x:\n    profile: {picture: logo}\n"
    reading = read("a.yaml", text, ReadOptions())
    options = document.Options("profile", one_of=document.read_wanted({"picture": ["person"]}))
    (hit,) = hits(reading.calendar, options)
    assert reading.source.place(hit.place)[:2] == (5, 24)


@pytest.mark.parametrize("value", [None, [], {}, "picture", {1: ["x"]}, {"picture": [1]}])
def test_words_for_keys_are_a_group(value: object) -> None:
    """Anything else is told with a sentence."""
    for reader in (document.read_wanted, document.read_phrases_by_key):
        with pytest.raises(ValueError, match=re.compile("no words|no list|no word")):
            reader(value)


def test_options_print_as_they_are_written() -> None:
    """With commas, and none where nothing is asked."""
    assert str(CRISIS.needs) == "owner, contact"
    assert str(CRISIS.one_of) == str(document.Options("crisis").needs) == "none"
    wanted = document.read_wanted({"picture": ["person", "team"], "employee": True})
    assert str(wanted) == "picture: person, team; employee: True"


def test_a_message_can_say_all_the_words_it_knows() -> None:
    """And no others."""
    (hit,) = hits(calendar_of(POST), CRISIS)
    assert set(hit.words) == set(document.WORDS)
