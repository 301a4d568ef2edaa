"""Calendars in YAML, planner's own format."""

from planner.model import Calendar, Finding, Route, Span
from planner.named import Any
from planner.notices import notice, too_large
from planner.readers import ReadOptions
from planner.source import Reading, Source
from planner.yaml_calendar import fields, settings
from planner.yaml_calendar.assembly import Items, assemble
from planner.yaml_calendar.context import Context, Group, described
from planner.yaml_calendar.foreign import is_foreign
from planner.yaml_calendar.posts import read_posts
from planner.yaml_calendar.records import read_records
from planner.yaml_calendar.slots import read_slots
from planner.yaml_tree import ORPHANS, Node, parse

_KEYS = (
    "name", "timezone", "week_starts", "channels", "people", "domains", "partners", "posts",
    "slots", "records", "guidelines", "crisis", "blackouts", "quiet",
)  # fmt: skip
_MOST_VALUES = 2_000_000
_COMMENT = b"# planner:"
"""Hardly any file has one, and those that have none pay nothing for it."""


def read(name: str, data: bytes, options: ReadOptions) -> Reading:
    """Read a calendar from the bytes of a YAML file; `name` is how messages call the file."""
    refused = too_large(data, b"\r\n:-,[{?", _MOST_VALUES)
    if refused:
        return Reading(Calendar(), Source(name, b"", original=data), (refused,))
    root, troubles = parse(data)
    findings = [notice(trouble.name, trouble.message, trouble.span) for trouble in troubles]
    if root is not None and is_foreign(root):
        from planner.imports.tree import read_foreign

        reading = read_foreign(name, data, root, options, findings)
        if reading is not None:
            return reading
    reading = read_tree(name, data, root, options, findings)
    if root is None or _COMMENT not in data:
        return reading
    from planner.yaml_comments import with_comments

    return with_comments(reading, root, options.now)


def read_tree(
    name: str, data: bytes, root: Node | None, options: ReadOptions, findings: list[Finding]
) -> Reading:
    """Read a calendar from its tree; `findings` are those of reading the tree."""
    sections = _sections(root)
    if sections is None:
        if root or not findings:
            findings.append(_no_calendar(root))
        return Reading(Calendar(), Source(name, data), tuple(findings))
    context = Context(options, data)
    source = Source(name, data, lambda route: _find(sections, route))
    calendar = _calendar(context, source, sections)
    if not findings and not _hold_items(sections, "posts", "slots"):
        message = "There are no posts and no slots in this calendar yet. Add some under `posts:`."
        context.report("empty-calendar", message, Span(0, 0))
    found = (*findings, *context.findings, *context.strangers())
    return Reading(calendar, source, found, tuple(context.notes))


def _hold_items(sections: dict[str, Node], *keys: str) -> bool:
    """Whether anything stands under one of the keys, right or wrong."""
    found = map(sections.get, keys)
    return any(node and node.value and not fields.is_empty(node) for node in found)


def _find(sections: dict[str, Node], route: Route) -> Span | None:
    """The bytes of the value at a route; `channel` also finds `channels`."""
    section = sections.get(str(route[0])) if route else None
    node = section.at(route[1:]) if section else None
    if node is None and section and route[-1] == "channel":
        node = section.at((*route[1:-1], "channels"))
    return Span(node.start, node.end) if node else None


def _calendar(context: Context, source: Source, sections: dict[str, Node]) -> Calendar:
    group = Group(context, "this calendar", "a calendar", ())
    given = {key: node for key, node in sections.items() if key in _KEYS}
    for key, node in sections.items():
        if key not in (*_KEYS, ORPHANS):
            group.stranger(key, node, _KEYS)
    timed = _hold_items(sections, "posts", "slots", "records")
    settings.read_zone(group, given.get("timezone"), timed)
    if "week_starts" in given:
        context.week_starts = settings.read_week_start(group, given["week_starts"]) or 0
    values = _settings(context, group, given)
    values["posts"], values["slots"], values["records"] = assemble(
        context, source, _items(context, given)
    )
    return Calendar(
        timezone=context.zone_name,
        week_starts=context.week_starts,
        extra=tuple(group.extra),
        **values,
    )


def _settings(context: Context, group: Group, given: dict[str, Node]) -> dict[str, Any]:
    """What a calendar says besides its zone, its week and its entries."""
    values: dict[str, Any] = {}
    if "name" in given:
        values["name"] = fields.text(group, "name", given["name"])
    if "channels" in given:
        values["channels"] = settings.read_channels(context, given["channels"])
        context.declared = tuple(channel.name for channel in values["channels"])
    if "people" in given:
        values["people"] = settings.read_people(context, given["people"])
    if "domains" in given:
        values["domains"] = settings.read_domains(group, "domains", given["domains"])
    if "partners" in given:
        values["partners"] = fields.words(group, "partners", given["partners"]) or ()
    if "quiet" in given:
        values["quiet"] = settings.read_hours(group, "quiet", given["quiet"])
    if "blackouts" in given:
        blackouts = settings.read_blackouts(context, given["blackouts"], ("blackouts",))
        values["blackouts"] = blackouts
    for key in ("guidelines", "crisis"):
        if key in given:
            values[key] = settings.data(group, key, given[key]) or {}
    return values


def _items(context: Context, given: dict[str, Node]) -> Items:
    return Items(
        read_posts(context, given["posts"], ("posts",)) if "posts" in given else [],
        read_slots(context, given["slots"], ("slots",)) if "slots" in given else [],
        read_records(context, given["records"], ("records",)) if "records" in given else [],
    )


def _sections(root: Node | None) -> dict[str, Node] | None:
    """The sections of a calendar; a file that is only a list holds posts."""
    if root is None or isinstance(root.value, str):
        return None
    if isinstance(root.value, list):
        return {"posts": root}
    if ORPHANS in root.value and "posts" not in root.value:
        root.value["posts"] = root.value.pop(ORPHANS)
    return root.value


def _no_calendar(root: Node | None) -> Finding:
    if root is None:
        message = "This file is empty. Begin with a ready calendar: `planner init FILE`."
        return notice("empty-calendar", message, Span(0, 0))
    message = (
        f"A calendar is a group of fields such as `posts:`, and this file is {described(root)}. "
        "Begin with a ready calendar: `planner init FILE`."
    )
    return notice("wrong-type", message, Span(root.start, root.end))
