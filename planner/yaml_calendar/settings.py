"""The settings of a calendar in YAML: its zone, channels, people, blackouts and data to keep."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from planner.errors import did_you_mean
from planner.model import Blackout, Channel, Note, Person, Route, Span
from planner.named import Any
from planner.patterns import Pattern
from planner.vocabulary import channel_of
from planner.weeks import WEEKDAYS, parse_hours, parse_time, zone_of
from planner.yaml_calendar import fields
from planner.yaml_calendar.context import Context, Group, described, shown
from planner.yaml_calendar.posts import report_item, report_section
from planner.yaml_calendar.repeats import weekdays_of
from planner.yaml_tree import Node

_BLACKOUT = ("from", "to", "why")
_SITE = Pattern(r"(?:https?://)?(?:www\.)*([\w-]+(?:\.[\w-]+)+)\.?(?::[0-9]+)?(?:[/?#].*)?")
"""The address of a site; what counts of it is the name of the host without `www.`."""
_NO_ZONES = ("localtime", "posixrules", "posix", "right", "factory", "")
"""Names under which zone files may lie that say nothing, or what the machine is set to."""


def read_zone(group: Group, node: Node | None, has_entries: bool) -> None:
    """Find the zone of the calendar: the user's, the file's, or UTC."""
    context = group.context
    place = Span(node.start, node.end) if node else Span(0, 0)
    name = context.options.timezone or (fields.word(group, "timezone", node) if node else None)
    if name is None:
        if has_entries and (node is None or fields.is_empty(node)):
            message = (
                "No time zone is given, so times are read in UTC. Add `timezone: Europe/Berlin`."
            )
            context.notes.append(Note(message, place))
        return
    try:
        context.zone = zone_of("" if name.lower() in _NO_ZONES else name)
        context.zone_name = name
    except LookupError:
        from planner.zone_names import nearest_zone

        meant = nearest_zone(name)
        hint = did_you_mean(meant) or ", names are written like Europe/Berlin"
        message = f'There is no time zone "{shown(name)}"{hint}. Times are read in UTC.'
        context.report("unknown-zone", message, place, meant)


def read_week_start(group: Group, node: Node) -> int | None:
    """The first day of the week, 0 for Monday."""
    word = fields.word(group, "week_starts", node)
    days = weekdays_of(word) if word else None
    if days and len(days) == 1:
        return days[0]
    if word:
        group.unknown("week_starts", node, WEEKDAYS, "write a day such as monday or sunday")
    return None


def read_hours(group: Group, key: str, node: Node) -> str | None:
    """Hours of a week, as they are written."""
    value = fields.word(group, key, node)
    try:
        if value:
            parse_hours(value)
    except ValueError:
        group.wrong(key, node, "write hours such as 08:00-20:00 or mon-fri 08:00-18:00")
        return None
    return value


def _times(group: Group, key: str, node: Node) -> tuple[str, ...] | None:
    """Times of a week, each as it is written."""
    found = fields.words(group, key, node) or ()
    for item in node.value if isinstance(node.value, list) else [node]:
        parts = item.value.split(",") if isinstance(item.value, str) else ()
        if not fields.is_empty(item) and any(it.strip() and not _is_time(it) for it in parts):
            group.wrong(key, item, "write times such as 12:30 or tue-thu 09:00")
    return tuple(time for time in found if _is_time(time))


def _is_time(text: str) -> bool:
    try:
        parse_time(text)
    except ValueError:
        return False
    return True


def data(group: Group, key: str, node: Node) -> Mapping[str, Any] | None:
    """A group of fields that is kept as it is."""
    if isinstance(node.value, dict):
        kept: Mapping[str, Any] = node.data()
        return kept
    if not fields.is_empty(node):
        group.wrong(key, node, "write a group of fields")
    return None


Readers = dict[str, Callable[[Group, str, Node], Any]]
_CHANNEL: Readers = {
    "handle": fields.word, "limit": fields.whole, "hours": read_hours, "profile": data,
    "since": fields.day, "dormant": fields.boolean, "quiet": read_hours, "preferred": _times,
}  # fmt: skip
_PERSON: Readers = {
    "role": fields.text, "on_call": read_hours, "backup": fields.word, "handle": fields.word,
}  # fmt: skip


def read_channels(context: Context, node: Node) -> tuple[Channel, ...]:
    """The section `channels`, by canonical names; a second name for one channel is reported."""
    found: dict[str, Channel] = {}
    for written, item in _named(context, "channels", "instagram", node):
        name = channel_of(written) or written
        if name in found:
            message = f"`{shown(written)}` is the channel `{name}`, which stands here already."
            context.report("duplicate-key", message, _name_span(item))
            continue
        what = f"the channel `{shown(name)}`"
        group = Group(context, what, "a channel", ("channels", written))
        found[name] = Channel(name, **_settings(group, item, _CHANNEL))
    return tuple(found.values())


def read_people(context: Context, node: Node) -> tuple[Person, ...]:
    """The section `people`."""
    found = []
    for name, item in _named(context, "people", "rosa", node):
        group = Group(context, f"`{shown(name)}`", "a person", ("people", name))
        found.append(Person(name, **_settings(group, item, _PERSON)))
    return tuple(found)


def read_domains(group: Group, key: str, node: Node) -> tuple[str, ...]:
    """The team's own sites as names of hosts, however their addresses are written."""
    found = fields.words(group, key, node) or ()
    for item in node.value if isinstance(node.value, list) else [node]:
        parts = item.value.split(",") if isinstance(item.value, str) else ()
        if not fields.is_empty(item) and any(it.strip() and not _host(it) for it in parts):
            group.wrong(key, item, "write the name of a site such as rosas-roastery.example")
    return tuple(dict.fromkeys(filter(None, map(_host, found))))


def _host(word: str) -> str | None:
    match = _SITE.fullmatch(word.strip().lower())
    return str(match[1]) if match else None


def _named(context: Context, section: str, example: str, node: Node) -> list[tuple[str, Node]]:
    """The names of a section with their settings: a group of fields, or only a list of names."""
    if isinstance(node.value, dict):
        return list(node.value.items())
    if isinstance(node.value, list):
        found: dict[str, Node] = {}
        for item in node.value:
            if isinstance(item.value, str) and item.value.strip():
                found.setdefault(item.value.strip(), item)
            else:
                report_item(context, item, section, f"write a name such as {example}")
        return list(found.items())
    if not fields.is_empty(node):
        report_section(context, node, section, example)
    return []


def _settings(group: Group, node: Node, readers: Readers) -> dict[str, Any]:
    """The fields of a channel or person; a name of a list has none."""
    found: dict[str, Any] = {}
    if isinstance(node.value, dict):
        for key, item in node.value.items():
            reader = readers.get(key)
            if reader is None:
                group.stranger(key, item, tuple(readers))
            elif (value := reader(group, key, item)) is not None:
                found[key] = value
    elif node.key_end and not fields.is_empty(node):
        example = ", ".join(f"{key}: ..." for key in readers)
        what = group.what[0].upper() + group.what[1:]
        message = f"{what} is {described(node)}; write a group of fields: {{{example}}}."
        group.context.report("wrong-type", message, Span(node.start, node.end))
    if group.extra:
        found["extra"] = tuple(group.extra)
    return found


def _name_span(node: Node) -> Span:
    return Span(node.key_start, node.key_end) if node.key_end else Span(node.start, node.end)


def read_blackouts(context: Context, node: Node, route: Route) -> tuple[Blackout, ...]:
    """The section `blackouts`: days, both inclusive in the file."""
    if fields.is_empty(node):
        return ()
    if not isinstance(node.value, list):
        report_section(context, node, "blackouts", "{from: 2026-12-24, to: 2026-12-27}")
        return ()
    found = [
        _blackout(context, item, (*route, position)) for position, item in enumerate(node.value)
    ]
    return tuple(blackout for blackout in found if blackout)


def _blackout(context: Context, node: Node, route: Route) -> Blackout | None:
    group = Group(context, "this blackout", "a blackout", route)
    if isinstance(node.value, str):
        only = fields.day(group, "from", node)
        return Blackout(only, only + timedelta(days=1)) if only else None
    if isinstance(node.value, list):
        report_item(context, node, "blackouts", "write {from: 2026-12-24, to: 2026-12-27}")
        return None
    given = node.value
    fields.report_strangers(group, given, _BLACKOUT)
    first = fields.day(group, "from", given["from"]) if "from" in given else None
    last = fields.day(group, "to", given["to"]) if "to" in given else first
    why = fields.text(group, "why", given["why"]) if "why" in given else None
    if first is None:
        if "from" not in given:
            message = "This blackout does not say when it begins. Give it `from: 2026-12-24`."
            context.report("wrong-type", message, Span(node.start, node.end))
        return None
    if last is None or last < first:
        if last is not None:
            fields.report_backwards(group, given["to"], first, last)
        return None
    return Blackout(first, last + timedelta(days=1), why)
