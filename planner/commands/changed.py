"""`planner lint --changed-since`: only what is worse than in git at a commit."""

import os
from tempfile import TemporaryDirectory

from planner import files
from planner.commands.judging import Bench, Benches, beyond_baseline, judge, name_of
from planner.commands.lint import LintRequest
from planner.config import Config
from planner.errors import PlannerError
from planner.history import History
from planner.imports.folder import RECORDS, TEXTS
from planner.model import Finding, Note
from planner.reports import Judgement
from planner.source import Source
from planner.worse import Judged, made_worse


def only_worse(
    judgements: list[Judgement], todo: list[tuple[str, Config]], request: LintRequest, ref: str
) -> list[Judgement]:
    """The judgements with only those findings that are new or worse since a commit.

    Both are judged by today's rules and configuration. Raises `PlannerError` without git, a
    repository or such a commit.
    """
    history, benches = History(ref), Benches(request)
    found = []
    for now, (path, config) in zip(judgements, todo, strict=True):
        if path == files.STDIN and request.stdin_filename is None:
            raise PlannerError(
                "--changed-since has to know which file standard input is; say it with "
                "--stdin-filename."
            )
        if path != files.STDIN and os.path.isdir(path):
            found.append(_since_folder(now, path, request, (history, config, benches.of(config))))
        else:
            found.append(_since_file(now, path, request, (history, config, benches.of(config))))
    return found


_Means = tuple[History, Config, Bench]
"""What was, and what judges it."""


def _since_file(now: Judgement, path: str, request: LintRequest, means: _Means) -> Judgement:
    """What is worse in a calendar; where its file was not there, all is new."""
    history, config, bench = means
    data = history.file(name_of(path, request))
    if data is None:
        return now
    if data == now.reading.source.original:
        return _less(now, ())
    try:
        before = judge(path, config, request, bench, data)
    except PlannerError:
        return _unknown_before(now, history)
    return _compared(now, beyond_baseline(before, config, request))


def _since_folder(now: Judgement, path: str, request: LintRequest, means: _Means) -> Judgement:
    """The same for a folder of posts, which is built as it was."""
    history, config, bench = means
    contents = history.folder(path, (*TEXTS, *RECORDS))
    if not contents:
        return now
    with TemporaryDirectory() as folder:
        for name, data in contents.items():
            place = os.path.join(folder, *name.split("/"))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as file:
                file.write(data)
        try:
            before = judge(folder, config, request, bench)
        except PlannerError:
            return _unknown_before(now, history)
    return _compared(now, beyond_baseline(_renamed(before, path), config, request))


def _renamed(judgement: Judgement, name: str) -> Judgement:
    """The judgement of the same calendar somewhere else."""
    old = judgement.reading.source
    source = Source(name, old.data, old.find, old.parts, old.original)
    return judgement._replace(reading=judgement.reading._replace(source=source))


def _compared(now: Judgement, before: Judgement) -> Judgement:
    found = (Judged(it.reading.calendar, it.findings) for it in (now, before))
    return _less(now, made_worse(*found))


def _less(now: Judgement, findings: tuple[Finding, ...]) -> Judgement:
    """The judgement with some of its findings; the others were known."""
    return now._replace(findings=findings, known=len(now.findings) - len(findings))


def _unknown_before(now: Judgement, history: History) -> Judgement:
    """All of the judgement, and a note that it was none before."""
    note = Note(f"At {history.ref} this could not be read as a calendar, so all counts as new.")
    return now._replace(reading=now.reading._replace(notes=(*now.reading.notes, note)))
