"""Rules as data: read from their files, set by the configuration, judged by their checks."""

import os
import string
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, NamedTuple

from planner import plugins, resources
from planner.errors import PlannerError, nearest
from planner.model import LEVELS, Finding, Level, Span
from planner.source import Source
from planner.weeks import Timeline
from planner.yaml_tree import Node, parse

_KEYS = (
    "summary", "check", "level", "options", "message", "why", "source", "practices", "good", "bad",
)  # fmt: skip
_NEEDED = ("summary", "check", "message", "why", "source", "good", "bad")


class Example(NamedTuple):
    """A small calendar of a rule file, and the lines of it where findings belong (bad ones)."""

    name: str
    calendar: str
    lines: tuple[int, ...] = ()


class Rule(NamedTuple):
    """A check with its options, and all that people should know about it.

    `practices` are rows of the catalogue of practices; `file` is where the rule is defined.
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


class RuleSetting(NamedTuple):
    """What a configuration says about a rule; None and nothing leave it as it is.

    `file` is where it stands, for messages.
    """

    level: Level | None = None
    off: bool = False
    options: Mapping[str, Any] = {}
    file: str = ""


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
            entry.id,
            hit.window,
            hit.observed,
            hit.allowed,
            tuple((other.route, other.id) for other in hit.related),
        )
        yield finding, rule.name in entry.ignore


def _milder(level: Level, most: Level | None) -> Level:
    """The level of a rule, or a milder one that a single finding has at most."""
    return max(level, most or level, key=LEVELS.index)


def shipped() -> dict[str, str]:
    """The rules that come with planner: the file of each, by name."""
    paths = [
        path
        for path in resources.list_files("rules", ".yaml")
        if not path.startswith("rules/profiles/")
    ]
    by_name = {path.rpartition("/")[2].removesuffix(".yaml"): path for path in paths}
    return dict(sorted(by_name.items()))


def load_shipped() -> list[Rule]:
    """All rules that come with planner, by name."""
    return [_load(path) for path in shipped().values()]


def _load(path: str) -> Rule:
    return read_rule(path, resources.read_bytes(path), resources.location(path))


def choose(
    settings: Mapping[str, RuleSetting] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Rule]:
    """The rules that judge: those selected (or all), as set, without the ignored and switched off.

    A rule that is selected by name judges even when the settings switch it off. The files and
    checks of other rules are not read. Raises `PlannerError` for a rule that does not exist.
    """
    settings = settings or {}
    known = shipped()
    selected, ignored = set(select), set(ignore)
    for name in sorted({*selected, *ignored, *settings}):
        if name not in known:
            where = f"{settings[name].file}: " if name in settings else ""
            raise PlannerError(where + unknown_rule(name, known))
    chosen = []
    for name, path in known.items():
        setting = settings.get(name, RuleSetting())
        wanted = name in selected if selected else not setting.off
        if wanted and name not in ignored:
            chosen.append(apply(_load(path), setting))
    if not chosen:
        raise PlannerError("No rule is left to judge by; select one or ignore fewer.")
    return chosen


def unknown_rule(name: str, known: Iterable[str]) -> str:
    """The sentence about a rule that does not exist."""
    names = sorted(known)
    return f'There is no rule "{name}"{nearest(name, names)}. `planner rules` lists all of them.'


def apply(rule: Rule, setting: RuleSetting) -> Rule:
    """The rule with the level and options of a setting; raises `PlannerError` on wrong ones."""
    options = rule.options
    for name, value in setting.options.items():
        try:
            options = options._replace(**{name: _option(rule.module, name, value)})
        except ValueError as error:
            where = f"{setting.file}: " if setting.file else ""
            message = f'{where}the option "{name}" of the rule "{rule.name}": {error}.'
            raise PlannerError(message) from None
    return rule._replace(level=setting.level or rule.level, options=options)


def _option(module: ModuleType, name: str, value: Any) -> Any:
    if name not in module.OPTIONS:
        known = list(module.OPTIONS)
        raise ValueError(f"there is no such option{nearest(name, known)}; {', '.join(known)} exist")
    return module.OPTIONS[name].read(value)


class _RuleFile:
    """One rule file while it is read: every complaint names its line and column."""

    def __init__(self, name: str, data: bytes, file: str) -> None:
        self.name = name
        self.source = Source(file, data)
        root, troubles = parse(data)
        for trouble in troubles:
            raise self.complaint(trouble.message, trouble.span)
        if root is None or not isinstance(root.value, dict):
            raise self.complaint(
                "A rule file is a list of keys and values, such as `check: ratio`.", Span(0, 0)
            )
        self.fields: dict[str, Node] = root.value

    def complaint(self, message: str, where: Node | Span) -> PlannerError:
        """What is wrong, with file, line and column before it."""
        span = where if isinstance(where, Span) else Span(where.start, where.end)
        place = self.source.place(span)
        return PlannerError(f"{self.source.name}:{place.line}:{place.column}: {message}")

    def read(self) -> Rule:
        """The rule, with every field checked."""
        for key, node in self.fields.items():
            if key not in _KEYS:
                where = Span(node.key_start, node.key_end)
                raise self.complaint(f'A rule has no key "{key}"{nearest(key, _KEYS)}.', where)
        for key in _NEEDED:
            if key not in self.fields:
                raise self.complaint(f"A rule needs `{key}:`.", Span(0, 0))
        module = self._check()
        folder, _, file = self.name.rpartition("/")
        return Rule(
            name=file.removesuffix(".yaml"),
            theme=folder.rpartition("/")[2],
            check=self.text("check"),
            level=self._level(),
            options=self._options(module),
            message=self._message(module),
            summary=self.text("summary"),
            why=self.text("why"),
            source=self.text("source"),
            practices=self._practices(),
            good=self._examples("good"),
            bad=self._examples("bad"),
            file=self.source.name,
        )

    def text(self, key: str) -> str:
        """A field that is text."""
        node = self.fields[key]
        if not isinstance(node.value, str) or not node.value.strip():
            raise self.complaint(f"`{key}` is text.", node)
        return str(node.value).strip()

    def _check(self) -> ModuleType:
        name = self.text("check")
        module = plugins.find("planner.checks", name)
        if module is not None:
            return module
        hint = nearest(name, plugins.names("planner.checks"))
        raise self.complaint(f'There is no check "{name}"{hint}.', self.fields["check"])

    def _level(self) -> Level:
        if "level" not in self.fields:
            return "error"
        word = self.text("level")
        for level in LEVELS:
            if word == level:
                return level
        hint = nearest(word, LEVELS)
        raise self.complaint(
            f'"{word}" is no level{hint}; error, warning and info are.', self.fields["level"]
        )

    def _options(self, module: ModuleType) -> Any:
        values = {}
        node = self.fields.get("options")
        given = node.value if node is not None else {}
        if not isinstance(given, dict):
            raise self.complaint("`options` holds keys and values.", self.fields["options"])
        for name, value in given.items():
            try:
                values[name] = _option(module, name, value.data())
            except ValueError as error:
                raise self.complaint(f"`{name}`: {error}.", value) from None
        missing = set(module.Options._fields) - set(module.Options._field_defaults) - set(values)
        if missing:
            raise self.complaint(
                f"The check needs the option `{min(missing)}`.", self.fields["check"]
            )
        return module.Options(**values)

    def _message(self, module: ModuleType) -> str:
        message = self.text("message")
        try:
            used = [name for _, name, _, _ in string.Formatter().parse(message) if name is not None]
        except ValueError:
            where = self.fields["message"]
            raise self.complaint("The braces of the message do not match.", where) from None
        for word in used:
            if word not in module.WORDS:
                hint = nearest(word, module.WORDS) or f"; {', '.join(module.WORDS)} can"
                raise self.complaint(
                    f"{{{word}}} cannot stand in this message{hint}.", self.fields["message"]
                )
        return message

    def _practices(self) -> tuple[int, ...]:
        node = self.fields.get("practices")
        numbers = node.data() if node is not None else []
        if not isinstance(numbers, list) or not all(isinstance(row, int) for row in numbers):
            raise self.complaint("`practices` is a list of row numbers.", self.fields["practices"])
        return tuple(numbers)

    def _examples(self, key: str) -> tuple[Example, ...]:
        items = self.fields[key].value
        if not isinstance(items, list) or not items:
            raise self.complaint(f"`{key}` holds at least one example.", self.fields[key])
        return tuple(self._example(key, item) for item in items)

    def _example(self, key: str, node: Any) -> Example:
        fields = node.data()
        allowed = {"name", "calendar"} | ({"lines"} if key == "bad" else set())
        if not isinstance(fields, dict) or set(fields) != allowed:
            raise self.complaint(
                f"An example under `{key}` has {', '.join(sorted(allowed))}.", node
            )
        lines = fields.get("lines", [])
        if not isinstance(lines, list) or not all(isinstance(line, int) for line in lines):
            raise self.complaint(
                "`lines` are the line numbers of the example with a finding.", node
            )
        if key == "bad" and not lines:
            raise self.complaint("A bad example says in `lines` where its findings belong.", node)
        return Example(str(fields["name"]), str(fields["calendar"]), tuple(lines))


def read_rule(path: str, data: bytes, file: str) -> Rule:
    """Read a rule file; its name and theme come from its path, `file` is for messages.

    Raises `PlannerError` at line and column for anything wrong in it.
    """
    return _RuleFile(path, data, os.path.normpath(file)).read()
