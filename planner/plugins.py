"""Modules that are found by their names: checks, readers, renderers and reports."""

import sys
from types import ModuleType


def find(package: str, name: str) -> ModuleType | None:
    """The module of a name in a package such as `planner.checks`, or None when there is none.

    Names have hyphens where modules have underscores; a module that begins with one is no plug-in.
    """
    module = name.replace("-", "_")
    whole = f"{package}.{module}"
    if "_" in name or module.startswith("_") or not module.isidentifier():
        return None
    try:
        __import__(whole)  # as `importlib` does, of which to load it takes 0.3 ms
    except ModuleNotFoundError as error:
        if error.name == whole:
            return None
        raise
    return sys.modules[whole]


def names(package: str) -> list[str]:
    """The names of all plug-ins in a package, for messages."""
    from importlib import import_module
    from pkgutil import iter_modules

    modules = (module.name for module in iter_modules(import_module(package).__path__))
    return sorted(name.replace("_", "-") for name in modules if not name.startswith("_"))
