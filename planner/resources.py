"""The rules, templates and samples that ship with planner, wherever it is installed.

They lie in `_data` inside an installed package (also in a zip) and beside the package in a
checkout. `_data` comes first: a folder called `rules` beside the package may be a stranger's.
"""

import os
import sys
from functools import cache
from types import ModuleType

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_FOLDERS = (os.path.join(_PACKAGE, "_data"), os.path.dirname(_PACKAGE))


@cache
def parsed() -> ModuleType | None:
    """The shipped rules, profiles and limits as data, which a wheel has in `planner._shipped`.

    None in a checkout, where the YAML files count. See `planner.shipped`.
    """
    try:
        __import__("planner._shipped")  # without `importlib`, of which to load it takes 0.3 ms
    except ModuleNotFoundError:
        return None
    return sys.modules["planner._shipped"]


def read_bytes(path: str) -> bytes:
    """The content of a shipped file, named from the top: `rules/mix/promo-to-share.yaml`.

    Raises `FileNotFoundError` when there is none.
    """
    loader = sys.modules["planner"].__loader__
    for folder in _FOLDERS:
        try:
            return bytes(loader.get_data(os.path.join(folder, *path.split("/"))))  # type: ignore[union-attr]
        except OSError:
            continue
    raise FileNotFoundError(path)


def list_files(folder: str, ending: str) -> list[str]:
    """The shipped files below a folder with an ending, as paths from the top, sorted."""
    for top in _FOLDERS:
        if os.path.isdir(os.path.join(top, folder)):
            return sorted(_walk(top, folder, ending))
    return sorted(_walk_zip(folder, ending))


def location(path: str) -> str:
    """Where a shipped file lies on this machine, for messages."""
    for folder in _FOLDERS:
        full = os.path.join(folder, *path.split("/"))
        if os.path.exists(full):
            return full
    return os.path.join(_FOLDERS[0], *path.split("/"))


def _walk(top: str, folder: str, ending: str) -> list[str]:
    found = []
    for item in os.scandir(os.path.join(top, folder)):
        if item.is_dir():
            found += _walk(top, f"{folder}/{item.name}", ending)
        elif item.name.endswith(ending):
            found.append(f"{folder}/{item.name}")
    return found


def _walk_zip(folder: str, ending: str) -> list[str]:
    import zipfile

    archive = getattr(sys.modules["planner"].__loader__, "archive", None)
    if archive is None:
        return []
    inside = os.path.relpath(_FOLDERS[0], archive).replace(os.sep, "/") + "/"
    with zipfile.ZipFile(archive) as file:
        names = [name.removeprefix(inside) for name in file.namelist() if name.startswith(inside)]
    return [name for name in names if name.startswith(folder + "/") and name.endswith(ending)]
