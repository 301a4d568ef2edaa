"""The lock of plans: a file that keeps what was planned, so that the next plan is like it."""

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from planner import files
from planner.baseline import path_inside
from planner.config import Config
from planner.errors import PlannerError
from planner.plan.memory import Memory

VERSION = 1
MOST_BYTES = 100_000_000
"""A file larger than this is no lock."""
_PARTS = ("plan", "solved")
_AGAIN = "Delete it and plan again"


class Lock(NamedTuple):
    """A lock as it was read (None: there is no file yet), and the memory of one calendar.

    `calendars` has the parts of all calendars that it keeps plans of, by their path from its
    folder; `name` is that of this one.
    """

    path: str
    content: bytes | None
    calendars: Mapping[str, Any]
    name: str
    memory: Memory


def path_of(config: Config, given: str | None) -> str | None:
    """The lock that a flag names, or the configuration, which means it from its own folder."""
    if given is not None or config.plan.lock is None:
        return given
    return os.path.normpath(os.path.join(config.folder_of("plan", "lock"), config.plan.lock))


def check_place(path: str, calendar: str, output: str | None) -> None:
    """Raise `PlannerError` when the lock would overwrite the calendar or the plan."""
    files.refuse_same_file(calendar, path)
    if output is not None and os.path.realpath(output) == os.path.realpath(path):
        raise PlannerError(
            f"{path}: is to be the lock and the plan; name another file for one of them."
        )


def read(path: str, calendar: str) -> Lock:
    """Read a lock; one that is not there yet is empty.

    Raises `PlannerError` when the file is no lock or a damaged one.
    """
    name = path_inside("<stdin>" if calendar == files.STDIN else calendar, path)
    if not os.path.lexists(path):
        return Lock(path, None, {}, name, Memory())
    if not os.path.isfile(path) or os.path.getsize(path) > MOST_BYTES:
        raise PlannerError(f"{path}: is no lock of plans; name another file.")
    content = files.read_bytes(path)
    calendars = _calendars(path, content)
    try:
        memory = Memory(calendars.get(name))
    except ValueError:
        raise PlannerError(f"{path}: what this lock says of {name} is damaged. {_AGAIN}.") from None
    return Lock(path, content, calendars, name, memory)


def _calendars(path: str, content: bytes) -> Mapping[str, Any]:
    root = _root(path, content)
    version = root.get("version") if isinstance(root, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise PlannerError(
            f"{path}: has the version {version}, and this planner reads version {VERSION}. "
            f"Use a newer planner. Or: {_AGAIN[0].lower()}{_AGAIN[1:]}."
        )
    calendars = root.get("calendars") if version == VERSION else None
    if not isinstance(calendars, dict):
        raise PlannerError(f"{path}: is no lock of plans; name another file.")
    for name, parts in calendars.items():
        if not isinstance(parts, dict) or not all(
            isinstance(parts.get(key), list) for key in _PARTS
        ):
            raise PlannerError(f"{path}: what this lock says of {name} is damaged. {_AGAIN}.")
    return calendars


def _root(path: str, content: bytes) -> Any:
    import json

    for number, line in enumerate(content.splitlines(), start=1):
        if line.startswith((b"<<<<<<< ", b">>>>>>> ")):
            raise PlannerError(
                f"{path}:{number}:1: this lock is damaged: a merge was not finished here. {_AGAIN}."
            )
    try:
        return json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise PlannerError(f"{place}: this lock is damaged. {_AGAIN}.") from None
    except (ValueError, RecursionError):
        raise PlannerError(f"{path}: this lock is damaged. {_AGAIN}.") from None


def write(lock: Lock, data: Mapping[str, Any]) -> None:
    """Write the lock with the plan of its calendar, unless it says all that already.

    Raises `PlannerError` when it cannot be written; then it is as it was.
    """
    calendars = {**lock.calendars, lock.name: data}
    try:
        text = "\n".join(_lines(calendars)) + "\n"
    except RecursionError:
        raise PlannerError(f"{lock.path}: this lock is damaged. {_AGAIN}.") from None
    content = text.encode("utf-8", "replace")
    if content != lock.content:
        files.write_text(lock.path, content)


def _lines(calendars: Mapping[str, Any]) -> Iterator[str]:
    """A line for each entry, for diffs and merges."""
    import json

    yield "{"
    yield f'  "version": {VERSION},'
    yield '  "calendars": {'
    for name in sorted(calendars):
        yield f"    {json.dumps(name, ensure_ascii=False)}: {{"
        for key in _PARTS:
            entries = [json.dumps(it, ensure_ascii=False) for it in calendars[name][key]]
            comma = "" if key == _PARTS[-1] else ","
            if not entries:
                yield f'      "{key}": []{comma}'
                continue
            yield f'      "{key}": ['
            yield from (f"        {entry}," for entry in entries[:-1])
            yield f"        {entries[-1]}"
            yield f"      ]{comma}"
        yield "    }" + ("" if name == max(calendars) else ",")
    yield "  }"
    yield "}"
