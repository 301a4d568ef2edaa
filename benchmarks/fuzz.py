"""Broken inputs without end for what planner reads, to find what a short test does not.

    python benchmarks/fuzz.py [KIND [SEED [COUNT]]]

Each input has ten CPU seconds and the process 1 GB of memory on top of what Python needs. An input
that breaks the law is kept in `fuzz-KIND-SEED-NUMBER`, and its exception printed with all others
of the same place counted.
"""

import os
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from itertools import islice

TESTS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tests")
sys.path[:0] = [TESTS, os.path.dirname(TESTS)]

from fuzzing import kinds  # noqa: E402  # the tests are no package

SECONDS = 10
MEMORY = 2 * 1024**3
"""Address space: the solver maps more than it uses."""


def give_up(_signal: int, _frame: object) -> None:
    """End an input that takes too long."""
    raise TimeoutError(f"more than {SECONDS} CPU seconds")


def place(error: BaseException) -> str:
    """The exception and the last line of planner that it came through."""
    steps = [it for it in traceback.extract_tb(error.__traceback__) if "/planner/" in it.filename]
    where = f"{steps[-1].filename.rpartition('/planner/')[2]}:{steps[-1].lineno}" if steps else "?"
    return f"{type(error).__name__} in {where}"


def fuzz(name: str, seed: int, count: int, home: str) -> Counter[str]:
    """How often each place broke; the first input of each is kept at home."""
    kind, broken = kinds()[name], Counter[str]()
    for number, data in enumerate(islice(kind.inputs(seed), count)):
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            kind.trial(number, data)
        except (Exception, SystemExit) as error:  # noqa: BLE001  # that there is none is the law
            signal.setitimer(signal.ITIMER_PROF, 0)
            where = place(error)
            broken[where] += 1
            if broken[where] == 1:
                kept = os.path.join(home, f"fuzz-{name}-{seed}-{number}")
                with open(kept, "wb") as file:
                    file.write(data)
                print(f"{kept}: {where}")
                traceback.print_exception(error, limit=-4)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return broken


def main(name: str = "", seed: str = "1", count: str = "1000") -> int:
    """Fuzz one kind of input, or all of them in turn."""
    signal.signal(signal.SIGPROF, give_up)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    home, broken = os.getcwd(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for chosen in [name] if name else kinds():
            found = fuzz(chosen, int(seed), int(count), home)
            print(f"{chosen}: {count} inputs, {found.total()} broke the law", flush=True)
            broken += found
        os.chdir(home)
    for where, times in broken.most_common():
        print(f"{times:>6} {where}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"at most {peak} MB of memory")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
