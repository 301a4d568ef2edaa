"""What reports for people share: colours, folding, notes, the rules that judged, and counts."""

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap

from planner.model import LEVELS
from planner.reports import Judgement
from planner.wording import brief, counted, listed, visible

COLORS = {"error": "31", "warning": "33", "info": "36"}
BOLD = "1"


def paint(text: str, code: str, color: bool) -> str:
    """The text in a colour of the terminal, where colours are wanted."""
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def folded(text: str, width: int, indent: str) -> list[str]:
    """The lines of a text, without what no terminal should get."""
    text = visible(text)
    # Names of rules and dates have hyphens, and are to be copied whole.
    return wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def notes(judgement: Judgement) -> Iterator[str]:
    """What the reader had to assume or leave out, each with its place."""
    for note in judgement.reading.notes:
        yield f"note: {judgement.reading.source.where(note.place)}: {brief(note.message)}"


def judged_by(judgement: Judgement) -> str:
    """The rules that judged a calendar, in a sentence."""
    names = [rule.name for rule in judgement.judges()]
    name = judgement.reading.source.name
    return f"{name} was judged by {counted(len(names), 'rule')}: {listed(names) or 'none'}."


def statistics(judgements: list[Judgement]) -> list[str]:
    """How many findings each rule has, with their level: the worst level and the most first."""
    counts = Counter((it.level, it.rule) for judgement in judgements for it in judgement.findings)
    found = sorted(counts.items(), key=lambda it: (LEVELS.index(it[0][0]), -it[1], it[0][1]))
    width = max((len(str(number)) for number in counts.values()), default=0)
    return [f"{number:>{width}}  {level:<7}  {rule}" for (level, rule), number in found]
