"""Planned amounts in the database, what a person said of their days, and the runways that are kept for each balance.

Runways are not journalled: nobody does them, and they are worked out anew when the data or the day are others.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.planned import Planned, Settlement
from kpitui.core.record import Record
from kpitui.store.records import as_columns, as_fields
from kpitui.store.transaction import new_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kpitui.store.connection import Store
    from kpitui.store.transaction import Transaction


def add_planned(change: Transaction, planned: Planned) -> int:
    """Add a planned amount and return its id."""
    return change.insert("planned", _columns(planned._replace(uid=planned.uid or new_id())))


def update_planned(change: Transaction, planned: Planned) -> bool:
    """Save every field of a planned amount that exists; return whether anything became different."""
    return change.update("planned", {"id": planned.id}, _columns(planned))


def delete_planned(change: Transaction, planned: Planned) -> bool:
    """Delete a planned amount with what was said of its days; return whether there was one."""
    for row in change.rows("SELECT date FROM settlement WHERE planned = ?", (planned.id,)):
        change.delete("settlement", {"planned": planned.id, "date": row["date"]})
    return change.delete("planned", {"id": planned.id})


def all_planned(store: Store, kpi: int | None = None) -> list[Planned]:
    """Return the planned amounts, of one KPI when it is given, those that come first first."""
    where, params = (" WHERE kpi IN (SELECT id FROM kpi)", ()) if kpi is None else (" WHERE kpi = ?", (kpi,))
    return [_planned(row) for row in store.rows(f"SELECT * FROM planned{where} ORDER BY date, id", params)]


def has_planned(store: Store, kpi: int) -> bool:
    """Tell whether a KPI has any planned amount."""
    return bool(store.rows("SELECT 1 FROM planned WHERE kpi = ? LIMIT 1", (kpi,)))


def settlements(store: Store) -> dict[tuple[int, date], Settlement]:
    """Return what was said of days of planned amounts, by planned amount and day."""
    rows = [
        Settlement(*as_fields(row, ("planned", "date", "state", "arrived"), days=("date", "arrived")).values())
        for row in store.rows("SELECT * FROM settlement ORDER BY date, planned")
    ]
    return {(row.planned, row.day): row for row in rows}


def settle(change: Transaction, settlement: Settlement) -> bool:
    """Keep what is said of a day of a planned amount, in place of what was; return whether that is different."""
    key: dict[str, object] = {"planned": settlement.planned, "date": settlement.day.isoformat()}
    values = {"state": settlement.state, "arrived": settlement.arrived and settlement.arrived.isoformat()}
    if change.rows("SELECT 1 FROM settlement WHERE planned = ? AND date = ?", tuple(key.values())):
        return change.update("settlement", key, values)
    change.insert("settlement", {**key, **values})
    return True


class KeptRunway(Record):
    """When a balance runs out, as it was worked out for a day and a state of the data."""

    kpi: int
    day: date
    state: str
    as_of: date | None
    """The day of the last balance; None where it was too early to tell."""
    value: float | None
    floor: float
    crossings: tuple[int, ...]
    ahead: int
    blocks: int
    basis: str


def kept_runways(store: Store) -> dict[int, KeptRunway]:
    """Return the runways that are kept, by KPI."""
    return {
        row["kpi"]: KeptRunway(
            **as_fields(row, _RUNWAY, days=("as_of",)),
            day=date.fromisoformat(row["date"]),
            crossings=tuple(map(int, row["crossings"].split())),
        )
        for row in store.rows("SELECT * FROM runway")
    }


def keep_runways(store: Store, runways: Iterable[KeptRunway]) -> None:
    """Keep runways in place of those kept before of the same KPIs."""
    with store.unseen_transaction():
        store.connection.executemany(
            "INSERT OR REPLACE INTO runway (kpi, date, state, as_of, value, floor, crossings, ahead, blocks, basis)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE EXISTS (SELECT 1 FROM kpi WHERE id = ?1)",
            [
                tuple(as_columns(runway._asdict() | {"crossings": " ".join(map(str, runway.crossings))}).values())
                for runway in runways
            ],
        )


def _planned(row: sqlite3.Row) -> Planned:
    fields = as_fields(row, _PLANNED, days=("until", "created"), truths=("is_new",))
    return Planned(**fields, first=date.fromisoformat(row["date"]))


def _columns(planned: Planned) -> dict[str, object]:
    fields = planned._asdict()
    return as_columns({"date": fields.pop("first"), **fields})


_PLANNED = tuple(name for name in Planned._fields if name != "first")
_RUNWAY = tuple(name for name in KeptRunway._fields if name not in ("day", "crossings"))
