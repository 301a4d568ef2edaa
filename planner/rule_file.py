"""One rule out of its file."""

import os
import string
from types import ModuleType
from typing import Any

from planner import plugins
from planner.data_file import DataFile
from planner.errors import nearest
from planner.model import Level
from planner.rules import Example, Rule, read_option
from planner.which import Which, read_which

_KEYS = (
    "summary", "check", "level", "options", "needs", "message", "why", "source", "practices",
    "good", "bad",
)  # fmt: skip
_NEEDED = ("summary", "check", "message", "why", "source", "good", "bad")
_BRIEF = _NEEDED[:-2]
_LAST_PRACTICE = 123
"""The number of the last row in the catalogue of practices."""
_EXAMPLES = b"\ngood:"
"""Where the examples of a shipped rule begin; nothing else comes after them."""


def read_rule(path: str, data: bytes, file: str) -> Rule:
    """Read a rule file; its name and theme come from its path, `file` is for messages.

    Raises `PlannerError` at line and column for anything wrong in it.
    """
    return _RuleFile(path, data, os.path.normpath(file)).read(_NEEDED)


def read_brief(path: str, data: bytes, file: str) -> Rule:
    """A shipped rule without its examples, which are most of its file."""
    return _RuleFile(path, data.partition(_EXAMPLES)[0], os.path.normpath(file)).read(_BRIEF)


class _RuleFile(DataFile):
    """One rule file while it is read."""

    def __init__(self, name: str, data: bytes, file: str) -> None:
        super().__init__(data, file, "rule")
        self.name = name

    def read(self, needed: tuple[str, ...]) -> Rule:
        """The rule, with every field checked."""
        self.check_keys(_KEYS, needed)
        module = self._check()
        folder, _, file = self.name.rpartition("/")
        options = self._options(module)
        return Rule(
            name=file.removesuffix(".yaml"),
            theme=folder.rpartition("/")[2],
            check=self.text("check"),
            level=self._level(),
            options=module.Options(**options),
            message=self._message(module),
            summary=self.text("summary"),
            why=self.text("why"),
            source=self.text("source"),
            practices=self._practices(),
            good=self._examples("good"),
            bad=self._examples("bad"),
            file=self.source.name,
            needs=self._needs(),
            given=tuple(options),
        )

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
        return self.level(self.text("level"), self.fields["level"])

    def _options(self, module: ModuleType) -> dict[str, Any]:
        values = {}
        node = self.fields.get("options")
        given = node.value if node is not None else {}
        if not isinstance(given, dict):
            raise self.complaint("`options` holds keys and values.", self.fields["options"])
        for name, value in given.items():
            try:
                values[name] = read_option(module, name, value.data())
            except ValueError as error:
                raise self.complaint(f"`{name}`: {error}.", value) from None
        missing = set(module.Options._fields) - set(module.Options._field_defaults) - set(values)
        if missing:
            message = f"The check needs the option `{min(missing)}`."
            raise self.complaint(message, self.fields["check"])
        return values

    def _needs(self) -> Which | None:
        if "needs" not in self.fields:
            return None
        try:
            return read_which(self.fields["needs"].data())
        except ValueError as error:
            raise self.complaint(f"`needs`: {error}.", self.fields["needs"]) from None

    def _message(self, module: ModuleType) -> str:
        message = self.text("message")
        try:
            parts = [it for it in string.Formatter().parse(message) if it[1] is not None]
        except ValueError:
            where = self.fields["message"]
            raise self.complaint("The braces of the message do not match.", where) from None
        for _, name, form, conversion in parts:
            word = str(name)
            if conversion or (form and (form.count("|") != 1 or "{" in form)):
                raise self.complaint(
                    f"After {{{word}: stand a word for one and one for more, as in "
                    "{observed:post|posts}.",
                    self.fields["message"],
                )
            if word not in module.WORDS:
                hint = nearest(word, module.WORDS) or f"; {', '.join(module.WORDS)} can"
                raise self.complaint(
                    f"{{{word}}} cannot stand in this message{hint}.", self.fields["message"]
                )
            counts = getattr(module, "COUNTS", ())
            if form and word not in counts:
                can = f"{', '.join(counts)} can" if counts else "no word of this check can"
                raise self.complaint(
                    f"{{{word}}} is no number, so it cannot choose between two words; {can}.",
                    self.fields["message"],
                )
        return message

    def _practices(self) -> tuple[int, ...]:
        node = self.fields.get("practices")
        numbers = node.data() if node is not None else []
        rows = range(1, _LAST_PRACTICE + 1)
        if not isinstance(numbers, list) or not all(
            type(it) is int and it in rows for it in numbers
        ):
            message = f"`practices` is a list of row numbers from 1 to {_LAST_PRACTICE}."
            raise self.complaint(message, self.fields["practices"])
        return tuple(numbers)

    def _examples(self, key: str) -> tuple[Example, ...]:
        if key not in self.fields:
            return ()
        items = self.fields[key].value
        if not isinstance(items, list) or not items:
            raise self.complaint(f"`{key}` holds at least one example.", self.fields[key])
        return tuple(self._example(key, item) for item in items)

    def _example(self, key: str, node: Any) -> Example:
        fields = node.data()
        needed = {"name", "calendar"} | ({"lines"} if key == "bad" else set())
        extra = {"becomes"} if key == "bad" else set()
        if not isinstance(fields, dict) or not needed <= set(fields) <= needed | extra:
            raise self.complaint(f"An example under `{key}` has {', '.join(sorted(needed))}.", node)
        lines = fields.get("lines", [])
        if not isinstance(lines, list) or not all(isinstance(line, int) for line in lines):
            raise self.complaint(
                "`lines` are the line numbers of the example with a finding.", node
            )
        if key == "bad" and not lines:
            raise self.complaint("A bad example says in `lines` where its findings belong.", node)
        becomes = fields.get("becomes")
        return Example(
            str(fields["name"]),
            str(fields["calendar"]),
            tuple(lines),
            None if becomes is None else str(becomes),
            self.line(node),
        )
