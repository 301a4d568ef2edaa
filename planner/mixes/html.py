"""The content mix as one page that needs nothing else, with a picture: no script, no request."""

from collections.abc import Iterator
from typing import NamedTuple

from planner.content_mix import Mix
from planner.mix import Part, WeekMix, by_week, percent, posts_by_kind, together
from planner.mix_words import (
    channel_name,
    goal_facts,
    headline,
    people_facts,
    several,
    week_title,
)
from planner.renderers.html import CHARACTER_WIDTH, Segment, kind_class
from planner.resources import read_bytes

BAR_WIDTH = 640
STEP = 44
"""From the top of a bar to that of the next one."""
MARGIN = 16
"""What a label leaves free beside it."""


class Bar(NamedTuple):
    """The bar of a week; its number of posts stands where it ends."""

    name: str
    y: int
    segments: tuple[Segment, ...]
    end: float
    posts: int


class Row(NamedTuple):
    """A channel of a week with the posts and the share of each kind of the page."""

    name: str
    cells: tuple[tuple[int, int], ...]
    posts: int


class Group(NamedTuple):
    """A week, or all of them, with its rows."""

    name: str
    days: str
    rows: tuple[Row, ...]


def render(mix: Mix) -> str:
    """The page."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(lambda name: read_bytes(f"templates/{name}").decode()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["kind_class"] = kind_class
    kinds = list(posts_by_kind(mix.counts))
    weeks = by_week(mix.counts)
    names = [week_title(week, mix.days)[0] for week in weeks]
    dated = [name for name, week in zip(names, weeks, strict=True) if week.week]
    return environment.get_template("content-mix.html.j2").render(
        mix=mix,
        headline=headline(mix),
        kinds=kinds,
        bars=tuple(_bars(mix)),
        span=" to ".join(dict.fromkeys((*dated[:1], *dated[-1:]))),
        name_width=CHARACTER_WIDTH * max(map(len, names), default=0) + MARGIN,
        bar_width=BAR_WIDTH,
        step=STEP,
        groups=tuple(_groups(mix, kinds)),
        parts=(("people", "People", people_facts(mix)), ("goals", "Goals", goal_facts(mix))),
    )


def _bars(mix: Mix) -> Iterator[Bar]:
    """A bar per week, all on one scale."""
    weeks = by_week(mix.counts)
    most = max((week.total.posts for week in weeks), default=1)
    for number, week in enumerate(weeks):
        segments = tuple(_segments(week.total, most))
        end = segments[-1].x + segments[-1].width
        name = week_title(week, mix.days)[0]
        yield Bar(name, STEP * number, segments, end, week.total.posts)


def _segments(total: Part, most: int) -> Iterator[Segment]:
    x = 0.0
    for kind, posts in total.kinds.items():
        width = BAR_WIDTH * posts / most
        labels = (f"{kind} {posts}", str(posts))
        fitting = (label for label in labels if len(label) * CHARACTER_WIDTH + MARGIN <= width)
        yield Segment(kind, round(x, 1), round(width, 1), next(fitting, ""))
        x += width


def _groups(mix: Mix, kinds: list[str]) -> Iterator[Group]:
    for week in by_week(mix.counts):
        yield Group(*week_title(week, mix.days), tuple(_rows(week, kinds)))
    if several(mix):
        yield Group("All together", "", tuple(_rows(together(mix.counts), kinds)))


def _rows(week: WeekMix, kinds: list[str]) -> Iterator[Row]:
    for part in week.channels:
        yield _row(channel_name(part.channel), part, kinds)
    if len(week.channels) > 1:
        yield _row("all", week.total, kinds)


def _row(name: str, part: Part, kinds: list[str]) -> Row:
    numbers = [part.kinds.get(kind, 0) for kind in kinds]
    return Row(name, tuple((it, percent(it, part.posts)) for it in numbers), part.posts)
