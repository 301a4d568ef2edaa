"""`planner config show`: each effective value, and the file that it comes from."""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from planner import files
from planner.commands.lint import (
    check_word,
    choice_of,
    configuration,
    read_options,
    screen_width,
)
from planner.commands.rules import in_words
from planner.config import FILES, PLAN, Config, place
from planner.profiles import Profile
from planner.rulebook import DEFAULT, Rulebook
from planner.rules import Rule
from planner.source import Reading

FORMATS = ("table", "json")
WIDEST = 36
"""How wide a column is at most, but for single rows."""
USUAL = "planner's own"
"""What the table calls the origin of a value that nobody has set."""


class ConfigRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    path: str | None = None
    format: str = "table"
    profile: str | None = None
    packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    timezone: str | None = None
    channel: str | None = None
    start: str | None = None
    maps: tuple[str, ...] = ()
    input_format: str | None = None
    config: str | None = None
    isolated: bool = False


class Setting(NamedTuple):
    """A value and where it is set: a place, a flag, or None when nobody has set it."""

    name: str
    value: Any
    origin: str | None


class Judge(NamedTuple):
    """A rule and its level, where that is set, what makes it judge, and the options set for it.

    `file` is the rule's own; one that is switched off judges by nothing.
    """

    name: str
    level: str
    origin: str
    chosen: str | None
    options: list[Setting]
    file: str


def run(request: ConfigRequest) -> int:
    """Print the configuration of a calendar, or of the folder where one stands."""
    check_word("--format", request.format, FORMATS)
    config = configuration(request.path or files.STDIN, request.config, isolated=request.isolated)
    settings, judges = list(_settings(config, request)), list(_judges(config, request))
    if request.format == "json":
        files.emit(_json(config, request, settings, judges), encoding="utf-8")
    else:
        files.emit(_table(config, request, settings, judges))
    return 0


def _settings(config: Config, request: ConfigRequest) -> Iterator[Setting]:
    if config.extends:
        yield _listed(config, "extends", config.extends)
    origin = "--profile" if request.profile else place(config, "profile")
    yield Setting("profile", request.profile or config.profile or DEFAULT, origin)
    if config.packs or not request.packs:
        yield _listed(config, "packs", config.packs)
    if request.packs:
        yield Setting("packs", list(request.packs), "--pack")
    yield _zone(config, request)
    yield Setting("channel", config.channel, place(config, "channel"))
    yield _listed(config, "calendars", config.calendars)
    yield _listed(config, "exclude", config.exclude)
    for pattern, ignores in config.ignores.items():
        yield Setting(f"per-file-ignores.{pattern}", list(ignores.rules), ignores.file)
    for part, words in config.mapping.items():
        for word, meaning in words.items():
            name = f"mapping.{part}.{word}"
            yield Setting(name, meaning, place(config, "mapping", part, word))
    for key, field in PLAN.items():
        yield Setting(f"plan.{key}", getattr(config.plan, field), place(config, "plan", key))


def _listed(config: Config, name: str, values: tuple[str, ...]) -> Setting:
    return Setting(name, list(values), place(config, name) if values else None)


def _zone(config: Config, request: ConfigRequest) -> Setting:
    """The configuration's zone goes before the calendar's."""
    if config.timezone:
        return Setting("timezone", config.timezone, place(config, "timezone"))
    if request.path is None:
        return Setting("timezone", None, None)
    reading = _read(request.path, config, request)
    is_said = reading.source.find(("timezone",)) is not None
    origin = reading.source.where(("timezone",)) if is_said else None
    return Setting("timezone", reading.calendar.timezone, origin)


def _read(path: str, config: Config, request: ConfigRequest) -> Reading:
    options = read_options(config, request)
    return files.read_calendar(path, options, request.input_format)


def _judges(config: Config, request: ConfigRequest) -> Iterator[Judge]:
    choice = choice_of(config, request)
    book = Rulebook.of(choice)
    profile = book.profile(choice.profile)
    for rule in book.choose(choice):
        origin = rule.origins.get("level") or rule.file
        chosen, options = _chosen(rule, profile, config), list(_options(rule))
        yield Judge(rule.name, rule.level, origin, chosen, options, rule.file)
    for name, setting in config.rules.items():
        if setting.off:
            yield Judge(name, "off", setting.file or "", None, [], book.rule(name).file)


def _chosen(rule: Rule, profile: Profile, config: Config) -> str:
    """What makes a rule judge: the profile, else the configuration, else that a pack has it."""
    for settings in (profile.rules, config.rules):
        if rule.name in settings and not settings[rule.name].off:
            return settings[rule.name].file or rule.file
    return rule.file


def _options(rule: Rule) -> Iterator[Setting]:
    """The options that are set, by the rule's file or over it."""
    values = rule.options._asdict()
    for name, option in rule.module.OPTIONS.items():
        origin = rule.origins.get(name) or (rule.file if name in rule.given else None)
        if origin:
            yield Setting(name, in_words(values[name], option), origin)


def _folders(request: ConfigRequest) -> list[str]:
    """The folders in which a configuration was looked for, the nearest first."""
    if request.isolated or request.config:
        return []
    folder = os.path.abspath(os.path.dirname(request.path or "") or ".")
    found = [folder]
    while os.path.dirname(found[-1]) != found[-1]:
        found.append(os.path.dirname(found[-1]))
    return found


def _json(
    config: Config, request: ConfigRequest, settings: list[Setting], judges: list[Judge]
) -> str:
    import json

    record = {
        "version": 1,
        "configuration": config.file,
        "looked_for": [] if config.file else list(FILES),
        "looked_in": [] if config.file else _folders(request),
        "settings": [_record(setting) for setting in settings],
        "rules": [
            {
                "name": judge.name,
                "level": judge.level,
                "from": judge.origin,
                "chosen_by": judge.chosen,
                "options": [_record(option) for option in judge.options],
            }
            for judge in judges
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _record(setting: Setting) -> dict[str, Any]:
    return {"name": setting.name, "value": setting.value, "from": setting.origin}


def _table(
    config: Config, request: ConfigRequest, settings: list[Setting], judges: list[Judge]
) -> str:
    """Settings and rules; of the options only those that are set over the rule's file."""
    rows = [(it.name, _words(it.value), _near(it.origin or USUAL)) for it in settings]
    lines = [_found(config, request), "", *_rows(("setting", "value", "from"), rows), ""]
    lines += _rows(("rule", "level", "from"), [row for it in judges for row in _rule_rows(it)])
    number = sum(judge.level != "off" for judge in judges)
    closing = f"{number} rules judge, as their files in these folders say, or as set there."
    return "\n".join([*lines, "", closing]) + "\n"


def _rule_rows(judge: Judge) -> Iterator[tuple[str, str, str]]:
    """A rule and what is set over its file; of that file, named like it, the folder will do."""
    is_own = judge.origin == judge.file
    origin = os.path.dirname(judge.origin) if is_own else judge.origin
    yield judge.name, judge.level, _near(origin)
    for option in judge.options:
        if option.origin and option.origin != judge.file:
            yield f"  {option.name}", _words(option.value), _near(option.origin)


def _found(config: Config, request: ConfigRequest) -> str:
    from textwrap import fill

    if config.file:
        return f"Configuration: {_near(config.file)}"
    if request.isolated:
        return "No configuration, because of --isolated."
    message = (
        f"No configuration: there is no {FILES[0]}, no {FILES[1]}, and no {FILES[2]} with "
        f"[tool.planner] in {_folders(request)[0]} or a folder above it."
    )
    return fill(message, screen_width(), break_long_words=False, break_on_hyphens=False)


def _words(value: Any) -> str:
    """A value in a table."""
    if isinstance(value, list):
        return ", ".join(value) or "-"
    if isinstance(value, bool):
        return str(value).lower()
    return "-" if value is None else str(value)


def _near(origin: str) -> str:
    """A place as short as it can be said: from here, or from the top of planner's own files."""
    from planner import resources

    shipped = os.path.dirname(resources.location("rules")) + os.sep
    here = os.getcwd() + os.sep
    return origin.removeprefix(here).removeprefix(shipped)


def _rows(head: tuple[str, str, str], rows: list[tuple[str, str, str]]) -> Iterator[str]:
    """Three columns; an origin that does not fit beside a long value goes below it."""
    listed = [head, *rows]
    first, second = (
        max(len(row[column]) for row in listed if len(row[column]) <= WIDEST) for column in (0, 1)
    )
    for name, value, origin in listed:
        start = f"{name:{first}}  {value:{second}}"
        if len(start) + len(origin) + 2 <= screen_width():
            yield f"{start}  {origin}".rstrip()
        else:
            yield start.rstrip()
            yield f"{'':{first}}  {origin}"
