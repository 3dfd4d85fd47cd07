"""Exports of programs that no format is written for, in the shape their documents and importers show: right or asked.

No more than two answers are needed, for the day and the rows that count. What each file comes to was computed by hand.
Nothing else in it may become a sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from kpitui.core.errors import Refused
from kpitui.exchange import FileContent
from kpitui.services.imports import ImportChoices, carry_out
from kpitui.services.workspace import Workspace

FILES = Path(__file__).parent.parent.parent / "exchange" / "sought"

Days = dict[str, float]


class Sought(NamedTuple):
    """What a file comes to, and the one answer it needs; empty where it needs none."""

    sums: dict[str, Days]
    """Of all KPIs that add up, what each day comes to."""
    last: Mapping[str, Days] = {}
    """Of balances, the last figure of each day."""
    asked: str = ""
    """What the question names."""
    mapping: Mapping[str, str] = {}
    only: Mapping[str, str] = {}
    skip: bool = False


SOUGHT = {
    "airbnb.csv": Sought(
        {
            "amount": {"13": 504.4, "20": 194},
            "gross-earnings": {"13": 520, "20": 200},
            "nights": {"13": 3, "20": 2},
            "service-fee": {"13": 15.6, "20": 6},
        },
        asked="Reservation",
        only={"Type": "Reservation"},
    ),
    "app-store.txt": Sought({"units": {"02": 6, "13": -1}}, asked="Begin Date", mapping={"Begin Date": "date"}),
    "bank-of-ireland.csv": Sought(
        {"debit": {"13": 512, "14": 20}, "credit": {"13": 428.03, "17": 845.92}},
        {"balance": {"13": 1100, "14": 568, "17": 1413.92}},
    ),
    "commerzbank.csv": Sought({"betrag": {"02": 982.78, "13": -80}}),
    "erste-hu.csv": Sought(
        {"tranzakcio-osszege": {"12": -350, "13": 1290}}, {"egyenleg": {"12": 1055.56, "13": 2345.56}}
    ),
    "google-play.csv": Sought({"amount-merchant-currency": {"02": 9.06, "03": -4.59}}),
    "john-lewis-card.csv": Sought({"amount": {"03": 1.5, "12": 1202.12}}, asked="Pending", skip=True),
    "invoices.csv": Sought(
        {"total": {"02": 12400}},
        {"balance": {"02": 0}},
        asked="Due Date",
        mapping={"Invoice Date": "date"},
        only={"Status": "Paid"},
    ),
    "kbc-card.csv": Sought({"bedrag-in-eur": {"02": -34.92, "13": 35.77}}),
    "kbc.csv": Sought(
        {"bedrag": {"02": 1196.6, "13": -19.95}, "credit": {"02": 1200}, "debet": {"02": -3.4, "13": -19.95}},
        {"saldo": {"02": 1419.95, "13": 1400}},
    ),
    "kdp.csv": Sought(
        {
            "royalty": {"02": 22.37, "13": 5.59},
            "units-sold": {"02": 6, "13": 1},
            "units-refunded": {"02": 1, "13": 0},
            "net-units-sold": {"02": 5, "13": 1},
        },
        asked="EUR",
        skip=True,
    ),
    "kraken.csv": Sought(
        {"amount": {"02": -200, "13": 500}, "fee": {"02": 0.52, "13": 0}},
        {"balance": {"02": 799.48, "13": 1299.48}},
        asked="XXBT",
        skip=True,
    ),
    "mercury.csv": Sought(
        {"amount": {"13": 1000, "14": -200}}, asked="Timestamp", mapping={"Date (UTC)": "date"}, only={"Status": "Sent"}
    ),
    "patreon.csv": Sought(
        {"pledge-amount": {"02": 5}},
        asked="Last Charge Date",
        mapping={"Last Charge Date": "date"},
        only={"Last Charge Status": "Paid"},
    ),
    "revolut-business.csv": Sought(
        {"amount": {"02": 1000, "03": -18.5}, "total-amount": {"02": 1000, "03": -18.7}, "fee": {"02": 0, "03": 0.2}},
        {"balance": {"02": 1000, "03": 981.3}},
        asked="Date started (UTC)",
        mapping={"Date completed (UTC)": "date"},
    ),
    "trading212.csv": Sought(
        {"total": {"02": 0.47}, "withholding-tax": {"02": 0.09}},
        asked="Dividend",
        only={"Action": "Dividend (Dividend)"},
    ),
    "ko-fi.csv": Sought({"received": {"02": 28.5, "13": 9}, "salestax": {"02": 0, "13": 0}}),
    "ocbc.csv": Sought(
        {"withdrawals-sgd": {"18": 7.86}, "deposits-sgd": {"17": 1500}}, asked="ends too early", skip=True
    ),
    "shopify-payouts.csv": Sought(
        {
            "charges": {"03": 450, "04": 120.5, "05": 80},
            "refunds": {"03": -20, "04": 0, "05": -80},
            "fees": {"03": -13.35, "04": -3.9, "05": -2.4},
            "total": {"03": 416.65, "04": 116.6, "05": -2.4},
            "adjustments": {"03": 0, "04": 0, "05": 0},
            "retried-amount": {"03": 0, "04": 0, "05": 0},
        },
        {"reserved-funds": {"03": 0, "04": 0, "05": 0}},
    ),
    "sparkasse.csv": Sought({"betrag": {"02": 1213.01, "13": -18.9}}),
    "splitwise.csv": Sought({"cost": {"02": 62.1}, "ann": {"02": 11.05}, "bo": {"02": -11.05}}, asked="USD", skip=True),
    "squarespace.csv": Sought(
        {
            "total": {"02": 45, "03": 20},
            "subtotal": {"02": 40, "03": 15},
            "shipping": {"02": 5, "03": 5},
            "taxes": {"02": 0, "03": 0},
            "amount-refunded": {"02": 0, "03": 20},
            "discount-amount": {"02": 0, "03": 0},
            "lineitem-quantity": {"02": 3, "03": 1},
        },
        asked="Paid at",
        mapping={"Created at": "date"},
    ),
    "starling.csv": Sought({"amount-gbp": {"02": 1474.5, "13": -4.5}}, {"balance-gbp": {"02": 1974.5, "13": 1970}}),
    "strava.csv": Sought(
        {
            "distance": {"02": 25.12, "05": 7},
            "distance-2": {"02": 25120, "05": 7000},
            "elapsed-time": {"02": 5500, "05": 2400},
            "elapsed-time-2": {"02": 5500, "05": 2400},
            "moving-time": {"02": 5350, "05": 2380},
            "elevation-gain": {"02": 170, "05": 35},
            "relative-effort": {"02": 95, "05": 45},
        }
    ),
    "upwork.csv": Sought(
        {"amount": {"05": 1116, "12": 300}}, asked="Withdrawal", only={"Type": "Hourly,Service Fee,Fixed-price"}
    ),
    "virgin-card.csv": Sought({"billing-amount": {"02": 57.2}}, asked="DBIT", only={"Debit or Credit": "DBIT"}),
    "ynab.csv": Sought({"inflow": {"13": 1250, "14": 0}, "outflow": {"13": 18.9, "14": 80}}),
}


def test_every_file_is_here() -> None:
    assert {path.name for path in FILES.iterdir()} == set(SOUGHT)


@pytest.mark.parametrize("name", SOUGHT)
def test_a_sought_file_is_right_at_once_or_after_one_question(workspace: Workspace, name: str) -> None:
    """What a file leaves in doubt is asked before anything is saved; then every sum of every day is right."""
    sought, data = SOUGHT[name], (FILES / name).read_bytes()
    if sought.asked:
        assert sought.asked in _refused(workspace, data, name)
        assert workspace.store.rows("SELECT * FROM entry") == []
    choices = ImportChoices(mapping=sought.mapping, only=sought.only, create=True)
    carry_out(workspace, FileContent(data, name), choices, skip_refused=sought.skip)
    rows = workspace.store.rows(
        "SELECT key, kind, date, value FROM entry JOIN kpi ON kpi.id = kpi ORDER BY key, date, entry.id"
    )
    sums: dict[str, Days] = {}
    last: dict[str, Days] = {}
    for key, kind, date, value in rows:
        if kind == "level":
            last.setdefault(key, {})[date[8:]] = value
        elif kind == "flow":
            days = sums.setdefault(key, {})
            days[date[8:]] = round(days.get(date[8:], 0) + value, 6)
    assert (sums, last) == (sought.sums, sought.last)


def _refused(workspace: Workspace, data: bytes, name: str) -> str:
    """Return why nothing is saved without an answer."""
    try:
        plan = carry_out(workspace, FileContent(data, name), ImportChoices(create=True))
    except Refused as refused:
        return f"{refused.params}"
    assert plan.asks
    return "".join(f"{row.reason} {row.params}" for row in plan.refusals)
