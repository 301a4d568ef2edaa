"""Edits of bytes, and the lines they stand in."""

import pytest

from planner.yaml_edit.edits import Edit, apply, line_end_of, line_start, lines_at, next_line


def test_edits_replace_bytes_and_leave_the_others() -> None:
    """In whatever order they are given."""
    edits = [Edit(6, 9, b"C"), Edit(0, 1, b"AA"), Edit(3, 3, b"!")]
    assert apply(b"a b c d e", edits) == b"AA b! c C"
    assert apply(b"a b c d e", [], 2, 5) == b"b c"


def test_what_is_put_in_at_one_place_keeps_its_order() -> None:
    """Before anything that is replaced from there on."""
    edits = [Edit(1, 2, b"x"), Edit(1, 1, b"1"), Edit(1, 1, b"2")]
    assert apply(b"abc", edits) == b"a12xc"


def test_two_edits_cannot_have_the_same_bytes() -> None:
    """That would be a mistake of ours."""
    with pytest.raises(ValueError, match="byte 1"):
        apply(b"abc", [Edit(0, 2, b""), Edit(1, 3, b"")])


def test_lines_end_as_the_others_do() -> None:
    """In a file that ends without a line end, the last one has none either."""
    assert (
        apply(b"a\r\nb\r\n", [lines_at(b"a\r\nb\r\n", 3, [b"x", b"y"])]) == b"a\r\nx\r\ny\r\nb\r\n"
    )
    assert apply(b"a\nb", [lines_at(b"a\nb", 3, [b"x", b"y"])]) == b"a\nb\nx\ny"
    assert apply(b"a", [lines_at(b"a", 1, [b"x"])]) == b"a\nx"


def test_lines_begin_after_any_line_end_and_the_mark_at_the_start() -> None:
    """Of Windows, Unix and old Macs."""
    data = b"\xef\xbb\xbfa\rb\r\nc\nd"
    assert [line_start(data, at) for at in (3, 4, 5, 8, 10)] == [3, 3, 5, 8, 10]
    assert [next_line(data, at) for at in (3, 5, 8, 10)] == [5, 8, 10, 11]
    assert (line_end_of(data), line_end_of(data, 5), line_end_of(b"")) == (b"\r", b"\r\n", b"\n")
