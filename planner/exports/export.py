"""The posts of a calendar that are ready, as the files that a scheduler imports."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from planner.exports.cells import cells_of, header_of
from planner.exports.dialect import Dialect
from planner.exports.remarks import remarks_on
from planner.model import Calendar, Post
from planner.weeks import moment_name, zone_of
from planner.wording import one_line, shorten

READY = ("approved", "scheduled")
"""The statuses of posts that go out; others wait for somebody or are over."""
_WAITING_OR_READY = ("idea", "draft", *READY)
"""A calendar that says one of these of a post uses statuses to tell what may go out."""
LONGEST_NAME = 50
_UNREADY = {
    "idea": "it is only an idea; give it a text and the status approved",
    "draft": "it is a draft or says no status; give it the status approved when it may go out",
    "published": "it is published already",
    "held": "it is held back",
    "cancelled": "it is cancelled",
}


class ExportFile(NamedTuple):
    """One file: what its name ends in (`-instagram-2`), its text and how many posts it has."""

    suffix: str
    text: str
    posts: int


class LeftOut(NamedTuple):
    """A post that no file has, and why."""

    post: Post
    why: str


class Export(NamedTuple):
    """All files of an export, the posts that are in none, and what people should know."""

    files: tuple[ExportFile, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


def export(
    calendar: Calendar,
    dialect: Dialect,
    now: datetime | None,
    has_status: Callable[[Post], bool],
) -> Export:
    """The files of a calendar in a dialect.

    A post is ready with a text, a time, a channel that the scheduler knows and the status approved
    or scheduled. In a calendar that says of no post whether it waits or is ready (`has_status`
    tells whether it says anything), each with a text counts as ready. Nothing before `now` is
    written (None: there is no past).
    """
    return _Export(calendar, dialect, now, has_status).run()


class _Export:
    """One export while it is made."""

    def __init__(
        self,
        calendar: Calendar,
        dialect: Dialect,
        now: datetime | None,
        has_status: Callable[[Post], bool],
    ) -> None:
        self.calendar = calendar
        self.dialect = dialect
        self.zone = zone_of(calendar.timezone)
        self.now = now
        self.silent = not any(
            post.status in _WAITING_OR_READY and has_status(post) for post in calendar.posts
        )
        self.left_out: list[LeftOut] = []

    def run(self) -> Export:
        """Sort the posts out, then write what is left, channel by channel."""
        ready = sorted(self._ready(), key=_order)
        groups: dict[str, list[Post]] = {}
        for post in ready:
            groups.setdefault(str(post.channel), []).append(post)
        kept = {channel: self._apart(posts) for channel, posts in sorted(groups.items())}
        if self.dialect.file_per_channel:
            named = [(f"-{channel}", posts) for channel, posts in kept.items()]
        else:
            named = [("", sorted((it for posts in kept.values() for it in posts), key=_order))]
        files = tuple(it for suffix, posts in named for it in self._files(suffix, posts))
        written = [post for posts in kept.values() for post in posts]
        assumed = self.silent and any(post.status == "draft" for post in written)
        notes = remarks_on(written, self.dialect, self.calendar, assumed=assumed)
        order = {post.id: number for number, post in enumerate(self.calendar.posts)}
        left_out = sorted(self.left_out, key=lambda item: order[item.post.id])
        return Export(files, tuple(left_out), tuple(notes))

    def _ready(self) -> Iterator[Post]:
        for post in self.calendar.posts:
            why = self._why_not(post)
            if why is None:
                yield post
            else:
                self.left_out.append(LeftOut(post, why))

    def _why_not(self, post: Post) -> str | None:
        """What keeps a post from going out, or nothing."""
        if post.status not in READY and not (self.silent and post.status == "draft"):
            return _UNREADY[post.status]
        if not post.text.strip():
            return "it has no text yet"
        return self._no_channel(post.channel) or self._no_time(post.at)

    def _no_channel(self, channel: str | None) -> str | None:
        if channel is None:
            return "it says no channel (--channel gives one to all that say none)"
        if channel not in self.dialect.channels:
            return f"{self.dialect.title} does not post to {channel}"
        return None

    def _no_time(self, at: datetime | date | None) -> str | None:
        if at is None:
            return "it has no date yet"
        if not isinstance(at, datetime):
            return "it has a day but no time yet"
        return self._too_early(at)

    def _too_early(self, at: datetime) -> str | None:
        if self.now is None:
            return None
        if at < self.now:
            shown = moment_name(self.now, self.zone)
            return f"its time is over (now is {shown}; --now sets the clock)"
        ahead = self.dialect.limits.ahead
        if at < self.now + timedelta(minutes=ahead):
            return f"{self.dialect.title} wants posts {ahead} minutes ahead, and this one is sooner"
        return None

    def _apart(self, posts: list[Post]) -> list[Post]:
        """The posts of a channel without those too close to the one before."""
        kept: list[Post] = []
        apart = timedelta(minutes=self.dialect.limits.apart)
        for post in posts:
            if kept and _time(post) - _time(kept[-1]) < apart:
                before = f"{called(kept[-1])} is at {moment_name(_time(kept[-1]), self.zone)}"
                minutes = self.dialect.limits.apart
                why = f"{self.dialect.title} wants {minutes} minutes between posts, and {before}"
                self.left_out.append(LeftOut(post, why))
            else:
                kept.append(post)
        return kept

    def _files(self, suffix: str, posts: list[Post]) -> Iterator[ExportFile]:
        """One file, or several where the scheduler wants fewer rows in each."""
        rows = self.dialect.limits.rows or max(1, len(posts))
        for start in range(0, len(posts), rows):
            part = posts[start : start + rows]
            number = f"-{start // rows + 1}" if start else ""
            text = written(part, self.dialect, self.zone)
            yield ExportFile(suffix + number, text, len(part))


def written(posts: Iterable[Post], dialect: Dialect, zone: tzinfo) -> str:
    """The text of a file: CSV with CRLF line ends, and quotes where a cell needs them."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    if dialect.has_header:
        writer.writerow(header_of(dialect))
    writer.writerows(cells_of(post, dialect, zone) for post in posts)
    return ("\ufeff" if dialect.has_bom else "") + stream.getvalue()


def called(post: Post) -> str:
    """What people know a post by: the start of its words, in quotes."""
    words = one_line(post.title or post.text or post.note or post.id)
    return f'"{shorten(words, LONGEST_NAME)}"'


def _time(post: Post) -> datetime:
    assert isinstance(post.at, datetime)
    return post.at


def _order(post: Post) -> tuple[datetime, str, str]:
    return _time(post), str(post.channel), post.id
