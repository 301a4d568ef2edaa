"""Texts that are nearly alike: for each one the last earlier one that it repeats.

Two texts are alike when so many of the words of the longer one also stand in the other; a word
counts as often as it stands in both, and their order does not matter. The search is exact. Rare
words are looked up in an inverted index; texts that share none of theirs can only be found by
common words, of which each block of texts has one bit per text, so that a whole block is compared
at once.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator
from itertools import chain, count

from planner.named import NamedTuple
from planner.patterns import Pattern

_NO_WORDS = Pattern(r"(?:https?://|www\.)\S+|[@#][\w@.-]+|['\N{RIGHT SINGLE QUOTATION MARK}]")
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Letters of languages that put no spaces between words: each counts as a word."""
_PLAIN_WORD = Pattern(r"[a-z0-9]+")
_WORD = Pattern(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_RARE = 128
"""A word in at most so many texts is looked up in a list of them."""
_BLOCK = 1 << 15

Ranks = tuple[int, ...]
"""The words of a text by how rare they are in all texts together, the rarest first."""
Label = tuple[str, Hashable]
"""Something that several texts have in common, such as `("channel", "x")`."""


class Alike(NamedTuple):
    """How much of the longer text has to be in the other: `alike` words `out_of` so many."""

    alike: int
    out_of: int

    def needed(self, length: int) -> int:
        """How many words have to be shared when the longer text has so many."""
        return -(-self.alike * length // self.out_of)

    def longest(self, length: int) -> int:
        """How long a text can be that is like one of so many words."""
        return length * self.out_of // self.alike


_LONGEST = 200_000
"""Characters of a text that are compared."""


class Wanted(NamedTuple):
    """Which earlier texts may be twins: with all labels of `only`, none of `without`.

    `since` is the position of the first one.
    """

    only: tuple[Label, ...] = ()
    without: tuple[Label, ...] = ()
    since: int = 0


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without links, handles, hashtags and signs.

    Of a text that is longer than any platform takes, those of its beginning.
    """
    text = text[:_LONGEST]
    if text.isascii():
        plain = text.lower()
        if "@" in plain or "#" in plain or "'" in plain or "://" in plain or "www." in plain:
            plain = _NO_WORDS.sub("", plain)
        return list(_PLAIN_WORD.findall(plain))
    plain = _NO_WORDS.sub("", text.casefold())
    if not plain.isascii():
        from unicodedata import normalize

        plain = normalize("NFC", plain)
    return list(_WORD.findall(plain))


def _numbered(words: list[str]) -> frozenset[str]:
    """Each word once: the second `very` of a text is another word than the first."""
    found = frozenset(words)
    return found if len(found) == len(words) else frozenset(_with_numbers(words))


def _with_numbers(words: list[str]) -> Iterator[str]:
    counters: dict[str, Iterator[int]] = {}
    for word in words:
        number = next(counters.setdefault(word, count(1)))
        yield word if number == 1 else f"{word} {number}"


class Twins:
    """Texts in the order of time; `add` each one after it was looked for with `last`."""

    def __init__(self, texts: list[list[str]], alike: Alike) -> None:
        """Take all texts as words, also those that are added later: rare is who is so in all."""
        self._alike = alike
        self._words = [_numbered(words) for words in texts]
        self._texts: list[Ranks] = []
        self._first_common = 0
        self._rare: dict[int, list[int]] = {}
        self._labels: list[frozenset[Label]] = []
        self._blocks: list[_Block] = []
        self._indexed = 0

    def add(self, labels: frozenset[Label]) -> None:
        """Let the next text be found by those after it."""
        self._labels.append(labels)

    def _rank(self) -> None:
        """Number all words by how rare they are."""
        counts = Counter(chain.from_iterable(self._words))
        by_number = sorted(counts, key=lambda word: (counts[word], word))
        ranks = {word: rank for rank, word in enumerate(by_number)}
        self._first_common = bisect_right(by_number, _RARE, key=counts.__getitem__)
        self._texts = [tuple(sorted(map(ranks.__getitem__, words))) for words in self._words]

    def _index(self) -> None:
        """Put those texts into the indexes that were added since this was last needed."""
        if not self._texts:
            self._rank()
        for position in range(self._indexed, len(self._labels)):
            words = self._texts[position]
            for word in self._rare_of(words):
                self._rare.setdefault(word, []).append(position)
            if position % _BLOCK == 0:
                self._blocks.append(_Block(position))
            common = self._common_of(words)
            self._blocks[-1].add(position, len(words), common, self._labels[position])
        self._indexed = len(self._labels)

    def last(self, wanted: Wanted) -> int | None:
        """The position of the last text before the next one that is like it, of those wanted."""
        position = len(self._labels)
        if position <= wanted.since:
            return None
        if self._is_twin(position, position - 1, wanted):
            return position - 1  # texts made from one pattern follow each other, most of the time
        self._index()
        words = self._texts[position]
        found = self._by_rare_words(words, wanted)
        common = self._common_of(words)
        if len(common) >= self._alike.needed(len(words)):
            for block in reversed(self._blocks):
                if block.end <= max(wanted.since, -1 if found is None else found):
                    break
                near = block.last(common, len(words), self._alike, wanted)
                if near is not None:
                    return near if found is None else max(near, found)
        return found

    def _rare_of(self, words: Ranks) -> Ranks:
        """The rarest words, as far as two texts that are alike share at least one of them."""
        enough = len(words) - self._alike.needed(len(words)) + 1
        return words[: min(enough, bisect_left(words, self._first_common))]

    def _common_of(self, words: Ranks) -> Ranks:
        return words[bisect_left(words, self._first_common) :]

    def _by_rare_words(self, words: Ranks, wanted: Wanted) -> int | None:
        positions: set[int] = set()
        for word in self._rare_of(words):
            positions.update(self._rare.get(word, ()))
        for position in sorted(positions, reverse=True):
            if position < wanted.since:
                break
            if self._is_twin(len(self._labels), position, wanted):
                return position
        return None

    def _is_twin(self, own: int, position: int, wanted: Wanted) -> bool:
        """Whether the text at a position is like another, and wanted."""
        one, other = self._words[own], self._words[position]
        if len(one & other) < self._alike.needed(max(len(one), len(other))):
            return False
        labels = self._labels[position]
        return labels.issuperset(wanted.only) and labels.isdisjoint(wanted.without)


class _Block:
    """Some thousand texts, and for each common word, length and label the bits of those with it."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.end = first
        self._words: dict[int, int] = {}
        self._lengths: dict[int, int] = {}
        self._labels: dict[Label, int] = {}

    def add(self, position: int, length: int, words: Ranks, labels: frozenset[Label]) -> None:
        """Take one more text, by its common words."""
        bit = 1 << (position - self.first)
        for word in words:
            self._words[word] = self._words.get(word, 0) | bit
        self._lengths[length] = self._lengths.get(length, 0) | bit
        for label in labels:
            self._labels[label] = self._labels.get(label, 0) | bit
        self.end = position + 1

    def last(self, words: Ranks, length: int, alike: Alike, wanted: Wanted) -> int | None:
        """The last text that shares enough common words with one of a length.

        Bit by bit, `able[n]` are the texts that may still lack n more of the words.
        """
        able = self._able(len(words), length, alike, self._wanted(wanted))
        for word in words:
            if not able:
                return None
            has = self._words.get(word, 0)
            able = [bits & has | less for bits, less in zip(able, [*able[1:], 0], strict=True)]
            while able and not able[-1]:
                able.pop()
        return self.first + able[0].bit_length() - 1 if able else None

    def _wanted(self, wanted: Wanted) -> int:
        bits = (1 << (self.end - self.first)) - 1
        for label in wanted.only:
            bits &= self._labels.get(label, 0)
        for label in wanted.without:
            bits &= ~self._labels.get(label, 0)
        early = max(0, wanted.since - self.first)
        return bits >> early << early

    def _able(self, common: int, length: int, alike: Alike, wanted: int) -> list[int]:
        """The wanted texts by how many of so many common words they may lack at most."""
        able: list[int] = []
        for other in range(alike.longest(length), alike.needed(length) - 1, -1):
            spare = common - alike.needed(max(length, other))
            bits = self._lengths.get(other, 0) & wanted
            if spare >= 0 and bits:
                able.extend([0] * (spare + 1 - len(able)))
                able[: spare + 1] = [known | bits for known in able[: spare + 1]]
        return able
