"""The tree of a YAML file: what scalars mean, where everything stands, and what is refused."""

import math
import subprocess
import sys
import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.yaml_tree import ORPHANS, Node, parse


def tree(text: str) -> Node:
    """The tree of a text that has no troubles."""
    root, troubles = parse(text.encode())
    assert not troubles
    assert root is not None
    return root


def troubles_of(text: str | bytes) -> list[tuple[str, bytes]]:
    """The names of all troubles and the bytes they point at."""
    data = text if isinstance(text, bytes) else text.encode()
    return [(name, data[span.start : span.end]) for name, _, span in parse(data)[1]]


def message_of(text: str) -> str:
    """The message of the only trouble."""
    ((_, message, _),) = parse(text.encode())[1]
    return message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("null", None), ("~", None), ("", None), ("true", True), ("FALSE", False),
        ("no", "no"), ("on", "on"), ("y", "y"), ("12:30", "12:30"), ("2026-11-23", "2026-11-23"),
        ("2026-11-23 09:00", "2026-11-23 09:00"), ("12", 12), ("-3", -3), ("007", 7),
        ("0x1F", 31), ("0o17", 15), ("1_000", "1_000"), ("1e3", 1000.0), (".5", 0.5),
        ("1.", 1.0), (".inf", math.inf), ("-.INF", -math.inf), ("'12'", "12"), ('"true"', "true"),
        ("!!str 12", "12"), ("!!python/name:os.system x", "x"), ("nothing", "nothing"),
    ],
)  # fmt: skip
def test_scalars_mean_what_the_core_schema_says(written: str, meant: object) -> None:
    """Only null, booleans, integers and floats of YAML 1.2 are more than text."""
    node = tree(f"a: {written}\nb: 1\n").at(("a",))
    assert node is not None
    assert node.scalar() == meant
    assert type(node.scalar()) is type(meant)


def test_a_number_that_is_not_one_is_nan() -> None:
    """`.nan` is the only value that is not equal to itself."""
    node = tree("[.nan]").at((0,))
    assert node is not None
    assert math.isnan(float(str(node.scalar())))


def test_a_list_or_mapping_has_no_scalar() -> None:
    """`scalar` of what is none is None, `data` gives plain values of everything."""
    root = tree("a: [1, {b: no}]\n")
    assert root.scalar() is None
    assert root.data() == {"a": [1, {"b": "no"}]}


def test_routes_that_lead_nowhere_give_none() -> None:
    """Wrong keys, positions and steps into scalars."""
    root = tree("a: [x]\n")
    assert root.at(()) is root
    for route in (("b",), ("a", 1), ("a", -1), ("a", "x"), ("a", 0, "x"), (0,)):
        assert root.at(route) is None


POSITIONS = """\
# a comment with an emoji 🎉
posts:
  - text: "Grüße 👩‍👩‍👧 an alle"   # ends here
    note: 'it''s'
    tags: [ä, {b: c}]
    empty:
    why: plain text over
      two lines
  - text: |
      folded
      block

    link: https://example.org/ü
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_positions_are_bytes(line_end: str, start: bytes) -> None:
    """Whatever stands before: a byte order mark, emoji, any line end."""
    data = start + POSITIONS.replace("\n", line_end).encode()
    root, troubles = parse(data)
    assert root
    assert not troubles

    def at(*route: str | int) -> str:
        node = root.at(route) if root else None
        assert node
        return data[node.start : node.end].decode().replace(line_end, "\n")

    assert at("posts", 0, "text") == '"Grüße 👩‍👩‍👧 an alle"'
    assert at("posts", 0, "note") == "'it''s'"
    assert at("posts", 0, "tags") == "[ä, {b: c}]"
    assert at("posts", 0, "tags", 1, "b") == "c"
    assert at("posts", 0, "empty") == ""
    assert at("posts", 0, "why") == "plain text over\n      two lines"
    assert at("posts", 1, "text") == "|\n      folded\n      block"
    assert at("posts", 1, "link") == "https://example.org/ü"
    assert at("posts", 1).startswith("text: |")
    assert at("posts", 1).endswith("ü")
    assert at().endswith("ü")
    node = root.at(("posts", 1, "link"))
    assert node
    assert data[node.key_start : node.key_end] == b"link"


def test_other_line_breaks_of_unicode_are_text() -> None:
    """YAML 1.2 breaks lines at CR and LF only; the others stay in the text."""
    text = "a: one\u2028two\u0085three\u2029four\nb: \ue000x\n"
    root = tree(text)
    assert root.data() == {"a": "one\u2028two\u0085three\u2029four", "b": "\ue000x"}
    node = root.at(("b",))
    assert node
    assert text.encode()[node.start : node.end].decode() == "\ue000x"


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters='\\"')),
        min_size=1, max_size=5,
    ),
    st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_positions_slice_back_to_the_source(words: list[str], line_end: str) -> None:
    """The bytes of a quoted scalar are the scalar as written."""
    data = "".join(f'- k: "{word}"{line_end}' for word in words).encode()
    root, troubles = parse(data)
    assert root
    assert not troubles
    for number, word in enumerate(words):
        node = root.at((number, "k"))
        assert node
        assert node.value == word
        assert data[node.start : node.end].decode() == f'"{word}"'


YAML_PIECES = ["a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", '"', "'", "&a ", "*a", "<<: ", "|",
               "? ", "#", "---\n", "...", "!!str ", "%", "@", "\t", "\r", "é", "🎉", "\x07", ",",
               "\u2028", "\ufeff", "\\x"]  # fmt: skip


@given(st.one_of(st.binary(max_size=80), st.lists(st.sampled_from(YAML_PIECES), max_size=30)))
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_it_raise(parts: bytes | list[str]) -> None:
    """Any bytes give a tree or troubles, with positions inside the file."""
    data = parts if isinstance(parts, bytes) else "".join(parts).encode()
    root, troubles = parse(data)
    for trouble in troubles:
        assert 0 <= trouble.span.start <= trouble.span.end <= len(data)
        assert trouble.message.endswith((".", "`"))
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        assert 0 <= node.start <= node.end <= len(data)
        value = node.value
        if not isinstance(value, str):
            waiting += value if isinstance(value, list) else value.values()


@pytest.mark.parametrize("empty", ["", "\n", "# only a comment\n", "---\n", "~\n", "\ufeff"])
def test_an_empty_document_is_none(empty: str) -> None:
    """Nothing to read is not an error here."""
    assert parse(empty.encode()) == (None, [])


@pytest.mark.parametrize(
    ("text", "hint", "place"),
    [
        ("b: 1\na: @ana\n", "quotes", b"@ana"),
        ("b: 1\na: `x`\n", "quotes", b"`x`"),
        ("b: 1\na: %5\n", "quotes", b"%5"),
        ("b: 1\na: *bold* x\n", "quotes", b"*bold* x"),
        ("b: 1\na: Read this: now\n", "quotes", b"Read this: now"),
        ('b: 1\na: "x" y\n', "closing quotation mark", b"y"),
        ('b: 1\na: "x\n', "never closed", b'"x'),
        ("b: 1\na: [x, y\nc: 2\n", "not closed", b"[x, y"),
        ("b: 1\na:\n\tc: 2\n", "tab", b"\t"),
        ("b: 1\na:\n  c: 2\n d: 3\n", "Indent", b"d: 3"),
        ("b: 1\nlonely\nc: 2\n", "stands alone", b"lonely"),
        ('b: 1\na: "\\d"\n', "backslash", b"\\d"),
        ("b: 1\na: - x\n", "list cannot begin here", b"- x"),
    ],
)
def test_syntax_errors_say_what_to_do(text: str, hint: str, place: bytes) -> None:
    """One trouble with a hint at the right bytes; what was complete before is kept."""
    assert troubles_of(text) == [("syntax", place)]
    assert hint in message_of(text)
    root = parse(text.encode())[0]
    assert root
    assert root.data()["b"] == 1
    assert root.at(("a",)) is None or text.startswith(("b: 1\na: [", "b: 1\na:\n  c"))


def test_posts_before_an_error_are_read() -> None:
    """Two whole items and what was complete of the third."""
    root, troubles = parse(b"posts:\n  - a: 1\n  - a: 2\n  - a: 3\n    b: @x\n  - a: 4\n")
    assert root
    assert root.data() == {"posts": [{"a": 1}, {"a": 2}, {"a": 3}]}
    assert len(troubles) == 1


def test_a_list_after_a_mapping_is_kept_apart() -> None:
    """It was meant to have a key; the key is empty, and the error says so."""
    text = "zone: é\n\n- a: 1\n- a: ü\n"
    root, troubles = parse(text.encode())
    assert root
    assert root.data() == {"zone": "é", ORPHANS: [{"a": 1}, {"a": "ü"}]}
    node = root.at((ORPHANS, 1, "a"))
    assert node
    assert text.encode()[node.start : node.end].decode() == "ü"
    assert [trouble.name for trouble in troubles] == ["syntax"]


def test_the_first_of_two_equal_keys_counts() -> None:
    """The second is an error that names the line of the first."""
    text = "a: 1\nb: 2\na: {c: 3}\n"
    root, _ = parse(text.encode())
    assert root
    assert root.data() == {"a": 1, "b": 2}
    assert troubles_of(text) == [("duplicate-key", b"a")]
    assert "line 1" in message_of(text)


@pytest.mark.parametrize(
    "text", ["? [a]\n: 1\n", "{a: b}: 1\n", "~: 1\n", "null: 1\n", "? \n: 1\n"]
)
def test_keys_are_texts(text: str) -> None:
    """Lists, groups and null are no names of fields."""
    root, troubles = parse(f"{text}b: 2\n".encode())
    assert root
    assert root.data() == {"b": 2}
    assert [trouble.name for trouble in troubles] == ["syntax"]


def test_a_second_document_is_an_error_but_an_empty_one_is_not() -> None:
    """A line too many at the end does no harm."""
    assert troubles_of("a: 1\n---\n") == []
    assert troubles_of("a: 1\n---\nb: 2\n") == [("syntax", b"---")]
    root, _ = parse(b"---\n---\nb: 2\n")
    assert root
    assert root.data() == {"b": 2}


def test_aliases_and_merge_keys_work() -> None:
    """An alias has its own place; own fields come before merged ones."""
    text = "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: *a\nd: {<<: [{x: 5}, *a]}\n"
    root = tree(text)
    plain = {"x": 1, "y": 2}
    assert root.data() == {"a": plain, "b": {"x": 1, "y": 3}, "c": plain, "d": {"x": 5, "y": 2}}
    node = root.at(("c",))
    assert node
    assert text[node.start : node.end] == "*a"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a: *nowhere\n", "syntax"),
        ("a: &a [*a]\n", "cannot-judge"),
        ("a: &a {<<: *a}\n", "cannot-judge"),
        ("a: {<<: 5}\n", "syntax"),
        ("a: {<<: *nowhere}\n", "syntax"),
        ("a: !Wow great\n", "syntax"),
    ],
)
def test_odd_aliases_merges_and_tags_are_reported(text: str, name: str) -> None:
    """Each is one trouble, and reading goes on."""
    root, troubles = parse(f"{text}b: 2\n".encode())
    assert root
    assert root.data()["b"] == 2
    assert [trouble.name for trouble in troubles] == [name]


def test_aliases_are_capped() -> None:
    """Ten lists of ten aliases each would be ten thousand million values."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11)]
    root, troubles = parse("\n".join(lines).encode())
    assert root
    assert [trouble.name for trouble in troubles] == ["cannot-judge"]
    assert len(str(root.data())) < 200_000


def test_aliases_do_not_deepen_without_end() -> None:
    """Each alias nests the one before: refused before Python's stack is."""
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [[[[[*a{n - 1}]]]]]" for n in range(1, 40)]
    root, troubles = parse("\n".join(lines).encode())
    assert root
    assert {trouble.name for trouble in troubles} == {"cannot-judge"}
    root.data()


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 100_000, "{" * 100_000, "- " * 100_000, "? " * 100_000, "[\n" * 100_000,
        "{a: " * 100_000, '"' + "a\n" * 300_000, "a: 1\n" * 50_000, "&a " * 50_000,
        "".join(f"k{n}: 1\n" for n in range(20_000)) * 2,
    ],
)  # fmt: skip
def test_hostile_files_are_read_in_time(hostile: str) -> None:
    """No depth, width or repetition takes more than two seconds."""
    began = time.perf_counter()
    assert parse(hostile.encode())[1]
    assert time.perf_counter() - began < 2


def test_nesting_has_a_limit() -> None:
    """64 levels are read, 65 are not."""
    assert troubles_of("[" * 64 + "]" * 64) == []
    assert troubles_of("[" * 65 + "]" * 65) == [("cannot-judge", b"[")]


def test_other_encodings_are_named() -> None:
    """UTF-16 and UTF-32 by their marks, binary by zero bytes, others by the first wrong byte."""
    for encoding in ("utf-16", "utf-32"):
        ((name, message, _),) = parse("a: b".encode(encoding))[1]
        assert name == "bad-encoding"
        assert encoding.upper() in message
    assert troubles_of(b"a: \0\n") == [("bad-encoding", b"\0")]
    root, troubles = parse(b"a: 1\nb: caf\xe9\nc: \xc3\xa9\n")
    assert root
    assert root.data() == {"a": 1, "b": "caf\ufffd", "c": "é"}
    assert "line 2" in troubles[0].message
    node = root.at(("c",))
    assert node
    assert (node.start, node.end) == (16, 18)


def test_control_characters_are_reported_and_the_rest_is_read() -> None:
    """Libyaml refuses the whole file; planner names the place and reads on."""
    assert troubles_of("a: é\x07\nb: 2\n") == [("syntax", b"\x07")]
    root, _ = parse("a: é\x07\nb: 2\n".encode())
    assert root
    assert root.data() == {"a": "é\ufffd", "b": 2}


def test_it_reads_the_same_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser gives the same tree and the same positions."""

    def shape(node: Node) -> Any:
        if isinstance(node.value, list):
            return [node.start, [shape(child) for child in node.value]]
        if isinstance(node.value, dict):
            return [node.start, {key: shape(child) for key, child in node.value.items()}]
        return [node.start, node.end, node.value, node.plain, node.key_start]

    with_libyaml = shape(tree(POSITIONS))
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert shape(tree(POSITIONS)) == with_libyaml
    assert troubles_of('a: "\\UFFFFFFFF"\n')[0][0] == "syntax"
    assert troubles_of("a: @x\n") == [("syntax", b"@x")]


def test_importing_it_is_light() -> None:
    """The module loads nothing that costs a start-up."""
    heavy = ["dataclasses", "pathlib", "yaml", "logging", "inspect", "dateutil"]
    code = f"import sys, planner.yaml_tree; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
