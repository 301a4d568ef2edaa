"""The unified diff of two versions of a file, byte for byte."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

CONTEXT = 3
_NO_END = b"\n\\ No newline at end of file\n"
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")

Lines = list[bytes]


class _Change(NamedTuple):
    """Lines of the old version, half-open, and those of the new one in their place."""

    start: int
    end: int
    start_new: int
    end_new: int


class _Chain(NamedTuple):
    """A line by its numbers in both versions, and those before it in both."""

    number: int
    number_new: int
    before: "_Chain | None"


def unified(before: bytes, after: bytes, name: str) -> Iterator[bytes]:
    """The lines of a diff that `patch` understands; none when there is no difference.

    Not that of difflib, which takes lines that come often for no sign of likeness: in calendars,
    many do.
    """
    old, new = _LINE.findall(before), _LINE.findall(after)
    for number, hunk in enumerate(_hunks(list(_changes(old, new)))):
        if number == 0:
            yield f"--- {name}\n+++ {name}\n".encode()
        yield from _shown(hunk, old, new)


def _hunks(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Changes that are so near that what stands around them overlaps or touches."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.start - hunk[-1].end > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _shown(hunk: list[_Change], old: Lines, new: Lines) -> Iterator[bytes]:
    first, last = hunk[0], hunk[-1]
    above = min(CONTEXT, first.start)
    below = min(CONTEXT, len(old) - last.end)
    start, end = first.start - above, last.end + below
    ranges = _range(start, end), _range(first.start_new - above, last.end_new + below)
    yield f"@@ -{ranges[0]} +{ranges[1]} @@\n".encode()
    for change in hunk:
        yield from _marked(b" ", old[start : change.start])
        yield from _marked(b"-", old[change.start : change.end])
        yield from _marked(b"+", new[change.start_new : change.end_new])
        start = change.end
    yield from _marked(b" ", old[start:end])


def _range(start: int, end: int) -> str:
    """Where a part begins, counted from 1, and its number of lines."""
    length = end - start
    begin = start + 1 if length else start
    return str(begin) if length == 1 else f"{begin},{length}"


def _marked(mark: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + (line if line.endswith(b"\n") else line + _NO_END)


def _changes(old: Lines, new: Lines) -> Iterator[_Change]:
    """What differs, between lines that are there only once in both versions."""
    start = start_new = 0
    for number, number_new in [*_fixed_points(old, new), (len(old), len(new))]:
        parts = old[start:number], new[start_new:number_new]
        matcher = SequenceMatcher(None, *parts, autojunk=False)
        for tag, i, i_end, j, j_end in matcher.get_opcodes():
            if tag != "equal":
                yield _Change(start + i, start + i_end, start_new + j, start_new + j_end)
        start, start_new = number, number_new


def _fixed_points(old: Lines, new: Lines) -> list[tuple[int, int]]:
    """The most lines that come once in both versions, in the same order in both."""
    counts, counts_new = Counter(old), Counter(new)
    places = {line: number for number, line in enumerate(new) if counts_new[line] == 1}
    ends: list[int] = []
    chains: list[_Chain] = []
    for number, line in enumerate(old):
        if counts[line] == 1 and line in places:
            place = bisect_left(ends, places[line])
            before = chains[place - 1] if place else None
            ends[place : place + 1] = [places[line]]
            chains[place : place + 1] = [_Chain(number, places[line], before)]
    found = []
    chain = chains[-1] if chains else None
    while chain is not None:
        found.append((chain.number, chain.number_new))
        chain = chain.before
    return found[::-1]
