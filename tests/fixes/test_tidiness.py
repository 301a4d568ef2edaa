"""Ids, planner's own words and stray spaces: told when selected, and mended without a doubt."""

import pytest
from fixes.test_fixes import HEAD, body, fixed
from helpers import command

from planner.notices import QUIET

ALL = ("--extend-select", "missing-id,stray-space,synonym")
ODD = """\
timezone: Europe/Berlin
posts:
  - {at: 2026-11-25 09:00, channel: Twitter, kind: tip, mentions: ["@ ana"]}
slots:
  - {every: weekday, at: "16:00", kind: inbox}
"""


def lint(*flags: str, text: str = ODD) -> list[str]:
    """The rules of what is found."""
    done = command("lint", "-", "-f", "concise", "--now", "2026-11-01", *flags, stdin=text.encode())
    return [line.rpartition("[")[2][:-1] for line in done.out.splitlines() if line.endswith("]")]


def test_nobody_hears_of_it_unasked() -> None:
    """All of it is allowed."""
    assert lint() == []


@pytest.mark.parametrize("name", sorted(QUIET))
def test_each_can_be_selected(name: str) -> None:
    """Beside the rules of the profile or alone, and ignored again."""
    assert set(lint("--extend-select", name)) == {name}
    assert set(lint("--select", name)) == {name}
    assert lint("--extend-select", name, "--ignore", name) == []
    assert f"{name} (info, told when selected)" in command("explain", name).out


def test_the_configuration_selects_and_sets_the_level(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A level, or off; there are no options."""
    monkeypatch.chdir(str(tmp_path))

    def configured(setting: str) -> list[str]:
        with open("planner.toml", "w", encoding="utf-8") as file:
            file.write(f"[rules]\nsynonym = {setting}\n")
        done = command("lint", "-", "-f", "concise", "--now", "2026-11-01", stdin=ODD.encode())
        return [line for line in (done.out + done.err).splitlines() if "synonym" in line]

    assert [line.split(": ")[1] for line in configured('"warning"')] == ["warning", "warning"]
    assert configured('"off"') == []
    assert "has a level and no options" in configured("{level = 'info', at_most = 3}")[0]


def test_it_can_be_silenced_like_a_rule() -> None:
    """And the comment is not in vain only when it is selected."""
    text = ODD.replace("  - {at", "  # planner: ignore[synonym] our word\n  - {at")
    assert lint(text=text) == []
    assert lint("--extend-select", "synonym", text=text) == []
    assert lint("--extend-select", "synonym", text=text.replace("Twitter", "x").replace(
        "tip", "value")) == ["unused-suppression"]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [
    ("- at: 2026-11-25 09:00\n  channel: x\n",
     "- id: 2026-11-25-0900-x\n  at: 2026-11-25 09:00\n  channel: x\n"),
    ("- {at: 2026-11-25 09:00, channel: x}\n",
     "- {id: 2026-11-25-0900-x, at: 2026-11-25 09:00, channel: x}\n"),
    ("- { at: 2026-11-25 }  # so\n", '- { id: "2026-11-25", at: 2026-11-25 }  # so\n'),
    ("- 'at': '2026-11-25 09:00'\n  'channel': 'x'\n",
     "- 'id': '2026-11-25-0900-x'\n  'at': '2026-11-25 09:00'\n  'channel': 'x'\n"),
    ("- at: 2026-11-25 09:00\n  channels: [x, mastodon]\n",
     "- id: 2026-11-25-0900-x-mastodon\n  at: 2026-11-25 09:00\n  channels: [x, mastodon]\n"),
    ("-\n  # So\n  at: 2026-11-25 09:00\n",
     "-\n  # So\n  id: 2026-11-25-0900\n  at: 2026-11-25 09:00\n"),
    ("- &a at: 2026-11-25 09:00\n", "- id: 2026-11-25-0900\n  &a at: 2026-11-25 09:00\n"),
    ("- &a\n  at: 2026-11-25\n- {<<: *a, at: 2026-11-26}\n",
     '- &a\n  id: "2026-11-25"\n  at: 2026-11-25\n- {id: "2026-11-26", <<: *a, at: 2026-11-26}\n'),
    ("- at: 2026-11-25 09:00\n  id:\n", "- at: 2026-11-25 09:00\n  id: 2026-11-25-0900\n"),
    ("- at: 2026-11-25 09:00\n  id: ~  # so\n",
     "- at: 2026-11-25 09:00\n  id: 2026-11-25-0900  # so\n"),
    ("- {at: 2026-11-25}\n- {at: 2026-11-25, text: b}\n",
     '- {id: "2026-11-25", at: 2026-11-25}\n- {id: 2026-11-25-2, at: 2026-11-25, text: b}\n'),
])  # fmt: skip
def test_an_entry_gets_the_id_that_it_has(before: str, after: str) -> None:
    """As its first field."""
    assert body(before, "--select", "missing-id", end="") == after


def test_slots_and_records_get_ids_too() -> None:
    """They are named by findings and baselines as well."""
    text = "slots:\n- every: weekday\n  at: '16:00'\n  kind: inbox\n"
    text += "records:\n- {at: 2026-11-23, kind: praise}\n"
    done = fixed(HEAD + text, "--select", "missing-id").out
    assert "- id: every-weekday-1600-inbox\n  every: weekday\n" in done
    assert "- {id: 2026-11-23-recognition, at: 2026-11-23, kind: praise}\n" in done


@pytest.mark.parametrize(("before", "after"), [
    ("channel: Twitter", "channel: x"), ('channel: "insta"  # so', 'channel: "instagram"  # so'),
    ("channels: [x, 'Fb', LinkedIn]", "channels: [x, 'facebook', linkedin]"),
    ("channels:\n  - ig  # soon\n  - x", "channels:\n  - instagram  # soon\n  - x"),
    ("channels: Twitter, x", "channels: Twitter, x"), ("channel: Our Forum", "channel: Our Forum"),
    ("kind: &k promotion", "kind: &k promo"), ("status: Planned", "status: draft"),
    ("kind: nonsense", "kind: nonsense"), ("text: Twitter", "text: Twitter"),
    ("kind: |\n    tip", "kind: |\n    tip"),
])  # fmt: skip
def test_a_word_becomes_planners_own(before: str, after: str) -> None:
    """In its quotes; what is no word alone stays."""
    text = f"- at: 2026-11-25 09:00\n  {before}\n"
    assert body(text, "--select", "synonym", end="") == text.replace(before, after)


@pytest.mark.parametrize(("before", "after"), [
    ("{Twitter: {handle: a}, insta: {}}", "{x: {handle: a}, instagram: {}}"),
    ("\n  'FB':  # so\n    handle: a", "\n  'facebook':  # so\n    handle: a"),
    ("{Twitter: {}, x: {}}", "{Twitter: {}, x: {}}"), ("[Twitter, bsky]", "[x, bluesky]"),
])  # fmt: skip
def test_the_channels_of_a_calendar_get_planners_names(before: str, after: str) -> None:
    """Unless one is there under both names."""
    text = f"{HEAD}channels: %s\nposts:\n- {{at: 2026-11-25, channel: x}}\n"
    assert fixed(text % before, "--select", "synonym").out == text % after


@pytest.mark.parametrize(("before", "after"), [
    ('channel: " x"', 'channel: "x"'), ("by: 'ana  '  # so", "by: 'ana'  # so"),
    ('tags: [" a ", b]', 'tags: ["a", b]'), ('mentions: ["@ ana"]', 'mentions: ["@ana"]'),
    ("mentions: [' @ ana ']", "mentions: ['@ana']"), ('text: " a "', 'text: " a "'),
    ('by: "  "', 'by: "  "'), ('by: "a\\t"', 'by: "a"'),
    ("mentions: ['@ ana and ben']", "mentions: ['@ ana and ben']"),
])  # fmt: skip
def test_spaces_around_a_word_go(before: str, after: str) -> None:
    """Those of texts are theirs."""
    text = f"- at: 2026-11-25 09:00\n  {before}\n"
    assert body(text, "--select", "stray-space", end="") == text.replace(before, after)


def test_handles_of_the_settings_lose_their_spaces() -> None:
    """Of channels, people and partners."""
    for text, wanted in (
        ("channels: {x: {handle: '@ ana '}}\n", "channels: {x: {handle: '@ana'}}\n"),
        ("people:\n  ana:\n    handle: ' @ana'\n", "people:\n  ana:\n    handle: '@ana'\n"),
        ('partners: ["@  ben", "@eve"]\n', 'partners: ["@ben", "@eve"]\n'),
    ):
        posts = "posts:\n- at: 2026-11-25 09:00\n"
        assert fixed(f"{HEAD}{text}{posts}", "--select", "stray-space").out == HEAD + wanted + posts


def test_all_of_it_at_once() -> None:
    """A second time nothing happens."""
    once = fixed(ODD, *ALL).out
    wanted = ODD.replace("Twitter", "x").replace("tip", "value").replace("@ ", "@")
    wanted = wanted.replace("{at:", "{id: 2026-11-25-0900-x, at:")
    assert once == wanted.replace("{every", "{id: every-weekday-1600-inbox, every")
    assert fixed(once, *ALL).err.startswith("There is nothing to fix.")
