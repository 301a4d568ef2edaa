"""The same changes in calendars that different people wrote, as diffs in `golden`."""

import os
from collections.abc import Callable
from datetime import date
from difflib import unified_diff
from typing import NamedTuple

import pytest
from helpers import berlin
from yaml_edit.styles import STYLES, Changes, Done, plan_of, read, write

from planner.model import Entry, Post, Slot
from planner.yaml_edit.fates import moment
from planner.yaml_edit.rewriting import rewritten
from planner.yaml_edit.style import value_text
from planner.yaml_text import dump

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
SHARE = Post("n", "n", berlin(23, "15:00"), "x", "share", status="idea", note="Who: made it")
TALK = Slot("m", "m", berlin(25, "09:45"), kind="conversation", by="rosa", note="Ask back")


class Act(NamedTuple):
    """What a plan does."""

    changes: Changes
    added: tuple[Entry, ...] = ()


ACTS = {
    "shift": Act({"origin": berlin(23, "11:15")}),
    "shift of a time in another form": Act({"roast:x": berlin(24, "09:30"),
                                            "roast:mastodon": berlin(24, "09:30")}),
    "defer": Act({"origin": berlin(30, "09:00")}),
    "hold without a status": Act({"origin": "held"}),
    "hold with a status": Act({"roast:x": "held", "roast:mastodon": "held"}),
    "insert": Act({}, (SHARE, TALK)),
    "insert before all": Act({}, (SHARE._replace(at=berlin(22)), TALK._replace(at=berlin(23)))),
    "insert after all": Act({}, (SHARE._replace(at=berlin(27)), SHARE._replace(id="o"))),
    "split by a shift": Act({"roast:mastodon": berlin(24, "14:00")}),
    "split by a hold": Act({"roast:x": "held"}),
    "split all": Act({"roast:x": "held", "roast:mastodon": berlin(24, "14:00")}),
}  # fmt: skip


@pytest.mark.parametrize("word", [
    "promo", "x", "Europe/Berlin", "America/New_York", "how-to", "one-2", "2026-11-23-0900-x",
    "2026-11-23-x-mastodon-2", "e10", "nan", "inf", "a1b2", "o1", "NaN", "google-business",
    "yes", "No", "ON", "y", "N", "null", "True", "2026-11-23", "12e3", "0x1f", "a:b", "-a", "a-",
])  # fmt: skip
def test_a_word_has_quotes_where_new_files_have_them(word: str) -> None:
    """Most words are known to need none."""
    assert f"key: {value_text(word, flow=False)}\n" == dump({"key": word}, {})


def told(style: str) -> str:
    """What every act does to a style, as diffs."""
    parts = []
    for name, act in ACTS.items():
        done = write(STYLES[style], act.changes, *act.added)
        before, after = (data.decode().split("\n") for data in (done.before, done.after))
        lines = [
            line.replace("\r", "\\r") for line in unified_diff(before, after, n=1, lineterm="")
        ]
        parts.append("\n".join([f"=== {name}", *lines[2:]]))
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize("style", STYLES)
def test_a_plan_is_written_as_the_person_would(style: str, request: pytest.FixtureRequest) -> None:
    """`pytest --renew-golden` writes the diffs anew."""
    path = os.path.join(GOLDEN, f"{style}.diff")
    text = told(style)
    if request.config.getoption("--renew-golden"):
        os.makedirs(GOLDEN, exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    with open(path, encoding="utf-8", newline="") as file:
        assert text == file.read()


def each(test: Callable[..., None]) -> Callable[..., None]:
    """In all styles, for all acts."""
    for name, values in (("style", STYLES), ("act", ACTS)):
        test = pytest.mark.parametrize(name, values)(test)
    return test


def done_of(style: str, act: str) -> Done:
    """A style after an act."""
    return write(STYLES[style], ACTS[act].changes, *ACTS[act].added)


@each
def test_the_file_reads_as_planned(style: str, act: str) -> None:
    """Every entry with its time, channel, status and text."""
    done = done_of(style, act)
    wanted = done.plan.calendar
    found = read(done.after).calendar

    def said(entries: tuple[Entry, ...]) -> list[str]:
        bare = [it._replace(id="", entry="", route=(), at=date.min) for it in entries]
        return sorted(f"{moment(it.at)} {one!r}" for it, one in zip(entries, bare, strict=True))

    assert said(found.posts) == said(wanted.posts)
    assert said(found.slots) == said(wanted.slots)
    assert found._replace(posts=(), slots=()) == wanted._replace(posts=(), slots=())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("act", "ids"), [
    ("shift", {"origin", "roast:x", "roast:mastodon"}),
    ("hold with a status", {"origin", "roast:x", "roast:mastodon"}),
    ("split by a shift", {"origin", "roast", "roast:mastodon"}),
    ("split by a hold", {"origin", "roast", "roast:x"}),
    ("split all", {"origin", "roast", "roast:mastodon"}),
])  # fmt: skip
def test_a_post_that_leaves_its_siblings_keeps_its_id(style: str, act: str, ids: set[str]) -> None:
    """The item has one of its own; a last sibling is called like its item."""
    assert ids <= {post.id for post in read(done_of(style, act).after).calendar.posts}


@each
def test_a_second_time_nothing_is_changed(style: str, act: str) -> None:
    """A plan without moves gives the very bytes."""
    after = done_of(style, act).after
    reading = read(after)
    assert rewritten(plan_of(reading, {}), reading, read) == after


@each
def test_line_ends_and_the_mark_at_the_start_stay(style: str, act: str) -> None:
    """Also in what is added."""
    done = done_of(style, act)
    assert done.after.startswith(b"\xef\xbb\xbf") == done.before.startswith(b"\xef\xbb\xbf")
    if b"\r\n" in done.before:
        assert done.after.count(b"\n") == done.after.count(b"\r\n")
    else:
        assert b"\r" not in done.after


def test_every_golden_file_has_its_style() -> None:
    """None is left over."""
    assert set(os.listdir(GOLDEN)) == {f"{style}.diff" for style in STYLES}
