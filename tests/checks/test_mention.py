"""Accounts from outside that posts name, against a count of their contacts by hand."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from helpers import MONDAYS, berlin, calendar_of, local_day_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import PostHit, mention
from planner.model import Calendar, Channel, Entry, Person, Post, Slot
from planner.weeks import Timeline
from planner.which import read_which

PROMO = read_which("promo")
EARNS = read_which(["thanks", "share", "outreach"])
KNOWN = {"roastery", "rosa", "coop"}


def hits(calendar: Calendar, options: mention.Options) -> list[PostHit]:
    """What the check finds."""
    return list(mention.lint(options, Timeline(calendar)))


def team(*entries: Entry) -> Calendar:
    """A calendar with an account, a person and a partner of its own."""
    return calendar_of(*entries)._replace(
        channels=(Channel("x", "@roastery"),), people=(Person("rosa"),), partners=("@Coop",)
    )


def names_of(entry: Entry) -> set[str]:
    """The accounts that an entry of these tests names."""
    if isinstance(entry, Slot):
        return {name.lower().lstrip("@") for name in entry.contacts}
    written = [word for word in entry.text.split() if word.startswith("@")]
    return {name.lower().lstrip("@") for name in (*entry.mentions, *written)}


def is_earlier(entry: Entry, post: Post, weeks: int) -> bool:
    """Whether it lies in the weeks before a post, as far as one knows."""
    mine, its = local_day_of(post), local_day_of(entry)
    if mine is None or its is None or not mine - timedelta(weeks=weeks) <= its <= mine:
        return False
    if its == mine and isinstance(entry.at, datetime) and isinstance(post.at, datetime):
        return entry.at < post.at
    return True


def early_by_hand(
    entries: Iterable[Entry], contacts: int, weeks: int, never: bool
) -> dict[object, set[str]]:
    """The accounts that each promo names too early, by the route of its item."""
    going = [it for it in entries if it.status not in {"held", "cancelled"}]
    found: dict[object, set[str]] = {}
    for post in going:
        if not isinstance(post, Post) or post.kind != "promo" or (post.at is None and not never):
            continue
        for name in names_of(post) - KNOWN:
            earned = {
                (it.route, local_day_of(it))
                for it in going
                if it.kind in {"thanks", "share", "outreach"}
                and name in names_of(it)
                and is_earlier(it, post, weeks)
            }
            if never or len(earned) < contacts:
                found.setdefault(post.route, set()).add(name)
    return found


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Promos, thanks and outreach to a few accounts, crowding at the edges of weeks."""
    monday = draw(st.sampled_from(MONDAYS))
    who = st.sampled_from(["@ana", "@Ana", "@bo", "@roastery", "@rosa", "@coop"])
    found: list[Entry] = []
    for number in range(draw(st.integers(0, 9))):
        day = monday + timedelta(days=draw(st.sampled_from([0, 1, 7, 8, 14, 15])))
        at = draw(st.sampled_from([day, berlin(day, "09:00"), berlin(day, "09:01")]))
        status = draw(st.sampled_from(["draft", "draft", "draft", "held"]))
        if draw(st.integers(0, 2)) == 0:
            slot = Slot(f"s{number}", "", at, kind=draw(st.sampled_from(["outreach", "open"])))
            slot = slot._replace(contacts=(draw(who),), status=status, route=("slots", number))
            found.append(slot)
            continue
        post = Post(
            f"p{number}", "", draw(st.sampled_from([at, at, at, None])), "x",
            draw(st.sampled_from(["promo", "promo", "thanks", "share"])), status=status,
            text=f"Hello {draw(who)} and all", mentions=draw(st.sampled_from([(), ("bo",)])),
            route=("posts", number),
        )  # fmt: skip
        found.append(post)
        if draw(st.booleans()):
            found.append(post._replace(id=f"{post.id}:mastodon", channel="mastodon"))
    return found


@given(entries(), st.integers(1, 2), st.integers(1, 2), st.booleans())
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_calendar_agrees_with_a_count_by_hand(
    found: list[Entry], contacts: int, weeks: int, never: bool
) -> None:
    """Whatever is asked, with the same accounts."""
    options = mention.Options(PROMO, EARNS, contacts, weeks, never)
    told = {
        hit.entry.route: set(str(hit.words["handles"]).replace("@", "").split(" and "))
        for hit in hits(team(*found), options)
    }
    assert told == early_by_hand(found, contacts, weeks, never)


def promo(at: datetime | date | None = None, **more: object) -> Post:
    """A promo that names somebody."""
    when = at or berlin(30)
    return Post("p", "p", when, "x", "promo", text="@ana, buy it", route=("posts", 0))._replace(
        **more  # type: ignore[arg-type]
    )


def test_a_contact_counts_up_to_the_day_so_many_weeks_before() -> None:
    """And no earlier one."""
    options = mention.Options(PROMO, EARNS, 1, 1)
    thanks = Post("t", "t", berlin(23, "00:00"), "x", "thanks", text="Thanks @Ana")
    assert hits(team(thanks, promo()), options) == []
    (hit,) = hits(team(thanks._replace(at=berlin(22, "23:59")), promo()), options)
    assert (hit.observed, hit.allowed, hit.words["missing"]) == (0, 1, 1)
    assert hit.place == ("posts", 0, "text")


def test_the_addressed_are_pointed_at() -> None:
    """In their own field."""
    (hit,) = hits(team(promo(mentions=("@Bo",))), mention.Options(PROMO, never=True))
    assert hit.place == ("posts", 0, "mentions")
    assert hit.words["handles"] == "@bo and @ana"
    assert (hit.observed, hit.allowed) == (0, 0)


def test_a_promo_does_not_earn_itself() -> None:
    """Even when it counts as a contact."""
    options = mention.Options(PROMO, read_which({"entry": ["post", "slot"]}), 1, 1)
    both = (promo(), promo(id="q", channel="mastodon"))
    assert len(hits(team(*both), options)) == 1
    assert (
        hits(team(promo(), promo(at=berlin(29), id="q", route=("posts", 1))), options)[0].entry.id
        == "q"
    )


def test_a_promo_without_a_date_is_judged_only_where_nothing_earns_it() -> None:
    """Nobody knows what comes before it."""
    post = promo()._replace(at=None)
    assert hits(team(post), mention.Options(PROMO, EARNS, 1, 1)) == []
    assert len(hits(team(post), mention.Options(PROMO, never=True))) == 1


def test_a_message_can_say_all_the_words_it_knows() -> None:
    """And no others."""
    (hit,) = hits(team(promo()), mention.Options(PROMO, never=True))
    assert set(hit.words) == set(mention.WORDS)
