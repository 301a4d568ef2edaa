"""The time zone that somebody meant."""

from zoneinfo import available_timezones

from planner.errors import nearest_word

_LONGEST = 100


def nearest_zone(name: str) -> str | None:
    """The zone that a word is most like, by its whole name or its city; None for none."""
    zones = sorted(available_timezones())
    wanted = name.strip().replace(" ", "_").lower()
    cities = {zone.rpartition("/")[2].lower(): zone for zone in zones}
    if wanted in cities:
        return cities[wanted]
    return nearest_word(name[:_LONGEST], zones)
