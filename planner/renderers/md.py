"""A calendar or a plan as Markdown: a table per week, then what changed and why."""

import re
from collections.abc import Iterable, Iterator

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
from planner.wording import duration, one_line, shorten

TEXT_LENGTH = 90
"""Graphemes of a text in a table."""

_ADDRESS = re.compile(r"(https?://[^\s<>\"'`|\\…]+[^\s<>\"'`|\\….,;:!?)\]])(?!\S*…)")
_MARKUP = re.compile(r"([\\`*_\[\]<>|~$])")
_LINE_START = re.compile(r"^((?:\d+(?=[.)]))?)([-+#=.)])")


def render_calendar(reading: Reading) -> str:
    """The calendar as it is."""
    return _render(agenda_of_reading(reading))


def render_plan(plan: Plan, source: Source) -> str:
    """The plan: its weeks, the changes, what could not be solved and the mix."""
    return _render(agenda_of_plan(plan, source))


def escaped(text: str) -> str:
    """The text on one line, showing as it is; web addresses stay links."""
    parts = _ADDRESS.split(one_line(text))
    plain = (_MARKUP.sub(r"\\\1", part).replace("&", "&amp;") for part in parts[::2])
    links = [f"<{address}>" for address in parts[1::2]]
    line = "".join(text + link for text, link in zip(plain, [*links, ""], strict=True))
    return _LINE_START.sub(r"\1\\\2", line)


def _render(agenda: Agenda) -> str:
    sections: list[Iterator[str]] = [_head(agenda)]
    sections += [_week(week, agenda.planned) for week in agenda.weeks]
    sections += [
        _undated(agenda),
        _changes(agenda.changes),
        _troubles(agenda.conflicts),
        _remarks("By hand", agenda.by_hand),
        _mix(agenda),
        _remarks("Notes", agenda.notes),
    ]
    return "\n".join(line for section in sections for line in section)


def _head(agenda: Agenda) -> Iterator[str]:
    yield f"# {escaped(agenda.title)}\n"
    yield f"**{escaped(agenda.headline)}** Times are in {escaped(agenda.timezone)}.\n"
    if not agenda.weeks and not agenda.undated:
        yield "Nothing is planned.\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table; a head that ends with a colon is of a column of numbers."""
    names = list(heads)
    yield _row(name.removesuffix(":") for name in names)
    yield _row("---:" if name.endswith(":") else "---" for name in names)
    yield from map(_row, rows)
    yield ""


def _row(columns: Iterable[str]) -> str:
    return f"| {' | '.join(columns)} |"


def _week(week: Week, planned: bool) -> Iterator[str]:
    yield f"## {week.name}: {week.title}\n"
    if not week.cards:
        yield "Nothing is planned.\n"
        return
    rows = []
    for day in week.days:
        for number, card in enumerate(day.cards):
            rows.append([day.name if number == 0 else "", *_columns(card, planned)])
    yield from _table(("Day", *_column_names(planned)), rows)


def _undated(agenda: Agenda) -> Iterator[str]:
    if agenda.undated:
        yield "## No date yet\n"
        rows = (_columns(card, agenda.planned)[1:] for card in agenda.undated)
        yield from _table(_column_names(agenda.planned)[1:], rows)


def _column_names(planned: bool) -> tuple[str, ...]:
    return ("Time", "Channel", "Kind", "What", "By", "Change" if planned else "Status")


def _columns(card: Card, planned: bool) -> list[str]:
    marks = [mark for mark in card.marks if not (card.change and mark == card.change.mark)]
    if card.change:
        marks.insert(0, _mark(card.change))
    elif not planned and not marks:
        marks = [card.entry.status]
    by = card.entry.by or ""
    return [
        card.time,
        escaped(card.channel),
        escaped(card.entry.kind),
        escaped(shorten(card.what, TEXT_LENGTH)),
        escaped(by),
        ", ".join(marks),
    ]


def _mark(change: Change) -> str:
    """`**moved** from Tue 24 Nov 12:30 (1)`."""
    before = f" from {change.before}" if change.is_shifted else ""
    return f"**{change.mark}**{before} ({change.number})"


def _changes(changes: tuple[Change, ...]) -> Iterator[str]:
    if not changes:
        return
    yield "## What changed and why\n"
    for change in changes:
        rules = f" ({', '.join(f'`{rule}`' for rule in change.rules)})" if change.rules else ""
        yield f"{change.number}. **{change.mark}**: {escaped(change.name)}, {change.detail}.  "
        yield f"   {escaped(change.why)}{rules}"
    yield ""


def _troubles(troubles: Iterable[Trouble]) -> Iterator[str]:
    for number, trouble in enumerate(troubles):
        if number == 0:
            yield "## Cannot be solved\n"
        rules = ", ".join(f"`{rule}`" for rule in trouble.rules)
        yield f"### {escaped(trouble.title)}: {rules}\n"
        yield f"{escaped(trouble.why)}\n"
        yield from (f"- {escaped(name)}" for _, name in trouble.cards)
        yield ""
        if trouble.ways_out:
            yield "Ways out:\n"
            yield from (f"- {escaped(way)}" for way in trouble.ways_out)
            yield ""


def _remarks(title: str, remarks: tuple[Remark, ...]) -> Iterator[str]:
    if not remarks:
        return
    yield f"## {title}\n"
    for remark in remarks:
        place = f"{escaped(remark.place)}: " if remark.place else ""
        rule = f" (`{remark.rule}`)" if remark.rule else ""
        yield f"- {place}{escaped(remark.message)}{rule}"
    yield ""


def _mix(agenda: Agenda) -> Iterator[str]:
    if not agenda.mix:
        return
    yield f"## Mix{' before → after' if agenda.planned else ''}\n"
    kinds = [change.kind for change in agenda.mix]
    rows = [["**all**", *(_counts(change, agenda.planned) for change in agenda.mix)]]
    for channel in agenda.channels:
        found = {change.kind: _counts(change, agenda.planned) for change in channel.kinds}
        rows.append([escaped(channel.channel), *(found.get(kind, "") for kind in kinds)])
    yield from _table(("Channel", *(f"{escaped(kind)}:" for kind in kinds)), rows)
    before, after = (duration(minutes) for minutes in agenda.reserved)
    yield f"Time reserved for people: {f'{before} → {after}' if agenda.planned else after}.\n"


def _counts(change: MixChange, planned: bool) -> str:
    after = f"{change.after} ({change.after_share} %)"
    if not planned:
        return after
    return f"{change.before} ({change.before_share} %) → {after}"
