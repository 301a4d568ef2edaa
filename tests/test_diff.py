"""The diff that `--diff` shows."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.diff import unified

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "d\n", "\n"]), max_size=25)


def diff(before: bytes, after: bytes) -> str:
    """The diff of a file that is called `a`."""
    return b"".join(unified(before, after, "a")).decode()


def test_no_difference_is_no_diff() -> None:
    """Not even a head."""
    assert diff(b"a\nb", b"a\nb") == ""


def test_lines_that_come_often_are_the_same_lines() -> None:
    """Only what changed is shown as changed."""
    item = [f"- id: {number}\n  kind: news\n  channel: x\n" for number in range(300)]
    before = "".join(item).encode()
    after = before.replace(b"id: 150\n  kind: news\n", b"id: 150\n  kind: news\n  status: held\n")
    assert diff(before, after) == (
        "--- a\n+++ a\n@@ -450,5 +450,6 @@\n   channel: x\n - id: 150\n   kind: news\n"
        "+  status: held\n   channel: x\n - id: 151\n"
    ).replace("-450,5 +450,6", "-450,6 +450,7").replace(
        " - id: 151\n", " - id: 151\n   kind: news\n"
    )


def test_a_missing_line_end_is_told() -> None:
    """As `patch` wants it."""
    assert diff(b"a", b"b\n") == "--- a\n+++ a\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
    assert diff(b"", b"b\n") == "--- a\n+++ a\n@@ -0,0 +1 @@\n+b\n"


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch here")
@settings(derandomize=True, deadline=None, max_examples=40)
@given(before=LINES, after=LINES, ends=st.booleans())
def test_patch_makes_the_new_version_of_the_old(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], after: list[str], ends: bool
) -> None:
    """Of anything."""
    old, new = "".join(before).encode(), "".join(after).encode()
    if ends:
        old, new = old.rstrip(), new.rstrip()
    path = Path(tmp_path_factory.mktemp("diff")) / "a"
    path.write_bytes(old)
    text = b"".join(unified(old, new, "a"))
    if text:
        subprocess.run(["patch", "--binary", "-s", str(path)], input=text, check=True)
    found = path.read_bytes() if path.exists() else b""
    assert found == new
