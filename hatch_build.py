"""Gives a wheel its rules, profiles and limits as data, so that no run has to parse them."""

import os
import shutil
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedData(BuildHookInterface[Any]):
    """Adds `planner/_shipped.py`; an editable installation reads the files, which may change."""

    folder: str | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the module where the wheel is made from."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from planner.shipped import module_text

        self.folder = tempfile.mkdtemp()
        path = os.path.join(self.folder, "_shipped.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(module_text())
        build_data["force_include"][path] = "planner/_shipped.py"

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Leave nothing behind."""
        if self.folder:
            shutil.rmtree(self.folder)
