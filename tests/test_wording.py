import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.wording import (
    counted,
    duration,
    first_sentence,
    graphemes,
    inside,
    listed,
    one_line,
    shorten,
    visible,
)

FAMILY = "👩‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("one two three", 8, "one two…"),
        ("one two three", 9, "one two…"),
        ("one, two", 5, "one…"),
        ("unbreakable", 6, "unbre…"),
        (FAMILY * 4, 3, FAMILY * 2 + "…"),
        ("text", 1, "…"),
    ],
)
def test_texts_are_cut_between_words(text: str, limit: int, expected: str) -> None:
    """Or between characters as people see them."""
    assert shorten(text, limit) == expected


@given(st.text(max_size=40), st.integers(1, 30))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    """Whatever is in it."""
    assert len(graphemes(shorten(text, limit))) <= limit


def test_controls_and_changes_of_direction_are_left_out() -> None:
    """Lines stay lines; joined emoji stay joined."""
    assert visible("a\x1b[1m\u202eb\r\nc") == "ab\nc"
    assert one_line(f" a\n\n b\x00 {FAMILY} ") == f"a b {FAMILY}"


def test_numbers_read_as_words() -> None:
    """One thing, several things, lists and lengths of time."""
    assert [counted(1, "entry", "entries"), counted(2, "post")] == ["1 entry", "2 posts"]
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert [duration(0), duration(45), duration(120), duration(90)] == [
        "0 min",
        "45 min",
        "2 h",
        "1 h 30 min",
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A post stands there", "a post stands there"),
        ("The promo of Friday", "the promo of Friday"),
        ("Fri 5 Mar has one", "Fri 5 Mar has one"),
        ("", ""),
    ],
)
def test_a_sentence_goes_on_after_other_words(sentence: str, expected: str) -> None:
    """Names and days keep their capitals."""
    assert inside(sentence) == expected


@pytest.mark.parametrize(("text", "first"), [
    ("Two posts at 2 p.m. are too many. Move one.", "Two posts at 2 p.m. are too many"),
    ("Write it out, e.g. This way. Then go on.", "Write it out, e.g. This way"),
    ("Only one.", "Only one"),
    ("", ""),
])  # fmt: skip
def test_a_sentence_goes_on_after_an_abbreviation(text: str, first: str) -> None:
    """Its own full stop is left out."""
    assert first_sentence(text) == first
