"""Findings as the test results that CI servers show: a suite per calendar, a case per finding.

Elements and attributes are those of the schema of Jenkins' xUnit plugin (`junit-10.xsd`), which has
no file and line of a case: the file is the class, and the place stands in the text.
"""

from typing import TYPE_CHECKING, Any

from planner.reports import NO_EXTRAS, Extras, Judgement
from planner.reports._machines import Identified, identified, project_path
from planner.wording import visible

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def report(
    judgements: list[Judgement], *, color: bool, width: int, extras: Extras = NO_EXTRAS
) -> str:
    """XML; errors and warnings are failures, an info is a case that passes and says something."""
    from xml.etree import ElementTree as ET

    top = ET.Element("testsuites", name="planner")
    every = identified(judgements)
    for judgement in judgements:
        found = [next(every) for _ in judgement.findings]
        path = project_path(judgement.reading.source.name)
        name = visible(path)
        suite = ET.SubElement(top, "testsuite", name=name, **_counts(found), file=name)
        if not found:
            ET.SubElement(suite, "testcase", classname=name, name="no findings")
        for it in found:
            _add_case(suite, it)
    for name in ("tests", "failures", "errors"):
        top.set(name, str(sum(int(suite.get(name, "0")) for suite in top)))
    ET.indent(top)
    text = ET.tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _counts(found: list[Identified]) -> dict[str, Any]:
    failures = sum(it.finding.level != "info" for it in found)
    return {"tests": str(len(found) or 1), "failures": str(failures), "errors": "0"}


def _add_case(suite: "Element", it: Identified) -> None:
    """A case whose name stays the same when lines move, for the history that servers keep."""
    from xml.etree import ElementTree as ET

    rule, level = it.finding.rule, it.finding.level
    subject = f"{rule}: {it.subject}" if it.subject else rule
    name = visible(f"{subject} ({it.number})" if it.number > 1 else subject)
    path, message = visible(it.path), visible(it.finding.message)
    case = ET.SubElement(suite, "testcase", classname=path, name=name)
    text = f"{path}:{it.place.line}:{it.place.column}: {level}: {message} [{rule}]"
    if level == "info":
        ET.SubElement(case, "system-out").text = text
    else:
        ET.SubElement(case, "failure", type=level, message=message).text = text
