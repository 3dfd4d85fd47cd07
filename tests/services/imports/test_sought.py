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
            "paid-out": {"13": 504.4, "20": 194},
        },
    ),
    "airbnb-adjustments.csv": Sought(
        {
            "amount": {"03": 434.1, "14": 291, "20": 75},
            "paid-out": {"03": 434.1, "14": 291, "20": 75},
            "service-fee": {"03": 13.5, "14": 9},
            "cleaning-fee": {"03": 40, "14": 40},
            "gross-earnings": {"03": 447.6, "14": 300, "20": 75},
            "occupancy-taxes": {"03": 0, "14": 0, "20": 0},
            "nights": {"03": 3, "14": 2},
        },
    ),
    "airbnb-reservations.csv": Sought(
        {
            "of-adults": {"02": 2, "13": 2, "21": 1},
            "of-children": {"02": 0, "13": 1, "21": 0},
            "of-infants": {"02": 0, "13": 0, "21": 0},
            "of-nights": {"02": 3, "13": 2, "21": 2},
            "earnings": {"02": 450, "13": 300, "21": 1280},
        },
        asked="Booked",
        mapping={"Start date": "date"},
        only={"Status": "Past guest,Confirmed"},
    ),
    "shops-total.csv": Sought(
        {"revenue": {"02": 176, "03": 179, "04": 182}, "orders": {"02": 7, "03": 10, "04": 13}},
        asked="Shop=",
        only={"Shop!": ""},
    ),
    "till-hours.csv": Sought(
        {"sales": {"02": 773, "03": 773, "04": 773}, "covers": {"02": 77, "03": 77, "04": 77}},
    ),
    "app-store.txt": Sought({"units": {"02": 3, "13": -1}}, asked="IA1", only={"Product Type Identifier": "IA1"}),
    "bank-of-ireland.csv": Sought(
        {"debit": {"13": 512, "14": 20}, "credit": {"13": 428.03, "17": 845.92}},
        {"balance": {"13": 1100, "14": 568, "17": 1413.92}},
    ),
    "commerzbank.csv": Sought({"betrag": {"02": 982.78, "13": -80}}),
    "erste-hu.csv": Sought(
        {"tranzakcio-osszege": {"12": -350, "13": 1290}}, {"egyenleg": {"12": 1055.56, "13": 2345.56}}
    ),
    "google-play.csv": Sought({"amount-merchant-currency": {"02": 9.06, "03": -4.59}}),
    "john-lewis-card.csv": Sought({"amount": {"03": 1.5, "12": 1202.12}}),
    "invoices.csv": Sought(
        {"total": {"02": 12400}},
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
    "ocbc.csv": Sought({"withdrawals-sgd": {"18": 7.86}, "deposits-sgd": {"17": 1500}}),
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
    "acuity.csv": Sought(
        {"appointment-price": {"02": 120, "13": 75}, "amount-paid-online": {"02": 75, "13": 75}},
        asked="Start Time",
        mapping={"Start Time": "date", "Paid?": "-"},
    ),
    "booking-com.csv": Sought(
        {
            "rooms": {"02": 1, "13": 1},
            "people": {"02": 2, "13": 1},
            "adults": {"02": 2, "13": 1},
            "children": {"02": 0, "13": 0},
            "price": {"02": 360, "13": 210.5},
            "commission-amount": {"02": 54, "13": 31.575},
            "duration-nights": {"02": 3, "13": 2},
        },
        asked="Check-in",
        mapping={"Check-in": "date"},
        only={"Status": "ok"},
    ),
    "chase.csv": Sought({"amount": {"02": -245.2, "13": 1250}}, {"balance": {"02": 2070.5, "13": 3320.5}}),
    "doordash.csv": Sought(
        {
            "subtotal": {"02": 64.5, "13": 0},
            "tax-subtotal": {"02": 5.16, "13": 0},
            "commission": {"02": 9.68, "13": 0},
            "marketing-fees": {"02": 0.5, "13": 0},
            "credit": {"02": 59.48, "13": 0},
            "debit": {"02": 0, "13": 5},
            "net-total": {"02": 59.48, "13": -5},
        },
        asked="TIMESTAMP_LOCAL_DATE",
        mapping={"TIMESTAMP_LOCAL_DATE": "date"},
    ),
    "fluvius.csv": Sought(
        {"volume": {"13": 0.291, "14": 0.5}},
        asked="Injectie Dag",
        only={"Register": "Afname Dag,Afname Nacht"},
    ),
    "gnucash.csv": Sought(
        {
            "amount-with-sym": {"02": 1250, "03": -8.5},
            "amount-num": {"02": 1250, "03": -8.5},
            "value-with-sym": {"02": 1250, "03": -8.5},
            "value-num": {"02": 1250, "03": -8.5},
        },
        asked="Full Account Name",
        only={"Full Account Name": "Assets:Bank"},
    ),
    "hledger-register.csv": Sought(
        {"amount": {"02": -1250, "03": -638.5, "05": -75}}, {"total": {"02": -1250, "03": -1888.5, "05": -1963.5}}
    ),
    "kimai.csv": Sought(
        {
            "duration": {"02": 3.25, "13": 8},
            "internal-price": {"02": 0, "13": 0},
            "price": {"02": 260, "13": 0},
        }
    ),
    "mbank.csv": Sought({"kwota": {"02": -255.2, "13": 1250}}),
    "pge.csv": Sought({"usage-kwh": {"02": 0.8, "03": 1.2}, "cost": {"02": 0.23, "03": 0.4}}),
    "rescuetime.csv": Sought({"time-spent-seconds": {"02": 2, "13": 1}, "number-of-people": {"02": 2, "13": 1}}),
    "strong.csv": Sought(
        {"reps": {"02": 16, "13": 5}, "distance": {"02": 0, "13": 0}, "seconds": {"02": 0, "13": 0}},
        {"weight": {"02": 60, "13": 100}},
    ),
    "swedbank.csv": Sought({"belopp": {"02": 5749.5, "13": -119}}, {"bokfort-saldo": {"02": 11000, "13": 10881}}),
    "teachable.csv": Sought(
        {
            "final-price": {"02": 178},
            "earnings-usd": {"02": 165.42},
            "fees": {"02": 12.58},
            "tax-charge": {"02": 0},
            "refund-amount": {"02": 0},
        },
        asked="Purchased At",
        mapping={"Purchased At": "date"},
        only={"Charge Status": "paid"},
    ),
    "hdfc.csv": Sought(
        {"withdrawal-amt": {"06": 40000, "16": 120.5}, "deposit-amt": {"02": 25000, "16": 215120.5}},
        {"closing-balance": {"02": 125000, "06": 85000, "16": 300000}},
    ),
    "inter.csv": Sought({"valor": {"02": -200, "14": 780}}, {"saldo": {"02": 0, "14": 780}}),
    "danske.csv": Sought(
        {"belob": {"04": -119, "06": -99, "07": 3500}},
        {"saldo": {"04": 42199.55, "06": 42100.55, "07": 45600.55}},
        asked="Venter",
        only={"Status": "Udført"},
    ),
    "postfinance.csv": Sought({"gutschrift-in-chf": {"28": 1250.5}, "lastschrift-in-chf": {"14": -74.35}}),
    "fresha.csv": Sought(
        {"price": {"01": 90}, "duration": {"01": 2.25}},
        asked="Created date",
        mapping={"Scheduled date": "date"},
        only={"Status": "Completed"},
    ),
    "cents.csv": Sought({"amount-cents": {"01": 98, "04": 199}, "fee-cents": {"01": 3.4, "04": 6.2}}),
    "hubstaff.csv": Sought({"time": {"01": 2.25, "02": 7.258333}, "spent": {"01": 135, "02": 435.5}}),
    "microsoft-ads.csv": Sought(
        {
            "impressions": {"14": 3020, "15": 900},
            "clicks": {"14": 71, "15": 45},
            "spend": {"14": 38.4, "15": 18.9},
        }
    ),
    "discogs.csv": Sought(
        {"total": {"01": 54.5, "03": 18}, "shipping": {"01": 9, "03": 3}, "fee": {"01": 4.1, "03": 1.35}},
        asked="Cancelled (Non-Paying Buyer)",
        only={"status": "Shipped,Payment Received"},
    ),
    "quickbooks.csv": Sought({"amount": {"14": 1200}}, asked="Payment", only={"Transaction Type": "Invoice"}),
    "balances.csv": Sought(
        {}, {"balance": {"01": 1200, "02": 1150, "03": 1420.5}}, asked="Savings", only={"Account": "Checking"}
    ),
    "meta-ads-month.csv": Sought(
        {"amount-spent-eur": {"30": 600.5}, "results": {"30": 50}, "impressions": {"30": 75000}}
    ),
    "meta-ads-week.csv": Sought({"amount-spent-usd": {"08": 538.7, "15": 70}, "link-clicks": {"08": 109, "15": 40}}),
    "etsy-items.csv": Sought(
        {
            "quantity": {"13": 3, "14": 3},
            "discount-amount": {"13": 0, "14": 2},
            "order-shipping": {"13": 7.5, "14": 5},
            "order-sales-tax": {"13": 0, "14": 1.1},
            "item-total": {"13": 68, "14": 22},
        },
        asked="Date Paid",
        mapping={"Sale Date": "date"},
    ),
    "youtube-content.csv": Sought(
        {
            "views": {"01": 8200, "03": 1500},
            "watch-time-hours": {"01": 140.2, "03": 9.1},
            "subscribers": {"01": 40, "03": 30},
        },
        asked="Video publish time",
        mapping={"Video publish time": "date"},
    ),
    "instagram-posts.csv": Sought(
        {"views": {"13": 2220, "15": 12400}, "likes": {"13": 125, "15": 610}},
        asked="Publish time",
        mapping={"Publish time": "date"},
    ),
    "vend.csv": Sought(
        {
            "quantity": {"14": 2, "15": 1},
            "subtotal": {"14": 20, "15": 8},
            "sales-tax": {"14": 1.6, "15": 0.64},
            "discount": {"14": 0, "15": 0},
            "total": {"14": 21.6, "15": 8.64},
            "paid": {"14": 21.6, "15": 8.64},
        },
        asked="Sale Line",
        only={"Line Type": "Sale"},
    ),
    "eventbrite.csv": Sought(
        {
            "quantity": {"01": 2},
            "total-paid": {"01": 90},
            "eventbrite-fees": {"01": 4.2},
            "eventbrite-payment-processing": {"01": 2.6},
        },
        asked="Not Attending",
        only={"Attendee Status": "Attending"},
    ),
    "icici.csv": Sought(
        {"withdrawal-amount-inr": {"01": 120.5, "14": 25000}, "deposit-amount-inr": {"01": 0, "14": 215120.5}},
        {"balance-inr": {"01": 84879.5, "14": 275000}},
    ),
    "rbc.csv": Sought({"cad": {"14": 210}, "usd": {"16": -15}}),
    "homewizard.csv": Sought(
        {},
        {
            "import-t1-kwh": {"14": 12345.123, "15": 12349.2, "16": 12352},
            "import-t2-kwh": {"14": 9876.1, "15": 9880.5, "16": 9886},
            "export-t1-kwh": {"14": 100.5, "15": 101, "16": 101.2},
            "export-t2-kwh": {"14": 200.1, "15": 202, "16": 204},
        },
    ),
    "meter.csv": Sought(
        {},
        {
            "stand-elektra": {"01": 12345.1, "14": 12390.4, "28": 12444.9},
            "stand-gas": {"01": 4321.5, "14": 4330.25, "28": 4339.1},
        },
    ),
    "amazon-ads.csv": Sought(
        {
            "impressions": {"14": 3000},
            "clicks": {"14": 30},
            "spend": {"14": 13},
            "kpi-7-day-total-sales": {"14": 41},
            "kpi-7-day-total-orders": {"14": 3},
            "kpi-7-day-total-units": {"14": 3},
        }
    ),
    "concept2.csv": Sought(
        {
            "work-time-seconds": {"14": 1210.5, "16": 1800},
            "work-distance": {"14": 5000, "16": 7350},
            "stroke-count": {"14": 484, "16": 660},
            "total-cal": {"14": 329, "16": 477},
        }
    ),
    "kasboek.csv": Sought({"in": {"14": 412.5, "22": 120}, "uit": {"14": 35}}),
    "year-month.csv": Sought(
        {"orders": {"31": 79, "30": 52}, "revenue": {"31": 2304.5, "30": 1650.25}},
    ),
    "week-range.csv": Sought({"sessions": {"13": 410, "20": 388}, "conversions": {"13": 12, "20": 9}}),
    "mrr.csv": Sought(
        {"new-customers": {"01": 12}, "churned-customers": {"01": 3}}, {"mrr": {"01": 1410}, "customers": {"01": 47}}
    ),
    "survey.csv": Sought({}),
    "fineco.csv": Sought(
        {"entrate": {"14": 1250}, "uscite": {"15": -80.4}}, asked="Autorizzato", only={"Stato": "Contabilizzato"}
    ),
    "tibber.csv": Sought({"consumption": {"14": 0.8, "15": 0.5}, "cost": {"14": 0.1933, "15": 0.12}}),
    "clover.csv": Sought(
        {
            "amount": {"14": 25, "15": 12},
            "tax-amount": {"14": 2, "15": 0.96},
            "tip-amount": {"14": 3, "15": 0},
            "refund-amount": {"14": 0, "15": 12},
        },
        asked="FAIL",
        only={"Result": "SUCCESS"},
    ),
    "hotel.csv": Sought(
        {
            "rooms-available": {"14": 20, "15": 20},
            "rooms-sold": {"14": 15, "15": 18},
            "revenue": {"14": 1650, "15": 2160},
        }
    ),
    "order-lines.csv": Sought(
        {
            "qty": {"14": 3, "15": 1},
            "item-total": {"14": 35, "15": 15},
            "order-subtotal": {"14": 35, "15": 15},
            "order-tax": {"14": 3.15, "15": 1.35},
            "order-total": {"14": 38.15, "15": 16.35},
        }
    ),
    "year-week.csv": Sought({"umsatz": {"06": 1250.5, "13": 980, "20": 1410.25}}),
    "year-month-day.csv": Sought({"steps": {"14": 8200, "15": 10400}}),
    "hotmart.csv": Sought(
        {"preco-total": {"05": 50, "10": 1234.56}, "taxa": {"05": 5, "10": 123.46}},
        asked="Reembolsado",
        only={"Status": "Aprovado,Completo"},
    ),
    "withings.csv": Sought(
        {},
        {
            "hydration-kg": {"02": 38.1, "03": 38.05},
            "weight-kg": {"02": 71.2, "03": 71.05, "13": 70.8},
            "fat-mass-kg": {"02": 14.1, "03": 14},
            "bone-mass-kg": {"02": 2.9, "03": 2.9},
            "muscle-mass-kg": {"02": 54.2, "03": 54.15},
        },
    ),
    "banco-do-brasil.csv": Sought(
        {"valor": {"01": 199, "03": -10}},
        asked="Saldo Anterior",
        only={"Histórico!": "Saldo Anterior"},
    ),
    "kassenbuch.csv": Sought(
        {
            "netto": {"01": 120},
            "ust-betrag": {"01": 20.4},
            "brutto": {"01": 140.4},
        },
        {"tagesendsumme-bar": {"01": 119}},
        asked="Einnahme",
        only={"Art": "Einnahme"},
    ),
    "octopus.csv": Sought(
        {
            "consumption-kwh": {"01": 1.329, "02": 0.73, "03": 0.1},
            "estimated-cost-inc-tax-p": {"01": 32.5605, "02": 17.885, "03": 2.45},
            "standing-charge-inc-tax-p": {"01": 48.5, "02": 48.5, "03": 48.5},
        }
    ),
    "postbank.csv": Sought(
        {
            "betrag": {"02": -98.18, "30": 806.95, "29": -17, "28": -5.5},
            "soll": {"02": -98.18, "29": -17, "28": -5.5},
            "haben": {"30": 806.95},
        }
    ),
    "google-play-installs.csv": Sought(
        {
            "daily-device-installs": {"01": 250, "02": 230, "03": 190},
            "daily-device-uninstalls": {"01": 40, "02": 38, "03": 52},
            "daily-device-upgrades": {"01": 900, "02": 880, "03": 610},
            "daily-user-installs": {"01": 210, "02": 198, "03": 180},
            "daily-user-uninstalls": {"01": 35, "02": 30, "03": 41},
            "install-events": {"01": 260, "02": 240, "03": 201},
            "update-events": {"01": 950, "02": 930, "03": 640},
            "uninstall-events": {"01": 45, "02": 41, "03": 55},
        },
        {
            "total-user-installs": {"01": 12000, "02": 12210, "03": 12390},
            "active-device-installs": {"01": 8000, "02": 8100, "03": 8061},
        },
    ),
    "zettle.csv": Sought(
        {
            "aantal-verkopen": {"13": 14, "14": 9},
            "bruto-omzet": {"13": 412.5, "14": 1208.1},
            "kortingen": {"13": 0, "14": 20},
            "netto-omzet": {"13": 378.44, "14": 1090.09},
            "btw-9": {"13": 34.06, "14": 98.11},
            "btw-21": {"13": 0, "14": 0},
            "fooien": {"13": 12, "14": 3.5},
        }
    ),
}


def test_every_file_is_here() -> None:
    assert {path.name for path in FILES.iterdir()} == set(SOUGHT)


@pytest.mark.sampled(8)
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
