"""`NamedTuple` and other names of `typing`, made in a fraction of the time.

To load `typing` itself takes 2 ms of a run of 34, and all that a run needs of it, besides its
tuples, are names to annotate with.
"""

import sys
from collections.abc import Callable, Iterable

__all__ = [
    "TYPE_CHECKING", "Any", "BinaryIO", "Literal", "NamedTuple", "Protocol", "TextIO",
]  # fmt: skip

TYPE_CHECKING = False
"""True for mypy, as the one of `typing`."""
if TYPE_CHECKING:
    from typing import Any, BinaryIO, Literal, Protocol, TextIO
else:

    class _Hint:
        """What stands in an annotation; only mypy asks what it means."""

        def __getitem__(self, _meaning: object) -> "_Hint":
            return self

        def __or__(self, _other: object) -> "_Hint":
            return self

        __ror__ = __or__

    Any = BinaryIO = Literal = TextIO = _Hint()

    class Protocol:
        """What a class has to have, for mypy alone."""


try:  # what the named tuples of `collections` have too
    from _collections import _tuplegetter as _field  # type: ignore[import-not-found]
except ImportError:

    def _field(position: int, _doc: str | None) -> Any:
        return property(lambda self: self[position])


_FEW = 10
"""So many tuples of a class are made without a compiled constructor."""

if TYPE_CHECKING:
    from typing import NamedTuple
elif sys.version_info >= (3, 14):
    # Annotations are no part of a class body there.
    from typing import NamedTuple
else:

    class _Maker(type):
        """Makes a tuple with named fields of a class body."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            """The class of `NamedTuple` itself, or a tuple of what a body annotates."""
            if not bases:
                return super().__new__(cls, name, bases, body)
            return _named_tuple(name, body)

    class NamedTuple(metaclass=_Maker):
        """A tuple with named fields.

        A run of lint needs 90 such classes, and most of the time of making one went into checking
        its annotations, which mypy does, and into compiling its constructor, which is done here
        for those that are called often. All of them took 9.4 ms of a run of 44, and take 0.6.
        """


def _named_tuple(name: str, body: dict[str, Any]) -> type:
    fields = tuple(body.get("__annotations__", ()))
    defaults = {field: body.pop(field) for field in fields if field in body}
    if list(fields[len(fields) - len(defaults) :]) != list(defaults):
        raise TypeError(f"{name}: a field without a default follows one with it")
    members = {
        "__slots__": (),
        "__match_args__": fields,
        "_fields": fields,
        "_field_defaults": defaults,
        "__new__": _first_calls(fields, defaults),
        "__repr__": _repr,
        "__getnewargs__": _values,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
        **{field: _field(position, None) for position, field in enumerate(fields)},
    }
    return type(name, (tuple,), members | body)


def _first_calls(fields: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., Any]:
    """A constructor that makes the first few tuples itself, then a compiled one for its own place.

    To compile one takes 25 us, a call without 2: most classes have only a few tuples in a run.
    """
    calls = 0

    def __new__(cls: Any, /, *values: Any, **named: Any) -> Any:  # noqa: N807  # its name in messages
        nonlocal calls
        calls += 1
        if calls <= _FEW:
            given, missing = defaults | named, fields[len(values) :]
            rest = [given[field] for field in missing if field in given]
            if len(values) + len(rest) == len(fields) and named.keys() <= {*missing}:
                return tuple.__new__(cls, (*values, *rest))
        constructor = _compiled(fields, defaults)
        cls.__new__ = staticmethod(constructor)
        return constructor(cls, *values, **named)

    return __new__


def _compiled(fields: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    listed = ", ".join(fields)
    source = f"lambda _cls, {listed}: _new(_cls, ({listed},))"
    constructor = eval(source, {"_new": tuple.__new__, "__builtins__": {}})  # noqa: S307  # names of fields
    constructor.__defaults__ = tuple(defaults.values())
    constructor.__name__ = "__new__"
    return constructor


def _make(cls: Any, values: Iterable[Any]) -> Any:
    made = tuple.__new__(cls, values)
    if len(made) != len(cls._fields):
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
    return made


def _replace(self: Any, /, **named: Any) -> Any:
    made = self._make(map(named.pop, self._fields, self))
    if named:
        raise ValueError(f"Got unexpected field names: {list(named)!r}")
    return made


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(self)


def _asdict(self: Any) -> dict[str, Any]:
    return dict(zip(self._fields, self, strict=True))


def _repr(self: Any) -> str:
    values = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
    return f"{type(self).__name__}({', '.join(values)})"
