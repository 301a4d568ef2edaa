"""What findings call the entries of one item of the file."""

import pytest
from helpers import berlin, calendar_of

from planner.items import item_name
from planner.model import Entry, Post, Slot
from planner.weeks import Timeline

EARLY, LATE = berlin(24, "12:30"), berlin(25, "09:00")


@pytest.mark.parametrize(
    ("item", "name"),
    [
        (
            [Post("p", "p", EARLY, "x", "promo"), Post("p-2", "p", EARLY, "linkedin", "promo")],
            "The promo post of Tue 24 Nov 12:30 on x and linkedin",
        ),
        (
            [Post("p", "p", LATE, "x", "promo"), Post("p-2", "p", EARLY, "linkedin", "promo")],
            "The promo post of Wed 25 Nov 09:00 on x and of Tue 24 Nov 12:30 on linkedin",
        ),
        ([Post("p", "p", None, "x")], 'The post "p" on x'),
        (
            [Slot("s", "s", EARLY, kind="inbox"), Slot("s-2", "s", LATE, kind="inbox")],
            "The inbox slot of Tue 24 Nov 12:30",
        ),
    ],
)
def test_an_item_is_named_by_kind_time_and_channels(item: list[Entry], name: str) -> None:
    """Each channel with its own time, should a plan have moved one; a repetition by its first."""
    assert item_name(item, Timeline(calendar_of())) == name
