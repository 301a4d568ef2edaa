"""The limits as data: complete, readable part by part, and printed in the documentation."""

import os
import re

import pytest
from helpers import CHECKOUT

from planner.limits.counting import METHODS
from planner.limits.platforms import (
    CONDITIONS,
    COUNTS,
    LIMITS,
    Limit,
    all_limits,
    limits_of,
    reference,
)
from planner.model import LEVELS
from planner.vocabulary import CHANNELS

ALL = [limit for limits in all_limits().values() for limit in limits]


def most(channel: str, name: str) -> list[int | None]:
    """The numbers of a limit, in their order."""
    return [limit.most for limit in limits_of(channel) if limit.limit == name and limit.most]


def test_the_documentation_is_made_from_the_data() -> None:
    """`planner.limits.platforms.reference()` writes it anew."""
    with open(os.path.join(CHECKOUT, "docs", "limits.md"), encoding="utf-8") as file:
        assert file.read() == reference()


@pytest.mark.parametrize("limit", ALL, ids=lambda it: f"{it.channel}-{it.limit}")
def test_a_limit_says_all_about_itself(limit: Limit) -> None:
    """What, how much, how it is counted, since when, who says so, and how bad it is."""
    assert limit.channel in CHANNELS
    assert limit.limit in LIMITS
    assert sum((bool(limit.most), bool(limit.least), bool(limit.without))) == 1
    assert limit.counted in {"", *METHODS}
    assert limit.when in {"", *CONDITIONS}
    assert limit.level in LEVELS
    assert limit.source
    assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?|unknown", limit.since)


@pytest.mark.parametrize("limit", ALL, ids=lambda it: f"{it.channel}-{it.limit}")
def test_only_the_vendors_own_word_makes_an_error(limit: Limit) -> None:
    """What others quote or say is a warning at most."""
    assert limit.trust in {"V", "T", "U"}
    assert limit.trust == "V" or limit.level != "error"


@pytest.mark.parametrize("channel", [*CHANNELS, "intranet", "", "# What", "  - limit"])
def test_one_channel_is_read_as_with_all_others(channel: str) -> None:
    """Only its part of the file is read."""
    assert limits_of(channel) == all_limits().get(channel, ())


def test_every_method_has_a_name_in_the_documentation() -> None:
    """And pieces, which need no method."""
    assert set(COUNTS) == {"", *METHODS}


def test_the_numbers_are_those_that_were_read() -> None:
    """The table of limits, channel by channel."""
    table = {
        "x": {"text": [280], "media": [4], "videos": [1], "alt": [1000]},
        "bluesky": {"text": [300, 3000], "images": [4], "alt": [2000], "tags": [8], "tag": [64]},
        "mastodon": {"text": [500], "media": [4], "alt": [1500]},
        "threads": {"text": [500], "media": [20], "hashtags": [1], "posts-a-day": [250]},
        "linkedin": {"text": [3000], "images": [20], "videos": [1], "alt": [4086]},
        "facebook": {"text": [63206], "images": [10]},
        "instagram": {"text": [2200], "media": [10], "hashtags": [30, 5], "mentions": [20]},
        "pinterest": {"text": [500], "title": [100], "link": [2048], "media": [5], "alt": [500]},
        "tiktok": {"text": [2200, 4000], "title": [90], "images": [35]},
        "youtube": {"title": [100], "text": [5000], "all-tags": [500], "videos": [1]},
        "google-business": {"text": [1500], "images": [1]},
        "telegram": {"text": [1024, 4096], "media": [10]},
        "reddit": {"title": [300], "text": [40000]},
    }
    assert set(table) == set(all_limits())
    for channel, numbers in table.items():
        found = {it.limit: most(channel, it.limit) for it in limits_of(channel) if it.most}
        assert found == numbers
    lacking = {(it.channel, it.limit) for it in ALL if it.least}
    assert lacking == {("bluesky", "alt"), ("instagram", "media"), ("pinterest", "media")}
