"""YAML text for people: strings that stay strings in YAML 1.1 and 1.2, and comments at keys."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

Comments = Mapping[str, list[dict[str, str]]]
"""By the key of a list, for each of its items: comments by the key they stand beside."""

_ENDLESS = 1 << 30
_ESCAPED = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
"""Controls and line breaks that only some readers of YAML know or let through."""
_SHORT_BOOLEANS = ("y", "n")
"""Words that YAML 1.1 takes for true or false, though not all of its readers do."""
_NUMBER = r"[-+]?(0o[0-7]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)"
"""The numbers of YAML 1.2, some of which are none in YAML 1.1."""
_ITEM_INDENT = 4


def dump(document: Mapping[str, Any], comments: Comments) -> str:
    """The document in block style; lists of plain words stay on one line."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = _ENDLESS
    # Two posts of one day hold the same date; a person would write it twice.
    yaml.representer.ignore_aliases = lambda _value: True
    yaml.indent(mapping=2, sequence=4, offset=2)
    tree = _mapping(document)
    for key, items in comments.items():
        for item, told in zip(tree.get(key, ()), items, strict=False):
            for name, comment in told.items():
                before = len(f"{name}: {item[name]}")
                item.yaml_add_eol_comment(comment, name, column=_ITEM_INDENT + before + 2)
    stream = StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _node(value: Any) -> Any:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return _sequence(value)
    return value


def _mapping(value: Mapping[Any, Any]) -> "CommentedMap":
    from ruamel.yaml.comments import CommentedMap

    return CommentedMap((_node(key), _node(item)) for key, item in value.items())


def _sequence(value: "list[Any] | tuple[Any, ...]") -> "CommentedSeq":
    from ruamel.yaml.comments import CommentedSeq

    if not all(isinstance(item, str) and "\n" not in item for item in value):
        return CommentedSeq(map(_node, value))
    sequence = CommentedSeq(_string(item, inside_brackets=True) for item in value)
    sequence.fa.set_flow_style()
    return sequence


def _string(text: str, inside_brackets: bool = False) -> str:
    """The text in the plainest style that every reader takes for this very string."""
    from ruamel.yaml.scalarstring import (
        DoubleQuotedScalarString,
        LiteralScalarString,
        SingleQuotedScalarString,
    )

    style: Callable[[str], str] = str
    if re.search(_ESCAPED, text):
        style = DoubleQuotedScalarString
    elif "\n" in text:
        style = LiteralScalarString
    elif _needs_quotes(text) or (inside_brackets and any(mark in text for mark in "?,:")):
        quoted_inside = "'" not in text and ('"' in text or "\\" in text)
        style = SingleQuotedScalarString if quoted_inside else DoubleQuotedScalarString
    return style(text)


def _needs_quotes(text: str) -> bool:
    """Whether the bare text would be cut, refused or taken for a number, a date or a truth."""
    if not text or text != text.strip() or text.lower() in _SHORT_BOOLEANS:
        return True
    if text[0] in "-?:,[]{}#&*!|>'\"%@`=" or any(mark in text for mark in (": ", " #")):
        return True
    return text.endswith(":") or _is_other_than_text(text)


def _is_other_than_text(text: str) -> bool:
    """Whether YAML 1.1, which takes more words for something else, or 1.2 reads no string."""
    from yaml import ScalarNode
    from yaml.resolver import Resolver

    tag = Resolver().resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag != "tag:yaml.org,2002:str" or re.fullmatch(_NUMBER, text) is not None
