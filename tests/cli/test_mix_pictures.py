"""`planner mix` as a picture."""

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from helpers import CHECKOUT, command

from planner.mix import KIND_ORDER
from planner.mixes import _chart
from planner.resources import read_bytes

SAMPLE = os.path.join(CHECKOUT, "sample_calendars", "five-channel-quarter.yaml")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is in an empty folder."""
    monkeypatch.chdir(tmp_path)


def content(path: str) -> bytes:
    """The bytes of a file."""
    with open(path, "rb") as file:
        return file.read()


def picture(calendar: str, name: str = "mix.png") -> bytes:
    """The picture of a calendar, given as text."""
    with open("c.yaml", "w", encoding="utf-8") as file:
        file.write(calendar)
    done = command("mix", "c.yaml", "-o", name)
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(f"The mix is in {name}.\n")
    return content(name)


def chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a PNG, each with its name; every sum is right."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    place = 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        name, part = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        (stated,) = struct.unpack(">I", data[place + 8 + length : place + 12 + length])
        assert stated == zlib.crc32(name + part)
        yield name.decode(), part
        place += 12 + length


def calendar_of(weeks: int, name: str = "Ours") -> str:
    """A calendar with posts of each kind in so many weeks."""
    lines = [f"name: {name}", "timezone: UTC", "posts:"]
    for week in range(weeks):
        for kind in KIND_ORDER[: 1 + week % len(KIND_ORDER)]:
            day = f"{2026 + week // 50}-W{1 + week % 50:02}-1"
            lines.append(f"  - {{at: {_date(day)}, channel: x, kind: {kind}}}")
    return "\n".join(lines) + "\n"


def _date(day: str) -> str:
    from datetime import date

    return date.fromisoformat(day).isoformat()


def test_it_is_a_png_of_800_by_400() -> None:
    """Whole, and without a date or anything else to tell when it was made."""
    assert command("mix", SAMPLE, "-f", "png", "-o", "mix.png").code == 0
    parts = dict(chunks(content("mix.png")))
    assert struct.unpack(">II", parts["IHDR"][:8]) == (800, 400)
    assert parts.keys() == {"IHDR", "pHYs", "IDAT", "IEND"}


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_same_calendar_gives_the_same_bytes(form: str) -> None:
    """Also in a process of its own, with other settings for drawing around."""
    assert command("mix", SAMPLE, "-o", f"one.{form}").code == 0
    with open("matplotlibrc", "w", encoding="utf-8") as file:
        file.write("figure.facecolor: black\nsavefig.dpi: 300\n")
    subprocess.run(
        [sys.executable, "-m", "planner", "mix", SAMPLE, "-o", f"two.{form}"],
        env={**os.environ, "PYTHONPATH": CHECKOUT, "PYTHONHASHSEED": "7"}, check=True,
    )  # fmt: skip
    assert content(f"one.{form}") == content(f"two.{form}")


def test_the_svg_has_the_colours_of_the_page() -> None:
    """Each kind with its own lines as well, and no date."""
    data = picture(calendar_of(8), "mix.svg")
    root = ET.fromstring(data)
    assert root.tag == f"{SVG}svg"
    assert b"<dc:date>" not in data
    style = read_bytes("templates/plan.css").decode()
    for kind in ("promo", "value", "conversation"):
        _, _, tint = style.partition(f"--{kind}-tint: ")
        assert tint[:7].encode() in data


def test_a_kind_is_drawn_only_in_weeks_that_have_it() -> None:
    """No line of it lies upon the bars of others; the legend has it once more."""
    assert picture(calendar_of(2), "mix.svg").count(b"stroke: #6b2a8c; stroke-linejoin: miter") == 2


def test_kinds_differ_without_colours() -> None:
    """For those who do not see them."""
    assert len(set(_chart._HATCHES.values())) == len(KIND_ORDER)
    assert set(_chart._HATCHES) == set(KIND_ORDER)


@pytest.mark.parametrize("weeks", [0, 1, 3, 8, 30, 120])
def test_any_number_of_weeks_is_drawn(weeks: int) -> None:
    """From none to years."""
    text = calendar_of(weeks) if weeks else "name: Ours\ntimezone: UTC\nposts: []\n"
    assert struct.unpack(">II", dict(chunks(picture(text)))["IHDR"][:8]) == (800, 400)


@pytest.mark.parametrize("name", ["$x^{2$", "日本", '"\\\\frac"', "e" * 300])
def test_any_name_is_a_title(name: str) -> None:
    """Formulas are not set, what the font lacks is a box, and a long one is cut."""
    assert picture(calendar_of(1, name))


def test_posts_without_a_date_and_of_unknown_kinds_have_their_places() -> None:
    """As in the table."""
    text = (
        "timezone: UTC\nposts:\n  - {channel: x, kind: promo}\n  - {at: 2026-11-23, channel: x}\n"
    )
    assert picture(text)


def test_a_terminal_gets_no_picture() -> None:
    """It would only make noise; a pipe gets the same bytes as a file."""
    done = command("mix", SAMPLE, "-f", "png", terminal=True)
    assert (done.code, done.out) == (2, "")
    expected = "planner: A picture is nothing for a terminal; name a file with -o mix.png.\n"
    assert done.err == expected
    piped = subprocess.run(
        [sys.executable, "-m", "planner", "mix", SAMPLE, "-f", "png"],
        env={**os.environ, "PYTHONPATH": CHECKOUT}, check=True, capture_output=True,
    )  # fmt: skip
    command("mix", SAMPLE, "-o", "mix.png")
    assert piped.stdout == content("mix.png")


def test_without_the_package_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And nothing is written."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    done = command("mix", SAMPLE, "-o", "mix.png")
    expected = "planner: Pictures need a package more: pip install 'posting-planner[png]'.\n"
    assert (done.code, done.out, done.err) == (2, "", expected)
    assert os.listdir() == []
