"""Files in and out: read with clear complaints, written whole or not at all."""

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from types import ModuleType

from planner import plugins
from planner.errors import PlannerError, did_you_mean, nearest, nearest_word
from planner.model import Note
from planner.named import BinaryIO, TextIO
from planner.readers import ReadOptions
from planner.source import Reading
from planner.vocabulary import CHANNELS, channel_of

ENDINGS = {
    "yml": "yaml", "ical": "ics", "icalendar": "ics", "markdown": "md", "htm": "html",
    "tsv": "csv", "jsonl": "json", "ndjson": "json",
}  # fmt: skip
"""Other names of formats; a format's module has its plain name."""
CHANGEABLE = ("yaml", "ics", "csv", "xlsx")
"""Formats of files that a plan can be put into."""
STDIN = "-"
MOST_BYTES = 64 * 1024 * 1024
"""More is read of no file; each reader has a limit of its own below this."""
SCHEDULER = "csv:"
"""What stands before the name of a scheduler in an output format."""


def read_bytes(path: str) -> bytes:
    """The content of a file, or of standard input for `-`.

    Raises `PlannerError` when there is no such file or it cannot be read.
    """
    try:
        if path == STDIN and sys.stdin is None:
            raise PlannerError("Standard input is closed; give it a calendar: < calendar.yaml.")
        if path == STDIN:
            return _within_reason(path, sys.stdin.buffer.read(MOST_BYTES + 1))
        if os.path.isdir(path):
            raise PlannerError(_about_folder(path))
        with open(path, "rb", opener=_open_at_once) as file:
            return _within_reason(path, _first_byte_of_a_pipe(file) + file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        folder = os.path.dirname(path) or "."
        others = os.listdir(folder) if os.path.isdir(folder) else []
        hint = nearest(os.path.basename(path), others)
        raise PlannerError(f"{path}: there is no such file{hint}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PlannerError(f"{path}: cannot be read ({reason}).") from None


def _within_reason(path: str, data: bytes) -> bytes:
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // 2**20
        raise PlannerError(f"{path}: is larger than {size} MiB, so it is no calendar.")
    return data


def _open_at_once(path: str, flags: int) -> int:
    """Open a file; a pipe without anybody at its other end would be waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _first_byte_of_a_pipe(file: BinaryIO) -> bytes:
    """What shows that somebody writes to a pipe, and nothing of a file; both can be read on."""
    handle = file.fileno()
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return b""
    first = b""
    if stat.S_ISFIFO(mode):
        try:
            first = os.read(handle, 1)
        except BlockingIOError:  # it will come
            first = b""
        else:
            if not first:
                raise PlannerError(f"{file.name}: is a pipe, and nobody writes to it.")
    os.set_blocking(handle, True)
    return first


def _about_folder(path: str) -> str:
    calendars = sorted(
        name for name in os.listdir(path) if name.endswith((".yaml", ".yml", ".ics"))
    )
    example = f", for example {os.path.join(path, calendars[0])}" if calendars else ""
    return f"{path}: is a folder; name the calendars in it{example}."


def read_calendar(path: str, options: ReadOptions, input_format: str | None = None) -> Reading:
    """Read a calendar; its format is the one given, or its ending's, or what its start looks like.

    A folder of files with one post each is read as one calendar. Raises `PlannerError` when the
    file is missing or of a format that planner does not read.
    """
    if input_format is None and path != STDIN and os.path.isdir(path):
        from planner.imports.folder import read_folder

        reading = read_folder(path, options)
        if reading is not None:
            return reading
    data = read_bytes(path)
    name = "<stdin>" if path == STDIN else path
    return read_data(name, data, options, input_format)


def read_data(
    name: str, data: bytes, options: ReadOptions, input_format: str | None = None
) -> Reading:
    """Read the content of a calendar file; `name` gives its ending and stands in messages."""
    chosen = format_of(name, data, input_format)
    reader = find_module("planner.readers", chosen)
    if reader is None:
        known = plugins.names("planner.readers")
        hint = nearest(chosen, known) if input_format else ""
        raise PlannerError(
            f"{name}: planner does not read .{chosen} files{hint}; it reads {', '.join(known)}."
        )
    reading: Reading = reader.read(name, data, options)
    return _with_channel(reading, options.channel)


def _with_channel(reading: Reading, channel: str | None) -> Reading:
    """The reading with a note about the channel of all posts, where that may be mistyped."""
    if channel is None or channel_of(channel):
        return reading
    meant = nearest_word(channel, CHANNELS)
    if meant is None or any(it.name == channel for it in reading.calendar.channels):
        return reading
    message = f'"{channel}" is no channel that planner knows{did_you_mean(meant)}; it is kept.'
    return reading._replace(notes=(*reading.notes, Note(message)))


def format_of(name: str, data: bytes, input_format: str | None = None) -> str:
    """The format of a calendar: the one given, or its ending's, or what its start looks like."""
    return input_format or _ending(name) or _guess(data)


def format_name(name: str, data: bytes, input_format: str | None = None) -> str:
    """The plain name of a calendar's format, however its file ends."""
    found = format_of(name, data, input_format).lower()
    return ENDINGS.get(found, found)


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].removeprefix(".").lower()


def _guess(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    start = data[:200].lstrip(b"\xef\xbb\xbf\r\n \t").upper()
    if start.startswith(b"BEGIN:"):
        return "ics"
    if start[:1] not in b"[{" or not start.lstrip(b"[{\r\n \t").startswith(b'"'):
        return "yaml"
    # YAML may begin like JSON too, but only there names stand without quotes.
    import re

    return "yaml" if re.search(rb"[\[{,]\s*[A-Za-z][\w-]*:", data[:2000]) else "json"


def find_module(package: str, name: str) -> ModuleType | None:
    """The module for a format (`yaml`, `yml`, `md` ...) in a package of readers or renderers."""
    return plugins.find(package, ENDINGS.get(name.lower(), name.lower()))


def output_format(output: str | None, chosen: str | None, usual: str) -> str:
    """The format of an output: the one chosen, else by the file's ending, else the usual one.

    `csv:buffer` is the CSV of a scheduler. Raises `PlannerError` for a format or a scheduler that
    planner does not write.
    """
    name = chosen or (_ending(output) if output else "") or usual
    if name.lower().startswith(SCHEDULER):
        return _scheduler(name.lower())
    if find_module("planner.renderers", name) is None:
        known = plugins.names("planner.renderers")
        what = f'the format "{name}"' if chosen or not output else f".{name} files"
        raise PlannerError(
            f"planner does not write {what}{nearest(name, known)}; it writes {', '.join(known)}."
        )
    return ENDINGS.get(name.lower(), name.lower())


def _scheduler(name: str) -> str:
    from planner.exports.dialect import load

    load(name.removeprefix(SCHEDULER))
    return name


def write_text(path: str, content: str | bytes) -> None:
    """Write a file whole or not at all: a temporary file beside it is synced and renamed.

    Raises `PlannerError` when it cannot be written; then the old file is as it was.
    """
    write_all({path: content})


def write_all(contents: Mapping[str, str | bytes]) -> None:
    """Write several files, all of them or none: none takes its place before all are on disk.

    Raises `PlannerError` when one cannot be written; then the old files are as they were.
    """
    prepared: dict[str, str] = {}
    try:
        for path, content in contents.items():
            data = content if isinstance(content, bytes) else content.encode()
            try:
                if _is_special(path):
                    _write_through(path, data)
                else:
                    _prepare(path, data, prepared)
            except OSError as error:
                raise _unwritable(path, error) from None
        _put_in_place(prepared)
    finally:
        _remove(prepared.values())


def replace_content(path: str, before: bytes, after: bytes) -> None:
    """Give a file other content, whole or not at all, if it still has the one that was read.

    Raises `PlannerError` when it has not, or cannot be written; then it is as it was.
    """
    prepared: dict[str, str] = {}
    try:
        try:
            if not os.access(path, os.W_OK):
                raise PermissionError(None, "it is read-only")
            _prepare(path, after, prepared)
            found = _content(os.path.realpath(path))
        except OSError as error:
            raise _unwritable(path, error) from None
        if found != before:
            raise PlannerError(
                f"{path}: was changed by somebody else meanwhile, so nothing is written. "
                "Run the command again."
            )
        _put_in_place(prepared)
    finally:
        _remove(prepared.values())


def _remove(temporary_files: Iterable[str]) -> None:
    for temporary in temporary_files:
        if os.path.exists(temporary):
            os.unlink(temporary)


def _is_special(path: str) -> bool:
    """Whether something stands there that is no file: a device or a pipe."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def _write_through(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _unwritable(path: str, error: OSError) -> PlannerError:
    return PlannerError(f"{path}: cannot be written ({error.strerror or error}).")


def _prepare(path: str, data: bytes, prepared: dict[str, str]) -> None:
    """The content on disk in a temporary file, which is remembered for its path."""
    import tempfile

    if os.path.isdir(path):
        raise PlannerError(f"{path}: is a folder; name a file to write.")
    target = os.path.realpath(path)
    handle, prepared[path] = tempfile.mkstemp(
        prefix=".planner-", suffix=".tmp", dir=os.path.dirname(target)
    )
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(prepared[path], _mode_of(target))


def _put_in_place(prepared: Mapping[str, str]) -> None:
    """Rename every temporary file; should one fail, those before it get their old content back."""
    before: dict[str, bytes | None] = {}
    for path, temporary in prepared.items():
        target = os.path.realpath(path)
        try:
            before[target] = _content(target) if len(prepared) > 1 else None
            os.replace(temporary, target)
        except OSError as error:
            before.pop(target, None)
            _take_back(before)
            raise _unwritable(path, error) from None


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _take_back(before: Mapping[str, bytes | None]) -> None:
    """The files as they were; one that was not there goes."""
    for path, data in before.items():
        if data is None:
            os.unlink(path)
        else:
            with open(path, "wb") as file:
                file.write(data)


def _mode_of(path: str) -> int:
    """The permissions of a file, or those that a new one gets."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def refuse_same_file(source: str, output: str | None) -> None:
    """Raise `PlannerError` when an output would overwrite the calendar it is made from."""
    if output and source != STDIN and os.path.exists(output) and os.path.samefile(source, output):
        raise PlannerError(f"{output}: is the calendar itself; name another file to write to.")


def emit(text: str | bytes, *, encoding: str | None = None) -> None:
    """Print to standard output; a reader that has gone away is no error.

    Without an `encoding` it is the terminal's, and what it lacks becomes a question mark.
    Raises `PlannerError` when it cannot be written, as on a full disk.
    """
    stream = sys.stdout
    data = text
    if isinstance(data, str):
        data = data.encode(encoding or stream.encoding or "utf-8", "replace")
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.flush()
    except BrokenPipeError:
        _give_up(stream)
    except OSError as error:
        _give_up(stream)
        reason = error.strerror or error
        raise PlannerError(f"Standard output cannot be written ({reason}).") from None


def _give_up(stream: TextIO) -> None:
    """Python flushes a stream once more at exit; give it somewhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def say(text: str) -> None:
    """Print a line to standard error, without what could command a terminal."""
    from planner.wording import visible

    data = (visible(text) + "\n").encode(sys.stderr.encoding or "utf-8", "replace")
    try:
        sys.stderr.buffer.write(data)
        sys.stderr.flush()
    except OSError:
        _give_up(sys.stderr)
