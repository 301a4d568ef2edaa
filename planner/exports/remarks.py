"""What people should know about an export: what a scheduler cannot take, and what to do before."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from planner.exports.cells import on_the_web
from planner.exports.dialect import Dialect
from planner.model import Calendar, Post
from planner.weeks import in_zone, zone_of
from planner.wording import counted, listed, one_line, shorten

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters after which a spreadsheet takes a text for a formula."""
_MOST_NAMED = 5


def remarks_on(
    posts: Sequence[Post], dialect: Dialect, calendar: Calendar, *, assumed: bool
) -> Iterator[str]:
    """Notes on the posts that were written; `assumed` when they give no status."""
    if not posts:
        return
    if assumed:
        yield (
            "No post of this calendar is called a draft or approved, so each with a text counts as "
            "ready. Once one is, only approved and scheduled posts are written."
        )
    if dialect.zone == "calendar":
        yield (
            f"The times are those of {calendar.timezone}; "
            f"{dialect.title} has to be set to this time zone."
        )
    yield from dialect.about.before
    yield from _lost(posts, dialect)
    yield from _doubled(posts, dialect, calendar)
    risky = [post for post in posts if post.text.startswith(_FORMULA)]
    if risky:
        yield (
            f"{_several(risky)} {_verb(risky, 'begins', 'begin')} with =, +, - or @, which "
            "spreadsheets take for a formula. Nothing was changed; upload the file as it is, and "
            "do not save it from Excel."
        )


def _lost(posts: Sequence[Post], dialect: Dialect) -> Iterator[str]:
    """What the dialect has no column for, or cannot fetch."""
    if not dialect.has("link"):
        linked = [post for post in posts if post.link and post.link not in post.text]
        if linked:
            yield (
                f"{dialect.title} has no column for links: add the "
                f"{_verb(linked, 'link', 'links')} of {_several(linked)} by hand."
            )
    local = [post for post in posts if any(not on_the_web(item) for item in post.media)]
    if local:
        yield (
            f"{_several(local)} {_verb(local, 'has', 'have')} a picture or film without a web "
            "address (https://...): add it by hand."
        )


def _doubled(posts: Sequence[Post], dialect: Dialect, calendar: Calendar) -> Iterator[str]:
    if dialect.zone != "calendar":
        return
    zone = zone_of(calendar.timezone)
    for post in posts:
        assert isinstance(post.at, datetime)
        local = post.at.astimezone(zone)
        naive = local.replace(tzinfo=None, fold=0)
        if local.fold or in_zone(naive, zone).oddity == "doubled":
            yield (
                f"{naive:%H:%M} on {naive:%Y-%m-%d} comes twice, as the clocks go back: look at "
                f"{_several([post])} after the upload."
            )


def _several(posts: Sequence[Post]) -> str:
    names = [f'"{shorten(one_line(post.text or post.id), 30)}"' for post in posts]
    if len(names) > _MOST_NAMED:
        names = [*names[: _MOST_NAMED - 1], counted(len(names) - _MOST_NAMED + 1, "more post")]
    return listed(names)


def _verb(posts: Sequence[Post], one: str, many: str) -> str:
    return one if len(posts) == 1 else many
