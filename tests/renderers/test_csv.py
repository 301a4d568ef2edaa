"""CSV: the file that a calendar came from with little changed, and new tables."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files import read_data
from planner.home.grid_of_csv import read_csv
from planner.home.times import Writer
from planner.model import Calendar, Cost, Move, Plan, Post, Slot
from planner.readers import ReadOptions
from planner.renderers import csv as renderer
from planner.source import Reading, Source

EXPORT = (
    "\ufeffName,Publish date,Time,Day,Platform,Pillar,Caption,Status,Budget\r\n"
    'Roast,11/23/2026,9:00 AM,Monday,LinkedIn,Promo,"Buy it, now",Scheduled,10\r\n'
    '"Cup",11/24/2026,2:30 PM,Tuesday,X,Tips,"He said ""hi""\r\ntwice",Scheduled,=A2\r\n'
)


def read(data: str | bytes, name: str = "calendar.csv") -> Reading:
    """The reading of a file."""
    return read_data(name, data.encode() if isinstance(data, str) else data, ReadOptions())


def plan_of(reading: Reading, *changed: Post, added: tuple[Post | Slot, ...] = ()) -> Plan:
    """A plan that changes some posts and adds some entries."""
    original = reading.calendar
    before = {post.id: post for post in original.posts}
    now = before | {post.id: post for post in changed}
    moves = [
        Move(it.id, "hold" if it.status == "held" else "shift", before[it.id].at, it.at,
             ("promo-to-share",), "Otherwise too many, too near.")
        for it in changed
    ]  # fmt: skip
    moves += [Move(it.id, "insert", None, it.at, ("presence",), "Otherwise none.") for it in added]
    calendar = original.with_entries([*now.values(), *original.slots, *added])
    return Plan("optimal", Cost(), Cost(), tuple(moves), (), (), calendar, original)


def written(plan: Plan, source: Source) -> str:
    """What the renderer writes, as text."""
    found = renderer.render_plan(plan, source)
    return found.decode() if isinstance(found, bytes) else found


def rows(text: str) -> list[list[str]]:
    """The cells of a file, as another program reads them."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def later(post: Post, **delta: int) -> Post:
    """The same post some time later."""
    assert post.at is not None
    return post._replace(at=post.at + timedelta(**delta))


# At home


def test_a_calendar_without_changes_is_the_same_file() -> None:
    """Byte by byte, whatever it holds."""
    for data in (EXPORT.encode(), b"Date;Text\n2026-11-23;caf\xe9\n", b"\xef\xbb\xbf", b"a,b\n"):
        assert renderer.render_calendar(read(data)) == data


def test_a_plan_without_changes_is_the_same_file() -> None:
    """No column is added for nothing."""
    reading = read(EXPORT)
    assert written(plan_of(reading), reading.source) == EXPORT


def test_a_moved_post_changes_its_own_cells_only() -> None:
    """In the words, the quotes and the line ends of the file."""
    reading = read(EXPORT)
    second = reading.calendar.posts[1]
    text = written(plan_of(reading, later(second, days=1, hours=-3)), reading.source)
    why = (
        "Moved from Tue 24 Nov 14:30, because otherwise too many, too near. (rule: promo-to-share)"
    )
    expected = (
        EXPORT.replace(",Budget\r\n", ",Budget,planner\r\n")
        .replace(",10\r\n", ",10,\r\n")
        .replace("11/24/2026,2:30 PM,Tuesday", "11/25/2026,11:30 AM,Wednesday")
        .replace(",=A2\r\n", f',=A2,"{why}"\r\n')
    )
    assert text == expected
    assert read(text).calendar.posts[1].at == datetime(2026, 11, 25, 11, 30, tzinfo=UTC)


def test_a_held_post_gets_its_status() -> None:
    """In the case of the others; without such a column it gets one."""
    reading = read(EXPORT)
    held = reading.calendar.posts[0]._replace(status="held")
    text = written(plan_of(reading, held), reading.source)
    assert [row[7] for row in rows(text)] == ["Status", "Held", "Scheduled"]
    bare = read("Date,Text\n2026-11-23,One\n2026-11-24,Two\n")
    held = bare.calendar.posts[0]._replace(status="held")
    text = written(plan_of(bare, held), bare.source)
    assert rows(text)[0] == ["Date", "Text", "status", "planner"]
    assert [post.status for post in read(text).calendar.posts] == ["held", "draft"]


def test_added_entries_stand_at_the_end() -> None:
    """With their kind, channel and note, and with times as the others have them."""
    reading = read(EXPORT.replace("Budget", "Notes"))
    post = Post("add-1", "add-1", datetime(2026, 11, 26, 8, 5, tzinfo=UTC), "x", "share",
                note="Somebody else's work, credited")  # fmt: skip
    slot = Slot("add-2", "add-2", date(2026, 11, 27), 30, ("x",), "conversation", note="Answer")
    text = written(plan_of(reading, added=(post, slot)), reading.source)
    assert text.startswith(EXPORT.partition("Budget")[0])
    first, second = rows(text)[-2:]
    assert first[1:6] == ["11/26/2026", "8:05 AM", "Thursday", "x", "share"]
    assert first[8] == "Somebody else's work, credited"
    assert first[9] == "Added, because otherwise none. (rule: presence)"
    assert second[1:6] == ["11/27/2026", "", "Friday", "x", "conversation"]
    assert second[8] == "Reserved 30 min: Answer"


def test_a_row_for_several_channels_is_split_where_they_part() -> None:
    """The one that moved gets a row of its own, with all other cells as they were."""
    reading = read('id,Date,Channel,Text,Owner\n1,2026-11-23,"LinkedIn, X",Hello,Ana\n')
    moved = next(post for post in reading.calendar.posts if post.channel == "x")
    text = written(plan_of(reading, later(moved, days=1)), reading.source)
    kept, copied = rows(text)[1:]
    assert kept[:5] == ["1", "2026-11-23", "linkedin", "Hello", "Ana"]
    assert copied[1:5] == ["2026-11-24", "x", "Hello", "Ana"]
    assert {(post.channel, post.at) for post in read(text).calendar.posts} == {
        ("linkedin", date(2026, 11, 23)),
        ("x", date(2026, 11, 24)),
    }


def test_separators_quotes_and_encoding_stay() -> None:
    """A file of an old spreadsheet program, all in quotes."""
    data = '"Datum";"Text"\r\n"23.11.2026";"Größe; klein"\r\n'.encode("cp1252")
    reading = read(data)
    text = renderer.render_plan(plan_of(reading, later(reading.calendar.posts[0], days=8)),
                                reading.source)  # fmt: skip
    assert isinstance(text, bytes)
    head, row = text.decode("cp1252").splitlines()
    assert head == '"Datum";"Text";"planner"'
    assert row.startswith('"01.12.2026";"Größe; klein";"Moved from Mon 23 Nov, because ')


def test_ragged_rows_and_lines_around_the_table_stay() -> None:
    """What is not understood is not touched."""
    data = "My plan\n\nDate,Text,Status\n2026-11-23,One,draft\n2026-11-24,Two\n\nLegend: x\n"
    reading = read(data)
    first = reading.calendar.posts[0]
    lines = written(plan_of(reading, later(first, days=2)), reading.source).splitlines()
    assert lines[:3] == ["My plan", "", "Date,Text,Status,planner"]
    assert lines[3].startswith("2026-11-25,One,draft,")
    assert lines[4:] == ["2026-11-24,Two", "", "Legend: x"]


def test_planning_twice_keeps_one_column_of_remarks() -> None:
    """The second plan writes into the column of the first."""
    reading = read("Date,Text\n2026-11-23,One\n2026-11-24,Two\n")
    once = read(written(plan_of(reading, later(reading.calendar.posts[0], days=2)), reading.source))
    twice = written(plan_of(once, later(once.calendar.posts[1], days=2)), once.source)
    assert rows(twice)[0] == ["Date", "Text", "planner"]
    assert [row[0] for row in rows(twice)[1:]] == ["2026-11-25", "2026-11-26"]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("2026-11-23T09:00:00Z", "2026-12-02T11:30:00Z"),
        ("2026-11-23 09:00", "2026-12-02 11:30"),
        ("2026-11-23T10:00+01:00", "2026-12-02T12:30+01:00"),
        ("November 23, 2026 9:00 AM", "December 2, 2026 11:30 AM"),
        ("Mon Nov 23 2026 9:00", "Wed Dec 2 2026 11:30"),
        ("23.11.2026 09:00", "02.12.2026 11:30"),
        ("23/11/2026 09:00", "02/12/2026 11:30"),
        ("Monday, 23 November 2026, 09:00", "Wednesday, 2 December 2026, 11:30"),
        ("NOV 23 9AM", "DEC 2 11:30"),
    ],
)
def test_times_are_written_as_they_were(text: str, moved: str) -> None:
    """A time of an hour only becomes one with minutes where it must."""
    before, after = (datetime(2026, *it, tzinfo=UTC) for it in ((11, 23, 9, 0), (12, 2, 11, 30)))
    reading = read(f'When,Text\n"{text}",One\n')
    (post,) = reading.calendar.posts
    if post.at == before:
        plan = plan_of(reading, post._replace(at=after))
        assert rows(written(plan, reading.source))[1][0] == moved
    else:
        assert Writer([(text, before)]).rewritten(text, before, after) is not None


PATTERNS = (
    "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%d.%m.%Y %H:%M", "%B %d, %Y %H:%M",
    "%a %b %d %Y %H:%M", "%Y-%m-%dT%H:%M:%SZ",
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(
    st.sampled_from(PATTERNS),
    st.lists(MOMENTS, min_size=1, max_size=6, unique=True),
    st.data(),
)
def test_what_is_written_reads_back(
    pattern: str, moments: list[datetime], data: st.DataObject
) -> None:
    """However dates are written, the file of a plan holds the plan."""
    text = "When,Text\n" + "".join(
        f'"{at.strftime(pattern)}",Post {number}\n' for number, at in enumerate(moments)
    )
    reading = read(text)
    if [post.at for post in reading.calendar.posts] != moments:
        return  # days and months that could be either are not taken
    moved = [post._replace(at=data.draw(MOMENTS)) for post in reading.calendar.posts[::2]]
    plan = plan_of(reading, *(it for it in moved if it not in reading.calendar.posts))
    found = written(plan, reading.source)
    again = read(found).calendar.posts
    if all(post.at is not None for post in again):
        assert [post.at for post in again] == [post.at for post in plan.calendar.posts]


@given(
    st.binary(max_size=120) | st.text(st.sampled_from('a,;"\n\r\t é'), max_size=60).map(str.encode)
)
def test_cells_and_what_is_between_them_make_up_the_file(data: bytes) -> None:
    """Spans are in order and inside of it, whatever it is."""
    file = read_csv(data)
    if file is None:
        return
    spans = [cell.span for row in file.rows for cell in row]
    assert spans == sorted(spans)
    assert all(0 <= start <= end <= len(data) for start, end in spans)


# New tables


def test_a_calendar_from_elsewhere_becomes_a_new_table(reading: Reading) -> None:
    """A row per entry in order of time, with the zone in the name of the column."""
    text = renderer.render_calendar(reading)
    assert isinstance(text, str)
    head, *entries = rows(text)
    assert head[:3] == ["id", "date", "time (Europe/Berlin)"]
    assert "change" not in head
    assert len(entries) == len(reading.calendar.entries)
    first = dict(zip(head, entries[0], strict=True))
    assert (first["date"], first["time (Europe/Berlin)"]) == ("2026-11-23", "09:00")
    assert (first["source"], first["link"]) == ("@farm@coop.social", "https://example.org/huila")


def test_a_plan_from_elsewhere_says_what_changed(plan: Plan, source: Source) -> None:
    """In the last column."""
    text = written(plan, source)
    told = {row[0]: row[-1] for row in rows(text)}
    assert told["origin"].startswith(
        "Moved from Mon 23 Nov 09:00: too close (rules: spacing, presence)"
    )
    assert told["add-1"].startswith("Added")
    assert told["roast"] == ""


POSTS = st.tuples(
    st.uuids().map(str),
    st.just(""),
    MOMENTS | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from(["x", "linkedin", "mastodon"]),
    st.sampled_from(["promo", "value", "share", "thanks"]),
    st.sampled_from(["Hello, you", 'He said "hi"', "One\ntwo", "Grind; it", "é\u2013ü"]),
    st.sampled_from(["draft", "approved", "held", "published"]),
).map(lambda fields: Post(*fields))


@given(st.lists(POSTS, min_size=1, max_size=5, unique_by=lambda post: post.id))
def test_a_new_table_reads_back(posts: list[Post]) -> None:
    """With the same ids, times, channels, kinds, texts and statuses."""
    calendar = Calendar(timezone="Europe/Berlin", posts=tuple(posts))
    text = renderer.render_calendar(Reading(calendar, Source("calendar.yaml", b"")))
    assert isinstance(text, str)
    again = read(text, "new.csv").calendar
    if any(isinstance(post.at, datetime) for post in posts):
        assert again.timezone == "Europe/Berlin"
    fields = {post.id: (post.at, post.channel, post.kind, post.text, post.status) for post in posts}
    assert fields == {
        post.id: (post.at, post.channel, post.kind, post.text, post.status) for post in again.posts
    }
