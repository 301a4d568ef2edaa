"""What the user says about files of other tools: flags, and `[mapping]` in the configuration."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from helpers import command

TABLE = "When to,Account,Theme,Caption\n03/11/2026,@acme,Zebras,Hello all\n"


def run(folder: Path, *words: str) -> tuple[int, Any, str]:
    """The exit code, the JSON and the messages of `planner convert`."""
    path = os.path.join(folder, "plan.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write(TABLE)
    done = command("convert", path, "-f", "json", *words)
    return done.code, json.loads(done.out) if done.out else None, done.err


def test_flags_say_what_a_column_is(tmp_path: Path) -> None:
    """The form of its dates, too."""
    code, found, _ = run(tmp_path, "--map", "When to=dd/mm/yyyy", "--map", "account=ignore")
    assert code == 0
    assert found["posts"][0]["at"] == "2026-11-03"


def test_a_configuration_says_it_for_all_files(tmp_path: Path) -> None:
    """Columns, channels and kinds in the words of the team; flags come first."""
    with open(os.path.join(tmp_path, "planner.toml"), "w", encoding="utf-8") as file:
        file.write(
            '[mapping]\ncolumns = {"When to" = "dd/mm/yyyy"}\nchannels = {"@acme" = "twitter"}\n'
            'kinds = {Zebras = "personal"}\n'
        )
    code, found, _ = run(tmp_path)
    (post,) = found["posts"]
    assert (code, post["at"], post["channel"], post["kind"]) == (0, "2026-11-03", "x", "personal")
    _, found, _ = run(tmp_path, "--map", "When to=mm/dd/yyyy")
    assert found["posts"][0]["at"] == "2026-03-11"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--map", "Caption=txt"), '--map cannot be "txt" (did you mean "text"?)'),
        (("--map", "Caption"), "write a column and its field"),
        (("--start", "Monday"), '"Monday" is not a date'),
    ],
)
def test_flags_that_say_nothing(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """Each is told with what would be right."""
    code, _, told = run(tmp_path, *words)
    assert code == 2
    assert message in told


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ('kinds = {Zebras = "persnal"}', '"mapping.kinds.Zebras" cannot be "persnal" (did you'),
        ('columns = {A = "txt"}', '"mapping.columns.A" cannot be "txt" (did you'),
        ("channels = 3", '"mapping.channels" must be a table'),
        ("channels = {a = 3}", '"mapping.channels.a" must be text'),
        ("chanels = {}", 'there is no setting "mapping.chanels" (did you'),
    ],
)
def test_mappings_that_are_wrong(tmp_path: Path, mapping: str, message: str) -> None:
    """Each is told with its file."""
    with open(os.path.join(tmp_path, "planner.toml"), "w", encoding="utf-8") as file:
        file.write(f"[mapping]\n{mapping}\n")
    code, _, told = run(tmp_path)
    assert code == 2
    assert message in told
    assert "planner.toml:2" in told
