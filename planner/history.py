"""Files as git has them at a commit: git itself is asked, as a process."""

import os
import re
from collections.abc import Mapping
from shutil import which
from subprocess import CompletedProcess, run
from typing import NamedTuple

from planner.errors import PlannerError, nearest

_OF_HOOKS = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"))
"""What git tells its hooks; it is about the repository they run in, not that of a file."""
_SETTINGS = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_TRUSTED = re.compile(r"safe\.directory (.+)")
_A_FILE = b"100"
"""How git begins the modes of files."""
_SHALLOW = (
    " This clone is shallow: fetch all of its history, with `fetch-depth: 0` for "
    "actions/checkout, `GIT_DEPTH: 0` in GitLab, or `git fetch --unshallow`."
)


class _Commit(NamedTuple):
    """A commit by its name for git, and the top folder of the files that are checked out."""

    top: str
    name: str


class _Blob(NamedTuple):
    """A file of a commit: the name of its content, and its path from the top."""

    name: str
    path: str


class History:
    """Files as they were at a commit, each of the repository that it lies in."""

    def __init__(self, ref: str) -> None:
        """Take the name of a commit as people write it: a branch, a tag, HEAD~2."""
        self.ref = ref
        self._commits: dict[str, _Commit] = {}

    def file(self, path: str) -> bytes | None:
        """The content of a file, as it would be checked out; None where there was none.

        Raises `PlannerError` without git, a repository or such a commit.
        """
        commit, inside = self._place(path)
        blobs = [blob for blob in _blobs(commit, inside) if blob.path == inside]
        return _contents(commit, blobs)[0] if blobs else None

    def folder(self, path: str, endings: tuple[str, ...]) -> Mapping[str, bytes]:
        """The files of a folder and its subfolders, by their paths from there.

        Only those whose names have one of the endings. Raises `PlannerError` as `file` does.
        """
        commit, inside = self._place(path)
        start = "" if inside == "." else f"{inside}/"
        blobs = [
            blob
            for blob in _blobs(commit, inside)
            if blob.path.startswith(start) and blob.path.lower().endswith(endings)
        ]
        names = [blob.path.removeprefix(start) for blob in blobs]
        return dict(zip(names, _contents(commit, blobs), strict=True))

    def _place(self, path: str) -> tuple[_Commit, str]:
        """The commit in the repository of a path, and the path from its top."""
        real = os.path.realpath(path)
        commit = self._commit(_folder_of(real), path)
        return commit, os.path.relpath(real, commit.top).replace(os.sep, "/")

    def _commit(self, folder: str, path: str) -> _Commit:
        if folder not in self._commits:
            top = _top(folder, path)
            self._commits[folder] = _Commit(top, _commit_named(self.ref, top))
        return self._commits[folder]


def _folder_of(path: str) -> str:
    """The folder of a file, or the nearest above it that there is."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


def _top(folder: str, path: str) -> str:
    """The top folder of the repository that a folder is in."""
    found = _git(folder, "rev-parse", "--show-toplevel")
    top = os.fsdecode(found.stdout.removesuffix(b"\n"))
    if found.returncode == 0 and top:
        return os.path.realpath(top)
    trusted = _TRUSTED.search(os.fsdecode(found.stderr))
    if trusted:
        raise PlannerError(
            f"{path}: git does not trust this repository, as its folder belongs to somebody else. "
            f"Tell it to: git config --global --add safe.directory {trusted[1].strip()}"
        )
    raise PlannerError(
        f"{path}: is in no git repository, so there is nothing to compare it with. "
        "Leave out --changed-since, or put the calendar under version control."
    )


def _commit_named(ref: str, top: str) -> str:
    """The whole name of a commit; what begins with a hyphen would be a flag for git."""
    wanted = f"{ref}^{{commit}}"
    found = None if ref.startswith("-") else _git(top, "rev-parse", "--verify", "-q", wanted)
    if found is not None and found.returncode == 0:
        return os.fsdecode(found.stdout.strip())
    listed = _git(top, "for-each-ref", "--format=%(refname:short)")
    shallow = _git(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    hint = nearest(ref, os.fsdecode(listed.stdout).split())
    raise PlannerError(
        f'--changed-since: git knows no commit "{ref}" in {top}{hint}. Name a branch, a tag or a '
        f"commit, like origin/main or HEAD.{_SHALLOW if shallow else ''}"
    )


def _blobs(commit: _Commit, inside: str) -> list[_Blob]:
    """The files at or below a path; links and other repositories are none."""
    words = ("ls-tree", "-r", "-z", "--full-tree", commit.name)
    listed = _git(commit.top, *words, *(() if inside == "." else ("--", inside)))
    if listed.returncode:
        raise _lost(inside, listed)
    found = []
    for line in listed.stdout.split(b"\0"):
        about, _, path = line.partition(b"\t")
        if about.startswith(_A_FILE):
            found.append(_Blob(about.split()[2].decode(), os.fsdecode(path)))
    return found


def _contents(commit: _Commit, blobs: list[_Blob]) -> list[bytes]:
    """The contents of files, with line ends and all as they would be checked out."""
    asked = b"".join(os.fsencode(f"{blob.name} {blob.path}\n") for blob in blobs)
    answer = _git(commit.top, "cat-file", "--batch", "--filters", asked=asked)
    out, found, start = answer.stdout, [], 0
    for blob in blobs:
        line_end = out.find(b"\n", start)
        size = out[start:line_end].rpartition(b" ")[2]
        if not size.isdigit():
            raise _lost(blob.path, answer)
        start = line_end + 1 + int(size) + 1
        found.append(out[line_end + 1 : start - 1])
    return found


def _lost(path: str, answer: CompletedProcess[bytes]) -> PlannerError:
    """What git says about a file that it should have, in its last line."""
    said = answer.stderr.decode("utf-8", "replace").splitlines() or ["`git fsck` tells more"]
    return PlannerError(f"{path}: git cannot tell what it was ({said[-1].rstrip('.')}).")


def _git(folder: str, *words: str, asked: bytes = b"") -> CompletedProcess[bytes]:
    """What git answers in a folder."""
    program = which("git")
    if program is None:
        raise PlannerError(
            "--changed-since asks git what a calendar was before, and there is no git here. "
            "Install it, or leave out --changed-since."
        )
    kept = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    return run(  # noqa: S603  # no shell, and the words are ours but for names of commits and files
        [program, *words], cwd=folder, env={**kept, **_SETTINGS}, input=asked,
        capture_output=True, check=False,
    )  # fmt: skip
