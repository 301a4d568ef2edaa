"""Rules as values: a check with its options, judged on a timeline of entries."""

from collections.abc import Iterator, Mapping
from types import ModuleType

from planner import plugins
from planner.errors import nearest
from planner.model import ABSENT_STATUSES, LEVELS, Calendar, Finding, Level
from planner.named import Any, NamedTuple
from planner.weeks import Timeline
from planner.which import Which

_ITEM = 2
"""A route to an item of a file has at least so many steps: `("posts", 3)`."""


class Example(NamedTuple):
    """A small calendar of a rule file, and the lines of it where findings belong (bad ones).

    `becomes` is the calendar that a plan by this rule alone makes of it, where the rule says so;
    `line` is where the example stands in the rule file.
    """

    name: str
    calendar: str
    lines: tuple[int, ...] = ()
    becomes: str | None = None
    line: int = 1


class Rule(NamedTuple):
    """A check with its options, and all that people should know about it.

    `practices` are rows of the catalogue of practices; `file` is where the rule is defined, and
    `given` are the options that this file sets. `origins` names the file of each option (and of
    the level) that a profile or a configuration has set. Where `needs` is a choice of posts (or of
    slots), the rule is judged only in calendars of which at least half of the posts fit.
    """

    name: str
    theme: str
    check: str
    level: Level
    options: Any
    message: str
    summary: str
    why: str
    source: str
    practices: tuple[int, ...]
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    file: str
    needs: Which | None = None
    given: tuple[str, ...] = ()
    origins: Mapping[str, str] = {}

    @property
    def module(self) -> ModuleType:
        """The module of the check."""
        module = plugins.find("planner.checks", self.check)
        assert module is not None, self.check
        return module

    @property
    def plans(self) -> bool:
        """Whether moving or inserting entries can cure what this rule finds."""
        return hasattr(self.module, "plan")

    def applies(self, calendar: Calendar) -> bool:
        """Whether a calendar says what the rule needs to know."""
        if self.needs is None:
            return True
        is_of_slots = self.needs.entries == frozenset(("slot",))
        entries = calendar.slots if is_of_slots else calendar.posts
        planned = [it for it in entries if it.status not in ABSENT_STATUSES and it.at]
        knows = self.needs.test(calendar)
        return 2 * sum(knows(entry) for entry in planned) >= max(1, len(planned))


class RuleSetting(NamedTuple):
    """What a profile or a configuration says about a rule; None and nothing leave it as it is.

    `file` is where it stands, for messages. `over` is what a configuration says that this one's
    extends: its level and options hold where this setting is silent.
    """

    level: Level | None = None
    off: bool = False
    options: Mapping[str, Any] = {}
    file: str = ""
    over: "RuleSetting | None" = None


def judge(rule: Rule, timeline: Timeline) -> Iterator[Finding]:
    """The findings of one rule, in the order of its check, less those that entries ignore."""
    return (finding for finding, is_ignored in judge_all(rule, timeline) if not is_ignored)


def judge_all(rule: Rule, timeline: Timeline) -> Iterator[tuple[Finding, bool]]:
    """The findings of one rule, each with whether the entry it is about ignores the rule."""
    for hit in rule.module.lint(rule.options, timeline):
        entry = hit.entry
        finding = Finding(
            rule.name,
            _milder(rule.level, hit.level),
            rule.message.format_map(hit.words),
            hit.place,
            entry and entry.id,
            hit.window,
            hit.observed,
            hit.allowed,
            tuple((other.route, other.id) for other in hit.related),
        )
        ignored = entry is not None and (rule.name in entry.ignore or rule.name in entry.silenced)
        yield finding, ignored


def judge_once(rule: Rule, timeline: Timeline) -> Iterator[tuple[Finding, bool]]:
    """The same; what is said of one place alike, as of a post on each channel, is said once."""
    said = set()
    for finding, is_ignored in judge_all(rule, timeline):
        key = finding.place, finding.message
        if len(finding.place) < _ITEM or key not in said:
            said.add(key)
            yield finding, is_ignored


def _milder(level: Level, most: Level | None) -> Level:
    """The level of a rule, or a milder one that a single finding has at most."""
    return max(level, most or level, key=LEVELS.index)


def apply(rule: Rule, setting: RuleSetting) -> Rule:
    """The rule with the level and options of a setting; raises `PlannerError` on wrong ones."""
    if setting.over:
        rule = apply(rule, setting.over)
    options = rule.options
    for name, value in setting.options.items():
        try:
            options = options._replace(**{name: read_option(rule.module, name, value)})
        except ValueError as error:
            from planner.excerpt import complaint

            message = f'the option "{name}" of the rule "{rule.name}": {error}.'
            raise complaint(setting.file, message) from None
    changed = [*setting.options, *(["level"] if setting.level else [])]
    origins = {**rule.origins, **dict.fromkeys(changed, setting.file)}
    return rule._replace(level=setting.level or rule.level, options=options, origins=origins)


def read_option(module: ModuleType, name: str, value: Any) -> Any:
    """The value of an option of a check; raises `ValueError` with a sentence."""
    if name not in module.OPTIONS:
        known = list(module.OPTIONS)
        raise ValueError(f"there is no such option{nearest(name, known)}; {', '.join(known)} exist")
    return module.OPTIONS[name].read(value)
