"""Tables for pull requests."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reports.judged import NASTY, finding, judgement, printed

from planner.reports import Judgement
from planner.reports.markdown import LONGEST
from planner.wording import one_line


def rows(*judgements: Judgement) -> Iterator[list[str]]:
    """The cells of the table as a Markdown program shows them; markup in one is an error."""
    cells: list[str] = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(printed("markdown", *judgements)):
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            kinds = {child.type for child in token.children or ()}
            if token.level == 4:
                assert kinds <= {"text", "text_special"}, token.content
                shown = "".join(child.content for child in token.children or ())
                cells.append(shown.replace("\u2060", ""))
        elif token.type == "tr_close":
            yield cells


def test_the_findings_are_a_table_below_a_summary() -> None:
    """The worst first."""
    found = judgement(finding(level="warning"), finding("b", place=()))
    assert printed("markdown", found).startswith(
        "**planner**: 1 error and 1 warning in 1 calendar with 2 posts.\n\n| Level |"
    )
    assert list(rows(found)) == [
        ["Level", "Place", "Finding", "Rule"],
        ["error", "calendar.yaml", "There are 2.", "b"],
        ["warning", "calendar.yaml:2", "There are 2.", "some-rule"],
    ]


def test_a_clean_calendar_has_no_table() -> None:
    """One line is enough."""
    assert printed("markdown", judgement()) == (
        "**planner**: No findings in 1 calendar with 2 posts.\n"
    )


@given(st.text(st.sampled_from("|\\`*_[]()<>&~!@#:x1 \n\r\té😀")))
def test_a_cell_shows_what_was_said(message: str) -> None:
    """Without markup, whatever stands for some."""
    said = f"x {message} x"
    _head, row = rows(judgement(finding(message=said), name="a|b_c*.yaml"))
    assert row == ["error", "a|b_c*.yaml:2", one_line(said), "some-rule"]


def test_nobody_is_called() -> None:
    """A comment with `@name` would send that person a message, one with `#1` links to an issue."""
    text = printed("markdown", judgement(finding(message=NASTY)))
    assert "@n" not in text
    assert "#1" not in text


def test_a_long_table_is_cut() -> None:
    """GitHub refuses a comment that is too long."""
    text = printed("markdown", judgement(*[finding(message="word " * 100)] * 200))
    assert len(text) < LONGEST + 500
    listed = text.count("some-rule")
    assert text.endswith(f"\n\n{200 - listed} more findings not listed here.\n")
