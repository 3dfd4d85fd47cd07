"""The fuzz targets themselves: each runs, the same seed does the same, and a few hundred of each hold every day."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.outside import fetched
from tests.fuzz.targets import TARGETS, attempt

pytestmark = pytest.mark.thorough

MANY = {"csv": 12, "merge": 12, "journal": 12}
"""Those with a database take longer."""


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", TARGETS)
def test_a_few_of_each(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What chance makes up is understood or refused, and nothing else."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    for seed in range(MANY.get(name, 400)):
        attempt(name, seed, tmp_path)


def test_what_is_right_is_still_read() -> None:
    """Not everything that chance makes of an answer is refused: the target reaches what is behind the wire."""
    assert sum(fetched(Random(seed)) > 0 for seed in range(100)) > 10
