"""Diagnostics for reviewdog, which comments on pull requests at many places.

The format: reviewdog's `proto/rdf/reviewdog.proto`. Columns count bytes in UTF-8, ends are
exclusive.
"""

from collections.abc import Iterator
from typing import Any

from planner.model import LEVELS, Span
from planner.reports import NO_EXTRAS, Extras, Judgement
from planner.reports._machines import Identified, identified, json_text
from planner.wording import visible

_BOM = b"\xef\xbb\xbf"


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """One result with a diagnostic per finding."""
    found = list(identified(judgements))
    worst = min((it.finding.level for it in found), key=LEVELS.index, default="info")
    record = {
        "source": {"name": "planner"},
        "severity": worst.upper(),
        "diagnostics": [_diagnostic(it) for it in found],
    }
    return json_text(record)


def _diagnostic(it: Identified) -> dict[str, Any]:
    location: dict[str, Any] = {"path": it.path}
    if it.finding.place:
        location["range"] = {
            "start": _position(it, it.place.line, it.place.offset),
            "end": _position(it, it.place.end_line, it.place.end_offset),
        }
    record = {
        "message": visible(it.finding.message),
        "location": location,
        "severity": it.finding.level.upper(),
        "code": {"value": it.finding.rule},
    }
    suggestions = list(_suggestions(it))
    return {**record, "suggestions": suggestions} if suggestions else record


def _suggestions(it: Identified) -> Iterator[dict[str, Any]]:
    """A fix in one place; several suggestions would be several ways, so others have none."""
    edits = it.fix.edits if it.fix is not None else ()
    for start, end, content in edits if len(edits) == 1 else ():
        places = [it.source.place(Span(at, at)) for at in (start, end)]
        first, last = (_position(it, place.line, place.offset) for place in places)
        yield {"range": {"start": first, "end": last}, "text": content.decode("utf-8", "replace")}


def _position(it: Identified, line: int, offset: int) -> dict[str, int]:
    """A line and the byte in it, from 1; a byte order mark is no part of the first line."""
    data = it.source.data
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    return {"line": line, "column": len(data[start:offset].removeprefix(_BOM)) + 1}
