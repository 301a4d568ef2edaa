"""What a plan makes of the items of a file: which change, and which are split."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from planner.errors import PlannerError
from planner.model import Plan, Post
from planner.yaml_edit.items import Change
from planner.yaml_edit.places import Item, Section


class Copy(NamedTuple):
    """A new item for posts of one that go another way than their siblings."""

    change: Change
    posts: tuple[Post, ...]


class Fate(NamedTuple):
    """What becomes of an item: its posts as planned, its own change, and its copies."""

    posts: tuple[Post, ...]
    change: Change = Change()
    copies: tuple[Copy, ...] = ()


def fates_of(plan: Plan, section: Section, name: str) -> dict[int, Fate]:
    """What becomes of each item of `posts`, by its number.

    Raises `PlannerError` when a post of the plan has no item there; `name` is the file.
    """
    after = {post.id: post for post in plan.calendar.posts}
    pairs: dict[int, list[tuple[Post, Post]]] = {}
    for post in plan.original.posts:
        key, number = post.route if len(post.route) == len(("posts", 0)) else ("", -1)
        if key != "posts" or number not in section.items:
            raise PlannerError(f"{name}: the post {post.id} cannot be found in this file again.")
        pairs.setdefault(int(number), []).append((post, after[post.id]))
    taken = {post.entry for post in plan.original.posts} | after.keys()
    return {number: _fate(section.items[number], it, taken) for number, it in pairs.items()}


def _fate(item: Item, pairs: list[tuple[Post, Post]], taken: set[str]) -> Fate:
    staying, *leaving = _groups(pairs)
    change = _change(staying)
    if leaving:
        change = change._replace(channels=_channels(staying))
    return Fate(
        tuple(new for _old, new in staying),
        change,
        tuple(_copy(item, group, taken) for group in leaving),
    )


def _groups(pairs: Iterable[tuple[Post, Post]]) -> list[list[tuple[Post, Post]]]:
    """The posts of an item by what becomes of them, those that stay as they are first."""
    groups: dict[tuple[object, ...], list[tuple[Post, Post]]] = {}
    for old, new in pairs:
        groups.setdefault((moment(new.at), new.status), []).append((old, new))
    return sorted(groups.values(), key=lambda group: _change(group) != Change())


def _change(group: list[tuple[Post, Post]]) -> Change:
    old, new = group[0]
    return Change(
        at=new.at if moment(new.at) != moment(old.at) else None,
        status=new.status if new.status != old.status else None,
    )


def _copy(item: Item, group: list[tuple[Post, Post]], taken: set[str]) -> Copy:
    """The copy for a group; an item with an id gives it that of its post."""
    change = _change(group)._replace(channels=_channels(group))
    if "id" in item.fields:
        old = group[0][0]
        change = change._replace(id=old.id if len(group) == 1 else _free(old.entry, taken))
    return Copy(change, tuple(new for _old, new in group))


def _channels(group: Iterable[tuple[Post, Post]]) -> tuple[str, ...]:
    return tuple(new.channel for _old, new in group if new.channel)


def _free(name: str, taken: set[str]) -> str:
    found = next(it for it in _numbered(name) if it not in taken)
    taken.add(found)
    return found


def _numbered(name: str) -> Iterator[str]:
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def moment(at: datetime | date | None) -> datetime | date | None:
    """A time that can be compared: two are one when they mean the same moment."""
    return at.astimezone(UTC) if isinstance(at, datetime) else at
