"""What `-f csv:NAME` does: the files of a scheduler, written all or none, and what is left out."""

import os
from datetime import datetime
from typing import NamedTuple

from planner import files
from planner.errors import PlannerError
from planner.exports.dialect import load
from planner.exports.export import Export, ExportFile, called, export
from planner.model import Calendar, Post
from planner.source import Source
from planner.wording import counted, listed


class ExportRequest(NamedTuple):
    """The format as asked for, the calendar's path, the output and the clock (None: no past)."""

    format: str
    path: str
    output: str | None
    now: datetime | None
    quiet: bool = False


def run_export(calendar: Calendar, source: Source, request: ExportRequest) -> int:
    """Write the files and say what is not in them; 1 when no post is ready."""
    dialect = load(request.format.removeprefix(files.SCHEDULER))

    def has_status(post: Post) -> bool:
        return bool(post.route) and source.find((*post.route, "status")) is not None

    done = export(calendar, dialect, request.now, has_status)
    paths = _write(done, request)
    if not request.quiet:
        _tell(done, source)
        if paths:
            written = [f"{path} ({counted(item.posts, 'post')})" for path, item in paths]
            files.say(f"The posts for {dialect.title} are in {listed(written)}.")
    if not done.files:
        files.say(f"No post is ready for {dialect.title}, so no file was written.")
    return 0 if done.files else 1


def _write(done: Export, request: ExportRequest) -> list[tuple[str, ExportFile]]:
    """Write every file beside the output's name, or print the only one."""
    if request.output is None:
        if len(done.files) > 1:
            raise PlannerError(
                f"There are {len(done.files)} files to write; give them a name with -o week.csv."
            )
        for item in done.files:
            files.emit(item.text, encoding="utf-8")
        return []
    stem, ending = os.path.splitext(request.output)
    paths = [(f"{stem}{item.suffix}{ending or '.csv'}", item) for item in done.files]
    for path, _ in paths:
        files.refuse_same_file(request.path, path)
    files.write_all({path: item.text for path, item in paths})
    return paths


def _tell(done: Export, source: Source) -> None:
    for message in done.notes:
        files.say(f"note: {message}")
    for item in done.left_out:
        where = source.where(item.post.route) if item.post.route else source.name
        files.say(f"left out: {where}: {called(item.post)}: {item.why}.")
