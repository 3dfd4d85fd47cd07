"""The family of presets: each knows its own file without being told, gives the right figures, refuses all others."""

from __future__ import annotations

import tomllib
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.figures import is_currency
from kpitui.core.kinds import KINDS
from kpitui.exchange import FileContent, formats, read
from kpitui.exchange.presets import format_of, preset_formats, preset_of
from kpitui.exchange.reading import FileSource

pytestmark = pytest.mark.thorough

PRESETS = tuple(preset_formats())
FIXTURES = Path(__file__).parent / "fixtures"

EXPECTED: dict[str, tuple[str, str]] = {
    "abn-amro.tab": ("abn-amro", "money-in 02=1000 expenses 02=1234.56 03=5 bank-balance 02=765.44 03=760.44"),
    "beeminder.json": ("beeminder", "beeminder 02=3 01=1.5"),
    "bunq.csv": ("bunq", "money-in 02=2420 expenses 02=1034.75"),
    "bunq-2021.csv": ("bunq", "money-in expenses 02=1034.75"),
    "csv-long.csv": ("csv-long", "orders 01=5 omzet 13=1249.5"),
    "csv-wide.csv": ("csv-wide", "Orders 02=7 01=5 Revenue 02=120.5"),
    "ga4.csv": ("ga4", "visitors 01=152 02=147 03=150 new-visitors 01=52 02=47 03=0"),
    "ga4-free-form.csv": (
        "ga4",
        "visits 01=212 02=200 engaged-visits 01=140 02=150 revenue 01=700 02=912.5 engagement-rate",
    ),
    "ga4-hours.csv": ("ga4-hours", "visits 01=8 01=15 02=15 revenue 01=0 01=10 02=49.5"),
    "ga4-hours-bare.csv": ("ga4-hours", "visits 01=8 01=15 02=15 revenue 01=0 01=10 02=49.5"),
    "ga4-api-hours.json": ("ga4-api-hours", "visits 01=12 01=20"),
    "ga4-api.json": ("ga4-api", "visitors 01=152 02=147 visits 01=190 02=180"),
    "goatcounter.json": ("goatcounter", "visits 01=18 02=12"),
    "goatcounter-hits.csv.gz": ("goatcounter-hits", "pageviews 01=2 02=1 visits 01=1 02=1"),
    "ing.csv": ("ing", "money-in 02=2500 03=500 expenses 03=12.5 bank-balance 02=2500 03=2987.5"),
    "json.json": ("json", "orders 01=5 revenue 01=12.5"),
    "json.jsonl": ("json", "orders 01=5 02=0"),
    "kpitui-show.json": ("json", "orders 01=5"),
    "knab.csv": ("knab", "money-in 02=1200 expenses 03=6.5"),
    "loop.csv": ("loop", "Lezen 03=25 01=0.5 Sporten 03=1 02=0"),
    "loop.zip": ("loop", "Lezen 03=25 01=0.5"),
    "matomo.csv": (
        "matomo",
        "visitors 01=40 02=38 visits 01=45 02=41 page-actions 01=130 02=99 bounces 01=20 02=22 "
        "visit-time 01=4100 02=3000 bounce-rate visit-duration",
    ),
    "matomo.json": ("matomo", "visitors 01=40 03=1 visits 01=45 03=2"),
    "mollie.csv": ("mollie", "revenue 02=100 payments 02=2 refunds 02=49.95"),
    "n26.csv": ("n26", "money-in 02=1190 expenses 03=12.3"),
    "paypal.csv": ("paypal", "revenue 13=1206.6 14=-24.9 refunds 14=24.9 payment-fees 13=35.33 14=0"),
    "paypal-nl.csv": ("paypal", "revenue 13=1206.6 14=-24.9 refunds 14=24.9 payment-fees 13=35.33 14=0"),
    "plausible.zip": (
        "plausible",
        "visitors 01=61 02=6 pageviews 01=160 02=6 visits 01=70 02=6 bounce-rate 01=55 02=100 visit-duration 01=81",
    ),
    "plausible-api.json": ("plausible-api", "visitors 01=129 03=98"),
    "plausible-export.csv": (
        "plausible-export",
        "visitors 01=61 02=6 pageviews 01=160 02=6 visits 01=70 02=6 bounces 01=38 02=6 visit-time 01=5670 02=0 "
        "bounce-rate visit-duration",
    ),
    "plausible-goal.csv": ("plausible-goal", "conversions 01=4 02=0 converted-visitors 01=3 02=0"),
    "rabobank.csv": ("rabobank", "money-in 02=936.35 expenses 02=4.99 bank-balance 02=1931.36"),
    "search-console.zip": (
        "search-console",
        "search-clicks 01=18 02=0 03=25 search-impressions 01=1010 02=980 03=1200 "
        "search-position 01=8.7 02=9.4 03=9 search-ctr",
    ),
    "shopify-orders.csv": ("shopify-orders", "orders 02=2 revenue 02=75.5"),
    "shopify-sales.csv": (
        "shopify-sales",
        "orders 01=3 02=1 revenue 01=135 02=-10 discounts 01=15 02=0 refunds 01=0 02=50",
    ),
    "stripe.csv": ("stripe", "revenue 02=1147 03=-97 payments 02=2 refunds 03=97 payment-fees 02=33.82 03=0"),
    "stripe-balance.csv": (
        "stripe-balance",
        "revenue 02=116.3 03=-19.2 payments 02=2 refunds 03=19.2 payment-fees 02=3.87 03=1.5",
    ),
    "umami.json": ("umami", "pageviews 01=12 02=9 visitors 01=5"),
    "xmrit.csv": ("xmrit", "Orders 01=12 03=9.5"),
    "stripe-payments.csv": (
        "stripe-payments",
        "revenue 02=100 03=60 payments 02=2 03=1 refunds 02=45 03=20 payment-fees 02=4.8 03=2.6",
    ),
    "stripe-payouts.csv": ("stripe-payouts", "payouts 04=475.03"),
    "woocommerce-revenue.csv": (
        "woocommerce-revenue",
        "orders 02=18 03=21 revenue 02=1249.5 03=980 discounts 02=0 03=0 refunds 02=0 03=20",
    ),
    "woocommerce-orders.csv": ("woocommerce-orders", "orders 02=2 revenue 02=80 items-sold 02=3"),
    "etsy-orders.csv": (
        "etsy-orders",
        "orders 02=2 13=1 revenue 02=60 13=12.5 items-sold 02=3 13=3 payment-fees 02=3.4 13=1.04",
    ),
    "etsy-statement.csv": (
        "etsy-statement",
        "revenue 02=1070 03=-10 sales 02=2 refunds 03=10 payment-fees 02=3.56 03=-0.65",
    ),
    "amazon.csv": ("amazon", "orders 02=2 revenue 02=1070 03=-20 refunds 03=20 selling-fees 02=10.5 03=-2.4 04=0"),
    "ebay.csv": ("ebay", "orders 02=2 revenue 02=60.5 03=-25 refunds 03=25"),
    "square.csv": ("square", "revenue 02=1204.5 13=-4.5 payments 02=2 tips 02=3.5 13=0 payment-fees 02=33.93 13=0"),
    "sumup.csv": ("sumup", "revenue 02=12.1 03=-12.1 payments 02=1 tips 02=1 payment-fees 02=0.24"),
    "gumroad.csv": ("gumroad", "sales 02=2 revenue 02=20 payment-fees 02=3.7"),
    "lemon-squeezy.json": ("lemon-squeezy", "orders 02=1 03=1 revenue 02=9.99 03=15 refunds 02=0 03=5"),
    "adyen.csv": ("adyen", "payments 02=2 revenue 02=150.5 refunds 03=40"),
    "revolut.csv": (
        "revolut",
        "money-in 02=500 expenses 03=90.2 payment-fees 02=0 03=0.5 bank-balance 02=500 03=408.8",
    ),
    "wise.csv": ("wise", "money-in 02=1000 expenses 03=12.5 bank-balance 02=1000 03=987.5"),
    "triodos.csv": ("triodos", "money-in 02=1250 expenses 03=18.9 bank-balance 02=1250 03=1231.1"),
    "camt053.xml": ("bank-statement", "money-in 02=1250 expenses 03=18.9 bank-balance 03=1331.1"),
    "mt940.sta": ("bank-statement", "money-in 02=1250 03=5 expenses 03=18.9 bank-balance 03=1336.1"),
    "bank.ofx": ("bank-statement", "money-in 02=1250 expenses 03=18.9 bank-balance 03=1331.1"),
    "bank.qif": ("bank-statement", "money-in 02=1250 expenses 13=18.9"),
    "clockify.csv": ("clockify", "hours 02=4 03=0.75 billable-hours 02=3 03=0.75"),
    "toggl.csv": ("toggl", "hours 02=2.75 03=1 billable-hours 02=2.5 03=1"),
    "harvest.csv": ("harvest", "hours 02=1.75 03=6 billable-hours 02=1.5 03=6"),
    "timewarrior.json": ("timewarrior", "hours 02=1.75"),
    "google-ads.csv": (
        "google-ads",
        "ad-clicks 02=1022 03=0 ad-impressions 02=20700 03=12 ad-costs 02=430.04 03=0 "
        "ad-conversions 02=12.5 03=0 ad-ctr",
    ),
    "meta-ads.csv": ("meta-ads", "ad-clicks 02=112 03=6 ad-impressions 02=5500 03=400 ad-costs 02=120.5 03=10 ad-ctr"),
    "youtube.csv": (
        "youtube",
        "video-views 02=91000 03=90588 watch-time 02=1200.25 03=1100.25 new-subscribers 02=30 03=12 "
        "revenue 02=31 03=30.25",
    ),
    "linkedin.csv": ("linkedin", "post-impressions 02=500 03=100 post-clicks 02=12 03=3 reactions 02=9 03=2"),
    "mailchimp.csv": (
        "mailchimp",
        "mails-delivered 02=1000 03=498 mails-opened 02=420 03=200 unsubscribes 02=3 03=1 open-rate",
    ),
    "substack-subscribers.csv": ("substack-subscribers", "new-subscribers 02=2 03=1"),
    "substack-posts.csv": ("substack-posts", "articles 02=1 03=1"),
    "fathom.json": ("fathom", "visitors 02=40 03=38 pageviews 02=130 03=99 visits 02=45 03=41"),
    "simple-analytics.json": ("simple-analytics", "pageviews 02=130 03=99 visitors 02=40 03=38"),
    "garmin.csv": (
        "garmin",
        "activities 02=2 03=1 training-hours 02=1.5 03=1.25 distance 02=5.02 03=10.1 calories 02=1662 03=600 "
        "heart-rate 02=148 02=110",
    ),
    "fitbit.csv": ("fitbit", "steps 02=11204 03=6050 calories 02=2310 03=2010 active-minutes 02=35 03=0"),
    "github.json": ("github", "repository-clones 02=2 03=17 repository-cloners 02=1 03=16"),
    "npm.json": ("npm", "package-downloads 02=440 03=0"),
    "pypi.json": ("pypi", "package-downloads 02=60 03=50"),
    "cloudflare.json": ("cloudflare", "requests 02=900 03=800 pageviews 02=120 03=100 visitors 02=44 03=41"),
    "prometheus.json": ("prometheus", "signups_total job=web 02=100 02=104 03=109"),
    # Shapes of the API references of Paddle (transactions) and Kit (list subscribers).
    "paddle.json": ("paddle", "orders 02=2 03=1 revenue 02=110 03=15 refunds 02=10 03=0 payment-fees 02=8.21 03=1.4"),
    "kit.json": ("kit", "new-subscribers 02=2 03=1"),
    "influxdb.csv": ("influxdb", "cpu usage host=A 02=10 03=20 cpu usage host=B 02=30 shop orders 02=7"),
    "paypal-fr.csv": ("paypal", "revenue 02=1120 13=-20 refunds 13=20 payment-fees 02=6.22 13=-0.7"),
    "paypal-es.csv": ("paypal", "revenue 02=120 13=-20 refunds 13=20 payment-fees 02=6.22 13=-0.7"),
    "paypal-it.csv": ("paypal", "revenue 02=120 13=-20 refunds 13=20 payment-fees 02=6.22 13=-0.7"),
}
"""For each file its format, and its figures: each KPI with the days of the month and what they are worth."""


def data_of(file: str) -> bytes:
    """Return the bytes of a fixture."""
    return (FIXTURES / file).read_bytes()


def told(file: str, format: str) -> str:
    """Return the figures in a fixture as they are written in `EXPECTED`."""
    asked = format if formats()[format].asked else None
    reading = read(data_of(file), name=file, format=asked, zone=UTC)
    assert (reading.format, reading.refused) == (format, [])
    parts = []
    for figure in reading.figures:
        days = [f"{row.date.day:02}={row.value:.15g}" for row in reading.rows if row.kpi == figure.name]
        parts.append(" ".join([figure.name, *days]))
    return " ".join(parts)


PAYPAL_MOVES = (
    "Bank Deposit to PP Account|General Card Deposit|Reversal of General Account Hold|Release of Hold"
    "|Reversal of ACH Withdrawal Transaction|General Authorization"
    "|Überweisung als Zahlungsquelle|Rückbuchung allgemeiner Einbehaltung|Freigabe allgemeiner Einbehaltung"
    "|Bankgutschrift auf PayPal-Konto|Allgemeine Gutschrift auf Kreditkarte|Von Nutzer eingeleitete Abbuchung"
    "|Bankstorting naar PP-rekening|Algemene kaartstorting|Algemene valutaomrekening|Algemene autorisatie"
    "|Virement bancaire sur le compte PayPal|Conversion de devise standard|Retención de cuenta por autorización abierta"
    "|Depósito general con tarjeta|Bonifico bancario sul conto PayPal|Conversione di valuta generica"
)


def test_own_money_in_paypal_is_no_revenue() -> None:
    """What comes from the bank of its owner, is changed or let go again, in whatever language the account is."""
    header = "Datum;Zeitzone;Typ;Status;Währung;Brutto;Gebühr;Netto\n"
    rows = [
        f"02.11.2026;CET;{move};Abgeschlossen;EUR;{value};0,00;{value}\n"
        for move in PAYPAL_MOVES.split("|")
        for value in ("100,00", "-40,00")
    ]
    sale = "03.11.2026;CET;PayPal Express-Zahlung;Abgeschlossen;EUR;25,00;-1,00;24,00\n"
    reading = read((header + "".join(rows) + sale).encode(), name="paypal.csv")
    assert reading.format == "paypal"
    assert {(row.kpi, row.date.day, row.value) for row in reading.rows} == {
        ("revenue", 3, 25.0),
        ("payment-fees", 3, 1.0),
    }


def test_every_format_has_a_fixture() -> None:
    """A preset that is added to the family is covered by the tests here from that moment, and no file is idle."""
    assert {format for format, _figures in EXPECTED.values()} == set(formats())
    assert {path.name for path in FIXTURES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("file", EXPECTED)
def test_a_file_is_known_and_its_figures_are_right(file: str) -> None:
    """The format is found without being told, and every figure is what the documents of the program say."""
    format, figures = EXPECTED[file]
    assert told(file, format) == figures


ALIKE = ({"csv-wide", "loop", "xmrit"}, {"ga4-api", "ga4-api-hours"})
"""Formats that can read the files of one another: the hours of a day are also that day."""


@pytest.mark.sampled(1)
@pytest.mark.parametrize("preset", [each.name for each in PRESETS])
def test_a_preset_refuses_the_files_of_others(preset: str) -> None:
    """Asked for by name with a file of another program, it is one sentence that names the columns or the format."""
    for file, (format, _figures) in EXPECTED.items():
        if format != preset and not any({format, preset} <= alike for alike in ALIKE):
            with pytest.raises(Refused) as refused:
                read(data_of(file), name=file, format=preset)
            assert "{" not in str(refused.value)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_what_a_preset_brings_can_be_added(preset: object) -> None:
    """Kinds are those of KPIs, keys are told apart, and a ratio has both its parts beside it."""
    metrics = next(each for each in PRESETS if each is preset).metrics
    keys = [figure.name for figure in metrics]
    assert len(set(keys)) == len(keys)
    for figure in metrics:
        assert figure.kind in KINDS
        assert bool(figure.parts) == (figure.kind == "ratio")
        assert set(figure.parts) <= set(keys)


STRIPE = "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\n"
PAYPAL = '"Date","Time","TimeZone","Type","Status","Currency","Gross","Fee","Net","Transaction ID"\n'
SHOPIFY = "Name,Financial Status,Currency,Total,Created at,Lineitem quantity,Refunded Amount\n"


@pytest.mark.parametrize(
    ("file", "revenue"),
    [
        (
            STRIPE
            + "1,charge,c,1050.00,30,1020,eur,2026-11-02 11:00,\n2,refund,r,-50.00,0,-50,eur,2026-11-02 12:00,\n",
            1000,
        ),
        (
            STRIPE
            + "1,refund,r,-50.00,0,-50,eur,2026-11-02 11:00,\n2,refund_failure,r,50.00,0,50,eur,2026-11-02 12:00,\n",
            0,
        ),
        (
            PAYPAL + '"11/02/2026","09:00:00","CET","Payment","Completed","EUR","100.00","-3","97","1"\n'
            '"11/02/2026","10:00:00","CET","Payment Refund","Completed","EUR","-40.00","0","-40","2"\n'
            '"11/02/2026","11:00:00","CET","Payment Refund","Completed","EUR","15.00","0","15","3"\n'
            '"11/13/2026","11:00:00","CET","Payment","Pending","EUR","15.00","0","15","4"\n',
            60,
        ),
        (SHOPIFY + "#1,partially_refunded,EUR,80.00,2026-11-02 09:00:00 +0100,1,30.00\n#1,,,,2026-11-02,2,\n", 80),
    ],
)
def test_revenue_is_what_was_paid_less_what_went_back(file: str, revenue: float) -> None:
    """Refunds to customers are taken off on their day, one that failed is not; of a shop's order they stand apart."""
    found = [row.value for row in read(file.encode()).rows if row.kpi == "revenue"]
    assert found == [revenue]


def test_visitors_are_stamped_everywhere() -> None:
    """Different people in a day are never a figure that adds up."""
    visitors = [figure for preset in PRESETS for figure in preset.metrics if figure.name.endswith("visitors")]
    assert len(visitors) > 5
    assert {figure.kind for figure in visitors if figure.name != "new-visitors"} == {"stamped"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (data_of("stripe.csv").replace(b"30.75,,1019.25,eur", b"30.75,,1019.25,usd"), "The file has both EUR and USD"),
        (data_of("ing.csv").replace(b'"500,00"', b'"vijf"'), "under 'Bedrag (EUR)': 'vijf'"),
        (data_of("knab.csv").replace(b"02-11-2026;EUR", b"31-02-2026;EUR"), "Not a date: '31-02-2026'"),
        (data_of("mollie.csv").replace(b",1234.2611.01,49.95", b""), "ends too early"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_its_line(data: bytes, said: str) -> None:
    """One row with another currency, a word for an amount or a day that does not exist; the others are read."""
    (refused,) = read(data).refused
    assert said in refused.reason.format(**refused.params)
    assert refused.line > 1
    assert read(data).rows


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (data_of("ga4.csv").replace(b"# Start date: 20261101", b"# Start"), "that line is missing"),
        (data_of("ga4.csv").replace(b"0001,147", b"0000,147"), "several rows for 2026-11-01"),
        (data_of("ga4-free-form.csv").replace(b"Device category", b"Date range"), "compares two periods"),
        (data_of("rabobank.csv").replace(b'"Rentedatum"', b'"Bedrag"'), "Two columns are called 'Bedrag'"),
        (data_of("matomo.csv")[:2] + "No data available".encode("utf-16-le"), "No column with dates"),
        (data_of("stripe.csv").splitlines()[0], "but no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(data: bytes, said: str) -> None:
    """What would give wrong figures is one sentence and no figure at all."""
    with pytest.raises(Refused, match=said):
        read(data)


def test_figures_are_mapped_by_key_title_or_column() -> None:
    """What a preset brings can be given another KPI, or be left out, by any of its names."""
    for name in ("visitors", "Visitors", "Active users"):
        assert read(data_of("ga4.csv"), mapping={name: "people"}).columns == ("people", "new-visitors")
    assert read(data_of("ga4.csv"), mapping={"new users": "-"}).columns == ("visitors",)
    left = read(data_of("matomo.csv"), mapping={"bounces": "-"})
    assert "bounce-rate" not in [figure.name for figure in left.figures]
    with pytest.raises(Refused, match="nobody"):
        read(data_of("ga4.csv"), mapping={"nobody": "x"})


def test_accounts_are_told_apart_and_never_named() -> None:
    """Another account is another source of the same KPI; several in one file have no one balance."""
    one = data_of("rabobank.csv")
    other = one.replace(b"NL10RABO0000000001", b"NL10RABO0000000002")
    assert read(one).scope != read(other).scope
    assert "NL10" not in read(one).scope
    both = read(one + other.split(b"\n", 1)[1])
    assert [row.kpi for row in both.rows] == ["expenses", "money-in"]
    assert [row.value for row in both.rows] == [9.98, 1872.7]
    assert "several accounts" in both.cautions[0][0]


@pytest.mark.parametrize(
    "data",
    [
        b"date,visitors,pageviews,visits,orders\n2026-11-01,1,2,3,4\n",
        b"# by hand\ndate,Sessions,orders\n2026-11-01,1,2\n",
        b"Date,Orders,Promo\n2026-11-01,5000,1\n",
        b"Date,Value,Notes\n2026-11-01,5000,\n",
        b"Date,Orders\r\n2026-11-01,5\r\n",
        b"day,orders,revenue\n2026-11-01,5,6\n",
    ],
)
def test_an_ordinary_table_is_no_preset(data: bytes) -> None:
    """What only looks a little like another program's file keeps all of its columns, and its size."""
    reading = read(data)
    assert reading.format == "csv-wide"
    assert len(reading.columns) == len(data.split()[0 if data[:1] != b"#" else 3].split(b",")) - 1 - (b"Notes" in data)


def test_both_shapes_of_a_program_are_one_source() -> None:
    """The balance report and the older export tell of the same charges: the second never adds to the first."""
    assert read(data_of("stripe.csv")).scope == read(data_of("stripe-balance.csv")).scope
    assert read(data_of("stripe.csv")).scope != read(data_of("mollie.csv")).scope


@pytest.mark.sampled(3)
@pytest.mark.parametrize("file", EXPECTED)
@given(at=st.integers(0, 10**6), cut=st.integers(0, 40), put=st.binary(max_size=20))
def test_any_damage_is_read_or_refused(file: str, at: int, cut: int, put: bytes) -> None:
    """Bytes lost, changed or put in anywhere in a file end in figures, refusals of rows, or one refusal."""
    data = data_of(file)
    at %= len(data)
    try:
        reading = read(data[:at] + put + data[at + cut :], name=file)
        refused = reading.refused
    except Refused as error:
        assert str(error)
        return
    for row in refused:
        assert row.reason.format(**row.params)
    assert all(abs(row.value) < 1e300 for row in reading.rows)


def test_no_preset_takes_a_currency_for_granted() -> None:
    """Money is in the currency that the file names, else in that of the business; only some banks have one."""
    fixed = {preset.name for preset in PRESETS for figure in preset.metrics if is_currency(figure.unit)}
    assert fixed == {"ing", "bunq", "n26", "triodos"}
    money = {preset.name for preset in PRESETS for figure in preset.metrics if figure.money}
    assert {"ga4", "matomo", "shopify-sales", "stripe"} <= money


OWN = """
[till]
date = "closed at"
needs = ["receipt no", "closed at", "paid"]
{field}
rows.rows = {{ column = "state", is = ["done"] }}
metrics.revenue = {{ title = "Revenue", of = "paid" }}
"""


@pytest.mark.parametrize("field", ['only = ["rows"]', 'minus = "rows"'])
def test_a_column_by_which_rows_count_must_be_there(field: str) -> None:
    """Without it no row, or every row, would count without a word."""
    preset = preset_of("till", tomllib.loads(OWN.format(field=field))["till"] | {"brand": "Till"})
    source = FileSource(FileContent(b"Receipt no,Closed at,Paid,Table\n1,2026-11-02,5,4\n", "till.csv"))
    with pytest.raises(Refused) as refused:
        format_of(preset).read(source)
    assert refused.value.params["column"] == "state"
    assert refused.value.params["names"] == "Receipt no, Closed at, Paid, Table"


def test_what_is_left_out_of_a_file_is_told() -> None:
    cautions = dict(read(data_of("plausible.zip"), name="plausible.zip").cautions)
    assert [str(params["names"]) for params in cautions.values()] == [
        "views_per_visit",
        "sources.csv, pages.csv",
    ]
