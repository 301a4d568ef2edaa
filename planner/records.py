"""Findings as the JSON records that other programs rely on (one shape for all outputs)."""

from typing import TYPE_CHECKING, Any

from planner.model import Finding, Window
from planner.source import Source

if TYPE_CHECKING:
    from planner.fixes import Fix


def finding_record(finding: Finding, source: Source, fix: "Fix | None" = None) -> dict[str, Any]:
    """A finding as `planner lint -f json` prints it; a place that is not in the file is null."""
    place = source.place(finding.place) if finding.place else None
    return {
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "file": place.file if place else source.name,
        "line": place and place.line,
        "column": place and place.column,
        "end_line": place and place.end_line,
        "end_column": place and place.end_column,
        "offset": place and place.offset,
        "end_offset": place and place.end_offset,
        "entry": finding.entry,
        "window": finding.window and window_record(finding.window),
        "observed": finding.observed,
        "allowed": finding.allowed,
        "related": [_related_record(route, entry, source) for route, entry in finding.related],
        "fix": fix and _fix_record(fix),
    }


def _fix_record(fix: "Fix") -> dict[str, Any]:
    """The texts that take the place of bytes, which count from 0 and are half-open."""
    edits = [
        {"offset": it.start, "end_offset": it.end, "text": it.content.decode("utf-8", "replace")}
        for it in fix.edits
    ]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def window_record(window: Window) -> dict[str, Any]:
    """A window as dates, half-open, with its channel or null."""
    return {
        "from": window.first.isoformat(),
        "to": window.until.isoformat(),
        "channel": window.channel,
    }


def _related_record(route: tuple[str | int, ...], entry: str, source: Source) -> dict[str, Any]:
    place = source.place(route) if route else None
    return {
        "file": place.file if place else source.name,
        "line": place and place.line,
        "column": place and place.column,
        "entry": entry,
    }
