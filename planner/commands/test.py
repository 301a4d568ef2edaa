"""`planner test`: the examples inside rule files, run as the tests of the rules."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from planner import files
from planner.errors import PlannerError
from planner.rule_file import read_rule
from planner.rule_tests import failures, is_covered, unnoticed_mutants
from planner.rulebook import Rulebook
from planner.rules import Rule
from planner.wording import counted


class TestRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    pack: str | None = None
    coverage: bool = False
    mutate: bool = False


def run(request: TestRequest) -> int:
    """Run the examples and print what is wrong; the exit code is 1 when anything is."""
    rules = _rules(request.pack)
    if not rules:
        raise PlannerError(f"{request.pack}: there are no rule files here.")
    problems = [problem for rule in rules for problem in _problems(rule, request)]
    examples = sum(len(rule.good) + len(rule.bad) for rule in rules)
    tried = f"{counted(examples, 'example')} of {counted(len(rules), 'rule')}"
    closing = (
        f"{counted(len(problems), 'problem')} in {tried}." if problems else f"{tried}: all right."
    )
    files.emit("\n".join([*problems, closing]) + "\n")
    return 1 if problems else 0


def _rules(pack: str | None) -> list[Rule]:
    """The rules of a pack, of a single rule file, or planner's own."""
    if pack is None:
        return Rulebook().rules()
    if os.path.isfile(pack):
        return [read_rule(pack.replace(os.sep, "/"), files.read_bytes(pack), pack)]
    book = Rulebook([pack])
    return [book.rule(name) for name in sorted(book.of_packs)]


def _problems(rule: Rule, request: TestRequest) -> Iterator[str]:
    yield from failures(rule)
    if request.coverage and not is_covered(rule):
        yield f"{rule.file}:1: no example makes this rule find anything."
    if request.mutate:
        yield from unnoticed_mutants(rule)
