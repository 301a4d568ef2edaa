"""Calendars of other tools in JSON and YAML."""

from collections.abc import Sequence

from planner.imports.recognise import holds_posts, read_tables
from planner.imports.records import tables_of
from planner.model import Finding
from planner.readers import ReadOptions
from planner.source import Reading
from planner.yaml_tree import Node


def read_foreign(
    name: str, data: bytes, root: Node, options: ReadOptions, findings: Sequence[Finding]
) -> Reading | None:
    """The posts in a tree of records, None when nothing in it looks like posts."""
    tables = tables_of(root)
    if not holds_posts(tables, options):
        return None
    return read_tables(name, data, tables, options, findings)
