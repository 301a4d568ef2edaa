"""A profile out of its file."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from planner.data_file import DataFile
from planner.errors import PlannerError, nearest
from planner.profiles import Profile
from planner.rules import RuleSetting
from planner.yaml_tree import Node

_KEYS = ("summary", "origin", "extends", "strictness", "rules")

Find = Callable[[str], tuple[bytes, str]]
"""From the name of a profile to its content and file; raises `LookupError` for none."""


def read_profile(name: str, find: Find, names: list[str]) -> Profile:
    """A profile with all that it takes over from those it extends.

    Raises `PlannerError` for one that does not exist, and at line and column for what is wrong.
    """
    try:
        data, file = find(name)
    except LookupError:
        raise PlannerError(
            f'There is no profile "{name}"{nearest(name, names)}; {", ".join(names)} exist.'
        ) from None
    return _ProfileFile(name, data, os.path.normpath(file)).read(find, names)


class _ProfileFile(DataFile):
    """One profile file while it is read."""

    def __init__(self, name: str, data: bytes, file: str) -> None:
        super().__init__(data, file, "profile")
        self.name = name

    def read(self, find: Find, names: list[str], heirs: tuple[str, ...] = ()) -> Profile:
        """The profile; `heirs` are those that extend it."""
        self.check_keys(_KEYS, ("summary", "origin", "rules"))
        node = self.fields["rules"]
        if not isinstance(node.value, dict):
            raise self.complaint("`rules` holds names of rules, such as `promo-share: on`.", node)
        own = {name: self._setting(item) for name, item in node.value.items()}
        parent = self._parent(find, names, (*heirs, self.name))
        return Profile(
            self.name,
            self.text("summary"),
            self.text("origin"),
            self._strictness(),
            _merged(parent.rules if parent else {}, own),
            parent.name if parent else None,
        )

    def _strictness(self) -> int:
        node = self.fields.get("strictness")
        value = node.data() if node is not None else 0
        if node is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.complaint("`strictness` is a whole number.", node)
        return int(value)

    def _parent(self, find: Find, names: list[str], heirs: tuple[str, ...]) -> Profile | None:
        if "extends" not in self.fields:
            return None
        name, node = self.text("extends"), self.fields["extends"]
        if name in heirs:
            raise self.complaint(f'The profile "{name}" cannot extend itself.', node)
        try:
            data, file = find(name)
        except LookupError:
            hint = nearest(name, names)
            raise self.complaint(f'There is no profile "{name}"{hint}.', node) from None
        return _ProfileFile(name, data, os.path.normpath(file)).read(find, names, heirs)

    def _setting(self, node: Node) -> RuleSetting:
        value: Any = node.data()
        file = self.place(node)
        if isinstance(value, dict):
            options = {key: item for key, item in value.items() if key != "level"}
            level = value.get("level", "on")
        else:
            options, level = {}, value
        if level in ("on", True):
            return RuleSetting(options=options, file=file)
        if level in ("off", False):
            return RuleSetting(off=True, file=file)
        return RuleSetting(level=self.level(level, node), options=options, file=file)


def _merged(
    inherited: Mapping[str, RuleSetting], own: Mapping[str, RuleSetting]
) -> dict[str, RuleSetting]:
    found = dict(inherited)
    for name, setting in own.items():
        old = found.get(name, RuleSetting())
        level = setting.level or old.level
        options = {**old.options, **setting.options}
        found[name] = RuleSetting(level, setting.off, options, setting.file)
    return found
