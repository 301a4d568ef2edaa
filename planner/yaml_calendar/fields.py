"""Readers of single fields: each takes a group, a key and a node, and checks the type.

Each gives None for an empty value, and for a wrong one after reporting it.
"""

from datetime import date

from planner.model import Media, Span
from planner.named import Any
from planner.patterns import Pattern
from planner.vocabulary import channel_of
from planner.yaml_calendar.context import Group, any_of
from planner.yaml_calendar.times import parse_day
from planner.yaml_tree import Node

_HASHTAG = Pattern(rb"[ \t]+(#[^\s#]+)")
_BLANKS = (b" ", b"\t")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
MEDIA = ("file", "url", "alt", "shows")
LINT = ("ignore", "reason")
WINDOW = ("from", "to")
ABOUT = ("us", "others", "community")
MAX_CHANNELS = 100
MAX_ID = 200
AUDIENCES = ("fan", "critic", "partner", "employee", "community")


def is_empty(node: Node) -> bool:
    """Whether a value is left out or null."""
    return node.plain and node.value in _NULLS


def text(group: Group, key: str, node: Node) -> str | None:
    """A text; numbers and the like are taken as they are written."""
    value = node.value
    if not isinstance(value, str):
        group.wrong(key, node, "write a text")
        return None
    if node.plain and group.context.may_cut:
        _report_cut(group, key, node)
    return None if node.plain and value in _NULLS else value


def _report_cut(group: Group, key: str, node: Node) -> None:
    """A hashtag after a text without quotes is a comment to YAML, and lost."""
    data, end = group.context.data, node.end
    if data[end : end + 1] not in _BLANKS:
        return
    found = _HASHTAG.match(data, end)
    if found:
        tag = found[1].decode("utf-8", "replace")
        message = (
            f"`{key}` of {group.what} ends before `{tag}`, because YAML takes the rest of the line "
            "for a comment. Put the text in quotes; or put a space after the # of a comment."
        )
        group.context.report("cut-text", message, Span(found.start(1), found.end(1)))


def word(group: Group, key: str, node: Node) -> str | None:
    """A text without white space around it, None when nothing is left."""
    value = text(group, key, node)
    return value.strip() or None if value is not None else None


def identifier(group: Group, key: str, node: Node) -> str | None:
    """The id of an entry."""
    value = word(group, key, node)
    if value is None or len(value) <= MAX_ID:
        return value
    group.wrong(key, node, f"write at most {MAX_ID} characters")
    return None


def boolean(group: Group, key: str, node: Node) -> bool | None:
    """True or false."""
    value = node.scalar()
    if isinstance(value, bool):
        return value
    if not is_empty(node):
        group.wrong(key, node, "write true or false")
    return None


def whole(group: Group, key: str, node: Node) -> int | None:
    """A whole number from 1."""
    value = node.scalar()
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if not is_empty(node):
        group.wrong(key, node, "write a whole number such as 500")
    return None


def count(group: Group, key: str, node: Node) -> int | None:
    """A whole number from 0."""
    value = node.scalar()
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if not is_empty(node):
        group.wrong(key, node, "write a whole number such as 2, or 0 for none")
    return None


def words(group: Group, key: str, node: Node) -> tuple[str, ...] | None:
    """A list of words, or one text with commas between them."""
    value = node.value
    if isinstance(value, str):
        if is_empty(node):
            return None
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, dict):
        group.wrong(key, node, "write a list of words")
        return None
    found = []
    for item in value:
        if not isinstance(item.value, str):
            group.wrong(key, item, "write a list of single words")
        elif not is_empty(item) and item.value.strip():
            found.append(item.value.strip())
    return tuple(found)


def channels(group: Group, key: str, node: Node) -> tuple[str, ...] | None:
    """Channels by their canonical names, each once."""
    context = group.context
    value = node.value if isinstance(node.value, str) else ""
    if value in context.channels_of:
        return context.channels_of[value]
    before = len(context.findings)
    found = words(group, key, node)
    if found is None:
        return None
    names = tuple(dict.fromkeys(channel_of(name) or name for name in found))
    if len(names) > MAX_CHANNELS:
        message = (
            f"{group.what.capitalize()} has {len(names)} channels; only {MAX_CHANNELS} are read."
        )
        context.report("cannot-judge", message, Span(node.start, node.end))
        names = names[:MAX_CHANNELS]
    declared = context.declared
    if declared:
        _check_declared(group, key, node, declared)
    if value not in _NULLS and len(context.findings) == before:
        context.channels_of[value] = names
    return names


def _check_declared(group: Group, key: str, node: Node, declared: tuple[str, ...]) -> None:
    items = node.value if isinstance(node.value, list) else [node]
    for item in items:
        parts = item.value.split(",") if isinstance(item.value, str) else ()
        for part in parts:
            name = part.strip()
            if name and (channel_of(name) or name) not in declared and not is_empty(item):
                wanted = f"the calendar's `channels` are {', '.join(declared)}"
                group.unknown(key, item, declared, wanted)
                break


def about(group: Group, key: str, node: Node) -> str | None:
    """Whom a post is about."""
    return _one_of(group, key, node, ABOUT)


def audience(group: Group, key: str, node: Node) -> str | None:
    """Whom a slot is for."""
    return _one_of(group, key, node, AUDIENCES)


def _one_of(group: Group, key: str, node: Node, known: tuple[str, ...]) -> str | None:
    if not isinstance(node.value, str):
        group.wrong(key, node, f"write one word: {any_of(known)}")
        return None
    value = word(group, key, node)
    name = value and value.lower()
    if name in known:
        return name
    if value:
        group.unknown(key, node, known, f"write {any_of(known)}")
    return value


def day(group: Group, key: str, node: Node) -> date | None:
    """A date without a time."""
    if is_empty(node):
        return None
    found = parse_day(node.value) if isinstance(node.value, str) else None
    if found is None:
        group.wrong(key, node, "write a day that exists, such as 2026-11-23")
    return found


def window(group: Group, key: str, node: Node) -> tuple[date | None, date | None] | None:
    """The first and the last day of a window, both inclusive."""
    inner = inner_group(
        group, key, node, f"`{key}` of {group.what}", "write {from: 2026-11-23, to: 2026-11-27}"
    )
    if inner is None:
        return None
    fields = node.value
    assert isinstance(fields, dict)
    report_strangers(inner, fields, WINDOW)
    first, last = (day(inner, name, fields[name]) if name in fields else None for name in WINDOW)
    if first and last and last < first:
        report_backwards(inner, node, first, last)
        return None
    return (first, last) if first or last else None


def report_backwards(group: Group, node: Node, first: date, last: date) -> None:
    """Report days that end before they begin."""
    message = (
        f"{group.what[0].upper()}{group.what[1:]} ends on {last}, before it begins on {first}."
    )
    group.context.report("wrong-type", message, Span(node.start, node.end))


def suppression(group: Group, key: str, node: Node) -> tuple[tuple[str, ...], str | None] | None:
    """The rules that an entry ignores and why."""
    inner = inner_group(
        group, key, node, f"`{key}` of {group.what}", "write {ignore: [rule-name], reason: why}"
    )
    if inner is None:
        return None
    fields = node.value
    assert isinstance(fields, dict)
    report_strangers(inner, fields, LINT)
    ignored = words(inner, "ignore", fields["ignore"]) if "ignore" in fields else None
    reason = text(inner, "reason", fields["reason"]) if "reason" in fields else None
    return ignored or (), reason


def media(group: Group, key: str, node: Node) -> tuple[Media, ...] | None:
    """Pictures and films: a list of groups of fields or of file names, or only one of them."""
    if is_empty(node):
        return None
    items = node.value if isinstance(node.value, list) else [node]
    found = [_one_media(group, key, item) for item in items]
    return tuple(item for item in found if item)


def _one_media(group: Group, key: str, node: Node) -> Media | None:
    value = node.value
    if isinstance(value, str) and value.strip() and not is_empty(node):
        name = value.strip()
        return Media(url=name) if name.startswith(("https://", "http://")) else Media(file=name)
    if not isinstance(value, dict):
        group.wrong(key, node, "write a file name, or {file: photo.jpg, alt: what it shows}")
        return None
    inner = Group(group.context, f"`{key}` of {group.what}", "`media`", group.route)
    fields: dict[str, Any] = {}
    for name, item in value.items():
        if name in MEDIA:
            fields[name] = text(inner, name, item)
        else:
            inner.stranger(name, item, MEDIA)
    return Media(**fields, extra=tuple(inner.extra))


def inner_group(group: Group, key: str, node: Node, what: str, wanted: str) -> Group | None:
    """The group of fields under a key; None for anything else, after reporting it."""
    if isinstance(node.value, dict):
        return Group(group.context, what, f"`{key}`", group.route)
    if not is_empty(node):
        group.wrong(key, node, wanted)
    return None


def report_strangers(group: Group, fields: dict[str, Node], known: tuple[str, ...]) -> None:
    """Report all unknown keys of a group that is read key by key."""
    for key, node in fields.items():
        if key not in known:
            group.stranger(key, node, known)
