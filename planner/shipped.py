"""Shipped rules and profiles, and the module that spares every run reading them from YAML.

A build writes what the files of rules, profiles and limits say into `planner._shipped`, as plain
Python data. To parse the 26 files of the default profile took 22 ms of a run, this data takes 1.
"""

import os
from collections.abc import Iterator
from functools import cache

from planner import plugins, resources
from planner.named import Any
from planner.profiles import Profile
from planner.rules import Rule, RuleSetting, read_option
from planner.which import read_which

_PROFILES = "rules/profiles/"
_SETTINGS = "rules"


def paths() -> list[str]:
    """The files of all rules and profiles, from the top, sorted."""
    data = resources.parsed()
    return sorted([*data.RULES, *data.PROFILES]) if data else _files()


@cache
def _folder() -> str:
    return os.path.normpath(resources.location("rules"))


def _file(path: str) -> str:
    """Where a rule or profile lies: all of them lie where their folder is, which is found once."""
    return os.path.join(_folder(), *path.split("/")[1:])


def brief_rule(path: str) -> Rule:
    """A shipped rule without its examples, which are most of its file."""
    data = resources.parsed()
    file = _file(path)
    if data:
        return _rule(path, data.RULES[path], file)
    from planner.rule_file import read_brief

    return read_brief(path, resources.read_bytes(path), file)


def _rule(path: str, fields: dict[str, Any], file: str) -> Rule:
    """A rule of what its file says; that it is right was seen when it was built."""
    module = plugins.find("planner.checks", fields["check"])
    assert module is not None
    options = fields["options"]
    needs = fields["needs"]
    theme, _, name = path.removeprefix("rules/").removesuffix(".yaml").partition("/")
    return Rule(
        name=name,
        theme=theme,
        check=fields["check"],
        level=fields["level"],
        options=module.Options(**{it: read_option(module, it, options[it]) for it in options}),
        message=fields["message"],
        summary=fields["summary"],
        why=fields["why"],
        source=fields["source"],
        practices=fields["practices"],
        good=(),
        bad=(),
        file=file,
        needs=None if needs is None else read_which(needs),
        given=tuple(options),
    )


def profile(path: str) -> Profile | None:
    """A shipped profile with all that it takes over; None where it is to be read from its file."""
    data = resources.parsed()
    if data is None:
        return None
    fields = data.PROFILES[path]
    rules = {name: _setting(*values) for name, values in fields[_SETTINGS].items()}
    return Profile(**{**fields, _SETTINGS: rules})


def _setting(level: Any, off: bool, options: dict[str, Any], path: str, line: str) -> RuleSetting:
    return RuleSetting(level, off, options, f"{_file(path)}:{line}")


def module_text() -> str:
    """The text of `planner._shipped`, made of the files; raises `PlannerError` for a wrong one."""
    from planner.limits.platforms import read_sections

    rules = [path for path in _files() if not path.startswith(_PROFILES)]
    profiles = [path for path in _files() if path.startswith(_PROFILES)]
    return "\n".join(
        [
            '"""What the files of rules, profiles and limits say; made by the build."""',
            "",
            f"RULES = { ({path: _rule_fields(path) for path in rules})!r}",
            f"PROFILES = {dict(map(_profile_fields, profiles))!r}",
            f"LIMITS = {read_sections()!r}",
            "",
        ]
    )


def _files() -> list[str]:
    return resources.list_files("rules", ".yaml")


def _rule_fields(path: str) -> dict[str, Any]:
    from planner.data_file import DataFile
    from planner.rule_file import read_rule

    data = resources.read_bytes(path)
    rule = read_rule(path, data, path)
    given = DataFile(data, path, "rule").fields
    return {
        **{name: getattr(rule, name) for name in ("check", "level", "message", "summary", "why")},
        "source": rule.source,
        "practices": rule.practices,
        "options": given["options"].data() if "options" in given else {},
        "needs": given["needs"].data() if "needs" in given else None,
    }


def _profile_fields(path: str) -> tuple[str, dict[str, Any]]:
    from planner.profile_file import read_profile

    def find(name: str) -> tuple[bytes, str]:
        file = f"{_PROFILES}{name}.yaml"
        return resources.read_bytes(file), file

    read = read_profile(path.removeprefix(_PROFILES).removesuffix(".yaml"), find, [])
    rules = {name: tuple(_setting_fields(it)) for name, it in read.rules.items()}
    return path, {**read._asdict(), _SETTINGS: rules}


def _setting_fields(setting: RuleSetting) -> Iterator[Any]:
    path, _, line = setting.file.replace(os.sep, "/").rpartition(":")
    yield from (setting.level, setting.off, dict(setting.options), path, line)
