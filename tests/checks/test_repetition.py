"""The check of near-duplicate texts, compared with reading every pair."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from helpers import BERLIN, berlin, calendar_of, rule_named
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner import twins
from planner.checks import Hit, repetition
from planner.checks.repetition import Options
from planner.model import Calendar, Entry, Post, Slot
from planner.options import days
from planner.twins import Alike, Twins, Wanted, words_of
from planner.weeks import Timeline
from planner.which import Which, of_kinds, read_which

POSTS = read_which({"entry": "post"})
ANY = Which()
MONDAY = date(2026, 11, 23)
TEXT = "one two three four five six seven eight nine ten"


def hits(options: Options, *entries: Entry) -> list[Hit]:
    """What the check finds."""
    return list(repetition.lint(options, Timeline(calendar_of(*entries))))


def post(name: str, day: int | date, text: str = TEXT, **fields: Any) -> Post:
    """A post on X with a text."""
    return Post(name, fields.pop("entry", name), berlin(day), "x", text=text)._replace(**fields)


def shared_by_hand(one: list[str], other: list[str]) -> int:
    """How many words two texts share, crossing out each word that is found."""
    left = list(other)
    number = 0
    for word in one:
        if word in left:
            left.remove(word)
            number += 1
    return number


def may_repeat(options: Options, one: Entry, other: Entry) -> bool:
    """Whether the channels, series, entries and days of two entries are such that they count."""
    same = channel_of(one) == channel_of(other)
    if (options.across == "same_channel" and not same) or (
        options.across == "other_channels" and same
    ):
        return False
    if not options.of_entry and one.entry and one.entry == other.entry:
        return False
    series = [it.series for it in (one, other) if isinstance(it, Post) and it.series]
    if not options.of_series and len(series) > len(set(series)):
        return False
    apart = abs((day_of(one) - day_of(other)).days)
    return options.within == 0 or apart < options.within


def channel_of(entry: Entry) -> object:
    """The channel of a post or the channels of a slot, nothing being the same everywhere."""
    return (
        (entry.channel,)
        if isinstance(entry, Post) and entry.channel
        else getattr(entry, "channels", ())
    )


def day_of(entry: Entry) -> date:
    """The day of an entry in Berlin."""
    assert entry.at is not None
    return entry.at.astimezone(BERLIN).date() if isinstance(entry.at, datetime) else entry.at


def families_by_hand(calendar: Calendar, options: Options) -> list[list[str]]:
    """Every entry joins the last one before it that it repeats; the families of several."""
    fits = options.of.test(calendar)
    read: list[tuple[Entry, list[str]]] = []
    families: list[list[str]] = []
    for moment in Timeline(calendar).moments:
        entry = moment.entry
        text = entry.text if isinstance(entry, Post) else entry.note
        words = (text or "").split()
        if not fits(entry) or len(words) < options.from_words:
            continue
        for other, known in reversed(read):
            longer = max(len(words), len(known))
            alike = shared_by_hand(words, known) * options.out_of >= longer * options.alike
            if alike and may_repeat(options, entry, other):
                next(it for it in families if other.id in it).append(entry.id)
                break
        else:
            families.append([entry.id])
        read.append((entry, words))
    return [family for family in families if len(family) >= max(2, options.from_copies)]


def families_found(calendar: Calendar, options: Options) -> list[list[str]]:
    """The same, as the check finds them."""
    return [
        [hit.related[0].id, hit.entry.id, *(it.id for it in hit.related[1:])]
        for hit in repetition.lint(options, Timeline(calendar))
        if hit.entry
    ]


WORDS = st.lists(st.sampled_from("abcdef"), max_size=7).map(" ".join)
TIMES = st.one_of(
    st.integers(0, 9).map(lambda step: MONDAY + timedelta(days=step)),
    st.integers(0, 40).map(lambda step: berlin(MONDAY, "00:00") + timedelta(hours=6 * step)),
)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Small calendars of texts of few words."""
    entries: list[Entry] = [
        Post(
            f"p{number}",
            draw(st.sampled_from(["", f"p{number}", f"p{number}", "one"])),
            draw(TIMES),
            draw(st.sampled_from(["x", "x", "mastodon", None])),
            text=draw(WORDS),
            series=draw(st.sampled_from([None, None, "tips"])),
            status=draw(st.sampled_from(["draft", "draft", "published", "cancelled"])),
        )
        for number in range(draw(st.integers(0, 10)))
    ]
    entries += [
        Slot(f"s{n}", f"s{n}", draw(TIMES), channels=draw(st.sampled_from([(), ("x",)])),
             note=draw(WORDS))
        for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    return calendar_of(*entries)


OPTIONS = st.builds(
    Options,
    of=st.sampled_from([ANY, POSTS]),
    alike=st.integers(1, 5),
    out_of=st.just(5),
    within=st.sampled_from([0, 0, 1, 2, 7]),
    across=st.sampled_from(repetition.ACROSS),
    from_words=st.integers(1, 6),
    from_copies=st.sampled_from([2, 2, 2, 3]),
    of_series=st.booleans(),
    of_entry=st.booleans(),
)


@pytest.mark.parametrize(
    ("rare", "block"), [(128, 1 << 15), (0, 1 << 15), (0, 3), (2, 2), (2, 8), (3, 16)]
)
def test_any_numbers_agree_with_reading_every_pair(
    rare: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is rare and however many texts a block has."""
    monkeypatch.setattr(twins, "_RARE", rare)
    monkeypatch.setattr(twins, "_BLOCK", block)

    @given(calendars(), OPTIONS)
    @settings(derandomize=True, deadline=None, max_examples=150)
    def agrees(calendar: Calendar, options: Options) -> None:
        assert families_found(calendar, options) == families_by_hand(calendar, options)

    agrees()


@pytest.mark.parametrize("rare", [0, 2, 128])
def test_the_search_finds_the_last_of_all_that_are_alike(
    rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From any position on, whatever is rare."""
    monkeypatch.setattr(twins, "_RARE", rare)

    @given(
        st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=9), max_size=12),
        st.integers(1, 5),
        st.integers(0, 5),
    )
    @example([[], []], 4, 0)
    @example([["c"], ["a", "b", "c"], ["r", "a", "b"], ["r", "a", "b", "c"]], 3, 0)
    @settings(derandomize=True, deadline=None, max_examples=150)
    def finds(texts: list[list[str]], share: int, since: int) -> None:
        alike = Alike(share, 5)
        found = Twins(texts, alike)
        for position, words in enumerate(texts):
            near = [
                number
                for number, other in enumerate(texts[:position])
                if number >= since
                and 5 * shared_by_hand(words, other) >= share * max(len(words), len(other))
            ]
            assert found.last(Wanted(since=since)) == max(near, default=None)
            found.add(frozenset())

    finds()


@pytest.mark.parametrize(("text", "words"), [
    ("The new ROAST, again!", ["the", "new", "roast", "again"]),
    ("Look: https://example.org/a-b?c=d www.example.org end", ["look", "end"]),
    ("By @farm@coop.social and @rosa, #coffee #1", ["by", "and"]),
    ("Don't \N{EM DASH} or don\N{RIGHT SINGLE QUOTATION MARK}t", ["dont", "or", "dont"]),
    ("Episode 12 is out \N{HOT BEVERAGE}", ["episode", "12", "is", "out"]),
    ("Stra\N{LATIN SMALL LETTER SHARP S}e cafe\N{COMBINING ACUTE ACCENT}",
     ["strasse", "caf\N{LATIN SMALL LETTER E WITH ACUTE}"]),
    ("\u65e5\u672c\u8a9e no", ["\u65e5", "\u672c", "\u8a9e", "no"]),
    ("", []),
])  # fmt: skip
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    """Lower case, numbers kept; links, handles, hashtags and signs are none."""
    assert words_of(text) == words


def test_a_recycled_text_names_its_twin_and_both_dates() -> None:
    """The later post is told, and how often it comes back after that."""
    options = Options(POSTS)
    (hit,) = hits(options, post("new", 25), post("old", 23))
    assert hit.entry is not None
    assert hit.entry.id == "new"
    assert [it.id for it in hit.related] == ["old"]
    assert (hit.words["when"], hit.words["twin"], hit.words["twin_when"], hit.words["more"]) == (
        "Wed 25 Nov 09:00", "old", "Mon 23 Nov 09:00", "",
    )  # fmt: skip
    (hit,) = hits(options, *(post(f"p{day}", day) for day in (23, 24, 25, 26)))
    assert hit.words["more"] == ", and 2 more until Thu 26 Nov 09:00"
    assert hit.window == (date(2026, 11, 23), date(2026, 11, 27), "x")


@pytest.mark.parametrize(("changed", "found"), [(2, 1), (3, 0)])
def test_eight_of_ten_words_are_enough(changed: int, found: int) -> None:
    """And seven are not."""
    other = TEXT.split()[changed:] + [f"new{number}" for number in range(changed)]
    assert len(hits(Options(POSTS), post("a", 23), post("b", 24, " ".join(other)))) == found


def test_the_longer_text_is_the_measure() -> None:
    """A short text inside a long one is no repetition."""
    assert not hits(Options(POSTS), post("a", 23), post("b", 24, f"{TEXT} a b c"))
    assert hits(Options(POSTS), post("a", 23), post("b", 24, f"{TEXT} a b"))


def test_a_text_of_few_words_is_not_compared() -> None:
    """Six words are, five are not."""
    assert not hits(Options(POSTS), post("a", 23, "a b c d e"), post("b", 24, "a b c d e"))
    assert hits(Options(POSTS), post("a", 23, "a b c d e f"), post("b", 24, "a b c d e f"))


@pytest.mark.parametrize(("within", "found"), [(2, 0), (3, 1), (0, 1)])
def test_days_are_counted_half_open(within: int, found: int) -> None:
    """Monday and Wednesday are within three days, not within two; 0 is any time."""
    options = Options(POSTS, within=within)
    assert len(hits(options, post("a", 23), post("b", 25))) == found


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_same_day_is_that_of_the_calendar(day: date) -> None:
    """From its first to its last minute, also when the clock changes."""
    options = Options(POSTS, within=1)
    first, last = post("a", day, at=berlin(day, "00:00")), post("b", day, at=berlin(day, "23:59"))
    assert hits(options, first, last)
    assert not hits(options, last, post("c", day, at=berlin(day + timedelta(days=1), "00:00")))


def test_one_entry_for_several_channels_does_not_repeat_itself() -> None:
    """Unless the rule asks for it."""
    fanned = [post(f"p-{it}", 23, entry="p", channel=it) for it in ("x", "mastodon")]
    assert not hits(Options(POSTS), *fanned)
    assert hits(Options(POSTS, of_entry=True), *fanned)
    unnamed = [it._replace(entry="", route=("posts", 0)) for it in fanned]
    assert not hits(Options(POSTS), *unnamed)


def test_posts_of_one_series_may_be_alike() -> None:
    """Those of two are compared."""
    tips = [post("a", 23, series="tips"), post("b", 24, series="tips")]
    assert not hits(Options(POSTS), *tips)
    assert hits(Options(POSTS, of_series=True), *tips)
    assert hits(Options(POSTS), tips[0], tips[1]._replace(series="news"))


def test_what_does_not_go_out_repeats_nothing() -> None:
    """Held, cancelled, and without a day; what is published was read."""
    twin = post("a", 23)
    assert not hits(Options(POSTS), twin, post("b", 24, status="held"))
    assert not hits(Options(POSTS), twin, post("b", 24, status="cancelled"))
    assert not hits(Options(POSTS), twin, post("b", 24, at=None))
    assert hits(Options(POSTS), twin._replace(status="published"), post("b", 24))


def test_only_chosen_posts_are_compared() -> None:
    """A promo is not the twin of a post of another kind."""
    assert not hits(Options(of_kinds(["promo"])), post("a", 23), post("b", 24, kind="promo"))


def test_slots_are_compared_by_their_notes() -> None:
    """Those of one repeating slot are not."""
    slots = [
        Slot(f"s{day}", f"s{day}", berlin(day), kind="conversation", note=TEXT) for day in (23, 24)
    ]
    assert hits(Options(ANY), *slots)
    assert not hits(Options(ANY), *(slot._replace(entry="s") for slot in slots))


@pytest.mark.parametrize(("value", "number"), [("1d", 1), ("4w", 28), (" 12 W", 84), (0, 0)])
def test_a_number_of_days(value: object, number: int) -> None:
    """In days or weeks; 0 needs no unit."""
    assert days(value) == number


@pytest.mark.parametrize("value", [3, "3", "3h", None, False])
def test_what_is_no_number_of_days_is_refused(value: object) -> None:
    """With a way to write it."""
    with pytest.raises(ValueError, match="write it like 1d or 4w"):
        days(value)


def test_posts_about_two_days_are_no_repetition() -> None:
    """The same words for the tour of this Sunday and the next; but not for the same tour."""
    text = "Guided tour through the old roastery on Sunday at three"
    posts = [
        Post(f"p{day}", f"p{day}", berlin(day), "x", "news", text=text, event=date(2026, 12, day))
        for day in (6, 13)
    ]
    again = posts[1]._replace(id="again", entry="again", at=berlin(14))
    options = rule_named("no-recycled-texts").options
    assert not list(repetition.lint(options, Timeline(calendar_of(*posts))))
    (hit,) = repetition.lint(options, Timeline(calendar_of(*posts, again)))
    assert hit.entry.id == "again"
