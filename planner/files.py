"""Files in and out: read with clear complaints, written whole or not at all."""

import os
import sys
from types import ModuleType

from planner.errors import PlannerError, nearest
from planner.readers import ReadOptions
from planner.source import Reading

ENDINGS = {
    "yml": "yaml", "ical": "ics", "icalendar": "ics", "markdown": "md", "htm": "html",
}  # fmt: skip
"""Other names of formats; a format's module has its plain name."""
STDIN = "-"


def read_bytes(path: str) -> bytes:
    """The content of a file, or of standard input for `-`.

    Raises `PlannerError` when there is no such file or it cannot be read.
    """
    try:
        if path == STDIN:
            return sys.stdin.buffer.read()
        if os.path.isdir(path):
            raise PlannerError(_about_folder(path))
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        folder = os.path.dirname(path) or "."
        others = os.listdir(folder) if os.path.isdir(folder) else []
        hint = nearest(os.path.basename(path), others)
        raise PlannerError(f"{path}: there is no such file{hint}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PlannerError(f"{path}: cannot be read ({reason}).") from None


def _about_folder(path: str) -> str:
    calendars = sorted(
        name for name in os.listdir(path) if name.endswith((".yaml", ".yml", ".ics"))
    )
    example = f", for example {os.path.join(path, calendars[0])}" if calendars else ""
    return f"{path}: is a folder; name the calendars in it{example}."


def read_calendar(path: str, options: ReadOptions, input_format: str | None = None) -> Reading:
    """Read a calendar; its format is the one given, or its ending's, or what its start looks like.

    Raises `PlannerError` when the file is missing or of a format that planner does not read.
    """
    data = read_bytes(path)
    name = "<stdin>" if path == STDIN else path
    return read_data(name, data, options, input_format)


def read_data(
    name: str, data: bytes, options: ReadOptions, input_format: str | None = None
) -> Reading:
    """Read the content of a calendar file; `name` gives its ending and stands in messages."""
    chosen = input_format or _ending(name) or _guess(data)
    reader = find_module("planner.readers", chosen)
    if reader is None:
        known = names_in("planner.readers")
        hint = nearest(chosen, known) if input_format else ""
        raise PlannerError(
            f"{name}: planner does not read .{chosen} files{hint}; it reads {', '.join(known)}."
        )
    reading: Reading = reader.read(name, data, options)
    return reading


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].removeprefix(".").lower()


def _guess(data: bytes) -> str:
    return (
        "ics" if data[:200].lstrip(b"\xef\xbb\xbf\r\n \t").upper().startswith(b"BEGIN:") else "yaml"
    )


def find_module(package: str, name: str) -> ModuleType | None:
    """The module for a format (`yaml`, `yml`, `md` ...) in a package of readers or renderers."""
    from importlib import import_module
    from importlib.util import find_spec

    plain = ENDINGS.get(name.lower(), name.lower())
    if not plain.isidentifier() or find_spec(f"{package}.{plain}") is None:
        return None
    return import_module(f"{package}.{plain}")


def names_in(package: str) -> list[str]:
    """The formats that have a module in a package."""
    from importlib import import_module
    from pkgutil import iter_modules

    return sorted(module.name for module in iter_modules(import_module(package).__path__))


def output_format(output: str | None, chosen: str | None, usual: str) -> str:
    """The format of an output: the one chosen, else by the file's ending, else the usual one.

    Raises `PlannerError` for a format that planner does not write.
    """
    name = chosen or (_ending(output) if output else "") or usual
    if find_module("planner.renderers", name) is None:
        known = names_in("planner.renderers")
        what = f'the format "{name}"' if chosen or not output else f".{name} files"
        raise PlannerError(
            f"planner does not write {what}{nearest(name, known)}; it writes {', '.join(known)}."
        )
    return ENDINGS.get(name.lower(), name.lower())


def write_text(path: str, text: str) -> None:
    """Write a file whole or not at all: a temporary file beside it is synced and renamed.

    Raises `PlannerError` when it cannot be written; then the old file is as it was.
    """
    import tempfile

    if os.path.isdir(path):
        raise PlannerError(f"{path}: is a folder; name a file to write.")
    target = os.path.realpath(path)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(
            prefix=".planner-", suffix=".tmp", dir=os.path.dirname(target)
        )
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode_of(target))
        os.replace(temporary, target)
    except OSError as error:
        raise PlannerError(f"{path}: cannot be written ({error.strerror or error}).") from None
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


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


def emit(text: str, *, encoding: str | None = None) -> None:
    """Print to standard output; a reader that has gone away is no error.

    Without an `encoding` it is the terminal's, and what it lacks becomes a question mark.
    """
    stream = sys.stdout
    data = text.encode(encoding or stream.encoding or "utf-8", "replace")
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit; give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def say(text: str) -> None:
    """Print a line to standard error."""
    data = (text + "\n").encode(sys.stderr.encoding or "utf-8", "replace")
    try:
        sys.stderr.buffer.write(data)
        sys.stderr.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
