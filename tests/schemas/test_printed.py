"""Schemas of what planner prints: its real outputs pass, and say nothing that is not in them."""

import json
from functools import cache
from glob import glob
from pathlib import Path
from typing import Any

import pytest
from helpers import CHECKOUT, command
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

SAMPLES = sorted(glob(f"{CHECKOUT}/sample_calendars/*"))
FULL = """\
name: All of it
timezone: Europe/Berlin
channels: {x: {handle: "@us", limit: 500, hours: "08:00-20:00", profile: {bio: hi}, odd: 1}}
people: {rosa: {role: founder, on_call: "mon-fri 08:00-18:00", odd: [1]}}
domains: [ours.example]
partners: ["@friend"]
posts:
  - {id: a, at: 2026-11-23 09:00, channel: x, kind: promo, odd: 1, text: Buy, link: a.example,
     media: [{file: a.jpg, alt: a, odd: 1}], window: {from: 2026-11-23}, event: 2026-11-24,
     opinion: false, approvals: 2, tags: [b], lint: {ignore: [no-bare-links], reason: ours}}
  - {id: b, at: 2026-11-24, channel: x, kind: promo, status: published}
  - {id: c, channel: x, kind: nonsense}
  - {id: d, at: 2026-11-24 10:00, channel: x, kind: promo, pin: true}
  - {id: e, at: 2026-11-24 10:00, channel: x, kind: promo, pin: true}
slots: [{every: day, at: "16:00", kind: inbox, with: ["@fan"], surfaces: comments, odd: 1}]
records: [{at: 2026-11-23 09:00, kind: question, who: "@fan", channel: x, note: why, odd: 1}]
"""


@cache
def schema_of(name: str) -> Any:
    """A schema as the command prints it, with nothing allowed beyond what it names."""
    found = json.loads(command("schema", name, "--isolated").out)
    Draft202012Validator.check_schema(found)
    return _closed(found)


def _closed(schema: Any) -> Any:
    """The same schema without room for further fields."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _closed(item) for key, item in schema.items()}
    is_object = found.get("type") == "object" and "properties" in found
    return {"additionalProperties": False, **found} if is_object else found


def faults(name: str, text: str) -> list[str]:
    """What a schema has against an output."""
    found = Draft202012Validator(schema_of(name)).iter_errors(json.loads(text))
    return [f"{error.json_path}: {error.message[:300]}" for error in found]


@pytest.fixture(params=[*SAMPLES, "full.yaml"], ids=lambda path: path.rpartition("/")[2])
def calendar(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A calendar: one of the samples, or one that says all there is to say."""
    path: str = request.param
    if path != "full.yaml":
        return path
    (tmp_path / path).write_text(FULL, encoding="utf-8")
    return str(tmp_path / path)


def test_reports_are_as_the_schema_says(calendar: str) -> None:
    """Also with several calendars and profiles."""
    done = command("lint", "-f", "json", "--profile", "everything", calendar)
    assert faults("report", done.out) == []


def test_normalised_calendars_are_as_the_schema_says(calendar: str) -> None:
    """From YAML and iCalendar."""
    assert faults("normalised", command("convert", calendar, "-f", "json").out) == []


def test_plans_are_as_the_schema_says(calendar: str) -> None:
    """With moves and conflicts, where all could be read."""
    span = ["--now", "2026-11-01", "--select", "promo-to-share", "--select", "conversation-slots"]
    if "quarter" in calendar:
        span += ["--week", "2026-W48"]
    text = Path(calendar).read_text(encoding="utf-8").replace("nonsense", "news")
    name = ["--input-format", calendar.rpartition(".")[2], "-"]
    done = command("plan", *name, "-f", "json", *span, stdin=text.encode())
    assert faults("plan", done.out) == []


def test_a_report_without_a_level_is_wrong() -> None:
    """The schema asks for every field."""
    report = json.loads(command("lint", "-f", "json", SAMPLES[0]).out)
    del report["summary"]["error"]
    assert faults("report", json.dumps(report)) == ["$.summary: 'error' is a required property"]
