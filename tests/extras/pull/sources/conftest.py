"""A server, a place to ask, days, and patience that never sleeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kpitui.extras.pull.sources._place import Patience, Place, Secret, Span
from tests.extras.pull.sources.server import Web, served
from tests.safety import SAFETY_SECONDS

SPAN = Span(date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 23))
SECRET = Secret("s3cr3t/&é+key".replace("é", "e"))


@pytest.fixture
def web() -> Iterator[Web]:
    """A server of this machine."""
    with served() as running:
        yield running


@pytest.fixture
def slept() -> list[float]:
    """The pauses that were made between attempts, in seconds."""
    return []


@pytest.fixture
def patience(slept: list[float]) -> Patience:
    """Patience that only notes how long it would have slept."""
    return Patience(timeout=SAFETY_SECONDS, sleep=slept.append)


def place(
    kind: str, kpis: dict[str, str], secret: Secret = SECRET, scale: dict[str, float] | None = None, **options: object
) -> Place:
    """Return a place as the configuration gives it."""
    return Place("shop", kind, kpis, scale or {}, options, secret)
