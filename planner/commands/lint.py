"""`planner lint`: the findings of calendars."""

import os
import sys
from collections.abc import Iterable

from planner import files
from planner.commands.clock import parse_day
from planner.commands.outputs import Output, Screen, outputs_of, write
from planner.config import Config, place
from planner.config import find as find_config
from planner.config import read as read_config
from planner.errors import PlannerError, did_you_mean, nearest
from planner.model import LEVELS
from planner.named import NamedTuple, Protocol
from planner.readers import ReadOptions
from planner.reports import Extras, Judgement
from planner.rulebook import DEFAULT, Choice, Rulebook
from planner.rules import Rule, RuleSetting
from planner.vocabulary import COLUMN_FIELDS, column_field_of
from planner.weeks import zone_of

ONE = "1"
"""The usual number of processes."""


class LintRequest(NamedTuple):
    """What the command line asks for; the fields are the flags."""

    paths: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    mandatory: tuple[str, ...] = ()
    profile: str | None = None
    packs: tuple[str, ...] = ()
    week: str | None = None
    first: str | None = None
    until: str | None = None
    now: str | None = None
    timezone: str | None = None
    channel: str | None = None
    start: str | None = None
    maps: tuple[str, ...] = ()
    fail_on: str = "error"
    strict: bool = False
    exit_zero: bool = False
    min_level: str = "info"
    formats: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    statistics: bool = False
    color: str = "auto"
    stdin_filename: str | None = None
    input_format: str | None = None
    config: str | None = None
    isolated: bool = False
    baseline: str | None = None
    no_baseline: bool = False
    force_exclude: bool = False
    verbose: bool = False
    quiet: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    fix_only: bool = False
    diff: bool = False
    exit_non_zero_on_fix: bool = False
    jobs: str = ONE
    changed_since: str | None = None
    watch: bool = False


def run(request: LintRequest) -> int:
    """Judge the calendars, print the report and return the exit code."""
    check_word("--fail-on", request.fail_on, (*LEVELS, "never"))
    check_word("--min-level", request.min_level, LEVELS)
    check_word("--color", request.color, ("auto", "always", "never"))
    outputs = outputs_of(request.formats, request.outputs)
    for path in request.paths:
        for output in outputs:
            files.refuse_same_file(path, output.file)
    if request.fix or request.fix_only or request.diff:
        _refuse_with_fixes(request)
        from planner.commands.fixing import run_fixing

        return run_fixing(request, outputs)
    if request.watch:
        from planner.commands.watch import watch

        return watch(request, outputs)
    from planner.commands.judging import judgements_of

    judgements = judgements_of(request)
    tell(judgements, request, outputs)
    return 1 if fails(judgements, request) else 0


def _refuse_with_fixes(request: LintRequest) -> None:
    """Fixes work on whole files, and once."""
    fixing = next(it for it in ("fix", "fix_only", "diff") if getattr(request, it))
    for flag, is_given in (
        ("--changed-since", request.changed_since is not None), ("--watch", request.watch),
    ):  # fmt: skip
        if is_given:
            raise PlannerError(
                f"{flag} only tells findings; leave out --{fixing.replace('_', '-')}, or {flag}."
            )


def tell(
    judgements: list[Judgement],
    request: LintRequest,
    outputs: list[Output],
    *,
    to_error: bool = False,
) -> None:
    """Write the reports of what is to be shown; with `to_error` the screen is standard error."""
    found = [shown(judgement, request.min_level) for judgement in judgements]
    screen = Screen(use_color(request.color), screen_width(), request.quiet, to_error)
    write(found, outputs, screen, Extras(request.verbose, request.statistics))


def check_word(flag: str, word: str, known: tuple[str, ...]) -> None:
    """Raise `PlannerError` when a flag has none of the words it may have."""
    if word not in known:
        raise PlannerError(word_error(flag, word, known))


def word_error(flag: str, word: str, known: tuple[str, ...]) -> str:
    """The sentence about a flag that has none of the words it may have."""
    return f'{flag} cannot be "{word}"{nearest(word, known)}; it is one of {", ".join(known)}.'


def use_color(choice: str) -> bool:
    """Whether to print colours: as chosen, else by NO_COLOR, FORCE_COLOR and the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    is_able = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return bool(os.environ.get("FORCE_COLOR")) or is_able


def screen_width() -> int:
    """The width of the terminal, 80 where there is none."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        return 80


def calendars(request: LintRequest) -> Iterable[tuple[str, Config]]:
    """The paths to judge, each with its configuration."""
    paths = request.paths
    if not paths:
        config = configuration(files.STDIN, request.config, isolated=request.isolated)
        paths = tuple(dict.fromkeys(_matching(config)))
        if not paths:
            raise PlannerError(_why_none(config))
    for path in paths:
        named = request.stdin_filename or path if path == files.STDIN else path
        config = configuration(named, request.config, isolated=request.isolated)
        if not (request.force_exclude and _is_excluded(named, config)):
            yield path, config


def configuration(calendar: str, config: str | None, *, isolated: bool) -> Config:
    """The configuration of a calendar file: the nearest one, a given one, or none if isolated."""
    if isolated:
        return Config()
    if config is None:
        found = find_config(os.path.dirname(calendar) or ".")
    else:
        named = read_config(config)
        assert named is not None
        found = named
    return _for_file(found, calendar) if found.ignores and calendar != files.STDIN else found


def _for_file(config: Config, path: str) -> Config:
    """The configuration with the rules switched off that do not judge this file."""
    off = {
        rule: RuleSetting(off=True, file=ignores.file)
        for pattern, ignores in config.ignores.items()
        if _fits(path, pattern, config.folder_of("per-file-ignores", pattern))
        for rule in ignores.rules
    }
    return config._replace(rules={**config.rules, **off})


def _matching(config: Config) -> Iterable[str]:
    """The calendars that the configuration names, without those that it excludes."""
    from glob import glob

    folder = config.folder_of("calendars")
    for pattern in config.calendars:
        for name in sorted(glob(pattern, root_dir=folder, recursive=True)):
            path = os.path.relpath(os.path.join(folder, name))
            if not _is_excluded(path, config):
                yield path


def _why_none(config: Config) -> str:
    """Why there is nothing to judge where no calendar was named, and what to do."""
    if not config.calendars:
        return (
            "No calendar to lint: name one (`planner lint calendar.yaml`) or list them under "
            "`calendars` in planner.toml."
        )
    from planner.config import place
    from planner.wording import listed

    patterns = listed(f'"{pattern}"' for pattern in config.calendars)
    excluded = " that is not excluded" if config.exclude else ""
    where = place(config, "calendars")
    return f"{where}: No calendar to lint: there is no file{excluded} for {patterns}."


def _is_excluded(path: str, config: Config) -> bool:
    folder = config.folder_of("exclude")
    return any(_fits(path, pattern, folder) for pattern in config.exclude)


def _fits(path: str, pattern: str, folder: str) -> bool:
    """Whether a pattern, relative to a folder, has the name of a file; `**/` may be no folder."""
    from fnmatch import fnmatch

    inside = os.path.relpath(path, folder)
    return fnmatch(inside, pattern) or fnmatch(inside, pattern.replace("**/", ""))


class ReadRequest(Protocol):
    """What the flags of a command say about reading its calendar."""

    @property
    def timezone(self) -> str | None:
        """`--timezone`."""

    @property
    def channel(self) -> str | None:
        """`--channel`."""

    @property
    def start(self) -> str | None:
        """`--start`."""

    @property
    def maps(self) -> tuple[str, ...]:
        """`--map`, as written."""


def read_options(config: Config, request: ReadRequest) -> ReadOptions:
    """How to read a calendar: flags first, then the configuration; the zone is checked."""
    zone = request.timezone or config.timezone
    if zone is not None:
        try:
            zone_of(zone)
        except LookupError:
            raise _wrong_zone(zone, config, request) from None
    return ReadOptions(
        timezone=zone,
        channel=request.channel or config.channel,
        start=parse_day(request.start) if request.start else None,
        columns={**config.mapping.get("columns", {}), **_columns(request.maps)},
        channels=config.mapping.get("channels", {}),
        kinds=config.mapping.get("kinds", {}),
    )


def _wrong_zone(zone: str, config: Config, request: ReadRequest) -> PlannerError:
    from planner.excerpt import complaint
    from planner.zone_names import nearest_zone

    hint = did_you_mean(nearest_zone(zone)) or "; write it like Europe/Berlin"
    message = f'there is no time zone "{zone}"{hint}.'
    where = None if request.timezone else place(config, "timezone")
    return complaint(where, message) if where else PlannerError(f"--timezone: {message}")


def _columns(maps: tuple[str, ...]) -> dict[str, str]:
    """The columns that `--map` names, each with its field."""
    found = {}
    for word in maps:
        column, _, field = word.rpartition("=")
        if not column.strip():
            raise PlannerError(f'--map "{word}": write a column and its field: --map Pillar=kind.')
        if column_field_of(field) is None:
            raise PlannerError(word_error("--map", field, COLUMN_FIELDS))
        found[column.strip()] = field
    return found


class ChoiceRequest(Protocol):
    """What the flags of a command say about the rules that judge."""

    @property
    def profile(self) -> str | None:
        """`--profile`."""

    @property
    def packs(self) -> tuple[str, ...]:
        """`--pack`."""

    @property
    def select(self) -> tuple[str, ...]:
        """`--select`."""

    @property
    def extended(self) -> tuple[str, ...]:
        """`--extend-select`."""

    @property
    def ignore(self) -> tuple[str, ...]:
        """`--ignore`."""


def choice_of(config: Config, request: ChoiceRequest) -> Choice:
    """What decides on the rules: the flags, then the configuration."""
    packs = tuple(
        os.path.join(os.getcwd(), it) if os.path.isdir(it) else it for it in request.packs
    )
    return Choice(
        profile=next(it for it in (request.profile, config.profile, DEFAULT) if it is not None),
        settings=config.rules,
        select=_names("--select", request.select),
        extended=_each(request.extended),
        ignore=_each(request.ignore),
        packs=(*config.packs, *packs),
        folder=config.folder_of("packs"),
        file=config.file,
        named={rule: it.file for it in config.ignores.values() for rule in it.rules},
    )


def _each(words: tuple[str, ...]) -> tuple[str, ...]:
    """The names in some words; a word may hold several with commas between them."""
    return tuple(name.strip() for word in words for name in word.split(",") if name.strip())


def _names(flag: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The same; a flag that is given has to name something, as an empty variable does not."""
    names = _each(words)
    if words and not names:
        raise PlannerError(
            f'{flag} "" names no rule; write one, like {flag} promo-to-share, or leave it out. '
            "`planner rules` lists all of them."
        )
    return names


def chosen_rules(config: Config, request: ChoiceRequest) -> list[Rule]:
    """The rules that judge, as the configuration and the flags say."""
    choice = choice_of(config, request)
    return Rulebook.of(choice).choose(choice)


def fails(judgements: list[Judgement], request: LintRequest) -> bool:
    """Whether what is found is worth an exit code of 1."""
    if request.exit_zero or request.fail_on == "never":
        return False
    worst = LEVELS[: LEVELS.index("info" if request.strict else request.fail_on) + 1]
    return any(it.level in worst for judgement in judgements for it in judgement.findings)


def shown(judgement: Judgement, min_level: str) -> Judgement:
    """The judgement with the findings from a level on."""
    levels = LEVELS[: LEVELS.index(min_level) + 1]
    return judgement._replace(findings=tuple(it for it in judgement.findings if it.level in levels))
