"""The dialects as a page of Markdown: how the plan gets into each tool, and what it takes."""

from collections.abc import Iterable

from planner.exports.dialect import TRUST, Dialect, load, names
from planner.exports.export import READY
from planner.wording import listed

_HEAD = """\
# Schedulers that planner writes for

This page is made from the dialects; `planner.exports.reference` writes it anew. `planner convert`
and `planner plan` take `-f csv:NAME`:

```console
$ planner convert sample_calendars/messy-week.yaml -f csv:metricool -o week.csv --now 2027-01-01
```

With the plan it is `planner plan calendar.yaml -f csv:buffer -o week.csv`.

- A post is written when it has a text, a day with a time, a channel that the tool knows, and the
  status {ready}. All others are listed with the reason. In a calendar that calls no
  post an idea, a draft, approved or scheduled, each one with a text counts as ready, unless it is
  published, held or cancelled; a note says so.
- Where a tool takes one channel at a time there is one file for each: `week-instagram.csv`,
  `week-linkedin.csv`. Where a file may hold only so many rows the next one is
  `week-instagram-2.csv`. Either all files are written or none.
- Nothing before `--now` is written, nor a post that is closer to it, or to the one before it, than
  the tool allows.
- Texts are written as they are. One that begins with `=`, `+`, `-` or `@` is told in a note,
  because a spreadsheet that opens the file would take it for a formula.

"""


def reference() -> str:
    """The whole page."""
    dialects = [load(name) for name in names()]
    parts = [_HEAD.format(ready=listed(READY).replace(" and ", " or ")), *_table(dialects)]
    parts += ["", *(line for dialect in dialects for line in _section(dialect))]
    return "".join(part + "\n" for part in parts).replace("\n\n\n", "\n\n").rstrip() + "\n"


def _table(dialects: Iterable[Dialect]) -> Iterable[str]:
    yield "| `-f csv:` | tool | columns | times | limits | kind | trust |"
    yield "|---|---|---|---|---|---|---|"
    for item in dialects:
        cells = (
            f"[`{item.name}`](#{item.name})", item.title, _columns(item), _times(item),
            _limits(item), "yes" if item.has("kind") else "no", TRUST[item.about.trust],
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _columns(item: Dialect) -> str:
    """The columns, without those that only count up: `Picture Url 1` to `10`."""
    shown: list[str] = []
    for column in item.columns:
        stem = column.name.rstrip("0123456789")
        if stem != column.name and shown and shown[-1].startswith(f"`{stem}"):
            shown[-1] = f"{shown[-1].partition(' to ')[0]} to `{column.name[len(stem) :]}`"
        else:
            shown.append(f"`{column.name}`")
    return ", ".join(shown) if item.has_header else f"no header: {', '.join(shown)}"


def _times(item: Dialect) -> str:
    forms = " and ".join(f"`{column.format}`" for column in item.columns if column.format)
    zone = {
        "calendar": "in the calendar's zone",
        "utc": "in UTC",
        "offset": "with the offset from UTC",
    }
    return f"{forms} {zone[item.zone]}"


def _limits(item: Dialect) -> str:
    limits = item.limits
    parts = [
        f"{limits.rows} rows" if limits.rows else "",
        f"{limits.apart} minutes apart" if limits.apart else "",
        f"{limits.ahead} minutes ahead" if limits.ahead else "",
        "one channel per file" if item.file_per_channel else "",
    ]
    return ", ".join(filter(None, parts)) or "none known"


def _section(item: Dialect) -> Iterable[str]:
    yield f"## {item.name}"
    yield ""
    yield f"**{item.title}.** {item.about.way_in}"
    yield ""
    yield from (f"- {line}" for line in item.about.before)
    yield f"- Channels: {', '.join(item.channels)}."
    yield f"- Source: {item.about.source} ({TRUST[item.about.trust]})."
    yield ""
