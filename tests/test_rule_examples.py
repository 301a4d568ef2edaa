"""Rule files: their examples are tests, and mistakes in them are told with their place."""

import os

import pytest

from planner import resources
from planner.checks import Count
from planner.errors import PlannerError
from planner.readers import ReadOptions
from planner.readers.yaml import read
from planner.rule_file import read_rule
from planner.rule_tests import failures, is_covered, unnoticed_mutants
from planner.rulebook import Choice, Rulebook
from planner.rules import Rule
from planner.weeks import Timeline

SHIPPED = Rulebook().rules()
GIVEN = {
    "summary": "At most one promo.",
    "check": "ratio",
    "level": "warning",
    "options": "{of: [promo], per: gives}",
    "message": '"{channel}, {week}: {observed}"',
    "why": "It is a test.",
    "source": "Nobody.",
    "practices": "[1]",
    "good": '[{name: none, calendar: "posts: []"}]',
    "bad": '[{name: two, calendar: "posts: []", lines: [1]}]',
}


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: str(rule.name))
def test_every_example_shows_what_it_says(rule: Rule) -> None:
    """Good ones give no finding, bad ones theirs on just the lines they name."""
    assert list(failures(rule)) == []


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: str(rule.name))
def test_some_example_makes_a_rule_fire(rule: Rule) -> None:
    """A rule that never finds anything is none."""
    assert is_covered(rule)


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: str(rule.name))
def test_the_examples_hold_every_number_in_place(rule: Rule) -> None:
    """One more or one less is noticed by at least one of them."""
    assert list(unnoticed_mutants(rule)) == []


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: str(rule.name))
def test_a_rule_says_all_that_people_ask(rule: Rule) -> None:
    """Why, where from, what it rests on, with examples of both sorts, in a folder of its theme."""
    assert rule.summary
    assert rule.why
    assert rule.source
    assert rule.practices
    assert len(rule.good) >= 2
    assert len(rule.bad) >= 2
    assert rule.theme == os.path.basename(os.path.dirname(rule.file))
    assert rule.name == os.path.basename(rule.file).removesuffix(".yaml")


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: str(rule.name))
def test_every_option_is_explained(rule: Rule) -> None:
    """What may be set is what the check reads, each with its meaning."""
    assert set(rule.module.OPTIONS) == set(rule.module.Options._fields)
    assert all(option.meaning for option in rule.module.OPTIONS.values())


@pytest.mark.parametrize("name", ["conversation-slots", "no-sterile-bursts", "promo-to-share"])
def test_the_rules_of_the_week_can_be_planned(name: str) -> None:
    """Moving and adding entries cures what they find."""
    assert next(rule for rule in SHIPPED if rule.name == name).plans


def rule_text(**changes: str | None) -> str:
    """A rule file, with some keys changed, added or (None) left out."""
    fields: dict[str, str | None] = {**GIVEN, **changes}
    return "".join(f"{key}: {value}\n" for key, value in fields.items() if value is not None)


def complaint(text: str) -> str:
    """What is said about a rule file that is refused."""
    with pytest.raises(PlannerError) as caught:
        read_rule("rules/mix/some-rule.yaml", text.encode(), "rules/mix/some-rule.yaml")
    return str(caught.value)


def test_a_right_rule_file_is_read() -> None:
    """Its name and theme come from its path."""
    path = "rules/mix/some-rule.yaml"
    rule = read_rule(path, rule_text().encode(), path)
    assert (rule.name, rule.theme, rule.level, rule.options.at_most) == (
        "some-rule", "mix", "warning", 1,
    )  # fmt: skip
    assert read_rule(path, rule_text(level=None).encode(), path).level == "error"


@pytest.mark.parametrize(("changes", "place", "says"), [
    ({"sumary": "x"}, "11:1", 'no key "sumary" (did you mean "summary"?)'),
    ({"check": "ration"}, "2:8", 'no check "ration" (did you mean "ratio"?)'),
    ({"check": "os.path"}, "2:8", 'no check "os.path"'),
    ({"check": "[1]"}, "2:8", "`check` is text"),
    ({"level": "eror"}, "3:8", '"eror" is no level (did you mean "error"?)'),
    ({"options": "{of: [promo], per: gives, at_mots: 1}"}, "4:45", 'did you mean "at_most"?'),
    ({"options": "{of: [prom], per: gives}"}, "4:15", 'did you mean "promo"?'),
    ({"options": "{of: [promo], per: gives, at_most: 0}"}, "4:45", "`at_most`: 0 is too small"),
    ({"options": "{of: [promo], per: gives, at_most: x}"}, "4:45", "is not a whole number"),
    ({"options": "{of: [promo]}"}, "2:8", "needs the option `per`"),
    ({"options": "[1]"}, "4:10", "`options` holds keys and values"),
    ({"message": '"{chanel}"'}, "5:10", 'did you mean "channel"?'),
    ({"message": '"{channel"'}, "5:10", "braces of the message do not match"),
    ({"message": "[]"}, "5:10", "`message` is text"),
    ({"practices": "[one]"}, "8:12", "list of row numbers"),
    ({"good": "[]"}, "9:7", "at least one example"),
    ({"good": "[{name: x}]"}, "9:8", "has calendar, name"),
    ({"bad": '[{name: x, calendar: ""}]'}, "10:7", "has calendar, lines, name"),
    ({"bad": '[{name: x, calendar: "", lines: []}]'}, "10:7", "says in `lines`"),
    ({"bad": '[{name: x, calendar: "", lines: [a]}]'}, "10:7", "line numbers"),
])  # fmt: skip
def test_a_mistake_is_told_with_its_place(changes: dict[str, str], place: str, says: str) -> None:
    """Path, line and column, and the nearest word when there is one."""
    message = complaint(rule_text(**changes))
    assert message.startswith(f"{os.path.normpath('rules/mix/some-rule.yaml')}:{place}: ")
    assert says in message


@pytest.mark.parametrize("key", ["summary", "check", "message", "why", "source", "good", "bad"])
def test_a_missing_key_is_told(key: str) -> None:
    """At the start of the file."""
    message = complaint(rule_text(**{key: None}))
    assert ":1:1: " in message
    assert f"`{key}:`" in message


@pytest.mark.parametrize("text", ["", "[]\n", "words\n", "check: [\n", "a: 1\na: 2\n"])
def test_what_is_no_rule_file_is_refused(text: str) -> None:
    """With a place, whatever it is."""
    assert complaint(text).startswith("rules/mix/some-rule.yaml:")


def test_an_option_of_the_wrong_sort_is_told_for_each_check() -> None:
    """Lengths of time, single kinds and whole numbers."""
    burst = "{of: broadcasts, at_most: 2, within: 3 hours, insert: conversation}"
    assert "write it like 3h" in complaint(rule_text(check="burst", options=burst))
    quota = "{of: conversations, insert: [inbox, listen]}"
    assert "is not one kind" in complaint(rule_text(check="quota", options=quota))
    quota = "{of: conversations, at_least: true}"
    assert "is not a whole number" in complaint(rule_text(check="quota", options=quota))


def test_all_rule_files_are_shipped_rules() -> None:
    """None is left out, and they come by name."""
    paths = resources.list_files("rules", ".yaml")
    names = [os.path.basename(it) for it in paths if not it.startswith("rules/profiles/")]
    assert [f"{rule.name}.yaml" for rule in Rulebook().rules()] == sorted(names)


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: str(rule.name))
def test_the_examples_come_last(rule: Rule) -> None:
    """Lint reads no further than to them, and loses nothing else."""
    (brief,) = Rulebook().choose(Choice("everything", select=(rule.name,)))
    assert (brief.message, brief.why, brief.source) == (rule.message, rule.why, rule.source)
    assert (brief.good, brief.bad) == ((), ())
    assert (brief.practices, brief.given, brief.needs) == (rule.practices, rule.given, rule.needs)


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: str(rule.name))
def test_a_check_says_which_of_its_words_are_numbers(rule: Rule) -> None:
    """Just those may choose between two words in a message."""
    for example in rule.bad:
        calendar = read("example", example.calendar.encode(), ReadOptions()).calendar
        for hit in rule.module.lint(rule.options, Timeline(calendar)):
            numbers = {word for word, value in hit.words.items() if isinstance(value, Count)}
            assert numbers == set(getattr(rule.module, "COUNTS", ()))
