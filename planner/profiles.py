"""Profiles as values: sets of rules with their levels and options."""

from collections.abc import Mapping

from planner.named import NamedTuple
from planner.rules import RuleSetting


class Profile(NamedTuple):
    """Which rules judge, at what levels and with which numbers.

    `origin` says where the idea comes from. Of two profiles the one with the larger `strictness`
    asks more.
    """

    name: str
    summary: str
    origin: str
    strictness: int
    rules: Mapping[str, RuleSetting]
    extends: str | None = None
