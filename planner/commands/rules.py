"""`planner rules` and `planner explain`: what the rules ask and why."""

from typing import Any, NamedTuple

from planner import files
from planner.checks import Option
from planner.commands.lint import check_word, chosen_rules, configuration, screen_width
from planner.errors import PlannerError
from planner.notices import NOTICES
from planner.options import minutes
from planner.rules import Example, Rule, load_shipped, shipped, unknown_rule
from planner.wording import listed

FORMATS = ("table", "json", "markdown")


class ExplainRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    rule: str
    config: str | None = None
    isolated: bool = False


def run_rules(chosen: str) -> int:
    """Print all rules as a table, JSON or the Markdown of the reference."""
    check_word("--format", chosen, FORMATS)
    rules = load_shipped()
    if chosen == "json":
        files.emit(_json(rules), encoding="utf-8")
    elif chosen == "markdown":
        files.emit(reference(rules), encoding="utf-8")
    else:
        files.emit(_table(rules))
    return 0


def run_explain(request: ExplainRequest) -> int:
    """Print why a rule exists, its effective numbers and an example of each sort."""
    config = configuration(files.STDIN, request.config, isolated=request.isolated)
    if request.rule in NOTICES:
        level, meaning = NOTICES[request.rule]
        files.emit(f"{request.rule} ({level}, found while reading)\n\n{meaning}\n")
        return 0
    known = shipped()
    if request.rule not in known:
        raise PlannerError(unknown_rule(request.rule, [*known, *NOTICES]))
    (rule,) = chosen_rules(config, select=(request.rule,))
    origin = config.file if request.rule in config.rules else None
    files.emit(_explanation(rule, origin))
    return 0


def _explanation(rule: Rule, origin: str | None) -> str:
    from textwrap import fill

    width = min(screen_width(), 100)
    lines = [f"{rule.name} ({rule.level})", "", fill(rule.summary, width), ""]
    lines += [fill(f"Why: {rule.why}", width), "", fill(f"Source: {rule.source}", width), ""]
    lines += ["Numbers:"]
    for name, value, meaning in option_rows(rule):
        lines.append(fill(f"{name}: {value}  ({meaning})", width, initial_indent="  ",
                          subsequent_indent="    "))  # fmt: skip
    lines += ["", f"Set in: {origin or rule.file}", ""]
    for title, example in (("Good", rule.good[0]), ("Bad", rule.bad[0])):
        lines += [f"{title}: {example.name}", "", *_indented(example), ""]
    cure = "can cure this" if rule.plans else "cannot cure this; it is to be done by hand"
    return "\n".join([*lines, f"`planner plan` {cure}."]) + "\n"


def option_rows(rule: Rule) -> list[tuple[str, str, str]]:
    """The options of a rule: name, effective value in words, meaning."""
    values = rule.options._asdict()
    return [
        (name, _value(values[name], option), option.meaning)
        for name, option in rule.module.OPTIONS.items()
    ]


def _value(value: Any, option: Option) -> str:
    if option.read is minutes:
        hours, rest = divmod(value, 60)
        return f"{hours}h" * bool(hours) + f"{rest}m" * bool(rest or not hours)
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _indented(example: Example) -> list[str]:
    return [f"    {line}" for line in example.calendar.rstrip().splitlines()]


def _table(rules: list[Rule]) -> str:
    head = ("rule", "level", "check", "plan", "what it asks")
    rows = [
        (rule.name, rule.level, rule.check, "yes" if rule.plans else "no", rule.summary)
        for rule in rules
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(4)]
    return "".join(_row(row, widths) for row in (head, *rows))


def _row(row: tuple[str, ...], widths: list[int]) -> str:
    from textwrap import wrap

    start = "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=False))
    room = max(30, min(screen_width(), 120) - len(start) - 2)
    first, *more = wrap(row[4], room)
    indent = " " * (len(start) + 2)
    return "\n".join([f"{start}  {first}", *(indent + line for line in more)]) + "\n"


def _json(rules: list[Rule]) -> str:
    import json

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
            "file": rule.file,
        }
        for rule in rules
    ]
    return json.dumps({"version": 1, "rules": records}, ensure_ascii=False, indent=2) + "\n"


def reference(rules: list[Rule]) -> str:
    """The rule reference in Markdown: docs/rules.md is made of it."""
    parts = [
        "# Rules",
        "",
        "Made by `planner rules --format markdown` from the rule files; edit those.",
        "",
    ]
    for rule in rules:
        parts += _reference_of(rule)
    parts += ["## Found while reading", "", "| name | level | meaning |", "|---|---|---|"]
    parts += [f"| `{name}` | {level} | {text} |" for name, (level, text) in NOTICES.items()]
    return "\n".join(parts) + "\n"


def _reference_of(rule: Rule) -> list[str]:
    practices = listed(str(row) for row in rule.practices)
    plan = "moves or adds entries until it holds" if rule.plans else "leaves it to be done by hand"
    facts = (
        f"**Level** {rule.level} · **theme** {rule.theme} · **check** `{rule.check}` · "
        f"**practices** {practices} · `planner plan` {plan}."
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
