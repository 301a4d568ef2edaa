"""`planner plan --write` and `--diff`: a plan put into the very file of its calendar."""

import os
from collections.abc import Iterator
from datetime import date

from planner import files
from planner.errors import PlannerError
from planner.model import Plan
from planner.named import NamedTuple
from planner.readers import ReadOptions
from planner.source import Reading

BINARY = "xlsx"
_COLOURS = {b"-": b"31", b"+": b"32", b"@": b"36"}
"""Colours of the lines of a diff by how they begin."""


class Target(NamedTuple):
    """The file that a plan goes into, and how it was read."""

    path: str
    reading: Reading
    options: ReadOptions
    input_format: str | None = None

    @property
    def format(self) -> str:
        """The name of its format."""
        source = self.reading.source
        return files.format_name(source.name, source.original, self.input_format)


class Manner(NamedTuple):
    """How to tell what is done."""

    quiet: bool
    color: bool
    width: int


def check_flags(*, write: bool, diff: bool, elsewhere: bool) -> None:
    """Raise `PlannerError` for flags that exclude each other."""
    if write and diff:
        raise PlannerError("Use either --write or --diff, not both.")
    if (write or diff) and elsewhere:
        flag = "--write" if write else "--diff"
        raise PlannerError(f"{flag} is about the calendar's own file; leave out -o and -f.")


def check_target(target: Target, *, write: bool) -> None:
    """Raise `PlannerError` when a calendar cannot be changed in place at all."""
    path = target.path
    if path == files.STDIN:
        if write:
            raise PlannerError(
                "Standard input cannot be changed in place; write the plan to a file with -o, "
                "or see with --diff what would change."
            )
    elif os.path.isdir(path):
        raise PlannerError(f"{path}: is a folder of posts, and {_possible()}.")
    elif not os.path.isfile(path):
        raise PlannerError(f"{path}: is no file, and {_possible()}.")
    if target.format not in files.CHANGEABLE:
        raise PlannerError(f"{path}: is a .{target.format} file, and {_possible()}.")


def _possible() -> str:
    return (
        "only calendars in YAML, iCalendar, CSV and Excel can be changed in place; "
        "write the plan to a new file with -o, for example -o plan.yaml"
    )


def write(plan: Plan, target: Target, manner: Manner, summary: str) -> int:
    """Change the file, tell it, and return the exit code: 1 when rules are in conflict."""
    path, before = target.path, target.reading.source.original
    after = content(plan, target)
    if after != before:
        files.replace_content(path, before, after)
    if not manner.quiet or plan.conflicts:
        said = f"The plan is written to {path} ({summary})."
        if after == before:
            said = f"There is nothing to change in {path}; it is as it was."
        if plan.conflicts:
            said += f" But rules are in conflict: `planner plan {path}` tells which."
        files.say(said)
    return 1 if plan.status == "infeasible" else 0


def show(plan: Plan, target: Target, manner: Manner) -> int:
    """Print what would change and why, then the diff; 1 for any change and for a conflict."""
    before = target.reading.source.original
    after = content(plan, target)
    if after == before and not plan.conflicts:
        if not manner.quiet:
            files.emit(f"There is nothing to change in {target.reading.source.name}.\n")
        return 0
    from planner.renderers import terminal

    files.emit(
        terminal.render_changes(plan, target.reading.source, width=manner.width, color=manner.color)
    )
    if after != before:
        name, binary = target.reading.source.name, target.format == BINARY
        lines = difference(name, before, after, binary=binary, color=manner.color)
        files.emit(b"\n" + b"".join(lines))
    return 1


def content(plan: Plan, target: Target) -> bytes:
    """The bytes of the file with the plan in it; those that it has when nothing changes.

    Raises `PlannerError` when the plan cannot be put into it.
    """
    source = target.reading.source
    if not plan.moves:
        return source.original
    if target.format == "yaml":
        from planner.yaml_edit.rewriting import rewritten

        def read(data: bytes, days: tuple[date, date] | None = None) -> Reading:
            first, until = days or (None, None)
            options = target.options._replace(first=first, until=until)
            return files.read_data(source.name, data, options, target.input_format)

        return rewritten(plan, target.reading, read)
    renderer = files.find_module("planner.renderers", target.format)
    assert renderer is not None
    changed: bytes | None = renderer.rewrite_plan(plan, source)
    if changed is None:
        raise PlannerError(
            f"{source.name}: is a table of a shape that cannot be changed in place; "
            "write the plan to a new file with -o."
        )
    return changed


def difference(
    name: str, before: bytes, after: bytes, *, binary: bool, color: bool
) -> Iterator[bytes]:
    """The unified diff of a file; its bytes stay as they are."""
    from planner.diff import unified

    if binary:
        yield f"{name} is a workbook, of which no lines can be shown.\n".encode()
        return
    for number, line in enumerate(unified(before, after, name)):
        # The first one is the head, with the names.
        code = _COLOURS.get(line[:1]) if color and number else None
        yield b"\x1b[" + code + b"m" + line.rstrip(b"\n") + b"\x1b[0m\n" if code else line
