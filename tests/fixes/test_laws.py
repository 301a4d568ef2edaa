"""What holds for the fixes of any calendar, in each of the styles that people write."""

import json
import re
from collections import Counter
from datetime import date
from typing import NamedTuple

import pytest
from helpers import command
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_edit.styles import STYLES as CALENDARS
from yaml_edit.test_laws import STYLES, Fields, line_ends

from planner.diff import unified

RULES = ("promo-to-share", "no-sterile-bursts", "promo-share", "no-recycled-texts")
NOTICES = ("missing-id", "stray-space", "synonym")
GOOD = {
    "kind": ("promo", "value", "share"),
    "status": ("draft", "approved"),
    "channel": ("x", "mastodon"),
    "at": ("2026-11-23 09:00", "2026-11-23 10:00", "2026-11-25 12:30"),
    "text": ("Plain words", "It's: so", 'Says "so"'),
    "by": ("ana",),
}
ODD = {
    "kind": ("promtion", "vlaue", "Promotion", "tip", '" promo "'),
    "status": ("Aproved", "ready", "' draft'"),
    "channel": ("Twitter", '"masto "', "insta"),
    "by": ('" ana"',),
    "knid": ("promo", "value"),
    "lint": ("{ignore: [promo-share]}", "{ignore: [promo-to-share, nobody]}", "{ignore: synonym}"),
    "mentions": ("['@ ben', '@eve']",),
}
COMMENTS = (
    "# planner: ignore[promo-to-share] why",
    "# planner: ignore[promo-share, no-sterile-bursts]",
    "# planner: ignore[no-recycled-texts@2026-W48] until=2026-10-01",
    "# planner: ignore[promo-to-shar]",
    "# planner: ignore-file[synonym, promo-share] so",
)
ZONES = ("Europe/Berlin", "Berlin", "europe/berlin", "Europe/Berln")
MARKS = re.compile(
    rb"planner:|timezone|lint|knid|promtion|vlaue|Promotion|tip|Aproved|ready|Twitter|masto |insta"
    rb"|[\"'] *(?:promo|draft|ana) *\\?[\"']|@ ben|p1"
)
"""What marks a line that a fix may change."""


class Case(NamedTuple):
    """The items of a calendar, the zone as written, and comments: a line, its place, its text."""

    items: list[Fields]
    zone: str
    comments: list[tuple[int, bool, str]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to six posts with an oddity here and there."""
    items: list[Fields] = []
    for number in range(draw(st.integers(1, 6))):
        item = {}
        if draw(st.booleans()):
            item["id"] = draw(st.sampled_from([*[f"p{number}"] * 4, "p1"]))
        for key, values in GOOD.items():
            odd = ODD.get(key, ())
            if key in {"at", "kind"} or draw(st.booleans()):
                item[key] = draw(st.sampled_from([*values, *values, *odd]))
        for key in ("knid", "lint", "mentions"):
            if draw(st.integers(0, 5)) == 0:
                item[key] = draw(st.sampled_from(ODD[key]))
        items.append(item)
    comments = draw(
        st.lists(
            st.tuples(st.integers(2, 30), st.booleans(), st.sampled_from(COMMENTS)), max_size=4
        )
    )
    return Case(items, draw(st.sampled_from([ZONES[0], *ZONES])), comments)


def text_of(case: Case, style: str) -> bytes:
    """The calendar as somebody would have written it."""
    lines = f"timezone: {case.zone}  # ours\nposts:\n{STYLES[style](case.items)}".splitlines()
    for number, is_behind, comment in sorted(case.comments, reverse=True):
        if number < len(lines):
            if is_behind:
                lines[number] += f"  {comment}"
            else:
                lines.insert(number, f"  {comment}")
    return "".join(f"{line}\n" for line in lines).encode()


def run(data: bytes, *flags: str, select: tuple[str, ...] = RULES) -> tuple[bytes, str]:
    """What is printed for a calendar, and what is said beside it."""
    chosen = [word for name in select for word in ("--select", name)]
    # Some are written in brackets all through, which would pass for JSON.
    form = ("--input-format", "yaml", "--color", "never")
    given_ = ("lint", "-", "--now", "2026-11-01", *form, *chosen, *flags)
    done = command(*given_, stdin=data)
    assert done.code in {0, 1}, done.err
    return done.out.encode(), done.err


Key = tuple[str, str | None, date | None]


def findings(data: bytes, select: tuple[str, ...]) -> Counter[Key]:
    """How often each rule finds something, or in which weeks; habits of many may be broken."""
    counts: Counter[Key] = Counter()
    for it in json.loads(run(data, "-f", "json", select=select)[0])["findings"]:
        window = it["window"]
        if window is None:
            counts[it["rule"], None, None] += 1
            continue
        first, until = (date.fromisoformat(window[key]) for key in ("from", "to"))
        for number in range(first.toordinal(), until.toordinal()):
            monday = date.fromordinal(number - (number - 1) % 7)
            counts[it["rule"], window["channel"], monday] = 1
    return counts


def check(before: bytes, flags: tuple[str, ...], select: tuple[str, ...]) -> bytes:
    """The laws of every fix; gives what becomes of the calendar."""
    after, said = run(before, "--fix", *flags, select=select)
    found, left = findings(before, select), findings(after, select)
    assert left <= found, "no finding comes"
    number = re.search(r"fixed (\d+) finding", said)
    assert (int(number[1]) if number else 0) <= (found - left).total(), "others may go with them"
    assert (after == before) is (number is None)
    assert run(after, "--fix", *flags, select=select)[0] == after, "twice is once"
    shown = run(before, "--diff", *flags, select=select)[0]
    assert shown == b"".join(unified(before, after, "<stdin>"))
    return after


@pytest.mark.parametrize("style", STYLES)
@settings(derandomize=True, deadline=None, max_examples=10)
@given(case=cases(), kind=st.sampled_from(["unix", "windows", "no end"]), unsafe=st.booleans())
def test_only_what_is_mended_changes(style: str, case: Case, kind: str, unsafe: bool) -> None:
    """No finding comes, a second time nothing happens, and all other lines keep their bytes."""
    before = line_ends(text_of(case, style), kind)
    flags = ("--unsafe-fixes", "--min-level", "warning") if unsafe else ()
    # Without a rule that a plan can keep, nothing moves.
    after = check(before, flags, ("no-recycled-texts", "synonym", "stray-space"))
    kept = [line for line in before.splitlines(keepends=True) if not MARKS.search(line)]
    rest = iter(after.splitlines(keepends=True))
    assert all(line in rest for line in kept), "in the same order"
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("style", STYLES)
@settings(derandomize=True, deadline=None, max_examples=8)
@given(case=cases())
def test_ids_are_written_and_nothing_else(style: str, case: Case) -> None:
    """Without them, the file is as it was."""
    before = text_of(case, style)
    after = check(before, (), ("missing-id",))
    if b"planner:" not in before and b"lint" not in before and case.zone == "Europe/Berlin":
        assert len(after) >= len(before)
        pieces = re.compile(rb"""['"]?id['"]?: [\w":/-]+(?:, |\n +)""")
        assert pieces.sub(b"", after) == pieces.sub(b"", before)


@pytest.mark.parametrize("style", STYLES)
@settings(derandomize=True, deadline=None, max_examples=4)
@given(case=cases())
def test_plans_of_weeks_keep_the_laws(style: str, case: Case) -> None:
    """Together with all other fixes."""
    check(text_of(case, style), ("--unsafe-fixes",), (*RULES, *NOTICES))


@pytest.mark.parametrize("style", CALENDARS)
def test_calendars_in_many_hands(style: str) -> None:
    """Anchors, braces, folded texts, the line ends of Windows."""
    data = CALENDARS[style]
    comment = b"# planner: ignore[promo-share]"
    data = data.replace(b"news", b"nwes").replace(b"# ask Imran", comment)
    odd = data.replace(b"Europe/Berlin", b"Berlin").replace(b"channel: x", b"channel: Twitter")
    assert check(odd, (), ("promo-to-share", "synonym")) == data
    whole = check(odd, ("--unsafe-fixes",), ("promo-share", *NOTICES))
    assert b"nwes" not in whole.replace(b"after the nwes", b"").replace(b"after nwes", b"")
    assert b"planner:" not in whole
