"""What a plan changes in a spreadsheet: cells of moved posts, rows for added entries, and why."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from planner.home.grid import Grid, members, roles
from planner.home.reasons import capital, reason_of
from planner.home.times import Writer, typed, written_zone
from planner.imports.slots import reserved
from planner.model import Entry, Move, Plan, Post, Slot
from planner.source import Source
from planner.weeks import in_zone, moment_name, zone_of

REMARKS = "planner"
"""The column that says what changed and why."""
TIMES = ("date", "time", "weekday", "week", "number")


class Rewriting(NamedTuple):
    """Cells to change, by row and column; rows to add at the end; names of columns to add.

    Columns that are added follow the others in the order of `columns`. `copied` gives the row
    that an added row is a copy of, where it is one.
    """

    cells: Mapping[tuple[int, int], Any]
    rows: tuple[Mapping[int, Any], ...]
    columns: tuple[str, ...]
    copied: Mapping[int, int]


def rewrite(plan: Plan, source: Source, grid: Grid, *, adopts: bool = True) -> Rewriting:
    """The changes of a plan in one table; one that `adopts` takes in the added entries."""
    return _Rewriter(plan, source, grid).run(adopts=adopts)


class _Rewriter:
    """One table while it is changed."""

    def __init__(self, plan: Plan, source: Source, grid: Grid) -> None:
        self.plan = plan
        self.grid = grid
        self.zone = zone_of(plan.calendar.timezone)
        self.found = members(plan.original.posts, grid, source)
        self.roles = roles(grid, self.found, source)
        self.now = {post.id: post for post in plan.calendar.posts}
        self.moves = {move.entry: move for move in plan.moves}
        self.cells: dict[tuple[int, int], Any] = {}
        self.rows: list[dict[int, Any]] = []
        self.copied: dict[int, int] = {}
        self.columns: list[str] = []
        self.fields = {position: field for field in TIMES for position in self.roles.get(field, ())}
        self.writers = {it: Writer(self._known(it)) for it in self.fields}

    def run(self, *, adopts: bool) -> Rewriting:
        """All changes."""
        for number, posts in self.found.items():
            self._row(number, posts)
        if adopts:
            known = {entry.id for entry in self.plan.original.entries}
            for entry in self.plan.calendar.entries:
                if entry.id not in known:
                    self._insert(entry)
        return Rewriting(self.cells, tuple(self.rows), tuple(self.columns), self.copied)

    def _known(self, position: int) -> Iterable[tuple[str, datetime | date]]:
        """Texts of a column with the times that they mean."""
        for number, posts in self.found.items():
            value = self._value(number, position)
            at = posts[0].at
            if isinstance(value, str) and at is not None:
                yield value, _as_written(at, at, value)

    def _value(self, number: int, position: int) -> Any:
        cells = self.grid.rows[number]
        return cells[position].value if position < len(cells) else None

    def _row(self, number: int, posts: list[Post]) -> None:
        """Change a row as its posts were; one that is split gets copies below the table."""
        groups: dict[object, list[Post]] = {}
        for post in posts:
            after = self.now.get(post.id, post)
            groups.setdefault((after.at, after.status), []).append(post)
        staying, *others = sorted(groups.values(), key=lambda group: group[0].id in self.moves)
        if others and "channel" not in self.roles:
            self._remark(number, [post for group in groups.values() for post in group], split=True)
            return
        for group in others:
            self._split(number, group)
        if others:
            self.cells[number, self._column("channel")] = _channels(staying)
        self._change(number, staying)

    def _change(self, number: int, posts: list[Post]) -> None:
        before = posts[0]
        after = self.now.get(before.id, before)
        if before.id not in self.moves:
            return
        if after.at is not None and after.at != before.at:
            self._move(number, before.at, after.at)
        if after.status != before.status:
            old = self._value(number, self._column("status"))
            self.cells[number, self._column("status")] = _in_case(after.status, old)
        self._remark(number, posts[:1])

    def _move(self, number: int, before: datetime | date | None, after: datetime | date) -> None:
        if not any(field in self.roles for field in TIMES):
            return
        for position in self.writers:
            value = self._value(number, position)
            new = self._moved(position, value, before, after)
            if new is not None:
                self.cells[number, position] = new

    def _moved(
        self, position: int, value: Any, before: datetime | date | None, after: datetime | date
    ) -> Any:
        """A cell for another time, None where it stays as it is."""
        field, writer = self.fields[position], self.writers[position]
        if value in (None, "") or before is None:
            is_first = position == next(iter(self.fields))
            return writer.fresh(after) if is_first or (before is None and field == "time") else None
        if isinstance(value, int | float):
            value = str(value) if field in ("number", "week") else value
        if not isinstance(value, str):
            return typed(value, _as_written(after, before, ""))
        old, new = _as_written(before, before, value), _as_written(after, before, value)
        if field == "week" and value.isdecimal():
            return (writer.rewritten(f"w{value}", old, new) or "w")[1:] or None
        found = writer.rewritten(value, old, new)
        told = field == "date" or (field == "time" and isinstance(before, datetime))
        return found or (writer.fresh(new) if told else None)

    def _split(self, number: int, posts: list[Post]) -> None:
        """A row of its own for the posts of a row that went elsewhere."""
        kept = dict(self.cells)
        self._change(number, posts)
        changed = {key[1]: value for key, value in self.cells.items() if key not in kept}
        self.cells = kept
        row = {position: cell.value for position, cell in enumerate(self.grid.rows[number])}
        row |= changed
        row[self._column("channel")] = _channels(posts)
        if "id" in self.roles:
            row[self.roles["id"][0]] = posts[0].id
        self.copied[len(self.rows)] = number
        self.rows.append(row)

    def _insert(self, entry: Entry) -> None:
        """A row at the end for an entry that the plan adds."""
        row: dict[int, Any] = {}
        if entry.at is not None:
            for position, writer in self.writers.items():
                row[position] = self._fresh(position, writer, entry.at)
        told: dict[str, Any] = {
            "channel": _channels([entry]) if isinstance(entry, Post) else ", ".join(entry.channels),
            "kind": entry.kind,
            "by": entry.by,
            "id": entry.id,
            "status": "draft" if isinstance(entry, Post) else "scheduled",
        }
        note = reserved(entry) if isinstance(entry, Slot) else entry.note or ""
        told["note"] = note
        for field, value in told.items():
            wanted = field in self.roles or field in ("channel", "kind")
            if value and wanted:
                row[self._column(field)] = value
        move = self.moves.get(entry.id)
        if move is not None:
            row[self._column(REMARKS)] = capital(
                self._told(move, "" if "note" in self.roles else note)
            )
        self.rows.append(row)

    def _fresh(self, position: int, writer: Writer, at: datetime | date) -> Any:
        """A time like those of the column: a typed one where it has typed ones."""
        if self.fields[position] == "time" and not isinstance(at, datetime):
            return None
        for number, posts in self.found.items():
            value = self._value(number, position)
            before = posts[0].at
            if value not in (None, "") and before is not None:
                local = _as_written(at, before, value if isinstance(value, str) else "")
                if not isinstance(value, str):
                    return typed(value, local)
                old = _as_written(before, before, value)
                return writer.rewritten(value, old, local) or writer.fresh(local)
        return writer.fresh(at.astimezone(self.zone) if isinstance(at, datetime) else at)

    def _column(self, field: str) -> int:
        """The column of a field, added after the others where there is none."""
        if field in self.roles:
            return self.roles[field][0]
        if field == REMARKS and REMARKS in self.grid.columns:
            return self.grid.columns.index(REMARKS)
        if field not in self.columns:
            self.columns.append(field)
        return len(self.grid.columns) + self.columns.index(field)

    def _remark(self, number: int, posts: Iterable[Post], *, split: bool = False) -> None:
        told = []
        for post in posts:
            move = self.moves.get(post.id)
            if move is not None:
                where = (
                    f"{post.channel or 'post'} to {_when(move.after, self.zone)}: " if split else ""
                )
                told.append(where + self._told(move))
        if told:
            self.cells[number, self._column(REMARKS)] = capital("; ".join(told))

    def _told(self, move: Move, more: str = "") -> str:
        return reason_of(move, _when(move.before, self.zone), more)


def _when(at: datetime | date | None, zone: tzinfo) -> str:
    return "no date" if at is None else moment_name(at, zone)


def _as_written(at: datetime | date, like: datetime | date, text: str) -> datetime | date:
    """A moment in the zone in which another one is written in a cell."""
    if not isinstance(at, datetime):
        return at
    zone = written_zone(text) or (like.tzinfo if isinstance(like, datetime) else None)
    return at.astimezone(zone) if zone else at


def _channels(posts: Iterable[Post]) -> str:
    return ", ".join(post.channel for post in posts if post.channel)


def _in_case(word: str, old: Any) -> str:
    """A status in the case of the one before it."""
    return word.title() if isinstance(old, str) and old[:1].isupper() else word


def clock_of(at: datetime, zone: tzinfo) -> str:
    """A local time, with its offset where it would be read as another one."""
    local = at.astimezone(zone)
    plain = local.replace(tzinfo=None, fold=0)
    offset = "" if in_zone(plain, zone).at == at else f"{local:%z}"
    return local.strftime("%H:%M:%S" if local.second else "%H:%M") + offset
