"""What `planner lint` costs against yamllint on the same files, in one run.

    python benchmarks/lint.py [posts ...]

Both are started as processes of their own, in turns; CPU seconds (user and system) are compared by
their medians. `planner` and `yamllint` have to be installed beside this Python.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

BUDGET = {20: 0.45, 1_000: 0.12, 10_000: 0.06}
"""The largest part of yamllint's time that planner may take."""
KINDS = ("value", "share", "promo", "conversation", "thanks", "personal", "news")
RUNS = 7


def calendar(posts: int) -> Iterator[str]:
    """The lines of a calendar in which little is out of balance."""
    yield "timezone: UTC"
    yield "posts:"
    for number in range(posts):
        at = datetime(2027, 3, 1, 8, tzinfo=UTC) + timedelta(hours=7 * number)
        yield f"  - at: {at:%Y-%m-%d %H:%M}"
        yield "    channel: mastodon"
        yield f"    kind: {KINDS[number % len(KINDS)]}"
        yield f'    text: "Number {number}: how we dry, roast and taste, told by hand {number * 7}"'
    yield "slots:"
    yield '  - {every: weekday, at: "16:00", for: 20m, kind: inbox}'


def seconds(*command: str) -> float:
    """The CPU seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603  # two linters that are named here
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(posts: int, folder: str) -> None:
    """Print both medians and their ratio for a calendar of so many posts."""
    path = os.path.join(folder, f"{posts}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(calendar(posts)) + "\n")
    tools = os.path.dirname(sys.executable)
    times: dict[str, list[float]] = {"planner": [], "yamllint": []}
    for _run in range(RUNS):
        times["planner"].append(seconds(os.path.join(tools, "planner"), "lint", path))
        times["yamllint"].append(seconds(os.path.join(tools, "yamllint"), path))
    ours, theirs = (statistics.median(times[name]) for name in ("planner", "yamllint"))
    budget = f", budget {BUDGET[posts]}" if posts in BUDGET else ""
    print(
        f"{posts:>6} posts: planner {ours:.3f} s, yamllint {theirs:.3f} s, "
        f"ratio {ours / theirs:.2f}{budget}"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for size in [int(word) for word in sys.argv[1:]] or BUDGET:
            compare(size, place)
