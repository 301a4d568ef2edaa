"""Posts of a calendar in YAML."""

from collections.abc import Callable

from planner.model import POST_KINDS, STATUSES, UNKNOWN, Post, Route, Span
from planner.named import Any, NamedTuple
from planner.vocabulary import channel_of, post_kind_of, status_of
from planner.yaml_calendar import fields
from planner.yaml_calendar.context import Context, Group, any_of, described
from planner.yaml_calendar.times import read_at
from planner.yaml_tree import Node


class PostItem(NamedTuple):
    """One item of `posts`: the id it gives, and its post for each of its channels.

    The ids of the posts are given later; `first_finding` and `last_finding` are the findings of
    this item, half-open.
    """

    given: str | None
    posts: tuple[Post, ...]
    node: Node
    first_finding: int
    last_finding: int


def kind(group: Group, key: str, node: Node) -> str | None:
    """One of the kinds of a post; another word is kept beside `unknown`."""
    known = group.context.kinds_of
    if type(node.value) is str and node.value in known:
        return known[node.value]
    if not isinstance(node.value, str):
        group.wrong(key, node, f"write one word: {any_of(POST_KINDS)}")
        return None
    value = fields.word(group, key, node)
    name = value and post_kind_of(value)
    if value and not name and value.lower() != UNKNOWN:
        group.unknown(key, node, POST_KINDS, f"write {any_of(POST_KINDS)}")
        group.extra.append((key, node.data()))
    if name and not group.context.may_cut:
        known[node.value] = name
    return name or None


def status(group: Group, key: str, node: Node) -> str | None:
    """One of the statuses of an entry."""
    if not isinstance(node.value, str):
        group.wrong(key, node, f"write one word: {any_of(STATUSES)}")
        return None
    value = fields.word(group, key, node)
    name = value and status_of(value)
    if value and not name:
        group.unknown(key, node, STATUSES, f"write {any_of(STATUSES)}")
    return name or None


_FIELDS: dict[str, Callable[[Group, str, Node], Any]] = {
    "id": fields.identifier,
    "at": read_at,
    "channel": fields.channels,
    "channels": fields.channels,
    "kind": kind,
    "text": fields.text,
    "link": fields.word,
    "by": fields.word,
    "topic": fields.word,
    "about": fields.about,
    "campaign": fields.word,
    "goal": fields.text,
    "from": fields.word,
    "audience": fields.word,
    "series": fields.word,
    "why": fields.text,
    "event": fields.day,
    "promises": fields.word,
    "due": fields.day,
    "delivers": fields.word,
    "source": fields.text,
    "note": fields.text,
    "title": fields.text,
    "mentions": fields.words,
    "tags": fields.words,
    "media": fields.media,
    "status": status,
    "approvals": fields.count,
    "pin": fields.boolean,
    "window": fields.window,
    "automated": fields.boolean,
    "trigger": fields.text,
    "rss": fields.text,
    "paid": fields.boolean,
    "opinion": fields.boolean,
    "lint": fields.suppression,
}
POST_KEYS = tuple(_FIELDS)
_MOST_ODD = 1000
"""Findings of a file beyond which wrong items are not told one by one."""


def read_posts(context: Context, node: Node, route: Route) -> list[PostItem]:
    """The items of `posts`, without those that are no groups of fields."""
    found: list[PostItem] = []
    if isinstance(node.value, list):
        for position, item in enumerate(node.value):
            if isinstance(item.value, dict):
                found.append(_post(context, item, (*route, position)))
            else:
                report_item(context, item, "posts", "a post is a group of fields such as `at:`")
    elif not fields.is_empty(node):
        report_section(context, node, "posts", "{at: 2026-11-23 09:00, text: Hello}")
    return found


def report_item(context: Context, node: Node, section: str, wanted: str) -> None:
    """Report an item of a section that is no group of fields; of very many, that there are more."""
    if len(context.findings) > _MOST_ODD:
        return
    if len(context.findings) == _MOST_ODD:
        message = f"Items of `{section}` are wrong from here on, too many to tell each of them."
        context.report("cannot-judge", message, Span(node.start, node.end))
        return
    message = f"This item of `{section}` is {described(node)}; {wanted}."
    context.report("wrong-type", message, Span(node.start, node.end))


def report_section(context: Context, node: Node, section: str, example: str) -> None:
    """Report a section that is no list."""
    message = f"`{section}` is {described(node)}; write a list, such as `- {example}`."
    context.report("wrong-type", message, Span(node.start, node.end))


def _post(context: Context, node: Node, route: Route) -> PostItem:
    assert isinstance(node.value, dict)
    first = len(context.findings)
    group = Group(context, "this post", "a post", route)
    values: dict[str, Any] = {}
    for key, item in node.value.items():
        reader = _FIELDS.get(key)
        if reader is None:
            group.stranger(key, item, POST_KEYS)
        else:
            value = reader(group, key, item)
            if value is not None:
                values[key] = value
    return PostItem(values.get("id"), _fan_out(group, values), node, first, len(context.findings))


def _fan_out(group: Group, values: dict[str, Any]) -> tuple[Post, ...]:
    """One post per channel, all alike otherwise; one without a channel when none is named."""
    given = values.pop("id", None) or ""
    channels = values.pop("channel", ())
    more = values.pop("channels", ())
    if more:
        channels = tuple(dict.fromkeys((*channels, *more)))
    if "lint" in values:
        values["ignore"], values["ignore_reason"] = values.pop("lint")
    if group.extra:
        values["extra"] = tuple(group.extra)
    if "from" in values:
        values["origin"] = values.pop("from")
    at = values.pop("at", None)
    if not channels:
        usual = group.context.options.channel
        channel = usual and (channel_of(usual) or usual)
        return (Post(given, given, at, channel, route=group.route, **values),)
    if len(channels) == 1:
        return (Post(given, given, at, channels[0], route=group.route, **values),)
    return tuple(
        [Post(given, given, at, channel, route=group.route, **values) for channel in channels]
    )
