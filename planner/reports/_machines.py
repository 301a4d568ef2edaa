"""What reports for other programs share: paths from the top of the project, and identities."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.model import Finding
from planner.reports import Judgement
from planner.source import Place, Source
from planner.wording import UNSEEN

if TYPE_CHECKING:
    from planner.fixes import Fix

_ESCAPED = {code: f"\\u{code:04x}" for code in (*UNSEEN, 0x2028, 0x2029) if code >= ord(" ")}
"""What JSON may have as it is, though it commands terminals or ends lines for some programs."""


def json_text(record: Any, indent: int | None = 2) -> str:
    """JSON that anything can print; what commands a terminal is escaped, so nothing is lost."""
    import json

    return json.dumps(record, ensure_ascii=False, indent=indent).translate(_ESCAPED) + "\n"


class Identified(NamedTuple):
    """A finding with its place, and what stays the same of it when lines move.

    `subject` is the days or the entry that it is about; `number` tells those apart that agree in
    rule, path and subject.
    """

    finding: Finding
    source: Source
    place: Place
    path: str
    subject: str
    number: int
    judgement: Judgement

    @property
    def fix(self) -> "Fix | None":
        """What would mend it."""
        return self.judgement.fix(self.finding)

    @property
    def fingerprint(self) -> str:
        """Letters and digits of no meaning, the same in every run."""
        from hashlib import sha256

        parts = (self.finding.rule, self.path, self.subject, str(self.number))
        return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def identified(judgements: Iterable[Judgement]) -> Iterator[Identified]:
    """All findings, in order."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for judgement in judgements:
        source = judgement.reading.source
        for finding in judgement.findings:
            place = source.place(finding.place)
            key = finding.rule, project_path(file_of(place, source)), _subject(finding)
            counts[key] += 1
            yield Identified(finding, source, place, *key[1:], counts[key], judgement)


def _subject(finding: Finding) -> str:
    """The days of a finding about several; else its entry, which may be one of many that day."""
    window = finding.window
    if window is not None and (window.until - window.first).days > 1:
        return " ".join([window.first.isoformat(), *([window.channel] if window.channel else ())])
    return finding.entry or (window.first.isoformat() if window is not None else "")


def file_of(place: Place, source: Source) -> str:
    """The file of a place; the parts of a workbook are sheets, not files."""
    return source.name if place.file.startswith(f"{source.name} [") else place.file


def project_path(file: str) -> str:
    """The path from the top of the project, with forward slashes; as given if it lies outside.

    The top is the folder that GitHub or GitLab have checked out, else the one planner runs in.
    """
    top = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or os.getcwd()
    try:
        inside = os.path.relpath(file, top)
    except ValueError:  # on another drive
        inside = os.pardir
    is_outside = inside == os.pardir or inside.startswith(os.pardir + os.sep)
    return (os.path.normpath(file) if is_outside else inside).replace(os.sep, "/")


def uri(path: str) -> str:
    """A project path as a URI: relative, or that of the whole path if it lies outside."""
    from urllib.parse import quote

    if os.path.isabs(path) or path.startswith(f"{os.pardir}/"):
        return file_uri(path)
    return quote(os.fsencode(path))


def file_uri(path: str) -> str:
    """The URI of a file on this machine."""
    from urllib.parse import quote

    whole = os.path.abspath(path).replace(os.sep, "/").lstrip("/")
    return f"file:///{quote(os.fsencode(whole), safe='/:')}"
