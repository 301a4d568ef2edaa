"""A post as the cells of a row: its text, time, media and channel as a dialect writes them."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo

from planner.exports.dialect import Column, Dialect
from planner.model import UNKNOWN, Media, Post

SEPARATOR = ", "
"""Between several addresses in one cell."""

_TOKEN = re.compile("YYYY|MM|DD|HH|mm|ss")
_WEB = ("http://", "https://")
_GIFS = (".gif",)
_VIDEOS = (".mp4", ".mov", ".m4v", ".webm", ".avi", ".mpeg", ".mpg")


def header_of(dialect: Dialect) -> list[str]:
    """The names of all columns."""
    return [column.name for column in dialect.columns]


def cells_of(post: Post, dialect: Dialect, zone: tzinfo) -> list[str]:
    """The row of a post that has a time and a channel; `zone` is the calendar's."""
    return [_cell(column, post, dialect, zone) for column in dialect.columns]


def _cell(column: Column, post: Post, dialect: Dialect, zone: tzinfo) -> str:
    if column.value == "time":
        assert isinstance(post.at, datetime)
        return written_time(post.at, column.format, dialect.zone, zone)
    if column.value == "is":
        yes, no = dialect.booleans
        return yes if post.channel == column.channel else no
    if column.value == "channel":
        return dialect.channels[post.channel or ""]
    if column.value in _LISTS:
        found = _LISTS[column.value](post)
        chosen = found if column.number is None else found[column.number - 1 : column.number]
        return SEPARATOR.join(chosen)
    fixed = {"constant": column.constant, "kind": "" if post.kind == UNKNOWN else post.kind}
    plain = {"text": post.text, "link": post.link or "", "title": post.title or ""}
    return {**fixed, **plain}.get(column.value, "")


def written_time(at: datetime, form: str, said_in: str, zone: tzinfo) -> str:
    """A time in the form of a dialect: in UTC, or in the calendar's zone with or without offset."""
    local = at.astimezone(UTC if said_in == "utc" else zone)
    parts = {
        "YYYY": f"{local.year:04}", "MM": f"{local.month:02}", "DD": f"{local.day:02}",
        "HH": f"{local.hour:02}", "mm": f"{local.minute:02}", "ss": f"{local.second:02}",
    }  # fmt: skip
    text = _TOKEN.sub(lambda match: parts[match.group()], form)
    return text + local.isoformat(timespec="seconds")[19:] if said_in == "offset" else text


def on_the_web(media: Media) -> bool:
    """Whether a scheduler can fetch a picture or film by its address."""
    return media.url is not None and media.url.lower().startswith(_WEB)


def _ending(media: Media) -> str:
    path = (media.url or "").partition("?")[0].partition("#")[0].lower()
    return path[path.rfind(".") :] if "." in path else ""


def _addresses(post: Post, wanted: Callable[[str], bool]) -> list[str]:
    return [item.url or "" for item in post.media if on_the_web(item) and wanted(_ending(item))]


def _alts(post: Post) -> list[str]:
    return [item.alt or "" for item in post.media if on_the_web(item)]


_LISTS: Mapping[str, Callable[[Post], list[str]]] = {
    "media": lambda post: _addresses(post, lambda _: True),
    "images": lambda post: _addresses(post, lambda end: end not in (*_GIFS, *_VIDEOS)),
    "gifs": lambda post: _addresses(post, lambda end: end in _GIFS),
    "videos": lambda post: _addresses(post, lambda end: end in _VIDEOS),
    "alt": _alts,
}
