"""Phrases in texts, against a look at each word by hand."""

import re
from datetime import date, timedelta

import pytest
from helpers import MONDAYS, berlin, calendar_of, weeks_by_hand
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import PostHit, pattern
from planner.model import Calendar, Channel, Post, Slot
from planner.phrases import read_phrases
from planner.weeks import Timeline
from planner.which import read_which

POSTS = read_which({"entry": "post"})
PHRASES = ["Game changer", "don't miss", "tag * friend", "like"]
FANCY = "\U0001d5f4\U0001d5ee\U0001d5fa\U0001d5f2"
"""The word game in bold letters of mathematics."""
PARTS = (
    "game", "Changer", "don't", "dont", "DON\N{RIGHT SINGLE QUOTATION MARK}T", "miss", "tag", "a",
    "friend", "like", "liked", "unlike", "#like", "@like", "x.example/like", "https://like.example",
    "g\N{LATIN SMALL LETTER A WITH ACUTE}me", ".", "!", ",", "-", "\n", "*", "2",
)  # fmt: skip


def hits(calendar: Calendar, options: pattern.Options) -> list[PostHit]:
    """What the check finds."""
    return list(pattern.lint(options, Timeline(calendar)))


def found_in(text: str, *phrases: str, expressions: tuple[str, ...] = ()) -> str | None:
    """What is found in the text of a post."""
    post = Post("p", "p", berlin(23), "x", "promo", text=text)
    words = read_phrases(list(phrases)) if phrases else ()
    found = hits(calendar_of(post), pattern.Options(POSTS, words, expressions))
    return str(found[0].words["found"]) if found else None


def has_by_hand(parts: list[str]) -> bool:
    """Whether one of the phrases is there: word by word, stops and links between are no words."""
    words = []
    for part in parts:
        plain = part.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("'", "")
        plain = plain.replace("\N{LATIN SMALL LETTER A WITH ACUTE}", "a")
        if part in {",", "-", "*"}:
            continue
        words.append(plain if plain.isalnum() else None)
    for phrase in PHRASES:
        wanted = phrase.lower().replace("'", "").split()
        for start in range(len(words)):
            here = words[start : start + len(wanted)]
            if len(here) == len(wanted) and all(
                word is not None and want in {"*", word}
                for word, want in zip(here, wanted, strict=True)
            ):
                before = words[max(0, start - 3) : start]
                since = len(before) - before[::-1].index(None) if None in before else 0
                if not {"not", "dont"} & set(before[since:]):
                    return True
    return False


@given(st.lists(st.sampled_from(PARTS), max_size=7))
@settings(derandomize=True, deadline=None, max_examples=400)
def test_any_text_agrees_with_a_look_by_hand(parts: list[str]) -> None:
    """Whole words whatever their case, accents and apostrophes, not over stops and links."""
    assert (found_in(" ".join(parts), *PHRASES) is not None) == has_by_hand(parts)


@pytest.mark.parametrize(("text", "found"), [
    ("Never buy followers", None),
    ("Please don't ever buy followers", None),
    ("Without tricks you buy followers", None),
    ("We do not think that you buy followers", "buy followers"),
    ("No. Buy followers", "Buy followers"),
])  # fmt: skip
def test_what_is_spoken_against_is_not_said(text: str, found: str | None) -> None:
    """A no among the three words before a phrase, in its own sentence."""
    assert found_in(text, "buy followers") == found


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Posts with and without the word, over some weeks, some on two channels."""
    monday = draw(st.sampled_from(MONDAYS))
    posts = []
    for number in range(draw(st.integers(0, 9))):
        day = monday + timedelta(days=draw(st.sampled_from([-1, 0, 6, 7, 14, 28])))
        post = Post(
            f"p{number}", "", draw(st.sampled_from([None, day, berlin(day, "23:59")])), "x",
            text=draw(st.sampled_from(["a win", "nothing"])), route=("posts", number),
            status=draw(st.sampled_from(["draft", "draft", "published", "held"])),
        )  # fmt: skip
        posts.append(post)
        if draw(st.booleans()):
            posts.append(post._replace(id=f"{post.id}:mastodon", channel="mastodon"))
    return calendar_of(*posts, week_starts=draw(st.sampled_from([0, 6])))


def overfull_by_hand(calendar: Calendar, at_most: int, over: int) -> dict[date, int]:
    """First days of the weeks whose own posts make it too many, with how many there are."""
    weeks = dict(weeks_by_hand(calendar))
    found = {}
    for monday, own in weeks.items():
        earlier: set[object] = set()
        for back in range(1, over):
            before = weeks.get(monday - timedelta(weeks=back), [])
            earlier |= {it.route for it in before if isinstance(it, Post) and "win" in it.text}
        new = {it.route for it in own if isinstance(it, Post) and "win" in it.text}
        if new and len(earlier) + len(new) > at_most:
            found[monday] = len(earlier) + len(new)
    return found


@given(calendars(), st.integers(1, 3), st.integers(1, 3))
@settings(derandomize=True, deadline=None, max_examples=250)
def test_some_are_allowed_over_some_weeks(calendar: Calendar, at_most: int, over: int) -> None:
    """A week is told when it adds one to more than that; what goes out on two channels is one."""
    options = pattern.Options(POSTS, read_phrases("win"), at_most=at_most, over=over)
    found = {}
    for hit in hits(calendar, options):
        assert hit.window is not None
        assert hit.window.until - hit.window.first == timedelta(weeks=over)
        assert hit.observed == 1 + len(hit.related) == hit.words["excess"] + at_most  # type: ignore[operator]
        found[hit.window.until - timedelta(weeks=1)] = hit.observed
    assert found == overfull_by_hand(calendar, at_most, over)


@given(calendars())
@settings(derandomize=True, deadline=None, max_examples=100)
def test_none_is_allowed_unless_it_is_said(calendar: Calendar) -> None:
    """Every post of its own is told, also one without a date."""
    found = [hit.entry.route for hit in hits(calendar, pattern.Options(POSTS, read_phrases("win")))]
    wanted = [it.route for it in calendar.posts if "win" in it.text and it.status != "held"]
    assert found == list(dict.fromkeys(wanted))


@pytest.mark.parametrize(("text", "found"), [
    ("This is a GAME-CHANGER!", "GAME-CHANGER"),
    ("a game\u2013changer", "game\u2013changer"),
    (f"{FANCY} changer", f"{FANCY} changer"),
    ("game. Changer", None),
    ("a video game changer-over", "game changer"),
    ("game changers", None),
    ("https://example.com/game changer", None),
    ("www.game changer", None),
    ("mail game@changer.example game", None),
    ("_game_ *changer*", "game_ *changer"),
])  # fmt: skip
def test_a_phrase_is_found_as_it_stands(text: str, found: str | None) -> None:
    """Signs between its words are no matter, the end of a sentence is."""
    assert found_in(text, "game changer") == found


def test_accents_may_stand_apart() -> None:
    """An accent of its own and one that is part of its letter are alike."""
    assert found_in("voila\u0300 du cafe\u0301", "du caf\u00e9") == "du caf\u00e9"


@pytest.mark.parametrize(("text", "found"), [
    ("Hit like if you care", "like if you"),
    ("LIKE IF YOU care", "LIKE IF YOU"),
    ("I like it", None),
    ("#like if you care", None),
    ("like https://example.com/like if you", None),
    ("so fun!!!", "fun!!!"),
    ("https://example.com/fun!!!", None),
    ("f\u00fcn!!!", "f\u00fcn!"),
    ("don\u2019t stop", "don't stop"),
])  # fmt: skip
def test_an_expression_is_found_outside_of_links(text: str, found: str | None) -> None:
    """In any case of its letters."""
    expressions = pattern.read_expressions(
        [r"\blike if you\b", "fun!!+", "f\u00fcn!", "don't stop"]
    )
    assert found_in(text, expressions=expressions) == found


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        ("like if you\\b", "LIKE IF YOU agree", "LIKE IF YOU"),
        ("like if you\\b", "L\u0131ke if you agree", "L\u0131ke if you"),
        ("wins? it", "Win it", "Win it"),
        ("win{2} it", "Winn it", "Winn it"),
        ("share|win it", "Win it", "Win it"),
        ("(?:share|win) it", "Win it", "Win it"),
        ("win it", "Win\nit", None),
    ],
)
def test_an_expression_is_found_however_it_begins(
    expression: str, text: str, found: str | None
) -> None:
    """Most begin with words, and only then those are looked for in all texts together."""
    expressions = pattern.read_expressions(expression)
    assert found_in(text, expressions=expressions) == found


@pytest.mark.parametrize(("read", "value", "says"), [
    (read_phrases, "", "no word or phrase"),
    (read_phrases, ["*"], "no word or phrase"),
    (read_phrases, [1], "no word or phrase"),
    (pattern.read_expressions, "[", "no regular expression"),
    (pattern.read_expressions, 7, "no regular expression"),
    (pattern.read_expressions, "a" * 301, "no regular expression"),
    (pattern.read_expressions, "(a)", "groups or flags"),
    (pattern.read_expressions, "(?i)a", "groups or flags"),
    (pattern.read_expressions, "a*", "without anything in it"),
    (pattern.read_fields, "txt", 'did you mean "text"'),
])  # fmt: skip
def test_an_option_that_cannot_be_read_is_told(read: object, value: object, says: str) -> None:
    """With a sentence."""
    assert callable(read)
    with pytest.raises(ValueError, match=re.escape(says)):
        read(value)


def test_options_print_as_they_are_written() -> None:
    """With commas."""
    assert str(read_phrases(["Game changer", "don't"])) == "Game changer, don't"
    assert str(pattern.read_expressions("a+")) == "a+"
    assert str(pattern.read_fields(["why", "goal"])) == "why, goal"
    assert str(pattern.Options(POSTS).words) == str(pattern.Options(POSTS).expressions) == "none"


def test_only_the_fields_that_are_named_are_read() -> None:
    """The finding points at the one with the words; a slot has a note."""
    post = Post("p", "p", berlin(23), "x", text="a", title="a win", why="win", route=("posts", 0))
    slot = Slot("s", "s", berlin(23), note="Win it", route=("slots", 0))
    anything = read_which({"entry": ["post", "slot"]})
    options = pattern.Options(anything, read_phrases("win"))
    assert [hit.place for hit in hits(calendar_of(post, slot), options)] == [("posts", 0, "title")]
    options = options._replace(looks_in=("why", "note"))
    places = [hit.place for hit in hits(calendar_of(post, slot), options)]
    assert places == [("posts", 0, "why"), ("slots", 0, "note")]


def test_what_is_found_is_shown_in_few_words() -> None:
    """At most 40 characters."""
    long = " ".join(["word"] * 20)
    assert found_in(long, long) == "word word word word word word word word\u2026"


def test_only_the_first_part_of_a_very_long_text_is_looked_at() -> None:
    """Five thousand characters of it."""
    assert found_in("a " * 2498 + "win", "win") == "win"
    assert found_in("a " * 2500 + "win", "win") is None


def test_a_private_account_is_left_alone() -> None:
    """By the profile of its channel."""
    post = Post("p", "p", berlin(23), "x", text="win")
    calendar = calendar_of(post)._replace(channels=(Channel("x", profile={"personal": True}),))
    assert hits(calendar, pattern.Options(POSTS, read_phrases("win"))) == []


def test_only_the_posts_that_are_meant_are_looked_at() -> None:
    """And a message can say all the words it knows."""
    promo = Post("p", "p", berlin(23), "x", "promo", text="win", route=("posts", 0))
    calendar = calendar_of(promo, promo._replace(id="n", kind="news", route=("posts", 1)))
    (hit,) = hits(calendar, pattern.Options(read_which("news"), read_phrases("win")))
    assert hit.entry.id == "n"
    assert set(hit.words) == set(pattern.WORDS)
