"""`planner convert`: any readable calendar into any writable format, nothing changed."""

from typing import NamedTuple

from planner import files
from planner.commands.clock import parse_now, parse_span
from planner.commands.lint import configuration, read_options
from planner.reports import Judgement, concise
from planner.source import Reading


class ConvertRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    path: str
    output: str | None = None
    format: str | None = None
    week: str | None = None
    first: str | None = None
    until: str | None = None
    now: str | None = None
    timezone: str | None = None
    channel: str | None = None
    input_format: str | None = None
    config: str | None = None
    isolated: bool = False
    quiet: bool = False


def run(request: ConvertRequest) -> int:
    """Write the calendar in another format; 1 when an error was found in reading it."""
    files.refuse_same_file(request.path, request.output)
    chosen = files.output_format(request.output, request.format, "yaml")
    config = configuration(request.path, request.config, isolated=request.isolated)
    options = read_options(config, request.timezone, request.channel)
    first, until = parse_span(request.week, request.first, request.until)
    options = options._replace(first=first, until=until, now=parse_now(request.now))
    reading = files.read_calendar(request.path, options, request.input_format)
    renderer = files.find_module("planner.renderers", chosen)
    assert renderer is not None
    text = renderer.render_calendar(reading)
    if request.output is None:
        files.emit(text, encoding=None if chosen == "terminal" else "utf-8")
    else:
        files.write_text(request.output, text)
    if not request.quiet:
        _tell(reading, request.output)
    return 1 if any(finding.level == "error" for finding in reading.findings) else 0


def _tell(reading: Reading, output: str | None) -> None:
    """What was found and assumed, and where the result is."""
    if reading.findings:
        judged = Judgement(reading, reading.findings)
        files.say(concise.report([judged], color=False, width=80).rstrip())
    for note in reading.notes:
        files.say(f"note: {reading.source.where(note.place)}: {note.message}")
    if output:
        files.say(f"The calendar is in {output}.")
