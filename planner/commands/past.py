"""Calendars of the past, which are worked on as if they were still to come."""

from datetime import datetime

from planner.model import Calendar, Note
from planner.weeks import moment_name, zone_of


def clock_for(
    calendar: Calendar, now: datetime, *, given: bool, done: str = "planned"
) -> tuple[datetime | None, tuple[Note, ...]]:
    """The moment before which nothing is touched, or None with a note when all lies before it.

    A clock that was `given` on the command line stays as it is. The note says what is `done`.
    """
    zone = zone_of(calendar.timezone)
    moments = [it.at for it in calendar.entries if it.at is not None]
    local = now.astimezone(zone)
    ahead = any(
        at.timestamp() >= now.timestamp() if isinstance(at, datetime) else at >= local.date()
        for at in moments
    )
    if given or ahead or not moments:
        return now, ()
    message = (
        f"All of this calendar lies before now ({moment_name(now, zone)} {local.year}), so it is "
        f"{done} as if it were still to come. --now sets the clock."
    )
    return None, (Note(message),)
