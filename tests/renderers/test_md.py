from datetime import date

import pytest
from markdown_it import MarkdownIt

from planner.model import Calendar, Plan, Post
from planner.renderers.md import escaped, render_calendar, render_plan
from planner.source import Reading, Source


def rows(text: str, start: str) -> list[str]:
    """The lines that start a certain way."""
    return [line for line in text.splitlines() if line.startswith(start)]


def test_each_week_is_a_table(plan: Plan, source: Source) -> None:
    """A day is named once, and changes refer to their reasons by number."""
    text = render_plan(plan, source)
    assert "## 2026-W48: Mon 23 Nov to Sun 29 Nov 2026" in text
    assert rows(text, "| Tue 24 Nov |") == [
        (
            "| Tue 24 Nov | 09:15 | mastodon | share | "
            "How the Huila co-op dries its beans, by @farm@coop.social | rosa | "
            "**moved** from Mon 23 Nov 09:00 (1) |"
        )
    ]
    assert "|  | 12:30 | instagram | promo | The new roast is out |  | pinned |" in text


def test_reasons_stand_below(plan: Plan, source: Source) -> None:
    """With the rules that forced the move."""
    text = render_plan(plan, source)
    assert "## What changed and why" in text
    assert "   instagram had 2 promos and no share in 2026-W48 (`promo-to-share`)" in text
    assert "- calendar.yaml:4: a picture has no alt text (`alt-text`)" in text


def test_every_row_has_the_columns_of_its_head(plan: Plan, source: Source) -> None:
    """A pipe in a text is no column, as a Markdown reader sees it."""
    html = MarkdownIt("commonmark").enable("table").render(render_plan(plan, source))
    week = html[html.index("<table>") : html.index("</table>")]
    assert week.count("<td>") == 7 * (week.count("<tr>") - 1)
    assert "<td>A cup | a day for 5 € *only* &lt;today&gt;</td>" in week


def test_conflicts_come_with_ways_out(stuck: Plan, source: Source) -> None:
    """And the entries that stand in the way."""
    text = render_plan(stuck, source)
    assert "### 2026-W48, instagram: `promo-to-share`, `presence`" in text
    assert "- roast: Tue 24 Nov 12:30 instagram promo “The new roast is out”" in text
    assert "Ways out:\n\n- unpin roast\n- hold cup back\n" in text


def test_the_mix_has_a_row_for_each_channel(plan: Plan, source: Source) -> None:
    """Counts and shares, before and after."""
    text = render_plan(plan, source)
    assert "| Channel | promo | value | share | personal | unknown |" in text
    assert rows(text, "| instagram |") == [
        "| instagram | 2 (100 %) → 1 (50 %) |  | 0 (0 %) → 1 (50 %) |  |  |"
    ]
    assert "Time reserved for people: 30 min → 50 min." in text


def test_a_calendar_has_the_notes_of_its_reader(reading: Reading) -> None:
    """And the status of each entry where a plan has its change."""
    text = render_calendar(reading)
    assert "## Notes\n\n- no zone, took UTC\n- calendar.yaml:5: time" in text
    assert "| By | Status |" in text
    assert "## No date yet" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a | b", "a \\| b"),
        ("two\nlines", "two lines"),
        ("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`"),
        ("<b>&amp;", "\\<b\\>&amp;amp;"),
        ("1. first", "1\\. first"),
        ("# head", "\\# head"),
        ("see https://example.org/a_b.", "see <https://example.org/a_b>."),
    ],
)
def test_texts_show_as_they_are(text: str, expected: str) -> None:
    """Addresses stay addresses."""
    assert escaped(text) == expected


def test_an_empty_calendar_says_so() -> None:
    """Without tables."""
    text = render_calendar(Reading(Calendar(), Source("a.yaml", b"")))
    assert "Nothing is planned." in text
    assert "|" not in text


def test_a_week_may_start_on_sunday() -> None:
    """Then it is named by its first day."""
    calendar = Calendar(week_starts=6, posts=(Post("a", "a", date(2026, 11, 23)),))
    text = render_calendar(Reading(calendar, Source("a.yaml", b"")))
    assert "## week of 2026-11-22: Sun 22 Nov to Sat 28 Nov 2026" in text
