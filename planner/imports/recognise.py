"""Tables of other tools as a calendar: which are schedules, what they say, and what was assumed."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import NamedTuple

from planner.errors import did_you_mean
from planner.identity import Draft, fanned_out, with_ids
from planner.imports.columns import Layout, layout_of
from planner.imports.missing import MOST_LISTED, Missing
from planner.imports.moments import Clocks, shown
from planner.imports.names import meaning_of, plain
from planner.imports.posts import Item, Rows
from planner.imports.remarks import Remarks
from planner.imports.serials import with_times
from planner.imports.slots import PLANNED, reserved_in, slots_apart
from planner.imports.table import Cell, Row, Table
from planner.imports.unfold import unfolded
from planner.imports.values import text_of
from planner.imports.zones import public_zone
from planner.model import Calendar, Finding, Note, Post, Route, Span
from planner.notices import notice
from planner.readers import ReadOptions
from planner.source import Reading, Source
from planner.weeks import local_day, zone_of
from planner.wording import counted, listed
from planner.zone_names import nearest_zone

LEAST = 3
"""From this weight on a table holds posts."""
_NO_POSTS = frozenset((
    "events", "event", "markers", "marker", "holidays", "holiday", "milestones", "metrics",
    "analytics", "kpis", "stats", "observances", "awareness days", "key dates", "comments",
    "panels", "slides", "scenes", "shots", "competitors", "personas", "assets", "templates",
    "hashtag sets", "hashtags", "feiertage", "engagement", "results", "goals", "targets",
))  # fmt: skip
_NEVER = frozenset(("actions", "action", "checklists", "activity", "activities", "history", "log"))
"""What tools keep about the work on posts."""


class Chosen(NamedTuple):
    """A table of posts with what its columns are, and the number of its first row."""

    table: Table
    layout: Layout
    first: int


def read_tables(  # noqa: PLR0913, PLR0917  # a file, its tables, and what was said already
    name: str,
    data: bytes,
    tables: Sequence[Table],
    options: ReadOptions,
    findings: Sequence[Finding] = (),
    notes: Sequence[Note] = (),
) -> Reading:
    """The calendar that tables hold, with all that had to be said about reading them."""
    return _Import(name, data, tables, options).reading(findings, notes)


def holds_posts(tables: Sequence[Table], options: ReadOptions) -> bool:
    """Whether any of the tables looks like a list of posts."""
    found = [_listed(table, options) for table in tables]
    return any(_is_schedule(table, layout_of(table, options)) for table in found)


def _listed(table: Table, options: ReadOptions) -> Table:
    """A table as a list of posts with times that can be read."""
    return with_times(unfolded(table, options))


def _is_schedule(table: Table, layout: Layout) -> bool:
    if not table.rows:
        return False
    named = (table.heading or "").rpartition(".")[2]
    words = plain(named).words
    if words in _NEVER:
        return False
    if words in _NO_POSTS or words.rpartition(" ")[2] in _NO_POSTS:
        return layout.has_text and (layout.has_time or layout.has("channel"))
    return layout.weight >= LEAST or (layout.has_text and len(table.columns) <= LEAST)


class _Import:
    """One file on its way from tables to a calendar."""

    def __init__(
        self, name: str, data: bytes, tables: Sequence[Table], options: ReadOptions
    ) -> None:
        self.source = Source(name, data, self._find)
        self.tables = [_listed(table, options) for table in tables]
        self.options = options
        self.remarks = Remarks()
        self.rows = [row for table in self.tables for row in table.rows]
        self.fields: dict[int, Layout] = {}
        self.zone: tzinfo = UTC
        self.timezone = "UTC"

    def reading(self, findings: Sequence[Finding], notes: Sequence[Note]) -> Reading:
        """Read all tables that are schedules."""
        chosen = self._choose()
        self._find_zone(chosen)
        items: list[Item] = []
        for table in chosen:
            items += self._items(table)
        self._tell(chosen, items, bool(findings))
        posts = self._with_ids(items)
        self.remarks.close(lambda span: self.source.place(span).line)
        calendar = Calendar(
            name=self._name(chosen),
            timezone=self.timezone,
            posts=tuple(self._with_remark(post) for post in posts if self._inside(post)),
        )
        return Reading(
            slots_apart(calendar, self.source),
            self.source,
            (*findings, *self.remarks.findings),
            (*notes, *self.remarks.notes),
        )

    def _with_remark(self, post: Post) -> Post:
        """A post with the note that a plan left in its own column, for want of another."""
        cell = self.rows[int(post.route[1])].cells.get(PLANNED)
        note = reserved_in(text_of(cell.value)) if cell and not post.note else None
        return post._replace(note=note) if note else post

    def _choose(self) -> list[Chosen]:
        """The tables that hold posts; undated ones beside dated ones are collections of ideas."""
        first, found = 0, []
        for table in self.tables:
            layout = layout_of(table, self.options)
            if _is_schedule(table, layout):
                found.append(Chosen(table, layout, first))
            elif table.rows and len(self.tables) > 1:
                self._leave_out(table, "no posts")
            first += len(table.rows)
        dated = [it for it in found if it.layout.has("date") or it.layout.channels.whens]
        texts = [it for it in found if it.layout.has_text or it.layout.has("channel")]
        for it in found if dated else ():
            if it not in dated:
                self._leave_out(it.table, "without dates beside a dated schedule, so no posts")
        kept = [it for it in dated or found if it in texts or not texts]
        for it in dated or found:
            if it not in kept:
                self._leave_out(it.table, "with neither text nor channel, so no posts")
        return kept

    def _leave_out(self, table: Table, why: str) -> None:
        name = f" of `{shown(table.heading)}`" if table.heading else ""
        message = f"{counted(len(table.rows), 'row')}{name} left out: {why}."
        self.remarks.note(message, table.rows[0].span)

    def _find_zone(self, chosen: list[Chosen]) -> None:
        """The calendar's zone: the user's, the file's, that of a column's name, or UTC."""
        stated = self._stated_zone()
        named = next((it.layout for it in chosen if it.layout.zone), None)
        self.timezone = self.options.timezone or stated or (named.zone if named else None) or "UTC"
        self.zone = zone_of(self.timezone)
        if named:
            message = f"`{named.zone_column}` says in which zone its times are: {named.zone}"
            word = named.zone_word
            if word.endswith(("ST", "DT")) and len(word) == len("EST"):
                message += f" ({word} is taken as the time on the clocks there, summer or winter)"
            self.remarks.note(f"{message}.", self._span_of_column(chosen, named.zone_column))
        self.is_zone_known = bool(self.options.timezone or stated or named)

    def _stated_zone(self) -> str | None:
        cells = [cell for table in self.tables for cell in self._zone_cells(table)]
        for cell in cells:
            text = text_of(cell.value)
            public = public_zone(text)
            if public is None:
                hint = did_you_mean(nearest_zone(text)) or ", names are written like Europe/Berlin"
                message = f'There is no time zone "{shown(text)}"{hint}. Times are read in UTC.'
                self.remarks.report("unknown-zone", message, cell.span)
            elif len({text_of(other.value) for other in cells}) > 1:
                message = (
                    "The rows name several time zones. Each is read in its own; the days of the "
                    f"calendar are those of {public}."
                )
                self.remarks.note(message, cell.span)
            return public
        return None

    def _zone_cells(self, table: Table) -> list[Cell]:
        cells = [cell for name, cell in table.settings.items() if _is_zone(name)]
        names = [name for name in table.columns if _is_zone(name)]
        cells += [row.cells[name] for row in table.rows for name in names if name in row.cells]
        return [cell for cell in cells if text_of(cell.value)]

    def _span_of_column(self, chosen: list[Chosen], column: str) -> Span:
        rows = (row for it in chosen for row in it.table.rows if column in row.cells)
        return next((row.cells[column].span for row in rows), Span(0, 0))

    def _items(self, chosen: Chosen) -> list[Item]:
        table, layout, first = chosen
        for message in table.said:
            self.remarks.note(message, table.rows[0].span)
        zone = zone_of(layout.zone) if layout.zone else self.zone
        by_row = layout.zone is None and self.options.timezone is None
        for number in range(first, first + len(table.rows)):
            self.fields[number] = layout
        clocks = Clocks(zone, self.options.start, by_row)
        rows = Rows(table, layout, clocks, self.options, self.remarks)
        items = list(rows.items(first))
        Missing(table, layout, self.remarks).tell(items)
        return items

    def _tell(self, chosen: list[Chosen], items: list[Item], has_findings: bool) -> None:
        if not items:
            if not has_findings:
                self.remarks.report("empty-calendar", self._nothing(chosen), Span(0, 0))
            return
        if self.remarks.floating and not self.is_zone_known:
            self.remarks.note(
                "No time zone is given, so times are read in UTC. --timezone says which one."
            )
        if not any(post.channel for item in items for post in item.posts):
            self.remarks.note(
                "Nothing says on which channel the posts go out. --channel says it for all."
            )
        self._tell_maps(chosen)

    def _nothing(self, chosen: list[Chosen]) -> str:
        if chosen:
            return "There are no posts in this file yet, only the names of columns."
        names = [name for table in self.tables for name in table.columns]
        if not names:
            return "Nothing in this file looks like posts: no table, no list of entries."
        known = listed(f"`{shown(name)}`" for name in names[:MOST_LISTED])
        return (
            f"Nothing in this file looks like posts. Its columns are {known}; "
            '--map "column=text" says what one of them holds.'
        )

    def _tell_maps(self, chosen: list[Chosen]) -> None:
        """What of the user's own words for columns could not be followed."""
        names = {plain(name).words for it in chosen for name in it.table.columns}
        for column in self.options.columns:
            if plain(column).words not in names:
                self.remarks.note(f"There is no column `{shown(column)}` in this file.")

    def _with_ids(self, items: list[Item]) -> list[Post]:
        drafts = [_draft(item) for item in items]
        ids = with_ids(drafts)
        first: dict[str, Item] = {}
        taken = set(ids)
        posts: list[Post] = []
        for item, name in zip(items, ids, strict=True):
            if item.given and item.given != name:
                self._tell_double(item, first[item.given], name)
            first.setdefault(item.given or name, item)
            posts += fanned_out(item.posts, name, taken)
        return posts

    def _tell_double(self, item: Item, earlier: Item, name: str) -> None:
        line = self.source.place(earlier.row.span).line
        message = (
            f"The id `{shown(item.given or '')}` is used twice, first in line {line}. Give this "
            f"entry an id of its own; until then it is called `{shown(name)}`."
        )
        place = (*item.posts[0].route, "id")
        related = ((earlier.posts[0].route, item.given or ""),)
        self.remarks.findings.append(notice("duplicate-id", message, place, name, related))

    def _name(self, chosen: list[Chosen]) -> str | None:
        return None if len(chosen) != 1 else _title(chosen[0].table)

    def _inside(self, post: Post) -> bool:
        first, until = self.options.first, self.options.until
        if post.at is None or (first is None and until is None):
            return True
        day = local_day(post.at, self.zone)
        return (first is None or day >= first) and (until is None or day < until)

    def _find(self, route: Route) -> Span | None:
        """The bytes of `("rows", 3)` or of a field of it."""
        if len(route) < len(("rows", 3)) or route[0] != "rows":
            return None
        number = route[1]
        if not isinstance(number, int) or not 0 <= number < len(self.rows):
            return None
        row = self.rows[number]
        if len(route) == len(("rows", 3)):
            return row.span
        return _span_of(row, self.fields.get(number), str(route[2]))


def _is_zone(name: str) -> bool:
    return meaning_of(name).field == "timezone"


def _title(table: Table) -> str | None:
    cell = table.settings.get("name") or table.settings.get("calendar")
    return text_of(cell.value) or None if cell else None


def _span_of(row: Row, layout: Layout | None, field: str) -> Span | None:
    fields = {"at": ("date", "time", "number", "week", "weekday"), "entry": ("id",)}
    for name in fields.get(field, (field,)):
        for column in layout.fields.get(name, ()) if layout else ():
            if column in row.cells:
                return row.cells[column].span
    return None


def _draft(item: Item) -> Draft:
    if len(item.posts) == 1:
        return Draft(item.given, item.posts[0])
    return Draft(item.given, item.posts[0], tuple(post.channel or "" for post in item.posts))
