"""From a request to judgements: what rules find, less what is silenced or accepted."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache, partial

from planner import files
from planner.commands.clock import parse_now, parse_span
from planner.commands.lint import ONE, LintRequest, calendars, choice_of, read_options
from planner.config import Config
from planner.errors import PlannerError
from planner.lint import lint_all, too_short
from planner.model import Calendar, Finding, Level
from planner.named import TYPE_CHECKING, NamedTuple
from planner.notices import NOTICES, UNREADABLE
from planner.reports import Judgement
from planner.rulebook import Rulebook, chosen_notices, strictest_met, unknown_rule
from planner.rules import Rule
from planner.source import Reading
from planner.suppressions import Run, unsilenced
from planner.weeks import Timeline

if TYPE_CHECKING:
    from planner.fixes import Fix, Mender

WEEK = timedelta(days=7)


def judgements_of(request: LintRequest) -> list[Judgement]:
    """What is found beyond the baselines; most calendars have none, and load nothing for it.

    With `changed_since` it is what has become worse since then.
    """
    if request.changed_since is not None:
        # One clock for what is now and what was before.
        request = request._replace(now=parse_now(request.now).isoformat())
    todo = list(calendars(request))
    is_open = request.paths and request.input_format is None
    if is_open and any(config.calendars for _path, config in todo):
        return _judgements_of_wholes(todo, request)
    return _beyond_their_baselines(todo, request)


def _judgements_of_wholes(todo: list[tuple[str, Config]], request: LintRequest) -> list[Judgement]:
    """Files of a calendar that spans several are judged with all of it."""
    from planner.commands.whole import of_named_files, whole_calendars

    whole = whole_calendars(todo)
    return [of_named_files(it, whole.told) for it in _beyond_their_baselines(whole.todo, request)]


def _beyond_their_baselines(
    todo: list[tuple[str, Config]], request: LintRequest
) -> list[Judgement]:
    judged = [
        (judgement, baseline_for(config, request))
        for judgement, (_path, config) in zip(_judge_all(todo, request), todo, strict=True)
    ]
    found = beyond_baselines(judged, request)
    if request.changed_since is None:
        return found
    from planner.commands.changed import only_worse

    return only_worse(found, todo, request, request.changed_since)


def beyond_baseline(judgement: Judgement, config: Config, request: LintRequest) -> Judgement:
    """The same judgement without what the baseline of its calendar accepts."""
    (found,) = beyond_baselines([(judgement, baseline_for(config, request))], request)
    return found


def beyond_baselines(
    judged: list[tuple[Judgement, str | None]], request: LintRequest
) -> list[Judgement]:
    """The judgements without what their baselines accept, of those that have one."""
    if not any(baseline for _judgement, baseline in judged):
        return [judgement for judgement, _baseline in judged]
    from planner.commands.baseline import without_accepted

    return without_accepted(judged, request.mandatory)


class Bench(NamedTuple):
    """What judges calendars: a profile's name, all rules there are, and those that judge.

    `quiet` are the notices that are only told when they are asked for, with their levels.
    """

    profile: str
    book: Rulebook
    rules: list[Rule]
    quiet: Mapping[str, Level]
    input_format: str | None


def bench_of(config: Config, request: LintRequest) -> Bench:
    """What judges the calendars of a configuration; raises `PlannerError` for wrong rules."""
    choice = choice_of(config, request)
    book = Rulebook.of(choice)
    _check_mandatory(request, book)
    rules = book.choose(choice._replace(extended=(*choice.extended, *request.mandatory)))
    quiet = chosen_notices(choice)
    return Bench(choice.profile, book, rules, quiet, request.input_format)


def _judge_all(todo: list[tuple[str, Config]], request: LintRequest) -> list[Judgement]:
    """All calendars, in their order; in several processes where that is asked for and pays."""
    if request.jobs != ONE:
        from planner.commands.jobs import spread

        return spread(todo, request)
    benches = Benches(request)
    return [judge(path, config, request, benches.of(config)) for path, config in todo]


class Benches:
    """What judges by each of several configurations: mostly one, which is read once."""

    def __init__(self, request: LintRequest) -> None:
        self.request = request
        self._known: list[tuple[Config, Bench]] = []

    def of(self, config: Config) -> Bench:
        """What judges by a configuration."""
        for known, bench in self._known:
            if known == config:
                return bench
        self._known.append((config, bench_of(config, self.request)))
        return self._known[-1][1]


def baseline_for(config: Config, request: LintRequest) -> str | None:
    """The file with what is accepted, where there is one that counts."""
    if request.no_baseline or request.baseline == "":
        return None
    file = baseline_of(config, request.baseline)
    is_there = request.baseline or (not request.isolated and os.path.exists(file))
    return file if is_there else None


def baseline_of(config: Config, named: str | None) -> str:
    """The file with the accepted findings: the one named, or the one beside the configuration."""
    return named or os.path.relpath(os.path.join(config.folder, ".planner-baseline.json"))


def judge(
    path: str,
    config: Config,
    request: LintRequest,
    bench: Bench | None = None,
    data: bytes | None = None,
) -> Judgement:
    """The findings of one calendar, before a baseline is looked at.

    With `data`, these are the bytes of the calendar, whatever its file has.
    """
    bench = bench or bench_of(config, request)
    reading, findings = findings_in(path, config, request, bench, data)
    return judgement_of(reading, findings, bench)


def judgement_of(reading: Reading, findings: tuple[Finding, ...], bench: Bench) -> Judgement:
    """What was found in a calendar, with what reports ask about its rules."""
    judges = partial(judges_of, bench.rules, reading.calendar)
    met = partial(strictest_met, reading.calendar, bench.book)
    return Judgement(
        reading,
        findings,
        bench.profile,
        met,
        judges,
        fix=fixes_of(lambda: reading, bench.input_format),
        plans=plans_of(bench.rules, reading, bench.input_format),
    )


def findings_in(
    path: str, config: Config, request: LintRequest, bench: Bench, data: bytes | None = None
) -> tuple[Reading, tuple[Finding, ...]]:
    """A calendar and what is found in it, in the order of its places."""
    reading, rules = reading_of(path, config, request, data), bench.rules
    first, until = parse_span(request.week, request.first, request.until)
    run = Run(
        frozenset((*(rule.name for rule in judges_of(rules, reading.calendar)), *bench.quiet)),
        tuple(bench.book.names),
        frozenset(request.mandatory),
        parse_now(request.now),
        first is None and until is None,
    )
    timeline = Timeline(reading.calendar)
    found = (finding for finding, _ignored in lint_all(timeline, rules))
    written = _tidiness(reading, request, bench.quiet) if bench.quiet else ()
    kept = unsilenced(reading, [*reading.findings, *written, *found], run)
    findings = [it for it in kept if _is_asked(it, first, until)]
    findings.sort(key=lambda it: (reading.source.span(it.place), it.rule))
    notes = (*reading.notes, *too_short(timeline, rules))
    return reading._replace(notes=notes), tuple(findings)


def _tidiness(
    reading: Reading, request: LintRequest, levels: Mapping[str, Level]
) -> Iterable[Finding]:
    from planner.tidiness import findings

    source = reading.source
    form = files.format_name(source.name, source.original, request.input_format)
    return findings(reading, form, levels)


def fixes_of(
    read: Callable[[], Reading], input_format: str | None
) -> "Callable[[Finding], Fix | None]":
    """What would mend a finding by itself: only notices have such fixes."""

    @cache
    def mender() -> "Mender":
        from planner.fixes import Mender

        reading = read()
        source = reading.source
        name = files.format_name(source.name, source.original, input_format)
        return Mender(reading, name)

    return lambda finding: mender().fix(finding) if finding.rule in NOTICES else None


def plans_of(
    rules: list[Rule], reading: Reading, input_format: str | None
) -> Callable[[Finding], bool]:
    """Whether a finding is of a rule that a plan can keep, in a file that it can be put into."""
    named = {rule.name: rule for rule in rules}

    @cache
    def is_possible() -> bool:
        if any(finding.rule in UNREADABLE for finding in reading.findings):
            return False
        source = reading.source
        form = files.format_name(source.name, source.original, input_format)
        return form in files.CHANGEABLE and not os.path.isdir(source.name)

    return lambda finding: finding.rule in named and named[finding.rule].plans and is_possible()


def reading_of(
    path: str, config: Config, request: LintRequest, data: bytes | None = None
) -> Reading:
    """The calendar, with a week more on both sides of the days asked for."""
    first, until = parse_span(request.week, request.first, request.until)
    options = read_options(config, request)._replace(
        first=first and first - WEEK, until=until and until + WEEK, now=parse_now(request.now)
    )
    if path != files.STDIN and data is None:
        return files.read_calendar(path, options, request.input_format)
    content = files.read_bytes(path) if data is None else data
    return files.read_data(name_of(path, request), content, options, request.input_format)


def name_of(path: str, request: LintRequest) -> str:
    """How messages call a calendar."""
    return path if path != files.STDIN else request.stdin_filename or "<stdin>"


def _check_mandatory(request: LintRequest, book: Rulebook) -> None:
    for name in request.mandatory:
        if name not in book.names:
            raise PlannerError(f"--mandatory: {unknown_rule(name, book.names)}")
        if name in request.ignore:
            raise PlannerError(f'"{name}" cannot be ignored and mandatory at once.')


def judges_of(rules: list[Rule], calendar: Calendar) -> tuple[Rule, ...]:
    """The rules that have judged a calendar: those it says enough for."""
    return tuple(rule for rule in rules if rule.applies(calendar))


def _is_asked(finding: Finding, first: date | None, until: date | None) -> bool:
    """Whether a finding is about the days asked for: weeks are judged as a whole."""
    window = finding.window
    if window is None:
        return True
    return (first is None or window.until > first) and (until is None or window.first < until)
