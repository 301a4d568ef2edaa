"""A calendar or a plan for the screen: days as sections, then what changed and why."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.agenda import (
    Agenda,
    Trouble,
    Week,
    agenda_of_plan,
    agenda_of_reading,
)
from planner.cards import Card, Change
from planner.mix import MixChange
from planner.model import Plan
from planner.remarks import Remark
from planner.source import Reading, Source
from planner.wording import duration, graphemes, one_line, shorten

KIND_COLOURS = {
    "promo": "31", "news": "35", "value": "32", "share": "36", "personal": "33",
    "conversation": "34", "thanks": "95", "inbox": "94", "outreach": "96", "listen": "92",
    "open": "37",
}  # fmt: skip
MARK_COLOURS = {"moved": "1;33", "moved later": "1;33", "added": "1;32", "held back": "1;31"}
CHANNEL_WIDTH = 14
ROOM_FOR_TEXT = 24
"""With fewer cells than this beside the channel and the kind, the text gets its own line."""


class Screen:
    """Lines of at most `width` cells; `color` adds ANSI colours to words that say the same."""

    def __init__(self, width: int, color: bool) -> None:
        """Take no less than 40 cells."""
        self.width = max(width, 40)
        self.color = color
        self.lines: list[str] = []

    def paint(self, text: str, code: str) -> str:
        """The text in a colour, where colours are wanted."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code else text

    def heading(self, text: str) -> None:
        """A section's title after an empty line."""
        self.lines.append("")
        self.text(text, code="1")

    def text(self, text: str, indent: int = 0, first: str = "", code: str = "") -> None:
        """A paragraph, folded; `first` stands before its first line, inside the indent."""
        for number, line in enumerate(fold(one_line(text), self.width - indent)):
            start = pad(first, indent) if number == 0 else " " * indent
            self.lines.append((start + self.paint(line, code)).rstrip())


def render_calendar(reading: Reading, width: int = 80, color: bool = False) -> str:
    """The calendar as it is."""
    return _render(agenda_of_reading(reading), Screen(width, color))


def render_plan(plan: Plan, source: Source, width: int = 80, color: bool = False) -> str:
    """The plan: its weeks, the changes, what could not be solved and the mix."""
    return _render(agenda_of_plan(plan, source), Screen(width, color))


def render_changes(plan: Plan, source: Source, width: int = 80, color: bool = False) -> str:
    """Only what a plan changes, why, and what it cannot solve."""
    agenda, screen = agenda_of_plan(plan, source), Screen(width, color)
    screen.text(agenda.title, code="1")
    screen.text(agenda.headline)
    _changes(agenda.changes, screen)
    _troubles(agenda.conflicts, screen)
    return "\n".join(screen.lines) + "\n"


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def pad(text: str, width: int) -> str:
    """The text cut or filled to a width in cells."""
    short = shorten(text, width, cells)
    return short + " " * (width - cells(short))


def fold(text: str, width: int) -> Iterator[str]:
    """Lines of whole words; a word that is wider than a line is cut."""
    line = ""
    for word in _pieces(text.split(), width):
        if line and cells(line) + 1 + cells(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _pieces(words: Iterable[str], width: int) -> Iterator[str]:
    for word in words:
        piece = ""
        for cluster in graphemes(word) if cells(word) > width else [word]:
            if piece and cells(piece) + cells(cluster) > width:
                yield piece
                piece = ""
            piece += cluster
        yield piece


def _render(agenda: Agenda, screen: Screen) -> str:
    screen.text(agenda.title, code="1")
    screen.text(agenda.headline)
    screen.text(f"Times are in {agenda.timezone}.", code="2")
    columns = _columns_for(agenda)
    for week in agenda.weeks:
        _week(week, columns, screen)
    if agenda.undated:
        screen.heading("No date yet")
        _cards(agenda.undated, columns, screen)
    if not agenda.weeks and not agenda.undated:
        screen.text("Nothing is planned.")
    _changes(agenda.changes, screen)
    _troubles(agenda.conflicts, screen)
    _remarks("By hand", agenda.by_hand, screen)
    _mix(agenda, screen)
    _remarks("Notes", agenda.notes, screen)
    return "\n".join(screen.lines) + "\n"


class Columns(NamedTuple):
    """Widths in cells, the same on all days."""

    channel: int
    kind: int


def _columns_for(agenda: Agenda) -> Columns:
    cards = [*agenda.undated, *(card for week in agenda.weeks for card in week.cards)]
    channel = max((cells(card.channel) for card in cards), default=0)
    kind = max((cells(card.entry.kind) for card in cards), default=0)
    return Columns(min(CHANNEL_WIDTH, channel), kind)


def _week(week: Week, columns: Columns, screen: Screen) -> None:
    screen.heading(f"{week.name}, {week.title}")
    if not week.cards:
        screen.text("nothing planned", indent=2)
    for day in week.days:
        if day.cards:
            screen.text(day.name, indent=2, code="1;4")
            _cards(day.cards, columns, screen)


def _cards(cards: Iterable[Card], columns: Columns, screen: Screen) -> None:
    for card in cards:
        kind = card.entry.kind
        start = f"    {pad(card.time, 5)}  {pad(card.channel, columns.channel)}  "
        indent = cells(start) + columns.kind + 2
        start += screen.paint(pad(kind, columns.kind), KIND_COLOURS.get(kind, ""))
        if screen.width - indent >= ROOM_FOR_TEXT:
            what = shorten(card.what, screen.width - indent, cells)
            screen.lines.append(f"{start}  {what}")
        else:
            indent = 6
            told = " ".join(filter(None, (card.time, card.channel, kind)))
            screen.text(told, indent=4, code=KIND_COLOURS.get(kind, ""))
            screen.lines.append(" " * indent + shorten(card.what, screen.width - indent, cells))
        below = _told(card)
        if below:
            screen.text(
                "; ".join(below), indent, code=MARK_COLOURS.get("".join(card.marks[:1]), "2")
            )


def _told(card: Card) -> list[str]:
    """What stands below an entry: `moved from Tue 24 Nov 12:30, see 1`, `by rosa`."""
    told = []
    for mark in card.marks:
        change = card.change if card.change and card.change.mark == mark else None
        origin = f" from {change.before}" if change and change.is_shifted else ""
        told.append(f"{mark}{origin}, see {change.number}" if change else mark)
    return told + ([f"by {one_line(card.entry.by)}"] if card.entry.by else [])


def _changes(changes: Iterable[Change], screen: Screen) -> None:
    for change in changes:
        if change.number == 1:
            screen.heading("What changed and why")
        told = f"{change.mark}: {change.name}, {change.detail}"
        screen.text(told, indent=6, first=f"{change.number:>4}.")
        rules = f" ({', '.join(change.rules)})" if change.rules else ""
        screen.text(change.why + rules, indent=6, code="2")


def _troubles(troubles: Iterable[Trouble], screen: Screen) -> None:
    for number, trouble in enumerate(troubles):
        if number == 0:
            screen.heading("Cannot be solved")
        screen.text(f"{trouble.title}: {', '.join(trouble.rules)}", indent=2, code="1;31")
        screen.text(trouble.why, indent=4)
        for _, name in trouble.cards:
            screen.text(name, indent=6, first="    -")
        if trouble.ways_out:
            screen.text("Ways out:", indent=4)
        for way in trouble.ways_out:
            screen.text(way, indent=6, first="    -")


def _remarks(title: str, remarks: Iterable[Remark], screen: Screen) -> None:
    for number, remark in enumerate(remarks):
        if number == 0:
            screen.heading(title)
        place = f"{remark.place}: " if remark.place else ""
        rule = f" ({remark.rule})" if remark.rule else ""
        screen.text(f"{place}{remark.message}{rule}", indent=4, first="  -")


def _mix(agenda: Agenda, screen: Screen) -> None:
    if not agenda.mix:
        return
    screen.heading("Mix before -> after" if agenda.planned else "Mix")
    width = max(cells(change.kind) for change in agenda.mix)
    for change in agenda.mix:
        kind = screen.paint(pad(change.kind, width), KIND_COLOURS.get(change.kind, ""))
        screen.lines.append(f"  {kind}  {_counts(change, agenda.planned)}")
    before, after = (duration(minutes) for minutes in agenda.reserved)
    time = f"{before} -> {after}" if agenda.planned else after
    screen.text(f"Time reserved for people: {time}", indent=2)


def _counts(change: MixChange, planned: bool) -> str:
    after = f"{change.after:>4}  {change.after_share:>3} %"
    if not planned:
        return after
    return f"{change.before:>4}  {change.before_share:>3} %  -> {after}"
