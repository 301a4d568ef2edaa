"""From the bytes of a YAML file to text its parser takes, with the byte of every character."""

import codecs
import re
from array import array
from collections.abc import Sequence
from itertools import accumulate, compress
from typing import NamedTuple

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_LINE_ENDS = re.compile(rb"\r\n?|\n")
_BROKEN = re.compile("[\udc80-\udcff]+")
_NOT_ALLOWED = re.compile(
    "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_ODD_BREAKS = "\x85\u2028\u2029"
_LEAD_BYTES = b"\1" * 0x80 + b"\0" * 0x40 + b"\1" * 0x40
"""For every byte, whether a character begins with it."""


class Complaint(NamedTuple):
    """Something wrong with the bytes from `start` to `end`; `name` is one of `NOTICES`."""

    message: str
    start: int
    end: int
    name: str = "bad-encoding"


class Text(NamedTuple):
    """A file as characters.

    `stream` is what the parser reads, in UTF-8; `offsets[index]` is the byte of the file at
    which a character of it starts, with one more for the end. `restore` turns stand-ins in
    values back.
    """

    stream: bytes
    offsets: Sequence[int]
    restore: dict[int, str]
    complaints: tuple[Complaint, ...]

    def content(self) -> str:
        """The characters of the stream; made anew each time, as hardly anybody needs them."""
        return self.stream.decode()


def read_text(data: bytes) -> Text | Complaint:
    """The text of a file; a complaint when the bytes are no text that could be read at all."""
    start = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            return Complaint(f"This file is written in {name}. Save it as UTF-8.", 0, len(mark))
    zero = data.find(b"\0")
    if zero >= 0:
        message = (
            f"This is no text file: it has zero bytes, the first in line {line_of(data, zero)}. "
            "Save the calendar as text in UTF-8."
        )
        return Complaint(message, zero, zero + 1)
    stream = data[start:]
    try:
        content = stream.decode()
    except UnicodeDecodeError:
        return _damaged_text(data, start)
    if len(content) == len(stream):
        return Text(stream, range(start, len(data) + 1), {}, ())
    odd = [character for character in _ODD_BREAKS if character in content]
    del content
    return _with_stand_ins(Text(stream, _offsets(data, start), {}, ()), odd)


def line_of(data: bytes, offset: int) -> int:
    """The number of the line, from 1, in which a byte stands."""
    return 1 + sum(1 for _ in _LINE_ENDS.finditer(data, 0, offset))


def without_control_characters(text: Text) -> Text:
    """The text with U+FFFD for characters that YAML forbids, and a complaint about the first."""
    content = text.content()
    found = _NOT_ALLOWED.search(content)
    if found is None:
        return text
    start, end = text.offsets[found.start()], text.offsets[found.end()]
    count = len(_NOT_ALLOWED.findall(content))
    others = f" ({count} of them in the file)" if count > 1 else ""
    message = (
        f"An invisible control character (U+{ord(found[0]):04X}) stands here{others}. "
        "Delete it; YAML does not allow it."
    )
    complaints = (*text.complaints, Complaint(message, start, end, "syntax"))
    stream = _NOT_ALLOWED.sub("\ufffd", content).encode()
    return text._replace(stream=stream, complaints=complaints)


def _offsets(data: bytes, start: int) -> Sequence[int]:
    leads = memoryview(data.translate(_LEAD_BYTES))[start:]
    found = array("I", compress(range(start, len(data)), leads))
    found.append(len(data))
    return found


def _damaged_text(data: bytes, start: int) -> Text:
    """Text with U+FFFD for each byte that is not UTF-8, so that the rest can be read."""
    damaged = data[start:].decode(errors="surrogateescape")
    sizes = (len(character.encode(errors="surrogateescape")) for character in damaged)
    offsets = array("I", accumulate(sizes, initial=start))
    found = _BROKEN.search(damaged)
    assert found
    first, end = offsets[found.start()], offsets[found.end()]
    message = (
        f"Byte {data[first]:02X} (hex) in line {line_of(data, first)}, "
        f"{first + 1} bytes into the file, is not UTF-8. Save the file as UTF-8."
    )
    content = _BROKEN.sub(lambda match: "\ufffd" * len(match[0]), damaged)
    odd = [character for character in _ODD_BREAKS if character in content]
    complaint = Complaint(message, first, end)
    return _with_stand_ins(Text(content.encode(), offsets, {}, (complaint,)), odd)


def _with_stand_ins(text: Text, odd: list[str]) -> Text:
    """YAML 1.2 breaks lines only at CR and LF; libyaml must not see the other breaks."""
    if not odd:
        return text
    content = text.content()
    private = (chr(code) for code in range(0xE000, 0xF900))
    free = (character for character in private if character not in content)
    pairs = dict(zip(odd, free, strict=False))
    stream = content.translate({ord(old): new for old, new in pairs.items()}).encode()
    return text._replace(stream=stream, restore={ord(new): old for old, new in pairs.items()})
