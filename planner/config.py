"""The configuration of a team: `.planner.toml`, `planner.toml` or `[tool.planner]`."""

import os
import re
from collections.abc import Mapping
from typing import Any

from planner.errors import PlannerError, nearest
from planner.excerpt import excerpt
from planner.model import LEVELS, POST_KINDS
from planner.named import NamedTuple
from planner.options import length
from planner.rules import RuleSetting
from planner.vocabulary import COLUMN_FIELDS, column_field_of, post_kind_of

FILES = (".planner.toml", "planner.toml", "pyproject.toml")
"""The names of a configuration; the first one in the nearest folder counts."""
KEYS = (
    "profile", "packs", "timezone", "channel", "calendars", "exclude", "rules", "plan", "mapping",
)  # fmt: skip
MAPPED = ("columns", "channels", "kinds")
CAPS = {"inserted_posts": "posts", "inserted_slots": "slots"}
"""The settings of `plan` that are numbers, and the fields of `PlanSettings` that they are."""
PLAN = {**CAPS, "freeze": "freeze", "spread": "spread", "lock": "lock"}
"""All settings of `plan`."""
_MOST_BYTES = 1024 * 1024
_MOST_DOTS = 500
"""What the parser of TOML reads quickly: of a key with many parts it looks at each many times."""
_TOML_HINTS = {
    "Invalid value": ' A text needs quotes around it: timezone = "Europe/Berlin".',
    "Illegal character '\\n'": " A quotation mark that opens a text is never closed.",
    "Cannot overwrite": " Something is set twice; delete one of the two.",
    "Cannot declare": " Something is set twice; delete one of the two.",
    "Expected '='": ' A setting is a name, = and a value: profile = "strict".',
}
_WIDTH = 80
MOST_INSERTIONS = 100


class PlanSettings(NamedTuple):
    """How much work a plan may add, posts per channel and week and slots per week, and how.

    Nothing is changed within the time `freeze` (like `24h`) from now; with `spread` the days of a
    week are to hold about as much each. `lock` is the file, relative to the configuration's folder,
    that keeps plans.
    """

    posts: int = 3
    slots: int = 10
    freeze: str | None = None
    spread: bool = False
    lock: str | None = None


class Config(NamedTuple):
    """What the configuration says; `file` is None when there is none.

    `calendars` and `exclude` are patterns of file names, relative to `folder`. `mapping` says
    what the `columns`, `channels` and `kinds` of other tools are. `packs` are folders (relative to
    `folder`) or installed packages with rules.
    """

    file: str | None = None
    folder: str = "."
    timezone: str | None = None
    channel: str | None = None
    calendars: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: Mapping[str, RuleSetting] = {}
    mapping: Mapping[str, Mapping[str, str]] = {}
    plan: PlanSettings = PlanSettings()
    profile: str | None = None
    packs: tuple[str, ...] = ()


def find(start: str) -> Config:
    """The nearest configuration of a file or folder, looking upwards; an empty one if none."""
    folder = os.path.abspath(start)
    while True:
        for name in FILES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                config = read(path, required=False)
                if config is not None:
                    return config
        parent = os.path.dirname(folder)
        if parent == folder:
            return Config()
        folder = parent


def place(config: Config, *keys: str) -> str | None:
    """File, line and column of a setting, None where there is no configuration."""
    if config.file is None:
        return None
    return _Reader(config.file, {}, _content(config.file).decode("utf-8-sig")).place(*keys)


def read(path: str, *, required: bool = True) -> Config | None:
    """Read one configuration file.

    A pyproject.toml without `[tool.planner]` gives None, or with `required` an empty
    configuration. Raises `PlannerError` at the file, naming the key, for anything wrong.
    """
    table = _table(path)
    if table is None:
        return Config(file=path, folder=os.path.dirname(path) or ".") if required else None
    return _Reader(path, table, _content(path).decode("utf-8-sig")).read()


def _table(path: str) -> dict[str, Any] | None:
    data = _content(path)
    is_project = os.path.basename(path) == "pyproject.toml"
    if is_project and b"tool.planner" not in data:
        return None
    import tomllib

    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PlannerError(f"{path}: is not text in UTF-8; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise _wrong_toml(path, data.decode("utf-8-sig"), str(error)) from None
    except (ValueError, RecursionError):
        raise PlannerError(
            f"{path}: is no configuration: a number is far too long, or lists are too deep."
        ) from None
    table = content.get("tool", {}).get("planner") if is_project else content
    return table if table is None or isinstance(table, dict) else {}


def _wrong_toml(path: str, text: str, said: str) -> PlannerError:
    """What the parser says, with the line that it stumbled over and what helps."""
    what, _, _ = said.partition(" (at ")
    lines = text.split("\n")
    found = re.search(r"\(at line (\d+), column (\d+)\)", said)
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    if not found and not lines[-1] and len(lines) > 1:
        line, column = line - 1, len(lines[-2]) + 1
    hint = next((hint for word, hint in _TOML_HINTS.items() if what.startswith(word)), "")
    shown = excerpt(lines[line - 1].rstrip("\r"), line, column, 1, _WIDTH)
    message = f"{path}:{line}:{column}: is not valid TOML: {what}.{hint}"
    return PlannerError("\n".join((message, *shown)))


def _content(path: str) -> bytes:
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        raise PlannerError(f"{path}: is no file, so no settings are read from it.")
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PlannerError(f"{path}: cannot be read ({reason}).") from None
    lines = data.splitlines() if data.count(b".") > _MOST_DOTS else ()
    if len(data) > _MOST_BYTES or any(line.count(b".") > _MOST_DOTS for line in lines):
        raise PlannerError(f"{path}: is no configuration: it is too large, or a line is too long.")
    return data


class _Reader:
    """One table of settings while it is read; every complaint names the file and the place."""

    def __init__(self, path: str, table: dict[str, Any], text: str) -> None:
        self.path = path
        self.table = table
        self.text = text

    def fail(self, message: str, *keys: str) -> PlannerError:
        """What is wrong with a setting, named by the keys on the way to it."""
        return PlannerError(f"{self.place(*keys)}: {message}")

    def place(self, *keys: str) -> str:
        """File, line and column of a key; the parser gives no places, so the key is looked for."""
        start = 0
        is_project = os.path.basename(self.path) == "pyproject.toml"
        for key in ("tool", "planner", *keys) if is_project else keys:
            found = re.compile(
                rf"""(?m)(?<![\w-])["']?{re.escape(key)}["']?(?=\s*[=\].])"""
            ).search(self.text, start)
            if found is None:
                return self.path
            start = found.start()
        line = self.text.count("\n", 0, start) + 1
        return f"{self.path}:{line}:{start - self.text.rfind(chr(10), 0, start)}"

    def read(self) -> Config:
        self._check_keys(self.table, KEYS, "")
        return Config(
            file=self.path,
            folder=os.path.dirname(self.path) or ".",
            timezone=self._text("timezone"),
            channel=self._text("channel"),
            calendars=self._patterns("calendars"),
            exclude=self._patterns("exclude"),
            rules={name: self._rule(name, value) for name, value in self._part("rules").items()},
            mapping=self._mapping(),
            plan=self._plan(),
            profile=self._text("profile"),
            packs=self._patterns("packs"),
        )

    def _check_keys(self, table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                hint = nearest(key, known) or f"; {', '.join(known)} are known"
                keys = [*where.split(".")[:-1], key]
                raise self.fail(f'there is no setting "{where}{key}"{hint}.', *keys)

    def _part(self, key: str) -> dict[str, Any]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(f'"{key}" must be a table: [{key}] and its settings below it.', key)
        return value

    def _text(self, key: str) -> str | None:
        value = self.table.get(key)
        if value is not None and not isinstance(value, str):
            raise self.fail(f'"{key}" must be text in quotes.', key)
        return value

    def _patterns(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            message = f'"{key}" must be a list of file names or patterns in quotes.'
            raise self.fail(message, key)
        return tuple(value)

    def _rule(self, name: str, value: Any) -> RuleSetting:
        if isinstance(value, str):
            value = {"level": value}
        if not isinstance(value, dict):
            message = f'"rules.{name}" must be a level in quotes or a table.'
            raise self.fail(message, "rules", name)
        options = {key: item for key, item in value.items() if key != "level"}
        level, where = value.get("level"), self.place("rules", name)
        if level is None or level == "off":
            return RuleSetting(off=level == "off", options=options, file=where)
        if level not in LEVELS:
            words = (*LEVELS, "off")
            hint = nearest(str(level), words) or f"; {', '.join(words)} are"
            raise self.fail(f'"{level}" is no level of a rule{hint}.', "rules", name)
        return RuleSetting(level=level, options=options, file=where)

    def _mapping(self) -> dict[str, dict[str, str]]:
        """The team's words for columns, channels and kinds, by what they stand for."""
        part = self._part("mapping")
        self._check_keys(part, MAPPED, "mapping.")
        for key, words in part.items():
            if not isinstance(words, dict):
                message = f'"mapping.{key}" must be a table of words, such as {{Pillar = "kind"}}.'
                raise self.fail(message, "mapping", key)
            for word, meaning in words.items():
                self._check_word(key, word, meaning)
        return part

    def _check_word(self, key: str, word: str, meaning: Any) -> None:
        if not isinstance(meaning, str):
            message = f'"mapping.{key}.{word}" must be text in quotes.'
            raise self.fail(message, "mapping", key, word)
        known = {"columns": COLUMN_FIELDS, "kinds": POST_KINDS}.get(key, ())
        find = column_field_of if key == "columns" else post_kind_of
        if known and find(meaning) is None:
            hint = nearest(meaning, known) or f"; it is one of {', '.join(known)}"
            message = f'"mapping.{key}.{word}" cannot be "{meaning}"{hint}.'
            raise self.fail(message, "mapping", key, word)

    def _plan(self) -> PlanSettings:
        part = self._part("plan")
        self._check_keys(part, tuple(PLAN), "plan.")
        for key, value in part.items():
            wrong = _wrong_of_plan(key, value)
            if wrong:
                raise self.fail(f'"plan.{key}"{wrong}.', "plan", key)
        return PlanSettings(**{PLAN[key]: value for key, value in part.items()})


def _wrong_of_plan(key: str, value: Any) -> str | None:
    """What a setting of `plan` must be, where it is not."""
    if key in CAPS:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= MOST_INSERTIONS:
            return f" must be a whole number from 0 to {MOST_INSERTIONS}"
    elif key == "freeze":
        try:
            length(value)
        except ValueError as error:
            return f": {error}"
    elif key == "lock":
        if not (isinstance(value, str) and value):
            return " must be the name of a file in quotes"
    elif not isinstance(value, bool):
        return " must be true or false"
    return None
