"""The action for GitHub: its shape, its page, and its scripts as a runner starts them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from helpers import CHECKOUT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its scripts are for bash")
INSTALL, LINT = 1, 2
"""The steps that have scripts."""
STUB = """\
#!/bin/sh
printf '%s\\n' "$@" > "$RUNNER_TEMP/said"
pwd >> "$RUNNER_TEMP/said"
[ "$1" != lint ]
"""


def action() -> dict[str, Any]:
    """What the file of the action says."""
    with open(os.path.join(CHECKOUT, "action.yml"), encoding="utf-8") as file:
        found: dict[str, Any] = yaml.safe_load(file)
    return found


def steps() -> list[dict[str, Any]]:
    """What it does, one after the other."""
    found: list[dict[str, Any]] = action()["runs"]["steps"]
    return found


def inputs_of(value: Any) -> set[str]:
    """The inputs that an expression somewhere in a value names."""
    return set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", str(value)))


class Step(NamedTuple):
    """A folder for a runner's files, and one with calendars to run a step in."""

    temporary: Path
    folder: Path

    def run(self, number: int, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script of a step as GitHub does, with some inputs."""
        step, usual = steps()[number], action()["inputs"]
        given = {name: spec["default"] for name, spec in usual.items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        environment = {}
        for name, value in step["env"].items():
            (wanted,) = inputs_of(value) or {""}
            python = self.temporary / "planner" / "bin" / "python"
            environment[name] = given[wanted] if wanted else str(python)
        script = self.temporary / "script.sh"
        script.write_text(step["run"])
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=self.folder, capture_output=True, text=True, check=False,
            env={
                "PATH": os.environ["PATH"], "RUNNER_TEMP": str(self.temporary),
                "GITHUB_STEP_SUMMARY": "summary.md", "GITHUB_ACTION_PATH": CHECKOUT, **environment,
            },
        )  # fmt: skip

    def said(self, number: int, **inputs: str) -> list[str]:
        """The words of the last call in a step, and the folder, after the step has run."""
        done = self.run(number, **inputs)
        assert (done.returncode, done.stderr) == (1 if number == LINT else 0, "")
        return (self.temporary / "said").read_text().splitlines()


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """With a planner and a Python that say what they are asked for; planner exits with 1."""
    found = Step(tmp_path / "run ner", tmp_path / "calendars of ours")
    folder = found.temporary / "planner" / "bin"
    folder.mkdir(parents=True)
    for stub in (folder / "planner", folder / "python"):
        stub.write_text(STUB)
        stub.chmod(0o755)
    (found.folder / "deep" / "er").mkdir(parents=True)
    for name in ("a b.yaml", "c.yaml", "deep/er/d.yaml", "--strict.yaml"):
        (found.folder / name).touch()
    return found


def test_it_has_the_shape_of_a_composite_action() -> None:
    """Every input is described and has a text as its default."""
    found = action()
    assert {"name", "description", "inputs", "runs"} <= set(found)
    assert found["runs"]["using"] == "composite"
    for spec in found["inputs"].values():
        assert set(spec) == {"description", "default"}
        assert isinstance(spec["default"], str)
    for step in steps():
        assert ("uses" in step) != (step.get("shell") == "bash")


def test_every_input_is_used() -> None:
    """In a value, and there is no other."""
    used = set().union(*(inputs_of(step) for step in steps()))
    assert used == set(action()["inputs"])


def test_no_input_is_part_of_a_script() -> None:
    """What somebody puts into a title or a name must never be run."""
    for step in steps():
        assert "${{" not in step.get("run", "")


def test_every_input_is_on_the_page() -> None:
    """With its default."""
    with open(os.path.join(CHECKOUT, "docs", "ci.md"), encoding="utf-8") as file:
        rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \|", file.read(), re.MULTILINE)
    usual = {name: spec["default"] for name, spec in action()["inputs"].items()}
    assert {name: value.strip("`") for name, value in rows} == usual


def test_the_workflow_of_the_page_has_known_inputs() -> None:
    """And leaves nothing out that the action needs."""
    with open(os.path.join(CHECKOUT, "docs", "ci.md"), encoding="utf-8") as file:
        page = file.read()
    (block,) = re.findall(
        r"^```yaml\n(.*?uses: posting-planner.*?)^```", page, re.DOTALL | re.MULTILINE
    )
    used = [it for it in yaml.safe_load(block)["jobs"]["lint"]["steps"] if "with" in it]
    assert used
    for it in used:
        assert set(it["with"]) <= set(action()["inputs"])


def test_without_inputs_the_configuration_says_what_is_judged(step: Step) -> None:
    """Findings are annotations, and the table of all is in the summary."""
    assert step.said(LINT) == [
        "lint", "--fail-on", "error", "-f", "markdown", "-o", "summary.md", "-f", "github", "--",
        str(step.folder),
    ]  # fmt: skip


def test_a_line_is_a_path(step: Step) -> None:
    """Also with blanks; around it, and empty lines, are nothing."""
    words = step.said(LINT, paths="  a b.yaml \n\n\tno such [1] file.yaml\n")
    assert words[words.index("--") + 1 : -1] == ["a b.yaml", "no such [1] file.yaml"]


def test_patterns_are_expanded(step: Step) -> None:
    """Those that match nothing are left to be missed; no file name is ever a flag."""
    words = step.said(LINT, paths="*.yaml\n**/d.yaml\nnone*.yaml")
    paths = words[words.index("--") + 1 : -1]
    assert sorted(paths[:3]) == ["--strict.yaml", "a b.yaml", "c.yaml"]
    assert paths[3:] == ["deep/er/d.yaml", "none*.yaml"]


def test_flags_are_split_as_by_a_shell(step: Step) -> None:
    """At blanks and lines, but for what stands in quotes; nothing in them is run."""
    given = "--strict --config 'our team.toml'\n--map \"Post type=kind\" $(touch ran) *.yaml `id`"
    words = step.said(LINT, args=given, summary="false")
    assert words[5 : words.index("--")] == [
        "--strict", "--config", "our team.toml", "--map", "Post type=kind",
        "$(touch", "ran)", "*.yaml", "`id`",
    ]  # fmt: skip
    assert not (step.folder / "ran").exists()


def test_a_quotation_mark_that_is_never_closed_fails(step: Step) -> None:
    """Before planner is called."""
    done = step.run(LINT, args="--config 'our team.toml")
    assert done.returncode != 0
    assert "quote" in done.stderr
    assert not (step.temporary / "said").exists()


def test_inputs_become_flags(step: Step) -> None:
    """Whatever is in them; each file belongs to the format before it."""
    hostile = '$(touch ran)"; touch ran; "'
    words = step.said(
        LINT, profile=hostile, fail_on="warning", format="concise", sarif="our planner.sarif"
    )
    assert words[:-1] == [
        "lint", "--fail-on", "warning", "--profile", hostile,
        "-f", "sarif", "-o", "our planner.sarif", "-f", "markdown", "-o", "summary.md",
        "-f", "concise", "--",
    ]  # fmt: skip
    assert not (step.folder / "ran").exists()


@pytest.mark.parametrize(("version", "package"), [
    ("", CHECKOUT), ("0.1.0", "posting-planner==0.1.0"),
    ("0; touch ran", "posting-planner==0; touch ran"),
])  # fmt: skip
def test_what_is_installed(step: Step, version: str, package: str) -> None:
    """The action's own checkout, or the release that is named; it is one word."""
    words = step.said(INSTALL, version=version)
    assert words[:2] == ["-m", "pip"]
    assert words[-2] == package
    assert not (step.folder / "ran").exists()
