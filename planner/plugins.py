"""Modules that are found by their names: checks, readers, renderers and reports."""

from importlib import import_module
from types import ModuleType


def find(package: str, name: str) -> ModuleType | None:
    """The module of a name in a package such as `planner.checks`, or None when there is none."""
    whole = f"{package}.{name}"
    if not name.isidentifier() or name.startswith("_"):
        return None
    try:
        return import_module(whole)
    except ModuleNotFoundError as error:
        if error.name == whole:
            return None
        raise


def names(package: str) -> list[str]:
    """The names of all modules in a package, for messages."""
    from pkgutil import iter_modules

    return sorted(module.name for module in iter_modules(import_module(package).__path__))
