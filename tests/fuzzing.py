"""Broken inputs for everything that planner reads: the same ones for the same seed, and the law.

The law: whatever stands in a file or behind a flag, a command ends with a code, never with an
exception that is no `PlannerError`. `test_fuzz.py` tries a few inputs of each kind,
`benchmarks/fuzz.py` as many as one likes.
"""

import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache, partial
from glob import glob
from typing import NamedTuple
from unittest.mock import patch

from helpers import CHECKOUT, captured

from planner import files, plugins
from planner.__main__ import run as main
from planner.commands import config as show_config
from planner.commands import convert, lint, mix, plan
from planner.commands import test as run_examples
from planner.commands.config import ConfigRequest
from planner.commands.convert import ConvertRequest
from planner.commands.lint import LintRequest
from planner.commands.mix import MixRequest
from planner.commands.plan import PlanRequest
from planner.commands.test import TestRequest
from planner.errors import PlannerError
from planner.exports.dialect import names as dialects
from planner.rule_file import read_rule

NOW = "2026-11-01"

MOST_EDITS = 6
LONGEST_CUT = 60
TOKENS = (
    b"\0", b"\t", b"\r", b"\n", b"\r\n", b"\r\r\n", b"\xef\xbb\xbf", b"\xff", b"\xed\xa0\x80",
    b"\x1b[31m", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xc2\x85", b"\xf0\x9f\x98\x80", b'"', b"'",
    b"`", b"\\", b"{", b"}", b"[", b"]", b": ", b"- ", b"#", b"&a ", b"*a", b"<<: *a", b"? ",
    b"| ", b">-\n", b"!!int ", b"!x ", b"%", b"@", b",", b";", b"=", b"---\n", b"...\n", b"---",
    b"~", b"null", b"true", b"-1", b"0", b"1e999", b"-1e999", b"1e-999", b".nan", b".inf",
    b"99999999999999999999", b"9" * 5000, b"0x" + b"f" * 300, b"9999-12-31", b"9999-12-31 23:59",
    b"0001-01-01", b"0000-00-00", b"2026-02-30", b"2026-W54", b"10000-01-01", b"25:61", b"24:00",
    b"2026-11-23T09:00+23:59", b"2026-11-23T09:00-99:99", b"+14:00", b"99991231T235959Z",
    b"00010101T000000Z", b"00000000", b"RRULE:FREQ=DAILY", b"FREQ=SECONDLY", b"INTERVAL=0",
    b"COUNT=999999", b"UNTIL=99991231", b"BYDAY=-5MO", b"BYMONTHDAY=31", b"TZID=Nowhere/None:",
    b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VALARM\r\n", b"DURATION:PT1S\r\n", b"P9999999D",
    b"../../etc/passwd", b"ignore[", b"# planner: ignore[promo-to-share] x", b"until=9999-12-31",
    b"every: day", b"every: ", b"at: ", b"channel: ", b"channels: ", b"kind: ", b"id: ", b"|---|",
    b"| a | b |\n", b"# ", b"## 2026-11-23\n", b"```", b"<script>", b"{{", b"{0}", b"%s",
    b"(?:a+)+",
)  # fmt: skip
"""What mutations put in: marks of all formats, and values at the edges of what can be read."""

CALENDAR = b"""\
name: Shop
timezone: Europe/Berlin
week_starts: sunday
channels:
  x: {hours: mon-fri 09:00-18:00, team: rosa}
  mastodon: {hours: "10:00-20:00"}
people:
  rosa: {role: founder, on_call: mon-fri 08:00-12:00}
partners: [Tea Co]
blackouts:
  - {from: 2026-12-24, to: 2026-12-27, why: holidays}
posts:
  # planner: ignore[promo-to-share@2026-W48] until=2026-12-31 agreed with Rosa
  - &a {id: a, at: 2026-11-23 09:00, channel: x, kind: promo, text: "Buy #now at https://a.org"}
  - id: b
    at: 2026-11-24T10:30+01:00
    channels: [x, mastodon]
    kind: value
    text: |
      How to read
      in bed @ana
    mentions: [ana]
    media: [{file: a.png, alt: A bed}]
    link: https://example.org/a
    lint: {ignore: [no-bare-links], reason: agreed}
  - {<<: *a, id: c, at: 2026-11-25, due: 2026-11-24, status: held}  # planner: ignore[quiet-hours]
  - {id: d, at: 2026-12-01 12:00, window: [2026-12-01, 2026-12-03], pin: true, series: s, by: rosa}
slots:
  - {every: weekday, at: "16:00", for: 20m, kind: inbox}
  - {every: [mon, thu], since: 2026-11-02, at: "09:15", kind: listen, channel: x, by: rosa}
  - {at: 2026-11-26 09:00, kind: open, with: [ana]}
records:
  - {at: 2026-11-20, kind: question, who: ana, channel: x, note: Asked}
"""
EVENTS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
X-WR-TIMEZONE:Europe/Berlin
BEGIN:VTIMEZONE
TZID:Own
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:a@example.org
DTSTART;TZID=Own:20261123T090000
DTEND;TZID=Own:20261123T093000
SUMMARY:LinkedIn: Hello\\, world
DESCRIPTION:Kind: promo\\nBuy our
  tea
CATEGORIES:x,promo
X-PLANNER-IGNORE:promo-to-share
BEGIN:VALARM
TRIGGER:-PT15M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:b@example.org
DTSTART;VALUE=DATE:20261124
RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261231T230000Z
EXDATE;VALUE=DATE:20261126
SUMMARY:Inbox
CATEGORIES:inbox
END:VEVENT
BEGIN:VEVENT
UID:b@example.org
RECURRENCE-ID;VALUE=DATE:20261201
DTSTART:20261202T100000Z
DURATION:PT30M
STATUS:CANCELLED
SUMMARY:Moved
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()
TABLES = (
    (
        b"Date,Time,Platform,Type,Caption,Hashtags,Link,Status\n"
        b'2026-11-23,09:00,Twitter/X,promo,"Buy, ""now""\nor never",#tea,https://a.org,Approved\n'
        b"25/11/2026,9 AM,IG + LI,value,How to read,,,Draft\n"
        b",,,,Legend: green is done,,,\n"
    ),
    b"\xef\xbb\xbfText;Image URL;Tags;Posting Time\nHello;;promo;2026-11-23 09:00\nBye;;;\n",
    b"Channel\tMon 23 Nov\tTue 24 Nov\tWed 25 Nov\nx\tBuy 9:00\t\tRead\nLinkedIn\t\tAsk\t\n",
    b"Day,Topic,Post\nDay 1,tea,Hello\nDay 7,cups,Bye\n",
)
RECORDS = (
    (
        b'{"posts": [{"id": 1, "date": "2026-11-23T09:00:00Z", "platforms": ["x", "linkedin"],'
        b' "caption": "Buy \\u00fc \\ud83d\\ude00", "status": "draft", "meta": {"a": [1, 2.5, null]}}]}'  # noqa: E501
    ),
    b'[{"day": "Monday", "x": "Hello", "linkedin": {"text": "Hi", "time": "9:00"}}]\n',
    b'{"at": "2026-11-23 09:00", "text": "a"}\n{"at": "2026-11-24", "text": "b"}\n',
    (
        b'{"version": 1, "name": "n", "timezone": "UTC", "posts": [{"id": "a", "entry": "a", "at": '
        b'"2026-11-23T09:00:00+00:00", "channel": "x", "kind": "promo", "text": "t", "line": 3}],'
        b' "slots": [], "notes": []}'
    ),
)
PAGES = (
    (
        b"# Plan\n\n| Date | Channel | Text |\n|---|:-:|---|\n| 2026-11-23 09:00 | x | Buy \\| now |\n"  # noqa: E501
        b"| Tue | LinkedIn | **Read** [this](https://a.org) |\n"
    ),
    (
        b"---\ntimezone: UTC\nchannel: x\n---\n# Week 48\n\n## Monday, 23 November 2026\n\n"
        b"### 09:00 LinkedIn (promo)\n\nBuy now.\n\n- **Kind**: value\n- Hashtags: #a #b\n\n"
        b"```\nx\n```\n"
    ),
)
SETTINGS = b"""\
profile = "strict"
timezone = "Europe/Berlin"
channel = "x"
calendars = ["*.yaml"]
exclude = ["old/*"]
packs = ["pack"]

[rules]
promo-to-share = {level = "warning", at_most = 2}
no-bare-links = "off"

[plan]
inserted_posts = 2

[mapping.columns]
Pillar = "kind"
[mapping.kinds]
Education = "value"
"""
BASELINE = b"""{
  "version": 1,
  "accepted": [
    {"file": "calendar.yaml", "rule": "promo-to-share", "week": "2026-W48", "channel": "x",
     "count": 1, "added": "2026-11-01"},
    {"file": "calendar.yaml", "rule": "no-bare-links", "entry": "a", "count": 2,
     "added": "2026-11-01"}
  ]
}
"""
FLAGS = (
    b"--map\nPillar=kind", b"--week\n2026-W48", b"--from\n2026-11-23", b"--now\n2026-11-23T09:00",
    b"--timezone\nEurope/Berlin", b"--channel\nx", b"--start\n2026-11-23", b"--profile\nstrict",
    b"--select\npromo-to-share", b"--format\nconcise", b"--fail-on\nwarning", b"--pack\npack",
    b"--input-format\nyaml", b"--color\nnever", b"--min-level\ninfo", b"--config\nplanner.toml",
)  # fmt: skip


def mutants(seed: int, samples: Sequence[bytes]) -> Iterator[bytes]:
    """Ever more broken copies of some samples, each with one to six edits."""
    chance = random.Random(seed)
    while True:
        data = bytearray(chance.choice(samples))
        for _ in range(chance.randint(1, MOST_EDITS)):
            edit(chance, data, samples)
        yield bytes(data)


def edit(chance: random.Random, data: bytearray, samples: Sequence[bytes]) -> None:
    """Change some bytes at a random place."""
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((1, 1, 2, 5, 12, LONGEST_CUT)))
    deed = chance.randrange(9)
    if deed == 0:
        data[start:end] = b""
    elif deed == 1:
        data[start:start] = data[start:end] * chance.choice((1, 1, 2, 40))
    elif deed == 2:
        data[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
    elif deed == 3:
        other = chance.choice(samples)
        cut = chance.randint(0, len(other))
        data[start:end] = other[cut : cut + chance.randint(1, 200)]
    elif deed == 4 and chance.random() < 0.2:
        del data[start:]
    elif deed == 5:
        to = chance.randint(0, len(data))
        data[to:to] = data[start:end]
    else:
        replace_word(chance, data, start)


def replace_word(chance: random.Random, data: bytearray, start: int) -> None:
    """Put a mark or an odd value in the place of a word, or before it."""
    end = start
    if chance.random() < 0.6:
        while end < len(data) and data[end] not in b" ,:;|\r\n\t]})\"'=<>":
            end += 1
        while start > 0 and data[start - 1] not in b" ,:;|\r\n\t[{(\"'=<>":
            start -= 1
    data[start:end] = chance.choice(TOKENS)


def workbooks(seed: int, samples: Sequence[bytes]) -> Iterator[bytes]:
    """Workbooks that are broken as files, or have a broken part."""
    chance = random.Random(seed)
    whole = mutants(seed, samples)
    while True:
        if chance.random() < 0.2:
            yield next(whole)
            continue
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(chance.choice(samples))) as packed:
            parts = {it: packed.read(it) for it in packed.namelist()}
        broken = chance.choice(sorted(parts))
        with zipfile.ZipFile(out, "w") as packed:
            for name, content in parts.items():
                data = bytearray(content)
                for _ in range(chance.randint(1, MOST_EDITS) if name == broken else 0):
                    edit(chance, data, (content,))
                packed.writestr(name, bytes(data))
        yield out.getvalue()


def _workbook() -> bytes:
    """A small workbook with dates, times, links and joined cells."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Time", "Platform", "Type", "Caption", "Link"])
    sheet.append([datetime(2026, 11, 23), "09:00", "x", "promo", "Buy", "here"])  # noqa: DTZ001
    sheet.append([None, "10:00", "LinkedIn", "value", "=1+1", 3.5])
    sheet["F2"].hyperlink = "https://example.org"
    sheet.merge_cells("A2:A3")
    book.create_sheet("TikTok").append(["Day 1", "Hello"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _file(name: str) -> bytes:
    with open(os.path.join(CHECKOUT, *name.split("/")), "rb") as file:
        return file.read()


def _save(path: str, data: bytes) -> str:
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return path


def _end(call: Callable[[], int], errors: str = "strict") -> None:
    """Hold a command to the law; typer is left out, and rules that are known are not read anew."""
    with patch("planner.rule_file.read_rule", _read_rule):
        done = captured(partial(_code, call), errors=errors)
    assert done.code in {0, 1, 2}, done
    assert "\x1b" not in done.out + done.err


def _code(call: Callable[[], int]) -> int:
    try:
        return call()
    except PlannerError as error:
        files.say(str(error))
        return 2


_read_rule = lru_cache(maxsize=2000)(read_rule)


def _calendar(ending: str, number: int, data: bytes) -> None:
    """Lint and convert a calendar, now and then count and plan it; formats take turns."""
    path = _save(f"calendar.{ending}", data)
    report, report_json = _REPORTS[number % len(_REPORTS)], number % 3 == 0
    judged = LintRequest((path,), profile="everything", now=NOW, isolated=True)
    _end(lambda: lint.run(judged._replace(formats=(report,))))
    written = ConvertRequest(path, os.devnull, isolated=True, now=NOW)
    _end(lambda: convert.run(written._replace(format="json" if report_json else _next(number))))
    if number % 5 == 0:
        chosen = ("csv", "html", "json", "table")[number // 5 % 4]
        _end(lambda: mix.run(MixRequest(path, os.devnull, chosen, isolated=True, now=NOW)))
    if number % 100 == 50:
        asked = PlanRequest(path, diff=True, isolated=True, now=NOW, quiet=True)
        # A diff has the bytes of its file, also those that are no text.
        _end(lambda: plan.run(asked), errors="replace")


def _next(number: int) -> str:
    return _FORMATS[number % len(_FORMATS)]


def _around(path: str, number: int, data: bytes) -> None:
    """Lint a sound calendar with a broken file beside it."""
    _save(path, data)
    _save("calendar.yaml", CALENDAR)
    _end(lambda: lint.run(LintRequest(("calendar.yaml",), now=NOW)))
    if number % 5 == 0:
        _end(lambda: show_config.run(ConfigRequest("calendar.yaml")))
    os.unlink(path)


def _pack(path: str, number: int, data: bytes) -> None:
    """Lint by a pack with a broken file, and run its examples."""
    _save(f"pack/{path}", data)
    _save("calendar.yaml", CALENDAR)
    is_profile = path.startswith("profiles/")
    request = LintRequest(("calendar.yaml",), packs=("pack",), isolated=True, now=NOW)
    _end(lambda: lint.run(request._replace(profile="ours" if is_profile else None)))
    if number % 5 == 0 and not is_profile:
        _end(lambda: run_examples.run(TestRequest("pack")))
    os.unlink(f"pack/{path}")


def _flag(_number: int, data: bytes) -> None:
    """Lint a sound calendar with a broken flag."""
    os.makedirs("pack", exist_ok=True)
    _save("calendar.yaml", CALENDAR)
    name, _, value = data.decode("utf-8", "surrogateescape").partition("\n")
    _end(lambda: main(["lint", "calendar.yaml", "--debug", name, value]))


_REPORTS = plugins.names("planner.reports")
_FORMATS = [*plugins.names("planner.renderers"), *(f"csv:{name}" for name in dialects())]


class Kind(NamedTuple):
    """Something that planner reads: whole samples of it, and what is done with a broken one.

    A trial gets a number, by which formats take turns, and the broken bytes.
    """

    samples: Sequence[bytes]
    trial: Callable[[int, bytes], None]
    broken: Callable[[int, Sequence[bytes]], Iterator[bytes]] = mutants

    def inputs(self, seed: int) -> Iterator[bytes]:
        """Broken inputs without end."""
        return self.broken(seed, self.samples)


@cache
def kinds() -> dict[str, Kind]:
    """Everything that planner reads."""
    own = [CALENDAR, *map(_file, glob("sample_calendars/*.yaml", root_dir=CHECKOUT))]
    events = [EVENTS, *map(_file, glob("sample_calendars/*.ics", root_dir=CHECKOUT))]
    rules = [*map(_file, glob("rules/[a-o]*/*.yaml", root_dir=CHECKOUT))]
    profiles = [*map(_file, glob("rules/profiles/[f-s]*.yaml", root_dir=CHECKOUT))]
    return {
        "yaml": Kind(own, partial(_calendar, "yaml")),
        "ics": Kind(events, partial(_calendar, "ics")),
        "csv": Kind(TABLES, partial(_calendar, "csv")),
        "json": Kind(RECORDS, partial(_calendar, "json")),
        "md": Kind(PAGES, partial(_calendar, "md")),
        "xlsx": Kind([_workbook()], partial(_calendar, "xlsx"), workbooks),
        "config": Kind([SETTINGS], partial(_around, "planner.toml")),
        "baseline": Kind([BASELINE], partial(_around, ".planner-baseline.json")),
        "rule": Kind(rules, partial(_pack, "ours.yaml")),
        "profile": Kind(profiles, partial(_pack, "profiles/ours.yaml")),
        "flag": Kind(FLAGS, _flag),
    }
