"""The command line: typer commands that collect requests and hand them on."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from planner import __version__
from planner.errors import PlannerError
from planner.model import LEVELS

app = typer.Typer(
    name="planner",
    help="Lint a calendar of planned social-media posts and balance its weeks.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _rules_like(incomplete: str) -> list[str]:
    """The rules that a word may become when somebody has the shell complete it."""
    from planner.notices import QUIET

    names = sorted([*_rulebook().names, *QUIET])
    return [name for name in names if name.startswith(incomplete)]


def _profiles_like(incomplete: str) -> list[str]:
    """The profiles that a word may become."""
    return [name for name in _rulebook().profile_names if name.startswith(incomplete)]


def _words(*words: str) -> Callable[[str], list[str]]:
    """What completes a flag that has one of some words."""
    return lambda incomplete: [word for word in words if word.startswith(incomplete)]


def _reports_like(incomplete: str) -> list[str]:
    """The formats of findings that a word may become."""
    from planner import plugins

    names = ("auto", *plugins.names("planner.reports"))
    return [name for name in names if name.startswith(incomplete)]


def _schemas_like(incomplete: str) -> list[str]:
    """The schemas that a word may become."""
    from planner import plugins

    return [name for name in plugins.names("planner.schemas") if name.startswith(incomplete)]


def _rulebook() -> Any:
    """The rules and profiles there are here; a wrong configuration is not told while one types."""
    from planner.config import find
    from planner.rulebook import Rulebook

    try:
        config = find(".")
        return Rulebook(config.packs, config.folder_of("packs"))
    except PlannerError:
        return Rulebook()


Calendars = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CALENDAR", help="Calendars (.yaml, .ics, .csv, .xlsx ...), or - for stdin."
    ),
]
CalendarFile = Annotated[
    str, typer.Argument(metavar="CALENDAR", help="A calendar, or - for stdin.")
]
Output = Annotated[
    str | None, typer.Option("--output-file", "-o", metavar="FILE", help="Write to this file.")
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="md, html, ics, yaml, json, csv, xlsx, csv:TOOL."
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select", metavar="RULE", help="Judge by this rule alone.", autocompletion=_rules_like
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore", metavar="RULE", help="Judge without this rule.", autocompletion=_rules_like
    ),
]
Extended = Annotated[
    list[str] | None,
    typer.Option(
        "--extend-select",
        metavar="RULE",
        help="Judge by this rule as well.",
        autocompletion=_rules_like,
    ),
]
ProfileName = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="The set of rules; usually human.",
        autocompletion=_profiles_like,
    ),
]
Packs = Annotated[
    list[str] | None,
    typer.Option("--pack", metavar="PACK", help="A folder or package with rules of your own."),
]
Week = Annotated[
    str | None, typer.Option("--week", metavar="WEEK", help="Only this week, like 2026-W48.")
]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only from this day on.")]
Until = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Only up to, but not with, this day.")
]
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="TIME", help="The clock: what is before it is not changed."),
]
Timezone = Annotated[
    str | None, typer.Option("--timezone", metavar="ZONE", help="The calendar's zone.")
]
DefaultChannel = Annotated[
    str | None,
    typer.Option("--channel", metavar="CHANNEL", help="The channel of posts that name none."),
]
Start = Annotated[
    str | None,
    typer.Option("--start", metavar="DATE", help="Day 1, for a file that names no dates."),
]
Maps = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is. May be repeated."),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format", metavar="FORMAT", help="yaml, ics, csv ... whatever the ending says."
    ),
]
ConfigFile = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="Use this configuration.")
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Use no configuration.")]
BaselineFile = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", help="The findings that are accepted."),
]
Color = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="WHEN",
        help="auto, always or never.",
        autocompletion=_words("auto", "always", "never"),
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing when all is well.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"planner {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="Show the details of a bug.")] = False,
) -> None:
    pass


@app.command()
def lint(
    paths: Calendars = None,
    select: Select = None,
    extended: Extended = None,
    ignore: Ignore = None,
    mandatory: Annotated[
        list[str] | None,
        typer.Option(
            "--mandatory", metavar="RULE", help="Judge by this rule; nothing may silence it."
        ),
    ] = None,
    profile: ProfileName = None,
    packs: Packs = None,
    week: Week = None,
    first: First = None,
    until: Until = None,
    now: Now = None,
    timezone: Timezone = None,
    channel: DefaultChannel = None,
    start: Start = None,
    maps: Maps = None,
    fail_on: Annotated[
        str,
        typer.Option(
            metavar="LEVEL",
            help="Exit with 1 from this level on, or never.",
            autocompletion=_words(*LEVELS, "never"),
        ),
    ] = "error",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on any finding.")] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")
    ] = False,
    min_level: Annotated[
        str,
        typer.Option(
            metavar="LEVEL",
            help="Show findings from this level on.",
            autocompletion=_words(*LEVELS),
        ),
    ] = "info",
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="auto, full, concise, grouped, json, json-lines, github, gitlab, junit, sarif, "
            "rdjson or markdown. May be repeated.",
            autocompletion=_reports_like,
        ),
    ] = None,
    outputs: Annotated[
        list[str] | None,
        typer.Option(
            "--output-file", "-o", metavar="FILE", help="Where to; the n-th for the n-th format."
        ),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule.")
    ] = False,
    color: Color = "auto",
    stdin_filename: Annotated[
        str | None, typer.Option(metavar="FILE", help="What to call standard input.")
    ] = None,
    input_format: InputFormat = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    baseline: BaselineFile = None,
    no_baseline: Annotated[
        bool, typer.Option("--no-baseline", help="Tell the accepted findings as well.")
    ] = False,
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since", metavar="REF", help="Only what is worse than in git at this commit."
        ),
    ] = None,
    watch: Annotated[
        bool,
        typer.Option("--watch", "-w", help="Judge again when a file changes, until Ctrl-C."),
    ] = False,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Leave out excluded files even when named.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also tell notes and the rules that judged.")
    ] = False,
    jobs: Annotated[
        str,
        typer.Option(
            "--jobs", "-j", metavar="N", help="Judge many files in N processes; auto: one a core."
        ),
    ] = "1",
    quiet: Quiet = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what has only one cure, in the files themselves.")
    ] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option("--unsafe-fixes", help="Also fix by guesses, and by what a plan would move."),
    ] = False,
    fix_only: Annotated[
        bool, typer.Option("--fix-only", help="Fix, and do not tell what is left.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change; then exit 1.")
    ] = False,
    exit_non_zero_on_fix: Annotated[
        bool, typer.Option("--exit-non-zero-on-fix", help="Exit with 1 if anything was fixed.")
    ] = False,
) -> int:
    """Say what is out of balance in calendars, and where."""
    from planner.commands import lint as command

    return command.run(_request(command.LintRequest, locals()))


@app.command()
def baseline(
    deed: Annotated[
        str,
        typer.Argument(metavar="add|prune|show", autocompletion=_words("add", "prune", "show")),
    ],
    paths: Calendars = None,
    select: Select = None,
    extended: Extended = None,
    ignore: Ignore = None,
    profile: ProfileName = None,
    packs: Packs = None,
    now: Now = None,
    timezone: Timezone = None,
    channel: DefaultChannel = None,
    start: Start = None,
    maps: Maps = None,
    input_format: InputFormat = None,
    baseline: BaselineFile = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> int:
    """Accept what is found now, drop what is past, or show it."""
    from planner.commands import baseline as command

    return command.run(_request(command.BaselineRequest, locals()))


@app.command()
def plan(
    path: CalendarFile,
    output: Output = None,
    format: Format = None,
    week: Week = None,
    weeks: Annotated[
        int | None,
        typer.Option("--weeks", min=1, metavar="N", help="With --week: so many weeks."),
    ] = None,
    first: First = None,
    until: Until = None,
    now: Now = None,
    freeze: Annotated[
        str | None,
        typer.Option("--freeze", metavar="LENGTH", help="Change nothing so soon, like 24h or 2d."),
    ] = None,
    spread: Annotated[
        bool | None,
        typer.Option("--spread/--no-spread", help="Spread what moves and is added over the days."),
    ] = None,
    timezone: Timezone = None,
    channel: DefaultChannel = None,
    start: Start = None,
    maps: Maps = None,
    select: Select = None,
    extended: Extended = None,
    ignore: Ignore = None,
    profile: ProfileName = None,
    packs: Packs = None,
    color: Color = "auto",
    input_format: InputFormat = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    quiet: Quiet = False,
    write: Annotated[
        bool, typer.Option("--write", help="Change the calendar's own file, and only what moves.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --write would change, and why; then exit 1.")
    ] = False,
    lock: Annotated[
        str | None,
        typer.Option("--lock", metavar="FILE", help="Keep the plan here; the next is like it."),
    ] = None,
) -> int:
    """Balance a calendar with the fewest and smallest changes."""
    from planner.commands import plan as command

    return command.run(_request(command.PlanRequest, locals()))


@app.command()
def init(
    path: Annotated[str, typer.Argument(metavar="[FILE]")] = "calendar.yaml",
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it.")] = None,
    channels: Annotated[
        list[str] | None, typer.Option("--channel", metavar="CHANNEL", help="May be repeated.")
    ] = None,
    posts_per_week: Annotated[
        int | None, typer.Option(metavar="N", help="Posts per week on each channel.")
    ] = None,
    timezone: Timezone = None,
    profile: ProfileName = None,
    week: Annotated[
        str | None, typer.Option("--week", metavar="WEEK", help="The first week, like 2026-W48.")
    ] = None,
    now: Annotated[
        str | None, typer.Option("--now", metavar="TIME", help="The clock: usually the machine's.")
    ] = None,
    configure: Annotated[
        bool | None,
        typer.Option(
            "--config/--no-config", help="Write a planner.toml beside it, if there is none."
        ),
    ] = None,
    hook: Annotated[
        bool,
        typer.Option("--hook", help="Write a .pre-commit-config.yaml, if there is none."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
) -> int:
    """Write a starter calendar that is in balance; asks on a terminal."""
    from planner.commands import init as command

    asks = not any((name, channels, posts_per_week, timezone, profile, week))
    return command.run(_request(command.InitRequest, locals()))


@app.command()
def convert(
    path: CalendarFile,
    output: Output = None,
    format: Format = None,
    week: Week = None,
    first: First = None,
    until: Until = None,
    now: Now = None,
    timezone: Timezone = None,
    channel: DefaultChannel = None,
    start: Start = None,
    maps: Maps = None,
    input_format: InputFormat = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    quiet: Quiet = False,
) -> int:
    """Write a calendar in another format; nothing is changed."""
    from planner.commands import convert as command

    return command.run(_request(command.ConvertRequest, locals()))


@app.command()
def mix(
    path: CalendarFile,
    output: Output = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="table, csv, json, html, png or svg."
        ),
    ] = None,
    week: Week = None,
    first: First = None,
    until: Until = None,
    now: Annotated[
        str | None,
        typer.Option("--now", metavar="TIME", help="The clock: how long people wait by then."),
    ] = None,
    timezone: Timezone = None,
    channel: DefaultChannel = None,
    start: Start = None,
    maps: Maps = None,
    color: Color = "auto",
    input_format: InputFormat = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    quiet: Quiet = False,
) -> int:
    """Count the kinds of posts, and tell of people and goals."""
    from planner.commands import mix as command

    return command.run(_request(command.MixRequest, locals()))


@app.command()
def explain(
    what: Annotated[
        str, typer.Argument(metavar="RULE | FILE:LINE | FILE:ID", autocompletion=_rules_like)
    ],
    profile: ProfileName = None,
    packs: Packs = None,
    now: Now = None,
    timezone: Timezone = None,
    channel: DefaultChannel = None,
    start: Start = None,
    maps: Maps = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> int:
    """Say why a rule exists, or which rules touch an entry."""
    from planner.commands import explain as command

    return command.run(_request(command.ExplainRequest, locals()))


@app.command()
def rules(
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="table, json or markdown.")
    ] = "table",
    profile: ProfileName = None,
    packs: Packs = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> int:
    """List all rules."""
    from planner.commands import rules as command

    return command.run(_request(command.RulesRequest, locals()))


@app.command()
def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="calendar, config, profile or rule; report, plan or normalised for outputs.",
            autocompletion=_schemas_like,
        ),
    ],
    output: Output = None,
    packs: Packs = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> int:
    """Print a JSON Schema, for editors and other programs."""
    from planner.commands import schema as command

    return command.run(_request(command.SchemaRequest, locals()))


config_app = typer.Typer(help="See how planner is configured.")
app.add_typer(config_app, name="config")


@config_app.command("show")
def show_config(
    path: Annotated[
        str | None, typer.Argument(metavar="[CALENDAR]", help="Whose configuration to show.")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="table or json.")
    ] = "table",
    profile: ProfileName = None,
    packs: Packs = None,
    input_format: InputFormat = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> int:
    """Show each effective value and the file it comes from."""
    from planner.commands import config as command

    return command.run(_request(command.ConfigRequest, locals()))


@app.command("test")
def run_examples(
    pack: Annotated[
        str | None, typer.Argument(metavar="[PACK]", help="A folder, file or package of rules.")
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Fail a rule that no example makes fire.")
    ] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Fail a rule whose numbers no example holds in place.")
    ] = False,
) -> int:
    """Run the examples inside rules: planner's, or a pack's."""
    from planner.commands import test as command

    return command.run(_request(command.TestRequest, locals()))


def _request(kind: Any, values: dict[str, Any]) -> Any:
    """A request of what the flags say; None leaves a field as it is by default.

    An output of `-` is standard output, as if none had been named.
    """
    given = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name in kind._fields and value is not None and (name, value) != ("output", "-")
    }
    return kind(**given)


STOPPED = 130
"""What typer returns for a command that was stopped with Ctrl-C."""
_USAGE: Any = typer.BadParameter.__mro__[2]
"""The base of typer's complaints about a command line; its home differs between releases."""


def _complaint(error: Any) -> str:
    """What is wrong with a command line, and whose help tells what is right."""
    message = error.format_message().rstrip(".")
    end = "" if message.endswith("?") else "."
    command = error.ctx.command_path if error.ctx is not None else "planner"
    what = "commands" if command in {"planner", "planner config"} else "flags"
    return f"{message}{end} `{command} --help` shows the {what}."


def run_typer(arguments: list[str]) -> int:
    """Run a command line; typer's complaints become `PlannerError`, Ctrl-C stays itself.

    An empty one gets the help, and is a wrong one all the same.
    """
    try:
        code = int(app(arguments, prog_name="planner", standalone_mode=False) or 0)
    except _USAGE as error:
        if arguments:
            raise PlannerError(_complaint(error)) from None
        app(["--help"], prog_name="planner", standalone_mode=False)
        return 2
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.Exit as error:
        return int(error.exit_code)
    except SystemExit as error:
        # So end the commands of typer's own that shells call to complete words.
        return int(error.code or 0)
    if code == STOPPED:
        raise KeyboardInterrupt
    return code
