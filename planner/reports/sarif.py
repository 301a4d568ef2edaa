"""SARIF 2.1.0, the format of code scanning: the findings and the rules behind them.

The properties: the OASIS standard "SARIF Version 2.1.0 Plus Errata 01", and what GitHub asks for
beyond it ("SARIF support for code scanning").
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from planner import __version__
from planner.model import Level, Span
from planner.notices import NOTICES
from planner.reports import NO_EXTRAS, Extras, Judgement, RuleText
from planner.reports._machines import Identified, file_of, identified, json_text, project_path, uri
from planner.source import Place, Source
from planner.wording import visible

if TYPE_CHECKING:
    from planner.fixes import Fix

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_Record = dict[str, Any]


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """One run with the rules that judged and a result per finding."""
    found = list(identified(judgements))
    rules = _rules(judgements, found)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {
        "name": "planner",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(it, numbers[it.finding.rule]) for it in found],
    }
    record = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(record)


def _rules(judgements: list[Judgement], found: list[Identified]) -> list[_Record]:
    """The rules that judged any of the calendars, and the notices that were given."""
    rules = {rule.name: _rule(rule) for judgement in judgements for rule in judgement.judges()}
    for finding in (it.finding for it in found):
        if finding.rule not in rules:
            level, about = NOTICES.get(finding.rule, (finding.level, finding.rule))
            rules[finding.rule] = _descriptor(finding.rule, level, about, about, "reading")
    return [rules[name] for name in sorted(rules)]


def _rule(rule: RuleText) -> _Record:
    why = f"{rule.why} Source: {rule.source}."
    return _descriptor(rule.name, rule.level, rule.summary, why, rule.theme)


def _descriptor(name: str, level: Level, summary: str, why: str, theme: str) -> _Record:
    more = f"`planner explain {name}` tells more."
    return {
        "id": name,
        "shortDescription": _text(summary),
        "fullDescription": _text(why),
        "help": _text(f"{summary} {why} {more}" if why != summary else f"{summary} {more}"),
        "defaultConfiguration": {"level": _LEVELS[level]},
        "properties": {"tags": [theme]},
    }


def _result(it: Identified, number: int) -> _Record:
    record: _Record = {
        "ruleId": it.finding.rule,
        "ruleIndex": number,
        "level": _LEVELS[it.finding.level],
        "message": _text(it.finding.message),
        "locations": [_location(it.place, it.source, is_whole=not it.finding.place)],
        "partialFingerprints": {"plannerFinding/v1": it.fingerprint},
    }
    if related := list(_related(it)):
        record["relatedLocations"] = related
    if it.fix is not None:
        record["fixes"] = [_fix(it, it.fix)]
    return record


def _fix(it: Identified, fix: "Fix") -> _Record:
    """The changes of the file that would mend the finding, each with what takes its place."""
    replacements = []
    for start, end, content in fix.edits:
        place = it.source.place(Span(start, end))
        region = _location(place, it.source)["physicalLocation"]["region"]
        text = content.decode("utf-8", "replace")
        replacements.append({"deletedRegion": region, "insertedContent": {"text": text}})
    artifact = {"uri": uri(it.path)}
    change = {"artifactLocation": artifact, "replacements": replacements}
    return {"description": _text(fix.title), "artifactChanges": [change]}


def _related(it: Identified) -> Iterator[_Record]:
    """The other entries that the finding is about."""
    for number, (route, entry) in enumerate(it.finding.related, 1):
        if route:
            location = _location(it.source.place(route), it.source)
            yield {"id": number, **location, "message": _text(entry)}


def _location(place: Place, source: Source, *, is_whole: bool = False) -> _Record:
    """A place as a physical location; the file as a whole is its start, as GitHub wants a line."""
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    # Of workbooks and folders the bytes are those of the text made of them, not of a file.
    if not source.parts and source.original is source.data and not is_whole:
        region |= {"byteOffset": place.offset, "byteLength": place.end_offset - place.offset}
    artifact = {"uri": uri(project_path(file_of(place, source)))}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _text(text: str) -> dict[str, str]:
    """A message; single braces would be places for arguments (section 3.11.5), empty is not one."""
    return {"text": visible(text).replace("{", "{{").replace("}", "}}") or "-"}
