"""The content mix for the screen: a table per week, then facts about people and goals."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.content_mix import Mix
from planner.mix import Part, WeekMix, by_week, percent, together
from planner.mix_words import (
    Fact,
    channel_name,
    goal_facts,
    headline,
    people_facts,
    several,
    week_title,
)
from planner.renderers.terminal import CHANNEL_WIDTH, KIND_COLOURS, Screen, cells, pad
from planner.wording import one_line

FACT_WIDTH = 21
GAP = 2
NO_SHARE = " " * len(" 100 %")
"""Numbers without a share stand below the other numbers all the same."""


class _Column(NamedTuple):
    """A channel with its cells, top down, all of one width."""

    head: str
    cells: tuple[str, ...]
    width: int


def render(mix: Mix, width: int = 80, color: bool = False) -> str:
    """The mix in lines of at most so many cells."""
    screen = Screen(width, color)
    screen.text(f"{mix.name or 'Calendar'}: the mix", code="1")
    screen.text(headline(mix))
    for week in by_week(mix.counts):
        screen.heading(", ".join(filter(None, week_title(week, mix.days))))
        _table(week, screen)
    if several(mix):
        screen.heading("All together")
        _table(together(mix.counts), screen)
    _facts("People", people_facts(mix), screen)
    _facts("Goals", goal_facts(mix), screen)
    if mix.prompt:
        screen.heading("To talk about")
        screen.text(mix.prompt, indent=2)
    return "\n".join(screen.lines) + "\n"


def _table(week: WeekMix, screen: Screen) -> None:
    """Kinds top down, channels side by side; channels that do not fit come below."""
    kinds = list(week.total.kinds)
    names = [*map(one_line, kinds), "total"]
    start = GAP + max(map(cells, names))
    columns = [_column(channel_name(part.channel), part, kinds) for part in week.channels]
    if len(columns) > 1:
        columns.append(_column("all", week.total, kinds))
    for number, block in enumerate(_blocks(columns, screen.width - start)):
        if number:
            screen.lines.append("")
        screen.lines.append((" " * start + _row(it.head for it in _fill(block))).rstrip())
        for place, name in enumerate(names):
            said = screen.paint(pad(f"  {name}", start), KIND_COLOURS.get(name, ""))
            screen.lines.append((said + _row(it.cells[place] for it in block)).rstrip())


def _column(head: str, part: Part, kinds: list[str]) -> _Column:
    numbers = [_cell(part.kinds.get(kind, 0), part.posts) for kind in kinds]
    numbers.append(f"{part.posts}{NO_SHARE}")
    head = pad(head, CHANNEL_WIDTH).rstrip()
    width = max(cells(head), *map(len, numbers))
    return _Column(head, tuple(number.rjust(width) for number in numbers), width)


def _cell(posts: int, of: int) -> str:
    return f"{posts} {percent(posts, of):>3} %" if posts else f"-{NO_SHARE}"


def _blocks(columns: Iterable[_Column], room: int) -> Iterator[list[_Column]]:
    """Columns that fit beside each other."""
    block: list[_Column] = []
    for column in columns:
        if block and sum(it.width + GAP for it in (*block, column)) > room:
            yield block
            block = []
        block.append(column)
    if block:
        yield block


def _fill(block: Iterable[_Column]) -> Iterator[_Column]:
    """The columns with their heads as wide as their cells."""
    for column in block:
        yield column._replace(head=" " * (column.width - cells(column.head)) + column.head)


def _row(words: Iterable[str]) -> str:
    return "".join(" " * GAP + word for word in words)


def _facts(title: str, facts: Iterable[Fact], screen: Screen) -> None:
    for number, fact in enumerate(facts):
        if number == 0:
            screen.heading(title)
        screen.text(fact.text, indent=FACT_WIDTH, first=f"  {fact.title}")
