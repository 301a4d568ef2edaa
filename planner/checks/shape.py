"""What a text is made of: own words beside links, hashtags that are no heap, words not shouted.

Moving an entry does not change its text, so there is no plan reading.
"""

from collections.abc import Iterator
from typing import NamedTuple

from planner.checks import Count, Option, PostHit
from planner.items import channels_of, day_window, item_name, items
from planner.model import Entry, Post
from planner.options import count, positive
from planner.patterns import Pattern
from planner.phrases import LONGEST, own_text, own_words
from planner.weeks import Timeline
from planner.which import Which, read_which

_LONG = 4
"""Letters of a word that is too long to be read as an abbreviation."""
_CAPITALS = Pattern(rf"[^\W\d_a-z]{{{_LONG}}}")
_HASHTAG = Pattern(r"(?<![\w&/#])#\w*[^\W\d_]\w*")


class Options(NamedTuple):
    """Texts of posts that are `of` have `own_words`, and not more `hashtags` and `capitals`."""

    of: Which
    own_words: int = 0
    hashtags: int = 0
    capitals: int = 0
    for_every: int = 1


OPTIONS = {
    "of": Option(read_which, "the posts whose texts are judged"),
    "own_words": Option(
        count, "the words beside links, hashtags and accounts where a post has such; 0: any"
    ),
    "hashtags": Option(count, "the hashtags in a text that need no words; 0: any number"),
    "capitals": Option(
        count, "the words of four letters and more that may stand in capitals; 0: any number"
    ),
    "for_every": Option(positive, "how many own words allow one more hashtag or word in capitals"),
}
WORDS = ("entry", "channel", "observed", "allowed", "words", "excess")
COUNTS = ("observed", "allowed", "words", "excess")


def lint(options: Options, timeline: Timeline) -> Iterator[PostHit]:
    """A hit per post, whatever the number of its channels."""
    fits = options.of.test(timeline.calendar)
    for item in items(entry for entry in timeline.going_out() if fits(entry)):
        post = item[0]
        if isinstance(post, Post) and post.text:
            for observed, allowed, words in _faults(options, post):
                yield _hit(timeline, item, observed, allowed, words)


def _faults(options: Options, post: Post) -> Iterator[tuple[int, int, int]]:
    """What there is, what is allowed, and the number of words it is compared with."""
    text = post.text[:LONGEST]
    if options.own_words and not _has_plain_words(text, options.own_words):
        words = len(own_words(f"{post.title or ''} {text}"))
        if words < options.own_words and (post.link or own_text(text) != text):
            yield words, options.own_words, words
    if options.hashtags and text.count("#") > options.hashtags:
        words = len(own_words(text))
        allowed = max(options.hashtags, words // options.for_every)
        hashtags = len(_HASHTAG.findall(text))
        if hashtags > allowed:
            yield hashtags, allowed, words
    if options.capitals and len(_CAPITALS.findall(text)) > options.capitals:
        long = [word for word in own_words(text) if len(word) >= _LONG]
        allowed = max(options.capitals, len(long) // options.for_every)
        shouted = sum(word.isupper() and word.isalpha() for word in long)
        if shouted > allowed:
            yield shouted, allowed, len(long)


def _has_plain_words(text: str, number: int) -> bool:
    """Whether a look at the spaces is enough to see so many words."""
    for word in text.split():
        number -= word.isalpha()
        if not number:
            return True
    return False


def _hit(timeline: Timeline, item: list[Entry], observed: int, allowed: int, words: int) -> PostHit:
    said = {
        "entry": item_name(item, timeline),
        "channel": channels_of(item) or "no channel",
        "observed": Count(observed),
        "allowed": Count(allowed),
        "words": Count(words),
        "excess": Count(abs(observed - allowed)),
    }
    window = day_window(item[0], timeline)
    return PostHit(item[0], window, observed, allowed, said, "text")
