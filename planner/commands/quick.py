"""The short way into `planner lint`, for hooks: plain file names and few flags, no typer.

Whatever is not understood here goes the long way, so that both ways do the same.
"""

from planner.commands.lint import LintRequest
from planner.named import Any

_FLAGS = {
    "--diff": "diff",
    "--exit-non-zero-on-fix": "exit_non_zero_on_fix",
    "--exit-zero": "exit_zero",
    "--fix": "fix",
    "--fix-only": "fix_only",
    "--force-exclude": "force_exclude",
    "--isolated": "isolated",
    "--no-baseline": "no_baseline",
    "--quiet": "quiet",
    "-q": "quiet",
    "--statistics": "statistics",
    "--strict": "strict",
    "--unsafe-fixes": "unsafe_fixes",
    "--verbose": "verbose",
    "-v": "verbose",
}
_VALUES = {
    "--baseline": "baseline",
    "--changed-since": "changed_since",
    "--color": "color",
    "--config": "config",
    "--fail-on": "fail_on",
    "--jobs": "jobs",
    "-j": "jobs",
    "--now": "now",
}
_LISTS = {
    "--format": "formats",
    "-f": "formats",
    "--mandatory": "mandatory",
    "--output-file": "outputs",
    "-o": "outputs",
}


def lint_request(arguments: list[str]) -> LintRequest | None:
    """The request of a plain `lint` command line, or None when it takes the long way."""
    if arguments[:1] != ["lint"]:
        return None
    found: dict[str, Any] = {}
    paths = []
    words = iter(arguments[1:])
    for word in words:
        if word in _FLAGS:
            found[_FLAGS[word]] = True
        elif word in _VALUES or word in _LISTS:
            value = next(words, None)
            if value is None or value.startswith("-"):
                return None
            if word in _VALUES:
                found[_VALUES[word]] = value
            else:
                found[_LISTS[word]] = (*found.get(_LISTS[word], ()), value)
        elif word.startswith("-") and word != "-":
            return None
        else:
            paths.append(word)
    return LintRequest(paths=tuple(paths))._replace(**found)
