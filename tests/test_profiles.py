"""Profiles and packs: which rules judge, with which numbers, and what is said about wrong ones."""

from pathlib import Path

import pytest
from helpers import command

from planner.errors import PlannerError
from planner.rulebook import Choice, Rulebook, choose
from planner.rules import RuleSetting

RULE = """summary: At most one news post.
check: ratio
level: warning
options: {of: news, per: conversation, always_allowed: 1}
message: "{observed}"
why: It is a test.
source: Nobody.
good: [{name: one, calendar: "posts: [{at: 2026-11-23 09:00, channel: x, kind: news}]"}]
bad:
  - name: two
    calendar: |
      posts:
        - {at: 2026-11-23 09:00, channel: x, kind: news}
        - {at: 2026-11-24 09:00, channel: x, kind: news}
    lines: [3]
"""
PROFILE = "summary: Ours.\norigin: Us.\n"


def pack(folder: Path, **files: str) -> str:
    """A pack of these files; `profile_x` is a profile, all else are rules."""
    for name, text in files.items():
        inside = "profiles" if name.startswith("profile_") else "mix"
        (folder / inside).mkdir(exist_ok=True, parents=True)
        file = name.removeprefix("profile_").replace("_", "-")
        (folder / inside / f"{file}.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def refusal(choice: Choice) -> str:
    """What is said about a choice that cannot be made."""
    with pytest.raises(PlannerError) as caught:
        choose(choice)
    return str(caught.value)


def test_without_a_choice_the_default_profile_judges() -> None:
    """It names the rules of the week and the limits of the platforms."""
    names = {rule.name for rule in choose()}
    assert {"promo-to-share", "conversation-slots", "no-sterile-bursts"} <= names
    assert names <= set(Rulebook().names)


def test_a_profile_extends_another_and_sets_levels_and_numbers(tmp_path: Path) -> None:
    """What it does not name stays as it was; an option goes on top of the inherited ones."""
    first = PROFILE + "rules:\n  news: on\n  promo-to-share: {level: info, for_every: 3}\n"
    second = PROFILE + "extends: first\nrules:\n  news: off\n  promo-to-share: {at_most: 2}\n"
    folder = pack(tmp_path, news=RULE, profile_first=first, profile_second=second)
    (rule,) = [
        it
        for it in choose(Choice("second", packs=(folder,)))
        if it.theme == "mix" and it.name != "news"
    ]
    assert (rule.name, rule.level) == ("promo-to-share", "info")
    assert (rule.options.for_every, rule.options.at_most) == (3, 2)
    assert rule.origins["at_most"].endswith("second.yaml:6:19")


def test_the_rules_of_a_pack_judge_like_planners_own(tmp_path: Path) -> None:
    """Beside those of the profile; settings and flags hold for them as well."""
    folder = pack(tmp_path, news=RULE)
    choice = Choice(packs=(folder,))
    assert {rule.name for rule in choose(choice)} == {"news", *(it.name for it in choose())}
    assert "news" not in {rule.name for rule in choose(choice._replace(ignore=("news",)))}
    setting = {"news": RuleSetting(level="error", options={"always_allowed": 2})}
    (rule,) = choose(choice._replace(settings=setting, select=("news",)))
    assert (rule.level, rule.options.always_allowed) == ("error", 2)


def test_a_setting_switches_a_rule_on_that_the_profile_does_not_name(tmp_path: Path) -> None:
    """And off again one that it does."""
    quiet = PROFILE + "rules: {news: on}\n"
    folder = pack(tmp_path, news=RULE, profile_quiet=quiet)
    on = {"promo-to-share": RuleSetting(level="info")}
    choice = Choice("quiet", settings=on, packs=(folder,))
    assert [rule.name for rule in choose(choice)] == ["news", "promo-to-share"]
    off = {"news": RuleSetting(off=True)}
    assert refusal(choice._replace(settings=off)) == (
        "No rule is left to judge by; select one or ignore fewer."
    )


@pytest.mark.parametrize(("text", "says"), [
    ("rules: {}\n", "needs `summary:`"),
    (PROFILE + "rules: []\n", "3:8: `rules` holds names of rules"),
    (PROFILE + "rules: {news: eror}\n", '3:15: "eror" is no level (did you mean "error"?)'),
    (PROFILE + "rules: {nwes: on}\n", 'There is no rule "nwes" (did you mean "news"?)'),
    (PROFILE + "extends: humna\nrules: {}\n", '3:10: There is no profile "humna" (did you mean'),
    (PROFILE + "extends: ours\nrules: {}\n", '3:10: The profile "ours" cannot extend itself.'),
    (PROFILE + "strictness: high\nrules: {}\n", "3:13: `strictness` is a whole number."),
    (PROFILE + "rulse: {}\n", '3:1: A profile has no key "rulse" (did you mean "rules"?).'),
    (PROFILE + "rules: {news: {at_mots: 1}}\n", 'did you mean "at_most"?'),
])  # fmt: skip
def test_a_mistake_in_a_profile_is_told_with_its_place(
    tmp_path: Path, text: str, says: str
) -> None:
    """Path, line and column, and the nearest word when there is one."""
    folder = pack(tmp_path, news=RULE, profile_ours=text)
    message = refusal(Choice("ours", packs=(folder,)))
    assert message.startswith(f"{tmp_path}/profiles/ours.yaml:")
    assert says in message


def test_a_profile_or_pack_that_does_not_exist_is_told() -> None:
    """The profile with the nearest one."""
    assert 'no profile "humann" (did you mean "human"?)' in refusal(Choice("humann"))
    assert 'There is no pack "nowhere"' in refusal(Choice(packs=("nowhere",)))


def test_a_pack_cannot_take_a_name_that_is_taken(tmp_path: Path) -> None:
    """Two rules of one name could not be told apart."""
    folder = pack(tmp_path, promo_to_share=RULE)
    assert 'there is a "promo-to-share" already' in refusal(Choice(packs=(folder,)))


def test_a_package_can_be_a_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder `rules` is looked into."""
    (tmp_path / "our_pack" / "rules").mkdir(parents=True)
    (tmp_path / "our_pack" / "__init__.py").touch()
    pack(tmp_path / "our_pack" / "rules", news=RULE)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "news" in {rule.name for rule in choose(Choice(packs=("our_pack",)))}


def test_lint_says_which_profile_judged_and_which_are_met(tmp_path: Path) -> None:
    """At the end of the report for people."""
    calendar = tmp_path / "c.yaml"
    calendar.write_text("timezone: UTC\nposts: [{at: 2026-11-23 09:00, channel: x, kind: value}]\n")
    quiet = PROFILE + "strictness: 1\nrules: {news: on}\n"
    folder = pack(tmp_path / "ours", news=RULE, profile_quiet=quiet)
    out = command("lint", str(calendar), "-f", "full", "--pack", folder).out
    words = " ".join(out.split())
    assert "Judged by the profile human. The strictest profile it meets is quiet." in words


def test_the_configuration_names_profile_and_packs(tmp_path: Path) -> None:
    """Packs are looked for beside it."""
    pack(tmp_path / "ours", news=RULE, profile_quiet=PROFILE + "rules: {news: error}\n")
    (tmp_path / "planner.toml").write_text(
        'profile = "quiet"\npacks = ["ours"]\n', encoding="utf-8"
    )
    posts = "".join(
        f"  - {{at: 2026-11-{day} 09:00, channel: x, kind: news}}\n" for day in (23, 24)
    )
    (tmp_path / "c.yaml").write_text(f"timezone: UTC\nposts:\n{posts}", encoding="utf-8")
    found = command("lint", str(tmp_path / "c.yaml"))
    assert found.code == 1
    assert "[news]" in found.out
