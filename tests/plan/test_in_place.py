"""`planner plan --write` and `--diff`: the calendar's own file, changed or shown as it would be."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import CHECKOUT, Outcome, command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yaml_edit.test_laws import STYLES, cases, line_ends

from planner import files
from planner.errors import PlannerError

RULES = ("promo-to-share", "no-sterile-bursts", "conversation-slots")
"""The rules of these plans, whatever the usual ones are."""
SELECT = [word for rule in RULES for word in ("--select", rule)]
NOW = ["--now", "2026-11-01"]
MESSY = """\
# The week of the shop
timezone: Europe/Berlin
channels:
  x: {hours: "09:00-18:00"}
posts:
  - {id: new, at: 2026-11-23 09:00, channel: x, kind: promo, text: Out}
  - {id: again, at: 2026-11-23 10:00, channel: x, kind: promo, text: Seen?}  # again?
  - {id: moved, at: 2026-11-23 11:30, channel: x, kind: news, text: We moved}  # since May
  - {id: tip, at: 2026-11-25 12:30, channels: [x, mastodon], kind: value, text: "Read, in bed"}
slots:
  - {at: 2026-11-24 16:00, for: 20m, kind: inbox}
"""
STUCK = """\
timezone: UTC
posts:
  - {id: one, at: 2026-11-23 09:00, channel: x, kind: promo, status: published}
  - {id: two, at: 2026-11-24 09:00, channel: x, kind: promo, pin: true}
slots:
  - {at: 2026-11-23 16:00, kind: inbox}
"""
NO_POSTS = "[plan]\ninserted_posts = 0\n"
TABLE = """\
id,date,time,channel,kind,text
new,2026-11-23,09:00,x,promo,Out
again,2026-11-23,10:00,x,promo,"Seen, really?"
more,2026-11-23,11:00,x,news,We moved
"""
MARKDOWN = "## Mon 23 Nov 2026\n\n- 09:00 x promo: Out\n"
EVENTS = "".join(
    f"BEGIN:VEVENT\r\nUID:e{hour}\r\nDTSTART:20261123T{hour:02}0000Z\r\n"
    f"SUMMARY:X promo: Out {hour}\r\nCATEGORIES:promo\r\nX-PLANNER-CHANNEL:x\r\n"
    "X-PLANNER-KIND:promo\r\nX-PLANNER-TYPE:post\r\nX-OURS:kept\r\nEND:VEVENT\r\n"
    for hour in (9, 10, 11)
)
ICAL = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:ours\r\n{EVENTS}END:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The process is in a folder with calendars of several formats."""
    monkeypatch.chdir(tmp_path)
    contents = {
        "messy.yaml": MESSY, "stuck.yaml": STUCK, "caps.toml": NO_POSTS, "table.csv": TABLE,
        "week.ics": ICAL, "week.md": MARKDOWN,
    }  # fmt: skip
    for name, text in contents.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def plan(*arguments: str, stdin: bytes = b"") -> Outcome:
    """Run `planner plan` long before the week."""
    return command("plan", *arguments, *NOW, *SELECT, stdin=stdin)


def stamp(path: str) -> tuple[int, int, bytes]:
    """What says whether a file was touched, and its content."""
    status = os.stat(path)
    return status.st_mtime_ns, status.st_ino, Path(path).read_bytes()


# --write


def test_the_plan_is_written_into_the_calendar() -> None:
    """Which then lints clean."""
    assert command("lint", "messy.yaml", *SELECT).code == 1
    done = plan("messy.yaml", "--write")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("The plan is written to messy.yaml (")
    assert command("lint", "messy.yaml", *SELECT).code == 0


def test_lines_that_do_not_move_keep_their_bytes() -> None:
    """Comments and quotes too; one post moves by a quarter of an hour or two."""
    bursts = ["--select", "no-sterile-bursts"]
    assert command("plan", "messy.yaml", "--write", *bursts, *NOW).code == 0
    after = Path("messy.yaml").read_text(encoding="utf-8")
    assert after == MESSY.replace("11:30", "12:00")


def test_a_second_time_the_file_is_not_touched() -> None:
    """And a sentence says so."""
    plan("messy.yaml", "--write")
    before = stamp("messy.yaml")
    done = plan("messy.yaml", "--write")
    assert done == Outcome(0, "", "There is nothing to change in messy.yaml; it is as it was.\n")
    assert stamp("messy.yaml") == before
    assert plan("messy.yaml", "--write", "-q") == Outcome(0, "", "")


def test_conflicts_are_told_and_the_rest_is_written() -> None:
    """With 1, whatever was written."""
    done = plan("stuck.yaml", "--write", "--config", "caps.toml")
    assert done.code == 1
    assert "The plan is written to stuck.yaml" in done.err
    assert "1 conflict left). But rules are in conflict: `planner plan stuck.yaml`" in done.err
    assert Path("stuck.yaml").read_text(encoding="utf-8").startswith(STUCK)
    again = plan("stuck.yaml", "--write", "--config", "caps.toml", "-q")
    assert again.code == 1
    assert again.err.startswith("There is nothing to change in stuck.yaml; it is as it was. But")


def test_only_the_week_that_is_asked_for_is_written() -> None:
    """As the plan has it."""
    assert plan("messy.yaml", "--write", "--week", "2026-W50").code == 0
    assert Path("messy.yaml").read_text(encoding="utf-8") == MESSY


def test_times_are_written_in_the_zone_that_they_are_read_in() -> None:
    """Also where only the command line says which one that is."""
    text = MESSY.replace("timezone: Europe/Berlin\n", "").replace("10:00,", "10:00+09:00,")
    Path("messy.yaml").write_text(text, encoding="utf-8")
    zone = ["--timezone", "America/New_York"]
    assert plan("messy.yaml", "--write", *zone).code == 0
    after = Path("messy.yaml").read_text(encoding="utf-8")
    assert after.startswith(text[:30])
    assert command("lint", "messy.yaml", *SELECT, *zone).code == 0
    assert "nothing to change" in plan("messy.yaml", "--write", *zone).err


def test_permissions_and_links_stay() -> None:
    """The link leads to the changed file."""
    os.chmod("messy.yaml", 0o640)
    os.symlink("messy.yaml", "link.yaml")
    assert plan("link.yaml", "--write").code == 0
    assert os.path.islink("link.yaml")
    assert os.stat("messy.yaml").st_mode & 0o777 == 0o640
    assert Path("messy.yaml").read_text(encoding="utf-8") != MESSY


def test_a_file_that_was_changed_meanwhile_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody else wrote is not lost."""
    prepare = files._prepare

    def slowly(path: str, data: bytes, prepared: dict[str, str]) -> None:
        prepare(path, data, prepared)
        Path("messy.yaml").write_text(MESSY + "# mine\n", encoding="utf-8")

    monkeypatch.setattr(files, "_prepare", slowly)
    done = plan("messy.yaml", "--write")
    assert done.code == 2
    assert "was changed by somebody else meanwhile, so nothing is written" in done.err
    assert Path("messy.yaml").read_text(encoding="utf-8") == MESSY + "# mine\n"
    assert not [name for name in os.listdir() if name.startswith(".planner")]


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_write_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """And leaves no other file behind."""

    def fails(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"os.{step}", fails)
    done = plan("messy.yaml", "--write")
    assert done.code == 2
    assert "messy.yaml: cannot be written (No space left on device)." in done.err
    assert Path("messy.yaml").read_text(encoding="utf-8") == MESSY
    assert not [name for name in os.listdir() if name.startswith(".planner")]


def test_a_file_that_is_read_only_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Although it could be replaced."""
    monkeypatch.setattr("os.access", lambda _path, mode: mode != os.W_OK)
    with pytest.raises(PlannerError, match=r"messy\.yaml: cannot be written"):
        files.replace_content("messy.yaml", MESSY.encode(), b"")
    assert Path("messy.yaml").read_text(encoding="utf-8") == MESSY


def test_a_file_that_is_gone_is_not_made_anew() -> None:
    """Somebody deleted it meanwhile."""
    with pytest.raises(PlannerError, match=r"none\.yaml: (cannot be written|was changed)"):
        files.replace_content("none.yaml", b"a", b"b")
    assert not os.path.exists("none.yaml")


# --diff


def test_the_changes_are_listed_and_then_the_diff() -> None:
    """With 1, and the file is as it was."""
    before = stamp("messy.yaml")
    done = plan("messy.yaml", "--diff")
    assert (done.code, done.err) == (1, "")
    listed, diff = done.out.split("\n--- messy.yaml\n+++ messy.yaml\n")
    assert "What changed and why" in listed
    assert "(conversation-slots)" in listed
    assert diff.startswith("@@ ")
    assert stamp("messy.yaml") == before


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch here")
@pytest.mark.parametrize("style", ["unix", "windows", "no end"])
def test_the_diff_is_what_write_does(style: str) -> None:
    """`patch` takes it as it is, whatever the ends of lines are."""
    Path("messy.yaml").write_bytes(line_ends(MESSY.encode(), style))
    shutil.copy("messy.yaml", "copy.yaml")
    diff = plan("messy.yaml", "--diff").out
    plan("copy.yaml", "--write")
    subprocess.run(
        ["patch", "--binary", "-s", "messy.yaml"], input=diff.encode(), check=True,
    )  # fmt: skip
    assert Path("messy.yaml").read_bytes() == Path("copy.yaml").read_bytes()


def test_without_changes_the_diff_is_a_sentence() -> None:
    """With 0."""
    plan("messy.yaml", "--write")
    assert plan("messy.yaml", "--diff") == Outcome(
        0, "There is nothing to change in messy.yaml.\n", ""
    )
    assert plan("messy.yaml", "--diff", "-q") == Outcome(0, "", "")


def test_a_conflict_is_shown_too() -> None:
    """With 1, also when there is nothing to change."""
    plan("stuck.yaml", "--write", "--config", "caps.toml")
    done = plan("stuck.yaml", "--diff", "--config", "caps.toml")
    assert done.code == 1
    assert "Cannot be solved" in done.out
    assert "+++" not in done.out


def test_a_diff_of_standard_input_can_be_seen() -> None:
    """Nothing is written, so it may come from anywhere."""
    done = plan("-", "--diff", stdin=MESSY.encode())
    assert done.code == 1
    assert "\n--- <stdin>\n+++ <stdin>\n@@" in done.out


def test_colours_are_for_those_who_want_them() -> None:
    """The bytes are the same without them."""
    plain, coloured = (
        plan("messy.yaml", "--diff", "--color", it).out for it in ("never", "always")
    )
    assert "\x1b[32m+  - {" in coloured
    assert "\n--- messy.yaml\n+++ messy.yaml\n\x1b[36m@@" in coloured
    assert "\x1b" not in plain


def test_a_calendar_of_the_past_is_told() -> None:
    """It is planned as if it were still to come."""
    Path("past.yaml").write_text(MESSY.replace("2026-11", "2020-11"), encoding="utf-8")
    assert (
        "note: past.yaml: All of this calendar lies before now"
        in command("plan", "past.yaml", "--diff").err
    )


# What cannot be


@pytest.mark.parametrize(("arguments", "said"), [
    (["messy.yaml", "--write", "--diff"], "Use either --write or --diff, not both."),
    (["messy.yaml", "--write", "-o", "x.yaml"], "--write is about the calendar's own file"),
    (["messy.yaml", "--write", "-f", "yaml"], "leave out -o and -f."),
    (["messy.yaml", "--diff", "-f", "md"], "--diff is about the calendar's own file"),
    (["-", "--write"], "Standard input cannot be changed in place"),
    (["week.md", "--write"], "week.md: is a .md file, and only calendars in YAML, iCalendar"),
    (["week.md", "--diff"], "write the plan to a new file with -o"),
    (["posts", "--write"], "posts: is a folder of posts, and only"),
    (["week.json", "--write"], "week.json: is a .json file"),
    (["tool.yaml", "--write"], "tool.yaml: is a calendar in the words of another tool"),
    (["table.txt", "--write", "--input-format", "csv"], "table.txt: is a table of a shape"),
])  # fmt: skip
def test_what_cannot_be_written_is_a_sentence(
    folder: Path, arguments: list[str], said: str
) -> None:
    """With 2, before anything is planned where that can be known; nothing changes."""
    (folder / "posts").mkdir()
    for number in (1, 2, 3):
        (folder / "posts" / f"{number}.md").write_text(
            f"---\ndate: 2026-11-23 0{number + 6}:00\nplatform: x\nkind: promo\n---\nOut\n",
            encoding="utf-8",
        )
    (folder / "week.json").write_text(
        '[{"date": "2026-11-23 09:00", "platform": "x", "text": "Out"}]', encoding="utf-8"
    )
    tool = "".join(
        f"  - {{title: Out, date: 2026-11-23 {hour:02}:00, platform: x, type: promo}}\n"
        for hour in (8, 9, 10)
    )
    (folder / "tool.yaml").write_text(f"posts:\n{tool}", encoding="utf-8")
    shutil.copy("table.csv", "table.txt")
    before = {path: stamp(str(path)) for path in folder.rglob("*") if path.is_file()}
    done = plan(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert {path: stamp(str(path)) for path in folder.rglob("*") if path.is_file()} == before


# Other formats


@pytest.mark.parametrize(("name", "kept"), [("week.ics", "X-OURS:kept"), ("table.csv", "We moved")])
def test_other_homes_are_changed_in_place(name: str, kept: str) -> None:
    """Once; then nothing is left to do."""
    assert plan(name, "--diff").code == 1
    before = Path(name).read_text(encoding="utf-8")
    assert plan(name, "--write").code == 0
    after = Path(name).read_text(encoding="utf-8")
    assert after.count(kept) == before.count(kept)
    touched = stamp(name)
    again = plan(name, "--write")
    assert again.code == 0
    assert "nothing to change" in again.err
    assert stamp(name) == touched
    assert plan(name, "--diff").code == 0


def test_only_lines_that_move_change_in_an_ics_file() -> None:
    """Those of other events keep their bytes."""
    plan("week.ics", "--write")
    after = Path("week.ics").read_bytes().decode()
    first, *_others = EVENTS.partition("BEGIN:VEVENT\r\nUID:e10")
    assert first in after
    assert after.count("\n") == after.count("\r\n")


def test_a_workbook_is_changed_without_a_diff_of_its_bytes(folder: Path) -> None:
    """What would change is listed all the same."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for line in TABLE.replace('"Seen, really?"', "Seen").splitlines():
        book.active.append(line.split(","))
    book.save(folder / "week.xlsx")
    done = plan("week.xlsx", "--diff")
    assert done.code == 1
    assert "What changed and why" in done.out
    assert "week.xlsx is a workbook, of which no lines can be shown." in done.out
    assert plan("week.xlsx", "--write").code == 0
    assert "nothing to change" in plan("week.xlsx", "--write").err


def test_a_table_in_utf_16_is_left_alone() -> None:
    """Excel saves such ones; their cells cannot be changed one by one."""
    before = TABLE.replace(",", "\t").encode("utf-16")
    Path("table.csv").write_bytes(before)
    done = plan("table.csv", "--write")
    assert done.code == 2
    assert "cannot be changed in place" in done.err
    assert Path("table.csv").read_bytes() == before


# Laws


@pytest.mark.parametrize("style", STYLES)
@settings(
    derandomize=True, deadline=None, max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(case=cases(), kind=st.sampled_from(["unix", "windows", "no end"]))
def test_writing_twice_is_writing_once(folder: Path, style: str, kind: str, case: object) -> None:
    """What the planner itself wants, in any hand."""
    from yaml_edit.test_laws import Case, calendar_text

    assert isinstance(case, Case)
    promos = [{"kind": "promo"} | item for item in case.posts]
    case = case._replace(posts=[{"at": item.pop("at")} | item for item in promos])
    path = folder / "random.yaml"
    path.write_bytes(line_ends(calendar_text(case, style), kind))
    first = plan("random.yaml", "--write")
    assert first.code == 0, first.err
    after = path.read_bytes()
    again = plan("random.yaml", "--write")
    assert (again.code, path.read_bytes()) == (0, after)
    assert "nothing to change" in again.err


@pytest.mark.parametrize("name", ["messy-week.yaml", "marketing-team.ics"])
def test_a_sample_is_written_in_place(name: str) -> None:
    """And lints clean by the rules that plan."""
    shutil.copy(os.path.join(CHECKOUT, "sample_calendars", name), name)
    now = ["--now", "2027-02-01"]
    assert command("plan", name, "--write", *now).code == 0
    assert "nothing to change" in command("plan", name, "--write", *now).err
