"""A picture of the content mix: a bar per week, stacked of its kinds, in the page's colours."""

import io
import re
from functools import cache
from typing import Any, NamedTuple

from planner.content_mix import Mix
from planner.errors import PlannerError
from planner.mix import KIND_ORDER, WeekMix, by_week, posts_by_kind
from planner.mix_words import headline, week_title
from planner.model import UNKNOWN
from planner.resources import read_bytes
from planner.wording import shorten

WIDTH, HEIGHT = 800, 400
"""The size of the picture in pixels."""
_DPI = 100
_HATCHES = dict(
    zip(KIND_ORDER, ("", "///", "...", "\\\\\\", "xxx", "---", "|||", "+++"), strict=True)
)
"""So that kinds differ also for those who see no difference between their colours."""
_BAR = 0.8
"""The part of its place that a bar takes."""
_FEWEST = 4
"""There is room for so many weeks, so that the bars of fewer are not as broad as the page."""
_AXES = (0.07, 0.12, 0.73, 0.68)
"""Where the bars stand: left, bottom, width and height as parts of the picture."""
_HEADROOM = 1.1
"""The highest bar leaves room for its number."""
_LABEL_WIDTH, _LABEL_HEIGHT = 16, 15
"""The pixels that a number of a segment needs."""
_MOST_NAMES = 8
"""How many names of weeks fit side by side."""
_TITLE = 70


class _Ink(NamedTuple):
    """The colours of the style sheet for a kind: of lines and words, and of areas."""

    line: str
    area: str


def drawn(mix: Mix, form: str) -> bytes:
    """The picture as `png` or `svg`, the same bytes each time.

    Raises `PlannerError` when the package that draws is not installed.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        raise PlannerError(
            "Pictures need a package more: pip install 'posting-planner[png]'."
        ) from None
    import warnings

    metadata = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
    content = io.BytesIO()
    with mpl.rc_context(), warnings.catch_warnings():
        # Letters that the font lacks become boxes, without a word on the screen.
        warnings.simplefilter("ignore")
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.hashsalt": "planner", "hatch.linewidth": 0.5})
        figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI)
        _draw(mix, figure)
        figure.savefig(content, format=form, dpi=_DPI, metadata=metadata[form])
    return content.getvalue()


def _draw(mix: Mix, figure: Any) -> None:
    """Title, bars and legend."""
    text = _color("text")
    title = shorten(f"{mix.name or 'Calendar'}: the mix", _TITLE)
    figure.text(0.03, 0.92, title, size=13, weight="bold", color=text, parse_math=False)
    figure.text(0.03, 0.86, headline(mix), size=9, color=_color("quiet"), parse_math=False)
    axes = figure.add_axes(_AXES)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    weeks = by_week(mix.counts)
    if not weeks:
        axes.set(xticks=(), yticks=())
        return
    _bars(weeks, list(posts_by_kind(mix.counts)), axes)
    _scales(mix, weeks, axes)
    handles, names = axes.get_legend_handles_labels()
    # Kinds stand in the legend from the top down as they do in the bars.
    axes.legend(
        handles[::-1], names[::-1], frameon=False, fontsize=9, loc="upper left",
        bbox_to_anchor=(1.01, 1.02), labelcolor=text, handleheight=1.4,
    )  # fmt: skip


def _bars(weeks: tuple[WeekMix, ...], kinds: list[str], axes: Any) -> None:
    """The kinds of each week on top of each other, with their numbers where there is room."""
    most = max(week.total.posts for week in weeks) * _HEADROOM
    places, middle = max(len(weeks), _FEWEST), (len(weeks) - 1) / 2
    axes.set(xlim=(middle - places / 2, middle + places / 2), ylim=(0, most))
    room = WIDTH * _AXES[2] * _BAR / places
    least = _LABEL_HEIGHT * most / (HEIGHT * _AXES[3])
    below = [0] * len(weeks)
    for kind in kinds:
        numbers = [week.total.kinds.get(kind, 0) for week in weeks]
        ink = _ink(kind)
        style = {"color": ink.area, "edgecolor": ink.line, "hatch": _HATCHES.get(kind, "+++")}
        width = 1 if room > _LABEL_WIDTH / 2 else 0
        # A segment of no posts would still be a line, upon the bar of others.
        stacked = [(place, it, below[place]) for place, it in enumerate(numbers) if it]
        spots, heights, lows = zip(*stacked, strict=True)
        axes.bar(spots, heights, _BAR, lows, label=kind, linewidth=width, **style)
        for place, number, low in stacked:
            if number >= least and room >= _LABEL_WIDTH:
                _number(axes, place, low + number / 2, number, ink)
        below = [low + number for low, number in zip(below, numbers, strict=True)]
    if room >= _LABEL_WIDTH:
        for place, total in enumerate(below):
            axes.annotate(
                str(total), (place, total), (0, 3), textcoords="offset points", ha="center", size=9,
                color=_color("text"),
            )  # fmt: skip


def _number(axes: Any, x: float, y: float, number: int, ink: _Ink) -> None:
    """How many posts a segment has, readable over its lines."""
    box = {"boxstyle": "round,pad=0.15", "facecolor": ink.area, "edgecolor": "none"}
    axes.text(
        x, y, str(number), ha="center", va="center", size=9, weight="bold", color=ink.line, bbox=box
    )


def _scales(mix: Mix, weeks: tuple[WeekMix, ...], axes: Any) -> None:
    """Names of weeks, as many as fit, and whole numbers of posts."""
    from matplotlib.ticker import MaxNLocator

    step = -(-len(weeks) // _MOST_NAMES)
    shown = range(0, len(weeks), step)
    axes.set_xticks(list(shown), [week_title(weeks[place], mix.days)[0] for place in shown])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.set_axisbelow(True)
    axes.yaxis.grid(visible=True, color=_color("line"), linewidth=0.8)
    axes.tick_params(length=0, labelsize=9, colors=_color("quiet"))
    axes.spines["bottom"].set_color(_color("quiet"))
    axes.set_ylabel("posts", size=9, color=_color("quiet"))


def _ink(kind: str) -> _Ink:
    name = kind if kind in KIND_ORDER else UNKNOWN
    return _Ink(_color(f"{name}-ink"), _color(f"{name}-tint"))


def _color(name: str) -> str:
    return _colors()[name]


@cache
def _colors() -> dict[str, str]:
    """The colours of the page on white, by name: those that its style sheet has first."""
    style = read_bytes("templates/plan.css").decode()
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", style)
    return dict(reversed(found))
