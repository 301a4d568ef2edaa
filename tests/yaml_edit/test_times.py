"""Times written like other ones."""

from datetime import date, datetime, timedelta, timezone

import pytest
from helpers import BERLIN, berlin

from planner.yaml_calendar.times import parse_at
from planner.yaml_edit.fates import moment
from planner.yaml_edit.times import is_moment, like

SUMMER = berlin(date(2027, 7, 1), "14:05")


@pytest.mark.parametrize(("pattern", "text"), [
    ("2026-11-24 12:30", "2026-11-23 09:15"),
    ("2026-11-24T12:30", "2026-11-23T09:15"),
    ("2026-11-24t12:30:00", "2026-11-23t09:15:00"),
    ("2026-11-24  12:30:45.5", "2026-11-23  09:15:00"),
    ("2026-11-24 8:30", "2026-11-23 9:15"),
    ("2026-1-4 8:30", "2026-11-23 9:15"),
    ("2026-11-24T12:30Z", "2026-11-23T08:15Z"),
    ("2026-11-24 12:30 z", "2026-11-23 08:15 z"),
    ("2026-11-24 12:30+01:00", "2026-11-23 09:15+01:00"),
    ("2026-11-24 12:30 +0100", "2026-11-23 09:15 +0100"),
    ("2026-11-24 12:30+1", "2026-11-23 09:15+1"),
    ("2026-11-24 12:30-05", "2026-11-23 03:15-05"),
    ("2026-11-24 12:30+05:30", "2026-11-23 13:45+05:30"),
    ("2026-11-24", "2026-11-23 09:15"),
    ("16:00", "2026-11-23 09:15"),
    ("", "2026-11-23 09:15"),
])  # fmt: skip
def test_a_time_keeps_its_form(pattern: str, text: str) -> None:
    """And means the moment that it should."""
    at = berlin(23, "09:15")
    assert like(pattern, at, BERLIN) == text
    assert moment(parse_at(text, BERLIN).at) == moment(at)


@pytest.mark.parametrize(("pattern", "text"), [
    ("2026-11-24 12:30+01:00", "2027-07-01 14:05+02:00"),
    ("2026-11-24 12:30-08:00", "2027-07-01 04:05-08:00"),
    ("2026-11-24 12:30Z", "2027-07-01 12:05Z"),
])  # fmt: skip
def test_the_offset_of_the_calendar_follows_the_clocks(pattern: str, text: str) -> None:
    """Another offset, and UTC, stay what they are."""
    assert like(pattern, SUMMER, BERLIN) == text


def test_days_stay_days() -> None:
    """With whatever stands behind them, which is not understood."""
    assert like("2026-11-24", date(2026, 12, 1), BERLIN) == "2026-12-01"
    assert like("2026-1-4", date(2026, 2, 3), BERLIN) == "2026-2-3"
    assert like("2026-01-04", date(2026, 2, 3), BERLIN) == "2026-02-03"
    assert like("2026-11-24 noon", date(2026, 12, 1), BERLIN) == "2026-12-01 noon"
    assert like("soon", date(2026, 12, 1), BERLIN) == "2026-12-01"


def test_a_time_that_comes_twice_gets_its_offset() -> None:
    """When the clocks are put back, the second one would be read as the first."""
    first, second = (
        datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=hours))) for hours in (2, 1)
    )
    assert like("2026-10-24 09:00", first, BERLIN) == "2026-10-25 02:30"
    assert like("2026-10-24 09:00", second, BERLIN) == "2026-10-25 02:30+01:00"


def test_a_moment_is_a_day_with_a_time() -> None:
    """Neither of them alone is one."""
    assert is_moment("2026-11-24 12:30")
    assert not any(map(is_moment, ("2026-11-24", "16:00", "", "soon")))
