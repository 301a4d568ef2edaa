"""What the configuration and a calendar's comments say of its plans."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from planner.config import Config, place
from planner.errors import PlannerError
from planner.model import Window
from planner.options import length
from planner.plan.balance import Settings
from planner.source import Reading
from planner.suppressions import has_expired
from planner.weeks import zone_of


class Clock(NamedTuple):
    """What time it is, and the moment before which a calendar's plan changes nothing, if any."""

    now: datetime
    first: datetime | None


def settings_of(
    config: Config, reading: Reading, clock: Clock, freeze: str | None = None
) -> Settings:
    """The settings of a calendar's plan; `freeze`, where it is given, is what `--freeze` says."""
    return Settings(
        _frozen_until(clock.first, freeze, config),
        posts=config.plan.posts,
        slots=config.plan.slots,
        spread=config.plan.spread,
        accepted=tuple(_accepted(reading, clock.now)),
    )


def _frozen_until(now: datetime | None, flag: str | None, config: Config) -> datetime | None:
    """The moment before which nothing is changed: so long after now, as `--freeze` says.

    Without the flag, the configuration says it.
    """
    freeze = config.plan.freeze if flag is None else flag
    if now is None or freeze is None:
        return now
    try:
        return now + timedelta(minutes=length(freeze))
    except (ValueError, OverflowError) as error:
        where = place(config, "plan", "freeze") if flag is None else "--freeze"
        raise PlannerError(f"{where}: {error}.") from None


def _accepted(reading: Reading, clock: datetime) -> Iterator[tuple[str, Window]]:
    """The rules and weeks whose findings comments silence in the whole calendar."""
    zone = zone_of(reading.calendar.timezone)
    for it in reading.suppressions:
        if it.week is not None and not has_expired(it, clock, zone):
            yield it.rule, it.week
