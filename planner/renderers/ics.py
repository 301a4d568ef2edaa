"""A calendar as iCalendar, for programs to subscribe to and for planner to read back unchanged."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from planner.ical.carried import Fields, dumped, pack, pack_settings
from planner.ical.editing import edited, status_property
from planner.ical.file import IcalSource
from planner.ical.values import escaped
from planner.ical.vtimezone import changes_of
from planner.model import UNKNOWN, Calendar, Entry, Plan, Post, Slot
from planner.source import Reading, Source
from planner.vocabulary import channel_of
from planner.weeks import in_zone, zone_of

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//planner//posting calendar//EN"
POST_LENGTH = timedelta(minutes=15)
REFRESH = timedelta(hours=6)
STAMP = datetime(1970, 1, 1, tzinfo=UTC)
"""The same calendar gives the same bytes, so that its stamps do not come from the clock."""

_SUMMARY_LENGTH = 60
_NAMES = {
    "linkedin": "LinkedIn", "tiktok": "TikTok", "youtube": "YouTube", "whatsapp": "WhatsApp",
    "google-business": "Google Business",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def render_calendar(reading: Reading) -> str | bytes:
    """The calendar of a reading as an .ics file; one that was iCalendar stays as it was."""
    if isinstance(reading.source, IcalSource):
        return reading.source.data
    return _Writer(reading.calendar, {}).text()


def render_plan(plan: Plan, source: Source) -> str | bytes:
    """The planned calendar as an .ics file; moved entries say why in a comment.

    In a file that was iCalendar only the lines of what moved change.
    """
    changed = rewrite_plan(plan, source)
    return _Writer(plan.calendar, _reasons(plan)).text() if changed is None else changed


def _reasons(plan: Plan) -> dict[str, str]:
    return {move.entry: move.why for move in plan.moves if move.why}


def rewrite_plan(plan: Plan, source: Source) -> bytes | None:
    """The iCalendar file that the calendar came from with the plan, None if it was none."""
    if not isinstance(source, IcalSource):
        return None
    stamp = source.now or datetime.now(UTC)
    known = {entry.id for entry in plan.original.entries}
    added = [entry for entry in plan.calendar.entries if entry.id not in known]
    writer = _Writer(plan.calendar, _reasons(plan), source, stamp)
    return edited(source, plan.original, plan.calendar, writer.lines(added), stamp)


class _Writer:
    """One calendar on its way to a file."""

    def __init__(
        self,
        calendar: Calendar,
        reasons: Mapping[str, str],
        source: IcalSource | None = None,
        stamp: datetime = STAMP,
    ) -> None:
        self.calendar = calendar
        self.reasons = reasons
        self.stamp = stamp
        self.zone = zone_of(calendar.timezone)
        self.zones = source.zones() if source is not None else None
        self.uids = source.uids() if source is not None else set()
        self.years: dict[str, list[int]] = {}

    def text(self) -> str:
        """The whole file, with CRLF line ends and lines of at most 75 bytes."""
        import icalendar

        components = [*self._components(self.calendar.entries)]
        whole = icalendar.Calendar()
        self._head(whole)
        for zone, years in sorted(self.years.items()):
            whole.add_component(_definition(zone, years))
        for component in components:
            whole.add_component(component)
        written: bytes = whole.to_ical(sorted=False)
        return written.decode()

    def lines(self, entries: Iterable[Entry]) -> bytes:
        """The components of some entries, for a file that is there already."""
        return b"".join(item.to_ical(sorted=False) for item in self._components(entries))

    def _head(self, whole: "icalendar.Calendar") -> None:
        calendar = self.calendar
        whole.add("prodid", PRODUCT)
        whole.add("version", "2.0")
        whole.add("method", "PUBLISH")
        if calendar.name:
            _add(whole, "X-WR-CALNAME", calendar.name)
        _add(whole, "X-WR-TIMEZONE", calendar.timezone)
        whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        _add(whole, "X-PLANNER-SETTINGS", dumped(pack_settings(calendar)))

    def _components(self, entries: Iterable[Entry]) -> Iterator["icalendar.Component"]:
        for entry in entries:
            yield self._post(entry) if isinstance(entry, Post) else self._slot(entry)

    def _post(self, post: Post) -> "icalendar.Component":
        import icalendar

        component = icalendar.Event() if post.at is not None else icalendar.Todo()
        fields = pack(post)
        fields.pop("text", None)
        described = post.text or post.note or ""
        if not post.text or _clean(post.text) != post.text:
            fields["text"] = post.text
        channels = (post.channel,) if post.channel is not None else ()
        self._common(component, post, fields, _title(post, channels))
        if post.at is not None:
            self._times(component, post, post.at, fields)
        if described:
            _add(component, "DESCRIPTION", described)
        if post.link and post.link.startswith(("http://", "https://")):
            _add(component, "URL", post.link)
        return self._finish(component, post, channels, fields)

    def _slot(self, slot: Slot) -> "icalendar.Component":
        import icalendar

        component = icalendar.Event()
        fields = pack(slot)
        if slot.note and _clean(slot.note) == slot.note:
            fields.pop("note", None)
        elif "note" not in fields:
            fields["note"] = None
        self._common(component, slot, fields, _title(slot, slot.channels))
        self._times(component, slot, slot.at, fields)
        if slot.note:
            _add(component, "DESCRIPTION", slot.note)
        return self._finish(component, slot, slot.channels, fields)

    def _common(
        self, component: "icalendar.Component", entry: Entry, fields: Fields, title: str
    ) -> None:
        uid = self._uid(entry.id)
        if uid == entry.id:
            fields.pop("id", None)
        if entry.entry == entry.id:
            fields.pop("entry", None)
        _add(component, "UID", uid)
        component.add("dtstamp", self.stamp)
        _add(component, "SUMMARY", title)

    def _uid(self, wanted: str) -> str:
        """The id without what an UID cannot hold, and not used before."""
        base = uid = _clean(wanted).strip() or "entry"
        number = 2
        while uid in self.uids:
            uid = f"{base}-{number}"
            number += 1
        self.uids.add(uid)
        return uid

    def _times(
        self,
        component: "icalendar.Component",
        entry: Entry,
        at: date | datetime,
        fields: Fields,
    ) -> None:
        if not isinstance(at, datetime):
            component.add("dtstart", at)
            return
        length = timedelta(minutes=entry.minutes) if isinstance(entry, Slot) else POST_LENGTH
        local = self._written(at, fields)
        component.add("dtstart", local)
        try:
            end = (local.astimezone(UTC) + length).astimezone(local.tzinfo)
        except OverflowError:
            return
        # Reading the end of an hour that comes twice could mean either of them.
        if length > timedelta(0) and end.utcoffset() == local.utcoffset():
            fields.pop("minutes", None)
        elif isinstance(entry, Slot):
            fields["minutes"] = entry.minutes
        if length > timedelta(0):
            component.add("dtend", end)

    def _written(self, at: datetime, fields: Fields) -> datetime:
        """The time in its own zone, or in UTC where the local time would mean two moments."""
        name = getattr(at.tzinfo, "key", None)
        local = at if name and _is_public(name) else at.astimezone(self.zone)
        named = name if local is at else None
        zone_name = getattr(local.tzinfo, "key", None)
        unknown = self.zones is not None and zone_name not in self.zones
        if zone_name is None or zone_name == "UTC" or unknown or _is_doubled(local):
            fields["zone"] = named or "UTC"
            return at.astimezone(UTC)
        self.years.setdefault(zone_name, []).append(local.year)
        return local

    def _finish(
        self,
        component: "icalendar.Component",
        entry: Entry,
        channels: tuple[str, ...],
        fields: Fields,
    ) -> "icalendar.Component":
        from icalendar.prop import vInline

        if entry.kind != UNKNOWN:
            component.add("categories", [entry.kind])
        task = isinstance(entry, Post) and entry.at is None
        component.add("status", status_property(entry, task=task))
        if entry.id in self.reasons:
            _add(component, "COMMENT", self.reasons[entry.id])
        if any(_clean(name).strip() != (channel_of(name) or name) for name in channels):
            fields["channels"] = list(channels)
        _add(component, "X-PLANNER-TYPE", "post" if isinstance(entry, Post) else "slot")
        _add(component, "X-PLANNER-KIND", entry.kind)
        _add(component, "X-PLANNER-STATUS", entry.status)
        if channels:
            words = ",".join(escaped(_clean(name)) for name in channels)
            component.add("X-PLANNER-CHANNEL", vInline(words))
        _add(component, "X-PLANNER-FIELDS", dumped(fields))
        return component


def _add(component: "icalendar.Component", name: str, text: str) -> None:
    from icalendar.prop import vInline

    # Escaped by ourselves: the library takes a backslash and an N in a text for a line end.
    component.add(name, vInline(escaped(_clean(text))))


def _clean(text: str) -> str:
    """A text without the characters that cannot stand in a line of iCalendar."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _title(entry: Entry, channels: tuple[str, ...]) -> str:
    """`Instagram · promo: The new roast is out`, for people who look at their calendar."""
    where = ", ".join(_shown(name) for name in channels)
    kind = entry.kind if entry.kind != UNKNOWN else ""
    words = (entry.title or entry.text or entry.note) if isinstance(entry, Post) else entry.note
    head = " · ".join(part for part in (where, kind) if part)
    parts = [part for part in (head, _first_words(words or "")) if part]
    return ": ".join(parts) or ("Post" if isinstance(entry, Post) else "Reserved time")


def _shown(channel: str) -> str:
    return _NAMES.get(channel) or (channel.capitalize() if channel_of(channel) else channel)


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _SUMMARY_LENGTH:
        return line
    return line[:_SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"


def _is_public(name: str) -> bool:
    try:
        zone_of(name)
    except LookupError:
        return False
    return True


def _is_doubled(local: datetime) -> bool:
    assert local.tzinfo is not None
    return in_zone(local.replace(tzinfo=None, fold=0), local.tzinfo).oddity == "doubled"


def _definition(name: str, years: list[int]) -> "icalendar.Component":
    """The VTIMEZONE of a public zone for the years in which it is used.

    Changes to the same offset share one observance: its first date and, as RDATE, the others.
    """
    import icalendar

    first, last = max(min(years) - 1, 2), max(years) + 1
    found = icalendar.Timezone()
    found.add("tzid", name)
    zone = zone_of(name)
    start = datetime(first, 1, 1, tzinfo=zone)
    offset = start.utcoffset() or timedelta(0)
    groups: dict[tuple[timedelta, timedelta, str], list[datetime]] = {
        (offset, offset, start.tzname() or name): [start.replace(tzinfo=None)]
    }
    for at, before, after, shown in changes_of(zone, first, last):
        groups.setdefault((before, after, shown), []).append(at)
    for (before, after, shown), onsets in groups.items():
        daylight = before < after
        part = icalendar.TimezoneDaylight() if daylight else icalendar.TimezoneStandard()
        part.add("dtstart", onsets[0])
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", shown)
        if onsets[1:]:
            part.add("rdate", onsets[1:])
        found.add_component(part)
    return found
