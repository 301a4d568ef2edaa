"""The rules and profiles there are, shipped and in packs, and the choice of those that judge."""

import os
from collections.abc import Iterable, Mapping

from planner import resources, shipped
from planner.errors import PlannerError, nearest
from planner.model import Calendar, Level
from planner.named import NamedTuple
from planner.notices import NOTICES, QUIET
from planner.profiles import Profile
from planner.rules import Rule, RuleSetting, apply, judge
from planner.weeks import Timeline

DEFAULT = "human"
_PROFILES = "profiles/"


class Choice(NamedTuple):
    """What decides which rules judge: a profile, a configuration's settings, and flags.

    `packs` are folders or installed packages with rules of one's own, `extended` rules that
    judge beside those of the profile. `file` is the configuration, for messages. `named` are rules
    that it names for some files, each with the place.
    """

    profile: str = DEFAULT
    settings: Mapping[str, RuleSetting] = {}
    select: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    folder: str = "."
    file: str | None = None
    named: Mapping[str, str] = {}


class _Entry(NamedTuple):
    """A rule or profile file: its path from the top of its pack, which is None for planner's."""

    path: str
    top: str | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether it is one of planner's own."""
        return self.top is None

    @property
    def file(self) -> str:
        """Where it lies."""
        if self.top is None:
            return resources.location(self.path)
        return os.path.join(self.top, *self.path.split("/"))

    def read(self) -> bytes:
        """Its content."""
        if self.is_shipped:
            return resources.read_bytes(self.path)
        try:
            with open(self.file, "rb") as file:
                return file.read()
        except OSError as error:
            raise PlannerError(f"{self.file}: cannot be read ({error.strerror}).") from None

    def rule(self) -> Rule:
        """The rule that it defines."""
        from planner.rule_file import read_rule

        return read_rule(self.path, self.read(), self.file)

    def brief_rule(self) -> Rule:
        """The same without the examples of a shipped rule, which are most of its file."""
        return shipped.brief_rule(self.path) if self.is_shipped else self.rule()


class Rulebook:
    """All rules and profiles, by name; only what is asked for is read."""

    def __init__(self, packs: Iterable[str] = (), folder: str = ".") -> None:
        """Take planner's own rules and those of packs, whose paths are relative to a folder."""
        self._rules: dict[str, _Entry] = {}
        self._profiles: dict[str, _Entry] = {}
        self._read: dict[str, Rule] = {}
        self._read_briefly: dict[str, Rule] = {}
        self.of_packs: set[str] = set()
        for path in shipped.paths():
            self._add(_Entry(path), "rules/")
        for pack in packs:
            self._add_pack(pack, folder)

    @classmethod
    def of(cls, choice: Choice) -> "Rulebook":
        """Planner's own rules and those of the packs of a choice."""
        return cls(choice.packs, choice.folder)

    def _add_pack(self, pack: str, folder: str) -> None:
        top = pack_folder(pack, folder)
        for path in _yaml_files(top):
            self._add(_Entry(path, top), "")

    def _add(self, entry: _Entry, top: str) -> None:
        inside = entry.path.removeprefix(top)
        name = inside.rpartition("/")[2].removesuffix(".yaml")
        if not name.isprintable():
            raise PlannerError(f"{entry.file}: rename this file to letters, digits and hyphens.")
        known = self._profiles if inside.startswith(_PROFILES) else self._rules
        if name in known:
            raise PlannerError(
                f'{entry.file}: there is a "{name}" already ({known[name].file}); '
                "give this one a name of its own."
            )
        known[name] = entry
        if not entry.is_shipped and known is self._rules:
            self.of_packs.add(name)

    @property
    def names(self) -> list[str]:
        """The names of all rules."""
        return sorted(self._rules)

    @property
    def profile_names(self) -> list[str]:
        """The names of all profiles."""
        return sorted(self._profiles)

    def rule(self, name: str) -> Rule:
        """A rule as its file says."""
        if name not in self._read:
            self._read[name] = self._rules[name].rule()
        return self._read[name]

    def _brief(self, name: str) -> Rule:
        if name not in self._read_briefly:
            self._read_briefly[name] = self._rules[name].brief_rule()
        return self._read_briefly[name]

    def _brief_rules(self, names: Iterable[str]) -> list[tuple[str, Rule]]:
        """Rules with their names; of those that are wrong, all are told."""
        found, wrong = [], []
        for name in names:
            try:
                found.append((name, self._brief(name)))
            except PlannerError as error:
                wrong.append(str(error))
        if wrong:
            raise PlannerError("\nplanner: ".join(wrong))
        return found

    def rules(self) -> list[Rule]:
        """All rules as their files say, by name."""
        return [self.rule(name) for name in self.names]

    def profile(self, name: str) -> Profile:
        """A profile; raises `PlannerError` when there is none."""
        profile = self._profile(name)
        for rule, setting in profile.rules.items():
            if rule not in self._rules:
                raise _complaint(setting.file, unknown_rule(rule, self._rules))
        return profile

    def _profile(self, name: str) -> Profile:
        entry = self._profiles.get(name)
        ready = shipped.profile(entry.path) if entry and entry.is_shipped else None
        if ready is not None:
            return ready
        from planner.profile_file import read_profile

        return read_profile(name, self._find_profile, self.profile_names)

    def _find_profile(self, name: str) -> tuple[bytes, str]:
        entry = self._profiles[name]
        return entry.read(), entry.file

    def choose(self, choice: Choice) -> list[Rule]:
        """The rules that judge: those of the profile and of packs, as set, or those selected.

        Shipped ones come without their examples.

        A rule that is selected by name judges even when it is switched off, and one that the
        configuration sets judges though the profile does not name it. Raises `PlannerError` for a
        rule that does not exist.
        """
        self._check_names(choice)
        profile = self.profile(choice.profile)
        chosen = []
        for name, brief in self._brief_rules(self._wanted(choice, profile)):
            rule = brief
            for setting in (profile.rules.get(name), choice.settings.get(name)):
                rule = apply(rule, setting) if setting else rule
            chosen.append(rule)
        if not chosen and not chosen_notices(choice):
            raise PlannerError("No rule is left to judge by; select one or ignore fewer.")
        return chosen

    def _check_names(self, choice: Choice) -> None:
        flags = {*choice.select, *choice.extended, *choice.ignore}
        for name in sorted({*flags, *choice.settings, *choice.named}):
            if name in QUIET:
                _check_setting(name, choice.settings.get(name))
            elif name not in self._rules:
                setting, named = choice.settings.get(name), choice.named.get(name)
                where = setting.file if setting else named
                raise _complaint(where or "", unknown_rule(name, self._rules))

    def _wanted(self, choice: Choice, profile: Profile) -> list[str]:
        wanted = {*choice.select}
        if not choice.select:
            settings = choice.settings
            wanted = {name for name, it in profile.rules.items() if not it.off}
            wanted = (wanted | self.of_packs | {*settings}) - {
                name for name, it in settings.items() if it.off
            }
        return sorted((wanted | {*choice.extended}) - {*choice.ignore} - QUIET)


def _check_setting(name: str, setting: RuleSetting | None) -> None:
    while setting is not None:
        if setting.options:
            raise _complaint(setting.file, f'"{name}" has a level and no options.')
        setting = setting.over


def _complaint(place: str, message: str) -> PlannerError:
    from planner.excerpt import complaint

    return complaint(place, message)


def chosen_notices(choice: Choice) -> dict[str, Level]:
    """The notices that are told only when they are selected, and are, each with its level."""
    wanted = {*choice.select, *choice.extended}
    if not choice.select:
        wanted |= {name for name, it in choice.settings.items() if not it.off}
    found: dict[str, Level] = {}
    for name in sorted((wanted - {*choice.ignore}) & QUIET):
        setting = choice.settings.get(name)
        while setting is not None and setting.level is None:
            setting = setting.over
        found[name] = (setting and setting.level) or NOTICES[name][0]
    return found


def choose(choice: Choice | None = None) -> list[Rule]:
    """The rules that judge, as chosen; without a choice those of the default profile."""
    choice = choice or Choice()
    return Rulebook.of(choice).choose(choice)


def strictest_met(calendar: Calendar, book: Rulebook) -> Profile | None:
    """Of the profiles by which a calendar has neither errors nor warnings, the strictest.

    Profiles share most of their rules: each rule is judged once for each set of its options.
    """
    timeline = Timeline(calendar)
    known: dict[tuple[str, str], bool] = {}

    def is_kept(rule: Rule) -> bool:
        key = rule.name, repr(rule.options)
        if rule.level != "info" and key not in known:
            found = judge(rule, timeline) if rule.applies(calendar) else ()
            known[key] = all(finding.level == "info" for finding in found)
        return rule.level == "info" or known[key]

    profiles = sorted(map(book.profile, book.profile_names), key=lambda it: -it.strictness)
    met = (it for it in profiles if all(map(is_kept, book.choose(Choice(it.name)))))
    return next(met, None)


def unknown_rule(name: str, known: Iterable[str]) -> str:
    """The sentence about a rule that does not exist."""
    names = sorted(known)
    return f'There is no rule "{name}"{nearest(name, names)}. `planner rules` lists all of them.'


def pack_folder(pack: str, folder: str = ".") -> str:
    """Where the rule files of a pack lie: a folder, or the `rules` of an installed package."""
    path = os.path.join(folder, pack)
    if os.path.isdir(path):
        return os.path.normpath(path)
    if pack.isidentifier():
        from importlib.util import find_spec

        spec = find_spec(pack)
        for place in (spec and spec.submodule_search_locations) or ():
            inside = os.path.join(place, "rules")
            return inside if os.path.isdir(inside) else place
    raise PlannerError(
        f'There is no pack "{pack}": a pack is a folder of rule files or an installed package.'
    )


def _yaml_files(top: str) -> list[str]:
    found = []
    for folder, _folders, files in os.walk(top):
        inside = os.path.relpath(folder, top).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        found += [prefix + name for name in files if name.endswith(".yaml")]
    return sorted(found)
