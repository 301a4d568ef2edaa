"""`planner explain`: why a rule exists and what its numbers are, or what touches an entry."""

import os
from datetime import date, timedelta
from typing import NamedTuple

from planner import files
from planner.commands.clock import parse_now
from planner.commands.lint import choice_of, chosen_rules, configuration, read_options, screen_width
from planner.commands.rules import option_rows
from planner.errors import PlannerError, nearest
from planner.model import Entry, Finding, Slot, Window
from planner.notices import NOTICES, QUIET
from planner.plan.duty import is_added
from planner.rulebook import Choice, Rulebook, unknown_rule
from planner.rules import Example, Rule, judge
from planner.source import Reading
from planner.weeks import Timeline, local_day, moment_name, week_name, week_of
from planner.which import Which
from planner.wording import listed, shorten, visible

WEEK = timedelta(days=7)
MOST_TOLD = 5
"""So many findings are told of what would be if an entry were not there."""


class ExplainRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    what: str
    profile: str | None = None
    packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    now: str | None = None
    timezone: str | None = None
    channel: str | None = None
    start: str | None = None
    maps: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False


class Trial:
    """A calendar to take entries from, and see which rules notice."""

    def __init__(self, timeline: Timeline, rules: list[Rule]) -> None:
        self.timeline = timeline
        self.rules = rules
        self.known = self._judge(timeline)

    def without(self, entries: list[Entry]) -> list[Finding]:
        """What is found when some entries are not there, where that is more than before.

        A window in which a rule is broken already, and less so without them, is none of it.
        """
        taken = {entry.id for entry in entries}
        calendar = self.timeline.calendar
        rest = calendar.with_entries(it for it in calendar.entries if it.id not in taken)
        worse: list[Finding] = []
        for place, found in self._judge(Timeline(rest, self.timeline.span)).items():
            before = self.known.get(place, [])
            if (len(found), _excess(found)) > (len(before), _excess(before)):
                said = {it.message for it in before}
                worse += [it for it in found if it.message not in said]
        return worse

    def _judge(self, timeline: Timeline) -> dict[tuple[object, ...], list[Finding]]:
        """The findings by rule and window; those without one by the entry they are about."""
        found: dict[tuple[object, ...], list[Finding]] = {}
        for rule in self.rules:
            for it in judge(rule, timeline):
                found.setdefault((rule.name, it.window or it.entry), []).append(it)
        return found


def _excess(findings: list[Finding]) -> float:
    """By how much some findings are off what is allowed."""
    return sum(abs((it.observed or 0) - (it.allowed or 0)) for it in findings)


def run(request: ExplainRequest) -> int:
    """Explain a rule, a notice of the readers, or an entry of a calendar."""
    path, place = _place_of(request.what)
    if path:
        files.emit(_explain_place(path, place, request))
        return 0
    if request.what in NOTICES:
        level, meaning = NOTICES[request.what]
        when = "told when selected" if request.what in QUIET else "found while reading"
        files.emit(f"{request.what} ({level}, {when})\n\n{meaning}\n")
        return 0
    config = configuration(files.STDIN, request.config, isolated=request.isolated)
    choice = choice_of(config, request)
    book = Rulebook.of(choice)
    if request.what not in book.names:
        if os.path.isfile(request.what):
            raise PlannerError(
                f"{request.what}: name a line or an id behind it: {request.what}:12."
            )
        raise PlannerError(unknown_rule(request.what, [*book.names, *NOTICES]))
    (rule,) = book.choose(choice._replace(select=(request.what,)))
    examples = book.rule(rule.name)
    rule = rule._replace(good=examples.good, bad=examples.bad)
    files.emit(_explanation(rule, _judges(rule, book, choice)))
    return 0


def _place_of(what: str) -> tuple[str, str]:
    """The file of `calendar.yaml:12` or `calendar.yaml:id`, and the rest; no file for a rule.

    Ids have colons as well, and names of files may.
    """
    cuts = [position for position, letter in enumerate(what) if letter == ":"]
    for cut in reversed(cuts):
        if what[:cut] == files.STDIN or os.path.exists(what[:cut]):
            return what[:cut], what[cut + 1 :]
    path, _, place = what.rpartition(":")
    return (path, place) if place.isdecimal() or os.path.splitext(path)[1] else ("", what)


def _judges(rule: Rule, book: Rulebook, choice: Choice) -> str:
    """Whether a rule judges as things are set."""
    if any(it.name == rule.name for it in book.choose(choice)):
        return f"It judges: the profile is {choice.profile}."
    return (
        f"It does not judge in the profile {choice.profile}; `--extend-select {rule.name}` or "
        f'`{rule.name} = "{rule.level}"` under [rules] of the configuration switch it on.'
    )


def _fold(text: str, width: int, first: str = "", more: str = "") -> str:
    """The text in lines that begin as given; names of rules have hyphens and stay whole."""
    from textwrap import fill

    return fill(text, width, initial_indent=first, subsequent_indent=more, break_on_hyphens=False)


def _explanation(rule: Rule, judges: str) -> str:
    width = min(screen_width(), 100)
    lines = [f"{rule.name} ({rule.level})", "", _fold(rule.summary, width), ""]
    lines += [_fold(f"Why: {rule.why}", width), "", _fold(f"Source: {rule.source}", width), ""]
    lines += ["Numbers:"]
    for name, value, meaning in option_rows(rule):
        told = f"{name}: {value}  ({meaning})"
        if rule.origins.get(name):
            told += f", set in {rule.origins[name]}"
        lines.append(_fold(told, width, "  ", "    "))
    if rule.needs:
        needs = f"Judged where at least half of the posts say: {rule.needs}."
        lines += ["", _fold(needs, width)]
    lines += ["", f"Set in: {rule.origins.get('level') or rule.file}", "", _fold(judges, width), ""]
    for title, example in (("Good", rule.good[0]), ("Bad", rule.bad[0])):
        lines += [f"{title}: {example.name}", "", *_indented(example), ""]
    cure = "can cure this" if rule.plans else "cannot cure this; it is to be done by hand"
    return "\n".join([*lines, f"`planner plan` {cure}."]) + "\n"


def _indented(example: Example) -> list[str]:
    return [f"    {line}" for line in example.calendar.rstrip().splitlines()]


def _explain_place(path: str, place: str, request: ExplainRequest) -> str:
    """The rules and windows that touch the entries on a line of a calendar or with an id."""
    config = configuration(path, request.config, isolated=request.isolated)
    rules = chosen_rules(config, request)
    options = read_options(config, request)._replace(now=parse_now(request.now))
    reading = files.read_calendar(path, options, None)
    timeline = Timeline(reading.calendar)
    width = min(screen_width(), 100)
    trial = Trial(timeline, [rule for rule in rules if rule.applies(reading.calendar)])
    parts = []
    for entries in _items_at(reading, path, place):
        explained = [_explained(entry, timeline, rules, width) for entry in entries]
        needed = _needed(entries, is_added(entries[0], rules), trial, width)
        parts += [*explained, *([needed] if needed else [])]
    return "\n".join(parts)


def _items_at(reading: Reading, path: str, place: str) -> list[list[Entry]]:
    """The entries on a line or with an id; the occurrences of one slot belong together."""
    entries = reading.calendar.entries
    found = _entries_on(reading, int(place)) if place.isdecimal() else []
    found = found or [entry for entry in entries if place in (entry.id, entry.entry)]
    if not found and place.isdecimal():
        raise PlannerError(f"{path}:{place}: no post or slot stands on this line; name another.")
    if not found:
        hint = nearest(place, [entry.id for entry in entries]) or "; name its line instead"
        raise PlannerError(f'{path}: no post or slot has the id "{visible(place)}"{hint}.')
    items: dict[str, list[Entry]] = {}
    for entry in found:
        repeats = isinstance(entry, Slot) and entry.every
        items.setdefault(entry.entry if repeats else entry.id, []).append(entry)
    return list(items.values())


def _entries_on(reading: Reading, line: int) -> list[Entry]:
    """The entries whose text covers a line; posts of one item all do."""
    found = []
    for entry in reading.calendar.entries:
        place = reading.source.place(entry.route)
        if entry.route and place.line <= line <= place.end_line:
            found.append(entry)
    return found


def _explained(entry: Entry, timeline: Timeline, rules: list[Rule], width: int) -> str:
    when = moment_name(entry.at, timeline.zone) if entry.at else "no date yet"
    lines = [visible(f"{entry.id}: {entry.kind}, {when}"), ""]
    silent = []
    for rule in rules:
        told = list(_touching(rule, entry, timeline))
        if told:
            part = shorten(_part(rule, entry, timeline), 200)
            lines.append(_fold(f"{rule.name} ({rule.level}): {part}", width, "", "  "))
            lines += [_fold(visible(it), width, "    ", "    ") for it in told]
        else:
            silent.append(rule.name)
    if silent:
        lines += ["", _fold(f"Not touched by {listed(silent)}.", width)]
    return "\n".join(lines) + "\n"


def _needed(entries: list[Entry], is_new: bool, trial: Trial, width: int) -> str:
    """Whether a plan has added an entry, and what would be found if it were not there."""
    lines = []
    first, found = entries[0], trial.without(entries)
    if is_new:
        whom = f" for {first.by} to do" if first.by else ""
        lines.append(f"A plan added it{whom}: {first.note}")
    what = "it" if len(entries) == 1 else f"all {len(entries)} of them"
    lines += [f"Without {what}, {it.rule} would find: {_told(it)}" for it in found[:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        lines.append(f"And {len(found) - MOST_TOLD} more.")
    if is_new and not found:
        lines.append("Without it, no rule would find more.")
    return "".join(_fold(visible(line), width) + "\n" for line in lines)


def _part(rule: Rule, entry: Entry, timeline: Timeline) -> str:
    """What an entry is to a rule."""
    roles = [
        rule.module.OPTIONS[name].meaning
        for name, choice in _choices(rule).items()
        if choice.test(timeline.calendar)(entry)
    ]
    return f"one of {listed(roles)}" if roles else rule.summary


def _choices(rule: Rule) -> dict[str, Which]:
    """The options that choose the entries a rule looks at, not what it asks of them."""
    asked = ("must", "must_not")
    values = rule.options._asdict().items()
    return {name: it for name, it in values if isinstance(it, Which) and name not in asked}


def _touching(rule: Rule, entry: Entry, timeline: Timeline) -> list[str]:
    """The windows of a rule in which an entry plays a part, and what is found in each."""
    if not rule.applies(timeline.calendar):
        return []
    found = [finding for finding in judge(rule, timeline) if entry.id in _named(finding)]
    if found:
        return [_told(finding) for finding in found]
    tests = [choice.test(timeline.calendar) for choice in _choices(rule).values()]
    if not any(test(entry) for test in tests):
        return []
    if entry.at is None:
        return ["Without a date it counts nowhere."]
    return [f"{week_name(window)}: holds." for window in _windows(rule, entry.at, timeline)]


def _named(finding: Finding) -> set[str | None]:
    return {finding.entry, *(entry for _route, entry in finding.related)}


def _windows(rule: Rule, at: date, timeline: Timeline) -> list[Window]:
    """The stretches of weeks, of those that a rule looks at, in which a day lies."""
    day = local_day(at, timeline.zone)
    week = week_of(day, timeline.calendar.week_starts)
    over = getattr(rule.options, "over", 1)
    return [
        window for window, _moments in timeline.trailing(over) if window.first <= day < window.until
    ] or [week]


def _told(finding: Finding) -> str:
    """What is found, with its weeks where the message does not name them."""
    window = finding.window
    if (
        window is None
        or (window.until - window.first) % WEEK
        or week_name(window) in finding.message
    ):
        return finding.message
    return f"{week_name(window)}: {finding.message}"
