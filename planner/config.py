"""The configuration of a team: `.planner.toml`, `planner.toml` or `[tool.planner]`."""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from planner.errors import PlannerError, nearest
from planner.model import LEVELS
from planner.rules import RuleSetting

_FILES = (".planner.toml", "planner.toml", "pyproject.toml")


class PlanCaps(NamedTuple):
    """How much work a plan may add: posts per channel and week, slots per week."""

    posts: int = 3
    slots: int = 7


class Config(NamedTuple):
    """What the configuration says; `file` is None when there is none.

    `calendars` and `exclude` are patterns of file names, relative to `folder`.
    """

    file: str | None = None
    folder: str = "."
    timezone: str | None = None
    channel: str | None = None
    calendars: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: Mapping[str, RuleSetting] = {}
    caps: PlanCaps = PlanCaps()


def find(start: str) -> Config:
    """The nearest configuration of a file or folder, looking upwards; an empty one if none."""
    folder = os.path.abspath(start)
    while True:
        for name in _FILES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                config = read(path, required=False)
                if config is not None:
                    return config
        parent = os.path.dirname(folder)
        if parent == folder:
            return Config()
        folder = parent


def read(path: str, *, required: bool = True) -> Config | None:
    """Read one configuration file.

    A pyproject.toml without `[tool.planner]` gives None, or with `required` an empty
    configuration. Raises `PlannerError` at the file, naming the key, for anything wrong.
    """
    table = _table(path)
    if table is None:
        return Config(file=path, folder=os.path.dirname(path) or ".") if required else None
    return _Reader(path, table).read()


def _table(path: str) -> dict[str, Any] | None:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise PlannerError(f"{path}: cannot be read ({error.strerror or error}).") from None
    is_project = os.path.basename(path) == "pyproject.toml"
    if is_project and b"tool.planner" not in data:
        return None
    import tomllib

    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PlannerError(f"{path}: is not text in UTF-8; save it as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PlannerError(f"{path}: is not valid TOML: {error}.") from None
    table = content.get("tool", {}).get("planner") if is_project else content
    return table if table is None or isinstance(table, dict) else {}


class _Reader:
    """One table of settings while it is read; every complaint names the file and the key."""

    def __init__(self, path: str, table: dict[str, Any]) -> None:
        self.path = path
        self.table = table

    def fail(self, message: str) -> PlannerError:
        return PlannerError(f"{self.path}: {message}")

    def read(self) -> Config:
        known = ("timezone", "channel", "calendars", "exclude", "rules", "plan")
        self._check_keys(self.table, known, "")
        return Config(
            file=self.path,
            folder=os.path.dirname(self.path) or ".",
            timezone=self._text("timezone"),
            channel=self._text("channel"),
            calendars=self._patterns("calendars"),
            exclude=self._patterns("exclude"),
            rules={name: self._rule(name, value) for name, value in self._part("rules").items()},
            caps=self._caps(),
        )

    def _check_keys(self, table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                hint = nearest(key, known) or f"; {', '.join(known)} are known"
                raise self.fail(f'there is no setting "{where}{key}"{hint}.')

    def _part(self, key: str) -> dict[str, Any]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(f'"{key}" is a table; write [{key}] and its settings below it.')
        return value

    def _text(self, key: str) -> str | None:
        value = self.table.get(key)
        if value is not None and not isinstance(value, str):
            raise self.fail(f'"{key}" is text in quotes.')
        return value

    def _patterns(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f'"{key}" is a list of file names or patterns in quotes.')
        return tuple(value)

    def _rule(self, name: str, value: Any) -> RuleSetting:
        if isinstance(value, str):
            value = {"level": value}
        if not isinstance(value, dict):
            raise self.fail(f'"rules.{name}" is a level in quotes or a table.')
        options = {key: item for key, item in value.items() if key != "level"}
        level = value.get("level")
        if level is None or level == "off":
            return RuleSetting(off=level == "off", options=options, file=self.path)
        if level not in LEVELS:
            hint = nearest(str(level), (*LEVELS, "off"))
            raise self.fail(f'"{level}" is no level of "rules.{name}"{hint}.')
        return RuleSetting(level=level, options=options, file=self.path)

    def _caps(self) -> PlanCaps:
        part = self._part("plan")
        names = {"inserted_posts": "posts", "inserted_slots": "slots"}
        self._check_keys(part, tuple(names), "plan.")
        for key, value in part.items():
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise self.fail(f'"plan.{key}" is a whole number from 0.')
        return PlanCaps(**{names[key]: value for key, value in part.items()})
