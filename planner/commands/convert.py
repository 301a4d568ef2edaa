"""`planner convert`: any readable calendar into any writable format, nothing changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from planner import files
from planner.commands.clock import parse_now, parse_span
from planner.commands.lint import configuration, read_options
from planner.commands.past import clock_for
from planner.model import Note
from planner.reports import Judgement, concise
from planner.source import Reading, Source


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
    start: str | None = None
    maps: tuple[str, ...] = ()
    input_format: str | None = None
    config: str | None = None
    isolated: bool = False
    quiet: bool = False


def run(request: ConvertRequest) -> int:
    """Write the calendar in another format; 1 when an error was found in reading it."""
    files.refuse_same_file(request.path, request.output)
    chosen = files.output_format(request.output, request.format, "yaml")
    config = configuration(request.path, request.config, isolated=request.isolated)
    options = read_options(config, request)
    first, until = parse_span(request.week, request.first, request.until)
    clock = parse_now(request.now)
    options = options._replace(first=first, until=until, now=clock)
    reading = files.read_calendar(request.path, options, request.input_format)
    done = 0
    if chosen.startswith(files.SCHEDULER):
        done = _export(reading, request, chosen, clock)
    else:
        _write(reading, request, chosen)
    return 1 if any(finding.level == "error" for finding in reading.findings) else done


def _write(reading: Reading, request: ConvertRequest, chosen: str) -> None:
    if _narrows(request):
        reading = reading._replace(source=_of_its_own(reading.source))
    renderer = files.find_module("planner.renderers", chosen)
    assert renderer is not None
    content = renderer.render_calendar(reading)
    if request.output is None:
        files.emit(content, encoding=None if chosen == "terminal" else "utf-8")
    else:
        files.write_text(request.output, content)
    if not request.quiet:
        _tell(reading, reading.notes)
        if request.output:
            files.say(f"The calendar is in {request.output}.")


def _narrows(request: ConvertRequest) -> bool:
    """Whether something else was asked for than the file as it stands."""
    asked = request.week, request.first, request.until, request.timezone, request.channel
    return any(value is not None for value in (*asked, request.start)) or bool(request.maps)


def _of_its_own(source: Source) -> Source:
    """The same places, but not a file that a renderer could hand on as it is."""
    return Source(source.name, source.data, source.find, source.parts, source.original)


def _export(reading: Reading, request: ConvertRequest, chosen: str, clock: datetime) -> int:
    from planner.commands.export import ExportRequest, run_export

    given = request.now is not None
    now, note = clock_for(reading.calendar, clock, given=given, done="written")
    if not request.quiet:
        _tell(reading, (*note, *reading.notes))
    wanted = ExportRequest(chosen, request.path, request.output, now, request.quiet)
    return run_export(reading.calendar, reading.source, wanted)


def _tell(reading: Reading, notes: Iterable[Note]) -> None:
    """What was found and assumed."""
    if reading.findings:
        judged = Judgement(reading, reading.findings)
        files.say(concise.report([judged], color=False, width=80).rstrip())
    for note in notes:
        files.say(f"note: {reading.source.where(note.place)}: {note.message}")
