"""Many calendars judged in several processes: each calendar whole, the results in their order."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from planner import files
from planner.commands.judging import (
    Bench,
    Benches,
    baseline_for,
    findings_in,
    fixes_of,
    judge,
    judges_of,
    plans_of,
    reading_of,
)
from planner.commands.lint import LintRequest
from planner.config import Config
from planner.errors import PlannerError
from planner.model import Finding, Note, Route, Span
from planner.reports import Judgement
from planner.source import Reading, Source

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

AUTO = ("0", "auto")
WORTH_A_PROCESS = 250_000
"""Bytes of calendars that take longer to judge than a process takes to start, about 0.1 s."""
_MOST = 64
Todo = list[tuple[str, Config]]
_Found = tuple[Reading, tuple[Finding, ...], frozenset[str]]
"""A calendar, what was found in it, and the names of the rules that judged it."""


def spread(todo: Todo, request: LintRequest) -> list[Judgement]:
    """All calendars judged in at most so many processes as asked for, in the order given.

    A few small ones are judged in this one. Raises `PlannerError` as judging them one by one does.
    """
    sizes = [_size(path) for path, _config in todo]
    wanted = min(_wanted(request.jobs), len(todo), 1 + sum(sizes) // WORTH_A_PROCESS)
    benches = Benches(request)
    if wanted == 1 or files.STDIN in (path for path, _config in todo):
        return [judge(path, config, request, benches.of(config)) for path, config in todo]
    judged = []
    results = _in_processes(todo, request, _shares(sizes, wanted))
    for number, (path, config) in enumerate(todo):
        found = results[number]
        if isinstance(found, Exception):
            raise found
        again = partial(reading_of, path, config, request)
        judged.append(_judgement(found, benches.of(config), again))
    return judged


def _judgement(found: _Found, bench: Bench, read: Callable[[], Reading]) -> Judgement:
    """What was found elsewhere; only of a single calendar is the strictest profile ever asked.

    Where fixes are asked for, they look into the calendar that `read` gives.
    """
    reading, findings, names = found
    judges = tuple(rule for rule in bench.rules if rule.name in names)
    return Judgement(
        reading,
        findings,
        bench.profile,
        judges=lambda: judges,
        fix=fixes_of(read, bench.input_format),
        plans=plans_of(bench.rules, reading, bench.input_format),
    )


def _wanted(jobs: str) -> int:
    """How many processes a word asks for."""
    if jobs in AUTO:
        return os.cpu_count() or 1
    if not jobs.isdecimal() or not 0 < int(jobs) <= _MOST:
        raise PlannerError(
            f'--jobs cannot be "{jobs}"; write a number up to {_MOST}, or auto for one per core.'
        )
    return int(jobs)


def _size(path: str) -> int:
    """The bytes of a file, 0 where there is none: reading it says so."""
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _shares(sizes: list[int], number: int) -> list[list[int]]:
    """Positions in about equal shares of bytes: the largest first, each to who has least."""
    shares: list[list[int]] = [[] for _ in range(number)]
    loads = [0] * number
    for position in sorted(range(len(sizes)), key=lambda it: (-sizes[it], it)):
        least = loads.index(min(loads))
        shares[least].append(position)
        loads[least] += sizes[position] + 1
    return [sorted(share) for share in shares]


def _in_processes(
    todo: Todo, request: LintRequest, shares: list[list[int]]
) -> dict[int, _Found | Exception]:
    """What was found in each calendar, by its position; no process is left behind."""
    from multiprocessing import Pipe, Process
    from multiprocessing.connection import wait

    found: dict[int, _Found | Exception] = {}
    ends: list[Any] = []
    processes = []
    try:
        for share in shares:
            end, far_end = Pipe(duplex=False)
            part = [(number, *todo[number]) for number in share]
            processes.append(Process(target=_work, args=(part, request, far_end), daemon=True))
            processes[-1].start()
            far_end.close()
            ends.append(end)
        while ends:
            ready: list[Any] = wait(ends)
            for end in ready:
                try:
                    found.update([end.recv()])
                except EOFError:
                    ends.remove(end)
    finally:
        for process in processes:
            process.terminate()
            process.join()
    for number, (path, _config) in enumerate(todo):
        stopped = PlannerError(f"{path}: the process that judged it was stopped; try without -j.")
        found.setdefault(number, stopped)
    return found


def _work(
    part: list[tuple[int, str, Config]], request: LintRequest, end: "Connection[Any, Any]"
) -> None:
    """Judge some calendars in a process of their own, and send what is found in each."""
    import gc
    import signal

    gc.disable()
    # Ctrl-C stops all processes at a terminal; the first one says so, this one just ends.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    benches = Benches(request)
    for number, path, config in part:
        try:
            bench = benches.of(config)
            reading, findings = findings_in(path, config, request, bench)
            names = frozenset(rule.name for rule in judges_of(bench.rules, reading.calendar))
            if baseline_for(config, request) is None and request.changed_since is None:
                reading = _counted(reading)
            found: Any = _portable(reading, findings), findings, names
        except Exception as error:  # noqa: BLE001  # told by the process that asked
            found = error
        end.send((number, found))
    end.close()


def _counted(reading: Reading) -> Reading:
    """The same with only the number of its posts, which is all that reports ask for.

    To send 10,000 posts and to receive them took 50 ms of the 300 that judging them takes.
    """
    posts = reading.calendar.posts
    same = posts[:1] * len(posts)
    return reading._replace(calendar=reading.calendar._replace(posts=same, slots=(), records=()))


def _portable(reading: Reading, findings: tuple[Finding, ...]) -> Reading:
    """The same with a source that knows the places of what was found, and no tree to look in."""
    source = reading.source
    known = {route: source.span(route) for route in _routes(findings, reading.notes)}
    moved = Source(source.name, source.data, _Known(known).find, source.parts, source.original)
    return reading._replace(source=moved)


def _routes(findings: tuple[Finding, ...], notes: tuple[Note, ...]) -> Iterator[Route]:
    """All routes whose places a report may ask for."""
    places = [*(it.place for it in findings), *(it.place for it in notes)]
    yield from (place for place in places if not isinstance(place, Span))
    for finding in findings:
        yield from (route for route, _entry in finding.related)


class _Known:
    """Places of routes that were looked up before."""

    def __init__(self, spans: dict[Route, Span]) -> None:
        self.spans = spans

    def find(self, route: Route) -> Span | None:
        """The place of a route."""
        return self.spans.get(route)
