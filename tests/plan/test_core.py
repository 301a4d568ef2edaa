"""The search for parts that cannot be together, apart from any calendar."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from planner.plan.core import Part, smallest

PARTS = [Part("fixed", name) for name in "abcdefg"]
SETS = st.lists(st.sets(st.sampled_from(PARTS), min_size=1), min_size=1, max_size=4)


@given(SETS)
def test_what_is_found_fails_and_none_of_it_can_be_left_out(failing: list[set[Part]]) -> None:
    """Whatever sets of parts cannot be together."""

    def fails(kept: list[Part]) -> bool:
        return any(some <= set(kept) for some in failing)

    everything = list(set().union(*failing))
    found = smallest(fails, [], sorted(everything), is_new=False)
    assert fails(found)
    assert not any(fails(list(less)) for less in combinations(found, len(found) - 1))


@given(SETS)
def test_what_comes_first_is_preferred(failing: list[set[Part]]) -> None:
    """The last part that is found is as early as that of any other set."""

    def fails(kept: list[Part]) -> bool:
        return any(some <= set(kept) for some in failing)

    found = smallest(fails, [], PARTS, is_new=False)
    assert max(found) == min(max(some) for some in failing)


def test_what_is_not_known_to_fail_is_kept() -> None:
    """When no time is left, all parts stay."""
    assert smallest(lambda _kept: False, [], PARTS, is_new=False) == PARTS
