"""What silences a rule taken out of a file: a name in a comment, in `lint`, in X-PLANNER-IGNORE."""

import re
from collections.abc import Iterator

from planner.fixes import ICAL, File, Fix
from planner.fixes._words import replaced
from planner.model import Finding, Route, Span
from planner.yaml_edit.edits import Edit, line_start, next_line, rest_of_line
from planner.yaml_edit.items import without
from planner.yaml_edit.places import Item, is_alias
from planner.yaml_tree import Node

_MARK = b"# planner:"
_NAME = re.compile(rb"[^,\s](?:[^,]*[^,\s])?")


def removal(finding: Finding, file: File) -> Fix | None:
    """Take the name of a rule out of what silences it, and all of that if it is the only one."""
    if finding.instead is None:
        return None
    if isinstance(finding.place, Span):
        edits = [_out_of_comment(file.data, finding.place)]
    elif file.format == ICAL:
        edits = _out_of_ical(file, finding.place, _rules(finding.instead))
    else:
        edits = _out_of_data(file, finding.place, _rules(finding.instead))
    # While something is misread, a rule may find nothing only for that.
    safe = not file.is_misread
    return Fix("Delete what silences nothing", safe, tuple(edits)) if edits else None


def _rules(text: str) -> list[str]:
    return text.split(", ") if text else []


def _out_of_comment(data: bytes, name: Span) -> Edit:
    mark = data.rindex(_MARK, 0, name.start)
    opening, closing = data.rindex(b"[", mark, name.start), data.index(b"]", name.end)
    names = [match.span() for match in _NAME.finditer(data, opening + 1, closing)]
    number = names.index((name.start, name.end))
    if len(names) == 1:
        return _whole_comment(data, mark)
    if number + 1 < len(names):
        return Edit(name.start, names[number + 1][0], b"")
    return Edit(names[number - 1][1], name.end, b"")


def _whole_comment(data: bytes, mark: int) -> Edit:
    """A comment, with its line when nothing else stands there."""
    start = line_start(data, mark)
    before = data[start:mark].rstrip(b" \t")
    if not before:
        return Edit(start, next_line(data, mark), b"")
    return Edit(start + len(before), mark + len(rest_of_line(data, mark)), b"")


def _out_of_data(file: File, route: Route, kept: list[str]) -> list[Edit]:
    item = file.item(route)
    lint = item.own("lint") if item is not None else None
    if item is None or lint is None or not isinstance(lint.value, dict):
        return []
    if not kept:
        return list(_without_field(item, lint))
    ignore = lint.value.get("ignore")
    # What an alias stands for may be that of other entries as well.
    if ignore is None or not lint.start <= ignore.start < lint.end or is_alias(file.data, ignore):
        return []
    if isinstance(ignore.value, list):
        return list(without(item, ignore, [it for it in ignore.value if _word(it) in kept]))
    return list(replaced(file, Span(ignore.start, ignore.end), ", ".join(kept)))


def _word(node: Node) -> str:
    return node.value.strip() if isinstance(node.value, str) else ""


def _without_field(item: Item, node: Node) -> Iterator[Edit]:
    """Take a field out of an item that has others, but never a comment between two of them."""
    data = item.data
    start = line_start(data, node.key_start)
    if not item.flow and not data[start : node.key_start].strip(b" "):
        yield Edit(start, next_line(data, node.end), b"")
        return
    fields = sorted(item.own_fields(), key=lambda it: it.key_start)
    number = fields.index(node)
    if number + 1 < len(fields):
        edit = Edit(node.key_start, fields[number + 1].key_start, b"")
        between = data[node.end : edit.end]
    elif number:
        edit = Edit(fields[number - 1].end, node.end, b"")
        between = data[edit.start : node.key_start]
    else:
        return
    if b"#" not in between:
        yield edit


def _out_of_ical(file: File, route: Route, kept: list[str]) -> list[Edit]:
    from planner.ical.file import IcalSource
    from planner.ical.splicing import Draft
    from planner.ical.values import escaped, texts_of

    source = file.reading.source
    if not isinstance(source, IcalSource):
        return []
    events = source.tree.events if route[0] == "events" else source.tree.todos
    event = events[int(route[1])]
    named = [word.strip() for line in event.values("X-PLANNER-IGNORE") for word in texts_of(line)]
    if set(named) <= {*kept, ""}:
        return []  # it is in the fields that planner itself has written
    rest = [name for name in dict.fromkeys(named) if name in kept]
    if rest and len(event.all("X-PLANNER-IGNORE")) > 1:
        return []
    draft = Draft(file.data, event)
    if rest:
        draft.set("X-PLANNER-IGNORE", ",".join(map(escaped, rest)))
    else:
        draft.drop("X-PLANNER-IGNORE")
    return [Edit(*splice) for splice in draft.splices()]
