"""From findings to text: one module per format, found by its name.

A report is a module with `report(judgements, *, color, width) -> str`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from planner.model import LEVELS, Finding
from planner.profiles import Profile
from planner.source import Reading
from planner.wording import counted


class Judgement(NamedTuple):
    """A calendar as read and all that was found in it, in order of place.

    `profile` is the one that judged; `strictest` finds the strictest one that the calendar meets.
    """

    reading: Reading
    findings: tuple[Finding, ...]
    profile: str = ""
    strictest: Callable[[], Profile | None] = lambda: None

    @property
    def posts(self) -> int:
        """How many posts were judged."""
        return len(self.reading.calendar.posts)


def summary(judgements: Iterable[Judgement]) -> str:
    """One line that counts: `3 errors and 1 warning in 1 calendar with 14 posts.`."""
    judged = list(judgements)
    levels = Counter(finding.level for judgement in judged for finding in judgement.findings)
    found = " and ".join(
        counted(levels[level], level) if level != "info" else f"{levels[level]} info"
        for level in LEVELS
        if levels[level]
    )
    posts = counted(sum(judgement.posts for judgement in judged), "post")
    return f"{found or 'No findings'} in {counted(len(judged), 'calendar')} with {posts}."
