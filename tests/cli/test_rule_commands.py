"""`planner test`, and `planner explain` of the entries of a calendar."""

import json
from pathlib import Path

import pytest
from helpers import command

from planner.commands import explain

RULE = """summary: At most one news post a week.
check: ratio
level: warning
options: {{of: news, per: conversation, always_allowed: {allowed}}}
message: "{{observed:news post|news posts}}"
why: It is a test.
source: Nobody.
good: [{{name: one, calendar: "posts: [{{at: 2026-11-23 09:00, channel: x, kind: news}}]"}}]
bad:
  - name: two
    calendar: |
      posts:
        - {{at: 2026-11-23 09:00, channel: x, kind: news}}
        - {{at: 2026-11-24 09:00, channel: x, kind: {kind}}}
    lines: [3]
{more}"""
CALENDAR = """timezone: UTC
posts:
  - {id: first, at: 2026-11-23 09:00, channel: x, kind: promo}
  - id: second
    at: 2026-11-24 09:00
    channel: x
    kind: promo
  - {id: someday, channel: x, kind: promo}
"""


def rule_file(folder: Path, allowed: int = 1, kind: str = "news", more: str = "") -> str:
    """A rule file, with some of its parts changed."""
    path = folder / "few-news.yaml"
    path.write_text(RULE.format(allowed=allowed, kind=kind, more=more), encoding="utf-8")
    return str(path)


def test_the_examples_of_planners_own_rules_are_all_right() -> None:
    """Each fires, and its numbers are held in place."""
    found = command("test", "--coverage", "--mutate")
    assert found.code == 0, found.out
    assert found.out.endswith("rules: all right.\n")


def test_a_single_rule_file_can_be_tried(tmp_path: Path) -> None:
    """Or the folder that it lies in."""
    rule_file(tmp_path)
    for place in (tmp_path, tmp_path / "few-news.yaml"):
        found = command("test", str(place))
        assert (found.code, found.out) == (0, "2 examples of 1 rule: all right.\n")


def test_an_example_that_shows_something_else_is_told_with_its_line(tmp_path: Path) -> None:
    """With the lines where findings are, and where they should be."""
    found = command("test", rule_file(tmp_path, kind="value"))
    assert found.code == 1
    assert found.out.startswith(f"{tmp_path}/few-news.yaml:10:")
    assert "has findings nowhere, and should have them on line 3" in found.out
    assert found.out.endswith("1 problem in 2 examples of 1 rule.\n")


def test_an_example_with_a_word_nobody_knows_is_told(tmp_path: Path) -> None:
    """It has to be read without findings."""
    path = Path(rule_file(tmp_path))
    path.write_text(path.read_text().replace("kind: news}]", "knid: news}]"), encoding="utf-8")
    found = command("test", str(path))
    assert found.code == 1
    assert 'the example "one" is not read cleanly: planner does not know the word' in found.out


def test_coverage_asks_for_an_example_that_fires(tmp_path: Path) -> None:
    """Otherwise nobody would notice a rule that never finds anything."""
    found = command("test", rule_file(tmp_path, allowed=5), "--coverage")
    assert found.code == 1
    assert "few-news.yaml:1: no example makes this rule find anything." in found.out


def test_mutants_that_no_example_notices_are_told(tmp_path: Path) -> None:
    """One more always allowed lets the bad one pass; one more earned goes unnoticed."""
    path = Path(rule_file(tmp_path))
    text = path.read_text().replace("always_allowed: 1", "at_most: 1, always_allowed: 1")
    path.write_text(text, encoding="utf-8")
    assert command("test", str(path)).code == 0
    found = command("test", str(path), "--mutate")
    assert found.code == 1
    assert "no example notices when `at_most` is 2 and not 1." in found.out
    assert "always_allowed" not in found.out


@pytest.mark.parametrize(("kind", "code", "says"), [
    ("news", 0, "all right"),
    ("share", 1, "otherwise: news 2026-11-24 09:00 x instead of share 2026-11-24 09:00 x."),
])  # fmt: skip
def test_an_example_may_say_what_its_plan_becomes(
    tmp_path: Path, kind: str, code: int, says: str
) -> None:
    """Of the posts that go out: their kinds, times and channels."""
    planned = (("23 09:00", "news"), ("24 09:00", kind), ("24 13:00", "conversation"))
    posts = ", ".join(f"{{at: 2026-11-{at}, channel: x, kind: {word}}}" for at, word in planned)
    more = f'    becomes: "posts: [{posts}]"\n'
    path = Path(rule_file(tmp_path, more=more))
    options = "always_allowed: 1, insert: conversation, for_every: 1, at_most: 2"
    path.write_text(path.read_text().replace("always_allowed: 1", options), encoding="utf-8")
    found = command("test", str(path))
    assert found.code == code, found.out
    assert says in found.out


def test_nothing_to_try_is_told(tmp_path: Path) -> None:
    """An empty folder, and one that is not there."""
    assert "there are no rule files here" in command("test", str(tmp_path)).err
    assert 'There is no pack "nowhere"' in command("test", "nowhere").err


def explained(folder: Path, line: int) -> str:
    """What is said about a line of the calendar, on one line."""
    path = folder / "c.yaml"
    path.write_text(CALENDAR, encoding="utf-8")
    found = command("explain", f"{path}:{line}")
    assert found.code in {0, 2}
    return " ".join((found.out + found.err).split())


def test_a_place_is_explained_by_the_rules_that_touch_it(tmp_path: Path) -> None:
    """Each with the weeks it looks at, and whether it holds."""
    text = explained(tmp_path, 3)
    assert text.startswith("first: promo, Mon 23 Nov 09:00")
    assert "promo-to-share (error): one of the posts that are limited x, 2026-W48:" in text
    assert "no-sterile-bursts (error): one of the posts that make a burst 2026-W48: holds." in text
    assert "Not touched by" in text


def test_every_line_of_an_entry_is_its_place(tmp_path: Path) -> None:
    """Not only its first."""
    assert explained(tmp_path, 6).startswith("second: promo, Tue 24 Nov 09:00")


def test_an_entry_without_a_date_counts_nowhere_yet(tmp_path: Path) -> None:
    """And it is said so."""
    text = explained(tmp_path, 8)
    assert text.startswith("someday: promo, no date yet")
    assert "Without a date it counts nowhere." in text


def test_a_line_without_an_entry_is_told(tmp_path: Path) -> None:
    """With the place."""
    assert "c.yaml:1: no post or slot stands on this line" in explained(tmp_path, 1)


BALANCED = """\
timezone: UTC
posts:
  - {id: sale, at: 2026-11-24 09:00, channels: [x, mastodon], kind: promo, text: Buy}
  - {id: tip, at: 2026-11-25 09:00, channel: x, kind: value, text: Grind finer}
slots:
  - {id: talk, every: weekday, at: "16:00", kind: conversation}
"""


def told(folder: Path, place: str, text: str = BALANCED) -> str:
    """What is said about a place of a calendar, on one line."""
    path = folder / "c.yaml"
    path.write_text(text, encoding="utf-8")
    found = command("explain", f"{path}:{place}")
    assert found.code in {0, 2}
    return " ".join((found.out + found.err).split())


def test_an_entry_is_found_by_its_id(tmp_path: Path) -> None:
    """By that of the file for all its channels, and by that of one channel, which has a colon."""
    assert told(tmp_path, "tip").startswith("tip: value, Wed 25 Nov 09:00")
    both = told(tmp_path, "sale")
    assert "sale:x: promo" in both
    assert "sale:mastodon: promo" in both
    assert "sale:mastodon" not in told(tmp_path, "sale:x")


def test_an_id_that_is_a_number_is_no_line(tmp_path: Path) -> None:
    """Where no entry stands on that line."""
    text = BALANCED.replace("id: tip", 'id: "2027"')
    assert told(tmp_path, "2027", text).startswith("2027: value")


def test_an_id_that_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    """Or says how else to name an entry."""
    assert 'no post or slot has the id "tipp" (did you mean "tip"?).' in told(tmp_path, "tipp")
    assert 'has the id "zzz"; name its line instead.' in told(tmp_path, "zzz")
    assert "there is no such file" in command("explain", "nowhere.yaml:tip").err


def test_what_an_entry_is_needed_for_is_told(tmp_path: Path) -> None:
    """All occurrences of a slot are taken away at once."""
    text = told(tmp_path, "talk")
    assert "Without all 5 of them, conversation-slots would find: 2026-W48 has no entry" in text
    assert "Without" not in told(tmp_path, "sale:mastodon")


def test_a_rule_that_is_broken_less_without_an_entry_does_not_need_it(tmp_path: Path) -> None:
    """One promo less among too many is no loss, one post less that gives is."""
    post = "  - {{at: 2026-11-24 {}:00, channel: x, kind: {}}}\n".format
    posts = [post(hour, kind) for hour, kind in enumerate(["promo"] * 4 + ["value"] * 4, 10)]
    text = f"timezone: UTC\nposts:\n{''.join(posts)}"
    assert "4 promo posts" in told(tmp_path, "6", text)
    assert "promo-to-share would find" not in told(tmp_path, "6", text)
    needed = "Without it, promo-to-share would find: x, 2026-W48: 4 promo posts, but 3 posts"
    assert needed in told(tmp_path, "8", text)


def test_no_more_than_a_few_findings_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then their number."""
    monkeypatch.setattr(explain, "MOST_TOLD", 0)
    assert told(tmp_path, "talk").endswith("And 1 more.")


@pytest.mark.parametrize("ending", ["yaml", "ics", "json", "csv"])
def test_what_a_plan_has_added_is_known(tmp_path: Path, ending: str) -> None:
    """In each file that a plan is written to, with whom it is for and what asks for it."""
    path, plan = tmp_path / "c.yaml", tmp_path / f"plan.{ending}"
    people = 'people: {rosa: {on_call: "mon-fri 09:00-17:00"}}\n'
    path.write_text(BALANCED.partition("slots:")[0] + people, encoding="utf-8")
    assert command("plan", str(path), "-o", str(plan), "--now", "2026-11-01").code == 0
    found = command("convert", str(plan), "-f", "json").out
    slot = json.loads(found)["slots"][0]
    text = " ".join(command("explain", f"{plan}:{slot['id']}").out.split())
    assert f"A plan added it for rosa to do: {slot['note']}" in text
    assert "Without it, conversation-slots would find: 2026-W48" in text


def test_what_a_plan_has_added_may_not_be_needed_any_more(tmp_path: Path) -> None:
    """A text makes it somebody's own."""
    note = "Answer a question that customers keep asking."
    text = BALANCED.replace("text: Grind finer", f"note: {note}")
    needless = f"A plan added it: {note} Without it, no rule would find more."
    assert needless in told(tmp_path, "tip", text)
    assert "A plan added it" not in told(tmp_path, "tip", text.replace("note:", "text: Why? note:"))
    assert "A plan added it" not in told(
        tmp_path, "tip", text.replace("note:", "text: Why?, note:")
    )


def test_an_explanation_keeps_to_the_screen_and_names_whole(tmp_path: Path) -> None:
    """Names of rules have hyphens, and are to be copied."""
    path = tmp_path / "calendar.yaml"
    path.write_text(CALENDAR, encoding="utf-8")
    told = command("explain", f"{path}:3").out.splitlines()
    assert len(told) > 20
    assert max(map(len, told)) <= 80
    assert [line for line in told if line.endswith("-")] == []


def test_a_calendar_alone_is_not_enough(tmp_path: Path) -> None:
    """It is no rule, either; what is missing is a line."""
    path = tmp_path / "calendar.yaml"
    path.write_text(CALENDAR, encoding="utf-8")
    done = command("explain", str(path))
    assert (done.code, done.err) == (
        2, f"planner: {path}: name a line or an id behind it: {path}:12.\n",
    )  # fmt: skip
