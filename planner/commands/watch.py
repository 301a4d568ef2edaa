"""`planner lint --watch`: judge, and again whenever a file changes that the findings depend on."""

import os
import sys
from collections.abc import Iterable, Iterator
from glob import iglob
from time import sleep, strftime
from typing import NamedTuple

from planner import files
from planner.commands.judging import baseline_of, judgements_of
from planner.commands.lint import LintRequest, calendars, choice_of, configuration, tell
from planner.commands.outputs import Output
from planner.config import FILES, Config
from planner.errors import PlannerError
from planner.rulebook import pack_folder
from planner.wording import counted, listed, visible

EVERY = 0.5
"""Seconds between two looks at the files."""
_SOON = 0.1
_LOOKS = 10
"""How often to look again at what is being written, before it is judged as it is."""
_MOST_NAMES = 3
_CLEAR = "\x1b[2J\x1b[H"
Stamps = dict[str, tuple[int, ...]]
"""Of each file that there is what changes with its content."""


class Places(NamedTuple):
    """What a run depends on: files, also those that may come, and folders of which all counts.

    `patterns` are those of calendars, each with the folder it starts from.
    """

    calendars: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()


def watch(request: LintRequest, outputs: list[Output]) -> int:
    """Judge until Ctrl-C, which raises `KeyboardInterrupt`; 0 when nobody reads any more.

    What is wrong with files is told, and waited for to be mended. Raises `PlannerError` for what
    no change of a file would mend.
    """
    _check(request)
    was_read, besides = _is_read(), {os.path.realpath(it.file) for it in outputs}
    while True:
        places = places_of(request)
        before = _stamps(places, besides)
        _judge(request, outputs)
        if was_read and not _is_read():
            return 0
        if not request.quiet:
            files.say(_status(places, before))
        _wait(places, before, besides)


def _check(request: LintRequest) -> None:
    if files.STDIN in request.paths:
        raise PlannerError("--watch looks at files, and - is none; name the calendar itself.")
    for path in request.paths:
        if not os.path.exists(path):
            files.read_bytes(path)  # says so, with the nearest name


def _judge(request: LintRequest, outputs: list[Output]) -> None:
    """Tell what is found now, or what is wrong; a terminal has nothing else on it."""
    if sys.stdout.isatty() and not _is_plain():
        files.emit(_CLEAR)
    try:
        tell(judgements_of(request), request, outputs)
    except PlannerError as error:
        files.say(f"planner: {error}")


def _is_plain() -> bool:
    """Whether the terminal knows no commands, as those inside editors."""
    return os.environ.get("TERM") == "dumb"


def _is_read() -> bool:
    """Whether standard output goes anywhere: it does not when a reader has gone away."""
    try:
        return not os.path.samestat(os.fstat(sys.stdout.fileno()), os.stat(os.devnull))
    except OSError:
        return True


def _status(places: Places, stamps: Stamps) -> str:
    named = [visible(path) for path in places.calendars if path in stamps]
    others = len(stamps) - len(named)
    what = listed(named) if len(named) <= _MOST_NAMES else counted(len(named), "calendar")
    told = [it for it in (what, f"{counted(others, 'other file')}" if others else "") if it]
    waiting = f"a change of {' or '.join(told)}" if told else "a calendar or a configuration"
    return f"Judged at {strftime('%H:%M:%S')}. Waiting for {waiting}; Ctrl-C ends."


def _wait(places: Places, before: Stamps, besides: set[str]) -> None:
    """Return when something has changed and nothing changes any more.

    Editors write in several steps, and some take the old file away before the new one is there.
    """
    now = before
    while now == before:
        sleep(EVERY)
        now = _stamps(places, besides)
    for _look in range(_LOOKS):
        last = now
        sleep(_SOON)
        now = _stamps(places, besides)
        if now == last and before.keys() <= now.keys():
            return


def places_of(request: LintRequest) -> Places:
    """Where to look; while a configuration is wrong nothing is known but where it is."""
    try:
        usual = [] if request.paths else [_usual(request)]
        todo = list(calendars(request))
    except PlannerError:
        usual, todo = [], [(path, Config()) for path in request.paths]
    paths = [path for path, _config in todo]
    configs = {config.file: config for config in (*usual, *(config for _path, config in todo))}
    baselines = [baseline_of(it, request.baseline) for it in configs.values()]
    extended = [file for it in configs.values() for file in it.origins.values() if file]
    folders = [path for path in paths if os.path.isdir(path)]
    return Places(
        tuple(dict.fromkeys(path for path in paths if path not in folders)),
        tuple(dict.fromkeys((*_settings(request, paths), *extended, *baselines))),
        tuple(dict.fromkeys((*folders, *_packs(configs.values(), request)))),
        tuple(
            (pattern, config.folder_of("calendars"))
            for config in usual
            for pattern in config.calendars
        ),
    )


def _usual(request: LintRequest) -> Config:
    """The configuration that names the calendars where no flag does."""
    return configuration(files.STDIN, request.config, isolated=request.isolated)


def _settings(request: LintRequest, paths: list[str]) -> Iterator[str]:
    """The files that are configurations, or would be the nearest one if they came."""
    if request.isolated:
        return
    if request.config is not None:
        yield request.config
        return
    starts = [os.path.abspath(path) for path in (*paths, *([] if request.paths else [files.STDIN]))]
    folders = {os.path.dirname(path) for path in starts}
    while folders:
        yield from (os.path.join(folder, name) for folder in sorted(folders) for name in FILES)
        folders = {os.path.dirname(folder) for folder in folders} - folders


def _packs(configs: Iterable[Config], request: LintRequest) -> Iterator[str]:
    """The folders of the packs with rules of one's own."""
    for config in configs:
        choice = choice_of(config, request)
        for pack in choice.packs:
            try:
                yield pack_folder(pack, choice.folder)
            except PlannerError:
                yield os.path.join(choice.folder, pack)


def _stamps(places: Places, besides: set[str]) -> Stamps:
    """How all files are now that are there, but for those that planner writes itself."""
    found: Stamps = {}
    for path in _files(places):
        if path not in found and os.path.realpath(path) not in besides:
            try:
                stat = os.stat(path)
            except (OSError, ValueError):
                continue
            found[path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return found


def _files(places: Places) -> Iterator[str]:
    yield from (*places.calendars, *places.settings)
    for top in places.folders:
        for folder, _folders, names in os.walk(top):
            yield from (os.path.join(folder, name) for name in names)
    for pattern, top in places.patterns:
        found = iglob(pattern, root_dir=top, recursive=True)
        yield from (os.path.relpath(os.path.join(top, name)) for name in found)
