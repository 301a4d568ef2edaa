"""Configurations that extend others: the nearer file wins, key by key."""

import os

from planner.config import PLAN, Config, place, read_alone
from planner.errors import PlannerError, nearest
from planner.rules import RuleSetting

_MOST = 100
"""How many files one configuration may extend, so that a maze of them ends."""


def with_extended(config: Config) -> Config:
    """A configuration with what those that it extends say, where it is silent itself.

    Of several that are extended, the later win. Raises `PlannerError` at the place of `extends` for
    a file that is not there or extends itself.
    """
    return _Extending().whole(config, ())


class _Extending:
    """The files that one configuration extends, each with what it extends itself."""

    def __init__(self) -> None:
        self.known: dict[str, Config] = {}

    def whole(self, config: Config, heirs: tuple[str, ...]) -> Config:
        """A configuration with all that it extends; `heirs` are the files that extend it."""
        assert config.file is not None
        chain = (*heirs, os.path.realpath(config.file))
        found: Config | None = None
        for name in config.extends:
            extended = self._extended(config, name, chain)
            found = extended if found is None else _merged(found, extended)
        return config if found is None else _merged(found, config)

    def _extended(self, config: Config, name: str, chain: tuple[str, ...]) -> Config:
        """One file that a configuration extends, with all that it extends itself."""
        if "\0" in name:
            raise _wrong(config, "the name of a file has no character 0 in it.")
        path = os.path.normpath(os.path.join(config.folder, name))
        real = os.path.realpath(path)
        if real in chain:
            how = "this file" if real == chain[-1] else f'"{name}", which extends this file'
            raise _wrong(config, f"a configuration cannot extend itself, and this extends {how}.")
        if real not in self.known:
            if len(self.known) == _MOST or len(chain) > _MOST:
                raise _wrong(config, f"more than {_MOST} files are extended; extend fewer.")
            self.known[real] = self.whole(_read(config, name, path), chain)
        return self.known[real]


def _read(config: Config, name: str, path: str) -> Config:
    if os.path.isdir(path):
        raise _wrong(config, f'"{name}" is a folder; name the file in it, such as planner.toml.')
    if not os.path.lexists(path):
        hint = nearest(os.path.basename(name), _beside(path)) or "; it is looked for from here"
        raise _wrong(config, f'there is no file "{name}"{hint}.')
    found = read_alone(path)
    if found is None:
        raise _wrong(config, f'"{name}" has no [tool.planner] with settings; name another file.')
    return found


def _beside(path: str) -> list[str]:
    """The TOML files in the folder of a file."""
    try:
        return [it for it in os.listdir(os.path.dirname(path) or ".") if it.endswith(".toml")]
    except OSError:
        return []


def _wrong(config: Config, message: str) -> PlannerError:
    return PlannerError(f"{place(config, 'extends')}: {message}")


def _merged(base: Config, own: Config) -> Config:
    """A configuration over another one; tables of both are one, other values are replaced."""
    fields = {key[0] for key in own.origins if len(key) == 1}
    plan = {PLAN[key[1]] for key in own.origins if key[0] == "plan"}
    parts = {**base.mapping, **own.mapping}
    return base._replace(
        **{field: getattr(own, field) for field in fields},
        file=own.file,
        folder=own.folder,
        rules={**base.rules, **{it: _over(base.rules.get(it), own.rules[it]) for it in own.rules}},
        mapping={it: {**base.mapping.get(it, {}), **own.mapping.get(it, {})} for it in parts},
        plan=base.plan._replace(**{field: getattr(own.plan, field) for field in plan}),
        ignores={**base.ignores, **own.ignores},
        origins={**base.origins, **own.origins},
    )


def _over(base: RuleSetting | None, own: RuleSetting) -> RuleSetting:
    """A setting of a rule over what another file says of it."""
    return own._replace(over=base if own.over is None else _over(base, own.over))
