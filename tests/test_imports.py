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

from planner.shipped import module_text

PACKAGE = os.path.join(CHECKOUT, "planner")
HEAVY = (
    "typer", "click", "rich", "pydantic", "pandas", "numpy", "icalendar", "jinja2", "ruamel",
    "ortools", "dateutil", "importlib.metadata", "logging", "subprocess", "dataclasses",
    "inspect", "email", "regex", "openpyxl", "matplotlib", "PIL",
)  # fmt: skip
STANDARD = frozenset((
    "_bisect", "_collections", "_collections_abc", "_datetime", "_functools", "_operator", "_sre",
    "_stat", "bisect", "collections", "copyreg", "datetime", "enum",
    "functools", "gc", "genericpath", "itertools", "keyword", "math", "ntpath",
    "operator", "os", "posixpath", "re", "reprlib", "stat", "types", "unicodedata",
))  # fmt: skip
"""All of Python's own packages that a plain lint loads beyond those of a bare interpreter."""
OURS = frozenset((
    "__main__", "_shipped", "checks", "commands", "config", "errors", "files", "groups",
    "handles", "identity", "insertion", "items", "limits", "lint", "model", "named", "notices",
    "open_days", "options", "pairs", "patterns", "phrases", "plugins", "profiles", "readers",
    "reports", "resources", "rulebook", "rules", "shipped", "source", "suppressions", "twins",
    "vocabulary", "weeks", "which", "wording", "yaml_calendar", "yaml_plain", "yaml_tree",
    "checks.blackout", "checks.burst", "checks.deadline", "checks.field", "checks.follow",
    "checks.length", "checks.overlap", "checks.pattern", "checks.promise", "checks.quota",
    "checks.ratio", "checks.repetition", "checks.spacing", "commands.clock", "commands.judging",
    "commands.lint", "commands.outputs", "commands.quick", "limits.counting", "limits.measures",
    "limits.platforms", "readers.yaml", "reports.concise", "yaml_calendar.assembly",
    "yaml_calendar.context", "yaml_calendar.fields", "yaml_calendar.foreign",
    "yaml_calendar.posts", "yaml_calendar.records", "yaml_calendar.repeats",
    "yaml_calendar.settings", "yaml_calendar.slots", "yaml_calendar.times",
))  # fmt: skip
"""All modules of planner that a plain lint by the default profile loads in a wheel."""
CALENDAR = """\
timezone: Europe/Berlin
posts:
  - {at: 2026-11-23 09:00, channel: x, kind: promo, text: The new roast}
  - {at: 2026-11-24 09:00, channel: x, kind: promo, text: The new roast, again}
slots:
  - {every: weekday, at: "16:00", for: 20m, kind: inbox}
"""
TELL = """\
from planner.__main__ import run
code = run(sys.argv[1:])
loaded = sorted(sys.modules)
import json
print("MODULES", json.dumps([code, loaded]))
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


def run_and_tell(folder: str, *arguments: str, program: str = "") -> tuple[int, set[str]]:
    """The exit code of a command line in a new process and all modules it has loaded."""
    environment = {**os.environ, "PYTHONPATH": CHECKOUT, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-S", "-c", program or _with_packages(), *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, loaded = json.loads(done.stdout.rpartition("MODULES ")[2])
    return code, set(loaded)


def _with_packages(before: str = "") -> str:
    """The program, with this process's folders but without what `site` would load."""
    return f"import sys\nsys.path[:] = {sys.path!r}\n{before}{TELL}"


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


def test_a_plain_lint_loads_these_modules_and_no_others(folder: str, tmp_path: Path) -> None:
    """In a wheel, for plain YAML in UTC: each one more is paid for by every hook."""
    ready = os.path.join(tmp_path, "ready")
    os.mkdir(ready)
    with open(os.path.join(ready, "_shipped.py"), "w", encoding="utf-8") as file:
        file.write(module_text())
    program = _with_packages(f"import planner\nplanner.__path__.append({ready!r})\n")
    with open(os.path.join(folder, "plain.yaml"), "w", encoding="utf-8") as file:
        file.write(CALENDAR.replace(", again", " again").replace("Europe/Berlin", "UTC"))
    bare = "import sys; print(*sys.modules)"
    known = subprocess.run([sys.executable, "-S", "-c", bare], capture_output=True, check=True)
    _code, loaded = run_and_tell(folder, "lint", "plain.yaml", program=program)
    more = loaded - set(known.stdout.decode().split())
    assert {name.removeprefix("planner.") for name in more if name.startswith("planner.")} == OURS
    packages = {name.partition(".")[0] for name in more if name not in sys.builtin_module_names}
    assert packages - STANDARD == {"planner"}


def test_only_checks_of_enabled_rules_are_imported(folder: str) -> None:
    """A rule that is switched off costs nothing."""
    with open(os.path.join(folder, "planner.toml"), "w", encoding="utf-8") as file:
        file.write('[rules]\nno-sterile-bursts = "off"\n')
    _code, loaded = run_and_tell(folder, "lint", "calendar.yaml")
    assert "planner.checks.ratio" in loaded
    assert "planner.checks.burst" not in loaded
    assert "planner.config_extends" not in loaded


def test_a_calendar_loads_only_its_own_reader(folder: str) -> None:
    """The other formats are not looked at."""
    _code, loaded = run_and_tell(folder, "lint", "calendar.yaml")
    assert "planner.readers.yaml" in loaded
    assert "planner.readers.ics" not in loaded
    assert not any(name.startswith("planner.renderers") for name in loaded)
