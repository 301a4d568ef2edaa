"""From findings to text: one module per format, found by its name.

A report is a module with `report(judgements, *, color, width, extras) -> str`.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from planner.model import LEVELS, Finding, Level
from planner.named import TYPE_CHECKING, NamedTuple, Protocol
from planner.profiles import Profile
from planner.source import Reading, Source
from planner.wording import counted, one_line, visible

if TYPE_CHECKING:
    from planner.fixes import Fix


class RuleText(Protocol):
    """What reports tell about a rule: reports know no rules, only what these say of themselves."""

    @property
    def name(self) -> str:
        """The name that findings carry."""

    @property
    def theme(self) -> str:
        """The folder it lies in."""

    @property
    def level(self) -> Level:
        """The level at which it judges here."""

    @property
    def summary(self) -> str:
        """What it asks for, in a sentence."""

    @property
    def why(self) -> str:
        """Why it asks for that."""

    @property
    def source(self) -> str:
        """Who says so."""

    @property
    def file(self) -> str:
        """Where it is defined."""


class Judgement(NamedTuple):
    """A calendar as read and all that was found in it, in order of place.

    `profile` is the one that judged; `strictest` finds the strictest one that the calendar meets,
    `judges` the rules that judged. `accepted` findings are left out: a baseline has them. So
    are the `known` ones, where only those that a change made are asked for. `fix` says what would
    mend a finding by itself, `plans` whether moving entries may.
    """

    reading: Reading
    findings: tuple[Finding, ...]
    profile: str = ""
    strictest: Callable[[], Profile | None] = lambda: None
    judges: Callable[[], tuple[RuleText, ...]] = tuple
    accepted: int = 0
    known: int = 0
    fix: "Callable[[Finding], Fix | None]" = lambda _finding: None
    plans: Callable[[Finding], bool] = lambda _finding: False

    @property
    def posts(self) -> int:
        """How many posts were judged."""
        return len(self.reading.calendar.posts)


class Extras(NamedTuple):
    """What a report for people tells on demand; those for programs are always the same.

    `verbose` adds notes and the rules that judged, `statistics` how many findings each rule has,
    `links` where the rules are defined, as links on the screen of a terminal.
    """

    verbose: bool = False
    statistics: bool = False
    links: bool = False


NO_EXTRAS = Extras()


def summary(judgements: Iterable[Judgement]) -> str:
    """One line that counts: `3 errors and 1 warning in 1 calendar with 14 posts.`."""
    judged = list(judgements)
    found = count(finding for judgement in judged for finding in judgement.findings)
    posts = counted(sum(judgement.posts for judgement in judged), "post")
    accepted = sum(judgement.accepted for judgement in judged)
    more = f" The baseline accepts {counted(accepted, 'finding')}." if accepted else ""
    if known := sum(judgement.known for judgement in judged):
        more += f" Left out: {counted(known, 'finding')} from before."
    return f"{found} in {counted(len(judged), 'calendar')} with {posts}.{more}"


def ways_out(judgements: Iterable[Judgement]) -> list[str]:
    """How many findings can be fixed and by which flags, as a line; no line when none can be."""
    safe = unsafe = 0
    for judgement in judgements:
        for finding in judgement.findings:
            fix = judgement.fix(finding)
            if fix is not None and fix.safe:
                safe += 1
            elif fix is not None or (finding.window is not None and judgement.plans(finding)):
                unsafe += 1
    if not safe and not unsafe:
        return []
    told = f"`--fix` mends {counted(safe, 'finding')}"
    if not safe:
        return [f"`--fix --unsafe-fixes` may mend {counted(unsafe, 'finding')}."]
    return [f"{told}, `--fix --unsafe-fixes` may mend {unsafe} more." if unsafe else f"{told}."]


def count(findings: Iterable[Finding]) -> str:
    """How many there are of each level: `3 errors and 1 warning`."""
    levels = Counter(finding.level for finding in findings)
    found = (
        counted(levels[level], level) if level != "info" else f"{levels[level]} info"
        for level in LEVELS
        if levels[level]
    )
    return " and ".join(found) or "No findings"


def line_of(finding: Finding, source: Source) -> str:
    """A finding on one line: `calendar.yaml:12:5: error: message [rule]`."""
    place = source.place(finding.place)
    where = f"{visible(place.file)}:{place.line}:{place.column}"
    return f"{where}: {finding.level}: {one_line(finding.message)} [{finding.rule}]"


def by_importance(judgements: Iterable[Judgement]) -> list[tuple[Finding, Source]]:
    """All findings with their sources, the worst first, else in order of place."""
    found = [
        (it, judgement.reading.source) for judgement in judgements for it in judgement.findings
    ]
    return sorted(found, key=lambda pair: LEVELS.index(pair[0].level))
