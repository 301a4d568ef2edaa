"""What each fix does to the bytes of a calendar, and what it leaves alone."""

import pytest
from helpers import Outcome, command

NOW = ("--now", "2026-11-01")
HEAD = "timezone: Europe/Berlin\n"
SLOTS = "slots:\n- {every: weekday, at: '16:00', kind: inbox}\n"


def fixed(text: str, *flags: str, name: str = "a.yaml") -> Outcome:
    """A calendar through the fixes; standard output is what becomes of it."""
    return command(
        "lint", "-", "--fix", "--stdin-filename", name, *NOW, *flags, stdin=text.encode()
    )


def body(text: str, *flags: str, end: str = SLOTS) -> str:
    """The posts of a calendar after the fixes."""
    done = fixed(f"{HEAD}posts:\n{text}{end}", *flags)
    assert done.out.startswith(f"{HEAD}posts:\n")
    assert done.out.endswith(end)
    return done.out.removeprefix(f"{HEAD}posts:\n").removesuffix(end)


POST = "- {at: 2026-11-25 09:00, channel: x, kind: value}\n"
LONG = "- at: 2026-11-25 09:00\n  channel: x\n  kind: value\n"


@pytest.mark.parametrize(("before", "after"), [
    ("# planner: ignore[promo-share]\n", ""),
    ("  # planner: ignore[promo-share] why\n", ""),
    ("# Rosa\n# planner: ignore[promo-share] why\n\n", "# Rosa\n\n"),
    ("# planner: ignore[promo-share, no-dates, promo-to-share]\n", ""),
    ("# planner: ignore-file[promo-share@2026-W48] why\n", ""),
    ("# planner: ignore[promo-share] until=2026-10-01 why\n", ""),
    ("# planner: ignore[syntax]\n", ""),
    ("# planner: ignore[no-sterile-burst, promo-share]\n", "# planner: ignore[no-sterile-burst]\n"),
    ("# planner: ignore[promo-share,no-sterile-burst] b\n",
     "# planner: ignore[no-sterile-burst] b\n"),
    ("# planner: ignore[nobody-knows]\n", "# planner: ignore[nobody-knows]\n"),
])  # fmt: skip
def test_a_comment_that_silences_nothing_goes(before: str, after: str) -> None:
    """With its line; of several rules only those that are in vain."""
    assert body(f"{before}{POST}") == f"{after}{POST}"


@pytest.mark.parametrize(("before", "after"), [
    ("  kind: value  # planner: ignore[promo-share]\n", "  kind: value\n"),
    ("  kind: value\t # planner: ignore[promo-share] why \n", "  kind: value\n"),
    ("  kind: value # all # planner: ignore[promo-share]\n", "  kind: value # all\n"),
    ("  kind: value\n  text: |  # planner: ignore[promo-share]\n    One\n",
     "  kind: value\n  text: |\n    One\n"),
])  # fmt: skip
def test_a_comment_behind_a_field_leaves_its_line(before: str, after: str) -> None:
    """Without spaces at its end."""
    assert body(LONG.replace("  kind: value\n", before)) == LONG.replace("  kind: value\n", after)


@pytest.mark.parametrize(("before", "after"), [
    ("- {at: 2026-11-25 09:00, lint: {ignore: [promo-share]}, kind: value}\n",
     "- {at: 2026-11-25 09:00, kind: value}\n"),
    ("- {at: 2026-11-25 09:00, kind: value, lint: {ignore: promo-share, reason: so}}\n",
     "- {at: 2026-11-25 09:00, kind: value}\n"),
    ("- lint: {ignore: [promo-share]}\n  at: 2026-11-25 09:00\n  kind: value\n",
     "- at: 2026-11-25 09:00\n  kind: value\n"),
    ("- at: 2026-11-25\n  lint:\n    ignore:\n    - promo-share\n    reason: |\n     so\n  by: a\n",
     "- at: 2026-11-25\n  by: a\n"),
    ("- at: 2026-11-25\n  lint:\n    ignore:\n    - promo-share  # one\n    - x-y  # two\n",
     "- at: 2026-11-25\n  lint:\n    ignore:\n    - x-y  # two\n"),
    ("- {at: 2026-11-25 09:00, kind: value, lint: {ignore: [ x-y, promo-share ]}}\n",
     "- {at: 2026-11-25 09:00, kind: value, lint: {ignore: [ x-y ]}}\n"),
    ("- {at: 2026-11-25 09:00, kind: value, lint: {ignore: 'promo-share, x-y'}}\n",
     "- {at: 2026-11-25 09:00, kind: value, lint: {ignore: 'x-y'}}\n"),
    ("- {at: 2026-11-25, lint: &l {ignore: promo-share}}\n- {at: 2026-11-26, lint: *l}\n",
     "- {at: 2026-11-25}\n- {at: 2026-11-26}\n"),
])  # fmt: skip
def test_what_an_entry_ignores_in_vain_goes(before: str, after: str) -> None:
    """The rule, or all of `lint` when no other is left; a name of no rule is for people."""
    assert body(before) == after


def test_a_comment_in_a_field_is_never_lost() -> None:
    """It stands between two fields and may be about either."""
    text = "- lint: {ignore: [promo-share]}\n  # At nine\n  at: 2026-11-25 09:00\n  kind: value\n"
    assert body(text) == text


def test_empty_lines_that_would_join_a_text_keep_their_comment() -> None:
    """The comment ends the text before it, so it stays."""
    text = LONG + "  text: |+\n    One\n\n# planner: ignore[promo-share]\n\n" + LONG
    assert body(text) == text


def test_the_comment_of_a_held_post_is_left_alone() -> None:
    """No rule looks at the post now, so nothing can be said of it."""
    text = "# planner: ignore[promo-to-share] why\n" + LONG + "  status: held\n"
    assert body(text + POST) == text + POST
    both = text.replace("channel: x", "channels: [x, mastodon]")
    assert body(both + POST) == both + POST


def test_comments_wait_until_the_calendar_is_understood() -> None:
    """The rule finds nothing only because the kind is misspelled."""
    text = "# planner: ignore[promo-share] why\n" + LONG.replace("value", "promtion")
    assert body(text) == text
    assert body(text, "--unsafe-fixes", "--select", "promo-share") == LONG.replace("value", "promo")
    one = "- {at: 2026-11-24 09:00, channel: x, kind: promo}\n"
    two = one + text.replace("-share", "-to-share")
    kept = body(two, "--unsafe-fixes", "--select", "promo-to-share")
    assert kept == two.replace("promtion", "promo")


@pytest.mark.parametrize(("written", "zone"), [
    ("Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
    ("'Europe/berlin'", "'Europe/Berlin'"), ('"america/new york" # x', '"America/New_York" # x'),
    ("&z new york", "&z America/New_York"),
])  # fmt: skip
def test_a_zone_is_spelled_as_the_public_list_does(written: str, zone: str) -> None:
    """In its quotes, with its comment, wherever only one zone can be meant."""
    text = f"timezone: {written}\nposts:\n{POST}"
    assert fixed(text).out == f"timezone: {zone}\nposts:\n{POST}"


@pytest.mark.parametrize("written", ["Europe/Berln", "Mars", "Istanbul"])
def test_a_guess_at_a_zone_is_not_safe(written: str) -> None:
    """Another word, or a city that the list has twice."""
    text = f"timezone: {written}\nposts:\n{POST}"
    assert fixed(text).out == text


UNSAFE = [
    ("  kind: valeu\n", "  kind: value\n"),
    ('  kind: "valeu"  # so\n', '  kind: "value"  # so\n'),
    ("  kind: &k valeu\n", "  kind: &k value\n"),
    ("  knid: value\n", "  kind: value\n"),
    ("  'knid': value\n", "  'kind': value\n"),
    ("  type: value\n", "  kind: value\n"),
    ("  kind: value\n  status: aproved\n", "  kind: value\n  status: approved\n"),
    ("  kind: value\n  text: Love #coffee\n", '  kind: value\n  text: "Love #coffee"\n'),
    ('  kind: value\n  text: "Hi" #a #b\n', '  kind: value\n  text: "Hi" #a #b\n'),
    ("  kind: value\n  text: It's #a #b  \n", '  kind: value\n  text: "It\'s #a #b"  \n'),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_a_guess_is_made_only_when_asked_for(before: str, after: str) -> None:
    """The bytes around it stay."""
    text = LONG.replace("  kind: value\n", before)
    assert body(text) == text
    assert body(text, "--unsafe-fixes") == LONG.replace("  kind: value\n", after)


def test_an_unknown_name_is_replaced_in_all_entries() -> None:
    """It is one finding."""
    text = LONG.replace("kind", "knid") + "- {at: 2026-11-26, knid: value}\n"
    assert body(text, "--unsafe-fixes") == text.replace("knid", "kind")


def test_no_field_is_given_twice() -> None:
    """Where both names stand, people decide."""
    text = LONG + "  knid: news\n"
    assert body(text, "--unsafe-fixes") == text
    two = LONG + "  platforms: x\n"
    assert body(two, "--unsafe-fixes") == two


def test_of_several_words_none_is_guessed() -> None:
    """The others in the text are right."""
    head = f"{HEAD}channels: {{x: {{}}, mastodon: {{}}}}\nposts:\n"
    text = f"{head}{LONG}{SLOTS}".replace("channel: x", "channels: x, mastodn")
    assert fixed(text, "--unsafe-fixes").out == text
    listed = text.replace("x, mastodn", "[x, mastodn]")
    assert fixed(listed, "--unsafe-fixes").out == listed.replace("mastodn", "mastodon")


def test_the_rule_that_was_meant_is_silenced() -> None:
    """If it would find something; a name that would then be in vain stays as it is."""
    promo = "- {at: 2026-11-24 09:00, channel: x, kind: promo}\n"
    text = promo + f"# planner: ignore[promo-to-shar@2026-W48] why\n{promo}"
    flags = ("--unsafe-fixes", "--select", "promo-to-share")
    assert body(text, *flags) == text.replace("shar@", "share@")
    assert body(text.replace("W48", "W49"), *flags) != text
    vain = "# planner: ignore[promo-to-shar] why\n" + POST
    assert body(vain, *flags) == vain


def test_a_second_id_becomes_what_planner_calls_it() -> None:
    """An entry that took it over with `<<` gets a field of its own."""
    first = "- {id: a, at: 2026-11-25 09:00, kind: value}\n"
    text = first + "- &b\n  id: a  # b\n  at: 2026-11-26\n- <<: *b\n"
    assert body(text) == text
    assert body(text, "--unsafe-fixes") == text.replace("id: a  #", "id: a-2  #") + "  id: a-3\n"


def test_a_line_that_says_the_same_again_goes() -> None:
    """One that says something else is for people."""
    text = "- at: 2026-11-25 09:00\n  kind: value\n  kind: value\n"
    assert body(text) == text.replace("  kind: value\n", "", 1)
    for other in ("  kind: value # b\n", "  kind: news\n"):
        two = LONG + other
        assert body(two) == two


def test_a_fix_that_causes_a_finding_is_left_out() -> None:
    """With the kind mended, the week would have too many promos."""
    promo = "- {at: 2026-11-2%s 09:00, channel: x, kind: %s}\n"
    text = (
        promo % (3, "promo") + promo % (4, "promo") + promo % (5, "promtion") + promo % (6, "vlue")
    )
    done = fixed(
        f"{HEAD}posts:\n{text}",
        "--unsafe-fixes",
        "--select",
        "promo-share",
        "--min-level",
        "warning",
    )
    assert done.out == f"{HEAD}posts:\n{text}".replace("vlue", "value")
    assert "left out 1 fix that would cause other findings" in done.err


ICAL = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a//b//EN
BEGIN:VEVENT
UID:a
DTSTAMP:20261101T090000Z
DTSTART;TZID=Europe/Berlin:20261125T090000
SUMMARY:How to read in bed
X-PLANNER-IGNORE:promo-share\\,
  no-sterile-bursts
X-PLANNER-KIND:value
END:VEVENT
END:VCALENDAR
""".replace("\\,", ",").replace("\n", "\r\n")


def test_icalendar_loses_what_silences_nothing() -> None:
    """The line with its folds, and nothing else."""
    done = fixed(ICAL, name="a.ics")
    folded = "X-PLANNER-IGNORE:promo-share,\r\n  no-sterile-bursts\r\n"
    assert done.out == ICAL.replace(folded, "")
    left = ICAL.replace("promo-share,\r\n  no-", "nobody-knows,no-")
    assert fixed(left, name="a.ics").out == left.replace(",no-sterile-bursts", "")
    twice = ICAL.replace("X-PLANNER-KIND", "X-PLANNER-IGNORE:nobody-knows\r\nX-PLANNER-KIND")
    assert fixed(twice, name="a.ics").out == twice


@pytest.mark.parametrize("name", ["a.csv", "a.md", "a.json"])
def test_other_formats_stay_as_they_are(name: str) -> None:
    """Their findings are for people."""
    text = command("convert", "-", "-f", name[2:], stdin=f"{HEAD}posts:\n{LONG}".encode()).out
    assert fixed(text, name=name).out == text
