"""What ends a run early, as sentences for the people who read them."""


class PlannerError(Exception):
    """Something the user can mend: usage, configuration, a rule file or a file that is not there.

    The message is a whole sentence; the command line prints it and exits with 2.
    """


SHORT = 3


def nearest(word: str, known: "list[str] | tuple[str, ...]") -> str:
    """` (did you mean "x"?)` for the nearest of the known words, or nothing."""
    return did_you_mean(nearest_word(word, known))


def did_you_mean(word: str | None) -> str:
    """` (did you mean "x"?)`, or nothing without a word."""
    return f' (did you mean "{word}"?)' if word else ""


def nearest_word(word: str, known: "list[str] | tuple[str, ...]") -> str | None:
    """The known word that is most like another one, if one is like it at all."""
    from difflib import get_close_matches

    # Two short words are alike in most of their letters by chance.
    cutoff = 0.6 if len(word) > SHORT else 0.75
    found = get_close_matches(word.lower(), [name.lower() for name in known], 1, cutoff)
    original = {name.lower(): name for name in known}
    return original[found[0]] if found else None
