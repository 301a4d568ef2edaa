"""Rules that are silenced in comments and in data, and what is said of silencing in vain."""

from pathlib import Path

import pytest
from helpers import Outcome, command
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files import read_data
from planner.model import Finding
from planner.readers import ReadOptions

NOW = ["--now", "2026-11-20"]
PROMO = ["--select", "promo-to-share", *NOW]
TWO = """\
timezone: UTC
posts:
  - at: 2026-11-23 09:00
    channel: x
    kind: promo
    text: The new roast
  - at: 2026-11-24 09:00
    channel: x
    kind: promo
    text: The new roast, again
"""
"""The second promo tips its week."""
SECOND = "  - at: 2026-11-24"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and the process in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(folder: Path, text: str, *flags: str, name: str = "a.yaml") -> Outcome:
    """Lint a text by one rule, on a day before it."""
    (folder / name).write_bytes(text.encode())
    return command("lint", "-f", "concise", *PROMO, *flags, name)


def found(done: Outcome) -> list[str]:
    """The line and the rule of each finding."""
    lines = [line for line in done.out.splitlines() if line.endswith("]")]
    return [f"{line.split(':')[1]} {line.rpartition('[')[2][:-1]}" for line in lines]


def above(comment: str) -> str:
    """The calendar with a comment above its second post."""
    return TWO.replace(SECOND, f"  {comment}\n{SECOND}")


def test_without_a_comment_the_week_is_told(folder: Path) -> None:
    """At the post that tips it."""
    assert found(lint(folder, TWO)) == ["7 promo-to-share"]


@pytest.mark.parametrize("comment", [
    "# planner: ignore[promo-to-share]",
    "# planner: ignore[promo-to-share] agreed with Rosa",
    "# planner: ignore[ promo-to-share , no-dates]: until the campaign ends",
    "# planner: ignore[promo-to-share] until=2026-12-31 agreed",
    "# planner: ignore[promo-to-share]\n  # another comment\n",
    "# planner: ignore[promo-to-share@2026-W48] the fair",
    "# planner: ignore-file[promo-to-share] a shop sells",
    "# planner: ignore-file[promo-to-share@2026-W48]",
])  # fmt: skip
def test_a_comment_above_an_entry_covers_it(folder: Path, comment: str) -> None:
    """With a reason, beside other rules, until a day, and for a week."""
    assert "promo-to-share]" not in lint(folder, above(comment)).out.replace("no-dates", "")


def test_a_comment_covers_no_other_entry(folder: Path) -> None:
    """It is unused above the first one, which does not tip the week."""
    text = TWO.replace("posts:\n", "posts:\n  # planner: ignore[promo-to-share]\n")
    assert found(lint(folder, text)) == ["3 unused-suppression", "8 promo-to-share"]


@pytest.mark.parametrize("week", ["2026-W47", "2026-W49", "2025-W48"])
def test_another_week_is_not_covered(folder: Path, week: str) -> None:
    """The comment of another week is unused."""
    text = above(f"# planner: ignore[promo-to-share@{week}]")
    assert found(lint(folder, text)) == ["7 unused-suppression", "8 promo-to-share"]


def test_a_comment_behind_a_field_covers_its_line(folder: Path) -> None:
    """Findings of an entry stand at its first line, not at those below."""
    on_first = TWO.replace("11-24 09:00", "11-24 09:00  # planner: ignore[promo-to-share]")
    assert found(lint(folder, on_first)) == []
    on_text = TWO.replace(", again", ", again  # planner: ignore[promo-to-share]")
    assert found(lint(folder, on_text)) == ["7 promo-to-share", "10 unused-suppression"]


def test_a_field_of_several_lines_is_covered_as_a_whole(folder: Path) -> None:
    """From behind the mark of a folded text, and from the line above it."""
    limits = ["--extend-select", "text-fits-channel"]
    words = "      long words\n" * 40
    bare = TWO.replace("    text: The new roast\n", "    text: >\n" + words)
    assert [it.split()[1] for it in found(lint(folder, bare, *limits))] == [
        "text-fits-channel", "promo-to-share",
    ]  # fmt: skip
    comment = "# planner: ignore[text-fits-channel]"
    behind = bare.replace("text: >\n", f"text: >  {comment}\n")
    assert found(lint(folder, behind, *limits)) == ["47 promo-to-share"]
    over = bare.replace("    text: >\n", f"    {comment}\n    text: >\n")
    assert found(lint(folder, over, *limits)) == ["48 promo-to-share"]
    elsewhere = bare.replace("    kind: promo\n", f"    kind: promo  {comment}\n", 1)
    assert len(found(lint(folder, elsewhere, *limits))) == 3


def test_entries_in_braces_over_lines(folder: Path) -> None:
    """Above the brace, or behind the line with its start."""
    text = (
        "timezone: UTC\nposts: [\n  {at: 2026-11-23 09:00, channel: x, kind: promo},\n"
        "  # planner: ignore[promo-to-share]\n  {at: 2026-11-24 09:00,\n"
        "   channel: x, kind: promo}\n]\n"
    )
    assert found(lint(folder, text)) == []
    behind = text.replace("  # planner: ignore[promo-to-share]\n", "").replace(
        "24 09:00,", "24 09:00, # planner: ignore[promo-to-share]"
    )
    assert found(lint(folder, behind)) == []


@pytest.mark.parametrize("text", [
    '"# planner: ignore-file[promo-to-share]"',
    "'it says # planner: ignore-file[promo-to-share]'",
    "|\n      # planner: ignore-file[promo-to-share]\n      and more",
    ">-\n      more\n      # planner: ignore-file[promo-to-share]",
    '"| # planner: ignore-file[promo-to-share]"',
])  # fmt: skip
def test_what_stands_in_a_text_is_no_comment(folder: Path, text: str) -> None:
    """Whatever kind of text it is."""
    done = lint(folder, TWO.replace("The new roast\n", text + "\n"))
    assert [it.split()[1] for it in found(done)] == ["promo-to-share"]


def test_a_comment_behind_a_text_that_quotes_one(folder: Path) -> None:
    """Only the second is a comment."""
    text = TWO.replace("The new roast\n", '"a # planner: ignore[x]" # planner: ignore[y]\n')
    assert found(lint(folder, text)) == ["6 wrong-suppression", "7 promo-to-share"]


def test_an_entry_that_is_commented_out_takes_its_comment_with_it(folder: Path) -> None:
    """It does not fall upon the next one."""
    text = above("# - {at: 2026-11-24} # planner: ignore[promo-to-share]")
    assert found(lint(folder, text)) == ["8 promo-to-share"]


@pytest.mark.parametrize(("comment", "says"), [
    ("# planner: ignore", "names no rule"),
    ("# planner: ignore[]", "names no rule"),
    ("# planner: ignore-file: all", "names no rule"),
    ("# planner: ignor[promo-to-share]", 'did you mean "ignore"?'),
    ("# planner: ignore[promo-to-shar]", 'did you mean "promo-to-share"?'),
    ("# planner: ignore[promo-to-share@48]", "is no week"),
    ("# planner: ignore[promo-to-share@2026-W54]", "is no week"),
    ("# planner: ignore[promo-to-share] until=soon", "is none"),
    ("# planner: ignore[syntax]", "cannot be silenced"),
    ("# planner: ignore[unused-suppression]", "cannot be silenced"),
])  # fmt: skip
def test_what_is_written_wrongly_silences_nothing(folder: Path, comment: str, says: str) -> None:
    """And a sentence tells how it is written."""
    done = lint(folder, above(comment))
    assert found(done) == ["7 wrong-suppression", "8 promo-to-share"]
    assert says in done.out


@pytest.mark.parametrize("comment", ["# planner: Rosa", "# planner: ", "# planners: ignore"])
def test_other_comments_are_left_alone(folder: Path, comment: str) -> None:
    """Somebody may be the planner."""
    assert found(lint(folder, above(comment))) == ["8 promo-to-share"]


def test_a_day_ends_it(folder: Path) -> None:
    """From that day on the finding is back, and the comment is told."""
    text = above("# planner: ignore[promo-to-share] until=2026-11-20 agreed")
    assert found(lint(folder, text, "--now", "2026-11-19")) == []
    for day in ("2026-11-20", "2026-11-21"):
        expected = ["7 expired-suppression", "8 promo-to-share"]
        assert found(lint(folder, text, "--now", day)) == expected


def test_only_rules_that_judge_are_unused(folder: Path) -> None:
    """And nothing is unused where only some days are looked at."""
    text = TWO.replace("posts:\n", "posts:\n  # planner: ignore[no-sterile-bursts]\n")
    assert found(lint(folder, text)) == ["8 promo-to-share"]
    unused = TWO.replace("posts:\n", "posts:\n  # planner: ignore[promo-to-share]\n")
    assert "unused" not in lint(folder, unused, "--week", "2026-W48").out


DATA = TWO.replace(", again\n", ", again\n    lint: {ignore: [promo-to-share], reason: agreed}\n")


def test_what_an_entry_says_itself_is_told_when_unused(folder: Path) -> None:
    """At its place; an entry that is held back is left alone."""
    assert found(lint(folder, DATA)) == []
    lone = DATA.replace("kind: promo", "kind: value")
    assert found(lint(folder, lone)) == ["11 unused-suppression"]
    assert found(lint(folder, lone.replace("text: The", "status: held\n    text: The"))) == []
    wrong = DATA.replace("[promo-to-share]", "[promo-to-shar]")
    assert found(lint(folder, wrong)) == ["7 promo-to-share", "11 wrong-suppression"]


def test_a_mandatory_rule_cannot_be_silenced(folder: Path) -> None:
    """Neither by comments nor by data."""
    file = "# planner: ignore-file[promo-to-share]\n" + TWO
    for text in (above("# planner: ignore[promo-to-share]"), DATA, file):
        done = lint(folder, text, "--mandatory", "promo-to-share")
        assert (done.code, len(found(done))) == (1, 1)
        assert "promo-to-share" in found(done)[0]


def test_a_mandatory_rule_judges_and_exists(folder: Path) -> None:
    """Else nobody would see what it finds."""
    done = lint(folder, TWO, "--mandatory", "conversation-slots")
    assert "conversation-slots" in done.out
    done = lint(folder, TWO, "--mandatory", "promo-to-shar")
    assert (done.code, 'did you mean "promo-to-share"' in done.err) == (2, True)
    done = lint(folder, TWO, "--mandatory", "news", "--ignore", "promo-to-share",
                "--mandatory", "promo-to-share")  # fmt: skip
    assert done.code == 2


def test_an_event_says_what_it_ignores(folder: Path) -> None:
    """In a line of its own, several rules with commas."""
    event = (
        "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART:202611{0}T090000Z\r\nSUMMARY:Roast\r\n"
        "X-PLANNER-KIND:promo\r\nX-PLANNER-CHANNEL:x\r\n{1}END:VEVENT\r\n"
    )
    ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n"
    line = "X-PLANNER-IGNORE:promo-to-share,nope\r\n"
    bare = ics.format(event.format(23, "") + event.format(24, ""))
    text = ics.format(event.format(23, "") + event.format(24, line))
    assert [it.split()[1] for it in found(lint(folder, bare, name="a.ics"))] == ["promo-to-share"]
    assert found(lint(folder, text, name="a.ics")) == ["17 wrong-suppression"]


def test_a_plan_leaves_alone_what_a_comment_covers(folder: Path) -> None:
    """As it does with what entries ignore themselves."""
    text = TWO.replace(SECOND, f"  # planner: ignore[promo-to-share]\n{SECOND}")
    (folder / "a.yaml").write_text(text)
    done = command("plan", "a.yaml", *PROMO, "-f", "json")
    assert '"moves": []' in done.out
    written = command("plan", "a.yaml", "--write", "--select", "conversation-slots", *NOW)
    assert written.code == 0, written.err
    assert (
        "# planner: ignore[promo-to-share]\n  - at: 2026-11-24" in (folder / "a.yaml").read_text()
    )


@pytest.mark.parametrize("form", ["yaml", "json", "ics"])
def test_a_comment_is_no_part_of_what_is_written(folder: Path, form: str) -> None:
    """Only what an entry says itself is."""
    (folder / "a.yaml").write_text(above("# planner: ignore-file[promo-to-share]"))
    with_comment = command("convert", "a.yaml", "-f", form).out
    (folder / "a.yaml").write_text(above("# a comment of the same line"))
    assert with_comment == command("convert", "a.yaml", "-f", form).out


def test_what_follows_an_error_is_not_taken_for_comments() -> None:
    """A `#` may be anything there."""
    data = b"posts:\n  - {at: 2026-11-23, channel: x\n  - {text: '# planner: ignore'}\n"
    reading = read_data("a.yaml", data, ReadOptions())
    assert {it.rule for it in reading.findings} == {"syntax"}


MARKS = st.lists(
    st.sampled_from([
        "# planner: ignore[promo-to-share] so", "# planner: ignore-file[no-dates]", "# note",
        "# planner: ignore[promo-to-share@2026-W48]", "# planner: ignore", "",
        "# planner: ignore[unknown-key, nope] until=2026-12-01",
        "# planner: ignore-file[unknown-key]",
    ]), min_size=10, max_size=10,
)  # fmt: skip
LINES = (TWO + "    colour: red\n").splitlines()


def findings_of(text: str, *mandatory: str) -> list[Finding]:
    """What a run by one rule finds in a text, with lines instead of places."""
    from planner.commands.judging import judge
    from planner.commands.lint import LintRequest
    from planner.config import Config

    Path("p.yaml").write_text(text)
    request = LintRequest(("p.yaml",), select=(PROMO[1],), now="2026-11-20", mandatory=mandatory)
    judged = judge("p.yaml", Config(), request)
    source = judged.reading.source
    return [
        it._replace(place=(source.line_at(source.span(it.place).start).split("#")[0].rstrip(),))
        for it in judged.findings
    ]


@given(MARKS, st.lists(st.booleans(), min_size=10, max_size=10))
@settings(max_examples=60, deadline=None)
def test_removing_all_suppressions_gives_back_the_findings(
    tmp_path_factory: pytest.TempPathFactory, marks: list[str], is_above: list[bool]
) -> None:
    """They take away, and add nothing but what is said of themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("law"))
        lines = []
        for line, mark, before in zip(LINES, marks, is_above, strict=False):
            lines += [mark, line] if before else [f"{line}  {mark}"]
        bare = findings_of("\n".join(LINES) + "\n")
        marked = findings_of("\n".join([*lines, *LINES[len(marks) :]]) + "\n")
        own = {"unused-suppression", "wrong-suppression", "expired-suppression"}
        kept = [it for it in marked if it.rule not in own]
        assert [it for it in kept if it not in bare] == []
        told = findings_of("\n".join([*lines, *LINES[len(marks) :]]) + "\n", "promo-to-share")
        assert [it for it in told if it.rule == PROMO[1]] == [
            it for it in bare if it.rule == PROMO[1]
        ]
