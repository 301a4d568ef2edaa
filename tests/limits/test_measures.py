"""The quick test of a limit against the close look."""

from typing import Any

import pytest
from helpers import berlin
from hypothesis import given
from hypothesis import strategies as st

from planner.limits.measures import breach_of, may_break
from planner.limits.platforms import Limit, all_limits
from planner.model import Media, Post

LIMITS = [
    limit._replace(most=most)
    for limits in all_limits().values()
    for limit in limits
    for most in {limit.most, limit.most and 3}
]
WORDS = (
    "a", " ", "#a", "\uff03b", "@a", "@a@b.example", "\uff20c", "1/ ", "\n2/ ", "x.com",
    "https://a.b/c", "é", "👨\u200d👩", "日",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)
FILES = st.sampled_from(
    [Media(file=file, alt=alt) for file in ("a.jpg", "b.mp4") for alt in (None, "a", "é" * 9)]
)
FIELDS = st.fixed_dictionaries(
    {
        "text": TEXTS,
        "title": st.none() | TEXTS,
        "link": st.none() | TEXTS,
        "tags": st.lists(st.sampled_from(("#a", "b", "\uff03c")), max_size=4).map(tuple),
        "mentions": st.lists(st.sampled_from(("@a", "b")), max_size=4).map(tuple),
        "media": st.lists(FILES, max_size=5).map(tuple),
        "extra": st.sampled_from(((), (("cw", "beans and more"),))),
    }
)


@given(FIELDS, st.sampled_from(LIMITS))
def test_no_breach_is_overlooked_by_the_quick_test(fields: dict[str, Any], limit: Limit) -> None:
    """It only spares the close look at posts that keep a limit anyway."""
    post = Post("p", "p", berlin(24), limit.channel, **fields)
    assert may_break(limit)(post) or breach_of(limit, post) is None


@pytest.mark.parametrize("channel", ["x", "mastodon", "instagram"])
def test_an_ordinary_post_needs_no_close_look(channel: str) -> None:
    """Else the quick test would be of no use."""
    post = Post("p", "p", berlin(24), channel, text="How we dry our beans, by hand.")
    limits = [it for it in all_limits()[channel] if it.most is not None]
    assert limits
    assert not any(may_break(limit)(post) for limit in limits)
