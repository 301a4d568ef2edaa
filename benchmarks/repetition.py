"""How long the check `repetition` takes: CPU seconds for calendars of several sorts and sizes.

Run it from the checkout: `PYTHONPATH=. python benchmarks/repetition.py [posts ...]`.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, repeat

from planner.checks.repetition import Options, lint
from planner.model import Calendar, Post
from planner.weeks import Timeline
from planner.which import read_which

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
TARGETS = {10_000: 5, 100_000: 30}
"""CPU seconds that so many posts may take."""


def vocabulary(size: int) -> list[str]:
    """Words that differ."""
    return [f"word{number}" for number in range(size)]


def identical(dice: random.Random) -> Iterator[str]:
    """Fifty texts over and over."""
    texts = [" ".join(dice.sample(vocabulary(2_000), 15)) for _ in range(50)]
    yield from (dice.choice(texts) for _ in repeat(None))


def templates(dice: random.Random) -> Iterator[str]:
    """Fifty texts with two words filled in."""
    texts = [dice.sample(vocabulary(2_000), 15) for _ in range(50)]
    for _ in repeat(None):
        filled = [*dice.choice(texts), dice.choice(FILLS), dice.choice(FILLS)]
        yield " ".join(filled)


FILLS = [f"fill{number}" for number in range(200)]


def few_words(dice: random.Random) -> Iterator[str]:
    """Twelve words out of three hundred."""
    words = vocabulary(300)
    yield from (" ".join(dice.choices(words, k=12)) for _ in repeat(None))


def few_words_long(dice: random.Random) -> Iterator[str]:
    """Ten to sixty words out of three hundred."""
    words = vocabulary(300)
    yield from (" ".join(dice.choices(words, k=dice.randint(10, 60))) for _ in repeat(None))


def random_words(dice: random.Random) -> Iterator[str]:
    """Twenty words out of thirty thousand, all alike in number."""
    words = vocabulary(30_000)
    yield from (" ".join(dice.choices(words, k=20)) for _ in repeat(None))


def like_language(dice: random.Random) -> Iterator[str]:
    """Five to forty-five words, some far more common than others, every twentieth text again."""
    words = vocabulary(50_000)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    said: list[str] = []
    for _ in repeat(None):
        if said and dice.random() < 1 / 20:
            yield dice.choice(said)
        else:
            said.append(" ".join(dice.choices(words, cum_weights=weights, k=dice.randint(5, 45))))
            yield said[-1]


SORTS: list[Callable[[random.Random], Iterator[str]]] = [
    identical, templates, few_words, few_words_long, random_words, like_language,
]  # fmt: skip
RULES = {
    "any time": Options(read_which({"entry": "post"})),
    "12 weeks": Options(read_which({"entry": "post"}), within=84, across="same_channel"),
    "elsewhere": Options(read_which({"entry": "post"}), across="other_channels"),
}


def calendar_of(texts: Iterator[str], posts: int, dice: random.Random) -> Calendar:
    """A calendar of so many posts, one every two hours, most of them on one channel."""
    channels = ("x", "x", "x", "mastodon")
    return Calendar(
        posts=tuple(
            Post(f"p{number}", f"p{number}", at, dice.choice(channels), text=text)
            for number, text, at in zip(
                range(posts), texts, (FIRST + timedelta(hours=2 * n) for n in range(posts)),
                strict=False,
            )
        )
    )  # fmt: skip


def main(sizes: list[int]) -> None:
    """Print the seconds of every sort, size and rule, and whether they are too many."""
    for posts in sizes:
        for sort in SORTS:
            dice = random.Random(7)  # the same calendar each time
            timeline = Timeline(calendar_of(sort(dice), posts, dice))
            for name, options in RULES.items():
                start = time.process_time()
                hits = sum(1 for _ in lint(options, timeline))
                seconds = time.process_time() - start
                verdict = "" if seconds <= TARGETS.get(posts, seconds) else "  too slow"
                print(  # what the script is for
                    f"{posts:>7} posts  {sort.__name__:15} {name:10}"
                    f" {seconds:7.2f} s  {hits:>6} hits{verdict}",
                    flush=True,
                )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(TARGETS))
