"""Texts, media and tags that do not fit their channel, against a judgement by hand."""

from datetime import date

import pytest
from helpers import berlin, calendar_of, rule_named
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import PostHit, length
from planner.limits.counting import METHODS
from planner.model import Calendar, Channel, Finding, Media, Post
from planner.plan.balance import make_plan
from planner.rules import RuleSetting, apply, judge
from planner.weeks import Timeline

RULES = ("text-fits-channel", "media-fits-channel", "tags-fit-channel", "title-fits-channel")
BEANS = Media(file="beans.jpg", alt="Beans on a drying bed")
FILM = Media(url="https://example.org/roasting.MP4?size=1", alt="Somebody roasts")


def post(channel: str | None = "x", **fields: object) -> Post:
    """A post on the Tuesday, unless its fields say otherwise."""
    given: dict[str, object] = {"at": berlin(24), "channel": channel, "route": ("posts", 0)}
    return Post("p", "p", **{**given, **fields})  # type: ignore[arg-type]


def findings(rule: str, *posts: Post, channels: tuple[Channel, ...] = ()) -> list[Finding]:
    """What a shipped rule finds."""
    calendar = calendar_of(*posts)._replace(channels=channels)
    return list(judge(rule_named(rule), Timeline(calendar)))


def messages(rule: str, *posts: Post, channels: tuple[Channel, ...] = ()) -> list[str]:
    """What is said about it."""
    return [finding.message for finding in findings(rule, *posts, channels=channels)]


# Texts: every platform's number, one less and one more.


@pytest.mark.parametrize(("channel", "most", "level"), [
    ("x", 280, "error"), ("bluesky", 300, "error"), ("mastodon", 500, "error"),
    ("threads", 500, "error"), ("linkedin", 3000, "warning"), ("facebook", 63206, "warning"),
    ("instagram", 2200, "error"), ("pinterest", 500, "warning"), ("tiktok", 4000, "warning"),
    ("youtube", 5000, "warning"), ("google-business", 1500, "warning"),
    ("telegram", 4096, "warning"), ("reddit", 40000, "warning"),
])  # fmt: skip
def test_a_text_may_be_as_long_as_its_channel_allows(channel: str, most: int, level: str) -> None:
    """What only others quote is a warning."""
    assert not findings("text-fits-channel", post(channel, text="a" * most))
    (finding,) = findings("text-fits-channel", post(channel, text="a" * (most + 1)))
    assert (finding.observed, finding.allowed, finding.level) == (most + 1, most, level)


def test_the_message_has_the_numbers() -> None:
    """What the platform counts, what it allows, and what to do."""
    assert messages("text-fits-channel", post(text="a" * 312)) == [
        "x counts 312, allowed 280; shorten by 32."
    ]
    assert messages("text-fits-channel", post("bluesky", text="日" * 1001)) == [
        "bluesky counts 1001, allowed 300; shorten by 701."
    ]
    family = "👨\u200d👩\u200d👧\u200d👦"
    assert messages("text-fits-channel", post("bluesky", text=family * 121)) == [
        "bluesky counts 3025 bytes, allowed 3000; shorten by 25."
    ]


def test_a_link_of_a_pin_may_be_too_long() -> None:
    """It is no text, but it goes with it."""
    link = "https://example.org/"
    link += "a" * (2049 - len(link))
    assert messages("text-fits-channel", post("pinterest", link=link)) == [
        "pinterest counts 2049 in the link, allowed 2048; shorten by 1."
    ]


def test_a_finding_is_at_the_field_on_the_day_of_the_post() -> None:
    """So that a plan of a week knows whether it is concerned."""
    (finding,) = findings("text-fits-channel", post(text="a" * 281))
    assert finding.place == ("posts", 0, "text")
    assert finding.window == (date(2026, 11, 24), date(2026, 11, 25), "x")


@pytest.mark.parametrize("at", [None, date(2026, 11, 24)])
def test_a_post_without_a_time_is_judged_too(at: date | None) -> None:
    """Without a date it has no window."""
    (finding,) = findings("text-fits-channel", post(text="a" * 281, at=at))
    assert (finding.window is None) == (at is None)


@pytest.mark.parametrize("status", ["held", "cancelled", "published"])
def test_what_does_not_go_out_any_more_is_not_judged(status: str) -> None:
    """What is published was taken by the platform."""
    assert not findings("text-fits-channel", post(text="a" * 281, status=status))


def test_nothing_is_said_of_channels_that_nobody_knows() -> None:
    """Nor of posts without a channel."""
    for channel in ("intranet", "email", "blog", None):
        assert not findings("text-fits-channel", post(channel, text="a" * 100000))


def test_a_calendar_sets_its_own_limits() -> None:
    """Larger or smaller ones, also of a channel of its own; Bluesky's bytes stay."""
    own = (Channel("x", limit=25000), Channel("mastodon", limit=200), Channel("intranet", limit=9))
    assert not findings("text-fits-channel", post(text="a" * 25000), channels=own)
    (finding,) = findings("text-fits-channel", post("mastodon", text="a" * 201), channels=own)
    assert (finding.allowed, finding.level) == (200, "error")
    assert findings("text-fits-channel", post("intranet", text="a" * 10), channels=own)
    many = (Channel("bluesky", limit=5000),)
    (finding,) = findings("text-fits-channel", post("bluesky", text="a" * 3001), channels=many)
    assert finding.message == "bluesky counts 3001 bytes, allowed 3000; shorten by 1."


def set_to(rule: str, **options: object) -> length.Options:
    """The options of a rule as a configuration sets them."""
    chosen = apply(rule_named(rule), RuleSetting(options=options)).options
    assert isinstance(chosen, length.Options)
    return chosen


def hits(options: length.Options, *posts: Post) -> list[PostHit]:
    """What the check finds."""
    return list(length.lint(options, Timeline(calendar_of(*posts))))


def test_a_configuration_sets_its_own_numbers() -> None:
    """One for each channel, or one for each thing on it; channels by any name."""
    options = set_to("text-fits-channel", limits={"Twitter": 10})
    assert [hit.allowed for hit in hits(options, post(text="a" * 11))] == [10]
    assert str(options.limits) == "x: 10"
    options = set_to("tags-fit-channel", limits={"instagram": {"hashtags": 1, "mentions": 2}})
    (hit,) = hits(options, post("instagram", text="#a #b @c @d"))
    assert (hit.observed, hit.allowed) == (2, 1)
    assert str(options.limits) == "instagram: hashtags 1, instagram: mentions 2"
    assert str(set_to("title-fits-channel").limits) == "none"


def test_a_configuration_leaves_channels_out() -> None:
    """By any name of theirs."""
    options = set_to("text-fits-channel", not_on=["twitter"])
    assert not hits(options, post(text="a" * 281))
    assert hits(options, post("mastodon", text="a" * 501))
    assert set_to("text-fits-channel", not_on="x").not_on == {"x"}


@pytest.mark.parametrize(("name", "value", "says"), [
    ("of", ["txt"], 'did you mean "text"?'), ("limits", 500, "write it like"),
    ("limits", {"x": 0}, "0 is too small"), ("limits", {"x": {"txt": 1}}, "cannot be limited"),
    ("not_on", [1], "no list of channels"), ("out_of", 0, "too small"),
])  # fmt: skip
def test_a_wrong_option_is_told(name: str, value: object, says: str) -> None:
    """With what would be right."""
    with pytest.raises(Exception, match="text-fits-channel") as caught:
        set_to("text-fits-channel", **{name: value})
    assert says in str(caught.value)


def test_a_milder_level_is_kept_milder() -> None:
    """A rule that is set to info makes no errors; one that is an error leaves warnings be."""
    rule = rule_named("text-fits-channel")
    for channel, text in (("x", "a" * 281), ("linkedin", "a" * 3001)):
        timeline = Timeline(calendar_of(post(channel, text=text)))
        (finding,) = judge(rule._replace(level="info"), timeline)
        assert finding.level == "info"


def test_the_content_warning_counts_on_mastodon() -> None:
    """Which a calendar keeps beside the known fields."""
    warned = post("mastodon", text="a" * 497, extra=(("cw", "food"),))
    assert messages("text-fits-channel", warned) == [
        "mastodon counts 501, allowed 500; shorten by 1."
    ]


def test_the_text_of_a_film_or_of_photos_differs() -> None:
    """On TikTok and on Telegram."""
    assert not findings("text-fits-channel", post("tiktok", text="a" * 4000, media=(BEANS,)))
    assert findings("text-fits-channel", post("tiktok", text="a" * 2201, media=(FILM,)))
    assert not findings("text-fits-channel", post("telegram", text="a" * 1025))
    assert findings("text-fits-channel", post("telegram", text="a" * 1025, media=(BEANS,)))
    assert findings("title-fits-channel", post("tiktok", title="a" * 91, media=(BEANS,)))
    assert not findings("title-fits-channel", post("tiktok", title="a" * 91, media=(FILM,)))


def test_a_thread_in_one_piece_is_judged_by_its_parts() -> None:
    """Numbered from 1; a fraction or a lonely number makes no thread."""
    parts = ["a" * 280, "1/ " + "b" * 277, "2/3 " + "c" * 276, "3/ " + "d" * 277]
    assert not findings("text-fits-channel", post(text="\n\n".join(parts)))
    parts[2] += "c"
    assert messages("text-fits-channel", post(text="\n\n".join(parts))) == [
        "x counts 281 in part 2 of the thread, allowed 280; shorten by 1."
    ]
    for text in ("1/ " + "a" * 278, "2/ a\n3/ " + "a" * 275, "1/2\n\n" + "a" * 276):
        assert findings("text-fits-channel", post(text=text))
    assert findings("text-fits-channel", post("instagram", text="1/ a\n2/ " + "a" * 2200))


# Media.


@pytest.mark.parametrize(("channel", "media", "message"), [
    ("x", (BEANS,) * 5, "x counts 5 pictures and films, allowed 4; take away 1."),
    ("x", (FILM,) * 2, "x counts 2 films and GIFs, allowed 1; take away 1."),
    ("bluesky", (BEANS,) * 6, "bluesky counts 6 pictures, allowed 4; take away 2."),
    ("google-business", (BEANS,) * 2, "google-business counts 2 pictures, allowed 1; take away 1."),
    ("bluesky", (Media(file="in/b.jpg"),),
     "bluesky needs alt text, and b.jpg has none; say in `alt` what it shows."),
    ("bluesky", (Media(alt=" "),),
     "bluesky needs alt text, and a picture has none; say in `alt` what it shows."),
    ("mastodon", (Media(file="b.jpg", alt="a" * 1501),),
     "mastodon counts 1501 in the alt text of b.jpg, allowed 1500; shorten by 1."),
])  # fmt: skip
def test_media_are_counted_and_described(
    channel: str, media: tuple[Media, ...], message: str
) -> None:
    """Pictures, films, and their alt text."""
    assert messages("media-fits-channel", post(channel, text="Beans", media=media)) == [message]


@pytest.mark.parametrize(("channel", "media"), [
    ("x", (BEANS,) * 4), ("bluesky", (BEANS,) * 4), ("bluesky", (FILM._replace(alt=None),)),
    ("mastodon", (BEANS._replace(alt=None),)), ("telegram", (BEANS,) * 10),
])  # fmt: skip
def test_as_many_media_as_allowed_are_fine(channel: str, media: tuple[Media, ...]) -> None:
    """And alt text where nobody asks for it may be missing."""
    assert not findings("media-fits-channel", post(channel, text="Beans", media=media))


@pytest.mark.parametrize(("listed", "bare", "found"), [
    (0, 1, 0), (0, 9, 0), (1, 1, 0), (2, 2, 0), (2, 1, 1), (3, 2, 2), (9, 1, 1),
])  # fmt: skip
def test_media_are_missed_only_where_most_posts_list_them(
    listed: int, bare: int, found: int
) -> None:
    """A calendar that lists them now and then says nothing by leaving them out."""
    with_media = [post("instagram", text="Beans", media=(BEANS,))] * listed
    without = [post("instagram", text="Beans")] * bare
    said = findings("media-fits-channel", *with_media, *without)
    assert [finding.level for finding in said] == ["warning"] * found


@pytest.mark.parametrize("fields", [{"status": "idea"}, {"text": ""}, {"channel": "x"}])
def test_media_are_not_missed_in_ideas(fields: dict[str, str]) -> None:
    """Nor where there is no text yet, nor where none are needed."""
    listed = [post("instagram", text="Beans", media=(BEANS,))] * 9
    bare = post("instagram", text="Beans")._replace(**fields)  # type: ignore[arg-type]
    assert not findings("media-fits-channel", *listed, bare)
    idea = post("bluesky", media=(Media(file="b.jpg"),), status="idea")
    assert not findings("media-fits-channel", idea)


# Tags, mentions and titles.


def test_hashtags_are_counted_once_each() -> None:
    """In the text, and under `tags` when they have their sign; the limit has a first day."""
    text = "#a #b #c #d #A https://example.org/#e"
    assert not findings("tags-fit-channel", post("instagram", text=text, tags=("#e", "label")))
    (finding,) = findings("tags-fit-channel", post("instagram", text=text, tags=("#e", "#f")))
    assert finding.message == "instagram counts 6 hashtags, allowed 5; take away 1."
    assert finding.level == "warning"
    before = post("instagram", text=text, tags=("#e", "#f"), at=date(2025, 12, 17))
    assert not findings("tags-fit-channel", before)
    assert findings("tags-fit-channel", before._replace(at=date(2025, 12, 18)))


def test_the_worst_of_several_limits_is_told() -> None:
    """Thirty hashtags are too many in the app, one more is refused."""
    thirty = " ".join(f"#tag{number}" for number in range(30))
    (finding,) = findings("tags-fit-channel", post("instagram", text=thirty))
    assert (finding.level, finding.allowed) == ("warning", 5)
    (finding,) = findings("tags-fit-channel", post("instagram", text=f"{thirty} #more"))
    assert (finding.level, finding.allowed) == ("error", 30)


def test_mentions_are_counted_once_each() -> None:
    """In the text and beside it."""
    names = [f"@ann{number}" for number in range(20)]
    assert not findings(
        "tags-fit-channel", post("instagram", text=" ".join(names), mentions=("@Ann1",))
    )
    assert messages("tags-fit-channel", post("instagram", mentions=(*names, "ann20"))) == [
        "instagram counts 21 accounts, allowed 20; take away 1."
    ]
    assert not findings("tags-fit-channel", post("instagram", text="@ann@example.social"))


@pytest.mark.parametrize(("channel", "tags", "message"), [
    ("bluesky", tuple("abcdefghi"), "bluesky counts 9 tags, allowed 8; take away 1."),
    ("bluesky", ("#" + "a" * 65,),
     f"bluesky counts 65 in the tag #{'a' * 38}…, allowed 64; shorten by 1."),
    ("youtube", ("a" * 250, "b" * 250),
     "youtube counts 501 in all tags together, allowed 500; shorten by 1."),
])  # fmt: skip
def test_tags_beside_the_text_have_limits(
    channel: str, tags: tuple[str, ...], message: str
) -> None:
    """How many, how long each and how long together."""
    assert messages("tags-fit-channel", post(channel, tags=tags)) == [message]


def test_hashtags_on_threads_are_a_hint() -> None:
    """The second one stays plain text."""
    (finding,) = findings("tags-fit-channel", post("threads", text="#a #b"))
    assert finding.level == "info"


@pytest.mark.parametrize(("channel", "title", "message"), [
    ("youtube", "a" * 101, "youtube counts 101 in the title, allowed 100; shorten by 1."),
    ("reddit", "a" * 301, "reddit counts 301 in the title, allowed 300; shorten by 1."),
    ("youtube", "a < b",
     "youtube allows no < or > in the title, and there is 1; take them out."),
    ("youtube", "<b>", "youtube allows no < or > in the title, and there are 2; take them out."),
])  # fmt: skip
def test_titles_have_limits(channel: str, title: str, message: str) -> None:
    """Of length and of signs."""
    assert messages("title-fits-channel", post(channel, title=title)) == [message]


# By hand.

TABLE = {
    "x": ("weighted-reply", 280),
    "mastodon": ("mastodon", 500),
    "threads": ("emoji-as-bytes", 500),
}
PIECES = st.sampled_from(
    ["a" * 90, "日本語" * 30, "🎉" * 40, " https://example.org/" + "b" * 60, " "]
)


@given(
    st.lists(
        st.builds(
            post,
            channel=st.sampled_from(["x", "mastodon", "threads", "intranet", None]),
            text=st.lists(PIECES, max_size=6).map("".join),
            status=st.sampled_from(["idea", "draft", "published", "held", "cancelled"]),
            at=st.sampled_from([None, berlin(24), date(2026, 11, 24)]),
        ),
        max_size=6,
    ),
    st.sampled_from([None, 100, 700]),
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_texts_agree_with_a_judgement_by_hand(posts: list[Post], own: int | None) -> None:
    """A text that goes out and counts more than its channel allows, and no other."""
    named = [it._replace(id=str(number)) for number, it in enumerate(posts)]
    expected = set()
    for it in named:
        if it.status in {"idea", "draft"} and it.channel in TABLE:
            method, allowed = TABLE[it.channel]
            if it.channel == "mastodon" and own:
                allowed = own
            if METHODS[method](it.text) > allowed:
                expected.add(it.id)
    channels = (Channel("mastodon", limit=own),)
    found = findings("text-fits-channel", *named, channels=channels)
    assert {finding.entry for finding in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("name", RULES)
def test_no_move_cures_a_text(name: str) -> None:
    """So the rules have no plan reading, and a plan leaves what they find to people."""
    assert not rule_named(name).plans


def test_a_plan_tells_them_as_work_by_hand() -> None:
    """Dated or not, and once."""
    one = post(text="a" * 281)._replace(id="one")
    two = post(text="a" * 281, at=None)._replace(id="two", route=("posts", 1))
    calendar: Calendar = calendar_of(one, two)
    plan = make_plan(calendar, [rule_named("text-fits-channel")])
    assert sorted(str(finding.entry) for finding in plan.by_hand) == ["one", "two"]
    assert not plan.moves
