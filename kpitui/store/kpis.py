"""Reading and writing KPIs. What their kinds mean is told by `kpitui.core.kinds`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from kpitui.core.cadence import parse_cadence
from kpitui.core.errors import DatabaseUnusable, mark
from kpitui.core.model import Kpi

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any

    from kpitui.store.connection import Store
    from kpitui.store.transaction import Transaction

NOT_OURS = mark("The KPI {key} has a value KPITUI did not write: {value}. Restore a backup: kpitui restore --latest")


def add_kpi(change: Transaction, kpi: Kpi) -> Kpi:
    """Add a KPI, at the end of Today, and return it with the id it got."""
    (row,) = change.rows("SELECT coalesce(max(position), 0) + 1 FROM kpi")
    placed = kpi._replace(position=row[0])
    columns = _columns(placed)
    del columns["id"]
    return placed._replace(id=change.insert("kpi", columns))


def update_kpi(change: Transaction, before: Kpi, after: Kpi) -> bool:
    """Save the fields in which *after* differs from *before*, as it was read; return whether anything is different.

    Raises NotFound when the KPI is gone.
    """
    return change.update_changed("kpi", {"id": before.id}, _columns(before), _columns(after))


def all_kpis(store: Store | Transaction, *, archived: bool = False) -> list[Kpi]:
    """Return the KPIs in the order of Today, as *store* or a running change sees them; archived ones when asked for."""
    where = "" if archived else " WHERE NOT archived"
    return [_kpi(row) for row in store.rows(f"SELECT * FROM kpi{where} ORDER BY archived, position, id")]


def kpi_by_key(store: Store, key: str) -> Kpi | None:
    """Return the KPI with this key, archived or not, or None."""
    rows = store.rows("SELECT * FROM kpi WHERE key = ?", (key,))
    return _kpi(rows[0]) if rows else None


def _columns(kpi: Kpi) -> dict[str, object]:
    columns = kpi._asdict()
    columns["created"] = kpi.created.isoformat()
    columns["archived"] = int(kpi.archived)
    return columns


def _kpi(row: sqlite3.Row) -> Kpi:
    """Return the KPI in *row*; raises DatabaseUnusable where its rhythm is none, which the schema does not check."""
    columns: Mapping[str, Any] = dict(row)
    if not _is_cadence(row["cadence"]):
        raise DatabaseUnusable(NOT_OURS, key=row["key"], value=row["cadence"][:200])
    return Kpi(**{**columns, "created": date.fromisoformat(row["created"]), "archived": bool(row["archived"])})


@lru_cache(maxsize=256)
def _is_cadence(text: str) -> bool:
    try:
        return parse_cadence(text) == text
    except ValueError:
        return False
