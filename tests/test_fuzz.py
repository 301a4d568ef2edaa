"""Whatever planner reads, it ends with a code and never with a traceback."""

import os
from itertools import islice
from pathlib import Path

import pytest
from fuzzing import kinds

SEED = 20261123


@pytest.mark.parametrize("name", kinds())
def test_a_broken_input_is_never_our_bug(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some dozens of each kind; `benchmarks/fuzz.py` tries as many as one likes."""
    monkeypatch.chdir(tmp_path)
    kind = kinds()[name]
    for number, data in enumerate(islice(kind.inputs(SEED), 40)):
        try:
            kind.trial(number, data)
        except Exception:  # noqa: BLE001  # that there is none is the law
            kept = os.path.join(tmp_path, "broken")
            with open(kept, "wb") as file:
                file.write(data)
            pytest.fail(f"input {number}, kept in {kept}")
