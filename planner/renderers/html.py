"""A calendar or a plan as one page that needs nothing else: no script, no request."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from planner.agenda import Agenda, agenda_of_plan, agenda_of_reading
from planner.cards import Card
from planner.mix import KIND_ORDER, MixChange
from planner.model import SLOT_KINDS, UNKNOWN, Plan
from planner.source import Reading, Source
from planner.wording import counted, duration, shorten, visible

TEXT_LENGTH = 90
"""Graphemes of a text on its card; the rest is there to unfold."""
BAR_WIDTH = 720
CHARACTER_WIDTH = 8
_KINDS = {*KIND_ORDER, *SLOT_KINDS}


class Segment(NamedTuple):
    """A kind's part of a bar; its label is "" where there is no room."""

    kind: str
    x: float
    width: float
    label: str


class Bar(NamedTuple):
    """A bar of the mix picture."""

    name: str
    y: int
    segments: tuple[Segment, ...]


def render_calendar(reading: Reading) -> str:
    """The calendar as it is."""
    return _render(agenda_of_reading(reading))


def render_plan(plan: Plan, source: Source) -> str:
    """The plan: its weeks, the changes, what could not be solved and the mix."""
    return _render(agenda_of_plan(plan, source))


def _render(agenda: Agenda) -> str:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    words: dict[str, Callable[..., Any]] = {
        "counted": counted,
        "duration": duration,
        "kind_class": kind_class,
        "mark_class": mark_class,
        "short": lambda text: shorten(text, TEXT_LENGTH),
        "visible": visible,
        "web_address": web_address,
        "host": host_of,
        "rest_of": rest_of,
        "entry_number": _entry_numbers(agenda).get,
    }
    environment.filters.update(words)
    page = environment.get_template("plan.html.j2")
    return page.render(agenda=agenda, bars=_bars(agenda), bar_width=BAR_WIDTH)


def _template(name: str) -> str:
    from planner.resources import read_bytes

    return read_bytes(f"templates/{name}").decode()


def kind_class(kind: str) -> str:
    """A class name of the style sheet, whatever the calendar says."""
    return f"kind-{kind if kind in _KINDS else UNKNOWN}"


def mark_class(mark: str) -> str:
    """The class of a badge; `moved later` looks like `moved`."""
    return f"mark-{mark.partition(' ')[0]}"


def web_address(link: str | None) -> str | None:
    """The link if it is one that a page may follow: http or https."""
    if link and link.lower().startswith(("https://", "http://")):
        return visible(link)
    return None


def host_of(address: str) -> str:
    """The part of a web address that says whose it is."""
    return address.split("/", 3)[2] or address


def _entry_numbers(agenda: Agenda) -> dict[str, int]:
    """The numbers of the cards on the page, by the ids of their entries."""
    cards = [*agenda.undated, *(card for week in agenda.weeks for card in week.cards)]
    return {card.entry.id: card.number for card in cards}


def rest_of(card: Card) -> str:
    """The whole text where the card shows only its start or runs its lines together."""
    text = visible(getattr(card.entry, "text", ""))
    return "" if text.strip() == shorten(card.what, TEXT_LENGTH) else text


def _bars(agenda: Agenda) -> tuple[Bar, ...]:
    """One bar for the calendar, or one before and one after, on one scale."""
    before = [change.before for change in agenda.mix]
    after = [change.after for change in agenda.mix]
    rows = [("before", before), ("after", after)] if agenda.planned else [("posts", after)]
    most = max(sum(before), sum(after), 1)
    return tuple(
        Bar(name, 8 + 52 * number, tuple(_segments(agenda.mix, posts, most)))
        for number, (name, posts) in enumerate(rows)
    )


def _segments(mix: Iterable[MixChange], posts: list[int], most: int) -> Iterable[Segment]:
    x = 0.0
    for change, number in zip(mix, posts, strict=True):
        width = BAR_WIDTH * number / most
        labels = (f"{change.kind} {number}", str(number))
        fitting = (label for label in labels if len(label) * CHARACTER_WIDTH + 8 <= width)
        if number:
            yield Segment(change.kind, round(x, 1), round(width, 1), next(fitting, ""))
        x += width
