import re
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from planner.model import POST_KINDS, SLOT_KINDS, Calendar, Plan, Post, Slot
from planner.renderers.html import render_calendar, render_plan, web_address
from planner.resources import read_bytes
from planner.source import Reading, Source

VOID = {"meta", "rect", "br", "link", "img"}
Colours = dict[str, str]


class Outline(HTMLParser):
    """The ids, links, headings and tags of a page; unclosed tags are an error."""

    def __init__(self, page: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag tells."""
        values = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(values)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold that tags close in the order in which they open."""
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(params=["plan", "stuck"])
def page(request: pytest.FixtureRequest, source: Source) -> str:
    """The page of a plan that worked and of one that did not."""
    return render_plan(request.getfixturevalue(request.param), source)


def reading_of(*posts: Post) -> Reading:
    """A calendar of nothing but posts."""
    return Reading(Calendar(posts=posts), Source("a.yaml", b""))


def test_links_inside_the_page_lead_somewhere(page: str) -> None:
    """And no two places share an id."""
    outline = Outline(page)
    inside = {link[1:] for link in outline.links if link.startswith("#")}
    assert inside <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    """From a single first one."""
    levels = Outline(page).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_needs_nothing_else(page: str) -> None:
    """No script, no picture, no request, and no style from data."""
    outline = Outline(page)
    assert not outline.tags & {"script", "link", "img", "iframe", "object"}
    assert not {name for name in outline.attributes if name == "style" or name.startswith("on")}
    assert "url(" not in page
    assert "@import" not in page


def test_a_screen_reader_finds_its_way(page: str) -> None:
    """Language, landmarks, a way past the head, captions and scopes."""
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert {"main", "header", "caption", "title", "desc"} <= Outline(page).tags
    assert '<a class="skip" href="#main">' in page
    assert page.count("<th ") == page.count('<th scope="')
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page


def test_the_same_plan_is_the_same_page(plan: Plan, source: Source) -> None:
    """No clock and no chance."""
    assert render_plan(plan, source) == render_plan(plan, source)


def test_texts_are_never_markup() -> None:
    """Wherever they come from."""
    evil = "<script>alert(1)</script>\" onload='x"
    post = Post("<i>", "<i>", None, evil, evil, evil, "draft", evil, evil, note=evil, title=evil)
    calendar = Calendar(evil, posts=(post,))
    outline = Outline(render_calendar(Reading(calendar, Source(evil, b""))))
    assert "script" not in outline.tags
    assert "onload" not in outline.attributes


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "/etc/passwd", "ftp://x", "", None]
)
def test_only_web_addresses_become_links(link: str | None) -> None:
    """Others are shown as words."""
    assert web_address(link) is None
    assert not [
        target
        for target in Outline(render_calendar(reading_of(Post("a", "a", None, link=link)))).links
        if not target.startswith("#")
    ]


def test_a_web_address_shows_its_host() -> None:
    """A manager knows whose page it is."""
    page = render_calendar(reading_of(Post("a", "a", None, link="https://example.org/a?b=1&c")))
    expected = '<a href="https://example.org/a?b=1&amp;c" rel="noopener noreferrer">example.org</a>'
    assert expected in page


def test_moves_and_reasons_point_at_each_other(plan: Plan, source: Source) -> None:
    """From the badge to the reason and back, with the place before."""
    page = render_plan(plan, source)
    assert '<a class="badge mark-moved" href="#change-1"' in page
    assert '<a href="#entry-1" dir="auto">mastodon share “How the Huila' in page
    assert "<del>Mon 23 Nov 09:00</del>" in page


def test_long_texts_unfold() -> None:
    """With their lines; a short one has nothing to unfold."""
    long = reading_of(Post("a", "a", None, text="first line\n" + "word " * 100))
    assert "<details>" in render_calendar(long)
    assert "<details>" not in render_calendar(reading_of(Post("a", "a", None, text="short")))


def test_many_weeks_have_a_navigation() -> None:
    """One week has none."""
    days = [date(2026, 11, 23) + timedelta(days=7 * week) for week in range(13)]
    page = render_calendar(reading_of(*(Post(f"{day}", "a", day) for day in days)))
    assert page.count('href="#week-') == 13
    assert "<nav" not in render_calendar(reading_of(Post("a", "a", days[0])))


def test_an_unknown_kind_has_the_look_of_unknown() -> None:
    """Its word is shown; no class is made of it."""
    page = render_calendar(reading_of(Post("a", "a", None, kind='x" y')))
    assert 'class="card kind-unknown"' in page
    assert "x&#34; y" in page


def test_the_numbers_of_the_picture_are_in_the_table(plan: Plan, source: Source) -> None:
    """Before, after and the share after."""
    page = render_plan(plan, source)
    assert "<td>2 → <b>1</b> <small>17 %</small></td>" in page
    assert ">promo 2</text>" in page


def test_an_empty_calendar_is_a_page() -> None:
    """With a sentence in it."""
    assert "Nothing is planned." in render_calendar(reading_of())


def test_a_slot_without_a_note_tells_its_length() -> None:
    """And that it serves all channels."""
    calendar = Calendar(slots=(Slot("s", "s", date(2026, 11, 23), 90, kind="open"),))
    page = render_calendar(Reading(calendar, Source("a.yaml", b"")))
    assert "reserved 1 h 30 min" in page
    assert "all channels" in page


def colours(block: str) -> Colours:
    """The custom properties of a block of the style sheet."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def themes() -> dict[str, Colours]:
    """The colours of both themes."""
    light, dark = re.findall(
        r":root \{(.*?)\}", read_bytes("templates/plan.css").decode(), re.DOTALL
    )[:2]
    return {"light": colours(light), "dark": colours(dark)}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio as WCAG 2 defines it, from 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_the_contrast_of_level_aa(theme: str) -> None:
    """4.5 to 1 for every ink on its ground."""
    found = themes()[theme]
    names = {*POST_KINDS, *SLOT_KINDS, "unknown", "moved", "added", "held"}
    pairs = [(f"{name}-ink", f"{name}-tint") for name in names]
    grounds = ("page", "surface", "raised")
    pairs += [(ink, ground) for ink in ("text", "quiet", "link") for ground in grounds]
    too_faint = [pair for pair in pairs if contrast(found[pair[0]], found[pair[1]]) < 4.5]
    assert too_faint == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colour_of_a_kind_stands_out(theme: str) -> None:
    """3 to 1 for the edge of a card on its ground."""
    found = themes()[theme]
    inks = [f"{kind}-ink" for kind in (*POST_KINDS, *SLOT_KINDS, "unknown")]
    assert all(contrast(found[ink], found["surface"]) >= 3 for ink in inks)
