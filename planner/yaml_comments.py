"""Comments in YAML that silence rules: `# planner: ignore[rule] reason`, and what each covers."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from planner.errors import nearest
from planner.model import Calendar, Finding, Post, Record, Route, Slot, Span, Suppression, Window
from planner.notices import notice
from planner.source import Reading, Source
from planner.suppressions import has_expired
from planner.weeks import zone_of
from planner.yaml_tree import Node

_MARK = re.compile(rb"(?:(?<![^ \t\r\n])|(?<=\A\xef\xbb\xbf))# planner:")
_FORM = re.compile(rb"[ \t]*(ignore-file|ignore)[ \t]*\[([^\[\]]*)\](.*)", re.DOTALL)
_WORD = re.compile(rb"[ \t]*([\w-]+)")
_NAME = re.compile(rb"[^,\s](?:[^,]*[^,\s])?")
_UNTIL = re.compile(rb"(?<!\S)until=(\S*)")
_WEEK = re.compile(r"(\d{4})-W(\d{2})\Z", re.ASCII)
_BLOCK = re.compile(rb"(?:[&!]\S*\s+)*[|>][-+0-9]*[ \t]+")
"""What stands before a comment behind the `|` or `>` of a text."""
_GAP = re.compile(rb"(?:[\s-]|(?<=\s)#[^\r\n]*)*")
"""What may stand between a comment and the line that it is about: empty lines, other comments."""
_LISTS = ("posts", "slots", "records")
_FORMS = ("ignore", "ignore-file")
_EXAMPLE = "Write `# planner: ignore[promo-to-share] why`."


def with_comments(reading: Reading, root: Node, now: datetime | None) -> Reading:
    """The same reading with what its comments silence."""
    comments = _Comments(reading.source, root, _end_of_sense(reading, root))
    found = tuple(comments.suppressions())
    return reading._replace(
        calendar=_silenced(reading.calendar, found, now),
        findings=(*reading.findings, *comments.findings),
        suppressions=found,
    )


def _end_of_sense(reading: Reading, root: Node) -> int:
    """The byte up to which the file was understood: after it a `#` can be anything."""
    lost = any(it.rule in {"syntax", "cannot-judge"} for it in reading.findings)
    return root.end if lost else len(reading.source.data)


class _Comment(NamedTuple):
    """A comment of planner's: its bytes, where they go on after the mark, and its line."""

    start: int
    says: int
    end: int
    line: Span


class _Item(NamedTuple):
    """An entry or record in the file."""

    start: int
    end: int
    node: Node
    route: Route


def _start(item: _Item) -> int:
    return item.start


class _Comments:
    """The comments of one file; what is wrong with them is in `findings`."""

    def __init__(self, source: Source, root: Node, end: int) -> None:
        self.source = source
        self.data = source.data
        self.end = end
        self.findings: list[Finding] = []
        self.items = sorted(_items(root), key=_start)
        self.scalars = sorted(_scalars(root))
        self.gap = Span(0, 0)

    def suppressions(self) -> Iterator[Suppression]:
        """What each comment silences, rule by rule."""
        for comment in self._comments():
            yield from self._read(comment)

    def _comments(self) -> Iterator[_Comment]:
        """The comments that begin as those of planner do, up to the ends of their lines."""
        end = 0
        for mark in _MARK.finditer(self.data, 0, self.end):
            start = mark.start()
            if start >= end and not self._is_text(start) and not self._is_in_comment(start):
                line = self.source.line_span(start)
                end = line.start + len(self.data[line.start : line.end].rstrip())
                yield _Comment(start, mark.end(), end, line)

    def _is_text(self, offset: int) -> bool:
        """Whether a byte belongs to a quoted or block scalar."""
        number = bisect_right(self.scalars, offset, key=lambda span: span.start) - 1
        if number < 0 or self.scalars[number].end <= offset:
            return False
        return not _BLOCK.fullmatch(self.data, self.scalars[number].start, offset)

    def _is_in_comment(self, offset: int) -> bool:
        """Whether the whole line is a comment, as of an entry that is left out for a while."""
        before = self.data[self.source.line_span(offset).start : offset]
        return before.lstrip().startswith(b"#")

    def _read(self, comment: _Comment) -> Iterator[Suppression]:
        form = _FORM.match(self.data, comment.says, comment.end)
        names = list(_NAME.finditer(self.data, *form.span(2))) if form else []
        if form is None or not names:
            self._complain_of_form(comment)
            return
        until = _UNTIL.search(self.data, *form.span(3))
        last = _day(until[1]) if until else None
        if until and last is None:
            self._complain(until.span(1), "The day after `until=` is none; write until=2026-12-31.")
            return
        covers, routes = (None, ()) if form[1] == b"ignore-file" else self._covered(comment)
        for name in names:
            rule, _, week = name[0].decode("utf-8", "replace").partition("@")
            place = Span(*name.span())
            if not week:
                yield Suppression(rule, place, covers, routes, until=last)
            elif window := _week(week):
                yield Suppression(rule, place, week=window, until=last)
            else:
                message = f"`{week[:20]}` is no week; write it like ignore[{rule}@2026-W48]."
                self._complain(place, message)

    def _complain_of_form(self, comment: _Comment) -> None:
        """Say how it is written, unless the comment only happens to begin like this."""
        found = _WORD.match(self.data, comment.says, comment.end)
        word = found[1].decode() if found else ""
        if word in _FORMS:
            message = f"This comment names no rule, so it silences nothing. {_EXAMPLE}"
        elif hint := nearest(word, _FORMS):
            message = f"planner does not know `{word}`{hint}. {_EXAMPLE}"
        else:
            return
        self._complain((comment.start, comment.end), message)

    def _complain(self, place: tuple[int, int], message: str) -> None:
        self.findings.append(notice("wrong-suppression", message, Span(*place)))

    def _covered(self, comment: _Comment) -> tuple[Span, tuple[Route, ...]]:
        """The bytes that a comment is about, and the entries that lie in them as a whole."""
        line = comment.line
        if self.data[line.start : comment.start].strip(b" \t\xef\xbb\xbf"):
            return self._line(line)
        start = self._after_gap(comment.end)
        line = self.source.line_span(start)
        first = bisect_left(self.items, start, key=_start)
        below = self.items[first : bisect_left(self.items, line.end, first, key=_start)]
        if not below or below[0].start != start:
            return self._line(line)
        end = max(item.end for item in below)
        return Span(start, end), tuple(item.route for item in below)

    def _after_gap(self, offset: int) -> int:
        """The first byte after a comment that is of no other; many comments share their gap."""
        if not self.gap.start <= offset < self.gap.end:
            found = _GAP.match(self.data, offset)
            assert found
            self.gap = Span(*found.span())
        return self.gap.end

    def _line(self, line: Span) -> tuple[Span, tuple[Route, ...]]:
        """A line and all of the fields of which a part stands on it."""
        start, end = line
        routes = []
        for item in self._touching(line):
            if line.start <= item.start and item.end <= line.end:
                routes.append(item.route)
            fields = item.node.value
            for field in fields.values() if isinstance(fields, dict) else ():
                # What `<<` takes over stands elsewhere.
                is_here = item.start <= field.key_start and field.end <= item.end
                if is_here and field.key_start < line.end and line.start < field.end:
                    start, end = min(start, field.key_start), max(end, field.end)
        return Span(start, end), tuple(routes)

    def _touching(self, line: Span) -> list[_Item]:
        """The items of which a part stands on a line; they follow each other, or are alike."""
        until = bisect_left(self.items, line.end, key=_start)
        found = []
        for number in range(until - 1, -1, -1):
            if self.items[number].end <= line.start:
                break
            found.append(self.items[number])
        return found[::-1]


def _items(root: Node) -> Iterator[_Item]:
    """The entries and records of a file, which may be nothing but a list of posts."""
    sections = root.value if isinstance(root.value, dict) else {"posts": root}
    for name in _LISTS:
        node = sections.get(name)
        for number, item in enumerate(node.value if node and isinstance(node.value, list) else ()):
            yield _Item(item.start, item.end, item, (name, number))


def _scalars(root: Node) -> Iterator[Span]:
    """The bytes of all texts, also of keys."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if node.key_end:
            yield Span(node.key_start, node.key_end)
        value = node.value
        if isinstance(value, str):
            yield Span(node.start, node.end)
        elif id(value) not in seen:  # aliases share what is below them
            seen.add(id(value))
            waiting += value.values() if isinstance(value, dict) else value


def _day(word: bytes) -> date | None:
    try:
        return date.fromisoformat(word.decode("ascii", "replace"))
    except ValueError:
        return None


def _week(word: str) -> Window | None:
    found = _WEEK.match(word.strip())
    if found is None:
        return None
    try:
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return Window(first, first + timedelta(days=7))
    except (ValueError, OverflowError):
        return None


def _silenced(calendar: Calendar, found: tuple[Suppression, ...], now: datetime | None) -> Calendar:
    """The calendar whose entries know what the comments above them silence, for plans."""
    zone = zone_of(calendar.timezone)
    of_file: dict[str, None] = {}
    of_entry: dict[Route, list[str]] = {}
    for it in found:
        if it.week is None and not has_expired(it, now, zone):
            if it.covers is None:
                of_file[it.rule] = None
            for route in it.routes:
                of_entry.setdefault(route, []).append(it.rule)
    if not of_file and not of_entry:
        return calendar

    def silenced(route: Route) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*of_file, *of_entry.get(route, ()))))

    posts: list[Post] = [it._replace(silenced=silenced(it.route)) for it in calendar.posts]
    slots: list[Slot] = [it._replace(silenced=silenced(it.route)) for it in calendar.slots]
    records: list[Record] = [it._replace(silenced=silenced(it.route)) for it in calendar.records]
    return calendar._replace(posts=tuple(posts), slots=tuple(slots), records=tuple(records))
