"""Links, mentions, hashtags and cashtags: where they begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.limits.entities import (
    cashtags,
    hashtags,
    leading_mentions,
    mentions,
    remote_mentions,
    reply,
    urls,
    without_overlaps,
)
from planner.limits.top_level_domains import NAMES, in_scripts
from planner.limits.validity import is_hashtag, is_list, is_post, is_url, is_username

PIECES = (
    "abc", "x", "日本", "é", "_", "-", ".", "/", "http://", "https://", ".com", ".de", "t.co/", "@",
    "#", "$", "\uff20", "\uff03", " ", "\n", "\u3000", "?", "=", "&", "(", ")", "!", ":80", "12",
    "RT", "example.com", "https://example.com/a", "🎉", "👨\u200d👩\u200d👧", "@user", "#tag",
    "$AB",
    ".みんな", "xn--p1ai", "\u202e", "\ufe0f", "한국", "@a@b.social",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join) | st.text(max_size=40)
FAST = settings(derandomize=True, deadline=None, max_examples=200)


@pytest.mark.parametrize(("text", "expected"), [
    ("read https://roast.example.com/a?b=c now", ["https://roast.example.com/a?b=c"]),
    ("read roastery.com now", ["roastery.com"]),
    ("roastery.baz is no domain, nor is roastery.comm", []),
    ("roastery.de, too", ["roastery.de"]),
    ("Call at 9 a.m. and not at 5 p.m.", []),
    ("a sentence.Then another", []),
    ("(https://roastery.com)", ["https://roastery.com"]),
    ("https://roastery.com/a_(b)", ["https://roastery.com/a_(b)"]),
    ("(see https://roastery.com/a)", ["https://roastery.com/a"]),
    ("https://roastery.com/a.", ["https://roastery.com/a"]),
    ("https://roastery.com/a!?", ["https://roastery.com/a"]),
    ("https://roastery.com/a?b=1.", ["https://roastery.com/a?b=1"]),
    ("https://roastery.com/a?", ["https://roastery.com/a"]),
    ("https://roastery.com:8080/a", ["https://roastery.com:8080/a"]),
    ("https://roastery.com/кофе", ["https://roastery.com/кофе"]),
    ("https://roastery.com/日本", ["https://roastery.com/"]),
    ("roastery.comは日本語cafe.orgです", ["roastery.com", "cafe.org"]),
    ("日本語roastery.com/menu。", ["roastery.com/menu"]),
    ("https://☕.coffee/", ["https://☕.coffee/"]),
    ("https://kaffee.みんな/ ok", ["https://kaffee.みんな/"]),
    ("https://kaffee.みんなです", ["https://kaffee.みんな"]),
    ("https://xn--p1ai.xn--p1ai/", ["https://xn--p1ai.xn--p1ai/"]),
    ("https://xn--日本.com/", []),
    ("Caffè.com", ["Caffè.com"]),
    ("@roastery.com #roastery.com $roastery.com", []),
    ("rosa@roastery.com", []),
    ("rosa.roastery.com@mail.org", []),
    ("https://-roastery.com https://roastery-.com https://roast_ery.com", []),
    ("https://the_shop.roastery.com", ["https://the_shop.roastery.com"]),
    ("https://roastery.com-and-more", ["https://roastery.com"]),
    ("http:// roastery.com/a", ["roastery.com/a"]),
    ("HTTPS://Roastery.COM/A", ["HTTPS://Roastery.COM/A"]),
    ("https://t.co/abc's", ["https://t.co/abc"]),
    ("https://t.co/abc?amp=1", ["https://t.co/abc?amp=1"]),
    ("https://t.co/" + "a" * 40, ["https://t.co/" + "a" * 40]),
    ("https://t.co/" + "a" * 41, []),
    (f"https://{'a' * 63}.com", [f"https://{'a' * 63}.com"]),
    (f"https://{'a' * 64}.com", []),
    (f"https://{'日' * 60}.com", []),
    (f"https://roastery.com/{'a' * 5000}", []),
    ("archive.tar.bz2", []),
    ("\u2066roastery.com\u2069", ["roastery.com"]),
    ("", []),
])  # fmt: skip
def test_links_are_found_with_and_without_a_protocol(text: str, expected: list[str]) -> None:
    """Without the punctuation that follows them, beside any script."""
    assert [link.text for link in urls(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("@ann and @bob_1", ["ann", "bob_1"]),
    ("RT@ann rt:@bob", ["ann", "bob"]),
    ("日本語@annです", ["ann"]),
    ("\uff20ann", ["ann"]),
    ("mail@ann a!@ann a&@ann", []),
    ("@annè", []),
    ("@http://roastery.com", []),
    ("@ann@example.social", []),
    ("@ann/friends", ["ann/friends"]),
    ("@ann/7friends", ["ann"]),
    ("no one", []),
])  # fmt: skip
def test_mentions_are_found_as_on_x(text: str, expected: list[str]) -> None:
    """Also with a list, and not in addresses of mail."""
    assert [it.name + it.rest for it in mentions(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("thanks @ann@mastodon.social!", ["ann@mastodon.social"]),
    ("@ann and @bob@example.social.", ["ann", "bob@example.social"]),
    ("mail@example.com", []),
    ("https://example.social/@ann", []),
    ("@ann.b@example.social", ["ann.b@example.social"]),
    ("no one", []),
])  # fmt: skip
def test_mentions_of_other_servers_are_found_as_on_mastodon(text: str, expected: list[str]) -> None:
    """With the server after the name."""
    assert [it.name + it.rest for it in remote_mentions(text)] == expected


@pytest.mark.parametrize(("text", "answered", "rest"), [
    ("@ann hello", "ann", "hello"),
    (" @ann @bob hello @cleo", "ann", "hello @cleo"),
    ("\u3000\uff20ann hello", "ann", "hello"),
    (".@ann hello", None, ".@ann hello"),
    ("@ann, hello", "ann", "@ann, hello"),
    ("@ann", "ann", ""),
    ("@ann@example.social hello", None, "@ann@example.social hello"),
])  # fmt: skip
def test_a_reply_begins_with_those_it_answers(text: str, answered: str | None, rest: str) -> None:
    """They may be several; what comes after a sign belongs to the text."""
    assert reply(text) == answered
    assert text[leading_mentions(text) :] == rest


@pytest.mark.parametrize(("text", "expected"), [
    ("#coffee, #1st and #a_b", ["coffee", "1st", "a_b"]),
    ("#16 #_ #1_2", []),
    ("(#a )#b .#c", ["a", "b", "c"]),
    ("a#b a&#c &#d", []),
    ("#a#b", []),
    ("##a", ["a"]),
    ("\uff03コーヒー", ["コーヒー"]),
    ("日本語。#日本語ハッシュタグ。", ["日本語ハッシュタグ"]),
    ("日本語#日本語", []),
    ("#Röster #кофе #커피 #قهوة #कॉफ़ी #קפה", ["Röster", "кофе", "커피", "قهوة", "कॉफ़ी", "קפה"]),
    ("#メ\uff5eテレ #il·lusió", ["メ\uff5eテレ", "il·lusió"]),
    ("🎉#a ✌️#b", ["a", "b"]),
    ("#️⃣ #\u20e3", []),
    ("https://example.com/#a", []),
    ("example.com/#a", []),
    ("#http://example.com", []),
    ("#\U00020021", ["\U00020021"]),
    ("none", []),
])  # fmt: skip
def test_hashtags_are_words_of_any_script(text: str, expected: list[str]) -> None:
    """With a letter in them, after no letter, and no part of a link."""
    assert [tag.text for tag in hashtags(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("$TEST $Stock_X $test.tt", ["TEST", "Stock_X", "test.tt"]),
    ("$123 $test123 $TE1ST", []),
    ("$VOW:GR, $2010:HK - $6758:JP", ["VOW:GR", "2010:HK", "6758:JP"]),
    ("$TEST. $TEST_", ["TEST", "TEST"]),
    ("$OK$NO text$NO .$NO", ["OK"]),
    ("$TooLongToBeOne $株 $", []),
    ("none", []),
])  # fmt: skip
def test_cashtags_are_short_and_stand_apart(text: str, expected: list[str]) -> None:
    """Letters, with a market after them perhaps."""
    assert [tag.text for tag in cashtags(text)] == expected


@given(TEXTS)
@FAST
def test_places_slice_back(text: str) -> None:
    """What was found stands where it was found, and in order."""
    assert all(text[it.start : it.end] == it.text for it in urls(text))
    assert all(text[it.start + 1 : it.end] == it.text for it in (*hashtags(text), *cashtags(text)))
    for account in (*mentions(text), *remote_mentions(text)):
        assert text[account.start + 1 : account.end] == account.name + account.rest
    for spans in (
        [(it.start, it.end) for it in urls(text)],
        [(it.start, it.end) for it in hashtags(text)],
        [(it.start, it.end) for it in mentions(text)],
    ):
        assert spans == sorted(spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(TEXTS, TEXTS)
@FAST
def test_texts_on_their_own_lines_do_not_touch(one: str, other: str) -> None:
    """A new line ends and begins everything."""
    both = f"{one}\n\n{other}"
    for find in (urls, hashtags, cashtags):
        found = [it.text for it in find(both)]
        assert found == [it.text for it in (*find(f"{one}\n"), *find(f"\n{other}"))]


@pytest.mark.parametrize("text", [
    "." * 20000, "a." * 10000, "日。" * 10000, "(" * 20000, "https://a.com/" + "(" * 20000,
    "https://a.com/" + "(a" * 10000, "#" * 20000, "@a" * 10000, "a_" * 10000 + ".com",
    "-." * 10000, "日" * 20000 + ".com", "#" + "1" * 20000, "https://" * 3000,
], ids=lambda text: text[:16])  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    """Not even one that is made for it (a runaway would take minutes)."""
    assert len(urls(text)) <= 1
    hashtags(text)
    mentions(text)
    remote_mentions(text)
    cashtags(text)


def test_overlapping_spans_give_way_to_the_first() -> None:
    """Which may touch the next one."""
    spans = [(4, 6, "c"), (0, 3, "a"), (2, 4, "b"), (3, 4, "d")]
    numbered = [(start, end, ord(name)) for start, end, name in spans]
    assert [chr(number) for _, _, number in without_overlaps(numbered)] == ["a", "d", "c"]


def test_the_list_of_domains_has_other_scripts() -> None:
    """As people write them, the longest first."""
    assert {"com", "coffee", "de", "xn--p1ai"} <= NAMES
    assert {"рф", "みんな", "中国"} <= set(in_scripts())
    assert len(in_scripts()[0]) >= len(in_scripts()[-1])


@pytest.mark.parametrize(("text", "valid"), [
    ("https://example.com/a?b=c#d", True), ("http://user:word@example.com:80/", True),
    ("http://192.168.0.1/a", True), ("http://256.1.2.3/", False), ("http://[::1]:80/", True),
    ("http://☃.net/", True), ("http://☃-.net/", False), ("ftp://example.com/", False),
    ("http://example.com/a b", False), ("example.com", False), ("http://%e2.net/", False),
    ("http://www.-a.com/", False), ("http://a_b.example.com", True), ("http://a_b.com", False),
    ("https://a:b[c]@example.com", False), ('http://example.com/"', False), ("http://", False),
    ("a:b@c@example.com", False),
])  # fmt: skip
def test_a_whole_text_is_a_link_or_none(text: str, valid: bool) -> None:
    """By its parts: protocol, account, host, port, path."""
    assert is_url(text) == valid


def test_a_whole_text_is_an_account_a_list_or_a_hashtag() -> None:
    """With nothing around it."""
    assert is_username("@ann_1")
    assert not is_username("@ann-1")
    assert not is_username("@ann/list")
    assert is_list("@ann/list")
    assert not is_list("@ann/list ")
    assert not is_list("@ann")
    assert is_hashtag("#1st")
    assert not is_hashtag("#1")
    assert is_url("example.com/a", needs_protocol=False)
    assert not is_url("ftp://example.com/a", needs_protocol=False)


def test_a_post_is_neither_empty_nor_too_long() -> None:
    """And has no characters that are none."""
    assert is_post("a" * 280)
    assert is_post("の" * 140)
    assert not is_post("a" * 281)
    assert not is_post("")
    assert not is_post("a\ufffe")
