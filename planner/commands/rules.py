"""`planner rules`: all rules, as a table, as JSON and as the reference in Markdown."""

from typing import Any, NamedTuple

from planner import files
from planner.checks import Option
from planner.commands.lint import check_word, choice_of, configuration, screen_width
from planner.notices import NOTICES
from planner.options import minutes
from planner.profiles import Profile
from planner.rulebook import Rulebook
from planner.rules import Rule
from planner.wording import listed

FORMATS = ("table", "json", "markdown", "checks")


class RulesRequest(NamedTuple):
    """What the command line asks for; the fields are the flags."""

    format: str = "table"
    profile: str | None = None
    packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False


def run(request: RulesRequest) -> int:
    """Print all rules: a table says which of them judge, JSON and Markdown what each is.

    `checks` prints the types of rules instead, with their options.
    """
    check_word("--format", request.format, FORMATS)
    config = configuration(files.STDIN, request.config, isolated=request.isolated)
    choice = choice_of(config, request)
    book = Rulebook.of(choice)
    if request.format == "json":
        files.emit(_json(book), encoding="utf-8")
    elif request.format == "markdown":
        files.emit(reference(book), encoding="utf-8")
    elif request.format == "checks":
        from planner.check_reference import check_reference

        files.emit(check_reference(), encoding="utf-8")
    else:
        chosen = {rule.name: rule for rule in book.choose(choice)}
        files.emit(_table(book.rules(), chosen, choice.profile))
    return 0


def profiles_of(book: Rulebook) -> list[Profile]:
    """All profiles, the mildest first."""
    found = [book.profile(name) for name in book.profile_names]
    return sorted(found, key=lambda profile: profile.strictness)


def _names_in(rule: Rule, profiles: list[Profile]) -> list[str]:
    """The names of the profiles in which a rule judges."""
    return [it.name for it in profiles if rule.name in it.rules and not it.rules[rule.name].off]


def option_rows(rule: Rule) -> list[tuple[str, str, str]]:
    """The options of a rule: name, effective value in words, meaning."""
    values = rule.options._asdict()
    return [
        (name, in_words(values[name], option), option.meaning)
        for name, option in rule.module.OPTIONS.items()
    ]


def in_words(value: Any, option: Option) -> str:
    """The value of an option as people read it."""
    if option.read is minutes:
        hours, rest = divmod(value, 60)
        return f"{hours}h" * bool(hours) + f"{rest}m" * bool(rest or not hours)
    if value in (None, (), ""):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    found = ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
    return found or "none"


def _table(rules: list[Rule], chosen: dict[str, Rule], profile: str) -> str:
    head = ("rule", "judges", "check", "plan", "what it asks")
    rows = [
        (
            rule.name,
            chosen[rule.name].level if rule.name in chosen else "-",
            rule.check,
            "yes" if rule.plans else "no",
            rule.summary,
        )
        for rule in rules
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(4)]
    closing = f"{len(chosen)} of {len(rules)} rules judge, by the profile {profile}.\n"
    return "".join(_row(row, widths) for row in (head, *rows)) + closing


def _row(row: tuple[str, ...], widths: list[int]) -> str:
    from textwrap import wrap

    start = "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=False))
    room = max(30, min(screen_width(), 120) - len(start) - 2)
    first, *more = wrap(row[4], room)
    indent = " " * (len(start) + 2)
    return "\n".join([f"{start}  {first}", *(indent + line for line in more)]) + "\n"


def _json(book: Rulebook) -> str:
    import json

    profiles = profiles_of(book)
    records = [
        {
            "name": rule.name,
            "theme": rule.theme,
            "check": rule.check,
            "level": rule.level,
            "plans": rule.plans,
            "practices": list(rule.practices),
            "source": rule.source,
            "summary": rule.summary,
            "profiles": _names_in(rule, profiles),
            "file": rule.file,
        }
        for rule in book.rules()
    ]
    return json.dumps({"version": 1, "rules": records}, ensure_ascii=False, indent=2) + "\n"


def reference(book: Rulebook) -> str:
    """The rule reference in Markdown: docs/rules.md is made of it."""
    profiles = profiles_of(book)
    rules = book.rules()
    parts = [
        "# Rules",
        "",
        "Made by `planner rules --format markdown` from the rule files; edit those.",
        "",
        *_profile_table(profiles),
        *_theme_lists(rules),
    ]
    for rule in rules:
        parts += _reference_of(rule, profiles)
    parts += ["## Found while reading", "", "| name | level | meaning |", "|---|---|---|"]
    parts += [f"| `{name}` | {level} | {text} |" for name, (level, text) in NOTICES.items()]
    return "\n".join(parts) + "\n"


def _profile_table(profiles: list[Profile]) -> list[str]:
    lines = ["## Profiles", "", "| profile | rules | what it is | origin |", "|---|---|---|---|"]
    for it in profiles:
        number = sum(not setting.off for setting in it.rules.values())
        lines.append(f"| `{it.name}` | {number} | {it.summary} | {it.origin} |")
    return [*lines, ""]


def _theme_lists(rules: list[Rule]) -> list[str]:
    lines = ["## Themes", ""]
    for theme in sorted({rule.theme for rule in rules}):
        links = [f"[{rule.name}](#{rule.name})" for rule in rules if rule.theme == theme]
        lines.append(f"- **{theme}**: {', '.join(links)}")
    return [*lines, ""]


def _reference_of(rule: Rule, profiles: list[Profile]) -> list[str]:
    practices = listed(str(row) for row in rule.practices)
    plan = "moves or adds entries until it holds" if rule.plans else "leaves it to be done by hand"
    facts = (
        f"**Level** {rule.level} · **theme** {rule.theme} · **check** `{rule.check}` · "
        f"**practices** {practices} · `planner plan` {plan}."
    )
    names = [f"`{name}`" for name in _names_in(rule, profiles)]
    facts += (
        f" **Profiles** {listed(names)}." if names else " **Profiles** none; choose it by name."
    )
    lines = [
        f"## {rule.name}", "", rule.summary, "",
        facts, "",
        f"**Why** {rule.why}", "", f"**Source** {rule.source}", "",
        "| option | shipped as | meaning |", "|---|---|---|",
    ]  # fmt: skip
    lines += [f"| `{name}` | {value} | {text} |" for name, value, text in option_rows(rule)]
    for title, examples in (("Good", rule.good), ("Bad", rule.bad)):
        for example in examples:
            calendar = example.calendar.rstrip().splitlines()
            lines += ["", f"{title}: {example.name}", "", "```yaml", *calendar, "```"]
    return [*lines, ""]
