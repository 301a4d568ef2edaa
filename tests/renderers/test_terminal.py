from datetime import date

import pytest
from rich.cells import cell_len

from planner.model import Calendar, Cost, Plan, Post, Window
from planner.renderers.terminal import fold, render_calendar, render_plan
from planner.source import Reading, Source


def reading_of(*posts: Post) -> Reading:
    """A calendar of nothing but posts."""
    return Reading(Calendar(posts=posts), Source("a.yaml", b""))


@pytest.mark.parametrize("width", [40, 55, 80, 120])
def test_no_line_is_wider_than_the_screen(plan: Plan, source: Source, width: int) -> None:
    """In cells, so wide characters count twice."""
    lines = render_plan(plan, source, width=width).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_nothing_is_coloured_unless_asked(plan: Plan, source: Source) -> None:
    """And no text brings its own escapes."""
    assert "\x1b" not in render_plan(plan, source)
    assert "\x1b[31mred" not in render_plan(plan, source, color=True)


def test_colours_only_add(plan: Plan, source: Source) -> None:
    """The words are the same without them."""
    import re

    coloured = render_plan(plan, source, color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_plan(plan, source)


def test_a_day_shows_times_channels_and_moves(plan: Plan, source: Source) -> None:
    """In columns that are the same on all days."""
    text = render_plan(plan, source)
    assert (
        "  Tue 24 Nov\n"
        "    09:15  mastodon      share         How the Huila co-op dries its beans, by…\n"
        "                                       moved from Mon 23 Nov 09:00, see 1; by\n"
        "                                       rosa\n"
        "    12:30  instagram     promo         The new roast is out\n"
    ) in text
    assert "    10:00  instagram     share         to write: somebody else's brew, credited" in text


def test_the_headline_tells_what_it_took(plan: Plan, source: Source) -> None:
    """And how sure it is that less would not do."""
    text = " ".join(render_plan(plan, source).split())
    assert (
        "Balanced: 1 post moved, 1 post moved to a later week, 2 entries added and 1 post held "
        "back; not proven minimal, at least 1 of 2 must be added; 1 finding to mend by hand."
    ) in text


def test_an_optimal_plan_is_proven_minimal(plan: Plan, source: Source) -> None:
    """Also when the bound reached the cost."""
    assert "proven minimal;" in render_plan(plan._replace(status="optimal"), source, 200)
    assert "proven minimal;" in render_plan(plan._replace(bound=plan.cost), source, 200)


def test_only_the_distance_may_be_open(plan: Plan, source: Source) -> None:
    """When all the counts are proven."""
    near = plan._replace(bound=plan.cost._replace(displacement=1))
    assert "proven minimal but for how far posts move" in render_plan(near, source, 200)


def test_a_balanced_calendar_is_left_alone(plan: Plan, source: Source) -> None:
    """And told so."""
    calm = plan._replace(moves=(), by_hand=(), cost=Cost(), bound=Cost(), status="optimal")
    text = render_plan(calm, source)
    assert "Balanced as it is: nothing has to change." in text
    assert "What changed" not in text


def test_conflicts_are_explained(stuck: Plan, source: Source) -> None:
    """With the entries in the way and the ways out."""
    text = render_plan(stuck, source)
    assert "Not balanced: 1 conflict cannot be solved" in text
    assert "  2026-W48, instagram: promo-to-share, presence\n    both promos are pinned\n" in text
    assert "    Ways out:\n    - unpin roast\n    - hold cup back\n" in text


def test_the_mix_is_compared(plan: Plan, source: Source) -> None:
    """Held and cancelled posts do not count."""
    text = render_plan(plan, source)
    assert "  promo        2   33 %  ->    1   17 %\n" in text
    assert "  Time reserved for people: 30 min -> 50 min\n" in text


def test_posts_without_a_time_come_first_in_their_day() -> None:
    """And those without a day come last of all."""
    day = date(2026, 11, 23)
    posts = (Post("a", "a", None, text="undated"), Post("b", "b", day, text="untimed"))
    text = render_calendar(reading_of(*posts))
    assert text.index("untimed") < text.index("No date yet") < text.index("undated")


def test_a_busy_day_lists_all_its_posts() -> None:
    """Sixty lines, no less."""
    posts = [Post(f"p{n}", f"p{n}", date(2026, 11, 23), text=f"post {n}.") for n in range(60)]
    text = render_calendar(reading_of(*posts))
    assert all(f"post {number}." in text for number in range(60))


def test_a_word_wider_than_the_line_is_cut() -> None:
    """Between characters, never inside one."""
    assert list(fold("日本語日本語 ok", 5)) == ["日本", "語日", "本語", "ok"]


def test_an_empty_calendar_says_so() -> None:
    """Rather than nothing."""
    assert "Nothing is planned." in render_calendar(reading_of())


def test_a_plan_shows_its_weeks_and_those_it_moves_to(plan: Plan, source: Source) -> None:
    """The rest of a long calendar is not part of it; an empty week says so."""
    later = Post("x", "x", date(2026, 12, 28), text="not planned")
    calendar = plan.calendar._replace(posts=(*plan.calendar.posts, later))
    empty = Window(date(2026, 11, 16), date(2026, 11, 23))
    text = render_plan(plan._replace(calendar=calendar, weeks=(empty,)), source)
    assert "2026-W47, Mon 16 Nov to Sun 22 Nov 2026\n  nothing planned\n" in text
    assert "2026-W48" in text
    assert "not planned" not in text.replace("nothing planned", "")
    every_week = render_plan(plan._replace(calendar=calendar, weeks=()), source)
    assert "not planned" in every_week.replace("nothing planned", "")
