"""Files as other programs write them: right at the first command, after one question, or a sentence that leads on."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import pytest

from kpitui.exchange._serials import numbers_things
from tests.cli.conftest import Shell

pytestmark = pytest.mark.thorough

CASES = Path(__file__).parent.parent / "exchange" / "cases"

Figures = dict[str, dict[str, float]]


def kept(shell: Shell) -> tuple[Figures, dict[str, tuple[str, str]]]:
    """Return the sum of each day by KPI, and kind and unit of each KPI, as the database has them."""
    connection = sqlite3.connect(shell.database)
    try:
        rows = connection.execute("SELECT key, date, sum(value) FROM entry JOIN kpi ON kpi.id = kpi GROUP BY key, date")
        days: Figures = {}
        for key, day, value in rows:
            days.setdefault(key, {})[day[5:]] = round(value, 6)
        return days, {key: (kind, unit) for key, kind, unit in connection.execute("SELECT key, kind, unit FROM kpi")}
    finally:
        connection.close()


def put(
    shell: Shell, tmp_path: Path, text: str, *flags: str, name: str = "file.csv"
) -> tuple[Figures, dict[str, tuple[str, str]]]:
    """Import *text* as a file with KPIs added, and return what is kept."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    shell.ok("import", str(tmp_path / name), "--create", *flags)
    return kept(shell)


RIGHT: dict[str, Figures] = {
    "woocommerce-revenue.csv": {
        "revenue": {"11-02": 1249.5, "11-03": 980},
        "refunds": {"11-02": 0, "11-03": 20},
        "orders": {"11-02": 18, "11-03": 21},
        "discounts": {"11-02": 0, "11-03": 0},
    },
    "shopify-orders-refunds.csv": {"orders": {"11-02": 2}, "revenue": {"11-02": 181.5}, "refunds": {"11-02": 20}},
    "ga4-empty-table.csv": {"new-visitors": {"11-01": 3, "11-02": 4, "11-03": 5}},
    "bunq-older.csv": {"money-in": {"11-03": 750}, "expenses": {"11-02": 2.56, "11-03": 18.9}},
    "views-uniques-rates.csv": {
        "views": {"11-02": 120, "11-03": 90},
        "uniques": {"11-02": 80, "11-03": 60},
        "ctr": {"11-02": 2.57, "11-03": 2.24},
        "avg-hr": {"11-02": 157, "11-03": 109},
    },
    "dotted-days.csv": {"omzet": {"11-02": 1249.5, "11-03": 980}, "bestellingen": {"11-02": 18, "11-03": 21}},
    "github-traffic.json": {
        "repository-views": {"11-10": 440, "11-11": 1308},
        "repository-visitors": {"11-10": 143, "11-11": 414},
    },
    "clockify-detailed.csv": {"hours": {"11-02": 2.2364, "11-03": 0.7156}},
    "notion-month-names.csv": {"revenue": {"11-02": 1249.5, "11-03": 980}, "orders": {"11-02": 18, "11-03": 21}},
}
"""What each file comes to, by KPI and day."""


@pytest.mark.parametrize("file", sorted(path.name for path in CASES.iterdir()))
def test_the_first_look_at_any_file_is_no_failure(new_shell: Shell, file: str) -> None:
    """Before there is a database it tells what the file holds, ends in 0 and leaves nothing behind."""
    done = new_shell("import", str(CASES / file), "--dry-run")
    assert done.status == 0
    assert "rejected" not in done.out
    assert not Path(new_shell.database).exists()


@pytest.mark.parametrize("file", RIGHT)
def test_a_file_comes_in_right_at_the_first_command(shell: Shell, file: str) -> None:
    """Every figure of every day is what the file says, and the file once more adds nothing."""
    shell.ok("import", str(CASES / file), "--create")
    assert kept(shell)[0] == RIGHT[file]
    assert " new" not in shell.ok("import", str(CASES / file)).out


def test_hours_are_those_of_the_clock_and_text_is_told_of(shell: Shell) -> None:
    done = shell.ok("import", str(CASES / "clockify-detailed.csv"), "--create")
    hours = {key: days for key, days in kept(shell)[0].items() if "time" in key or "hours" in key}
    assert hours
    for days in hours.values():
        assert days == pytest.approx({"11-02": 2.2364, "11-03": 0.7156}, abs=1e-4)
    assert "rejected" not in done.err


def test_people_and_rates_are_never_sums(shell: Shell) -> None:
    shell.ok("import", str(CASES / "views-uniques-rates.csv"), "--create")
    kinds = kept(shell)[1]
    assert kinds["views"] == ("flow", "")
    assert kinds["uniques"][0] == "stamped"
    assert (kinds["ctr"], kinds["avg-hr"][0]) == (("sample", "%"), "sample")


def test_the_currency_of_a_shop_is_left_open_or_said(shell: Shell, tmp_path: Path) -> None:
    """The file names none, so that none is taken for granted; said once, it is that of all amounts."""
    data = (CASES / "woocommerce-revenue.csv").read_text()
    (tmp_path / "w.csv").write_text(data)
    done = shell.ok("import", str(tmp_path / "w.csv"), "--create", "--dry-run")
    assert "--currency" in done.err
    _days, kinds = put(shell, tmp_path, data, "--currency", "sek")
    assert {kinds[key][1] for key in ("revenue", "refunds", "discounts")} == {"SEK"}


def test_the_currency_is_left_open_where_nobody_says_it(shell: Shell, tmp_path: Path) -> None:
    _days, kinds = put(shell, tmp_path, (CASES / "woocommerce-revenue.csv").read_text())
    assert kinds["revenue"][1] == ""


def test_the_currency_that_amounts_are_read_in_is_said_once(shell: Shell, tmp_path: Path) -> None:
    """Shillings are no euros: it is said in which currency amounts were read, until a KPI has imported numbers."""
    shell.ok("kpi", "add", "Revenue", "--unit", "EUR")
    (tmp_path / "a.csv").write_text("Date,Paid In,Revenue,Brutto\n2026-11-02,5,7,1.5\n")
    refused = shell("import", str(tmp_path / "a.csv"), "--create", "--currency", "kes")
    assert (refused.status, "revenue is in EUR, but the file is in KES" in refused.err) == (1, True)
    told = shell.ok("import", str(tmp_path / "a.csv"), "--create").err
    assert "Read as EUR: Paid In, Revenue. Wrong? Undo, and add --currency USD" in told
    (tmp_path / "b.csv").write_text("Date,Paid In,Revenue\n2026-11-03,6,8\n")
    assert "currency" not in shell.ok("import", str(tmp_path / "b.csv")).err
    _days, kinds = put(shell, tmp_path, "Date,Belob,Stk\n2026-11-02,5.50,3\n", "--currency", "nok")
    assert (kinds["belob"], kinds["stk"], kinds["revenue"]) == (("flow", "NOK"), ("flow", ""), ("flow", "EUR"))


def test_all_rows_of_a_profit_and_loss_account_are_in_its_currency(shell: Shell, tmp_path: Path) -> None:
    text = "Account,Sep 2026,Oct 2026\nSales,100.00,120.50\nRent,90.00,90.00\nNet profit,10.00,30.50\n"
    assert {unit for _kind, unit in put(shell, tmp_path, text, "--currency", "gbp")[1].values()} == {"GBP"}


def test_a_rate_becomes_a_ratio_of_two_columns_and_stays_one(shell: Shell, tmp_path: Path) -> None:
    """71 clicks of 4250 impressions are 1.67 %, whatever the mean of the rows is; one row later it is the same KPI."""
    rows = ["Brand,31,1250,2.48%", "Other,40,3000,1.33%"]
    lines = [f"2026-11-02,{row}" for row in rows]
    put(shell, tmp_path, "\n".join(["Date,Campaign,Clicks,Impressions,CTR", *lines]))
    days, kinds = put(shell, tmp_path, "Date,Campaign,Clicks,Impressions,CTR\n2026-11-03,Brand,27,900,3.00%\n")
    assert (kinds["ctr"], "ctr" in days) == (("ratio", "%"), False)
    connection = sqlite3.connect(shell.database)
    (clicks,) = connection.execute("SELECT value FROM daily WHERE kpi = 'ctr' AND date = '2026-11-02'").fetchone()
    connection.close()
    assert round(clicks, 2) == 1.67


def test_a_name_with_the_unit_of_a_kpi_behind_it_is_that_kpi(shell: Shell, tmp_path: Path) -> None:
    shell.ok("kpi", "add", "Weight", "--kind", "latest", "--unit", "kg")
    assert set(put(shell, tmp_path, "Date,Weight (kg)\n2026-11-02,72\n")[0]) == {"weight"}
    assert set(put(shell, tmp_path, "Date,Weight (lb)\n2026-11-03,150\n")[0]) == {"weight", "weight-lb"}


def test_a_preview_counts_what_is_imported(shell: Shell, tmp_path: Path) -> None:
    """Of a statement with the newest row first only the latest balance of a day is one."""
    rows = ["03,5,100", "02,6,95", "02,7,89"]
    (tmp_path / "f.csv").write_text("\n".join(["Date,Amount,Balance", *(f"2026-11-{row}.50" for row in rows)]))
    preview = shell.ok("import", str(tmp_path / "f.csv"), "--dry-run").out
    done = shell.ok("import", str(tmp_path / "f.csv"), "--create").out
    assert all("5 new" in text and "already there" not in text for text in (preview, done))


@pytest.mark.parametrize("text", ["Name,Hours\nAda,5\n", "%PDF-1.4\n", "<html><p>Sign in</p></html>", "date,x\n"])
def test_the_first_look_at_what_is_no_table_is_no_failure(shell: Shell, tmp_path: Path, text: str) -> None:
    (tmp_path / "f.csv").write_text(text)
    look, done = (shell("import", str(tmp_path / "f.csv"), flag) for flag in ("--dry-run", "--create"))
    assert (look.status, done.status) == (0, 1)
    assert done.err in look.err
    assert shell("import", str(tmp_path / "none.csv"), "--dry-run").status == 1


def test_two_programs_that_fit_are_a_question(shell: Shell, tmp_path: Path) -> None:
    """A file that has the columns of both is imported as neither until somebody says which it is."""
    header = (
        "Date,Orders,Gross sales,Returns,Coupons,Net sales,Taxes,Shipping,Total sales,Clicks,Impressions,CTR,Position"
    )
    (tmp_path / "both.csv").write_text(f"{header}\n2026-11-02,1,5,0,0,5,0,0,5,1,2,50%,3\n")
    done = shell("import", str(tmp_path / "both.csv"), "--create")
    assert done.status == 1
    assert "--preset" in done.err
    shell.ok("import", str(tmp_path / "both.csv"), "--create", "--preset", "woocommerce-revenue")


MIXED = "Date,Amount,Fee,Currency\n2026-11-02,100.00,1.50,USD\n2026-11-02,50.00,1.00,EUR\n2026-11-03,900.00,9.00,MXN\n"


def test_currencies_never_add_up(shell: Shell, tmp_path: Path) -> None:
    """Nothing is imported without a word; with one each KPI takes what is in its own currency."""
    (tmp_path / "m.csv").write_text(MIXED)
    done = shell("import", str(tmp_path / "m.csv"), "--create")
    assert (done.status, kept_or_none(shell)) == (1, {})
    assert all(code in done.err for code in ("USD", "EUR", "MXN"))
    shell.ok("kpi", "add", "Amount", "--unit", "EUR")
    shell.ok("kpi", "add", "Fee", "--unit", "EUR")
    shell.ok("import", str(tmp_path / "m.csv"), "--skip-refused")
    assert kept(shell)[0] == {"amount": {"11-02": 50}, "fee": {"11-02": 1}}


def kept_or_none(shell: Shell) -> Figures:
    """Return the sums by day, none where there is no database."""
    return kept(shell)[0] if Path(shell.database).exists() else {}


def test_a_narrower_export_does_not_lower_a_day_in_silence(shell: Shell, tmp_path: Path) -> None:
    """Fewer rows of a day are refused; said so, the day is what the file has, and undo brings it back."""
    text = "date,Orders\n2026-11-02,60\n2026-11-02,40\n2026-11-03,5\n"
    assert put(shell, tmp_path, text)[0]["orders"] == {"11-02": 100, "11-03": 5}
    (tmp_path / "narrow.csv").write_text(text.replace("2026-11-02,60\n", ""))
    done = shell("import", str(tmp_path / "narrow.csv"))
    assert done.status == 1
    assert "--lower" in done.err
    assert kept(shell)[0]["orders"] == {"11-02": 100, "11-03": 5}
    shell.ok("import", str(tmp_path / "narrow.csv"), "--lower")
    assert kept(shell)[0]["orders"] == {"11-02": 40, "11-03": 5}
    shell.ok("undo")
    assert kept(shell)[0]["orders"] == {"11-02": 100, "11-03": 5}


def test_a_narrower_export_of_a_program_is_asked_about(shell: Shell, tmp_path: Path) -> None:
    """A filter on the payments of a day makes its total lower, and that is not taken without a word."""
    header = "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\n"
    rows = [f"{n},charge,c,50.00,1,49,eur,2026-11-02 09:0{n},2026-11-20 00:00\n" for n in (1, 2)]
    assert put(shell, tmp_path, header + "".join(rows))[0]["revenue"] == {"11-02": 100}
    (tmp_path / "narrow.csv").write_text(header + rows[0])
    assert shell("import", str(tmp_path / "narrow.csv")).status == 1
    assert kept(shell)[0]["revenue"] == {"11-02": 100}
    answer = json.loads(shell("import", str(tmp_path / "narrow.csv"), "--json").out)
    assert {"line": 2, "kpi": "revenue", "date": "2026-11-02", "before": 100, "after": 50} in answer["lowered"]


DAY_NAMES = (
    "Sale Date", "Start date", "Created date (UTC)", "Created on", "Date started (UTC)", "Buchungstag", "Posting date",
    "full_date", "CalendarDate", "created",
)  # fmt: skip


@pytest.mark.parametrize("name", DAY_NAMES)
def test_the_column_of_days_is_known_by_its_cells(shell: Shell, tmp_path: Path, name: str) -> None:
    text = f"Customer,{name},Units sold\nAcme,2026-11-02,3\nBeta,2026-11-02,4\nAcme,2026-11-03,5\n"
    assert put(shell, tmp_path, text)[0] == {"units-sold": {"11-02": 7, "11-03": 5}}


def test_several_columns_of_days_are_asked_by_name(shell: Shell, tmp_path: Path) -> None:
    text = "Created date (UTC),Refunded date (UTC),Units\n2026-11-02,2026-11-04,3\n2026-11-03,,5\n"
    (tmp_path / "f.csv").write_text(text)
    done = shell("import", str(tmp_path / "f.csv"), "--create")
    look = shell("import", str(tmp_path / "f.csv"), "--dry-run")
    assert (done.status, look.status) == (1, 0)
    assert all("Created date (UTC), Refunded date (UTC)" in text for text in (done.err, look.err))
    assert json.loads(shell("import", str(tmp_path / "f.csv"), "--dry-run", "--json").out)["cautions"]
    assert put(shell, tmp_path, text, "--map", "Created date (UTC)=date")[0] == {"units": {"11-02": 3, "11-03": 5}}


@pytest.mark.parametrize(
    "day",
    [
        "02.11.26",
        "2.11.2026",
        "Nov 2, 2026",
        "November 2, 2026",
        "2. Nov. 2026, 10:12",
        "02-Nov-26",
        "Monday, November 2, 2026",
        "2 nov 2026",
        "2 november 2026",
        "2 de noviembre de 2026",
        "2 novembre 2026",
        "2. Dezember 2026",
        "Nov 2, 2026, 9:12:33 PM",
        "11/23/26",
        "23/11/2026 14:05",
        "2026-11-02T00:00:00Z",
        "2026-11-02T00:00:00.000Z",
        "2026-11-02 00:00:00 UTC",
        "2026年11月2日",
    ],
)
def test_days_as_exports_write_them(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Each is read without a question."""
    month, number = ("12", "02") if "Dez" in day else ("11", "23") if "23" in day else ("11", "02")
    monkeypatch.setenv("KPITUI_TODAY", "2026-12-31")
    assert put(shell, tmp_path, f'Day,Parcels\n"{day}",7\n')[0] == {"parcels": {f"{month}-{number}": 7}}


def test_moments_in_utc_have_the_day_of_the_zone(shell: Shell, tmp_path: Path) -> None:
    """Half past eleven in the evening in UTC is the next day in Amsterdam, and that is said."""
    shell.ok("kpi", "add", "Sales count")
    shell.ok("config", "timezone", "Europe/Amsterdam")
    (tmp_path / "f.csv").write_text("created_at,Sales count\n2026-11-02T23:30:00Z,7\n2026-11-03T09:00:00Z,1\n")
    done = shell.ok("import", str(tmp_path / "f.csv"))
    assert kept(shell)[0] == {"sales-count": {"11-03": 8}}
    assert "Europe/Amsterdam" in done.err


@pytest.mark.parametrize(
    ("cell", "value"),
    [("($26.10)", -26.1), ("'-20", -20), ("12.50-", -12.5), ("$-5.00", -5), ("1'249.50", 1249.5), ("R$ 7.50", 7.5)],
)
def test_figures_as_exports_write_them(shell: Shell, tmp_path: Path, cell: str, value: float) -> None:
    assert put(shell, tmp_path, f'date,Result\n2026-11-02,"{cell}"\n')[0] == {"result": {"11-02": value}}


def test_a_duration_of_the_clock_is_hours(shell: Shell, tmp_path: Path) -> None:
    days, kinds = put(shell, tmp_path, "date,Worked\n2026-11-02,00:38:20\n2026-11-02,01:21:40\n")
    assert days == {"worked": {"11-02": 2}}
    assert kinds["worked"][1] == "h"


def test_what_numbers_things_is_no_kpi(shell: Shell, tmp_path: Path) -> None:
    """Ids, postcodes, row numbers and running totals are left out and told of; asked for by name they come in."""
    header = "#,Date,Order ID,Ship-zipcode,House number,Items,Running total\n"
    rows = [f"{n},2026-11-0{n},10{n},0123{n},{n}8,{n % 3 + 1},{n * 10}\n" for n in range(1, 6)]
    days, _kinds = put(shell, tmp_path, header + "".join(rows))
    assert set(days) == {"items"}
    (tmp_path / "f.csv").write_text(header + "".join(rows))
    told = shell.ok("import", str(tmp_path / "f.csv"), "--create", "--dry-run").err
    assert all(name in told for name in ("Order ID", "Ship-zipcode", "House number", "Running total"))
    days, _kinds = put(shell, tmp_path, header + "".join(rows), "--map", "House number=houses")
    assert days["houses"]["11-01"] == 18


def test_what_only_rises_is_no_sum(shell: Shell, tmp_path: Path) -> None:
    """Ten days without a fall are a running total or a stock, whatever it is called."""
    rows = "".join(f"2026-11-{n + 10},{1000 + n * n},{n % 4}\n" for n in range(10))
    _days, kinds = put(shell, tmp_path, f"date,Backers so far,Gifts\n{rows}")
    assert (kinds["backers-so-far"][0], kinds["gifts"][0]) == ("level", "flow")


def test_rows_are_counted_by_day(shell: Shell, tmp_path: Path) -> None:
    """A list of subscribers has no figures: it is said how its rows can be counted, and they are."""
    text = "email,created_at\na@x.nl,2026-11-02 10:00\nb@x.nl,2026-11-02 11:00\nc@x.nl,2026-11-03 09:00\n"
    (tmp_path / "f.csv").write_text(text)
    done = shell("import", str(tmp_path / "f.csv"), "--create")
    assert done.status == 1
    assert "--count KPI" in done.err
    assert put(shell, tmp_path, text, "--count", "signups")[0] == {"signups": {"11-02": 2, "11-03": 1}}
    more = text + "d@x.nl,2026-11-03 12:00\n"
    assert put(shell, tmp_path, more, "--count", "signups")[0] == {"signups": {"11-02": 2, "11-03": 2}}


def test_nothing_saved_is_no_success(shell: Shell, tmp_path: Path) -> None:
    """Where every row is refused no KPI is left behind, and the status says so."""
    (tmp_path / "f.csv").write_text("date,Orders,Visits\n2031-01-01,5,6\n2031-01-02,7,8\n")
    done = shell("import", str(tmp_path / "f.csv"), "--create", "--skip-refused")
    assert done.status == 1
    assert kept(shell) == ({}, {})


def test_a_kpi_without_a_figure_is_not_added(shell: Shell, tmp_path: Path) -> None:
    text = "date,Orders,Far\n2026-11-02,5,1e400\n2026-11-03,6,1e400\n2026-11-03,6,7\n"
    days, kinds = put(shell, tmp_path, text.replace(",7\n", ",\n").replace("6,1e400", "6,"), "--skip-refused")
    assert (set(days), set(kinds)) == ({"orders"}, {"orders"})


def test_twin_columns_are_told_apart(shell: Shell, tmp_path: Path) -> None:
    """Twin columns of text stop nothing, those of figures are two KPIs."""
    text = "date,currency,amount,currency,amount\n2026-11-02,EUR,5,EUR,7\n"
    assert put(shell, tmp_path, text)[0] == {"amount": {"11-02": 5}, "amount-2": {"11-02": 7}}


def test_the_time_beside_a_moment_is_how_long_it_took(shell: Shell, tmp_path: Path) -> None:
    """A run that took 38 minutes did not begin at 00:38."""
    text = "Date,Time,Laps\n2026-11-02 07:31:00,00:38:20,4\n"
    days, kinds = put(shell, tmp_path, text)
    assert days["time"] == {"11-02": round(38 / 60 + 20 / 3600, 6)}
    assert kinds["time"][1] == "h"


def test_rows_without_a_day_are_told_of(shell: Shell, tmp_path: Path) -> None:
    """A footer is no figure and no refusal."""
    rows = "".join(f"2026-11-{n + 10},{n}\n" for n in range(10))
    (tmp_path / "f.csv").write_text(f"date,Orders\n{rows},45\nTotal,45\n")
    done = shell.ok("import", str(tmp_path / "f.csv"), "--create")
    assert sum(kept(shell)[0]["orders"].values()) == 45
    assert "left out: 1\n" in done.err


def test_the_latest_balance_of_a_day_counts_where_the_newest_stands_on_top(shell: Shell, tmp_path: Path) -> None:
    text = "date,Balance\n2026-11-03,300\n2026-11-02,200\n2026-11-02,100\n"
    shell.ok("kpi", "add", "Balance", "--kind", "level")
    assert put(shell, tmp_path, text)[0]["balance"] == {"11-02": 200, "11-03": 300}


def test_people_of_several_rows_of_a_day_are_refused(shell: Shell, tmp_path: Path) -> None:
    """Visitors by country are not the visitors of the day."""
    (tmp_path / "f.csv").write_text("date,Country,Visitors\n2026-11-02,NL,5\n2026-11-02,BE,7\n")
    done = shell("import", str(tmp_path / "f.csv"), "--create")
    assert done.status == 1
    assert "count the same person" in done.err


def test_a_rate_in_a_sum_is_told_of(shell: Shell, tmp_path: Path) -> None:
    shell.ok("kpi", "add", "Open rate", "--kind", "flow", "--unit", "%")
    (tmp_path / "f.csv").write_text("date,Open rate\n2026-11-02,20%\n2026-11-03,30%\n")
    assert "--kind average" in shell.ok("import", str(tmp_path / "f.csv")).err


def test_json_of_any_shape_is_read_by_its_days(shell: Shell, tmp_path: Path) -> None:
    """A list of days anywhere in an answer is a table; the objects in its rows are columns."""
    answer = {"meta": {"site": 1}, "data": {"rows": [{"on": "2026-11-02", "sum": {"hits": 4}, "site": "x"}]}}
    assert put(shell, tmp_path, json.dumps(answer), name="f.json")[0] == {"sum-hits": {"11-02": 4}}


def test_json_without_days_names_what_it_has(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text(json.dumps({"pages": [{"path": "/", "hits": 4}]}))
    done = shell("import", str(tmp_path / "f.json"))
    assert done.status == 1
    assert "pages[]: path, hits" in done.err


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("report.pdf", b"%PDF-1.7\n...", "PDF"),
        ("login.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        ("agenda.ics", b"BEGIN:VCALENDAR\nVERSION:2.0\n", "calendar"),
        ("book.journal", b"2026-11-02 * Shop\n    expenses:ink    18.90 EUR\n    assets:bank\n", "ledger journal"),
        ("chart.png", b"\x89PNG\r\n\x1a\n", "picture"),
    ],
)
def test_a_file_that_is_no_table_is_named(shell: Shell, tmp_path: Path, name: str, data: bytes, word: str) -> None:
    """What it is, and the way out, in one sentence."""
    (tmp_path / name).write_bytes(data)
    done = shell("import", str(tmp_path / name))
    assert (done.status, word in done.err) == (1, True)


def test_a_table_without_a_header_has_numbered_columns(shell: Shell, tmp_path: Path) -> None:
    """How they are called is said; named by the person they are read."""
    text = "2026-11-02;18;1.249,50\n2026-11-03;21;980,00\n"
    (tmp_path / "f.csv").write_text(text)
    done = shell("import", str(tmp_path / "f.csv"), "--create")
    assert (done.status, "column 1, column 2, column 3" in done.err) == (1, True)
    flags = ["--map", "column 1=date", "--map", "column 2=orders", "--map", "column 3=revenue"]
    days = put(shell, tmp_path, text, *flags)[0]
    assert days == {"orders": {"11-02": 18, "11-03": 21}, "revenue": {"11-02": 1249.5, "11-03": 980}}


def test_a_spreadsheet_is_read_by_its_extra_package(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days, figures and text of each sheet are those of the cells; without the package it is said how to get it."""
    file = str(CASES.parent / "spreadsheets" / "days.xlsx")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "python_calamine", None)
        done = shell("import", file)
        assert (done.status, "kpitui[xlsx]" in done.err) == (1, True)
    pytest.importorskip("python_calamine")
    shell.ok("import", file, "--create")
    assert kept(shell)[0] == {
        "revenue": {"11-02": 1249.125, "11-03": 980},
        "orders": {"11-02": 18, "11-03": 21},
    }


def test_whole_amounts_of_an_answer_may_be_cents(shell: Shell, tmp_path: Path) -> None:
    """An API often gives cents: amounts without decimals beside a currency are told of."""
    answer = [{"created": "2026-11-02", "amount": 999, "currency": "usd"}]
    (tmp_path / "f.json").write_text(json.dumps(answer))
    assert "cents" in shell.ok("import", str(tmp_path / "f.json"), "--create").err


def test_a_list_of_people_has_no_figures(shell: Shell, tmp_path: Path) -> None:
    """Ids alone are nothing to import: it is said how the rows are counted."""
    (tmp_path / "f.csv").write_text("id,email,created_at\n1,a@x.nl,2026-11-02\n2,b@x.nl,2026-11-02\n")
    done = shell("import", str(tmp_path / "f.csv"), "--create")
    assert (done.status, "--count" in done.err) == (1, True)


def test_a_footer_below_the_days_is_no_row(shell: Shell, tmp_path: Path) -> None:
    text = "By Day,Campaign,Clicks\n2026-11-02,Spring,240\n2026-11-03,Spring,200\nTotal of 2 results,-,440\n"
    assert put(shell, tmp_path, text)[0] == {"clicks": {"11-02": 240, "11-03": 200}}


def test_a_named_column_that_rises_by_one_is_row_numbers_only_when_it_goes_on() -> None:
    """Four days with 1 to 4 calls are calls; a column without a name, or eight rows of it, count the rows."""
    assert not numbers_things("Calls", ["1", "2", "3", "4"])
    assert numbers_things("", ["1", "2", "3", "4"])
    assert numbers_things("Calls", [str(number) for number in range(1, 9)])


@pytest.mark.parametrize(
    "name", ["Revenue per month", "Sessions this week", "Cost per code", "Sales to be no. 1", "Year"]
)
def test_a_word_that_can_be_of_what_is_measured_numbers_things_alone(name: str) -> None:
    assert numbers_things(name, ["38", "39"]) == (name == "Year")


@pytest.mark.parametrize(
    ("text", "every", "days"),
    [
        ("Month,Umsatz\n2026-08,100\n2026-09,120\n", "month", {"08-31": 100, "09-30": 120}),
        ("Date,Umsatz\n2026-08,100\n2026-09,120\n", "month", {"08-31": 100, "09-30": 120}),
        ("Maand;Umsatz\nAug 2026;100\njanuari 2026;120\n", "month", {"08-31": 100, "01-31": 120}),
        ("Period,Umsatz\nAug-26,100\nSep-26,120\n", "month", {"08-31": 100, "09-30": 120}),
        ("Month,Umsatz\n202608,100\n202609,120\n", "month", {"08-31": 100, "09-30": 120}),
        ("Month,Umsatz\n2026-08-01,100\n2026-09-01,120\n", "month", {"08-31": 100, "09-30": 120}),
        ("x,Umsatz\n08/2026,100\n09/2026,120\nTotal,220\n", "month", {"08-31": 100, "09-30": 120}),
        ("Quarter,Umsatz\n2026-Q2,100\nQ3 2026,120\n", "quarter", {"06-30": 100, "09-30": 120}),
        ("Kwartaal;Umsatz\nK2 2026;100\nK3 2026;120\n", "quarter", {"06-30": 100, "09-30": 120}),
        ("Week,Umsatz\n2026-W16,100\nweek 17 2026,120\n", "week", {"04-19": 100, "04-26": 120}),
        ("Week,Umsatz\n2026-04-13,100\n2026-04-20,120\n", "week", {"04-19": 100, "04-26": 120}),
        ("date,kpi,value\n2026-08,Umsatz,100\n2026-09,Umsatz,120\n", "month", {"08-31": 100, "09-30": 120}),
    ],
)
def test_rows_that_are_periods(shell: Shell, tmp_path: Path, text: str, every: str, days: dict[str, float]) -> None:
    """A row that is a week, month or quarter has its last day, as ``log`` gives it, and a new KPI that cadence."""
    figures, _kinds = put(shell, tmp_path, text)
    assert figures["umsatz"] == days
    assert cadence(shell, "umsatz") == every
    assert f": {len(days)} already there" in shell.ok("import", str(tmp_path / "file.csv")).out
    assert shell.ok("log", "umsatz", "7", "2026-W15" if every == "week" else "2026-Q1" if every == "quarter" else "may")
    assert len(kept(shell)[0]["umsatz"]) == 3


def cadence(shell: Shell, key: str) -> str:
    """Return how often a KPI is logged."""
    connection = sqlite3.connect(shell.database)
    try:
        ((every,),) = connection.execute("SELECT cadence FROM kpi WHERE key = ?", (key,))
    finally:
        connection.close()
    return str(every)


@pytest.mark.parametrize(
    "text",
    [
        "Day,Umsatz\n2026-08-01,100\n2026-09-01,120\n",
        "Month,Umsatz\n2026-08-01,100\n2026-09-02,120\n",
        "Week,Umsatz\n2026-04-13,100\n2026-04-21,120\n",
    ],
)
def test_days_stay_days(shell: Shell, tmp_path: Path, text: str) -> None:
    """A day is a period only where its column is called so and every day begins one."""
    figures, _kinds = put(shell, tmp_path, text)
    assert list(figures["umsatz"]) == [row[5:10] for row in text.splitlines()[1:]]
    assert cadence(shell, "umsatz") == "day"


def test_a_period_of_another_length_is_no_figure_of_a_kpi(shell: Shell, tmp_path: Path) -> None:
    """As with ``log``: the total of a month is no figure of a day."""
    shell.ok("kpi", "add", "Umsatz")
    (tmp_path / "m.csv").write_text("Month,Umsatz\n2026-08,100\n")
    done = shell("import", str(tmp_path / "m.csv"))
    assert done.status == 1
    assert "per day" in done.err + done.out
    assert kept(shell)[0] == {}


def test_months_without_a_year_are_named(shell: Shell, tmp_path: Path) -> None:
    """Nobody knows which year they are of."""
    (tmp_path / "m.csv").write_text("Month,Umsatz\nJanuary,100\nFebruary,120\n")
    done = shell("import", str(tmp_path / "m.csv"), "--create")
    assert done.status != 0
    assert "January" in done.err
    assert "2026-08" in done.err


def test_a_row_that_is_no_such_period_is_refused(shell: Shell, tmp_path: Path) -> None:
    """A quarter among months would be counted twice; a week that its year does not have is none."""
    months = "Month,Umsatz\n" + "".join(f"2026-{number:02},10\n" for number in range(1, 7)) + "2026-Q1,30\n"
    (tmp_path / "m.csv").write_text(months)
    done = shell("import", str(tmp_path / "m.csv"), "--create")
    assert done.status == 1
    assert "2026-Q1" in done.err + done.out


def test_a_period_that_is_not_over_is_one_figure(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the day of today, as when it is logged; the same file later corrects it and never adds to it."""
    file = tmp_path / "m.csv"
    for today, value in (("2026-11-10", 40), ("2026-11-20", 70), ("2026-12-05", 90), ("2026-12-06", 90)):
        monkeypatch.setenv("KPITUI_TODAY", today)
        file.write_text(f"Month,Umsatz\n2026-10,100\n2026-11,{value}\n")
        shell.ok("import", str(file), "--create")
        assert sum(kept(shell)[0]["umsatz"].values()) == 100 + value
    assert kept(shell)[0]["umsatz"] == {"10-31": 100, "11-30": 90}


def test_what_was_logged_in_a_period_is_not_added_to(shell: Shell, tmp_path: Path) -> None:
    """The figure of a month that a person logged, on whatever day of it, is theirs."""
    shell.ok("kpi", "add", "Umsatz", "--every", "month")
    shell.ok("log", "umsatz", "55", "--on", "2026-08-12")
    (tmp_path / "m.csv").write_text("Month,Umsatz\n2026-08,100\n2026-09,120\n")
    shell.ok("import", str(tmp_path / "m.csv"))
    assert kept(shell)[0]["umsatz"] == {"08-12": 55, "09-30": 120}


MONZO = (
    "Transaction ID,Date,Time,Type,Name,Amount,Currency,Local amount,Local currency,Money Out,Money In\n"
    "tx_1,02/11/2026,09:14:03,Card payment,Bakery,-4.35,GBP,-4.35,GBP,-4.35,\n"
    "tx_2,02/11/2026,18:40:10,Card payment,Boulangerie,-8.62,GBP,-10.00,EUR,-8.62,\n"
    "tx_3,03/11/2026,08:00:00,Faster payment,Client,1200.00,GBP,1200.00,GBP,,1200.00\n"
    "tx_4,14/11/2026,12:00:00,Card payment,Tokyo,-20.11,GBP,-3900,JPY,-20.11,\n"
)
REVOLUT_BUSINESS = (
    "Date completed (UTC),Type,State,Description,Orig currency,Orig amount,Payment currency,Amount,Exchange rate,Fee,"
    "Fee currency,Balance\n"
    "2026-11-02,CARD_PAYMENT,COMPLETED,Shop,USD,-20.00,EUR,-18.50,0.925,0.20,EUR,981.30\n"
    "2026-11-02,TOPUP,COMPLETED,Client,EUR,1000.00,EUR,1000.00,,0.00,EUR,1981.30\n"
)


@pytest.mark.parametrize(
    ("text", "days", "aside"),
    [
        (
            MONZO,
            {
                "amount": {"11-02": -12.97, "11-03": 1200, "11-14": -20.11},
                "money-out": {"11-02": -12.97, "11-14": -20.11},
                "money-in": {"11-03": 1200},
            },
            "Local amount",
        ),
        (
            REVOLUT_BUSINESS,
            {"amount": {"11-02": 981.5}, "fee": {"11-02": 0.2}, "balance": {"11-02": 2962.6}},
            "Orig amount",
        ),
    ],
    ids=["monzo", "revolut-business"],
)
def test_amounts_in_a_second_currency_are_left_out(
    shell: Shell, tmp_path: Path, text: str, days: Figures, aside: str
) -> None:
    """Beside the amounts of the account those of whoever paid are no KPI, and each amount has its own currency."""
    (tmp_path / "file.csv").write_text(text)
    done = shell.ok("import", str(tmp_path / "file.csv"), "--create")
    assert kept(shell)[0] == days
    assert f"left out: {aside}. They are the same amounts in another currency" in done.err
    assert {unit for _kind, unit in kept(shell)[1].values()} <= {"GBP", "EUR"}


@pytest.mark.parametrize("sign", ["", "€"], ids=["plain", "signs"])
def test_prices_and_quantities_of_several_things_are_asked_about(shell: Shell, tmp_path: Path, sign: str) -> None:
    """A price of a coin and a number of several coins are no figures of a day; what they came to is."""
    (tmp_path / "file.csv").write_text(
        "Transactions\nUser,Someone,5f00\n\nID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,"
        "Price at Transaction,Subtotal,Fees and/or Spread,Notes\n"
        f"a,2026-11-02 09:14:03 UTC,Buy,BTC,0.0012,EUR,{sign}55000.10,{sign}66.00,{sign}1.49,Bought\n"
        f"b,2026-11-02 10:00:00 UTC,Buy,ETH,0.05,EUR,{sign}2500.00,{sign}125.00,{sign}2.00,Bought\n"
        f"c,2026-11-03 11:00:00 UTC,Sell,BTC,-0.0005,EUR,{sign}56000.00,-{sign}28.00,{sign}1.00,Sold\n"
    )
    done = shell.ok("import", str(tmp_path / "file.csv"), "--create")
    days, kinds = kept(shell)
    assert days == {"subtotal": {"11-02": 191, "11-03": -28}, "fees-and-or-spread": {"11-02": 3.49, "11-03": 1}}
    assert {unit for _kind, unit in kinds.values()} == {"EUR"}
    assert "Quantity Transacted, Price at Transaction" in done.err


def test_amounts_in_coins_are_never_added_up(shell: Shell, tmp_path: Path) -> None:
    """A column that names what each amount is in is one of currencies, whatever they are."""
    (tmp_path / "file.csv").write_text(
        "txid,time,type,asset,amount,fee\nL1,2026-11-02 09:00:00,trade,BTC,0.5,0.001\n"
        "L2,2026-11-02 09:00:00,trade,EUR,-20000,12\n"
    )
    done = shell("import", str(tmp_path / "file.csv"), "--create")
    assert (done.status, kept_or_none(shell)) == (1, {})
    assert "BTC" in done.err


@pytest.mark.parametrize(
    ("header", "row", "key"),
    [("Price", "12", "price"), ("Orders,Price", "3,12", "orders"), ("Item,Price", "Mug,12", "price")],
)
def test_a_price_by_itself_is_a_figure(shell: Shell, tmp_path: Path, header: str, row: str, key: str) -> None:
    days, _kinds = put(shell, tmp_path, f"Date,{header}\n2026-11-02,{row}\n")
    assert key in days


def test_what_is_weighed_keeps_its_unit(shell: Shell, tmp_path: Path) -> None:
    """A unit beside a figure is compared with that of its KPI, also where nothing can be converted."""
    days, kinds = put(shell, tmp_path, "Date,Honey\n2026-11-02,12.5 kg\n2026-11-03,3 kg\n")
    assert (days["honey"], kinds["honey"][1]) == ({"11-02": 12.5, "11-03": 3}, "kg")
    (tmp_path / "g.csv").write_text("Date,Honey\n2026-11-04,900 lb\n")
    done = shell("import", str(tmp_path / "g.csv"))
    assert done.status == 1
    assert "lb" in done.err


def test_the_preview_of_what_is_added_says_so_once(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("Date,Jars\n2026-11-02,12\n")
    assert "--create" in shell.ok("import", str(tmp_path / "file.csv"), "--dry-run").out
    assert "--create" not in shell.ok("import", str(tmp_path / "file.csv"), "--dry-run", "--create").out


@pytest.mark.parametrize(
    ("column", "good", "bad", "which"),
    [
        ("Status", "completed", "Cancelled", "completed"),
        ("Type", "Sale", "Refund", "Sale"),
        ("Debit/Credit", "Credit", "Debit", "Credit"),
        ("Type", "charge", "payout", "charge"),
        ("Betaalstatus", "betaald", "openstaand", "betaald"),
    ],
)
def test_rows_that_may_not_count_are_a_question(
    shell: Shell, tmp_path: Path, column: str, good: str, bad: str, which: str
) -> None:
    """Nothing is imported until somebody says which rows count, and the answer holds for the next file."""
    text = f"Date,{column},Total\n2026-11-02,{good},100\n2026-11-02,{bad},30\n2026-11-03,{good},20\n"
    (tmp_path / "file.csv").write_text(text)
    look = shell.ok("import", str(tmp_path / "file.csv"), "--dry-run")
    done = shell("import", str(tmp_path / "file.csv"), "--create")
    assert (done.status, kept_or_none(shell)) == (1, {})
    assert f"--only '{column}={good}'" in done.err
    assert f"--only '{column}={good}'" in look.err
    days, _kinds = put(shell, tmp_path, text, "--only", f"{column}={which}")
    assert days["total"] == {"11-02": 100, "11-03": 20}
    assert " 2 already there" in shell.ok("import", str(tmp_path / "file.csv")).out


def test_all_rows_count_where_that_is_said(shell: Shell, tmp_path: Path) -> None:
    days, _kinds = put(
        shell, tmp_path, "Date,State,Total\n2026-11-02,paid,5\n2026-11-02,failed,3\n", "--map", "State=-"
    )
    assert days == {"total": {"11-02": 8}}


@pytest.mark.parametrize(
    ("column", "texts", "amounts"),
    [
        ("Type", ("Sale", "Refund"), ("100", "-30")),
        ("Payment method", ("Debit", "Credit card"), ("100", "30")),
        ("Channel", ("shop", "market"), ("100", "30")),
    ],
)
def test_rows_that_add_up_are_no_question(
    shell: Shell, tmp_path: Path, column: str, texts: tuple[str, str], amounts: tuple[str, str]
) -> None:
    rows = "".join(f"2026-11-02,{text},{amount}\n" for text, amount in zip(texts, amounts, strict=True))
    days, _kinds = put(shell, tmp_path, f"Date,{column},Total\n{rows}")
    assert days == {"total": {"11-02": sum(map(float, amounts))}}


def test_a_column_of_only_that_is_not_there_is_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("Date,Total\n2026-11-02,5\n")
    done = shell("import", str(tmp_path / "file.csv"), "--create", "--only", "Staat=paid")
    assert (done.status, kept_or_none(shell)) == (1, {})
    assert "Date, Total" in done.err


MONTHS_ACROSS: dict[str, tuple[str, str, Figures]] = {
    "kpis-down": (
        "kpis.csv",
        'KPI,Unit,Jan 2026,Feb 2026,Mar 2026,Total\nRevenue,EUR,"1,200.50",900,1100.25,3200.75\nOrders,,12,9,,21\n'
        "Total,,1,2,3,6\n",
        {"revenue": {"01-31": 1200.5, "02-28": 900, "03-31": 1100.25}, "orders": {"01-31": 12, "02-28": 9}},
    ),
    "years-down": (
        "omzet.csv",
        "Jaar;jan;feb;mrt;Totaal\n2026;110,5;210;;320,5\n",
        {"omzet": {"01-31": 110.5, "02-28": 210}},
    ),
    "years-across": (
        "x.csv",
        "Newsletter sign-ups\n\nMonth,2025,2026\nJanuary,,6\nFebruary,,8\nMarch,7,\n",
        {"newsletter-sign-ups": {"01-31": 6, "02-28": 8, "03-31": 7}},
    ),
    "quarters-across": ("x.csv", "Profit,Q1,Q2\n2026,5,-6\n", {"profit": {"03-31": 5, "06-30": -6}}),
    "months-so-far": (
        "x.csv",
        'Shop\n"Oct - Nov, 2026"\n\n,Oct 2026,"Nov 1 - Nov 27, 2026",Total\nIncome,,,\n Sales,"4,100.00",310.00,4410\n',
        {"sales": {"10-31": 4100, "11-23": 310}},
    ),
    "days-down": (
        "x.csv",
        "Umsatz 2026;;\nTag;September;Oktober\n1;;210,00\n2;120,00;\n3;75,25;340,10\n4;;\n30;60,00;80,00\n31;;45,00\n"
        "Summe;255,25;675,10\n",
        {"umsatz": {"09-02": 120, "09-03": 75.25, "09-30": 60, "10-01": 210, "10-03": 340.1, "10-30": 80, "10-31": 45}},
    ),
    "days-down-years": (
        "Sales.csv",
        "Day,Sep 2026,Oct 2026\n1,5,6\n2,7,\n3,,8\n4,1,1\n5,2,2\n",
        {
            "sales": {
                f"{month}-{day:02}": value
                for month, values in (("09", "57.12"), ("10", "6.812"))
                for day, value in enumerate(map("0123456789".find, values), start=1)
                if value >= 0
            }
        },
    ),
    "days-across": (
        "x.csv",
        "Metric\t2026-11-02\t2026-11-03\nVisits\t5\t6\nSales\t7\t-\n",
        {"visits": {"11-02": 5, "11-03": 6}, "sales": {"11-02": 7}},
    ),
}


@pytest.mark.parametrize("table", MONTHS_ACROSS)
def test_periods_above_the_columns(shell: Shell, tmp_path: Path, table: str) -> None:
    """A KPI per row or a year per row: each figure is of its period; totals beside and below are none."""
    name, text, days = MONTHS_ACROSS[table]
    assert put(shell, tmp_path, text, name=name)[0] == days


def test_months_across_without_a_year_are_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("KPI,Jan,Feb\nRevenue,5,6\n")
    done = shell("import", str(tmp_path / "file.csv"), "--create")
    assert (done.status, kept_or_none(shell)) == (1, {})
    assert "Jan 2026" in done.err
