"""What `planner init` asks on a terminal: each question with an answer that Enter takes."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from planner import files
from planner.commands.clock import parse_now, parse_week
from planner.commands.init import MOST_POSTS, InitRequest
from planner.commands.init_companions import companions_of
from planner.errors import PlannerError, nearest, nearest_word
from planner.rulebook import Rulebook
from planner.vocabulary import CHANNELS, channel_of

_ZONES = "zoneinfo/"


class _Question(NamedTuple):
    """What is asked, the answer that Enter gives, and what is wrong with an answer, if anything."""

    text: str
    usual: str
    wrong: Callable[[str], str | None]


def answered(request: InitRequest) -> InitRequest:
    """The request with the answers of who sits at the terminal; Ctrl-C and Ctrl-D stop."""
    week = (parse_now(request.now) + timedelta(days=7)).date().isocalendar()
    named = _ask(_Question("Name of the calendar", request.name, lambda _word: None))
    channels = _ask(_Question("Channels, with commas between", "instagram, linkedin", _Channels()))
    usual = str(request.posts_per_week)
    posts = _ask(_Question(f"Posts per week on each (1 to {MOST_POSTS})", usual, _wrong_number))
    profiles = Rulebook().profile_names
    text = f"Profile, the set of rules that judges: {', '.join(profiles)}"
    profile = _ask(_Question(text, request.profile, lambda word: _unless(word, profiles)))
    zone = _ask(_Question("Time zone", machine_zone(), _wrong_zone))
    start = _ask(_Question("First week", f"{week.year}-W{week.week:02}", _wrong_week))
    settings = next(it for it in companions_of(request.path, profile) if it.flag == "config")
    configure = request.configure
    if configure is None and not settings.stands:
        text = f"Write {settings.path}, so that `planner lint` judges it (yes, no)"
        configure = _ask(_Question(text, "yes", lambda word: _unless(word, ["yes", "no"]))) == "yes"
    return request._replace(
        name=named, channels=tuple(channels.split(",")), posts_per_week=int(posts),
        profile=profile, timezone=zone, week=start, configure=configure,
    )  # fmt: skip


def _ask(question: _Question) -> str:
    """The answer to a question, which is asked until it has a right one."""
    while True:
        try:
            said = input(f"{question.text} [{question.usual}]: ").strip() or question.usual
        except EOFError:
            files.emit("\n")
            raise KeyboardInterrupt from None
        except UnicodeDecodeError:
            files.emit("That is no text in the terminal's encoding; type it again.\n")
            continue
        wrong = question.wrong(said)
        if wrong is None:
            return said
        files.emit(f"{wrong}\n")


class _Channels:
    """What is wrong with names of channels: a near miss, unless it is typed once more."""

    def __init__(self) -> None:
        self.refused: str | None = None

    def __call__(self, said: str) -> str | None:
        names = [name.strip() for name in said.split(",") if name.strip()]
        if not names:
            return "Name at least one channel, such as instagram."
        for name in names:
            meant = nearest_word(name, CHANNELS)
            if channel_of(name) is None and meant and said != self.refused:
                self.refused = said
                return f'planner knows no "{name}"; did you mean "{meant}"? Else type it once more.'
        return None


def _wrong_number(said: str) -> str | None:
    if said.isdecimal() and 1 <= int(said) <= MOST_POSTS:
        return None
    return f"Type a number from 1 to {MOST_POSTS}."


def _unless(said: str, known: list[str]) -> str | None:
    """What is wrong with a word that is none of those known."""
    if said in known:
        return None
    return f'It cannot be "{said}"{nearest(said, known) or "; type one of those above"}.'


def _wrong_zone(said: str) -> str | None:
    from zoneinfo import available_timezones

    zones = sorted(available_timezones())
    if said in zones:
        return None
    cities = {zone.rpartition("/")[2]: zone for zone in zones if "/" in zone}
    city = nearest_word(said.replace(" ", "_"), list(cities))
    hint = f' (did you mean "{cities[city]}"?)' if city else nearest(said, zones)
    return f'There is no time zone "{said}"{hint}; write it like Europe/Berlin.'


def _wrong_week(said: str) -> str | None:
    try:
        parse_week(said)
    except PlannerError as error:
        return str(error)
    return None


def machine_zone() -> str:
    """The zone of this machine, as far as it says so by name; else UTC."""
    linked = os.path.realpath("/etc/localtime")
    for name in (os.environ.get("TZ", "").lstrip(":"), linked.partition(_ZONES)[2]):
        if name and _wrong_zone(name) is None:
            return name
    return "UTC"
