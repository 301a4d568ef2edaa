"""The limits of the platforms as data: read from `platforms.yaml`, and printed as a reference."""

from collections.abc import Mapping
from functools import cache

from planner import resources
from planner.model import Level
from planner.named import Any, NamedTuple

FILE = "planner/limits/platforms.yaml"
LIMITS: Mapping[str, str] = {
    "text": "the text of a post",
    "title": "its title",
    "link": "its link",
    "media": "pictures and films",
    "images": "pictures",
    "videos": "films and GIFs",
    "alt": "the alt text of each picture",
    "hashtags": "hashtags in the text and under `tags`",
    "mentions": "accounts in the text and under `mentions`",
    "tags": "tags beside the text",
    "tag": "each of these tags",
    "all-tags": "all of these tags together",
    "posts-a-day": "posts within a day",
}
"""What can be limited, and what it means."""
CONDITIONS: Mapping[str, str] = {
    "media": "with media", "video": "with a video", "photos": "with photos",
}  # fmt: skip
COUNTS: Mapping[str, str] = {
    "": "pieces",
    "characters": "code points",
    "graphemes": "characters as people see them",
    "bytes": "bytes in UTF-8",
    "utf16": "UTF-16 units",
    "weighted": "X's weights",
    "weighted-reply": "X's weights",
    "emoji-as-bytes": "code points, emoji in bytes",
    "escaped": "code points, escaped signs twice",
    "mastodon": "Mastodon's way",
}
"""How each method of counting is called in the reference."""
Sections = Mapping[str, list[dict[str, Any]]]
"""The limits of each channel, as the file says them."""


class Limit(NamedTuple):
    """What a platform allows of one thing: at most, at least, or without some signs.

    `trust` is V (the vendor's own word), T (quoted by others) or U (widely said). `level` is how
    bad it is to break it; None leaves that to the rule.
    """

    channel: str
    limit: str
    most: int | None = None
    least: int | None = None
    without: str = ""
    counted: str = ""
    when: str = ""
    level: Level | None = None
    trust: str = ""
    since: str = ""
    source: str = ""
    note: str = ""


@cache
def limits_of(channel: str) -> tuple[Limit, ...]:
    """The limits of one platform, none for a channel that is not known."""
    return tuple(_limit(channel, fields) for fields in _sections().get(channel, ()))


def all_limits() -> Mapping[str, tuple[Limit, ...]]:
    """The limits of every platform, by its channel's name."""
    return {channel: limits_of(channel) for channel in _sections()}


def _sections() -> Sections:
    """What the file says of each channel."""
    data = resources.parsed()
    return data.LIMITS if data else read_sections()


@cache
def read_sections() -> Sections:
    """The same, read from the file."""
    from planner.yaml_tree import parse

    root, troubles = parse(resources.read_bytes(FILE))
    assert root is not None
    assert not troubles, troubles
    found: Sections = root.data()
    return found


def _limit(channel: str, fields: dict[str, Any]) -> Limit:
    return Limit(channel, **{**fields, "since": str(fields["since"])})


def reference() -> str:
    """All limits as Markdown; docs/limits.md is made of it."""
    lines = [
        "# Limits of the platforms",
        "",
        "Made from `planner/limits/platforms.yaml`; edit that. The rules `text-fits-channel`,",
        "`media-fits-channel`, `tags-fit-channel` and `title-fits-channel` judge by these numbers.",
        "A calendar sets its own length of text with `channels: {mastodon: {limit: 5000}}`, a",
        "configuration others with `text-fits-channel = {limits = {x = 500}}` under `[rules]`.",
        "",
        "Trust: **V** was read on the vendor's own page or in its code, **T** is quoted by others,",
        "**U** is widely said. Only what a platform refuses for certain is an error.",
    ]
    for channel, limits in all_limits().items():
        lines += ["", f"## {channel}", ""]
        lines += ["| what | limit | counted in | level | trust | since | source |"]
        lines += ["|---|---|---|---|---|---|---|", *map(_row, limits)]
    return "\n".join([*lines, ""])


def _row(limit: Limit) -> str:
    what = " ".join(filter(None, (LIMITS[limit.limit], CONDITIONS.get(limit.when))))
    source = f"{limit.source}; {limit.note}" if limit.note else limit.source
    cells = (
        what, allowance(limit), COUNTS[limit.counted] if limit.most else "", str(limit.level),
        limit.trust, limit.since, source,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def allowance(limit: Limit) -> str:
    """The number of a limit in words: `at most 280`."""
    if limit.without:
        return f"without {' '.join(limit.without)}"
    return f"at most {limit.most:,}" if limit.most else f"at least {limit.least}"
