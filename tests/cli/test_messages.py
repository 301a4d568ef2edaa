"""What is said about mistakes: the place, the line with a mark below it, and what to do."""

import os
from pathlib import Path

import pytest
from helpers import command

from planner.excerpt import excerpt

HEAD = "timezone: UTC\nposts:\n  - at: 2026-11-25 12:30\n    channel: x\n    kind: value\n"
RULE = """\
summary: Short.
check: quota
level: error
options: {of: {kind: news}, at_least: 1}
message: "{week} has none."
why: Because.
source: Us
practices: [1]
good:
  - {name: a, calendar: "posts: []"}
bad:
  - {name: b, calendar: "posts: []", lines: [1]}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in an empty folder."""
    monkeypatch.chdir(tmp_path)


def save(path: str, text: str) -> None:
    """Write a file, with the folder that leads to it."""
    if os.path.dirname(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def told(text: str, name: str = "c.yaml") -> str:
    """The first paragraph about a calendar on a terminal."""
    save(name, text)
    done = command("lint", "-f", "full", "--select", "posts-per-day", "--isolated", name)
    assert done.code == 1, done
    return done.out.partition("\n\n")[0]


@pytest.mark.parametrize(("line", "says"), [
    ("text: @ana", ("c.yaml:6:11: error [syntax]\n"
     '  A text cannot begin with `@`. Put the text in quotes: "@ana".\n'
     "    6 |     text: @ana\n"
     "      |           ^^^^")),
    ("text: }", ("c.yaml:6:11: error [syntax]\n"
     '  A text cannot begin with `}`. Put the text in quotes: "}".\n'
     "    6 |     text: }\n"
     "      |           ^")),
    ("text: Read this: now", ("c.yaml:6:11: error [syntax]\n"
     "  The text after `text:` holds a colon with a space after it, which YAML takes\n"
     "  for another key. Put the text in quotes.\n"
     "    6 |     text: Read this: now\n"
     "      |           ^^^^^^^^^^^^^^")),
    ("text: |Buy", ("c.yaml:6:12: error [syntax]\n"
     "  Nothing can stand behind `|` or `>`: the text begins on the next line,\n"
     "  indented. If the mark belongs to the text, put the text in quotes.\n"
     "    6 |     text: |Buy\n"
     "      |            ^^^")),
    ('text: "a\\qb"', ("c.yaml:6:13: error [syntax]\n"
     "  A backslash in double quotes begins a special character, and this one does not\n"
     "  exist. Write two backslashes, or use single quotes.\n"
     '    6 |     text: "a\\qb"\n'
     "      |             ^^")),
    ("pin: maybe", ("c.yaml:6:10: error [wrong-type]\n"
     '  `pin` of this post is "maybe"; write true or false.\n'
     "    6 |     pin: maybe\n"
     "      |          ^^^^^")),
    ("text: [a]", ("c.yaml:6:11: error [wrong-type]\n"
     "  `text` of this post is a list; write a text.\n"
     "    6 |     text: [a]\n"
     "      |           ^^^")),
])  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mistake_in_yaml_is_shown(line: str, says: str, end: str) -> None:
    """With any ends of lines."""
    assert told((HEAD + f"    {line}\n").replace("\n", end)) == says


EVENT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261123T090000Z\n"


@pytest.mark.parametrize(("text", "says"), [
    (EVENT + "END:VCALENDAR\n", ("c.ics:2:1: error [syntax]\n"
     "  The VEVENT that begins here has no END. Write END:VEVENT below its lines.\n"
     "    2 | BEGIN:VEVENT\n"
     "      | ^^^^^^^^^^^^")),
    (EVENT + "END:VEVNT\nEND:VEVENT\nEND:VCALENDAR\n", ("c.ics:5:1: error [syntax]\n"
     '  No BEGIN fits this END:VEVNT (did you mean "VEVENT"?). It was left out.\n'
     "    5 | END:VEVNT\n"
     "      | ^^^^^^^^^")),
    (EVENT + "SUMMARY a\nEND:VEVENT\nEND:VCALENDAR\n", ("c.ics:5:1: error [broken-line]\n"
     "  This line is not `NAME:value` and was left out. Put a colon behind its name:\n"
     "  `SUMMARY:`.\n"
     "    5 | SUMMARY a\n"
     "      | ^^^^^^^^^")),
    (EVENT + "SUMMARY:a\ntext\nEND:VEVENT\nEND:VCALENDAR\n", ("c.ics:6:1: error [broken-line]\n"
     "  This line is not `NAME:value` and was left out. If it continues the line\n"
     "  above, put a space before it.\n"
     "    6 | text\n"
     "      | ^^^^")),
    (EVENT.replace("T090000Z", "T990000Z") + "END:VEVENT\nEND:VCALENDAR\n",
     ("c.ics:4:1: error [no-such-time]\n"
     "  `20261123T990000Z` is not a date or time that exists. Correct it.\n"
     "    4 | DTSTART:20261123T990000Z\n"
     "      | ^^^^^^^^^^^^^^^^^^^^^^^^")),
    (EVENT.replace("DTSTART", "DTSTAMP") + "END:VEVENT\nEND:VCALENDAR\n",
     ("c.ics:2:1: error [no-such-time]\n"
     "  This entry has no start, so it has no place in the week. Give it one, such as\n"
     "  DTSTART:20261123T090000.\n"
     "    2 | BEGIN:VEVENT\n"
     "      | ^^^^^^^^^^^^")),
    (EVENT.replace("DTSTART:", "DTSTART;TZID=Europe/Berln:").replace("Z\n", "\n") + "END:VEVENT\n",
     ("c.ics:4:1: error [unknown-zone]\n"
     '  There is no time zone `Europe/Berln` (did you mean "Europe/Berlin"?). Its\n'
     "  times are read in UTC.\n"
     "    4 | DTSTART;TZID=Europe/Berln:20261123T090000\n"
     "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^")),
])  # fmt: skip
def test_a_mistake_in_icalendar_is_shown(text: str, says: str) -> None:
    """With what to write instead."""
    save("c.ics", text.replace("\n", "\r\n"))
    done = command("lint", "-f", "full", "--select", "posts-per-day", "--isolated", "c.ics")
    assert done.code == 1
    assert says in done.out.split("\n\n")


@pytest.mark.parametrize(("text", "says"), [
    ('Date,Text\n2026-11-23,"Buy now\n', ("c.csv:2:12: error [syntax]\n"
     "  The quotation mark that opens this cell is never closed. Write one behind its\n"
     "  text.\n"
     '    2 | 2026-11-23,"Buy now\n'
     "      |            ^^^^^^^^")),
    ('Date,Text\n2026-11-23,"Buy" now\n', ("c.csv:2:12: error [syntax]\n"
     "  More text follows the quotation mark that closes this cell. Put the whole cell\n"
     '  in quotation marks, and write those inside of it twice: "He said ""now""\n'
     '  twice".\n'
     '    2 | 2026-11-23,"Buy" now\n'
     "      |            ^^^^^^^^^")),
    ("Date,Captoin,Text\n2026-11-23,a,b\n", "note: c.csv:2: Not used: `Captoin`."),
    ("Date,Platform,Captoin,Budget\n2026-11-23,x,a,b\n",
     'note: c.csv:2: Not used: `Captoin` (did you mean "caption"?), `Budget`.'),
    ("Date,Channel,Text\n2026-11-23,linkdin,b\n",
     ('note: c.csv:2: "linkdin" is no channel that planner knows (did you mean\n'
     '"linkedin"?); it is kept as written.')),
])  # fmt: skip
def test_a_mistake_in_a_table_is_shown(text: str, says: str) -> None:
    """The same of CSV."""
    save("c.csv", text)
    done = command("lint", "-f", "full", "--select", "posts-per-day", "--isolated", "c.csv")
    assert says in done.out.split("\n\n")


def test_a_list_without_a_name_is_told_once() -> None:
    """And not also as a field with an empty name."""
    save("c.yaml", HEAD + " - at: 2026-11-26\n")
    done = command("lint", "--isolated", "c.yaml")
    assert "A list begins here without the name of a field above it" in done.out
    assert "unknown-key" not in done.out


def test_json_on_standard_input_is_told_in_the_words_of_json() -> None:
    """It has no ending, but begins as YAML hardly ever does."""
    done = command("lint", "-", stdin=b'{"posts": [}')
    assert "a text has no quotation marks around it" in done.out
    done = command("lint", "-", stdin=b"{posts: [{at: 2026-11-25, kind: value, text: a, lnk: b}]}")
    assert "[syntax]" not in done.out


# The line and its mark


def test_wide_characters_count_for_two_cells() -> None:
    """So the mark stands below its word on a terminal."""
    assert excerpt("日本☕ word", 7, 5, 4, 80) == ("    7 | 日本☕ word", "      |        ^^^^")
    assert excerpt("cafe\u0301 word", 7, 7, 4, 80)[1] == "      |      ^^^^"


def test_tabs_are_one_cell_and_controls_none() -> None:
    """Both in the line and below it."""
    assert excerpt("\ta\x1b[31mb", 1, 2, 7, 80) == ("    1 |  ab", "      |  ^^")


def test_a_long_line_is_cut_around_the_place() -> None:
    """And neither line is wider than the screen, also with wide characters."""
    for letter in "a日":
        line, mark = excerpt(letter * 200 + "HERE" + letter * 200, 1, 201, 4, 80)
        assert "HERE" in line
        assert mark.endswith("^^^^")
        assert len(line) + line.count("日") <= 80
        assert mark.index("^") == line.index("H") + line[: line.index("H")].count("日")


# Configuration and rules


@pytest.mark.parametrize(("text", "says"), [
    ("timezone = Europe/Berlin\n",
     ('planner.toml:1:12: is not valid TOML: Invalid value. A text needs quotes around it: '
     'timezone = "Europe/Berlin".\n'
     "    1 | timezone = Europe/Berlin\n"
     "      |            ^\n")),
    ('channel = "x\nprofile = "human"\n',
     ("planner.toml:1:13: is not valid TOML: Illegal character '\\n'. A quotation mark that opens "
     "a text is never closed.\n"
     '    1 | channel = "x\n'
     "      |             ^\n")),
    ("# 日本\nprofile\n",
     ("planner.toml:2:8: is not valid TOML: Expected '=' after a key in a key/value pair. A setting "  # noqa: E501
     'is a name, = and a value: profile = "strict".\n'
     "    2 | profile\n"
     "      |        ^\n")),
])  # fmt: skip
def test_a_mistake_in_the_configuration_is_shown(text: str, says: str) -> None:
    """With its line and column, and what helps."""
    save("planner.toml", text)
    save("c.yaml", HEAD)
    done = command("lint", "c.yaml")
    assert done.code == 2
    assert done.err.endswith(says)


def test_a_profile_without_a_name_is_no_profile() -> None:
    """An empty variable of a script does not mean the usual one."""
    save("c.yaml", HEAD)
    for arguments in (["lint", "c.yaml"], ["plan", "c.yaml"], ["rules"]):
        done = command(*arguments, "--profile", "")
        assert (done.code, done.out) == (2, "")
        assert 'There is no profile ""' in done.err
        assert "human, " in done.err


def test_all_wrong_files_of_a_pack_are_told() -> None:
    """Each on its line, with its place."""
    save("c.yaml", HEAD)
    save("pack/one.yaml", RULE.replace("level: error", "level: eror"))
    save("pack/two.yaml", RULE.replace("check: quota", "check: qouta"))
    done = command("lint", "c.yaml", "--pack", "pack")
    assert done.code == 2
    one, *first, two, line, mark = done.err.splitlines()
    assert "one.yaml:3:8: " in one
    assert first == ["    3 | level: eror", "      |        ^^^^"]
    assert "two.yaml:2:8: " in two
    assert (line, mark) == ("    2 | check: qouta", "      |        ^^^^^")


@pytest.mark.parametrize("rows", ["[0]", "[124]", "[200]", "[true]", "7", "[a]"])
def test_practices_are_rows_of_the_catalogue(rows: str) -> None:
    """A number that is not there helps nobody."""
    save("c.yaml", HEAD)
    save("pack/one.yaml", RULE.replace("practices: [1]", f"practices: {rows}"))
    done = command("lint", "c.yaml", "--pack", "pack")
    assert done.code == 2
    assert "one.yaml:8:12: `practices` is a list of row numbers from 1 to 123." in done.err


def test_a_wrong_value_in_a_profile_is_told_with_its_column() -> None:
    """Of the setting that has it."""
    save("c.yaml", HEAD)
    save("pack/profiles/ours.yaml",
         "summary: A.\norigin: B.\nrules:\n  promo-to-share: {at_most: many}\n")  # fmt: skip
    done = command("lint", "c.yaml", "--pack", "pack", "--profile", "ours")
    assert done.code == 2
    assert "ours.yaml:4:19: " in done.err


@pytest.mark.parametrize(
    "part", ["{observed:posts}", "{observed!z}", "{observed:{week}|b}", "{observed:a|b|c}"]
)
def test_what_cannot_stand_in_braces_is_told(part: str) -> None:
    """When the rule is read, and not when it first finds something."""
    save("c.yaml", HEAD)
    save("pack/one.yaml", RULE.replace("{week} has none", f"{{week}} has {part}"))
    done = command("lint", "c.yaml", "--pack", "pack")
    assert done.code == 2
    assert "one.yaml:5:10: " in done.err


@pytest.mark.parametrize(("line", "says"), [
    ("lnt", "No such command 'lnt'. Did you mean 'lint'? `planner --help` shows the commands."),
    ("config", "Missing command. `planner config --help` shows the commands."),
    ("plan", "Missing argument 'CALENDAR'. `planner plan --help` shows the flags."),
    ("config show --zz", "No such option: --zz. `planner config show --help` shows the flags."),
])  # fmt: skip
def test_a_wrong_command_line_leads_to_the_help_that_helps(line: str, says: str) -> None:
    """That of the command, if there is one."""
    done = command(*line.split())
    assert (done.code, done.err) == (2, f"planner: {says}\n")


def test_an_empty_command_line_gets_the_help() -> None:
    """And is no success."""
    done = command()
    assert (done.code, done.err) == (2, "")
    assert done.out == command("--help").out


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("{week:a|b}", "{week} is no number, so it cannot choose between two words; observed, "),
        ("{week:=a|b}", "{week} is no number"),
        ("{entries:post|posts}", "{entries} is no number"),
    ],
)
def test_only_numbers_choose_between_two_words(message: str, says: str) -> None:
    """A week or a name is neither one nor more."""
    save("c.yaml", HEAD)
    save("pack/one.yaml", RULE.replace("{week} has none.", message))
    done = command("lint", "c.yaml", "--pack", "pack")
    assert done.code == 2
    assert f"one.yaml:5:10: {says}" in done.err


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        (
            'timezone = "Europe/Berln"\n',
            '1:1: there is no time zone "Europe/Berln" (did you mean "Europe/Berlin"?).',
            '    1 | timezone = "Europe/Berln"\n      | ^^^^^^^^\n',
        ),
        (
            '[rules]\npromo-to-shar = "off"\n',
            'planner.toml:2:1: There is no rule "promo-to-shar" (did you mean "promo-to-share"?).',
            '    2 | promo-to-shar = "off"\n      | ^^^^^^^^^^^^^\n',
        ),
        (
            "[rules]\npromo-to-share = {at_mots = 2}\n",
            'planner.toml:2:1: the option "at_mots" of the rule "promo-to-share": there is no',
            "    2 | promo-to-share = {at_mots = 2}\n      | ^^^^^^^^^^^^^^\n",
        ),
        (
            'profil = "human"\n',
            "planner.toml:1:1: ",
            '    1 | profil = "human"\n      | ^^^^^^\n',
        ),
    ],
)
def test_a_wrong_setting_is_shown(text: str, place: str, shown: str) -> None:
    """With its line, a mark below its name and the nearest word."""
    save("planner.toml", text)
    save("c.yaml", HEAD)
    done = command("lint", "c.yaml")
    assert done.code == 2
    assert place in done.err
    assert done.err.endswith(shown)


def test_a_wrong_rule_of_a_profile_is_shown() -> None:
    """Where the profile names it."""
    save("c.yaml", HEAD)
    save("pack/profiles/ours.yaml", "summary: A.\norigin: B.\nrules:\n  promo-to-shar: on\n")
    done = command("lint", "c.yaml", "--pack", "pack", "--profile", "ours")
    assert done.code == 2
    assert "ours.yaml:4:18: There is no rule" in done.err
    assert done.err.endswith("    4 |   promo-to-shar: on\n      |                  ^^\n")


def test_a_channel_that_may_be_mistyped_is_a_note() -> None:
    """Channels of one's own are allowed."""
    save("c.yaml", HEAD.replace("    channel: x\n", ""))
    note = 'note: c.yaml: "linkdin" is no channel that planner knows (did you mean "linkedin"?); it'
    for channel, is_told in (("linkdin", True), ("LinkedIn", False), ("our-shop", False)):
        done = command("lint", "c.yaml", "--channel", channel, "--verbose", "--isolated")
        assert (note in done.out) == is_told, done


@pytest.mark.parametrize("words", ["", " , "])
def test_selecting_nothing_is_an_error(words: str) -> None:
    """An empty variable of a script does not mean all rules."""
    save("c.yaml", HEAD)
    done = command("lint", "c.yaml", "--select", words)
    assert (done.code, done.out) == (2, "")
    assert '--select "" names no rule; write one, like --select promo-to-share' in done.err
