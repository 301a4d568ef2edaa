"""Files as other programs know them: from the top of the project."""

import os
from pathlib import Path

import pytest
from reports.judged import finding, judgement

from planner.reports._machines import file_uri, identified, project_path, uri
from planner.source import Part


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The process is in the folder `work/inside`, and no CI has checked out anything."""
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)
    (tmp_path / "work" / "inside").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work" / "inside")
    return str(tmp_path)


def test_a_path_is_relative_to_where_planner_runs(folder: str) -> None:
    """However it was given."""
    for path in ("a.yaml", "./a.yaml", f"{folder}/work/inside/a.yaml", "../inside/a.yaml"):
        assert project_path(path) == "a.yaml"
    assert project_path("x/..y/a.yaml") == "x/..y/a.yaml"
    assert project_path("..a.yaml") == "..a.yaml"


def test_a_path_outside_stays_as_it_was_given(folder: str) -> None:
    """There is nothing shorter to say."""
    assert project_path("../a.yaml") == "../a.yaml"
    assert project_path(f"{folder}/a.yaml") == f"{folder}/a.yaml"


@pytest.mark.parametrize("name", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_a_checkout_is_the_top(folder: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for a step that runs further down."""
    monkeypatch.setenv(name, os.path.join(folder, "work"))
    assert project_path("a.yaml") == "inside/a.yaml"
    assert project_path("../a.yaml") == "a.yaml"
    assert project_path("../../a.yaml") == "../../a.yaml"


@pytest.mark.parametrize(("path", "expected"), [
    ("a.yaml", "a.yaml"), ("x y/ü.yaml", "x%20y/%C3%BC.yaml"), ("😀.yaml", "%F0%9F%98%80.yaml"),
    ("a:b.yaml", "a%3Ab.yaml"), ("a#b?c%d.yaml", "a%23b%3Fc%25d.yaml"), ("\udcff.yaml", "%FF.yaml"),
    ("<stdin>", "%3Cstdin%3E"),
])  # fmt: skip
def test_a_path_is_a_relative_uri(path: str, expected: str) -> None:
    """With forward slashes; what stands for something is escaped."""
    assert uri(path) == expected


def test_a_path_outside_is_a_whole_uri(folder: str) -> None:
    """A relative one must not lead upwards."""
    assert uri("../a b.yaml") == f"file://{folder}/work/a%20b.yaml"
    assert uri(f"{folder}/ü.yaml") == f"file://{folder}/%C3%BC.yaml"
    assert file_uri("a.yaml") == f"file://{folder}/work/inside/a.yaml"


def test_the_sheets_of_a_workbook_are_one_file() -> None:
    """The files of a folder are several."""
    sheets = judgement(finding(), name="b.xlsx", parts=(Part("b.xlsx [One]", 0),))
    files = judgement(finding(), name="posts", parts=(Part("posts/one.md", 0),))
    assert [it.path for it in identified([sheets, files])] == ["b.xlsx", "posts/one.md"]
