"""`planner schema`: JSON Schemas of what planner reads and prints, for editors and programs."""

from typing import NamedTuple

from planner import files, plugins
from planner.commands.lint import choice_of, configuration
from planner.commands.rules import RulesRequest
from planner.errors import PlannerError, nearest
from planner.rulebook import Rulebook


class SchemaRequest(NamedTuple):
    """What the command line asks for; the fields are the argument and the flags."""

    name: str
    output: str | None = None
    packs: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False


def run(request: SchemaRequest) -> int:
    """Print a schema, or write it into a file; rules and profiles of packs are in it, too."""
    import json

    module = plugins.find("planner.schemas", request.name)
    if module is None:
        known = plugins.names("planner.schemas")
        hint = nearest(request.name, known)
        raise PlannerError(f'There is no schema "{request.name}"{hint}; {", ".join(known)} exist.')
    text = json.dumps(module.schema(_book(request)), ensure_ascii=False, indent=2) + "\n"
    if request.output:
        files.write_text(request.output, text)
    else:
        files.emit(text, encoding="utf-8")
    return 0


def _book(request: SchemaRequest) -> Rulebook:
    config = configuration(files.STDIN, request.config, isolated=request.isolated)
    choice = choice_of(config, RulesRequest(packs=request.packs))
    return Rulebook.of(choice)
