"""TOML files with settings: their content, the places of their keys, and what is wrong."""

import os
import re
from typing import Any

from planner.errors import PlannerError

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


def table_of(path: str) -> dict[str, Any] | None:
    """The settings in a file; None for a pyproject.toml without any. Raises `PlannerError`."""
    data = content_of(path)
    if is_project(path) and b"tool.planner" not in data:
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
    table = content.get("tool", {}).get("planner") if is_project(path) else content
    return table if table is None or isinstance(table, dict) else {}


def _wrong_toml(path: str, text: str, said: str) -> PlannerError:
    """What the parser says, with the line that it stumbled over and what helps."""
    from planner.excerpt import WIDTH, excerpt

    what, _, _ = said.partition(" (at ")
    lines = text.split("\n")
    found = re.search(r"\(at line (\d+), column (\d+)\)", said)
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    if not found and not lines[-1] and len(lines) > 1:
        line, column = line - 1, len(lines[-2]) + 1
    hint = next((hint for word, hint in _TOML_HINTS.items() if what.startswith(word)), "")
    shown = excerpt(lines[line - 1].rstrip("\r"), line, column, 1, WIDTH)
    message = f"{path}:{line}:{column}: is not valid TOML: {what}.{hint}"
    return PlannerError("\n".join((message, *shown)))


def content_of(path: str) -> bytes:
    """The bytes of a file of settings; raises `PlannerError` for none, and for far too many."""
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


def is_project(path: str) -> bool:
    """Whether a file has the settings of many tools, each in a table of its own."""
    return os.path.basename(path) == "pyproject.toml"


def place_in(path: str, text: str, *keys: str) -> str:
    """File, line and column of a key; the parser gives no places, so the key is looked for."""
    start = 0
    for key in ("tool", "planner", *keys) if is_project(path) else keys:
        found = re.compile(rf"""(?m)(?<![\w-])["']?{re.escape(key)}["']?(?=\s*[=\].])""").search(
            text, start
        )
        if found is None:
            return path
        start = found.start()
    line = text.count("\n", 0, start) + 1
    return f"{path}:{line}:{start - text.rfind(chr(10), 0, start)}"
