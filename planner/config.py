"""The configuration of a team: `.planner.toml`, `planner.toml` or `[tool.planner]`."""

import os
from collections.abc import Iterator, Mapping

from planner.errors import PlannerError, nearest
from planner.model import LEVELS, POST_KINDS
from planner.named import Any, NamedTuple
from planner.options import length
from planner.rules import RuleSetting
from planner.vocabulary import COLUMN_FIELDS, column_field_of, post_kind_of

FILES = (".planner.toml", "planner.toml", "pyproject.toml")
"""The names of a configuration; the first one in the nearest folder counts."""
KEYS = (
    "extends", "profile", "packs", "timezone", "channel", "calendars", "exclude",
    "per-file-ignores", "rules", "plan", "mapping",
)  # fmt: skip
MAPPED = ("columns", "channels", "kinds")
CAPS = {"inserted_posts": "posts", "inserted_slots": "slots"}
"""The settings of `plan` that are numbers, and the fields of `PlanSettings` that they are."""
PLAN = {**CAPS, "freeze": "freeze", "spread": "spread", "lock": "lock"}
"""All settings of `plan`."""
MOST_INSERTIONS = 100


class PlanSettings(NamedTuple):
    """How much work a plan may add, posts per channel and week and slots per week, and how.

    Nothing is changed within the time `freeze` (like `24h`) from now; with `spread` the days of a
    week are to hold about as much each. `lock` is the file, relative to the one that says it, that
    keeps plans.
    """

    posts: int = 3
    slots: int = 10
    freeze: str | None = None
    spread: bool = False
    lock: str | None = None


Keys = tuple[str, ...]
"""The keys on the way to a setting: `("plan", "freeze")`."""


class FileIgnores(NamedTuple):
    """The rules that do not judge files of a pattern; `file` is where that stands."""

    rules: tuple[str, ...]
    file: str


class Config(NamedTuple):
    """What the configuration says; `file` is None when there is none.

    `calendars` and `exclude` are patterns of file names. `mapping` says what the `columns`,
    `channels` and `kinds` of other tools are. `packs` are folders or installed packages with rules.
    `ignores` has patterns of file names with the rules that do not judge those files. All paths are
    relative to `folder_of` their setting: `origins` names the file that says each setting but those
    of rules, which know it themselves. `extends` are the files that `file` extends, as it says.
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
    extends: tuple[str, ...] = ()
    ignores: Mapping[str, FileIgnores] = {}
    origins: Mapping[Keys, str] = {}

    def folder_of(self, *keys: str) -> str:
        """The folder to which the paths of a setting are relative."""
        file = self.origins.get(keys)
        return self.folder if file is None else os.path.dirname(file) or "."


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
    """File, line and column of a setting, None where nobody has set it."""
    from planner.config_toml import content_of, place_in

    file = config.origins.get(keys)
    return file and place_in(file, content_of(file).decode("utf-8-sig"), *keys)


def read(path: str, *, required: bool = True) -> Config | None:
    """Read one configuration file, with those that it extends.

    A pyproject.toml without `[tool.planner]` gives None, or with `required` an empty
    configuration. Raises `PlannerError` at the file, naming the key, for anything wrong.
    """
    config = read_alone(path)
    if config is None:
        return Config(file=path, folder=os.path.dirname(path) or ".") if required else None
    if config.extends:
        from planner.config_extends import with_extended

        return with_extended(config)
    return config


def read_alone(path: str) -> Config | None:
    """What one file says itself, None for a pyproject.toml without `[tool.planner]`."""
    from planner.config_toml import content_of, table_of

    table = table_of(path)
    if table is None:
        return None
    return _Reader(path, table, content_of(path).decode("utf-8-sig")).read()


class _Reader:
    """One table of settings while it is read; every complaint names the file and the place."""

    def __init__(self, path: str, table: dict[str, Any], text: str) -> None:
        self.path = path
        self.table = table
        self.text = text

    def fail(self, message: str, *keys: str) -> PlannerError:
        """What is wrong with a setting, named by the keys on the way to it."""
        from planner.excerpt import complaint

        return complaint(self.place(*keys), message)

    def place(self, *keys: str) -> str:
        """File, line and column of a key."""
        from planner.config_toml import place_in

        return place_in(self.path, self.text, *keys)

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
            extends=self._extends(),
            ignores=self._ignores(),
            origins=dict.fromkeys(self._set(), self.path),
        )

    def _set(self) -> Iterator[Keys]:
        """The keys of all that is set, but of rules."""
        for key, value in self.table.items():
            if key == "mapping":
                yield from ((key, part, word) for part, words in value.items() for word in words)
            elif key in ("plan", "per-file-ignores"):
                yield from ((key, inner) for inner in value)
            elif key != "rules":
                yield (key,)

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

    def _extends(self) -> tuple[str, ...]:
        value = self.table.get("extends")
        return (value,) if isinstance(value, str) else self._patterns("extends")

    def _ignores(self) -> dict[str, FileIgnores]:
        """The rules that do not judge some files, by the pattern of their names."""
        found = {}
        for pattern, rules in self._part("per-file-ignores").items():
            if not isinstance(rules, list) or not all(isinstance(it, str) for it in rules):
                message = f'"per-file-ignores.{pattern}" must be a list of rules in quotes.'
                raise self.fail(message, "per-file-ignores", pattern)
            found[pattern] = FileIgnores(tuple(rules), self.place("per-file-ignores", pattern))
        return found

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
