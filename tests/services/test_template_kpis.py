"""Adding from the library: a template with its parts and drivers, each once."""

from __future__ import annotations

import pytest

from kpitui.core.errors import NotFound
from kpitui.services.template_kpis import add_from_library
from kpitui.services.workspace import Workspace
from kpitui.store.kpis import all_kpis


def test_a_template_comes_with_its_parts_and_drivers(workspace: Workspace) -> None:
    """Revenue brings orders, conversion with the visitors it needs, and site speed; a second time nothing."""
    added = [kpi.key for kpi in add_from_library(workspace, "revenue", drivers=True)]
    assert added == ["revenue", "orders", "visitors", "conversion", "site-speed"]
    assert add_from_library(workspace, "revenue", drivers=True) == []


def test_without_drivers_only_what_it_needs(workspace: Workspace) -> None:
    """A formula comes with the KPIs in it."""
    add_from_library(workspace, "order-value")
    assert {kpi.key for kpi in all_kpis(workspace.store)} == {"revenue", "orders", "order-value"}
    with pytest.raises(NotFound):
        add_from_library(workspace, "weather")
