"""Calendars in Markdown: tables of posts, posts under headings, and planner's own pages."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.markdown.lines import lines_of
from planner.markdown.tables import tables_of
from planner.model import Calendar, Plan, Post, Slot
from planner.readers import ReadOptions, md
from planner.renderers import md as renderer
from planner.source import Reading, Source

TABLE = """\
# Plan for November 2026

| Date | Time | Platform | Type | Caption |
|------|------|----------|------|---------|
| 2026-11-23 | 09:00 | LinkedIn | **Promo** | Buy \\| sell |
| 2026-11-24 | 10:30 | X/Twitter | Tips | Grind it <https://example.org/a_b> |

| Pillar | Posts | % |
|--------|-------|---|
| Sales | 12 | 60 % |
"""
HEADINGS = """\
# Acme Twitter plan

## Week 1

### Monday, Day 1
**9 AM UTC:**
📢 Announcement
"We are live!

- Network: all of it
Come by."

**3 PM UTC:**
❓ Poll
"Tea or coffee?"

---

### Tuesday, Day 2

## Posting schedule

```
9 AM - news
### Friday
```

| Week | Followers |
|------|-----------|
| 1 | 300 |
"""
START = ReadOptions(start=date(2026, 11, 23))


def read(text: str, options: ReadOptions | None = None) -> Reading:
    """The reading of a text."""
    return md.read("plan.md", text.encode(), options or ReadOptions())


def posts(text: str, options: ReadOptions | None = None) -> tuple[Post, ...]:
    """The posts of a text."""
    return read(text, options).calendar.posts


def marked(reading: Reading, post: Post, field: str) -> str:
    """What stands in the file where a field of a post is found."""
    return reading.source.data[slice(*reading.source.span((*post.route, field)))].decode()


# Tables


def test_a_table_of_posts_is_read_and_one_of_counts_is_not() -> None:
    """Two tables in one file; only the first tells when and what."""
    first, second = posts(TABLE)
    assert (first.at, first.channel, first.kind) == (
        datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        "linkedin",
        "promo",
    )
    assert first.text == "Buy | sell"
    assert (second.channel, second.kind) == ("x", "value")
    assert second.text == "Grind it https://example.org/a_b"


def test_cells_are_found_in_the_bytes_of_the_file() -> None:
    """With the escaped pipe as it stands there, and behind letters of several bytes."""
    reading = read(TABLE.replace("Buy", "Bücher - buy"))
    first = reading.calendar.posts[0]
    assert marked(reading, first, "text") == "Bücher - buy \\| sell"
    assert reading.source.place(first.route).line == 5


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")))))
@example(["a|b", "\\|", "\\", "`x|y`", "ä|ö"])
def test_every_cell_has_its_own_bytes(texts: list[str]) -> None:
    """Whatever stands in them: spans are in order, inside the line, and hold the escaped text."""
    cells = [text.replace("\\", "\\\\").replace("|", "\\|").strip() or "-" for text in texts]
    width = len(cells) + 1
    rows = ["|".join(["", "day", *(["c"] * len(cells)), ""]), "|" + "-|" * width]
    rows.append(f"|Mon|{'|'.join([*cells, ''])}")
    data = "\n".join(rows).encode()
    (found,) = tables_of(lines_of(data), data)
    (row,) = found.rows
    spans = [cell.span for cell in row.cells.values()]
    assert spans == sorted(spans)
    assert [data[slice(*span)].decode().strip() for span in spans[1:]] == [
        it.strip() for it in cells
    ]


def test_a_row_with_too_many_cells_is_told() -> None:
    """A pipe that was not escaped cuts a text; nothing is lost in silence."""
    text = "| Date | Text |\n|---|---|\n| 2026-11-23 | this | that |\n"
    reading = read(text)
    assert [post.text for post in reading.calendar.posts] == ["this"]
    (note,) = [note for note in reading.notes if "more cells" in note.message]
    assert reading.source.place(note.place).line == 3


def test_a_table_in_code_or_in_a_comment_is_no_calendar() -> None:
    """It is an example."""
    table = TABLE.partition("\n\n")[2].partition("\n\n")[0]
    assert posts(f"```\n{table}\n```\n") == ()
    assert posts(f"<!--\n{table}\n-->\n") == ()


def test_the_heading_above_a_table_gives_the_day() -> None:
    """A table per day with times only, and the channel in the heading of a chapter."""
    text = (
        "# 2026\n## LinkedIn\n### Monday, 23 November 2026\n\n"
        "| Time | Text |\n|---|---|\n| 9:00 | Good morning |\n"
    )
    (post,) = posts(text)
    assert post.at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert (post.channel, post.text) == ("linkedin", "Good morning")


def test_headings_beside_a_table_of_posts_are_told_and_left_out() -> None:
    """A heading with a date may tell of a post that stands in the table already."""
    reading = read(TABLE + "\n## Next article (24 November)\n\n**Topic:** Grinding\n")
    assert len(reading.calendar.posts) == 2
    assert any("heading" in note.message for note in reading.notes)


# Headings


def test_labels_below_days_are_posts() -> None:
    """Their kind stands above the quoted text; a day without a post is none."""
    first, second = posts(HEADINGS, START)
    assert first.at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert first.text == "We are live!\n\n- Network: all of it\nCome by."
    assert (first.channel, first.kind) == ("x", "news")
    assert second.at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert (second.text, second.kind) == ("Tea or coffee?", "conversation")


def test_without_a_start_relative_days_stay_open_and_are_told() -> None:
    """Nothing is guessed."""
    reading = read(HEADINGS)
    assert [post.at for post in reading.calendar.posts] == [None, None]
    assert any("--start" in note.message for note in reading.notes)


@pytest.mark.parametrize(
    "body",
    [
        "Kind: value\nText: Grind it fresh",
        "- Kind: value\n- Text: Grind it fresh",
        "- **Kind:** value\n- **Text:** Grind it fresh",
        "**Kind**: value\n\nGrind it fresh",
        "**Type:** value\n\n> Grind it fresh",
        "**Type:** value\n\n```\nGrind it fresh\n```",
        "**Type:** value\n#### Caption\nGrind it fresh",
    ],
)
def test_fields_below_a_heading(body: str) -> None:
    """However they are written."""
    (post,) = posts(f"# Plan\n\n## Mon 23 November 2026, 09:00 - LinkedIn\n\n{body}\n")
    assert post.at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert (post.channel, post.kind, post.text) == ("linkedin", "value", "Grind it fresh")


def test_a_heading_may_have_its_date_as_a_field() -> None:
    """And the rest of the heading is its title."""
    (post,) = posts("## Post 1: The beans\n\n**Date:** 2026-11-23\n**Platform:** X\n\nHello\n")
    assert (post.at, post.channel, post.text) == (date(2026, 11, 23), "x", "Hello")


def test_items_of_a_list_are_posts() -> None:
    """With a time and a channel before the text."""
    text = "## 2026-11-23\n\n- 09:00 X: Good morning\n- 17:30 LinkedIn: Good evening\n"
    first, second = posts(text)
    assert (first.at, first.channel) == (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "x")
    assert (second.text, second.channel) == ("Good evening", "linkedin")


@pytest.mark.parametrize("title", ["Black Friday Sale", "5 marketing tips", "v2.10.1 release"])
def test_a_heading_without_a_time_is_no_post(title: str) -> None:
    """Words that only look like one."""
    assert posts(f"# Notes\n\n## {title}\n\nSome text.\n") == ()


def test_a_stretch_of_days_is_a_chapter() -> None:
    """Not a post on its first day."""
    (post,) = posts("## Mon 23 Nov to Sun 29 Nov 2026\n\n### 2026-11-24\n\nHello\n")
    assert post.at == date(2026, 11, 24)


@pytest.mark.parametrize("line", ["- " * 20_000, "# " + "12 nov " * 5_000, " " * 5_000 + "x: y"])
def test_endless_lines_end(line: str) -> None:
    """No pattern goes over them again and again."""
    assert posts(f"## 2026-11-23\n\nHello\n\n{line}\n")[0].at == date(2026, 11, 23)


# Front matter, the whole file


def test_front_matter_gives_settings() -> None:
    """The zone and the channel of all posts; the date of the document is nobody's."""
    reading = read(
        "---\ntitle: Autumn\ntimezone: Europe/Berlin\nchannel: linkedin\ndate: 2026-01-01\n---\n"
        "| Date | Time | Text |\n|---|---|---|\n| 2026-11-23 | 09:00 | Hi |\n| | 10:00 | Ho |\n"
    )
    assert (reading.calendar.name, reading.calendar.timezone) == ("Autumn", "Europe/Berlin")
    first, second = reading.calendar.posts
    assert first.at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert first.channel == second.channel == "linkedin"
    assert second.at is None or isinstance(second.at, datetime)
    assert getattr(second.at, "year", 2026) == 2026


def test_a_file_with_front_matter_of_a_post_is_that_post() -> None:
    """Its text is what stands below."""
    (post,) = posts("---\nplatform: x\ndate: 2026-11-23\n---\nHello #you\n\nand you\n")
    assert (post.at, post.text) == (date(2026, 11, 23), "Hello #you\n\nand you")


def test_broken_front_matter_is_found_at_its_line() -> None:
    """The span counts from the start of the file."""
    reading = read("---\nchannel: x\nbad: [a\n---\n## 2026-11-23\n\nHello\n")
    assert [finding.rule for finding in reading.findings] == ["syntax"]
    assert reading.source.place(reading.findings[0].place).line == 3


def test_a_file_that_is_not_utf_8_is_told() -> None:
    """With the place of the first wrong byte."""
    reading = md.read("plan.md", b"# Plan\n\xff\n", ReadOptions())
    assert [finding.rule for finding in reading.findings][:1] == ["bad-encoding"]
    assert reading.source.place(reading.findings[0].place).line == 2


@given(st.text(st.sampled_from('#|-*: \n`>"2026-11-23 9:00 AM Mon X\\[]()~_<!é\r\t'), max_size=200))
def test_anything_is_read_without_a_crash(text: str) -> None:
    """Whatever it is, posts have routes that stand in the file."""
    reading = read(text)
    for post in reading.calendar.posts:
        start, end = reading.source.span(post.route)
        assert 0 <= start <= end <= len(reading.source.data)


# Planner's own pages


def test_a_calendar_as_planner_writes_it_reads_back() -> None:
    """Days without a year, escaped texts, marks, and time reserved for people."""
    calendar = Calendar(
        "Rosa's *Roastery*",
        "Europe/Berlin",
        posts=(
            Post("a", "a", datetime(2026, 12, 31, 8, 0, tzinfo=UTC), "x", "promo", "A | *b* <c>"),
            Post("b", "b", date(2027, 1, 1), "linkedin", "value", "Grind", status="held"),
            Post("c", "c", None, "mastodon", "thanks", "Thank you", by="rosa"),
        ),
        slots=(Slot("s", "s", datetime(2026, 12, 30, 15, 0, tzinfo=UTC), 90, ("x",), "inbox"),),
    )
    page = renderer.render_calendar(Reading(calendar, Source("calendar.yaml", b"")))
    again = read(page).calendar
    assert (again.name, again.timezone) == (calendar.name, calendar.timezone)
    kept = [(it.at, it.channel, it.kind, it.text, it.by) for it in again.posts]
    assert sorted(kept, key=str) == sorted(
        ((it.at, it.channel, it.kind, it.text, it.by) for it in calendar.posts), key=str
    )
    assert sorted(post.status for post in again.posts) == ["draft", "draft", "held"]
    (slot,) = again.slots
    assert (slot.at, slot.minutes, slot.channels, slot.kind) == (
        datetime(2026, 12, 30, 15, 0, tzinfo=UTC),
        90,
        ("x",),
        "inbox",
    )


def test_a_plan_as_planner_writes_it_reads_back(plan_page: str) -> None:
    """The table of the mix and the list of changes are no posts."""
    kept = [(post.at, post.status) for post in read(plan_page).calendar.posts]
    assert kept == [(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "draft")]


@pytest.fixture
def plan_page() -> str:
    """A page of a plan with one post that was moved."""
    from planner.model import Cost, Move, Window

    before = Post("a", "a", datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "x", "promo", "Buy")
    after = before._replace(at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    move = Move("a", "shift", before.at, after.at, ("promo-to-share",), "Otherwise too many.")
    original = Calendar("Plan", posts=(before,))
    week = Window(date(2026, 11, 23), date(2026, 11, 30))
    plan = Plan("optimal", Cost(moved=1), Cost(moved=1), (move,), (), (),
                original._replace(posts=(after,)), original, (week,))  # fmt: skip
    return renderer.render_plan(plan, Source("calendar.yaml", b""))


@pytest.mark.parametrize(
    ("heading", "hour", "channel"),
    [
        ("Monday at 09:00", 9, None),
        ("Monday @ 9:00 - Instagram", 9, "instagram"),
        ("Monday, November 23rd at 9 AM on LinkedIn", 9, "linkedin"),
        ("Monday, Nov 23 at 9am (X)", 9, "x"),
        ("Montag, 23.11.2026, 9 Uhr \u2013 Instagram Reel", 9, "instagram"),
        ("Montag um 17.30 Uhr \u2013 LinkedIn", 17, "linkedin"),
        ("Lundi à 9h30 : Facebook", 9, "facebook"),
    ],
)
def test_small_words_of_headings_are_no_titles(heading: str, hour: int, channel: str) -> None:
    """`at`, `um` and `on` belong to the time and to the channel."""
    found = md.read("plan.md", f"# Plan\n\n### {heading}\nHello you.\n".encode(), START)
    (post,) = found.calendar.posts
    assert isinstance(post.at, datetime)
    assert (post.at.date(), post.at.hour) == (date(2026, 11, 23), hour)
    assert (post.channel, post.title, post.text) == (channel, None, "Hello you.")


def test_a_title_with_the_first_day_of_the_week() -> None:
    """The names of days below it count from there."""
    text = "# Calendar, week of November 23, 2026\n\n### Tuesday 9:00\nHello.\n"
    (post,) = md.read("plan.md", text.encode(), ReadOptions()).calendar.posts
    assert post.at == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_channel_alone_on_the_first_line() -> None:
    """It is no part of the text, in bold or not."""
    for word in ("LinkedIn", "**LinkedIn**", "LinkedIn:"):
        text = f"## 2026-11-23\n\n{word}\n\nHello.\n"
        (post,) = md.read("plan.md", text.encode(), ReadOptions()).calendar.posts
        assert (post.channel, post.text) == ("linkedin", "Hello.")


def test_lists_below_a_day() -> None:
    """The channel stands behind a time in bold, behind `@`, or behind a box to tick."""
    text = (
        "## 2026-11-23\n\n- **09:00** LinkedIn: One.\n- 12:00 @ Facebook: Two.\n"
        "- [x] 2026-11-24 17:00 Instagram — Three.\n"
    )
    found = md.read("plan.md", text.encode(), ReadOptions()).calendar.posts
    assert [(post.channel, post.text, post.title) for post in found] == [
        ("linkedin", "One.", None), ("facebook", "Two.", None), ("instagram", "Three.", None),
    ]  # fmt: skip
