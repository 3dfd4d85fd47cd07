"""English is in force before and after every test of the language layer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kpitui.i18n import use


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Put English in force, and again afterwards."""
    use("en")
    yield
    use("en")
