"""Markdown as lines that know their bytes and whether they are code."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from planner.model import Span

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*\Z")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WRAPPED = re.compile(r"(\*{1,3}|_{1,3}|`)(?=\S)(.*?\S)\1\Z", re.DOTALL)


class Line(NamedTuple):
    """A line without its end; `code` tells those of fenced blocks, `fence` their first and last."""

    text: str
    span: Span
    code: bool = False
    fence: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()

    @property
    def heading(self) -> tuple[int, str] | None:
        """The level and the words of a heading, None for any other line."""
        match = None if self.code or self.fence else _HEADING.match(self.text)
        return (len(match[1]), match[2].strip()) if match else None


def lines_of(data: bytes, start: int = 0) -> list[Line]:
    """The lines from a byte on; those of comments are left out."""
    return list(_without_comments(_fenced(data, start)))


def _fenced(data: bytes, start: int) -> Iterator[Line]:
    opened = ""
    for raw in data[start:].split(b"\n"):
        span = Span(start, start + len(raw.rstrip(b"\r")))
        start += len(raw) + 1
        text = raw.rstrip(b"\r").decode("utf-8", "replace").removeprefix("\ufeff")
        match = _FENCE.match(text)
        if match and not opened:
            opened = match[1]
            yield Line(text, span, fence=True)
        elif match and match[1].startswith(opened) and not text.strip(" `~"):
            opened = ""
            yield Line(text, span, fence=True)
        else:
            yield Line(text, span, code=bool(opened))


def _without_comments(lines: Iterator[Line]) -> Iterator[Line]:
    inside = False
    for line in lines:
        starts = not line.code and line.text.lstrip().startswith("<!--")
        if not (inside or starts):
            yield line
        if inside or starts:
            inside = "-->" not in line.text


def plain(text: str) -> str:
    """What Markdown shows for a cell or a heading: no escapes, entities and outer emphasis."""
    text = text.strip()
    match = _WRAPPED.match(text)
    while match and match[1] not in match[2]:
        text = match[2]
        match = _WRAPPED.match(text)
    return unescaped(text).strip()


def unescaped(text: str) -> str:
    """A text as it is shown, with emphasis inside it left as it is written."""
    text = _BREAK.sub("\n", _AUTOLINK.sub(r"\1", text))
    parts = _ESCAPED.split(text)
    parts[::2] = map(html.unescape, parts[::2])
    return "".join(parts)
