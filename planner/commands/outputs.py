"""Which reports `planner lint` makes, where each of them goes, and their way there."""

import os
import sys
from collections.abc import Iterable
from itertools import islice
from types import ModuleType

from planner import files, plugins
from planner.errors import PlannerError, nearest
from planner.model import Finding
from planner.named import NamedTuple
from planner.notices import NOTICES
from planner.reports import Extras, Judgement
from planner.wording import brief, counted, listed

STDOUT = "-"
AUTO = "auto"
MOST_ALIKE = 100
"""How often reports tell the same notice of a file."""
_LONG = 400
"""Characters of a message that is not cut."""
FOR_PEOPLE = ("full", "concise", "grouped")
"""Formats printed in the terminal's encoding; programs get UTF-8."""
_ENDINGS = {
    ".json": ("json", "gitlab", "rdjson", "sarif", "json-lines"),
    ".jsonl": ("json-lines",),
    ".ndjson": ("json-lines",),
    ".sarif": ("sarif",),
    ".xml": ("junit",),
    ".md": ("markdown",),
}
"""What a file of an ending may hold; the first is what it holds when no format is named."""


class Output(NamedTuple):
    """A report to be made: its format, the module that makes it, and its file or `-`."""

    format: str
    report: ModuleType
    file: str

    @property
    def encoding(self) -> str | None:
        """How it is printed; None is as the terminal wants it."""
        return None if self.format in FOR_PEOPLE else "utf-8"


class Screen(NamedTuple):
    """How standard output is to look: colours, columns, and silence when nothing is found.

    With `to_error`, standard error takes its place: standard output has something else.
    """

    color: bool
    width: int
    quiet: bool
    to_error: bool = False


def outputs_of(formats: tuple[str, ...], paths: tuple[str, ...]) -> list[Output]:
    """The reports that `-f` and `-o` ask for; raises `PlannerError` for what does not fit."""
    pairs = _pairs(formats, paths)
    _check_places(pairs)
    _check_order(pairs)
    return [_output(format_, path) for format_, path in pairs]


def _pairs(formats: tuple[str, ...], paths: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each format with its file: the n-th with the n-th, one left over with standard output."""
    formats = formats or (AUTO,)
    if len(paths) > len(formats):
        raise PlannerError(
            f"There are {len(paths)} -o for {counted(len(formats), 'format')}; the n-th -o belongs "
            "to the n-th -f."
        )
    return list(zip(formats, (*paths, *[STDOUT] * (len(formats) - len(paths))), strict=True))


def _check_places(pairs: list[tuple[str, str]]) -> None:
    """Two reports in one place would overwrite or interrupt each other."""
    found: dict[str, list[str]] = {}
    for format_, path in pairs:
        found.setdefault(path if path == STDOUT else os.path.realpath(path), []).append(format_)
    for place, names in found.items():
        if len(names) > 1 and place == STDOUT:
            raise PlannerError(
                f"Only one of the formats {listed(names)} can go to standard output; give the "
                f"others a file: -f {names[0]} -o FILE -f {names[1]}."
            )
        if len(names) > 1:
            raise PlannerError(f"The formats {listed(names)} cannot share the file {place}.")


def _check_order(pairs: list[tuple[str, str]]) -> None:
    """In `-f github -f sarif -o out.sarif` the file is meant for the second format."""
    for format_, path in pairs:
        fitting = _ENDINGS.get(os.path.splitext(path)[1].lower(), ())
        meant = next((name for name, _ in pairs if name in fitting), None)
        if meant and format_ not in fitting:
            raise PlannerError(
                f"{path} would hold the format {format_}, because the n-th -o belongs to the n-th "
                f"-f. Name formats with a file first: -f {meant} -o {path} -f {format_}."
            )


def _output(format_: str, path: str) -> Output:
    name = _automatic(path) if format_ == AUTO else format_.lower()
    report = plugins.find("planner.reports", name)
    if report is None:
        known = (AUTO, *plugins.names("planner.reports"))
        hint = nearest(format_, known)
        raise PlannerError(
            f'--format cannot be "{format_}"{hint}; it is one of {", ".join(known)}.'
        )
    return Output(name, report, path)


def _automatic(path: str) -> str:
    """What nobody chose: by the ending of the file, or by who is looking."""
    if path != STDOUT:
        return _ENDINGS.get(os.path.splitext(path)[1].lower(), ("concise",))[0]
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "full" if sys.stdout.isatty() else "concise"


def write(
    judgements: list[Judgement], outputs: list[Output], screen: Screen, extras: Extras
) -> None:
    """Write the reports to their files, all of them or none, then print the one for the screen."""
    width = screen.width
    judgements = [summed_up(judgement) for judgement in judgements]
    texts = {
        it.file: it.report.report(judgements, color=False, width=width, extras=extras)
        for it in outputs
        if it.file != STDOUT
    }
    # A file name need not be text; a question mark stands in for what is none.
    files.write_all({path: text.encode("utf-8", "replace") for path, text in texts.items()})
    if screen.quiet and not any(judgement.findings for judgement in judgements):
        return
    more = extras._replace(links=_has_links(screen))
    for it in outputs:
        if it.file == STDOUT:
            text = it.report.report(judgements, color=screen.color, width=width, extras=more)
            if screen.to_error:
                files.say(text.removesuffix("\n"))
            else:
                files.emit(text, encoding=it.encoding)


def _has_links(screen: Screen) -> bool:
    """Whether links can be shown: on a terminal with colours that is not a plain one."""
    return screen.color and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def summed_up(judgement: Judgement) -> Judgement:
    """The judgement as reports tell it, whatever a file has: messages of a few hundred characters.

    A notice that a file has more than a hundred times is told so often, then how many more.
    """
    found: list[Finding] = []
    numbers: dict[str, int] = {}
    for it in judgement.findings:
        numbers[it.rule] = numbers.get(it.rule, 0) + 1
        if numbers[it.rule] <= MOST_ALIKE or it.rule not in NOTICES:
            found.append(it._replace(message=brief(it.message)) if len(it.message) > _LONG else it)
    if len(found) < len(judgement.findings):
        found += _further(judgement, numbers)
        found.sort(key=lambda it: judgement.reading.source.span(it.place))
    return judgement._replace(findings=tuple(found))


def _further(judgement: Judgement, numbers: dict[str, int]) -> Iterable[Finding]:
    """How many more there are of each notice, where the first of these stands."""
    for rule in [it for it in numbers if it in NOTICES and numbers[it] > MOST_ALIKE]:
        alike = (it for it in judgement.findings if it.rule == rule)
        first = next(islice(alike, MOST_ALIKE, None))
        more = counted(numbers[rule] - MOST_ALIKE, "more finding")
        yield first._replace(message=f"{more} like this one ({rule}), from here on.", related=())
