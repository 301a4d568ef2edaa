"""Ids are made of what an entry says, whatever stands around it."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from planner.identity import Draft, base_id, is_generated, omittable_ids, with_ids
from planner.model import Entry, Post, Record, Slot

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def post(
    at: datetime | date | None = AT, channel: str | None = "instagram", text: str = ""
) -> Post:
    """A post without an id."""
    return Post("", "", at, channel, text=text)


def test_ids_say_when_and_where() -> None:
    """Day, time and channel, as far as there are any."""
    assert base_id(post()) == "2026-11-23-0900-instagram"
    assert base_id(post(date(2026, 11, 23))) == "2026-11-23-instagram"
    assert base_id(post(None)) == "undated-instagram"
    assert base_id(post(None, None)) == "undated"
    assert base_id(post(), ("x", "Café Ω")) == "2026-11-23-0900-x-café-ω"


def test_ids_of_slots_say_the_kind() -> None:
    """A repeating slot has no day in its id."""
    slot = Slot("", "", AT, channels=("x",), kind="inbox")
    assert base_id(slot) == "2026-11-23-0900-inbox-x"
    assert base_id(Slot("", "", AT)) == "2026-11-23-0900-slot"
    assert base_id(slot._replace(every="mon, wed")) == "every-mon-wed-0900-inbox-x"


def test_ids_of_records_say_the_kind() -> None:
    """And the channel, where there is one."""
    assert base_id(Record("", AT, "question")) == "2026-11-23-0900-question"
    assert base_id(Record("", AT.date(), "share", "x")) == "2026-11-23-share-x"
    assert base_id(Slot("", "", date(2026, 11, 23), every="day")) == "every-day-slot"


def test_equal_entries_are_counted() -> None:
    """The second and third of one time and channel get a number, also beside a given id."""
    first, second = post(text="a"), post(text="b")
    assert with_ids([Draft(None, second), Draft(None, first)]) == [
        "2026-11-23-0900-instagram-2", "2026-11-23-0900-instagram",
    ]  # fmt: skip
    taken = Draft("2026-11-23-0900-instagram", post(None))
    assert with_ids([Draft(None, first), taken]) == ["2026-11-23-0900-instagram-2", taken.given]


def test_the_first_of_two_given_ids_stays() -> None:
    """The others get a free counter."""
    drafts = [Draft("a", post()), Draft("a", post()), Draft("a-2", post()), Draft("a", post())]
    assert with_ids(drafts) == ["a", "a-3", "a-2", "a-4"]


POSTS = st.builds(
    post,
    st.sampled_from([AT, date(2026, 11, 23), None]),
    st.sampled_from(["x", "x-2", None]),
    st.sampled_from(["", "a", "b"]),
)


@given(
    st.lists(POSTS, max_size=8).flatmap(
        lambda posts: st.tuples(st.just(posts), st.permutations(posts))
    )
)
def test_the_order_of_entries_does_not_change_ids(orders: tuple[list[Post], list[Post]]) -> None:
    """Each entry has the same id in any order, and no two have one."""
    named = [
        {
            (name, entry)
            for name, entry in zip(
                with_ids([Draft(None, one) for one in order]), order, strict=True
            )
        }
        for order in orders
    ]
    assert named[0] == named[1]
    assert len({name for name, _ in named[0]}) == len(orders[0])


def test_generated_ids_are_known() -> None:
    """The base with or without a counter."""
    assert is_generated("2026-11-23-0900-instagram", post())
    assert is_generated("2026-11-23-0900-instagram-12", post())
    assert not is_generated("2026-11-23-0900-instagram-x", post())
    assert not is_generated("origin-story", post())


def named(name: str, entry: Entry) -> Entry:
    """The entry with an id."""
    return entry._replace(id=name, entry=name)


def test_an_id_may_be_left_out_when_it_would_come_back() -> None:
    """Not when it is somebody's own, of another time, or a counter that would change."""
    base = "2026-11-23-0900-instagram"
    assert omittable_ids([named(base, post()), named("own", post())]) == {base}
    assert omittable_ids([named("2026-11-24-0900-instagram", post())]) == frozenset()
    assert omittable_ids([named(f"{base}-2", post())]) == frozenset()
    both = [named(base, post(text="a")), named(f"{base}-2", post(text="b"))]
    assert omittable_ids(both) == {base, f"{base}-2"}
    record = Record("2026-11-23-question", AT.date(), "question")
    assert omittable_ids([record, record._replace(id="own")]) == {record.id}
    swapped = [named(base, post(text="b")), named(f"{base}-2", post(text="a"))]
    assert omittable_ids(swapped) == frozenset()


def test_posts_of_one_entry_count_once() -> None:
    """The entry's id names all of its channels."""
    name = "2026-11-23-0900-x-instagram"
    posts = [
        post(channel=channel)._replace(id=f"{name}:{channel}", entry=name)
        for channel in ("x", "instagram")
    ]
    assert omittable_ids(posts) == {name}
