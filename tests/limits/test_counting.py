"""How long a text is on each platform, against the vectors and counts by hand."""

import os
import subprocess
import sys
import unicodedata

import pytest
import regex  # type: ignore[import-untyped]
from helpers import CHECKOUT
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.limits import counting
from planner.limits.counting import METHODS
from planner.limits.entities import leading_mentions, urls

COLUMNS = ("weighted", "graphemes", "bytes", "emoji-as-bytes", "mastodon", "escaped", "utf16")
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
VECTORS = [
    ("Hello", (5, 5, 5, 5, 5, 5, 5)),
    (FAMILY, (2, 1, 25, 25, 1, 7, 11)),
    ("🙋🏽", (2, 1, 8, 8, 1, 2, 4)),
    ("日本語", (6, 3, 9, 3, 3, 3, 3)),
    ("See https://example.com/very/long/path?x=1 now", (31, 46, 46, 46, 31, 46, 46)),
    ("thanks @ann@mastodon.social!", (28, 28, 28, 28, 12, 30, 28)),
    ("#one (two) [three]", (18, 18, 18, 18, 18, 23, 18)),
]
ASCII = st.text(st.characters(max_codepoint=127), max_size=60) | st.lists(
    st.sampled_from(["a", "B2 ", ". ", "roastery.com", "https://a.de/b ", "@ann ", "#x", "\r\n"])
).map("".join)
FAST = settings(derandomize=True, deadline=None, max_examples=200)


@pytest.mark.parametrize(("text", "counts"), VECTORS)
def test_the_vectors_are_counted_as_the_platforms_do(text: str, counts: tuple[int, ...]) -> None:
    """X, Bluesky's two, Threads, Mastodon, LinkedIn, UTF-16."""
    assert tuple(METHODS[name](text) for name in COLUMNS) == counts


@pytest.mark.parametrize(("text", "count"), [
    ("", 0), ("e\u0301", 1), ("—…“”", 5), ("\u200b\u200d", 2), ("가", 2), ("☺", 2), ("☺️", 2),
    ("©", 1), ("©️", 2), ("™", 2), ("1️⃣", 2), ("🇩🇪", 2), ("🇩", 2), ("🇩🇪🇫🇷", 4), ("🏽", 2),
    ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2), ("👁️\u200d🗨️", 2),
    (FAMILY * 3, 6), ("roastery.com", 23), ("a roastery.com b", 27), ("日本roastery.com", 27),
    ("Hi http://test.co", 26), ("@ann hi", 7), ("https://t.co/a https://t.co/b", 47),
    ("H🐱☺👨\u200d👩\u200d👧\u200d👦", 7), ("\U00010000", 2),
])  # fmt: skip
def test_x_weighs_what_it_shows(text: str, count: int) -> None:
    """Emoji sequences are 2, links 23, and composed letters are composed first."""
    assert counting.weighted(text) == count


@pytest.mark.parametrize(("text", "count"), [
    ("@ann hi", 2), ("@ann @bob hi", 2), ("hi @ann", 7), (".@ann hi", 8), ("日本 @ann", 9),
])  # fmt: skip
def test_a_reply_on_x_does_not_count_those_it_answers(text: str, count: int) -> None:
    """They are filled in by X."""
    assert counting.weighted_reply(text) == count


@pytest.mark.parametrize(("text", "count"), [
    ("https://example.com", 23), ("example.com", 11), ("@ann@example.social", 4), ("@ann", 4),
    ("https://ja.example.org/wiki/日本語 ok", 26), ("https://example.org/日本, ok", 27),
    ("https://example.social/@ann@example.org x", 25), (FAMILY + "@a@example.org", 3),
])  # fmt: skip
def test_mastodon_counts_links_and_accounts_short(text: str, count: int) -> None:
    """Links need a protocol, and their paths may have letters of every script."""
    assert counting.mastodon(text) == count


def by_hand_weight(text: str) -> int:
    """The sentence of X's documentation, for texts without emoji."""
    text = unicodedata.normalize("NFC", text)
    inside = {at for link in urls(text) for at in range(link.start, link.end)}
    light = {*range(4352), *range(8192, 8206), *range(8208, 8224), *range(8242, 8248)}
    weights = [
        1 if ord(sign) in set(light) else 2 for at, sign in enumerate(text) if at not in inside
    ]
    return sum(weights) + 23 * len(urls(text))


@given(ASCII)
@FAST
def test_ascii_takes_a_short_way_to_the_same_count(text: str) -> None:
    """Each method agrees with what it says in words."""
    assert counting.weighted(text) == by_hand_weight(text)
    assert counting.graphemes(text) == len(regex.findall(r"\X", text))
    assert counting.utf8_bytes(text) == len(text.encode())
    assert counting.utf16_units(text) == len(text.encode("utf-16-le")) // 2
    assert counting.emoji_as_bytes(text) == len(text)
    assert counting.weighted_reply(text) == by_hand_weight(text[leading_mentions(text) :])


@given(st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["So", "Sk", "Sm", "Cs"])))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_the_weights_of_other_letters_are_those_of_the_documentation(text: str) -> None:
    """Four ranges weigh 1, the rest 2."""
    plain = "".join(sign for sign in text if not regex.match(r"\p{Emoji}", sign) or sign.isascii())
    assert counting.weighted(plain) == by_hand_weight(plain)


@given(st.text(max_size=30), st.text(max_size=30))
@FAST
def test_counts_of_lines_add_up(one: str, other: str) -> None:
    """Nothing reaches over an empty line, so only the line ends come in addition."""
    if one.endswith("\r") or other.startswith("\n"):
        return
    for name, count in METHODS.items():
        if name != "weighted-reply":
            assert count(f"{one}\n\n{other}") == count(f"{one}\n") + count(f"\n{other}"), name


@given(st.text(max_size=60))
@FAST
def test_a_count_is_never_negative_and_grows_with_a_letter(text: str) -> None:
    """A letter on a line of its own is one more, everywhere."""
    for name, count in METHODS.items():
        assert count(text) >= 0
        assert count(f"a\n{text}") >= 1, name


def test_a_lone_surrogate_is_counted_too() -> None:
    """It cannot be written, but it must not stop a run."""
    assert all(count("a\ud83d") >= 2 for count in METHODS.values())


def test_ascii_costs_no_import() -> None:
    """Neither `regex` nor the tables of Unicode are read for it."""
    code = (
        "import sys\n"
        "from planner.limits.counting import METHODS\n"
        "text = 'See https://example.com/a, roastery.de and @ann@example.social #x. (b)'\n"
        "assert all(count(text) for count in METHODS.values())\n"
        "print([name for name in ('regex', 'unicodedata', 'stringprep') if name in sys.modules])\n"
    )
    environment = {**os.environ, "PYTHONPATH": CHECKOUT}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
