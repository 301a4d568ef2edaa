"""Regular expressions that can take for ever: a repetition without end inside of another."""

import re

_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>\()|(?P<close>\))|"
    r"(?P<endless>[*+]|\{\d*,\})(?P<whole>\+)?|.",
    re.DOTALL,
)


def can_run_away(expression: str) -> bool:
    """Whether a group that repeats without end holds something that does, as `(?:a+)+`.

    Each way to share out a text between the two is tried, and there are as many as stars in the
    sky. A repetition that gives nothing back (`a++`) is none of them.
    """
    inside = [False]
    closed = False
    for token in _TOKEN.finditer(expression):
        if token["open"]:
            inside.append(False)
        elif token["endless"] and not token["whole"]:
            if closed:
                return True
            inside[-1] = True
        closed = False
        if token["close"] and len(inside) > 1:
            closed = inside.pop()
            inside[-1] = inside[-1] or closed
    return False
