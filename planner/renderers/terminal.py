"""A calendar or a plan for the screen: days as sections, then what changed and why."""

from collections.abc import Iterable, Iterator

from planner.agenda import (
    Agenda,
    Remark,
    Trouble,
    Week,
    agenda_of_plan,
    agenda_of_reading,
)
from planner.cards import Card, Change
from planner.mix import MixChange
from planner.model import Plan
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
        self.width = max(width, 24)
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
    for week in agenda.weeks:
        _week(week, screen)
    if agenda.undated:
        screen.heading("No date yet")
        _cards(agenda.undated, screen)
    if not agenda.weeks and not agenda.undated:
        screen.text("Nothing is planned.")
    _changes(agenda.changes, screen)
    _troubles(agenda.conflicts, screen)
    _remarks("By hand", agenda.by_hand, screen)
    _mix(agenda, screen)
    _remarks("Notes", agenda.notes, screen)
    return "\n".join(screen.lines) + "\n"


def _week(week: Week, screen: Screen) -> None:
    screen.heading(f"{week.name}, {week.title}")
    if not week.cards:
        screen.text("nothing planned", indent=2)
    for day in week.days:
        if day.cards:
            screen.text(day.name, indent=2, code="1;4")
            _cards(day.cards, screen)


def _cards(cards: Iterable[Card], screen: Screen) -> None:
    shown = list(cards)
    channel_width = min(CHANNEL_WIDTH, max(cells(card.channel) for card in shown))
    kind_width = max(cells(card.entry.kind) for card in shown)
    for card in shown:
        _card(card, channel_width, kind_width, screen)


def _card(card: Card, channel_width: int, kind_width: int, screen: Screen) -> None:
    kind = card.entry.kind
    columns = (
        f"    {pad(card.time, 5)}  {pad(card.channel, channel_width)}  ",
        screen.paint(pad(kind, kind_width), KIND_COLOURS.get(kind, "")),
    )
    indent = cells(columns[0]) + kind_width + 2
    if screen.width - indent >= ROOM_FOR_TEXT:
        what = shorten(card.what, screen.width - indent, cells)
        screen.lines.append(f"{columns[0]}{columns[1]}  {what}")
    else:
        indent = 6
        screen.lines.append(shorten("".join(columns).rstrip(), screen.width, cells))
        screen.lines.append(" " * indent + shorten(card.what, screen.width - indent, cells))
    for mark in card.marks:
        screen.text(_mark(mark, card), indent=indent, code=MARK_COLOURS.get(mark, "2"))


def _mark(mark: str, card: Card) -> str:
    """`moved from Tue 24 Nov 12:30, see 1`."""
    change = card.change
    if change is None or mark != change.mark:
        return mark
    moved = change.before and mark != "held back"
    return f"{mark}{' from ' + change.before if moved else ''}, see {change.number}"


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
