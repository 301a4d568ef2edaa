"""What a plan says of a change beside it in a table: a sentence for people who did not run it."""

from planner.cards import MARKS
from planner.model import Move
from planner.wording import one_line

_OTHERWISE = "Otherwise "


def reason_of(move: Move, before: str, added: str = "") -> str:
    """`moved from Tue 24 Nov 12:30, because otherwise ... (rule: promo-to-share)`.

    `before` is where a moved entry stood, `added` what an added one is.
    """
    head = MARKS[move.what]
    if move.what in ("shift", "defer"):
        head += f" from {before}"
    elif added:
        head += f" ({added})"
    named = f"rule{'s' if len(move.rules) > 1 else ''}: {', '.join(move.rules)}"
    return one_line(f"{head}{_because(move.why)}" + (f" ({named})" if move.rules else ""))


def _because(why: str) -> str:
    if why.startswith(_OTHERWISE):
        return f", because otherwise {why.removeprefix(_OTHERWISE)}"
    return f": {why}" if why else "."


def capital(text: str) -> str:
    """A sentence with a capital at its beginning."""
    return text[:1].upper() + text[1:]
