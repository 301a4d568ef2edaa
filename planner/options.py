"""How the options of a rule are read from data; each reader raises `ValueError` with a sentence."""

from collections.abc import Callable

from planner.errors import nearest
from planner.named import Any
from planner.patterns import Pattern

_DAYS = Pattern(r"(\d+)\s*([dw])")
# Most are one number and its unit; those need no expression, which takes 0.1 ms to compile.
_MINUTES = {"m": 1, "h": 60}
_A_DAY_OR_WEEK = {"d": 1, "w": 7}
_LENGTH = Pattern(r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def count(value: Any) -> int:
    """A whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is not a whole number from 0")
    return value


def positive(value: Any) -> int:
    """A whole number from 1."""
    if count(value) == 0:
        raise ValueError("0 is too small; write a whole number from 1")
    return int(value)


def minutes(value: Any) -> int:
    """A length of time such as `3h`, `90m` or `1h30m`, in minutes."""
    if isinstance(value, str):
        number, unit = value[:-1], value[-1:]
        if unit in _MINUTES and _is_number(number):
            return int(number) * _MINUTES[unit]
        match = _LENGTH.fullmatch(value.strip().lower())
        if match and any(match.groups()):
            return int(match[1] or 0) * 60 + int(match[2] or 0)
    raise ValueError(f"{value!r} is not a length of time; write it like 3h, 90m or 1h30m")


def days(value: Any) -> int:
    """A number of days such as `1d` or `4w`, or 0."""
    if isinstance(value, str) and value[-1:] in _A_DAY_OR_WEEK and _is_number(value[:-1]):
        return int(value[:-1]) * _A_DAY_OR_WEEK[value[-1]]
    match = _DAYS.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if match:
        return int(match[1]) * (7 if match[2] == "w" else 1)
    if value == 0 and not isinstance(value, bool):
        return 0
    raise ValueError(f"{value!r} is no number of days; write it like 1d or 4w")


def choice(*words: str) -> Callable[[Any], str]:
    """A reader of one of some words."""

    def read(value: Any) -> str:
        if value not in words:
            hint = nearest(str(value), words)
            raise ValueError(f"{value!r} is none of {', '.join(words)}{hint}")
        return str(value)

    return read


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")  # noqa: TRY004  # as all options
    return value


class Words(tuple[str, ...]):
    """Several words; they print with commas."""

    __slots__ = ()

    def __str__(self) -> str:
        """`fan, critic`."""
        return ", ".join(self)


def words(value: Any) -> Words:
    """A word or a list of words."""
    found = value if isinstance(value, list) else [value]
    if not found or not all(isinstance(word, str) and word for word in found):
        raise ValueError(f"{value!r} is no list of words")
    return Words(found)


def length(value: Any) -> int:
    """A length of time such as `90m`, `3h`, `2d` or `4w`, in minutes."""
    is_of_days = isinstance(value, str) and value.strip().lower()[-1:] in _A_DAY_OR_WEEK
    try:
        return days(value) * 1440 if is_of_days else minutes(value)
    except ValueError:
        raise ValueError(
            f"{value!r} is not a length of time; write it like 90m, 3h, 2d or 4w"
        ) from None
