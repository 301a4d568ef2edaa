"""Choices of entries: what fits, and what is said about a wrong one."""

from typing import Any

import pytest
from helpers import berlin

from planner.model import Calendar, Channel, Entry, Media, Person, Post, Record, Slot
from planner.which import read_which

CALENDAR = Calendar(
    channels=(Channel("x", handle="@roastery"),),
    people=(Person("rosa", handle="@rosa@coffee.social"),),
    domains=("roastery.example",),
    partners=("@farm@coop.social",),
)


def post(**fields: Any) -> Post:
    """A post on X that says these things."""
    return Post("p", "p", berlin(24), **{"channel": "x", "kind": "share", **fields})


def slot(**fields: Any) -> Slot:
    """A slot that says these things."""
    return Slot("s", "s", berlin(24), **{"kind": "inbox", **fields})


def fits(choice: Any, entry: Entry | Record) -> bool:
    """Whether an entry of the calendar fits a choice."""
    return read_which(choice).test(CALENDAR)(entry)


@pytest.mark.parametrize(("choice", "entry"), [
    ("share", post()),
    (["promo", "share"], post()),
    ("gives", post()),
    ("conversations", slot()),
    ({"kind": "gives", "about": "others"}, post(about="others")),
    ({"by": True}, post(by="rosa")),
    ({"by": False}, post()),
    ({"by": ["Rosa", "imran"]}, post(by="rosa")),
    ({"tags": "fun"}, post(tags=("#Fun", "coffee"))),
    ({"from": "fan"}, post(origin="fan")),
    ({"entry": "slot"}, slot()),
    ({"entry": ["post", "slot"]}, post()),
    ({"kind": "complaint"}, Record("r", berlin(24), "complaint")),
    ({"channel": "x"}, slot(channels=("x", "mastodon"))),
    ({"link": True}, post(link="https://example.org")),
    ({"link": "own"}, post(link="https://www.shop.roastery.example/beans?x=1")),
    ({"link": "example.org"}, post(link="example.org/a")),
    ({"mentions": True}, post(text="Thanks @ana, see you")),
    ({"mentions": "outside"}, post(text="Thanks @ana, see you")),
    ({"mentions": "ana"}, post(mentions=("@Ana",))),
    ({"mentions": True}, slot(contacts=("@ana",))),
    ({"shows": "person"}, post(media=(Media(file="a.jpg", shows="person"),))),
    ({"automated": True}, post(automated=True)),
    ({"approvals": [0, 1]}, post(approvals=1)),
    ({"any": [{"rss": True}, {"automated": True}]}, post(rss="feed")),
    ({"kind": "share", "not": {"source": True}}, post()),
])  # fmt: skip
def test_an_entry_fits(choice: Any, entry: Entry | Record) -> None:
    """When it is all that the choice asks for."""
    assert fits(choice, entry)


@pytest.mark.parametrize(("choice", "entry"), [
    ("promo", post()),
    ({"kind": "share", "about": "others"}, post(about="us")),
    ({"by": True}, post()),
    ({"by": False}, post(by="rosa")),
    ({"tags": "fun"}, post(tags=("funny",))),
    ({"entry": "slot"}, post()),
    ({"link": "own"}, post(link="https://notroastery.example")),
    ({"link": "own"}, post()),
    ({"mentions": "outside"}, post(text="By @farm@coop.social and @rosa@coffee.social, @roastery")),
    ({"mentions": True}, post(text="Write to us: mail@roastery.example")),
    ({"mentions": True}, post(text="https://social.example/@ana")),
    ({"automated": True}, slot()),
    ({"approvals": [0, 1]}, post(approvals=2)),
    ({"any": [{"rss": True}, {"automated": True}]}, post()),
    ({"kind": "share", "not": {"source": True}}, post(source="@farm@coop.social")),
])  # fmt: skip
def test_an_entry_does_not_fit(choice: Any, entry: Entry | Record) -> None:
    """When one thing is missing or otherwise."""
    assert not fits(choice, entry)


@pytest.mark.parametrize(("choice", "says"), [
    ("prom", "'prom' is not a kind (did you mean \"promo\"?)"),
    ({"knid": "promo"}, 'there is no field "knid" to choose by (did you mean "kind"?)'),
    ({"entry": "posts"}, "'posts' is no entry (did you mean \"post\"?)"),
    ({"by": {}}, '"by" is true, false or a list of words'),
    ({"not": {"kind": "prom"}}, "is not a kind"),
    (None, "None is not a kind"),
])  # fmt: skip
def test_a_wrong_choice_is_told(choice: Any, says: str) -> None:
    """With the nearest word that would be right."""
    with pytest.raises(ValueError, match=r".") as caught:
        read_which(choice)
    assert says in str(caught.value)


@pytest.mark.parametrize(("choice", "words"), [
    ("promo", "promo"),
    ("gives", "share, thanks, value"),
    ({"kind": "promo", "link": "own"}, "kind: promo, link: own"),
    ({"by": True, "not": {"rss": True}}, "by: true, not rss: true"),
])  # fmt: skip
def test_a_choice_prints_as_words(choice: Any, words: str) -> None:
    """As it was written, groups of kinds spelled out."""
    assert str(read_which(choice)) == words
