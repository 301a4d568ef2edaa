"""The bytes of a file of somebody else's program as UTF-8, in which places are counted."""

import codecs
from typing import NamedTuple

from planner.model import Finding, Span
from planner.notices import notice

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = "cp1252"


class Decoded(NamedTuple):
    """The content in UTF-8 from `start` on, and what was wrong with the bytes."""

    data: bytes
    start: int = 0
    findings: tuple[Finding, ...] = ()


def to_utf8(data: bytes) -> Decoded:
    """A file in UTF-8; other encodings where a mark at its start says which, or with a finding."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data, name)
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    if b"\0" in data:
        place = data.index(b"\0")
        message = "This is no text file: it has zero bytes. Save it as text in UTF-8."
        finding = notice("bad-encoding", message, Span(place, place + 1))
        return Decoded(data.replace(b"\0", b" "), start, (finding,))
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return _damaged(data, start, error.start)
    return Decoded(data, start)


def _marked(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    content = text.encode(errors="replace")
    place = content.find("\ufffd".encode())
    if place < 0 or "\ufffd".encode(name) in data:
        return Decoded(content)
    message = f"This file ends or breaks off in the middle of a character of {name.upper()}."
    return Decoded(content, 0, (notice("bad-encoding", message, Span(place, place + 3)),))


def _damaged(data: bytes, start: int, place: int) -> Decoded:
    """Text that is not UTF-8: with a few broken bytes, or in the encoding of old spreadsheets."""
    loose = data.decode(errors="surrogateescape")
    broken = sum("\udc80" <= character <= "\udcff" for character in loose)
    whole = sum(character > "\x7f" for character in loose) - broken
    what = f"Byte {data[place]:02X} (hex) is not UTF-8"
    if whole > broken:
        content = data.decode(errors="replace").encode()
        before = len(data[:place].decode(errors="replace").encode())
        name = "bad-encoding"
        message = f"{what}, like {broken - 1} more; they are shown as \ufffd. Save it as UTF-8."
    else:
        content = data.decode(_OLD, "replace").encode()
        before = len(data[:place].decode(_OLD, "replace").encode())
        name = "odd-encoding"
        message = (
            f"{what}. The file was read as Windows-1252, which spreadsheets often write; "
            "save it as CSV in UTF-8 to be sure of its letters."
        )
    return Decoded(content, start, (notice(name, message, Span(before, before + 1)),))
