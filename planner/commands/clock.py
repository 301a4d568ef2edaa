"""The dates and times that commands take: weeks, days and the clock."""

from datetime import UTC, date, datetime, timedelta

from planner.errors import PlannerError
from planner.model import Window


def parse_week(text: str) -> Window:
    """`2026-W48` as a half-open week from Monday; raises `PlannerError` on anything else."""
    year, _, number = text.upper().partition("-W")
    try:
        first = date.fromisocalendar(int(year), int(number), 1)
        return Window(first, first + timedelta(days=7))
    except (ValueError, OverflowError):
        raise PlannerError(f'"{text}" is not a week; write it like 2026-W48.') from None


def parse_day(text: str) -> date:
    """`2026-11-23`; raises `PlannerError` on anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise PlannerError(f'"{text}" is not a date; write it like 2026-11-23.') from None


def parse_now(text: str | None) -> datetime:
    """The clock: a date or time (UTC unless it has an offset), or the machine's when None."""
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise PlannerError(
            f'"{text}" is not a time; write it like 2026-11-23T09:00+01:00.'
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_span(
    week: str | None, first: str | None, until: str | None, weeks: int | None = None
) -> tuple[date | None, date | None]:
    """First day and the day after the last of `--week` (and `--weeks`) or `--from` and `--to`."""
    if week is not None:
        if first is not None or until is not None:
            raise PlannerError("Use either --week or --from and --to, not both.")
        window = parse_week(week)
        try:
            return window.first, window.first + timedelta(weeks=weeks or 1)
        except OverflowError:
            raise PlannerError(f"{weeks} weeks from {week} on are too many.") from None
    if weeks is not None:
        raise PlannerError("--weeks counts from --week; name that week too.")
    start = parse_day(first) if first is not None else None
    end = parse_day(until) if until is not None else None
    if start is not None and end is not None and start >= end:
        raise PlannerError(
            f"--from {start} is not before --to {end}; --to is the first day that is left out."
        )
    return start, end
