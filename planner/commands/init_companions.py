"""What belongs to a starter calendar: settings of the team, and a hook that judges commits."""

import json
import os
from typing import NamedTuple

from planner import __version__, config, resources

HOOKS = ".pre-commit-config.yaml"
SETTINGS = "planner.toml"


class Companion(NamedTuple):
    """A file that can be written with a calendar; `stands` is the one that is there already.

    `flag` is the one that asks for it, `purpose` what it is for.
    """

    flag: str
    path: str
    text: str
    stands: str | None
    purpose: str


def companions_of(calendar: str, profile: str) -> list[Companion]:
    """The hooks of the repository and the configuration beside a calendar; nothing is written."""
    folder = os.path.dirname(calendar)
    hooks = os.path.join(_top(folder), HOOKS)
    hook = resources.read_bytes("templates/init-hook.yaml").decode()
    settings = os.path.join(folder, SETTINGS)
    known = config.find(folder or ".").file
    stands = settings if os.path.lexists(settings) else known and os.path.relpath(known)
    return [
        Companion(
            "hook",
            hooks,
            hook.replace("{version}", __version__),
            hooks if os.path.lexists(hooks) else None,
            "To judge it with every commit",
        ),
        Companion(
            "config",
            settings,
            _settings(calendar, profile, stands or settings),
            stands,
            "To judge it by a plain `planner lint`",
        ),
    ]


def _settings(calendar: str, profile: str, file: str) -> str:
    """What a configuration says of a calendar; texts of JSON are texts of TOML as well."""
    name = os.path.relpath(calendar, os.path.dirname(file) or ".").replace(os.sep, "/")
    head = "[tool.planner]\n" if os.path.basename(file) == "pyproject.toml" else ""
    said = json.dumps(name, ensure_ascii=False)
    return f"{head}profile = {json.dumps(profile)}\ncalendars = [{said}]\n"


def _top(folder: str) -> str:
    """The top of the repository that a folder is in, as seen from here; else the folder itself."""
    place = os.path.abspath(folder)
    while not os.path.lexists(os.path.join(place, ".git")):
        if os.path.dirname(place) == place:
            return folder
        place = os.path.dirname(place)
    found = os.path.relpath(place)
    return "" if found == "." else found


def told_of(companion: Companion, *, is_new: bool) -> str:
    """That a file is written, or what to write into it and how."""
    if is_new:
        return f"{companion.purpose}, {companion.path} is written.\n"
    indented = "".join(f"  {line}\n" for line in companion.text.splitlines())
    where = f"add this to {companion.stands}" if companion.stands else f"write {companion.path}"
    flag = "" if companion.stands else f" (`--{companion.flag}` does)"
    return f"{companion.purpose}, {where}{flag}:\n\n{indented}"
