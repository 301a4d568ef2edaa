"""The reference of checks in Markdown, made from their modules: docs/checks.md."""

from collections.abc import Iterator
from inspect import getdoc
from types import ModuleType

from planner import plugins
from planner.commands.rules import in_words
from planner.which import FIELDS
from planner.wording import listed

_HEAD = """# Checks

Made by `planner rules --format checks` from the modules of the checks; edit those.

A rule names a check and gives it options. Where an option chooses posts or slots, write

- a kind (`promo`), several (`[promo, news]`) or a group: `broadcasts` (promo, news, value,
  share), `gives` (value, share, thanks), `conversations` (conversation, inbox, outreach, thanks,
  listen);
- or fields and what they say: `{kind: share, about: others}`, `{by: true}` (it says who),
  `{source: false}` (it does not), `{link: own}` (a link to one of the calendar's `domains`),
  `{mentions: outside}` (an account that is neither yours nor a partner's), `{entry: slot}` (post,
  slot or record). All that is given has to fit; `any: [...]` wants one of several choices,
  `not: {...}` none.

Where an option names an entry to add, write a kind (`share`), or `{slot: thanks}` or
`{post: personal}` with more of its fields; `note` is a line for the person who takes it. Lengths
of time are written like `90m`, `3h` or `2d`.
"""


def check_reference() -> str:
    """All checks by name: what each asks, its options, the words of its messages, its plan."""
    parts = [_HEAD, f"The fields are {listed(f'`{name}`' for name in FIELDS)}.", ""]
    for name in plugins.names("planner.checks"):
        module = plugins.find("planner.checks", name)
        assert module is not None, name
        parts += _section(name, module)
    return "\n".join(parts).rstrip() + "\n"


def _section(name: str, module: ModuleType) -> Iterator[str]:
    plan = (
        "`planner plan` can cure what it finds."
        if hasattr(module, "plan")
        else "What it finds is to be done by hand."
    )
    yield from (f"## {name}", "", getdoc(module) or "", "", plan, "")
    yield from ("| option | meaning | without it |", "|---|---|---|")
    defaults = module.Options._field_defaults
    for option_name, option in module.OPTIONS.items():
        usual = in_words(defaults[option_name], option) if option_name in defaults else "needed"
        yield f"| `{option_name}` | {option.meaning} | {usual} |"
    yield from ("", f"Words for its message: {listed(f'`{word}`' for word in module.WORDS)}.", "")
