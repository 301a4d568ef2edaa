"""The content mix in words: titles of weeks, and the facts about people and goals."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from planner.contacts import Contacts, Days
from planner.content_mix import (
    POST_MINUTES,
    EmployeeWeek,
    Follows,
    Mix,
    Served,
    Tally,
    Tone,
    falls,
)
from planner.mix import WeekMix, by_week, percent
from planner.model import Window
from planner.weeks import day_name, week_name
from planner.wording import counted, duration, listed, one_line, shorten

MOST = 8
"""How many of a kind are named, the most frequent first."""
RUNGS = {"1": "once", "2-3": "two or three times", "4+": "four times or more"}
NAME_LENGTH = 40
"""Graphemes of a goal or a name; some write whole sentences."""


class Fact(NamedTuple):
    """Something about people or goals, under a title of a word or three."""

    title: str
    text: str


def headline(mix: Mix) -> str:
    """How much is looked at: so many posts in so many weeks on so many channels."""
    posts = counted(sum(it.posts for it in mix.counts), "post")
    weeks = {it.week for it in mix.counts if it.week}
    channels = {it.channel for it in mix.counts if it.channel}
    where = f" in {counted(len(weeks), 'week')}" if weeks else ""
    where += f" on {counted(len(channels), 'channel')}" if channels else ""
    return f"{posts}{where}."


def shown_days(window: Window, days: Days) -> tuple[date, date]:
    """The days of a week that are looked at, half-open."""
    first = max(window.first, days.first or window.first)
    until = min(window.until, days.until or window.until)
    return first, until


def week_title(week: WeekMix, days: Days) -> tuple[str, str]:
    """A week's name and its days: `2026-W48` and `Mon 23 Nov to Sun 29 Nov 2026`."""
    if week.week is None:
        return "No date yet", ""
    first, until = shown_days(week.week, days)
    last = until - timedelta(days=1)
    start = f"{day_name(first)} to " if first < last else ""
    return week_name(week.week), f"{start}{day_name(last)} {last.year}"


def channel_name(channel: str | None) -> str:
    """What a column or row is called."""
    return one_line(channel or "") or "no channel"


def several(mix: Mix) -> bool:
    """Whether there is more than one week, so that a sum of all says something."""
    return len(by_week(mix.counts)) > 1


def people_facts(mix: Mix) -> tuple[Fact, ...]:
    """Who is spoken to, by whom and for whom; only what there is data for."""
    return tuple(Fact(title, text) for title, text in _people(mix) if text)


def goal_facts(mix: Mix) -> tuple[Fact, ...]:
    """What the posts are to achieve; nothing where no post says so."""
    goals = mix.goals
    named = sum(it.posts for it in goals.named)
    if not named:
        return ()
    facts = [
        Fact("Posts with a goal", _share(named, goals.posts)),
        Fact("Goals", _tallied(goals.named)),
        Fact("For trade", f"{_share(goals.trade, named)}: clicks, leads, sales and the like"),
    ]
    if goals.reach:
        told = f"{_share(goals.reach, named)}: followers, likes, views and the like"
        facts.append(Fact("For reach", told))
    return tuple(facts)


def _people(mix: Mix) -> Iterator[tuple[str, str]]:
    contacts = mix.contacts
    yield "Contacted", _contacted(contacts)
    yield "Longest wait", _longest(contacts)
    yield "No contact yet", _names(f"@{one_line(name)}" for name in contacts.never)
    yield "Voices", _tallied(mix.voices)
    yield "By employees", _employees(mix.employees)
    yield "Audiences", _names(map(_served, mix.audiences))
    yield "Follow", _names(map(_follow, mix.follows))
    yield "Tone", _tone(mix.tone)
    yield "Time", _minutes(mix)


def _contacted(contacts: Contacts) -> str:
    if not contacts.people:
        return ""
    people = counted(len(contacts.people), "person", "people")
    entries = counted(contacts.entries, "entry", "entries")
    rungs = (f"{number} {RUNGS[rung]}" for rung, number in contacts.ladder if number)
    return f"{people} in {entries}; so far {', '.join(rungs)}"


def _longest(contacts: Contacts) -> str:
    wait = contacts.longest
    if wait is None:
        return ""
    days, last = counted(wait.days, "day"), day_name(wait.last)
    told = f"@{one_line(wait.handle)}, {days} on {day_name(wait.on)} {wait.on.year}"
    return f"{told}; the last time was {last}"


def _employees(weeks: tuple[EmployeeWeek, ...]) -> str:
    """The share of each week; a long row is told by its first and last weeks."""
    shares = [percent(it.posts, it.of) for it in weeks]
    if len(weeks) > 1 and len({*shares}) == 1:
        return f"{shares[0]} % in each of {len(weeks)} weeks"
    told = [f"{week_name(it.week)} {share} %" for it, share in zip(weeks, shares, strict=True)]
    if len(told) > MOST:
        told = [*told[: MOST // 2], "…", *told[-MOST // 2 :]]
    return ", ".join(told) + ("; their share falls" if falls(weeks) else "")


def _served(served: Served) -> str:
    parts = [counted(served.posts, "post")] if served.posts else []
    parts += [counted(served.slots, "slot")] if served.slots else []
    return f"{served.audience} {listed(parts)}"


def _follow(follows: Follows) -> str:
    parts = [] if follows.followers is None else [counted(follows.followers, "follower")]
    parts += [] if follows.following is None else [f"follows {follows.following}"]
    return f"{one_line(follows.channel)} {listed(parts)}"


def _tone(tone: Tone) -> str:
    if not tone.of:
        return ""
    asked = f"questions in {tone.questions} of {counted(tone.of, 'text')}"
    told = f", contractions (it's, don't) in {tone.contractions}" if tone.contractions else ""
    return asked + told


def _minutes(mix: Mix) -> str:
    if not any(mix.minutes):
        return ""
    talk, posts = duration(mix.minutes.conversation), duration(mix.minutes.broadcasts)
    return f"{talk} in slots for people, {posts} for broadcasts ({POST_MINUTES} min each)"


def _tallied(tallies: Iterable[Tally]) -> str:
    return _names(
        f"{shorten(it.name, NAME_LENGTH) or 'nobody named'} {it.posts} "
        f"({percent(it.posts, it.of)} %)"
        for it in tallies
    )


def _share(posts: int, of: int) -> str:
    return f"{posts} of {of} ({percent(posts, of)} %)"


def _names(words: Iterable[str]) -> str:
    names = list(words)
    more = [f"{len(names) - MOST} more"] if len(names) > MOST else []
    return ", ".join((*names[:MOST], *more))
