"""Posts under headings: `## Monday 09:00 UTC - X` with fields, a text or a list below."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from planner.imports.dates import parse_stamp
from planner.imports.names import meaning_of
from planner.imports.table import Cell, Row, Table
from planner.markdown.body import body_cells, is_field_of_text, text_cell
from planner.markdown.lines import Line, plain
from planner.markdown.when import Words, words_of, year_of
from planner.model import Span
from planner.vocabulary import channel_of, post_kind_of

_LABEL = re.compile(r"\s*(?:[-*+]\s+)?(?:\*\*|__)(?P<label>[^*_]+)(?:\*\*|__)\s*:?(?P<more>.*)\Z")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(?P<text>\S.*)\Z")
_ITEM_HEAD = re.compile(
    r"(?P<head>[^:]*(?:\d:\d\d[^:]*)*?)(?::\s+|\s+[-\u2013\u2014]\s+)(?P<more>\S.*)\Z"
)
_RULE = re.compile(r"\s{0,3}(?:-\s*){3,}\Z|\s{0,3}(?:\*\s*){3,}\Z|\s{0,3}(?:_\s*){3,}\Z")
_ON = re.compile(r"(?:on|for|via|auf|sur|en|su)\s+", re.IGNORECASE)
_FORMS = frozenset((
    "post", "posts", "reel", "reels", "story", "stories", "carousel", "short", "shorts", "thread",
    "article", "video", "live", "feed", "poll",
))  # fmt: skip
"""What may stand behind the name of a channel."""
_LABEL_LEVEL, _ITEM_LEVEL = 7, 8
_COMMON_WORDS = frozenset(
    ("x", "email", "e-mail", "mail", "newsletter", "blog", "medium", "threads", "li")
)
"""Names of channels that are ordinary words too: in a title they name none."""


class Section(NamedTuple):
    """A heading, label or list item that may begin an entry, and the lines below it."""

    level: int
    title: str
    words: Words
    line: Line
    body: list[Line]
    parents: tuple["Section", ...]


def sections_of(lines: Sequence[Line]) -> list[Section]:
    """The sections of a file, each with those that it stands in; a rule ends what is below one."""
    found: list[Section] = []
    stack: list[Section] = []
    ruled = False
    for line in lines:
        opened = _opened(line, stack)
        if opened is None:
            ruled = ruled or (not line.code and bool(_RULE.match(line.text)))
            if stack and not ruled:
                stack[-1].body.append(line)
            continue
        ruled = False
        level, title, more = opened
        while stack and stack[-1].level >= level:
            stack.pop()
        first = [line._replace(text=more)] if more.strip() else []
        section = Section(level, title, words_of(title), line, first, tuple(stack))
        found.append(section)
        stack.append(section)
    return found


def _opened(line: Line, stack: Sequence[Section]) -> tuple[int, str, str] | None:
    """The level and title of the section that a line begins, and what else is on the line."""
    if line.code or line.fence:
        return None
    if line.heading:
        level, title = line.heading
        return level, plain(title), ""
    label = _LABEL.match(line.text)
    if label and words_of(label["label"]).tells_when:
        title, more = plain(label["label"].rstrip(": ")), label["more"].lstrip(" :-\u2013\u2014")
        head = _ITEM_HEAD.match(more)
        if head and _channel(plain(head["head"])):
            title, more = f"{title} - {plain(head['head'])}", head["more"]
        words = words_of(label["label"])
        is_item = _ITEM.match(line.text) and more and not (words.date or words.day or words.weekday)
        return (_ITEM_LEVEL if is_item else _LABEL_LEVEL), title, more
    item = _ITEM.match(line.text)
    dated = any(section.words.tells_when for section in stack if section.level < _LABEL_LEVEL)
    return _opened_item(item["text"], dated) if item else None


def _opened_item(text: str, dated: bool) -> tuple[int, str, str] | None:
    match = _ITEM_HEAD.match(text)
    if match is None:
        return None
    head = plain(match["head"])
    words = words_of(head)
    named = any(_channel(piece) for piece in words.rest)
    if words.date or (dated and (words.time or named)):
        return _ITEM_LEVEL, head, match["more"]
    return None


def heading_table(sections: Sequence[Section]) -> Table | None:
    """The entries that stand under headings, or None when there are none."""
    inner: dict[Span, list[Section]] = {}
    for section in sections:
        for parent in section.parents:
            inner.setdefault(parent.line.span, []).append(section)
    made = (_row(section, inner.get(section.line.span, [])) for section in sections)
    rows = [row for row in made if row is not None]
    columns = dict.fromkeys(name for row in rows for name in row.cells)
    return Table(tuple(columns), tuple(rows)) if rows else None


def _row(section: Section, inner: Sequence[Section]) -> Row | None:
    """The entry of a section, None when entries stand inside it or nothing is said."""
    if not _is_entry(section) or any(map(_is_entry, inner)):
        return None
    chain = (*section.parents, section)
    cells = body_cells(section.body) | _inner_cells(inner)
    title = title_cells(chain)
    if not cells and "title" not in title and "kind" not in title:
        return None
    return Row(context_cells(chain) | title | cells, section.line.span)


def _is_entry(section: Section) -> bool:
    """Whether a section tells when, or names a channel inside one that does."""
    if section.words.tells_when or _has_date_field(section):
        return True
    dated = any(parent.words.tells_when for parent in section.parents)
    return dated and any(_channel(piece) for piece in section.words.rest)


def _has_date_field(section: Section) -> bool:
    """Whether a field below a heading tells when: `**Date:** 2026-11-23`."""
    if section.level >= _LABEL_LEVEL or not any(":" in line.text for line in section.body):
        return False
    cells = body_cells(section.body)
    return any(
        meaning_of(name).field == "when" and parse_stamp(str(cell.value))
        for name, cell in cells.items()
    )


def _inner_cells(inner: Sequence[Section]) -> dict[str, Cell]:
    """Headings below an entry are names of fields: `### Caption`."""
    cells: dict[str, Cell] = {}
    for section in inner:
        cell = text_cell(section.body)
        if cell is not None:
            cells["Text" if is_field_of_text(section.title) else section.title] = cell
    return cells


def context_cells(chain: Sequence[Section]) -> dict[str, Cell]:
    """What the headings of an entry say of its time, the innermost first."""
    found: dict[str, Cell] = {}
    for section in reversed(chain):
        for name, value in section.words.times():
            found.setdefault(name, Cell(value, section.line.span))
        year = year_of(section.title)
        if year:
            found.setdefault("year", Cell(year, section.line.span))
    if "date" in found or "day" in found:
        found.pop("week", None)
    if "date" in found:
        found.pop("day", None)
    return found


def title_cells(chain: Sequence[Section]) -> dict[str, Cell]:
    """The channel, the kind and the title in the headings of an entry."""
    found: dict[str, Cell] = {}
    for section in reversed(chain):
        span = section.line.span
        own = section is chain[-1]
        titles = []
        for piece in section.words.rest:
            if _channel(piece):
                found.setdefault("channel", Cell(_channel_piece(piece), span))
            elif own and post_kind_of(piece):
                found.setdefault("kind", Cell(piece, span))
            else:
                titles.append(piece)
        if own and titles:
            found["title"] = Cell(" - ".join(titles), span)
    return found


def _channel(piece: str) -> str | None:
    """The channel that a whole piece of a heading names: `LinkedIn`, `on LinkedIn`, `IG Reel`."""
    named = _channel_piece(piece)
    return channel_of(named) if named else None


def _channel_piece(piece: str) -> str | None:
    """The words for a channel in a piece, without a preposition and the form of the post."""
    bare = _ON.sub("", piece)
    word, _, rest = bare.partition(" ")
    if channel_of(bare):
        return bare
    return word if rest.casefold() in _FORMS and channel_of(word) else None


def title_channel(sections: Sequence[Section]) -> Cell | None:
    """The only channel that the title of the file names."""
    for section in sections:
        if section.level == 1:
            words = re.findall(r"[^\W_][\w/+-]*", section.title)
            named = {name for word in words if (name := _title_word(word))}
            return Cell(named.pop(), section.line.span) if len(named) == 1 else None
    return None


def _title_word(word: str) -> str | None:
    return None if word.casefold() in _COMMON_WORDS else channel_of(word)
