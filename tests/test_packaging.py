"""The wheel, the sdist and the bare checkout all have what planner needs."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from glob import glob
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from helpers import CHECKOUT

from planner.shipped import module_text

DATA = ("rules", "templates", "sample_calendars")


class Packages(NamedTuple):
    """The folder that packages were built into, and they."""

    folder: str
    sdist: str
    wheel: str


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """Built once: the sdist from the checkout, the wheel from the sdist."""
    folder = str(tmp_path_factory.mktemp("packages"))
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, CHECKOUT]
    # Not from the checkout: a folder called `build` there would be taken for the module.
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (sdist,), (wheel,) = glob(f"{folder}/*.tar.gz"), glob(f"{folder}/*.whl")
    return Packages(folder, sdist, wheel)


def shipped_files() -> Iterator[str]:
    """The rules, templates and samples of the checkout, as paths from the top."""
    for top in DATA:
        for folder, _folders, names in os.walk(os.path.join(CHECKOUT, top)):
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), CHECKOUT).replace(os.sep, "/")


def planner(place: str, folder: str, *arguments: str) -> str:
    """What a planner prints that is imported from one place only, in some folder.

    As with `python -I`, neither the folder nor PYTHONPATH is looked into for modules.
    """
    program = (
        "import sys\n"
        f"sys.path.insert(0, {place!r})\n"
        "import planner\n"
        f"assert planner.__file__.startswith({place!r}), planner.__file__\n"
        "from planner.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def expected() -> list[str]:
    """The names of all rules."""
    files = [path for path in shipped_files() if path.startswith("rules/")]
    files = [path for path in files if not path.startswith("rules/profiles/")]
    return sorted(os.path.basename(path).removesuffix(".yaml") for path in files)


def names(table: str) -> list[str]:
    """The rules of a table."""
    lines = table.splitlines()[1:-1]
    return [line.split()[0] for line in lines if not line.startswith(" ")]


def test_the_wheel_holds_all_rules_templates_and_samples(packages: Packages) -> None:
    """Under planner/_data, and nothing that is not planner's."""
    with zipfile.ZipFile(packages.wheel) as wheel:
        inside = set(wheel.namelist())
    assert {f"planner/_data/{path}" for path in shipped_files()} <= inside
    assert all(path.startswith(("planner/", "posting_planner-")) for path in inside)
    assert not any(path.endswith(".pyc") for path in inside)


def test_the_wheel_has_its_rules_ready(packages: Packages) -> None:
    """As data that needs no parsing, and that is what the files of this checkout say."""
    with zipfile.ZipFile(packages.wheel) as wheel:
        assert wheel.read("planner/_shipped.py").decode() == module_text()


def test_the_wheel_holds_every_module(packages: Packages) -> None:
    """Also those that are imported by name only."""
    with zipfile.ZipFile(packages.wheel) as wheel:
        inside = set(wheel.namelist())
    modules = glob(f"{CHECKOUT}/planner/**/*.py", recursive=True)
    assert {os.path.relpath(path, CHECKOUT).replace(os.sep, "/") for path in modules} <= inside


def test_an_unpacked_wheel_finds_its_rules(packages: Packages, tmp_path: Path) -> None:
    """Though a stranger's folder `rules` lies beside the package, as in site-packages."""
    place = os.path.join(packages.folder, "unpacked")
    with zipfile.ZipFile(packages.wheel) as wheel:
        wheel.extractall(place)
    os.makedirs(os.path.join(place, "rules", "odd"), exist_ok=True)
    with open(os.path.join(place, "rules", "odd", "stranger.yaml"), "w", encoding="utf-8") as file:
        file.write("not: ours\n")
    assert names(planner(place, str(tmp_path), "rules")) == expected()


def test_a_wheel_that_stays_a_zip_finds_its_rules(packages: Packages, tmp_path: Path) -> None:
    """On PYTHONPATH it need not be unpacked."""
    assert names(planner(packages.wheel, str(tmp_path), "rules")) == expected()


def test_a_wheel_that_stays_a_zip_makes_pages(packages: Packages, tmp_path: Path) -> None:
    """Its templates are found, too: a starter calendar, and its plan as a page."""
    folder = str(tmp_path)
    planner(packages.wheel, folder, "init", "new.yaml", "--name", "x", "--week", "2026-W48")
    page = planner(packages.wheel, folder, "plan", "new.yaml", "-f", "html", "--now", "2026-11-01")
    assert "</html>" in page


def test_a_bare_checkout_finds_its_rules(tmp_path: Path) -> None:
    """Without being installed."""
    assert names(planner(CHECKOUT, str(tmp_path), "rules")) == expected()


def test_the_hook_is_defined() -> None:
    """For pre-commit: its id, its command and the files it looks at."""
    path = os.path.join(CHECKOUT, ".pre-commit-hooks.yaml")
    if not os.path.exists(path):
        pytest.skip("there is no hook yet")
    with open(path, encoding="utf-8") as file:
        hooks = {hook["id"]: hook for hook in yaml.safe_load(file)}
    hook = hooks["planner-lint"]
    assert hook["entry"].split()[:2] == ["planner", "lint"]
    assert "--force-exclude" in hook["entry"].split() + hook.get("args", [])
    assert hook["language"] == "python"
    assert hook["require_serial"] is True
    fix = hooks["planner-fix"]
    assert fix["entry"].split()[:3] == ["planner", "lint", "--fix"]
    same = ("language", "types_or", "files", "exclude", "require_serial")
    assert [fix[key] for key in same] == [hook[key] for key in same]
