"""Words that shells complete: rules, profiles and schemas by their names."""

from pathlib import Path

import pytest
from helpers import command


def offered(words: str) -> list[str]:
    """What is offered for the last word of a command line, as bash asks for it."""
    asked = {
        "_PLANNER_COMPLETE": "complete_bash",
        "COMP_WORDS": f"planner {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    done = command(environment=asked)
    assert (done.code, done.err) == (0, "")
    return done.out.split()


@pytest.mark.parametrize(("words", "found"), [
    ("sch", ["schema"]),
    ("schema cal", ["calendar"]),
    ("config sh", ["show"]),
    ("lint --profile star", ["starter"]),
    ("lint --select promo-to", ["promo-to-share"]),
    ("plan --ignore no-steril", ["no-sterile-bursts"]),
    ("lint --extend-select no-such", []),
    ("explain promo-to", ["promo-to-share"]),
    ("lint --format js", ["json", "json-lines"]),
    ("lint -f au", ["auto"]),
    ("lint --fail-on n", ["never"]),
    ("lint --min-level w", ["warning"]),
    ("plan --color a", ["auto", "always"]),
    ("baseline p", ["prune"]),
])  # fmt: skip
def test_names_are_offered(words: str, found: list[str]) -> None:
    """Those that begin with what is typed."""
    assert offered(words) == found


def test_a_wrong_configuration_is_not_told_while_one_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shipped names are offered then."""
    (tmp_path / "planner.toml").write_text("profil = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert offered("lint --profile star") == ["starter"]


def test_rules_of_packs_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the configuration that is found here."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "our-rule.yaml").write_text("not read\n", encoding="utf-8")
    (tmp_path / "planner.toml").write_text('packs = ["ours"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert offered("lint --select our") == ["our-rule"]
