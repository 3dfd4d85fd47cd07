"""A workspace on a Monday, with the KPIs of a shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace, open_workspace
from tests.databases import copied, empty

NOW = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  the clock of the business is the one on the wall


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty database."""
    opened = _opened(empty(tmp_path / "kpitui.db"))
    yield opened
    opened.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workspace]:
    """A database with revenue, orders, visitors, site speed, subscribers, conversion and order value; no entries."""
    opened = _opened(copied(tmp_path / "kpitui.db", _make_shop))
    yield opened
    opened.close()


def _opened(path: Path) -> Workspace:
    return open_workspace({}, NOW, database=str(path), language="en")


def _make_shop(path: Path) -> None:
    workspace = _opened(empty(path))
    for fields in (
        {"name": "Revenue", "unit": "EUR"},
        {"name": "Orders"},
        {"name": "Visitors"},
        {"name": "Site speed", "kind": "sample", "unit": "s", "better": "lower"},
        {"name": "Subscribers", "kind": "level", "every": "mon"},
        {"name": "Conversion", "kind": "ratio", "unit": "%", "numerator": "orders", "denominator": "visitors"},
        {"name": "Order value", "kind": "formula", "unit": "EUR", "formula": "revenue / orders"},
    ):
        add_kpi(workspace, fields)
    workspace.close()
