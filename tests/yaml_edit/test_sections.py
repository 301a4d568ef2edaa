"""Lists that are empty, missing or all that there is, and values in odd places."""

from datetime import date

import pytest
from helpers import berlin
from yaml_edit.styles import Changes, plan_of, read, write

from planner.errors import PlannerError
from planner.model import Entry, Post, Slot
from planner.yaml_edit.rewriting import rewritten
from planner.yaml_edit.style import value_text

ZONE = "timezone: Europe/Berlin\n"
POST = "{id: a, at: 2026-11-23 09:00, channel: x}"
SHARE = Post("new", "new", berlin(23, "15:00"), "x", "share", status="idea")
TALK = Slot("m", "m", berlin(25, "09:45"), kind="conversation")
NEW_SHARE = "{at: 2026-11-23 15:00, channel: x, kind: share, status: idea}"
SHARE_ON_LINES = "".join(
    f"{lead}{field}\n"
    for lead, field in zip(("  - ", *["    "] * 3), NEW_SHARE[1:-1].split(", "), strict=True)
)
DAILY = "{every: weekday, at: '16:00'}"
NEW_TALK = "{at: 2026-11-25 09:45, for: 30m, kind: conversation}"


def after(text: str, changes: Changes, *added: Entry) -> str:
    """A calendar after a plan, which reads as planned or is refused."""
    return write(text.encode(), changes, *added).after.decode()


@pytest.mark.parametrize(("text", "wanted"), [
    (f"{ZONE}posts:\n  - {POST}\n", f"{ZONE}posts:\n  - {POST}\nslots:\n  - {NEW_TALK}\n"),
    (f"{ZONE}posts:\n- {POST}", f"{ZONE}posts:\n- {POST}\nslots:\n- {NEW_TALK}"),
    (f"{ZONE}\nposts:\n  - {POST}\n\ncrisis: {{owner: r}}\n",
     f"{ZONE}\nposts:\n  - {POST}\n\nslots:\n  - {NEW_TALK}\n\ncrisis: {{owner: r}}\n"),
    (f"{ZONE}\n# All\nposts:\n  - {POST}\n",
     f"{ZONE}\n# All\nposts:\n  - {POST}\n\nslots:\n  - {NEW_TALK}\n"),
    (f"{ZONE}posts: [{POST}]\n", f"{ZONE}posts: [{POST}]\nslots:\n  - {NEW_TALK}\n"),
    (f"{{timezone: Europe/Berlin, posts: [{POST}]}}\n",
     f"{{timezone: Europe/Berlin, posts: [{POST}], slots: [{NEW_TALK}]}}\n"),
    (f"{{timezone: Europe/Berlin, posts: [{POST}], slots: []}}",
     f"{{timezone: Europe/Berlin, posts: [{POST}], slots: [{NEW_TALK}]}}"),
    (f"{ZONE}slots: []  # none yet\nposts:\n  - {POST}\n",
     f"{ZONE}slots:  # none yet\n  - {NEW_TALK}\nposts:\n  - {POST}\n"),
    (f"{ZONE}slots:\nposts:\n  - {POST}\n", f"{ZONE}slots:\n  - {NEW_TALK}\nposts:\n  - {POST}\n"),
    (f"{ZONE}posts:\n  - {POST}\nslots: ~",
     f"{ZONE}posts:\n  - {POST}\nslots:\n  - {NEW_TALK}"),
])  # fmt: skip
def test_a_list_of_slots_is_begun(text: str, wanted: str) -> None:
    """After the posts, in their style."""
    assert after(text, {}, TALK) == wanted


@pytest.mark.parametrize(("text", "wanted"), [
    (f"- {POST}\n", f"posts:\n- {POST}\nslots:\n- {NEW_TALK}\n"),
    (f"# Ours\n  - {POST}", f"# Ours\nposts:\n  - {POST}\nslots:\n  - {NEW_TALK}"),
    (f"---\n-\n  {POST}\n", f"---\nposts:\n-\n  {POST}\nslots:\n-\n  {NEW_TALK}\n"),
])  # fmt: skip
def test_a_file_that_is_only_a_list_gets_the_key_of_its_posts(text: str, wanted: str) -> None:
    """When it has to hold more than posts."""
    # Without a zone of its own the file is read in UTC.
    assert after(text, {}, TALK._replace(at=berlin(25, "10:45"))) == wanted


def test_a_file_that_is_only_a_list_stays_one() -> None:
    """When posts are all that is added."""
    text = f"- {POST}\n"
    share = SHARE._replace(at=berlin(22, "10:00"))
    wanted = NEW_SHARE.replace("2026-11-23 15:00", "2026-11-22 09:00")
    assert after(text, {}, share) == f"- {wanted}\n- {POST}\n"


@pytest.mark.parametrize(("text", "wanted"), [
    (f"{ZONE}posts: []\nslots:\n  - {NEW_TALK}\n",
     f"{ZONE}posts:\n  - {NEW_SHARE}\nslots:\n  - {NEW_TALK}\n"),
    (f"{ZONE}slots:\n  - {NEW_TALK}\n", f"{ZONE}slots:\n  - {NEW_TALK}\nposts:\n  - {NEW_SHARE}\n"),
    (f"{ZONE}slots:\n  - at: 2026-11-25 09:45\n    kind: inbox\n",
     f"{ZONE}slots:\n  - at: 2026-11-25 09:45\n    kind: inbox\nposts:\n{SHARE_ON_LINES}"),
    (f"{ZONE}slots:\n  - {DAILY}\n  - {NEW_TALK}\n",
     f"{ZONE}slots:\n  - {DAILY}\n  - {NEW_TALK}\nposts:\n  - {NEW_SHARE}\n"),
])  # fmt: skip
def test_a_list_of_posts_is_begun(text: str, wanted: str) -> None:
    """Also in a calendar that only has slots."""
    assert after(text, {}, SHARE) == wanted


def test_new_slots_go_behind_those_that_repeat() -> None:
    """Where all do."""
    text = f"{ZONE}posts:\n  - {POST}\nslots:\n  - {{every: monday, at: '16:00'}}\n# end\n"
    assert after(text, {}, TALK) == text.replace("# end", f"  - {NEW_TALK}\n# end")


def test_a_new_entry_gets_an_id_only_where_its_own_is_taken() -> None:
    """An older entry without one keeps what it is called."""
    text = f"{ZONE}posts:\n  - {{at: 2026-11-23 15:00, channel: x}}\n"
    assert "- {id: new, at: 2026-11-23 15:00, channel: x, kind: share" in after(text, {}, SHARE)


@pytest.mark.parametrize(("text", "wanted"), [
    ("{id: a, at: 2026-11-23 09:00, status: }", "{id: a, at: 2026-11-23 09:00, status: held}"),
    ("{id: a, at: 2026-11-23 09:00, status}", "{id: a, at: 2026-11-23 09:00, status: held}"),
    ("{id: a, at: 2026-11-23 09:00,}", "{id: a, at: 2026-11-23 09:00, status: held,}"),
    ("{ id: a, at: 2026-11-23 09:00 }", "{ id: a, at: 2026-11-23 09:00, status: held }"),
    ("{id: a,\n     at: 2026-11-23 09:00  # when\n    }",
     "{id: a,\n     at: 2026-11-23 09:00, status: held  # when\n    }"),
    ("{id: a, at: 2026-11-23 09:00, status: Draft}",
     "{id: a, at: 2026-11-23 09:00, status: Held}"),
    ("{id: a, at: 2026-11-23 09:00, status: !!str draft}",
     "{id: a, at: 2026-11-23 09:00, status: !!str held}"),
    ("id: a\n    at: 2026-11-23 09:00\n    status:\n    kind: promo",
     "id: a\n    at: 2026-11-23 09:00\n    status: held\n    kind: promo"),
    ("at: 2026-11-23 09:00\n    id: a\n    text: |+\n      Hello\n\n",
     "at: 2026-11-23 09:00\n    id: a\n    status: held\n    text: |+\n      Hello\n\n"),
    ("id: a\n    at: 2026-11-23\n    text: >-\n      Hello\n      B\n\n  # end",
     "id: a\n    at: 2026-11-23\n    text: >-\n      Hello\n      B\n    status: held\n\n  # end"),
    ("id: a\n    at: 2026-11-23\n    media:\n    - alt: A\n      url: a # on",
     "id: a\n    at: 2026-11-23\n    media:\n    - alt: A\n      url: a # on\n    status: held"),
])  # fmt: skip
def test_a_status_finds_its_place(text: str, wanted: str) -> None:
    """In braces and on lines, before a text whose empty lines count."""
    before = f"{ZONE}posts:\n  - {text}\n"
    assert after(before, {"a": "held"}) == f"{ZONE}posts:\n  - {wanted}\n"


@pytest.mark.parametrize(("text", "wanted"), [
    ("channels: [x, mastodon, linkedin]", "channels: [x, linkedin]"),
    ("channels: [mastodon, x, linkedin]", "channels: [x, linkedin]"),
    ("channels: [x, linkedin, mastodon]", "channels: [x, linkedin]"),
    ("channels: [ twitter , mastodon , linkedin ]", "channels: [ twitter , linkedin ]"),
    ("channels: 'x, mastodon, linkedin'", "channels: 'x, linkedin'"),
    ("channel: [x, mastodon, linkedin]", "channel: [x, linkedin]"),
    ("channel: mastodon, channels: [x, linkedin]", "channel: x, channels: [x, linkedin]"),
    ("channel: x, channels: [mastodon, linkedin]", "channel: x, channels: [linkedin]"),
])  # fmt: skip
def test_a_channel_leaves_its_siblings(text: str, wanted: str) -> None:
    """However they are listed; it gets an item of its own."""
    before = f"{ZONE}posts:\n  - {{id: a, at: 2026-11-23 09:00, {text}}}\n"
    lines = after(before, {"a:mastodon": "held"}).splitlines()
    assert lines[2] == f"  - {{id: a, at: 2026-11-23 09:00, {wanted}}}"
    assert lines[3].startswith('  - {id: "a:mastodon", at: 2026-11-23 09:00, channel')
    assert lines[3].endswith(", status: held}")


def test_several_channels_leave_together() -> None:
    """Under a free id."""
    before = f"{ZONE}posts:\n  - {{id: a, at: 2026-11-23 09:00, channels: [x, mastodon, email]}}\n"
    done = after(before, {"a:x": berlin(24), "a:email": berlin(24)})
    assert done.splitlines()[2:] == [
        "  - {id: a, at: 2026-11-23 09:00, channels: [mastodon]}",
        "  - {id: a-2, at: 2026-11-24 09:00, channels: [x, email]}",
    ]


def test_a_channel_on_a_line_of_its_own_goes_with_its_comment() -> None:
    """The other lines stay."""
    text = (
        f"{ZONE}posts:\n- id: a\n  at: 2026-11-23 09:00\n  channels:\n  - x # one\n"
        "  # two\n  - mastodon\n  - email # three\n  kind: news\n"
    )
    first, _, copy = after(text, {"a:email": berlin(24)}).partition("  kind: news\n")
    assert first == text.replace("  - email # three\n", "").removesuffix("  kind: news\n")
    assert copy == "- id: a:email\n  at: 2026-11-24 09:00\n  channel: email # three\n  kind: news\n"


def test_a_day_without_a_time_stays_one() -> None:
    """A plan never makes up a time."""
    text = f"{ZONE}posts:\n  - {{id: a, at: 2026-11-23}}\n"
    assert after(text, {"a": date(2026, 11, 25)}) == text.replace("-23", "-25")


def test_a_time_that_others_refer_to_stays_theirs() -> None:
    """Only the one that moved says another one."""
    text = (
        f"{ZONE}times: {{noon: &noon 2026-11-23 12:00}}\n"
        "posts:\n  - {id: a, at: *noon}\n  - {id: b, at: *noon}\n"
    )
    assert after(text, {"a": berlin(24)}) == text.replace("*noon", "2026-11-24 09:00", 1)


def test_a_copy_says_what_it_took_over_from_one_that_moved() -> None:
    """As its siblings do; an alias for channels is followed by what it was followed by."""
    text = (
        f"{ZONE}posts:\n- {{id: a, at: &noon 2026-11-23 12:00}}\n"
        "- id: b\n  channels: &all [x, email]\n"
        "- {id: c, at: *noon, channels: *all, kind: news}\n"
    )
    assert after(text, {"a": berlin(24), "c:email": "held"}).splitlines()[2:] == [
        "- {id: a, at: &noon 2026-11-24 09:00}",
        "- id: b",
        "  channels: &all [x, email]",
        "- {id: c, at: 2026-11-23 12:00, channels: [x], kind: news}",
        '- {id: "c:email", at: 2026-11-23 12:00, channel: email, kind: news, status: held}',
    ]


def test_merged_channels_do_not_come_back_in_a_copy() -> None:
    """Both items are split, and one takes over what the other says."""
    text = (
        f"{ZONE}posts:\n- &a {{id: a, at: 2026-11-23, channels: [x, email]}}\n"
        "- {<<: *a, id: b, channels: [x, mastodon]}\n"
    )
    assert after(text, {"a:email": "held", "b:mastodon": "held"}).splitlines()[2:] == [
        "- &a {id: a, at: 2026-11-23, channels: [x]}",
        '- {id: "a:email", at: 2026-11-23, channel: email, status: held}',
        "- {<<: *a, id: b, channels: [x]}",
        '- {<<: *a, id: "b:mastodon", channels: [mastodon], status: held}',
    ]


def test_empty_lines_that_belong_to_a_text_stay_with_it() -> None:
    """What is added comes behind them, a copy has as many."""
    text = (
        f"{ZONE}posts:\n- id: a\n  at: 2026-11-23 09:00\n  channels: [x, email]\n"
        "  text: |+\n    Hello\n\n\n- id: b\n  at: 2026-11-29\n"
    )
    assert after(text, {"a:email": "held"}, SHARE).splitlines()[5:] == [
        "  text: |+", "    Hello", "", "",
        "- id: a:email", "  at: 2026-11-23 09:00", "  channel: email", "  status: held",
        "  text: |+", "    Hello", "", "",
        *SHARE_ON_LINES.replace("\n  ", "\n").removeprefix("  ").splitlines(),
        "- id: b", "  at: 2026-11-29",
    ]  # fmt: skip


def test_an_error_that_is_there_already_may_stay() -> None:
    """Also twice, in a copy."""
    text = f"{ZONE}posts:\n- {{id: a, at: 2026-11-23, channels: [x, email], kind: prom, at: 9}}\n"
    assert after(text, {"a:email": "held"}).splitlines()[3] == (
        '- {id: "a:email", at: 2026-11-23, channel: email, kind: prom, status: held, at: 9}'
    )


def test_a_file_without_any_list_is_refused() -> None:
    """It has nothing that a plan could be made of."""
    reading = read(f"{ZONE}people: {{rosa: {{}}}}\n".encode())
    with pytest.raises(PlannerError, match="neither posts nor slots"):
        rewritten(plan_of(reading, {}, SHARE), reading, read)


def test_old_macs_end_their_lines_otherwise() -> None:
    """And so does what is added."""
    text = f"{ZONE}posts:\n  - id: a\n    at: 2026-11-23 09:00\n".replace("\n", "\r")
    assert after(text, {"a": "held"}, TALK) == (
        f"{text}    status: held\rslots:\r  - at: 2026-11-25 09:45\r    for: 30m\r"
        "    kind: conversation\r"
    )


@pytest.mark.parametrize(("text", "said"), [
    ("posts:\n  - {id: a, at: 2026-11-23 09:00}\n  - {id: b\n", "cannot be read"),
    ("posts:\n  - {title: a, date: 2026-11-23, platform: x}\n", "another tool"),
])  # fmt: skip
def test_a_file_that_cannot_be_changed_is_refused(text: str, said: str) -> None:
    """With a way out."""
    reading = read(text.encode())
    plan = plan_of(reading, {}, SHARE)
    with pytest.raises(PlannerError, match=said) as refused:
        rewritten(plan, reading, read)
    assert "-o" in str(refused.value)


def test_what_does_not_read_back_is_refused() -> None:
    """With the entry that would be another one; here the reader is at fault."""
    text = f"{ZONE}posts:\n  - {POST}\n".encode()
    reading = read(text)
    plan = plan_of(reading, {"a": "held"})
    with pytest.raises(PlannerError, match="a would be another one"):
        rewritten(plan, reading, lambda _data, _days=None: read(text))
    with pytest.raises(PlannerError, match="its settings change"):
        rewritten(plan, reading, lambda data, _days=None: read(b"name: X\n" + data))
    with pytest.raises(PlannerError, match="one more"):
        rewritten(plan, reading, lambda data, _days=None: read(data + b"slots: [{at: 2026-11-23}]"))


@pytest.mark.parametrize(("value", "quote", "flow", "text"), [
    ("a, b", "", True, '"a, b"'), ("a, b", "", False, "a, b"), ("yes", "", False, '"yes"'),
    ("it's", "'", False, "'it''s'"), ('say "so"', '"', False, '"say \\"so\\""'),
    ("two\nlines", "", False, '"two\\nlines"'), ("two\nlines", "'", True, '"two\\nlines"'),
    ("\u2028\N{GRINNING FACE}", '"', False, '"\\U00002028\N{GRINNING FACE}"'),
    (("a", "b: c"), "", False, '[a, "b: c"]'), (("a",), "'", True, "['a']"),
    ({"from": date(2026, 11, 23)}, "", True, "{from: 2026-11-23}"), (True, "'", True, "true"),
    (3, "", True, "3"),
])  # fmt: skip
def test_values_are_quoted_where_needed(value: object, quote: str, flow: bool, text: str) -> None:
    """Or as their neighbours are."""
    assert value_text(value, quote, flow=flow) == text
