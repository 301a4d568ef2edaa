"""What texts are made of, against a count by hand."""

import pytest
from helpers import berlin, calendar_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import PostHit, shape
from planner.model import Post, Slot
from planner.weeks import Timeline
from planner.which import read_which

POSTS = read_which({"entry": "post"})
PARTS = ("word", "to", "SALE", "NASA", "US", "#tag", "#SALE", "@WHO", "https://x.example/LONG", "5")


def found_in(text: str, options: shape.Options, **more: str) -> list[PostHit]:
    """What the check finds in a post with a text."""
    post = Post("p", "p", berlin(23), "x", "share", text=text, route=("posts", 0), **more)  # type: ignore[arg-type]
    return list(shape.lint(options, Timeline(calendar_of(post))))


@given(st.lists(st.sampled_from(PARTS), max_size=9), st.integers(1, 3), st.integers(1, 3))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_text_agrees_with_a_count_by_hand(parts: list[str], most: int, every: int) -> None:
    """Own words, hashtags and words in capitals."""
    text = " ".join(parts)
    own = [part for part in parts if part[0] not in "#@" and "://" not in part]
    bare = len(own) < most and len(own) < len(parts)
    assert bool(found_in(text, shape.Options(POSTS, own_words=most))) == bare
    tags = sum(part[0] == "#" for part in parts)
    heap = tags > most and tags * every > len(own)
    options = shape.Options(POSTS, hashtags=most, for_every=every)
    assert bool(found_in(text, options)) == heap
    long = [part for part in own if len(part) >= 4]
    loud = [part for part in long if part.isupper()]
    shouted = len(loud) > most and len(loud) * every > len(long)
    options = shape.Options(POSTS, capitals=most, for_every=every)
    assert bool(found_in(text, options)) == shouted


@pytest.mark.parametrize(("text", "words"), [
    ("https://example.com/a-long-way", 0),
    ("See https://example.com", 1),
    ("Why not @rosa@coffee.social", 2),
    ("Don\N{RIGHT SINGLE QUOTATION MARK}t #miss", 1),
    ("\u65b0\u3057\u3044 https://example.com", 3),
    ("\u2764 #love", 0),
    ("mail@example.com", 0),
    ("shop.example/new", 0),
])  # fmt: skip
def test_words_are_counted_without_links_accounts_and_hashtags(text: str, words: int) -> None:
    """Letters of scripts without spaces are words each."""
    assert found_in(text, shape.Options(POSTS, own_words=words or 1)) == [] or not words
    (hit,) = found_in(text, shape.Options(POSTS, own_words=words + 1))
    assert (hit.observed, hit.allowed, hit.place) == (words, words + 1, ("posts", 0, "text"))


def test_a_short_text_without_a_link_is_no_bare_link() -> None:
    """A post without a text is not written yet; a title and a link of its own count."""
    three = shape.Options(POSTS, own_words=3)
    assert found_in("Hi there", three) == []
    assert found_in("", three, link="https://example.com") == []
    assert len(found_in("Hi there", three, link="https://example.com")) == 1
    assert found_in("Hi there", three, link="https://example.com", title="Rosa") == []


def test_signs_that_only_look_like_hashtags_are_none() -> None:
    """Numbers, parts of links and of words."""
    one = shape.Options(POSTS, hashtags=1)
    assert found_in("#1 #2 a#b https://example.com/#c &#39;s #one", one) == []
    assert len(found_in("#one #2nd", one)) == 1


def test_a_post_on_two_channels_is_told_once() -> None:
    """What is held back and what is no post is not told."""
    options = shape.Options(read_which({"entry": ["post", "slot"]}), own_words=1)
    post = Post("p:x", "p", None, "x", text="#a", route=("posts", 0))
    other = post._replace(id="p:mastodon", channel="mastodon")
    held = post._replace(id="h", status="held", route=("posts", 1))
    calendar = calendar_of(post, other, held, Slot("s", "s", berlin(23)))
    (hit,) = shape.lint(options, Timeline(calendar))
    assert (hit.entry.id, hit.words["channel"], hit.window) == ("p:x", "x and mastodon", None)


def test_a_message_can_say_all_the_words_it_knows() -> None:
    """And no others."""
    (hit,) = found_in("#a", shape.Options(POSTS, own_words=1))
    assert set(hit.words) == set(shape.WORDS)
