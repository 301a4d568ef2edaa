"""The way in: `planner` and `python -m planner`."""

import sys
from collections.abc import Sequence

from planner.errors import PlannerError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and exit with its code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _open_closed_streams()
    code = run(words)
    if words[:1] == ["lint"]:
        _leave(code)
    sys.exit(code)


def _open_closed_streams() -> None:
    """What is told to a stream that somebody has closed goes nowhere, as into a closed pipe."""
    import os

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))


def _leave(code: int) -> None:
    """End at once: to take every value apart first took a tenth of a run, and nobody needs it.

    All output was flushed and every file closed when it was written.
    """
    import os

    if sys.gettrace() is None and sys.getprofile() is None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(arguments: list[str]) -> int:
    """The exit code of a command line: 0, 1 findings, 2 usage, 3 our own bug, 130 interrupted."""
    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    try:
        return _dispatch(arguments)
    except PlannerError as error:
        _say(f"planner: {error}")
        return 2
    except KeyboardInterrupt:
        _say("planner: stopped.")
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        if _is_interrupted(error):
            _say("planner: stopped.")
            return 130
        if debug:
            raise
        _say(
            f"planner: this is a bug in planner, not in your calendar "
            f"({type(error).__name__}: {error}). Please report it; --debug shows the details."
        )
        return 3


def _is_interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error, as in a compiled module that it kept from loading."""
    if error is None or isinstance(error, KeyboardInterrupt):
        return error is not None
    return _is_interrupted(error.__cause__ or error.__context__)


def _dispatch(arguments: list[str]) -> int:
    import gc

    # A run is short and makes many small values that live until its end.
    gc.disable()
    if arguments[:1] == ["lint"]:
        from planner.commands.quick import lint_request

        request = lint_request(arguments)
        if request is not None:
            from planner.commands import lint

            return lint.run(request)
    gc.enable()
    from planner.cli import run_typer

    return run_typer(arguments)


def _say(text: str) -> None:
    from planner.files import say

    say(text)


if __name__ == "__main__":
    main()
