"""Regular expressions that are compiled when they are first used: most calendars need few."""

import re

from planner.named import Any


class Pattern:
    """A compiled pattern in waiting; it has the methods of one."""

    def __init__(self, source: str | bytes, flags: int = 0) -> None:
        self.source = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled pattern, kept here so that it is found at once from now on."""
        method = getattr(re.compile(self.source, self.flags), name)
        setattr(self, name, method)
        return method
