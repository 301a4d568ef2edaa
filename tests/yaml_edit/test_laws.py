"""What holds for every plan written into any calendar, in each of the styles."""

import contextlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest
from helpers import berlin
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_edit import styles
from yaml_edit.styles import Changes, plan_of, read, write

from planner.errors import PlannerError
from planner.model import Entry, Post, Slot
from planner.notices import UNREADABLE
from planner.yaml_edit.rewriting import rewritten

Fields = dict[str, str]
CHANNELS = ("x", "mastodon", "linkedin", "email")
TEXTS = (
    "Plain words",
    "Colon: and # hash",
    'Says "so"',
    "It's",
    "- dash",
    "é “ü” \N{HOT BEVERAGE}",
)
CLOCKS = ("08:00", "09:30", "12:00", "17:45")
SLIPS = (
    "double",
    "drop",
    "# ",
    "&a ",
    "*usual ",
    "!!str ",
    "~ ",
    '"',
    "- ",
    "|+\n",
    "\r",
    "? ",
    ": ",
)
HEAD = "timezone: Europe/Berlin  # ours\n"


class Case(NamedTuple):
    """The items of a calendar, and what a plan does with them."""

    posts: list[Fields]
    slots: list[Fields]
    moves: list[tuple[int, Changes]]
    added: tuple[Entry, ...]


@st.composite
def _times(draw: st.DrawFn) -> datetime:
    return berlin(draw(st.integers(23, 29)), draw(st.sampled_from(CLOCKS)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to eight posts, some for several channels, each with another fate."""
    posts: list[Fields] = []
    moves: list[tuple[int, Changes]] = []
    for number in range(draw(st.integers(1, 8))):
        fields = {"at": f"{draw(_times()):%Y-%m-%d %H:%M}"}
        if draw(st.booleans()):
            fields = {"id": f"p{number}", **fields}
        channels = draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=3, unique=True))
        fields["channel" if len(channels) == 1 else "channels"] = ", ".join(channels)
        if draw(st.booleans()):
            fields["status"] = draw(st.sampled_from(["draft", "approved"]))
        fields["text"] = draw(st.sampled_from(TEXTS))
        posts.append(fields)
        moves.append((number, {name: draw(_times() | st.just("held")) for name in channels
                               if draw(st.integers(0, 3)) == 0}))  # fmt: skip
    slots = [
        {"at": f"{draw(_times()):%Y-%m-%d %H:%M}", "for": "20m", "kind": "inbox"}
        for _ in range(draw(st.integers(0, 2)))
    ]
    added: list[Entry] = [
        Post(f"n{number}", f"n{number}", draw(_times()), draw(st.sampled_from(CHANNELS)), "share",
             status="idea", note=draw(st.sampled_from(TEXTS)))
        for number in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    for number in range(draw(st.integers(0, 2))):
        note = draw(st.sampled_from(TEXTS))
        added.append(Slot(f"m{number}", f"m{number}", draw(_times()), kind="thanks", note=note))
    return Case(posts, slots, moves, tuple(added))


def quoted(key: str, value: str) -> str:
    """A text in double quotes, all else as it is."""
    return json.dumps(value, ensure_ascii=False) if key == "text" else value


def on_lines(lead: str, indent: str, gap: str = "") -> Callable[[list[Fields]], str]:
    """Items with a line for each field."""

    def written(items: list[Fields]) -> str:
        lines = []
        for number, item in enumerate(items):
            fields = [f"{key}: {_value(key, value)}" for key, value in item.items()]
            lines.append(f"{gap}{lead}{fields[0]}  # item {number}\n")
            lines += [f"{indent}{field}\n" for field in fields[1:]]
        return "".join(lines)

    def _value(key: str, value: str) -> str:
        return f"[{value}]" if key == "channels" else quoted(key, value)

    return written


def in_quotes(items: list[Fields]) -> str:
    """Items with every value in quotes, keys too."""
    lines = []
    for item in items:
        start = "  - "
        for key, value in item.items():
            lines.append(f"{start}'{key}': {json.dumps(value, ensure_ascii=False)}\n")
            start = "    "
    return "".join(lines)


def folded(items: list[Fields]) -> str:
    """Items with an empty line between them, channels on lines and texts folded."""
    lines = []
    for item in items:
        start = "  - "
        for key, value in item.items():
            told = value
            if key == "channels":
                told = "".join(f"\n      - {name}" for name in value.split(", "))
            elif key == "text":
                told = ">-\n      " + value.replace(" ", "\n      ", 1)
            lines.append(f"{start}{key}: {told}\n")
            start = "    "
        lines.append("\n")
    return "".join(lines)


def in_braces(items: list[Fields]) -> str:
    """Items in braces, every second one over two lines."""
    lines = []
    for number, item in enumerate(items):
        told = [
            f"{key}: [{value}]" if key == "channels" else f"{key}: {quoted(key, value)}"
            for key, value in item.items()
        ]
        middle = ",\n     " if number % 2 else ", "
        lines.append(f"  - {{{', '.join(told[:-1])}{middle}{told[-1]}}}  # item {number}\n")
    return "".join(lines)


def anchored(items: list[Fields]) -> str:
    """Items that take over the channel, the status and the time of others, if they are alike."""
    lines: list[str] = []
    for number, item in enumerate(items):
        others = [other for other in range(number) if items[other].get("at") == item["at"]]
        lines.append(f"  - &i{number}\n")
        own = dict(item)
        if others and own.keys() - {"id"} == items[others[0]].keys() - {"id"} and "id" in own:
            lines.append(f"    <<: *i{others[0]}\n")
            own.pop("at")
        for key, value in own.items():
            told = f"[{value}]" if key == "channels" else quoted(key, value)
            lines.append(f"    {key}: {told}\n")
    return "".join(lines)


STYLES: dict[str, Callable[[list[Fields]], str]] = {
    "indented": on_lines("  - ", "    "),
    "flush": on_lines("-   ", "    ", gap="# next\n"),
    "quoted": in_quotes,
    "folded": folded,
    "flow": in_braces,
    "anchored": anchored,
}


def calendar_text(case: Case, style: str) -> bytes:
    """The calendar of a case as somebody would have written it."""
    text = f"{HEAD}posts:\n{STYLES[style](case.posts)}"
    if case.slots:
        text += f"# People\nslots:\n{STYLES[style](case.slots)}"
    return text.encode()


def changes_of(case: Case, data: bytes) -> Changes:
    """The changes by the ids that the posts have."""
    found: Changes = {}
    for number, moves in case.moves:
        for post in read(data).calendar.posts:
            if post.route[1] == number and post.channel in moves:
                found[post.id] = moves[post.channel]
    return found


def line_ends(data: bytes, kind: str) -> bytes:
    """The same with the line ends and the mark of Windows, or without its last line end."""
    if kind == "windows":
        return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    return data.rstrip(b"\n") if kind == "no end" else data


def said(entries: tuple[Entry, ...]) -> list[str]:
    """All that entries say but for their ids."""
    return sorted(
        repr((it.at and str(it.at), it._replace(id="", entry="", at=date.min, route=())))
        for it in entries
    )


@pytest.mark.parametrize("kind", ["unix", "windows", "no end"])
@pytest.mark.parametrize("style", STYLES)
@settings(derandomize=True, deadline=None, max_examples=25)
@given(case=cases())
def test_only_what_moved_is_changed(style: str, kind: str, case: Case) -> None:
    """The rest keeps its bytes, what is read is the plan, and a second time nothing happens."""
    before = line_ends(calendar_text(case, style), kind)
    done = write(before, changes_of(case, before), *case.added)
    reading = read(done.after)
    assert said(reading.calendar.posts) == said(done.plan.calendar.posts)
    assert said(reading.calendar.slots) == said(done.plan.calendar.slots)
    assert reading.findings == ()
    assert rewritten(plan_of(reading, {}), reading, read) == done.after
    rest = iter(done.after.splitlines(keepends=kind != "no end"))
    unmoved = lines_of_the_unmoved(case, style, before, keepends=kind != "no end")
    assert all(line in rest for line in unmoved), "in the same order"
    if not any(moves for _number, moves in case.moves) and not case.added:
        assert done.after == before


def lines_of_the_unmoved(
    case: Case, style: str, before: bytes, *, keepends: bool
) -> Iterator[bytes]:
    """The lines of a calendar but for those of items that moved, or took over from one."""
    first = HEAD.count("\n") + 1
    ends = [first + STYLES[style](case.posts[:number]).count("\n")
            for number in range(len(case.posts) + 1)]  # fmt: skip
    for number, line in enumerate(before.splitlines(keepends=keepends)):
        item = bisect_right(ends, number) - 1
        inside = 0 <= item < len(case.posts)
        if not (inside and (style == "anchored" or case.moves[item][1])):
            yield line


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    text=st.sampled_from(sorted(styles.STYLES.values())),
    slips=st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(SLIPS)), min_size=1, max_size=3),
    choices=st.lists(st.sampled_from([None, None, "held", berlin(26)]), min_size=8, max_size=8),
    added=st.booleans(),
)
def test_a_file_with_slips_is_changed_rightly_or_not_at_all(
    text: bytes, slips: list[tuple[int, str]], choices: list[str | datetime | None], added: bool
) -> None:
    """`rewritten` reads what it made, and raises nothing but sentences."""
    for place, slip in slips:
        lines = text.splitlines(keepends=True)
        number = place % len(lines)
        if slip == "double":
            lines.insert(number, lines[number])
        elif slip == "drop":
            del lines[number]
        else:
            lines[number] = lines[number].replace(b" ", f" {slip}".encode(), 1 + place % 3)
        text = b"".join(lines)
    reading = read(text)
    if any(finding.rule in UNREADABLE for finding in reading.findings):
        return
    posts = [post for post in reading.calendar.posts if isinstance(post.at, datetime)]
    pairs = zip(posts, choices, strict=False)
    changes: Changes = {post.id: choice for post, choice in pairs if choice is not None}
    talk = [Slot("m", "m", berlin(25), kind="thanks")] if added else []
    with contextlib.suppress(PlannerError):
        rewritten(plan_of(reading, changes, *talk), reading, read)


def test_what_is_asked_for_happens() -> None:
    """Moved, held, split and added, in one go."""
    case = Case(
        [{"id": "a", "at": "2026-11-23 09:00", "channels": "x, email", "text": "Hello"},
         {"at": "2026-11-24 09:00", "channel": "x", "text": "You"}],
        [], [(0, {"x": berlin(23) + timedelta(hours=2)}), (1, {"x": "held"})],
        (Slot("m", "m", berlin(25), kind="thanks"),),
    )  # fmt: skip
    data = calendar_text(case, "flow")
    assert write(data, changes_of(case, data), *case.added).after.decode() == (
        f"{HEAD}posts:\n"
        '  - {id: a, at: 2026-11-23 09:00, channels: [email], text: "Hello"}  # item 0\n'
        '  - {id: "a:x", at: 2026-11-23 11:00, channel: x, text: "Hello"}  # item 0\n'
        '  - {at: 2026-11-24 09:00, channel: x,\n     text: "You", status: held}  # item 1\n'
        "slots:\n  - {at: 2026-11-25 09:00, for: 30m, kind: thanks}\n"
    )
