"""Options of the test run, and the way to the helpers that test modules share."""

import os
import sys

import pytest
from hypothesis import Phase, settings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew-golden` writes the golden outputs anew."""
    parser.addoption(
        "--renew-golden",
        action="store_true",
        help="write the golden outputs of the command line anew instead of comparing with them",
    )


settings.register_profile("no-shrinking", phases=[Phase.explicit, Phase.generate])
"""For a first look at what fails: `pytest --hypothesis-profile no-shrinking`."""
