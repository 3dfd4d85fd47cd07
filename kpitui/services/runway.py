"""How long balances last: worked out from their own past and the planned amounts, kept by the state of the data.

A kept runway is read wherever it is shown. It is worked out anew for other data or another day, after a write or off
the paint; a view of another day than today neither reads nor keeps one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kpitui.core.errors import KpituiError
from kpitui.core.figures import is_currency
from kpitui.core.insight.runway import FEWEST, Basis, Runway, balances_ahead, past_blocks, runway
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.services.freshness import Freshness
from kpitui.services.planned import Balance, balance_of, coming_until, has_kind, refuse_other_kinds
from kpitui.services.reading import shown_kpis
from kpitui.services.workspace import Workspace
from kpitui.store import planned

RULES = 3
"""Raised by one when a runway comes out otherwise for the same data, so that none that was kept before is read."""


class RunwayView(Record):
    """A balance and how long it lasts."""

    kpi: Kpi
    runway: Runway | None
    """None where it is too early to tell."""
    blocks: int
    """How many weeks, or stretches between entries, of the past there are; `FEWEST` are needed."""
    basis: Basis = "week"
    """What those are."""
    fresh: bool = True
    """Whether it is of the data as they are now; without, it is to be worked out off the paint."""

    @property
    def needed(self) -> int:
        """Return how many weeks are needed at the least."""
        return FEWEST


def balances(workspace: Workspace) -> list[Kpi]:
    """Return the KPIs whose runway is told unasked, in the order of Today: money that is there, and planned amounts."""
    return [kpi for kpi in shown_kpis(workspace) if is_balance(workspace, kpi)]


def is_balance(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether the runway of *kpi* is told unasked: it is money that is there, or has planned amounts.

    Recurring revenue is money, and does not run out.
    """
    if not has_kind(kpi) or kpi.direction != "higher":
        return False
    if planned.has_planned(workspace.store, kpi.id):
        return True
    if not is_currency(kpi.unit):
        return False
    from kpitui.core.kpi_nature import is_money_of_a_period  # few databases have any, and the names are slow to load

    return not is_money_of_a_period(kpi.name)


def balance_paths(workspace: Workspace, kpi: Kpi, days: Sequence[date]) -> list[tuple[float, ...]] | None:
    """Return what a balance is at the end of each of *days*, ascending, on the paths of its runway; planned amounts in.

    None where it is too early to tell, and where *days* are none after the last entry.
    """
    balance = balance_of(workspace, kpi)
    blocks, _basis = past_blocks(balance.changes, balance.matching)
    if balance.as_of is None or balance.value is None or len(blocks) < FEWEST or not days or days[0] <= balance.as_of:
        return None
    return balances_ahead(balance.value, balance.as_of, blocks, coming_until(workspace, balance, days[-1]), days)


def runways(workspace: Workspace, *, foretell: bool = True) -> list[RunwayView]:
    """Return how long every balance lasts, the one that may run out first first.

    Without *foretell* it is only read where it was kept, so that nothing waits for it.
    """
    chosen = balances(workspace)
    if not chosen:
        return []
    stored = _stored(workspace)
    freshness = Freshness(workspace, RULES)
    views = [_view(workspace, kpi, stored.get(kpi.id), freshness, foretell=foretell) for kpi in chosen]
    if foretell:
        _keep(workspace, views, stored, freshness.state)
    return sorted(
        views, key=lambda view: (view.runway is None, view.runway.early or date.max if view.runway else date.max)
    )


def running_out(workspace: Workspace) -> list[RunwayView]:
    """Return the balances that may run out within the days of the setting ``runway-due``; none where that is no.

    What was kept last is read, also that of an earlier day: a login message must not wait.
    """
    within = workspace.settings.text("runway-due")
    if within == "no":
        return []
    last = workspace.today + timedelta(days=int(within))
    return [
        view
        for view in runways(workspace, foretell=False)
        if view.runway is not None and (view.runway.is_below or (view.runway.early or date.max) <= last)
    ]


def runway_view(workspace: Workspace, kpi: Kpi, *, floor: float | None = None, foretell: bool = True) -> RunwayView:
    """Return how long a balance lasts, until it is below *floor*; else below its lowest possible value, or 0.

    With a *floor* of its own it is neither read nor kept. Raises Refused for a KPI that is no balance.
    """
    refuse_other_kinds(kpi)
    if floor is not None and floor != floor_of(kpi):
        return _worked_out(workspace, kpi, floor)
    stored = _stored(workspace)
    freshness = Freshness(workspace, RULES)
    view = _view(workspace, kpi, stored.get(kpi.id), freshness, foretell=foretell)
    if foretell:
        _keep(workspace, [view], stored, freshness.state)
    return view


def floor_of(kpi: Kpi) -> float:
    """Return the figure below which a balance has run out: the lowest possible one, such as a credit limit, or 0."""
    return kpi.floor if kpi.floor is not None else 0.0


def _stored(workspace: Workspace) -> dict[int, planned.KeptRunway]:
    """Return the runways that are kept by the number of their KPI; a look back has none, for they are of today."""
    return planned.kept_runways(workspace.store) if workspace.is_now else {}


def _view(
    workspace: Workspace, kpi: Kpi, stored: planned.KeptRunway | None, freshness: Freshness, *, foretell: bool
) -> RunwayView:
    is_fresh = stored is not None and stored.floor == floor_of(kpi) and freshness.holds(stored.day, stored.state, kpi)
    if stored is not None and (is_fresh or not foretell):
        return RunwayView(kpi, _as_runway(stored), stored.blocks, _basis(stored), is_fresh)
    if not foretell:
        return RunwayView(kpi, None, 0, fresh=False)
    return _worked_out(workspace, kpi, floor_of(kpi))


def _worked_out(workspace: Workspace, kpi: Kpi, floor: float) -> RunwayView:
    balance: Balance = balance_of(workspace, kpi)
    blocks, basis = past_blocks(balance.changes, balance.matching)
    if balance.as_of is None or balance.value is None:
        return RunwayView(kpi, None, len(blocks), basis)
    value, as_of = balance.value, balance.as_of

    def work() -> Runway | None:
        return runway(value, as_of, workspace.today, blocks, balance.coming, floor=floor, basis=basis)

    return RunwayView(kpi, workspace.cached(("runway", kpi.id, floor), work), len(blocks), basis)


def _keep(workspace: Workspace, views: Iterable[RunwayView], stored: dict[int, planned.KeptRunway], state: str) -> None:
    """Keep the runways that were worked out anew; nothing where it cannot be."""
    if not workspace.is_now or workspace.store.connection.in_transaction:
        return
    rows = [
        row for view in views if view.fresh and stored.get(view.kpi.id) != (row := _as_kept(workspace, view, state))
    ]
    if rows:
        try:
            planned.keep_runways(workspace.store, rows)
        except KpituiError:
            return  # a database that cannot be written to is read all the same


def _as_kept(workspace: Workspace, view: RunwayView, state: str) -> planned.KeptRunway:
    runway, floor = view.runway, floor_of(view.kpi)
    if runway is None:
        return planned.KeptRunway(
            view.kpi.id, workspace.today, state, None, None, floor, (), 0, view.blocks, view.basis
        )  # fmt: skip
    return planned.KeptRunway(
        view.kpi.id,
        workspace.today,
        state,
        runway.as_of,
        runway.value,
        floor,
        runway.crossings,
        runway.ahead,
        view.blocks,
        runway.basis,
    )


def _as_runway(stored: planned.KeptRunway) -> Runway | None:
    if stored.as_of is None or stored.value is None:
        return None
    return Runway(
        stored.as_of, stored.day, stored.value, stored.floor, stored.crossings, stored.ahead, stored.blocks,
        _basis(stored),
    )  # fmt: skip


def _basis(stored: planned.KeptRunway) -> Basis:
    return "stretch" if stored.basis == "stretch" else "week"
