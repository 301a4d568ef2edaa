"""`planner lint --fix`: findings mended in the files themselves, whole or not at all."""

import os
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from planner import files
from planner.commands import in_place
from planner.commands.clock import parse_now
from planner.commands.fix_by_edits import Fixed, fix_by_edits
from planner.commands.judging import beyond_baseline, judge, name_of
from planner.commands.lint import (
    LintRequest,
    calendars,
    choice_of,
    fails,
    read_options,
    shown,
    tell,
    use_color,
)
from planner.commands.outputs import Output
from planner.config import Config
from planner.errors import PlannerError
from planner.model import Finding
from planner.reports import Judgement
from planner.rulebook import Rulebook
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.commands.fix_by_plan import Work
    from planner.fixes import Fix


class _Mended(NamedTuple):
    """A calendar before and after its fixes, and what is found in it now beyond its baseline."""

    path: str
    name: str
    before: bytes
    after: bytes
    judgement: Judgement
    done: tuple[Finding, ...]
    refused: int


def run_fixing(request: LintRequest, outputs: list[Output]) -> int:
    """Fix the calendars, or show what that would change, and return the exit code."""
    _check_flags(request)
    mended = [_mended(path, config, request) for path, config in calendars(request)]
    if request.diff:
        return _show(mended, request)
    _write(mended)
    if not request.quiet:
        _say(mended, "fixed")
    code = 1 if request.exit_non_zero_on_fix and any(it.done for it in mended) else 0
    if not request.fix_only:
        judgements = [_left(it.judgement, request) for it in mended]
        to_error = any(it.path == files.STDIN for it in mended)
        tell(judgements, request, outputs, to_error=to_error)
        code = max(code, int(fails(judgements, request)))
    return 0 if request.exit_zero else code


def _left(judgement: Judgement, request: LintRequest) -> Judgement:
    """The judgement without the fixes that have been tried."""
    if request.unsafe_fixes:
        return judgement._replace(fix=lambda _finding: None, plans=lambda _finding: False)

    def unsafe(finding: Finding) -> "Fix | None":
        fix = judgement.fix(finding)
        return fix if fix is not None and not fix.safe else None

    return judgement._replace(fix=unsafe)


def _check_flags(request: LintRequest) -> None:
    if (request.formats or request.outputs) and (request.diff or request.fix_only):
        flag = "--diff" if request.diff else "--fix-only"
        raise PlannerError(f"{flag} makes no report of findings; leave out -f and -o.")


def _mended(path: str, config: Config, request: LintRequest) -> _Mended:
    """One calendar with its fixes, none of them written yet."""
    name = name_of(path, request)
    if path != files.STDIN and os.path.isdir(path):
        judgement = beyond_baseline(judge(path, config, request), config, request)
        return _Mended(path, name, b"", b"", judgement, (), 0)
    before = files.read_bytes(path)

    def judged(data: bytes) -> Judgement:
        return judge(path, config, request, data=data)

    def wanted(judgement: Judgement) -> Iterable[Finding]:
        beyond = beyond_baseline(judgement, config, request)
        return shown(beyond, request.min_level).findings

    now = Fixed(before, judged(before))
    now = fix_by_edits(now, judged, wanted, unsafe=request.unsafe_fixes)
    if request.unsafe_fixes and any(now.judgement.plans(it) for it in wanted(now.judgement)):
        from planner.commands.fix_by_plan import fix_by_plan

        now = fix_by_plan(now, _work(path, config, request), judged, wanted)
    judgement = beyond_baseline(now.judgement, config, request)
    return _Mended(path, name, before, now.data, judgement, now.done, now.refused)


def _work(path: str, config: Config, request: LintRequest) -> "Work":
    """What the plans of its weeks are made with."""
    from planner.commands.fix_by_plan import Work

    choice = choice_of(config, request)
    wanted = choice._replace(extended=(*choice.extended, *request.mandatory))
    now = parse_now(request.now)
    return Work(
        path=path,
        name=name_of(path, request),
        options=read_options(config, request)._replace(now=now),
        input_format=request.input_format,
        rules=tuple(Rulebook.of(choice).choose(wanted)),
        now=now,
        is_given=request.now is not None,
        config=config,
    )


def _write(mended: list[_Mended]) -> None:
    """Put the fixed bytes where the calendars came from; a file that is named twice has them once.

    Raises `PlannerError` when a file has changed meanwhile or cannot be written.
    """
    written: set[str] = set()
    for it in mended:
        if it.path == files.STDIN:
            files.emit(it.after)
        elif it.after != it.before and os.path.realpath(it.path) not in written:
            files.replace_content(it.path, it.before, it.after)
            written.add(os.path.realpath(it.path))


def _show(mended: list[_Mended], request: LintRequest) -> int:
    """Print the differences; 1 when there are any."""
    color = use_color(request.color)
    for it in mended:
        if it.after != it.before:
            form = files.format_name(it.name, it.before, request.input_format)
            lines = in_place.difference(
                it.name, it.before, it.after, binary=form == in_place.BINARY, color=color
            )
            files.emit(b"".join(lines))
    if not request.quiet:
        _say(mended, "would fix")
    return int(any(it.after != it.before for it in mended) and not request.exit_zero)


def _say(mended: list[_Mended], deed: str) -> None:
    """Tell of each calendar how many findings of which rules are mended."""
    for it in mended:
        counts = Counter(finding.rule for finding in it.done)
        if counts:
            listed = ", ".join(f"{counts[rule]} {rule}" for rule in sorted(counts))
            number = counted(len(it.done), "finding")
            files.say(f"{visible(it.name)}: {deed} {number} ({listed}).")
        if it.refused:
            number = counted(it.refused, "fix", "fixes")
            files.say(
                f"{visible(it.name)}: left out {number} that would cause other findings, or would "
                "change what the calendar says."
            )
    if not any(it.done for it in mended):
        files.say("There is nothing to fix.")
