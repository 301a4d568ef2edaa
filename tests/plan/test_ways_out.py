"""Ways out of a conflict, done by hand in the calendar's file: the conflict is gone."""

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import command

PROMO = "  - {{id: {}, at: 2026-11-{} {}, channel: x, kind: promo, pin: true, text: Buy {}}}\n"
TALKS = "slots:\n" + "".join(
    f"  - {{id: s{day}, at: 2026-11-{day} 16:00, for: 30m, kind: inbox}}\n" for day in (23, 24, 25)
)


def promos(*days: int, clock: str = "09:00") -> str:
    """A pinned promo on each of some days of November."""
    return "".join(PROMO.format(f"p{day}", day, clock, day) for day in days)


def calendar(posts: str, settings: str = "", slots: str = TALKS) -> str:
    """A calendar in Berlin."""
    return f"timezone: Europe/Berlin\n{settings}posts:\n{posts}{slots}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def conflicts(
    text: str, *rules: str, posts: int = 3, slots: int = 10, now: str = "2026-11-01"
) -> list[Any]:
    """The conflicts of a plan by some rules."""
    Path("caps.toml").write_text(
        f"[plan]\ninserted_posts = {posts}\ninserted_slots = {slots}\n", encoding="utf-8"
    )
    chosen = [word for rule in rules for word in ("--select", rule)]
    flags = ["--config", "caps.toml", "--now", now, "--input-format", "yaml", "-f", "json"]
    done = command("plan", "-", *flags, *chosen, stdin=text.encode())
    assert not done.err
    found: list[Any] = json.loads(done.out)["conflicts"]
    return found


def unpinned(text: str, *names: str) -> str:
    """The calendar with some posts no longer pinned."""
    lines = [
        line.replace("pin: true, ", "") if any(f"id: {name}," in line for name in names) else line
        for line in text.splitlines()
    ]
    return "\n".join(lines) + "\n"


def test_each_post_that_may_be_unpinned_alone_is_named() -> None:
    """Two promos for every four shares: one of the three has to go."""
    text = calendar(promos(23, 24, 25))
    (conflict,) = conflicts(text, "promo-to-share", posts=4)
    assert conflict["entries"] == ["p23", "p24", "p25"]
    assert conflict["ways_out"][0] == "Unpin p23, p24 or p25."
    for name in ("p23", "p24", "p25"):
        assert not conflicts(unpinned(text, name), "promo-to-share", posts=4)


def test_any_so_many_of_the_posts_may_be_unpinned() -> None:
    """One alone is not enough."""
    text = calendar(promos(23, 24, 25, 26))
    (conflict,) = conflicts(text, "promo-to-share", posts=0)
    assert conflict["entries"] == ["p23", "p24"]
    assert conflict["ways_out"][0] == "Unpin any 3 of p23, p24, p25 and p26."
    assert not conflicts(unpinned(text, "p23", "p25", "p26"), "promo-to-share", posts=0)
    assert conflicts(unpinned(text, "p23", "p25"), "promo-to-share", posts=0)


def test_only_what_helps_is_named_where_not_any_post_does() -> None:
    """Two bursts on two days: one post of each."""
    clocks = ("09:00", "10:00", "11:00")
    form = "  - {{id: {}{}, at: 2026-11-{} {}, channel: x, kind: news, pin: true, text: n}}\n"
    text = calendar("".join(
        form.format(name, number, day, clock)
        for name, day in (("a", 23), ("b", 25)) for number, clock in enumerate(clocks)
    ))  # fmt: skip
    (conflict,) = conflicts(text, "no-sterile-bursts", slots=0)
    way = conflict["ways_out"][0]
    names = [name for name in ("a0", "a1", "a2", "b0", "b1", "b2") if name in way]
    assert way.startswith("Unpin ")
    assert {name[0] for name in names} == {"a", "b"}
    assert len(names) == 2
    assert not conflicts(unpinned(text, *names), "no-sterile-bursts", slots=0)


def test_a_post_of_several_channels_is_unpinned_as_one() -> None:
    """It is named as the file names it."""
    post = (
        "  - {id: both, at: 2026-11-24 10:00, channels: [x, y], kind: promo, pin: true, text: b}\n"
    )
    text = calendar(promos(23) + post)
    (conflict,) = conflicts(text, "promo-to-share", posts=0)
    assert conflict["entries"] == ["p23", "both:x"]
    assert conflict["ways_out"][0] == "Unpin p23 or both."
    assert not conflicts(unpinned(text, "both"), "promo-to-share", posts=0)


def test_the_lowest_limit_that_is_enough_is_told() -> None:
    """One less is not enough."""
    text = calendar(promos(23, 24, 25))
    (conflict,) = conflicts(text, "promo-to-share", posts=2)
    way = "Add 6 share posts on x: raise `inserted_posts` from 2 to 6 under [plan]."
    assert conflict["ways_out"][1] == way
    assert conflicts(text, "promo-to-share", posts=5)
    assert not conflicts(text, "promo-to-share", posts=6)


def test_entries_added_by_hand_are_as_good_as_a_higher_limit() -> None:
    """The two shares that the limit lacks."""
    share = "  - {{id: h{0}, at: 2026-11-{0} 13:00, channel: x, kind: share, text: s}}\n"
    text = calendar(promos(23, 24) + share.format(23) + share.format(25))
    assert conflicts(calendar(promos(23, 24)), "promo-to-share", posts=2)
    assert not conflicts(text, "promo-to-share", posts=2)


def test_more_slots_are_told() -> None:
    """As many as the rule needs."""
    text = calendar(promos(23), slots="")
    (conflict,) = conflicts(text, "conversation-slots", slots=1)
    way = "Add 3 conversation slots: raise `inserted_slots` from 1 to 3 under [plan]."
    assert conflict["ways_out"] == [way]
    assert conflicts(text, "conversation-slots", slots=2)
    assert not conflicts(text, "conversation-slots", slots=3)


def test_longer_hours_of_a_channel_are_told() -> None:
    """Where shares have no room."""
    hours = "channels:\n  x: {{hours: {}}}\n"
    posts = promos(23).replace("promo", "thanks").replace("p23", "t") + promos(23, 24).replace(
        "09:00", "09:30"
    )
    text = calendar(posts, hours.format('"mon 09:00-10:00"'))
    (conflict,) = conflicts(text, "promo-to-share")
    assert conflict["ways_out"][1] == (
        "Let x be posted on longer: set its `hours` to mon 09:00-22:00."
    )
    assert not conflicts(calendar(posts, hours.format('"mon 09:00-22:00"')), "promo-to-share")


def test_longer_hours_of_a_person_are_told() -> None:
    """Where nobody is there for slots."""
    people = 'people:\n  rosa: {{on_call: "{}"}}\n'
    text = calendar(promos(23), people.format("mon 09:00-10:00"), slots="")
    (conflict,) = conflicts(text, "conversation-slots")
    assert conflict["ways_out"] == ["Let rosa be on call longer: set `on_call` to 08:00-22:00."]
    text = calendar(promos(23), people.format("08:00-22:00"), slots="")
    assert not conflicts(text, "conversation-slots")


def test_days_without_posts_that_leave_no_room_are_told() -> None:
    """With their name."""
    closed = "blackouts:\n  - {from: 2026-11-23, to: 2026-11-29, why: fair}\n"
    channel = 'channels:\n  x: {hours: "wed-thu 08:00-22:00"}\n'
    text = calendar(promos(23, 24), closed + channel)
    (conflict,) = conflicts(text, "promo-to-share", posts=4)
    assert conflict["ways_out"][1:] == ["Take out the days without posts from Mon 23 Nov (fair)."]
    assert not conflicts(calendar(promos(23, 24), channel), "promo-to-share", posts=4)


def test_what_is_accepted_in_a_week_is_no_conflict() -> None:
    """The last way, where no other works: a comment above a post."""
    posts = promos(*range(23, 30)) + promos(*range(23, 28), clock="12:00").replace("id: p", "id: q")
    text = calendar(posts.replace("pin: true", "status: published"))
    (conflict,) = conflicts(text, "promo-to-share", posts=0)
    comment = "# planner: ignore[promo-to-share@2026-W48]"
    assert conflict["ways_out"] == [
        f"Accept it in this week: write {comment} and why above a post."
    ]
    accepted = text.replace("posts:\n", f"posts:\n  {comment} the fair\n")
    assert not conflicts(accepted, "promo-to-share", posts=0)
    other = accepted.replace("W48", "W49")
    assert conflicts(other, "promo-to-share", posts=0)


def test_a_plan_says_nothing_of_what_is_accepted_in_a_week() -> None:
    """Neither as a conflict nor as something to do by hand, as lint says nothing of it."""
    text = calendar(promos(23, 24)).replace(
        "posts:\n", "posts:\n  # planner: ignore[promo-to-share@2026-W48] the fair\n"
    )
    flags = ["--isolated", "--now", "2026-11-01", "--select", "promo-to-share"]
    done = command("plan", "-", *flags, "--input-format", "yaml", stdin=text.encode())
    assert done.code == 0
    assert "promo-to-share" not in done.out
    done = command("lint", "-", *flags, "--input-format", "yaml", stdin=text.encode())
    assert done.code == 0
