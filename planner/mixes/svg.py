"""The content mix as a picture, an SVG."""

from planner.content_mix import Mix
from planner.mixes._chart import drawn


def render(mix: Mix) -> bytes:
    """The picture; raises `PlannerError` when the package that draws is not installed."""
    return drawn(mix, "svg")
