"""Judgements made by hand for the tests of reports: a small file, findings in it, rules."""

from typing import Any, NamedTuple

from planner import plugins
from planner.model import Calendar, Finding, Level, Note, Post, Route, Span, Window
from planner.reports import NO_EXTRAS, Extras, Judgement
from planner.source import Part, Reading, Source

TEXT = """\
posts:
  - {id: ana, text: "a😀b"}
  - {id: ben,
     text: two lines}
"""
ANA, BEN = '{id: ana, text: "a😀b"}', "{id: ben,\n     text: two lines}"
NASTY = 'a, b: 100% of "c" <d> & e | f\\g `h` [i](j) *k* _l_ ~m~ @n #1 {0} 😀'
"""What stands for something in one format or another."""


class Text(NamedTuple):
    """What a rule tells about itself."""

    name: str
    level: Level = "error"
    summary: str = "At most one."
    why: str = "Two are too many."
    source: str = "Somebody"
    theme: str = "mix"
    file: str = "/rules/mix/some rule.yaml"


def span_of(part: str, text: str = TEXT) -> Span:
    """Where a part of the file stands in its bytes."""
    start = len(text[: text.index(part)].encode())
    return Span(start, start + len(part.encode()))


def finding(  # noqa: PLR0913, PLR0917  # one for each field
    rule: str = "some-rule",
    level: Level = "error",
    message: str = "There are 2.",
    place: Route | Span | str = ANA,
    entry: str | None = "ana",
    window: Window | None = None,
    related: tuple[tuple[Route, str], ...] = (),
) -> Finding:
    """A finding at a part of the file, or at a route or span."""
    where = span_of(place) if isinstance(place, str) else place
    return Finding(rule, level, message, where, entry, window, related=related)


def judgement(  # noqa: PLR0913  # one for each field
    *findings: Finding,
    name: str = "calendar.yaml",
    text: str = TEXT,
    parts: tuple[Part, ...] = (),
    profile: str = "human",
    rules: tuple[Text, ...] = (),
    notes: tuple[Note, ...] = (),
) -> Judgement:
    """What was found in a file with two posts; the route of a post is its number."""
    routes = {("posts", 0): ANA, ("posts", 1): BEN}

    def find(route: Route) -> Span | None:
        return span_of(routes[route], text) if route in routes else None

    calendar = Calendar(posts=(Post("ana", "ana", None), Post("ben", "ben", None)))
    reading = Reading(calendar, Source(name, text.encode(), find, parts), (), notes)
    return Judgement(reading, findings, profile, judges=lambda: rules)


def printed(
    format_: str, *judgements: Judgement, color: bool = False, width: int = 80, **extras: bool
) -> str:
    """What the report of a format prints."""
    module = plugins.find("planner.reports", format_)
    assert module is not None
    more: Extras = NO_EXTRAS._replace(**extras)
    text: Any = module.report(list(judgements), color=color, width=width, extras=more)
    assert isinstance(text, str)
    return text
