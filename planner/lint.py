"""Judge a calendar by rules."""

from collections.abc import Iterable, Iterator

from planner.model import ABSENT_STATUSES, POST_KINDS, UNKNOWN, Calendar, Finding, Note, Span
from planner.notices import notice
from planner.rules import Rule, judge_once
from planner.weeks import Timeline
from planner.wording import listed


def lint(calendar: Calendar, rules: Iterable[Rule]) -> Iterator[Finding]:
    """The findings of all rules on a calendar, less those that its entries ignore."""
    judged = lint_all(Timeline(calendar), rules)
    return (finding for finding, is_ignored in judged if not is_ignored)


def lint_all(timeline: Timeline, rules: Iterable[Rule]) -> Iterator[tuple[Finding, bool]]:
    """The findings of all rules on a calendar, each with whether the entry ignores the rule."""
    calendar = timeline.calendar
    for finding in (*undated(calendar), *unknown_kinds(calendar)):
        yield finding, False
    for rule in rules:
        if rule.applies(calendar):
            yield from judge_once(rule, timeline)


def too_short(timeline: Timeline, rules: Iterable[Rule]) -> Iterator[Note]:
    """Which rules need a longer calendar than this one to say anything."""
    needed: dict[str, list[str]] = {}
    for rule in rules:
        find = getattr(rule.module, "too_short", None)
        length = find(rule.options, timeline) if find and rule.applies(timeline.calendar) else None
        if length:
            needed.setdefault(length, []).append(rule.name)
    for length, names in needed.items() if timeline.moments else ():
        yield Note(f"Too short to judge by {listed(names)}: that takes {length}.", Span(0, 0))


def undated(calendar: Calendar) -> Iterator[Finding]:
    """One finding for a calendar in which no post has a day."""
    posts = [post for post in calendar.posts if post.status not in ABSENT_STATUSES]
    if posts and all(post.at is None for post in posts):
        yield notice(
            "no-dates",
            f"{_undated(len(posts))}, so no week can be judged. "
            "Give each post its time, like `at: 2026-11-23 09:00`.",
            posts[0].route,
            posts[0].id,
        )


def unknown_kinds(calendar: Calendar) -> Iterator[Finding]:
    """One finding for a calendar that does not say of what kind most of its posts are."""
    posts = [post for post in calendar.posts if post.status not in ABSENT_STATUSES]
    unknown = [post for post in posts if post.kind == UNKNOWN]
    if 2 * len(unknown) > len(posts):
        first = unknown[0]
        yield notice(
            "unknown-kinds",
            f"{_how_many(len(unknown), len(posts))} of what kind, so the mix cannot be judged. "
            f"Give each post a `kind`: {', '.join(POST_KINDS)}.",
            first.route,
            first.id,
        )


def _how_many(unknown: int, posts: int) -> str:
    if posts == 1:
        return "The only post does not say"
    if unknown == posts:
        return f"None of the {posts} posts says"
    return f"{unknown} of {posts} posts do not say"


def _undated(posts: int) -> str:
    return "The only post has no date" if posts == 1 else f"None of the {posts} posts has a date"
