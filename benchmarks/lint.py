"""What `planner lint` costs against yamllint and check-jsonschema on the same files, in one run.

    python benchmarks/lint.py [posts ...]

All are started as processes of their own, in turns; CPU seconds (user and system) are compared by
their medians. `planner` has to be installed as a wheel beside this Python, with `yamllint`;
check-jsonschema is left out where it is not there.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

BUDGET = {20: 0.45, 1_000: 0.12, 10_000: 0.06}
"""The largest part of yamllint's time that planner may take."""
MEMORY_BUDGET = 700
"""Megabytes for a file of very many posts."""
MANY = 100_000
LONGEST_BY_SCHEMA = 1_000
"""check-jsonschema takes minutes for more posts."""
FILES = 8
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


def written(posts: int, folder: str) -> str:
    """The path of a calendar of so many posts."""
    path = os.path.join(folder, f"{posts}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(calendar(posts)) + "\n")
    return path


def tool(name: str) -> str:
    """The path of a program beside this Python."""
    return os.path.join(os.path.dirname(sys.executable), name)


def seconds(*command: str) -> float:
    """The CPU seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603  # linters that are named here
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(posts: int, folder: str) -> None:
    """Print the medians and ratios for a calendar of so many posts."""
    path, schema = written(posts, folder), os.path.join(folder, "schema.json")
    commands = {"planner": [tool("planner"), "lint", path], "yamllint": [tool("yamllint"), path]}
    if os.path.exists(tool("check-jsonschema")) and posts <= LONGEST_BY_SCHEMA:
        with open(schema, "wb") as file:
            subprocess.run([tool("planner"), "schema", "calendar"], stdout=file, check=True)  # noqa: S603  # as above
        commands["check-jsonschema"] = [tool("check-jsonschema"), "--schemafile", schema, path]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _run in range(RUNS):
        for name, command in commands.items():
            times[name].append(seconds(*command))
    medians = {name: statistics.median(found) for name, found in times.items()}
    ours = medians.pop("planner")
    others = "".join(
        f", {name} {found:.3f} s (ratio {ours / found:.3f})" for name, found in medians.items()
    )
    budget = f"; budget {BUDGET[posts]}" if posts in BUDGET else ""
    print(f"{posts:>7,} posts: planner {ours:.3f} s{others}{budget}")


def measure_memory(folder: str) -> None:
    """Print the largest size of a process that judges very many posts."""
    process = subprocess.Popen(  # noqa: S603  # as above
        [tool("planner"), "lint", written(MANY, folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _pid, _status, used = os.wait4(process.pid, 0)
    print(f"{MANY:>7,} posts: planner {used.ru_maxrss / 1024:.0f} MB; budget {MEMORY_BUDGET} MB")


def compare_jobs(folder: str) -> None:
    """Print how long several calendars take in one process and in two, by the clock."""
    path = written(10_000, folder)
    times: dict[str, list[float]] = {"1": [], "2": []}
    for _run in range(3):
        for jobs, found in times.items():
            start = time.perf_counter()
            seconds(tool("planner"), "lint", "-j", jobs, *[path] * FILES)
            found.append(time.perf_counter() - start)
    one, two = (statistics.median(found) for found in times.values())
    print(f"{FILES} files with 10,000 posts each: -j 1 {one:.2f} s, -j 2 {two:.2f} s by the clock")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for size in [int(word) for word in sys.argv[1:]] or BUDGET:
            compare(size, place)
        measure_memory(place)
        compare_jobs(place)
