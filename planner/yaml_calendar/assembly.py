"""From the items of a file to entries: ids, the days looked at, and repeating slots unfolded."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from planner.identity import Draft, fanned_out, with_ids
from planner.model import Entry, Note, Post, Record, Slot, Span
from planner.named import NamedTuple
from planner.notices import notice
from planner.source import Source
from planner.weeks import local_day, week_of
from planner.yaml_calendar.context import Context, shown
from planner.yaml_calendar.posts import PostItem
from planner.yaml_calendar.records import RecordItem
from planner.yaml_calendar.slots import SlotItem, expand
from planner.yaml_tree import Node

Item = PostItem | SlotItem | RecordItem


class Items(NamedTuple):
    """What the sections of a file hold."""

    posts: list[PostItem]
    slots: list[SlotItem]
    records: list[RecordItem]


def assemble(
    context: Context, source: Source, found: Items
) -> tuple[tuple[Post, ...], tuple[Slot, ...], tuple[Record, ...]]:
    """The posts, slots and records of a file, with ids, inside the days that were asked for."""
    items: list[Item] = [*found.posts, *found.slots, *found.records]
    ids = with_ids([_draft(item) for item in items])
    # Most are posts, and the list of those need not ask each for its class.
    context.names = {it.posts[0].route: name for it, name in zip(found.posts, ids, strict=False)}
    others, named = items[len(found.posts) :], ids[len(found.posts) :]
    context.names |= {_route(item): name for item, name in zip(others, named, strict=True)}
    if context.findings:
        _name_findings(context, items, ids)
    if any(item.given is not None for item in items):
        _report_doubles(context, source, items, ids)
    taken = set(ids)
    posts: list[Post] = []
    for item, name in zip(found.posts, ids, strict=False):
        posts += fanned_out(item.posts, name, taken)
    is_cut = context.options.first is not None or context.options.until is not None
    return (
        tuple([post for post in posts if _inside(context, post.at)] if is_cut else posts),
        _slots(context, found.slots, posts),
        _records(context, found.records),
    )


def _draft(item: Item) -> Draft:
    if type(item) is PostItem and len(item.posts) == 1:
        return Draft(item.given, item.posts[0])
    if isinstance(item, SlotItem):
        return Draft(item.given, item.slot)
    if isinstance(item, RecordItem):
        return Draft(item.given, item.record)
    return Draft(item.given, item.posts[0], tuple(post.channel or "" for post in item.posts))


def _name_findings(context: Context, items: list[Item], ids: list[str]) -> None:
    """Fill in the entry of findings made while its id was not known."""
    findings = context.findings
    for item, name in zip(items, ids, strict=True):
        for position in range(item.first_finding, item.last_finding):
            findings[position] = findings[position]._replace(entry=name)


def _report_doubles(context: Context, source: Source, items: list[Item], ids: list[str]) -> None:
    first: dict[str, Item] = {}
    for item, name in zip(items, ids, strict=True):
        if item.given is None or item.given == name:
            first[name] = item
            continue
        earlier = first[item.given]
        line = source.place(_id_span(earlier.node)).line
        message = (
            f"The id `{shown(item.given)}` is used in line {line} already. "
            f"Give this one an id of its own; until then it is called `{shown(name)}`."
        )
        related = ((_route(earlier), item.given),)
        place = _id_span(item.node)
        double = notice("duplicate-id", message, place, name, related)
        context.findings.append(double._replace(instead=name))


def _id_span(node: Node) -> Span:
    found = node.at(("id",)) or node
    return Span(found.start, found.end)


def _route(item: Item) -> tuple[str | int, ...]:
    if isinstance(item, PostItem):
        return item.posts[0].route
    return item.slot.route if isinstance(item, SlotItem) else item.record.route


def _records(context: Context, items: list[RecordItem]) -> tuple[Record, ...]:
    named = (item.record._replace(id=context.names[_route(item)]) for item in items)
    return tuple(record for record in named if _inside(context, record.at))


def _slots(context: Context, items: list[SlotItem], posts: Sequence[Post]) -> tuple[Slot, ...]:
    """Slots that take place once, and the occurrences of the others."""
    entries: list[Entry] = [*posts, *(item.slot for item in items if item.repeat is None)]
    days = _days(context, entries) if any(item.repeat for item in items) else None
    found: list[Slot] = []
    for item in items:
        name = context.names[_route(item)]
        if item.repeat is None:
            if _inside(context, item.slot.at):
                found.append(item.slot._replace(id=name, entry=name))
        elif days:
            found += expand(context, item, name, days)
    if days is None and any(item.repeat for item in items):
        message = "Slots that repeat are left out: nothing says which weeks are looked at."
        context.notes.append(Note(message, ("slots",)))
    return tuple(found)


def _days(context: Context, entries: Iterable[Entry]) -> tuple[date, date] | None:
    """The days over which slots repeat: those asked for, else the whole weeks of the entries."""
    first, until = context.options.first, context.options.until
    if first is None or until is None:
        zone, week_starts, now = context.zone, context.week_starts, context.options.now
        days = [local_day(entry.at, zone) for entry in entries if entry.at is not None]
        if not days and now is not None:
            days = [local_day(now, zone)]
        if not days:
            return None
        first = first or week_of(min(days), week_starts).first
        until = until or week_of(max(days), week_starts).until
    return first, until


def _inside(context: Context, at: datetime | date | None) -> bool:
    """Whether a time is among the days asked for; what has no date always is."""
    first, until = context.options.first, context.options.until
    if at is None or (first is None and until is None):
        return True
    day = local_day(at, context.zone)
    return (first is None or day >= first) and (until is None or day < until)
