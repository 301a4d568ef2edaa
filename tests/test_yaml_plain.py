"""Reading plain YAML by lines gives what the parser gives, or leaves the file to it."""

import os
from typing import Any

import pytest
from helpers import CHECKOUT
from hypothesis import given
from hypothesis import strategies as st

from planner import resources
from planner.rulebook import Rulebook
from planner.yaml_plain import read_plain
from planner.yaml_tree import Node, parse_events

EXAMPLES = [
    example.calendar.encode() for rule in Rulebook().rules() for example in (*rule.good, *rule.bad)
]
SAMPLES = [
    resources.read_bytes(path)
    for folder in ("sample_calendars", "rules")
    for path in resources.list_files(folder, ".yaml")
]
PLAIN = {
    "a mapping": "name: Rosa\ntimezone: UTC\n",
    "a list of posts": "posts:\n  - at: 2026-11-23 09:00\n    kind: promo\n  - kind: value\n",
    "a list in the column of its key": "posts:\n- kind: a\n  tags:\n  - x\n  text: b\nslots: c\n",
    "a list at the top": "- kind: a\n- kind: b\n",
    "words in a list": "domains:\n  - a.example\n  - 'b'\n  - \"c\"\n",
    "nothing after a key": "posts:\nslots:\n  - by:\n    at: x\n",
    "comments": "# one\nname: Rosa   # two\n\n  # three\nposts:  # four\n  - text: 'a # b'\n",
    "quotes": """a: "b: c # d"\nb: 'it''s'\nc: "x \\"y\\" \\n \\\\ \\/"\nd: ''\ne: ""\n""",
    "signs inside a text": "a: b:c#d, [e] {f} & * ! | > ' \" % @ `\n",
    "brackets": "posts: [{at: 2026-11-23 09:00, tags: [a, 'b', \"c\"]}, {}, []]\n",
    "brackets over lines": "posts: [\n  {at: 1,  # one\n   kind: a},\n{kind:\n b}\n]\n",
    "a text in lines": "a:\n  text: |\n    One\n\n     two\n    three\n\n  b: |-\n    x\n",
    "a folded text": "text: >\n  One\n  two\n\n  three\nb: >-\n  x\n",
    "other letters": "name: Zoë ☕\ntext: \"😀: naïve\"\ntags: [ö, 'ü']\nnote: |\n  ñ\n",
    "no end of the last line": "name: Rosa\nposts:\n  - text: a",
    "a document of its own": "---\nname: Rosa\n",
}
OTHERWISE = {
    "an anchor": "a: &b c\n",
    "an alias": "a: *b\n",
    "a tag": "a: !b c\n",
    "a key twice": "a: b\na: c\n",
    "a key twice in brackets": "a: {b: c, b: d}\n",
    "a key that means null": "null: a\n",
    "a text over lines": "a: b\n  c\n",
    "a colon in a text": "a: b: c\n",
    "a quote that is not closed": 'a: "b\n',
    "a tab": "a:\tb\n",
    "ends of lines of Windows": "a: b\r\n",
    "a separator of lines": "a: b\u2028c\n",
    "a second document": "a: b\n---\nc: d\n",
    "an end of the document": "a: b\n...\n",
    "a wrong column": "a:\n  b: c\n d: e\n",
    "a list in a list": "a:\n  - - b\n",
    "a block of text that begins blank": "a: |\n\n  b\n",
    "a single value": "a\n",
    "nothing at all": "",
    "brackets at the top": "{a: b}\n",
}
FRAGMENTS = (
    ": ", ":", " #", "#", "- ", "-", '"', "'", "|\n", ">-\n", "\n", " ", "  ", "{", "}", "[", "]",
    ",", "?", "&a ", "*a", "!x ", "null", "~", "---\n", "...\n", "\t", "\\n", "\\", "%", "@", "é",
    "\u2028", "\x85", "<<: x\n", "''", '""', "a: b", "\n\n", "\n  ", "\n    ", "a:\n", "\r\n",
)  # fmt: skip


def told(node: Node) -> tuple[Any, ...]:
    """All that there is to a tree."""
    value: Any = node.value
    if isinstance(value, list):
        value = [told(item) for item in value]
    elif isinstance(value, dict):
        value = [(key, told(item)) for key, item in value.items()]
    return node.start, node.end, node.key_start, node.key_end, node.plain, value


def agree(data: bytes) -> bool:
    """Whether a file is read here; if so, the parser has to read it alike and without trouble."""
    found = read_plain(data)
    if found is None:
        return False
    expected, troubles = parse_events(data)
    assert expected is not None, data
    assert (told(found), []) == (told(expected), troubles), data
    return True


@pytest.mark.parametrize("name", PLAIN)
def test_plain_forms_are_read_without_the_parser(name: str) -> None:
    """And as the parser reads them, with every place."""
    assert agree(PLAIN[name].encode())


@pytest.mark.parametrize("name", OTHERWISE)
def test_other_forms_are_left_to_the_parser(name: str) -> None:
    """As are mistakes, which it explains."""
    assert read_plain(OTHERWISE[name].encode()) is None


def test_bytes_that_are_no_text_are_left_to_the_parser() -> None:
    """It says where they are."""
    assert read_plain(b"a: \xff\n") is None


def test_samples_and_rules_are_read_alike() -> None:
    """Nearly all of them without the parser."""
    read = [agree(data) for data in (*SAMPLES, *EXAMPLES)]
    assert sum(read) > 0.9 * len(read)


def test_no_line_takes_long() -> None:
    """Whatever somebody repeats in it."""
    for part in (" ", "a ", "a: ", '"', "'", "{", "[", "#", " #", ":", "- ", "\\n", "{a: [", "''"):
        for start in ("", "a: ", "a: 'b", 'a: "b', "- ", "a: [b, "):
            agree((start + part * 5000 + "%\n").encode())


@st.composite
def edited(draw: st.DrawFn) -> bytes:
    """A piece of an example with a few things put in, left out or repeated."""
    lines = draw(st.sampled_from(EXAMPLES)).decode().splitlines(keepends=True)
    first = draw(st.integers(0, len(lines) - 1))
    text = "".join(lines[first : first + draw(st.integers(1, 12))])
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        end = draw(st.integers(at, min(len(text), at + 3)))
        text = text[:at] + draw(st.sampled_from(FRAGMENTS)) + text[end:]
    return text.encode()


@given(edited())
def test_edited_examples_are_read_alike(data: bytes) -> None:
    """Or left to the parser."""
    agree(data)


@given(st.lists(st.sampled_from((*FRAGMENTS, "a", "b: ", "1")), max_size=12).map("".join))
def test_anything_is_read_alike(text: str) -> None:
    """Or left to the parser."""
    agree(text.encode())


def test_the_samples_lie_where_they_are_looked_for() -> None:
    """So that the tests above have something to read."""
    assert os.path.isdir(os.path.join(CHECKOUT, "sample_calendars"))
    assert len(SAMPLES) > 100
    assert len(EXAMPLES) > 500
