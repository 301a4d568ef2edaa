"""What people read: concise, full and grouped."""

import re

import pytest
from reports.judged import BEN, Text, finding, judgement, printed

from planner.model import Note, Span

PEOPLE = ("concise", "full", "grouped")
NOTES = (Note("Times are read\nin UTC.", Span(0, 0)),)
RULES = (Text("some-rule"), Text("other-rule"))


def test_grouped_has_a_block_per_file() -> None:
    """Places and levels stand in columns, messages are folded beside them."""
    found = (finding(), finding("b", "warning", "word " * 19 + "word", BEN))
    text = printed("grouped", judgement(*found), judgement(), judgement(*found, name="other.yaml"))
    first, second, summary = text.split("\n\n")
    assert first.splitlines() == [
        "calendar.yaml: 1 error and 1 warning",
        "  2:5  error    There are 2. [some-rule]",
        "  3:5  warning  word word word word word word word word word word word word word",
        "                word word word word word word word [b]",
    ]
    assert second == first.replace("calendar.yaml", "other.yaml")
    assert summary == "2 errors and 2 warnings in 3 calendars with 6 posts.\n"


def test_a_clean_calendar_has_only_the_summary() -> None:
    """In all of them."""
    for form in PEOPLE:
        assert printed(form, judgement(profile="")) == "No findings in 1 calendar with 2 posts.\n"


@pytest.mark.parametrize("form", PEOPLE)
def test_statistics_count_the_findings_of_each_rule(form: str) -> None:
    """At the end: the worst first, then the most."""
    found = [finding(), *[finding("b", "warning")] * 12, finding("c"), finding("c"), finding("b")]
    text = printed(form, judgement(*found[:3]), judgement(*found[3:]), statistics=True)
    assert text.endswith(
        "\n 2  error    c\n 1  error    b\n 1  error    some-rule\n12  warning  b\n"
    )


@pytest.mark.parametrize("form", PEOPLE)
def test_verbose_tells_notes_and_the_rules_that_judged(form: str) -> None:
    """Without it, notes are told only in full."""
    one = judgement(finding(), notes=NOTES, rules=RULES)
    quiet, verbose = printed(form, one), printed(form, one, verbose=True)
    note = "note: calendar.yaml:1: Times are read in UTC."
    judges = "calendar.yaml was judged by 2 rules: some-rule and other-rule."
    assert (note in quiet) == (form == "full")
    assert judges not in quiet
    assert note in verbose
    assert verbose.endswith(f"\n{judges}\n")


def test_verbose_tells_when_no_rule_judged() -> None:
    """Each needs to know something that the calendar does not say."""
    assert "by 0 rules: none." in printed("concise", judgement(), verbose=True)


@pytest.mark.parametrize("form", PEOPLE)
def test_colours_only_where_they_are_wanted(form: str) -> None:
    """Without them the text is the same, and nothing that was said brings its own."""
    one = judgement(finding(message="A \x1b[31mred\x1b[0m thing."), name="a\x1b[31mb.yaml")
    plain, colored = printed(form, one), printed(form, one, color=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain
    assert ("\x1b" in colored) == (form != "concise")


def test_names_of_rules_are_links_where_a_terminal_shows_them() -> None:
    """To the file that defines the rule; a notice has none."""
    one = judgement(finding(), finding("unknown-key", "warning"), rules=RULES)
    text = printed("full", one, color=True, links=True)
    link = "\x1b]8;;file:///rules/mix/some%20rule.yaml\x1b\\some-rule\x1b]8;;\x1b\\"
    assert f"[{link}]" in text
    assert "[unknown-key]" in text
    assert "\x1b]8" not in printed("full", one, color=True)


def test_a_concise_finding_is_one_line() -> None:
    """Also when its message has several."""
    text = printed("concise", judgement(finding(message="one\ntwo\r\nthree")))
    assert text.splitlines()[0] == "calendar.yaml:2:5: error: one two three [some-rule]"


@pytest.mark.parametrize("width", [0, 1, 40, 200])
@pytest.mark.parametrize("form", PEOPLE)
def test_any_width_will_do(form: str, width: int) -> None:
    """A name with hyphens is not broken."""
    text = printed(form, judgement(finding(message="word-word " * 30)), width=width)
    assert text.count("word-word") == 30
    assert "[some-rule]" in text
