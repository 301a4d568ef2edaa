"""The data that a wheel has ready says the same as the files it is made of."""

from collections.abc import Iterator
from types import ModuleType

import pytest

from planner import resources
from planner.limits import platforms
from planner.rulebook import Choice, Rulebook, choose
from planner.shipped import module_text

BOOK = Rulebook()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The data, in place of the files."""
    module = ModuleType("planner._shipped")
    exec(module_text(), module.__dict__)
    monkeypatch.setattr(resources, "parsed", lambda: module)
    platforms.limits_of.cache_clear()
    yield module
    platforms.limits_of.cache_clear()


@pytest.mark.usefixtures("parsed")
def test_every_rule_is_the_one_of_its_file() -> None:
    """But for its examples, which no run of lint needs."""
    book = Rulebook()
    assert book.names == BOOK.names
    for name in book.names:
        assert book._brief(name) == BOOK.rule(name)._replace(good=(), bad=()), name


@pytest.mark.usefixtures("parsed")
def test_every_profile_is_the_one_of_its_file() -> None:
    """With the line in which each of its settings stands."""
    book = Rulebook()
    assert book.profile_names == BOOK.profile_names
    for name in book.profile_names:
        found, expected = book.profile(name), BOOK.profile(name)
        assert found == expected, name
        assert list(found.rules) == list(expected.rules), name


def test_every_profile_chooses_the_same_rules(parsed: ModuleType) -> None:
    """Whether its rules come from files or are ready."""
    assert parsed.RULES
    found = [choose(Choice(profile=name)) for name in BOOK.profile_names]
    assert found == [BOOK.choose(Choice(profile=name)) for name in BOOK.profile_names]


def test_the_limits_are_those_of_their_file(parsed: ModuleType) -> None:
    """In the same order."""
    found = platforms.all_limits()
    assert platforms.read_sections() == parsed.LIMITS
    platforms.limits_of.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "parsed", lambda: None)
        assert list(found.items()) == list(platforms.all_limits().items())


def test_a_checkout_has_no_data_of_its_own() -> None:
    """There the files count, as somebody may be changing them."""
    assert resources.parsed() is None
