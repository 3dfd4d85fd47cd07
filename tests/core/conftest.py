"""The core needs no home, no language and no database: its tests stand on nothing."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _alone() -> None:
    """Take the place of what the other tests need."""
