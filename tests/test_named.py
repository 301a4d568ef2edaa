"""Our quick `NamedTuple` is the one of `typing` in all that anybody can see."""

import pickle
import sys
import typing
from typing import Any

import pytest

from planner import named
from planner.model import Post, Span


class Ours(named.NamedTuple):
    """Two fields and a default."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def twice(self) -> int:
        """A property."""
        return 2 * self.first

    @classmethod
    def of(cls, number: int) -> "Ours":
        """Another constructor."""
        return cls(number)


class Theirs(typing.NamedTuple):
    """Two fields and a default."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}), ((1, "x"), {}), ((1,), {"third": (2,)}), ((), {"first": 1, "second": "c"}),
    ((), {}), ((1, "x", (), 4), {}), ((1,), {"first": 2}), ((1,), {"fourth": 4}),
]  # fmt: skip


@pytest.mark.parametrize(("values", "fields"), CALLS)
@pytest.mark.parametrize("_time", ["first", "second"])
def test_it_is_called_alike(values: tuple[Any, ...], fields: dict[str, Any], _time: str) -> None:
    """The first time, when the constructor is compiled, and later; or it is refused alike."""
    try:
        expected: Any = Theirs(*values, **fields)
    except TypeError:
        with pytest.raises(TypeError):
            Ours(*values, **fields)
        return
    found = Ours(*values, **fields)
    assert tuple(found) == tuple(expected)
    assert repr(found) == repr(expected).replace("Theirs", "Ours")
    assert found._asdict() == expected._asdict()


@pytest.mark.parametrize(("values", "fields"), CALLS)
def test_it_is_called_alike_when_it_is_called_often(
    values: tuple[Any, ...], fields: dict[str, Any]
) -> None:
    """By then its constructor is compiled."""
    for _time in range(2 * named._FEW if sys.version_info < (3, 14) else 1):
        Ours(1)
    test_it_is_called_alike(values, fields, "later")


def test_it_has_the_same_names() -> None:
    """For matching, replacing and documentation."""
    for name in ("_fields", "_field_defaults", "__match_args__", "__annotations__", "__doc__"):
        assert getattr(Ours, name) == getattr(Theirs, name), name
    assert Ours.__module__ == __name__
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)


def test_a_value_is_a_tuple_that_nobody_changes() -> None:
    """With names for its fields."""
    value = Ours.of(3)
    assert (value, value.twice, value[1:]) == ((3, "b", ()), 6, ("b", ()))
    assert isinstance(value, tuple)
    assert hash(value) == hash((3, "b", ()))
    for name in ("first", "other"):
        with pytest.raises(AttributeError):
            setattr(value, name, 1)


def test_fields_are_replaced() -> None:
    """Those that there are."""
    assert Ours(1)._replace(second="x") == (1, "x", ())
    assert Ours._make([1, "x", ()]) == Ours(1, "x")
    with pytest.raises((ValueError, TypeError)):
        Ours(1)._replace(other=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ours._make([1])


def test_values_travel_between_processes() -> None:
    """As `-j` needs it."""
    post = Post("p", "p", None, extra=(("a", Span(1, 2)),))
    found = pickle.loads(pickle.dumps(post))
    assert found == post
    assert type(found.extra[0][1]) is Span


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="there it is the one of typing")
def test_a_field_without_a_default_comes_first() -> None:
    """As in every list of parameters."""
    with pytest.raises(TypeError, match="Wrong: a field without a default"):
        named._named_tuple("Wrong", {"__annotations__": {"a": int, "b": int}, "a": 1})


@pytest.mark.parametrize("name", ["Any", "BinaryIO", "Literal", "TextIO"])
def test_names_to_annotate_with_can_be_put_together(name: str) -> None:
    """As those of `typing`, though nothing is loaded for them."""
    hint: Any = getattr(named, name)
    for made in (hint | None, str | hint, tuple[int] | hint, dict[str, hint], hint["a", "b"]):
        assert made is not None
