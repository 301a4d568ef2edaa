"""A calendar or a plan as the JSON that other programs rely on."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any

from planner.model import Calendar, Channel, Conflict, Entry, Media, Move, Person, Plan, Record
from planner.records import finding_record
from planner.remarks import Remark, note_remark, reading_remarks
from planner.source import Reading, Source
from planner.weeks import week_name

VERSION = 1
POST_FIELDS = ("id", "entry", "at", "channel", "kind", "text", "status")
SLOT_FIELDS = ("id", "entry", "at", "minutes", "channels", "kind", "by", "status")
RECORD_FIELDS = ("id", "at", "kind", "channel", "who")
"""The fields that are always there; others only when they are set."""


def render_calendar(reading: Reading) -> str:
    """The normalised calendar; what the reader found is among its notes."""
    return _dump(_calendar_record(reading.calendar, reading.source, reading_remarks(reading)))


def render_plan(plan: Plan, source: Source) -> str:
    """The plan, with its calendar as `render_calendar` gives it."""
    notes = [note_remark(note, source) for note in plan.notes]
    return _dump(
        {
            "version": VERSION,
            "status": plan.status,
            "cost": plan.cost._asdict(),
            "bound": plan.bound._asdict(),
            "moves": [_move_record(move) for move in plan.moves],
            "conflicts": [_conflict_record(conflict) for conflict in plan.conflicts],
            "by_hand": [finding_record(finding, source) for finding in plan.by_hand],
            "calendar": _calendar_record(plan.calendar, source, notes),
        }
    )


def _dump(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _calendar_record(calendar: Calendar, source: Source, notes: Iterable[Remark]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "name": calendar.name,
        "timezone": calendar.timezone,
        **_settings_record(calendar),
        "posts": [_entry_record(post, POST_FIELDS, source) for post in calendar.posts],
        "slots": [_entry_record(slot, SLOT_FIELDS, source) for slot in calendar.slots],
        "records": [_entry_record(record, RECORD_FIELDS, source) for record in calendar.records],
        "notes": [{"line": note.line, "message": note.message} for note in notes],
    }


def _settings_record(calendar: Calendar) -> dict[str, Any]:
    """The settings that say something."""
    settings = {
        "channels": {channel.name: _set_fields(channel, "name") for channel in calendar.channels},
        "people": {person.name: _set_fields(person, "name") for person in calendar.people},
        "domains": list(calendar.domains),
        "partners": list(calendar.partners),
        "quiet": calendar.quiet,
    }
    return {key: value for key, value in settings.items() if value}


def _entry_record(entry: Entry | Record, fields: tuple[str, ...], source: Source) -> dict[str, Any]:
    record = {field: _plain(getattr(entry, field)) for field in fields}
    record["line"] = source.place(entry.route).line if entry.route else None
    return record | _set_fields(entry, *fields, "route", "silenced")


def _set_fields(values: Entry | Record | Channel | Person | Media, *others: str) -> dict[str, Any]:
    """The fields that are not as usual, without some others."""
    usual = values._field_defaults
    return {
        field: _field_record(field, value)
        for field, value in values._asdict().items()
        if field not in others and value != usual[field]
    }


def _field_record(field: str, value: Any) -> Any:
    if field == "extra":
        return _plain(dict(value))
    if field == "window":
        return {"from": _plain(value[0]), "to": _plain(value[1])}
    if field == "media":
        return [_set_fields(media) for media in value]
    return _plain(value)


def _move_record(move: Move) -> dict[str, Any]:
    return {
        "entry": move.entry,
        "what": move.what,
        "from": _plain(move.before),
        "to": _plain(move.after),
        "rules": list(move.rules),
        "why": move.why,
    }


def _conflict_record(conflict: Conflict) -> dict[str, Any]:
    return {
        "week": week_name(conflict.week),
        "channel": conflict.week.channel,
        "rules": list(conflict.rules),
        "entries": list(conflict.entries),
        "why": conflict.why,
        "ways_out": list(conflict.ways_out),
    }


def _plain(value: Any) -> Any:
    """A value of a calendar as one that JSON has."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    finite = isinstance(value, float) and isfinite(value)
    return value if finite else str(value)
