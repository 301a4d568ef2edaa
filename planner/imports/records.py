"""Records of JSON and YAML files as tables: lists, groups by date, and groups inside groups."""

from collections.abc import Iterable, Iterator, Mapping

from planner.imports.channels import platform_of
from planner.imports.dates import parse_stamp
from planner.imports.names import meaning_of, plain
from planner.imports.table import Cell, Row, Table
from planner.imports.values import is_blank, text_of
from planner.model import Span
from planner.yaml_tree import Node

MOST_DEPTH = 24
_INHERITED = frozenset((
    "when", "weekday", "week", "month", "year", "channel", "campaign", "title", "topic", "status",
    "by", "series", "kind",
))  # fmt: skip
"""Fields that a group of posts may state for all of them."""
_FROM_ABOVE = frozenset(("when", "weekday", "week", "month", "year", "channel", "campaign"))
"""What counts of the groups further up."""
_SAYS = frozenset(("when", "text", "channel", "title"))
_LISTS = frozenset((
    "posts", "tweets", "entries", "items", "publications", "planned posts", "scheduled posts",
    "content", "slots", "schedule", "calendar", "social posts",
))  # fmt: skip

Cells = dict[str, Cell]


def tables_of(root: Node) -> list[Table]:
    """Every list of records of a file, with what the groups around it say of all of them."""
    finder = _Finder()
    finder.walk(root, "", {}, 0)
    settings = finder.settings
    return [table._replace(settings=settings) for table in _merged(finder.tables)]


class _Finder:
    """Goes through a file and collects its tables."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.settings: Cells = {}

    def walk(self, node: Node, name: str, above: Cells, depth: int) -> None:
        """Collect the tables of a value and of all that it holds."""
        if depth > MOST_DEPTH or isinstance(node.value, str):
            return
        fields = _fields(node)
        if fields is None:
            records = [item for item in _items(node) if _fields(item) is not None]
            if records:
                self._add(name, [(item, above) for item in records], depth)
            return
        self._note_settings(fields)
        keyed = _keyed(fields)
        if keyed:
            self._add(name, list(_by_key(fields, keyed, above)), depth)
            return
        if _is_alone(fields):
            self._add(name, [(node, above)], depth)
            return
        below = above | _stated(fields, _FROM_ABOVE)
        for key, child in fields.items():
            self.walk(child, key, below, depth + 1)

    def _note_settings(self, fields: Mapping[str, Node]) -> None:
        for key, node in fields.items():
            if meaning_of(key).field == "timezone" and isinstance(node.value, str):
                self.settings.setdefault("timezone", _cell(node))

    def _add(self, name: str, records: list[tuple[Node, Cells]], depth: int) -> None:
        """A table of records; those that hold the posts in a list of their own give way to it."""
        flat = [_flat(node) for node, _ in records]
        inner = _container(flat)
        if inner is None or depth > MOST_DEPTH:
            rows = [
                Row(above | cells, Span(node.start, node.end))
                for (node, above), (cells, _) in zip(records, flat, strict=True)
            ]
            self.tables.append(_table(name, rows))
            return
        nested: list[tuple[Node, Cells]] = []
        alone: list[tuple[Node, Cells]] = []
        for (node, above), (cells, lists) in zip(records, flat, strict=True):
            stated = above | {
                key: cell for key, cell in cells.items() if meaning_of(key).field in _INHERITED
            }
            found = [(item, stated) for item in _items(lists[inner])] if inner in lists else []
            nested += [(item, cells) for item, cells in found if _fields(item) is not None]
            if inner not in lists:
                alone.append((node, above))
        self._add(inner, nested, depth + 1)
        if alone and nested:
            self._add(name, alone, depth + 1)


def _fields(node: Node) -> dict[str, Node] | None:
    """The fields of a group, also of one that is written as a list of single fields."""
    if isinstance(node.value, dict):
        return node.value
    items = _items(node)
    single = all(isinstance(it.value, dict) and len(it.value) == 1 for it in items)
    if not items[1:] or not single:
        return None
    found: dict[str, Node] = {}
    for item in items:
        assert isinstance(item.value, dict)
        for key, value in item.value.items():
            if key in found:
                return None
            found[key] = value
    return found


def _wrapped(node: Node) -> dict[str, Node] | None:
    """The fields of a list of one group that only wraps another group: `- image: [...]`."""
    items = _items(node)
    if len(items) != 1 or not isinstance(items[0].value, dict) or len(items[0].value) != 1:
        return None
    (inner,) = items[0].value.values()
    return items[0].value if not isinstance(inner.value, str) else None


def _items(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else []


def _cell(node: Node) -> Cell:
    return Cell(node.data(), Span(node.start, node.end))


def _stated(fields: Mapping[str, Node], wanted: frozenset[str]) -> Cells:
    """The single values of a group that hold for all records in it."""
    found: Cells = {}
    for key, node in fields.items():
        field = meaning_of(key).field
        if field not in wanted or not isinstance(node.value, str) or is_blank(node.value.strip()):
            continue
        is_time = parse_stamp(node.value) is not None or node.value.isdecimal()
        if field != "when" or (is_time and not key.lower().startswith("start")):
            found[key] = _cell(node)
    return found


def _flat(node: Node) -> tuple[Cells, dict[str, Node]]:
    """The cells of a record, with those of groups inside it, and its lists of records."""
    cells: Cells = {}
    lists: dict[str, Node] = {}
    _flatten(node, "", cells, lists, 0)
    return cells, lists


def _flatten(node: Node, prefix: str, cells: Cells, lists: dict[str, Node], depth: int) -> None:
    for key, child in (_fields(node) or _wrapped(node) or {}).items():
        name = f"{prefix}{key}"
        if depth < MOST_DEPTH and (_fields(child) or _wrapped(child)) is not None:
            _flatten(child, f"{name}.", cells, lists, depth + 1)
        elif _labels(key, child):
            cells[name] = Cell(_labels(key, child), Span(child.start, child.end))
        elif any(isinstance(item.value, dict) for item in _items(child)):
            lists[name] = child
        elif not isinstance(child.value, dict):
            cells[name] = _cell(child)


def _labels(key: str, node: Node) -> list[str]:
    """The names of labels that are groups of fields: `[{"name": "Promo", "color": "red"}]`."""
    if meaning_of(key).field != "tags":
        return []
    names = [(_fields(item) or {}).get("name") for item in _items(node)]
    return [str(name.value) for name in names if name is not None and isinstance(name.value, str)]


def _container(flat: list[tuple[Cells, dict[str, Node]]]) -> str | None:
    """The list inside the records that holds the posts, where the records are only their days."""
    names = dict.fromkeys(name for _, lists in flat for name in lists)
    if not names:
        return None
    has_text = any(
        meaning_of(name).field == "text" and not is_blank(text_of(cell.value))
        for cells, _ in flat
        for name, cell in cells.items()
    )
    if has_text:
        return None
    scored = {name: _worth(name, flat) for name in names}
    best = max(scored, key=lambda name: scored[name])
    return best if scored[best] else None


def _worth(name: str, flat: list[tuple[Cells, dict[str, Node]]]) -> int:
    """How much the items of a list look like posts."""
    fields: set[str | None] = set()
    for _, lists in flat:
        for item in _items(lists[name]) if name in lists else ():
            keys = _fields(item) or {}
            fields |= {meaning_of(key).field for key in keys}
            fields |= {"channel" for key in keys if platform_of(key)}
    if not fields & {"text", "channel", "title", "media"}:
        return 0
    listed = plain(name.rpartition(".")[2]).words in _LISTS
    wanted = len(fields & {"text", "channel", "when", "title"})
    return wanted + listed if listed or wanted > 1 else 0


def _keyed(fields: Mapping[str, Node]) -> str | None:
    """The column that the keys of a group make: dates, days, weeks, channels or ids of posts."""
    holders = [node for node in fields.values() if not isinstance(node.value, str)]
    if not holders:
        return _keyed_texts(fields)
    column = _times(fields)
    if column is None and all(platform_of(key) for key in fields) and _are_records(holders):
        column = "channel"
    if column is None and 1 < len(fields) == len(holders) and all(map(_is_post, holders)):
        column = "id"
    return column


def _times(keys: Iterable[str]) -> str | None:
    """The column that keys make which are all dates, days or weeks."""
    stamps = [parse_stamp(key) for key in keys]
    told = [stamp for stamp in stamps if stamp is not None]
    if len(told) < len(stamps):
        return None
    for column, fits in (
        ("date", all(stamp.is_day for stamp in told)),
        ("day", all(stamp.number is not None for stamp in told)),
        ("weekday", all(stamp.weekday is not None for stamp in told)),
        ("week", all(stamp.week is not None for stamp in told)),
    ):
        if fits:
            return column
    return None


def _keyed_texts(fields: Mapping[str, Node]) -> str | None:
    """A text for each date."""
    stamps = [parse_stamp(key) for key in fields]
    if len(stamps) > 1 and all(stamp is not None and stamp.is_day for stamp in stamps):
        return "date"
    return None


def _are_records(nodes: list[Node]) -> bool:
    return all(
        any(meaning_of(key).field in _SAYS for key in _fields(item) or {})
        for node in nodes
        for item in ([node] if isinstance(node.value, dict) else _items(node))
    )


def _is_post(node: Node) -> bool:
    """Whether a group speaks for itself: it says when and what, or where and what."""
    fields = {meaning_of(key).field for key in _fields(node) or {}}
    return len(fields & _SAYS) > 1


def _is_alone(fields: Mapping[str, Node]) -> bool:
    """Whether a group is a post that stands in no list."""
    found = {
        meaning_of(key).field
        for key, node in fields.items()
        if isinstance(node.value, str) and node.value.strip()
    }
    return "text" in found and bool(found & {"when", "channel"})


def _by_key(fields: Mapping[str, Node], keyed: str, above: Cells) -> Iterator[tuple[Node, Cells]]:
    for key, node in fields.items():
        cells = above | {keyed: Cell(key, Span(node.key_start, node.key_end))}
        if isinstance(node.value, str):
            cells["title"] = _cell(node)
            yield Node({}, node.start, node.end), cells
        elif isinstance(node.value, dict):
            inner = _keyed(node.value)
            if inner and inner != keyed:
                yield from _by_key(node.value, inner, cells)
            else:
                yield node, cells
        else:
            for item in _items(node):
                if isinstance(item.value, dict):
                    yield item, cells


def _table(name: str, rows: list[Row]) -> Table:
    columns = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    return Table(columns, tuple(rows), heading=name or None)


def _merged(tables: list[Table]) -> list[Table]:
    """Tables of one name and with the same columns as one: the posts of several weeks, say."""
    found: list[Table] = []
    for table in tables:
        for place, other in enumerate(found):
            shared = len(set(table.columns) & set(other.columns))
            if table.heading == other.heading and shared * 2 >= min(
                len(table.columns), len(other.columns)
            ):
                rows = sorted((*other.rows, *table.rows), key=lambda row: row.span)
                found[place] = _table(other.heading or "", rows)
                break
        else:
            found.append(table)
    return found
