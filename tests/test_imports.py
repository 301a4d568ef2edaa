"""What imports what: the layers, and how little a plain `planner lint` loads."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import CHECKOUT

PACKAGE = os.path.join(CHECKOUT, "planner")
HEAVY = (
    "typer", "click", "rich", "pydantic", "pandas", "numpy", "icalendar", "jinja2", "ruamel",
    "ortools", "dateutil", "importlib.metadata", "logging", "subprocess", "dataclasses",
    "inspect", "email", "regex", "openpyxl",
)  # fmt: skip
CALENDAR = """\
timezone: Europe/Berlin
posts:
  - {at: 2026-11-23 09:00, channel: x, kind: promo, text: The new roast}
  - {at: 2026-11-24 09:00, channel: x, kind: promo, text: The new roast, again}
slots:
  - {every: weekday, at: "16:00", for: 20m, kind: inbox}
"""
TELL = """\
import json, sys
from planner.__main__ import run
code = run(sys.argv[1:])
print("MODULES", json.dumps([code, sorted(sys.modules)]))
"""


def modules() -> Iterator[tuple[str, str]]:
    """Every module of the package: its dotted name and its file."""
    for folder, _folders, names in os.walk(PACKAGE):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                inside = os.path.relpath(path, CHECKOUT).removesuffix(".py")
                yield inside.replace(os.sep, ".").removesuffix(".__init__"), path


def imports_of(path: str) -> set[str]:
    """All that a file imports anywhere in it, as dotted names (of `from a import b` also a.b)."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


IMPORTS = {name: imports_of(path) for name, path in modules()}


def importing(package: str, others: tuple[str, ...]) -> list[str]:
    """The modules of a package that import one of others, each with what it imports."""
    return [
        f"{name} imports {target}"
        for name, targets in IMPORTS.items()
        if (name + ".").startswith(package + ".")
        for target in sorted(targets)
        if any((target + ".").startswith(other + ".") for other in others)
    ]


@pytest.mark.parametrize("layer", ["readers", "renderers", "reports"])
def test_readers_renderers_and_reports_never_import_each_other(layer: str) -> None:
    """Each stands alone; the commands join them."""
    layers = {"readers", "renderers", "reports"}
    others = tuple(f"planner.{other}" for other in sorted(layers - {layer}))
    assert importing(f"planner.{layer}", others) == []


def test_lint_and_plan_do_not_know_each_other() -> None:
    """They meet in the rules."""
    assert importing("planner.lint", ("planner.plan",)) == []
    assert importing("planner.plan", ("planner.lint",)) == []


@pytest.mark.parametrize("name", ["planner.model", "planner.errors", "planner.named"])
def test_the_values_import_nothing_of_ours(name: str) -> None:
    """But how their tuples are made, so that everything may import them."""
    found = importing(name, ("planner",))
    assert [line for line in found if "imports planner.named" not in line] == []


def test_checks_know_neither_files_nor_commands() -> None:
    """They speak of entries and routes alone."""
    layers = ("readers", "renderers", "reports", "plan", "lint", "commands", "rules", "cli")
    assert importing("planner.checks", tuple(f"planner.{layer}" for layer in layers)) == []


def test_readers_renderers_and_reports_do_not_judge() -> None:
    """They know of no rules, no solver and no commands."""
    above = ("planner.rules", "planner.lint", "planner.plan", "planner.commands", "planner.cli")
    for layer in ("readers", "renderers", "reports"):
        assert importing(f"planner.{layer}", above) == []


def test_only_the_command_line_imports_typer() -> None:
    """Commands are plain functions."""
    users = {line.split()[0] for line in importing("planner", ("typer", "click"))}
    assert users == {"planner.cli"}


def test_only_the_way_in_imports_the_command_line() -> None:
    """Nothing below it knows it."""
    users = {line.split()[0] for line in importing("planner", ("planner.cli",))}
    assert users == {"planner.__main__"}


def test_only_the_plan_and_its_commands_import_the_solver() -> None:
    """Inside functions, where it is needed."""
    users = {line.split()[0] for line in importing("planner", ("ortools",))}
    assert users
    assert all(user.startswith("planner.plan.") for user in users)


def run_and_tell(folder: str, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command line in a new process and all modules it has loaded."""
    environment = {**os.environ, "PYTHONPATH": CHECKOUT, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-S", "-c", _with_packages(), *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, loaded = json.loads(done.stdout.rpartition("MODULES ")[2])
    return code, set(loaded)


def _with_packages() -> str:
    """The program, with this process's folders but without what `site` would load."""
    return f"import sys\nsys.path[:] = {sys.path!r}\n{TELL}"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A folder with a calendar and a configuration that switches a rule off."""
    with open(os.path.join(tmp_path, "calendar.yaml"), "w", encoding="utf-8") as file:
        file.write(CALENDAR)
    return str(tmp_path)


@pytest.mark.parametrize("form", [[], ["-f", "full"], ["-f", "json"], ["--strict", "-q"]])
def test_lint_loads_nothing_heavy(folder: str, form: list[str]) -> None:
    """Nobody waits for a hook."""
    code, loaded = run_and_tell(folder, "lint", *form, "calendar.yaml")
    assert code == 1
    heavy = [name for name in loaded if any((name + ".").startswith(it + ".") for it in HEAVY)]
    assert heavy == []
    assert not any(name.startswith("planner.plan") for name in loaded)
    assert "planner.cli" not in loaded


def test_counting_fixes_loads_nothing_heavy(folder: str) -> None:
    """What can be fixed is known without the writer of YAML and without the solver."""
    with open(os.path.join(folder, "calendar.yaml"), "a", encoding="utf-8") as file:
        file.write("records:\n  # planner: ignore[no-dates]\n  - {at: 2026-11-23, kind: prase}\n")
    code, loaded = run_and_tell(folder, "lint", "calendar.yaml")
    assert code == 1
    assert "planner.fixes.unknown_value" in loaded
    assert not loaded & {"ruamel.yaml", "typer", "planner.plan.balance", "planner.commands.fixing"}


def test_only_checks_of_enabled_rules_are_imported(folder: str) -> None:
    """A rule that is switched off costs nothing."""
    with open(os.path.join(folder, "planner.toml"), "w", encoding="utf-8") as file:
        file.write('[rules]\nno-sterile-bursts = "off"\n')
    _code, loaded = run_and_tell(folder, "lint", "calendar.yaml")
    assert "planner.checks.ratio" in loaded
    assert "planner.checks.burst" not in loaded


def test_a_calendar_loads_only_its_own_reader(folder: str) -> None:
    """The other formats are not looked at."""
    _code, loaded = run_and_tell(folder, "lint", "calendar.yaml")
    assert "planner.readers.yaml" in loaded
    assert "planner.readers.ics" not in loaded
    assert not any(name.startswith("planner.renderers") for name in loaded)
