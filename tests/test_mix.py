from datetime import date

from planner.mix import MixChange, MixCount, compare, mix_of, posts_by_kind
from planner.model import Calendar, Post, Window

WEEK = Window(date(2026, 11, 23), date(2026, 11, 30))


def post(kind: str, day: int | None = 23, status: str = "draft") -> Post:
    """A post of November 2026."""
    return Post("a", "a", date(2026, 11, day) if day else None, "x", kind, status=status)


def test_posts_are_counted_by_week_channel_and_kind() -> None:
    """The first and the last day of a week are in it; the undated come last."""
    posts = (post("promo"), post("promo", 29), post("value", 30), post("thanks", None))
    assert mix_of(Calendar(posts=posts)) == (
        MixCount(WEEK, "x", "promo", 2),
        MixCount(Window(date(2026, 11, 30), date(2026, 12, 7)), "x", "value", 1),
        MixCount(None, "x", "thanks", 1),
    )


def test_absent_posts_do_not_count() -> None:
    """Neither held nor cancelled ones."""
    posts = (post("promo", status="held"), post("promo", status="cancelled"))
    assert mix_of(Calendar(posts=posts)) == ()


def test_kinds_keep_their_order() -> None:
    """Words that are no kind come last."""
    counts = [MixCount(None, None, kind, 1) for kind in ("zzz", "unknown", "thanks", "promo")]
    assert list(posts_by_kind(counts)) == ["promo", "thanks", "unknown", "zzz"]


def test_a_comparison_has_every_kind_of_either_side() -> None:
    """Shares are whole percents, a half rounded up."""
    before = [MixCount(None, "x", "promo", 7), MixCount(None, "x", "news", 1)]
    after = [MixCount(None, "x", "value", 1)]
    assert compare(before, after) == (
        MixChange("promo", 7, 0, 88, 0),
        MixChange("news", 1, 0, 13, 0),
        MixChange("value", 0, 1, 0, 100),
    )
