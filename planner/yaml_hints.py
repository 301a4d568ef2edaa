"""What a YAML parser stumbled over, said so that people who write calendars can mend it."""

import re
from typing import NamedTuple

_LINE_END = re.compile(r"[\r\n]|\Z")
_KEY_BEFORE = re.compile(r"[ \t]*(?:- +)*([^\s:#'\"\[{][^:#'\"\[{]*):[ \t]+\S")
_HASHTAG = re.compile(r"[ \t](#[^\s#,\]}]+)")
_SHOWN = 24


class Stumble(NamedTuple):
    """Where a parser gave up: its own words, the character, and where the construct began."""

    problem: str
    place: int
    context: int
    after_quote: bool


class Hint(NamedTuple):
    """A sentence for people and the characters it is about, half-open."""

    message: str
    start: int
    end: int


def hint(text: str, stumble: Stumble) -> Hint:
    """What is wrong at a place and what to do about it."""
    place = min(stumble.place, len(text))
    for reading in (_tab, _quotes, _colon, _unclosed, _key):
        found = reading(text, stumble._replace(place=place))
        if found:
            return found
    message = f"This breaks the rules of YAML: {stumble.problem}."
    return Hint(message, place, _line_end(text, place))


def _tab(text: str, stumble: Stumble) -> Hint | None:
    start = _line_start(text, stumble.place)
    blank = text[start : stumble.place + 1]
    if "\t" not in blank or blank.strip():
        return None
    message = (
        "A tab stands at the start of this line. Indent with spaces; YAML takes no tabs there."
    )
    return Hint(message, start, stumble.place + 1)


def _quotes(text: str, stumble: Stumble) -> Hint | None:
    """Texts that begin with a character which means something in YAML."""
    problem = stumble.problem
    if "cannot start any token" in problem:
        start = stumble.place
    elif "alphabetic or numeric" in problem or "tag" in problem:
        start = stumble.context
    else:
        return _escape(text, stumble)
    return _begin_with(text, start)


def _begin_with(text: str, start: int) -> Hint:
    mark = text[start : start + 1]
    shown = _shown(text, start)
    message = f"A text cannot begin with `{mark}`. Put the text in quotes: {quoted(shown)}."
    return Hint(message, start, _line_end(text, start))


def _begins_text(text: str, place: int) -> bool:
    """Whether a bracket that closes nothing stands where the text of a field begins."""
    before = text[_line_start(text, place) : place]
    closes = text[place : place + 1] in {"]", "}"}
    return closes and before.rstrip().endswith(":") and not {"[", "{"} & set(before)


def _escape(text: str, stumble: Stumble) -> Hint | None:
    if "escape" not in stumble.problem and "did not find expected hex" not in stumble.problem:
        return None
    message = (
        "A backslash in double quotes begins a special character, and this one does not exist. "
        "Write two backslashes, or use single quotes."
    )
    return Hint(message, stumble.place, min(stumble.place + 2, len(text)))


def _colon(text: str, stumble: Stumble) -> Hint | None:
    if "mapping values are not allowed" not in stumble.problem:
        return None
    start, end = _line_start(text, stumble.place), _line_end(text, stumble.place)
    found = _KEY_BEFORE.match(text[start : stumble.place])
    if found:
        message = (
            f"The text after `{_short(found[1])}:` holds a colon with a space after it, which "
            "YAML takes for another key. Put the text in quotes."
        )
        return Hint(message, start + found.end() - 1, end)
    message = (
        "A key stands here where the line above had already begun a text. Indent this line like "
        "the other keys of the entry; if it belongs to the text, put the text in quotes."
    )
    return Hint(message, start, end)


def _unclosed(text: str, stumble: Stumble) -> Hint | None:
    problem, start = stumble.problem, stumble.context
    if "end of stream" in problem or "document indicator" in problem:
        message = "The quotation mark that opens this text is never closed."
        return Hint(message, start, _line_end(text, start))
    if "node content" in problem and _begins_text(text, stumble.place):
        return _begin_with(text, stumble.place)
    if "node content" in problem:
        message = "A value is missing here, or a list or group of fields before it is not closed."
        return Hint(message, stumble.place, _line_end(text, stumble.place))
    for closing, what in (("]", "list"), ("}", "group of fields")):
        if f"'{closing}'" in problem:
            opening = text[start : start + 1]
            message = (
                f"The {what} that begins here with `{opening}` is not closed properly: "
                f"a comma or the closing `{closing}` is missing, or a text in it needs quotes."
            )
            cut = _HASHTAG.search(text, start, _line_end(text, start))
            if cut:
                message = (
                    f"YAML takes everything from `{_short(cut[1])}` on for a comment, so the "
                    f"{what} that begins here with `{opening}` is not closed. "
                    "Put the text in quotes."
                )
            return Hint(message, start, _line_end(text, start))
    return None


def _key(text: str, stumble: Stumble) -> Hint | None:
    """Lines that do not continue what they stand in."""
    place, problem = stumble.place, stumble.problem
    end = _line_end(text, place)
    if "could not find expected ':'" in problem:
        start = stumble.context
        message = (
            f"`{_short(_shown(text, start))}` stands alone where `key: value` belongs. "
            "A text of several lines is written after `|` and indented."
        )
        return Hint(message, start, _line_end(text, start))
    if "expected comment or line break" in problem:
        message = (
            "Nothing can stand behind `|` or `>`: the text begins on the next line, indented. "
            "If the mark belongs to the text, put the text in quotes."
        )
        return Hint(message, place, end)
    if "block sequence entries are not allowed" in problem:
        message = (
            "A list cannot begin here behind a key. Begin it on a line of its own; "
            "if this is a text, put the text in quotes."
        )
        return Hint(message, place, end)
    if "did not find expected" not in problem:
        return None
    return Hint(_misplaced(text, stumble), place, end)


def _misplaced(text: str, stumble: Stumble) -> str:
    if stumble.after_quote:
        return (
            "More text follows the closing quotation mark. Put all of the text between one pair "
            'of quotes; a quotation mark inside is written twice in \'...\' and as \\" in "...".'
        )
    mark = text[stumble.place : stumble.place + 1]
    if mark == ":":
        return "The name of the field is missing before this colon."
    if mark == "-":
        return (
            "A list begins here without the name of a field above it. "
            "Put the name on a line of its own before it, for example `posts:`."
        )
    return (
        "This does not belong to what stands above it. "
        "Indent it exactly like the other lines of the same entry."
    )


def quoted(text: str) -> str:
    """A text in the quotes that need the fewest escapes."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _shown(text: str, start: int) -> str:
    return _short(text[start : min(_line_end(text, start), start + 200)].strip())


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3].rstrip() + "..."


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_end(text: str, index: int) -> int:
    found = _LINE_END.search(text, index)
    return found.start() if found else len(text)
