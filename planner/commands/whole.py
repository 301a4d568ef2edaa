"""Files of a calendar that spans several: judged with the rest of it, told of by themselves.

The configuration names the calendar, a folder; a hook names those of its files that are changed.
"""

import os
from collections.abc import Iterable
from fnmatch import fnmatch

from planner import files
from planner.config import Config
from planner.errors import PlannerError
from planner.model import Finding
from planner.named import NamedTuple
from planner.readers import ReadOptions
from planner.reports import Judgement

Todo = list[tuple[str, Config]]


class Whole(NamedTuple):
    """What to judge for the paths that were named, and of which files to tell.

    `told` has the absolute paths of the named files for each folder that is judged for their sake.
    """

    todo: Todo
    told: dict[str, set[str]]


def whole_calendars(todo: Todo) -> Whole:
    """The paths, with a folder once in the place of the files in it that are a part of it."""
    parts: dict[str, frozenset[str]] = {}
    named = {path for path, _config in todo}
    found: Todo = []
    told: dict[str, set[str]] = {}
    for path, config in todo:
        file = os.path.abspath(path)
        folder = None if path == files.STDIN else _folder_of(file, config, parts)
        if folder is None:
            found.append((path, config))
        elif folder not in named:
            if folder not in told:
                found.append((folder, config))
            told.setdefault(folder, set()).add(file)
    return Whole(found, told)


def of_named_files(judgement: Judgement, told: dict[str, set[str]]) -> Judgement:
    """The judgement with what is found in the files that were named, or in which they have a part.

    The entry that tips a window may stand in a file that nobody has changed.
    """
    source = judgement.reading.source
    named = told.get(source.name)
    if named is None:
        return judgement

    def is_told(finding: Finding) -> bool:
        places = (finding.place, *(place for place, _entry in finding.related))
        return any(os.path.abspath(source.place(place).file) in named for place in places)

    return judgement._replace(findings=tuple(filter(is_told, judgement.findings)))


def _folder_of(file: str, config: Config, parts: dict[str, frozenset[str]]) -> str | None:
    """The folder that a file is a part of, if the configuration names it as a calendar."""
    for above in _folders_above(file, config):
        folder = os.path.relpath(above)
        if folder not in parts:
            parts[folder] = frozenset(_parts(folder))
        if file in parts[folder]:
            return folder
    return None


def _folders_above(file: str, config: Config) -> Iterable[str]:
    """The folders from a file up to the configuration that are named there as calendars."""
    top = os.path.abspath(config.folder_of("calendars"))
    above = os.path.dirname(file)
    while above.startswith(top + os.sep):
        words = os.path.relpath(above, top).split(os.sep)
        if any(_fits(words, pattern.rstrip("/").split("/")) for pattern in config.calendars):
            yield above
        above = os.path.dirname(above)


def _fits(words: list[str], pattern: list[str]) -> bool:
    """Whether a path is what a pattern names, part by part; ** is any number of folders."""
    if not pattern:
        return not words
    if pattern[0] == "**":
        return any(_fits(words[number:], pattern[1:]) for number in range(len(words) + 1))
    return bool(words) and fnmatch(words[0], pattern[0]) and _fits(words[1:], pattern[1:])


def _parts(folder: str) -> Iterable[str]:
    """The files of a folder that is a calendar; none where it is a folder of calendars."""
    from planner.imports.folder import read_folder

    try:
        reading = read_folder(folder, ReadOptions())
    except PlannerError:
        return ()
    return (os.path.abspath(part.name) for part in reading.source.parts) if reading else ()
