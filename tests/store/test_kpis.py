"""KPIs in the database: every field survives, order and archive, found by key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpitui.core.model import Kpi
from kpitui.store import kpis
from kpitui.store.connection import Store, open_store

FULL = Kpi(
    id=0, key="stock", name="[b]Stock[/b] 📦", kind="level", unit="kg", decimals=1, direction="band", band_low=2.5,
    band_high=9.0, cadence="mon,thu", blank="zero", source="shelf", description="weighed", template="t",
    created=date(2026, 1, 2),
)  # fmt: skip


def added(store: Store, kpi: Kpi) -> Kpi:
    """Add a KPI as one change."""
    with store.write("kpi.added") as change:
        return kpis.add_kpi(change, kpi)


def test_every_field_survives(tmp_path: Path) -> None:
    """A KPI is read back as it was written, with its id and place."""
    store = open_store(str(tmp_path / "k.db"))
    stored = added(store, FULL)
    assert stored == kpis.kpi_by_key(store, "stock") == FULL._replace(id=stored.id, position=1)
    assert kpis.kpi_by_key(store, "nothing") is None
    store.close()


def test_archived_ones_come_last_and_only_when_wanted(tmp_path: Path) -> None:
    """KPIs come in the order of Today; archived ones only when asked for, at the end."""
    store = open_store(str(tmp_path / "k.db"))
    first, second = added(store, FULL), added(store, FULL._replace(key="two"))
    with store.write("kpi.archived") as change:
        assert kpis.update_kpi(change, first, first._replace(archived=True))
        assert not kpis.update_kpi(change, second, second)
    assert ["two"] == [kpi.key for kpi in kpis.all_kpis(store)]
    assert ["two", "stock"] == [kpi.key for kpi in kpis.all_kpis(store, archived=True)]
    store.close()
