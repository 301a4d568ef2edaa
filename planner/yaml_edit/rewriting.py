"""A plan written into the YAML file it was made from: only what moved is changed."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import Protocol

from planner.errors import PlannerError
from planner.model import Plan
from planner.source import Reading, Source
from planner.weeks import zone_of
from planner.yaml_calendar.foreign import is_foreign
from planner.yaml_edit.additions import additions, names_of_added
from planner.yaml_edit.edits import Edit, apply
from planner.yaml_edit.fates import fates_of
from planner.yaml_edit.items import changed, copied
from planner.yaml_edit.lists import Batch, named, put_in
from planner.yaml_edit.places import Section
from planner.yaml_edit.reading_back import Expected, difference, mended, names_of
from planner.yaml_tree import ORPHANS, Node, parse

_ROUNDS = 4
"""How often items get what they took over from one that has changed, and from those then."""
_ELSEWHERE = "Write the plan to a new file with -o"


class Read(Protocol):
    """A way to read the bytes of a calendar as the plan's was read, looking at some days."""

    def __call__(self, data: bytes, days: tuple[date, date] | None = None) -> Reading:
        """Read them."""


def rewritten(plan: Plan, reading: Reading, read: Read) -> bytes:
    """The bytes of the plan's file with its changes; those of the file when there are none.

    Raises `PlannerError` when that cannot be done in such a way that `read` gives the calendar
    of the plan back.
    """
    if not plan.moves:
        return reading.source.original
    return _Rewriter(plan, reading).run(read)


class _Rewriter:
    """One file while a plan is written into it."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self.plan = plan
        self.reading = reading
        self.data = reading.source.original
        self.zone = zone_of(plan.calendar.timezone)
        self.root = _root(reading.source)
        nodes = {"posts": self.root} if isinstance(self.root.value, list) else self.root.value
        assert isinstance(nodes, dict)
        self.sections: dict[str, Section] = {
            key: Section(self.data, nodes[key]) for key in ("posts", "slots") if key in nodes
        }
        if not self.sections:
            raise self._refusal("it has neither posts nor slots")
        posts = self.sections.get("posts")
        self.fates = fates_of(plan, posts, reading.source.name) if posts is not None else {}
        self.added = additions(plan, self.fates, self.sections)
        copied_after = [number for number, fate in self.fates.items() for _ in fate.copies]
        added_after = [it.after for it in self.added if it.section == "posts"]
        self.new_after = sorted([*copied_after, *added_after])

    def run(self, read: Read) -> bytes:
        """Make the edits and read the result, until nothing is taken over that has changed."""
        for _ in range(_ROUNDS):
            data = self._edited()
            reading = read(data)
            better = mended(self.fates, reading, self._number_after)
            if better == self.fates:
                break
            self.fates = better
        expected = Expected(self.plan.original, self.plan.calendar, self._names())
        wrong = difference(expected, reading, lambda days: read(data, days))
        if wrong is None and not _errors(reading) <= _errors(self.reading):
            wrong = "a part of it could not be read any more"
        if wrong is not None:
            raise self._refusal(wrong)
        return data

    def _edited(self) -> bytes:
        try:
            return apply(self.data, self._edits())
        except ValueError:
            raise self._refusal("two changes meet in one place") from None

    def _edits(self) -> Iterator[Edit]:
        batches = self._batches()
        if batches["slots"]:
            yield from named(self.root, self.sections)
        for number, fate in self.fates.items():
            yield from changed(self.sections["posts"].items[number], fate.change, self.zone)
        for key, batch in batches.items():
            if batch:
                yield from put_in(self.root, self.sections, key, batch)

    def _batches(self) -> dict[str, Batch]:
        """The new items of both lists, copies first, by the number of the item before them."""
        batches: dict[str, Batch] = {key: {} for key in ("posts", "slots")}
        for number, fate in self.fates.items():
            item = self.sections["posts"].items[number]
            if fate.copies:
                texts = [copied(item, copy.change, self.zone) for copy in fate.copies]
                batches["posts"][number] = texts
        for addition in self.added:
            batches[addition.section].setdefault(addition.after, []).append(addition.text)
        return batches

    def _number_after(self, number: int) -> int:
        """The number that an item of `posts` has in the edited file."""
        return number + bisect_left(self.new_after, number)

    def _names(self) -> dict[str, str]:
        """The id that the file should say of each entry of the plan, or "" for none."""
        names = dict(names_of(self.plan.original.entries, self.reading.source))
        for fate in self.fates.values():
            for copy in fate.copies:
                names |= {post.id: copy.change.id or "" for post in copy.posts}
        return names | dict(names_of_added(self.added))

    def _refusal(self, why: str) -> PlannerError:
        return PlannerError(
            f"{self.reading.source.name}: the plan cannot be put into this file so that it reads "
            f"as planned ({why}), so nothing is changed. {_ELSEWHERE}."
        )


def _errors(reading: Reading) -> set[str]:
    """What is wrong in a file; a copy of an item may repeat it."""
    return {finding.rule for finding in reading.findings if finding.level == "error"}


def _root(source: Source) -> Node:
    """The tree of a calendar in planner's own words that could be read as a whole."""
    root, troubles = parse(source.original)
    broken = any(trouble.name != "duplicate-key" for trouble in troubles)
    if broken or root is None or isinstance(root.value, str) or ORPHANS in root.value:
        why = "cannot be changed in place while a part of it cannot be read"
        raise PlannerError(f"{source.name}: {why}. {_ELSEWHERE}.")
    if is_foreign(root):
        why = "is a calendar in the words of another tool, and planner does not write those"
        raise PlannerError(f"{source.name}: {why}. {_ELSEWHERE}.")
    return root
